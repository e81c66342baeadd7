package sqlstore

import (
	"context"
	"fmt"

	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore/db"
)

// ReminderStore stores which reminders were planned.
type ReminderStore struct{ *core }

var _ campaign.ReminderStore = (*ReminderStore)(nil)

// HasRun reports whether a reminder was planned: see campaign.ReminderStore.
func (s *ReminderStore) HasRun(ctx context.Context, id string, r campaign.Reminder) (bool, error) {
	n, err := s.q(ctx).ReminderRun(ctx, db.ReminderRunParams{
		Campaign: id, Name: r.Name, Planned: ms(r.At), Words: r.Text, Audience: audienceKey(r.Audience),
	})
	return n > 0, err
}

// RecordRun stores that a reminder was planned.
func (s *ReminderStore) RecordRun(ctx context.Context, id string, r campaign.ReminderRun) (bool, error) {
	n, err := s.q(ctx).RecordRun(ctx, db.RecordRunParams{
		Campaign: id, Name: r.Name, Planned: ms(r.At), Words: r.Text, Audience: audienceKey(r.Audience), At: ms(r.Ran),
		Late: bit(r.Late),
	})
	return n == 1, err
}

// CountRun stores how many people a run is for: see campaign.ReminderStore.
func (s *ReminderStore) CountRun(ctx context.Context, id string, r campaign.ReminderRun) error {
	return s.q(ctx).CountRun(ctx, db.CountRunParams{Campaign: id, Name: r.Name, Planned: ms(r.At), People: int64(r.People)})
}

// EndedRuns returns the reminders that have ended since the last call, each with the
// number of people who were not reached, and marks them as reported.
func (s *ReminderStore) EndedRuns(ctx context.Context, id string) ([]campaign.EndedRun, error) {
	q := s.q(ctx)
	rows, err := q.UntoldRuns(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("read reminders: %w", err)
	}
	var out []campaign.EndedRun
	for _, r := range rows {
		topic := campaign.ReminderTopic(r.Name, at(r.Planned))
		open, err := q.TopicOpen(ctx, db.TopicOpenParams{Campaign: id, Topic: topic})
		if err != nil {
			return nil, fmt.Errorf("look for a reminder's notices: %w", err)
		}
		if open > 0 {
			continue
		}
		failed, err := q.TopicFailed(ctx, db.TopicFailedParams{Campaign: id, Topic: topic})
		if err != nil {
			return nil, fmt.Errorf("count a reminder's notices: %w", err)
		}
		if err := q.RunTold(ctx, db.RunToldParams{Campaign: id, Name: r.Name, Planned: r.Planned}); err != nil {
			return nil, fmt.Errorf("mark a reminder: %w", err)
		}
		out = append(out, campaign.EndedRun{Name: r.Name, People: int(r.People), Unreached: int(failed)})
	}
	return out, nil
}
