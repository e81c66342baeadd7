package console

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
)

// errSeat means that somebody has no seat and none is free; errQueue that they wait for one.
var (
	errSeat  = errors.New("no seat is free")
	errQueue = errors.New("they are on the waitlist")
	// errEmpty means that a form has no words.
	errEmpty = errors.New("there are no words")
)

// refusalOfClass is refusalOf for what the pages of a class refuse.
func refusalOfClass(err error) (r refusal, status int, ok bool) {
	if r, status, ok := refusalOfCode(err); ok {
		return r, status, true
	}
	if e, ok := errors.AsType[*moderation.QuestionStateError](err); ok {
		return refusal{Code: "q-state", Word: string(e.Question.State), N: e.Question.Number}, http.StatusConflict, true
	}
	if e, ok := errors.AsType[*moderation.MissingError](err); ok {
		return refusal{Code: "q-missing", Word: e.Ref.Name()}, http.StatusNotFound, true
	}
	if e, ok := errors.AsType[*moderation.FewSeatsError](err); ok {
		return refusal{Code: "few-seats", N: e.Have, Max: e.Taken}, http.StatusConflict, true
	}
	for _, known := range []struct {
		err    error
		code   string
		status int
	}{
		{moderation.ErrSelf, "q-self", http.StatusUnprocessableEntity},
		{moderation.ErrSaid, "q-said", http.StatusConflict},
		{moderation.ErrAddress, "address", http.StatusUnprocessableEntity},
		{moderation.ErrNumber, "number", http.StatusUnprocessableEntity},
		{moderation.ErrNoLink, "none", http.StatusNotFound},
		{moderation.ErrForbidden, "content-errors", http.StatusConflict},
		{errByHand, "by-hand", http.StatusConflict},
		{errEncoding, "encoding", http.StatusUnprocessableEntity},
		{errSeat, "seat", http.StatusConflict},
		{errQueue, "queue", http.StatusConflict},
		{ErrLink, "badlink", http.StatusUnprocessableEntity},
		{ErrUntil, "until", http.StatusUnprocessableEntity},
	} {
		if errors.Is(err, known.err) {
			return refusal{Code: known.code}, known.status, true
		}
	}
	return r, 0, false
}

// act does something in a unit, says so, and leads on.
func (v *visit) act(to string, f func(ctx context.Context, said *flash) error) error {
	said := flash{}
	if err := v.do(v.ctx(), func(ctx context.Context) error { return f(ctx, &said) }); err != nil {
		return err
	}
	v.say(said)
	return v.redirect(to)
}

// askPage asks once more before something is done: Code confirms it. Kind chooses the words.
type askPage struct {
	Kind, Code, Back string
	// Change is what would become of a published entry, Answer what it would answer.
	Change moderation.EntryChange
	Answer string
	// Taken and Total count seats; Total is the number after the change.
	Taken, Total, More int
	// Pack, Link, Holders and Estimate are of a new link.
	Pack     campaign.Pack
	Link     campaign.Mirror
	Holders  int
	Estimate moderation.Estimate
	// Person is who would be erased.
	Person string
}

// ask shows what a proposal would do.
func (v *visit) ask(p askPage, f func(ctx context.Context, p *askPage) error) error {
	if err := v.do(v.ctx(), func(ctx context.Context) error { return f(ctx, &p) }); err != nil {
		return err
	}
	return v.page("ask", p)
}

// closed closes registration after its code.
func (seats) closed(ctx context.Context, v *visit, p moderation.PendingClosing) (said flash, to string, err error) {
	return flash{Code: "closed"}, v.path("seats"), v.Moderation.Seats.Close(ctx, v.who, p, v.now)
}

// added adds seats after their code.
func (seats) added(ctx context.Context, v *visit, p moderation.PendingSeats) (said flash, to string, err error) {
	r, err := v.Moderation.Seats.Add(ctx, v.who, p, v.now)
	return flash{Code: "seats", N: r.Promoted, Name: strconv.Itoa(r.Total), Text: strconv.Itoa(r.Added)}, v.path("seats"), err
}

// replaced replaces a link after its code.
func (packs) replaced(ctx context.Context, v *visit, p moderation.PendingLink) (said flash, to string, err error) {
	n, err := v.Moderation.Links.Replace(ctx, v.who, p, v.now)
	if err != nil {
		return said, "", err
	}
	said = flash{Code: "relinked", Name: p.Pack, N: n}
	err = dropTyped(ctx, v, moderation.FormLink, p.Pack, &said)
	return said, v.path("packs/" + url.PathEscape(p.Pack)), err
}

// erased erases somebody after the code.
func (people) erased(ctx context.Context, v *visit, p moderation.PendingErasure) (said flash, to string, err error) {
	code, err := v.Moderation.People.Erase(ctx, v.who, p, v.now)
	return flash{Code: "erased", Name: code}, v.path("seats"), err
}

// minutesOf writes seconds as minutes and seconds.
func minutesOf(seconds int) string { return fmt.Sprintf("%02d:%02d", seconds/60, seconds%60) }

// labelled gives marks without a label those of the page, in order; the last one stands for
// all that follow.
func labelled(marks []mark, labels ...string) []mark {
	out := slices.Clone(marks)
	for i := range out {
		if out[i].Label == "" && len(labels) > 0 {
			out[i].Label = labels[min(i, len(labels)-1)]
		}
	}
	return out
}
