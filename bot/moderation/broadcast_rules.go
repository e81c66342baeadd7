package moderation

import (
	"context"
	"fmt"
	"slices"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/text"
	"zhujiao/bot/textcheck"
)

// BroadcastStore keeps broadcasts. Every method joins the unit of the context.
type BroadcastStore interface {
	NextNumber(ctx context.Context, class, kind string) (int, error)
	// Insert stores a draft, with all its fields.
	Insert(ctx context.Context, b *campaign.Broadcast) error
	// Save stores what changes after Insert: everything but number, audience and
	// author.
	Save(ctx context.Context, b *campaign.Broadcast) error
	// Broadcast returns a broadcast by number, or ErrNotFound. The row is locked until
	// the end of the unit, so that what is read may be saved.
	Broadcast(ctx context.Context, class string, number int) (*campaign.Broadcast, error)
	// InState lists the broadcasts in a state, by number. Until the end of the unit no
	// other unit gets an answer for the class, so that two of them cannot both start a
	// broadcast because they find none running.
	InState(ctx context.Context, class string, s campaign.BroadcastState) ([]*campaign.Broadcast, error)
	// SentSince returns the broadcasts that were confirmed after a time, the newest
	// first.
	SentSince(ctx context.Context, class string, since time.Time) ([]*campaign.Broadcast, error)
}

// AudienceStore finds audiences and cuts them into calls. Every method joins the
// unit of the context.
type AudienceStore interface {
	// CountAudience counts who fits an audience now. It stores nothing. Nobody waits
	// while everybody is counted: the error of a unit's first call must be returned, and
	// the unit then runs again with the count.
	CountAudience(ctx context.Context, class string, a campaign.Audience, monthStart time.Time) (campaign.AudienceCount, error)
	// AudiencePage reads at most n rows of an audience. People with a seat come first,
	// by seat.
	AudiencePage(ctx context.Context, q campaign.AudienceQuery, from campaign.AudienceCursor, n int) (campaign.AudiencePage, error)
	// AddToAudience adds those people to the audience of a broadcast who are not in it
	// yet, in the places after one, and returns how many they were.
	AddToAudience(ctx context.Context, b *campaign.Broadcast, people []bot.PersonID, after int) (added int, err error)
	// Split cuts the audience into calls of these sizes and stores the calls: the first
	// is due at one time, the others at another.
	Split(ctx context.Context, b *campaign.Broadcast, sizes []int, first, others time.Time) error
	// Chunks returns the calls of a broadcast, and how many people were removed from
	// theirs before it was made.
	Chunks(ctx context.Context, b *campaign.Broadcast) (chunks []campaign.Chunk, skipped int, err error)
	// CancelChunks cancels calls that have not begun. A call that has begun counts as
	// unknown until it ends.
	CancelChunks(ctx context.Context, b *campaign.Broadcast) error
}

// BroadcastGrace is how late a scheduled broadcast may still start automatically. Later
// its text may no longer be true.
const BroadcastGrace = 10 * time.Minute

// BroadcastRules holds the rules of broadcasts that apply to moderators' actions and to
// the clock alike (R13, rulings 4, 8, 20, 28 and 29).
type BroadcastRules struct {
	Campaign  *campaign.Campaign
	Store     BroadcastStore
	Audiences AudienceStore
	Notices   campaign.Notices
	Controls  campaign.Controls
	Jobs      campaign.Jobs
	Links     LinkSource
	Blocked   *text.Words
	Channel   campaign.Channel
	// Unable is set for an account that cannot mass-send.
	Unable bool
	// Named returns a text to many people of a class with the name of the class before it, if
	// more than one is on at a time and the text does not say which is meant; nil adds none.
	Named func(class, words string, at time.Time) string
}

// LinkSource knows the addresses of a class.
type LinkSource interface {
	// ClassLinks returns the links that the class hands out at a time, and those that were
	// stopped. It joins the unit of the context.
	ClassLinks(ctx context.Context, at time.Time) (textcheck.Links, error)
}

// previewRoom is how many bytes of a text the heading of its preview takes.
const previewRoom = 32

// check returns what keeps a text of a broadcast from going to many people at a time.
func (r *BroadcastRules) check(ctx context.Context, b *campaign.Broadcast, s string, at time.Time) ([]textcheck.Finding, error) {
	var links textcheck.Links
	if textcheck.HasLink(s) {
		var err error
		if links, err = r.Links.ClassLinks(ctx, at); err != nil {
			return nil, fmt.Errorf("read the links of the class: %w", err)
		}
	}
	c := textcheck.Class{
		Start: r.Campaign.Start, End: r.Campaign.End, Zone: r.Campaign.Zone, Blocked: r.Blocked, MaxBytes: r.Channel.MaxText - previewRoom,
	}
	for _, p := range r.Campaign.Packs {
		c.Prices = append(c.Prices, p.Price)
	}
	found := textcheck.Check(s, c, links, at)
	if b.DateMeant {
		found = slices.DeleteFunc(found, func(f textcheck.Finding) bool { return f.Code == textcheck.WrongDate })
	}
	return found, nil
}

// unfit returns the reasons why a broadcast's text must not be sent at a time (R13). A
// text that was in order as a draft may not be later, when a link was stopped or the
// day has changed.
func (r *BroadcastRules) unfit(ctx context.Context, b *campaign.Broadcast, due time.Time) ([]textcheck.Finding, error) {
	found, err := r.check(ctx, b, b.Text, due)
	if err != nil {
		return nil, err
	}
	if f, ok := textcheck.OutdatedAt(b.Text, b.Made, due, r.Campaign.Zone); ok {
		found = append(found, f)
	}
	return found, nil
}

