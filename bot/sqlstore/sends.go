package sqlstore

import (
	"context"
	"fmt"
	"math"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
	"zhujiao/bot/sqlstore/db"
)

// SendStore stores what the console's pages about sending need: what is being written, what
// is held, and what has become of reminders.
type SendStore struct{ *core }

var (
	_ moderation.HeldAnswers   = (*SendStore)(nil)
	_ moderation.ScheduleStore = (*SendStore)(nil)
)

// Sends returns the store of the console's pages about sending.
func (s *Store) Sends() *SendStore { return &SendStore{s.core} }

// Withdraw implements moderation.HeldAnswers. What it cancels is locked, so that no call of
// it begins; what has begun is counted afterwards.
func (s *SendStore) Withdraw(ctx context.Context, class, topic string, when time.Time) (bool, error) {
	q := s.q(ctx)
	if _, err := q.WithdrawTopic(ctx, db.WithdrawTopicParams{At: ms(when), Campaign: class, Topic: topic}); err != nil {
		return false, fmt.Errorf("withdraw notices: %w", err)
	}
	gone, err := q.TopicGone(ctx, db.TopicGoneParams{Campaign: class, Topic: topic})
	if err != nil {
		return false, fmt.Errorf("look for notices that have left: %w", err)
	}
	return gone == 0, nil
}

// Reopen implements moderation.HeldAnswers.
func (s *SendStore) Reopen(ctx context.Context, now, before *campaign.Ticket, when time.Time) error {
	done := ms(when)
	if before.State == campaign.TicketOpen {
		done = 0
	}
	leavesWords(ctx)
	_, err := s.q(ctx).ReopenTicket(ctx, db.ReopenTicketParams{
		State: string(before.State), Answer: before.Answer, ByWhom: before.By, DoneAt: done,
		Campaign: now.Campaign, Kind: string(now.Kind), Number: int64(now.Number), Given: now.Answer, Giver: now.By,
	})
	if err != nil {
		return fmt.Errorf("open a ticket again: %w", err)
	}
	return nil
}

// Runs implements moderation.ScheduleStore.
func (s *SendStore) Runs(ctx context.Context, class string) ([]moderation.Run, error) {
	q := s.q(ctx)
	rows, err := q.ReminderRuns(ctx, class)
	if err != nil {
		return nil, fmt.Errorf("read reminders: %w", err)
	}
	out := make([]moderation.Run, len(rows))
	for i, r := range rows {
		out[i] = moderation.Run{
			Name: r.Name, Planned: at(r.Planned), People: int(r.People), Late: r.Late != 0, Skipped: r.Skipped != 0,
		}
		topic := campaign.ReminderTopic(r.Name, at(r.Planned))
		states, err := q.TopicStates(ctx, db.TopicStatesParams{Campaign: class, Topic: topic})
		if err != nil {
			return nil, fmt.Errorf("count the notices of a reminder: %w", err)
		}
		for _, st := range states {
			switch campaign.NoticeState(st.State) {
			case campaign.NoticeSent:
				out[i].Told += int(st.N)
			case campaign.NoticeFailed, campaign.NoticeUnknown, campaign.NoticeCancelled:
				out[i].Failed += int(st.N)
			default: // it waits
			}
		}
	}
	return out, nil
}

// SkipRun implements moderation.ScheduleStore.
func (s *SendStore) SkipRun(ctx context.Context, class string, r campaign.Reminder, when time.Time) (bool, error) {
	n, err := s.q(ctx).SkipRun(ctx, db.SkipRunParams{
		Campaign: class, Name: r.Name, Planned: ms(r.At), Words: r.Text, Audience: audienceKey(r.Audience), At: ms(when),
	})
	return n == 1, err
}

// UnskipRun implements moderation.ScheduleStore.
func (s *SendStore) UnskipRun(ctx context.Context, class string, r campaign.Reminder) (bool, error) {
	n, err := s.q(ctx).UnskipRun(ctx, db.UnskipRunParams{Campaign: class, Name: r.Name, Planned: ms(r.At)})
	return n == 1, err
}

// ListSends implements moderation.SendReader.
func (s *SendStore) ListSends(
	ctx context.Context, class string, tab moderation.SendTab, p moderation.Page,
) (moderation.List[*campaign.Broadcast], error) {
	k, err := after(p, math.MaxInt64)
	if err != nil {
		return moderation.List[*campaign.Broadcast]{}, err
	}
	rows, err := s.q(ctx).ListSends(ctx, db.ListSendsParams{Campaign: class, Number: k[0], Tab: string(tab), N: more(p)})
	return listOf(p, rows, err, broadcast, func(r db.Broadcast) string { return place(r.Number) })
}

// OptedOutAfter implements moderation.SendReader.
func (s *SendStore) OptedOutAfter(ctx context.Context, b *campaign.Broadcast) (int, error) {
	return (&BroadcastStore{s.core}).OptedOutAfter(ctx, b)
}
