package app

import (
	"cmp"
	"context"
	"strings"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/gate"
	"zhujiao/bot/middleware"
	"zhujiao/bot/wechat"
	"zhujiao/handlers"
)

// intake is the way of a message from its push to its reply.
type intake struct{ a *App }

// lost logs an error that came too late to be answered.
func (in intake) lost(ctx context.Context, err error) {
	in.a.log.ErrorContext(ctx, "a message failed after its push was answered", "error", err)
}

// read puts what can be said of a message into it, outside the unit.
func (in intake) read(m *bot.Message) {
	snapshot := in.a.catalog.Current()
	m.Snapshot, m.Readings = snapshot.Serial, snapshot.Reader.Read(m)
}

// answer hands a message to the handlers, with the snapshot that has read it.
func (in intake) answer(ctx context.Context, m *bot.Message, p *campaign.Person) (bot.Reply, error) {
	control, err := in.a.store.Moderators.Control(ctx)
	if err != nil {
		return nil, err
	}
	snapshot, ok := in.a.catalog.Snapshot(m.Snapshot)
	if !ok {
		return nil, middleware.ErrOutdated
	}
	return in.a.conversation.Answer(ctx, &handlers.Visit{
		Message: m, Person: p, Control: control, Snapshot: snapshot, Account: &in.a.account,
	})
}

// current lets what a moderator has just added serve before the moderator reads
// that it does: published entries, phrasings, seats. It builds outside the unit, so
// that no other message waits.
func (in intake) current(next bot.Handler) bot.Handler {
	return bot.HandlerFunc(func(ctx context.Context, m *bot.Message) (bot.Reply, error) {
		reply, err := next.Handle(ctx, m)
		if !strings.HasPrefix(m.Folded, "#") {
			return reply, err
		}
		if err := in.a.catalog.Refresh(ctx); err != nil {
			in.a.log.ErrorContext(ctx, "what a moderator added does not serve yet; trying again", "error", err)
		}
		return reply, err
	})
}

// chain is what happens around every message. The outermost middleware comes
// first, the gate before anything that costs. The unit surrounds everything that
// writes; the shelf is inside it.
func (in intake) chain() bot.Handler {
	units := middleware.Units{
		Unit: in.a.store, Journal: in.a.store.Journal, People: in.a.store.People, Notices: in.a.store.Ledger, Campaign: in.a.Campaign().ID,
	}
	patience := cmp.Or(in.a.hooks.patience, lateAfter)
	return bot.Chain(
		middleware.Unit(units,
			middleware.Shelf(shelf{in.a.store.Ledger, in.a.store.Moderators}, renderer(in), wechat.MaxText, in.answer)),
		middleware.Recover(),
		middleware.Log(in.a.log, stopwatch, nil),
		middleware.Prepare(),
		middleware.Gate(in.a.gate, in.classify, middleware.InFlight{Max: inFlightMax, Wait: patience}),
		middleware.Late(patience, &in.a.work, in.lost),
		in.current,
		middleware.Understand(in.read),
	)
}

func (in intake) apologize(error) bot.Reply {
	return bot.Text(handlers.Apology(in.a.catalog.Current().Texts))
}

// classify tells the gate whose message it is and whether it counts: what is
// exempt and moderators' commands do not (R11, ruling 5).
func (in intake) classify(m *bot.Message) gate.Ask {
	ask := gate.Ask{Key: m.Key}
	if m.FromPerson() {
		ask.Person = in.a.store.People.Hash(m.From)
	}
	command := m.Encrypted && len(m.Folded) > 0 && m.Folded[0] == '#' && in.moderates(ask.Person)
	ask.Count = m.FromPerson() && m.Event != bot.EventUnsubscribe && !command && !in.a.catalog.Current().Reader.Exempt(m)
	return ask
}

// moderates tells whether a keyed hash is a moderator's.
func (in intake) moderates(hash string) bool {
	_, err := in.a.store.Moderators.Moderator(context.Background(), hash)
	return err == nil
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
