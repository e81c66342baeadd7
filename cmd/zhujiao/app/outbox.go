package app

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/outbox"
	"zhujiao/bot/wechat"
	"zhujiao/bot/wecom"
	"zhujiao/handlers"
)

// openOutbox wires what the bot says first to its channels.
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
		a.roster, a.hook.Pictures = sender, pictures
	}
	o := outbox.Options{
		Unit: a.store, Ledger: a.store.Ledger, Notices: a.store.Ledger, Controls: a.store.Moderators, Messages: sender, Images: pictures,
		Mass: &outbox.Mass{
			Sender: sender, Ledger: a.store.Chunks, Brakes: a.store.Broadcasts, Silent: a.store.Chunks,
			Limits: wechat.Limits().Mass, Report: a.report,
		},
		Robots: robots, RobotNames: slices.Sorted(maps.Keys(cfg.Robots)), Render: renderer{a}, Plan: planner{a},
		Campaign: func() *campaign.Campaign { return a.Campaign() },
		Clock:    a.clock.Now, Ready: a.ready, Owner: a.boot, Log: a.log,
	}
	if a.once != nil {
		a.once.Sender = sender
		o.Subscriptions = a.once
	}
	if cfg.Account == "unverified" {
		o.Messages, o.Images, o.Mass = unverified{}, unverified{}, nil
	}
	a.outbox = outbox.New(o)
	return a.outbox.Recover(ctx)
}

// unverified stands for an account that may send nothing by itself: all that
// can wait goes to the shelf.
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

// report tells how a broadcast ended.
func (a *App) report(ctx context.Context, b *campaign.Broadcast, at time.Time) error {
	return a.staff.Load().Report(ctx, b, at)
}

// planner writes what becomes due by the clock alone.
type planner struct{ a *App }

// Plan implements outbox.Planner.
func (p planner) Plan(ctx context.Context, now time.Time) error {
	a := p.a
	c := a.Campaign()
	if err := a.store.Erasure.Scrub(ctx); err != nil {
		a.log.WarnContext(ctx, "the erased words are still in the database's log; trying again", "error", err)
	}
	return a.store.Do(ctx, func(ctx context.Context) error {
		rule := func(words string) (campaign.AudienceRule, bool) { return handlers.Audience(c, words) }
		r := &campaign.Reminders{
			Campaign: c, Store: a.store.Reminders, Notices: a.store.Ledger, Controls: a.store.Moderators, Rule: rule,
		}
		if err := r.Plan(ctx, now); err != nil {
			return err
		}
		if err := campaign.WarnImages(ctx, c, a.store.Ledger, now); err != nil {
			return err
		}
		return a.begin(ctx, c, now)
	})
}

// begin starts the broadcasts whose time has come.
func (a *App) begin(ctx context.Context, c *campaign.Campaign, now time.Time) error {
	due, err := a.store.Broadcasts.Scheduled(ctx, now)
	if err != nil {
		return err
	}
	s := a.broadcasts(c)
	for _, b := range due {
		fit, err := a.staff.Load().Fit(ctx, b, now)
		if err != nil {
			return err
		}
		if !fit {
			if err := s.Hold(ctx, b, "alert_unsent_text", now); err != nil {
				return err
			}
			continue
		}
		rule, _ := handlers.Audience(c, b.Audience)
		if err := s.Begin(ctx, b, rule, now); err != nil && !errors.Is(err, campaign.ErrBusy) { // a busy one waits for its turn
			return err
		}
	}
	return nil
}

// broadcasts are the rules of broadcasts with this account's abilities.
func (a *App) broadcasts(c *campaign.Campaign) *campaign.Broadcasts {
	return &campaign.Broadcasts{
		Campaign: c, Store: a.store.Broadcasts, Audiences: a.store.Chunks, Notices: a.store.Ledger, Controls: a.store.Moderators,
		Channel: wechat.Limits(), Unable: a.unverified,
	}
}
