package app

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// TestParallelClaims lets 1,000 people claim a pack three times each, of which
// there are 36: exactly 36 get it.
func TestParallelClaims(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, func(cfg *Config) {
		change(t, cfg.Campaign, "概率: 0.3 => 概率: 1")
		change(t, cfg.Campaign, "名额: 120 => 名额: 1000")
	})
	c.registerAtOnce(t, 1000)
	var given, again, out atomic.Int64
	var wg sync.WaitGroup
	turns := make(chan string)
	for range 64 {
		wg.Go(func() {
			for who := range turns {
				switch got := c.say(t, who, "领取49"); {
				case strings.HasPrefix(got, "领取成功"):
					given.Add(1)
				case strings.HasPrefix(got, "你已经领过"):
					again.Add(1)
				case strings.Contains(got, "已发完（共36份）"):
					out.Add(1)
				}
			}
		})
	}
	for range 3 {
		for i := range 1000 {
			turns <- fmt.Sprint("p", i)
		}
	}
	close(turns)
	wg.Wait()
	if given.Load() != 36 || again.Load() != 72 || out.Load() != 2892 {
		t.Errorf("given %d, again %d, out of stock %d, want 36, 72, 2892", given.Load(), again.Load(), out.Load())
	}
}

// TestRestock: added stock goes to who waits and may still have it, not to who
// has left or given up the seat; 「共几份」 counts it.
func TestRestock(t *testing.T) {
	t.Parallel()
	c := withPackForAll(t, "1")
	people := []string{"a", "b", "d", "e", "f"}
	c.register(t, people...)
	for i, who := range people {
		c.at(7, 10, i, 0)
		c.say(t, who, "领取49")
	}
	c.unfollow(t, "b")
	c.say(t, "d", "取消报名")
	c.say(t, "d", "确认取消")
	if got := c.say(t, "m1", "#补货 49 1"); !strings.Contains(got, "登记过的1人") {
		t.Errorf("#补货: %q", got)
	}
	c.settle(t)
	for who, n := range map[string]int{"d": 0, "e": 1, "f": 0} {
		if got := c.told(who, "领取成功"); got != n {
			t.Errorf("%s got the pack %d times, want %d", who, got, n)
		}
	}
	if got := c.say(t, "f", "领取49"); !strings.Contains(got, "已发完（共2份）") {
		t.Errorf("f asks: %q", got)
	}
}
