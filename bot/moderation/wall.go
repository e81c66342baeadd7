package moderation

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"zhujiao/bot/campaign"
)

const (
	// wallLine is how many questions are frozen behind the one on the wall, and wallNext how
	// many of them people see.
	wallLine = 30
	wallNext = 3
	// wallPast is how many questions one can go back.
	wallPast = 30
	// wallAfter is how long after the answers the screens go on showing the wall.
	wallAfter = time.Hour
	// wallCodeMax is how many bytes what a QR code says may have.
	wallCodeMax = 500
)

// WallState is a row: what the wall of a class shows. Revision counts its changes.
type WallState struct {
	// Showing is the number of the question on it, 0 for none.
	Showing int
	// Line are the numbers of the questions that come next, as they were ranked when the one
	// on the wall came. Past are those that were shown before, the last one last.
	Line, Past []int
	// Ends is when the time for answers is over; the zero time while it does not run.
	Ends time.Time
	// Code is what the QR code says; empty for the address of this server.
	Code     string
	Revision int
}

// WallStore stores walls. Every method joins the unit of the context.
type WallStore interface {
	// Wall returns the wall of a class; an empty one if there is none yet.
	Wall(ctx context.Context, class string) (WallState, error)
	// SaveWall stores a wall whose Revision is the stored one, and counts it up. It returns
	// ErrAlready if it is not: somebody was faster.
	SaveWall(ctx context.Context, class string, w WallState) error
	// WallQuestion returns an approved or answered question, or ErrNotFound for any other.
	WallQuestion(ctx context.Context, class string, number int) (*campaign.Question, error)
	// ListBoard returns the approved questions, those with most votes first.
	ListBoard(ctx context.Context, class string, p Page) (List[AskedQuestion], error)
}

// Screen is a screen that shows the wall without a sign-in, by the hash of its token.
type Screen struct {
	Token, Class string
	// By is the login that made the link. Steers is set if the screen's keys move the wall.
	By     string
	Steers bool
	Made   time.Time
}

// ScreenStore stores screens. Every method joins the unit of the context.
type ScreenStore interface {
	// AddScreen stores a screen.
	AddScreen(ctx context.Context, s Screen) error
	// Screen returns the one with a token, or ErrNotFound.
	Screen(ctx context.Context, token string) (Screen, error)
	// Screens returns those of a class, the newest first, at most fifty.
	Screens(ctx context.Context, class string) ([]Screen, error)
	// RemoveScreen deletes one of a class. It returns ErrNotFound if there is none.
	RemoveScreen(ctx context.Context, class, token string) error
}

// Wall shows questions to everybody in the room, one at a time.
type Wall struct {
	Guard     *Guard
	Campaign  *campaign.Campaign
	Store     WallStore
	Screens   ScreenStore
	Codes     OwnCodeStore
	Questions *Questions
	// Random makes a token that nobody can guess; Hash is what is stored of it.
	Random func() string
	Hash   func(token string) string
}

// WallView is what people see: approved questions, and the answered one that is still up.
// Nothing in it says who asked.
type WallView struct {
	WallState
	// Own is what the account's own QR code of the class says; "" while there is none.
	Own  string
	Now  *campaign.Question
	Next []*campaign.Question
}

// Ended reports whether the screens of a class are dark: an hour after the answers.
func (s *Wall) Ended(at time.Time) bool {
	end := s.Campaign.End.Add(time.Duration(s.Campaign.QAMinutes) * time.Minute)
	if s.Campaign.Questions.Close.After(end) {
		end = s.Campaign.Questions.Close
	}
	return at.After(end.Add(wallAfter))
}

// View returns what the wall shows.
func (s *Wall) View(ctx context.Context, who Actor) (out WallView, err error) {
	if err := allow(who, ActionListQuestions); err != nil {
		return out, err
	}
	if out.WallState, err = s.Store.Wall(ctx, s.Guard.Class); err != nil {
		return out, fmt.Errorf("read the wall: %w", err)
	}
	if out.Own, err = s.Codes.OwnCode(ctx, s.Guard.Class); err != nil {
		return out, fmt.Errorf("read the wall: %w", err)
	}
	if out.Showing != 0 {
		if out.Now, err = s.seen(ctx, out.Showing); err != nil {
			return out, err
		}
	}
	if out.Next, err = s.next(ctx, out.WallState, wallNext); err != nil {
		return out, err
	}
	for _, q := range append(slices.Clone(out.Next), out.Now) {
		if q != nil {
			q.Person = 0
		}
	}
	return out, nil
}

