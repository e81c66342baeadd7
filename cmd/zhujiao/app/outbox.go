package app

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/url"
	"os"
	"slices"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/catalog"
	"zhujiao/bot/content"
	"zhujiao/bot/moderation"
	"zhujiao/bot/outbox"
	"zhujiao/bot/wechat"
	"zhujiao/bot/wecom"
)

// openOutbox connects the ledger to the channels by which notices leave.
func (a *App) openOutbox(ctx context.Context, cfg Config) error {
	g, err := wechat.NewGateway(cfg.APIURL, cfg.WeChat.AppID, cfg.Secret, a.clock.Now)
	if err != nil {
		return fmt.Errorf("ZHUJIAO_WECHAT_API_URL: %w", err)
	}
	robots, err := wecom.New(cfg.WeComURL, cfg.Robots, a.clock.Now)
	if err != nil {
		return fmt.Errorf("ZHUJIAO_WECOM_API_URL: %w", err)
	}
	a.meter.gateway = g
	a.api.client = wechat.NewClient(g)
	a.api.photos = wechat.NewPhotos(g, pictureOrigins(cfg))
	sender := wechat.NewSender(g)
	dir, _ := content.Folder(cfg.Campaign)
	pictures := wechat.NewPictures(sender, os.DirFS(dir), a.clock.Now)
	if cfg.Account != "unverified" {
		a.roster, a.receiver.Pictures = sender, pictures
	}
	o := outbox.Options{
		Base: outbox.Base{
			Unit: campaign.Patient{Unit: a.store}, Ledger: a.store.Ledger, Notices: a.store.Ledger, Controls: a.store.Moderators,
			Broadcasts:  func() outbox.BroadcastControl { return a.main().Moderation.Runner },
			Withdrawals: a.store.Erasure, Shared: a.store.Shared(),
			Reports: func() outbox.Reports { return reports{a} },
			Campaign: func(ctx context.Context, class string) (*campaign.Campaign, error) {
				s, err := a.class(ctx, class)
				if err != nil {
					return nil, err
				}
				return s.Campaign, nil
			},
			Clock: a.clock.Now, Owner: a.store.Instances().Boot(), Log: a.log,
			Observer: a.meter,
		},
		Messages: sender, Images: pictures, Mass: sender,
		Jobs: a.store.Jobs(), Work: jobs{a}.work,
		Robots: robots, RobotNames: slices.Sorted(maps.Keys(cfg.Robots)), Render: renderer{a}, Plan: planner{a},
		Plans: a.store.Duty("plan").Mine,
		Ready: func() bool { return a.ready() && a.store.Instances().Trusted() },
	}
	if a.subscriptions != nil {
		a.subscriptions.Sender = sender
		o.Subscriptions = a.subscriptions
	}
	if cfg.Account == "unverified" {
		o.Messages, o.Images, o.Mass = unverified{}, unverified{}, nil
	}
	a.outbox = outbox.New(o)
	return a.outbox.Recover(ctx)
}

// pictureOrigins are the addresses from which pictures of people are fetched. A simulated
// platform on this machine keeps them itself, and the real one is asked for nothing.
func pictureOrigins(cfg Config) []string {
	if cfg.PictureOrigins != nil {
		return cfg.PictureOrigins
	}
	if u, err := url.Parse(cfg.APIURL); err == nil && net.ParseIP(u.Hostname()).IsLoopback() {
		return []string{u.Scheme + "://" + u.Host}
	}
	return wechat.PhotoOrigins()
}

// unverified is the channel of an account that may not send custom messages. It refuses
// every message, so that notices that can wait go to the shelf.
type unverified struct{}

// SendText implements outbox.Messenger.
func (unverified) SendText(context.Context, string, string) error {
	return &bot.SendError{Class: bot.NoWindow, Words: "the account is not verified"}
}

// SendChoices implements outbox.Messenger.
func (u unverified) SendChoices(ctx context.Context, openid string, _ bot.Choices) error {
	return u.SendText(ctx, openid, "")
}

