package app

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"zhujiao/bot/catalog"
	"zhujiao/bot/intent"
	"zhujiao/bot/wechat"
	"zhujiao/bot/wxsim"
	"zhujiao/cmd/zhujiao/sample"
)

// crowd is a whole application behind a simulated platform, and the people who write
// to it through the signed and encrypted webhook. People are called by short names;
// the moderator of a staffed crowd is m1.
type crowd struct {
	app      *App
	pusher   *wxsim.Pusher
	platform *wxsim.Platform
	data     string // the data directory
	file     string // the campaign file
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

// readers are the readers of all crowds of this test binary by what they read: a
// matcher's index costs more than the rest of a crowd, and few tests change it.
var readers sync.Map

// sharedReader gives a snapshot the reader of an earlier one with the same file and
// phrasings. Published entries are read by a reader of their own.
func sharedReader(s *catalog.Snapshot, build func() *intent.Reader) *intent.Reader {
	if len(s.Campaign.FAQ) > s.FileEntries {
		return build()
	}
	once, _ := readers.LoadOrStore(fmt.Sprintf("%s %+v", s.Version(), s.Campaign.FAQ), sync.OnceValue(build))
	return once.(func() *intent.Reader)()
}

// newCrowd starts an application on the sample, after change has changed its settings.
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
	cfg.hooks.reader, cfg.hooks.patience = sharedReader, time.Minute // a busy machine makes no reply late
	out := &logged{}
	a := newLoggedApp(t, cfg, slog.New(slog.NewJSONHandler(out, &slog.HandlerOptions{Level: slog.LevelDebug})))
	now = a.clock.Now
	srv := httptest.NewServer(a.Routes())
	t.Cleanup(srv.Close)
	c := &crowd{app: a, platform: platform, data: cfg.Data, file: cfg.Campaign, logged: out}
	c.pusher = &wxsim.Pusher{URL: srv.URL + "/wechat", Account: acc, Now: a.clock.Now}
	platform.Finished = func(ctx context.Context, result map[string]string) { c.pusher.Finished(ctx, result) }
	return c
}

// staffed is a crowd with a bound moderator m1.
func staffed(t *testing.T, more func(*Config)) *crowd {
	t.Helper()
	return newCrowd(t, func(cfg *Config) {
		cfg.Moderators, cfg.Account = []string{wxsim.OpenID("crowd", "m1")}, "service"
		cfg.Robots = map[string]string{"staff": "robot"}
		if more != nil {
			more(cfg)
		}
	})
}

// withTwoModerators is a crowd with the moderators m1 and m2.
func withTwoModerators(t *testing.T) *crowd {
	t.Helper()
	return staffed(t, func(cfg *Config) {
		cfg.Moderators = append(cfg.Moderators, wxsim.OpenID("crowd", "m2"))
	})
}

// testConfig is a whole configuration on a temporary directory.
func testConfig(tb testing.TB) Config {
	tb.Helper()
	dir := tb.TempDir()
	if err := os.CopyFS(dir, sample.Files); err != nil {
		tb.Fatal(err)
	}
	return Config{
		Campaign: filepath.Join(dir, sample.FileName), Data: filepath.Join(dir, "data"), Listen: "127.0.0.1:0",
		APIURL: "http://127.0.0.1:9", WeComURL: "http://127.0.0.1:9",
		WeChat: wechat.Config{
			AppID: "wx0123456789abcdef", Token: "token", OriginalID: "gh_0123456789ab", Mode: wechat.ModePlain,
			AESKey: "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
		},
	}
}

func newTestApp(tb testing.TB, cfg Config) *App {
	tb.Helper()
	return newLoggedApp(tb, cfg, slog.New(slog.DiscardHandler))
}

func newLoggedApp(tb testing.TB, cfg Config, log *slog.Logger) *App {
	tb.Helper()
	clk := &Clock{}
	clk.Freeze(time.Date(2022, 7, 7, 11, 0, 0, 0, time.UTC))
	a, err := New(context.Background(), cfg, clk, log)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := a.Close(context.Background()); err != nil {
			tb.Error(err)
		}
	})
	return a
}

// change replaces words of a campaign file: 「old => new」. The old ones must be there.
func change(t *testing.T, file, rule string) {
	t.Helper()
	from, to, _ := strings.Cut(rule, " => ")
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(b), from) {
		t.Fatalf("the campaign file has no %q", from)
	}
	if err := os.WriteFile(file, []byte(strings.ReplaceAll(string(b), from, to)), 0o600); err != nil {
		t.Fatal(err)
	}
}

// reload takes the changed campaign file over.
func (c *crowd) reload(t *testing.T) {
	t.Helper()
	before := c.app.main().Version()
	if (importer{c.app}).scan(t.Context(), true); c.app.main().Version() == before {
		t.Fatal("the changed file was not taken over:", c.logged.String())
	}
}

// editFile changes the campaign file while the program serves.
func (c *crowd) editFile(t *testing.T, from, to string) {
	t.Helper()
	change(t, c.file, from+" => "+to)
	c.reload(t)
}

// at sets the clock to a moment of July 2022; the sample's class is on the 7th from
// 20:30 to 21:30.
func (c *crowd) at(day, hour, minute, sec int) {
	c.app.clock.Freeze(time.Date(2022, 7, day, hour, minute, sec, 0, c.app.Campaign().Zone))
}

// settle waits until nothing is due any more.
func (c *crowd) settle(t *testing.T) {
	t.Helper()
	if err := c.app.work.Wait(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := c.app.outbox.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	c.app.scrubber.scrub(t.Context())
}
