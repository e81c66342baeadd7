package sqlstore

import (
	"context"
	"errors"
	"fmt"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
	"zhujiao/bot/sqlstore/db"
)

// ChunkStore stores the audiences of broadcasts and the calls that send to them.
type ChunkStore struct{ *core }

var (
	_ moderation.AudienceStore = (*ChunkStore)(nil)
	_ moderation.CallStore     = (*ChunkStore)(nil)
)

// DueChunk leases the next call of a running broadcast.
func (s *ChunkStore) DueChunk(ctx context.Context, now time.Time, owner string) (*campaign.Call, error) {
	q := s.q(ctx)
	rows, err := q.DueChunks(ctx, db.DueChunksParams{
		Now: ms(now), LeaseNow: ms(s.instance.now()), Owner: owner, Seen: s.instance.lastSeen(),
	})
	if err != nil {
		return nil, fmt.Errorf("read due calls: %w", err)
	}
	if len(rows) == 0 {
		return nil, campaign.ErrNotFound
	}
	r := rows[0]
	people, err := s.list(ctx, &r, now)
	if errors.Is(err, campaign.ErrPartly) {
		return nil, campaign.ErrPartly // bare: the unit commits what was done
	}
	if err != nil {
		return nil, err
	}
	got, err := q.BeginChunk(ctx, db.BeginChunkParams{
		Owner: owner, LeaseUntil: s.instance.leaseEnd(), Now: ms(now), Size: r.Size, Campaign: r.Campaign, Number: r.Number, Chunk: r.Chunk,
		Was: r.Owner, WasUntil: r.LeaseUntil,
	})
	if err != nil {
		return nil, fmt.Errorf("lease a call: %w", err)
	}
	if got == 0 {
		return nil, campaign.ErrNotFound
	}
	if r.State == string(campaign.ChunkSending) {
		r.Maybe = 1 // the process that had leased it ended during the call
	}
	r.Owner = owner
	return call(ctx, q, r, people)
}

func call(ctx context.Context, q *db.Queries, r db.BroadcastChunk, rows []db.ChunkPeopleRow) (*campaign.Call, error) {
	b, err := q.Broadcast(ctx, db.BroadcastParams{Campaign: r.Campaign, Number: r.Number})
	if err != nil {
		return nil, fmt.Errorf("read a broadcast: %w", err)
	}
	c := &campaign.Call{Chunk: chunk(r), Text: b.Body}
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
	if len(rows) == 1 {
		p := rows[0]
		c.Person = &campaign.Person{
			ID: bot.PersonID(p.ID), Following: p.Following != 0, Credits: int(p.Credits), CreditsUntil: at(p.CreditsUntil),
		}
	}
	return c, nil
}

// SaveChunk stores the state of a call: see moderation.CallStore.
func (s *ChunkStore) SaveChunk(ctx context.Context, c campaign.Chunk) error {
	n, err := s.q(ctx).SaveChunk(ctx, db.SaveChunkParams{
		State: string(c.State), Due: ms(c.Due), BeganAt: ms(c.Began), MsgID: c.MsgID,
		Size: int64(c.Size), Total: int64(c.Total), Filtered: int64(c.Filtered),
		Sent: int64(c.Delivered), Failed: int64(c.Rejected), Finished: bit(c.Finished), Maybe: bit(c.Maybe), Code: int64(c.Code),
		Words: c.Words, Approval: string(c.Approval),
		Campaign: c.Campaign, Number: int64(c.Broadcast), Chunk: int64(c.Number), Owner: c.Owner,
	})
	if err == nil && n == 0 {
		err = campaign.ErrTakenOver
	}
	return err
}

// Result returns the platform's result of a call: see moderation.CallStore.
func (s *ChunkStore) Result(ctx context.Context, msgID string) (campaign.MassResult, error) {
	r, err := s.q(ctx).MassResult(ctx, msgID)
	if err != nil {
		return campaign.MassResult{}, orNotFound(err)
	}
	return campaign.MassResult{
		MsgID: msgID, Total: int(r.Total), Filtered: int(r.Filtered), Sent: int(r.Sent), Failed: int(r.Failed), Status: r.Status,
		Approval: bot.Approval(r.Approval),
	}, nil
}

