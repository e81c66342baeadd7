package moderation

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"zhujiao/bot/campaign"
)

// contentRules are the rules of the content of classes. Writing is seen by nobody else, so it
// leaves no line.
func contentRules() []Rule {
	const reads, writes = false, true
	return []Rule{
		{ActionReadContent, RoleStaff, CodeNever, reads},
		{ActionWriteContent, RoleStaff, CodeNever, reads},
		{ActionPublishContent, RoleStaff, CodeAlways, writes},
		{ActionReturnContent, RoleStaff, CodeNever, writes},
		{ActionMakeClass, RoleStaff, CodeAlways, writes},
	}
}

// Edition is a stored version of a class's content.
type Edition struct {
	Class string
	// Number counts the versions of the class from 1.
	Number int
	// Origin is how it came: file, command or console. By is whose command or publication it
	// was; empty for a file.
	Origin, By string
	At         time.Time
	// Name is the name of the main file, Text what it says.
	Name, Text string
}

// Finding is what checking a text has found, in words for its author.
type Finding struct {
	Line, Col int
	Warning   bool
	// Forbids is set for an error with which the text cannot be published.
	Forbids bool
	// What is wrong, and what to do; Hint may be empty.
	What, Hint string
}

// Checked is what a text is as the next version of a class.
type Checked struct {
	// Base is the version that it would follow; the zero Edition for a new class.
	Base     Edition
	Findings []Finding
	// Other is the id of another class that the text is about; Taken that of a class that
	// exists already, though it should be new. Both are empty otherwise.
	Other, Taken string
	// Class is the class as it would be; nil if it could not serve.
	Class *campaign.Campaign
	// Review looks for what only a closer look finds, such as questions that the bot would mix
	// up: some tenths of a second, so never in a unit. It is nil if Class is.
	Review func() []Finding
	// Store stores it in the unit of ctx, with the job that does what it asks for, and returns
	// its number: 0 if another version was stored after Base. It is nil for what cannot be
	// published.
	Store func(ctx context.Context, by string, at time.Time) (number int, err error)
}

// Forbidden reports whether a finding forbids to publish it.
func (c *Checked) Forbidden() bool {
	for i := range c.Findings {
		if c.Findings[i].Forbids {
			return true
		}
	}
	return false
}

// Library is the stored content of classes. What it reads joins the unit of the context.
type Library interface {
	// History returns at most n versions with numbers below another, the newest first.
	History(ctx context.Context, class string, below, n int) ([]Edition, error)
	// Edition returns the version with a number, or the newest for 0. It returns ErrNotFound
	// for none.
	Edition(ctx context.Context, class string, number int) (Edition, error)
	// Check reads a text as the next version of a class. It stores nothing.
	Check(ctx context.Context, class, words string, at time.Time) (Checked, error)
	// CheckNew reads a text as a new class, which has the files beside the text of another one.
	CheckNew(ctx context.Context, from, words string, at time.Time) (Checked, error)
	// Return reads the files of an earlier version as those of the next one.
	Return(ctx context.Context, class string, number int, at time.Time) (Checked, error)
}

// ContentKind says how content is being written.
type ContentKind string

// The kinds.
const (
	ContentText    ContentKind = "text"    // as the text of the file
	ContentForm    ContentKind = "form"    // by a form that has made the text
	ContentAnswers ContentKind = "answers" // the answers for a new class
	ContentMade    ContentKind = "made"    // the text of a new class
)

// ContentDraft is content that is not published yet. Base is the number of the version that
// it changes.
type ContentDraft struct {
	Kind ContentKind
	Text string
	Base int
	At   time.Time
}

// Hash names a text: a code confirms exactly this one.
func (d *ContentDraft) Hash() string {
	sum := sha256.Sum256([]byte(d.Text))
	return hex.EncodeToString(sum[:])
}

// ContentDraftStore stores what moderators are changing, one text of each kind in a class.
// Every method joins the unit of the context.
type ContentDraftStore interface {
	// SaveContentDraft stores somebody's text in place of the one of its kind before.
	SaveContentDraft(ctx context.Context, class, name string, d ContentDraft) error
	// ContentDraft returns somebody's text, or ErrNotFound.
	ContentDraft(ctx context.Context, class, name string, kind ContentKind) (ContentDraft, error)
	// DropContentDraft deletes it, if there is one.
	DropContentDraft(ctx context.Context, class, name string, kind ContentKind) error
}

// Contents publishes the content of a class as versions, without a file.
type Contents struct {
	Guard *Guard
	// Campaign is the class as it serves.
	Campaign *campaign.Campaign
	Library  Library
	Drafts   ContentDraftStore
	Seats    SeatTally
}

