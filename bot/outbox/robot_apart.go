package outbox

import (
	"context"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// refusedTogether reports whether a refusal may concern only one of the alerts that
// share a message.
func refusedTogether(e *bot.SendError, due []campaign.Notice) bool {
	return e != nil && len(due) > 1 && (e.Class == bot.BadContent || e.Class == bot.Bug)
}

// postApart posts alerts one by one whose common message was refused, so that a bad one
// keeps none of the others. What the minute has no room for is given back.
func (r *robotPoster) postApart(ctx context.Context, due []campaign.Notice) error {
	for _, n := range due {
		out := r.postAlone(ctx, n)
		err := r.settleUnit(ctx, []campaign.Notice{n}, func(campaign.Notice) campaign.NoticeOutcome { return out })
		if err != nil {
			return err
		}
	}
	return nil
}

// postAlone posts one alert and returns its next state.
func (r *robotPoster) postAlone(ctx context.Context, n campaign.Notice) campaign.NoticeOutcome {
	words, err := r.words(ctx, n)
	if err != nil {
		r.Log.ErrorContext(ctx, "an alert cannot be put into words: report the fault", "notice", n.ID, "error", err)
		return campaign.Broken(false)
	}
	if !r.mayCall() {
		return campaign.GivenBack(n)
	}
	messages := r.robots.Merge([]string{words})
	if free, next := r.robots.Free(r.name); free < len(messages) {
		if free > 0 {
			next = r.Clock().Add(pauseTime)
		}
		return campaign.NoticeOutcome{State: campaign.NoticeQueued, Due: next, Uncounted: true}
	}
	var next time.Time
	now := r.Clock()
	err = r.Unit.Do(ctx, func(ctx context.Context) (err error) {
		next, err = r.take(ctx, len(messages), now)
		return err
	})
	if err != nil || !next.IsZero() {
		return campaign.NoticeOutcome{State: campaign.NoticeQueued, Due: next, Uncounted: true}
	}
	return campaign.AfterPost(n, r.postAll(ctx, messages), r.Clock().Add(pauseTime))
}