// seen returns a question that people may see, nil for any other.
func (s *Wall) seen(ctx context.Context, number int) (*campaign.Question, error) {
	q, err := s.Store.WallQuestion(ctx, s.Guard.Class, number)
	if errors.Is(err, campaign.ErrNotFound) {
		return nil, nil //nolint:nilnil // a question that is not to be seen is none
	}
	if err != nil {
		return nil, fmt.Errorf("read a question of the wall: %w", err)
	}
	return q, nil
}

// next returns at most n of the questions that come next: those of the frozen line that are
// still approved, then the board's.
func (s *Wall) next(ctx context.Context, w WallState, n int) (out []*campaign.Question, err error) {
	has := func(number int) bool {
		return number == w.Showing || slices.ContainsFunc(out, func(q *campaign.Question) bool { return q.Number == number })
	}
	for _, number := range w.Line {
		if len(out) == n {
			return out, nil
		}
		q, err := s.seen(ctx, number)
		if err != nil {
			return nil, err
		}
		if q != nil && q.State == campaign.QuestionApproved && !has(number) {
			out = append(out, q)
		}
	}
	board, err := s.Store.ListBoard(ctx, s.Guard.Class, Page{Limit: n + wallLine + 1})
	if err != nil {
		return nil, fmt.Errorf("read the board: %w", err)
	}
	for _, q := range board.Rows {
		if len(out) < n && !has(q.Number) {
			out = append(out, q.Question)
		}
	}
	return out, nil
}

// put shows a question. What comes next is ranked now and stays so until it is shown.
func (s *Wall) put(ctx context.Context, w WallState, number int, at time.Time) error {
	if w.Showing != 0 && w.Showing != number {
		w.Past = append(slices.DeleteFunc(w.Past, func(n int) bool { return n == w.Showing || n == number }), w.Showing)
		w.Past = w.Past[max(0, len(w.Past)-wallPast):]
	}
	w.Showing, w.Line = number, nil
	if number != 0 && w.Ends.IsZero() && s.Campaign.QAMinutes > 0 && !at.Before(s.Campaign.Start) {
		w.Ends = at.Add(time.Duration(s.Campaign.QAMinutes) * time.Minute)
	}
	line, err := s.next(ctx, w, wallLine)
	if err != nil {
		return err
	}
	for _, q := range line {
		w.Line = append(w.Line, q.Number)
	}
	if number == 0 {
		w.Line = nil // nothing is up: the order is alive
	}
	return s.save(ctx, w)
}

// show shows a question that was put on the wall.
func (s *Wall) show(ctx context.Context, number int, at time.Time) error {
	w, err := s.Store.Wall(ctx, s.Guard.Class)
	if err != nil {
		return fmt.Errorf("read the wall: %w", err)
	}
	return s.put(ctx, w, number, at)
}

func (s *Wall) save(ctx context.Context, w WallState) error {
	if err := s.Store.SaveWall(ctx, s.Guard.Class, w); err != nil {
		return fmt.Errorf("store the wall: %w", err)
	}
	return nil
}

// at returns the wall if it is still as somebody saw it, or ErrAlready: two taps, or two
// people, move it once.
func (s *Wall) at(ctx context.Context, seen int) (WallState, error) {
	w, err := s.Store.Wall(ctx, s.Guard.Class)
	if err != nil {
		return w, fmt.Errorf("read the wall: %w", err)
	}
	if w.Revision != seen {
		return w, ErrAlready
	}
	return w, nil
}

// Forward shows the next question; the one on the wall counts as answered. seen is the
// revision that the actor saw. It returns ErrNotFound if there is none, and then the wall
// is empty.
func (s *Wall) Forward(ctx context.Context, who Actor, seen int, at time.Time) error {
	if err := allow(who, ActionWallQuestion); err != nil {
		return err
	}
	w, err := s.at(ctx, seen)
	if err != nil {
		return err
	}
	if err := s.done(ctx, who, w.Showing, at); err != nil {
		return err
	}
	next, err := s.next(ctx, w, 1)
	if err != nil {
		return err
	}
	if len(next) == 0 {
		return s.put(ctx, w, 0, at)
	}
	_, err = s.Questions.PutOnWall(ctx, who, Ref{s.Guard.Class, KindQuestion, next[0].Number}, at)
	return err
}

