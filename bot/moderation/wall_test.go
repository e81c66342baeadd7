package moderation_test

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
)

func (b *board) Wall(ctx context.Context, _ string) (moderation.WallState, error) {
	w := b.wall
	w.Line, w.Past = slices.Clone(w.Line), slices.Clone(w.Past)
	return w, ctx.Err()
}

func (b *board) SaveWall(ctx context.Context, _ string, w moderation.WallState) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if w.Revision != b.wall.Revision {
		return moderation.ErrAlready
	}
	b.wall = w
	b.wall.Revision++
	return nil
}

func (b *board) WallQuestion(ctx context.Context, class string, number int) (*campaign.Question, error) {
	q, err := b.Question(ctx, class, number)
	if err == nil && q.State != campaign.QuestionApproved && q.State != campaign.QuestionAnswered {
		return nil, campaign.ErrNotFound
	}
	return q, err
}

func (b *board) ListBoard(ctx context.Context, _ string, p moderation.Page) (l moderation.List[moderation.AskedQuestion], err error) {
	for _, q := range b.stored {
		if q.State == campaign.QuestionApproved {
			copied := *q
			l.Rows = append(l.Rows, moderation.AskedQuestion{Question: &copied})
		}
	}
	slices.SortFunc(l.Rows, func(a, b moderation.AskedQuestion) int {
		return cmp.Or(cmp.Compare(b.Votes, a.Votes), cmp.Compare(a.Number, b.Number))
	})
	l.Rows = l.Rows[:min(len(l.Rows), p.Limit)]
	return l, ctx.Err()
}

func (b *board) AddScreen(ctx context.Context, s moderation.Screen) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	b.screens = append(b.screens, s)
	return nil
}

func (b *board) Screen(ctx context.Context, token string) (moderation.Screen, error) {
	for _, s := range b.screens {
		if s.Token == token {
			return s, ctx.Err()
		}
	}
	return moderation.Screen{}, cmp.Or(ctx.Err(), campaign.ErrNotFound)
}

func (b *board) Screens(ctx context.Context, _ string) ([]moderation.Screen, error) {
	return b.screens, ctx.Err()
}

func (b *board) RemoveScreen(ctx context.Context, _, token string) error {
	n := len(b.screens)
	b.screens = slices.DeleteFunc(b.screens, func(s moderation.Screen) bool { return s.Token == token })
	if err := ctx.Err(); err != nil || len(b.screens) < n {
		return err
	}
	return campaign.ErrNotFound
}

