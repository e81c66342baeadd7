package middleware_test

import (
	"context"
	"errors"
	"testing"

	"zhujiao/bot"
	"zhujiao/bot/middleware"
)

// TestUnderstand reads before the unit, and again when the unit says that the
// readings are out of date.
func TestUnderstand(t *testing.T) {
	t.Parallel()
	boom := errors.New("boom")
	for name, tc := range map[string]struct {
		errs  []error
		reads int
		err   error
	}{
		"at once":       {[]error{nil}, 1, nil},
		"out of date":   {[]error{middleware.ErrOutdated, nil}, 2, nil},
		"twice":         {[]error{middleware.ErrOutdated, middleware.ErrOutdated}, 2, middleware.ErrOutdated},
		"another error": {[]error{boom}, 1, boom},
		"error at last": {[]error{middleware.ErrOutdated, boom}, 2, boom},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			reads, units := 0, 0
			read := func(_ context.Context, m *bot.Message) error {
				reads++
				m.Readings.Number = reads
				return nil
			}
			unit := func(_ context.Context, m *bot.Message) (bot.Reply, error) {
				if units++; m.Readings.Number != units {
					t.Errorf("unit %d got reading %d", units, m.Readings.Number)
				}
				return bot.Text("reply"), tc.errs[units-1]
			}
			_, err := middleware.Understand(read)(bot.HandlerFunc(unit)).Handle(t.Context(), &bot.Message{})
			if !errors.Is(err, tc.err) || reads != tc.reads || units != len(tc.errs) {
				t.Errorf("%v after %d reads and %d units, want %v after %d and %d", err, reads, units, tc.err, tc.reads, len(tc.errs))
			}
		})
	}
}

// TestUnreadable gives no message to a unit that could not be read.
func TestUnreadable(t *testing.T) {
	t.Parallel()
	boom := errors.New("boom")
	reads := 0
	read := func(context.Context, *bot.Message) error {
		if reads++; reads == 2 {
			return boom
		}
		return nil
	}
	units := 0
	unit := func(context.Context, *bot.Message) (bot.Reply, error) {
		units++
		return nil, middleware.ErrOutdated
	}
	_, err := middleware.Understand(read)(bot.HandlerFunc(unit)).Handle(t.Context(), &bot.Message{})
	if !errors.Is(err, boom) || units != 1 {
		t.Errorf("%v after %d units, want the error of the second reading after one", err, units)
	}
}