// SendFile implements outbox.Images.
func (u unverified) SendFile(ctx context.Context, openid, _ string) error {
	return u.SendText(ctx, openid, "")
}

// broadcasts asks the classes about their broadcasts.
type broadcasts struct{ a *App }

// rules returns the rules of a class's broadcasts.
func (b broadcasts) rules(ctx context.Context, class string) (*moderation.BroadcastRules, error) {
	s, err := b.a.class(ctx, class)
	if err != nil {
		return nil, err
	}
	return s.Moderation.Runner.BroadcastRules, nil
}

// reports tells the moderators of a class what did not arrive.
type reports struct{ a *App }

// Undelivered implements outbox.Reports.
func (r reports) Undelivered(ctx context.Context, lost campaign.Notice, why campaign.Failure) error {
	s, err := r.a.class(ctx, lost.Campaign)
	if err != nil {
		return err
	}
	return s.Moderation.Tickets.Notifier.Undelivered(ctx, lost, why)
}

// planner does what the clock makes due: reminders, scheduled broadcasts, reports.
type planner struct{ a *App }

// Plan implements outbox.Planner. What fails for one class does not keep the others from
// going on.
func (p planner) Plan(ctx context.Context, now time.Time) (err error) {
	ctx = campaign.Yield(ctx)
	for _, s := range p.a.catalog.Classes() {
		if !s.Campaign.Live(now) {
			continue
		}
		err = errors.Join(err, forClass(s.Campaign.ID, func() error { return p.class(ctx, s, now) }))
	}
	busy, failed := p.a.store.Broadcasts.BusyClasses(ctx, now)
	err = errors.Join(err, failed)
	for _, id := range busy {
		err = errors.Join(err, forClass(id, func() error { return p.broadcasts(ctx, id, now) }))
	}
	return err
}

// forClass does what is planned for one class. A panic in a unit is an error of the unit.
func forClass(class string, plan func() error) error {
	if err := plan(); err != nil {
		return fmt.Errorf("class %s: %w", class, err)
	}
	return nil
}

// class plans what is due in a class.
func (p planner) class(ctx context.Context, s *catalog.Snapshot, now time.Time) error {
	a, c := p.a, s.Campaign
	if err := p.promote(ctx, s, now); err != nil {
		return err
	}
	return a.store.Do(ctx, func(ctx context.Context) error {
		if err := a.reminders(c).Plan(ctx, now); err != nil {
			return err
		}
		if err := campaign.WarnPictures(ctx, c, a.store.Ledger, now); err != nil {
			return err
		}
		if err := s.Attendees.Packs.WarnLinks(ctx, a.store.Ledger, now); err != nil {
			return err
		}
		watch := campaign.Watch{Campaign: c, Store: a.store.Matters(), Notices: a.store.Ledger}
		return watch.Tell(ctx, now)
	})
}

// broadcasts begins the scheduled broadcasts of a class and reports those that have ended,
// also after the end of the class.
func (p planner) broadcasts(ctx context.Context, class string, now time.Time) error {
	s, err := p.a.catalog.Open(ctx, class)
	if err != nil {
		return err
	}
	return p.a.store.Do(ctx, func(ctx context.Context) error {
		if err := s.Moderation.Runner.BeginDue(ctx, now); err != nil {
			return err
		}
		return s.Moderation.Runner.ReportEnded(ctx, now)
	})
}

// promote seats people from the waitlist while there are seats, a unit at a time: those
// whom the unit that added seats has left, and all if the campaign file has more seats.
func (p planner) promote(ctx context.Context, s *catalog.Snapshot, now time.Time) error {
	for n := campaign.PromoteMax; n == campaign.PromoteMax && ctx.Err() == nil; {
		err := p.a.store.Do(ctx, func(ctx context.Context) (err error) {
			n, err = s.Attendees.Signups.Promote(ctx, now)
			return err
		})
		if err != nil {
			return fmt.Errorf("seat who waits: %w", err)
		}
	}
	return nil
}
