package middleware

import (
	"context"
	"errors"
	"fmt"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// Journal remembers every message that was handled. Both methods need a unit in the
// context.
type Journal interface {
	// Recall returns the encoded reply that is stored under a message's key.
	Recall(ctx context.Context, key string) (reply []byte, known bool, err error)
	// Record stores a message with its encoded reply. It returns false and stores nothing
	// if the key is known.
	Record(ctx context.Context, campaignID string, m *bot.Message, reply []byte) (bool, error)
}

// Answer answers a message inside its unit. p is the sender, or nil for system events.
type Answer func(ctx context.Context, m *bot.Message, p *campaign.Person) (bot.Reply, error)

// Units holds the ports that the Unit handler needs.
type Units struct {
	Unit     campaign.Unit
	Journal  Journal
	People   campaign.People
	Notices  campaign.Notices
	Campaign string
}

// errKnown rolls a unit back if another instance has recorded the message meanwhile.
var errKnown = errors.New("the message was recorded by another unit")

// Unit runs answer in one transaction, which also holds the person, all changes, the
// deliveries and the stored reply: all are committed or none. A message whose key is
// in the journal gets its stored reply and changes nothing (R1).
func Unit(u Units, answer Answer) bot.Handler {
	return bot.HandlerFunc(func(ctx context.Context, m *bot.Message) (reply bot.Reply, err error) {
		for range 2 { // the second time reads the reply that another instance has recorded
			err = u.Unit.Do(ctx, func(ctx context.Context) error {
				reply, err = u.handleOnce(ctx, m, answer)
				return err
			})
			if !errors.Is(err, errKnown) {
				break
			}
		}
		return reply, err
	})
}

// handleOnce is the body of the transaction.
func (u Units) handleOnce(ctx context.Context, m *bot.Message, answer Answer) (bot.Reply, error) {
	stored, known, err := u.Journal.Recall(ctx, m.Key)
	if err != nil {
		return nil, err
	}
	if known {
		return bot.DecodeReply(stored)
	}
	p, err := u.meet(ctx, m)
	if err != nil {
		return nil, err
	}
	reply, err := answer(ctx, m, p)
	if err != nil {
		return nil, err
	}
	if reply == nil {
		reply = bot.Silence{}
	}
	return reply, u.finish(ctx, m, reply)
}

// meet returns the sender of a message and creates a person for a new one. It returns
// nil for system events, and for an unknown sender whose message creates no person,
// such as an unfollow event.
func (u Units) meet(ctx context.Context, m *bot.Message) (*campaign.Person, error) {
	if !m.FromPerson() {
		return nil, nil
	}
	p, err := u.People.Meet(ctx, m.From, campaign.ContactOf(m), m.Arrived)
	if errors.Is(err, campaign.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	m.Person = p.ID
	return p, nil
}

// finish records the message with its reply. A reply that is too late for the push
// becomes a delivery.
func (u Units) finish(ctx context.Context, m *bot.Message, reply bot.Reply) error {
	encoded, err := bot.EncodeReply(reply)
	if err != nil {
		return err
	}
	if late := m.Push.Settle(); late && m.Person != 0 {
		if err := u.deliver(ctx, m, reply); err != nil {
			return err
		}
	}
	recorded, err := u.Journal.Record(ctx, u.Campaign, m, encoded)
	if err != nil {
		return err
	}
	if !recorded {
		return errKnown
	}
	return nil
}

// deliver enqueues a late reply.
func (u Units) deliver(ctx context.Context, m *bot.Message, reply bot.Reply) error {
	if _, silent := reply.(bot.Silence); silent {
		return nil
	}
	err := u.Notices.Enqueue(ctx, campaign.Notice{
		Campaign: u.Campaign, Person: m.Person, Body: campaign.LateReply{Reply: reply}, Priority: campaign.PriorityAnswer, Due: m.Arrived,
	})
	if err != nil {
		return fmt.Errorf("enqueue a late reply: %w", err)
	}
	return nil
}
