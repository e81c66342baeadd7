package sqlstore

import (
	"context"
	"errors"
	"fmt"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/outbox"
	"zhujiao/bot/sqlstore/db"
)

// Chunks is the audiences of broadcasts and the calls that carry them.
type Chunks struct{ *core }

var (
	_ campaign.AudienceStore = (*Chunks)(nil)
	_ campaign.MassResults   = (*Chunks)(nil)
	_ outbox.MassLedger      = (*Chunks)(nil)
	_ outbox.SilentCalls     = (*Chunks)(nil)
)

// DueChunk leases the next call of a running broadcast.
func (s *Chunks) DueChunk(ctx context.Context, now time.Time, owner string) (*outbox.Call, error) {
	q := s.q(ctx)
	rows, err := q.DueChunks(ctx, db.DueChunksParams{Now: ms(now), Owner: owner})
	if err != nil {
		return nil, fmt.Errorf("read due calls: %w", err)
	}
	if len(rows) == 0 {
		return nil, campaign.ErrNotFound
	}
	r := rows[0]
	people, err := list(ctx, q, &r, now)
	if err != nil {
		return nil, err
	}
	got, err := q.BeginChunk(ctx, db.BeginChunkParams{
		Owner: owner, Now: ms(now), Size: r.Size, Campaign: r.Campaign, Number: r.Number, Chunk: r.Chunk,
	})
	if err != nil {
		return nil, fmt.Errorf("lease a call: %w", err)
	}
	if got == 0 {
		return nil, campaign.ErrNotFound
	}
	if r.State == string(campaign.ChunkSending) {
		r.Maybe = 1 // the process that had it ended during the call
	}
	return call(ctx, q, r, people, now)
}

// list returns the people of a call. Once it has begun, its size stands: who leaves
// afterwards may have got it.
func list(ctx context.Context, q *db.Queries, r *db.BroadcastChunk, now time.Time) ([]db.ChunkPeopleRow, error) {
	began := r.BeganAt != 0
	if !began {
		if err := skip(ctx, q, *r); err != nil {
			return nil, fmt.Errorf("take off who left: %w", err)
		}
		r.BeganAt = ms(now)
	}
	rows, err := q.ChunkPeople(ctx, db.ChunkPeopleParams{Campaign: r.Campaign, Number: r.Number, Chunk: r.Chunk})
	if err != nil {
		return nil, fmt.Errorf("read the people of a call: %w", err)
	}
	if !began {
		r.Size = int64(len(rows))
	}
	return rows, nil
}

func skip(ctx context.Context, q *db.Queries, r db.BroadcastChunk) error {
	_, err := q.SkipUnreachable(ctx, db.SkipUnreachableParams{Campaign: r.Campaign, Number: r.Number, Chunk: r.Chunk})
	if err != nil {
		return err
	}
	_, err = q.SkipErased(ctx, db.SkipErasedParams{Campaign: r.Campaign, Number: r.Number, Chunk: r.Chunk})
	return err
}

