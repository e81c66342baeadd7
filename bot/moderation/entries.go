package moderation

import (
	"context"
	"fmt"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/text"
)

// UndoLife is how long a published entry can be taken back.
const UndoLife = 10 * time.Minute

// EntryStore keeps the entries and phrasings that moderators add; every instance
// answers by them at once. Every method joins the unit of the context.
type EntryStore interface {
	// NextNumber returns the next number of a published entry in a class, from 1.
	NextNumber(ctx context.Context, class, kind string) (int, error)
	// Publish stores an entry. It returns false if its number exists already.
	Publish(ctx context.Context, class string, e campaign.Published, by string, at time.Time) (bool, error)
	// Undo takes back an entry that was published after a time. It returns false if
	// there is none.
	Undo(ctx context.Context, class string, number int, since time.Time) (bool, error)
	// AddPhrasing stores a phrasing. It returns false if the entry has it already.
	AddPhrasing(ctx context.Context, class string, p campaign.Phrasing, by string, at time.Time) (bool, error)
	// Rewrite gives a published entry another answer. It returns false if there is none
	// that answers.
	Rewrite(ctx context.Context, class string, e campaign.Published, by string) (bool, error)
	// DropPhrasing removes a phrasing that was added. It returns false if there is
	// none.
	DropPhrasing(ctx context.Context, class string, p campaign.Phrasing) (bool, error)
}

// Wordings finds out what words mean to the bot already.
type Wordings interface {
	// Reserved returns the owner of words, which cannot become a wording of an entry
	// then.
	Reserved(words string) Reservation
	// EntryOf returns the id of the entry that the words surely mean; "" for none.
	EntryOf(words string) (entry string)
	// Reply says how the bot answers the words now.
	Reply(words string) CurrentReply
}

// Reservation is the owner of words, such as a command or the passphrase. Kind is a
// code of package intent, "" for words without an owner; Name is the command, pack or
// entry, if the owner has a name.
type Reservation struct{ Kind, Name string }

// CurrentReply is how the bot answers words at present: with an entry's answer if
// Sure is set, else by asking back whether the entry was meant. Without a Title
// the words go to a moderator or a command.
type CurrentReply struct {
	Sure  bool
	Title string
}

// Entries publishes answers as frequent questions and adds phrasings.
type Entries struct {
	Guard    *Guard
	Campaign *campaign.Campaign
	Tickets  *Tickets
	Store    EntryStore
	Live     LiveEntries
	Wordings Wordings
	Blocked  BlockList
	// FileEntries is how many entries the campaign file has: published ones are
	// numbered after them (R14).
	FileEntries int
	// PhrasingMax is how many characters of a text matching reads.
	PhrasingMax int
	// Contents publishes whole versions of the class.
	Contents *Contents
}

// supersedes finds the entries that the answer of a ticket would replace: the published
// entry of the same question, and an entry that has no answer yet.
func (s *Entries) supersedes(t *campaign.Ticket, question string) (published, pending campaign.Entry) {
	published, pending = s.Campaign.Replaced(question)
	if pending.ID != "" {
		return published, pending
	}
	for _, id := range []string{t.Entry, s.Wordings.EntryOf(question)} {
		if e, ok := s.Campaign.Entry(id); ok && e.Pending {
			return published, e
		}
	}
	return published, pending
}

// publishable returns a *ReservedError for a question that cannot get an answer.
// One whose entry has no answer or an older one can; nothing is published twice.
func (s *Entries) publishable(question, answer string) error {
	old, pending := s.Campaign.Replaced(question)
	if pending.ID != "" || old.ID != "" && old.Answer != answer {
		return nil
	}
	return s.reserved(question)
}

// reserved returns a *ReservedError for words that somebody answers to already.
func (s *Entries) reserved(words string) error {
	if by := s.Wordings.Reserved(words); by.Kind != "" {
		return &ReservedError{Words: words, Reservation: by}
	}
	return nil
}

