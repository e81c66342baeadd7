package console

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
)

// behind has the lists of people behind the numbers that no group counts: see crowd.
type behind struct{}

// behindRoutes are those of these lists.
func behindRoutes() []route {
	return []route{{get, "/console/at/{class}/behind", staff(), behind{}.list}}
}

// behindTerm is who has used a term in what the bot did not know.
const behindTerm moderation.BehindWhat = "term"

// behindPage is a list of people. Of is what the number is about, as it stands in the address.
type behindPage struct {
	What     moderation.BehindWhat
	Of       string
	From, To time.Time
	Source   string
	Every    bool
	Rows     []moderation.BehindRow
	// After is where the next page continues, Begin the first one; empty if there is none.
	After, Begin string
}

// stamp is a time in an address.
func stamp(at time.Time) string { return strconv.FormatInt(at.UnixMilli(), 10) }

// behindPath is the list of the people behind a number; empty for those who see nobody.
func behindPath(v *visit, what moderation.BehindWhat, of string, more url.Values) string {
	if !v.who.May(moderation.ActionListPeople) {
		return ""
	}
	q := url.Values{"what": {string(what)}}
	if of != "" {
		q.Set("of", of)
	}
	maps.Copy(q, more)
	return v.path("behind?" + q.Encode())
}

// timed returns the lists of the people behind what is counted over time.
func timed(v *visit, what moderation.BehindWhat, of string) func(from, to time.Time) string {
	return func(from, to time.Time) string {
		span := url.Values{}
		if !from.IsZero() {
			span.Set("from", stamp(from))
		}
		if !to.IsZero() {
			span.Set("to", stamp(to))
		}
		return behindPath(v, what, of, span)
	}
}

// list shows the people behind a number.
func (b behind) list(v *visit) error {
	q := v.r.URL.Query()
	out := behindPage{
		What: moderation.BehindWhat(q.Get("what")), Of: q.Get("of"), Source: q.Get("source"), Every: !q.Has("source"),
		From: timeIn(q.Get("from")), To: timeIn(q.Get("to")),
	}
	page := moderation.Page{Limit: crowdPage, After: q.Get("after")}
	var l moderation.List[moderation.BehindRow]
	var err error
	if out.What == behindTerm {
		l, err = b.term(v, out.Of, page)
	} else {
		var ask moderation.Behind
		if ask, err = b.ask(v, &out); err == nil {
			l, err = v.Moderation.Lists.Views.Behind(v.ctx(), v.who, ask, page)
		}
	}
	if err != nil {
		return err
	}
	out.Rows = l.Rows
	q.Del("fragment")
	if q.Del("after"); page.After != "" {
		out.Begin = v.path("behind?" + q.Encode())
	}
	if l.Next != "" {
		q.Set("after", l.Next)
		out.After = v.path("behind?" + q.Encode())
	}
	return v.page("behind", out)
}

// timeIn is the inverse of stamp; the zero time for none.
func timeIn(s string) time.Time {
	if ms, err := strconv.ParseInt(s, 10, 64); err == nil && ms > 0 {
		return time.UnixMilli(ms)
	}
	return time.Time{}
}

// ask returns what an address asks for, or errNoPage.
func (b behind) ask(v *visit, p *behindPage) (out moderation.Behind, err error) {
	out = moderation.Behind{What: p.What, Since: p.From, Until: p.To, Every: p.Every, Source: p.Source}
	of, rest, _ := strings.Cut(p.Of, ":")
	var ok bool
	switch p.What {
	case moderation.BehindSigned, moderation.BehindSeated, moderation.BehindChecked, moderation.BehindAsked,
		moderation.BehindCurious:
		ok = p.Of == "" && len(p.Source) <= 64
	case moderation.BehindHeld, moderation.BehindQueued, moderation.BehindReports:
		out.Pack = of
		if out.URL, ok = b.link(v, of, rest); ok && p.What == moderation.BehindReports {
			ok = out.URL != ""
		}
	case moderation.BehindVotes, moderation.BehindAskers, moderation.BehindCalls, moderation.BehindOptedOut:
		out.Ref, ok = moderation.RefOf(v.Campaign.ID, of)
		out.States, _ = statesOf(rest)
	case moderation.BehindNotices:
		kind, topic, _ := strings.Cut(p.Of, ":")
		out.Topic = topic
		out.States, ok = statesOf(kind)
		p.Of = kind
	default:
		ok = false
	}
	if !ok {
		return out, errNoPage
	}
	return out, nil
}

// statesOf are the states behind a word of an address.
func statesOf(word string) (out [3]string, ok bool) {
	states := map[string][3]string{
		"waiting":   {string(campaign.ChunkQueued), string(campaign.ChunkSending)},
		"cancelled": {string(campaign.ChunkCancelled), string(campaign.ChunkCancelled)},
		"told":      {string(campaign.NoticeSent), string(campaign.NoticeSent)},
		"failed":    {string(campaign.NoticeFailed), string(campaign.NoticeUnknown), string(campaign.NoticeCancelled)},
	}
	out, ok = states[word]
	return out, ok
}

// link returns the address of a link by its mark, "" without a mark.
func (behind) link(v *visit, pack, mark string) (address string, ok bool) {
	if _, ok := v.Campaign.Pack(pack); !ok || mark == "" {
		return "", ok
	}
	links, err := v.Moderation.Links.List(v.ctx(), v.who, pack, v.now)
	if err != nil {
		return "", false
	}
	i := slices.IndexFunc(links, func(l moderation.LinkState) bool { return markOf(l.URL+" "+l.Code) == mark })
	if i < 0 {
		return "", false
	}
	return links[i].URL, true
}

// term lists who has used a term in what the bot did not know.
func (behind) term(v *visit, term string, page moderation.Page) (out moderation.List[moderation.BehindRow], err error) {
	users, err := v.Moderation.Tickets.TermUsers(v.ctx(), v.who, v.now.Add(-termsFor), term)
	if err != nil {
		return out, err
	}
	from, _ := strconv.ParseInt(page.After, 10, 64) // 0 for the first page
	for _, id := range users {
		if int64(id) <= from {
			continue
		}
		if len(out.Rows) == page.Limit {
			out.Next = strconv.FormatInt(int64(out.Rows[page.Limit-1].Person), 10)
			return out, nil
		}
		out.Rows = append(out.Rows, moderation.BehindRow{Person: id, Code: codeOf(v, id)})
	}
	return out, nil
}

// codeOf is somebody's short code; empty for who was erased.
func codeOf(v *visit, id bot.PersonID) string {
	p, err := v.Moderation.People.Finder.PersonByID(v.ctx(), id)
	if err != nil {
		return ""
	}
	return p.Code
}
