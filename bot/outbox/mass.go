package outbox

import (
	"context"
	"errors"
	"fmt"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// massTries is how often a mass send is repeated at once.
const massTries = 3

// patience is how long that is done every minute before a person is asked.
const patience = 10 * time.Minute

// resultWait is how long the platform may take to tell the result of a call
// before a broadcast is reported without it.
const resultWait = 30 * time.Minute

// MassSender sends one text to a list of people in one call.
type MassSender interface {
	// MassSend may be repeated with the same client id for a while (see
	// campaign.MassLimits): the platform then answers with the first call's id.
	MassSend(ctx context.Context, clientMsgID string, openids []string, text string) (msgID string, err error)
	// MassStatus asks how a call stands.
	MassStatus(ctx context.Context, msgID string) (bot.MassStatus, error)
	// MassQuota returns the refusal that would come when the platform takes fewer
	// than so many calls today; nil when it takes them. err says that it is not
	// known.
	MassQuota(ctx context.Context, calls int) (refusal *bot.SendError, err error)
}

// MassLedger keeps the calls of broadcasts. Every method joins the unit of the
// context.
type MassLedger interface {
	// DueChunk leases the next call of a running broadcast and returns it with
	// its people and text; ErrNotFound when there is none. Who left or opted out
	// is taken off its list the first time.
	DueChunk(ctx context.Context, now time.Time, owner string) (*Call, error)
	// SaveChunk stores what became of it.
	SaveChunk(ctx context.Context, c campaign.Chunk) error
	// MassResult returns the platform's result of an accepted call.
	MassResult(ctx context.Context, msgID string) (r campaign.MassResult, known bool, err error)
	// Ended returns the broadcasts, running or halted, of which no call waits any
	// more, and that have not been reported.
	Ended(ctx context.Context, now time.Time, wait time.Duration) ([]*campaign.Broadcast, error)
	// Refund gives back the credit that was spent on a call to one person.
	Refund(ctx context.Context, c *Call) error
}

// Brakes halt broadcasts. Every method joins the unit of the context.
type Brakes interface {
	// Running tells whether a broadcast may still send.
	Running(ctx context.Context, campaignID string, number int) (bool, error)
	// PauseBroadcast halts one that cannot go on.
	PauseBroadcast(ctx context.Context, campaignID string, number int) error
	// StopBroadcasts halts every running one, as #停 does.
	StopBroadcasts(ctx context.Context) error
}

// SilentCalls are the accepted calls whose results do not come.
type SilentCalls interface {
	// Silent returns one that began before a time, each once; ErrNotFound when
	// there is none. It joins the unit of the context.
	Silent(ctx context.Context, before time.Time) (*campaign.Chunk, error)
}

// Call is a leased chunk.
type Call struct {
	campaign.Chunk
	Text   string
	People []string
	// Waiting counts the broadcast's calls that are still to be made, this one
	// included.
	Waiting int
	// Paid tells of a call to one person that a credit was spent on it.
	Paid bool
}

// Mass is what broadcasts need; nil when the account cannot mass-send.
type Mass struct {
	Sender MassSender
	Ledger MassLedger
	Brakes Brakes
	Silent SilentCalls
	Limits campaign.MassLimits
	// Report tells the moderators how a broadcast ended, in a unit.
	Report func(ctx context.Context, b *campaign.Broadcast, at time.Time) error
}

// askAfter is how long a call's result may be on its way before the platform is
// asked.
const askAfter = 10 * time.Minute

// ask asks, once, about a call whose result has not come. A failure is counted;
// of a success the numbers stay unknown, since the answer has none.
func (d *Dispatcher) ask(ctx context.Context, c *campaign.Chunk) error {
	call, cancel := context.WithTimeout(ctx, callTime)
	defer cancel()
	status, err := d.Mass.Sender.MassStatus(call, c.MsgID)
	if err != nil || !status.Failed {
		d.Log.InfoContext(ctx, "a mass send has no result yet", "broadcast", c.Broadcast, "status", status.Words, "error", err)
		return nil
	}
	c.Finished, c.Rejected, c.Words = true, c.Size, status.Words
	return d.saveChunk(ctx, *c)
}

// mass begins the next mass call that is due, and reports what has ended. The call
// is made beside the pass, as the robots' are; while it lasts, there is no other and
// more is true.
func (d *Dispatcher) mass(ctx context.Context) (more bool, err error) {
	if d.Mass == nil {
		return false, nil
	}
	if !d.board() {
		return true, nil
	}
	now := d.Clock()
	silent, call, err := d.nextMass(ctx, now)
	if err != nil || silent == nil && call == nil {
		d.leave()
		return false, err
	}
	d.inFlight.Go(func() { // ends with its calls, which are bounded in time and in number
		defer d.Wake()
		defer d.leave()
		if err := d.fly(ctx, silent, call, now); err != nil {
			d.Log.ErrorContext(ctx, "store the result of a mass send; it stays under way until the next start", "error", err)
		}
	})
	return true, nil
}

// fly makes the calls about mass sends that are due.
func (d *Dispatcher) fly(ctx context.Context, silent *campaign.Chunk, c *Call, now time.Time) (err error) {
	if c != nil { // what people wait for comes first
		err = d.send(ctx, c, now)
	}
	if silent != nil {
		err = errors.Join(err, d.ask(ctx, silent))
	}
	return err
}

// board makes the place of the mass call taken; false when it is.
func (d *Dispatcher) board() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	was := d.massing
	d.massing = true
	return !was
}