// KeepResult stores a result; the first one of a call stands, unless it says only that an
// administrator is asked.
func (s *ChunkStore) KeepResult(ctx context.Context, r campaign.MassResult, when time.Time) error {
	return s.q(ctx).InsertMassResult(ctx, db.InsertMassResultParams{
		MsgID: r.MsgID, Status: r.Status, Total: int64(r.Total), Filtered: int64(r.Filtered), Sent: int64(r.Sent), Failed: int64(r.Failed),
		Approval: string(r.Approval), At: ms(when),
	})
}

// ChunkOf returns the call with a message id of the platform.
func (s *ChunkStore) ChunkOf(ctx context.Context, msgID string) (*campaign.Chunk, error) {
	row, err := s.q(ctx).ChunkByMsg(ctx, msgID)
	if err != nil {
		return nil, orNotFound(err)
	}
	c := chunk(row)
	return &c, nil
}

// OverdueChunk returns an accepted call without a result: see moderation.CallStore.
func (s *ChunkStore) OverdueChunk(ctx context.Context, before time.Time) (*campaign.Chunk, error) {
	q := s.q(ctx)
	r, err := q.SilentChunk(ctx, db.SilentChunkParams{Before: ms(before), After: ms(before.AddDate(0, 0, -1))})
	if err != nil {
		return nil, orNotFound(err)
	}
	c := chunk(r)
	return &c, q.ChunkAsked(ctx, db.ChunkAskedParams{Campaign: r.Campaign, Number: r.Number, Chunk: r.Chunk})
}

// skippedKey tells the counts of a unit apart.
type skippedKey struct {
	class  string
	number int
}

// Chunks returns the calls of a broadcast, and how many people were left out of them.
func (s *ChunkStore) Chunks(ctx context.Context, b *campaign.Broadcast) ([]campaign.Chunk, int, error) {
	q := s.q(ctx)
	rows, err := q.Chunks(ctx, db.ChunksParams{Campaign: b.Campaign, Number: int64(b.Number)})
	if err != nil {
		return nil, 0, fmt.Errorf("read calls: %w", err)
	}
	key := skippedKey{b.Campaign, b.Number}
	skipped, err := outside(ctx, key, func(ctx context.Context) (int64, error) { // everybody who left before a call
		return s.q(ctx).CountSkipped(ctx, db.CountSkippedParams{Campaign: b.Campaign, Number: int64(b.Number)})
	})
	out := make([]campaign.Chunk, len(rows))
	for i, r := range rows {
		out[i] = chunk(r)
	}
	return out, int(skipped), err
}

func chunk(r db.BroadcastChunk) campaign.Chunk {
	return campaign.Chunk{
		Campaign: r.Campaign, Broadcast: int(r.Number), Number: int(r.Chunk), State: campaign.ChunkState(r.State), Due: at(r.Due),
		Owner: r.Owner,
		Began: at(r.BeganAt), ClientID: r.ClientID, MsgID: r.MsgID, Size: int(r.Size), Total: int(r.Total), Filtered: int(r.Filtered),
		Delivered: int(r.Sent), Rejected: int(r.Failed), Finished: r.Finished != 0, Maybe: r.Maybe != 0, Code: int(r.Code), Words: r.Words,
		Approval: bot.Approval(r.Approval),
	}
}

// CancelChunks cancels the calls that have not begun. The result of a call that has
// begun is unknown until it ends.
func (s *ChunkStore) CancelChunks(ctx context.Context, b *campaign.Broadcast) error {
	_, err := s.q(ctx).CancelChunks(ctx, db.CancelChunksParams{Campaign: b.Campaign, Number: int64(b.Number)})
	return err
}
