package handlers

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"zhujiao/bot/content"
)

var (
	testWords = regexp.MustCompile(`测试|(?i)\btest\b|(?i)asdf|哈哈哈`)
	someDate  = regexp.MustCompile(`(\d{1,2})月(\d{1,2})[日号]`)
	someTime  = regexp.MustCompile(`(\d{1,2})[:：](\d{2})`)
	somePrice = regexp.MustCompile(`价值(\d+)元`)
	someLink  = regexp.MustCompile(`https?://[^\s，。；！？、）)」]+`)
	unfilled  = regexp.MustCompile(`\{[^{}\s]{1,12}\}`)
	today     = regexp.MustCompile(`今晚|今天|今日|现在|马上|正在`)
	tomorrow  = regexp.MustCompile(`明天|明晚|明早`)
)

// lint tells what keeps a text from going out to many (R13); "" if nothing.
func (m *Mouth) lint(ctx context.Context, s string, now time.Time) string {
	var found []string
	if w := testWords.FindString(s); w != "" {
		found = append(found, "内容含「"+w+"」")
	}
	if utf8.RuneCountInString(s) < 10 {
		found = append(found, "少于10个字")
	}
	if len(found) > 0 {
		return strings.Join(found, "且")
	}
	if w, bad := m.blocked.Find(s); bad {
		return "内容含不合适的用语「" + w + "」"
	}
	if w := content.Luring(s); w != "" {
		return "「" + w + "」属于诱导分享,公众号会被处罚"
	}
	if w := unfilled.FindString(s); w != "" {
		return w + "没有填内容"
	}
	if len(s) > content.MaxText {
		return fmt.Sprintf("内容有%d字节,微信最多%d字节", len(s), content.MaxText)
	}
	for _, check := range []func(string, time.Time) string{m.lintDate, m.lintPrice} {
		if reason := check(s, now.In(m.Campaign.Zone)); reason != "" {
			return reason
		}
	}
	return m.lintLinks(ctx, s)
}

// lintDate compares dates and times with those of the class.
func (m *Mouth) lintDate(s string, now time.Time) string {
	start, end := m.Campaign.Start.In(m.Campaign.Zone), m.Campaign.End.In(m.Campaign.Zone)
	is := m.compact(start)
	wrong := "日期与活动时间" + is + "不一致,确认没错请在后台勾选后发送"
	for _, f := range someDate.FindAllStringSubmatch(s, -1) {
		month, _ := strconv.Atoi(f[1])
		day, _ := strconv.Atoi(f[2])
		if time.Month(month) != start.Month() || day != start.Day() {
			return wrong
		}
	}
	near := func(days int) bool {
		d := now.AddDate(0, 0, days)
		return d.Month() == start.Month() && d.Day() == start.Day()
	}
	times := someTime.FindAllString(s, -1)
	if len(times) == 0 {
		return ""
	}
	if today.MatchString(s) && !near(0) || tomorrow.MatchString(s) && !near(1) {
		return wrong
	}
	if !strings.Contains(s, "开") { // not about when it starts
		return ""
	}
	for _, t := range times {
		t = strings.ReplaceAll(t, "：", ":")
		if t == start.Format("15:04") || t == end.Format("15:04") {
			return ""
		}
	}
	return wrong
}

// lintPrice compares a stated value with the packs'.
func (m *Mouth) lintPrice(s string, _ time.Time) string {
	for _, f := range somePrice.FindAllStringSubmatch(s, -1) {
		known := false
		for _, p := range m.Campaign.Packs {
			known = known || strconv.Itoa(p.Price) == f[1]
		}
		if !known {
			return "价格「" + f[0] + "」和资料包的价值不一致"
		}
	}
	return ""
}

// lintLinks lets only links through that the campaign knows and that are not
// stopped.
func (m *Mouth) lintLinks(ctx context.Context, s string) string {
	known := map[string]bool{m.Campaign.LiveRoom: true}
	for _, p := range m.Campaign.Packs {
		all, err := m.Packs.Mirrors(ctx, p)
		if err != nil {
			return "链接检查没有成功,请再试一次"
		}
		stopped, err := m.Packs.Claims.Stopped(ctx, m.Campaign.ID, p.ID)
		if err != nil {
			return "链接检查没有成功,请再试一次"
		}
		for _, l := range all {
			known[l.URL] = true
		}
		for _, address := range stopped {
			if strings.Contains(s, address) {
				return "链接「" + address + "」已停发"
			}
		}
	}
	for _, address := range someLink.FindAllString(s, -1) {
		if !known[address] {
			return "链接「" + address + "」不在活动文件里"
		}
	}
	return ""
}

// untrue returns the word of a text that is not true any more at its time
// (ruling 8).
func untrue(s string, now, due time.Time) string {
	same := now.YearDay() == due.YearDay() && now.Year() == due.Year()
	if w := regexp.MustCompile(`现在|马上|正在`).FindString(s); w != "" && due.Sub(now) > 10*time.Minute {
		return w
	}
	if same {
		return ""
	}
	if w := today.FindString(s); w != "" {
		return w
	}
	return tomorrow.FindString(s)
}
