package draft

import (
	"strings"

	regexp "zhujiao/bot/lazyregexp"
)

// A headline has parts: who holds the class, the series and its number, what kind of event it
// is, when, and what it is called. Only the last is the title.

var (
	// headCut parts a headline.
	headCut = regexp.MustCompile(`\s+/\s+|\s*[|｜丨]\s*|\s+[·•]\s+|\s*·\s*|\s+[-–—]+\s+`)
	// seriesPart is a series or its number.
	seriesPart = regexp.MustCompile(`^(?:[\p{Han}A-Za-z]{2,14}[（(]总?第\s*[\d一二三四五六七八九十百]+\s*[期讲][)）]|[\p{Han}A-Za-z]{0,12}?(?:第\s*[\d一二三四五六七八九十百]+\s*[期讲场回课次弹季]|[Nn][Oo]\.?\s*\d+|\s*(?i:vol|ep)\.?\s*\d+|#\d+|S\d+E\d+)[\p{Han}]{0,8}|[\p{Han}]{0,6}(?:读书会|公益课|大讲堂|讲坛|论坛|小课堂|月课|夜校|公开课|沙龙|讲座|直播|共读|活动|课堂|系列)(?:预告|通知|报名|邀请|回顾|来啦|来了)?)$`)
	// kindPart says of what kind the event is, when and for how much.
	kindPart = regexp.MustCompile(`^(?:The )?(?:[A-Z]\w+ )?(?:Letter|Newsletter|Bulletin|Digest)$|^(?i:[a-z ]{0,30}series(?: #?\d+)?)$|^(?i:an?) (?:[a-z-]+ ){0,2}(?i:livestream|talk|workshop|webinar|lesson|class|evening|lecture|masterclass)(?: for [a-z ]{3,24})?$|^(?:春日|夏日|秋日|冬日|午后|云|线上|周末)+(?:茶会|雅集|茶话会)$|^(?:(?:设计|艺术|文学|技术|线上|线下|直播|免费|公益|周末|本周|今晚|明晚|本月|限时|活动|讲座|课程|沙龙|公开课|报名|预告|通知|邀请函?|招募|预约|福利|亲子|家长|春季|夏季|秋季|冬季|新春|暑期|寒假|开讲|开课|来袭|中|\d{1,2}月\d{1,2}日?|\d{1,2}[./]\d{1,2}|周[一二三四五六日])+(?:课|啦|了)?|(?i:(?:[a-z]+ ){0,3}(?:talk|workshop|webinar|meetup|session|lecture|seminar)|(?:(?:free|online|live|design|tech|art|book|evening|public|open) ?)*(?:webinar|workshop|meetup|talk|event|invitation|register now|join us|lecture)?))$`)
	// lures are exclamations of a headline that names nothing.
	lures = regexp.MustCompile(`后悔|不来|别错过|快来|冲鸭|冲！|速来|必看|看过来|码住|收藏|救命|绝绝子|家人们|姐妹们|宝子们?|集美们?|宝宝们|真的会谢|^各位|朋友们|小伙伴`)
	// leadDay is a day before what is held on it.
	leadDay = regexp.MustCompile(`^(?:本|这|下)?(?:周|星期)[一二三四五六日天末](?:晚上?|上午|下午)?的?|^(?:今|明|后)[天晚]的?|^\d{1,2}月\d{1,2}[日号](?:晚上?|上午|下午)?的?`)
	// eventEnd ends the name of an event.
	eventEnd = regexp.MustCompile(`(?:体验课?|课|讲座|沙龙|分享会?|直播|工作坊|公开课|读书会|培训|活动|训练营|论坛|之夜|茶会|聚会|徒步|跑步|骑行|比赛|开放日)$`)
	// spacedOutHan is a line of single characters with spaces between: a poster's letters.
	spacedOutHan = regexp.MustCompile(`^(?:\p{Han} ){2,}\p{Han}$`)
)

// titlePart takes the part of a headline that names the class: what is left without the
// organiser, the series and the kind; "" if that is not one thing.
func titlePart(s string) string {
	parts := headCut.Split(s, 6)
	if len(parts) < 2 {
		return ""
	}
	var left []string
	for _, p := range parts {
		p = numberFirst.ReplaceAllString(strings.TrimSpace(p), "")
		if q := trimSigns(p); q != "" && !droppable(q) {
			left = append(left, p)
		}
	}
	if len(left) == 2 && runes(left[0]) >= 5 && eventEnd.MatchString(left[1]) && !eventEnd.MatchString(left[0]) && runes(left[1]) <= 14 {
		return left[0]
	}
	if len(left) != 1 || runes(left[0]) < 5 {
		return ""
	}
	return left[0]
}

