package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/catalog"
	"zhujiao/bot/content"
	"zhujiao/bot/gate"
	"zhujiao/bot/intent"
	"zhujiao/bot/middleware"
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
	// textLife is how long what people wrote is kept.
	textLife = 30 * 24 * time.Hour
	// hashLife is how long a keyed hash outlives the class.
	hashLife = 7 * 24 * time.Hour
)

// App is the whole program, wired.
type App struct {
	log     *slog.Logger
	clock   *Clock
	lab     bool // scheduled work waits for the lab's clock
	boot    string
	store   *sqlstore.Store
	catalog *catalog.Catalog
	// file is the path of the campaign file, which watcher watches.
	file    string
	watcher *content.Watcher
	account handlers.Account
	// conversation answers messages.
	conversation *attendee.Conversation
	staff        atomic.Pointer[staff.Class]
	gate         bot.Gate
	work         bot.Tracker
	hook         *wechat.Receiver
	outbox       *outbox.Dispatcher
	once         *wechat.Subscriptions // nil without a template
	consoleURL   string                // what alerts link to; empty for no links
	roster       campaign.Roster       // nil when the account may not list its followers
	// unverified accounts may send nothing by themselves.
	unverified bool
}

// New wires everything from top to bottom. It needs no network.
func New(ctx context.Context, cfg Config, clk *Clock, log *slog.Logger) (*App, error) {
	a := &App{
		log: log, clock: clk, lab: cfg.Lab != "", boot: rand.Text(), consoleURL: cfg.ConsoleURL, unverified: cfg.Account == "unverified",
	}
	a.conversation = attendee.NewConversation(func(ctx context.Context, v *handlers.Visit, who moderation.Actor, line string) (bot.Reply, error) {
		return a.staff.Load().Answer(ctx, v, who, line)
	})
	if err := a.open(ctx, cfg); err != nil {
		return nil, err
	}
	for _, step := range []func(context.Context, Config) error{a.openGate, a.openHook, a.openOutbox, a.bindModerators} {
		if err := step(ctx, cfg); err != nil {
			return nil, errors.Join(err, a.store.Close())
		}
	}
	return a, nil
}

func (a *App) openGate(_ context.Context, cfg Config) (err error) {
	a.gate, err = newGate(cfg.RedisURL, a.rules, a.clock, a.log)
	return err
}

// lost logs an error that came too late to be answered.
func (a *App) lost(ctx context.Context, err error) {
	a.log.ErrorContext(ctx, "a message failed after its push was answered", "error", err)
}

func (a *App) openHook(_ context.Context, cfg Config) (err error) {
	a.hook, err = wechat.NewReceiver(cfg.WeChat, a.chain(), a.clock.Now, a.log, a.apologize)
	if err != nil {
		return fmt.Errorf("wechat account: %w", err)
	}
	return nil
}

// bindModerators binds the openids of the settings.
func (a *App) bindModerators(ctx context.Context, cfg Config) error {
	users := make([]bot.UserID, len(cfg.Moderators))
	for i, m := range cfg.Moderators {
		users[i] = bot.UserID(m)
	}
	return a.store.Moderators.BindKnown(ctx, users, campaign.RoleOwner)
}

// open opens the store and serves the class of the campaign file.
func (a *App) open(ctx context.Context, cfg Config) error {
	a.file = cfg.Campaign
	a.watcher = content.NewWatcher(cfg.Campaign)
	v, err := a.readFile(ctx)
	if err != nil {
		return fmt.Errorf("ZHUJIAO_CAMPAIGN: %w", err)
	}
	if a.store, err = openStore(ctx, cfg, a.clock.Now, a.log); err != nil {
		return err
	}
	if cfg.Template != "" {
		a.once = &wechat.Subscriptions{
			AppID: cfg.WeChat.AppID, Template: cfg.Template, Return: cfg.PublicURL + subscribedPath, Sign: a.store.People.Sign,
		}
	}
	a.account = handlers.Account{Channel: wechat.Limits(), Results: a.store.Chunks}
	if a.once != nil {
		a.account.Subscribe = a.once
	}
	a.catalog = catalog.New(catalog.Options{
		Versions: a.store.Versions, Store: additions{a.store.Seats, a.store.Entries, a.store.Versions}, Vocabulary: Vocabulary(), Clock: a.clock.Now,
		Equip: a.equip, Admit: a.admit, Swapped: a.tellFilled,
	})
	if _, err := a.catalog.Import(ctx, v); err != nil {
		return errors.Join(err, a.store.Close())
	}
	return nil
}

// additions is what the catalog asks beside versions.
type additions struct {
	*seatStore
	*entryStore
	*versionStore
}

// Other names, because a field that is called Entries would hide the method.
type (
	seatStore    = sqlstore.Seats
	entryStore   = sqlstore.Entries
	versionStore = sqlstore.Versions
)

