package app

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/wechat"
	"zhujiao/cmd/zhujiao/sample"
)

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

// BenchmarkMessage takes a frequent question through everything behind the
// receiver, from 64 people at a time; every message is from somebody new.
func BenchmarkMessage(b *testing.B) {
	a := newTestApp(b, testConfig(b))
	h := intake{a}.chain()
	var n atomic.Int64
	b.SetParallelism(32)
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			i := n.Add(1)
			m := &bot.Message{
				Key: fmt.Sprint("m:", i), ID: fmt.Sprint(i), From: bot.UserID(fmt.Sprintf("o%027d", i)), Kind: bot.KindText,
				Text: "几点开始", Encrypted: true, At: a.clock.Now(), Arrived: a.clock.Now(),
			}
			if _, err := h.Handle(context.Background(), m); err != nil {
				b.Error(err)
			}
		}
	})
}
