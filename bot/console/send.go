package console

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
	"zhujiao/bot/text"
)

// sendPage is one broadcast: a draft with its remaining steps, or how far it has come.
type sendPage struct {
	*campaign.Broadcast
	Path   string
	Totals campaign.Totals
	// Done is how many of Totals.Audience are dealt with.
	Done    int
	Awaited *moderation.Awaited
	// Reach is who would get it now, and Why who would not; counted before it is sent.
	Reach    moderation.ReachCount
	Why      []reason
	Quota    quota
	Trial    *campaign.Chunk // the first call, if others follow
	Called   int             // calls that were made, of Calls
	Calls    int
	Left     int // seconds for which it can be taken back
	OptedOut int
	// May is set for those who may send, Author for whoever wrote it, Second if it is so
	// large that somebody else has to agree.
	May, Author, Second bool
	// Paths lead to the people behind the numbers, by what they count.
	Paths map[string]string
	// Findings is what is wrong with its text by now.
	Findings *moderation.BroadcastError
	// Made is the version of its text that is shown.
	Made int64
	// Typed is what was typed into a form that was refused; Part is that form.
	Typed typed
	Part  string
	Wrong *refusal
	// Drafted is what this login has typed into the form of the text, or of its correction.
	Drafted moderation.Typed
}

// typed is what stands in the forms of a broadcast.
type typed struct {
	Text, People, When, Due string
	Date                    bool
}

// page shows a broadcast.
func (s sends) page(v *visit) error {
	ref, err := sendRef(v)
	if err != nil {
		return err
	}
	p, err := s.read(v, ref)
	if err != nil {
		return err
	}
	switch q := v.r.URL.Query(); {
	case q.Get("edit") != "":
		p.Part = "edit"
	case q.Get("correct") != "":
		p.Part, p.Typed.Text = "correct", ""
	}
	if p.Part != "" && p.Drafted.Fields != nil {
		p.Typed.Text = p.Drafted.Fields["text"]
	}
	return v.page("send", p)
}

// read reads what the page of a broadcast shows.
func (s sends) read(v *visit, ref moderation.Ref) (*sendPage, error) {
	service := v.Moderation.Broadcasts
	progress, err := service.Progress(v.ctx(), v.who, ref)
	if err != nil {
		return nil, err
	}
	b := progress.Broadcast
	p := &sendPage{
		Broadcast: b, Path: v.path("sends/" + b.Name()), Totals: progress.Totals, Awaited: progress.Awaited,
		May: v.who.May(moderation.ActionConfirmBroadcast), Author: b.By == v.who.Name,
		Second: b.Size > v.Campaign.Broadcasts.SecondPersonAt, Made: b.Made.UnixMilli(), Typed: typed{Text: b.Text, Date: b.DateMeant},
	}
	p.Paths = s.paths(v, b)
	p.Done = p.Totals.Audience - p.Totals.Waiting - p.Totals.Cancelled
	if b.State == campaign.BroadcastLeaving {
		p.Left = max(0, int((b.Due.Sub(v.now)+time.Second-1)/time.Second))
	}
	if p.Quota, err = quotaOf(v); err != nil {
		return nil, err
	}
	if p.May {
		if p.Drafted, err = typedInto(v, p.form(), b.Name()); err != nil {
			return nil, err
		}
	}
	if !b.Sent.IsZero() {
		return p, s.watch(v, p)
	}
	return p, s.foresee(v, p)
}

// paths lead to the people behind the numbers of a broadcast. How many a mass send has reached
// the platform says only as a sum.
func (sends) paths(v *visit, b *campaign.Broadcast) map[string]string {
	if !v.who.May(moderation.ActionListPeople) {
		return nil
	}
	return map[string]string{
		"audience":  groupPath(v, keyOf(b.Audience)),
		"called":    groupPath(v, keyOf(campaign.Audience{Kind: campaign.AudienceReceived, Arg: strconv.Itoa(b.Number)})),
		"out":       timed(v, moderation.BehindOptedOut, b.Name())(b.OptOutSpan()),
		"waiting":   behindPath(v, moderation.BehindCalls, b.Name()+":waiting", nil),
		"cancelled": behindPath(v, moderation.BehindCalls, b.Name()+":cancelled", nil),
	}
}

// form is the form of a broadcast's text: until it is sent that changes it, then it corrects it.
func (p *sendPage) form() moderation.FormName {
	if p.Sent.IsZero() {
		return moderation.FormRewrite
	}
	return moderation.FormCorrect
}

// watch reads how a broadcast that was started goes.
func (sends) watch(v *visit, p *sendPage) error {
	calls, out, err := v.Moderation.Broadcasts.Sends.Calls(v.ctx(), v.who, p.Broadcast)
	if err != nil {
		return err
	}
	p.Calls, p.OptedOut = len(calls), out
	for i := range calls {
		if !calls[i].Waits() {
			p.Called++
		}
	}
	if len(calls) > 1 && calls[0].Size <= v.Campaign.Broadcasts.Trial {
		p.Trial = &calls[0]
	}
	return nil
}

