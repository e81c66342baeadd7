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

// MassSender sends one text to a list of people in one call.
type MassSender interface {
	// MassSend may be repeated with the same client id for a while (see
	// campaign.MassLimits): the platform then answers with the first call's id.
	MassSend(ctx context.Context, clientMsgID string, users []string, text string) (msgID string, err error)
	// MassStatus returns the platform's status of a call.
	MassStatus(ctx context.Context, msgID string) (bot.MassStatus, error)
	// MassQuota returns the refusal to expect if the platform accepts fewer than so
	// many calls today, else nil. It returns an error if the quota is not known.
	MassQuota(ctx context.Context, calls int) (refusal *bot.SendError, err error)
}

// massSender makes the calls of broadcasts, one at a time.
type massSender struct {
	Base
	*single
	account  *account
	mass     MassSender
	messages Messenger
}

// job is the work of one run of the sender: a call, and a question about an earlier
// call whose result is overdue. Either may be nil. If skipped is true, calls have ended
// without being made.
type job struct {
	call    *campaign.Call
	overdue *campaign.Chunk
	skipped bool
}

// pass begins the next call that is due. While it lasts, there is no other and more
// is true. It is also true after skipped calls, because they may end a broadcast.
func (s *massSender) pass(ctx context.Context) (more bool, err error) {
	if !s.acquire() {
		return true, nil
	}
	now := s.Clock()
	j, err := s.lease(ctx, now)
	if err != nil || j.call == nil && j.overdue == nil {
		s.release()
		return j.skipped, err
	}
	s.run(ctx, "a mass send", func(ctx context.Context) { // ends with its calls, which are bounded in time and in number
		if err := s.runJob(ctx, j, now); err != nil {
			s.Log.ErrorContext(ctx, "store the result of a mass send; it stays under way until the next start", "error", err)
		}
	})
	return true, nil
}

// lease returns the next job.
func (s *massSender) lease(ctx context.Context, now time.Time) (j job, err error) {
	err = s.Unit.Do(ctx, func(ctx context.Context) error {
		j = job{}
		if j.overdue, err = s.Broadcasts().OverdueResult(ctx, now); err != nil || s.account.paused(now) {
			return err
		}
		j.call, j.skipped, err = s.Broadcasts().NextCall(ctx, now, s.Owner)
		return err
	})
	if err != nil {
		return job{}, fmt.Errorf("lease a mass send: %w", err)
	}
	return j, nil
}

// runJob makes the calls of a job. The call that people wait for comes first.
func (s *massSender) runJob(ctx context.Context, j job, now time.Time) (err error) {
	if j.call != nil {
		err = s.send(ctx, j.call, now)
	}
	if j.overdue != nil {
		err = errors.Join(err, s.askResult(ctx, j.overdue))
	}
	return err
}

// askResult asks the platform once about a call whose result has not come. It stores a
// failure. After a success the numbers stay unknown, because the answer contains none.
func (s *massSender) askResult(ctx context.Context, c *campaign.Chunk) error {
	call, cancel := s.end.call(ctx, callTime)
	defer cancel()
	status, err := s.mass.MassStatus(call, c.MsgID)
	if err != nil || !status.Failed {
		s.Log.InfoContext(ctx, "a mass send has no result yet", "broadcast", c.Broadcast, "status", status.Words, "error", err)
		return nil
	}
	return s.store(ctx, s.end, func(ctx context.Context) error { return s.Broadcasts().CallFailed(ctx, c, status) })
}

