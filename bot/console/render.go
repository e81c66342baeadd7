package console

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/catalog"
	"zhujiao/bot/moderation"
)

// view is what every page gets. Data is the page's own.
type view struct {
	Page    string
	Who     moderation.Actor
	Classes []*catalog.Snapshot
	Class   *campaign.Campaign // nil on pages that are about none
	Home    string             // the path of the class, or of the first one
	Zone    *time.Location
	Now     time.Time
	Stopped moderation.Stopped
	Running []*campaign.Broadcast
	Flash   *flash
	// Nudge is set while somebody who came by a link has no password.
	Nudge bool
	Data  any
}

// flash is what a page says first, once, about what was done before it.
type flash struct {
	// Code chooses the words, which have the names of things in them.
	Code, Name, By, Text string `json:",omitempty"`
	N                    int    `json:",omitempty"`
	// Undo is the path that takes it back; empty if nothing can.
	Undo string `json:",omitempty"`
	// Back are the codes that take it back while it is held, and Left for how many seconds.
	Back []string `json:",omitempty"`
	Left int      `json:",omitempty"`
	// Sent is the ticket whose words need not be kept any more.
	Sent string `json:",omitempty"`
}

// say stores what the next page says first.
func (v *visit) say(f flash) {
	if b, err := json.Marshal(f); err == nil {
		v.sessions.Put(v.ctx(), keyFlash, string(b))
	}
}

// said returns what was stored by say, once.
func (v *visit) said() *flash {
	if v.who.Name == "" || v.fragment() || !v.sessions.Exists(v.ctx(), keyFlash) {
		return nil
	}
	f := &flash{}
	if json.Unmarshal([]byte(v.sessions.PopString(v.ctx(), keyFlash)), f) != nil {
		return nil
	}
	return f
}

// page shows a page, or only the part of it that changes.
func (v *visit) page(name string, data any) error { return v.show(http.StatusOK, name, data) }

// show is page with a status.
func (v *visit) show(status int, name string, data any) error {
	out := view{Page: name, Who: v.who, Now: v.now, Data: data, Classes: v.Classes.Classes()}
	first := out.Classes[0].Campaign
	if v.Snapshot != nil {
		out.Class, first = v.Campaign, v.Campaign
	}
	out.Home, out.Zone = home(first.ID), first.Zone
	if v.who.Name != "" {
		if err := surroundings(v, &out); err != nil {
			return err
		}
	}
	block := "layout"
	if v.fragment() {
		block = "live"
	}
	var b bytes.Buffer
	if err := v.pages.byName[name]().ExecuteTemplate(&b, block, out); err != nil {
		return fmt.Errorf("fill in the page %s: %w", name, err)
	}
	v.w.Header().Set("Content-Type", "text/html; charset=utf-8")
	v.w.WriteHeader(status)
	_, err := v.w.Write(b.Bytes())
	if err != nil {
		panic(http.ErrAbortHandler) // the browser has gone
	}
	return nil
}

// surroundings reads what stands around every page of somebody who is signed in.
func surroundings(v *visit, out *view) (err error) {
	if out.Stopped, err = v.State.Stopped(v.ctx()); err != nil {
		return err
	}
	out.Flash = v.said()
	out.Nudge = v.login.Password == "" && v.sessions.GetBool(v.ctx(), keyLink)
	if v.Snapshot == nil {
		return nil
	}
	sends, err := v.Moderation.Lists.Broadcasts(v.ctx(), v.who, moderation.Page{Limit: 10})
	if err != nil {
		return err
	}
	for _, b := range sends.Rows {
		switch b.State {
		case campaign.BroadcastLeaving, campaign.BroadcastSending, campaign.BroadcastPaused, campaign.BroadcastStopped:
			out.Running = append(out.Running, b)
		default:
		}
	}
	return nil
}

// refusal is what the page of a refusal shows. Lost are words that were not sent.
type refusal struct {
	Code, By, Word string
	N, Max, Min    int
	Lost           string
	// Send is the refusal of an action on a broadcast.
	Send *moderation.BroadcastError
}

// refuse shows why something was not done. What is no refusal is logged as a fault.
func (c *Console) refuse(v *visit, err error) {
	r, status := refusalOf(err)
	if status == http.StatusInternalServerError {
		c.Log.ErrorContext(v.ctx(), "a page of the console failed; look at the database, then report the fault",
			"page", v.r.Pattern, "error", err)
	}
	c.fail(v, status, r.Code, &r)
}

