package console

import (
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
)

// recordPage is how many lines of the record a page shows.
const recordPage = 50

// ofDoor stands for the lines about the console's door, which belong to no class.
const ofDoor = "door"

// recordView is the record of what moderators did. The other fields are what it is
// filtered by.
type recordView struct {
	Rows                   []moderation.AuditEntry
	Next                   string
	First                  bool
	Who, Kind, Target, Day string
	// Of is the class whose record it is, or ofDoor.
	Of      string
	Classes []moderation.ClassRow
	People  []string
	// Query is the filter as the query of an address, Inside is set in the browser of
	// WeChat, which stores no files.
	Query  template.URL
	Inside bool
}

// records has the pages about what moderators did.
type records struct{}

func recordRoutes() []route {
	r := records{}
	return []route{
		{get, "/console/at/{class}/record", staff(), r.page},
		{get, "/console/at/{class}/record.csv", staff(), r.export},
	}
}

// read reads the filter of a request. It returns campaign.ErrNotFound for what no page of
// ours asks for.
func (records) read(v *visit) (out recordView, f moderation.AuditFilter, err error) {
	q := v.r.URL.Query()
	said := func(name string) string { return plainField(q.Get(name)) }
	out = recordView{
		Who: said("who"), Kind: said("kind"), Target: strings.ToUpper(said("target")), Day: said("day"), Of: said("of"),
		First: q.Get("after") == "",
	}
	if out.Kind != "" && !slices.Contains(kinds(), out.Kind) {
		return out, f, campaign.ErrNotFound
	}
	f = moderation.AuditFilter{Who: out.Who, Kind: out.Kind, Target: out.Target}
	if out.Day != "" {
		day, err := time.ParseInLocation(time.DateOnly, out.Day, v.Campaign.Zone)
		if err != nil {
			return out, f, campaign.ErrNotFound
		}
		f.Since, f.Until = day, day.AddDate(0, 0, 1)
	}
	if out.Of == "" {
		out.Of = v.Campaign.ID
	}
	l, err := v.Moderation.Lists.Classes(v.ctx(), v.who, moderation.Page{})
	if err != nil {
		return out, f, err
	}
	out.Classes = l.Rows
	if out.Of != ofDoor && !slices.ContainsFunc(l.Rows, func(c moderation.ClassRow) bool { return c.ID == out.Of }) {
		return out, f, campaign.ErrNotFound
	}
	query := url.Values{"who": {out.Who}, "kind": {out.Kind}, "target": {out.Target}, "day": {out.Day}, "of": {out.Of}}
	out.Query = template.URL(query.Encode()) //nolint:gosec // encoded a line above: nothing of it is markup
	return out, f, nil
}

// class is the class of the lines that are shown.
func (r *recordView) class() string {
	if r.Of == ofDoor {
		return ""
	}
	return r.Of
}

// page shows what moderators did, the newest first.
func (r records) page(v *visit) error {
	out, f, err := r.read(v)
	if err != nil {
		return err
	}
	page := moderation.Page{After: v.r.URL.Query().Get("after"), Limit: recordPage}
	l, err := v.Moderation.Lists.Audit(v.ctx(), v.who, out.class(), f, page)
	if err != nil {
		return err
	}
	if out.People, err = v.Moderation.Tickets.Shift.Colleagues(v.ctx(), v.who); err != nil {
		return err
	}
	out.Rows, out.Next = l.Rows, l.Next
	out.Inside = strings.Contains(v.r.UserAgent(), "MicroMessenger")
	return v.page("record", out)
}

// export sends the lines that fit the filter as a table, a page at a time, the newest first.
func (r records) export(v *visit) error {
	out, f, err := r.read(v)
	if err != nil {
		return err
	}
	page := moderation.Page{Limit: moderation.PageMax}
	l, err := v.Moderation.Lists.Audit(v.ctx(), v.who, out.class(), f, page)
	if err != nil {
		return err
	}
	t := newTable(v.w, "record-"+v.now.In(v.Campaign.Zone).Format("20060102-1504")+".csv")
	t.row(strings.Split(v.words("record", "columns", nil), "|")...)
	for {
		for _, e := range l.Rows {
			t.row(e.At.In(v.Campaign.Zone).Format(time.DateTime), e.Who, v.words("record", "via", string(e.Via)),
				v.words("record", "action", string(e.Action)), e.Target, v.words("record", "change", e.Before),
				v.words("record", "change", e.After))
		}
		if !t.flush() || l.Next == "" {
			return nil
		}
		page.After = l.Next
		if l, err = v.Moderation.Lists.Audit(v.ctx(), v.who, out.class(), f, page); err != nil {
			v.Log.ErrorContext(v.ctx(), "a table was cut off, because the database failed; fetch it again", "error", err)
			panic(http.ErrAbortHandler) // half a table must not look whole
		}
	}
}