// done marks the question on the wall as answered, if it is not.
func (s *Wall) done(ctx context.Context, who Actor, number int, at time.Time) error {
	q, err := s.seen(ctx, number)
	if err != nil || q == nil || q.State == campaign.QuestionAnswered {
		return err
	}
	return s.Questions.MarkAnswered(ctx, who, Ref{s.Guard.Class, KindQuestion, number}, at)
}

// Back shows the question before the one on the wall again; if it was only marked as
// answered, it is open again. It returns ErrNotFound if there is none.
func (s *Wall) Back(ctx context.Context, who Actor, seen int, at time.Time) error {
	if err := allow(who, ActionWallQuestion); err != nil {
		return err
	}
	w, err := s.at(ctx, seen)
	if err != nil {
		return err
	}
	for len(w.Past) > 0 {
		number := w.Past[len(w.Past)-1]
		w.Past = w.Past[:len(w.Past)-1]
		q, err := s.seen(ctx, number)
		if err != nil {
			return err
		}
		if q == nil { // it was hidden or erased since
			continue
		}
		if q.State == campaign.QuestionAnswered && q.Answer == "" {
			if err := s.Questions.Reopen(ctx, who, Ref{s.Guard.Class, KindQuestion, number}, at); err != nil {
				return err
			}
		}
		if w.Showing != 0 { // it is the next one now, and no one to go back to
			w.Line = append([]int{w.Showing}, w.Line...)
		}
		w.Showing = number
		if err := s.save(ctx, w); err != nil {
			return err
		}
		return s.Guard.record(ctx, who, change{ActionWallQuestion, questionName(q), string(q.State), onWall}, at)
	}
	return ErrNotFound
}

// Toggle marks the question on the wall as answered, or takes that back. It stays on the
// wall. It returns ErrNotFound if there is none.
func (s *Wall) Toggle(ctx context.Context, who Actor, seen int, at time.Time) error {
	if err := allow(who, ActionWallQuestion); err != nil {
		return err
	}
	w, err := s.at(ctx, seen)
	if err != nil {
		return err
	}
	q, err := s.seen(ctx, w.Showing)
	if err != nil {
		return err
	}
	if q == nil {
		return ErrNotFound
	}
	ref := Ref{s.Guard.Class, KindQuestion, q.Number}
	if q.State == campaign.QuestionAnswered {
		err = s.Questions.Reopen(ctx, who, ref, at)
	} else {
		err = s.Questions.MarkAnswered(ctx, who, ref, at)
	}
	if err != nil {
		return err
	}
	return s.save(ctx, w)
}

// Clear takes the question off the wall; it stays as it is.
func (s *Wall) Clear(ctx context.Context, who Actor, seen int, at time.Time) error {
	if err := allow(who, ActionWallQuestion); err != nil {
		return err
	}
	w, err := s.at(ctx, seen)
	if err != nil {
		return err
	}
	if w.Showing == 0 {
		return nil
	}
	name := Ref{s.Guard.Class, KindQuestion, w.Showing}.Name()
	if err := s.put(ctx, w, 0, at); err != nil {
		return err
	}
	return s.Guard.record(ctx, who, change{ActionWallQuestion, name, onWall, "off the wall"}, at)
}

// onWall is what the record says of a question on the wall.
const onWall = "on the wall"

// Time lets the minutes for answers begin anew, or ends them.
func (s *Wall) Time(ctx context.Context, who Actor, seen int, run bool, at time.Time) error {
	if err := allow(who, ActionWallQuestion); err != nil {
		return err
	}
	w, err := s.at(ctx, seen)
	if err != nil {
		return err
	}
	c := change{ActionWallQuestion, "", "", "the minutes are over"}
	w.Ends = time.Time{}
	if run {
		w.Ends = at.Add(time.Duration(max(1, s.Campaign.QAMinutes)) * time.Minute)
		c.after = "the minutes run"
	}
	if err := s.save(ctx, w); err != nil {
		return err
	}
	return s.Guard.record(ctx, who, c, at)
}
