package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
	"zhujiao/bot/sqlstore/db"
)

// WallStore stores what the wall of a class shows, and the screens that show it.
type WallStore struct{ *core }

var (
	_ moderation.WallStore   = (*WallStore)(nil)
	_ moderation.ScreenStore = (*WallStore)(nil)
)

// Walls returns the store of walls.
func (s *Store) Walls() *WallStore { return &WallStore{s.core} }

// Wall returns the wall of a class: see moderation.WallStore.
func (s *WallStore) Wall(ctx context.Context, class string) (moderation.WallState, error) {
	r, err := s.q(ctx).Wall(ctx, class)
	if errors.Is(err, sql.ErrNoRows) {
		return moderation.WallState{}, nil
	}
	if err != nil {
		return moderation.WallState{}, fmt.Errorf("read the wall: %w", err)
	}
	return moderation.WallState{
		Showing: int(r.Showing), Line: numbers(r.Line), Past: numbers(r.Past), Ends: at(r.EndsAt), Code: r.Code, Revision: int(r.Revision),
	}, nil
}

// numbers reads numbers that are parted by spaces.
func numbers(s string) (out []int) {
	for word := range strings.FieldsSeq(s) {
		if n, err := strconv.Atoi(word); err == nil {
			out = append(out, n)
		}
	}
	return out
}

// written is the inverse of numbers.
func written(all []int) string {
	words := make([]string, len(all))
	for i, n := range all {
		words[i] = strconv.Itoa(n)
	}
	return strings.Join(words, " ")
}

// SaveWall stores a wall: see moderation.WallStore.
func (s *WallStore) SaveWall(ctx context.Context, class string, w moderation.WallState) error {
	if err := s.q(ctx).EnsureWall(ctx, class); err != nil {
		return fmt.Errorf("make a wall: %w", err)
	}
	n, err := s.q(ctx).SaveWall(ctx, db.SaveWallParams{
		Showing: int64(w.Showing), Line: written(w.Line), Past: written(w.Past), EndsAt: ms(w.Ends), Code: w.Code,
		Campaign: class, Revision: int64(w.Revision),
	})
	if err == nil && n == 0 {
		return moderation.ErrAlready
	}
	return err
}

// WallQuestion returns a question that people may see: see moderation.WallStore.
func (s *WallStore) WallQuestion(ctx context.Context, class string, number int) (*campaign.Question, error) {
	readsWords(ctx)
	r, err := s.q(ctx).WallQuestion(ctx, db.WallQuestionParams{Campaign: class, Number: int64(number)})
	if err != nil {
		return nil, orNotFound(err)
	}
	return question(r), nil
}

// ListBoard implements moderation.WallStore.
func (s *WallStore) ListBoard(ctx context.Context, class string, p moderation.Page) (moderation.List[moderation.AskedQuestion], error) {
	return (&ViewStore{s.core}).ListBoard(ctx, class, p)
}

// AddScreen stores a screen.
func (s *WallStore) AddScreen(ctx context.Context, screen moderation.Screen) error {
	return s.q(ctx).AddScreen(ctx, db.AddScreenParams{
		Token: screen.Token, Campaign: screen.Class, Login: screen.By, Steers: bit(screen.Steers), At: ms(screen.Made),
	})
}

// Screen returns a screen by the hash of its token.
func (s *WallStore) Screen(ctx context.Context, token string) (moderation.Screen, error) {
	r, err := s.q(ctx).Screen(ctx, token)
	if err != nil {
		return moderation.Screen{}, orNotFound(err)
	}
	return screen(r), nil
}

func screen(r db.WallScreen) moderation.Screen {
	return moderation.Screen{Token: r.Token, Class: r.Campaign, By: r.Login, Steers: r.Steers != 0, Made: at(r.MadeAt)}
}

// Screens returns the screens of a class, the newest first.
func (s *WallStore) Screens(ctx context.Context, class string) ([]moderation.Screen, error) {
	rows, err := s.q(ctx).Screens(ctx, class)
	if err != nil {
		return nil, fmt.Errorf("read screens: %w", err)
	}
	out := make([]moderation.Screen, len(rows))
	for i, r := range rows {
		out[i] = screen(r)
	}
	return out, nil
}

// RemoveScreen deletes a screen: see moderation.ScreenStore.
func (s *WallStore) RemoveScreen(ctx context.Context, class, token string) error {
	return one(s.q(ctx).DeleteScreen(ctx, db.DeleteScreenParams{Token: token, Campaign: class}))
}
