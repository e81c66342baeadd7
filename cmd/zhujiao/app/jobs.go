package app

import (
	"context"

	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
)

// jobs does the work of jobs with the services of the class that serves.
type jobs struct{ a *App }

// work returns the work of a kind of job: see outbox.Options.
func (w jobs) work(class string, k campaign.JobKind) (campaign.JobWork, bool) {
	s := w.a.catalog.Current()
	if class != s.Campaign.ID {
		return nil, false
	}
	switch k {
	case campaign.JobAudience:
		return campaign.InUnit(func(ctx context.Context, j *campaign.Job) error {
			return moderation.AudienceMaker{Rules: s.Moderation.Runner.BroadcastRules}.List(ctx, j, w.a.clock.Now())
		}), true
	case campaign.JobRenotify:
		return campaign.InUnit(s.Moderation.Links.Renotify), true
	case campaign.JobServe:
		return campaign.InUnit(s.Attendees.Links.ServeSlice), true
	case campaign.JobTell:
		return campaign.InUnit(s.Moderation.TellSlice), true
	case campaign.JobForward:
		return campaign.InUnit(s.Moderation.ForwardSlice), true
	case campaign.JobBlank:
		return campaign.InUnit(s.Attendees.Erasure.Blank), true
	case campaign.JobReminder:
		return campaign.InUnit(w.a.reminders(s.Campaign).Tell), true
	default:
		return nil, false
	}
}

// reminders returns the service that plans the reminders of a class.
func (a *App) reminders(c *campaign.Campaign) *campaign.Reminders {
	return &campaign.Reminders{
		Campaign: c, Store: a.store.Reminders, People: a.store.Chunks, Notices: a.store.Ledger, Controls: a.store.Moderators,
		Jobs: a.store.Jobs(),
	}
}
