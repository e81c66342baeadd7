package app

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/wxsim"
)

// published returns what is public about the draws of a class, as it is served.
func (c *crowd) published(t *testing.T, class string) (notices []campaign.DrawNotice, body string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, strings.TrimSuffix(c.pusher.URL, "/wechat")+"/draw/"+class, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := (&http.Client{Timeout: 20 * time.Second}).Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	b, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("status %d, %v: %s", resp.StatusCode, err, b)
	}
	if notices, err = campaign.ReadDraws(b); err != nil {
		t.Fatal(err)
	}
	return notices, string(b)
}

// TestDrawPublished lets 60 people draw, some of them again and one after an erasure. What
// is published before the end of the claims has no result; what is published afterwards,
// while another class serves, is what each of them was told, in the order in which they
// drew, and nothing in it leads to a person. A program that shares no code repeats it, and
// sees what was changed.
func TestDrawPublished(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, func(cfg *Config) {
		change(t, cfg.Campaign, "库存: 36 => 库存: 1000")
		cfg.PublicURL = "https://class.example.com"
	})
	const people = 60
	c.registerNumbered(t, "p", people)
	won := map[string]bool{}
	for i := range people {
		who := fmt.Sprint("p", (i*7)%people)
		won[who] = strings.HasPrefix(c.say(t, who, "领取49"), "领取成功")
		if i%9 == 0 && strings.HasPrefix(c.say(t, who, "领取49"), "领取成功") {
			t.Errorf("%s won twice", who)
		}
	}
	class := c.app.Campaign().ID
	before, body := c.published(t, class)
	if before[0].Count != people || before[0].Seed != "" || len(before[0].Draws) > 0 || strings.Contains(body, `"won"`) {
		t.Errorf("before the end of the claims: %s", body)
	}
	c.expect(t, "p7", "抽签公示", before[0].Commitment)
	c.expect(t, "p7", "抽签公示", "你是第2号")
	c.openClass(t, beside{id: "next", days: 28})
	c.at(38, 12, 0, 0) // 7 August
	if _, err := c.app.catalog.Open(t.Context(), class); err != nil {
		t.Fatal(err)
	}
	after, body := c.published(t, class)
	n := after[0]
	if err := n.Verify(); err != nil || n.Commitment != before[0].Commitment || n.Chain != before[0].Chain || len(n.Draws) != people {
		t.Fatalf("after the end of the claims: %v\n%s", err, body)
	}
	for i, d := range n.Draws {
		if who := fmt.Sprint("p", (i*7)%people); d.Won != won[who] {
			t.Errorf("draw %d: won %v is published, %s was told %v", d.Number, d.Won, who, won[who])
		}
	}
	c.leadsToNobody(t, body, people)
	c.expect(t, "p7", "抽签公示", "种子："+n.Seed)
	c.expect(t, "p7", "抽签公示", "https://class.example.com/draw/"+class)
	repeats(t, n)
}

// leadsToNobody looks for what identifies people in what is published.
func (c *crowd) leadsToNobody(t *testing.T, body string, people int) {
	t.Helper()
	for i := range people {
		openid := wxsim.OpenID("crowd", fmt.Sprint("p", i))
		p, err := c.app.store.People.Find(t.Context(), bot.UserID(openid))
		if err != nil {
			t.Fatal(err)
		}
		for _, mark := range []string{openid, p.Hash, p.Code} {
			if strings.Contains(body, mark) {
				t.Errorf("%q is published", mark)
			}
		}
	}
}

// repeats lets docs/draw/verify.py compute the draws, and changed ones.
func repeats(t *testing.T, n campaign.DrawNotice) {
	t.Helper()
	python, err := exec.LookPath("python3")
	if err != nil {
		if slices.Contains(strings.Split(os.Getenv("ZHUJIAO_TEST_REQUIRE"), ","), "python") {
			t.Fatal(err)
		}
		t.Skip("python3 is not installed")
	}
	program := filepath.Join("..", "..", "..", "docs", "draw", "verify.py")
	run := func(n campaign.DrawNotice, noted ...string) (string, error) {
		b, err := json.Marshal([]campaign.DrawNotice{n})
		file := filepath.Join(t.TempDir(), "draws.json")
		if err == nil {
			err = os.WriteFile(file, b, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		out, err := exec.CommandContext(t.Context(), python, append([]string{program, file}, noted...)...).CombinedOutput()
		return strings.TrimSpace(string(out)), err
	}
	want := fmt.Sprintf("commitment: %s\ncount: 60\nchain: %s\nodds: 1–60: 30 %%\npack 49 right; winners:", n.Commitment, n.Chain)
	for _, d := range n.Draws {
		if d.Won {
			want += fmt.Sprint(" ", d.Number)
		}
	}
	if got, err := run(n); err != nil || got != want {
		t.Errorf("the program says %q, %v, want %q", got, err, want)
	}
	early, _ := n.ChainAfter(20)
	if got, err := run(n, "--commitment", n.Commitment, "--chain", "20:"+early); err != nil || got != want {
		t.Errorf("with what was noted the program says %q, %v", got, err)
	}
	for words, noted := range map[string][]string{
		"no pack has the commitment": {"--commitment", campaign.Commitment("00")}, "no pack has the chain": {"--chain", "21:" + early},
	} {
		if got, err := run(n, noted...); err == nil || !strings.Contains(got, words) {
			t.Errorf("noted %q, the program says %q, %v", noted, got, err)
		}
	}
	nobody := campaign.DrawNotice{Class: n.Class, Pack: n.Pack, Rule: n.Rule, Commitment: n.Commitment, Seed: n.Seed}
	nobody.Chain = campaign.FirstChain(n.Class, n.Pack, n.Commitment)
	if got, err := run(nobody); err == nil || !strings.Contains(got, "nothing to check") {
		t.Errorf("without a draw the program says %q, %v", got, err)
	}
	n.Draws = slices.Clone(n.Draws)
	n.Draws[30].Won = !n.Draws[30].Won
	if got, err := run(n); err == nil || !strings.Contains(got, "WRONG: draw 31 of pack 49") {
		t.Errorf("a changed draw: %q, %v", got, err)
	}
}

// TestDrawUnknownClass asks for a class that is not stored.
func TestDrawUnknownClass(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, nil)
	for _, path := range []string{"/draw/nothing", "/draw/%2e%2e%2fsecret", "/draw/"} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, strings.TrimSuffix(c.pusher.URL, "/wechat")+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		if _ = resp.Body.Close(); resp.StatusCode != http.StatusNotFound {
			t.Errorf("%s: status %d, want 404", path, resp.StatusCode)
		}
	}
}

