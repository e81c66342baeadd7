package moderation_test

import (
	"context"
	"testing"
	"time"

	"zhujiao/bot/moderation"
)

func (b *board) OwnCode(ctx context.Context, _ string) (string, error) { return b.own, ctx.Err() }

func (b *board) ClaimOwnCode(ctx context.Context, _ string, at, before time.Time) (bool, error) {
	mine := b.own == "" && b.claimed.Before(before)
	if mine {
		b.claimed = at
	}
	return mine, ctx.Err()
}

func (b *board) SaveOwnCode(ctx context.Context, _, address string) error {
	b.own = address
	return ctx.Err()
}

// TestWallOwnCode: one of all who ask makes the code, after a refusal an hour later, and then
// everybody sees it.
func TestWallOwnCode(t *testing.T) {
	t.Parallel()
	b := newWall()
	w := b.Questions.Wall
	claim := func(after time.Duration, wanted bool) {
		t.Helper()
		mine, err := w.ClaimCode(t.Context(), m1(), noon().Add(after))
		if err != nil || mine != wanted {
			t.Errorf("after %v: %v, %v, want %v", after, mine, err, wanted)
		}
	}
	claim(0, true)
	claim(time.Second, false)
	claim(time.Hour, false)
	claim(time.Hour+time.Second, true)
	if err := w.KeepCode(t.Context(), m1(), "http://weixin.qq.com/q/x"); err != nil {
		t.Fatal(err)
	}
	claim(9*time.Hour, false)
	reader := moderation.Actor{Name: "r", Role: moderation.RoleReader}
	if v, err := w.View(t.Context(), reader); err != nil || v.Own != "http://weixin.qq.com/q/x" {
		t.Errorf("%+v, %v", v, err)
	}
	if _, err := w.ClaimCode(t.Context(), reader, noon()); err == nil {
		t.Error("a reader makes a code")
	}
}
