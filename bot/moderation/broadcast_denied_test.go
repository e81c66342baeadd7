package moderation_test

import (
	"context"

	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
)

// errOf is the error of a call that returns something besides.
func errOf[T any](_ T, err error) error { return err }

// broadcastCalls is a call of each method of broadcasts by its action.
func broadcastCalls() map[moderation.Action][]func(ctx context.Context, who moderation.Actor) error {
	s := &moderation.Broadcasts{Rules: &moderation.BroadcastRules{}}
	b := &campaign.Broadcast{Number: 1}
	type call = func(context.Context, who) error
	return map[moderation.Action][]call{
		moderation.ActionDraftBroadcast: {
			func(ctx context.Context, w who) error {
				return errOf(s.Draft(ctx, w, campaign.Audience{}, "x", noon()))
			},
			func(ctx context.Context, w who) error { return errOf(s.Compose(ctx, w, moderation.Composed{}, noon())) },
			func(ctx context.Context, w who) error { return s.Check(ctx, w, moderation.Composed{}, noon()) },
		},
		moderation.ActionEditBroadcast: {
			func(ctx context.Context, w who) error { return errOf(s.Edit(ctx, w, one(), "x", noon())) },
			func(ctx context.Context, w who) error { return s.Rewrite(ctx, w, one(), moderation.Composed{}, noon()) },
		},
		moderation.ActionTakeBackBroadcast: {func(ctx context.Context, w who) error { return errOf(s.TakeBack(ctx, w, one(), noon())) }},
		moderation.ActionPreviewBroadcast: {
			func(ctx context.Context, w who) error { return errOf(s.Preview(ctx, w, one(), noon())) },
			func(ctx context.Context, w who) error { return s.MarkSeen(ctx, w, b) },
			func(ctx context.Context, w who) error { return s.Seen(ctx, w, one(), noon(), noon()) },
		},
		moderation.ActionConfirmBroadcast: {func(ctx context.Context, w who) error { return errOf(s.Confirm(ctx, w, one(), 1, noon())) }},
		moderation.ActionApproveBroadcast: {func(ctx context.Context, w who) error { return errOf(s.Approve(ctx, w, one(), noon())) }},
		moderation.ActionScheduleBroadcast: {
			func(ctx context.Context, w who) error { return errOf(s.Schedule(ctx, w, one(), noon(), noon())) },
			func(ctx context.Context, w who) error {
				return errOf(s.ConfirmFor(ctx, w, one(), moderation.Confirmed{}, noon()))
			},
		},
		moderation.ActionReadBroadcast:     {func(ctx context.Context, w who) error { return errOf(s.Progress(ctx, w, one())) }},
		moderation.ActionPauseBroadcast:    {func(ctx context.Context, w who) error { return errOf(s.Pause(ctx, w, one(), noon())) }},
		moderation.ActionContinueBroadcast: {func(ctx context.Context, w who) error { return errOf(s.Continue(ctx, w, one(), noon())) }},
		moderation.ActionCancelBroadcast:   {func(ctx context.Context, w who) error { return errOf(s.Cancel(ctx, w, one(), noon())) }},
		moderation.ActionCorrectBroadcast: {
			func(ctx context.Context, w who) error { return errOf(s.Correct(ctx, w, one(), "x", noon())) },
		},
	}
}
