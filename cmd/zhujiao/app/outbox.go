package app

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
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
	sender := wechat.NewSender(g)
	pictures := wechat.NewPictures(sender, os.DirFS(filepath.Dir(cfg.Campaign)), a.clock.Now)
	if cfg.Account != "unverified" {
		a.roster, a.receiver.Pictures = sender, pictures
	}
	o := outbox.Options{
		Base: outbox.Base{
			Unit: campaign.Patient{Unit: a.store}, Ledger: a.store.Ledger, Notices: a.store.Ledger, Controls: a.store.Moderators,
			Broadcasts:  func() outbox.BroadcastControl { return a.runner() },
			Withdrawals: a.store.Erasure,
			Reports:     func() outbox.Reports { return a.main().Moderation.Tickets.Notifier },
			Campaign:    func() *campaign.Campaign { return a.Campaign() },
			Clock:       a.clock.Now, Owner: a.store.Instances().Boot(), Log: a.log,
		},
		Messages: sender, Images: pictures, Mass: sender,
		Jobs: a.store.Jobs(), Work: jobs{a}.work,
		Robots: robots, RobotNames: slices.Sorted(maps.Keys(cfg.Robots)), Render: renderer{a}, Plan: planner{a},
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

// runner returns the runner of broadcasts of the class that serves now.
func (a *App) runner() *moderation.BroadcastRunner { return a.main().Moderation.Runner }

// planner does what the clock makes due: reminders, scheduled broadcasts, reports.
type planner struct{ a *App }

// Plan implements outbox.Planner.
func (p planner) Plan(ctx context.Context, now time.Time) error {
	ctx = campaign.Yield(ctx)
	a := p.a
	c := a.Campaign()
	if err := p.promote(ctx, now); err != nil {
		return err
	}
	return a.store.Do(ctx, func(ctx context.Context) error {
		if err := a.reminders(c).Plan(ctx, now); err != nil {
			return err
		}
		if err := campaign.WarnPictures(ctx, c, a.store.Ledger, now); err != nil {
			return err
		}
		if err := a.main().Attendees.Packs.WarnLinks(ctx, a.store.Ledger, now); err != nil {
			return err
		}
		watch := campaign.Watch{Campaign: c, Store: a.store.Matters(), Notices: a.store.Ledger}
		if err := watch.Tell(ctx, now); err != nil {
			return err
		}
		if err := a.runner().BeginDue(ctx, now); err != nil {
			return err
		}
		return a.runner().ReportEnded(ctx, now)
	})
}

// promote seats people from the waitlist while there are seats, a unit at a time: those
// whom the unit that added seats has left, and all if the campaign file has more seats.
func (p planner) promote(ctx context.Context, now time.Time) error {
	signups := p.a.main().Attendees.Signups
	for n := campaign.PromoteMax; n == campaign.PromoteMax && ctx.Err() == nil; {
		err := p.a.store.Do(ctx, func(ctx context.Context) (err error) {
			n, err = signups.Promote(ctx, now)
			return err
		})
		if err != nil {
			return fmt.Errorf("seat who waits: %w", err)
		}
	}
	return nil
}
