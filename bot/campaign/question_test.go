package campaign_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

func (w *world) ask(t *testing.T, p bot.PersonID, text string, at time.Time, want campaign.AskResult) {
	t.Helper()
	var got campaign.AskResult
	w.unit(t, func(ctx context.Context) (err error) {
		got, err = w.Questions.Ask(ctx, p, text, strings.ToLower(text), at)
		return err
	})
	if got.Outcome != want.Outcome || got.Number != want.Number || got.Votes != want.Votes || !got.Until.Equal(want.Until) {
		t.Errorf("%v: %d asks %q: %+v, want %+v", at, p, text, got, want)
	}
}

// TestAskBounds tests the window, the length and the number of questions.
func TestAskBounds(t *testing.T) {
	t.Parallel()
	w := newWorld(nil)
	w.ask(t, 1, "abcd", evening("08:59:59"), campaign.AskResult{Outcome: campaign.AskNotOpen})
	w.ask(t, 1, "abcd", evening("21:00:01"), campaign.AskResult{Outcome: campaign.AskClosed})
	w.ask(t, 1, "四个字", evening("09:00:00"), campaign.AskResult{Outcome: campaign.AskShort})
	w.ask(t, 1, "一二三四五六七八九十十", evening("09:00:00"), campaign.AskResult{Outcome: campaign.AskLong, Number: 11})
	w.ask(t, 1, "一二三四", evening("09:00:00"), campaign.AskResult{Outcome: campaign.AskTaken, Number: 1, Votes: 1})
	w.ask(t, 1, "一二三四五六七八九十", evening("21:00:00"), campaign.AskResult{Outcome: campaign.AskTaken, Number: 2, Votes: 1})
	w.ask(t, 1, "a third one", evening("10:00:00"), campaign.AskResult{Outcome: campaign.AskLong, Number: 11})
	w.ask(t, 1, "third", evening("10:00:00"), campaign.AskResult{Outcome: campaign.AskTooMany})
	q := w.questions[0]
	if q.State != campaign.QuestionPending || q.Text != "一二三四" || q.Campaign != "c" || !q.At.Equal(evening("09:00:00")) {
		t.Errorf("the question = %+v", q)
	}
	if n, err := w.Questions.Count(t.Context(), 1); n != 2 || err != nil {
		t.Errorf("%d questions, %v, want 2", n, err)
	}
	open := newWorld(func(c *campaign.Campaign) { c.Questions.Review = false })
	open.ask(t, 1, "Upper", evening("10:00:00"), campaign.AskResult{Outcome: campaign.AskTaken, Number: 1, Votes: 1})
	if q := open.questions[0]; q.State != campaign.QuestionApproved || q.Folded != "upper" {
		t.Errorf("the question = %+v", q)
	}
}

// TestAskSame counts the same question of others as votes.
func TestAskSame(t *testing.T) {
	t.Parallel()
	w := newWorld(nil)
	at := evening("10:00:00")
	w.ask(t, 1, "same one", at, campaign.AskResult{Outcome: campaign.AskTaken, Number: 1, Votes: 1})
	w.ask(t, 1, "Same one", at, campaign.AskResult{Outcome: campaign.AskOwn, Number: 1, Votes: 1})
	w.ask(t, 2, "SAME one", at, campaign.AskResult{Outcome: campaign.AskDuplicate, Number: 1, Votes: 2})
	w.ask(t, 2, "same one", at, campaign.AskResult{Outcome: campaign.AskSupported, Number: 1, Votes: 2})
	if q := w.questions[1]; q.Merged != 1 || q.Number != 0 || q.Person != 2 || q.Text != "SAME one" {
		t.Errorf("the repeat = %+v", q)
	}
	if n, _ := w.Questions.Count(t.Context(), 2); n != 0 {
		t.Errorf("a repeat uses up a question: %d", n)
	}
}