// readFile loads the campaign file and logs its problems.
func (a *App) readFile(ctx context.Context) (*content.Version, error) {
	v, problems, err := content.Load(a.file, Vocabulary(), time.Time{})
	for _, p := range problems {
		level := slog.LevelError
		if p.Warning {
			level = slog.LevelWarn
		}
		a.log.Log(ctx, level, "campaign file", "problem", p.String())
	}
	return v, err
}

// admit refuses a file whose seats are fewer than those that are taken.
func (a *App) admit(ctx context.Context, _, fresh *campaign.Campaign) error {
	t, err := a.store.Seats.Tally(ctx, fresh.ID)
	if err != nil {
		return err
	}
	if fresh.Signup.Seats+t.Extra < t.Taken {
		return fmt.Errorf("%d seats are fewer than the %d registered", fresh.Signup.Seats, t.Taken)
	}
	return nil
}

// tellFilled tells the moderators which questions that waited for an answer in the
// file have one now, so that those who asked can be answered at once (ruling
// 12).
func (a *App) tellFilled(ctx context.Context, old, fresh *campaign.Campaign) error {
	return a.store.Do(ctx, func(ctx context.Context) error {
		for _, e := range fresh.FAQ {
			was, _ := old.Entry(e.ID)
			if e.Pending || !was.Pending {
				continue
			}
			t, err := a.store.Tickets.EntryTicket(ctx, fresh.ID, e.ID)
			if errors.Is(err, campaign.ErrNotFound) {
				continue
			}
			if err != nil {
				return err
			}
			askers, err := a.store.Tickets.Askers(ctx, t)
			if err != nil {
				return err
			}
			alert := fresh.Alert("alert_filled", a.clock.Now(), map[string]string{
				"name": e.Question, "people": fmt.Sprint(len(askers)), "number": t.Name(),
			})
			if err := a.store.Ledger.Enqueue(ctx, alert); err != nil {
				return err
			}
		}
		return nil
	})
}

// equip gives a snapshot its reader and its services. A reader costs an index, so
// one that still fits is used again.
func (a *App) equip(_ context.Context, fresh, old *catalog.Snapshot, sameEntries bool) error {
	texts := handlers.ReaderTexts(fresh.Campaign, fresh.Texts)
	if sameEntries {
		fresh.Reader = old.Reader
	} else {
		defer debug.SetGCPercent(debug.SetGCPercent(gcPercentBuilding)) // an index is built of much that is thrown away
		fresh.Reader = intent.New(fresh.Campaign, texts, attendee.Commands())
	}
	fresh.Attendees = attendeesOf(fresh.Campaign, texts.Blocked, a.store)
	broadcasts := a.broadcasts(fresh.Campaign)
	fresh.Moderation = moderationOf(class{
		Campaign: fresh.Campaign, attendees: fresh.Attendees, reader: fresh.Reader, blocked: texts.Blocked, broadcasts: broadcasts,
		fileEntries: fresh.FileEntries,
	}, a.store)
	a.staff.Store(&staff.Class{
		Campaign: fresh.Campaign, Texts: fresh.Texts, Moderation: fresh.Moderation, Channel: a.account.Channel, Broadcasts: broadcasts,
		OptOuts: a.store.Broadcasts, Packs: fresh.Attendees.Packs, Blocked: texts.Blocked,
	})
	return nil
}

// gcPercentBuilding is the GC percentage while an index is built: what a process
// needs at its peak is what its machine must have.
const gcPercentBuilding = 20

// read puts what can be said of a message into it, outside the unit.
func (a *App) read(m *bot.Message) {
	snapshot := a.catalog.Current()
	m.Snapshot, m.Readings = snapshot.Serial, snapshot.Reader.Read(m)
}

// answer hands a message to the handlers, with the snapshot that has read it.
func (a *App) answer(ctx context.Context, m *bot.Message, p *campaign.Person) (bot.Reply, error) {
	control, err := a.store.Moderators.Control(ctx)
	if err != nil {
		return nil, err
	}
	snapshot, ok := a.catalog.Snapshot(m.Snapshot)
	if !ok {
		return nil, middleware.ErrOutdated
	}
	return a.conversation.Answer(ctx, &handlers.Visit{
		Message: m, Person: p, Control: control, Snapshot: snapshot, Account: &a.account,
	})
}

// current lets what a moderator has just added serve before the moderator reads
// that it does: published entries, phrasings, seats. It builds outside the unit, so
// that no other message waits.
func (a *App) current(next bot.Handler) bot.Handler {
	return bot.HandlerFunc(func(ctx context.Context, m *bot.Message) (bot.Reply, error) {
		reply, err := next.Handle(ctx, m)
		if !strings.HasPrefix(m.Folded, "#") {
			return reply, err
		}
		if err := a.catalog.Refresh(ctx); err != nil {
			a.log.ErrorContext(ctx, "what a moderator added does not serve yet; trying again", "error", err)
		}
		return reply, err
	})
}