// TestDrawRemoved lets 11 people draw and hands the pack out without a draw then: what they
// drew stays public, in the chat too, and the moderators are told. The seed is shown although
// a mended end of the claims lies ahead again: who comes then reads that the draw is over.
func TestDrawRemoved(t *testing.T) {
	t.Parallel()
	c := staffed(t, func(cfg *Config) { change(t, cfg.Campaign, "库存: 36 => 库存: 1000") })
	c.at(7, 10, 0, 0)
	const drawn = 11
	c.registerNumbered(t, "p", drawn+1)
	for i := range drawn {
		c.say(t, fmt.Sprint("p", i), "领取49")
	}
	class := c.app.Campaign().ID
	before, _ := c.published(t, class)
	c.editFile(t, "发放: 抽取\n    抽取: {概率: 0.3, 每人次数: 1}", "发放: 直接")
	c.settle(t)
	if got := c.alerts("抽签被移除"); len(got) != 1 || !strings.Contains(got[0], "49资料包") || !strings.Contains(got[0], "11人次") {
		t.Errorf("the moderators were told %q", got)
	}
	after, _ := c.published(t, class)
	if len(after) != 1 || after[0].Chain != before[0].Chain || after[0].Count != 10 || after[0].Seed != "" {
		t.Errorf("of a removed draw is published %+v, before %+v", after, before)
	}
	c.expect(t, "p3", "抽签公示", "电商产品学习资料包（已从活动文件移除）\n不再抽了，已抽10人次")
	c.expect(t, "p3", "抽签公示", "你是第4号")
	c.editFile(t, "发放: 直接\n    库存: 1000", "发放: 抽取\n    抽取: {概率: 0.3, 每人次数: 1}\n    库存: 1000")
	c.editFile(t, "\n  主办: ", "\n  领取截止: 2022-07-07 21:40\n  主办: ")
	c.at(7, 21, 50, 0)
	if n, _ := c.published(t, class); n[0].Seed != "" {
		t.Error("the seed is shown ten minutes after the end of the claims")
	}
	c.at(7, 21, 50, 1)
	if n, _ := c.published(t, class); n[0].Verify() != nil || n[0].Count != drawn {
		t.Errorf("after the end is published %+v", n)
	}
	c.editFile(t, "领取截止: 2022-07-07 21:40", "领取截止: 2022-07-20 21:40")
	c.expect(t, "p11", "领取49", "抽签已经结束")
	c.expect(t, "p11", "我的", "抽签已结束")
}

// TestDrawReadsBesideUnits holds the writer: what is public is read all the same, before the
// seed is shown and afterwards, and nothing is computed again once it is.
func TestDrawReadsBesideUnits(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, nil)
	c.register(t, "p")
	c.say(t, "p", "领取49")
	class, bodies := c.app.Campaign().ID, []string{}
	read := func() {
		_, body := c.published(t, class)
		bodies = append(bodies, body)
	}
	for _, day := range []int{7, 38} {
		c.at(day, 12, 0, 0)
		c.published(t, class) // shows the seed if it is due
		if err := c.app.store.Do(t.Context(), func(context.Context) error {
			read()
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	if strings.Contains(bodies[0], `"won"`) || !strings.Contains(bodies[1], `"won"`) {
		t.Errorf("published before and after the end: %q", bodies)
	}
}

// TestFinalDraws keeps publications within a size, those that were asked for last.
func TestFinalDraws(t *testing.T) {
	t.Parallel()
	f := &finalDraws{most: 10}
	has := func(class, draws string, want bool) {
		t.Helper()
		if body, ok := f.get(class, draws); ok != want || ok && string(body) != strings.Repeat(class, 4) {
			t.Errorf("class %s is kept: %v, want %v: %s", class, ok, want, body)
		}
	}
	f.put("a", "x", []byte("aaaa"))
	f.put("b", "x", []byte("bbbb"))
	has("a", "x", true)
	has("a", "y", false)
	f.put("c", "x", []byte("cccc"))
	has("b", "x", false)
	has("a", "x", true)
	has("c", "x", true)
	f.put("d", "x", []byte("ddddddddddd"))
	has("d", "x", false)
}
