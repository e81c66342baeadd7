package middleware_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"zhujiao/bot"
	"zhujiao/bot/middleware"
)

func TestRecover(t *testing.T) {
	t.Parallel()
	h := middleware.Recover()(bot.HandlerFunc(func(_ context.Context, m *bot.Message) (bot.Reply, error) {
		if m.Text == "" {
			return bot.Text("partial"), nil
		}
		panic(m.Text)
	}))
	if r, err := h.Handle(t.Context(), &bot.Message{}); r != bot.Text("partial") || err != nil {
		t.Errorf("got %v, %v, want the reply untouched", r, err)
	}
	r, err := h.Handle(t.Context(), &bot.Message{Text: "ouch"})
	var p *middleware.PanicError
	if r != nil || !errors.As(err, &p) || p.Value != "ouch" || !strings.Contains(err.Error(), "recover_test.go") {
		t.Errorf("got %v, %v, want a PanicError with the place", r, err)
	}
}
