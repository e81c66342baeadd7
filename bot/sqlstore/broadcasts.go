package sqlstore

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
	"zhujiao/bot/sqlstore/db"
)

// BroadcastStore stores the broadcasts of moderators.
type BroadcastStore struct{ *core }

var (
	_ moderation.BroadcastStore = (*BroadcastStore)(nil)
	_ moderation.RunStore       = (*BroadcastStore)(nil)
)

// NextNumber returns the next number of a broadcast, from 1.
func (s *BroadcastStore) NextNumber(ctx context.Context, id, kind string) (int, error) {
	return s.nextNumber(ctx, id, kind)
}

// Insert stores a new broadcast.
func (s *BroadcastStore) Insert(ctx context.Context, b *campaign.Broadcast) error {
	return s.q(ctx).InsertBroadcast(ctx, db.InsertBroadcastParams{
		Campaign: b.Campaign, Number: int64(b.Number), Audience: string(b.Audience.Kind), AudienceArg: b.Audience.Arg,
		Body: b.Text, Size: int64(b.Size), Previewed: bit(b.Previewed), ByWhom: b.By, At: ms(b.Made), Owner: int64(b.Owner),
		Moment: b.Moment, DateMeant: bit(b.DateMeant),
	})
}

// Save stores what changes after Insert.
func (s *BroadcastStore) Save(ctx context.Context, b *campaign.Broadcast) error {
	return s.q(ctx).SaveBroadcast(ctx, db.SaveBroadcastParams{
		Body: b.Text, MadeAt: ms(b.Made), State: string(b.State), Size: int64(b.Size), Previewed: bit(b.Previewed), Approved: b.Approved,
		Due: ms(b.Due), SentAt: ms(b.Sent), DoneAt: ms(b.Ended), Told: bit(b.Told), Campaign: b.Campaign, Number: int64(b.Number),
		Moment: b.Moment, Listing: bit(b.Listing), Gone: int64(b.Gone), DateMeant: bit(b.DateMeant),
	})
}

// Broadcast returns a broadcast by number.
func (s *BroadcastStore) Broadcast(ctx context.Context, id string, number int) (*campaign.Broadcast, error) {
	r, err := s.q(ctx).Broadcast(ctx, db.BroadcastParams{Campaign: id, Number: int64(number)})
	if err != nil {
		return nil, orNotFound(err)
	}
	return broadcast(r), nil
}

// InState lists the broadcasts in a state: see moderation.BroadcastStore. The row of the
// class is locked, because a broadcast that is not there yet cannot be.
func (s *BroadcastStore) InState(ctx context.Context, id string, state campaign.BroadcastState) ([]*campaign.Broadcast, error) {
	if err := inLane(ctx, id); err != nil {
		return nil, err
	}
	if _, err := s.q(ctx).LockCampaign(ctx, id); err != nil {
		return nil, fmt.Errorf("lock the class: %w", orNotFound(err))
	}
	rows, err := s.q(ctx).BroadcastsIn(ctx, db.BroadcastsInParams{Campaign: id, State: string(state)})
	if err != nil {
		return nil, fmt.Errorf("read broadcasts: %w", err)
	}
	return broadcasts(rows), nil
}

// Scheduled lists broadcasts of a class whose time has come.
func (s *BroadcastStore) Scheduled(ctx context.Context, class string, now time.Time) ([]*campaign.Broadcast, error) {
	rows, err := s.q(ctx).DueBroadcasts(ctx, db.DueBroadcastsParams{Campaign: class, Now: ms(now)})
	if err != nil {
		return nil, fmt.Errorf("read scheduled broadcasts: %w", err)
	}
	return broadcasts(rows), nil
}

// SentSince returns the broadcasts that were confirmed after a time, the newest
// first.
func (s *BroadcastStore) SentSince(ctx context.Context, id string, since time.Time) ([]*campaign.Broadcast, error) {
	rows, err := s.q(ctx).SentSince(ctx, db.SentSinceParams{Campaign: id, Since: ms(since)})
	if err != nil {
		return nil, fmt.Errorf("read what was sent: %w", err)
	}
	return broadcasts(rows), nil
}