// Publish makes a ticket's answer a frequent question after its code, and returns
// its reference. It returns a *ReservedError when somebody else has published it
// or the file has changed since.
func (s *Entries) Publish(ctx context.Context, who Actor, p PendingEntry, at time.Time) (Ref, error) {
	if err := allow(who, ActionPublishEntry); err != nil {
		return Ref{}, err
	}
	if err := p.confirmed(who); err != nil {
		return Ref{}, err
	}
	if err := s.publishable(p.Question, p.Answer); err != nil {
		return Ref{}, err
	}
	e := campaign.Published{Question: p.Question, Answer: p.Answer}
	for stored := false; !stored; { // the file may have had more entries when the last one was published
		n, err := s.Store.NextNumber(ctx, s.Guard.Class, string(KindEntry))
		if err != nil {
			return Ref{}, fmt.Errorf("number an entry: %w", err)
		}
		e.Number = n + s.FileEntries
		if stored, err = s.Store.Publish(ctx, s.Guard.Class, e, who.Name, at); err != nil {
			return Ref{}, fmt.Errorf("publish %s: %w", e.ID(), err)
		}
	}
	if err := s.handOver(ctx, who, e, p.Replaces, at); err != nil {
		return Ref{}, err
	}
	if err := s.addAlso(ctx, who, e, p.Also, at); err != nil {
		return Ref{}, err
	}
	old, _ := s.Campaign.Replaced(p.Question)
	c := change{ActionPublishEntry, e.ID(), old.ID, p.Ticket.Name()}
	return Ref{s.Guard.Class, KindEntry, e.Number}, s.Guard.record(ctx, who, c, at)
}

// handOver makes a published entry answer the question of an entry that has no answer
// yet: that question becomes a phrasing of the published entry, unless both have the
// same wording already.
func (s *Entries) handOver(ctx context.Context, who Actor, e campaign.Published, pending string, at time.Time) error {
	p, ok := s.Campaign.Entry(pending)
	if !ok || !p.Pending {
		return nil
	}
	if _, named := s.Campaign.Replaced(e.Question); named.ID == p.ID {
		return nil
	}
	_, err := s.Store.AddPhrasing(ctx, s.Guard.Class, campaign.Phrasing{Entry: e.ID(), Words: p.Question}, who.Name, at)
	if err != nil {
		return fmt.Errorf("hand %s over to %s: %w", p.ID, e.ID(), err)
	}
	return nil
}

// Undo takes back an entry within UndoLife of its publication, else it returns
// ErrTooLate.
func (s *Entries) Undo(ctx context.Context, who Actor, ref Ref, at time.Time) error {
	if err := allow(who, ActionUndoEntry); err != nil {
		return err
	}
	if ref.Class != s.Guard.Class || ref.Kind != KindEntry {
		return fmt.Errorf("entry %s: %w", ref.Name(), ErrNotFound)
	}
	undone, err := s.Store.Undo(ctx, ref.Class, ref.Number, at.Add(-UndoLife))
	if err != nil {
		return fmt.Errorf("take back %s: %w", ref.Name(), err)
	}
	if !undone {
		return ErrTooLate
	}
	return s.Guard.record(ctx, who, change{ActionUndoEntry, ref.Name(), "published", "undone"}, at)
}

// Entry finds an entry by its id or by one of its wordings.
func (s *Entries) Entry(name string) (campaign.Entry, bool) {
	if e, ok := s.Campaign.Entry(name); ok {
		return e, true
	}
	return s.worded(name)
}

// worded finds the entry that has a wording already.
func (s *Entries) worded(words string) (campaign.Entry, bool) {
	folded := text.Fold(words)
	for _, e := range s.Campaign.FAQ {
		if text.Fold(e.Question) == folded {
			return e, true
		}
		for _, a := range e.Aliases {
			if text.Fold(a) == folded {
				return e, true
			}
		}
	}
	return campaign.Entry{}, false
}

