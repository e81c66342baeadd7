package content_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"zhujiao/bot/content"
	"zhujiao/cmd/zhujiao/sample"
)

func commands() content.Commands {
	return content.Commands{
		"报名", "取消报名", "确认取消", "我的", "菜单", "资料包", "签到", "补签", "失效", "人工", "退订", "提醒",
		"提问", "问题榜", "删除我的数据", "确认删除", "我的数据", "下一场",
	}
}

func sampleFile(t *testing.T) string {
	t.Helper()
	b, err := sample.Files.ReadFile(sample.FileName)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func load(t *testing.T, file string, now time.Time) (*content.Version, []content.Problem) {
	t.Helper()
	fs := fstest.MapFS{"campaign.yaml": {Data: []byte(file)}, "blocked_words.txt": {Data: []byte("\n骗子\n\n 滚 \n")}}
	v, ps, _ := content.LoadFS(fs, "campaign.yaml", commands(), now)
	return v, ps
}

func TestSampleHasNoErrors(t *testing.T) {
	t.Parallel()
	v, ps := load(t, sampleFile(t), time.Time{})
	for _, p := range ps {
		if p.Severity == content.Error {
			t.Error(p)
		}
	}
	if v == nil {
		t.Fatal("no version")
	}
	c := v.Campaign
	if c.Signup.Seats != 120 || c.Start.Format(time.RFC3339) != "2022-07-07T20:30:00+08:00" || len(c.Packs) != 2 || c.Packs[1].Stock != 36 {
		t.Errorf("campaign = %+v", c)
	}
	if got := strings.Join(c.BlockedWords, ","); got != "骗子,滚" {
		t.Errorf("blocked words = %q", got)
	}
	got := v.Texts.Render("register_ok", content.Vars{"序号": "1"})
	want := "报名成功！你是第1位，席位已锁定。\n时间：7月7日（周四）20:30-21:30\n开课前1小时和10分钟会提醒你。\n想先问老师？回复「提问+你的问题」，越具体越有机会被选中。\n来不了请回复「取消报名」，把席位让给候补同学。"
	if got != want {
		t.Errorf("register_ok = %q, want %q", got, want)
	}
	if got := v.Texts.Render("human_reply", content.Vars{"内容": "{课名} {日期}"}); got != "班主任回复：{课名} {日期}" {
		t.Errorf("a person's text was expanded: %q", got)
	}
}

// live writes the sample into a folder and serves it from there.
func live(t *testing.T, hook func(old, fresh *content.Version) error) (l *content.Live, write func(name, data string)) {
	t.Helper()
	dir := t.TempDir()
	write = func(name, data string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("blocked_words.txt", "骗子\n")
	write("campaign.yaml", sampleFile(t))
	v, _, err := content.Load(dir+"/campaign.yaml", commands(), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	clock := func() time.Time { return time.Time{} }
	return content.NewLive(dir+"/campaign.yaml", v, commands(), clock, hook), write
}

func seats(t *testing.T, n string) string {
	t.Helper()
	return strings.Replace(sampleFile(t), "名额: 120", "名额: "+n, 1)
}

func TestReload(t *testing.T) {
	t.Parallel()
	l, write := live(t, nil)
	v := l.Current()
	write("campaign.yaml", seats(t, "零"))
	if swapped, ps, err := l.Reload(); swapped || !errors.Is(err, content.ErrBad) || content.Errors(ps) != 1 || l.Current() != v {
		t.Errorf("a bad file: swapped %v, problems %v, err %v", swapped, ps, err)
	}
	write("campaign.yaml", seats(t, "130"))
	if swapped, _, err := l.Reload(); !swapped || err != nil || l.Current().Campaign.Signup.Seats != 130 {
		t.Errorf("a good file: swapped %v, err %v", swapped, err)
	}
	if swapped, _, err := l.Reload(); swapped || err != nil {
		t.Errorf("an unchanged file: swapped %v, err %v", swapped, err)
	}
	before := l.Current().Hash
	write("blocked_words.txt", "骗子\n滚\n")
	if swapped, _, err := l.Reload(); !swapped || err != nil || l.Current().Hash == before || len(l.Current().Campaign.BlockedWords) != 2 {
		t.Errorf("other blocked words: swapped %v, err %v", swapped, err)
	}
}

func TestVeto(t *testing.T) {
	t.Parallel()
	few := errors.New("fewer seats than are taken")
	l, write := live(t, nil)
	var saw int
	l.OnSwap(func(old, fresh *content.Version) error {
		saw = old.Campaign.Signup.Seats
		if fresh.Campaign.Signup.Seats < 100 {
			return few
		}
		return nil
	})
	write("campaign.yaml", seats(t, "99"))
	if swapped, _, err := l.Reload(); swapped || !errors.Is(err, few) || l.Current().Campaign.Signup.Seats != 120 || saw != 120 {
		t.Errorf("swapped %v, err %v, the hook saw %d", swapped, err, saw)
	}
	write("campaign.yaml", seats(t, "100"))
	if swapped, _, err := l.Reload(); !swapped || err != nil {
		t.Errorf("swapped %v, err %v", swapped, err)
	}
}

func TestWatch(t *testing.T) {
	t.Parallel()
	l, write := live(t, nil)
	type told struct {
		swapped bool
		errs    int
	}
	news := make(chan told, 10)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		l.Watch(ctx, 5*time.Millisecond, func(swapped bool, ps []content.Problem, _ error) {
			news <- told{swapped, content.Errors(ps)}
		})
	}()
	write("campaign.yaml", seats(t, "零"))
	if got := <-news; got != (told{false, 1}) {
		t.Errorf("a bad file: %+v", got)
	}
	select {
	case got := <-news:
		t.Errorf("said again: %+v", got)
	case <-time.After(50 * time.Millisecond):
	}
	write("campaign.yaml", seats(t, "1300"))
	if got := <-news; got != (told{true, 0}) {
		t.Errorf("a good file: %+v", got)
	}
	write("blocked_words.txt", "a\nb\nc\n")
	if got := <-news; got != (told{true, 0}) || len(l.Current().Campaign.BlockedWords) != 3 {
		t.Errorf("blocked words: %+v", got)
	}
	stop()
	<-done
}

func FuzzLoad(f *testing.F) {
	b, err := sample.Files.ReadFile(sample.FileName)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(b))
	for _, s := range []string{
		"活动:\n  编号: a\n", "&a [*a]", "活动：\n\t编号: 'a", "a: |\n　b\n", "[a]: {b: [c}", "? a\n: - b\n", "!!str a: !!map {}\n",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 64<<10 {
			return
		}
		start := time.Now()
		v, ps := load(t, s, time.Unix(1657190000, 0))
		if d := time.Since(start); d > time.Second {
			t.Errorf("took %v", d)
		}
		if (v == nil) != (content.Errors(ps) > 0) {
			t.Fatalf("version %v with problems %v", v, ps)
		}
		again, more := load(t, s, time.Unix(1657190000, 0))
		if diff := cmp.Diff(ps, more); diff != "" {
			t.Errorf("the second reading found others: %s", diff)
		}
		if v != nil && (v.Hash != again.Hash || !reflect.DeepEqual(v.Campaign, again.Campaign)) {
			t.Error("the second reading differs")
		}
		for _, p := range ps {
			if strings.Contains(p.String(), "\n") || !utf8.ValidString(p.String()) || p.Line < 1 || p.Line > strings.Count(s, "\n")+2 {
				t.Errorf("problem %q at line %d", p, p.Line)
			}
		}
	})
}

