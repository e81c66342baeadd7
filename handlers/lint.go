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
	somePrice = regexp.MustCompile(`价值(\d+)元|(\d+)[元块]的?(?:\p{Han}{0,6})(?:资料|礼包)`)
	someDay   = regexp.MustCompile(`(?:周|星期|礼拜)([一二三四五六日天])`)
	someLink  = regexp.MustCompile(`(?i)https?://[a-z0-9.:-]+` + path + `|(?:[a-z0-9-]+\.)+(?:` + domains + `)\b` + path)
	unfilled  = regexp.MustCompile(`\{[^{}\s]{1,12}\}`)
	today     = regexp.MustCompile(`今晚|今天|今日|现在|马上|正在`)
	tomorrow  = regexp.MustCompile(`明天|明晚|明早`)
	dayAfter  = regexp.MustCompile(`(?:^|[^以之大])(后天)(?:[^天]|$)`) // 以后天天 is none
	later     = regexp.MustCompile(`大后天`)
	thisDay   = regexp.MustCompile(`今晚|今天|今日`)
	aClass    = regexp.MustCompile(`开课|开播|开讲|上课|听课`)
)

const (
	// path is the rest of an address, up to anything but a letter, digit or sign of
	// one.
	path = `(?:[/?#][a-z0-9/?#=&%._~:@!$*+-]*)?`
	// domains end addresses that phones make tappable without https://.
	domains = `com|cn|net|org|io|cc|top|vip|xyz|me|co|info|shop|site|club|link|ly|tv|im|app|ai|tech|store|fun|icu|wang|ink|pub|mobi|biz`
	// previewRoom is what the mark of a preview takes of a text's bytes.
	previewRoom = 32
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
	if most := m.Channel.MaxText - previewRoom; len(s) > most {
		return fmt.Sprintf("内容有%d字节,最多%d字节", len(s), most)
	}
	for _, check := range []func(string, time.Time) string{m.lintDate, m.lintPrice} {
		if reason := check(s, now.In(m.Campaign.Zone)); reason != "" {
			return reason
		}
	}
	return m.lintLinks(ctx, s)
}

// lintDate compares dates, weekdays and times with those of the class.
func (m *Mouth) lintDate(s string, now time.Time) string {
	start, end := m.Campaign.Start.In(m.Campaign.Zone), m.Campaign.End.In(m.Campaign.Zone)
	times := timesIn(s)
	if sameDates(s, start) && sameDay(s, start, now, len(times) > 0) && sameTimes(s, times, start, end) {
		return ""
	}
	return "日期与活动时间" + m.compact(start) + "不一致,确认没错请在后台勾选后发送"
}

// sameDates tells whether every date and weekday of a text is that of the class.
func sameDates(s string, start time.Time) bool {
	for _, d := range datesIn(s) {
		if d.year != 0 && d.year != start.Year() || d.month != 0 && d.month != int(start.Month()) || d.day != start.Day() {
			return false
		}
	}
	is := []string{"日天", "一", "二", "三", "四", "五", "六"}[start.Weekday()]
	for _, f := range someDay.FindAllStringSubmatch(s, -1) {
		if !strings.Contains(is, f[1]) {
			return false
		}
	}
	return true
}

// sameTimes tells whether the times of a text are right: each that something
// begins at, else one of them in a text about the beginning.
func sameTimes(s string, times []clockTime, start, end time.Time) bool {
	begins, one := false, len(times) == 0 || !strings.Contains(s, "开") && !strings.Contains(s, "准时") && !aClass.MatchString(s)
	for _, t := range times {
		if t.begins && !t.is(start) {
			return false
		}
		begins, one = begins || t.begins, one || t.is(start) || t.is(end)
	}
	return begins || one
}

// sameDay tells whether 今晚, 明天 and their like mean the day of the class: each of
// them beside a time of day, else one of them in a text about the class.
func sameDay(s string, start, now time.Time, timed bool) bool {
	words := []*regexp.Regexp{thisDay, tomorrow, dayAfter, later} // 现在报名,明晚20:30开课 says tomorrow
	said, right := 0, 0
	for days, w := range words {
		if !w.MatchString(s) {
			continue
		}
		said++
		if d := now.AddDate(0, 0, days); d.Month() == start.Month() && d.Day() == start.Day() {
			right++
		}
	}
	if timed {
		return right == said
	}
	return !aClass.MatchString(s) || said == 0 || right > 0
}

// lintPrice compares a stated value with the packs'.
func (m *Mouth) lintPrice(s string, _ time.Time) string {
	for _, f := range somePrice.FindAllStringSubmatch(s, -1) {
		known := false
		for _, p := range m.Campaign.Packs {
			known = known || strconv.Itoa(p.Price) == f[1]+f[2]
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
	found := someLink.FindAllString(s, -1)
	known, dead := map[string]bool{bare(m.Campaign.LiveRoom): true}, map[string]bool{}
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
			known[bare(l.URL)] = true
		}
		for _, address := range stopped {
			dead[bare(address)] = true
		}
	}
	for _, address := range found {
		address = strings.TrimRight(address, ".:?!")
		switch {
		case dead[bare(address)]:
			return "链接「" + address + "」已停发"
		case !known[bare(address)]:
			return "链接「" + address + "」不在活动文件里"
		}
	}
	return ""
}

// bare is an address as it is compared: without its scheme, the host in small
// letters.
func bare(address string) string {
	if i := strings.Index(address, "://"); i >= 0 {
		address = address[i+3:]
	}
	host, rest, slash := strings.Cut(strings.TrimSuffix(address, "/"), "/")
	if slash {
		rest = "/" + rest
	}
	return strings.ToLower(host) + rest
}

// stale returns the word of a text that stood for another day when it was
// written.
func stale(s string, made, due time.Time) string {
	if made.YearDay() == due.YearDay() && made.Year() == due.Year() {
		return ""
	}
	if w := thisDay.FindString(s); w != "" {
		return w
	}
	return dayAhead(s)
}

// dayAhead returns a word of a text that means one of the next days; "" for none.
func dayAhead(s string) string {
	if w := tomorrow.FindString(s) + later.FindString(s); w != "" {
		return w
	}
	if f := dayAfter.FindStringSubmatch(s); f != nil {
		return f[1]
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
	return dayAhead(s)
}
