package middleware

import (
	"context"
	"errors"
	"fmt"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// Journal remembers every message that was handled, for ever by its key.
type Journal interface {
	// Recall returns the reply stored for a key.
	Recall(ctx context.Context, key string) (reply []byte, known bool, err error)
	// Record stores a message with its reply in the unit of the context; false
	// means that the key was there already.
	Record(ctx context.Context, campaignID string, m *bot.Message, reply []byte) (bool, error)
}

// Answer answers a message inside its unit. The person is who sent it; nil for
// system events.
type Answer func(ctx context.Context, m *bot.Message, p *campaign.Person) (bot.Reply, error)

// Units is what a message needs of the store.
type Units struct {
	Unit     campaign.Unit
	Journal  Journal
	People   campaign.People
	Notices  campaign.Notices
	Campaign string
}

// errKnown undoes a unit whose key another one recorded meanwhile.
var errKnown = errors.New("the message was recorded by another unit")

// Unit runs the rest in one transaction: person, facts, deliveries and the
// stored reply live or die together. A key that is in the journal gets its
// stored reply and runs nothing (design.md §4).
func Unit(u Units, answer Answer) bot.Handler {
	return bot.HandlerFunc(func(ctx context.Context, m *bot.Message) (reply bot.Reply, err error) {
		for range 2 { // a second time when another instance was faster
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

// meet finds the person behind a message, or makes them; nil for system events and
// for people of whom a message makes nobody.
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

// finish stores the reply, and a reply that is too late as a delivery.
func (u Units) finish(ctx context.Context, m *bot.Message, reply bot.Reply) error {
	encoded, err := bot.EncodeReply(reply)
	if err != nil {
		return err
	}
	if late := m.Push.Settle(); late && m.Person != 0 {
		if err := u.deliver(ctx, m, reply, encoded); err != nil {
			return err
		}
	}
	fresh, err := u.Journal.Record(ctx, u.Campaign, m, encoded)
	if err != nil {
		return err
	}
	if !fresh {
		return errKnown
	}
	return nil
}

func (u Units) deliver(ctx context.Context, m *bot.Message, reply bot.Reply, encoded []byte) error {
	if _, silent := reply.(bot.Silence); silent {
		return nil
	}
	err := u.Notices.Enqueue(ctx, campaign.Notice{
		Campaign: u.Campaign, Person: m.Person, Kind: campaign.NoticeReply, Priority: campaign.PriorityAnswer,
		Args: map[string]string{"reply": string(encoded)}, Due: m.Arrived,
	})
	if err != nil {
		return fmt.Errorf("keep a late reply: %w", err)
	}
	return nil
}