// BusyClasses returns, each once, the classes with scheduled broadcasts whose time has come, or with
// broadcasts that were not reported.
func (s *BroadcastStore) BusyClasses(ctx context.Context, now time.Time) ([]string, error) {
	due, err := s.q(ctx).ClassesDue(ctx, ms(now))
	if err != nil {
		return nil, fmt.Errorf("read which classes have scheduled broadcasts: %w", err)
	}
	untold, err := s.q(ctx).ClassesUntold(ctx)
	if err != nil {
		return nil, fmt.Errorf("read which classes have broadcasts: %w", err)
	}
	ids := append(due, untold...)
	slices.Sort(ids)
	return slices.Compact(ids), nil
}

// StopAll halts every running broadcast, as #停 does.
func (s *BroadcastStore) StopAll(ctx context.Context) error { return s.q(ctx).StopSending(ctx) }

// endedMax bounds the broadcasts that one unit reports: each needs two counts that are made
// outside of it.
const endedMax = 20

// Ended returns broadcasts without waiting calls, including those that were halted
// after their last call: see moderation.RunStore.
func (s *BroadcastStore) Ended(ctx context.Context, class string, now time.Time, wait time.Duration) ([]*campaign.Broadcast, error) {
	q := s.q(ctx)
	rows, err := q.UntoldBroadcasts(ctx, class)
	if err != nil {
		return nil, fmt.Errorf("read broadcasts without a report: %w", err)
	}
	var out []*campaign.Broadcast
	for _, r := range rows {
		if len(out) == endedMax {
			break // the others at the next call
		}
		open, err := q.OpenChunks(ctx, db.OpenChunksParams{Campaign: r.Campaign, Number: r.Number, Since: ms(now.Add(-wait))})
		if err != nil {
			return nil, fmt.Errorf("count open calls: %w", err)
		}
		if open == 0 {
			out = append(out, broadcast(r))
		}
	}
	return out, nil
}

// optedKey tells the counts of a unit apart.
type optedKey struct {
	class  string
	number int
}

// OptedOutAfter counts the receivers of a broadcast who have opted out since it began, until
// a day after its end (ruling 31).
func (s *BroadcastStore) OptedOutAfter(ctx context.Context, b *campaign.Broadcast) (int, error) {
	since, until := b.OptOutSpan()
	in := db.OptedOutOfParams{Campaign: b.Campaign, Number: int64(b.Number), Since: ms(since), Until: math.MaxInt64}
	if !until.IsZero() {
		in.Until = ms(until)
	}
	n, err := outside(ctx, optedKey{b.Campaign, b.Number}, func(ctx context.Context) (int64, error) { // it looks at all of them
		return s.q(ctx).OptedOutOf(ctx, in)
	})
	return int(n), err
}

func broadcasts(rows []db.Broadcast) []*campaign.Broadcast {
	out := make([]*campaign.Broadcast, len(rows))
	for i, r := range rows {
		out[i] = broadcast(r)
	}
	return out
}

func broadcast(r db.Broadcast) *campaign.Broadcast {
	return &campaign.Broadcast{
		Campaign: r.Campaign, Number: int(r.Number),
		Audience: campaign.Audience{Kind: campaign.AudienceKind(r.Audience), Arg: r.AudienceArg},
		Text:     r.Body, State: campaign.BroadcastState(r.State),
		Size: int(r.Size), Previewed: r.Previewed != 0, By: r.ByWhom, Approved: r.Approved, Made: at(r.MadeAt), Due: at(r.Due),
		Sent: at(r.SentAt), Ended: at(r.DoneAt), Told: r.Told != 0, Owner: bot.PersonID(r.Owner),
		Moment: r.Moment, Listing: r.Listing != 0, Gone: int(r.Gone), DateMeant: r.DateMeant != 0,
	}
}
