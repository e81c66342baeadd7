package moderation

import (
	"context"
	"errors"
	"fmt"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// Awaited says since when a broadcast waits for an administrator of the account (ruling
// 58). Left and Minutes are what remains of the time that they have.
type Awaited struct{ Since time.Time }

// Left is how long an administrator may still take at a time; 0 if it is too late.
func (a Awaited) Left(now time.Time) time.Duration {
	return max(0, bot.ApprovalTime-now.Sub(a.Since))
}

// Minutes is Left in minutes that have begun.
func (a Awaited) Minutes(now time.Time) int {
	return int((a.Left(now) + time.Minute - 1) / time.Minute)
}

// awaited returns since when the first of some calls waits for an administrator; nil if
// none does.
func awaited(chunks []campaign.Chunk) *Awaited {
	var out *Awaited
	for i := range chunks {
		if c := &chunks[i]; c.Awaits() && (out == nil || c.Began.Before(out.Since)) {
			out = &Awaited{Since: c.Began}
		}
	}
	return out
}

// denial returns why a broadcast whose calls have ended was not approved; "" if it was. A
// call that still waits has waited for too long.
func denial(chunks []campaign.Chunk) bot.Approval {
	for i := range chunks {
		switch c := &chunks[i]; {
		case c.Denied():
			return c.Approval
		case c.Awaits():
			return bot.ApprovalExpired
		}
	}
	return bot.ApprovalNone
}

// tellApproval tells the moderators, once for each broadcast, that an administrator has to
// approve a call.
func tellApproval(ctx context.Context, s *BroadcastRunner, c *campaign.Chunk, now time.Time) error {
	if !c.Awaits() {
		return nil
	}
	n := s.Campaign.Alert(campaign.BroadcastAlert{Number: c.Broadcast, Reason: campaign.HoldAdmin}, now)
	n.DedupKey = fmt.Sprintf("admin %s %d", c.Campaign, c.Broadcast)
	if err := s.Notices.Enqueue(ctx, n); err != nil {
		return fmt.Errorf("tell that an administrator has to approve: %w", err)
	}
	return nil
}

// askedBefore looks whether the platform has said before its answer to a call that an
// administrator has to approve it.
func askedBefore(ctx context.Context, s *BroadcastRunner, c *campaign.Chunk) error {
	if c.MsgID == "" {
		return nil
	}
	r, err := s.Calls.Result(ctx, c.MsgID)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read a mass send's result: %w", err)
	}
	if r.Approval == bot.ApprovalWaiting {
		c.Approval = r.Approval
	}
	return nil
}

// awaits notes that an accepted call waits for an administrator.
func awaits(ctx context.Context, s *BroadcastRunner, r campaign.MassResult, at time.Time) error {
	c, err := s.Calls.ChunkOf(ctx, r.MsgID)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("find a mass send: %w", err)
	}
	if c.Finished {
		return nil
	}
	if s, err = runnerOf(ctx, s, c.Campaign); err != nil {
		return err
	}
	c.Approval = r.Approval
	if err := tellApproval(ctx, s, c, at); err != nil {
		return err
	}
	return s.saveChunk(ctx, *c)
}

// denied cancels the calls of a broadcast that were to follow one that no administrator
// has approved.
func denied(ctx context.Context, s *BroadcastRunner, c campaign.Chunk) error {
	b, err := s.Store.Broadcast(ctx, c.Campaign, c.Broadcast)
	if err != nil {
		return fmt.Errorf("end what was not approved: %w", err)
	}
	if err := s.Audiences.CancelChunks(ctx, b); err != nil {
		return fmt.Errorf("end what was not approved: %w", err)
	}
	return nil
}