func (d *Dispatcher) leave() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.massing = false
}

// nextMass leases the next call, reports what has ended and finds a call whose
// result does not come; nil for none.
func (d *Dispatcher) nextMass(ctx context.Context, now time.Time) (silent *campaign.Chunk, call *Call, err error) {
	err = d.Unit.Do(ctx, func(ctx context.Context) error {
		silent, call = nil, nil
		if silent, err = d.Mass.Silent.Silent(ctx, now.Add(-askAfter)); err != nil && !errors.Is(err, campaign.ErrNotFound) {
			return fmt.Errorf("find a call without a result: %w", err)
		}
		if err := d.reportEnded(ctx, now); err != nil {
			return err
		}
		control, err := d.Controls.Control(ctx)
		if err != nil || control.Level > campaign.StopNothing || d.waits(now) {
			return err
		}
		call, err = d.Mass.Ledger.DueChunk(ctx, now, d.Owner)
		if errors.Is(err, campaign.ErrNotFound) {
			return nil
		}
		return err
	})
	if err != nil {
		return nil, nil, fmt.Errorf("lease a mass send: %w", err)
	}
	return silent, call, nil
}

func (d *Dispatcher) waits(now time.Time) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return now.Before(d.until)
}

// reportEnded reports every broadcast of which nothing waits any more.
func (d *Dispatcher) reportEnded(ctx context.Context, now time.Time) error {
	ended, err := d.Mass.Ledger.Ended(ctx, now, resultWait)
	if err != nil {
		return err
	}
	for _, b := range ended {
		if err := d.Mass.Report(ctx, b, now); err != nil {
			return err
		}
	}
	return nil
}

