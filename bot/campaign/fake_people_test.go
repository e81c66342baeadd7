package campaign_test

import (
	"context"
	"maps"
	"slices"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// people keeps persons, what they asked and what was forgotten of them.
type people struct{ *state }

// load returns a copy of a person, as a unit meets them.
func (s *state) load(p bot.PersonID) *campaign.Person {
	out, ok := s.people[p]
	if !ok {
		out = campaign.Person{ID: p, Hash: "hash", Following: true}
	}
	out.Waiting, out.Choices = maps.Clone(out.Waiting), slices.Clone(out.Choices)
	return &out
}

func (s people) Meet(context.Context, bot.UserID, campaign.Contact, time.Time, time.Time) (*campaign.Person, error) {
	return nil, campaign.ErrNotFound
}

func (s people) SaveDialogue(_ context.Context, p *campaign.Person) error {
	kept := *p
	kept.Waiting, kept.Choices = maps.Clone(p.Waiting), slices.Clone(p.Choices)
	s.people[p.ID] = kept
	return nil
}

func (s people) Find(_ context.Context, u bot.UserID) (*campaign.Person, error) {
	for id, p := range s.people {
		if p.Code == string(u) {
			return s.load(id), nil
		}
	}
	return nil, campaign.ErrNotFound
}

func (s people) Subscribe(_ context.Context, _ string, _ bot.PersonID, token string, _ time.Time) (bool, error) {
	known := s.tokens[token]
	s.tokens[token] = true
	return !known, nil
}

func (s people) Blank(_ context.Context, l *campaign.Leftover, _ int) (bool, error) {
	s.blanked = append(slices.Clone(s.blanked), l.Person)
	return true, nil
}

func (s people) ForgetWords(_ context.Context, p bot.PersonID) (campaign.Leftover, error) {
	s.wordless = append(slices.Clone(s.wordless), p)
	return campaign.Leftover{Person: p}, nil
}

func (s people) ForgetFacts(_ context.Context, p *campaign.Person) error {
	s.forgotten = append(slices.Clone(s.forgotten), p.ID)
	return nil
}

func (s people) CountMessages(_ context.Context, p bot.PersonID) (int, error) {
	return int(p) + 40, nil
}

func (s people) CountAnswered(context.Context, string, bot.PersonID) error { return nil }

func (s people) CountWaiting(context.Context, string, time.Time) (int, error) { return 0, nil }

func (s people) RecordUnanswered(_ context.Context, _ string, h campaign.UnansweredQuestion, _ time.Time) error {
	s.heard = append(slices.Clone(s.heard), h)
	return nil
}

func (s people) Chosen(_ context.Context, _ string, _ bot.PersonID, entry string) error {
	s.chosen = append(slices.Clone(s.chosen), entry)
	return nil
}

func (s people) Asked(context.Context, string, bot.PersonID) (string, error) { return "", nil }

func (s people) LastTexts(context.Context, string, bot.PersonID, time.Time) ([]string, error) {
	return nil, nil
}

// questions keeps questions, votes and strikes.
type questions struct{ *state }

func (s questions) NextNumber(_ context.Context, _, kind string) (int, error) {
	return s.next(kind), nil
}

func (s questions) InsertQuestion(_ context.Context, q *campaign.Question) error {
	kept := *q
	if kept.Number > 0 {
		kept.Votes = 1
		s.votes[vote{kept.Number, kept.Person}] = true
	}
	s.questions = append(slices.Clone(s.questions), kept)
	return nil
}

func (s questions) find(fits func(campaign.Question) bool) (*campaign.Question, error) {
	for _, q := range s.questions {
		if q.Number > 0 && fits(q) {
			return &q, nil
		}
	}
	return nil, campaign.ErrNotFound
}

func (s questions) Question(_ context.Context, _ string, number int) (*campaign.Question, error) {
	return s.find(func(q campaign.Question) bool { return q.Number == number })
}

func (s questions) SameQuestion(_ context.Context, _, folded string) (*campaign.Question, error) {
	return s.find(func(q campaign.Question) bool {
		return q.Folded == folded && (q.State == campaign.QuestionPending || q.State == campaign.QuestionApproved)
	})
}

func (s questions) QuestionsBy(_ context.Context, _ string, p bot.PersonID) (n int, err error) {
	for _, q := range s.questions {
		if q.Person == p && q.Number > 0 {
			n++
		}
	}
	return n, nil
}

func (s questions) add(number, n int) {
	s.questions = slices.Clone(s.questions)
	for i, q := range s.questions {
		if q.Number == number {
			s.questions[i].Votes += n
		}
	}
}

func (s questions) Vote(_ context.Context, _ string, number int, p bot.PersonID) (bool, error) {
	if s.votes[vote{number, p}] {
		return false, nil
	}
	s.votes[vote{number, p}] = true
	s.add(number, 1)
	return true, nil
}

func (s questions) Unvote(_ context.Context, _ string, number int, p bot.PersonID) (bool, error) {
	if !s.votes[vote{number, p}] {
		return false, nil
	}
	delete(s.votes, vote{number, p})
	s.add(number, -1)
	return true, nil
}

func (s questions) AskerCode(context.Context, bot.PersonID) (string, error) { return "7K2F", nil }

func (s questions) QuestionsIn(_ context.Context, _ string, st campaign.QuestionState) (out []*campaign.Question, err error) {
	for _, q := range s.questions {
		if q.State == st && q.Number > 0 {
			out = append(out, &q)
		}
	}
	return out, nil
}

func (s questions) Strike(_ context.Context, _ string, p bot.PersonID) (int, error) {
	s.strikes[p]++
	return s.strikes[p], nil
}

func (s questions) Mute(_ context.Context, _ string, p bot.PersonID, until time.Time) error {
	s.strikes[p], s.muted[p] = 0, until
	return nil
}

func (s questions) MutedUntil(_ context.Context, _ string, p bot.PersonID) (time.Time, error) {
	return s.muted[p], nil
}

// arrivals forgets who came by which channel.
type arrivals struct{}

func (arrivals) Arrive(context.Context, string, string, bot.PersonID, time.Time) error { return nil }
