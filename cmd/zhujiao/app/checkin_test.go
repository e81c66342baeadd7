package app

import (
	"net/http"
	"strings"
	"testing"

	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
)

// TestMakeupAfterTalk: a request for a late check-in can be granted after a
// moderator has asked back, taken over or handed back, and once only.
func TestMakeupAfterTalk(t *testing.T) {
	t.Parallel()
	replies := map[string]string{"#答 H1 讲了哪7步？": "已回复H1", "#接管 H1": "已接管H1", "#结束 H1": "H1已结束"}
	for name, talk := range map[string][]string{
		"answered": {"#答 H1 讲了哪7步？"}, "taken": {"#接管 H1"}, "ended": {"#接管 H1", "#答 H1 讲了哪7步？", "#结束 H1"}, "closed": {"#结束 H1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := staffed(t, nil)
			c.at(7, 20, 0, 0)
			c.say(t, "u", "报名")
			c.at(7, 21, 50, 0)
			c.say(t, "u", "补签 讲了订单")
			for _, s := range talk {
				c.must(t, "m1", s, replies[s])
			}
			c.expect(t, "m1", "#补签 H1", "H1补签已通过")
			c.expect(t, "m1", "#补签 H1", "H1已经处理过")
			if name == "taken" {
				c.must(t, "m1", "#结束 H1", "H1已结束")
			}
			c.expect(t, "u", "我的", "签到：已签到")
		})
	}
}

// TestMakeupByButton grants a request on its ticket in the console: that answers it, and a
// second tap says so.
func TestMakeupByButton(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 10, 0, 0)
	c.say(t, "a", "报名")
	c.at(7, 22, 0, 0)
	c.say(t, "a", "补签 老师讲到订单拆单")
	member, path := signedIn(t, c, "小李", moderation.RoleStaff), home(c)+"tickets/H1"
	button := `action="` + path + `/checkin"`
	if _, page := member.get(path); !strings.Contains(page, button) {
		t.Fatalf("no button on %s", page)
	}
	member.post(path + "/checkin")
	_, page := member.get(path)
	if !strings.Contains(page, "H1已补签，对方已收到通知") || !strings.Contains(page, "已回答") || strings.Contains(page, button) {
		t.Errorf("after the button: %s", page)
	}
	c.settle(t)
	if n := c.told("a", "补签"); n != 1 {
		t.Errorf("they were told %d times", n)
	}
	if status, _ := member.post(path + "/checkin"); status != http.StatusConflict {
		t.Errorf("a second tap: %d", status)
	}
}

// TestMakeupWaiting: of somebody on the waiting list nobody says that they are
// not registered.
func TestMakeupWaiting(t *testing.T) {
	t.Parallel()
	c := staffed(t, func(cfg *Config) { change(t, cfg.Campaign, "名额: 120 => 名额: 1") })
	c.say(t, "a", "报名")
	c.say(t, "b", "报名")
	c.at(7, 20, 50, 0)
	c.say(t, "b", "后台先行")
	c.expect(t, "m1", "#补签 H1", "H1没有通过：对方在候补，席位已满")
}

// TestDoorCloses: who is in at last does not wait for a makeup any more.
func TestDoorCloses(t *testing.T) {
	t.Parallel()
	c := staffed(t, func(cfg *Config) { change(t, cfg.Campaign, "名额: 120 => 名额: 1") })
	c.say(t, "a", "报名")
	c.say(t, "b", "报名")
	c.at(7, 20, 50, 0)
	c.say(t, "b", "后台先行")
	c.say(t, "b", "补签 我一直在听，讲了订单")
	c.say(t, "a", "取消报名")
	c.say(t, "a", "确认取消")
	c.expect(t, "b", "后台先行", "签到成功")
	c.expect(t, "m1", "#待答", "没有待答的问题。")
	c.expect(t, "m1", "#补签 H1", "H1已经处理过")
	c.settle(t)
	if c.told("b", "补签已通过") != 0 {
		t.Errorf("b was told of a makeup: %q", c.texts("b"))
	}
}

// TestMakeupErased makes up a check-in of somebody whose data is gone: nobody gets a seat, nothing is promised.
func TestMakeupErased(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 21, 50, 0)
	c.say(t, "a", "补签 老师讲到订单拆单")
	c.say(t, "a", "删除我的数据")
	c.say(t, "a", "确认删除")
	got := c.say(t, "m1", "#补签 H1")
	if n := c.say(t, "m1", "#数据"); !strings.HasPrefix(n, "报名 0/") {
		t.Errorf("%q gave somebody who is erased a seat: %s", got, n)
	}
	c.say(t, "b", "补签 老师讲到订单拆单")
	c.unfollow(t, "b")
	got = c.say(t, "m1", "#补签 H2")
	c.settle(t)
	c.follow(t, "b")
	if r := c.say(t, "b", "几点开始"); strings.Contains(got, "会在他下次发消息时补上") && !strings.Contains(r, "补签已通过") {
		t.Errorf("%q was promised, b reads %q", got, r)
	}
}

// TestMakeupAll takes a late check-in that joined an open call with #补签 全部.
func TestMakeupAll(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 20, 0, 0)
	c.say(t, "a", "报名")
	c.say(t, "a", "人工")
	c.at(7, 21, 50, 0)
	c.say(t, "a", "补签 老师讲到订单拆单")
	if got := c.say(t, "m1", "#补签 全部"); !strings.Contains(got, "H1补签已通过") {
		t.Errorf("%q", got)
	}
}

// TestPassphraseKept has wordings in the database that are the passphrase, as an
// older program took them: check-in is not taken over by an answer.
func TestPassphraseKept(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 19, 0, 0)
	id := c.app.Campaign().ID
	for _, words := range []string{"后台先行", "签到后台先行", "后台线行"} {
		p := campaign.Phrasing{Entry: "who", Words: words}
		if ok, err := c.app.store.Content.AddPhrasing(t.Context(), id, p, "m1", c.app.clock.Now()); !ok || err != nil {
			t.Fatal(ok, err)
		}
	}
	if err := c.app.catalog.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, who := range []string{"a", "b", "d"} {
		c.say(t, who, "报名")
	}
	c.at(7, 20, 50, 0)
	for who, words := range map[string]string{"a": "后台先行", "b": "签到 后台先行", "d": "后台线行"} {
		if got := c.say(t, who, words); !strings.HasPrefix(got, "签到成功") {
			t.Errorf("%q in the window got %q", words, got)
		}
	}
}
