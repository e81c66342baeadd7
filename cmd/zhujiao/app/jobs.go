package app

import (
	"context"
	"fmt"

	"zhujiao/bot/campaign"
	"zhujiao/bot/catalog"
	"zhujiao/bot/moderation"
)

// jobs does the work of jobs with the services of their class.
type jobs struct{ a *App }

// work returns the work of a kind of job: see outbox.Options.
func (w jobs) work(class string, k campaign.JobKind) (campaign.JobWork, bool) {
	if !w.a.catalog.Knows(class) {
		return nil, false
	}
	switch k {
	case campaign.JobAudience:
		return w.of(func(s *catalog.Snapshot) campaign.JobStep {
			return func(ctx context.Context, j *campaign.Job) error {
				return moderation.AudienceMaker{Rules: s.Moderation.Runner.BroadcastRules}.List(ctx, j, w.a.clock.Now())
			}
		}), true
	case campaign.JobChange:
		return w.change, true
	case campaign.JobRenotify:
		return w.newest(func(s *catalog.Snapshot) campaign.JobStep { return s.Moderation.Links.Renotify }), true
	case campaign.JobServe:
		return w.newest(func(s *catalog.Snapshot) campaign.JobStep { return s.Attendees.Links.ServeSlice }), true
	case campaign.JobTell:
		return w.of(func(s *catalog.Snapshot) campaign.JobStep { return s.Moderation.TellSlice }), true
	case campaign.JobMerge:
		return w.of(func(s *catalog.Snapshot) campaign.JobStep { return s.Moderation.Questions.MergeSlice }), true
	case campaign.JobForward:
		return w.of(func(s *catalog.Snapshot) campaign.JobStep { return s.Moderation.ForwardSlice }), true
	case campaign.JobBlank:
		return w.of(func(s *catalog.Snapshot) campaign.JobStep { return s.Attendees.Erasure.Blank }), true
	case campaign.JobReminder:
		return w.of(func(s *catalog.Snapshot) campaign.JobStep { return w.a.reminders(s.Campaign).Tell }), true
	default:
		return nil, false
	}
}

// of returns work that is done with the services of the job's class, whether it serves or
// not.
func (w jobs) of(step func(*catalog.Snapshot) campaign.JobStep) campaign.JobWork {
	return func(ctx context.Context, j campaign.Job) (campaign.JobStep, error) {
		s, err := w.a.catalog.Open(ctx, j.Campaign)
		if err != nil {
			return nil, fmt.Errorf("open the class of a job: %w", err)
		}
		return step(s), nil
	}
}

// newest returns work that is done with the newest version of the file, which another
// instance may have imported: links and stock come from it.
func (w jobs) newest(step func(*catalog.Snapshot) campaign.JobStep) campaign.JobWork {
	work := w.of(step)
	return func(ctx context.Context, j campaign.Job) (campaign.JobStep, error) {
		if err := w.a.catalog.Refresh(ctx); err != nil {
			return nil, err
		}
		return work(ctx, j)
	}
}

// change prepares what a changed file asks for: the difference between the version before
// and the newest one, which serves here.
func (w jobs) change(ctx context.Context, j campaign.Job) (campaign.JobStep, error) {
	var args changeJob
	if err := j.Read(&args); err != nil {
		return nil, err
	}
	ch, err := w.a.catalog.Before(ctx, j.Campaign, args.Number)
	if err != nil {
		return nil, err
	}
	s, st := ch.Now, w.a.store
	back, err := w.a.catalog.TakenBack(ctx, j.Campaign, args.Number)
	if err != nil {
		return nil, err
	}
	changes := &moderation.Changes{
		Links: s.Moderation.Links, Seats: st.Seats, Stock: st.Packs, Draws: st.Draws(),
		Filled: &campaign.FilledEntries{Campaign: s.Campaign, Tickets: st.Tickets, Notices: st.Ledger},
	}
	return func(ctx context.Context, j *campaign.Job) error {
		j.Ended = true
		return changes.Apply(ctx, moderation.FileChange{
			Old: ch.Old, New: s.Campaign, Number: ch.Newest, At: w.a.clock.Now(), TakenBack: back,
		})
	}, nil
}

// reminders returns the service that plans the reminders of a class.
func (a *App) reminders(c *campaign.Campaign) *campaign.Reminders {
	return &campaign.Reminders{
		Campaign: c, Store: a.store.Reminders, People: a.store.Chunks, Notices: a.store.Ledger, Controls: a.store.Moderators,
		Jobs: a.store.Jobs(),
	}
}
