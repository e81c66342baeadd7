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

var (
	_ campaign.Moderators = (*Store)(nil)
	_ campaign.Controls   = (*Store)(nil)
)

// Moderator returns the one behind a keyed hash.
func (s *Store) Moderator(ctx context.Context, hash string) (*campaign.Moderator, error) {
	r, err := s.q(ctx).Moderator(ctx, hash)
	if err != nil {
		return nil, none(err)
	}
	return &campaign.Moderator{Hash: r.Hash, Name: r.Name, Role: campaign.Role(r.Role)}, nil
}

// Moderators returns the keyed hashes of all of them.
func (s *Store) Moderators(ctx context.Context) ([]campaign.Moderator, error) {
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
func (s *Store) BindKnown(ctx context.Context, users []bot.UserID, r campaign.Role) error {
	return s.Do(ctx, func(ctx context.Context) error {
		for i, u := range users {
			hash := s.Hash(u)
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

// Bind uses up an invitation.
func (s *Store) Bind(ctx context.Context, code, hash string, now time.Time) (*campaign.Moderator, error) {
	q := s.q(ctx)
	r, err := q.Invited(ctx, db.InvitedParams{Code: code, Now: ms(now)})
	if err != nil {
		return nil, none(err)
	}
	if old, err := s.Moderator(ctx, hash); err == nil && old.Role.Above(campaign.Role(r.Role)) {
		return old, campaign.ErrHigherRole
	} else if err != nil && !errors.Is(err, campaign.ErrNotFound) {
		return nil, err
	}
	if _, err := q.TakeInvite(ctx, db.TakeInviteParams{Code: code, Now: ms(now)}); err != nil {
		return nil, none(err)
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
func (s *Store) freeName(ctx context.Context, hash, head string, n int) (string, error) {
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
func (s *Store) SaveCode(ctx context.Context, hash, code string, a campaign.Action, now time.Time) (bool, error) {
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
func (s *Store) TakeCode(ctx context.Context, hash, code string, now time.Time) (campaign.Action, error) {
	r, err := s.q(ctx).TakeCode(ctx, db.TakeCodeParams{Moderator: hash, Code: code, Now: ms(now)})
	if err != nil {
		return campaign.Action{}, none(err)
	}
	a := campaign.Action{Name: r.Action}
	if err := json.Unmarshal([]byte(r.Args), &a.Args); err != nil {
		return a, fmt.Errorf("read an action: %w", err)
	}
	return a, nil
}

// Audit notes who did what.
func (s *Store) Audit(ctx context.Context, e campaign.AuditEntry) error {
	return s.q(ctx).InsertAudit(ctx, db.InsertAuditParams{
		ID: s.nextID(), Campaign: e.Campaign, At: ms(e.At), Who: e.Who, Action: e.Action, Target: e.Target,
		Before: e.Before, After: e.After,
	})
}

// Figures counts what #数据 shows besides seats and packs.
func (s *Store) Figures(ctx context.Context, id string) (f campaign.Figures, err error) {
	q := s.q(ctx)
	m, err := q.CountMembers(ctx, id)
	if err != nil {
		return f, fmt.Errorf("count members: %w", err)
	}
	tickets, err := q.CountTickets(ctx, id)
	if err != nil {
		return f, fmt.Errorf("count tickets: %w", err)
	}
	questions, err := q.CountQuestions(ctx, db.CountQuestionsParams{Campaign: id, State: string(campaign.QuestionPending)})
	if err != nil {
		return f, fmt.Errorf("count questions: %w", err)
	}
	return campaign.Figures{Waiting: int(m.Waiting), Present: int(m.Present), Tickets: int(tickets), Questions: int(questions)}, nil
}

// SetClosed closes or opens registration; AddSeats adds to the file's number.
func (s *Store) SetClosed(ctx context.Context, id string, closed bool) error {
	n := int64(0)
	if closed {
		n = 1
	}
	return s.q(ctx).SetClosed(ctx, db.SetClosedParams{Closed: n, ID: id})
}

// AddSeats adds seats to the file's number.
func (s *Store) AddSeats(ctx context.Context, id string, n int) error {
	if err := s.q(ctx).AddSeats(ctx, db.AddSeatsParams{N: int64(n), ID: id}); err != nil {
		return fmt.Errorf("add seats: %w", err)
	}
	s.writer.forgetControl()
	return s.q(ctx).BumpEntries(ctx) // texts name the number of seats
}

// ByCode finds a person by their short code.
func (s *Store) ByCode(ctx context.Context, code string) (*campaign.Person, error) {
	head, ok := hashHead(code)
	if !ok {
		return nil, campaign.ErrNotFound
	}
	r, err := s.q(ctx).PersonByHead(ctx, db.PersonByHeadParams{Low: head, High: head + "g"})
	if err != nil {
		return nil, none(err)
	}
	return person(r), nil
}

// Reach returns the person by number, with the credit that what is queued for
// them leaves.
func (s *Store) Reach(ctx context.Context, p bot.PersonID) (*campaign.Person, error) {
	r, err := s.q(ctx).PersonByID(ctx, int64(p))
	if err != nil {
		return nil, none(err)
	}
	waiting, err := s.q(ctx).OpenFor(ctx, r.ID)
	if err != nil {
		return nil, fmt.Errorf("read who is told: %w", err)
	}
	out := person(r)
	out.Credits, out.Left = out.Credits-int(waiting), !r.Openid.Valid
	return out, nil
}
