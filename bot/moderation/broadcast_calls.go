package moderation

import (
	"context"
	"errors"
	"fmt"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// CallEnded stores the result of a leased call. It pauses the broadcast if its next
// call would fail for the same reason. It returns campaign.ErrTakenOver, and the unit must
// be rolled back, if another process has the call now.
func (s *BroadcastRunner) CallEnded(ctx context.Context, c *campaign.Call, r campaign.CallResult, now time.Time) error {
	s, err := runnerOf(ctx, s, c.Campaign)
	if err != nil {
		return err
	}
	c.Maybe = c.Maybe || r.Maybe
	if r.Err == nil {
		return s.accepted(ctx, c, r, now)
	}
	c.Code, c.Words = r.Err.Code, r.Err.Words
	if c.Single() && !r.Err.MaybeSent {
		if r.Err.Class == bot.NoWindow || r.Err.Class == bot.NoRecipient {
			c.State, c.Finished = campaign.ChunkAccepted, true // the person had no credit, or was gone
			return s.saveChunk(ctx, c.Chunk)
		}
		if err := refund(ctx, s, c); err != nil {
			return err
		}
	}
	if pause := failed(c, r, now); pause {
		why := campaign.HoldRefused
		if r.Err.Class == bot.Forbidden {
			why = campaign.HoldForbidden // 48001 and the like: the account's kind has no mass send
		}
		return s.interrupt(ctx, c, why, now)
	}
	restart(c)
	return s.saveChunk(ctx, c.Chunk)
}

// accepted stores a call that the platform has accepted. A custom message counts as
// delivered at once, a mass send when its result comes.
func (s *BroadcastRunner) accepted(ctx context.Context, c *campaign.Call, r campaign.CallResult, now time.Time) error {
	c.State, c.MsgID, c.Approval = campaign.ChunkAccepted, r.MsgID, r.Approval
	if c.Single() {
		c.Finished, c.Delivered = true, 1
	}
	if err := askedBefore(ctx, s, &c.Chunk); err != nil {
		return err
	}
	if err := tellApproval(ctx, s, &c.Chunk, now); err != nil {
		return err
	}
	return s.saveChunk(ctx, c.Chunk)
}

// failed sets the state of a call that failed or may have failed. pause is set if a
// moderator has to look at it.
func failed(c *campaign.Call, r campaign.CallResult, now time.Time) (pause bool) {
	class := r.Err.Class
	if r.Postponed {
		class = bot.TooFast
	}
	switch {
	case r.Err.MaybeSent && c.Single():
		c.State = campaign.ChunkUnknown
	case r.Err.MaybeSent: // the same list with the same client id cannot come twice
		c.State, c.Due = campaign.ChunkQueued, now.Add(callPause)
		if pause = now.Sub(c.Began) >= patience; pause {
			c.Due = now // at once when a moderator continues the broadcast
		}
	case class == bot.TooFast:
		c.State, c.Due = campaign.ChunkQueued, now.Add(callPause)
	case class == bot.BadConfig, class == bot.Banned, class == bot.Forbidden, class == bot.NoQuota, class == bot.Transient:
		c.State, pause = campaign.ChunkQueued, true
	case c.Maybe:
		c.State = campaign.ChunkUnknown // refused now, but an earlier call may have been taken
	default:
		c.State = campaign.ChunkFailed
	}
	return pause
}

// interrupt stores a call for later, pauses its broadcast and tells the moderators.
func (s *BroadcastRunner) interrupt(ctx context.Context, c *campaign.Call, why campaign.HoldReason, now time.Time) error {
	restart(c)
	if err := s.saveChunk(ctx, c.Chunk); err != nil {
		return err
	}
	b, err := s.Store.Broadcast(ctx, c.Campaign, c.Broadcast)
	if err != nil {
		return fmt.Errorf("pause a broadcast: %w", err)
	}
	if b.State == campaign.BroadcastSending {
		b.State = campaign.BroadcastPaused
		if err := s.save(ctx, b); err != nil {
			return err
		}
	}
	return s.alert(ctx, campaign.BroadcastAlert{Number: c.Broadcast, Reason: why, Code: c.Code, Words: c.Words}, now)
}

// restart resets the start of a waiting call that was certainly not accepted, so that
// its audience is filtered again before the next attempt. This is safe because the
// platform has not seen its client id.
func restart(c *campaign.Call) {
	if c.State == campaign.ChunkQueued && !c.Maybe {
		c.Began = time.Time{}
	}
}

func refund(ctx context.Context, s *BroadcastRunner, c *campaign.Call) error {
	if !c.Paid || c.Person == nil {
		return nil
	}
	if err := s.Credits.Refund(ctx, c.Person.ID); err != nil {
		return fmt.Errorf("refund a credit: %w", err)
	}
	return nil
}

// saveChunk stores a call, with its result if the platform has told it already. A
// call that was to be made later ends when its broadcast was cancelled meanwhile.
func (s *BroadcastRunner) saveChunk(ctx context.Context, c campaign.Chunk) error {
	switch {
	case c.State == campaign.ChunkAccepted && c.MsgID != "" && !c.Finished:
		r, err := s.Calls.Result(ctx, c.MsgID)
		if err != nil && !errors.Is(err, ErrNotFound) {
			return fmt.Errorf("read a mass send's result: %w", err)
		}
		if err == nil && r.Approval != bot.ApprovalWaiting {
			c.Finish(r)
		}
	case c.State == campaign.ChunkQueued:
		b, err := s.Store.Broadcast(ctx, c.Campaign, c.Broadcast)
		if err != nil {
			return fmt.Errorf("look for a cancellation: %w", err)
		}
		if b.State == campaign.BroadcastCancelled {
			c.State = campaign.ChunkCancelled
			if c.Maybe {
				c.State = campaign.ChunkUnknown
			}
		}
	}
	if err := s.Calls.SaveChunk(ctx, c); err != nil {
		return fmt.Errorf("save a call: %w", err)
	}
	if !c.Denied() {
		return nil
	}
	return denied(ctx, s, c)
}

// TakeMassResult stores the platform's result of a mass send, and adds it to its call
// if that is known already. A result may come before the answer to the call.
func (s *BroadcastRunner) TakeMassResult(ctx context.Context, r campaign.MassResult, at time.Time) error {
	if err := s.Calls.KeepResult(ctx, r, at); err != nil {
		return fmt.Errorf("store a mass send's result: %w", err)
	}
	if r.Approval == bot.ApprovalWaiting {
		return awaits(ctx, s, r, at)
	}
	c, err := s.Calls.ChunkOf(ctx, r.MsgID)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("find a mass send: %w", err)
	}
	c.Finish(r)
	return s.saveChunk(ctx, *c)
}

// OverdueResult returns an accepted call whose result has not come, each call once, or
// nil.
func (s *BroadcastRunner) OverdueResult(ctx context.Context, now time.Time) (*campaign.Chunk, error) {
	c, err := s.Calls.OverdueChunk(ctx, now.Add(-overdueAfter))
	if errors.Is(err, ErrNotFound) {
		return nil, nil // no result is overdue
	}
	if err != nil {
		return nil, fmt.Errorf("find a call without a result: %w", err)
	}
	return c, nil
}

// CallFailed stores that an accepted call has failed, as the platform says later. A
// result that has come since the call was found to be overdue stands.
func (s *BroadcastRunner) CallFailed(ctx context.Context, c *campaign.Chunk, status bot.MassStatus) error {
	now, err := s.Calls.ChunkOf(ctx, c.MsgID)
	if err != nil {
		return fmt.Errorf("read an overdue call: %w", err)
	}
	if now.Finished {
		return nil
	}
	now.Finished, now.Rejected, now.Words = true, now.Size, status.Words
	return s.saveChunk(ctx, *now)
}
