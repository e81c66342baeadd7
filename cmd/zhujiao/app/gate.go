package app

import (
	"crypto/rand"
	"fmt"
	"log/slog"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/gate"
)

// newGate returns the gate: Redis with a local gate as its fallback if an address is
// set, else the local gate alone.
func newGate(url string, rules func() gate.Rules, clk *Clock, log *slog.Logger) (bot.Gate, error) {
	local := gate.NewLocal(rules, clk.Now)
	if url == "" {
		return local, nil
	}
	lab := func() (time.Time, bool) { return clk.Now(), clk.Set() }
	shared, err := gate.NewRedis(gate.RedisOptions{URL: url, Rules: rules, Lab: lab, Owner: rand.Text()})
	if err != nil {
		return nil, fmt.Errorf("ZHUJIAO_REDIS_URL: %w", err)
	}
	return gate.NewFallback(shared, local, log, nil), nil
}
