package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/catalog"
	"zhujiao/bot/console"
	"zhujiao/bot/content"
	"zhujiao/bot/moderation"
	"zhujiao/bot/outbox"
	"zhujiao/bot/sqlstore"
	"zhujiao/bot/wechat"
	"zhujiao/handlers"
	"zhujiao/handlers/attendee"
	"zhujiao/handlers/staff"
)

const (
	// lateAfter leaves half a second of the platform's five for the way back.
	lateAfter = 4500 * time.Millisecond
	// inFlightMax bounds the messages in work at once.
	inFlightMax = 4096
	// resting is how many goroutines wait for the next message: as many as are in work at
	// once in a rush, some 16 KiB each.
	resting = 64
)

// App is the running program.
type App struct {
	log     *slog.Logger
	clock   *Clock
	lab     bool // scheduled work waits for the lab's clock
	store   *sqlstore.Store
	catalog *catalog.Catalog
	files   *files
	account handlers.Account
	// conversation answers messages.
	conversation  *attendee.Conversation
	gate          bot.Gate
	work          bot.Tracker
	receiver      *wechat.Receiver
	api           accountCalls
	outbox        *outbox.Dispatcher
	subscriptions *wechat.Subscriptions // nil if the settings name no template
	console       *console.Console
	consoleURL    string          // what alerts link to; empty for no links
	roster        campaign.Roster // nil when the account may not list its followers
	// unverified accounts may send nothing by themselves.
	unverified bool
	health     health
	// spareMemory is Config.SpareMemory.
	spareMemory func() (built func())
	hooks       hooks
	meter       *meter
	heart       *heart
	scrubber    *scrubber
	reviews     reviews
}

// accountCalls are calls to the account's API beside those by which messages leave: client
// manages the account, photos fetches the pictures of tickets.
type accountCalls struct {
	client *wechat.Client
	photos *wechat.Photos
}

// New wires everything from top to bottom. It needs no network.
func New(ctx context.Context, cfg Config, clk *Clock, log *slog.Logger) (*App, error) {
	a := &App{
		work: bot.Tracker{Resting: resting},
		log:  log, clock: clk, lab: cfg.Lab != "", consoleURL: consoleURL(cfg.PublicURL), unverified: cfg.Account == "unverified",
		hooks: cfg.hooks, spareMemory: cfg.SpareMemory,
	}
	a.scrubber, a.meter = &scrubber{a: a}, newMeter(a, cfg)
	a.conversation = attendee.NewConversation(staff.Answer)
	var err error
	if a.meter.tracing, err = newTracing(ctx, cfg.Traces, cfg.Build.Version, log); err != nil {
		return nil, err
	}
	if err := a.open(ctx, cfg); err != nil {
		return nil, err
	}
	sqlstore.Observe(a.store, a.meter)
	for _, step := range []func(context.Context, Config) error{a.openGate, a.openReceiver, a.openOutbox, a.bindModerators, front{a}.open} {
		if err := step(ctx, cfg); err != nil {
			return nil, errors.Join(err, a.closeGate(), a.closeStore(ctx))
		}
	}
	return a, nil
}

func (a *App) openGate(_ context.Context, cfg Config) (err error) {
	a.gate, err = newGate(cfg.RedisURL, a) //nolint:contextcheck // it connects until it is closed
	return err
}

func (a *App) openReceiver(_ context.Context, cfg Config) (err error) {
	account := cfg.WeChat
	account.Sign = a.store.People.Sign
	a.receiver, err = wechat.NewReceiver(account, intake{a}.chain(), a.clock.Now, a.log, intake{a}.apologize)
	if err != nil {
		return fmt.Errorf("wechat account: %w", err)
	}
	a.receiver.Unhandled = a.meter.Refused
	return nil
}

// bindModerators binds the openids of the settings.
func (a *App) bindModerators(ctx context.Context, cfg Config) error {
	users := make([]bot.UserID, len(cfg.Moderators))
	for i, m := range cfg.Moderators {
		users[i] = bot.UserID(m)
	}
	return bindKnown(ctx, a, users, moderation.RoleOwner)
}

// bindKnown gives a role to openids that are no moderators yet.
func bindKnown(ctx context.Context, a *App, users []bot.UserID, r moderation.Role) error {
	hashes := make([]string, len(users))
	for i, u := range users {
		hashes[i] = a.store.People.Hash(u)
	}
	m := &moderation.Moderators{Store: a.store.Moderators}
	return a.store.Do(ctx, func(ctx context.Context) error { return m.BindKnown(ctx, hashes, r, a.clock.Now()) })
}

