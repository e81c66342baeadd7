package app

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// TestSimPage lets a browser do what a person would: register, ask, check in,
// claim. Set ZHUJIAO_SHOTS to a directory to keep screenshots.
func TestSimPage(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("chromium"); err != nil {
		if slices.Contains(strings.Split(os.Getenv("ZHUJIAO_TEST_REQUIRE"), ","), "chromium") {
			t.Fatal("chromium is required and not installed")
		}
		t.Skip("chromium is not installed")
	}
	ctx := browser(t)
	do(ctx, t, chromedp.EmulateViewport(1400, 900))
	do(ctx, t, chromedp.Navigate("http://"+startDemo(t)+"/sim"))
	do(ctx, t, chromedp.WaitVisible("#phone-0 [data-role=input]"))
	say(ctx, t, "报名", "你是第1位")
	say(ctx, t, "几点开始？", "讲解结束后还有10分钟互动答疑")
	do(ctx, t, chromedp.Click("[data-clock=start]"))
	until(ctx, t, `document.querySelector("#clock").textContent.includes("20:30")`)
	say(ctx, t, "后台先行", "签到成功")
	say(ctx, t, "领取99", "提取码：8k2m")
	until(ctx, t, `document.querySelector("#status").textContent.includes("已签到")`)
	shoot(ctx, t, "sim.png")
	do(ctx, t, chromedp.EmulateViewport(390, 800))
	shoot(ctx, t, "sim-phone.png")
}

// do runs one action of the browser.
func do[T any](ctx context.Context, t *testing.T, a chromedp.Action[T]) T {
	t.Helper()
	v, err := chromedp.Run(ctx, a)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// until waits for a condition in the page.
func until(ctx context.Context, t *testing.T, condition string) {
	t.Helper()
	if _, err := chromedp.Run(ctx, chromedp.Poll[bool](condition, chromedp.WithPollingTimeout(30*time.Second))); err != nil {
		got, _ := chromedp.Run(ctx, chromedp.Text("#phone-0 [data-role=messages]"))
		t.Fatalf("%s: %v; the phone shows:\n%v", condition, err, got)
	}
}

// startDemo runs a demo on a free port and returns its address.
func startDemo(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	d, err := NewDemo(context.Background(), t.TempDir(), l.Addr().String(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	mux := d.app.Routes()
	mux.Handle("/sim", d.sim.Page())
	mux.Handle("/sim/", d.sim.Page())
	srv := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = srv.Serve(l) }()
	t.Cleanup(func() {
		if err := d.app.shutdown([]*http.Server{srv}, &sync.WaitGroup{}); err != nil {
			t.Error(err)
		}
	})
	return l.Addr().String()
}

func browser(t *testing.T) context.Context {
	t.Helper()
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU, chromedp.ExecPath("chromium"),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.UserDataDir(t.TempDir()))
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), opts...)
	t.Cleanup(cancel)
	ctx, cancel2 := chromedp.NewContext(ctx)
	t.Cleanup(cancel2)
	ctx, cancel3 := context.WithTimeout(ctx, time.Minute)
	t.Cleanup(cancel3)
	return ctx
}

// say types a message on the first phone and waits for words of the reply.
func say(ctx context.Context, t *testing.T, text, want string) {
	t.Helper()
	do(ctx, t, chromedp.SendKeys("#phone-0 [data-role=input]", text))
	do(ctx, t, chromedp.Click("#phone-0 [data-role=send]"))
	until(ctx, t, `[...document.querySelectorAll("#phone-0 li.bot")].at(-1)?.textContent.includes("`+want+`") === true`)
}

func shoot(ctx context.Context, t *testing.T, name string) {
	t.Helper()
	dir := os.Getenv("ZHUJIAO_SHOTS")
	if dir == "" {
		return
	}
	png := do(ctx, t, chromedp.CaptureScreenshot())
	if err := os.WriteFile(filepath.Join(dir, name), png, 0o600); err != nil {
		t.Fatal(err)
	}
}
