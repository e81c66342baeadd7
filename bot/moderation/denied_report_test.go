package moderation_test

import (
	"context"

	"zhujiao/bot/moderation"
)

// reportCalls is a call of each method of the report, of tables and of channels.
func reportCalls() map[moderation.Action][]func(ctx context.Context, who moderation.Actor) error {
	r, x, ch := &moderation.Reports{}, &moderation.Exports{}, &moderation.Channels{}
	const people = moderation.ExportPeople
	return map[moderation.Action][]func(context.Context, moderation.Actor) error{
		moderation.ActionReadFigures: {
			func(ctx context.Context, w who) error { _, err := r.Read(ctx, w, noon()); return err },
			func(ctx context.Context, w who) error { _, err := ch.List(ctx, w); return err },
			func(ctx context.Context, w who) error { _, err := ch.Find(ctx, w, "x"); return err },
		},
		moderation.ActionNoteConversions: {func(ctx context.Context, w who) error { return r.Convert(ctx, w, 1, noon()) }},
		moderation.ActionExport: {
			func(ctx context.Context, w who) error { _, err := x.Counts(ctx, w); return err },
			func(ctx context.Context, w who) error { _, err := x.Begin(ctx, w, people); return err },
			func(ctx context.Context, w who) error {
				return x.Record(ctx, w, moderation.Taken{Kind: people}, noon())
			},
			func(ctx context.Context, w who) error { return x.People(ctx, w, nil) },
			func(ctx context.Context, w who) error { return x.Claims(ctx, w, nil) },
			func(ctx context.Context, w who) error { return x.Questions(ctx, w, nil) },
			func(ctx context.Context, w who) error { return x.Tickets(ctx, w, nil) },
			func(ctx context.Context, w who) error { return x.Receivers(ctx, w, nil) },
		},
		moderation.ActionAddChannel: {func(ctx context.Context, w who) error { _, err := ch.Add(ctx, w, "x", noon()); return err }},
		moderation.ActionMakeCode: {
			func(ctx context.Context, w who) error { _, _, err := ch.Code(ctx, w, "x"); return err },
			func(ctx context.Context, w who) error { return ch.Keep(ctx, w, "x", "y", noon()) },
		},
	}
}
