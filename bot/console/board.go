package console

import (
	"context"
	"net/http"
	"strings"

	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
)

// board has the pages about a class as a whole.
type board struct{}

// first leads to the class that everything begins with.
func (board) first(v *visit) error { return v.redirect(home(v.Classes.Classes()[0].Campaign.ID)) }

// find leads to what an alert names: a ticket, or the class of anything else.
func (board) find(v *visit) error {
	class := v.Classes.Classes()[0].Campaign.ID
	if v.Snapshot != nil {
		class = v.Campaign.ID
	}
	ref, ok := moderation.RefOf(class, strings.ToUpper(v.r.PathValue("name")))
	if ok && (ref.Kind == moderation.KindUnknown || ref.Kind == moderation.KindHuman) {
		return v.redirect(home(class) + "tickets/" + ref.Name())
	}
	if ok && ref.Kind == moderation.KindQuestion {
		return v.redirect(home(class) + "questions?tab=board")
	}
	return v.redirect(home(class))
}

// banner is the part of every page that says what is stopped and what is being sent.
func (board) banner(v *visit) error {
	q := v.r.URL.Query()
	q.Set("fragment", "1")
	v.r.URL.RawQuery = q.Encode()
	return v.page("banner", nil)
}

// stopPage asks what to stop, or to resume. Code confirms to resume.
type stopPage struct{ Code, Names string }

// stopPage is the first tap of a stop; its buttons are the second.
func (board) stopPage(v *visit) error { return v.page("stop", stopPage{}) }

// stop stops what the bot says first, or its replies too, or the group robots as well.
func (board) stop(v *visit) error {
	level := campaign.StopFirst
	switch v.form("level") {
	case "all":
		level = campaign.StopAll
	case "robots":
		level = campaign.StopRobots
	}
	err := v.do(v.ctx(), func(ctx context.Context) error {
		_, err := v.Moderation.Stops.Stop(ctx, v.who, level, v.now)
		return err
	})
	if err != nil {
		return err
	}
	v.say(flash{Code: "stopped"})
	return v.redirect(v.path(""))
}

// resume asks for the code that ends a stop and shows what will happen.
func (board) resume(v *visit) error {
	var out stopPage
	err := v.do(v.ctx(), func(ctx context.Context) (err error) {
		out.Code, err = v.Moderation.Stops.ProposeResume(ctx, v.who, v.now)
		return err
	})
	if err != nil {
		return err
	}
	return v.page("stop", out)
}

// confirmMost is how many codes a form has at most.
const confirmMost = 11

// confirm carries out what waits for a code of this login, or for several.
func (b board) confirm(v *visit) error {
	var said flash
	to, codes := v.path(""), v.r.PostForm["code"]
	if len(codes) == 0 {
		codes = []string{""}
	}
	for i, code := range codes[:min(len(codes), confirmMost)] {
		var here flash
		var next string
		err := v.do(v.ctx(), func(ctx context.Context) (err error) {
			pending, err := v.Moderation.Guard.Confirm(ctx, v.who, strings.TrimSpace(code), v.now)
			if err != nil {
				return err
			}
			here, next, err = b.carryOut(ctx, v, pending)
			return err
		})
		if err != nil {
			return err
		}
		if i == 0 { // the others were answered along with it
			said, to = here, next
		}
		if here.Code == "takenback" {
			said.N = i
		}
	}
	if err := v.Classes.Refresh(v.ctx()); err != nil {
		v.Log.ErrorContext(v.ctx(), "what a moderator added does not serve yet; trying again", "error", err)
	}
	v.say(said)
	return v.redirect(to)
}

// carryOut does what a code has confirmed, and says what was done and where to go on.
func (board) carryOut(ctx context.Context, v *visit, pending moderation.Pending) (said flash, to string, err error) {
	switch p := pending.(type) {
	case moderation.PendingAnswer:
		name := p.Ticket.Name()
		r, err := v.Moderation.Tickets.AnswerAnyway(ctx, v.who, p, v.now)
		if err == nil {
			err = v.Moderation.Tickets.Drafts.Drop(ctx, v.who, p.Ticket)
		}
		return answeredFlash(name, r), v.path("tickets/" + name), err
	case moderation.PendingTakeBack:
		name := p.Ticket.Name()
		err := v.Moderation.Tickets.TakeBack(ctx, v.who, p, v.now)
		if err == nil {
			err = v.Moderation.Tickets.Drafts.Save(ctx, v.who, p.Ticket, p.Words, v.now)
		}
		return flash{Code: "takenback", Name: name}, v.path("tickets/" + name), err
	case moderation.PendingSkip:
		return flash{Code: "skipped", Text: p.Name}, v.path("schedule"), v.Moderation.Seats.Schedule.Skip(ctx, v.who, p, v.now)
	case moderation.PendingReminder:
		_, err := v.Moderation.Seats.Life.MoveReminder(ctx, v.who, p, v.now)
		return flash{Code: "moved", Text: p.Name}, v.path("schedule"), err
	case moderation.PendingEntry:
		ref, err := v.Moderation.Entries.Publish(ctx, v.who, p, v.now)
		said = flash{Code: "published", Name: ref.Name(), Text: p.Question, Undo: v.path("entries/" + ref.Name() + "/undo")}
		return said, v.path("tickets/" + p.Ticket.Name()), err
	case moderation.PendingResume:
		names, err := v.Moderation.Stops.Resume(ctx, v.who, p, v.now)
		return flash{Code: "resumed", Name: names}, v.path(""), err
	case moderation.PendingClosing:
		return seats{}.closed(ctx, v, p)
	case moderation.PendingSeats:
		return seats{}.added(ctx, v, p)
	case moderation.PendingLink:
		return packs{}.replaced(ctx, v, p)
	case moderation.PendingContent:
		return contents{}.published(ctx, v, p)
	case moderation.PendingErasure:
		return people{}.erased(ctx, v, p)
	case moderation.PendingMove, moderation.PendingLecturer, moderation.PendingCancelling, moderation.PendingRestoring:
		return settings{}.changed(ctx, v, pending)
	case moderation.PendingRewrite, moderation.PendingRetirement, moderation.PendingPhrasing:
		return kept{}.changed(ctx, v, pending)
	}
	return said, "", moderation.ErrBadCode // no page of ours asks for it
}

// undo takes back an entry that was published a short time ago.
func (board) undo(v *visit) error {
	ref, err := v.ref()
	if err != nil {
		return err
	}
	err = v.do(v.ctx(), func(ctx context.Context) error { return v.Moderation.Entries.Undo(ctx, v.who, ref, v.now) })
	if err != nil {
		return err
	}
	if err := v.Classes.Refresh(v.ctx()); err != nil {
		v.Log.ErrorContext(v.ctx(), "what a moderator took back still serves; trying again", "error", err)
	}
	v.say(flash{Code: "undone", Name: ref.Name()})
	return v.redirect(v.path(""))
}

var _ http.Handler = (*Console)(nil)
