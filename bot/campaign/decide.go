package campaign

import (
	"slices"
	"time"

	"zhujiao/bot"
)

// NoticeState is the state of a notice in the ledger.
type NoticeState string

// The states. A notice is sent when the platform accepted it, and unknown when its
// call was made and no answer came; a shelved one waits for its person's next reply.
const (
	NoticeQueued    NoticeState = "queued"
	NoticeSending   NoticeState = "sending"
	NoticeSent      NoticeState = "sent"
	NoticeFailed    NoticeState = "failed"
	NoticeShelved   NoticeState = "shelved"
	NoticeUnknown   NoticeState = "unknown"
	NoticeCancelled NoticeState = "cancelled"
)

// CanBecome reports whether a notice may go from one state to another. This is the
// one list of transitions; queries of the store repeat it in their conditions.
func (s NoticeState) CanBecome(next NoticeState) bool {
	return slices.Contains(map[NoticeState][]NoticeState{
		// a call begins, is postponed, or is never made
		NoticeQueued: {NoticeSending, NoticeQueued, NoticeShelved, NoticeFailed, NoticeCancelled},
		// its call ended, or its process did
		NoticeSending: {NoticeSent, NoticeQueued, NoticeShelved, NoticeFailed, NoticeUnknown, NoticeCancelled},
		// a reply carried it, or its time came again
		NoticeShelved: {NoticeSent, NoticeQueued, NoticeCancelled},
		// a moderator repeats it
		NoticeUnknown: {NoticeQueued},
		NoticeFailed:  {NoticeQueued},
	}[s], next)
}

// Reasons that stand with a notice that no call was made for.
const (
	ReasonLate        = "too late"
	ReasonUnreachable = "unreachable"
	ReasonLeft        = "left"
	ReasonOptedOut    = "opted out"
	ReasonTakenOver   = "a moderator talks to them"
	ReasonStopped     = "sending is stopped"
	ReasonQuiet       = "quiet hours"
	ReasonInterrupted = "the process ended during the call"
	ReasonBroken      = "putting it into words or sending it has failed; the log has the place"
)

// CreditChange says what happens to the credit that a call has spent.
type CreditChange int

// The changes.
const (
	// CreditSpent leaves it used up.
	CreditSpent CreditChange = iota
	// CreditRefunded gives it back: nothing was sent.
	CreditRefunded
	// CreditGone takes the rest too: the platform takes nothing more.
	CreditGone
	// CreditLeft means that the person does not follow any more, which is stored too.
	CreditLeft
)

// NoticeOutcome is the next state of a notice with its details.
type NoticeOutcome struct {
	State NoticeState
	// Due is when a queued notice is due again, and when a shelved one is queued
	// again if no reply has carried it by then: zero for never.
	Due time.Time
	// Code and Words are the platform's, or our reason.
	Code  int
	Words string
	// Paid says what the call spends. It is set with NoticeSending.
	Paid Payment
	// Credit says what happens to that credit after the call.
	Credit CreditChange
	// Uncounted says that the call does not count as an attempt: it was not made,
	// or it came too fast.
	Uncounted bool
	// Pause is how long a queued notice is not called again, in real time.
	Pause time.Duration
}

// Moment holds everything besides the notice itself that a decision depends on.
type Moment struct {
	Campaign *Campaign
	// Stop is the stop level.
	Stop StopLevel
	// Person is whom the notice is for; nil when they were erased.
	Person *Person
	Now    time.Time
}

// Decide returns the next state of a queued notice that is due (R9, R12, rulings 1, 16
// and 28). NoticeSending asks for a call; NoticeQueued without Due changes nothing.
// Decide never asks for a call that the platform would refuse for lack of credit, and
// keeps the last credit for answers.
func Decide(n Notice, at Moment) NoticeOutcome {
	switch {
	case at.stops(n):
		return stopped(n, at)
	case n.outdated(at.Now) || n.Lapsed(at.Campaign, at.Now):
		return NoticeOutcome{State: NoticeFailed, Words: ReasonLate}
	}
	if until, quiet := at.Campaign.quietUntil(at.Now); quiet && !n.Kind().typed() {
		return postponed(n, at, until)
	}
	p := at.Person
	switch {
	case p == nil: // they left or were erased, and the job that blanks this comes later
		return NoticeOutcome{State: NoticeFailed, Words: ReasonLeft}
	case p.Consent == ConsentOut && !n.Kind().Automatic() && n.Kind() != NoticePreview && n.Kind() != NoticeTest:
		return unsent(n, ReasonOptedOut)
	case p.TakenOver && n.Kind() == NoticeReply:
		return unsent(n, ReasonTakenOver) // the bot must not talk to a person whom a moderator has taken over
	case p.Spendable(n.Priority, at.Now) > 0:
		return NoticeOutcome{State: NoticeSending}
	case p.Following && n.Kind() == NoticeReminder && p.Subscriptions > 0:
		return NoticeOutcome{State: NoticeSending, Paid: PaidSubscription}
	default:
		return unsent(n, ReasonUnreachable)
	}
}

// stops reports whether moderators have stopped a notice.
func (at Moment) stops(n Notice) bool {
	return at.Stop > StopFirst || at.Stop == StopFirst && !n.Kind().Automatic()
}

// stopped returns the next state of a notice while sending is stopped. Kinds that the
// shelf keeps are shelved, so that the person's next reply may carry them; all others
// stay queued.
func stopped(n Notice, at Moment) NoticeOutcome {
	if at.Person == nil || !n.Kind().Kept() {
		return NoticeOutcome{State: NoticeQueued}
	}
	return NoticeOutcome{State: NoticeShelved, Words: ReasonStopped, Due: at.Now}
}

