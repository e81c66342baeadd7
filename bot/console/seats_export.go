package console

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"zhujiao/bot/moderation"
)

// seatExportRoutes is the list of who has a place, as a table.
func seatExportRoutes() []route {
	return []route{{get, "/console/at/{class}/seats.csv", staff(), seats{}.export}}
}

// export sends who fits the filter as a table, a page at a time.
func (s seats) export(v *visit) error {
	f := s.filter(v.r.URL.Query().Get("of"))
	page := moderation.Page{Limit: moderation.PageMax}
	views := v.Moderation.Lists.Views
	l, err := views.Places(v.ctx(), v.who, f, page)
	if err != nil {
		return err
	}
	t := newTable(v.w, "seats-"+string(f)+"-"+v.now.In(v.Campaign.Zone).Format("20060102-1504")+".csv")
	t.row(strings.Split(v.words("seats", "columns", nil), "|")...)
	for {
		for _, r := range l.Rows {
			t.row(s.cells(v, r)...)
		}
		if !t.flush() || l.Next == "" {
			return nil
		}
		page.After = l.Next
		if l, err = views.Places(v.ctx(), v.who, f, page); err != nil {
			v.Log.ErrorContext(v.ctx(), "a table was cut off, because the database failed; fetch it again", "error", err)
			panic(http.ErrAbortHandler) // half a table must not look whole
		}
	}
}

// cells are the cells of somebody's row: no name that leads to a person beside the short code
// that moderators see everywhere.
func (seats) cells(v *visit, r moderation.MemberRow) []string {
	at := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.In(v.Campaign.Zone).Format(time.DateTime)
	}
	place := ""
	if r.Member.Seat > 0 {
		place = strconv.Itoa(r.Member.Seat)
	}
	return []string{
		r.Code, place, v.words("seats", "standing", r.Member), v.words("seats", "source", r.Member.Source), at(r.Member.SignedAt),
		at(r.Member.CheckedAt), v.words("seats", "reminded", r),
	}
}
