package app

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"zhujiao/bot/wechat"
	"zhujiao/bot/wxsim"
)

// crowd pushes to a whole app through its webhook, signed and encrypted.
type crowd struct {
	app      *App
	pusher   *wxsim.Pusher
	platform *wxsim.Platform
	data     string
	logged   *logged
}

// logged is everything the product logs, in full detail.
type logged struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logged) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func newCrowd(t *testing.T, change func(*Config)) *crowd {
	t.Helper()
	acc := wxsim.NewAccount()
	cfg := testConfig(t)
	cfg.WeChat = wechat.Config{
		AppID: acc.AppID, Token: acc.Token, OriginalID: acc.OriginalID, AESKey: acc.AESKey, Mode: wechat.ModeSafe,
	}
	if change != nil {
		change(&cfg)
	}
	var now func() time.Time
	platform := wxsim.NewPlatform(func() time.Time { return now() })
	api := httptest.NewServer(platform)
	t.Cleanup(api.Close)
	cfg.APIURL, cfg.WeComURL = api.URL, api.URL
	out := &logged{}
	a := newLoggedApp(t, cfg, slog.New(slog.NewJSONHandler(out, &slog.HandlerOptions{Level: slog.LevelDebug})))
	now = a.clock.Now
	srv := httptest.NewServer(a.Routes())
	t.Cleanup(srv.Close)
	c := &crowd{app: a, platform: platform, data: cfg.Data, logged: out}
	c.pusher = &wxsim.Pusher{URL: srv.URL + "/wechat", Account: acc, Now: a.clock.Now}
	platform.Finished = func(ctx context.Context, result map[string]string) { c.pusher.Finished(ctx, result) }
	return c
}

// reload takes the changed campaign file over.
func (c *crowd) reload(t *testing.T) {
	t.Helper()
	before := c.app.catalog.Current().Version()
	if (importer{c.app}).reload(t.Context()); c.app.catalog.Current().Version() == before {
		t.Fatal("the changed file was not taken over:", c.logged.String())
	}
}

func (c *crowd) say(t *testing.T, who, text string) string {
	t.Helper()
	c.platform.Touch(wxsim.OpenID("crowd", who), "text")
	x := c.pusher.Text(context.Background(), wxsim.OpenID("crowd", who), text, wxsim.FaultNone)
	if x.Failure != "" {
		t.Errorf("%s says %s: %s", who, text, x.Failure)
	}
	return x.Text
}

// must says what a test builds on, and ends the test unless the reply begins as
// expected: a refusal there would make the rest prove nothing.
func (c *crowd) must(t *testing.T, who, text, prefix string) string {
	t.Helper()
	got := c.say(t, who, text)
	if !strings.HasPrefix(got, prefix) {
		t.Fatalf("%s says %s: got %q, want %q…", who, text, got, prefix)
	}
	return got
}

// TestParallelRegistration gives 2,000 people at once 120 seats and 1,880
// places on the waitlist, each number once.
func TestParallelRegistration(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, nil)
	const people = 2000
	replies := make([]string, people)
	var wg sync.WaitGroup
	turns := make(chan int)
	for range 64 {
		wg.Go(func() {
			for i := range turns {
				replies[i] = c.say(t, fmt.Sprint("p", i), "报名")
			}
		})
	}
	for i := range people {
		turns <- i
	}
	close(turns)
	wg.Wait()
	var seats, places []int
	for _, r := range replies {
		var n int
		if _, err := fmt.Sscanf(r, "报名成功！你是第%d位", &n); err == nil {
			seats = append(seats, n)
		} else if _, err := fmt.Sscanf(strings.TrimPrefix(r, "120个席位已报满，已帮你排到"), "候补第%d位", &n); err == nil {
			places = append(places, n)
		}
	}
	checkNumbers(t, "seats", seats, 120)
	checkNumbers(t, "places", places, people-120)
}

// checkNumbers wants 1..n, each once.
func checkNumbers(t *testing.T, what string, got []int, n int) {
	t.Helper()
	slices.Sort(got)
	if len(got) != n || len(slices.Compact(slices.Clone(got))) != n || got[0] != 1 || got[n-1] != n {
		t.Errorf("%s: %d numbers, %d distinct, want 1 to %d", what, len(got), len(slices.Compact(slices.Clone(got))), n)
	}
}

// TestRepeatAfterRestart pushes the same message before and after a restart.
func TestRepeatAfterRestart(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, nil)
	x := c.pusher.Text(context.Background(), wxsim.OpenID("crowd", "a"), "报名", wxsim.FaultThrice)
	if x.Tries != 3 || !strings.Contains(x.Text, "你是第1位") {
		t.Errorf("third delivery = %q after %d tries, want the first one's reply", x.Text, x.Tries)
	}
	if got := c.say(t, "b", "报名"); !strings.Contains(got, "你是第2位") {
		t.Errorf("the next person got %q, want seat 2", got)
	}
}

// TestForged pushes with a bad signature: nothing may happen.
func TestForged(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, nil)
	x := c.pusher.Text(context.Background(), wxsim.OpenID("crowd", "a"), "报名", wxsim.FaultForged)
	if x.Status != 403 {
		t.Errorf("status %d, want 403", x.Status)
	}
	if got := c.say(t, "b", "报名"); !strings.Contains(got, "你是第1位") {
		t.Errorf("after a forged push the first person got %q, want seat 1", got)
	}
}

