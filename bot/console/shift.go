package console

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
)

// shift has the pages by which moderators share the work and hand it over.
type shift struct{ desk }

func shiftRoutes() []route {
	s := shift{}
	return []route{
		{get, "/console/at/{class}/shift", reader(), s.page},
		{post, "/console/at/{class}/shift/take", staff(), s.take},
		{post, "/console/at/{class}/tickets/{ref}/assign", staff(), s.assign},
		{post, "/console/at/{class}/tickets/{ref}/forward", staff(), s.forward},
		{get, "/console/at/{class}/tickets/{ref}/pictures/{n}", staff(), s.picture},
	}
}

// shiftShown is how many tickets the page of the hand-over names.
const shiftShown = 20

// shiftPage is all that somebody who takes over has to know.
type shiftPage struct {
	// Stopped are broadcasts that do not go on by themselves, Coming what leaves later.
	Stopped, Coming []*campaign.Broadcast
	// Open are the tickets that have waited longest, of All.
	Open []promise
	All  int
	// Hands is what each colleague holds; the visitor's own comes first.
	Hands     []hand
	Timeline  []point // what comes
	Questions int     // that nobody has reviewed
	May       bool    // take over
}

// promise is a ticket with the time until which an answer was promised, zero for none.
type promise struct {
	moderation.DeskRow
	Until time.Time
	Late  bool
}

// hand is what a colleague holds.
type hand struct {
	Name         string
	Mine         bool
	Talks, Given []moderation.DeskRow
}

// page shows the hand-over.
func (s shift) page(v *visit) error {
	out := shiftPage{May: v.who.May(moderation.ActionTakeShift)}
	if err := errors.Join(s.tickets(v, &out), s.sends(v, &out)); err != nil {
		return err
	}
	for _, p := range timeline(v.Campaign, v.now) {
		if !p.Past {
			out.Timeline = append(out.Timeline, p)
		}
	}
	return v.page("shift", out)
}

// tickets reads what is open and who holds what.
func (shift) tickets(v *visit, out *shiftPage) error {
	f, err := v.Moderation.Numbers.Read(v.ctx(), v.who)
	if err != nil {
		return err
	}
	out.All, out.Questions = f.Tickets, f.Questions
	open, err := v.Moderation.Lists.Desk(v.ctx(), v.who, moderation.DeskFilter{}, moderation.Page{Limit: shiftShown})
	if err != nil {
		return err
	}
	for _, r := range open.Rows {
		if r.State == campaign.TicketOpen {
			until := v.Campaign.AnswerBy(r.OpenedAt)
			out.Open = append(out.Open, promise{r, until, !until.IsZero() && until.Before(v.now)})
		}
	}
	held, err := v.Moderation.Tickets.Shift.Held(v.ctx(), v.who)
	if err != nil {
		return err
	}
	out.Hands = hands(v.who.Name, held)
	return nil
}

// hands sorts what is held by who holds it.
func hands(me string, held []moderation.DeskRow) (out []hand) {
	of := func(name string) *hand {
		i := slices.IndexFunc(out, func(h hand) bool { return h.Name == name })
		if i < 0 {
			out, i = append(out, hand{Name: name, Mine: name == me}), len(out)
		}
		return &out[i]
	}
	for _, r := range held {
		if r.State == campaign.TicketTaken {
			h := of(r.By)
			h.Talks = append(h.Talks, r)
		}
		if r.Holder != "" {
			h := of(r.Holder)
			h.Given = append(h.Given, r)
		}
	}
	slices.SortStableFunc(out, func(a, b hand) int {
		if a.Mine != b.Mine && a.Mine {
			return -1
		}
		if a.Mine != b.Mine {
			return 1
		}
		return strings.Compare(a.Name, b.Name)
	})
	return out
}

// sends reads the broadcasts that stand still and those that leave later.
func (shift) sends(v *visit, out *shiftPage) error {
	l, err := v.Moderation.Lists.Broadcasts(v.ctx(), v.who, moderation.Page{Limit: 50})
	if err != nil {
		return err
	}
	for _, b := range l.Rows {
		switch b.State {
		case campaign.BroadcastPaused, campaign.BroadcastStopped, campaign.BroadcastHeld, campaign.BroadcastApproval:
			out.Stopped = append(out.Stopped, b)
		case campaign.BroadcastScheduled, campaign.BroadcastSending:
			out.Coming = append(out.Coming, b)
		default:
		}
	}
	return nil
}

// take gives the visitor what a colleague holds.
func (shift) take(v *visit) error {
	from := v.form("from")
	var names []string
	err := v.do(v.ctx(), func(ctx context.Context) (err error) {
		names, err = v.Moderation.Tickets.Shift.Take(ctx, v.who, from, v.now)
		return err
	})
	if err != nil {
		return err
	}
	v.say(flash{Code: "shift", By: from, Name: strings.Join(names, " "), N: len(names)})
	return v.redirect(v.path("shift"))
}

// assign gives a ticket to a colleague, or to nobody.
func (s shift) assign(v *visit) error {
	to := v.form("to")
	said := "assigned"
	if to == "" {
		said = "unassigned"
	}
	return s.act(v, said, func(ctx context.Context, ref moderation.Ref) (string, error) {
		t, err := v.Moderation.Tickets.Look(ctx, v.who, ref)
		if err != nil {
			return "", err
		}
		return to, v.Moderation.Tickets.Shift.Assign(ctx, v.who, t, to, v.now)
	})
}

// forward turns a ticket that waits into a question for the lecturer; a form that is sent
// twice does it once.
func (s shift) forward(v *visit) error {
	ref, err := v.ref()
	if err != nil {
		return err
	}
	var r moderation.ForwardResult
	err = v.do(v.ctx(), func(ctx context.Context) (err error) {
		t, err := v.Moderation.Tickets.Look(ctx, v.who, ref)
		if err == nil && t.State != campaign.TicketOpen {
			err = &moderation.TakenError{By: t.By}
		}
		if err == nil {
			r, err = v.Moderation.Questions.Forwarder.Forward(ctx, v.who, ref, v.now)
		}
		return err
	})
	if err != nil {
		return err
	}
	if !r.Taken() {
		q := v.Campaign.Questions
		wrong := refusal{Code: forwardRefusal(r.Ask.Outcome), N: r.Ask.Number, Max: q.MaxRunes, Min: q.MinRunes}
		return s.with(v, ref, http.StatusUnprocessableEntity, func(p *ticketPage) { p.Wrong = &wrong })
	}
	f := flash{Code: "forwarded", Name: ref.Name(), N: r.Ask.Number}
	if !r.Told {
		f.Code = "forwarded-later"
	}
	v.say(f)
	return v.redirect(v.path("tickets/" + ref.Name()))
}

// forwardRefusal returns the code of why a ticket became no question.
func forwardRefusal(o campaign.AskOutcome) string {
	switch o {
	case campaign.AskNotOpen:
		return "ask-early"
	case campaign.AskClosed:
		return "ask-closed"
	case campaign.AskShort:
		return "ask-short"
	case campaign.AskLong:
		return "ask-long"
	case campaign.AskBlocked:
		return "ask-blocked"
	case campaign.AskTooMany:
		return "ask-many"
	case campaign.AskMuted, campaign.AskStillMuted:
		return "ask-muted"
	case campaign.AskTaken, campaign.AskDuplicate, campaign.AskOwn, campaign.AskSupported: // there is a question
	}
	return "fault"
}