// FewSeatsError refuses content with fewer seats than are taken.
type FewSeatsError struct{ Have, Taken int }

// Error implements error.
func (e *FewSeatsError) Error() string {
	return fmt.Sprintf("%d seats are taken, not %d", e.Taken, e.Have)
}

// seated returns a *FewSeatsError for a class that would take seats away from people who have
// them.
func (s *Contents) seated(ctx context.Context, c *campaign.Campaign) error {
	if c.ID != s.Guard.Class || c.Signup.Seats >= s.Campaign.Signup.Seats {
		return nil
	}
	t, err := s.Seats.Tally(ctx, c.ID)
	if err != nil {
		return fmt.Errorf("count the seats of %s: %w", c.ID, err)
	}
	if have := c.Signup.Seats + t.Extra; have < t.Taken {
		return &FewSeatsError{have, t.Taken}
	}
	return nil
}

// PendingContent is a text that becomes a version, or a class: the draft of a kind, as long as
// it has this hash, on top of the version Base.
type PendingContent struct {
	approval
	version
	Kind ContentKind
	Hash string
}

func (p PendingContent) action() Action {
	if p.Kind == ContentMade {
		return ActionMakeClass
	}
	return ActionPublishContent
}

func (p PendingContent) args() map[string]string {
	return p.version.args(map[string]string{"kind": string(p.Kind), "hash": p.Hash})
}

// contentOf returns the publication of a stored row.
func contentOf(a WaitingAction, by approval) (Pending, error) {
	base, err := strconv.Atoi(a.Args["base"])
	if err != nil {
		return nil, ErrBadCode
	}
	return PendingContent{by, version{base}, ContentKind(a.Args["kind"]), a.Args["hash"]}, nil
}

// contentMax is how many bytes of content are kept while they are written: as many as a file
// may have.
const contentMax = 1 << 20

// versionsMost is how many versions are read at once.
const versionsMost = 21

// History returns the versions of the class below a number, the newest first: one more than a
// page shows.
func (s *Contents) History(ctx context.Context, who Actor, below int) ([]Edition, error) {
	if err := allow(who, ActionReadContent); err != nil {
		return nil, err
	}
	return s.Library.History(ctx, s.Guard.Class, below, versionsMost)
}

// Edition returns a version of the class; 0 is the newest.
func (s *Contents) Edition(ctx context.Context, who Actor, number int) (Edition, error) {
	if err := allow(who, ActionReadContent); err != nil {
		return Edition{}, err
	}
	return s.Library.Edition(ctx, s.Guard.Class, number)
}

// Check reads a draft as the next version of the class, closely: it is asked outside of units.
func (s *Contents) Check(ctx context.Context, who Actor, d ContentDraft, at time.Time) (Checked, error) {
	if err := allow(who, ActionReadContent); err != nil {
		return Checked{}, err
	}
	c, err := s.check(ctx, d, at)
	if err == nil && c.Review != nil {
		c.Findings = append(c.Findings, c.Review()...)
		slices.SortStableFunc(c.Findings, func(a, b Finding) int { return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col)) })
	}
	return c, err
}

// check reads a draft as what it is to be.
func (s *Contents) check(ctx context.Context, d ContentDraft, at time.Time) (Checked, error) {
	if d.Kind == ContentMade {
		return s.Library.CheckNew(ctx, s.Guard.Class, d.Text, at)
	}
	return s.Library.Check(ctx, s.Guard.Class, d.Text, at)
}

// Draft returns what the actor is writing; the zero ContentDraft if nothing.
func (s *Contents) Draft(ctx context.Context, who Actor, kind ContentKind) (ContentDraft, error) {
	if err := allow(who, ActionWriteContent); err != nil {
		return ContentDraft{}, err
	}
	d, err := s.Drafts.ContentDraft(ctx, s.Guard.Class, who.Name, kind)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return d, fmt.Errorf("read what is being written: %w", err)
	}
	return d, nil
}

// Save keeps what the actor is writing. It returns a *LongError for more than a file may have.
func (s *Contents) Save(ctx context.Context, who Actor, d ContentDraft) error {
	if err := allow(who, ActionWriteContent); err != nil {
		return err
	}
	if len(d.Text) > contentMax {
		return &LongError{Runes: utf8.RuneCountInString(d.Text), Max: contentMax / 3}
	}
	if err := s.Drafts.SaveContentDraft(ctx, s.Guard.Class, who.Name, d); err != nil {
		return fmt.Errorf("keep what is being written: %w", err)
	}
	return nil
}

// Drop forgets what the actor is writing.
func (s *Contents) Drop(ctx context.Context, who Actor, kind ContentKind) error {
	if err := allow(who, ActionWriteContent); err != nil {
		return err
	}
	if err := s.Drafts.DropContentDraft(ctx, s.Guard.Class, who.Name, kind); err != nil {
		return fmt.Errorf("forget what is being written: %w", err)
	}
	return nil
}