// TestEvening plays one evening of several people as a transcript.
func TestEvening(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, nil)
	at := func(clock string) {
		when, err := time.ParseInLocation("15:04:05", clock, time.FixedZone("", 8*3600))
		if err != nil {
			t.Fatal(err)
		}
		c.app.clock.Freeze(time.Date(2022, 7, 7, when.Hour(), when.Minute(), when.Second(), 0, when.Location()))
	}
	at("19:00:00")
	for _, step := range []struct{ at, who, says, want string }{
		{"", "a", "取消报名", "你还没有报名"},
		{"", "a", "报名", "你是第1位"},
		{"", "b", "我不想报名了", "要取消报名请回复「取消报名」"},
		{"", "b", "课程会讲到SaaS后台吗", "编号U1"},
		{"", "b", "真的", "已补充到U1"},
		{"", "a", "讲师介绍和名额", "1 老师是谁\n2 还有名额吗"},
		{"", "a", "1", "刘志远老师：前Thaifintech"},
		{"", "a", "1", "不用重复报名"},
		{"", "a", "谢谢老师", "不客气，7月7日见～"},
		{"", "a", "好的", ""},
		{"", "a", "取消报名", "确定取消请在5分钟内"},
		{"", "a", "确认取消", "已取消报名"},
		{"", "a", "确认取消", "没有等待确认的取消"},
		{"20:50:00", "c", "签到 前台先行", "口令不对"},
		{"", "c", "前台先行", "口令不对"},
		{"", "c", "候台显形", "报名成功！你是第1位，席位已锁定。\n签到成功"},
		{"21:45:01", "d", "后台先行", "签到已于7月7日21:45结束"},
		{"", "d", "补签 老师讲到订单拆单", "编号H1"},
		{"", "d", "人工", "编号H1"},
	} {
		if step.at != "" {
			at(step.at)
		}
		if got := c.say(t, step.who, step.says); !strings.Contains(got, step.want) || step.want == "" && got != "" {
			t.Errorf("%s %s says %q: got %q, want %q", step.at, step.who, step.says, got, step.want)
		}
	}
}

// TestPromotionIsShelved frees a seat: the head of the waitlist, who only
// scanned and cannot be told, is seated and reads it before the next reply.
func TestPromotionIsShelved(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, nil)
	for i := range 120 {
		c.say(t, fmt.Sprint("p", i), "报名")
	}
	c.pusher.Event(t.Context(), wxsim.OpenID("crowd", "p120"), "SCAN", "reg-article", wxsim.FaultNone)
	c.app.clock.Freeze(c.app.clock.Now().Add(2 * time.Minute))
	c.say(t, "p6", "取消报名")
	c.say(t, "p6", "确认取消")
	if err := c.app.outbox.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	got := c.say(t, "p120", "几点开始")
	told := strings.HasPrefix(got, "好消息！有同学让出席位，你已转为正式报名（第7位）。\n")
	if !told || !strings.Contains(got, "\n\n7月7日（周四）20:30-21:30，线上直播") {
		t.Errorf("the promoted person read %q", got)
	}
	if got := c.say(t, "p120", "几点开始"); strings.Contains(got, "好消息") {
		t.Errorf("the promotion was told twice: %q", got)
	}
}

// TestSecondProcess opens the same data directory twice.
func TestSecondProcess(t *testing.T) {
	t.Parallel()
	cfg := testConfig(t)
	a := newTestApp(t, cfg)
	_, err := New(context.Background(), cfg, a.clock, a.log)
	if err == nil || !strings.Contains(err.Error(), "another zhujiao process") {
		t.Errorf("err = %v, want it to name the other process", err)
	}
}

// TestParallelClaims lets 1,000 people claim a pack three times each, of which
// there are 36: exactly 36 get it.
func TestParallelClaims(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, func(cfg *Config) {
		b, err := os.ReadFile(cfg.Campaign)
		if err != nil {
			t.Fatal(err)
		}
		file := strings.NewReplacer("概率: 0.3", "概率: 1", "名额: 120", "名额: 1000").Replace(string(b))
		if err := os.WriteFile(cfg.Campaign, []byte(file), 0o600); err != nil {
			t.Fatal(err)
		}
	})
	var given, again, out atomic.Int64
	var wg sync.WaitGroup
	turns := make(chan string)
	for range 64 {
		wg.Go(func() {
			for who := range turns {
				switch got := c.say(t, who, "领取49"); {
				case strings.HasPrefix(got, "领取成功"):
					given.Add(1)
				case strings.HasPrefix(got, "你已经领过"):
					again.Add(1)
				case strings.Contains(got, "已发完（共36份）"):
					out.Add(1)
				}
			}
		})
	}
	for i := range 1000 {
		c.say(t, fmt.Sprint("q", i), "报名")
	}
	for range 3 {
		for i := range 1000 {
			turns <- fmt.Sprint("q", i)
		}
	}
	close(turns)
	wg.Wait()
	if given.Load() != 36 || again.Load() != 72 || out.Load() != 2892 {
		t.Errorf("given %d, again %d, out of stock %d, want 36, 72, 2892", given.Load(), again.Load(), out.Load())
	}
}
