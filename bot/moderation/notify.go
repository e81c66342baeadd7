package moderation

import (
	"context"
	"errors"
	"fmt"
	"time"

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

// promise is what a moderator reads who is told that an answer is delivered: if it turns
// out otherwise, they are told (ruling 42). Name is what they answered, such as U1.
func (a Actor) promise(name string, at time.Time) campaign.Promise {
	return campaign.Promise{Name: name, By: a.Person, At: at, Said: true}
}

// Tell enqueues a notice for each person. All is true when it can leave for all
// of them now. The promise of the notice holds only for these.
func (n *Notifier) Tell(ctx context.Context, people []bot.PersonID, notice campaign.Notice) (all bool, err error) {
	return n.tellEach(ctx, receivers(people), same(notice))
}

// tellEach is Tell with a notice of their own for each person.
func (n *Notifier) tellEach(ctx context.Context, people []receiver, notice noticeTo) (all bool, err error) {
	control, err := n.Controls.Control(ctx)
	if err != nil {
		return false, fmt.Errorf("look for a stop: %w", err)
	}
	all = control.Level == campaign.StopNothing && len(people) > 0 // nobody is not told either
	for _, r := range people {
		told := notice(r)
		told.Campaign = n.Campaign.ID
		now, err := n.tellOne(ctx, r.person, told)
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
	if !now {
		notice.Promise = campaign.Promise{}
	}
	return now, n.Notices.Enqueue(ctx, notice)
}

// Undelivered tells whoever expects a notice to arrive that it was given up: by chat if
// they can be reached, else in the moderators' group. It does so once for each answer,
// however many people it did not reach, and does nothing for a notice that was promised
// to nobody. When the report itself does not arrive by chat, the group gets it. It joins
// the unit of the context.
func (n *Notifier) Undelivered(ctx context.Context, lost campaign.Notice, why campaign.Failure) error {
	p := lost.Promise
	body, again := lost.Body.(campaign.Undelivered)
	if again {
		p.By = 0
	} else {
		body = campaign.Undelivered{Name: p.Name, Of: lost.Kind(), Cause: why.Cause, Code: why.Code, Kept: why.Kept}
	}
	if p.Name == "" || !why.Called && !p.Said {
		return nil
	}
	notice := n.Campaign.Alert(body, why.At)
	notice.Campaign = lost.Campaign
	notice.DedupKey = fmt.Sprintf("undelivered %s %s %s %d %t", lost.Campaign, body.Of, p.Name, p.At.UnixMilli(), again)
	chat, err := n.reachable(ctx, p.By, notice)
	if err != nil {
		return fmt.Errorf("report what did not arrive: %w", err)
	}
	if chat {
		notice.Person, notice.Robot, notice.Promise = p.By, "", p
	}
	return n.Notices.Enqueue(ctx, notice)
}

// reachable reports whether a notice can leave for somebody by chat now.
func (n *Notifier) reachable(ctx context.Context, id bot.PersonID, notice campaign.Notice) (bool, error) {
	if id == 0 {
		return false, nil
	}
	control, err := n.Controls.Control(ctx)
	if err != nil || control.Level > campaign.StopNothing {
		return false, err
	}
	p, err := n.People.Reach(ctx, id)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	if err != nil || p.Left {
		return false, err
	}
	return campaign.Decide(notice, campaign.Moment{Campaign: n.Campaign, Person: p, Now: notice.Due}).State == campaign.NoticeSending, nil
}

// TellNow enqueues a notice that makes sense only at this moment, if it can be sent
// now.
func (n *Notifier) TellNow(ctx context.Context, id bot.PersonID, notice campaign.Notice) (told bool, err error) {
	notice.Campaign, notice.Person = n.Campaign.ID, id
	now, err := n.reachable(ctx, id, notice)
	if err != nil {
		return false, fmt.Errorf("tell somebody now: %w", err)
	}
	if !now {
		return false, nil
	}
	return true, n.Notices.Enqueue(ctx, notice)
}
