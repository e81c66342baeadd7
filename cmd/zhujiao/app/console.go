package app

import (
	"context"
	"crypto/rand"
	"fmt"
	"net"
	"net/url"
	"strings"
	"sync"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/catalog"
	"zhujiao/bot/console"
	"zhujiao/bot/listener"
	"zhujiao/bot/moderation"
	"zhujiao/bot/sqlstore"
	"zhujiao/handlers/staff"
)

// LoginsOf returns the service of who may sign in to the console, over a store.
func LoginsOf(st *sqlstore.Store) *moderation.Logins {
	rows := st.Logins()
	return &moderation.Logins{
		Log: st.Moderators, Store: rows, Links: rows, Secrets: rows, Random: func() string { return rand.Text() }, Hash: console.Hash,
	}
}

// ConsoleBase returns the address at which people reach the console, without its path: the
// public one of the settings, else the one that the server listens on, with TLS or without. An
// address that stands for all of the machine's is replaced by one of them.
func ConsoleBase(public, listen string, secure bool) string {
	if public != "" {
		return strings.TrimRight(public, "/")
	}
	scheme := "http://"
	if secure {
		scheme = "https://"
	}
	host, port, err := net.SplitHostPort(listen)
	if err != nil {
		return scheme + listen
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = ownAddress()
	}
	return scheme + net.JoinHostPort(host, port)
}

// ownAddress returns an address of this machine that others can reach, or its loopback
// address if it has none.
func ownAddress() string {
	all, _ := net.InterfaceAddrs() // without them there is the loopback address
	for _, a := range all {
		if n, ok := a.(*net.IPNet); ok && n.IP.To4() != nil && n.IP.IsGlobalUnicast() {
			return n.IP.String()
		}
	}
	return "127.0.0.1"
}

// consoleURL returns what alerts link to; empty if the settings have no public address.
func consoleURL(public string) string {
	if public == "" {
		return ""
	}
	return strings.TrimRight(public, "/") + "/console"
}

// front is what the app does for its console.
type front struct{ a *App }

// open makes the console.
func (f front) open(_ context.Context, cfg Config) error {
	a := f.a
	a.console = console.New(console.Options{
		Unit: a.store, Classes: f, State: a.store.Drafts(), Sessions: a.store.Logins(), Logins: LoginsOf(a.store),
		Typing: &moderation.Typing{Store: sqlstore.Typed(a.store)},
		Codes:  a.api.client, Photos: a.api.photos, Gate: a.gate, Clock: a.clock.Now, Second: time.Now, Log: a.log, URL: cfg.PublicURL,
		TLS: cfg.TLS.On(), Strangers: listener.Bounded(a.log, time.Now),
		ReadLink: readLink, Tables: tables{}, Font: sync.OnceValue(font), Health: &vitals{a: a, cfg: cfg},
		Studio: studio{a}, Answers: answers{studio{a}},
	})
	return nil
}

// readLink implements console.Options.ReadLink by the rules of the chat.
func readLink(address, code, until string, now time.Time) (campaign.Mirror, error) {
	l, late, ok := staff.ReadLink(address, code, until, now)
	switch {
	case !ok:
		return l, console.ErrLink
	case late:
		return l, console.ErrUntil
	}
	return l, nil
}

// Classes implements console.Classes: the class that runs, else the next, comes first.
func (f front) Classes() []*catalog.Snapshot {
	out := []*catalog.Snapshot{f.a.catalog.Main(f.a.clock.Now())}
	for _, s := range f.a.catalog.Classes() {
		if s.Campaign.ID != out[0].Campaign.ID {
			out = append(out, s)
		}
	}
	return out
}

// of returns what the alerts of a class link to: while there are several, numbers are the
// class's own, so that its id stands in the address.
func (f front) of(s *catalog.Snapshot) string {
	if f.a.consoleURL == "" || len(f.a.catalog.Classes()) < 2 {
		return f.a.consoleURL
	}
	return f.a.consoleURL + "/at/" + url.PathEscape(s.Campaign.ID)
}

// Refresh implements console.Classes.
func (f front) Refresh(ctx context.Context) error { return f.a.catalog.Refresh(ctx) }

// setUpLink returns the address by which the first login to the console is made, or "" if
// there is one.
func (f front) setUpLink(ctx context.Context, base string) (link string, err error) {
	var token string
	err = f.a.store.Do(ctx, func(ctx context.Context) (err error) {
		token, err = LoginsOf(f.a.store).SetUp(ctx, f.a.clock.Now())
		return err
	})
	if err != nil {
		return "", fmt.Errorf("make the link that sets the console up: %w", err)
	}
	if token == "" {
		return "", nil
	}
	return console.Link(base, token), nil
}

// offerSetUp prints the link by which the first login is made.
func (f front) offerSetUp(ctx context.Context, base string) {
	link, err := f.setUpLink(ctx, base)
	switch {
	case err != nil:
		f.a.log.ErrorContext(ctx, "nobody can sign in to the console yet; run zhujiao console link NAME owner", "error", err)
	case link != "":
		f.a.log.InfoContext(ctx, "nobody can sign in to the console yet: open the link within 30 minutes to become its owner; "+
			"another one: zhujiao console link NAME owner", "link", link)
	}
}

// demoMember is the moderator of the demo's phone, who is the same in its console.
const demoMember = "m1"

// ConsoleLink returns an address that signs the one who plays the demo in to the console.
func (d *Demo) ConsoleLink(ctx context.Context) (link string, err error) {
	path, err := d.consolePath(ctx)
	return "http://" + d.addr + path, err
}

// consolePath returns the path of such a link.
func (d *Demo) consolePath(ctx context.Context) (path string, err error) {
	operator := moderation.Actor{Name: "demo", Role: moderation.RoleOwner, Via: moderation.ViaCommandLine}
	var token string
	err = d.app.store.Do(ctx, func(ctx context.Context) (err error) {
		token, err = LoginsOf(d.app.store).Invite(ctx, operator, demoMember, moderation.RoleOwner, d.app.clock.Now())
		return err
	})
	if err != nil {
		return "", fmt.Errorf("make the demo's link to the console: %w", err)
	}
	return moderation.SignInPath + token, nil
}