// TestTimeOfHostileFiles holds a second for 64 KiB of whatever is slow to read.
func TestTimeOfHostileFiles(t *testing.T) {
	t.Parallel()
	deep := ""
	for i := range 300 {
		deep += strings.Repeat(" ", i) + "a:\n"
	}
	keys := ""
	for i := range 9000 {
		keys += "讲" + strconv.Itoa(i) + ": \n"
	}
	head := "schema: campaign/v1\n文本:\n"
	for name, s := range map[string]string{
		"brackets": strings.Repeat("[", 65536), "braces": strings.Repeat("{a: ", 16000), "dashes": strings.Repeat("- ", 32000),
		"same keys": strings.Repeat("a: b\n", 13000), "colons": strings.Repeat("a: ", 20000), "deep": deep, "keys": keys,
		"texts": head + strings.ReplaceAll(keys, "讲", "  cancel_d"), "tags": strings.Repeat("!!a ", 16000),
		"placeholders": head + "  menu: " + strings.Repeat("{a}", 20000), "lures": head + "  menu: " + strings.Repeat("转发分享", 5000),
		"full colons": strings.Repeat("讲师：a\n", 5000), "aliases": "常见问题:\n- 别名: [" + strings.Repeat("几点,", 9000) + "]",
		"entries": "常见问题:\n" + strings.Repeat("- {编号: a}\n", 3500), "quotes": strings.Repeat("'", 65536),
		"hashes": strings.Repeat("- ! & ", 10000), "dates": head + "  menu: " + strings.Repeat("7月7日周五", 4000),
	} {
		start := time.Now()
		if v, _ := load(t, s, time.Time{}); v != nil {
			t.Errorf("%s was accepted", name)
		}
		if d := time.Since(start); d > time.Second {
			t.Errorf("%s took %v", name, d)
		}
	}
}

func BenchmarkRender(b *testing.B) {
	data, _ := sample.Files.ReadFile(sample.FileName)
	fs := fstest.MapFS{"campaign.yaml": {Data: data}, "blocked_words.txt": {}}
	v, _, err := content.LoadFS(fs, "campaign.yaml", commands(), time.Time{})
	if err != nil {
		b.Fatal(err)
	}
	vars := content.Vars{"序号": "1"}
	for b.Loop() {
		v.Texts.Render("register_ok", vars)
	}
}
