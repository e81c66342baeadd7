package moderation_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
)

// board is a world with questions for the lecturer.
type board struct {
	*world
	*moderation.Questions
	stored  map[int]*campaign.Question
	authors map[int][]bot.PersonID
	wall    moderation.WallState
	screens []moderation.Screen
	own     string
	claimed time.Time
}

func newBoard() *board {
	w := newWorld()
	b := &board{world: w, stored: map[int]*campaign.Question{}, authors: map[int][]bot.PersonID{}}
	b.Questions = &moderation.Questions{Guard: w.Guard, Store: b, Notifier: w.notifier(), Blocked: blockList{}}
	b.Questions.Wall = &moderation.Wall{
		Guard: w.Guard, Campaign: w.campaign, Store: b, Screens: b, Codes: b, Questions: b.Questions,
		Random: func() string { return "TOKEN" }, Hash: func(token string) string { return "hash of " + token },
	}
	b.add(1, campaign.QuestionPending, 1)
	b.add(2, campaign.QuestionApproved, 2, 3)
	return b
}

func (b *board) add(number int, s campaign.QuestionState, authors ...bot.PersonID) {
	b.stored[number] = &campaign.Question{Campaign: class, Number: number, Person: authors[0], Text: "Why?", State: s, Votes: 1}
	b.authors[number] = authors
	for _, p := range authors {
		b.reachable(p)
	}
}

func (b *board) Question(ctx context.Context, _ string, number int) (*campaign.Question, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if q, ok := b.stored[number]; ok {
		copied := *q
		return &copied, nil
	}
	return nil, campaign.ErrNotFound
}

func (b *board) SetQuestion(ctx context.Context, q *campaign.Question) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	copied := *q
	copied.Votes = b.stored[q.Number].Votes
	b.stored[q.Number] = &copied
	return nil
}

func (b *board) CopyVotes(ctx context.Context, m campaign.VoteMove) (bot.PersonID, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	b.stored[m.Into].Votes += b.stored[m.From].Votes
	return 0, nil
}

func (b *board) MoveMerged(ctx context.Context, _ string, from, into, _ int) (late []bot.PersonID, more bool, err error) {
	for _, p := range b.authors[from] {
		if p != b.stored[from].Person && !slices.Contains(b.authors[into], p) {
			late = append(late, p)
		}
	}
	b.authors[into] = append(slices.Clone(b.authors[into]), b.authors[from]...)
	return late, false, ctx.Err()
}

func (b *board) Wrote(ctx context.Context, _ string, number int, p bot.PersonID) (bool, error) {
	return slices.Contains(b.authors[number], p), ctx.Err()
}

func (b *board) AuthorsAfter(ctx context.Context, _ string, number int, after bot.PersonID, n int) ([]bot.PersonID, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	all := slices.Clone(b.authors[number])
	all = slices.DeleteFunc(slices.Sorted(slices.Values(all)), func(p bot.PersonID) bool { return p <= after })
	return all[:min(n, len(all))], nil
}

// Questions are approved and hidden; a merged one that is approved stands on its
// own again.
func TestApproveAndHide(t *testing.T) {
	t.Parallel()
	b := newBoard()
	b.stored[1].State, b.stored[1].Merged = campaign.QuestionMerged, 2
	if err := b.Hide(
		t.Context(), m1(), ref(t, "Q1"), noon(),
	); err != nil || b.stored[1].State != campaign.QuestionHidden || b.stored[1].Merged != 2 {
		t.Errorf("hide: %v, %+v", err, b.stored[1])
	}
	if err := b.Approve(
		t.Context(), m1(), ref(t, "Q1"), noon(),
	); err != nil || b.stored[1].State != campaign.QuestionApproved || b.stored[1].Merged != 0 {
		t.Errorf("approve: %v, %+v", err, b.stored[1])
	}
	b.logged(t, "m1 question.hide Q1: merged -> hidden", "m1 question.approve Q1: hidden -> approved")
}

// Questions that are not there, or whose words were erased, are refused by every
// action.
func TestNoQuestion(t *testing.T) {
	t.Parallel()
	b := newBoard()
	b.stored[1].Text = ""
	for what, do := range map[string]func(moderation.Ref) error{
		"approve": func(r moderation.Ref) error { return b.Approve(t.Context(), m1(), r, noon()) },
		"hide":    func(r moderation.Ref) error { return b.Hide(t.Context(), m1(), r, noon()) },
		"wall":    func(r moderation.Ref) error { _, err := b.PutOnWall(t.Context(), m1(), r, noon()); return err },
		"answer":  func(r moderation.Ref) error { _, err := b.Answer(t.Context(), m1(), r, "Yes.", noon()); return err },
		"merge": func(r moderation.Ref) error {
			_, err := b.Merge(t.Context(), m1(), r, ref(t, "Q2"), noon())
			return err
		},
		"into": func(r moderation.Ref) error {
			_, err := b.Merge(t.Context(), m1(), ref(t, "Q2"), r, noon())
			return err
		},
	} {
		other := moderation.Ref{Class: "another", Kind: moderation.KindQuestion, Number: 2}
		for _, r := range []moderation.Ref{ref(t, "Q1"), ref(t, "Q9"), ref(t, "U2"), other} {
			err := do(r)
			if !errors.Is(err, moderation.ErrNotFound) {
				t.Errorf("%s %v: %v", what, r, err)
			}
			if missing, ok := errors.AsType[*moderation.MissingError](err); ok && missing.Ref != r {
				t.Errorf("%s %v: says that %v is missing", what, r, missing.Ref)
			}
		}
	}
	b.told(t)
	b.logged(t)
}

