package console

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
)

// sends has the pages about broadcasts. What is done there goes through the same methods as
// the chat's commands.
type sends struct{}

// sendsPage is how many broadcasts a page of the list shows.
const sendsPage = 20

// sendList is the list of broadcasts.
type sendList struct {
	Tab   moderation.SendTab
	Rows  []*campaign.Broadcast
	Next  string // where the next page continues; empty at the end
	First bool
	Quota quota
	May   bool // begin a new one
	// Kept is set while this login has a text that is no broadcast yet.
	Kept bool
}

// quota is how many mass sends of the month are left, of how many.
type quota struct{ Left, Of int }

func quotaOf(v *visit) (q quota, err error) {
	q.Left, q.Of, err = v.Moderation.Broadcasts.Reached.Quota(v.ctx(), v.who, v.now)
	return q, err
}

// list shows the broadcasts of a tab, the newest first.
func (sends) list(v *visit) (err error) {
	q := v.r.URL.Query()
	page := moderation.Page{Limit: sendsPage, After: q.Get("after")}
	out := sendList{Tab: moderation.SendTab(q.Get("tab")), First: page.After == "", May: v.who.May(moderation.ActionDraftBroadcast)}
	switch out.Tab {
	case moderation.SendsDraft, moderation.SendsPlanned, moderation.SendsRunning, moderation.SendsEnded:
	default:
		out.Tab = moderation.SendsAll
	}
	rows, err := v.Moderation.Broadcasts.Sends.List(v.ctx(), v.who, out.Tab, page)
	if err != nil {
		return err
	}
	out.Rows, out.Next = rows.Rows, rows.Next
	if out.Quota, err = quotaOf(v); err != nil {
		return err
	}
	if out.May {
		kept, err := v.Moderation.Broadcasts.Writings.Of(v.ctx(), v.who)
		if err != nil {
			return err
		}
		out.Kept = kept.Text != ""
	}
	return v.page("sends", out)
}

// writePage is the first step of a new broadcast: its text.
type writePage struct {
	moderation.Writing
	Path  string
	Wrong *refusal
}

// write shows what this login has begun to write.
func (sends) write(v *visit) error {
	w, err := v.Moderation.Broadcasts.Writings.Of(v.ctx(), v.who)
	if err != nil {
		return err
	}
	return v.page("send_new", writePage{w, v.path("sends/new"), nil})
}

// typedText returns the text of a form.
func typedText(v *visit) string {
	return strings.TrimSpace(strings.ReplaceAll(v.form("text"), "\r\n", "\n"))
}

// written stores a text, checks it, and goes on to whom it is for. What is wrong with it is
// shown beside it.
func (sends) written(v *visit) error {
	w := moderation.Writing{Text: typedText(v), DateMeant: v.form("date") != "", At: v.now}
	b := v.Moderation.Broadcasts
	err := v.do(v.ctx(), func(ctx context.Context) error { return b.Writings.Save(ctx, v.who, w.Text, w.DateMeant, v.now) })
	if err == nil && w.Text == "" {
		err = errEmpty
	}
	if err == nil {
		err = v.do(v.ctx(), func(ctx context.Context) error {
			c := moderation.Composed{Audience: campaign.Audience{Kind: campaign.AudienceAll}, Text: w.Text, DateMeant: w.DateMeant}
			return b.Check(ctx, v.who, c, v.now)
		})
	}
	if err == nil {
		return v.redirect(v.path("sends/new/audience"))
	}
	return again(err, func(wrong *refusal, status int) error {
		return v.show(status, "send_new", writePage{w, v.path("sends/new"), wrong})
	})
}

// again shows a page with what was wrong about its form. What is no refusal is returned.
func again(err error, show func(wrong *refusal, status int) error) error {
	wrong, status := refusalOf(err)
	if status == http.StatusInternalServerError || status == http.StatusForbidden || status == http.StatusNotFound {
		return err
	}
	return show(&wrong, status)
}

// keep stores what is being written, at the script's request.
func (sends) keep(v *visit) error {
	err := v.do(v.ctx(), func(ctx context.Context) error {
		return v.Moderation.Broadcasts.Writings.Save(ctx, v.who, strings.ReplaceAll(v.form("text"), "\r\n", "\n"), false, v.now)
	})
	if err != nil {
		return err
	}
	v.w.WriteHeader(http.StatusNoContent)
	return nil
}

// audiencePage is the second step: whom the text is for.
type audiencePage struct {
	moderation.Writing
	Rows  []audienceRow
	Wrong *refusal
}

// audienceRow is an audience with whom a broadcast does not reach.
type audienceRow struct {
	campaign.Audience
	Key string
	moderation.ReachCount
	Why []reason
	// Path leads to them.
	Path string
}

// audience shows the audiences with their numbers, and who is not reached for which reason.
func (s sends) audience(v *visit) error {
	w, err := v.Moderation.Broadcasts.Writings.Of(v.ctx(), v.who)
	if err != nil {
		return err
	}
	if w.Text == "" {
		return v.redirect(v.path("sends/new"))
	}
	return s.choose(v, w, nil, http.StatusOK)
}

func (sends) choose(v *visit, w moderation.Writing, wrong *refusal, status int) error {
	out := audiencePage{Writing: w, Wrong: wrong}
	for _, a := range audiences(v.Campaign) {
		q := moderation.ReachQuery{Audience: a}
		n, err := countReach(v, q)
		if err != nil {
			return err
		}
		out.Rows = append(out.Rows, audienceRow{a, keyOf(a), n, reasonsOf(v, q, n), crowdPath(v, q)})
	}
	return v.show(status, "send_audience", out)
}

// compose makes the broadcast, whose page has the other steps.
func (s sends) compose(v *visit) error {
	a, ok := audienceOf(v.Campaign, v.form("of"))
	if !ok {
		return errForm
	}
	var p moderation.Preview
	var w moderation.Writing
	b := v.Moderation.Broadcasts
	err := v.do(v.ctx(), func(ctx context.Context) (err error) {
		if w, err = b.Writings.Take(ctx, v.who); err != nil {
			return err
		}
		c := moderation.Composed{Audience: a, Text: strings.TrimSpace(w.Text), DateMeant: w.DateMeant}
		p, err = b.Compose(ctx, v.who, c, v.now)
		return err
	})
	if errors.Is(err, moderation.ErrAlready) { // the form was sent before
		return v.redirect(v.path("sends"))
	}
	if err != nil {
		return again(err, func(wrong *refusal, status int) error { return s.choose(v, w, wrong, status) })
	}
	v.say(flash{Code: "send-drafted", Name: p.Broadcast.Name(), Sent: "new send"})
	return v.redirect(v.path("sends/" + p.Broadcast.Name()))
}

// sendRef returns the broadcast that the path names, or campaign.ErrNotFound.
func sendRef(v *visit) (moderation.Ref, error) {
	ref, ok := moderation.RefOf(v.Campaign.ID, strings.ToUpper(v.r.PathValue("send")))
	if !ok || ref.Kind != moderation.KindBroadcast {
		return ref, campaign.ErrNotFound
	}
	return ref, nil
}

// back leads from the address of a deed, which a browser may have kept, to its broadcast.
func (sends) back(v *visit) error {
	ref, err := sendRef(v)
	if err != nil {
		return err
	}
	return v.redirect(v.path("sends/" + ref.Name()))
}

// numberIn is a number that was typed; what is none is the size of no audience.
func numberIn(s string) int {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil || n < 0 {
		return -1
	}
	return n
}
