package console

import (
	"context"
	"strconv"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
)

// people has the pages about single people.
type people struct{}

// personPage is what is known of one person.
type personPage struct {
	moderation.Timeline
	Path  string
	Lines []personLine
	Older string
	First bool
	// Erase is set for those who may erase.
	Erase bool
}

// personLine is a line of somebody's timeline. Said is the reply to it, Silent is set if there
// was none; Then is why it was answered so, and Why, where that is not known, what the words
// mean to the bot now.
type personLine struct {
	moderation.Happening
	Said     string
	Silent   bool
	Handed   bool
	Picture  bool
	Then     *decision
	Why      *replyReason
	Resend   bool
	Notice   string // its number as moderators write it
	Pack     string
	Ticketed string // the path of a ticket
}

// replyReason is what words mean to the bot: a command, or the entries that they are like.
type replyReason struct {
	Command string
	Blocked bool
	why
}

// person returns whom the path names, or campaign.ErrNotFound.
func (people) person(v *visit) (bot.PersonID, error) {
	id, err := strconv.ParseInt(v.r.PathValue("person"), 36, 64)
	if err != nil {
		return 0, campaign.ErrNotFound
	}
	return bot.PersonID(id), nil
}

// page shows one person.
func (p people) page(v *visit) error {
	id, err := p.person(v)
	if err != nil {
		return err
	}
	out := personPage{Path: v.path("people/" + personPath(id)), First: true, Erase: v.who.May(moderation.ActionErasePerson)}
	var before time.Time
	if ms, err := strconv.ParseInt(v.r.URL.Query().Get("before"), 10, 64); err == nil && ms > 0 {
		before, out.First = time.UnixMilli(ms), false
	}
	if out.Timeline, err = v.Moderation.Lists.Views.Person(v.ctx(), v.who, id, before, v.now); err != nil {
		return err
	}
	if !out.Next.IsZero() {
		out.Older = strconv.FormatInt(out.Next.UnixMilli(), 10)
	}
	for _, h := range out.Timeline.Lines {
		out.Lines = append(out.Lines, p.line(v, h))
	}
	return v.page("person", out)
}

// line adds to a line what the page says of it.
func (p people) line(v *visit, h moderation.Happening) personLine {
	out := personLine{Happening: h}
	switch h.Kind {
	case moderation.HappenedSaid:
		switch r := h.Reply.(type) {
		case bot.Silence:
			out.Silent = true
		case bot.Transfer:
			out.Handed = true
		case bot.Picture:
			out.Picture = true
		default:
			words, _ := bot.Words(r)
			out.Said = string(words)
		}
		if h.Why != nil {
			out.Then = decided(v, h)
		} else if h.Text != "" && h.Class == v.Campaign.ID {
			out.Why = p.why(v, h.Text)
		}
	case moderation.HappenedDelivery:
		out.Notice = moderation.DeliveryName(h.ID)
		out.Resend = h.State == string(campaign.NoticeFailed) && moderation.Repeatable(campaign.NoticeKind(h.Name))
	case moderation.HappenedTicket:
		out.Ticketed = v.path("tickets/" + h.Name)
	case moderation.HappenedClaim, moderation.HappenedReport:
		out.Pack = h.Name
	case moderation.HappenedQuestion, moderation.HappenedSignup, moderation.HappenedCheckin:
	}
	return out
}

// why finds out what the bot makes of words now.
func (people) why(v *visit, words string) *replyReason {
	w := v.Reader.ReadWords(words)
	out := &replyReason{Command: w.Command.Word, Blocked: w.Blocked}
	if out.Command == "" && out.Blocked {
		return out
	}
	out.why = desk{}.meaning(v, w.Match)
	return out
}

// back leads from the address of a deed to its person.
func (people) back(v *visit) error { return v.redirect(v.path("people/" + v.r.PathValue("person"))) }

// checkIn checks somebody in.
func (p people) checkIn(v *visit) error {
	id, err := p.person(v)
	if err != nil {
		return err
	}
	return v.act(v.path("people/"+personPath(id)), func(ctx context.Context, said *flash) error {
		person, err := v.Moderation.People.Finder.PersonByID(ctx, id)
		if err != nil {
			return err
		}
		r, err := v.Moderation.Checkins.Admit(ctx, v.who, person, v.now)
		if err != nil {
			return err
		}
		said.Code, said.Name = "checked", person.Code
		return granted(said, r)
	})
}

// grant checks in who asked for it by a ticket, which that answers.
func (people) grant(v *visit) error {
	ref, err := v.ref()
	if err != nil {
		return err
	}
	return v.act(v.path("tickets/"+ref.Name()), func(ctx context.Context, said *flash) error {
		r, err := v.Moderation.Checkins.Grant(ctx, v.who, ref, v.now)
		if err != nil {
			return err
		}
		said.Code, said.Name = "granted", ref.Name()
		return granted(said, r)
	})
}

// granted says how a check-in by a moderator ended, or returns why there was none.
func granted(said *flash, r moderation.GrantResult) error {
	switch {
	case r.Outcome == moderation.GrantWaiting:
		return errQueue
	case r.Outcome == moderation.GrantFull:
		return errSeat
	case r.Outcome == moderation.GrantChecked:
		said.Code += "-before"
	case !r.Told:
		said.Code += "-later"
	}
	return nil
}

// resend queues a notice again that was not sent.
func (p people) resend(v *visit) error {
	id, err := p.person(v)
	if err != nil {
		return err
	}
	notice, err := strconv.ParseInt(v.form("notice"), 36, 64)
	if err != nil {
		return campaign.ErrNotFound
	}
	return v.act(v.path("people/"+personPath(id)), func(ctx context.Context, said *flash) error {
		said.Code, said.Name = "resent", moderation.DeliveryName(notice)
		return v.Moderation.Deliveries.RepeatFailed(ctx, v.who, notice, id, v.now)
	})
}

// erase asks for the code that erases everything about somebody.
func (p people) erase(v *visit) error {
	id, err := p.person(v)
	if err != nil {
		return err
	}
	return v.ask(askPage{Kind: "erase", Back: v.path("people/" + personPath(id))}, func(ctx context.Context, ask *askPage) error {
		person, err := v.Moderation.People.Finder.PersonByID(ctx, id)
		if err != nil {
			return err
		}
		ask.Person = person.Code
		ask.Code, err = v.Moderation.People.ProposeErasure(ctx, v.who, id, v.now)
		return err
	})
}
