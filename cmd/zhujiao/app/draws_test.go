package app

import (
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
	resp, err := http.DefaultClient.Do(req)
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
	run := func(n campaign.DrawNotice) (string, error) {
		b, err := json.Marshal([]campaign.DrawNotice{n})
		file := filepath.Join(t.TempDir(), "draws.json")
		if err == nil {
			err = os.WriteFile(file, b, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		out, err := exec.CommandContext(t.Context(), python, program, file).CombinedOutput()
		return strings.TrimSpace(string(out)), err
	}
	want := "pack 49 right; 60 draws; winners:"
	for _, d := range n.Draws {
		if d.Won {
			want += fmt.Sprint(" ", d.Number)
		}
	}
	if got, err := run(n); err != nil || got != want {
		t.Errorf("the program says %q, %v, want %q", got, err, want)
	}
	n.Draws = slices.Clone(n.Draws)
	n.Draws[30].Won = !n.Draws[30].Won
	if got, err := run(n); err == nil || !strings.Contains(got, "draw 31 of pack 49 is wrong") {
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
