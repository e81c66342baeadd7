package moderation

import (
	"context"
	"fmt"
	"strings"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/textcheck"
)

// Teller tells people what moderators did.
type Teller interface {
	// Tell enqueues a notice for each person; all is true when it can leave for all
	// of them now.
	Tell(ctx context.Context, people []bot.PersonID, n campaign.Notice) (all bool, err error)
}

// Broadcasts is the service for broadcasts. Its methods refuse an action with a
// *BroadcastError.
type Broadcasts struct {
	Rules  *BroadcastRules
	Guard  *Guard
	Notify Teller
	// Reached tells whom broadcasts do not reach, and Writings keeps what is no broadcast yet.
	Reached  *Reach
	Writings *Writings
	Sends    *Sends
}

// Preview is a broadcast as its author is to see it before it is confirmed.
type Preview struct {
	Broadcast *campaign.Broadcast
	// Reachable is how many people of its audience would get it now.
	Reachable int
	// Sent is set if the text is being sent to the moderator as people would see it.
	// Otherwise a caller that shows the text itself calls MarkSeen.
	Sent bool
}

// Draft stores a new broadcast with the count of its audience and sends its preview. Without
// anybody in the audience nothing is stored and no number is used up (ruling 8).
func (s *Broadcasts) Draft(ctx context.Context, who Actor, a campaign.Audience, words string, at time.Time) (Preview, error) {
	if err := allow(who, ActionDraftBroadcast); err != nil {
		return Preview{}, err
	}
	return s.draft(ctx, who, ActionDraftBroadcast, newDraft(s.Rules, who, a, words, at), at)
}

// Correct drafts a correction to the people who were sent a broadcast.
func (s *Broadcasts) Correct(ctx context.Context, who Actor, ref Ref, words string, at time.Time) (Preview, error) {
	old, err := s.find(ctx, who, ActionCorrectBroadcast, ref)
	if err != nil {
		return Preview{}, err
	}
	return s.draft(ctx, who, ActionCorrectBroadcast, newDraft(s.Rules, who, campaign.ReceiversOf(old.Number), words, at), at)
}

// newDraft is a draft to an audience that was not counted yet.
func newDraft(r *BroadcastRules, who Actor, a campaign.Audience, words string, at time.Time) *campaign.Broadcast {
	return &campaign.Broadcast{
		Campaign: r.Campaign.ID, Audience: a, Text: words, State: campaign.BroadcastDraft, By: who.Name, Owner: who.Person, Made: at,
	}
}

func (s *Broadcasts) draft(ctx context.Context, who Actor, action Action, b *campaign.Broadcast, at time.Time) (Preview, error) {
	if err := writeBroadcast(ctx, s.Rules, b, b.Text, at); err != nil {
		return Preview{}, err
	}
	if s.Rules.Unable {
		return Preview{}, refuse(b, RefusedUnable)
	}
	reachable, err := s.Rules.count(ctx, b, at)
	if err != nil {
		return Preview{}, err
	}
	if b.Size == 0 {
		return Preview{}, refuse(b, RefusedEmpty)
	}
	if b.Number, err = s.Rules.Store.NextNumber(ctx, s.Rules.Campaign.ID, string(KindBroadcast)); err != nil {
		return Preview{}, fmt.Errorf("number a broadcast: %w", err)
	}
	p := Preview{Broadcast: b, Reachable: reachable}
	if who.Via != ViaConsole { // its page shows the text, and sends it when asked to
		if p.Sent, err = s.send(ctx, who, b, at); err != nil {
			return Preview{}, err
		}
	}
	b.Previewed = p.Sent
	if err := s.Rules.Store.Insert(ctx, b); err != nil {
		return Preview{}, fmt.Errorf("store a broadcast: %w", err)
	}
	return p, s.Guard.record(ctx, who, change{action, b.Name(), "", b.Text}, at)
}

// writeBroadcast gives b its text as people will read it, and refuses what should not go out.
// A name before it does not make a text long enough.
func writeBroadcast(ctx context.Context, r *BroadcastRules, b *campaign.Broadcast, words string, at time.Time) error {
	if err := checkBroadcast(ctx, r, b, words, at); err != nil {
		return err
	}
	named := r.named(words, at)
	if named != words {
		if err := checkBroadcast(ctx, r, b, named, at); err != nil {
			return err
		}
	}
	b.Text = named
	return nil
}

// checkBroadcast refuses a text for b that should not go out (R13).
func checkBroadcast(ctx context.Context, r *BroadcastRules, b *campaign.Broadcast, words string, at time.Time) error {
	found, err := r.check(ctx, b, words, at)
	if err != nil {
		return err
	}
	if len(found) > 0 {
		return &BroadcastError{Why: RefusedText, Broadcast: b, Findings: found}
	}
	same, err := r.sameText(ctx, &campaign.Broadcast{Number: b.Number, Text: words}, at)
	if err != nil || same == 0 {
		return err
	}
	return &BroadcastError{Why: RefusedDraftSame, Broadcast: b, Same: same}
}

// send sends the text to the moderator as people would see it. It returns false if it
// cannot be sent now.
func (s *Broadcasts) send(ctx context.Context, who Actor, b *campaign.Broadcast, at time.Time) (bool, error) {
	if who.Person == 0 {
		return false, nil
	}
	return s.Notify.Tell(ctx, []bot.PersonID{who.Person}, campaign.Notice{
		Body: campaign.BroadcastPreview{Number: b.Number, Text: b.Text}, Due: at, Priority: campaign.PriorityAnswer,
	})
}

