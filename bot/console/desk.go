package console

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
	"zhujiao/bot/text"
)

// desk has the pages about tickets.
type desk struct{}

// deskPage is how many tickets a page of the list shows.
const deskPage = 20

// listPage is the list of tickets. Tab is wait, mine, U, H or done.
type listPage struct {
	Tab   string
	Rows  []ticketRow
	Next  string // where the next page continues; empty at the end
	First bool
	All   int
	Max   int // All is not counted further
	// Times counts the first answers by how long they took, Terms is what people asked about
	// in vain; without Charts there is neither.
	Charts       bool
	Times, Terms []mark
}

// ticketRow is a ticket of the list.
type ticketRow struct {
	moderation.DeskRow
	Reach bool
	// Here are the others who are at it, Alike the names of others that ask the same.
	Here, Alike []string
}

// list shows the tickets that wait, the oldest first, or those that were dealt with.
func (d desk) list(v *visit) error {
	q := v.r.URL.Query()
	page := moderation.Page{Limit: deskPage, After: q.Get("after")}
	out := listPage{Tab: q.Get("tab"), First: page.After == "", Max: moderation.CountMax}
	lists := v.Moderation.Lists
	var rows moderation.List[moderation.DeskRow]
	var err error
	switch out.Tab {
	case "done":
		rows, err = lists.Handled(v.ctx(), v.who, page)
	case "mine":
		rows, err = lists.Desk(v.ctx(), v.who, moderation.DeskFilter{Held: true, By: v.who.Name}, page)
	case string(moderation.KindUnknown), string(moderation.KindHuman):
		rows, err = lists.Desk(v.ctx(), v.who, moderation.DeskFilter{Kind: moderation.Kind(out.Tab)}, page)
	default:
		out.Tab = "wait"
		rows, err = lists.Desk(v.ctx(), v.who, moderation.DeskFilter{}, page)
	}
	if err != nil {
		return err
	}
	here, err := v.Moderation.Tickets.Drafts.Present(v.ctx(), v.who, v.Campaign.ID, v.now)
	if err != nil {
		return err
	}
	f, err := v.Moderation.Numbers.Read(v.ctx(), v.who)
	if err != nil {
		return err
	}
	out.Next, out.All = rows.Next, f.Tickets
	if err := d.charts(v, &out); err != nil {
		return err
	}
	for _, r := range rows.Rows {
		row := ticketRow{DeskRow: r, Reach: r.Reachable(v.now), Here: here[r.Name()]}
		for _, o := range rows.Rows {
			if o.Number != r.Number && out.Tab != "done" && d.alike(v, r.Ticket, o.Ticket) {
				row.Alike = append(row.Alike, o.Name())
			}
		}
		out.Rows = append(out.Rows, row)
	}
	return v.page("tickets", out)
}

// alike reports whether two tickets seem to ask the same.
func (desk) alike(v *visit, a, b *campaign.Ticket) bool {
	if a.Kind != campaign.TicketUnknown || b.Kind != campaign.TicketUnknown || a.First() == "" || b.First() == "" {
		return false
	}
	return v.Attendees.Tickets.Akin(text.Fold(a.First()), text.Fold(b.First()))
}

// saidShown is how many of a person's last messages a ticket shows, alikeShown how many
// waiting tickets are compared with it.
const (
	saidShown  = 8
	alikeShown = 200
)

// ticketPage is one ticket.
type ticketPage struct {
	*campaign.Ticket
	Ref   string
	Path  string
	Asker *moderation.Standing // nil if everybody who asked has left, or for roles that see nobody
	Said  []moderation.Said
	Alike []*campaign.Ticket
	Here  []string
	Draft moderation.Draft
	Why   why
	// AskersPath leads to everybody who asked it.
	AskersPath string
	May        bool // answer, take over, give to somebody, ignore
	// Colleagues are those to whom the ticket can be given, Pictures what was sent with it.
	Colleagues []string
	Pictures   []int
	// Second is set after another moderator was faster: Draft was not sent.
	Second *moderation.SecondAnswer
	// Publish is what publishing the answer would do, waiting for its code.
	Publish *publishing
	Wrong   *refusal
}