// send makes a call and stores what became of it. An empty list is done; at
// night, for want of quota or when its lease is too old it is not sent.
func (d *Dispatcher) send(ctx context.Context, c *Call, now time.Time) error {
	switch {
	case len(c.People) < 2 && c.Maybe:
		c.State = campaign.ChunkUnknown // it cannot be repeated with its client id: it might come twice
		return d.saveChunk(ctx, c.Chunk)
	case c.Size == 0:
		c.State, c.Finished = campaign.ChunkAccepted, true
		return d.saveChunk(ctx, c.Chunk)
	case d.Campaign().Quiet(now):
		return d.hush(ctx, c, now)
	case c.Size == 1:
		return d.one(ctx, c, now)
	}
	if e := d.short(ctx, c); e != nil {
		return d.refused(ctx, c, e, now)
	}
	if now.Sub(c.Began) > d.Mass.Limits.Repeat {
		c.State, c.Words = campaign.ChunkUnknown, "no answer came to a call that is too old to be repeated"
		return d.saveChunk(ctx, c.Chunk)
	}
	for try := 0; ; try++ {
		call, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*callTime)
		id, err := d.Mass.Sender.MassSend(call, c.ClientID, c.People, c.Text)
		cancel()
		if err == nil {
			c.State, c.MsgID = campaign.ChunkAccepted, id
			return d.saveChunk(ctx, c.Chunk)
		}
		e, ok := errors.AsType[*bot.SendError](err)
		if !ok {
			e = &bot.SendError{Class: bot.Transient, Words: err.Error(), MaybeSent: true}
		}
		c.Maybe = c.Maybe || e.MaybeSent
		if !d.again(ctx, c, e, try) {
			return d.refused(ctx, c, e, now)
		}
	}
}

// again tells whether a call is repeated now, which is safe with the same client id.
// One that was stopped meanwhile, or of a process that is to end, is kept for later.
func (d *Dispatcher) again(ctx context.Context, c *Call, e *bot.SendError, try int) bool {
	if !e.MaybeSent && e.Class != bot.Transient || try >= massTries && ctx.Err() == nil {
		return false
	}
	rest(ctx, 250*time.Millisecond<<try)
	if ctx.Err() == nil && d.running(ctx, c) {
		return true
	}
	e.Class = bot.TooFast
	return false
}

// short returns, before the first call of a broadcast, that the account's quota
// would end in the middle of it: then nobody gets it before a person decides.
func (d *Dispatcher) short(ctx context.Context, c *Call) *bot.SendError {
	if c.Number != 1 || c.Maybe {
		return nil
	}
	call, cancel := context.WithTimeout(ctx, callTime)
	defer cancel()
	refusal, err := d.Mass.Sender.MassQuota(call, c.Waiting)
	if err != nil {
		d.Log.WarnContext(ctx, "the quota of mass sends is not known", "error", err)
	}
	return refusal
}

// running tells whether a stop or a pause came while a call was repeated.
func (d *Dispatcher) running(ctx context.Context, c *Call) (on bool) {
	err := d.Unit.Do(context.WithoutCancel(ctx), func(ctx context.Context) error {
		control, err := d.Controls.Control(ctx)
		if err != nil || control.Level > campaign.StopNothing {
			return err
		}
		on, err = d.Mass.Brakes.Running(ctx, c.Campaign, c.Broadcast)
		return err
	})
	return err == nil && on
}

// one sends to the only person of a call by custom message, since the platform
// takes no mass send to one, and only within their credit.
func (d *Dispatcher) one(ctx context.Context, c *Call, now time.Time) error {
	c.State, c.Finished = campaign.ChunkAccepted, true
	if !c.Paid {
		c.Words = campaign.ReasonUnreachable
		return d.saveChunk(ctx, c.Chunk)
	}
	e := d.tell(ctx, c)
	switch {
	case e == nil:
		c.Delivered = 1
		return d.saveChunk(ctx, c.Chunk)
	case e.Class == bot.NoWindow, e.Class == bot.NoRecipient:
		c.Code, c.Words = e.Code, e.Words // there was no credit, or nobody
		return d.saveChunk(ctx, c.Chunk)
	}
	c.Finished = false
	if !e.MaybeSent {
		if err := d.refund(ctx, c); err != nil {
			return err
		}
	}
	return d.refused(ctx, c, e, now)
}