// Preview counts the audience of a draft again and sends its text to the moderator.
func (s *Broadcasts) Preview(ctx context.Context, who Actor, ref Ref, at time.Time) (Preview, error) {
	b, err := s.find(ctx, who, ActionPreviewBroadcast, ref)
	if err != nil {
		return Preview{}, err
	}
	before := b.State
	if before != campaign.BroadcastDraft && before != campaign.BroadcastHeld {
		return Preview{}, refuse(b, RefusedState)
	}
	p := Preview{Broadcast: b}
	if p.Reachable, err = s.Rules.count(ctx, b, at); err != nil {
		return Preview{}, err
	}
	if p.Sent, err = s.send(ctx, who, b, at); err != nil {
		return Preview{}, err
	}
	b.Previewed, b.State = p.Sent, campaign.BroadcastDraft
	if err := s.Rules.save(ctx, b); err != nil {
		return Preview{}, err
	}
	return p, s.Guard.record(ctx, who, change{ActionPreviewBroadcast, b.Name(), string(before), b.Text}, at)
}

// MarkSeen stores that the moderator has seen the text of a draft in a reply, because
// no preview could be sent.
func (s *Broadcasts) MarkSeen(ctx context.Context, who Actor, b *campaign.Broadcast) error {
	if err := allow(who, ActionPreviewBroadcast); err != nil {
		return err
	}
	b.Previewed = true
	return s.Rules.save(ctx, b)
}

// Edit changes the text of a broadcast that was not confirmed yet. It then needs a new
// preview.
func (s *Broadcasts) Edit(ctx context.Context, who Actor, ref Ref, words string, at time.Time) (*campaign.Broadcast, error) {
	b, err := s.find(ctx, who, ActionEditBroadcast, ref)
	if err != nil {
		return nil, err
	}
	b.DateMeant = false
	return s.edit(ctx, who, b, words, at)
}

func (s *Broadcasts) edit(ctx context.Context, who Actor, b *campaign.Broadcast, words string, at time.Time) (*campaign.Broadcast, error) {
	before := b.Text
	if err := writeBroadcast(ctx, s.Rules, b, words, at); err != nil {
		return nil, err
	}
	switch b.State {
	case campaign.BroadcastDraft, campaign.BroadcastHeld:
	case campaign.BroadcastApproval:
		b.State, b.Due = campaign.BroadcastDraft, time.Time{}
	default:
		return nil, refuse(b, RefusedState)
	}
	b.Previewed, b.Approved, b.Made = false, "", at
	if err := s.Rules.save(ctx, b); err != nil {
		return nil, err
	}
	return b, s.Guard.record(ctx, who, change{ActionEditBroadcast, b.Name(), before, b.Text}, at)
}

// Progress is how far a broadcast has come.
type Progress struct {
	Broadcast *campaign.Broadcast
	Totals    campaign.Totals
	// Awaited is set while an administrator of the account has to approve it.
	Awaited *Awaited
}

// Progress returns how far a broadcast has come.
func (s *Broadcasts) Progress(ctx context.Context, who Actor, ref Ref) (Progress, error) {
	b, err := s.find(ctx, who, ActionReadBroadcast, ref)
	if err != nil {
		return Progress{}, err
	}
	return progressOf(ctx, s.Rules, b)
}

func progressOf(ctx context.Context, r *BroadcastRules, b *campaign.Broadcast) (Progress, error) {
	chunks, skipped, err := r.Audiences.Chunks(ctx, b)
	if err != nil {
		return Progress{}, fmt.Errorf("read the calls of %s: %w", b.Name(), err)
	}
	return Progress{b, campaign.Sum(b, chunks, skipped), awaited(chunks)}, nil
}

// find returns the broadcast of a reference for an action that the actor may do.
func (s *Broadcasts) find(ctx context.Context, who Actor, a Action, ref Ref) (*campaign.Broadcast, error) {
	if err := allow(who, a); err != nil {
		return nil, err
	}
	if ref.Kind != KindBroadcast {
		return nil, ErrNotFound
	}
	return s.Rules.Store.Broadcast(ctx, s.Rules.Campaign.ID, ref.Number)
}

// refit refuses a broadcast whose text must no longer be sent at a time.
func refit(ctx context.Context, r *BroadcastRules, b *campaign.Broadcast, due time.Time) error {
	found, err := r.unfit(ctx, b, due)
	if err != nil || len(found) == 0 {
		return err
	}
	return &BroadcastError{Why: RefusedUnfit, Broadcast: b, Findings: found}
}

// untrue refuses a time at which a word of the text will not be true (ruling 8).
func untrue(r *BroadcastRules, b *campaign.Broadcast, now, due time.Time) error {
	f, ok := textcheck.UntrueAt(b.Text, now, due, r.Campaign.Zone)
	if !ok {
		return nil
	}
	return &BroadcastError{Why: RefusedUntrue, Broadcast: b, Findings: []textcheck.Finding{f}}
}

// Stopped returns the names of the broadcasts that were stopped, such as "B3 B4". Each
// has to be continued by itself.
func (s *Broadcasts) Stopped(ctx context.Context) (names string, err error) {
	list, err := s.Rules.Store.InState(ctx, s.Rules.Campaign.ID, campaign.BroadcastStopped)
	if err != nil {
		return "", fmt.Errorf("list stopped broadcasts: %w", err)
	}
	out := make([]string, len(list))
	for i, b := range list {
		out[i] = b.Name()
	}
	return strings.Join(out, " "), nil
}
