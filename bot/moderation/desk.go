package moderation

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// AnswerTimes counts answered tickets by how long their first answer took: at most five,
// ten, thirty and sixty minutes, and longer.
type AnswerTimes [5]int

// Wondered is a text that the bot did not know, with who wrote it.
type Wondered struct {
	Person bot.PersonID
	Text   string
}

// DeskData reads what the desk shows beside the tickets. Every method joins the unit of the
// context.
type DeskData interface {
	// Pictures returns where the pictures of a ticket are, in their order.
	Pictures(ctx context.Context, ref Ref) ([]campaign.SentPicture, error)
	// AnswerTimes counts the five hundred tickets that were dealt with last.
	AnswerTimes(ctx context.Context, class string) (AnswerTimes, error)
	// Wondered returns at most five hundred texts that the bot has not known since a time,
	// the newest first.
	Wondered(ctx context.Context, class string, since time.Time) ([]Wondered, error)
}

// Pictures returns where the pictures of a ticket are, in their order.
func (s *Tickets) Pictures(ctx context.Context, who Actor, ref Ref) ([]campaign.SentPicture, error) {
	if err := allow(who, ActionFindPerson); err != nil {
		return nil, err
	}
	if _, err := s.ticket(ctx, ref, KindUnknown, KindHuman); err != nil {
		return nil, err
	}
	out, err := s.Data.Pictures(ctx, ref)
	if err != nil {
		return nil, fmt.Errorf("read the pictures of %s: %w", ref.Name(), err)
	}
	return out, nil
}

// Times counts the tickets that were dealt with last by how long their first answer took.
func (s *Tickets) Times(ctx context.Context, who Actor) (AnswerTimes, error) {
	if err := allow(who, ActionReadFigures); err != nil {
		return AnswerTimes{}, err
	}
	out, err := s.Data.AnswerTimes(ctx, s.Campaign.ID)
	if err != nil {
		return out, fmt.Errorf("count how long answers took: %w", err)
	}
	return out, nil
}

// Term is a piece of the words that people use where the bot does not understand them.
type Term struct {
	Words  string
	People int
}

// termPeople is how many people have to use a term.
const termPeople = 2

// Terms returns at most n terms that at least two people have used since a time in texts
// that the bot did not know, the most used first. A term that only ever stands in a longer
// one is left out.
func (s *Tickets) Terms(ctx context.Context, who Actor, since time.Time, n int) ([]Term, error) {
	if err := allow(who, ActionReadFigures); err != nil {
		return nil, err
	}
	said, err := s.Data.Wondered(ctx, s.Campaign.ID, since)
	if err != nil {
		return nil, fmt.Errorf("read what the bot did not know: %w", err)
	}
	return s.terms(said, n), nil
}

// TermUsers returns who has used a term that Terms returned, in their order of number.
func (s *Tickets) TermUsers(ctx context.Context, who Actor, since time.Time, term string) (out []bot.PersonID, err error) {
	if err := allow(who, ActionListPeople); err != nil {
		return nil, err
	}
	said, err := s.Data.Wondered(ctx, s.Campaign.ID, since)
	if err != nil {
		return nil, fmt.Errorf("read what the bot did not know: %w", err)
	}
	for _, w := range said {
		if slices.Contains(s.Pieces(w.Text), term) {
			out = append(out, w.Person)
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

func (s *Tickets) terms(said []Wondered, n int) []Term {
	users := map[string]map[bot.PersonID]bool{}
	for _, w := range said {
		for _, piece := range s.Pieces(w.Text) {
			if users[piece] == nil {
				users[piece] = map[bot.PersonID]bool{}
			}
			users[piece][w.Person] = true
		}
	}
	var all []Term
	for words, by := range users {
		if len(by) >= termPeople {
			all = append(all, Term{words, len(by)})
		}
	}
	slices.SortFunc(all, func(a, b Term) int {
		if a.People != b.People {
			return b.People - a.People
		}
		if len(a.Words) != len(b.Words) {
			return len(b.Words) - len(a.Words)
		}
		return strings.Compare(a.Words, b.Words)
	})
	var out []Term
	for _, t := range all {
		within := func(o Term) bool { return strings.Contains(o.Words, t.Words) || strings.Contains(t.Words, o.Words) }
		if len(out) < n && !slices.ContainsFunc(out, within) {
			out = append(out, t)
		}
	}
	return out
}