// fail shows the page of a refusal. It asks nothing of the database, which may be why.
func (c *Console) fail(v *visit, status int, code string, r *refusal) {
	if r == nil {
		r = &refusal{}
	}
	r.Code = code
	if v.r.Method == http.MethodPost {
		r.Lost = cmp.Or(v.form("text"), strings.TrimSpace(v.form("question")+"\n"+v.form("answer")+"\n"+v.form("wordings")))
	}
	first := c.Classes.Classes()[0].Campaign
	if v.Snapshot != nil {
		first = v.Campaign
	}
	out := view{Page: "refused", Who: v.who, Now: v.now, Data: r, Home: home(first.ID), Zone: first.Zone}
	var b bytes.Buffer
	if err := c.pages.byName["refused"]().ExecuteTemplate(&b, "bare", out); err != nil {
		c.Log.ErrorContext(v.ctx(), "a page of the console failed; report the fault", "error", err)
	}
	v.w.Header().Set("Content-Type", "text/html; charset=utf-8")
	v.w.WriteHeader(status)
	_, _ = v.w.Write(b.Bytes())
}

// refusalOf returns the code of a refusal and its status; what is none is a fault.
func refusalOf(err error) (r refusal, status int) {
	if e, ok := errors.AsType[*moderation.BlockedError](err); ok {
		return refusal{Code: "blocked", Word: e.Word}, http.StatusUnprocessableEntity
	}
	if e, ok := errors.AsType[*moderation.LongError](err); ok {
		return refusal{Code: "long", N: e.Runes, Max: e.Max}, http.StatusUnprocessableEntity
	}
	if e, ok := errors.AsType[*moderation.TakenError](err); ok {
		return refusal{Code: "taken", By: e.By}, http.StatusConflict
	}
	if r, status, ok := refusalOfEntry(err); ok {
		return r, status
	}
	if r, status, ok := refusalOfClass(err); ok {
		return r, status
	}
	if r, status, ok := broadcastRefusal(err); ok {
		return r, status
	}
	if e, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return refusal{Code: "large", N: int(e.Limit)}, http.StatusRequestEntityTooLarge
	}
	for _, known := range []struct {
		err    error
		code   string
		status int
	}{
		{moderation.ErrDenied, "denied", http.StatusForbidden},
		{errNoPage, "nopage", http.StatusNotFound},
		{campaign.ErrNotFound, "none", http.StatusNotFound},
		{moderation.ErrPlace, "nopage", http.StatusNotFound},
		{moderation.ErrGone, "gone", http.StatusConflict},
		{moderation.ErrAlready, "already", http.StatusConflict},
		{moderation.ErrNotAnswered, "unanswered", http.StatusConflict},
		{moderation.ErrTooLate, "late", http.StatusConflict},
		{moderation.ErrBadCode, "code", http.StatusConflict},
		{moderation.ErrUnconfirmed, "code", http.StatusConflict},
		{moderation.ErrName, "name", http.StatusUnprocessableEntity},
		{moderation.ErrRole, "role", http.StatusUnprocessableEntity},
		{moderation.ErrLastOwner, "lastowner", http.StatusConflict},
		{errPicture, "picture", http.StatusBadGateway},
		{moderation.ErrLeft, "left", http.StatusConflict},
		{errEmpty, "empty", http.StatusUnprocessableEntity},
		{errForm, "form", http.StatusBadRequest},
		{errTooMany, "many", http.StatusTooManyRequests},
		{errBusy, "busy", http.StatusServiceUnavailable},
		{errShort, "short", http.StatusUnprocessableEntity},
		{errWrong, "wrong", http.StatusUnauthorized},
		{errSecond, "second", http.StatusUnauthorized},
		{errFirst, "second", http.StatusUnprocessableEntity},
		{errProve, "prove", http.StatusForbidden},
	} {
		if errors.Is(err, known.err) {
			return refusal{Code: known.code}, known.status
		}
	}
	return refusal{Code: "fault"}, http.StatusInternalServerError
}

// refusalOfEntry returns the code of a refusal to publish an entry or to give it a wording.
func refusalOfEntry(err error) (r refusal, status int, ok bool) {
	if e, ok := errors.AsType[*moderation.ReservedError](err); ok {
		return refusal{Code: "reserved", Word: e.Words}, http.StatusConflict, true
	}
	if e, ok := errors.AsType[*moderation.ClaimedError](err); ok {
		return refusal{Code: "claimed", Word: e.Words, By: e.Entry.Question}, http.StatusConflict, true
	}
	if e, ok := errors.AsType[*moderation.LongPhrasingError](err); ok {
		return refusal{Code: "wording-long", Word: e.Words, N: e.Runes, Max: e.Max}, http.StatusUnprocessableEntity, true
	}
	if e, ok := errors.AsType[*moderation.ManyPhrasingsError](err); ok {
		return refusal{Code: "wording-many", N: e.N, Max: e.Max}, http.StatusUnprocessableEntity, true
	}
	return r, 0, false
}
