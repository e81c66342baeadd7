package staff

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/text"
)

// forEver is the validity of a link whose line names none.
const forEver = "永久"

var (
	// linkStart matches an address, which ends before the first character that cannot
	// be part of one.
	linkStart = regexp.MustCompile(`(?s)^(?:链接|网址|地址)?[:：\s]*((?i:https?)://[a-zA-Z0-9/?#=&%._~:@!$*+'()-]+)(.*)$`)
	// linkRest matches an extraction code and a validity, either of which may be
	// missing.
	linkRest = regexp.MustCompile(
		`(?s)^[\s,、。;]*(?:(?:提取码|访问码|密码|码)[\s:]*)?([0-9A-Za-z]{4})?[\s,、。;]*(?:(?:有效期?)?至[\s:]*(.+))?$`)
	fullUntil  = regexp.MustCompile(`^(20\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})日?$`)
	shortUntil = regexp.MustCompile(`^()(\d{1,2})[-/.月](\d{1,2})[日号]?$`)
)

// linkOf parses 「网址 [提取码] [至 日期]」, whatever separates the parts. The address must be
// http or https.
func linkOf(words string) (campaign.Mirror, bool) {
	l := campaign.Mirror{Name: "主链接"}
	f := linkStart.FindStringSubmatch(strings.TrimSpace(words))
	if f == nil {
		return l, false
	}
	l.URL = f[1]
	if u, err := url.Parse(l.URL); err != nil || u.Host == "" {
		return l, false
	}
	rest := linkRest.FindStringSubmatch(text.Tidy(f[2]))
	if rest == nil {
		return l, false
	}
	l.Code, l.Until = rest[1], rest[2]
	return l, true
}

// untilOf parses the validity of a link and returns it as people read it, or "" if
// there is none. bad is the text about an invalid one.
func untilOf(words string, now time.Time) (until string, bad content.Key) {
	switch words = strings.Join(strings.Fields(words), ""); words {
	case "", forEver, "长期", "长期有效", "永久有效":
		if words != "" {
			words = forEver
		}
		return words, ""
	}
	f := fullUntil.FindStringSubmatch(words)
	if f == nil {
		f = shortUntil.FindStringSubmatch(words)
	}
	day, ok := dayOf(f, now)
	if !ok {
		return "", content.KeyStaffUntilBad
	}
	until = day.Format(time.DateOnly)
	if until < now.Format(time.DateOnly) {
		return until, content.KeyStaffUntilPast
	}
	return until, ""
}

// dayOf returns the day of a match of fullUntil or shortUntil. Without a year it takes
// the current one, or the next if that is nearer. It returns false for a day that does
// not exist.
func dayOf(found []string, now time.Time) (time.Time, bool) {
	if found == nil {
		return now, false
	}
	year, _ := strconv.Atoi(found[1])
	month, _ := strconv.Atoi(found[2])
	day, _ := strconv.Atoi(found[3])
	if found[1] == "" {
		year = now.Year()
		if d := time.Date(year, time.Month(month), day, 0, 0, 0, 0, now.Location()); now.Sub(d) > 183*24*time.Hour {
			year++
		}
	}
	d := time.Date(year, time.Month(month), day, 0, 0, 0, 0, now.Location())
	return d, int(d.Month()) == month && d.Day() == day
}
