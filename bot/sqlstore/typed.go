package sqlstore

import (
	"context"
	"fmt"
	"time"

	"zhujiao/bot/moderation"
	"zhujiao/bot/sqlstore/db"
)

// TypedStore stores what moderators are typing into forms of the console.
type TypedStore struct{ *core }

var (
	_ moderation.WritingStore = (*TypedStore)(nil)
	_ moderation.TypedStore   = (*TypedStore)(nil)
)

// Typed returns the store of what moderators are typing.
func Typed(s *Store) *TypedStore { return &TypedStore{s.core} }

// formNew is the form of a broadcast that is none yet.
const formNew = "new"

// SaveWriting implements moderation.WritingStore.
func (s *TypedStore) SaveWriting(ctx context.Context, class, name string, w moderation.Writing) error {
	return s.q(ctx).SaveTyped(ctx, db.SaveTypedParams{
		Campaign: class, Form: formNew, Login: name, Body: w.Text, DateMeant: bit(w.DateMeant), At: ms(w.At),
	})
}

// Writing implements moderation.WritingStore.
func (s *TypedStore) Writing(ctx context.Context, class, name string) (moderation.Writing, error) {
	r, err := s.q(ctx).Typed(ctx, db.TypedParams{Campaign: class, Form: formNew, Login: name})
	if err != nil {
		return moderation.Writing{}, orNotFound(err)
	}
	return moderation.Writing{Text: r.Body, DateMeant: r.DateMeant != 0, At: at(r.At)}, nil
}

// DropWriting implements moderation.WritingStore.
func (s *TypedStore) DropWriting(ctx context.Context, class, name string) (bool, error) {
	leavesWords(ctx)
	n, err := s.q(ctx).DropTyped(ctx, db.DropTypedParams{Campaign: class, Form: formNew, Login: name})
	return n == 1, err
}

// SaveTyped implements moderation.TypedStore.
func (s *TypedStore) SaveTyped(ctx context.Context, of moderation.Form, name, body string, when time.Time) error {
	return s.q(ctx).SaveTyped(ctx, db.SaveTypedParams{
		Campaign: of.Class, Form: string(of.Name), Subject: of.Subject, Login: name, Body: body, At: ms(when),
	})
}

// TypedInto implements moderation.TypedStore.
func (s *TypedStore) TypedInto(ctx context.Context, class string, form moderation.FormName) ([]moderation.TypedRow, error) {
	rows, err := s.q(ctx).TypedInto(ctx, db.TypedIntoParams{Campaign: class, Form: string(form)})
	if err != nil {
		return nil, fmt.Errorf("read what is being typed: %w", err)
	}
	out := make([]moderation.TypedRow, len(rows))
	for i, r := range rows {
		out[i] = moderation.TypedRow{Subject: r.Subject, Name: r.Login, Body: r.Body, At: at(r.At)}
	}
	return out, nil
}

// CountTyped implements moderation.TypedStore.
func (s *TypedStore) CountTyped(ctx context.Context, name string) (int, error) {
	n, err := s.q(ctx).CountTyped(ctx, name)
	return int(n), err
}

// DropTyped implements moderation.TypedStore.
func (s *TypedStore) DropTyped(ctx context.Context, of moderation.Form, name string) error {
	leavesWords(ctx)
	_, err := s.q(ctx).DropTyped(ctx, db.DropTypedParams{
		Campaign: of.Class, Form: string(of.Name), Subject: of.Subject, Login: name,
	})
	return err
}
