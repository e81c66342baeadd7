package middleware

import (
	"context"
	"errors"
	"fmt"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// Journal remembers every message that was handled. Its methods need a unit in the
// context.
type Journal interface {
	// Recall returns what is stored under a message's key.
	Recall(ctx context.Context, key string) (r campaign.Recorded, known bool, err error)
	// Record stores a message with its encoded reply. It returns false and stores nothing
	// if the key is known.
	Record(ctx context.Context, campaignID string, m *bot.Message, reply []byte) (bool, error)
	// Withdraw cancels the late reply to a message unless its sending has begun; then said
	// is true, and nothing may say the reply again.
	Withdraw(ctx context.Context, key string) (said bool, err error)
}

// Answer answers a message inside its unit. p is the sender, or nil for system events.
type Answer func(ctx context.Context, m *bot.Message, p *campaign.Person) (bot.Reply, error)

// Units holds the ports that the Unit handler needs.
type Units struct {
	Unit    campaign.Unit
	Journal Journal
	People  campaign.People
	Notices campaign.Notices
	// Now is the time from which a late reply is due.
	Now bot.Clock
	// Recalled is told of each message that the journal has; nil for nobody.
	Recalled func()
}

// lateDue is how long a late reply waits before it is sent. The platform pushes a message
// again five seconds after it gave up, so a repeated push can still carry the reply.
const lateDue = 6 * time.Second

// repeatAfter is less than the time after which the platform pushes a message again, and
// more than the clocks of processes differ.
const repeatAfter = 4 * time.Second

// errKnown rolls a unit back if its message was handled before.
var errKnown = errors.New("the message was recorded by another unit")

// Unit runs answer in one transaction, which also holds the person, all changes, the
// deliveries and the stored reply: all are committed or none. A message whose key is
// in the journal gets its stored reply and changes nothing (R1). A reply that no push
// waits for becomes a delivery, which a repeated push takes back (ruling 43).
func Unit(u Units, answer Answer) bot.Handler {
	return bot.HandlerFunc(func(ctx context.Context, m *bot.Message) (bot.Reply, error) {
		var h handled
		var err error
		if campaign.ContactOf(m) == campaign.ContactLeft { // many leave at once, and nobody waits for a reply
			ctx = campaign.Yield(ctx)
		}
		// Nearly every message is new, so the journal is not asked first: it refuses to
		// record a known one, and then the reply is read.
		for _, handle := range []func(context.Context, *bot.Message, Answer) (handled, error){u.handleNew, u.handleKnown} {
			err = u.Unit.Do(ctx, func(ctx context.Context) error {
				h, err = handle(ctx, m, answer)
				return err
			})
			if !errors.Is(err, errKnown) {
				break
			}
			if u.Recalled != nil {
				u.Recalled()
			}
		}
		if err != nil {
			return nil, err
		}
		return h.reply, u.handOver(ctx, m, h)
	})
}

// handled is the result of a unit: its reply, and whether that has become a delivery.
type handled struct {
	reply     bot.Reply
	delivered bool
	// elsewhere is set if another process has handled the message while this one had its push:
	// it has given the reply to its own push, or made it a delivery.
	elsewhere bool
}

// handOver makes a committed reply a passive one, or a delivery if all pushes were given
// up during the commit.
func (u Units) handOver(ctx context.Context, m *bot.Message, h handled) error {
	if !h.delivered {
		if m.Push.Answer() || h.elsewhere {
			return nil
		}
		err := u.Unit.Do(ctx, func(ctx context.Context) (err error) {
			h.delivered, err = u.deliver(ctx, m, h.reply)
			return err
		})
		if err != nil {
			return err
		}
	}
	if h.delivered {
		m.Push.Deliver()
	}
	return nil
}

// handleKnown is the body of the transaction for a message that was in the journal.
func (u Units) handleKnown(ctx context.Context, m *bot.Message, answer Answer) (handled, error) {
	stored, known, err := u.Journal.Recall(ctx, m.Key)
	if err != nil {
		return handled{}, err
	}
	if !known { // it was deleted meanwhile
		return u.handleNew(ctx, m, answer)
	}
	return u.repeat(ctx, m, stored)
}

// handleNew is the body of the transaction. It returns errKnown, and must be rolled back, if
// the message is not new.
func (u Units) handleNew(ctx context.Context, m *bot.Message, answer Answer) (handled, error) {
	p, err := u.meet(ctx, m)
	if err != nil {
		return handled{}, err
	}
	m.Why = &bot.Reason{}
	reply, err := answer(ctx, m, p)
	if err != nil {
		return handled{}, err
	}
	if reply == nil {
		reply = bot.Silence{}
	}
	if p != nil && !p.Following { // a message from before they left: their words are erased (R17)
		wordless := *m
		wordless.Text, wordless.Why = "", nil
		m = &wordless
	}
	return u.finish(ctx, m, reply)
}

// repeat returns the stored reply to a repeated push. If that has become a delivery, it
// is withdrawn; if it has been said already, there is no reply. A push that arrived long after
// the one that was handled means that the reply to that was lost, so that this one must not
// be lost, too.
func (u Units) repeat(ctx context.Context, m *bot.Message, stored campaign.Recorded) (handled, error) {
	m.Person = stored.Person
	reply, err := bot.DecodeReply(stored.Reply)
	if err != nil {
		return handled{}, err
	}
	h := handled{reply: reply, elsewhere: m.Arrived.Sub(stored.At) < repeatAfter}
	if !m.Push.Awaited() {
		if !h.elsewhere {
			h.delivered, err = u.deliver(ctx, m, reply)
		}
		return h, err
	}
	said, err := u.Journal.Withdraw(ctx, m.Key)
	if said {
		h.reply = bot.Silence{}
	}
	return h, err
}

// meet returns the sender of a message and creates a person for a new one. It returns
// nil for system events, and for an unknown sender whose message creates no person,
// such as an unfollow event.
func (u Units) meet(ctx context.Context, m *bot.Message) (*campaign.Person, error) {
	if !m.FromPerson() {
		return nil, nil
	}
	p, err := u.People.Meet(ctx, m.From, campaign.ContactOf(m), m.Arrived, m.Made())
	if errors.Is(err, campaign.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	m.Person = p.ID
	return p, nil
}

// finish records the message with its reply. A reply that no push waits for becomes a
// delivery.
func (u Units) finish(ctx context.Context, m *bot.Message, reply bot.Reply) (handled, error) {
	encoded, err := bot.EncodeReply(reply)
	if err != nil {
		return handled{}, err
	}
	h := handled{reply: reply}
	if !m.Push.Awaited() {
		if h.delivered, err = u.deliver(ctx, m, reply); err != nil {
			return handled{}, err
		}
	}
	recorded, err := u.Journal.Record(ctx, m.Class, m, encoded)
	if err != nil {
		return handled{}, err
	}
	if !recorded {
		return handled{}, errKnown
	}
	return h, nil
}

// deliver enqueues a late reply, once for each message. It returns false if there is
// nothing to say.
func (u Units) deliver(ctx context.Context, m *bot.Message, reply bot.Reply) (bool, error) {
	if _, silent := reply.(bot.Silence); silent || m.Person == 0 {
		return false, nil
	}
	err := u.Notices.Enqueue(ctx, campaign.Notice{
		Campaign: m.Class, Person: m.Person, Body: campaign.LateReply{Reply: reply}, Priority: campaign.PriorityAnswer,
		Due: u.Now().Add(lateDue), DedupKey: campaign.LateReplyKey(m.Key),
	})
	if err != nil {
		return false, fmt.Errorf("enqueue a late reply: %w", err)
	}
	return true, nil
}