// foresee reads whom a broadcast would reach now, and whether its text is still in order.
func (sends) foresee(v *visit, p *sendPage) (err error) {
	q := moderation.ReachQuery{Audience: p.Audience}
	if p.Reach, err = countReach(v, q); err != nil {
		return err
	}
	p.Why = reasonsOf(v, q, p.Reach)
	if p.State == campaign.BroadcastCancelled || !p.May {
		return nil
	}
	err = v.Moderation.Broadcasts.Check(v.ctx(), v.who, moderation.Composed{
		Audience: p.Audience, Text: p.Text, DateMeant: p.DateMeant,
	}, v.now)
	if found, ok := errors.AsType[*moderation.BroadcastError](err); ok {
		p.Findings, err = found, nil
	}
	return err
}

// with shows a broadcast again after a form of it was refused, with what was typed.
func (s sends) with(v *visit, ref moderation.Ref, part string, in typed, err error) error {
	return again(err, func(wrong *refusal, status int) error {
		if form, ok := map[string]moderation.FormName{"edit": moderation.FormRewrite, "correct": moderation.FormCorrect}[part]; ok {
			_ = keepTyped(v, form, ref.Name(), map[string]string{"text": in.Text}) // the page has the words all the same
		}
		p, err := s.read(v, ref)
		if err != nil {
			return err
		}
		p.Wrong, p.Part = wrong, part
		if part != "" {
			p.Typed = in
		}
		return v.show(status, "send", p)
	})
}

// act does something to a broadcast and says so on its page.
func (s sends) act(v *visit, f func(ctx context.Context, ref moderation.Ref) (flash, error)) error {
	return s.try(v, "", typed{}, f)
}

func (s sends) try(v *visit, part string, in typed, f func(ctx context.Context, ref moderation.Ref) (flash, error)) error {
	ref, err := sendRef(v)
	if err != nil {
		return err
	}
	var said flash
	err = v.do(v.ctx(), func(ctx context.Context) (err error) {
		said, err = f(ctx, ref)
		return err
	})
	if err != nil {
		return s.with(v, ref, part, in, err)
	}
	if said.Name == "" {
		said.Name = ref.Name()
	}
	if said.Code != "" {
		v.say(said)
	}
	return v.redirect(v.path("sends/" + said.Name))
}

// edit changes the text, which then has to be looked at again.
func (s sends) edit(v *visit) error {
	in := typed{Text: typedText(v), Date: v.form("date") != ""}
	return s.try(v, "edit", in, func(ctx context.Context, ref moderation.Ref) (flash, error) {
		if in.Text == "" {
			return flash{}, errEmpty
		}
		said := flash{Code: "send-edited"}
		c := moderation.Composed{Text: in.Text, DateMeant: in.Date}
		if err := v.Moderation.Broadcasts.Rewrite(ctx, v.who, ref, c, v.now); err != nil {
			return said, err
		}
		err := dropTyped(ctx, v, moderation.FormRewrite, ref.Name(), &said)
		return said, err
	})
}

// preview sends the text to the moderator's own WeChat, and counts the audience again.
func (s sends) preview(v *visit) error {
	return s.act(v, func(ctx context.Context, ref moderation.Ref) (flash, error) {
		p, err := v.Moderation.Broadcasts.Preview(ctx, v.who, ref, v.now)
		switch {
		case err != nil:
			return flash{}, err
		case p.Sent:
			return flash{Code: "send-previewed"}, nil
		case v.who.Person == 0:
			return flash{Code: "send-unbound"}, nil
		default:
			return flash{Code: "send-unreached"}, nil
		}
	})
}

// seen notes that this moderator has read the text on the page.
func (s sends) seen(v *visit) error {
	return s.act(v, func(ctx context.Context, ref moderation.Ref) (flash, error) {
		made, err := strconv.ParseInt(v.form("made"), 10, 64)
		if err != nil {
			return flash{}, errForm
		}
		return flash{}, v.Moderation.Broadcasts.Seen(ctx, v.who, ref, time.UnixMilli(made), v.now)
	})
}

// confirm sends a broadcast to as many people as were typed, now or at a time.
func (s sends) confirm(v *visit) error {
	in := typed{People: v.form("people"), When: v.form("when"), Due: v.form("due")}
	return s.try(v, "confirm", in, func(ctx context.Context, ref moderation.Ref) (flash, error) {
		b := v.Moderation.Broadcasts
		if in.When != "at" {
			r, err := b.Confirm(ctx, v.who, ref, numberIn(in.People), v.now)
			return startedFlash(r), err
		}
		due, err := dueIn(v, in.Due)
		if err != nil {
			return flash{}, err
		}
		r, err := b.ConfirmFor(ctx, v.who, ref, moderation.Confirmed{People: numberIn(in.People), Due: due}, v.now)
		return startedFlash(r), err
	})
}

// timeError refuses words that mean no time.
type timeError struct{ Problem text.TimeProblem }

