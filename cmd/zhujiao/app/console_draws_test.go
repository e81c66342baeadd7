package app

import (
	"fmt"
	"strings"
	"testing"

	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
)

// TestConsoleDraws shows the draws of a class as everybody may see them: on the page, and on
// the wall while no question is on it.
func TestConsoleDraws(t *testing.T) {
	t.Parallel()
	c := staffed(t, func(cfg *Config) { change(t, cfg.Campaign, "库存: 36 => 库存: 1000") })
	c.registerNumbered(t, "p", 12)
	for i := range 12 {
		c.say(t, fmt.Sprint("p", i), "领取49")
	}
	m := signedIn(t, c, "阿敏", moderation.RoleStaff)
	screen, _ := opened(t, m, c)
	page := func(path string) string {
		_, body := m.get(path)
		return body
	}
	n, _ := c.published(t, c.app.Campaign().ID)
	for path, part := range map[string]string{
		home(c) + "draws": "已抽10人次（每抽满十次更新）", screen: "承诺值 " + n[0].Commitment, home(c) + "packs": home(c) + "draws",
	} {
		if body := page(path); !strings.Contains(body, part) || strings.Contains(body, "号 抽中") {
			t.Errorf("%s lacks %q, or has results: %s", path, part, body)
		}
	}
	c.at(7, 23, 30, 0)
	if body := page(screen); !strings.Contains(body, "答疑结束") || !strings.Contains(body, "承诺值 "+n[0].Commitment) {
		t.Errorf("the dark screen has no commitment: %s", body)
	}
	c.at(38, 12, 0, 0)                              // 7 August
	m = signedIn(t, c, "小何", moderation.RoleReader) // a browser is signed in for a week
	body := page(home(c) + "draws")
	after, _ := c.published(t, c.app.Campaign().ID)
	if !strings.Contains(body, after[0].Seed) || !strings.Contains(body, results(after[0])) ||
		!strings.Contains(body, "中签概率：1–12号 30%</p>") {
		t.Errorf("after the end of the claims the page has not what is published: %s", body)
	}
}

// results are the results of a draw as the page lists them.
func results(n campaign.DrawNotice) (out string) {
	for _, d := range n.Draws {
		won := "未抽中"
		if d.Won {
			won = "抽中"
		}
		out += fmt.Sprintf("<li>%d号 %s</li>", d.Number, won)
	}
	return out
}
