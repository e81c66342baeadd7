package moderation

import (
	"context"
	"fmt"
	"slices"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/text"
)

// EntriesMax is how many published entries are listed.
const EntriesMax = 500

// LiveEntries reads published entries.
type LiveEntries interface {
	// Entries returns the published entries that were not taken back, by number. It joins
	// the unit of the context.
	Entries(ctx context.Context, class string) ([]campaign.Published, error)
}

// EntryChange is what changing or taking back a published entry would do, to be confirmed
// by Code. Heir is the older entry of the same question that answers after it is taken
// back; its Number is 0 for none.
type EntryChange struct {
	Code  string
	Entry campaign.Published
	Heir  campaign.Published
}

// Published returns the entries that were published and not taken back, the newest first,
// at most EntriesMax of them.
func (s *Entries) Published(ctx context.Context, who Actor) ([]campaign.Published, error) {
	if err := allow(who, ActionListEntries); err != nil {
		return nil, err
	}
	all, err := s.Live.Entries(ctx, s.Guard.Class)
	if err != nil {
		return nil, fmt.Errorf("list what was published: %w", err)
	}
	slices.Reverse(all)
	return all[:min(len(all), EntriesMax)], nil
}

// kept returns a published entry that was not taken back, with all of them, or ErrNotFound.
func (s *Entries) kept(ctx context.Context, ref Ref) (campaign.Published, []campaign.Published, error) {
	if ref.Class != s.Guard.Class || ref.Kind != KindEntry {
		return campaign.Published{}, nil, fmt.Errorf("entry %s: %w", ref.Name(), ErrNotFound)
	}
	all, err := s.Live.Entries(ctx, ref.Class)
	if err != nil {
		return campaign.Published{}, nil, fmt.Errorf("entry %s: %w", ref.Name(), err)
	}
	i := slices.IndexFunc(all, func(e campaign.Published) bool { return e.Number == ref.Number })
	if i < 0 {
		return campaign.Published{}, nil, fmt.Errorf("entry %s: %w", ref.Name(), ErrNotFound)
	}
	return all[i], all, nil
}

// ProposeRewrite shows a published entry that would get another answer, and asks for a
// code. It returns ErrAlready if the answer is the same.
func (s *Entries) ProposeRewrite(ctx context.Context, who Actor, ref Ref, answer string, at time.Time) (EntryChange, error) {
	if err := allow(who, ActionRewriteEntry); err != nil {
		return EntryChange{}, err
	}
	e, _, err := s.kept(ctx, ref)
	if err != nil {
		return EntryChange{}, err
	}
	if err := checkText(s.Blocked, answer); err != nil {
		return EntryChange{}, err
	}
	if e.Answer == answer {
		return EntryChange{}, ErrAlready
	}
	code, err := s.Guard.ask(ctx, who, PendingRewrite{Entry: ref, Answer: answer}, at)
	return EntryChange{Code: code, Entry: e}, err
}

// Rewrite gives a published entry another answer after its code.
func (s *Entries) Rewrite(ctx context.Context, who Actor, p PendingRewrite, at time.Time) error {
	if err := allow(who, ActionRewriteEntry); err != nil {
		return err
	}
	if err := p.confirmed(who); err != nil {
		return err
	}
	e, _, err := s.kept(ctx, p.Entry)
	if err != nil {
		return err
	}
	before := e.Answer
	e.Answer = p.Answer
	if err := s.changed(s.Store.Rewrite(ctx, s.Guard.Class, e, who.Name)); err != nil {
		return fmt.Errorf("rewrite %s: %w", e.ID(), err)
	}
	return s.Guard.record(ctx, who, change{ActionRewriteEntry, e.ID(), before, p.Answer}, at)
}

// ProposeRetirement shows a published entry that would be taken back, and asks for a code.
func (s *Entries) ProposeRetirement(ctx context.Context, who Actor, ref Ref, at time.Time) (EntryChange, error) {
	if err := allow(who, ActionRetireEntry); err != nil {
		return EntryChange{}, err
	}
	e, all, err := s.kept(ctx, ref)
	if err != nil {
		return EntryChange{}, err
	}
	out := EntryChange{Entry: e}
	for _, o := range all {
		if o.Number != e.Number && text.Fold(o.Question) == text.Fold(e.Question) {
			out.Heir = o
		}
	}
	out.Code, err = s.Guard.ask(ctx, who, PendingRetirement{Entry: ref}, at)
	return out, err
}

// Retire takes back a published entry after its code, however old it is.
func (s *Entries) Retire(ctx context.Context, who Actor, p PendingRetirement, at time.Time) error {
	if err := allow(who, ActionRetireEntry); err != nil {
		return err
	}
	if err := p.confirmed(who); err != nil {
		return err
	}
	e, _, err := s.kept(ctx, p.Entry)
	if err != nil {
		return err
	}
	if err := s.changed(s.Store.Undo(ctx, s.Guard.Class, e.Number, time.Time{})); err != nil {
		return fmt.Errorf("take back %s: %w", e.ID(), err)
	}
	return s.Guard.record(ctx, who, change{ActionRetireEntry, e.ID(), "published", "retired"}, at)
}

// changed returns ErrNotFound if a change of an entry met none.
func (*Entries) changed(done bool, err error) error {
	if err == nil && !done {
		return ErrNotFound
	}
	return err
}
