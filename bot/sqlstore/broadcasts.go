package sqlstore

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/outbox"
	"zhujiao/bot/sqlstore/db"
)

var (
	_ campaign.BroadcastStore = (*Store)(nil)
	_ campaign.AudienceStore  = (*Store)(nil)
	_ campaign.ReminderStore  = (*Store)(nil)
	_ outbox.Brakes           = (*Store)(nil)
)

// Insert stores a new broadcast.
func (s *Store) Insert(ctx context.Context, b *campaign.Broadcast) error {
	return s.q(ctx).InsertBroadcast(ctx, db.InsertBroadcastParams{
		Campaign: b.Campaign, Number: int64(b.Number), Audience: b.Audience, Body: b.Text, Size: int64(b.Size), ByWhom: b.By,
		At: ms(b.Made), Owner: int64(b.Owner),
	})
}

// Save stores what changes after Insert.
func (s *Store) Save(ctx context.Context, b *campaign.Broadcast) error {
	return s.q(ctx).SaveBroadcast(ctx, db.SaveBroadcastParams{
		Body: b.Text, MadeAt: ms(b.Made), State: string(b.State), Size: int64(b.Size), Previewed: bit(b.Previewed), Approved: b.Approved,
		Due: ms(b.Due), SentAt: ms(b.Sent), DoneAt: ms(b.Ended), Told: bit(b.Told), Campaign: b.Campaign, Number: int64(b.Number),
	})
}

func bit(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// Broadcast returns a broadcast by number.
func (s *Store) Broadcast(ctx context.Context, id string, number int) (*campaign.Broadcast, error) {
	r, err := s.q(ctx).Broadcast(ctx, db.BroadcastParams{Campaign: id, Number: int64(number)})
	if err != nil {
		return nil, none(err)
	}
	return broadcast(r), nil
}

// InStates lists broadcasts in one of three states.
func (s *Store) InStates(ctx context.Context, id string, a, b, c campaign.BroadcastState) ([]*campaign.Broadcast, error) {
	rows, err := s.q(ctx).BroadcastsIn(ctx, db.BroadcastsInParams{Campaign: id, S1: string(a), S2: string(b), S3: string(c)})
	if err != nil {
		return nil, fmt.Errorf("read broadcasts: %w", err)
	}
	return broadcasts(rows), nil
}

// Scheduled lists broadcasts whose time has come.
func (s *Store) Scheduled(ctx context.Context, now time.Time) ([]*campaign.Broadcast, error) {
	rows, err := s.q(ctx).DueBroadcasts(ctx, ms(now))
	if err != nil {
		return nil, fmt.Errorf("read scheduled broadcasts: %w", err)
	}
	return broadcasts(rows), nil
}

// SentSince returns the broadcasts that were confirmed after a time, the newest
// first.
func (s *Store) SentSince(ctx context.Context, id string, since time.Time) ([]*campaign.Broadcast, error) {
	rows, err := s.q(ctx).SentSince(ctx, db.SentSinceParams{Campaign: id, Since: ms(since)})
	if err != nil {
		return nil, fmt.Errorf("read what was sent: %w", err)
	}
	return broadcasts(rows), nil
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
		Campaign: r.Campaign, Number: int(r.Number), Audience: r.Audience, Text: r.Body, State: campaign.BroadcastState(r.State),
		Size: int(r.Size), Previewed: r.Previewed != 0, By: r.ByWhom, Approved: r.Approved, Made: at(r.MadeAt), Due: at(r.Due),
		Sent: at(r.SentAt), Ended: at(r.DoneAt), Told: r.Told != 0, Owner: bot.PersonID(r.Owner),
	}
}

// Freeze replaces the audience of a broadcast: see campaign.AudienceStore.
func (s *Store) Freeze(ctx context.Context, b *campaign.Broadcast, r campaign.AudienceRule, month time.Time) (int, int, error) {
	q, n := s.q(ctx), int64(b.Number)
	if err := q.ForgetAudience(ctx, db.ForgetAudienceParams{Campaign: b.Campaign, Number: n}); err != nil {
		return 0, 0, fmt.Errorf("empty the audience: %w", err)
	}
	size, err := freeze(ctx, q, b, r)
	if err != nil {
		return 0, 0, fmt.Errorf("find the audience: %w", err)
	}
	reach, err := q.Reachable(ctx, db.ReachableParams{
		Campaign: b.Campaign, Number: n, Month: ms(month), Quota: int64(s.channel.Mass.PerMonth),
	})
	return int(size), int(reach), err
}