// open opens the store and serves the classes of the campaign files and those that are stored.
func (a *App) open(ctx context.Context, cfg Config) error {
	a.files = newFiles(cfg.Campaign)
	files := importer{a}
	r, err := files.read()
	if err == nil && !r.Whole && r.Files[0].Err != nil {
		files.logProblems(ctx, r.Files[0].Problems)
		err = r.Files[0].Err
	}
	if err != nil {
		return fmt.Errorf("ZHUJIAO_CAMPAIGN: %w", err)
	}
	if a.store, err = openStore(ctx, cfg, a.clock.Now, a.log); err != nil {
		return err
	}
	if err := keepErasures(ctx, a, cfg); err != nil {
		return errors.Join(err, a.store.Close())
	}
	if err := a.store.SetLabClock(ctx, time.Time{}); err != nil { // of a lab that ran before
		return errors.Join(err, a.store.Close())
	}
	if a.heart, err = startHeart(ctx, a); err != nil {
		return errors.Join(err, a.store.Close())
	}
	if cfg.Template != "" {
		a.subscriptions = &wechat.Subscriptions{
			AppID: cfg.WeChat.AppID, Template: cfg.Template, Return: cfg.PublicURL + subscribedPath, Sign: a.store.People.Sign,
		}
	}
	a.account = handlers.Account{Channel: wechat.LimitsOf(campaign.AccountKind(cfg.Account))}
	if a.subscriptions != nil {
		a.account.Subscribe = a.subscriptions
	}
	a.account.Console = cfg.PublicURL
	a.catalog = catalog.New(catalog.Options{
		Unit: a.store, Versions: a.store.Versions(), Store: a.store.Content, Vocabulary: Vocabulary(), Clock: a.clock.Now,
		Reader: files.reader, Services: files.services, Changed: files.changed, Review: a.reviews.warnings,
	})
	if err := files.start(ctx, r); err != nil {
		return errors.Join(err, a.closeStore(ctx))
	}
	return nil
}

// closeStore ends the instance of this process and closes the store.
func (a *App) closeStore(ctx context.Context) error {
	a.heart.stop(ctx)
	return a.store.Close()
}

// renderer renders notices with the newest texts of their class.
type renderer struct{ a *App }

// Render implements campaign.Renderer.
func (r renderer) Render(ctx context.Context, n campaign.Notice) (bot.Reply, error) {
	s, err := r.a.class(ctx, n.Campaign)
	if err != nil {
		return nil, err
	}
	now := r.a.clock.Now()
	if n.Lapsed(s.Campaign, now) {
		return bot.Text(""), nil
	}
	said, err := (&handlers.Notices{Campaign: s.Campaign, Texts: s.Texts, Console: front(r).of(s), At: now}).Render(ctx, n)
	if err != nil {
		return nil, err
	}
	return r.name(ctx, n, s, said)
}

// Campaign returns the main class.
func (a *App) Campaign() *campaign.Campaign { return a.main().Campaign }

// class returns a class that is stored, whether it serves or not; the main one for an id that
// is unknown, or whose content cannot be loaded.
func (a *App) class(ctx context.Context, id string) (*catalog.Snapshot, error) {
	if id == "" {
		return a.main(), nil
	}
	s, err := a.catalog.Open(ctx, id)
	if errors.Is(err, campaign.ErrNotFound) || errors.Is(err, content.ErrBad) {
		return a.main(), nil
	}
	return s, err
}

// main returns the main class: see campaign.MainOf.
func (a *App) main() *catalog.Snapshot { return a.catalog.Main(a.clock.Now()) }

// Routes returns the handlers of the public paths.
func (a *App) Routes() *http.ServeMux {
	mux := http.NewServeMux()
	mux.Handle("/wechat", a.receiver)
	mux.Handle("/wechat/{$}", a.receiver) // not redirected: the platform would not follow
	if a.subscriptions != nil {
		mux.HandleFunc("GET "+subscribedPath, consents{a}.subscribed)
	}
	mux.Handle(drawRoute, newPublication(a))
	mux.Handle("/console", a.console)
	mux.Handle("/console/", a.console)
	mux.Handle("/r/", a.console)
	mux.Handle("/wall", a.console)
	mux.Handle("/wall/", a.console)
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("GET /readyz", a.readyz)
	return mux
}

// forget erases what has been kept long enough.
func (a *App) forget(ctx context.Context) {
	if err := campaign.Forget(ctx, a.store.Retention(), a.clock.Now()); err != nil && ctx.Err() == nil {
		a.log.ErrorContext(ctx, "old data was not erased; trying again in an hour", "error", err)
	}
}

// upkeep erases what is old, once an hour, until ctx ends. One process does it for all.
func (a *App) upkeep(ctx context.Context) {
	duty := a.store.Duty("upkeep")
	a.repeat(ctx, "erasing what is old", func(time.Time) time.Duration {
		if mine, err := duty.Mine(ctx); err != nil || !mine {
			if err != nil && ctx.Err() == nil {
				a.log.WarnContext(ctx, "who erases old data is not known; asking again", "error", err)
			}
			return 0 // the other one may end
		}
		a.forget(ctx)
		return time.Hour
	})
}

// Close waits for messages in work, at most until ctx ends, and closes the gate and the
// store.
func (a *App) Close(ctx context.Context) error {
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), endAfter)
	defer cancel()
	return a.close(ctx, end)
}

// close waits for messages in work until drain ends, and for the gate and the store until
// end does.
func (a *App) close(drain, end context.Context) error {
	err := a.work.Wait(drain)
	if err != nil {
		err = fmt.Errorf("messages in work did not end: %w", err)
	}
	err = errors.Join(err, within(end, "the connection to Redis", a.closeGate))
	if lost := a.meter.tracing.close(end); lost != nil {
		a.log.WarnContext(end, "the last traces did not reach their collector", "error", lost)
	}
	return errors.Join(err, within(end, "the database", func() error { return a.closeStore(end) }))
}

// closeGate ends the connections of a gate that has some.
func (a *App) closeGate() error {
	if c, ok := a.gate.(interface{ Close() error }); ok {
		return c.Close()
	}
	return nil
}
