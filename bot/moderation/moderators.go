package moderation

import (
	"context"
	"errors"
	"fmt"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// Moderator is somebody who may ask for actions, bound to the keyed hash of an
// openid.
type Moderator = campaign.Moderator

// InviteLife is how long an invitation holds.
const InviteLife = 24 * time.Hour

// ModeratorStore keeps who moderators are. Every method joins the unit of the
// context.
type ModeratorStore interface {
	// Moderator returns the one behind a keyed hash, or ErrNotFound.
	Moderator(ctx context.Context, hash string) (*Moderator, error)
	// Bind uses up an invitation and binds the hash; ErrNotFound for a code that
	// is wrong, used or too old. Who has a higher role keeps it, and the
	// invitation is left: campaign.ErrHigherRole with who they are. No two
	// moderators get one name.
	Bind(ctx context.Context, code, hash string, now time.Time) (*Moderator, error)
}

// InviteStore keeps invitations.
type InviteStore interface {
	// Invite stores a one-time code that makes whoever sends it a moderator.
	Invite(ctx context.Context, code string, m Moderator, until time.Time) error
}

// Moderators knows who may ask for actions.
type Moderators struct {
	Guard *Guard
	Store ModeratorStore
}

// Actor returns who is behind a keyed hash, or ErrNotFound if they are no
// moderator.
func (s *Moderators) Actor(ctx context.Context, hash string, p bot.PersonID, via Via) (Actor, error) {
	m, err := s.Store.Moderator(ctx, hash)
	if err != nil {
		return Actor{}, fmt.Errorf("find a moderator: %w", err)
	}
	return Actor{Name: m.Name, Role: m.Role, Person: p, Hash: hash, Via: via}, nil
}

// Bind makes whoever has an invitation's code a moderator: the code decides, not
// a role. It returns ErrBadCode for a code that is wrong, used or too old, and a
// *HigherRoleError for somebody who has more rights already.
func (s *Moderators) Bind(ctx context.Context, code string, p *campaign.Person, via Via, at time.Time) (Actor, error) {
	m, err := s.Store.Bind(ctx, code, p.Hash, at)
	switch {
	case errors.Is(err, ErrNotFound):
		return Actor{}, ErrBadCode
	case errors.Is(err, campaign.ErrHigherRole):
		return Actor{}, &HigherRoleError{Name: m.Name}
	case err != nil:
		return Actor{}, fmt.Errorf("bind a moderator: %w", err)
	}
	who := Actor{Name: m.Name, Role: m.Role, Person: p.ID, Hash: p.Hash, Via: via}
	return who, s.Guard.record(ctx, who, change{ActionBindModerator, m.Name, "", string(m.Role)}, at)
}

// Invitations makes the codes by which people become moderators.
type Invitations struct {
	Store InviteStore
	// Random makes a code that nobody can guess.
	Random func() string
}

// Invite stores an invitation for InviteLife and returns its code.
func (s *Invitations) Invite(ctx context.Context, who Actor, m Moderator, at time.Time) (code string, err error) {
	if err := allow(who, ActionInviteModerator); err != nil {
		return "", err
	}
	code = s.Random()
	if err := s.Store.Invite(ctx, code, m, at.Add(InviteLife)); err != nil {
		return "", fmt.Errorf("store the invitation: %w", err)
	}
	return code, nil
}
