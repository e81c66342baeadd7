package moderation_test

import (
	"context"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
)

// bare are services without ports, so that whatever touches one panics.
func bare() moderation.Services {
	guard := &moderation.Guard{Class: class}
	tickets := &moderation.Tickets{Guard: guard, Shift: &moderation.Shift{Guard: guard}}
	return moderation.Services{
		Guard: guard, Moderators: &moderation.Moderators{Guard: guard}, Tickets: tickets,
		Checkins: &moderation.Checkins{Guard: guard, Tickets: tickets},
		Entries:  &moderation.Entries{Guard: guard, Tickets: tickets}, Questions: &moderation.Questions{
			Guard: guard, Forwarder: &moderation.Forwarder{Tickets: tickets},
		},
		Links: &moderation.Links{Guard: guard}, Seats: &moderation.Seats{Guard: guard, Life: &moderation.Life{Guard: guard}},
		Stops:  &moderation.Stops{Guard: guard},
		People: &moderation.People{}, Numbers: &moderation.Numbers{}, Deliveries: &moderation.Deliveries{Guard: guard},
		Lists: &moderation.Lists{},
	}
}

// readCalls is a call of each method that only reads, by its action.
func readCalls() map[moderation.Action][]func(ctx context.Context, who moderation.Actor) error {
	s := bare()
	schedule, views := &moderation.Schedule{Life: s.Seats.Life}, &moderation.Views{}
	charts, reach, sends := &moderation.Charts{}, &moderation.Reach{}, &moderation.Sends{}
	u := moderation.Ref{Class: class, Kind: moderation.KindUnknown, Number: 1}
	p := moderation.Page{}
	return map[moderation.Action][]func(context.Context, moderation.Actor) error{
		moderation.ActionReadFigures: {
			func(ctx context.Context, w who) error { _, err := s.Numbers.Read(ctx, w); return err },
			func(ctx context.Context, w who) error { _, err := s.Numbers.ByChannel(ctx, w); return err },
			func(ctx context.Context, w who) error { _, err := s.Tickets.Times(ctx, w); return err },
			func(ctx context.Context, w who) error { _, err := s.Tickets.Terms(ctx, w, noon(), 3); return err },
			func(ctx context.Context, w who) error { _, err := charts.Stages(ctx, w); return err },
			func(ctx context.Context, w who) error {
				_, err := charts.Signups(ctx, w, noon(), noon(), 1)
				return err
			},
			func(ctx context.Context, w who) error {
				_, err := charts.Checkins(ctx, w, noon(), noon(), 1)
				return err
			},
			func(ctx context.Context, w who) error {
				_, err := reach.Count(ctx, w, moderation.ReachQuery{}, noon())
				return err
			},
			func(ctx context.Context, w who) error { _, _, err := reach.Quota(ctx, w, noon()); return err },
			func(ctx context.Context, w who) error { _, err := schedule.Reminders(ctx, w, noon()); return err },
			func(ctx context.Context, w who) error { _, _, err := schedule.Next(ctx, w, noon()); return err },
			func(ctx context.Context, w who) error { _, err := s.Seats.Life.Outline(ctx, w, noon()); return err },
			func(ctx context.Context, w who) error {
				_, _, err := views.SeatFigures(ctx, w, time.Minute)
				return err
			},
			func(ctx context.Context, w who) error { _, err := views.Pack(ctx, w, "99"); return err },
			func(ctx context.Context, w who) error {
				_, err := views.ClaimTimes(ctx, w, "99", time.Minute)
				return err
			},
		},
		moderation.ActionFindPerson: {
			func(ctx context.Context, w who) error {
				_, err := s.People.Find(ctx, w, "7K2F", noon())
				return err
			}, func(ctx context.Context, w who) error { _, err := s.People.Said(ctx, w, 1, noon(), 3); return err },
			func(ctx context.Context, w who) error { _, err := views.Person(ctx, w, 1, noon(), noon()); return err },
			func(ctx context.Context, w who) error { _, err := s.Tickets.Pictures(ctx, w, u); return err },
		},
		moderation.ActionListDeliveries: {
			func(ctx context.Context, w who) error { _, err := s.Lists.Unknown(ctx, w, p); return err },
			func(ctx context.Context, w who) error { _, err := s.Lists.Jobs(ctx, w); return err },
			func(ctx context.Context, w who) error {
				_, err := s.Lists.Deliveries(ctx, w, campaign.NoticeSent, p)
				return err
			},
		},
		moderation.ActionListEntries: {
			func(ctx context.Context, w who) error { _, err := s.Lists.Entries(ctx, w, p); return err },
			func(ctx context.Context, w who) error { _, err := s.Entries.Published(ctx, w); return err },
		},
		moderation.ActionListPeople: {
			func(ctx context.Context, w who) error { _, err := s.Lists.Members(ctx, w, p); return err },
			func(ctx context.Context, w who) error { _, err := s.Lists.Claims(ctx, w, "99", p); return err },
			func(ctx context.Context, w who) error {
				_, err := views.Places(ctx, w, moderation.SeatsTaken, p)
				return err
			},
			func(ctx context.Context, w who) error { _, err := views.SeatOwner(ctx, w, 1); return err },
			func(ctx context.Context, w who) error { _, err := views.WithCode(ctx, w, "7K2F"); return err },
			func(ctx context.Context, w who) error {
				_, err := views.Renotified(ctx, w, moderation.NewLink{}, noon(), p)
				return err
			},
			func(ctx context.Context, w who) error {
				_, err := reach.People(ctx, w, moderation.ReachQuery{}, noon(), p)
				return err
			},
		},
		moderation.ActionReadBroadcast: {
			func(ctx context.Context, w who) error { _, err := s.Lists.Broadcasts(ctx, w, p); return err },
			func(ctx context.Context, w who) error { _, err := sends.List(ctx, w, "", p); return err },
			func(ctx context.Context, w who) error { _, _, err := sends.Calls(ctx, w, nil); return err },
		},
	}
}
