package moderation

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"zhujiao/bot/campaign"
)

// ReminderRuns knows which reminders have run.
type ReminderRuns interface {
	// HasRun reports whether a reminder has run for its time: see campaign.ReminderStore.
	HasRun(ctx context.Context, class string, r campaign.Reminder) (bool, error)
}

// Life changes the date and the lecturer of a class, calls it off and on again. A change is a
// version of the class: it is proposed, confirmed by a code, and stored with the job that does
// what it asks for. It holds for the version that was proposed: who confirms after somebody
// else has changed the class gets an *OvertakenError.
type Life struct {
	Campaign   *campaign.Campaign
	Guard      *Guard
	File       ClassFile
	Runs       ReminderRuns
	Reminded   RemindedCounter
	Figures    FigureStore
	Broadcasts *Broadcasts
}

// LifePlan is a change of a class that waits for Code.
type LifePlan struct {
	Code     string
	Old, New *campaign.Campaign
	// Times are the times of the class with their values before and after, which may be the
	// same.
	Times []campaign.SettingChange
	// Sent are the reminders that have gone out for their old time; Missed those whose new
	// time is past, so that they are not sent.
	Sent, Missed []campaign.Reminder
	// Links are the links that end before the class does.
	Links []LinkEnd
	Counts
	Tally campaign.Tally
	// Scheduled are the broadcasts that leave at their time all the same.
	Scheduled []*campaign.Broadcast
	// People have a seat or are on the waitlist; a notice to them reaches Reachable.
	People, Reachable int
	// Problems are what the file says elsewhere that the change makes wrong.
	Problems []FileProblem
}

// LinkEnd is a link of a pack with its last day.
type LinkEnd struct {
	Pack string
	Link campaign.Mirror
}

// signedUp is whom a change of the class concerns.
func signedUp() campaign.Audience { return campaign.Audience{Kind: campaign.AudienceSigned} }

// ProposeMove asks for a code to move the class. A zero end keeps its length.
func (s *Life) ProposeMove(ctx context.Context, who Actor, start, end, at time.Time) (LifePlan, error) {
	if err := allow(who, ActionMoveClass); err != nil {
		return LifePlan{}, err
	}
	p := PendingMove{Start: start, End: end}
	e, err := s.edit(ctx, p, at)
	if err != nil {
		return LifePlan{}, err
	}
	p.End, p.Base = e.New.End, e.Base
	return s.plan(ctx, who, p, e, at)
}

// ProposeLecturer asks for a code to name another lecturer, with an introduction that may be
// empty: that of the one before would be wrong.
func (s *Life) ProposeLecturer(ctx context.Context, who Actor, name, intro string, at time.Time) (LifePlan, error) {
	if err := allow(who, ActionChangeLecturer); err != nil {
		return LifePlan{}, err
	}
	p := PendingLecturer{Name: oneLine(name), Intro: oneLine(intro)}
	e, err := s.edit(ctx, p, at)
	if err != nil {
		return LifePlan{}, err
	}
	p.Base = e.Base
	return s.plan(ctx, who, p, e, at)
}

// ProposeCancelling asks for a code to call the class off, for a reason that people read; it
// may be empty.
func (s *Life) ProposeCancelling(ctx context.Context, who Actor, reason string, at time.Time) (LifePlan, error) {
	if err := allow(who, ActionCancelClass); err != nil {
		return LifePlan{}, err
	}
	p := PendingCancelling{Reason: oneLine(reason)}
	e, err := s.edit(ctx, p, at)
	if err != nil {
		return LifePlan{}, err
	}
	p.Base = e.Base
	return s.plan(ctx, who, p, e, at)
}

// ProposeRestoring asks for a code to let a class take place that was called off.
func (s *Life) ProposeRestoring(ctx context.Context, who Actor, at time.Time) (LifePlan, error) {
	if err := allow(who, ActionRestoreClass); err != nil {
		return LifePlan{}, err
	}
	p := PendingRestoring{}
	e, err := s.edit(ctx, p, at)
	if err != nil {
		return LifePlan{}, err
	}
	p.Base = e.Base
	return s.plan(ctx, who, p, e, at)
}

