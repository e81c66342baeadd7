package app

import (
	"regexp"
	"strings"
	"testing"

	"zhujiao/bot/campaign"
)

// offersPack are words by which a pack is offered.
var offersPack = regexp.MustCompile(`可领取|免费领|领资料包|可抽取|机会抽中|回复「领取|签到后可领|没有领的资料`)

// TestAfterClaimsEnd offers no pack after the end of the claims: in no list, no reply, no
// reminder and to no moderator. Who holds one still gets it.
func TestAfterClaimsEnd(t *testing.T) {
	t.Parallel()
	c := staffed(t, func(cfg *Config) {
		change(t, cfg.Campaign, "\n  主办:  => \n  领取截止: 2022-07-07 21:40\n  主办: ")
		change(t, cfg.Campaign, "  - {名称: 课后领资料 =>   - {名称: 太晚, 时间: 2022-07-07 21:41, 对象: 已签到未领99, 文本: remind_pack}\n  - {名称: 课后领资料")
		change(t, cfg.Campaign, "每人: {条数: 10 => 每人: {条数: 1000")
	})
	c.register(t, "holder", "present", "absent")
	c.at(7, 20, 40, 0)
	for _, who := range []string{"holder", "present"} {
		c.expect(t, who, "后台先行", "签到成功")
	}
	c.expect(t, "holder", "领取99", "https://")
	c.expect(t, "present", "我的", "可领取")
	c.at(7, 21, 35, 0)
	c.settle(t)
	c.at(7, 21, 41, 0)
	c.settle(t)
	if c.told("present", "还没领") != 1 || c.told("holder", "还没领") != 0 {
		t.Errorf("reminded: %q", c.texts("present"))
	}
	if n := c.rows(t, "SELECT kind FROM delivery WHERE kind = 'reminder'"); len(n) != 1 {
		t.Errorf("%d reminders are planned", len(n))
	}
	// The check-in lasts on, and so does the day of the class.
	for _, day := range []int{7, 8, 60} {
		c.at(day, 21, 42, 0)
		for _, who := range []string{"holder", "present", "absent", "stranger"} {
			for _, words := range []string{
				"我的", "资料包", "领取99", "领取49", "报名", "菜单", "签到", "失效", "取消报名", "退订", "提醒", "〈关注〉",
			} {
				said := (&stage{crowd: c}).write(t, who, words)
				if offer := offersPack.FindString(said); offer != "" {
					t.Errorf("on day %d %s writes %q and is offered %q: %q", day, who, words, offer, said)
				}
			}
		}
		c.expect(t, "holder", "我的", "已领取")
		c.expect(t, "holder", "领取99", "https://")
		c.expect(t, "present", "我的", "领取已截止")
		c.expect(t, "present", "资料包", "：领取已截止")
		c.expect(t, "present", "领取99", "领到7月7日21:40为止")
		c.expect(t, "stranger", "领取99", "领到7月7日21:40为止")
	}
	c.at(8, 12, 0, 0)
	c.expect(t, "present", "会讲到跨境电商的税务申报吗", "U2")
	if got := c.say(t, "m1", "#谁 U2"); !strings.Contains(got, "领取已截止") || offersPack.MatchString(got) {
		t.Errorf("#谁: %q", got)
	}
	signed := campaign.Reminder{Audience: campaign.Audience{Kind: campaign.AudienceSigned}}
	if c.app.Campaign().Vain(signed, c.app.clock.Now()) {
		t.Error("a reminder of everybody is in vain")
	}
}
