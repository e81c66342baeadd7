package campaign

import (
	"context"
	"fmt"
	"time"

	"zhujiao/bot"
)

// SubscriptionStore stores consents, each of which allows one message.
type SubscriptionStore interface {
	// Find returns the person behind a user id, or ErrNotFound.
	Find(ctx context.Context, user bot.UserID) (*Person, error)
	// Subscribe stores a consent. It returns false if its token is known already. It
	// replaces the person's earlier consent, because the platform accepts one message
	// only.
	Subscribe(ctx context.Context, campaign string, p bot.PersonID, token string, at time.Time) (bool, error)
	// SaveDialogue stores the consent to be reminded.
	SaveDialogue(ctx context.Context, p *Person) error
}

// Subscriptions records consents to subscription messages: each allows one reminder
// that needs no credit.
type Subscriptions struct {
	Campaign *Campaign
	Store    SubscriptionStore
}

// Confirm stores a consent once and turns reminders on. It returns ErrNotFound for
// somebody who never wrote to the account, or left it.
func (s *Subscriptions) Confirm(ctx context.Context, u bot.UserID, token string, at time.Time) error {
	p, err := s.Store.Find(ctx, u)
	if err != nil {
		return fmt.Errorf("whose consent: %w", err)
	}
	if !p.Following { // a page that is loaded again after leaving
		return fmt.Errorf("whose consent: %w", ErrNotFound)
	}
	fresh, err := s.Store.Subscribe(ctx, s.Campaign.ID, p.ID, token, at)
	if err != nil || !fresh {
		return err
	}
	p.Consent = ConsentIn
	if p.ConsentAt.Before(at) {
		p.ConsentAt = at.Truncate(time.Second)
	}
	return s.Store.SaveDialogue(ctx, p)
}
