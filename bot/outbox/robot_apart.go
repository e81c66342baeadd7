package outbox

import (
	"context"
	"errors"

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
		out, err := r.postAlone(ctx, n)
		if err != nil {
			return err
		}
		err = r.settleUnit(ctx, []campaign.Notice{n}, func(campaign.Notice) campaign.NoticeOutcome { return out })
		if err != nil {
			return err
		}
	}
	return nil
}

// postAlone posts one alert and returns its next state.
func (r *robotPoster) postAlone(ctx context.Context, n campaign.Notice) (campaign.NoticeOutcome, error) {
	said, err := r.render.Render(ctx, n)
	if err != nil {
		return campaign.NoticeOutcome{}, errors.Join(errors.New("put an alert into words again"), err)
	}
	words, _ := bot.Words(said)
	messages := r.robots.Merge([]string{string(words)})
	if free, next := r.robots.Free(r.name); ctx.Err() != nil || free < len(messages) {
		if free > 0 || ctx.Err() != nil {
			next = r.Clock().Add(pauseTime)
		}
		return campaign.NoticeOutcome{State: campaign.NoticeQueued, Due: next, Uncounted: true}, nil
	}
	e := r.postAll(ctx, messages)
	return campaign.AfterPost(n, e, r.Clock().Add(pauseTime)), nil
}