// Propose asks for the code that publishes the actor's draft of a kind. It returns
// ErrForbidden for one that cannot serve, and an *OvertakenError if the class has a newer
// version than the draft changes.
func (s *Contents) Propose(ctx context.Context, who Actor, kind ContentKind, at time.Time) (code string, err error) {
	if err := allow(who, ActionPublishContent); err != nil {
		return "", err
	}
	if err := allow(who, ActionMakeClass); kind == ContentMade && err != nil {
		return "", err
	}
	d, c, err := s.ready(ctx, who, kind, at)
	if err != nil {
		return "", err
	}
	return s.Guard.ask(ctx, who, PendingContent{version: version{c.Base.Number}, Kind: kind, Hash: d.Hash()}, at)
}

// ErrForbidden says that content has errors with which it is not published.
var ErrForbidden = errors.New("the content has errors")

// ready returns the actor's draft if it can be published now.
func (s *Contents) ready(ctx context.Context, who Actor, kind ContentKind, at time.Time) (d ContentDraft, c Checked, err error) {
	if d, err = s.Drafts.ContentDraft(ctx, s.Guard.Class, who.Name, kind); err != nil {
		return d, c, err
	}
	if c, err = s.check(ctx, d, at); err != nil {
		return d, c, err
	}
	switch {
	case c.Base.Number != d.Base && kind != ContentMade:
		return d, c, &OvertakenError{By: c.Base.By}
	case c.Store == nil:
		return d, c, ErrForbidden
	case c.Base.Text == d.Text:
		return d, c, ErrAlready
	}
	if kind == ContentMade {
		return d, c, nil
	}
	return d, c, s.seated(ctx, c.Class)
}

// Published is a version that was stored.
type Published struct {
	Class  string
	Number int
}

// Publish stores the draft that a code has confirmed, and forgets it. It returns ErrBadCode if
// the draft is another one by now, and the errors of Propose.
func (s *Contents) Publish(ctx context.Context, who Actor, p PendingContent, at time.Time) (Published, error) {
	if err := allow(who, ActionPublishContent); err != nil {
		return Published{}, err
	}
	if err := p.confirmed(who); err != nil {
		return Published{}, err
	}
	d, c, err := s.ready(ctx, who, p.Kind, at)
	switch {
	case errors.Is(err, ErrNotFound):
		return Published{}, ErrBadCode
	case err != nil:
		return Published{}, err
	case d.Hash() != p.Hash || p.Base != c.Base.Number:
		return Published{}, ErrBadCode
	}
	out, err := s.store(ctx, who, c, p.action(), at)
	if err != nil {
		return out, err
	}
	if p.Kind == ContentMade {
		if err := s.Drop(ctx, who, ContentAnswers); err != nil {
			return out, err
		}
	}
	return out, s.Drop(ctx, who, p.Kind)
}

// store stores a version and notes who has made it.
func (s *Contents) store(ctx context.Context, who Actor, c Checked, a Action, at time.Time) (Published, error) {
	if err := s.seated(ctx, c.Class); err != nil {
		return Published{}, err
	}
	number, err := c.Store(ctx, who.Name, at)
	if err != nil {
		return Published{}, fmt.Errorf("publish content: %w", err)
	}
	if number == 0 {
		newest, err := s.Library.Edition(ctx, c.Class.ID, 0)
		if err != nil {
			return Published{}, err
		}
		return Published{}, &OvertakenError{By: newest.By}
	}
	ch := change{a, c.Class.ID, "v" + strconv.Itoa(c.Base.Number), "v" + strconv.Itoa(number)}
	if c.Base.Number == 0 {
		ch.before = ""
	}
	return Published{c.Class.ID, number}, s.Guard.record(ctx, who, ch, at)
}

// Return publishes the content of an earlier version again, on top of the version base, which
// the actor has seen. It returns ErrForbidden if the earlier one cannot serve any more.
func (s *Contents) Return(ctx context.Context, who Actor, number, base int, at time.Time) (Published, error) {
	if err := allow(who, ActionReturnContent); err != nil {
		return Published{}, err
	}
	c, err := s.Library.Return(ctx, s.Guard.Class, number, at)
	switch {
	case err != nil:
		return Published{}, err
	case c.Base.Number != base:
		return Published{}, &OvertakenError{By: c.Base.By}
	case number >= base:
		return Published{}, ErrAlready
	case c.Store == nil:
		return Published{}, ErrForbidden
	}
	return s.store(ctx, who, c, ActionReturnContent, at)
}
