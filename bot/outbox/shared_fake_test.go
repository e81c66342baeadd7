package outbox_test

import (
	"context"
	"maps"
	"slices"
	"time"

	"zhujiao/bot/outbox"
)

// Held implements outbox.Shared.
func (w *world) Held(_ context.Context, now time.Time) (out map[string]outbox.Hold, err error) {
	w.locked(func() {
		out = maps.Clone(w.holds)
		maps.DeleteFunc(out, func(_ string, h outbox.Hold) bool { return !h.Until.After(now) })
	})
	return out, nil
}

// Hold implements outbox.Shared.
func (w *world) Hold(_ context.Context, name string, h outbox.Hold, now time.Time, every time.Duration) (tell bool, err error) {
	w.locked(func() {
		if err = w.storing; err != nil {
			return
		}
		if w.holds == nil {
			w.holds, w.told = map[string]outbox.Hold{}, map[string]time.Time{}
		}
		w.holds[name] = h
		last, told := w.told[name]
		if tell = every > 0 && (!told || now.Sub(last) >= every); tell {
			w.told[name] = now
		}
	})
	return tell, err
}

// TakeMinute implements outbox.Shared.
func (w *world) TakeMinute(_ context.Context, _ string, n, limit int, now time.Time) (next time.Time, err error) {
	w.locked(func() {
		used := slices.DeleteFunc(slices.Clone(w.minute), func(at time.Time) bool { return now.Sub(at) >= time.Minute })
		if over := len(used) + n - limit; over > 0 {
			next = used[over-1].Add(time.Minute)
			return
		}
		w.minute = append(used, slices.Repeat([]time.Time{now}, n)...)
	})
	return next, nil
}