// TestStrikes mutes who uses blocked words too often.
func TestStrikes(t *testing.T) {
	t.Parallel()
	w := newWorld(nil)
	at := evening("10:00:00")
	until := at.Add(campaign.MuteLife)
	for range campaign.StrikesMax - 1 {
		w.ask(t, 1, "bad", at, campaign.AskResult{Outcome: campaign.AskBlocked})
	}
	w.ask(t, 1, "a bad one", at, campaign.AskResult{Outcome: campaign.AskMuted, Until: until})
	w.ask(t, 1, "a good one", at, campaign.AskResult{Outcome: campaign.AskStillMuted, Until: until})
	w.ask(t, 2, "a good one", at, campaign.AskResult{Outcome: campaign.AskTaken, Number: 1, Votes: 1})
	w.c.Questions.Close = until.Add(time.Hour)
	w.ask(t, 1, "bad", until.Add(-1), campaign.AskResult{Outcome: campaign.AskStillMuted, Until: until})
	w.ask(t, 1, "bad", until, campaign.AskResult{Outcome: campaign.AskBlocked})
	if campaign.StrikesMax != 3 || campaign.MuteLife != 24*time.Hour {
		t.Error("R16 says three strikes and a day")
	}
}

func (w *world) vote(t *testing.T, p bot.PersonID, number int, want campaign.VoteOutcome, votes int) {
	t.Helper()
	var got campaign.VoteOutcome
	n := 0
	w.unit(t, func(ctx context.Context) (err error) {
		got, n, err = w.Questions.Vote(ctx, p, number)
		return err
	})
	if got != want || n != votes {
		t.Errorf("%d votes for Q%d: %d with %d votes, want %d with %d", p, number, got, n, want, votes)
	}
}

func (w *world) unvote(t *testing.T, p bot.PersonID, number, left int, ok bool) {
	t.Helper()
	n, done := 0, false
	w.unit(t, func(ctx context.Context) (err error) {
		n, done, err = w.Questions.Unvote(ctx, p, number)
		return err
	})
	if done != ok || ok && n != left {
		t.Errorf("%d takes the vote for Q%d back: %d left, %v, want %d, %v", p, number, n, done, left, ok)
	}
}

// TestVotes counts a vote once, and takes it back.
func TestVotes(t *testing.T) {
	t.Parallel()
	w := newWorld(func(c *campaign.Campaign) { c.Questions.Review = false })
	at := evening("10:00:00")
	w.ask(t, 1, "first", at, campaign.AskResult{Outcome: campaign.AskTaken, Number: 1, Votes: 1})
	w.vote(t, 2, 1, campaign.VoteTaken, 2)
	w.vote(t, 2, 1, campaign.VoteAlready, 2)
	w.vote(t, 1, 1, campaign.VoteOwn, 2)
	w.vote(t, 2, 9, campaign.VoteNone, 0)
	w.unvote(t, 2, 9, 0, false)
	w.unvote(t, 1, 1, 0, false)
	w.unvote(t, 3, 1, 0, false)
	w.unvote(t, 2, 1, 1, true)
	w.vote(t, 2, 1, campaign.VoteTaken, 2)
	w.questions[0].State = campaign.QuestionHidden
	w.vote(t, 3, 1, campaign.VoteNone, 0)
}

// TestBoard lists approved questions: most votes first, then the older one.
func TestBoard(t *testing.T) {
	t.Parallel()
	w := newWorld(nil)
	for i, votes := range []int{1, 3, 3, 9} {
		w.questions = append(w.questions, campaign.Question{Number: 4 - i, Votes: votes, State: campaign.QuestionApproved})
	}
	w.questions[3].State = campaign.QuestionPending
	qs, err := w.Questions.Board(t.Context())
	if err != nil || len(qs) != 3 || qs[0].Number != 2 || qs[1].Number != 3 || qs[2].Number != 4 {
		t.Errorf("the board = %v, %v, want Q2, Q3, Q4", qs, err)
	}
}
