package draft

import (
	"strings"

	regexp "zhujiao/bot/lazyregexp"
)

// A list is introduced by the line above it, whatever its form: 这一小时里我们会做：, 欢迎这样的你👇,
// What we do. Which list it is follows from what that line says, and from nothing else, so that
// it may say more than the heading of a section.

var (
	// introduces ends a line that introduces what follows.
	introduces = regexp.MustCompile(`(?:[：:]|👇|⬇|↓|▼|如下|以下几点|下面几[点类种条])[\s\p{So}\x{fe0f}\x{1f3fb}-\x{1f3ff}]*$`)
	// listNot are lists of things to do, to bring or to pay.
	listNot = regexp.MustCompile(`注意|提醒|须知|自备|携带|请带|带上|准备好|规则|要求|步骤|报名|预约|领取|送|赠|礼|联系|规定|费用|票|价|资料|福利|奖|交通|路线|停车|回放|咨询|支持|(?i)\b(?:bring|need|require|prepare|register|sign up|rsvp|book|price|fee|ticket|get there|gift|bonus|receive)`)
	// listAudience introduces people.
	listAudience = regexp.MustCompile(`适合|面向|欢迎(?:这样|以下|这些|下列|下面)|推荐|(?:谁|哪些人|什么人|哪类人|哪种人).{0,8}(?:来|听|参加|报名|适合|需要|看)|人群|对象|听众|如果你|假如你|你是不是|你是否|你有没有|(?:这样|这些|以下|下列|下面).{0,4}(?:的你|朋友|人|同学|家长|伙伴|情况|困扰|烦恼)|(?:为|给)(?:谁|哪些人|这些人)|(?i)\bwho\b|\bfor you if\b|\b(?:designed|perfect|ideal|great|made|meant|suitable|good|right|best) for\b|\b(?:is|are) for\b|\b(?:come|join)(?: us| along)? if\b|\bif you(?:'re|’re| are)\b|\bsuits?\b`)
	// listPoints introduces what is taught.
	listPoints = regexp.MustCompile(`讲的(?:都|全)?是|怎么过$|做什么$|玩什么$|有什么$|(?i:\b(?:you|we)(?: will|'ll|’ll)$)|(?:会|将|能|可以|想|要|来|一起|带你|带大家|带着你|陪你|教你|教大家|我们|你们?|老师|医生|嘉宾|主要|重点|分别|依次|现场|当[天晚]|这[次回场节期]|今[天晚]|本[次场节期课]|[课堂节场]上|小时里?|分钟里?|之后|听完|学完|上完|看完)[^，。]{0,10}(?:讲|聊|学|听|练|做|说|谈|教|分享|拆|读|了解|掌握|明白|知道|体验|解决|收获|带走|得到|弄懂|搞懂|弄清|搞清|讨论|回答|认识|动手|完成|涉及|听到|看到|看懂|学会|解读|介绍|探讨|梳理|覆盖|揭秘|解答|示范|演示|干|玩)|(?:内容|大纲|提纲|看点|要点|重点|议题|话题|板块|收获|干货|模块|提要|亮点|问题|环节)(?:包括|如下|有|是|安排|介绍|预告|简介)?(?:[一二两三四五六七八几\d]+[个点条部分样件块项])?$|(?:讲|聊|说|谈|教|学|做|分享|拆)(?:这|以下|下面)?(?:[一二两三四五六七八几\d]+)(?:件|个|句话?|点|块|部分|样|段|招|步|类|种|节|条|讲)|分(?:为|成|享分)?[一二两三四五六几\d]个?(?:部分|块|讲|环节|板块|主题|方面)$|分享分[一二两三四五六]|(?:孩子们|学员|大家|同学们|你|你们|我们)(?:将|会|要)(?:一起)?$|任务$|(?i)\b(?:think about|learn|cover|come away|walk (?:away|out)|leave with|be able to|find out|discover|topics?|talks?|agenda|programme|takeaways?|discuss|explore)\b|\bwhat(?:'s|’s| is) (?:in it|inside|on|covered)|\bwhat (?:we|you|to)\b|\b(?:we|you|she|he|they)(?:'|’)?(?:ll| will) (?:do|make|see|try|build|practi[sc]e|work|look|go|talk|hear|write|cook|play|read)`)
)

