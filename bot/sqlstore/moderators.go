package sqlstore

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
	"zhujiao/bot/sqlstore/db"
)

// ModeratorStore stores the moderators, their invitations and confirmation codes, the audit
// log and the stop level.
type ModeratorStore struct{ *core }

var (
	_ moderation.ModeratorStore = (*ModeratorStore)(nil)
	_ moderation.CodeStore      = (*ModeratorStore)(nil)
	_ moderation.ClassSwitch    = (*ModeratorStore)(nil)
	_ moderation.AuditLog       = (*ModeratorStore)(nil)
	_ campaign.Controls         = (*ModeratorStore)(nil)
)

// Moderator returns the moderator with a keyed hash.
func (s *ModeratorStore) Moderator(ctx context.Context, hash string) (*moderation.Moderator, error) {
	r, err := s.q(ctx).Moderator(ctx, hash)
	if err != nil {
		return nil, orNotFound(err)
	}
	readsWords(ctx) // most replies to moderators quote somebody
	return &moderation.Moderator{Hash: r.Hash, Name: r.Name, Role: moderation.Role(r.Role), Class: r.Campaign}, nil
}

// Moderators returns all moderators.
func (s *ModeratorStore) Moderators(ctx context.Context) ([]moderation.Moderator, error) {
	rows, err := s.q(ctx).Moderators(ctx)
	if err != nil {
		return nil, fmt.Errorf("read moderators: %w", err)
	}
	out := make([]moderation.Moderator, len(rows))
	for i, r := range rows {
		out[i] = moderation.Moderator{Hash: r.Hash, Name: r.Name, Role: moderation.Role(r.Role), Class: r.Campaign}
	}
	return out, nil
}

// SaveModerator inserts a moderator, or replaces name and role of a hash.
func (s *ModeratorStore) SaveModerator(ctx context.Context, m moderation.Moderator, when time.Time) error {
	return s.q(ctx).SaveModerator(ctx, db.SaveModeratorParams{Hash: m.Hash, Name: m.Name, Role: string(m.Role), At: ms(when)})
}

// SwitchClass stores the class that a moderator has switched to.
func (s *ModeratorStore) SwitchClass(ctx context.Context, hash, class string) error {
	return s.q(ctx).SwitchClass(ctx, db.SwitchClassParams{Hash: hash, Campaign: class})
}

// Invite stores a one-time code, which makes the person who sends it to the bot a
// moderator.
func (s *ModeratorStore) Invite(ctx context.Context, code string, m moderation.Moderator, until time.Time) error {
	return s.do(ctx, func(ctx context.Context) error {
		err := s.q(ctx).InsertInvitation(ctx, db.InsertInvitationParams{Code: code, Name: m.Name, Role: string(m.Role), Until: ms(until)})
		if err != nil {
			return fmt.Errorf("store the invitation: %w", err)
		}
		return nil
	})
}

// Invitation returns the name and the role of an invitation that can be used.
func (s *ModeratorStore) Invitation(ctx context.Context, code string, now time.Time) (moderation.Moderator, error) {
	r, err := s.q(ctx).Invitation(ctx, db.InvitationParams{Code: code, Now: ms(now)})
	if err != nil {
		return moderation.Moderator{}, orNotFound(err)
	}
	return moderation.Moderator{Name: r.Name, Role: moderation.Role(r.Role)}, nil
}

// TakeInvitation marks an invitation as used.
func (s *ModeratorStore) TakeInvitation(ctx context.Context, code string, now time.Time) error {
	n, err := s.q(ctx).TakeInvitation(ctx, db.TakeInvitationParams{Code: code, Now: ms(now)})
	if err == nil && n == 0 {
		return campaign.ErrNotFound
	}
	return err
}

// SaveCode stores an action that waits for its code.
func (s *ModeratorStore) SaveCode(ctx context.Context, hash, code string, a moderation.WaitingAction, now time.Time) (bool, error) {
	args, err := json.Marshal(a.Args)
	if err != nil {
		return false, fmt.Errorf("encode an action: %w", err)
	}
	n, err := s.q(ctx).InsertCode(ctx, db.InsertCodeParams{
		Moderator: hash, Code: code, Action: string(a.Action), Args: string(args), Until: ms(now.Add(moderation.CodeLife)), Now: ms(now),
		Campaign: a.Class,
	})
	return n == 1, err
}

// TakeCode deletes a code and returns its action.
func (s *ModeratorStore) TakeCode(ctx context.Context, hash, code string, now time.Time) (moderation.WaitingAction, error) {
	r, err := s.q(ctx).TakeCode(ctx, db.TakeCodeParams{Moderator: hash, Code: code, Now: ms(now)})
	if err != nil {
		return moderation.WaitingAction{}, orNotFound(err)
	}
	a := moderation.WaitingAction{Class: r.Campaign, Action: moderation.Action(r.Action)}
	if err := json.Unmarshal([]byte(r.Args), &a.Args); err != nil {
		return a, fmt.Errorf("read an action: %w", err)
	}
	return a, nil
}

// Audit appends a line to the audit log.
func (s *ModeratorStore) Audit(ctx context.Context, e moderation.AuditEntry) error {
	return s.q(ctx).InsertAudit(ctx, db.InsertAuditParams{
		ID: s.ids.next(), Campaign: e.Class, At: ms(e.At), Who: e.Who, Via: string(e.Via), Action: string(e.Action), Target: e.Target,
		Before: e.Before, After: e.After,
	})
}
