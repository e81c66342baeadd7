package sqlstore

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore/db"
)

// Moderators is who moderates, what waits for their confirmation, what they did
// and what they stopped.
type Moderators struct{ *core }

var (
	_ campaign.Moderators = (*Moderators)(nil)
	_ campaign.Controls   = (*Moderators)(nil)
)

// Moderator returns the one behind a keyed hash.
func (s *Moderators) Moderator(ctx context.Context, hash string) (*campaign.Moderator, error) {
	r, err := s.q(ctx).Moderator(ctx, hash)
	if err != nil {
		return nil, orNotFound(err)
	}
	return &campaign.Moderator{Hash: r.Hash, Name: r.Name, Role: campaign.Role(r.Role)}, nil
}

// Moderators returns the keyed hashes of all of them.
func (s *Moderators) Moderators(ctx context.Context) ([]campaign.Moderator, error) {
	rows, err := s.q(ctx).Moderators(ctx)
	if err != nil {
		return nil, fmt.Errorf("read moderators: %w", err)
	}
	out := make([]campaign.Moderator, len(rows))
	for i, r := range rows {
		out[i] = campaign.Moderator{Hash: r.Hash, Name: r.Name, Role: campaign.Role(r.Role)}
	}
	return out, nil
}

// BindKnown binds openids that the settings name, unless they are bound.
func (s *Moderators) BindKnown(ctx context.Context, users []bot.UserID, r campaign.Role) error {
	return s.do(ctx, func(ctx context.Context) error {
		for i, u := range users {
			hash := s.keys.hash(string(u))
			name, err := s.freeName(ctx, hash, "m", i+1)
			if err != nil {
				return err
			}
			err = s.q(ctx).BindKnownModerator(ctx, db.BindKnownModeratorParams{Hash: hash, Name: name, Role: string(r), At: ms(s.now())})
			if err != nil {
				return fmt.Errorf("bind a moderator: %w", err)
			}
		}
		return nil
	})
}

// Invite stores a one-time code that binds whoever sends it to the bot.
func (s *Moderators) Invite(ctx context.Context, code string, m campaign.Moderator, until time.Time) error {
	return s.do(ctx, func(ctx context.Context) error {
		err := s.q(ctx).InsertInvitation(ctx, db.InsertInvitationParams{Code: code, Name: m.Name, Role: string(m.Role), Until: ms(until)})
		if err != nil {
			return fmt.Errorf("store the invitation: %w", err)
		}
		return nil
	})
}

// Bind uses up an invitation.
func (s *Moderators) Bind(ctx context.Context, code, hash string, now time.Time) (*campaign.Moderator, error) {
	q := s.q(ctx)
	r, err := q.Invitation(ctx, db.InvitationParams{Code: code, Now: ms(now)})
	if err != nil {
		return nil, orNotFound(err)
	}
	if old, err := s.Moderator(ctx, hash); err == nil && old.Role.Above(campaign.Role(r.Role)) {
		return old, campaign.ErrHigherRole
	} else if err != nil && !errors.Is(err, campaign.ErrNotFound) {
		return nil, err
	}
	if _, err := q.TakeInvitation(ctx, db.TakeInvitationParams{Code: code, Now: ms(now)}); err != nil {
		return nil, orNotFound(err)
	}
	name, err := s.freeName(ctx, hash, r.Name, 1)
	if err != nil {
		return nil, err
	}
	err = q.BindModerator(ctx, db.BindModeratorParams{Hash: hash, Name: name, Role: r.Role, At: ms(now)})
	return &campaign.Moderator{Hash: hash, Name: name, Role: campaign.Role(r.Role)}, err
}

// freeName is a name that no other moderator has: the record and the second
// person's approval tell people apart by it. It is the head with the first free
// number from n on; 1 is left out of a name that somebody chose.
func (s *Moderators) freeName(ctx context.Context, hash, head string, n int) (string, error) {
	all, err := s.Moderators(ctx)
	if err != nil {
		return "", err
	}
	for ; ; n++ {
		name := head + strconv.Itoa(n)
		if n == 1 && head != "m" {
			name = head
		}
		other := func(m campaign.Moderator) bool { return m.Name == name && m.Hash != hash }
		if !slices.ContainsFunc(all, other) {
			return name, nil
		}
	}
}

// SaveCode notes an action that waits for its code.
func (s *Moderators) SaveCode(ctx context.Context, hash, code string, a campaign.Action, now time.Time) (bool, error) {
	args, err := json.Marshal(a.Args)
	if err != nil {
		return false, fmt.Errorf("encode an action: %w", err)
	}
	n, err := s.q(ctx).InsertCode(ctx, db.InsertCodeParams{
		Moderator: hash, Code: code, Action: a.Name, Args: string(args), Until: ms(now.Add(campaign.CodeLife)), Now: ms(now),
	})
	return n == 1, err
}

// TakeCode uses a code up.
func (s *Moderators) TakeCode(ctx context.Context, hash, code string, now time.Time) (campaign.Action, error) {
	r, err := s.q(ctx).TakeCode(ctx, db.TakeCodeParams{Moderator: hash, Code: code, Now: ms(now)})
	if err != nil {
		return campaign.Action{}, orNotFound(err)
	}
	a := campaign.Action{Name: r.Action}
	if err := json.Unmarshal([]byte(r.Args), &a.Args); err != nil {
		return a, fmt.Errorf("read an action: %w", err)
	}
	return a, nil
}

// Audit notes who did what.
func (s *Moderators) Audit(ctx context.Context, e campaign.AuditEntry) error {
	return s.q(ctx).InsertAudit(ctx, db.InsertAuditParams{
		ID: s.ids.next(), Campaign: e.Campaign, At: ms(e.At), Who: e.Who, Action: e.Action, Target: e.Target,
		Before: e.Before, After: e.After,
	})
}
