package app

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"zhujiao/bot/wxsim"
)

// TestParallelRegistration gives 2,000 people at once 120 seats and 1,880
// places on the waitlist, each number once.
func TestParallelRegistration(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, nil)
	const people = 2000
	replies := make([]string, people)
	var wg sync.WaitGroup
	turns := make(chan int)
	for range 64 {
		wg.Go(func() {
			for i := range turns {
				replies[i] = c.say(t, fmt.Sprint("p", i), "报名")
			}
		})
	}
	for i := range people {
		turns <- i
	}
	close(turns)
	wg.Wait()
	var seats, places []int
	for _, r := range replies {
		var n int
		if _, err := fmt.Sscanf(r, "报名成功！你是第%d位", &n); err == nil {
			seats = append(seats, n)
		} else if _, err := fmt.Sscanf(strings.TrimPrefix(r, "120个席位已报满，已帮你排到"), "候补第%d位", &n); err == nil {
			places = append(places, n)
		}
	}
	checkNumbers(t, "seats", seats, 120)
	checkNumbers(t, "places", places, people-120)
}

// checkNumbers wants 1..n, each once.
func checkNumbers(t *testing.T, what string, got []int, n int) {
	t.Helper()
	slices.Sort(got)
	if len(got) != n || len(slices.Compact(slices.Clone(got))) != n || got[0] != 1 || got[n-1] != n {
		t.Errorf("%s: %d numbers, %d distinct, want 1 to %d", what, len(got), len(slices.Compact(slices.Clone(got))), n)
	}
}

// TestRepeatedPush delivers one message three times: it is carried out once, and each
// delivery gets the same reply.
func TestRepeatedPush(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, nil)
	x := c.pusher.Text(context.Background(), wxsim.OpenID("crowd", "a"), "报名", wxsim.FaultThrice)
	if x.Tries != 3 || !strings.Contains(x.Text, "你是第1位") {
		t.Errorf("third delivery = %q after %d tries, want the first one's reply", x.Text, x.Tries)
	}
	if got := c.say(t, "b", "报名"); !strings.Contains(got, "你是第2位") {
		t.Errorf("the next person got %q, want seat 2", got)
	}
}

// TestForged pushes with a bad signature: nothing may happen.
func TestForged(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, nil)
	x := c.pusher.Text(context.Background(), wxsim.OpenID("crowd", "a"), "报名", wxsim.FaultForged)
	if x.Status != 403 {
		t.Errorf("status %d, want 403", x.Status)
	}
	if got := c.say(t, "b", "报名"); !strings.Contains(got, "你是第1位") {
		t.Errorf("after a forged push the first person got %q, want seat 1", got)
	}
}

// TestSecondProcess opens the same data directory twice.
func TestSecondProcess(t *testing.T) {
	t.Parallel()
	cfg := testConfig(t)
	a := newTestApp(t, cfg)
	_, err := New(context.Background(), cfg, a.clock, a.log)
	if err == nil || !strings.Contains(err.Error(), "another zhujiao process") {
		t.Errorf("err = %v, want it to name the other process", err)
	}
}

// TestReturn lets somebody leave and come back: the seat is still theirs.
func TestReturn(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, nil)
	c.say(t, "a", "报名")
	c.pusher.Event(t.Context(), wxsim.OpenID("crowd", "a"), "unsubscribe", "", wxsim.FaultNone)
	c.pusher.Event(t.Context(), wxsim.OpenID("crowd", "a"), "subscribe", "", wxsim.FaultNone)
	if got := c.say(t, "a", "报名"); !strings.Contains(got, "你已经报名成功（第1位）") {
		t.Errorf("who came back got %q, want their old seat", got)
	}
}

// TestShutInvitesNobody closes the registration: no reply invites to it any more
// (ruling 15), and all do again when it is open.
func TestShutInvitesNobody(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.say(t, "甲", "报名")
	c.say(t, "甲", "取消报名")
	texts := []string{"领取99", "菜单", "还有名额吗", "取消报名", "能帮我报名吗"}
	invites := func(s string) bool {
		return strings.Contains(s, "「1」") || strings.Contains(s, "1 免费报名") || strings.Contains(s, "「报名」")
	}
	for _, s := range texts {
		if got := c.say(t, "乙", s); !invites(got) {
			t.Errorf("open: %s is answered %q", s, got)
		}
	}
	c.confirm(t, c.say(t, "m1", "#关报名"))
	for _, s := range texts {
		if got := c.say(t, "丙", s); got == "" || invites(got) {
			t.Errorf("shut: %s is answered %q", s, got)
		}
	}
	if got := c.say(t, "甲", "确认取消"); got == "" || invites(got) {
		t.Errorf("shut: who cancels is told %q", got)
	}
	if got := c.follow(t, "丁"); got == "" || invites(got) {
		t.Errorf("shut: who follows is told %q", got)
	}
	c.say(t, "m1", "#开报名")
	if got := c.say(t, "丙", "菜单"); !invites(got) {
		t.Errorf("open again: the menu is %q", got)
	}
}

// TestOpenTooLate opens registration after its end: the moderator reads that it stays closed.
func TestOpenTooLate(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 21, 31, 0)
	got := c.say(t, "m1", "#开报名")
	if r := c.say(t, "x", "报名"); strings.Contains(got, "已重新开放") && strings.Contains(r, "已截止") {
		t.Errorf("%q, then %q", got, r)
	}
}
