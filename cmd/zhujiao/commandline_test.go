package main

import (
	"context"
	"log/slog"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"zhujiao/bot/wechat"
	"zhujiao/bot/wxsim"
	"zhujiao/cmd/zhujiao/app"
	"zhujiao/cmd/zhujiao/sample"
)

// class is a product that serves the sample, beside which command lines run. Its
// one moderator is m1.
type class struct {
	pusher *wxsim.Pusher
	data   string
}

func newClass(t *testing.T) *class {
	t.Helper()
	dir, acc := t.TempDir(), wxsim.NewAccount()
	if err := os.CopyFS(dir, sample.Files); err != nil {
		t.Fatal(err)
	}
	clk := &app.Clock{}
	clk.Freeze(time.Date(2022, 7, 7, 11, 0, 0, 0, time.UTC))
	api := httptest.NewServer(wxsim.NewPlatform(clk.Now))
	t.Cleanup(api.Close)
	data := filepath.Join(dir, "data")
	a, err := app.New(context.Background(), app.Config{
		Campaign: filepath.Join(dir, sample.FileName), Data: data, Listen: "127.0.0.1:0", APIURL: api.URL, WeComURL: api.URL,
		Account: "service", Moderators: []string{wxsim.OpenID("crowd", "m1")},
		WeChat: wechat.Config{
			AppID: acc.AppID, Token: acc.Token, OriginalID: acc.OriginalID, AESKey: acc.AESKey, Mode: wechat.ModeSafe,
		},
	}, clk, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	srv := httptest.NewServer(a.Routes())
	t.Cleanup(srv.Close)
	return &class{&wxsim.Pusher{URL: srv.URL + "/wechat", Account: acc, Now: clk.Now}, data}
}

func (c *class) say(t *testing.T, who, words string) string {
	t.Helper()
	x := c.pusher.Text(t.Context(), wxsim.OpenID("crowd", who), words, wxsim.FaultNone)
	if x.Failure != "" {
		t.Errorf("%s says %s: %s", who, words, x.Failure)
	}
	return x.Text
}

// confirm confirms with the code of a question.
func (c *class) confirm(t *testing.T, asked string) string {
	t.Helper()
	_, code, ok := strings.Cut(asked, "#确认 ")
	if !ok {
		t.Fatalf("no code in %q", asked)
	}
	return c.say(t, "m1", "#确认 "+code[:4])
}

// commandLine runs a command line with words on standard input.
func commandLine(t *testing.T, api, args, in string, more ...string) (out string, code int) {
	t.Helper()
	dir := t.TempDir()
	file := func(name, text string) *os.File {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		f, err := os.OpenFile(path, os.O_RDWR, 0)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = f.Close() })
		return f
	}
	env := map[string]string{
		"ZHUJIAO_CAMPAIGN": "sample/campaign.yaml", "ZHUJIAO_DATA": dir, "ZHUJIAO_WECHAT_APPID": "wx0123456789abcdef",
		"ZHUJIAO_WECHAT_SECRET": "s", "ZHUJIAO_WECHAT_TOKEN": "token", "ZHUJIAO_WECHAT_ORIGINAL_ID": "gh_0123456789ab",
		"ZHUJIAO_WECHAT_AES_KEY": "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "ZHUJIAO_WECHAT_API_URL": api,
		"ZHUJIAO_WECOM_API_URL": api, "ZHUJIAO_ROBOTS": "staff=KEY",
	}
	for _, kv := range more {
		k, v, _ := strings.Cut(kv, "=")
		env[k] = v
	}
	written := file("out", "")
	streams := stdio{in: file("in", in), out: written, err: written, getenv: func(k string) string { return env[k] }}
	code = run(t.Context(), strings.Fields(args), streams)
	b, err := os.ReadFile(written.Name())
	if err != nil {
		t.Fatal(err)
	}
	return string(b), code
}

// TestMassCommands looks at mass sends and posts to a robot from the command
// line.
func TestMassCommands(t *testing.T) {
	t.Parallel()
	platform := wxsim.NewPlatform(time.Now)
	api := httptest.NewServer(platform)
	t.Cleanup(api.Close)
	for _, c := range []struct{ args, in, want string }{
		{"mass quota", "", "100 mass sends are left today"},
		{"mass status 77", "", "SEND_SUCCESS"},
		{"mass delete 77 --article 1", "", "deleted"},
		{"mass preview oPerson", "今晚开课", "sent to one person"},
		{"robot send staff", "一切正常", "posted"},
		{"robot send staff --markdown", "**一切正常**", "posted"},
		{"robot send class", "x", ""},
		{"mass preview oPerson", "", ""},
	} {
		out, code := commandLine(t, api.URL, c.args, c.in)
		if c.want == "" && code == 0 || c.want != "" && (code != 0 || !strings.Contains(out, c.want)) {
			t.Errorf("zhujiao %s: exit %d, %q; want %q", c.args, code, out, c.want)
		}
	}
	if got := platform.Deleted(); !slices.Equal(got, []int64{77}) {
		t.Errorf("deleted %v, want 77", got)
	}
	var posted []string
	for _, a := range platform.Accepted() {
		posted = append(posted, a.Way+" "+a.Text)
	}
	if want := []string{"preview 今晚开课", "robot 一切正常", "robot **一切正常**"}; !slices.Equal(posted, want) {
		t.Errorf("accepted %q, want %q", posted, want)
	}
}