// listTopic is what the list below a line is about, by that line's last sentence.
func listTopic(text string) topic {
	s := strings.TrimRight(introduces.ReplaceAllString(text, ""), "：: ")
	if parts := sentences(s); len(parts) > 1 {
		s = parts[len(parts)-1]
	}
	s = undecorated(s)
	if i := strings.LastIndex(s, "，"); runes(s) > 40 && i > 0 {
		s = s[i+len("，"):]
	}
	switch {
	case isMostlyLatin(s) && latinGives.MatchString(s+" "):
		return noTopic
	case runes(s) > 60 && !isMostlyLatin(s) || runes(s) > 140 || s == "":
		return noTopic
	case listAudience.MatchString(s) && !listPoints.MatchString(s):
		return aboutAudience
	case listNot.MatchString(s):
		return noTopic
	case listAudience.MatchString(s):
		return aboutAudience
	case listPoints.MatchString(s):
		return aboutPoints
	}
	return noTopic
}

// leads reports whether a line introduces the items below it.
func leads(lines []line, i int) bool {
	if i+1 >= len(lines) || lines[i+1].kind != item || lines[i].kind == row {
		return false
	}
	n := &lines[i]
	if n.kind == item && firstRune(n.text) == firstRune(lines[i+1].text) && n.depth >= lines[i+1].depth {
		return false
	}
	if introduces.MatchString(n.text) {
		return true
	}
	s := undecorated(n.text)
	if n.kind == item {
		return false
	}
	return !strings.ContainsAny(s, "，。；,;") && runes(s) <= 20 || isMostlyLatin(s) && runes(s) <= 40 && !strings.HasSuffix(s, ".")
}

// begins reports whether a line that leads a list is nothing but its heading.
func begins(text string) bool {
	s := undecorated(text)
	return !strings.ContainsAny(s, "，。；") && (runes(s) <= 24 || isMostlyLatin(s) && runes(s) <= 60) && len(sentences(s)) < 2
}

// beginList begins the section of a list. A line that says more than what follows stays what it
// is.
func (m *marker) beginList(i int, t topic) {
	if begins(m.lines[i].text) {
		m.begin(i, t)
		return
	}
	m.section, m.weak, m.heading, m.above, m.lines[i].topic = t, false, i, t, noTopic
}

// listAt is the topic of the list that a line leads, unless the line is a label or a heading
// that says so itself.
func (m *marker) listAt(i int, t topic, value string) topic {
	n := &m.lines[i]
	if m.section == aboutOthers || n.kind == heading || crumbs.MatchString(n.text) || t != noTopic && (value == "" || strongLabel(t)) || !leads(m.lines, i) || m.signs(i+1) {
		return noTopic
	}
	if headingTopic(n.text) != noTopic && begins(n.text) && !introduces.MatchString(n.text) {
		return noTopic
	}
	return listTopic(n.text)
}

// signs reports an item whose emoji no other line has: it stands for a label, not for a list.
func (m *marker) signs(i int) bool {
	text := m.lines[i].text
	r := firstRune(text)
	counter := r >= '①' && r <= '⓿' || r >= '❶' && r <= '➓'
	return !counter && startsWithMark(text) && m.emojis[r] < 2
}

// bulleted makes items of the paragraphs of a page that begin with a bullet, or with an emoji
// that another line begins with as well.
func bulleted(lines []line) {
	signs := map[rune]int{}
	for i := range lines {
		signs[firstRune(lines[i].text)]++
	}
	for i := range lines {
		n := &lines[i]
		if n.kind != paragraph || n.bold {
			continue
		}
		if bullet.MatchString(n.text) || startsWithMark(n.text) && signs[firstRune(n.text)] > 1 {
			n.kind, n.depth = item, 1
		}
	}
}
