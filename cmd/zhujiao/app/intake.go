package app

import (
	"cmp"
	"context"
	"strings"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/gate"
	"zhujiao/bot/intent"
	"zhujiao/bot/middleware"
	"zhujiao/bot/wechat"
	"zhujiao/handlers"
)

// intake takes a message from its push to its reply.
type intake struct{ a *App }

// lost logs an error of a message whose push is over.
func (in intake) lost(ctx context.Context, err error) {
	in.a.log.ErrorContext(ctx, "a message failed while no push waited for it; the platform pushes it again", "error", err)
}

// answer calls the handlers with a message and the snapshot that has read it.
func (in intake) answer(ctx context.Context, m *bot.Message, p *campaign.Person) (bot.Reply, error) {
	control, err := in.a.store.Moderators.Control(ctx)
	if err != nil {
		return nil, err
	}
	if in.behind(ctx, control, m.Snapshot) {
		return nil, errBehind
	}
	snapshot, ok := in.a.catalog.Snapshot(m.Snapshot)
	if !ok {
		return nil, middleware.ErrOutdated
	}
	if err := in.fits(ctx, m, p); err != nil {
		return nil, err
	}
	return in.a.conversation.Answer(ctx, &handlers.Visit{
		Message: m, Person: p, Control: control, Snapshot: snapshot, Classes: in.classes(m), Account: &in.a.account,
	})
}

// current refreshes the catalog after a moderator's command and before its reply, so
// that entries, phrasings and seats that were added serve when the reply says so. It
// runs outside the unit, so that no other message waits.
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

// chain returns the handler of messages with its middleware, the outermost first. Late
// joins repeated pushes; the gate comes before anything expensive. The unit surrounds everything that writes,
// including the shelf.
func (in intake) chain() bot.Handler {
	units := middleware.Units{
		Unit: in.a.meter.tracing.unit(in.a.store), Journal: in.a.store.Journal, People: in.a.store.People,
		Notices: in.a.store.Ledger, Now: in.a.clock.Now,
		Recalled: in.a.meter.Recalled,
	}
	shelf := campaign.StoppableShelf{Shelf: in.a.store.Ledger, Controls: in.a.store.Moderators}
	patience := cmp.Or(in.a.hooks.patience, lateAfter)
	return bot.Chain(
		middleware.Unit(units,
			middleware.Shelf(shelf, renderer(in), wechat.MaxText, in.answer)),
		middleware.Recover(),
		in.a.meter.tracing.pushes,
		middleware.Log(in.a.log, stopwatch, in.a.meter.push),
		middleware.Prepare(),
		middleware.Late(middleware.Patience{Max: inFlightMax, Wait: patience, Joined: in.a.meter.Joined}, &in.a.work, in.lost),
		middleware.Gate(observedGate{in.a.gate, in.a.meter}, in.classify, in.lasting),
		in.current,
		in.abreast,
		middleware.Understand(in.read),
		in.lane,
	)
}

// leavingLane is the lane of those who leave. Nobody reads a reply to that, so that many at once
// come one after the other and keep nobody else waiting.
const leavingLane = "leaving"

// lane counts what was understood, and lets a message that takes a seat or a pack wait for others that do, before its unit
// begins. So do those who leave.
func (in intake) lane(next bot.Handler) bot.Handler {
	return bot.HandlerFunc(func(ctx context.Context, m *bot.Message) (bot.Reply, error) {
		in.a.meter.read(m)
		switch {
		case intent.Contends(m):
			ctx = campaign.WithLane(ctx, m.Class)
		case m.Event == bot.EventUnsubscribe:
			ctx = campaign.WithLane(ctx, leavingLane)
		}
		return next.Handle(ctx, m)
	})
}

func (in intake) apologize(error) bot.Reply {
	return bot.Text(handlers.Apology(in.a.main().Texts))
}

// classify returns what the gate has to know: whose message it is, and whether it
// counts towards the rate limit. Moderators' commands do not, and exempt words have a
// wider limit of their own (R11, rulings 5 and 40).
func (in intake) classify(m *bot.Message) gate.Ask {
	ask := gate.Ask{Key: m.Key}
	if m.FromPerson() {
		ask.Person = in.a.store.People.Hash(m.From)
	}
	if !m.FromPerson() || m.Event == bot.EventUnsubscribe || in.commands(m, ask.Person) {
		return ask
	}
	ask.Wide = in.anyClass(m, (*intent.Reader).Exempt)
	ask.Count = !ask.Wide
	return ask
}

// commands reports whether a message of the person with a keyed hash is a moderator's
// command. What was tapped is none (ruling 34).
func (in intake) commands(m *bot.Message, hash string) bool {
	return m.Encrypted && m.MenuID == "" && len(m.Folded) > 0 && m.Folded[0] == '#' && in.moderates(hash)
}

// lasting reports whether a message is carried out although its sender is over the limit.
func (in intake) lasting(m *bot.Message) bool { return in.anyClass(m, (*intent.Reader).Lasting) }

// moderates reports whether a keyed hash belongs to a moderator.
func (in intake) moderates(hash string) bool {
	_, err := in.a.store.Moderators.Moderator(context.Background(), hash)
	return err == nil
}

func stopwatch() func() time.Duration {
	begin := time.Now()
	return func() time.Duration { return time.Since(begin) }
}