// shown compares what the wall shows: the question, then those that come next.
func (b *board) shown(t *testing.T, want ...int) {
	t.Helper()
	v, err := b.Questions.Wall.View(t.Context(), m1())
	if err != nil {
		t.Fatal(err)
	}
	got := []int{0}
	if v.Now != nil {
		got[0] = v.Now.Number
	}
	for _, q := range v.Next {
		got = append(got, q.Number)
		if q.Person != 0 {
			t.Errorf("the wall knows who asked %d", q.Number)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("the wall shows %v, want %v", got, want)
	}
}

// newWall is a board with four approved questions, 4 with most votes, and one under review.
func newWall() *board {
	b := newBoard()
	for n, votes := range map[int]int{2: 5, 3: 2, 4: 9, 5: 1} {
		b.add(n, campaign.QuestionApproved, 2)
		b.stored[n].Votes = votes
	}
	return b
}

// TestWallFreezes: while a question is up, votes change neither what comes next nor its
// order; with nothing up, the board's order is alive.
func TestWallFreezes(t *testing.T) {
	t.Parallel()
	b := newWall()
	w := b.Questions.Wall
	b.shown(t, 0, 4, 2, 3)
	if err := w.Forward(t.Context(), m1(), 0, noon()); err != nil {
		t.Fatal(err)
	}
	b.stored[5].Votes = 99
	b.shown(t, 4, 2, 3, 5)
	if err := w.Forward(t.Context(), m1(), 0, noon()); !errors.Is(err, moderation.ErrAlready) {
		t.Errorf("the same tap twice: %v", err)
	}
	if err := w.Clear(t.Context(), m1(), b.wall.Revision, noon()); err != nil {
		t.Fatal(err)
	}
	b.shown(t, 0, 5, 4, 2)
}

// TestWallSteps goes forward and back: what was shown counts as answered, and is open again
// when one goes back to it; hidden questions are nowhere.
func TestWallSteps(t *testing.T) {
	t.Parallel()
	b := newWall()
	w := b.Questions.Wall
	step := func(f func(context.Context, moderation.Actor, int, time.Time) error) {
		t.Helper()
		if err := f(t.Context(), m1(), b.wall.Revision, noon()); err != nil {
			t.Fatal(err)
		}
	}
	step(w.Forward)
	step(w.Forward)
	b.shown(t, 2, 3, 5)
	if b.stored[4].State != campaign.QuestionAnswered {
		t.Errorf("the first is %s", b.stored[4].State)
	}
	step(w.Back)
	b.shown(t, 4, 2, 3, 5)
	if b.stored[4].State != campaign.QuestionApproved {
		t.Errorf("the first, shown again, is %s", b.stored[4].State)
	}
	if err := w.Back(t.Context(), m1(), b.wall.Revision, noon()); !errors.Is(err, moderation.ErrNotFound) {
		t.Errorf("back from the first: %v", err)
	}
	step(w.Toggle)
	if b.stored[4].State != campaign.QuestionAnswered {
		t.Errorf("marked: %s", b.stored[4].State)
	}
	b.shown(t, 4, 2, 3, 5)
	step(w.Toggle)
	if err := b.Hide(t.Context(), m1(), ref(t, "Q4"), noon()); err != nil {
		t.Fatal(err)
	}
	if err := b.Hide(t.Context(), m1(), ref(t, "Q3"), noon()); err != nil {
		t.Fatal(err)
	}
	b.shown(t, 0, 2, 5)
	if _, err := b.Answer(t.Context(), m1(), ref(t, "Q2"), "Yes.", noon()); err != nil {
		t.Fatal(err)
	}
	step(w.Forward)
	b.shown(t, 5)
	if err := b.Reopen(t.Context(), m1(), ref(t, "Q2"), noon()); !errors.Is(err, moderation.ErrSaid) {
		t.Errorf("an answer that was told is taken back: %v", err)
	}
}

// TestWallTime: the minutes for answers begin with the first question after the start of the
// class, and by hand.
func TestWallTime(t *testing.T) {
	t.Parallel()
	b := newWall()
	b.campaign.QAMinutes = 10
	w, start := b.Questions.Wall, b.campaign.Start
	if err := w.Forward(t.Context(), m1(), 0, noon()); err != nil || !b.wall.Ends.IsZero() {
		t.Fatalf("before the class: %v, %v", b.wall.Ends, err)
	}
	if err := w.Forward(t.Context(), m1(), 1, start); err != nil || !b.wall.Ends.Equal(start.Add(10*time.Minute)) {
		t.Fatalf("in the class: %v, %v", b.wall.Ends, err)
	}
	if err := w.Forward(t.Context(), m1(), 2, start.Add(time.Minute)); err != nil || !b.wall.Ends.Equal(start.Add(10*time.Minute)) {
		t.Errorf("the next question begins the minutes anew: %v, %v", b.wall.Ends, err)
	}
	if err := w.Time(t.Context(), m1(), 3, false, start); err != nil || !b.wall.Ends.IsZero() {
		t.Errorf("stopped: %v, %v", b.wall.Ends, err)
	}
	if err := w.Time(t.Context(), m1(), 4, true, start); err != nil || !b.wall.Ends.Equal(start.Add(10*time.Minute)) {
		t.Errorf("begun: %v, %v", b.wall.Ends, err)
	}
}

// TestScreens: a token is stored as its hash, is no use after the class, and ends by hand.
func TestScreens(t *testing.T) {
	t.Parallel()
	b := newWall()
	w := b.Questions.Wall
	token, err := w.OpenScreen(t.Context(), m1(), true, noon())
	if err != nil || token != "TOKEN" || len(b.screens) != 1 || b.screens[0].Token != "hash of TOKEN" || b.screens[0].By != "m1" {
		t.Fatalf("%q, %v, %+v", token, err, b.screens)
	}
	if err := w.CloseScreen(t.Context(), m1(), "hash of TOKEN", noon()); err != nil || len(b.screens) != 0 {
		t.Errorf("ended: %v, %+v", err, b.screens)
	}
	if err := w.CloseScreen(t.Context(), m1(), "hash of TOKEN", noon()); !errors.Is(err, moderation.ErrNotFound) {
		t.Errorf("ended twice: %v", err)
	}
	if _, err := w.OpenScreen(t.Context(), m1(), false, b.campaign.End.Add(3*time.Hour)); !errors.Is(err, moderation.ErrTooLate) {
		t.Errorf("after the class: %v", err)
	}
	for address, want := range map[string]error{
		"https://example.com/follow": nil, "weixin://qr/abc": nil, "": nil, "javascript:alert(1)": moderation.ErrAddress,
		"data:text/html,x": moderation.ErrAddress, "https://": moderation.ErrAddress, "/x": moderation.ErrAddress,
	} {
		if err := w.SetCode(t.Context(), m1(), b.wall.Revision, address, noon()); !errors.Is(err, want) {
			t.Errorf("the code %q: %v, want %v", address, err, want)
		}
	}
}