// droppable reports a part of a headline that is not the title.
func droppable(p string) bool {
	p = trimSigns(unframed(p))
	if numberedSeries.MatchString(p) || framedSeries.MatchString(p) {
		return true
	}
	if strings.ContainsAny(p, "《「“") {
		return false
	}
	return seriesPart.MatchString(p) || kindPart.MatchString(p) || isGeneral(p) || latinOrg.MatchString(p) ||
		orgName.MatchString(p) && !eventEnd.MatchString(p) || anyOrgName.MatchString(p) && runes(p) <= 6 && strings.HasSuffix(p, "舍") || len(p) > 3 && orgHead.FindString(p) == p && runes(p) <= 16
}

var (
	// numberedSeries is a series in a frame with its number.
	numberedSeries = regexp.MustCompile(`^[「“《][^」”》]{2,16}[」”》]?\s*第\s*[\d一二三四五六七八九十百]+\s*[次期回场]$`)
	// framedSeries is a series in a frame with what kind of event it is: 「一炉秋天」直播公开课.
	framedSeries = regexp.MustCompile(`^[「“][^」”]{2,16}[」”](?:[\p{Han}]{2}|线上|线下|直播|公益)*(?:公开课|讲堂|云讲堂|讲座|沙龙|系列|课堂|直播课?)$`)
	// ofOrg is the event of an organisation: 墨池书院零基础书法体验课.
	ofOrg = regexp.MustCompile(`^([\p{Han}A-Za-z0-9&·]{1,12}?` + orgEnd + `)[\p{Han}A-Za-z0-9]{0,10}?(?:体验课?|课|讲座|沙龙|分享会?|直播|工作坊|公开课|培训|活动)$`)
)

// noTitle reports a line that has parts of which none is a title: a letterhead.
func noTitle(s string) bool {
	parts := headCut.Split(s, 6)
	dropped := 0
	for _, p := range parts {
		switch p = trimSigns(p); {
		case droppable(p):
			dropped++
		case p == strings.ToUpper(p) && isMostlyLatin(p) && len(strings.Fields(p)) < 4: // a letterhead
		default:
			return false
		}
	}
	return len(parts) > 1 && dropped > 0
}

// spokenTitle takes the event that a line of a chat names first: 周六亲子木工体验，….
func spokenTitle(s string) string {
	first, _, ok := strings.Cut(s, "，")
	first = strings.TrimSpace(leadDay.ReplaceAllString(first, ""))
	if ok && eventEnd.MatchString(first) && runes(first) >= 5 && runes(first) <= 24 {
		return first
	}
	return s
}

// titleLatin is how a sentence of English calls the class.
var titleLatin = regexp.MustCompile(`(?i)\b(?:pick|book|topic|title|subject|theme)(?: this month| for \w+)? (?:is|will be)(?: called)? ["“]([^"”]{3,70})["”]|\b(?:talk|workshop|session|class|webinar|course|evening|lecture) (?:called|titled|entitled) ["“]([^"”]{3,70})["”]`)

// titleCalled is how a sentence says that the class is called.
var titleCalled = regexp.MustCompile(`(?i)(?:^|[.:] )["“]([^"”]{3,60})["”] (?:will (?:last|be|start|take|run)|takes place|is on|starts|runs|lasts|is an? (?:[a-z-]+ ){0,3}(?:class|talk|workshop|session|webinar|lesson|lecture))\b|\b(?:it|which) is (?:called|titled|entitled) ["“]([^"”]{3,70})["”]|\b(?:talk|workshop|session|class|webinar|lesson|lecture|evening)\b[^."“:]{0,50}: ["“]([^"”]{3,70})["”]|\b(?:talk|workshop|session|class|webinar|course|lecture|event)(?: [a-z]+){0,4} (?:called|titled|entitled) ["“]([^"”]{3,70})["”]`)

// withSubtitle is a line with the subtitle below it: ——….
func withSubtitle(r *reader, i int) string {
	s := r.lines[i].text
	if i+1 < len(r.lines) && strings.HasPrefix(r.lines[i+1].text, "—") && !dedication.MatchString(r.lines[i+1].text) && (i+2 >= len(r.lines) || !strings.HasPrefix(r.lines[i+2].text, "—")) && runes(r.lines[i+1].text) <= 40 && !orgName.MatchString(trimSigns(r.lines[i+1].text)) && !ofOrg.MatchString(trimSigns(r.lines[i+1].text)) {
		return s + "——" + strings.TrimLeft(r.lines[i+1].text, "—- ")
	}
	return s
}

// dedication says below a title for whom the class is.
var dedication = regexp.MustCompile(`^[—\s-]*(?:写给|献给|送给|给)`)

// numberFirst is the number of a series before the title.
var numberFirst = regexp.MustCompile(`^第\s*[\d一二三四五六七八九十]{1,3}\s*[期讲场回课]\s+`)

// titleHeld is the event that a sentence says is held: 召开一次线上学习分享会.
var titleHeld = regexp.MustCompile(`(?:召开|举办|举行|开展|组织|办|开)一[次场堂个期]([\p{Han}A-Za-z0-9]{2,16}?(?:分享会|讲座|培训|沙龙|交流会|读书会|见面会|工作坊|公开课|体验课|直播课|茶话会|论坛))`)
