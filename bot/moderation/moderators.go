package moderation

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// Moderator is somebody who may ask for actions, bound to the keyed hash of an
// openid.
type Moderator struct {
	Hash, Name string
	Role       Role
	// Class is the id of the class that they have switched to; empty for none.
	Class string
}

// InviteLife is how long an invitation holds.
const InviteLife = 24 * time.Hour

// ModeratorStore stores the moderators. Every method joins the unit of the context.
type ModeratorStore interface {
	// Moderator returns the one behind a keyed hash, or ErrNotFound.
	Moderator(ctx context.Context, hash string) (*Moderator, error)
	// Moderators returns all of them.
	Moderators(ctx context.Context) ([]Moderator, error)
	// SaveModerator inserts one or replaces name and role of a hash.
	SaveModerator(ctx context.Context, m Moderator, at time.Time) error
	// Invitation returns the name and the role of an invitation, or ErrNotFound for
	// a code that is wrong, used or too old.
	Invitation(ctx context.Context, code string, now time.Time) (Moderator, error)
	// TakeInvitation uses an invitation up. It returns ErrNotFound if somebody was
	// faster.
	TakeInvitation(ctx context.Context, code string, now time.Time) error
	// Invite stores a one-time code that makes whoever sends it a moderator.
	Invite(ctx context.Context, code string, m Moderator, until time.Time) error
}

// Moderators knows who may ask for actions.
type Moderators struct {
	Guard *Guard
	Store ModeratorStore
	// Logins decides who may sign in to the console.
	Logins *Logins
	// Classes is needed by SwitchClass alone.
	Classes ClassSwitch
	// Random makes a code for an invitation that nobody can guess.
	Random func() string
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

// Bind makes a person with the code of an invitation a moderator; no role is needed. It
// returns ErrBadCode for a code that is wrong, used or too old, and a *HigherRoleError
// for somebody who has more rights already, who keeps them and does not use up the
// invitation.
func (s *Moderators) Bind(ctx context.Context, code string, p *campaign.Person, via Via, at time.Time) (Actor, error) {
	invited, err := s.Store.Invitation(ctx, code, at)
	if errors.Is(err, ErrNotFound) {
		return Actor{}, ErrBadCode
	}
	if err != nil {
		return Actor{}, fmt.Errorf("read an invitation: %w", err)
	}
	old, err := s.Store.Moderator(ctx, p.Hash)
	if err == nil && old.Role != invited.Role && atLeast(old.Role, invited.Role) {
		return Actor{}, &HigherRoleError{Name: old.Name}
	}
	if err != nil && !errors.Is(err, ErrNotFound) {
		return Actor{}, fmt.Errorf("find a moderator: %w", err)
	}
	if err := s.Store.TakeInvitation(ctx, code, at); errors.Is(err, ErrNotFound) {
		return Actor{}, ErrBadCode
	} else if err != nil {
		return Actor{}, fmt.Errorf("use up an invitation: %w", err)
	}
	if invited, err = s.save(ctx, Moderator{Hash: p.Hash, Name: invited.Name, Role: invited.Role}, 1, at); err != nil {
		return Actor{}, err
	}
	who := Actor{Name: invited.Name, Role: invited.Role, Person: p.ID, Hash: p.Hash, Via: via}
	return who, s.Guard.record(ctx, who, change{ActionBindModerator, who.Name, "", string(who.Role)}, at)
}

// BindKnown gives a role to the openids that the settings name, by their keyed hashes.
// It does not change moderators.
func (s *Moderators) BindKnown(ctx context.Context, hashes []string, r Role, at time.Time) error {
	for i, hash := range hashes {
		_, err := s.Store.Moderator(ctx, hash)
		if err == nil {
			continue
		}
		if !errors.Is(err, ErrNotFound) {
			return fmt.Errorf("find a moderator: %w", err)
		}
		if _, err := s.save(ctx, Moderator{Hash: hash, Name: "m", Role: r}, i+1, at); err != nil {
			return err
		}
	}
	return nil
}

// save stores a moderator under a name that nobody else has: the audit log and the
// second person's approval tell people apart by it. The name is the given one with
// the first free number from n on; 1 is left out of a name that somebody chose.
func (s *Moderators) save(ctx context.Context, m Moderator, n int, at time.Time) (Moderator, error) {
	all, err := s.Store.Moderators(ctx)
	if err != nil {
		return m, fmt.Errorf("list moderators: %w", err)
	}
	head := m.Name
	for ; ; n++ {
		m.Name = head + strconv.Itoa(n)
		if n == 1 && head != "m" {
			m.Name = head
		}
		if !slices.ContainsFunc(all, func(o Moderator) bool { return o.Name == m.Name && o.Hash != m.Hash }) {
			break
		}
	}
	if err := s.Store.SaveModerator(ctx, m, at); err != nil {
		return m, fmt.Errorf("store a moderator: %w", err)
	}
	return m, nil
}

// Invite stores an invitation for InviteLife and returns its code.
func (s *Moderators) Invite(ctx context.Context, who Actor, m Moderator, at time.Time) (code string, err error) {
	if err := allow(who, ActionInviteModerator); err != nil {
		return "", err
	}
	code = s.Random()
	if err := s.Store.Invite(ctx, code, m, at.Add(InviteLife)); err != nil {
		return "", fmt.Errorf("store the invitation: %w", err)
	}
	return code, s.Guard.record(ctx, who, change{ActionInviteModerator, m.Name, "", string(m.Role)}, at)
}
