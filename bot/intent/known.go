package intent

import (
	"time"

	"zhujiao/bot/campaign"
)

// Known returns what Resolve has to know about a person, for a message to a class that
// arrived at a time. It leaves Topic empty.
func Known(p *campaign.Person, class string, now time.Time) State {
	s := State{Now: now}
	if p == nil {
		return s
	}
	s.TakenOver, s.Choices, s.ChoicesUntil = p.TakenOver, p.Choices, p.ChoicesUntil
	s.LeaveAsked, s.EraseAsked = p.Awaits(campaign.PendingCancel, now), p.Awaits(campaign.PendingErase, now)
	s.LeaveLapsed, s.EraseLapsed = p.Lapsed(campaign.PendingCancel, now), p.Lapsed(campaign.PendingErase, now)
	// A question for the lecturer of one class is not taken by another.
	of := p.ClassOf(campaign.SubjectQuestion, now)
	s.QuestionAwaited = p.Awaits(campaign.PendingQuestion, now) && (of == "" || of == class)
	s.Suggested, s.MovedOn = p.Suggested(now), p.MovedOn(now)
	return s
}
