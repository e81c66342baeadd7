package draft

import (
	"strings"

	regexp "zhujiao/bot/lazyregexp"
)

var (
	mailLine   = regexp.MustCompile(`^\s*(?i:(from|to|cc|subject|date|sent|reply-to|发件人|收件人|抄送|主题|标题|日期|发送时间))\s*[:：]\s*(.*)$`)
	mailPrefix = regexp.MustCompile(`^(?i:(?:re|fwd?|回复|转发)\s*[:：]\s*|(?:you(?:'|’)re|you are) (?:all )?invited\s*(?:to)?\s*[:：!–—-]*\s*|(?:an )?invitation(?: to)?\s*[:：–—-]\s*|save the date\s*[:：–—-]\s*|join us(?: for)?\s*[:：–—-]\s*|reminder\s*[:：–—-]\s*|(?:诚邀|邀请函|邀请|活动邀请|讲座邀请|通知)\s*[:：|｜]\s*)`)
	mailSuffix = regexp.MustCompile(`\s*[(（](?i:(?:free |live |online )*(?:webinar|workshop|session|talk|event|seminar|class|invitation)|[^（()）]{0,6}(?:直播|讲座|公开课|沙龙))[)）]\s*$`)
	mailTag    = regexp.MustCompile(`^\s*\[[^\[\]]{2,40}\]\s*`)
	mailFolder = regexp.MustCompile(`\s*<[^<>]*>\s*$`)
	mailTeam   = regexp.MustCompile(`^(?i:the )?(?i:(?:[a-z]+ )?(?:events?|marketing|community|training|learning|education|webinars?|programme?s?) (?:team|office|desk))\s*(?:,|at|@|-|–|\|)\s*`)
)

// cutMail takes the head of a mail off an article: its subject is the title, its sender the
// host.
func cutMail(s string) (frontMatter, string) {
	var f frontMatter
	body := strings.TrimLeft(s, " \t\r\n\ufeff")
	known := 0
	for range 8 {
		row, rest, more := strings.Cut(body, "\n")
		m := mailLine.FindStringSubmatch(strings.TrimRight(short(row, 400), "\r "))
		if m == nil {
			break
		}
		known++
		switch strings.ToLower(m[1]) {
		case "from", "发件人":
			f.sender = senderName(m[2])
		case "subject", "主题", "标题":
			m[2] = mailTag.ReplaceAllString(m[2], "")
			f.subject = mailSuffix.ReplaceAllString(mailPrefix.ReplaceAllString(mailPrefix.ReplaceAllString(m[2], ""), ""), "")
		case "date", "sent", "日期", "发送时间":
			f.date = m[2]
		}
		if body = rest; !more {
			break
		}
	}
	if known < 2 || f.sender == "" && !strings.Contains(s[:min(len(s), 600)], "@") {
		return frontMatter{}, s
	}
	return f, body
}

// senderName is the organisation of a sender: Events Team, Tallowick Software <a@b>.
func senderName(s string) string {
	s = strings.Trim(mailFolder.ReplaceAllString(s, ""), `"“” `)
	s = mailTeam.ReplaceAllString(s, "")
	if strings.Contains(s, "@") || doctor.MatchString(s) {
		return "" // a person
	}
	return s
}