// A question joins another one with its votes; who asked it gets an answer that the
// other one has already, and who asked both does not get it twice.
func TestMerge(t *testing.T) {
	t.Parallel()
	b := newBoard()
	r, err := b.Merge(t.Context(), m1(), ref(t, "Q1"), ref(t, "Q2"), noon())
	if err != nil || r != (moderation.MergeResult{Votes: 2}) {
		t.Fatalf("merge: %+v, %v", r, err)
	}
	if q := b.stored[1]; q.State != campaign.QuestionMerged || q.Merged != 2 {
		t.Errorf("Q1 = %+v", q)
	}
	b.told(t)
	b.logged(t, "m1 question.merge Q1: pending -> Q2")

	for _, tt := range []struct {
		what    string
		prepare func(*board)
		want    moderation.MergeResult
		told    []string
	}{
		{"into an answered one", func(*board) {}, moderation.MergeResult{Votes: 2, Answered: true, Told: true}, []string{"answered to 1"}},
		{
			"out of reach", func(b *board) { b.people[1].Credits = 0 },
			moderation.MergeResult{Votes: 2, Answered: true},
			[]string{"answered to 1"},
		},
		{
			"by the same author",
			func(b *board) { b.stored[1].Person, b.authors[1] = 3, []bot.PersonID{3} },
			moderation.MergeResult{Votes: 2},
			nil,
		},
	} {
		b := newBoard()
		b.stored[2].State, b.stored[2].Answer = campaign.QuestionAnswered, "So."
		tt.prepare(b)
		if r, err := b.Merge(t.Context(), m1(), ref(t, "Q1"), ref(t, "Q2"), noon()); err != nil || r != tt.want {
			t.Errorf("%s: %+v, %v, want %+v", tt.what, r, err, tt.want)
		}
		b.told(t, tt.told...)
	}
}

// A question joins neither itself nor one that has joined another.
func TestMergeRefused(t *testing.T) {
	t.Parallel()
	b := newBoard()
	if _, err := b.Merge(t.Context(), m1(), ref(t, "Q1"), ref(t, "Q1"), noon()); !errors.Is(err, moderation.ErrSelf) {
		t.Errorf("into itself: %v", err)
	}
	b.stored[2].State, b.stored[2].Merged = campaign.QuestionMerged, 3
	_, err := b.Merge(t.Context(), m1(), ref(t, "Q1"), ref(t, "Q2"), noon())
	if state, ok := errors.AsType[*moderation.QuestionStateError](err); !ok || state.Question.Merged != 3 {
		t.Errorf("into a merged one: %v", err)
	}
	b.logged(t)
}

// Only an approved question goes on the wall, and its author is told only if they
// can read it at once.
func TestWall(t *testing.T) {
	t.Parallel()
	lecturer := actor("l", moderation.RoleLecturer)
	for what, tt := range map[string]struct {
		prepare func(*board)
		want    bool
		told    []string
	}{
		"reachable":    {func(*board) {}, true, []string{"wall to 2"}},
		"out of reach": {func(b *board) { b.people[2].Credits = 1 }, false, nil},
		"gone":         {func(b *board) { delete(b.people, 2) }, false, nil},
		"stopped":      {func(b *board) { b.level = campaign.StopFirst }, false, nil},
	} {
		b := newBoard()
		tt.prepare(b)
		told, err := b.PutOnWall(t.Context(), lecturer, ref(t, "Q2"), noon())
		if err != nil || told != tt.want || !b.stored[2].OnWall.Equal(noon()) {
			t.Errorf("%s: told %v, %v, on the wall at %v", what, told, err, b.stored[2].OnWall)
		}
		b.told(t, tt.told...)
		b.logged(t, "l question.wall Q2: approved -> on the wall")
	}
	b := newBoard()
	if _, err := b.PutOnWall(t.Context(), lecturer, ref(t, "Q1"), noon()); err == nil || err.Error() != "question Q1 is pending" {
		t.Errorf("a pending one: %v", err)
	}
	b.logged(t)
}

// The lecturer's answer reaches everybody who asked.
func TestAnswerQuestion(t *testing.T) {
	t.Parallel()
	b := newBoard()
	told, err := b.Answer(t.Context(), actor("l", moderation.RoleLecturer), ref(t, "Q2"), "Because.", noon())
	if err != nil || !told || b.stored[2].State != campaign.QuestionAnswered || b.stored[2].Answer != "Because." {
		t.Fatalf("answer: %v, %v, %+v", told, err, b.stored[2])
	}
	b.told(t, "answered to 2", "answered to 3")
	b.logged(t, "l question.answer Q2: approved -> Because.")
	if _, err := b.Answer(t.Context(), m1(), ref(t, "Q2"), "a scam", noon()); err == nil {
		t.Error("a blocked answer was taken")
	}
	b.people[3].Credits = 0
	if told, err := b.Answer(t.Context(), m1(), ref(t, "Q2"), "Again.", noon()); err != nil || told {
		t.Errorf("out of reach: told %v, %v", told, err)
	}
}