// postponed lets a notice wait for the end of the quiet hours, or gives it up when
// it would be too late then.
func postponed(n Notice, at Moment, until time.Time) NoticeOutcome {
	switch {
	case n.outdated(until):
		return NoticeOutcome{State: NoticeFailed, Words: ReasonLate}
	case n.Kind().Kept() && at.Person != nil: // a reply of theirs may carry it before
		return NoticeOutcome{State: NoticeShelved, Words: ReasonQuiet, Due: until}
	default:
		return NoticeOutcome{State: NoticeQueued, Due: until}
	}
}

// unsent returns the next state of a notice that cannot be sent: shelved if the shelf
// keeps its kind, else failed.
func unsent(n Notice, reason string) NoticeOutcome {
	if n.Kind().Kept() && n.Person != 0 {
		return NoticeOutcome{State: NoticeShelved, Words: reason}
	}
	return NoticeOutcome{State: NoticeFailed, Words: reason}
}

// MaxAttempts bounds the calls for one notice.
const MaxAttempts = 5

// AfterCall returns the next state of a notice after its call; e is nil if the platform
// accepted it. n.Attempts does not count this call yet.
func AfterCall(n Notice, e *bot.SendError, at Moment) NoticeOutcome {
	if e == nil {
		return NoticeOutcome{State: NoticeSent}
	}
	out := NoticeOutcome{State: NoticeFailed, Code: e.Code, Words: e.Words, Credit: CreditRefunded}
	kept := n.Kind().Kept() && n.Person != 0
	switch {
	case e.MaybeSent:
		return Lost(n, e.Words)
	case e.Class == bot.Transient && n.Attempts+1 < MaxAttempts, e.Class == bot.TooFast, e.Class == bot.BadConfig, e.Class == bot.Banned:
		out.State, out.Due = NoticeQueued, n.Due
	case e.Class == bot.NoQuota:
		out.State, out.Due = NoticeQueued, at.tomorrow()
		if kept { // their next reply needs no quota
			out.State = NoticeShelved
		}
	case e.Class == bot.NoRecipient || e.Class == bot.NoWindow:
		out.State, out.Credit = unsent(n, "").State, CreditSpent
		if e.Class == bot.NoWindow {
			out.Credit = CreditGone
		} else if e.Gone {
			out.Credit = CreditLeft
		}
	case kept && (e.Class == bot.Transient || e.Refused()):
		out.State = NoticeShelved // calls do not get through; the person's next reply may carry it
	}
	return out
}

// Lost returns the next state of a notice whose call got no answer. It is never sent
// again automatically. Kinds that the shelf keeps are shelved, because reading an
// answer twice does less harm than missing it.
func Lost(n Notice, words string) NoticeOutcome {
	if n.Kind().Kept() && n.Person != 0 {
		return NoticeOutcome{State: NoticeShelved, Words: words}
	}
	return NoticeOutcome{State: NoticeUnknown, Words: words}
}

// GivenBack returns the next state of a begun notice for which no call was made, because
// the process ends.
func GivenBack(n Notice) NoticeOutcome {
	return NoticeOutcome{State: NoticeQueued, Due: n.Due, Credit: CreditRefunded, Uncounted: true}
}

// Broken returns the next state of a notice that our own code fails to send. It is not
// tried again and not shelved, since it would fail there too. called says that the fault
// came in the call, so that the credit may be spent.
func Broken(called bool) NoticeOutcome {
	out := NoticeOutcome{State: NoticeFailed, Words: ReasonBroken, Credit: CreditRefunded}
	if called {
		out.Credit = CreditSpent
	}
	return out
}

// Interrupted returns the next state of a notice whose process ended during the call.
// Alerts are sent again, because a repeated alert does no harm.
func Interrupted(n Notice) NoticeOutcome {
	if n.Person == 0 {
		return NoticeOutcome{State: NoticeQueued, Due: n.Due, Words: ReasonInterrupted}
	}
	return Lost(n, ReasonInterrupted)
}

// tomorrow returns when the next day's quota begins.
func (at Moment) tomorrow() time.Time {
	now := at.Now.In(at.Campaign.Zone)
	return time.Date(now.Year(), now.Month(), now.Day()+1, 0, 0, 5, 0, now.Location())
}

// Spendable is how many notices of a priority the platform would still take for
// somebody; the last credit is for answers (R9).
func (p *Person) Spendable(pr Priority, now time.Time) int {
	if !p.Following || now.After(p.CreditsUntil) {
		return 0
	}
	if pr == PriorityAnswer {
		return max(0, p.Credits)
	}
	return max(0, p.Credits-1)
}

// AfterPost returns the next state of an alert after its post to a group robot; e is
// nil if it was accepted. again is the time of the next attempt. There are at most
// MaxAttempts, not counting posts that were refused because they came too fast.
func AfterPost(n Notice, e *bot.SendError, again time.Time) NoticeOutcome {
	if e == nil {
		return NoticeOutcome{State: NoticeSent}
	}
	out := NoticeOutcome{State: NoticeFailed, Code: e.Code, Words: e.Words}
	if e.Class == bot.TooFast || e.Class == bot.Transient && n.Attempts+1 < MaxAttempts {
		out.State, out.Due, out.Uncounted = NoticeQueued, again, e.Class == bot.TooFast
	}
	return out
}
