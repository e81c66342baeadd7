package attendee

import (
	"context"
	"errors"
	"strconv"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/handlers"
)

// register answers 报名.
func register(ctx context.Context, v *handlers.Visit) (bot.Reply, error) {
	return signUp(ctx, v, "")
}

// follow answers a new follower, or the scan of a QR code. The scenes under 二维码场景
// register the person.
func follow(ctx context.Context, v *handlers.Visit) (bot.Reply, error) {
	if err := v.Attendees.Signups.Arrive(ctx, v.Person.ID, v.Arg, v.Time()); err != nil {
		return nil, err
	}
	switch {
	case v.Campaign.Signup.IsScene(v.Arg):
		return signUp(ctx, v, v.Arg)
	case v.Campaign.Over(v.Time()):
		return v.Say(content.KeyWelcomeOver, nil)
	}
	key, err := closedReason(ctx, v)
	if key != "" {
		return v.Say(content.KeyWelcomeShut, nil)
	}
	if err != nil {
		return nil, err
	}
	vars, err := v.SeatVars(ctx)
	said, _ := v.Say(content.KeyWelcome, vars)
	return said, err
}

func signUp(ctx context.Context, v *handlers.Visit, source string) (bot.Reply, error) {
	r, err := v.Attendees.Signups.Register(ctx, v.Person.ID, source, v.Time(), v.Made())
	if errors.Is(err, campaign.ErrOvertaken) {
		return noSeat(ctx, v, campaign.StandingNone)
	}
	if err != nil {
		return nil, err
	}
	if err := remindTyped(ctx, v, r.Outcome); err != nil {
		return nil, err
	}
	if r.Outcome == campaign.SignupSeated {
		return seated(ctx, v, strconv.Itoa(r.Number))
	}
	return signedUp(v, r)
}

// seated says that somebody has got a seat. People who are checked in already, because they
// had one before, do not read how to.
func seated(ctx context.Context, v *handlers.Visit, number string) (bot.Reply, error) {
	vars := content.Vars{"序号": number}
	if !v.Time().Before(v.Campaign.Start) {
		me, err := v.Attendees.Signups.Member(ctx, v.Person.ID)
		if err != nil {
			return nil, err
		}
		if me.CheckedIn() {
			vars["签到提示"] = ""
		}
	}
	said, err := v.Say(registered(v), vars)
	return offerReminder(v, said), err
}

// signedUp says how a registration ended.
func signedUp(v *handlers.Visit, r campaign.SignupResult) (bot.Reply, error) {
	n := strconv.Itoa(r.Number)
	switch r.Outcome {
	case campaign.SignupAlreadySeated:
		return v.Say(content.KeyRegisterAlready, content.Vars{"序号": n})
	case campaign.SignupWaiting:
		return v.Say(content.KeyWaitlistJoined, content.Vars{"候补位": n})
	case campaign.SignupWaitingBehind:
		return v.Say(content.KeyWaitlistBehind, content.Vars{"候补位": n})
	case campaign.SignupAlreadyWaiting:
		return v.Say(content.KeyWaitlistAlready, content.Vars{"候补位": n})
	case campaign.SignupWaitEnded:
		return v.Say(content.KeyWaitlistEnded, content.Vars{"候补位": n})
	case campaign.SignupNotOpen:
		return v.Say(content.KeyRegisterNotOpen, nil)
	case campaign.SignupBehind:
		return v.Say(content.KeyRegisterBehind, nil)
	case campaign.SignupOver:
		return v.Say(content.KeyClassOver, nil)
	default:
		return v.Say(content.KeyRegisterClosed, nil)
	}
}

// registered returns the text for a new registration. It promises reminders only if the
// credit that this message grants lasts until the last of them (ruling 15).
func registered(v *handlers.Visit) content.Key {
	unable := v.Channel.Account == campaign.AccountUnverified && len(v.Campaign.RemindersLeft(v.Time())) > 0
	switch {
	case unable:
		return content.KeyRegisterOKScanLate // it promises nothing
	case !reached(v, v.Arrived.Add(v.Channel.Typed.Span)):
		return content.KeyRegisterOKFar
	case v.Tapped():
		return content.KeyRegisterOKScan
	default:
		return content.KeyRegisterOK
	}
}