// tell makes the call of one; what the platform certainly did not take is tried
// again.
func (d *Dispatcher) tell(ctx context.Context, c *Call) *bot.SendError {
	for try := 0; ; try++ {
		call, cancel := context.WithTimeout(context.WithoutCancel(ctx), callTime)
		err := d.Messages.SendText(call, c.People[0], c.Text)
		cancel()
		if err == nil {
			return nil
		}
		e, ok := errors.AsType[*bot.SendError](err)
		if !ok {
			e = &bot.SendError{Class: bot.Transient, Words: err.Error(), MaybeSent: true}
		}
		c.Maybe = e.MaybeSent
		if e.MaybeSent || e.Class != bot.Transient || try == attemptsMax {
			return e
		}
		rest(ctx, 250*time.Millisecond<<try)
		if ctx.Err() != nil || !d.running(ctx, c) {
			e.Class = bot.TooFast // stopped meanwhile, or about to end: keep it for later
			return e
		}
	}
}

func (d *Dispatcher) refund(ctx context.Context, c *Call) error {
	return d.Unit.Do(context.WithoutCancel(ctx), func(ctx context.Context) error { return d.Mass.Ledger.Refund(ctx, c) })
}

// hush keeps what would leave at night and pauses its broadcast: a person lets it
// go on in the morning, if its words are still true then (R13).
func (d *Dispatcher) hush(ctx context.Context, c *Call, now time.Time) error {
	if c.Paid {
		if err := d.refund(ctx, c); err != nil {
			return err
		}
	}
	c.State = campaign.ChunkQueued
	return d.keep(ctx, c, "alert_broadcast_quiet", now)
}

// refused stores a call that the platform did not take: the broadcast pauses
// when the next call would fare no better.
func (d *Dispatcher) refused(ctx context.Context, c *Call, e *bot.SendError, now time.Time) error {
	c.Code, c.Words = e.Code, e.Words
	c.State = campaign.ChunkFailed
	halt := false
	switch {
	case e.MaybeSent && c.Size == 1:
		c.State = campaign.ChunkUnknown
	case e.MaybeSent: // the same list with the same client id cannot come twice
		c.State, c.Due = campaign.ChunkQueued, now.Add(pause)
		if halt = now.Sub(c.Began) >= patience; halt {
			c.Due = now // at once when the person says so
		}
	case e.Class == bot.TooFast:
		c.State, c.Due = campaign.ChunkQueued, now.Add(pause)
	case e.Class == bot.BadConfig, e.Class == bot.Banned, e.Class == bot.Forbidden, e.Class == bot.NoQuota, e.Class == bot.Transient:
		c.State, halt = campaign.ChunkQueued, true
		if e.Class != bot.NoQuota && e.Class != bot.Forbidden { // which are of mass sends alone
			d.halt(ctx, e)
		}
	}
	if c.State == campaign.ChunkFailed && c.Maybe {
		c.State = campaign.ChunkUnknown // refused now, but an earlier call may have been taken
	}
	if halt {
		return d.keep(ctx, c, "alert_broadcast", now)
	}
	fresh(c)
	return d.saveChunk(ctx, c.Chunk)
}

// keep stores a call for later, pauses its broadcast and tells the moderators.
func (d *Dispatcher) keep(ctx context.Context, c *Call, text string, now time.Time) error {
	fresh(c)
	return d.Unit.Do(context.WithoutCancel(ctx), func(ctx context.Context) error {
		if err := d.Mass.Ledger.SaveChunk(ctx, c.Chunk); err != nil {
			return err
		}
		if err := d.Mass.Brakes.PauseBroadcast(ctx, c.Campaign, c.Broadcast); err != nil {
			return err
		}
		return d.Notices.Enqueue(ctx, d.Campaign().Alert(text, now, map[string]string{
			"number": fmt.Sprint("B", c.Broadcast), "content": fmt.Sprintf("%d %s", c.Code, c.Words),
		}))
	})
}

// fresh lets a call that waits and was certainly not taken begin anew: who opted
// out meanwhile is taken off its list, and the platform has not seen its client
// id.
func fresh(c *Call) {
	if c.State == campaign.ChunkQueued && !c.Maybe {
		c.Began = time.Time{}
	}
}

func (d *Dispatcher) saveChunk(ctx context.Context, c campaign.Chunk) error {
	return d.Unit.Do(context.WithoutCancel(ctx), func(ctx context.Context) error { return d.Mass.Ledger.SaveChunk(ctx, c) })
}
