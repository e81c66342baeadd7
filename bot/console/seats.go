package console

import (
	"context"
	"errors"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
)

// seats has the pages about the registration of a class.
type seats struct{}

// seatsShown is how many people a page of the list shows.
const seatsShown = 40

// seatStep is the shortest time behind a mark of a chart of registrations and claims.
const seatStep = 10 * time.Minute

// seatsPage is how full a class is, and who has which place.
type seatsPage struct {
	Figures moderation.Figures
	Total   int
	// Closed is set if a moderator has closed registration, Ended if its time is over.
	Closed, Ended bool
	// Filter chooses Rows; there are none for those who see nobody.
	Filter  moderation.SeatFilter
	Groups  groups
	Rows    []moderation.MemberRow
	Next    string
	First   bool
	May     bool
	Sources []mark
	Times   []mark
	// Query is what was searched for, Found whom it fits.
	Query string
	Found []bot.PersonID
}

// filter returns the filter of an address, else the first one.
func (seats) filter(name string) moderation.SeatFilter {
	switch f := moderation.SeatFilter(name); f {
	case moderation.SeatsAbsent, moderation.SeatsWaiting, moderation.SeatsPresent:
		return f
	case moderation.SeatsTaken:
	}
	return moderation.SeatsTaken
}

// page shows how full a class is.
func (s seats) page(v *visit) (err error) {
	q := v.r.URL.Query()
	out := seatsPage{
		Filter: s.filter(q.Get("of")), First: q.Get("after") == "", May: v.who.May(moderation.ActionListPeople),
		Query: strings.TrimSpace(q.Get("q")), Groups: groupsOf(v),
	}
	if out.Query != "" && out.May {
		if out.Found, err = s.find(v, out.Query); err != nil {
			return err
		}
		if len(out.Found) == 1 {
			return v.redirect(v.path("people/" + personPath(out.Found[0])))
		}
	}
	if out.Figures, err = v.Moderation.Numbers.Read(v.ctx(), v.who); err != nil {
		return err
	}
	out.Total = v.Attendees.Signups.Total(out.Figures.Tally)
	out.Closed, out.Ended = out.Figures.Tally.Closed, v.Attendees.Signups.Ended(v.now)
	views := v.Moderation.Lists.Views
	if out.May {
		l, err := views.Places(v.ctx(), v.who, out.Filter, moderation.Page{Limit: seatsShown, After: q.Get("after")})
		if err != nil {
			return err
		}
		out.Rows, out.Next = l.Rows, l.Next
	}
	if v.fragment() {
		return v.page("seats", out)
	}
	sources, times, err := views.SeatFigures(v.ctx(), v.who, seatStep)
	if err != nil {
		return err
	}
	for _, c := range sources {
		out.Sources = append(out.Sources, mark{
			Label: c.Name, N: c.N, Path: behindPath(v, moderation.BehindSeated, "", url.Values{"source": {c.Name}}),
		})
	}
	out.Times = timesOf(v, times, seatStep, true, timed(v, moderation.BehindSeated, ""))
	return v.page("seats", out)
}

// find returns the people whom a search fits: a seat's number, or a short code.
func (seats) find(v *visit, query string) ([]bot.PersonID, error) {
	views := v.Moderation.Lists.Views
	if n, err := strconv.Atoi(query); err == nil {
		p, err := views.SeatOwner(v.ctx(), v.who, n)
		if errors.Is(err, campaign.ErrNotFound) {
			return nil, nil
		}
		return []bot.PersonID{p}, err
	}
	return views.WithCode(v.ctx(), v.who, strings.ToUpper(strings.TrimLeftFunc(query, func(r rune) bool { return r > unicode.MaxASCII })))
}

// back leads from the address of a deed to the page.
func (seats) back(v *visit) error { return v.redirect(v.path("seats")) }

// shut asks for the code that closes registration.
func (seats) shut(v *visit) error {
	return v.ask(askPage{Kind: "close", Back: v.path("seats")}, func(ctx context.Context, p *askPage) error {
		r, err := v.Moderation.Seats.ProposeClosing(ctx, v.who, v.now)
		p.Code, p.Taken, p.Total = r.Code, r.Taken, r.Total
		return err
	})
}

// open opens registration again.
func (seats) open(v *visit) error {
	return v.act(v.path("seats"), func(ctx context.Context, said *flash) error {
		late, err := v.Moderation.Seats.Open(ctx, v.who, v.now)
		said.Code = "opened"
		if late {
			said.Code = "opened-late"
		}
		return err
	})
}

// add asks for the code that adds seats.
func (seats) add(v *visit) error {
	n, err := strconv.Atoi(strings.TrimSpace(v.form("n")))
	if err != nil {
		return moderation.ErrNumber
	}
	return v.ask(askPage{Kind: "seats", Back: v.path("seats"), More: n}, func(ctx context.Context, p *askPage) error {
		r, err := v.Moderation.Seats.ProposeSeats(ctx, v.who, n, v.now)
		p.Code, p.Taken, p.Total = r.Code, r.Taken, r.Total
		return err
	})
}

// promote gives free seats to those who wait.
func (seats) promote(v *visit) error {
	return v.act(v.path("seats"), func(ctx context.Context, said *flash) (err error) {
		said.Code = "promoted"
		said.N, err = v.Moderation.Seats.Promote(ctx, v.who, v.now)
		return err
	})
}

// personPath is how an address names somebody.
func personPath(p bot.PersonID) string { return strconv.FormatInt(int64(p), 36) }