func call(ctx context.Context, q *db.Queries, r db.BroadcastChunk, rows []db.ChunkPeopleRow, now time.Time) (*outbox.Call, error) {
	b, err := q.Broadcast(ctx, db.BroadcastParams{Campaign: r.Campaign, Number: r.Number})
	if err != nil {
		return nil, fmt.Errorf("read a broadcast: %w", err)
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
	n, err := q.SpendCredit(ctx, r.ID)
	return n > 0, err
}

// SaveChunk stores what became of a call, with its result if the platform told
// it before.
func (s *Chunks) SaveChunk(ctx context.Context, c campaign.Chunk) error {
	if c.State == campaign.ChunkAccepted && c.MsgID != "" && !c.Finished {
		r, known, err := s.MassResult(ctx, c.MsgID)
		if err != nil {
			return err
		}
		if known {
			finish(&c, r)
		}
	}
	if c.State == campaign.ChunkQueued {
		if err := s.givenUp(ctx, &c); err != nil {
			return err
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

// givenUp ends a call that was to be made later when its broadcast was cancelled
// meanwhile.
func (s *Chunks) givenUp(ctx context.Context, c *campaign.Chunk) error {
	b, err := s.q(ctx).Broadcast(ctx, db.BroadcastParams{Campaign: c.Campaign, Number: int64(c.Broadcast)})
	if err != nil || campaign.BroadcastState(b.State) != campaign.BroadcastCancelled {
		return orNotFound(err)
	}
	c.State = campaign.ChunkCancelled
	if c.Maybe {
		c.State = campaign.ChunkUnknown
	}
	return nil
}

// finish joins a result to its call. The platform's numbers may not add up;
// more than were called are never counted.
func finish(c *campaign.Chunk, r campaign.MassResult) {
	c.Finished, c.Total, c.Filtered, c.Words = true, r.Total, r.Filtered, r.Status
	c.Delivered = min(r.Sent, c.Size)
	c.Rejected = min(r.Failed, c.Size-c.Delivered)
}

// MassResult returns a stored result.
func (s *Chunks) MassResult(ctx context.Context, msgID string) (campaign.MassResult, bool, error) {
	r, err := s.q(ctx).MassResult(ctx, msgID)
	if err = orNotFound(err); errors.Is(err, campaign.ErrNotFound) {
		return campaign.MassResult{}, false, nil
	}
	return campaign.MassResult{
		Total: int(r.Total), Filtered: int(r.Filtered), Sent: int(r.Sent), Failed: int(r.Failed), Status: r.Status,
	}, err == nil, err
}

// TakeMassResult stores what the platform tells about a mass send, and joins it
// to the call if that is known already.
func (s *Chunks) TakeMassResult(ctx context.Context, msgID string, r campaign.MassResult, when time.Time) error {
	q := s.q(ctx)
	err := q.InsertMassResult(ctx, db.InsertMassResultParams{
		MsgID: msgID, Status: r.Status, Total: int64(r.Total), Filtered: int64(r.Filtered), Sent: int64(r.Sent), Failed: int64(r.Failed),
		At: ms(when),
	})
	if err != nil {
		return fmt.Errorf("store a mass send's result: %w", err)
	}
	row, err := q.ChunkByMsg(ctx, msgID)
	if err = orNotFound(err); errors.Is(err, campaign.ErrNotFound) {
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
func (s *Chunks) Silent(ctx context.Context, before time.Time) (*campaign.Chunk, error) {
	q := s.q(ctx)
	r, err := q.SilentChunk(ctx, db.SilentChunkParams{Before: ms(before), After: ms(before.AddDate(0, 0, -1))})
	if err != nil {
		return nil, orNotFound(err)
	}
	c := chunk(r)
	return &c, q.ChunkAsked(ctx, db.ChunkAskedParams{Campaign: r.Campaign, Number: r.Number, Chunk: r.Chunk})
}

// Ended returns broadcasts of which nothing waits any more, also when they were
// halted after their last call.
func (s *Chunks) Ended(ctx context.Context, now time.Time, wait time.Duration) ([]*campaign.Broadcast, error) {
	q := s.q(ctx)
	rows, err := q.UntoldBroadcasts(ctx)
	if err != nil {
		return nil, fmt.Errorf("read broadcasts without a report: %w", err)
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

// Refund gives back the credit that was spent on a call to one person.
func (s *Chunks) Refund(ctx context.Context, c *outbox.Call) error {
	q := s.q(ctx)
	rows, err := q.ChunkPeople(ctx, db.ChunkPeopleParams{Campaign: c.Campaign, Number: int64(c.Broadcast), Chunk: int64(c.Number)})
	if err != nil || len(rows) != 1 {
		return err
	}
	return s.refund(ctx, q, bot.PersonID(rows[0].ID))
}

// Chunks returns the calls of a broadcast and who was left out.
func (s *Chunks) Chunks(ctx context.Context, b *campaign.Broadcast) ([]campaign.Chunk, int, error) {
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
func (s *Chunks) CancelChunks(ctx context.Context, b *campaign.Broadcast) error {
	_, err := s.q(ctx).CancelChunks(ctx, db.CancelChunksParams{Campaign: b.Campaign, Number: int64(b.Number)})
	return err
}
