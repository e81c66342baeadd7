package console

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/catalog"
	"zhujiao/bot/moderation"
	"zhujiao/bot/paint"
)

// Classes knows the classes that are loaded.
type Classes interface {
	// Classes returns the snapshots that serve, the one to show first before the others.
	// There is at least one.
	Classes() []*catalog.Snapshot
	// Refresh builds them anew if moderators have changed content, so that what was
	// published serves when the page says so.
	Refresh(ctx context.Context) error
}

// State reads what pages follow.
type State interface {
	// Marks returns a mark for each thing that the pages of a class show; whoever was at a
	// ticket since a time is present.
	Marks(ctx context.Context, class string, present time.Time) (moderation.Marks, error)
	// Stopped returns what is stopped, since when and by whom.
	Stopped(ctx context.Context) (moderation.Stopped, error)
}

// Codes makes QR codes of the account.
type Codes interface {
	// SceneAddress has the platform make a permanent QR code for a scene, and returns what the
	// code says. An account can have 100,000 of them.
	SceneAddress(ctx context.Context, scene string) (address string, err error)
}

// Options are what the console needs.
type Options struct {
	Unit     campaign.Unit
	Classes  Classes
	State    State
	Studio   Studio
	Answers  Answers
	Sessions Sessions
	Logins   *moderation.Logins
	// Typing keeps what is typed into forms.
	Typing *moderation.Typing
	// Codes makes QR codes of the account.
	Codes Codes
	// Photos fetches the pictures of tickets.
	Photos Photos
	Gate   bot.Gate
	Clock  bot.Clock
	// Second tells real time for codes of a second step and how long something took.
	Second bot.Clock
	Log    *slog.Logger
	// Health tells how the program is.
	Health Health
	// Strangers takes the lines that anybody from outside can cause, a few a minute.
	Strangers *slog.Logger
	// URL is the address under which people reach this server, without a path; empty if
	// the settings do not say.
	URL string
	// TLS is set if this program has the certificate itself.
	TLS bool
	// Tables writes the tables that moderators take away.
	Tables Tables
	// Font returns a font with Chinese for pictures, nil if the machine has none.
	Font func() *paint.Font
	// ReadLink reads a link of a pack from its address, its extraction code and its last day
	// as moderators write them; the last two may be empty. It returns ErrLink for what is no
	// link, and ErrUntil for a last day that is none or past.
	ReadLink func(address, code, until string, now time.Time) (campaign.Mirror, error)
}

// What ReadLink refuses.
var (
	ErrLink  = errors.New("the words name no link")
	ErrUntil = errors.New("a link's last day is none, or past")
)

// Console is the web console. Close ends it.
type Console struct {
	Options
	sessions *scs.SessionManager
	pages    pages
	hashes   *hasher
	hub      *hub
	handler  http.Handler
	recent   *recent
	// painting is held while a picture is unpacked.
	painting chan struct{}
	// exporting is held while a table is made.
	exporting chan struct{}
	screens   *known
}

// SignedInFor is how long a browser stays signed in.
const SignedInFor = 7 * 24 * time.Hour

// New makes a console.
func New(o Options) *Console {
	c := &Console{
		Options: o, pages: parsePages(), hashes: newHasher(), recent: newRecent(), screens: newKnown(),
		painting: make(chan struct{}, picturesAtOnce), exporting: make(chan struct{}, 1),
	}
	c.sessions = c.newSessions()
	c.hub = newHub(c.marks)
	c.handler = c.surround(c.mux())
	return c
}

// ServeHTTP implements http.Handler for every path under /console.
func (c *Console) ServeHTTP(w http.ResponseWriter, r *http.Request) { c.handler.ServeHTTP(w, r) }

// Close ends the streams of events, which would keep a server from ending.
func (c *Console) Close() { c.hub.close() }

// Link returns the address of a one-time link to sign in.
func Link(base, token string) string {
	return strings.TrimRight(base, "/") + moderation.SignInPath + token
}

// secure reports whether people reach the server by https.
func (c *Console) secure() bool { return c.TLS || strings.HasPrefix(c.URL, "https://") }

// newSessions makes the manager of sessions. Its cookie lives as long as the row.
func (c *Console) newSessions() *scs.SessionManager {
	m := scs.New()
	m.Lifetime = SignedInFor
	m.HashTokenInStore = true
	m.Store = &sessionStore{rows: c.Sessions, now: c.Clock}
	m.ErrorFunc = func(w http.ResponseWriter, r *http.Request, err error) {
		c.Log.ErrorContext(r.Context(), "a session of the console cannot be read or stored; look at the database", "error", err)
		http.Error(w, "503", http.StatusServiceUnavailable)
	}
	m.Cookie.Name = "zhujiao_console"
	m.Cookie.Path = "/console"
	m.Cookie.Secure = c.secure()
	return m
}

// class returns the snapshot of a class, or nil if it is not loaded.
func (c *Console) class(id string) *catalog.Snapshot {
	for _, s := range c.Classes.Classes() {
		if s.Campaign.ID == id {
			return s
		}
	}
	return nil
}

// home is the page of a class that everything begins with.
func home(class string) string { return "/console/at/" + url.PathEscape(class) + "/" }

// marks reads what has changed in a class.
func (c *Console) marks(ctx context.Context, class string) (moderation.Marks, error) {
	return c.State.Marks(ctx, class, c.Clock().Add(-moderation.PresentFor))
}

// unitLimit bounds a unit of a page in real time; the database's own limits are shorter.
const unitLimit = 8 * time.Second

// do runs f as a unit, also if the browser has gone: what was asked for is done, or not at
// all.
func (c *Console) do(ctx context.Context, f func(ctx context.Context) error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), unitLimit)
	defer cancel()
	return c.Unit.Do(ctx, f)
}
