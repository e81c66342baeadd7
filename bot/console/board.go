package console

import (
	"context"
	"net/http"
	"slices"
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

// stop stops what the bot says first, or its replies too.
func (board) stop(v *visit) error {
	level := campaign.StopFirst
	if v.form("level") == "all" {
		level = campaign.StopAll
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
	for _, code := range codes[:min(len(codes), confirmMost)] {
		err := v.do(v.ctx(), func(ctx context.Context) (err error) {
			pending, err := v.Moderation.Guard.Confirm(ctx, v.who, strings.TrimSpace(code), v.now)
			if err != nil {
				return err
			}
			said, to, err = b.carryOut(ctx, v, pending)
			return err
		})
		if err != nil {
			return err
		}
	}
	if err := v.Classes.Refresh(v.ctx()); err != nil {
		v.Log.ErrorContext(v.ctx(), "what a moderator added does not serve yet; trying again", "error", err)
	}
	said.N = len(codes)
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
	case moderation.PendingRewrite, moderation.PendingRetirement, moderation.PendingPhrasing, moderation.PendingLink,
		moderation.PendingClosing, moderation.PendingSeats,
		moderation.PendingMove, moderation.PendingLecturer, moderation.PendingCancelling, moderation.PendingRestoring:
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

const (
	// recordPage is how many lines of the record a page shows, and recordRead how many are
	// read at most to find them.
	recordPage = 50
	recordRead = 2000
)

// recordView is the record of what moderators did. The other fields are what it is
// filtered by.
type recordView struct {
	Rows              []moderation.AuditEntry
	Next              string
	First, More       bool // more lines may fit further back
	Who, Kind, Target string
	Door              bool // the lines about the console's door, which belong to no class
	People            []string
}

// record shows what moderators did, the newest first.
func (board) record(v *visit) error {
	q := v.r.URL.Query()
	out := recordView{
		Who: q.Get("who"), Kind: q.Get("kind"), Target: strings.ToUpper(strings.TrimSpace(q.Get("target"))), Door: q.Get("of") == "door",
		First: q.Get("after") == "",
	}
	class := v.Campaign.ID
	if out.Door {
		class = ""
	}
	page := moderation.Page{After: q.Get("after")}
	for read := 0; len(out.Rows) < recordPage && read < recordRead; {
		page.Limit = min(moderation.PageMax, recordPage-len(out.Rows))
		if out.Who+out.Kind+out.Target != "" {
			page.Limit = moderation.PageMax
		}
		l, err := v.Moderation.Lists.Audit(v.ctx(), v.who, class, page)
		if err != nil {
			return err
		}
		for _, e := range l.Rows {
			if out.fits(e) {
				out.Rows = append(out.Rows, e)
			}
		}
		read += len(l.Rows)
		page.After, out.Next = l.Next, l.Next
		if l.Next == "" {
			break
		}
	}
	for _, e := range out.Rows {
		if !slices.Contains(out.People, e.Who) {
			out.People = append(out.People, e.Who)
		}
	}
	return v.page("record", out)
}

func (r *recordView) fits(e moderation.AuditEntry) bool {
	kind, _, _ := strings.Cut(string(e.Action), ".")
	return (r.Who == "" || e.Who == r.Who) && (r.Kind == "" || kind == r.Kind) && (r.Target == "" || strings.EqualFold(e.Target, r.Target))
}

var _ http.Handler = (*Console)(nil)
