package moderation

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/text"
)

// EntryWording is how a ticket's answer is to be published. An empty question or answer
// stands for the ticket's own words. Also are further ways to ask for it, at most AlsoMost.
type EntryWording struct {
	Question, Answer string
	Also             []string
}

// AlsoMost is how many further ways to ask an entry is published with.
const AlsoMost = 8

// EntryProposal is what publishing a ticket's answer would do, to be confirmed by
// Code. Replaces is the published entry of the same question, and Fills the entry
// without an answer that it answers for; their ids are "" for none.
type EntryProposal struct {
	Code string
	EntryWording
	Replaces, Fills campaign.Entry
}

// ProposeEntry shows what publishing a ticket's answer would do and asks for a
// code. It returns ErrNotAnswered for a ticket without an answer, a *ReservedError for
// words that cannot get one, a *ClaimedError for a further way to ask that another entry
// has, a *LongPhrasingError for words that matching would not read to the end, a
// *ManyPhrasingsError for more than AlsoMost ways to ask, and the errors of a text that may not
// reach people. If words were refused, the proposal has the question and the answer, and no code.
func (s *Entries) ProposeEntry(ctx context.Context, who Actor, ref Ref, w EntryWording, at time.Time) (EntryProposal, error) {
	if err := allow(who, ActionPublishEntry); err != nil {
		return EntryProposal{}, err
	}
	t, err := s.Tickets.ticket(ctx, ref, KindUnknown, KindHuman)
	if err != nil {
		return EntryProposal{}, err
	}
	if t.Answer == "" {
		return EntryProposal{}, ErrNotAnswered
	}
	own := asked(s.Campaign, t, t.First())
	p := EntryProposal{EntryWording: EntryWording{Question: cmp.Or(w.Question, own), Answer: cmp.Or(w.Answer, t.Answer)}}
	if err := s.publishable(p.Question, p.Answer); err != nil {
		return p, err
	}
	p.Replaces, p.Fills = s.supersedes(t, p.Question)
	if err := s.worthPublishing(&p, own, w.Also); err != nil {
		return p, err
	}
	p.Code, err = s.Guard.ask(ctx, who, PendingEntry{
		Ticket: ref, Question: p.Question, Answer: p.Answer, Replaces: p.Fills.ID, Also: p.Also,
	}, at)
	return p, err
}

// worthPublishing checks the words of a proposal, and gives it the further ways to ask, each
// once. A question is read to its end if a moderator has written it; one of an attendee may be long.
func (s *Entries) worthPublishing(p *EntryProposal, own string, also []string) error {
	for _, words := range []string{p.Question, p.Answer} {
		if err := checkText(s.Blocked, words); err != nil {
			return err
		}
	}
	if text.Fold(p.Question) != text.Fold(own) {
		if err := s.readable(p.Question); err != nil {
			return err
		}
	}
	if also = once(p.Question, also); len(also) > AlsoMost {
		return &ManyPhrasingsError{N: len(also), Max: AlsoMost}
	}
	for _, words := range also {
		other, claimed := s.worded(words)
		if claimed && (other.ID == p.Fills.ID || other.ID == p.Replaces.ID) {
			continue // it has them from that entry
		}
		if claimed {
			return &ClaimedError{Words: words, Entry: other}
		}
		if err := errors.Join(checkText(s.Blocked, words), s.reserved(words), s.readable(words)); err != nil {
			return err
		}
		p.Also = append(p.Also, words)
	}
	return nil
}

// once returns words that differ from each other and from a question.
func once(question string, all []string) (out []string) {
	seen := map[string]bool{"": true, text.Fold(question): true}
	for _, words := range all {
		if folded := text.Fold(words); !seen[folded] {
			seen[folded] = true
			out = append(out, words)
		}
	}
	return out
}

// readable returns a *LongPhrasingError for words that matching would not read to the end.
func (s *Entries) readable(words string) error {
	if n := len([]rune(text.Fold(words))); n > s.PhrasingMax {
		return &LongPhrasingError{Words: words, Runes: n, Max: s.PhrasingMax}
	}
	return nil
}

// addAlso gives a new entry further ways to ask for it. It returns a *ReservedError for one
// that has got another owner since the proposal.
func (s *Entries) addAlso(ctx context.Context, who Actor, e campaign.Published, also []string, at time.Time) error {
	for _, words := range also {
		if err := s.reserved(words); err != nil {
			return err
		}
		if _, err := s.Store.AddPhrasing(ctx, s.Guard.Class, campaign.Phrasing{Entry: e.ID(), Words: words}, who.Name, at); err != nil {
			return fmt.Errorf("add a phrasing to %s: %w", e.ID(), err)
		}
		if err := s.Guard.record(ctx, who, change{ActionAddPhrasing, e.ID(), "", words}, at); err != nil {
			return err
		}
	}
	return nil
}