// oneLine is a text without line breaks: it goes into one line of the file.
func oneLine(words string) string { return strings.Join(strings.Fields(words), " ") }

// lifeChange is a pending action that changes the class.
type lifeChange interface {
	Pending
	// settings are those of the class after the change.
	settings(c *campaign.Campaign) []campaign.Setting
	// refusal says why the class cannot be changed at a time; "" if it can.
	refusal(c *campaign.Campaign, at time.Time) LifeRefusal
	// base is the number of the version that it was proposed for, 0 for any.
	base() int
	confirmed(who Actor) error
}

// edit prepares the version of a change, or refuses it.
func (s *Life) edit(ctx context.Context, p lifeChange, at time.Time) (ClassEdit, error) {
	if err := s.checkWords(p); err != nil {
		return ClassEdit{}, err
	}
	if why := p.refusal(s.Campaign, at); why != "" {
		return ClassEdit{}, cannot(why) // the file is not read for it
	}
	// The figure is read outside of the unit, which then runs again: before the file is read.
	if _, _, err := s.signedUp(ctx, at); err != nil {
		return ClassEdit{}, err
	}
	e, err := s.File.Edit(ctx, p.settings)
	if err != nil {
		return ClassEdit{}, err
	}
	if why := p.refusal(e.Old, at); why != "" && (p.base() == 0 || p.base() == e.Base) {
		return ClassEdit{}, cannot(why)
	}
	return e, nil
}

// The longest texts, in characters. They stand in texts that have to fit into a message.
const (
	lecturerMax = 30
	introMax    = 300
	reasonMax   = 100
)

// checkWords refuses words that people should not read, and too many of them.
func (s *Life) checkWords(p lifeChange) error {
	for _, x := range wordsOf(p) {
		if n := utf8.RuneCountInString(x.words); n > x.most {
			return &LongError{Runes: n, Max: x.most}
		}
		if word, bad := s.Broadcasts.Rules.Blocked.Find(x.words); bad {
			return &BlockedError{Word: word}
		}
	}
	return nil
}

// signedUp counts whom a change of the class concerns, and how many of them a notice reaches.
func (s *Life) signedUp(ctx context.Context, at time.Time) (people, reachable int, err error) {
	b := &campaign.Broadcast{Campaign: s.Campaign.ID, Audience: signedUp()}
	reachable, err = s.Broadcasts.Rules.count(ctx, b, at)
	return b.Size, reachable, err
}

// plan collects what a moderator should know before they confirm.
func (s *Life) plan(ctx context.Context, who Actor, p Pending, e ClassEdit, at time.Time) (out LifePlan, err error) {
	out = LifePlan{Old: e.Old, New: e.New, Problems: e.Problems}
	if out.People, out.Reachable, err = s.signedUp(ctx, at); err != nil {
		return LifePlan{}, err
	}
	if out.Scheduled, err = s.Broadcasts.Rules.Store.InState(ctx, s.Campaign.ID, campaign.BroadcastScheduled); err != nil {
		return LifePlan{}, fmt.Errorf("list scheduled broadcasts: %w", err)
	}
	if out.Counts, err = s.Figures.Figures(ctx, s.Campaign.ID); err != nil {
		return LifePlan{}, fmt.Errorf("read the figures: %w", err)
	}
	if out.Tally, err = s.Figures.Tally(ctx, s.Campaign.ID); err != nil {
		return LifePlan{}, fmt.Errorf("count seats: %w", err)
	}
	for _, c := range campaign.CompareSettings(e.Old.Settings(), e.New.Settings()) {
		if !c.Old.At.IsZero() {
			out.Times = append(out.Times, c)
		}
	}
	if err := s.reminders(ctx, &out, at); err != nil {
		return LifePlan{}, err
	}
	for _, k := range e.New.Packs {
		for _, l := range k.Mirrors {
			if end := e.New.LinkEnd(l); !end.IsZero() && end.Before(e.New.End) {
				out.Links = append(out.Links, LinkEnd{k.ID, l})
			}
		}
	}
	out.Code, err = s.Guard.ask(ctx, who, p, at)
	return out, err
}