// send makes a call, repeats it while that is safe and useful, and stores the result.
func (s *massSender) send(ctx context.Context, c *campaign.Call, now time.Time) error {
	var r campaign.CallResult
	if s.mayCall() {
		r.Err = s.quotaShort(ctx, c)
	}
	switch {
	case r.Err != nil:
	case !s.mayCall(): // the call was not made
		r = campaign.CallResult{Err: &bot.SendError{Class: bot.Transient, Words: ErrEnding.Error()}, Postponed: true}
	default:
		r = s.callRepeatedly(ctx, c)
	}
	if r.Err != nil && !r.Postponed && stopsMore(r.Err) {
		s.account.pause(ctx, r.Err)
	}
	err := s.store(ctx, s.end, func(ctx context.Context) error {
		call := *c // the unit may run again, and CallEnded changes the call
		return s.Broadcasts().CallEnded(ctx, &call, r, now)
	})
	if errors.Is(err, campaign.ErrTakenOver) { // it repeats the call with the same client id
		s.Log.WarnContext(ctx, "a call of a broadcast lasted so long that another process has taken it over; that one stores its result",
			"broadcast", c.Broadcast)
		return nil
	}
	return err
}

// stopsMore reports whether the error of a broadcast's call means that all other calls
// of the account would fail too. It does if the platform gave no sensible answer for as
// long as the call was repeated. It does not if calls came too fast, which delays only
// broadcasts.
func stopsMore(e *bot.SendError) bool {
	return !e.MaybeSent && (e.Class == bot.BadConfig || e.Class == bot.Banned || e.Class == bot.Transient)
}

// callRepeatedly makes a call until it is answered for good.
func (s *massSender) callRepeatedly(ctx context.Context, c *campaign.Call) (r campaign.CallResult) {
	tries := massTries
	if c.Single() {
		tries = campaign.MaxAttempts
	}
	for try := 0; ; try++ {
		r.MsgID, r.Approval, r.Err = s.callOnce(ctx, c)
		if r.Err == nil {
			return r
		}
		r.Maybe = r.Maybe || r.Err.MaybeSent
		if !c.MayRepeat(r.Err) || try >= tries && !s.end.hasStarted() {
			return r
		}
		if !s.end.sleep(250*time.Millisecond<<try) || !s.mayCall() || !s.running(ctx, c) { // about to end, or stopped meanwhile
			r.Postponed = true
			return r
		}
	}
}

// callOnce makes a call: to one person by a custom message, since the platform takes
// no mass send to one.
func (s *massSender) callOnce(ctx context.Context, c *campaign.Call) (msgID string, a bot.Approval, e *bot.SendError) {
	limit := 2 * callTime
	if c.Single() {
		limit = callTime
	}
	call, cancel := s.end.call(ctx, limit)
	defer cancel()
	var err error
	panicked := bot.Protect(func() {
		if c.Single() {
			err = timed(s.Base, ChannelPerson, func() error { return s.messages.SendText(call, c.People[0], c.Text) })
		} else {
			err = timed(s.Base, ChannelMass, func() (err error) {
				msgID, err = s.mass.MassSend(call, c.ClientID, c.People, c.Text)
				return err
			})
		}
	})
	if panicked != nil { // whether the platform has it is not known
		s.Log.ErrorContext(ctx, "a fault in the program broke a mass send off: report the fault",
			"broadcast", c.Broadcast, "error", panicked)
		return "", "", &bot.SendError{Class: bot.Transient, Words: campaign.ReasonBroken, MaybeSent: true}
	}
	if _, waits := errors.AsType[*bot.ApprovalError](err); waits {
		return msgID, bot.ApprovalWaiting, nil
	}
	if err != nil {
		return "", "", sendError(err)
	}
	return msgID, "", nil
}

// quotaShort returns an error before the first call of a broadcast if the account's
// quota would end in the middle of the broadcast. Then nothing is sent before a
// moderator decides.
func (s *massSender) quotaShort(ctx context.Context, c *campaign.Call) *bot.SendError {
	if !c.First() {
		return nil
	}
	call, cancel := s.end.call(ctx, callTime)
	defer cancel()
	refusal, err := s.mass.MassQuota(call, c.Waiting)
	if err != nil {
		s.Log.WarnContext(ctx, "the quota of mass sends is not known", "error", err)
	}
	return refusal
}

// running reports whether no stop and no pause came while a call was repeated.
func (s *massSender) running(ctx context.Context, c *campaign.Call) (on bool) {
	err := s.Unit.Do(ctx, func(ctx context.Context) (err error) {
		on, err = s.Broadcasts().Running(ctx, c)
		return err
	})
	return err == nil && on
}