// chain is what happens around every message. The outermost middleware comes
// first, the gate before anything that costs. The unit surrounds everything that
// writes; the shelf is inside it.
func (a *App) chain() bot.Handler {
	units := middleware.Units{
		Unit: a.store, Journal: a.store.Journal, People: a.store.People, Notices: a.store.Ledger, Campaign: a.Campaign().ID,
	}
	return bot.Chain(
		middleware.Unit(units, middleware.Shelf(shelf{a.store.Ledger, a.store.Moderators}, renderer{a}, wechat.MaxText, a.answer)),
		middleware.Recover(),
		middleware.Log(a.log, stopwatch, nil),
		middleware.Prepare(),
		middleware.Gate(a.gate, a.classify, middleware.InFlight{Max: inFlightMax, Wait: lateAfter}),
		middleware.Late(lateAfter, &a.work, a.lost),
		a.current,
		middleware.Understand(a.read),
	)
}

// renderer gives notices the words of the version that serves.
type renderer struct{ a *App }

// Render implements middleware.Renderer.
func (r renderer) Render(ctx context.Context, n campaign.Notice) (bot.Reply, error) {
	s := r.a.catalog.Current()
	if n.Lapsed(s.Campaign, r.a.clock.Now()) {
		return bot.Text(""), nil
	}
	return (&handlers.Notices{Campaign: s.Campaign, Texts: s.Texts, Console: r.a.consoleURL}).Render(ctx, n)
}

// shelf keeps everything back while all is stopped: the maintenance line comes
// alone (ruling 28).
type shelf struct {
	campaign.Shelf
	controls campaign.Controls
}

// Waiting implements campaign.Shelf.
func (s shelf) Waiting(ctx context.Context, p bot.PersonID) ([]campaign.Notice, error) {
	control, err := s.controls.Control(ctx)
	if err != nil || control.Level >= campaign.StopAll {
		return nil, err
	}
	return s.Shelf.Waiting(ctx, p)
}

func stopwatch() func() time.Duration {
	begin := time.Now()
	return func() time.Duration { return time.Since(begin) }
}

func (a *App) apologize(error) bot.Reply {
	return bot.Text(handlers.Apology(a.catalog.Current().Texts))
}

// classify tells the gate whose message it is and whether it counts: what is
// exempt and moderators' commands do not (R11, ruling 5).
func (a *App) classify(m *bot.Message) gate.Ask {
	ask := gate.Ask{Key: m.Key}
	if m.FromPerson() {
		ask.Person = a.store.People.Hash(m.From)
	}
	command := m.Encrypted && len(m.Folded) > 0 && m.Folded[0] == '#' && a.moderates(ask.Person)
	ask.Count = m.FromPerson() && m.Event != bot.EventUnsubscribe && !command && !a.catalog.Current().Reader.Exempt(m)
	return ask
}

// moderates tells whether a keyed hash is a moderator's.
func (a *App) moderates(hash string) bool {
	_, err := a.store.Moderators.Moderator(context.Background(), hash)
	return err == nil
}

func (a *App) rules() gate.Rules {
	l := a.Campaign().Limits
	return gate.Rules{Messages: l.Messages, Span: l.Span}
}

// Campaign is the class that serves.
func (a *App) Campaign() *campaign.Campaign { return a.catalog.Current().Campaign }

// Routes are the public paths.
func (a *App) Routes() *http.ServeMux {
	mux := http.NewServeMux()
	mux.Handle("/wechat", a.hook)
	if a.once != nil {
		mux.HandleFunc("GET "+subscribedPath, a.subscribed)
	}
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
		defer cancel()
		if err := a.store.Ping(ctx); err != nil {
			http.Error(w, "database: "+err.Error(), http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "ready")
	})
	return mux
}

// forget forgets what is old: texts after 30 days, the hashes of who left seven
// days after the class (R17).
func (a *App) forget(ctx context.Context) {
	now, c := a.clock.Now(), a.Campaign()
	if _, err := a.store.Erasure.ForgetTexts(ctx, now.Add(-textLife)); err != nil {
		a.log.ErrorContext(ctx, "forget old texts", "error", err)
	}
	if now.After(c.End.Add(hashLife)) {
		if err := a.store.Erasure.Purge(ctx, c.ID, now); err != nil { // kept until that day, whenever they left
			a.log.ErrorContext(ctx, "forget who left", "error", err)
		}
	}
}

// upkeep forgets old texts, once an hour, until ctx ends.
func (a *App) upkeep(ctx context.Context) {
	t := time.NewTicker(time.Hour)
	defer t.Stop()
	for {
		a.forget(ctx)
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
	}
}

// Close waits for work under way and closes the store.
func (a *App) Close(ctx context.Context) error {
	err := a.work.Wait(ctx)
	if c, ok := a.gate.(interface{ Close() error }); ok {
		err = errors.Join(err, c.Close())
	}
	return errors.Join(err, a.store.Close())
}