func freeze(ctx context.Context, q *db.Queries, b *campaign.Broadcast, r campaign.AudienceRule) (int64, error) {
	c, n := b.Campaign, int64(b.Number)
	switch r.Kind {
	case campaign.AudienceAll:
		return q.AudienceAll(ctx, db.AudienceAllParams{Campaign: c, Number: n})
	case campaign.AudienceSeated:
		return q.AudienceStanding(ctx, db.AudienceStandingParams{Campaign: c, Number: n, Standing: string(campaign.StandingSeated)})
	case campaign.AudienceWaiting:
		return q.AudienceStanding(ctx, db.AudienceStandingParams{Campaign: c, Number: n, Standing: string(campaign.StandingWaiting)})
	case campaign.AudiencePresent, campaign.AudienceWithout:
		return q.AudiencePresent(ctx, db.AudiencePresentParams{Campaign: c, Number: n, WithoutPack: r.Arg})
	case campaign.AudienceHolders:
		return q.AudienceHolders(ctx, db.AudienceHoldersParams{Campaign: c, Number: n, Pack: r.Arg})
	case campaign.AudienceSource:
		return q.AudienceSource(ctx, db.AudienceSourceParams{Campaign: c, Number: n, Source: r.Arg})
	case campaign.AudienceReceived:
		var of int64
		if _, err := fmt.Sscan(r.Arg, &of); err != nil {
			return 0, fmt.Errorf("audience of broadcast %q: %w", r.Arg, err)
		}
		return q.AudienceOf(ctx, db.AudienceOfParams{Campaign: c, Number: n, OfNumber: of})
	default:
		return 0, fmt.Errorf("no audience of kind %q", r.Kind)
	}
}

// Members returns who is in an audience and has not opted out.
func (s *Store) Members(ctx context.Context, id string, r campaign.AudienceRule) ([]bot.PersonID, error) {
	return members(ctx, s.q(ctx), id, r)
}

func members(ctx context.Context, q *db.Queries, id string, r campaign.AudienceRule) ([]bot.PersonID, error) {
	switch r.Kind {
	case campaign.AudienceAll:
		rows, err := q.PeopleAll(ctx)
		return people(rows), err
	case campaign.AudienceHolders:
		rows, err := q.PeopleHolding(ctx, db.PeopleHoldingParams{Campaign: id, Pack: r.Arg})
		return people(rows), err
	case campaign.AudienceSeated, campaign.AudienceWaiting:
		standing := map[campaign.AudienceKind]campaign.Standing{
			campaign.AudienceSeated: campaign.StandingSeated, campaign.AudienceWaiting: campaign.StandingWaiting,
		}[r.Kind]
		rows, err := q.PeopleStanding(ctx, db.PeopleStandingParams{Campaign: id, Standing: string(standing)})
		return people(rows), err
	case campaign.AudiencePresent, campaign.AudienceWithout:
		rows, err := q.PeoplePresent(ctx, db.PeoplePresentParams{Campaign: id, WithoutPack: r.Arg})
		return people(rows), err
	default:
		return nil, fmt.Errorf("nobody is listed for an audience of kind %q", r.Kind)
	}
}

// HasRun tells whether a reminder was planned: see campaign.ReminderStore.
func (s *Store) HasRun(ctx context.Context, id string, r campaign.Reminder) (bool, error) {
	n, err := s.q(ctx).ReminderRun(ctx, db.ReminderRunParams{
		Campaign: id, Name: r.Name, Planned: ms(r.At), Words: r.Text, Audience: r.Audience,
	})
	return n > 0, err
}

// RecordRun notes that a reminder was planned.
func (s *Store) RecordRun(ctx context.Context, id string, r campaign.ReminderRun) (bool, error) {
	n, err := s.q(ctx).RecordRun(ctx, db.RecordRunParams{
		Campaign: id, Name: r.Name, Planned: ms(r.At), Words: r.Text, Audience: r.Audience, At: ms(r.Ran),
		People: int64(r.People), Late: bit(r.Late),
	})
	return n == 1, err
}

