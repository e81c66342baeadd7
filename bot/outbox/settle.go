package outbox

import (
	"context"
	"errors"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// Reports tells moderators what did not arrive.
type Reports interface {
	// Undelivered enqueues the report about a notice that was given up, for whoever
	// expects it to arrive (see campaign.Promise): once for each answer, and nothing for a
	// notice without a promise. It joins the unit of the context.
	Undelivered(ctx context.Context, lost campaign.Notice, why campaign.Failure) error
}

// Withdrawals is the store of the notices that were cancelled because their person left or
// erased their data, although somebody expects them to arrive.
type Withdrawals interface {
	// TakeWithdrawn returns at most n of them, oldest first, each once. It joins the unit of
	// the context.
	TakeWithdrawn(ctx context.Context, n int) ([]campaign.Notice, error)
}

// reportWithdrawn reports the withdrawn notices, in the unit of the context. more is true
// if there may be more of them.
func (b Base) reportWithdrawn(ctx context.Context) (more bool, err error) {
	lost, err := b.Withdrawals.TakeWithdrawn(ctx, batch)
	if err != nil {
		return false, err
	}
	for _, n := range lost {
		if err := b.Reports().Undelivered(ctx, n, campaign.Failure{Cause: campaign.CauseGone, At: b.Clock()}); err != nil {
			return false, err
		}
	}
	return len(lost) == batch, nil
}

// ended is the end of one attempt to send a notice.
type ended struct {
	campaign.NoticeOutcome
	// err is the error of the call, nil if there was none or no call.
	err    *bot.SendError
	called bool
}

// settle stores the next state of a notice. If the notice was given up, the report about
// it is stored in the same unit, so that neither can be there without the other.
func (b Base) settle(ctx context.Context, n campaign.Notice, out ended) error {
	moved, err := b.Ledger.Settle(ctx, n, out.NoticeOutcome)
	if err != nil {
		return err
	}
	if !out.GivenUp() || n.Person == 0 {
		return nil
	}
	return b.Reports().Undelivered(ctx, n, campaign.Failure{
		Cause: campaign.CauseOf(out.NoticeOutcome, out.err), Code: out.Code, Kept: moved && out.State == campaign.NoticeShelved,
		Called: out.called, At: b.Clock(),
	})
}

// storeTries is how often the result of a call is stored, with a pause that doubles from
// a quarter of a second: half a minute in all. A full disk or a locked database ends; a
// result that is lost makes the notice unknown.
const storeTries = 8

// store stores the result of a call in a unit. After a failure it tries again, until the
// program ends or another process has taken the call over.
func (b Base) store(ctx context.Context, end *ending, f func(ctx context.Context) error) (err error) {
	for try := 0; ; try++ {
		err = b.Unit.Do(ctx, f)
		if err == nil || errors.Is(err, campaign.ErrTakenOver) || try == storeTries-1 || !wait(250*time.Millisecond<<try, end.cut) {
			return err
		}
		b.Log.WarnContext(ctx, "the result of a call was not stored; trying again", "error", err)
	}
}

// guard runs the work of a goroutine. A panic is logged with its place and ends nothing
// else.
func (b Base) guard(ctx context.Context, what string, f func()) {
	if err := bot.Protect(f); err != nil {
		b.Log.ErrorContext(ctx, "a fault in the program ended a task; the others go on: report the fault", "task", what, "error", err)
	}
}