// why is what the words of a ticket mean to the bot now.
type why struct {
	Hits       []hit
	Confidence float64
	Answers    bool // it would answer them by now
}

// hit is an entry that may have been meant, with its answer.
type hit struct {
	Title, Answer string
	Score         float64
}

// ticket shows one ticket.
func (d desk) ticket(v *visit) error {
	ref, err := v.ref()
	if err != nil {
		return err
	}
	p, err := d.read(v, ref)
	if err != nil {
		return err
	}
	return v.page("ticket", p)
}

// back leads from the address of a deed, which a browser may have kept, to its ticket.
func (desk) back(v *visit) error {
	ref, err := v.ref()
	if err != nil {
		return err
	}
	return v.redirect(v.path("tickets/" + ref.Name()))
}

// read reads what the page of a ticket shows.
func (d desk) read(v *visit, ref moderation.Ref) (*ticketPage, error) {
	t, err := v.Moderation.Tickets.Look(v.ctx(), v.who, ref)
	if err != nil {
		return nil, err
	}
	p := &ticketPage{Ticket: t, Ref: ref.Name(), Path: v.path("tickets/" + ref.Name()), May: v.who.May(moderation.ActionAnswerTicket)}
	p.AskersPath = behindPath(v, moderation.BehindAskers, p.Ref, nil)
	if p.Draft, p.Here, err = v.Moderation.Tickets.Drafts.Of(v.ctx(), v.who, ref, v.now); err != nil {
		return nil, err
	}
	if v.who.May(moderation.ActionFindPerson) {
		if err := errors.Join(d.asker(v, ref, p), d.around(v, ref, p)); err != nil {
			return nil, err
		}
	}
	waiting, err := v.Moderation.Lists.Waiting(v.ctx(), v.who, moderation.Page{Limit: alikeShown})
	if err != nil {
		return nil, err
	}
	for _, o := range waiting.Rows {
		if (o.Number != t.Number || o.Kind != t.Kind) && len(p.Alike) < 10 && d.alike(v, t, o) {
			p.Alike = append(p.Alike, o)
		}
	}
	p.Why = d.why(v, t)
	return p, nil
}