// EndedRuns returns the reminders that have ended since the last call, each with
// how many of their people were not reached, and marks them as told.
func (s *Store) EndedRuns(ctx context.Context, id string) ([]campaign.EndedRun, error) {
	q := s.q(ctx)
	rows, err := q.UntoldRuns(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("read reminders: %w", err)
	}
	var out []campaign.EndedRun
	for _, r := range rows {
		states, err := q.CountTopic(ctx, db.CountTopicParams{Campaign: id, Topic: campaign.ReminderTopic(r.Name, at(r.Planned))})
		if err != nil {
			return nil, fmt.Errorf("count a reminder's notices: %w", err)
		}
		run, open := campaign.EndedRun{Name: r.Name, People: int(r.People)}, false
		for _, st := range states {
			open = open || st.State == string(outbox.Queued) || st.State == string(outbox.Sending)
			if st.State == string(outbox.Failed) {
				run.Unreached += int(st.N)
			}
		}
		if open {
			continue
		}
		if err := q.RunTold(ctx, db.RunToldParams{Campaign: id, Name: r.Name, Planned: r.Planned}); err != nil {
			return nil, fmt.Errorf("mark a reminder: %w", err)
		}
		out = append(out, run)
	}
	return out, nil
}

// Split numbers the people of a broadcast into calls and stores the calls.
func (s *Store) Split(ctx context.Context, b *campaign.Broadcast, sizes []int, first, rest time.Time) error {
	q, from, due := s.q(ctx), int64(0), first
	for i, n := range sizes {
		chunk := int64(i + 1)
		err := q.SetChunk(ctx, db.SetChunkParams{
			Chunk: chunk, Campaign: b.Campaign, Number: int64(b.Number), After: from, Upto: from + int64(n),
		})
		if err != nil {
			return fmt.Errorf("number the people of a call: %w", err)
		}
		sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d\x00%d\x00%d", b.Campaign, b.Number, chunk, ms(b.Made)))
		err = q.InsertChunk(ctx, db.InsertChunkParams{
			Campaign: b.Campaign, Number: int64(b.Number), Chunk: chunk, Due: ms(due), Size: int64(n),
			ClientID: hex.EncodeToString(sum[:16]),
		})
		if err != nil {
			return fmt.Errorf("store a call: %w", err)
		}
		from, due = from+int64(n), rest
	}
	return nil
}

// Chunks returns the calls of a broadcast and who was left out.
func (s *Store) Chunks(ctx context.Context, b *campaign.Broadcast) ([]campaign.Chunk, int, error) {
	q := s.q(ctx)
	rows, err := q.Chunks(ctx, db.ChunksParams{Campaign: b.Campaign, Number: int64(b.Number)})
	if err != nil {
		return nil, 0, fmt.Errorf("read calls: %w", err)
	}
	skipped, err := q.CountSkipped(ctx, db.CountSkippedParams{Campaign: b.Campaign, Number: int64(b.Number)})
	out := make([]campaign.Chunk, len(rows))
	for i, r := range rows {
		out[i] = chunk(r)
	}
	return out, int(skipped), err
}

func chunk(r db.BroadcastChunk) campaign.Chunk {
	return campaign.Chunk{
		Campaign: r.Campaign, Broadcast: int(r.Number), Number: int(r.Chunk), State: campaign.ChunkState(r.State), Due: at(r.Due),
		Began: at(r.BeganAt), ClientID: r.ClientID, MsgID: r.MsgID, Size: int(r.Size), Total: int(r.Total), Filtered: int(r.Filtered),
		Delivered: int(r.Sent), Rejected: int(r.Failed), Finished: r.Finished != 0, Maybe: r.Maybe != 0, Code: int(r.Code), Words: r.Words,
	}
}

// CancelChunks gives up what has not begun; of a call that has, nobody knows
// whether it was taken, until it ends.
func (s *Store) CancelChunks(ctx context.Context, b *campaign.Broadcast) error {
	_, err := s.q(ctx).CancelChunks(ctx, db.CancelChunksParams{Campaign: b.Campaign, Number: int64(b.Number)})
	return err
}
