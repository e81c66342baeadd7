package moderation

import (
	"context"
	"errors"
	"fmt"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

const (
	// callPause is the time before a call is repeated that came too fast or whose
	// answer was lost.
	callPause = time.Minute
	// patience is how long a call whose answer was lost is repeated every minute before
	// the moderators are asked.
	patience = 10 * time.Minute
	// overdueAfter is how long the result of an accepted call may be on its way before
	// the platform is asked about it.
	overdueAfter = 10 * time.Minute
	// resultWait is how long a broadcast's report waits for the results of its calls.
	resultWait = 30 * time.Minute
)

// RunStore finds the broadcasts that the clock moves on. Every method joins the unit
// of the context. The rows of Scheduled and Ended are locked until its end, so that
// what is read may be saved.
type RunStore interface {
	// Scheduled lists the scheduled broadcasts of a class whose time has come.
	Scheduled(ctx context.Context, class string, now time.Time) ([]*campaign.Broadcast, error)
	// Ended lists broadcasts of a class, running or halted, that have no waiting call, have no
	// accepted call without a result that began less than wait ago, and were not
	// reported.
	Ended(ctx context.Context, class string, now time.Time, wait time.Duration) ([]*campaign.Broadcast, error)
	// StopAll halts every running one.
	StopAll(ctx context.Context) error
	// OptedOutAfter counts the receivers of a broadcast who have opted out since it began, until
	// a day after its end.
	OptedOutAfter(ctx context.Context, b *campaign.Broadcast) (int, error)
}

// CallStore keeps the calls of broadcasts and the platform's results. Every method
// joins the unit of the context.
type CallStore interface {
	// DueChunk leases the next call of a running broadcast, with its people and text,
	// or returns ErrNotFound. The first lease of a call removes people from its list
	// who left, opted out or were erased; it returns campaign.ErrPartly while there are
	// more of them than fit a unit. A call that a process has left unfinished comes with
	// Maybe set.
	DueChunk(ctx context.Context, now time.Time, owner string) (*campaign.Call, error)
	// SaveChunk stores the state of a call that was leased or read. It changes nothing
	// and returns campaign.ErrTakenOver if another process has leased it since.
	SaveChunk(ctx context.Context, c campaign.Chunk) error
	// ChunkOf returns the call that the platform has given an id, or ErrNotFound. The
	// row is locked until the end of the unit, so that what is read may be saved.
	ChunkOf(ctx context.Context, msgID string) (*campaign.Chunk, error)
	// OverdueChunk returns an accepted call of the last day that began before a time
	// and has no result, each call once, or ErrNotFound.
	OverdueChunk(ctx context.Context, before time.Time) (*campaign.Chunk, error)
	// KeepResult stores a result that the platform has told: the first one of a call, and
	// the one after it if that says only that an administrator is asked. Result returns it,
	// or ErrNotFound.
	KeepResult(ctx context.Context, r campaign.MassResult, at time.Time) error
	Result(ctx context.Context, msgID string) (campaign.MassResult, error)
}

// Credits stores how many messages the platform still accepts for each person. Both
// methods join the unit of the context.
type Credits interface {
	// Spend spends a credit of a person. It returns false if there is none left.
	Spend(ctx context.Context, p bot.PersonID) (bool, error)
	// Refund gives it back.
	Refund(ctx context.Context, p bot.PersonID) error
}

// BroadcastRunner moves the broadcasts of a class on by the clock, and those of all classes
// by what the platform answers. It is what the outbox asks about their calls.
type BroadcastRunner struct {
	*BroadcastRules
	Runs    RunStore
	Calls   CallStore
	Credits Credits
	// RulesOf returns the rules of another class. It joins the unit of the context.
	RulesOf func(ctx context.Context, class string) (*BroadcastRules, error)
}

// runnerOf returns the runner of a class.
func runnerOf(ctx context.Context, s *BroadcastRunner, class string) (*BroadcastRunner, error) {
	if class == s.Campaign.ID {
		return s, nil
	}
	rules, err := s.RulesOf(ctx, class)
	if err != nil {
		return nil, fmt.Errorf("find the class of a broadcast: %w", err)
	}
	other := *s
	other.BroadcastRules = rules
	return &other, nil
}

// BeginDue starts the scheduled broadcasts of the class whose time has come, and counts their
// audiences again. It holds those that must not be sent, and tells the moderators why.
func (s *BroadcastRunner) BeginDue(ctx context.Context, now time.Time) error {
	due, err := s.Runs.Scheduled(ctx, s.Campaign.ID, now)
	if err != nil {
		return fmt.Errorf("find what is due: %w", err)
	}
	for _, b := range due {
		if err := s.begin(ctx, b, now); err != nil {
			return fmt.Errorf("begin %s: %w", b.Name(), err)
		}
	}
	return nil
}

func (s *BroadcastRunner) begin(ctx context.Context, b *campaign.Broadcast, now time.Time) error {
	reason, wait, err := s.obstacle(ctx, b, now)
	if err != nil || wait {
		return err
	}
	if reason == "" && b.State != campaign.BroadcastLeaving { // that one goes to those who were confirmed just now
		shown := b.Size
		if _, err := s.count(ctx, b, now); err != nil {
			return err
		}
		switch {
		case b.Size == 0:
			reason = campaign.HoldNobody
		case b.Size*5 > shown*6 || s.needsSecond(b):
			reason = campaign.HoldGrown
		}
	}
	if reason == "" {
		return s.start(ctx, b, now)
	}
	if err := s.hold(ctx, b); err != nil {
		return err
	}
	return s.alert(ctx, campaign.BroadcastAlert{Number: b.Number, Reason: reason}, now)
}

// obstacle returns why a broadcast that is due may not begin, "" if it may; wait is
// set when it only has to wait for another one to end.
func (s *BroadcastRunner) obstacle(ctx context.Context, b *campaign.Broadcast, now time.Time) (_ campaign.HoldReason, wait bool, _ error) {
	found, err := s.unfit(ctx, b, now)
	if err != nil {
		return "", false, err
	}
	if len(found) > 0 {
		return campaign.HoldTextOutdated, false, nil
	}
	why, err := s.mayLeave(ctx, b, now)
	if err != nil {
		return "", false, err
	}
	switch why {
	case RefusedUnable:
		return campaign.HoldUnable, false, nil
	case RefusedStopped:
		return campaign.HoldStopped, false, nil
	case RefusedQuiet:
		return campaign.HoldStartQuiet, false, nil
	case RefusedSameText:
		return campaign.HoldSameText, false, nil
	default:
	}
	if now.Sub(b.Due) > BroadcastGrace {
		return campaign.HoldLate, false, nil
	}
	return "", why == RefusedBusy, nil
}

// NextCall leases the next call that may be made now to a process, or returns nil. It
// ends calls that need not be made: those without people, those to a person without
// credit, and those that are too old to be repeated. In the quiet hours it pauses the
// broadcast, which a moderator continues in the morning if its text is still true
// (R13). After either, skipped is true: there may be another call, a report or an alert.
func (s *BroadcastRunner) NextCall(ctx context.Context, now time.Time, owner string) (call *campaign.Call, skipped bool, err error) {
	control, err := s.Controls.Control(ctx)
	if err != nil || control.Level > campaign.StopNothing {
		return nil, false, err
	}
	c, err := s.Calls.DueChunk(ctx, now, owner)
	switch {
	case errors.Is(err, ErrNotFound):
		return nil, false, nil // there is no call
	case errors.Is(err, campaign.ErrPartly):
		return nil, true, nil // its list is still being made shorter
	case err != nil:
		return nil, false, fmt.Errorf("lease a call: %w", err)
	}
	r, err := runnerOf(ctx, s, c.Campaign)
	if err != nil {
		return nil, false, err
	}
	ready, err := r.prepare(ctx, c, now)
	if err != nil || !ready {
		return nil, err == nil, err // one call a unit: each may shorten a long list
	}
	return c, false, nil
}

// prepare decides whether a leased call is made. If not, it stores the result and
// returns false.
func (s *BroadcastRunner) prepare(ctx context.Context, c *campaign.Call, now time.Time) (bool, error) {
	switch {
	case len(c.People) < 2 && c.Maybe: // it has no client id: it might come twice
		c.State = campaign.ChunkUnknown
		return false, s.saveChunk(ctx, c.Chunk)
	case c.Size == 0:
		c.State, c.Finished = campaign.ChunkAccepted, true
		return false, s.saveChunk(ctx, c.Chunk)
	case s.Campaign.Quiet(now):
		c.State = campaign.ChunkQueued
		return false, s.interrupt(ctx, c, campaign.HoldQuiet, now)
	case c.Single():
		return s.pay(ctx, c, now)
	case now.Sub(c.Began) > s.Channel.Mass.Repeat:
		c.State, c.Words = campaign.ChunkUnknown, "no answer came to a call that is too old to be repeated"
		return false, s.saveChunk(ctx, c.Chunk)
	default:
		return true, nil
	}
}

// pay spends a credit of the only person of a call; without one nothing is sent.
func (s *BroadcastRunner) pay(ctx context.Context, c *campaign.Call, now time.Time) (bool, error) {
	if p := c.Person; p != nil && p.Spendable(campaign.PriorityMarketing, now) > 0 {
		var err error
		if c.Paid, err = s.Credits.Spend(ctx, p.ID); err != nil {
			return false, fmt.Errorf("spend a credit: %w", err)
		}
	}
	if c.Paid {
		return true, nil
	}
	c.State, c.Finished, c.Words = campaign.ChunkAccepted, true, campaign.ReasonUnreachable
	return false, s.saveChunk(ctx, c.Chunk)
}

// Running reports whether a call may still be made or repeated.
func (s *BroadcastRunner) Running(ctx context.Context, c *campaign.Call) (bool, error) {
	control, err := s.Controls.Control(ctx)
	if err != nil || control.Level > campaign.StopNothing {
		return false, err
	}
	b, err := s.Store.Broadcast(ctx, c.Campaign, c.Broadcast)
	return err == nil && b.State == campaign.BroadcastSending, err
}

// StopAll halts every running broadcast, as #停 does.
func (s *BroadcastRunner) StopAll(ctx context.Context) error { return s.Runs.StopAll(ctx) }

// ReportEnded ends every broadcast of the class that has no waiting calls or results, and sends the
// moderators its report (ruling 31).
func (s *BroadcastRunner) ReportEnded(ctx context.Context, now time.Time) error {
	ended, err := s.Runs.Ended(ctx, s.Campaign.ID, now, resultWait)
	if err != nil {
		return fmt.Errorf("find what has ended: %w", err)
	}
	for _, b := range ended {
		if err := s.report(ctx, b, now); err != nil {
			return fmt.Errorf("report %s: %w", b.Name(), err)
		}
	}
	return nil
}

func (s *BroadcastRunner) report(ctx context.Context, b *campaign.Broadcast, now time.Time) error {
	chunks, skipped, err := s.Audiences.Chunks(ctx, b)
	if err != nil {
		return err
	}
	opted, err := s.Runs.OptedOutAfter(ctx, b)
	if err != nil {
		return err
	}
	denied := denial(chunks)
	b.State, b.Ended, b.Told = campaign.BroadcastDone, now, true
	if denied != bot.ApprovalNone {
		b.State = campaign.BroadcastDenied
	}
	if err := s.save(ctx, b); err != nil {
		return err
	}
	t := campaign.Sum(b, chunks, skipped)
	body := campaign.BroadcastReport{
		Number: b.Number, Delivered: t.Delivered, Unreached: t.Unreachable + t.Cancelled, Failed: t.Failed + t.Waiting, Unknown: t.Unknown,
		OptedOut: opted, Gone: b.Gone, Denied: denied,
	}
	if denied != bot.ApprovalNone { // what was to follow was refused with it
		body.Unreached, body.Failed = t.Unreachable, body.Failed+t.Cancelled
	}
	if err := s.alert(ctx, body, now); err != nil || b.Owner == 0 {
		return err
	}
	return s.Notices.Enqueue(ctx, campaign.Notice{
		Campaign: s.Campaign.ID, Person: b.Owner, Body: body, Due: now, Priority: campaign.PriorityAnswer,
	})
}

func (s *BroadcastRunner) alert(ctx context.Context, body campaign.Body, now time.Time) error {
	return s.Notices.Enqueue(ctx, s.Campaign.Alert(body, now))
}
