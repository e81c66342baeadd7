package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/gate"
)

// newGate returns the gate: Redis with a local gate as its fallback if an address is
// set, else the local gate alone.
func newGate(url string, a *App) (bot.Gate, error) {
	local := gate.NewLocal(limits{a}.rules, a.clock.Now)
	if url == "" {
		return local, nil
	}
	lab := func() (time.Time, bool) { return a.clock.Now(), a.clock.Set() }
	shared, err := gate.NewRedis(gate.RedisOptions{
		URL: url, Rules: limits{a}.rules, Lab: lab, Owner: rand.Text(), Log: a.log, Alerts: gateAlerts{a},
	})
	if err != nil {
		return nil, fmt.Errorf("ZHUJIAO_REDIS_URL: %w", err)
	}
	return gate.NewFallback(shared, local), nil
}

// limits are those of the account.
type limits struct{ a *App }

// rules returns the strictest limit of the live classes: the fewest messages in a time.
func (l limits) rules() gate.Rules {
	var out gate.Rules
	for _, s := range l.a.catalog.Classes() {
		r := gate.Rules{Messages: s.Campaign.Limits.Messages, Span: s.Campaign.Limits.Span}
		if out.Messages == 0 || int64(r.Messages)*int64(out.Span) < int64(out.Messages)*int64(r.Span) {
			out = r
		}
	}
	return out
}

// CheckRedisURL returns an error that says what is wrong with the address of a Redis and
// what to do. It does not connect, and the error contains no part of a password.
func CheckRedisURL(url string) error { return gate.CheckURL(url) }

// gateAlerts tells the moderators' group that Redis fails.
type gateAlerts struct{ a *App }

// RedisFailed implements gate.Alerts. In the lab it waits for the clock, because a
// notice is due by it.
func (g gateAlerts) RedisFailed(ctx context.Context, f gate.Fault) error {
	a := g.a
	if !a.ready() {
		return errors.New("the lab's clock is not set yet")
	}
	n := a.Campaign().Alert(campaign.GateAlert{Fault: gateFault(f)}, a.clock.Now())
	n.Topic = "gate" // one that still waits is out of date
	return a.store.Do(ctx, func(ctx context.Context) error { return a.store.Ledger.Enqueue(ctx, n) })
}

func gateFault(f gate.Fault) campaign.GateFault {
	switch f {
	case gate.FaultReadOnly:
		return campaign.GateReadOnly
	case gate.FaultFull:
		return campaign.GateFull
	case gate.FaultCluster:
		return campaign.GateOneNode
	case gate.FaultLogin:
		return campaign.GateLogin
	case gate.FaultUnreachable, gate.FaultSlow, gate.FaultNotReady, gate.FaultRefused:
	}
	return campaign.GateUnavailable
}
