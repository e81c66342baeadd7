package staff

import (
	"cmp"
	"net/url"
	"regexp"
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

// ReadLink reads a link of a pack as #换链 does, from its address, extraction code and
// validity, which may be empty. ok is false for what is no link, late is set for a validity
// that is no day, or past.
func ReadLink(address, code, until string, now time.Time) (l campaign.Mirror, late, ok bool) {
	words := strings.TrimSpace(address) + " " + strings.TrimSpace(code)
	if until = strings.TrimSpace(until); until != "" {
		words += " 至 " + until
	}
	if l, ok = linkOf(words); !ok {
		return l, false, false
	}
	read, bad := untilOf(l.Until, now)
	l.Until = cmp.Or(read, forEver)
	return l, bad != "", true
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
	m := text.ReadDay(words, now)
	last := m.At.AddDate(-1, 0, 0)
	switch {
	case m.At.IsZero():
		return "", content.KeyStaffUntilBad
	case m.Problem == text.TimePast:
		return m.At.Format(time.DateOnly), content.KeyStaffUntilPast
	case m.Problem == text.TimeFar && now.Sub(last) <= halfYear: // rather a day that is past
		return last.Format(time.DateOnly), content.KeyStaffUntilPast
	default:
		return m.At.Format(time.DateOnly), ""
	}
}

// halfYear ends the days without a year that are taken for past ones.
const halfYear = 183 * 24 * time.Hour
