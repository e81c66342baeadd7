package app

import (
	"strings"
	"testing"

	"zhujiao/bot/wxsim"
)

// TestFollowers lists the account's followers: who never wrote joins 全部, who
// left while nobody listened is forgotten, who had their data erased stays so.
func TestFollowers(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, func(cfg *Config) { cfg.Moderators = []string{wxsim.OpenID("crowd", "m")} })
	for _, who := range []string{"a", "b", "left", "erased", "m"} {
		c.say(t, who, "报名")
	}
	c.say(t, "erased", "删除我的数据")
	c.say(t, "erased", "确认删除")
	c.platform.Touch(wxsim.OpenID("crowd", "left"), "unfollow") // the event gets lost
	for _, silent := range []string{"s1", "s2", "s3"} {
		c.platform.Touch(wxsim.OpenID("crowd", silent), "scan")
	}
	later := c.app.clock.Now().Add(1e9)
	c.app.clock.Freeze(later)
	for range 2 { // the second finds nothing new
		if err := (followers{c.app}).update(t.Context(), later, nil); err != nil {
			t.Fatal(err)
		}
	}
	got := c.say(t, "m", "#群发 全部 今晚20:30准时开课,直播间地址稍后发群里。")
	if want := "6人"; !strings.Contains(got, want) { // a b m s1 s2 s3
		t.Errorf("draft to everybody: %q, want %s", got, want)
	}
	c.settle(t)
	if hits := c.grep(t, wxsim.OpenID("crowd", "left"), wxsim.OpenID("crowd", "erased")); len(hits) > 0 {
		t.Errorf("still there: %v", hits)
	}
}

// TestGoneIsForgotten loses the event of somebody who left: the list of followers erases them.
func TestGoneIsForgotten(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 10, 0, 0)
	c.say(t, "a", "紫藤萝瀑布在哪")
	c.platform.Touch(wxsim.OpenID("crowd", "a"), "unfollow") // the event is lost
	c.must(t, "m1", "#答 U1 会提到的。", "已回复U1")
	c.settle(t)
	c.at(7, 12, 0, 0)
	if err := (followers{c.app}).update(t.Context(), c.app.clock.Now(), nil); err != nil {
		t.Fatal(err)
	}
	c.settle(t)
	if hits := c.grep(t, wxsim.OpenID("crowd", "a"), "紫藤萝瀑布在哪"); len(hits) > 0 {
		t.Errorf("still there: %v", hits)
	}
}