// Error implements error.
func (e *timeError) Error() string { return "no time: " + string(e.Problem) }

// dueIn reads a time as people write it. At night 8:30 means the next morning.
func dueIn(v *visit, words string) (time.Time, error) {
	now := v.now.In(v.Campaign.Zone)
	m := text.ReadTime(words, now)
	if m.Problem == text.TimePast && !m.Dated && m.At.Hour() < 12 && v.Campaign.Quiet(now) {
		m = text.ReadTime(strings.Join([]string{now.AddDate(0, 0, 1).Format("2006-01-02"), words}, " "), now)
	}
	if m.Problem != text.TimeOK {
		return time.Time{}, &timeError{m.Problem}
	}
	return m.At, nil
}

// startedFlash says what a confirmation has led to. The page of what leaves says so itself.
func startedFlash(r moderation.Started) flash {
	switch r.Step {
	case moderation.StepScheduled:
		return flash{Code: "send-scheduled"}
	case moderation.StepSecond:
		return flash{Code: "send-second"}
	case moderation.StepMissed:
		return flash{Code: "send-missed"}
	default:
		if r.Joined > 0 {
			return flash{Code: "send-joined", N: r.Joined}
		}
		return flash{}
	}
}

// approve is the second person's yes.
func (s sends) approve(v *visit) error {
	return s.act(v, func(ctx context.Context, ref moderation.Ref) (flash, error) {
		r, err := v.Moderation.Broadcasts.Approve(ctx, v.who, ref, v.now)
		return startedFlash(r), err
	})
}

// takeBack makes a draft again of what has not left yet.
func (s sends) takeBack(v *visit) error {
	return s.act(v, func(ctx context.Context, ref moderation.Ref) (flash, error) {
		_, err := v.Moderation.Broadcasts.TakeBack(ctx, v.who, ref, v.now)
		return flash{Code: "send-takenback"}, err
	})
}

// pause halts a running broadcast.
func (s sends) pause(v *visit) error {
	return s.act(v, func(ctx context.Context, ref moderation.Ref) (flash, error) {
		_, err := v.Moderation.Broadcasts.Pause(ctx, v.who, ref, v.now)
		return flash{Code: "send-paused"}, err
	})
}

// goOn continues a broadcast that was halted.
func (s sends) goOn(v *visit) error {
	return s.act(v, func(ctx context.Context, ref moderation.Ref) (flash, error) {
		_, err := v.Moderation.Broadcasts.Continue(ctx, v.who, ref, v.now)
		return flash{Code: "send-continued"}, err
	})
}

// cancel cancels the calls that were not made.
func (s sends) cancel(v *visit) error {
	return s.act(v, func(ctx context.Context, ref moderation.Ref) (flash, error) {
		p, err := v.Moderation.Broadcasts.Cancel(ctx, v.who, ref, v.now)
		return flash{Code: "send-cancelled", N: p.Totals.Cancelled}, err
	})
}

// correct drafts a correction to those who have got a broadcast.
func (s sends) correct(v *visit) error {
	in := typed{Text: typedText(v)}
	return s.try(v, "correct", in, func(ctx context.Context, ref moderation.Ref) (flash, error) {
		if in.Text == "" {
			return flash{}, errEmpty
		}
		p, err := v.Moderation.Broadcasts.Correct(ctx, v.who, ref, in.Text, v.now)
		if err != nil {
			return flash{}, err
		}
		said := flash{Code: "send-correction", Name: p.Broadcast.Name()}
		err = dropTyped(ctx, v, moderation.FormCorrect, ref.Name(), &said)
		return said, err
	})
}

// broadcastRefusal returns the refusal of an action on a broadcast, of a time, or of a change
// of the class, with its status; ok is false for another error.
func broadcastRefusal(err error) (r refusal, status int, ok bool) {
	if e, is := errors.AsType[*moderation.BroadcastError](err); is {
		status = http.StatusConflict
		switch e.Why {
		case moderation.RefusedText, moderation.RefusedCount, moderation.RefusedPast, moderation.RefusedQuietDue, moderation.RefusedUntrue,
			moderation.RefusedEmpty, moderation.RefusedDraftSame:
			status = http.StatusUnprocessableEntity
		default:
		}
		return refusal{Code: "send", Send: e}, status, true
	}
	if e, is := errors.AsType[*timeError](err); is {
		return refusal{Code: "time", Word: string(e.Problem)}, http.StatusUnprocessableEntity, true
	}
	if e, is := errors.AsType[*moderation.LifeError](err); is {
		return refusal{Code: "life", Word: string(e.Why)}, http.StatusConflict, true
	}
	if e, is := errors.AsType[*moderation.OvertakenError](err); is {
		return refusal{Code: "overtaken", By: e.By}, http.StatusConflict, true
	}
	if e, is := errors.AsType[*moderation.FileError](err); is {
		return refusal{Code: "file", N: len(e.Problems)}, http.StatusConflict, true
	}
	return refusal{}, 0, false
}
