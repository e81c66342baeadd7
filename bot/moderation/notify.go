package moderation

import (
	"context"
	"errors"
	"fmt"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// Reachables finds people by number.
type Reachables interface {
	// Reach returns a person with the credit that their queued notices leave, or
	// ErrNotFound.
	Reach(ctx context.Context, p bot.PersonID) (*campaign.Person, error)
}

// Controls reads what moderators have stopped.
type Controls interface {
	// Control returns what is stopped. It is the same for all classes.
	Control(ctx context.Context) (campaign.Control, error)
}

// Notifier tells people what moderators did, and reports whether they can read it now.
// Moderators must not read that somebody was told who was not (ruling 2).
type Notifier struct {
	Campaign *campaign.Campaign
	People   Reachables
	Notices  campaign.Notices
	Controls Controls
	Jobs     campaign.Jobs
}

// Tell enqueues a notice for each person. All is true when it can leave for all
// of them now.
func (n *Notifier) Tell(ctx context.Context, people []bot.PersonID, notice campaign.Notice) (all bool, err error) {
	control, err := n.Controls.Control(ctx)
	if err != nil {
		return false, fmt.Errorf("look for a stop: %w", err)
	}
	all, notice.Campaign = control.Level == campaign.StopNothing, n.Campaign.ID
	for _, id := range people {
		now, err := n.tellOne(ctx, id, notice)
		if err != nil {
			return false, fmt.Errorf("tell people: %w", err)
		}
		all = all && now
	}
	return all, nil
}

// tellOne enqueues a notice for one person. People who have left get only notices that
// wait for their return.
func (n *Notifier) tellOne(ctx context.Context, id bot.PersonID, notice campaign.Notice) (now bool, err error) {
	p, err := n.People.Reach(ctx, id)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if p.Left && !notice.Kind().Lasting() {
		return false, nil
	}
	notice.Person = id
	now = campaign.Decide(notice, campaign.Moment{Campaign: n.Campaign, Person: p, Now: notice.Due}).State == campaign.NoticeSending
	return now, n.Notices.Enqueue(ctx, notice)
}

// TellNow enqueues a notice that makes sense only at this moment, if it can be sent
// now.
func (n *Notifier) TellNow(ctx context.Context, id bot.PersonID, notice campaign.Notice) (told bool, err error) {
	control, err := n.Controls.Control(ctx)
	if err != nil || control.Level > campaign.StopNothing {
		return false, err
	}
	p, err := n.People.Reach(ctx, id)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("tell somebody now: %w", err)
	}
	notice.Campaign, notice.Person = n.Campaign.ID, id
	moment := campaign.Moment{Campaign: n.Campaign, Person: p, Now: notice.Due}
	if campaign.Decide(notice, moment).State != campaign.NoticeSending {
		return false, nil
	}
	return true, n.Notices.Enqueue(ctx, notice)
}
