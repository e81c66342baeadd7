package moderation_test

import (
	"context"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

func broadcastActions() map[string]func(t *testing.T) action {
	in := func(s campaign.BroadcastState, act func(ctx context.Context, a *air) error) func(t *testing.T) action {
		return func(*testing.T) action {
			a := newAir()
			a.in(s)
			return func(ctx context.Context) error { return act(ctx, a) }
		}
	}
	stepIn := func(s campaign.BroadcastState, do step) func(t *testing.T) action {
		return in(s, func(ctx context.Context, a *air) error { _, err := do(ctx, a); return err })
	}
	return map[string]func(t *testing.T) action{
		"draft": func(*testing.T) action {
			a := newAir()
			return func(ctx context.Context) error { _, err := a.Draft(ctx, ann(), seated(), newsText, noon()); return err }
		},
		"edit": in(campaign.BroadcastDraft, func(ctx context.Context, a *air) error {
			_, err := a.Edit(ctx, ann(), one(), newsText+" now", noon())
			return err
		}),
		"preview": in(campaign.BroadcastDraft, func(ctx context.Context, a *air) error {
			_, err := a.Preview(ctx, ann(), one(), noon())
			return err
		}),
		"confirm":  stepIn(campaign.BroadcastDraft, confirmStep),
		"schedule": stepIn(campaign.BroadcastDraft, scheduleAt(noon().Add(time.Hour))),
		"second": in(campaign.BroadcastApproval, func(ctx context.Context, a *air) error {
			a.change(func(b *campaign.Broadcast) { b.Size = 600 })
			_, err := approveStep(ctx, a)
			return err
		}),
		"pause": in(campaign.BroadcastSending, func(ctx context.Context, a *air) error {
			_, err := a.Pause(ctx, ann(), one(), noon())
			return err
		}),
		"continue": in(campaign.BroadcastPaused, func(ctx context.Context, a *air) error {
			_, err := a.Continue(ctx, ann(), one(), noon())
			return err
		}),
		"cancel": in(campaign.BroadcastSending, func(ctx context.Context, a *air) error {
			_, err := a.Cancel(ctx, ann(), one(), noon())
			return err
		}),
		"correct": in(campaign.BroadcastDone, func(ctx context.Context, a *air) error {
			a.audience[campaign.ReceiversOf(1)] = 4
			_, err := a.Correct(ctx, ann(), one(), newsText+" at last", noon())
			return err
		}),
	}
}

func callActions() map[string]func(t *testing.T) action {
	on := func(prepare func(a *air), act func(ctx context.Context, a *air) error) func(t *testing.T) action {
		return func(*testing.T) action {
			a := sending(2, 3)
			if prepare != nil {
				prepare(a)
			}
			return func(ctx context.Context) error { return act(ctx, a) }
		}
	}
	begin := func(ctx context.Context, a *air) error { return a.runner.BeginDue(ctx, noon()) }
	next := func(ctx context.Context, a *air) error { _, _, err := a.runner.NextCall(ctx, noon(), "me"); return err }
	scheduled := func(a *air) {
		a.in(campaign.BroadcastScheduled)
		a.chunks[1] = nil
		a.change(func(b *campaign.Broadcast) { b.Due = noon() })
	}
	return map[string]func(t *testing.T) action{
		"begin":       on(scheduled, begin),
		"hold":        on(func(a *air) { scheduled(a); grownTo(13)(a) }, begin),
		"call":        on(nil, next),
		"skip a call": on(begun(24*time.Hour), next),
		"night":       on(quietAt(12), next),
		"report": on(func(a *air) {
			a.change(func(b *campaign.Broadcast) { b.Owner = 900 })
			a.ended = []int{1}
		}, func(ctx context.Context, a *air) error { return a.runner.ReportEnded(ctx, noon()) }),
		"accepted": on(nil, func(ctx context.Context, a *air) error { return endedWith(ctx, a, campaign.CallResult{MsgID: "m"}) }),
		"refused": on(nil, func(ctx context.Context, a *air) error {
			return endedWith(ctx, a, campaign.CallResult{Err: &bot.SendError{Class: bot.NoQuota}})
		}),
		"lost and cancelled": on(nil, func(ctx context.Context, a *air) error {
			a.change(func(b *campaign.Broadcast) { b.State = campaign.BroadcastCancelled })
			return endedWith(ctx, a, campaign.CallResult{Maybe: true, Err: &bot.SendError{MaybeSent: true}})
		}),
		"stop all": on(nil, func(ctx context.Context, a *air) error { return a.runner.StopAll(ctx) }),
	}
}

// endedWith ends the first call of B1 with a result.
func endedWith(ctx context.Context, a *air, r campaign.CallResult) error {
	return a.runner.CallEnded(ctx, &campaign.Call{Chunk: a.chunks[1][0], Text: newsText}, r, noon())
}
