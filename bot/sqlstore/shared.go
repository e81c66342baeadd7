package sqlstore

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/outbox"
	"zhujiao/bot/sqlstore/db"
)

// SharedStore stores what the processes on one database have to know of each other.
type SharedStore struct{ *core }

var _ outbox.Shared = (*SharedStore)(nil)

// Shared returns the store of what processes share.
func (s *Store) Shared() *SharedStore { return &SharedStore{s.core} }

// Held returns what is held at a time: see outbox.Shared.
func (s *SharedStore) Held(ctx context.Context, now time.Time) (map[string]outbox.Hold, error) {
	rows, err := s.q(ctx).Holds(ctx, ms(now))
	if err != nil {
		return nil, fmt.Errorf("read what the platform has refused: %w", err)
	}
	out := make(map[string]outbox.Hold, len(rows))
	for _, r := range rows {
		out[r.Name] = outbox.Hold{
			Until: at(r.Until), Refusal: bot.SendError{Class: bot.ErrorClass(r.Class), Code: int(r.Code), Words: r.Words},
		}
	}
	return out, nil
}

// Hold stores a hold: see outbox.Shared.
func (s *SharedStore) Hold(ctx context.Context, name string, h outbox.Hold, now time.Time, tellEvery time.Duration) (bool, error) {
	q := s.q(ctx)
	err := q.SaveHold(ctx, db.SaveHoldParams{
		Name: name, Until: ms(h.Until), Class: int64(h.Refusal.Class), Code: int64(h.Refusal.Code), Words: h.Refusal.Words,
	})
	if err != nil {
		return false, fmt.Errorf("store what the platform has refused: %w", err)
	}
	if tellEvery == 0 {
		return false, nil
	}
	n, err := q.TellHold(ctx, db.TellHoldParams{Now: ms(now), Name: name, Before: ms(now.Add(-tellEvery))})
	if err != nil {
		return false, fmt.Errorf("note that moderators are told: %w", err)
	}
	return n > 0, nil
}

// TakeMinute takes n of what is limited a minute: see outbox.Shared. The row is locked, so
// that two processes cannot take the same room.
func (s *SharedStore) TakeMinute(ctx context.Context, name string, n, limit int, now time.Time) (next time.Time, err error) {
	q := s.q(ctx)
	if err := q.EnsureMinute(ctx, name); err != nil {
		return now, fmt.Errorf("count what is used of a minute: %w", err)
	}
	text, err := q.Minute(ctx, name)
	if err != nil {
		return now, fmt.Errorf("count what is used of a minute: %w", err)
	}
	var all, used []int64
	if err := json.Unmarshal([]byte(text), &all); err != nil {
		return now, fmt.Errorf("read what is used of a minute: %w", err)
	}
	for _, at := range all { // the clock of another process may be a little ahead, and the lab's far
		if at > ms(now.Add(-time.Minute)) && at <= ms(now.Add(time.Minute)) {
			used = append(used, at)
		}
	}
	slices.Sort(used)
	if over := len(used) + n - limit; over > 0 {
		return at(used[min(over, len(used))-1]).Add(time.Minute), nil
	}
	for range n {
		used = append(used, ms(now))
	}
	out, err := json.Marshal(used)
	if err == nil {
		err = q.SaveMinute(ctx, db.SaveMinuteParams{Used: string(out), Name: name})
	}
	if err != nil {
		return now, fmt.Errorf("store what is used of a minute: %w", err)
	}
	return time.Time{}, nil
}
