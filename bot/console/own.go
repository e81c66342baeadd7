package console

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"strings"

	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
)

func randomToken() string { return rand.Text() }

// own has the pages about oneself and, for owners, about who else may sign in.
type own struct{}

// device is a browser that is signed in.
type device struct {
	moderation.Session
	This bool
}

// ownPage is the page about oneself.
type ownPage struct {
	Devices []device
	// Free is set while a new password can be chosen without the one of before: there is
	// none, or one came by a link.
	Free, HasPassword, HasSecond bool
	Enrolment                    *enrolment
}

// page shows password, second step and devices.
func (o own) page(v *visit) error {
	rows, err := v.Sessions.Sessions(v.ctx(), v.who.Name, v.now)
	if err != nil {
		return err
	}
	this := Hash(v.sessions.Token(v.ctx()))
	out := ownPage{HasPassword: v.login.Password != "", HasSecond: v.login.TOTP != ""}
	out.Free = o.free(v)
	for _, s := range rows {
		out.Devices = append(out.Devices, device{s, s.Token == this})
	}
	if secret := v.sessions.GetString(v.ctx(), keyTOTP); secret != "" && !out.HasSecond {
		e, err := enrol(secret, v.who.Name)
		if err != nil {
			return err
		}
		out.Enrolment = &e
	}
	return v.page("me", out)
}

// free reports whether one's secrets can be changed without the password of before.
func (own) free(v *visit) bool {
	return v.login.Password == "" || v.sessions.GetBool(v.ctx(), keyLink)
}

// proven returns errProve unless the password of before was typed, or is not needed.
func (o own) proven(v *visit) error {
	if o.free(v) {
		return nil
	}
	if err := throttle(v, "name "+v.who.Name); err != nil {
		return err
	}
	right, err := v.hashes.right(v.ctx(), v.form("before"), v.login.Password)
	if err == nil && !right {
		return errProve
	}
	return err
}

// password stores a new password and ends all other sessions.
func (o own) password(v *visit) error {
	if err := o.proven(v); err != nil {
		return err
	}
	hash, err := v.hashes.hash(v.ctx(), v.form("password"))
	if err != nil {
		return err
	}
	return o.secured(v, "password", func(ctx context.Context) error { return v.Logins.SetPassword(ctx, v.who, hash, v.now) })
}

// secured changes what one proves oneself by: other browsers are signed out, and this one
// gets a new token.
func (own) secured(v *visit, code string, change func(ctx context.Context) error) error {
	this := Hash(v.sessions.Token(v.ctx()))
	err := v.do(v.ctx(), func(ctx context.Context) error {
		if err := change(ctx); err != nil {
			return err
		}
		return v.Sessions.EndOtherSessions(ctx, v.who.Name, this)
	})
	if err != nil {
		return err
	}
	if err := v.sessions.RenewToken(v.ctx()); err != nil {
		return err
	}
	v.sessions.Remove(v.ctx(), keyTOTP)
	v.sessions.Remove(v.ctx(), keyLink)
	v.say(flash{Code: code})
	return v.redirect("/console/me")
}

// beginSecond makes a secret that waits for its first code.
func (o own) beginSecond(v *visit) error {
	if err := o.proven(v); err != nil {
		return err
	}
	secret, err := newSecret(v.who.Name)
	if err != nil {
		return err
	}
	v.sessions.Put(v.ctx(), keyTOTP, secret)
	return v.redirect("/console/me#second")
}

// startSecond takes the first code.
func (o own) startSecond(v *visit) error {
	if err := throttle(v, "name "+v.who.Name); err != nil {
		return err
	}
	secret := v.sessions.GetString(v.ctx(), keyTOTP)
	step := stepOf(secret, v.form("code"), v.Second(), 0)
	if secret == "" || step == 0 {
		return errFirst
	}
	return o.secured(v, "second-on", func(ctx context.Context) error { return v.Logins.SetTOTP(ctx, v.who, secret, step, v.now) })
}

// endSecond ends the second step.
func (o own) endSecond(v *visit) error {
	if err := o.proven(v); err != nil {
		return err
	}
	return o.secured(v, "second-off", func(ctx context.Context) error { return v.Logins.SetTOTP(ctx, v.who, "", 0, v.now) })
}

// endSession ends one of one's own sessions.
func (own) endSession(v *visit) error {
	rows, err := v.Sessions.Sessions(v.ctx(), v.who.Name, v.now)
	if err != nil {
		return err
	}
	token := v.form("session")
	if !slices.ContainsFunc(rows, func(s moderation.Session) bool { return s.Token == token }) {
		return campaign.ErrNotFound
	}
	if err := v.Sessions.EndSession(v.ctx(), token); err != nil {
		return err
	}
	v.say(flash{Code: "ended", N: 1})
	return v.redirect("/console/me#devices")
}

// endOthers ends all of one's own sessions but this one.
func (own) endOthers(v *visit) error {
	if err := v.Sessions.EndOtherSessions(v.ctx(), v.who.Name, Hash(v.sessions.Token(v.ctx()))); err != nil {
		return err
	}
	v.say(flash{Code: "ended"})
	return v.redirect("/console/me#devices")
}

// membersPage lists who may sign in. Link is a new one-time link, shown once.
type membersPage struct {
	Members    []moderation.Login
	Link, Name string
	Wrong      *refusal
}

// members lists who may sign in.
func (o own) members(v *visit) error { return o.list(v, membersPage{}) }

func (own) list(v *visit, out membersPage) (err error) {
	if out.Members, err = v.Logins.List(v.ctx(), v.who); err != nil {
		return err
	}
	return v.page("members", out)
}

// invite shows a one-time link for somebody. It stands on the page that answers the form
// and nowhere else.
func (o own) invite(v *visit) error {
	name, role := v.form("name"), moderation.Role(v.form("role"))
	token := ""
	err := v.do(v.ctx(), func(ctx context.Context) (err error) {
		token, err = v.Logins.Invite(ctx, v.who, name, role, v.now)
		return err
	})
	if err != nil {
		return err
	}
	base := v.URL
	if base == "" {
		base = "http://" + v.r.Host
	}
	return o.list(v, membersPage{Link: Link(base, token), Name: name})
}

// remove ends somebody's rights.
func (own) remove(v *visit) error {
	name := v.form("name")
	err := v.do(v.ctx(), func(ctx context.Context) error { return v.Logins.Remove(ctx, v.who, name, v.now) })
	if errors.Is(err, campaign.ErrNotFound) {
		return campaign.ErrNotFound
	}
	if err != nil {
		return err
	}
	v.say(flash{Code: "removed", Name: name})
	return v.redirect("/console/members")
}

// browser is what can be told of a browser from what it calls itself.
type browser struct{ Name, System string }

// browserOf reads what a browser calls itself. Most call themselves by several names, the
// rarest of which is their own.
func browserOf(agent string) (b browser) {
	first := func(names ...string) string {
		for _, n := range names {
			if strings.Contains(agent, n) {
				return n
			}
		}
		return ""
	}
	b.Name = first("MicroMessenger", "Edg", "Firefox", "Chrome", "Safari", "curl")
	b.System = first("iPhone", "iPad", "Android", "Windows", "Macintosh", "Linux")
	return b
}