// remindTyped turns reminders on for a sender who typed the command (R19): always with
// a new registration, otherwise only if they have never decided.
func remindTyped(ctx context.Context, v *handlers.Visit, o campaign.SignupOutcome) error {
	p := v.Person
	isNew := o == campaign.SignupSeated || o == campaign.SignupWaiting || o == campaign.SignupWaitingBehind
	again := o == campaign.SignupAlreadySeated || o == campaign.SignupAlreadyWaiting
	undecided := again && p.Consent == campaign.ConsentUnset
	if v.Tapped() || !isNew && !undecided {
		return nil
	}
	return v.Attendees.Dialogue.SetConsent(ctx, p, campaign.ConsentIn, v.Made())
}

// cancel answers 取消报名. Giving up a seat takes a confirmation.
func cancel(ctx context.Context, v *handlers.Visit) (bot.Reply, error) {
	if v.Campaign.Over(v.Time()) || v.Campaign.Cancelled {
		return v.Say(content.KeyClassOver, nil) // nobody else can use the seat now
	}
	me, err := v.Attendees.Signups.Member(ctx, v.Person.ID)
	if err != nil {
		return nil, err
	}
	if me.Standing == campaign.StandingSeated && v.Campaign.Signup.ConfirmCancel {
		return askCancel(ctx, v)
	}
	return leave(ctx, v)
}

// askCancel asks whether the sender really wants to give up their seat.
func askCancel(ctx context.Context, v *handlers.Visit) (bot.Reply, error) {
	if err := v.Attendees.Dialogue.Ask(ctx, v.Person, campaign.PendingCancel, v.Arrived); err != nil {
		return nil, err
	}
	if !v.Attendees.Signups.Promoting(v.Time()) {
		return v.Say(content.KeyCancelAskLate, nil)
	}
	return v.Say(content.KeyCancelAsk, nil)
}

// confirmCancel answers 确认取消.
func confirmCancel(ctx context.Context, v *handlers.Visit) (bot.Reply, error) {
	if of := v.Person.ClassOf(campaign.SubjectCancel, v.Arrived); of != "" && of != v.Campaign.ID {
		return v.Say(content.KeyCancelNoPending, nil) // asked about a seat in a class that is over
	}
	ok, err := v.Attendees.Dialogue.Confirm(ctx, v.Person, campaign.PendingCancel, v.Arrived)
	if err != nil {
		return nil, err
	}
	if !ok {
		return v.Say(content.KeyCancelNoPending, nil)
	}
	if v.Campaign.Over(v.Time()) {
		return v.Say(content.KeyClassOver, nil)
	}
	return leave(ctx, v)
}

func leave(ctx context.Context, v *handlers.Visit) (bot.Reply, error) {
	was, err := v.Attendees.Signups.Leave(ctx, v.Person.ID, v.Time(), v.Made())
	if errors.Is(err, campaign.ErrOvertaken) {
		r, err := v.Attendees.Signups.Standing(ctx, v.Person.ID, v.Time())
		if err != nil {
			return nil, err
		}
		return signedUp(v, r)
	}
	if err != nil {
		return nil, err
	}
	return noSeat(ctx, v, was)
}

// noSeat says that the sender, who had the standing was, has none.
func noSeat(ctx context.Context, v *handlers.Visit, was campaign.Standing) (bot.Reply, error) {
	closed, err := closedReason(ctx, v)
	said, _ := v.Say(leftText(was, closed != ""), nil)
	return said, err
}

// leftText returns the text for somebody who gave up the standing was. It does not
// invite them back when registration is closed.
func leftText(was campaign.Standing, closed bool) content.Key {
	switch was {
	case campaign.StandingSeated:
		if closed {
			return content.KeyCancelDoneShut
		}
		return content.KeyCancelDone
	case campaign.StandingWaiting:
		if closed {
			return content.KeyCancelWaitlistDoneShut
		}
		return content.KeyCancelWaitlistDone
	case campaign.StandingNone:
	}
	if closed {
		return content.KeyCancelNoneShut
	}
	return content.KeyCancelNone
}