// asker reads who asked a ticket first, and what they wrote last.
func (desk) asker(v *visit, ref moderation.Ref, p *ticketPage) error {
	s, err := v.Moderation.People.Find(v.ctx(), v.who, ref.Name(), v.now)
	if errors.Is(err, campaign.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	p.Asker = &s
	p.Said, err = v.Moderation.People.Said(v.ctx(), v.who, s.Person.ID, v.now, saidShown)
	slices.Reverse(p.Said)
	return err
}

// why finds out what the bot makes of the words of a ticket.
func (d desk) why(v *visit, t *campaign.Ticket) (out why) {
	if t.First() == "" {
		return out
	}
	return d.meaning(v, v.Reader.ReadWords(t.First()).Match)
}

// meaning puts into a page what words mean.
func (desk) meaning(v *visit, match bot.Match) (out why) {
	out.Confidence = match.Confidence
	out.Answers = match.Band == bot.BandAnswer
	for _, h := range match.Hits {
		e, ok := v.Campaign.Entry(h.ID)
		if !ok || h.Command != "" || len(out.Hits) == 3 {
			continue
		}
		said := ""
		if !e.Pending {
			said = v.Texts.Answer(e.ID, v.now, nil)
		}
		out.Hits = append(out.Hits, hit{h.Title, said, h.Score})
	}
	return out
}

// answer sends an answer, and publishes it if asked to.
func (d desk) answer(v *visit) error {
	ref, err := v.ref()
	if err != nil {
		return err
	}
	words := typedText(v)
	if words == "" {
		return d.with(v, ref, http.StatusUnprocessableEntity, func(p *ticketPage) { p.Wrong = &refusal{Code: "empty"} })
	}
	r, err := d.give(v, ref, words)
	if err != nil {
		return d.kept(v, ref, words, err)
	}
	if r.Second != nil {
		return d.with(v, ref, http.StatusConflict, func(p *ticketPage) { p.Second, p.Draft.Text = r.Second, words })
	}
	f := answeredFlash(ref.Name(), r)
	n, codes := d.others(v, words)
	if f.N = n; len(f.Back) > 0 {
		f.Back = append(f.Back, codes...)
	}
	v.say(f)
	if v.form("publish") != "" {
		return publisher{d}.propose(v, moderation.EntryWording{}, "")
	}
	return v.redirect(v.path("tickets/" + ref.Name()))
}

// give sends an answer once: the same words that this moderator has sent already are not
// sent again, because a form may be sent twice. The draft goes when the answer does; a
// second answer is kept as a draft.
func (desk) give(v *visit, ref moderation.Ref, words string) (r moderation.AnswerResult, err error) {
	tickets := v.Moderation.Tickets
	err = v.do(v.ctx(), func(ctx context.Context) error {
		t, err := tickets.Look(ctx, v.who, ref)
		if err != nil {
			return err
		}
		r = moderation.AnswerResult{Told: true}
		if t.By != v.who.Name || t.Answer != words {
			if r, err = tickets.Answer(ctx, v.who, ref, words, v.now); err != nil {
				return err
			}
		}
		if r.Second != nil {
			return tickets.Drafts.Save(ctx, v.who, ref, words, v.now)
		}
		return tickets.Drafts.Drop(ctx, v.who, ref)
	})
	return r, err
}

// kept shows a ticket again whose answer was refused: the words are kept as a draft.
func (d desk) kept(v *visit, ref moderation.Ref, words string, err error) error {
	wrong, status := refusalOf(err)
	if status == http.StatusInternalServerError || status == http.StatusNotFound {
		return err
	}
	_ = v.do(v.ctx(), func(ctx context.Context) error { // the page has the words all the same
		return v.Moderation.Tickets.Drafts.Save(ctx, v.who, ref, words, v.now)
	})
	return d.with(v, ref, status, func(p *ticketPage) { p.Wrong, p.Draft.Text = &wrong, words })
}

// with shows a ticket with something changed on its page.
func (d desk) with(v *visit, ref moderation.Ref, status int, change func(p *ticketPage)) error {
	p, err := d.read(v, ref)
	if err != nil {
		return err
	}
	change(p)
	return v.show(status, "ticket", p)
}

// act does something to a ticket and says so on its page.
func (desk) act(v *visit, code string, f func(ctx context.Context, ref moderation.Ref) (by string, err error)) error {
	ref, err := v.ref()
	if err != nil {
		return err
	}
	said := flash{Code: code, Name: ref.Name()}
	err = v.do(v.ctx(), func(ctx context.Context) (err error) {
		said.By, err = f(ctx, ref)
		return err
	})
	if err != nil {
		return err
	}
	v.say(said)
	return v.redirect(v.path("tickets/" + url.PathEscape(ref.Name())))
}

// take silences the bot for the person of a call.
func (d desk) take(v *visit) error {
	return d.act(v, "taken", func(ctx context.Context, ref moderation.Ref) (string, error) {
		return "", v.Moderation.Tickets.TakeOver(ctx, v.who, ref, v.now)
	})
}

// giveBack lets the bot speak again.
func (d desk) giveBack(v *visit) error {
	return d.act(v, "returned", func(ctx context.Context, ref moderation.Ref) (string, error) {
		return v.Moderation.Tickets.HandBack(ctx, v.who, ref, v.now)
	})
}

// ignore closes a ticket that needs no answer.
func (d desk) ignore(v *visit) error {
	return d.act(v, "ignored", func(ctx context.Context, ref moderation.Ref) (string, error) {
		return "", v.Moderation.Tickets.Ignore(ctx, v.who, ref, v.now)
	})
}