// monthStart is when the month of the platform's quota began.
func (r *BroadcastRules) monthStart(at time.Time) time.Time {
	at = at.In(r.Campaign.Zone)
	return time.Date(at.Year(), at.Month(), 1, 0, 0, 0, 0, r.Campaign.Zone)
}

// count counts the audience of a broadcast as it is now, and returns how many of its
// people can be reached.
func (r *BroadcastRules) count(ctx context.Context, b *campaign.Broadcast, at time.Time) (reachable int, err error) {
	n, err := r.Audiences.CountAudience(ctx, r.Campaign.ID, b.Audience, r.monthStart(at))
	if err != nil {
		return 0, fmt.Errorf("count the audience of %s: %w", b.Name(), err)
	}
	b.Size, b.Moment = n.People, n.Moment
	return n.Reachable, nil
}

// joined counts who fits the audience of a broadcast now and did not when it was shown. Until the
// audience has been listed this is too low by those who do not fit any more. A correction goes to
// all who got the broadcast, so it leaves nobody out.
func joined(ctx context.Context, r *BroadcastRules, b *campaign.Broadcast, at time.Time) (int, error) {
	if b.Audience.Kind == campaign.AudienceReceived {
		return 0, nil
	}
	n, err := r.Audiences.CountAudience(ctx, r.Campaign.ID, b.Audience, r.monthStart(at))
	if err != nil {
		return 0, fmt.Errorf("count the audience of %s again: %w", b.Name(), err)
	}
	listed := b.Size
	if !b.Listing && b.State == campaign.BroadcastSending {
		listed -= b.Gone
	}
	return max(0, n.People-listed), nil
}

// mayLeave returns the reason why a broadcast must not be sent now, or "" if it may:
// the account cannot, sending is stopped, it is night, the same text was sent already,
// or another broadcast runs. Everything that starts or continues a broadcast calls it.
func (r *BroadcastRules) mayLeave(ctx context.Context, b *campaign.Broadcast, at time.Time) (Refusal, error) {
	control, err := r.Controls.Control(ctx)
	if err != nil {
		return "", fmt.Errorf("look for a stop: %w", err)
	}
	switch {
	case r.Unable:
		return RefusedUnable, nil
	case control.Level > campaign.StopNothing:
		return RefusedStopped, nil
	case r.Campaign.Quiet(at):
		return RefusedQuiet, nil
	}
	same, err := r.sameText(ctx, b, at)
	if err != nil {
		return "", err
	}
	if same > 0 {
		return RefusedSameText, nil
	}
	busy, err := r.anotherRuns(ctx, b)
	if err != nil || !busy {
		return "", err
	}
	return RefusedBusy, nil
}

// sameText returns the number of another broadcast with the same text that was
// confirmed a short while ago, or 0. Texts that differ only in punctuation, or in that one of
// them begins with the name of the class, are the same.
func (r *BroadcastRules) sameText(ctx context.Context, b *campaign.Broadcast, at time.Time) (int, error) {
	sent, err := r.Store.SentSince(ctx, r.Campaign.ID, at.Add(-r.Campaign.Broadcasts.SameTextSpan))
	if err != nil {
		return 0, fmt.Errorf("look for the same text: %w", err)
	}
	for _, o := range sent {
		if name := r.Campaign.Name; o.Number != b.Number &&
			(text.Alike(o.Text, b.Text) || text.Alike(name+o.Text, b.Text) || text.Alike(o.Text, name+b.Text)) {
			return o.Number, nil
		}
	}
	return 0, nil
}

// anotherRuns reports whether another broadcast still has calls to make. One that only
// waits for the platform's results does not count.
func (r *BroadcastRules) anotherRuns(ctx context.Context, b *campaign.Broadcast) (bool, error) {
	running, err := r.Store.InState(ctx, r.Campaign.ID, campaign.BroadcastSending)
	if err != nil {
		return false, fmt.Errorf("look for running broadcasts: %w", err)
	}
	for _, o := range running {
		if o.Number == b.Number {
			continue
		}
		if o.Listing {
			return true, nil
		}
		chunks, _, err := r.Audiences.Chunks(ctx, o)
		if err != nil {
			return false, fmt.Errorf("look at the calls of %s: %w", o.Name(), err)
		}
		if slices.ContainsFunc(chunks, func(c campaign.Chunk) bool { return c.Waits() }) {
			return true, nil
		}
	}
	return false, nil
}

// needsSecond reports whether a second person has to agree, and has not.
func (r *BroadcastRules) needsSecond(b *campaign.Broadcast) bool {
	n := r.Campaign.Broadcasts.SecondPersonAt
	return n > 0 && b.Size > n && b.Approved == ""
}

// start lets a broadcast leave, and has its audience made.
func (r *BroadcastRules) start(ctx context.Context, b *campaign.Broadcast, at time.Time) error {
	b.Sent, b.State, b.Listing, b.Gone = at, campaign.BroadcastSending, true, 0
	if err := r.save(ctx, b); err != nil {
		return err
	}
	return AudienceMaker{r}.begin(ctx, b, at)
}

// hold makes a broadcast that did not start wait for a new preview and confirmation. It
// revokes an approval.
func (r *BroadcastRules) hold(ctx context.Context, b *campaign.Broadcast) error {
	b.State, b.Previewed, b.Approved, b.Due = campaign.BroadcastHeld, false, "", time.Time{}
	return r.save(ctx, b)
}

// named returns a text to many people as they read it.
func (r *BroadcastRules) named(words string, at time.Time) string {
	if r.Named == nil {
		return words
	}
	return r.Named(r.Campaign.ID, words, at)
}

func (r *BroadcastRules) save(ctx context.Context, b *campaign.Broadcast) error {
	if err := r.Store.Save(ctx, b); err != nil {
		return fmt.Errorf("save %s: %w", b.Name(), err)
	}
	return nil
}
