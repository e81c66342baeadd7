package app

import (
	"strings"
	"testing"
	"time"

	"zhujiao/bot/bottest"
	"zhujiao/bot/content"
	"zhujiao/bot/gate"
)

// TestRedisAlert: Redis dies and comes back. People are answered, the log has a line for
// each, and the moderators' group is told once.
func TestRedisAlert(t *testing.T) {
	t.Parallel()
	r := bottest.StartRedis(t)
	c := staffed(t, func(cfg *Config) { cfg.RedisURL = r.URL() })
	for i := 0; r.Command("DBSIZE") == ":0"; i++ { // it connects in the background
		if c.say(t, "a", "我的"); i == 500 {
			t.Fatal("redis is not asked")
		}
		time.Sleep(10 * time.Millisecond)
		c.app.clock.Freeze(c.app.clock.Now().Add(time.Minute))
	}
	r.Kill()
	c.must(t, "b", "报名", "报名成功")
	text := c.app.main().Texts.Render(content.KeyAlertGate, nil)
	for i := 0; len(c.alerts(text)) == 0; i++ {
		if c.settle(t); i == 500 {
			t.Fatalf("the group is not told; the log:\n%s", c.logged.String())
		}
		time.Sleep(10 * time.Millisecond)
	}
	r.Start()
	for i := 0; !strings.Contains(c.logged.String(), "redis is back"); i++ {
		if i == 500 {
			t.Fatal("the program does not come back to redis")
		}
		time.Sleep(10 * time.Millisecond)
	}
	c.must(t, "c", "报名", "报名成功")
	c.settle(t)
	if got := c.alerts("【Redis】"); len(got) != 1 || strings.Count(c.logged.String(), "redis failed") != 1 {
		t.Errorf("alerts %q, want one; the log:\n%s", got, c.logged.String())
	}
}

// TestRedisAlertInTheLab: before the lab's clock is set, no notice can be due.
func TestRedisAlertInTheLab(t *testing.T) {
	t.Parallel()
	if err := (gateAlerts{&App{lab: true, clock: &Clock{}}}).RedisFailed(t.Context(), gate.FaultFull); err == nil {
		t.Error("an alert was enqueued before the clock was set")
	}
}
