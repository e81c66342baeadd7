package console

import (
	"context"
	"errors"
	"net/http"
	"net/netip"
	"net/url"
	"runtime/debug"
	"strings"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/catalog"
	"zhujiao/bot/moderation"
	"zhujiao/bot/text"
)

// visit is a request together with who makes it and the class that it is about.
type visit struct {
	*Console
	w http.ResponseWriter
	r *http.Request
	// who and login are nobody's on pages that anyone may see.
	who   moderation.Actor
	login *moderation.Login
	// Snapshot is the class of the path; nil on pages that are about none.
	*catalog.Snapshot
	now time.Time
}

// Refusals of the console itself.
var (
	errNoPage  = errors.New("there is no such page")
	errForm    = errors.New("the form cannot be read")
	errTooMany = errors.New("too many tries")
	errWrong   = errors.New("name or password is wrong")
	errSecond  = errors.New("the code of the second step is wrong")
	errFirst   = errors.New("the first code of the second step is wrong")
	errProve   = errors.New("the password of before is wrong")
)

func (v *visit) ctx() context.Context { return v.r.Context() }

// form returns a field of the form that was sent, without what follows a NUL, which
// PostgreSQL takes in no text.
func (v *visit) form(name string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(v.r.PostFormValue(name), "\uFFFD"), "\x00", "")
}

// path returns a path in the visit's class.
func (v *visit) path(rest string) string { return home(v.Campaign.ID) + rest }

// ref returns the thing that the path names, or campaign.ErrNotFound.
func (v *visit) ref() (moderation.Ref, error) {
	ref, ok := moderation.RefOf(v.Campaign.ID, strings.ToUpper(v.r.PathValue("ref")))
	if !ok {
		return ref, campaign.ErrNotFound
	}
	return ref, nil
}

// redirect leads to another page of the console after something was done.
func (v *visit) redirect(path string) error {
	http.Redirect(v.w, v.r, path, http.StatusSeeOther)
	return nil
}

// surround wraps all of the console: faults, headers, size, forged requests and sessions.
func (c *Console) surround(next http.Handler) http.Handler {
	guard := http.NewCrossOriginProtection()
	if u, err := url.Parse(c.URL); c.URL != "" && err == nil {
		_ = guard.AddTrustedOrigin(u.Scheme + "://" + u.Host) // an address that is none is trusted by nobody
	}
	guard.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c.fail(&visit{Console: c, w: w, r: r, now: c.Clock()}, http.StatusForbidden, "forged", nil)
	}))
	inner := c.sessions.LoadAndSave(guard.Handler(next))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		headers(w.Header(), c.secure())
		r.Body = http.MaxBytesReader(w, r.Body, bodyMost(r))
		r = r.WithContext(context.WithValue(r.Context(), agentKey{}, text.CutBytes(strings.ToValidUTF8(r.UserAgent(), ""), 200)))
		defer c.recover(w, r)
		inner.ServeHTTP(w, r)
	})
}

// bodyMost is how many bytes a form may have: a whole class in the box of its text, where a
// character takes nine, and otherwise little.
func bodyMost(r *http.Request) int64 {
	if strings.HasPrefix(r.URL.Path, "/console/at/") && strings.Contains(r.URL.Path, "/content/") {
		return 4 << 20
	}
	return 64 << 10
}

// recover answers a request whose handler has a fault.
func (c *Console) recover(w http.ResponseWriter, r *http.Request) {
	fault := recover()
	if fault == nil {
		return
	}
	if err, ok := fault.(error); ok && errors.Is(err, http.ErrAbortHandler) {
		panic(fault)
	}
	c.Log.ErrorContext(r.Context(), "a page of the console failed; report the fault", "fault", fault, "place", string(debug.Stack()))
	http.Error(w, "500", http.StatusInternalServerError)
}

// headers sets what keeps other sites and other people's words out of our pages.
func headers(h http.Header, secure bool) {
	h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "+
		"form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Robots-Tag", "noindex")
	if secure {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
}

// guarded serves a route for those whose role allows it.
func (c *Console) guarded(route route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := &visit{Console: c, w: w, r: r, now: c.Clock()}
		if err := v.enter(route.least); err != nil {
			c.refuse(v, err)
			return
		}
		if v.who.Name == "" && route.least != anyone() {
			v.toSignIn()
			return
		}
		if err := v.parsed(); err != nil {
			c.refuse(v, err)
			return
		}
		if err := route.serve(v); err != nil {
			c.refuse(v, err)
		}
	})
}

// parsed reads the form that was sent, which must be whole: half a form is no smaller one.
func (v *visit) parsed() error {
	if v.r.Method != http.MethodPost {
		return nil
	}
	err := v.r.ParseForm()
	if _, large := errors.AsType[*http.MaxBytesError](err); err == nil || large {
		return err
	}
	return errForm
}

// enter finds out who visits which class, and whether they may.
func (v *visit) enter(least access) (err error) {
	if name := v.sessions.GetString(v.ctx(), keyLogin); name != "" {
		v.who, v.login, err = v.Logins.Actor(v.ctx(), name)
		if err != nil && !errors.Is(err, campaign.ErrNotFound) {
			return err
		}
	}
	if least == anyone() || v.who.Name == "" {
		return nil
	}
	if !v.who.Role.AtLeast(least.role) || v.who.Role == least.but {
		return moderation.ErrDenied
	}
	if id := v.r.PathValue("class"); id != "" {
		if v.Snapshot = v.class(id); v.Snapshot == nil {
			return errNoPage
		}
	}
	return nil
}

// toSignIn leads to the page to sign in, and back afterwards.
func (v *visit) toSignIn() {
	if v.r.Method != http.MethodGet || v.fragment() {
		v.fail(v, http.StatusUnauthorized, "signin", nil)
		return
	}
	_ = v.redirect("/console/signin?to=" + url.QueryEscape(v.r.URL.RequestURI()))
}

// fragment reports whether only the part of the page is asked for that changes.
func (v *visit) fragment() bool { return v.r.URL.Query().Get("fragment") != "" }

// address returns what stands for the one who asks: an IPv4 address, or the 64 bits of an IPv6
// address that one household gets. The listener has found out for whom a proxy speaks.
func address(r *http.Request) string {
	end, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	a := end.Addr().Unmap().WithZone("")
	if network, err := a.Prefix(64); err == nil && a.Is6() {
		return network.String()
	}
	return a.String()
}
