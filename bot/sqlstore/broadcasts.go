package sqlstore

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/outbox"
	"zhujiao/bot/sqlstore/db"
)

// massQuota is how many mass sends a follower takes a calendar month.
const massQuota = 4

var (
	_ campaign.BroadcastStore = (*Store)(nil)
	_ campaign.AudienceStore  = (*Store)(nil)
	_ campaign.ReminderStore  = (*Store)(nil)
	_ outbox.MassLedger       = (*Store)(nil)
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

// SameText returns the newest other confirmed broadcast with the same text.
func (s *Store) SameText(ctx context.Context, b *campaign.Broadcast, since time.Time) (int, error) {
	n, err := s.q(ctx).SameBody(ctx, db.SameBodyParams{
		Campaign: b.Campaign, Body: b.Text, Besides: int64(b.Number), Since: ms(since),
	})
	if err = none(err); errors.Is(err, campaign.ErrNotFound) {
		return 0, nil
	}
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
	reach, err := q.Reachable(ctx, db.ReachableParams{Campaign: b.Campaign, Number: n, Month: ms(month), Quota: massQuota})
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

// CancelChunks gives up what has not begun.
func (s *Store) CancelChunks(ctx context.Context, b *campaign.Broadcast) error {
	_, err := s.q(ctx).CancelChunks(ctx, db.CancelChunksParams{Campaign: b.Campaign, Number: int64(b.Number)})
	return err
}

// PullChunks makes what waits due at a time.
func (s *Store) PullChunks(ctx context.Context, b *campaign.Broadcast, due time.Time) error {
	return s.q(ctx).PullChunks(ctx, db.PullChunksParams{Due: ms(due), Campaign: b.Campaign, Number: int64(b.Number)})
}

// DueChunk leases the next call of a running broadcast.
func (s *Store) DueChunk(ctx context.Context, now time.Time, boot string) (*outbox.Call, error) {
	q := s.q(ctx)
	rows, err := q.DueChunks(ctx, db.DueChunksParams{Now: ms(now), Boot: boot})
	if err != nil {
		return nil, fmt.Errorf("read due calls: %w", err)
	}
	if len(rows) == 0 {
		return nil, campaign.ErrNotFound
	}
	r := rows[0]
	if r.BeganAt == 0 { // its list is fixed once it has begun
		if err := skip(ctx, q, r); err != nil {
			return nil, fmt.Errorf("take off who left: %w", err)
		}
		r.BeganAt = ms(now)
	}
	got, err := q.BeginChunk(ctx, db.BeginChunkParams{Boot: boot, Now: ms(now), Campaign: r.Campaign, Number: r.Number, Chunk: r.Chunk})
	if err != nil {
		return nil, fmt.Errorf("lease a call: %w", err)
	}
	if got == 0 {
		return nil, campaign.ErrNotFound
	}
	if r.State == string(campaign.ChunkSending) {
		r.Maybe = 1 // the process that had it ended during the call
	}
	return call(ctx, q, r, now)
}

func skip(ctx context.Context, q *db.Queries, r db.BroadcastChunk) error {
	_, err := q.SkipUnreachable(ctx, db.SkipUnreachableParams{Campaign: r.Campaign, Number: r.Number, Chunk: r.Chunk})
	if err != nil {
		return err
	}
	_, err = q.SkipErased(ctx, db.SkipErasedParams{Campaign: r.Campaign, Number: r.Number, Chunk: r.Chunk})
	return err
}

func call(ctx context.Context, q *db.Queries, r db.BroadcastChunk, now time.Time) (*outbox.Call, error) {
	b, err := q.Broadcast(ctx, db.BroadcastParams{Campaign: r.Campaign, Number: r.Number})
	if err != nil {
		return nil, fmt.Errorf("read a broadcast: %w", err)
	}
	rows, err := q.ChunkPeople(ctx, db.ChunkPeopleParams{Campaign: r.Campaign, Number: r.Number, Chunk: r.Chunk})
	if err != nil {
		return nil, fmt.Errorf("read the people of a call: %w", err)
	}
	c := &outbox.Call{Chunk: chunk(r), Text: b.Body}
	for _, p := range rows {
		if p.Openid.Valid {
			c.People = append(c.People, p.Openid.String)
		}
	}
	waiting, err := q.WaitingChunks(ctx, db.WaitingChunksParams{Campaign: r.Campaign, Number: r.Number})
	if err != nil {
		return nil, fmt.Errorf("count the calls of a broadcast: %w", err)
	}
	c.Waiting = int(waiting)
	if len(rows) == 1 && !c.Maybe { // what may have been sent to one is not sent again
		c.Paid, err = alone(ctx, q, rows[0], now)
	}
	return c, err
}

// alone spends a credit of the only person of a call, if there is one.
func alone(ctx context.Context, q *db.Queries, r db.ChunkPeopleRow, now time.Time) (bool, error) {
	p := campaign.Person{Following: r.Following != 0, Credits: int(r.Credits), CreditsUntil: at(r.CreditsUntil)}
	if p.Spendable(campaign.PriorityMarketing, now) == 0 {
		return false, nil
	}
	return true, q.SpendCredit(ctx, r.ID)
}

// SaveChunk stores what became of a call, with its result if the platform told
// it before.
func (s *Store) SaveChunk(ctx context.Context, c campaign.Chunk) error {
	if c.State == campaign.ChunkAccepted && c.MsgID != "" && !c.Finished {
		r, known, err := s.MassResult(ctx, c.MsgID)
		if err != nil {
			return err
		}
		if known {
			finish(&c, r)
		}
	}
	return s.q(ctx).SaveChunk(ctx, db.SaveChunkParams{
		State: string(c.State), Due: ms(c.Due), BeganAt: ms(c.Began), MsgID: c.MsgID,
		Size: int64(c.Size), Total: int64(c.Total), Filtered: int64(c.Filtered),
		Sent: int64(c.Delivered), Failed: int64(c.Rejected), Finished: bit(c.Finished), Maybe: bit(c.Maybe), Code: int64(c.Code),
		Words:    c.Words,
		Campaign: c.Campaign, Number: int64(c.Broadcast), Chunk: int64(c.Number),
	})
}

// finish joins a result to its call. The platform's numbers may not add up;
// more than were called are never counted.
func finish(c *campaign.Chunk, r campaign.MassResult) {
	c.Finished, c.Total, c.Filtered, c.Words = true, r.Total, r.Filtered, r.Status
	c.Delivered = min(r.Sent, c.Size)
	c.Rejected = min(r.Failed, c.Size-c.Delivered)
	if failed := strings.HasPrefix(r.Status, "err") || r.Status == "send fail"; failed && r.Sent == 0 {
		c.Rejected = c.Size // such a job counts nothing, not even failures
	}
}

// MassResult returns a stored result.
func (s *Store) MassResult(ctx context.Context, msgID string) (campaign.MassResult, bool, error) {
	r, err := s.q(ctx).MassEvent(ctx, msgID)
	if err = none(err); errors.Is(err, campaign.ErrNotFound) {
		return campaign.MassResult{}, false, nil
	}
	return campaign.MassResult{
		Total: int(r.Total), Filtered: int(r.Filtered), Sent: int(r.Sent), Failed: int(r.Failed), Status: r.Status,
	}, err == nil, err
}

// TakeMassResult stores what the platform tells about a mass send, and joins it
// to the call if that is known already.
func (s *Store) TakeMassResult(ctx context.Context, msgID string, r campaign.MassResult, when time.Time) error {
	q := s.q(ctx)
	err := q.InsertMassEvent(ctx, db.InsertMassEventParams{
		MsgID: msgID, Status: r.Status, Total: int64(r.Total), Filtered: int64(r.Filtered), Sent: int64(r.Sent), Failed: int64(r.Failed),
		At: ms(when),
	})
	if err != nil {
		return fmt.Errorf("store a mass send's result: %w", err)
	}
	row, err := q.ChunkByMsg(ctx, msgID)
	if err = none(err); errors.Is(err, campaign.ErrNotFound) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("find a mass send: %w", err)
	}
	c := chunk(row)
	finish(&c, r)
	return s.SaveChunk(ctx, c)
}

// Silent returns, once, an accepted call whose result has not come.
func (s *Store) Silent(ctx context.Context, before time.Time) (*campaign.Chunk, error) {
	q := s.q(ctx)
	r, err := q.SilentChunk(ctx, db.SilentChunkParams{Before: ms(before), After: ms(before.AddDate(0, 0, -1))})
	if err != nil {
		return nil, none(err)
	}
	c := chunk(r)
	return &c, q.ChunkAsked(ctx, db.ChunkAskedParams{Campaign: r.Campaign, Number: r.Number, Chunk: r.Chunk})
}

// Ended returns running broadcasts of which nothing waits any more.
func (s *Store) Ended(ctx context.Context, now time.Time, wait time.Duration) ([]*campaign.Broadcast, error) {
	q := s.q(ctx)
	rows, err := q.SendingBroadcasts(ctx)
	if err != nil {
		return nil, fmt.Errorf("read running broadcasts: %w", err)
	}
	var out []*campaign.Broadcast
	for _, r := range rows {
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

// Running tells whether a broadcast may still send.
func (s *Store) Running(ctx context.Context, id string, number int) (bool, error) {
	b, err := s.Broadcast(ctx, id, number)
	return err == nil && b.State == campaign.BroadcastSending, err
}

// PauseBroadcast halts a broadcast that cannot go on.
func (s *Store) PauseBroadcast(ctx context.Context, id string, number int) error {
	b, err := s.Broadcast(ctx, id, number)
	if err != nil || b.State != campaign.BroadcastSending {
		return err
	}
	b.State = campaign.BroadcastPaused
	return s.Save(ctx, b)
}

// StopBroadcasts halts every running broadcast, as #停 does.
func (s *Store) StopBroadcasts(ctx context.Context) error { return s.q(ctx).StopSending(ctx) }

// Refund gives back the credit that was spent on a call to one person.
func (s *Store) Refund(ctx context.Context, c *outbox.Call) error {
	q := s.q(ctx)
	rows, err := q.ChunkPeople(ctx, db.ChunkPeopleParams{Campaign: c.Campaign, Number: int64(c.Broadcast), Chunk: int64(c.Number)})
	if err != nil || len(rows) != 1 {
		return err
	}
	return refund(ctx, q, bot.PersonID(rows[0].ID))
}

// OptedOutAfter counts who of a broadcast's receivers opted out since.
func (s *Store) OptedOutAfter(ctx context.Context, b *campaign.Broadcast) (int, error) {
	n, err := s.q(ctx).OptedOutOf(ctx, db.OptedOutOfParams{Campaign: b.Campaign, Number: int64(b.Number)})
	return int(n), err
}
