package console

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
)

// door has the pages for those who are not signed in yet.
type door struct{}

// signInPage is the page to sign in: To is where it leads, Name what was typed.
type signInPage struct {
	To, Name string
	Wrong    *refusal
	Second   bool
}

// form shows the page to sign in.
func (door) form(v *visit) error {
	if v.who.Name != "" {
		return v.redirect(within(v.r.URL.Query().Get("to")))
	}
	return v.page("signin", signInPage{To: within(v.r.URL.Query().Get("to"))})
}

// within returns a path of the console, whatever the address says: it must not lead to
// other sites.
func within(to string) string {
	if !strings.HasPrefix(to, "/console/") || strings.ContainsAny(to, "\\\r\n") || strings.Contains(to, "//") {
		return "/console/"
	}
	return to
}

// signIn checks name, password and the code of a second step.
func (d door) signIn(v *visit) error {
	page := signInPage{To: within(v.form("to")), Name: strings.TrimSpace(v.form("name"))}
	l, step, err := d.prove(v, page.Name)
	if err == nil {
		err = v.do(v.ctx(), func(ctx context.Context) error { return v.Logins.Enter(ctx, l, step, v.now) })
		if errors.Is(err, moderation.ErrBadCode) {
			err = errSecond
		}
	}
	if err == nil {
		if err = d.begin(v, l.Name, false); err == nil {
			return v.redirect(page.To)
		}
	}
	wrong, status := refusalOf(err)
	if status == http.StatusInternalServerError {
		return err
	}
	page.Wrong, page.Second = &wrong, wrong.Code == "second"
	return v.show(status, "signin", page)
}

// prove returns the login that fits what was typed. A wrong name takes as long as a wrong
// password and is not told apart from it.
func (door) prove(v *visit, name string) (l *moderation.Login, step int64, err error) {
	if err := throttle(v, "name "+name, "from "+address(v.r)); err != nil {
		return nil, 0, err
	}
	l, err = v.Logins.Store.Login(v.ctx(), name)
	if errors.Is(err, campaign.ErrNotFound) {
		l, err = &moderation.Login{}, nil
	}
	if err != nil {
		return nil, 0, err
	}
	right, err := v.hashes.right(v.ctx(), v.form("password"), l.Password)
	switch {
	case err != nil:
		return nil, 0, err
	case !right:
		return nil, 0, errWrong
	case l.TOTP == "":
		return l, 0, nil
	}
	if step = stepOf(l.TOTP, v.form("code"), v.Second(), l.Step); step == 0 {
		return nil, 0, errSecond
	}
	return l, step, nil
}

// throttle counts a try towards the wider limit of the gate, for each of the names: thirty
// in ten minutes. A gate that cannot decide lets nobody try.
func throttle(v *visit, names ...string) error {
	for _, n := range names {
		ask := bot.Ask{Key: "console " + randomToken(), Person: "console " + Hash(n), Wide: true}
		answer, err := v.Gate.Admit(v.ctx(), ask)
		if err != nil {
			return err
		}
		v.Gate.Done(ask, []byte("-"))
		if answer.Verdict != bot.Pass {
			v.Strangers.WarnContext(v.ctx(), "somebody has tried too often to sign in to the console or to open a wall; it is refused for "+
				"some minutes, and if it goes on, keep the address away", "address", address(v.r))
			return errTooMany
		}
	}
	return nil
}

// begin makes a new session for somebody: one that was there before, whoever made it, is
// worth nothing any more.
func (door) begin(v *visit, name string, byLink bool) error {
	if err := v.sessions.Clear(v.ctx()); err != nil {
		return err
	}
	if err := v.sessions.RenewToken(v.ctx()); err != nil {
		return err
	}
	v.sessions.Put(v.ctx(), keyLogin, name)
	if byLink {
		v.sessions.Put(v.ctx(), keyLink, true)
	}
	return nil
}

// signOut ends the session.
func (door) signOut(v *visit) error {
	if err := v.sessions.Destroy(v.ctx()); err != nil {
		return err
	}
	return v.redirect("/console/signin")
}

// linkPage is the page of a one-time link. Name is empty for the one that makes the first
// login.
type linkPage struct {
	Token, Name string
	Wrong       *refusal
}

// link shows whose a one-time link is, with a button. It uses nothing up: robots that make
// previews open links, too.
func (door) link(v *visit) error {
	token := v.r.PathValue("token")
	name, err := v.Logins.Whose(v.ctx(), token, v.now)
	if errors.Is(err, moderation.ErrBadCode) {
		return v.show(http.StatusGone, "link", linkPage{Wrong: &refusal{Code: "link"}})
	}
	if err != nil {
		return err
	}
	return v.page("link", linkPage{Token: token, Name: name})
}

// redeem uses a one-time link up and signs in. The first login gets its name and password.
func (d door) redeem(v *visit) error {
	token := v.r.PathValue("token")
	if err := throttle(v, "link from "+address(v.r)); err != nil {
		return err
	}
	whose, err := v.Logins.Whose(v.ctx(), token, v.now)
	if errors.Is(err, moderation.ErrBadCode) {
		return v.show(http.StatusGone, "link", linkPage{Wrong: &refusal{Code: "link"}})
	}
	if err != nil {
		return err
	}
	hash := ""
	if whose == "" {
		if hash, err = v.hashes.hash(v.ctx(), v.form("password")); err != nil {
			return d.again(v, token, err)
		}
	}
	var l *moderation.Login
	err = v.do(v.ctx(), func(ctx context.Context) error {
		if l, err = v.Logins.Redeem(ctx, token, v.form("name"), v.now); err != nil || hash == "" {
			return err
		}
		who := moderation.Actor{Name: l.Name, Role: l.Role, Via: moderation.ViaConsole}
		return v.Logins.SetPassword(ctx, who, hash, v.now)
	})
	if errors.Is(err, moderation.ErrName) {
		return d.again(v, token, err)
	}
	if errors.Is(err, moderation.ErrBadCode) {
		return v.show(http.StatusGone, "link", linkPage{Wrong: &refusal{Code: "link"}})
	}
	if err != nil {
		return err
	}
	if err := d.begin(v, l.Name, true); err != nil {
		return err
	}
	return v.redirect("/console/")
}

// again shows the page of the first login once more, with what is wrong.
func (door) again(v *visit, token string, err error) error {
	wrong, status := refusalOf(err)
	if status == http.StatusInternalServerError {
		return err
	}
	return v.show(status, "link", linkPage{Token: token, Wrong: &wrong})
}