// reminders finds the reminders that a change comes too late for.
func (s *Life) reminders(ctx context.Context, p *LifePlan, at time.Time) error {
	for i, r := range p.New.Reminders {
		if i >= len(p.Old.Reminders) {
			break
		}
		ran, err := s.Runs.HasRun(ctx, s.Campaign.ID, p.Old.Reminders[i])
		if err != nil {
			return fmt.Errorf("look for reminders that have run: %w", err)
		}
		if ran {
			p.Sent = append(p.Sent, p.Old.Reminders[i])
		}
		moved, restored := !r.At.Equal(p.Old.Reminders[i].At), p.Old.Cancelled && !p.New.Cancelled && !ran
		if (moved || restored) && at.Sub(r.At) > campaign.ReminderGrace {
			p.Missed = append(p.Missed, r)
		}
	}
	return nil
}

// Changed is a class before and after a change.
type Changed struct{ Old, New *campaign.Campaign }

// Move moves the class after its code.
func (s *Life) Move(ctx context.Context, who Actor, p PendingMove, at time.Time) (Changed, error) {
	if err := allow(who, ActionMoveClass); err != nil {
		return Changed{}, err
	}
	return s.carryOut(ctx, who, p, at)
}

// ChangeLecturer names another lecturer after its code.
func (s *Life) ChangeLecturer(ctx context.Context, who Actor, p PendingLecturer, at time.Time) (Changed, error) {
	if err := allow(who, ActionChangeLecturer); err != nil {
		return Changed{}, err
	}
	return s.carryOut(ctx, who, p, at)
}

// Cancel calls the class off after its code.
func (s *Life) Cancel(ctx context.Context, who Actor, p PendingCancelling, at time.Time) (Changed, error) {
	if err := allow(who, ActionCancelClass); err != nil {
		return Changed{}, err
	}
	return s.carryOut(ctx, who, p, at)
}

// Restore lets the class take place after all, after its code.
func (s *Life) Restore(ctx context.Context, who Actor, p PendingRestoring, at time.Time) (Changed, error) {
	if err := allow(who, ActionRestoreClass); err != nil {
		return Changed{}, err
	}
	return s.carryOut(ctx, who, p, at)
}

// carryOut stores a change, unless the class has changed since it was proposed.
func (s *Life) carryOut(ctx context.Context, who Actor, l lifeChange, at time.Time) (Changed, error) {
	if err := l.confirmed(who); err != nil {
		return Changed{}, err
	}
	e, err := s.edit(ctx, l, at)
	if err != nil {
		return Changed{}, err
	}
	if e.Base != l.base() {
		return Changed{}, &OvertakenError{e.By}
	}
	stored, err := e.Store(ctx, who.Name, at)
	if err != nil {
		return Changed{}, fmt.Errorf("store the changed class: %w", err)
	}
	if !stored {
		return Changed{}, &OvertakenError{}
	}
	var before, after []string
	for _, c := range campaign.CompareSettings(e.Old.Settings(), e.New.Settings()) {
		if c.Moved() {
			before, after = append(before, said(c.Old)), append(after, said(c.New))
		}
	}
	err = s.Guard.record(ctx, who, change{l.action(), "", strings.Join(before, " "), strings.Join(after, " ")}, at)
	return Changed{e.Old, e.New}, err
}

// said is a setting as the audit log keeps it.
func said(s campaign.Setting) string {
	if s.At.IsZero() {
		return string(s.Kind) + "=" + s.Text
	}
	return string(s.Kind) + "=" + s.At.Format(time.RFC3339)
}

// Notify drafts a broadcast about a change to everybody with a seat or on the waitlist. The
// rules of broadcasts are those of the class as it is now.
func (s *Life) Notify(ctx context.Context, who Actor, c *campaign.Campaign, words string, at time.Time) (Preview, error) {
	if err := allow(who, ActionDraftBroadcast); err != nil {
		return Preview{}, err
	}
	rules, service := *s.Broadcasts.Rules, *s.Broadcasts
	rules.Campaign, service.Rules = c, &rules
	return service.Draft(ctx, who, signedUp(), words, at)
}