// PhrasingProposal is a further way to ask for Entry, to be confirmed by Code. Now
// is how its words are answered so far.
type PhrasingProposal struct {
	Code  string
	Entry campaign.Entry
	Now   CurrentReply
}

// ProposePhrasing shows how words are answered now and asks for a code to make
// them a phrasing of an entry, which is named by its id or a wording. It returns
// ErrNotFound for no such entry, a *ClaimedError for words that an entry has, a
// *ReservedError for words that cannot be a phrasing, a *LongPhrasingError for
// words that matching would not read to the end, and the errors of a text that may
// not reach people.
func (s *Entries) ProposePhrasing(ctx context.Context, who Actor, entry, words string, at time.Time) (PhrasingProposal, error) {
	if err := allow(who, ActionAddPhrasing); err != nil {
		return PhrasingProposal{}, err
	}
	e, ok := s.Entry(entry)
	if !ok {
		return PhrasingProposal{}, fmt.Errorf("entry %s: %w", entry, ErrNotFound)
	}
	if err := checkText(s.Blocked, words); err != nil {
		return PhrasingProposal{}, err
	}
	if other, claimed := s.worded(words); claimed {
		return PhrasingProposal{}, &ClaimedError{Words: words, Entry: other}
	}
	if err := s.reserved(words); err != nil {
		return PhrasingProposal{}, err
	}
	if err := s.readable(words); err != nil {
		return PhrasingProposal{}, err
	}
	code, err := s.Guard.ask(ctx, who, PendingPhrasing{Entry: e.ID, Words: words}, at)
	return PhrasingProposal{Code: code, Entry: e, Now: s.Wordings.Reply(words)}, err
}

// AddPhrasing gives an entry a phrasing after its code. It returns ErrNotFound if the
// entry no longer exists, ErrAlready if an entry has got the words meanwhile, and a
// *ReservedError if the words have got another owner.
func (s *Entries) AddPhrasing(ctx context.Context, who Actor, p PendingPhrasing, at time.Time) error {
	if err := allow(who, ActionAddPhrasing); err != nil {
		return err
	}
	if err := p.confirmed(who); err != nil {
		return err
	}
	_, claimed := s.worded(p.Words)
	if !claimed {
		if err := s.reserved(p.Words); err != nil {
			return err
		}
	}
	if _, ok := s.Campaign.Entry(p.Entry); !ok {
		return fmt.Errorf("entry %s: %w", p.Entry, ErrNotFound)
	}
	if claimed {
		return ErrAlready
	}
	added, err := s.Store.AddPhrasing(ctx, s.Guard.Class, campaign.Phrasing{Entry: p.Entry, Words: p.Words}, who.Name, at)
	if err != nil {
		return fmt.Errorf("add a phrasing to %s: %w", p.Entry, err)
	}
	if !added {
		return ErrAlready
	}
	return s.Guard.record(ctx, who, change{ActionAddPhrasing, p.Entry, "", p.Words}, at)
}

// DropPhrasing takes back a phrasing that moderators added to an entry, which is
// named by its id or a wording. It returns ErrNotFound for no such entry and
// ErrNoPhrasing for no such phrasing.
func (s *Entries) DropPhrasing(ctx context.Context, who Actor, entry, words string, at time.Time) error {
	if err := allow(who, ActionDropPhrasing); err != nil {
		return err
	}
	e, ok := s.Entry(entry)
	if !ok {
		return fmt.Errorf("entry %s: %w", entry, ErrNotFound)
	}
	dropped, err := s.Store.DropPhrasing(ctx, s.Guard.Class, campaign.Phrasing{Entry: e.ID, Words: words})
	if err != nil {
		return fmt.Errorf("drop a phrasing of %s: %w", e.ID, err)
	}
	if !dropped {
		return ErrNoPhrasing
	}
	return s.Guard.record(ctx, who, change{ActionDropPhrasing, e.ID, words, ""}, at)
}
