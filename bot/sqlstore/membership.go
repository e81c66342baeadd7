package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore/db"
)

// ClassStore reads what decides to which class a message belongs.
type ClassStore struct{ *core }

var _ campaign.ClassReader = (*ClassStore)(nil)

// Classes returns the store of what decides to which class a message belongs.
func (s *Store) Classes() *ClassStore { return &ClassStore{s.core} }

// Memberships implements campaign.ClassReader by a single statement.
func (s *ClassStore) Memberships(ctx context.Context, hash string) (out campaign.Memberships, err error) {
	rows, err := s.q(ctx).Memberships(ctx, hash)
	if err != nil {
		return out, fmt.Errorf("read somebody's classes: %w", err)
	}
	for _, r := range rows {
		if r.Class == "" { // the person's own row
			out.Person = &campaign.Person{
				ID: bot.PersonID(r.ID), Hash: hash, Heard: int(r.Heard), TakenOver: r.Taken != 0,
				Waiting: waiting(r.Pending, r.PendingUntil), Choices: choices(r.Choices), ChoicesUntil: at(r.ChoicesUntil),
			}
			continue
		}
		if out.Classes == nil {
			out.Classes = map[string]campaign.Membership{}
		}
		has := out.Classes[r.Class]
		has.Registered = has.Registered || r.Standing != string(campaign.StandingNone)
		has.Claimed = has.Claimed || r.Claimed != 0
		out.Classes[r.Class] = has
	}
	return out, nil
}

// ClassesOf returns the classes in which a person has something.
func (s *ClassStore) ClassesOf(ctx context.Context, p bot.PersonID) ([]string, error) {
	out, err := s.q(ctx).ClassesOf(ctx, int64(p))
	if err != nil {
		return nil, fmt.Errorf("read the classes of a person: %w", err)
	}
	return out, nil
}

// LastClass implements campaign.ClassReader.
func (s *ClassStore) LastClass(ctx context.Context, p bot.PersonID, since time.Time) (string, error) {
	out, err := s.q(ctx).LastClass(ctx, db.LastClassParams{Person: int64(p), Since: ms(since)})
	return orNothing(out, err, "the class of a person's last message")
}

// TakenClass implements campaign.ClassReader.
func (s *ClassStore) TakenClass(ctx context.Context, p bot.PersonID) (string, error) {
	out, err := s.q(ctx).TakenClass(ctx, int64(p))
	return orNothing(out, err, "the class in which a moderator talks to a person")
}

// ClosedClasses implements campaign.ClassReader.
func (s *ClassStore) ClosedClasses(ctx context.Context) ([]string, error) {
	out, err := s.q(ctx).ClosedClasses(ctx)
	if err != nil {
		return nil, fmt.Errorf("read which classes are closed: %w", err)
	}
	return out, nil
}

// Said implements campaign.ClassReader.
func (s *ClassStore) Said(ctx context.Context, p bot.PersonID, key string) (string, error) {
	out, err := s.q(ctx).Said(ctx, db.SaidParams{Key: key, Person: int64(p)})
	return orNothing(out, err, "what a person said before")
}

// CodeClass implements campaign.ClassReader.
func (s *ClassStore) CodeClass(ctx context.Context, hash, code string, now time.Time) (string, error) {
	out, err := s.q(ctx).CodeClass(ctx, db.CodeClassParams{Moderator: hash, Code: code, Now: ms(now)})
	return orNothing(out, err, "the class of a code")
}

// orNothing returns "" for a row that is missing. what says what was read.
func orNothing(out string, err error, what string) (string, error) {
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("read %s: %w", what, err)
	}
	return out, nil
}
