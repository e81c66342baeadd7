package draft

import (
	"strings"

	regexp "zhujiao/bot/lazyregexp"
)

var (
	titlePrefix = regexp.MustCompile(`^(?:\d{1,2}[:：]\d{2}\s*[|｜丨·-]\s*|【[^】]{1,14}】|[\p{Han}A-Za-z]{2,12}(?:注意|看过来|必看|必读|福音|收藏|关注)\s*[：:！!，,|｜]+\s*|\[[^\]]{1,14}\]|(?:直播|公开课|活动|讲座|沙龙|课程|分享会|线下|线上|免费|家长|周末|亲子|重磅|本周|今晚|明晚|报名|招募|新课|培训|会议|报名通道|限时免费|福利|邀请函)*(?:预告|预约|报名|来了|开启|通知|邀请函?|公开课|直播|直播课|讲座|沙龙|工作坊|体验课|读书会|开讲|免费|通道|福利)\s*[|｜丨：:!！·—-]+\s*|(?:(?:free|live|upcoming|online|new)\s+)?(?:webinar|workshop|meetup|event|talk|class|invitation|masterclass|seminar)\s*[:|–—-]+\s*)`)
	titleSuffix = regexp.MustCompile(`(?:\s*[（(][^（()）]{0,14}(?:线上|线下|小班|\d+人)[^（()）]{0,10}[)）]|\s*[，,！!·|｜]?\s*(?:第[一二三四五六七八九十\d]+期)?(?:招生|报名|开课|开讲|上线|开营|启动|招募|开启|开始)(?:报名|招募|招生)?(?:啦|了|中)[！!~]*|\s*[|｜丨—-]+\s*(?:直播|公开课|活动|讲座|沙龙|课程|免费|线下|线上|报名|微信)*(?:预告|预约|报名|通知|邀请|中|直播|公开课|讲座|免费|沙龙)|\s*[（(【](?:免费|限时免费|直播|公开课|报名中|免费报名|限额|线上|线下|内含福利)[)）】]|\s*[|｜-]\s*(?:人人都是产品经理|微信公众平台))$`)
	titleNamed  = regexp.MustCompile(`(?:主题|题目|课题|议题|名)(?:是|为|叫)?\s*[：:]?\s*[「《“【]([^」》”】]{3,40})[」》”】]|[「《“]([^」》”]{4,40})[」》”]\s*(?:的?(?:线上|线下|直播|主题|系列|专题|公益)*(?:直播|公开课|讲座|线上课|分享会|沙龙|直播课|课程|体验课|训练营|专场|免费课|线下课|研讨会|工作坊|培训|论坛|读书会|主题活动))|(?:直播|公开课|讲座|沙龙|分享会|直播课|体验课|研讨会|工作坊)\s*(?:——|[:：])?\s*[「《“]([^」》”]{4,40})[」》”]|(?:带来|开讲|分享|讲解|主讲|推出|举办|聊聊|直播|[，,来]讲|讲座?的是|谈谈|说说)\s*(?:一场|主题为)?[「《“]([^」》”]{4,40})[」》”]`)
	greeting    = regexp.MustCompile(`^(?:.*(?:newsletter|bulletin|digest)\b|群里|@|#|(?:早上|上午|中午|下午|晚上)好|各位|亲爱的|大家好|hi\b|hello|dear|尊敬的|嗨|哈喽|点击|关注|原创|作者|来源|文[/|｜丨]|编辑|图片|阅读|收录于|设为星标|导读|-|▲|家人们|同学们|小伙伴|朋友们|好消息|你好|通知$|公告$|提示|注：)`)
	// formalTitle is that of a notice: 关于举办…的通知.
	formalTitle = regexp.MustCompile(`^关于(?:举办|开展|召开|举行|组织)?(.{4,40}?)的(?:通知|公告|邀请函?|通告|预告|函|(?:温馨|友情)?提示)$`)
	// seriesHead names a series, of which the next line is the subject.
	seriesHead = regexp.MustCompile(`^[^，。：:《]{2,14}第\s*[\d一二三四五六七八九十]+\s*(?:期|场|讲|回|课)$`)
	titleTheme = regexp.MustCompile(`(?:主题|题目|课题)(?:为|是|：|:)\s*[「《“【]([^」》”】]{3,40})[」》”】]`)
	titlePlans = regexp.MustCompile(`^([\p{Han}A-Za-z0-9]{3,24}?(?:讲座|公开课|沙龙|工作坊|分享会|论坛|读书会))(?:将于|定于|拟于|于)`)
	titleTold  = regexp.MustCompile(`[「“]([^」”]{4,24})[」”]，?\s*(?:我们|这次|今天|终于)?[^，。]{0,4}(?:安排上|来了|来啦|开讲|开播|上线)|(?:说的|说好的|期待的|心心念念的|的)?([\p{Han}A-Za-z]{1,8}(?:课|讲座|分享会|沙龙|工作坊|体验|读书会|训练营))(?:终于|已经|也|又)?(?:定(?:下来|好)?了|来了|来啦|开始报名|要开了|开班了|安排上了)|(?:聊聊|讲讲|聊一聊|讲一讲|谈谈|聊|主题是|主题为)\s*([\p{Han}A-Za-z0-9 ]{3,20}?)(?:[，。！!,]|$)`)
	howClause  = regexp.MustCompile(`^(?:如何|怎么|怎样)(\S{4,})$`)
)

// title takes what the class is called: what a label says, what the text calls its subject,
// the headline if it is more than 直播预告, and else what sentences say.
func (r *reader) title() {
	for i := range r.lines {
		if n := &r.lines[i]; n.topic == aboutTitle && n.value != "" && (n.own || n.kind != heading) && runes(n.value) <= 60 {
			r.fact(FieldTitle, plainTitle(r, n.value), n.raw)
			return
		}
	}
	if titleBy(r, titleTheme) || leadsTitle(r) {
		return
	}
	if titleNamedSo(r) {
		return
	}
	if titleBy(r, titleCalled) {
		return
	}
	head, source := headline(r)
	if named, raw := hookTitle(r, head); named != "" {
		r.fact(FieldTitle, plainTitle(r, trimSigns(named)), raw)
		return
	}
	if head != "" && !isGeneral(head) && !isGeneral(plainTitle(r, head)) {
		r.fact(FieldTitle, plainTitle(r, head), source)
		return
	}
	if titleBy(r, titleLatin) || titleBy(r, titlePlans) || titleBy(r, titleNamed) {
		return
	}
	if head != "" {
		r.fact(FieldTitle, plainTitle(r, head), source)
		return
	}
	for _, p := range []*regexp.Regexp{titleLatin, titleTold, titleHeld} {
		if titleBy(r, p) {
			return
		}
	}
}

// titleBy takes the first title that a pattern finds in a sentence.
func titleBy(r *reader, p *regexp.Regexp) bool {
	for _, s := range relevant(r) {
		if s.line.topic.in(aboutPacks, aboutTeacher) || p == titleTheme && s.line.topic == aboutPoints {
			continue
		}
		if m := p.FindStringSubmatch(s.text); m != nil {
			name := strings.Join(m[1:], "")
			if i := strings.LastIndex(name, "的"); p == titleTold && i > 0 && eventEnd.MatchString(name) {
				name = name[i+len("的"):]
			}
			if runes(name) < 3 || strings.HasPrefix(name, "他") || strings.HasPrefix(name, "她") {
				continue
			}
			r.fact(FieldTitle, name, s.raw)
			return true
		}
	}
	return false
}

// isGeneral reports a headline that could stand over any class.
func isGeneral(s string) bool {
	return generalTitle.MatchString(s) || ofNotice.MatchString(s)
}

// ofNotice is a notice with who gives it, and no more.
var ofNotice = regexp.MustCompile(`^[\p{Han}]{2,20}(?:局|会|院|校|馆|中心|公司|办|所|学|处|部)(?:公告|通知|通告|启事)$`)

var generalTitle = regexp.MustCompile(`^(?:诚)?邀[您你].{0,4}$|^[【\[「]?(?:名师|专家|大咖|本周|今晚|明晚|下周|周[一二三四五六日]|免费|重磅|最新|新|线上|线下|春季|夏季|秋季|冬季|暑期|寒假|公益|周末)*(?:课|直播|公开课|活动|讲座|课程|沙龙|培训|分享会|开播|开讲|开课)(?:预告|通知|来了|邀请|报名|安排|开始报名)?[】\]」]?[!！]?$`)

// headline is the heading of the whole article.
func headline(r *reader) (head, source string) {
	if r.front.subject != "" && !isGeneral(fold(r.front.subject)) {
		return fold(r.front.subject), collapse(r.front.subject)
	}
	if r.front.title != "" {
		return fold(r.front.title), collapse(r.front.title)
	}
	for i := range r.lines {
		if n := &r.lines[i]; i < 30 && n.kind == heading && n.depth == 1 && n.topic != aboutOthers && !n.own && runes(n.text) >= 4 {
			if j := belowSeries(r.lines, i); j > 0 {
				return r.lines[j].text, r.lines[j].raw
			}
			if sub := i + 1; sub < len(r.lines) && r.lines[sub].kind == heading && r.lines[sub].depth == 2 && r.lines[sub].topic == noTopic && runes(r.lines[sub].text) >= 6 && ofHouse.MatchString(n.text) {
				return r.lines[sub].text, r.lines[sub].raw
			}
			return n.text, n.raw
		}
	}
	if i := firstHeading(r); i >= 0 && (r.pageTitle == "" || ofCategory.MatchString(r.pageTitle) || anyOrgName.MatchString(r.pageTitle)) {
		return r.lines[i].text, r.lines[i].raw
	}
	if r.pageTitle != "" && runes(r.pageTitle) >= 4 && !ofCategory.MatchString(r.pageTitle) {
		return fold(r.pageTitle), r.pageTitle
	}
	return firstLine(r)
}

// seriesOnly is a headline that names a series with its number, or a notice with who gives it.
var seriesOnly = regexp.MustCompile(`(?:第\s*[\d一二三四五六七八九十百]+\s*[期讲场回课次弹季]|#\s*\d+|(?i:\b(?:no|vol|ep)\.?\s*\d+)|[（(](?:总?第?)?\s*[一二三四五六七八九十\d]+\s*[期讲]?[)）])[）)]?$|^\S{2,24}(?:公告|通知|通告|启事)$`)

// latinHouse is the name of those who hold the class, alone: Backyard Astronomers of Pudong.
var latinHouse = regexp.MustCompile(`^(?:The )?\p{Lu}[\p{L}'’&]+(?: (?:of|for|the|and|&|\p{Lu}[\p{L}'’&]+)){1,5}$`)

// belowSeries is the heading below a headline that names nothing but a series or a house; 0 for
// none.
func belowSeries(lines []line, i int) int {
	if !seriesOnly.MatchString(lines[i].text) && (!latinHouse.MatchString(lines[i].text) || i > 0) {
		return 0
	}
	for j := i + 1; j < min(len(lines), i+4); j++ {
		n := &lines[j]
		if n.kind == heading && n.depth == lines[i].depth+1 {
			if runes(n.text) < 4 || labelTopic(n.text) != noTopic || len(days(n.text)) > 0 || !seriesOnly.MatchString(lines[i].text) && headingTopic(n.text) != noTopic {
				return 0
			}
			return j
		}
	}
	return 0
}

// ofHouse is a headline that names nothing but an organisation and its series.
var ofHouse = regexp.MustCompile(`^[\p{Han}A-Za-z0-9]{2,12}(?:讲堂|课堂|公开课|学堂|讲坛|大讲堂|沙龙|课|直播间|系列|` + orgEnd + `)$`)

// firstLine is the first line that may be a headline.
func firstLine(r *reader) (head, source string) {
	for i := range min(len(r.lines), 6) {
		n := &r.lines[i]
		s := undecorated(n.text)
		if m := afterLure.FindStringSubmatch(s); m != nil && lures.MatchString(m[1]) && eventEnd.MatchString(m[2]) && i < 2 {
			return m[2], n.raw
		}
		if noHeadline(r, i) {
			continue
		}
		if chatty.MatchString(s) {
			return "", ""
		}
		if length := runes(s); length > 45 && !isMostlyLatin(s) || length > 110 || len(sentences(s)) > 3 || strings.HasSuffix(s, "。") || isMostlyLatin(s) && strings.HasSuffix(s, ".") {
			return "", ""
		}
		if announces.MatchString(s) {
			return "", "" // that something comes, not what it is called
		}
		return spokenTitle(withSubtitle(r, i)), n.raw
	}
	return "", ""
}

// afterLure is an event behind an exclamation: 姐妹们冲‼️十月新娘急救课.
var afterLure = regexp.MustCompile(`^([^，。！!‼]{2,12})[！!‼]+\s*([\p{Han}A-Za-z0-9]{5,20})[！!]*$`)

// houseSeries is an organisation with its series: 墨趣书画院 冬藏公开课.
var houseSeries = regexp.MustCompile(`^([\p{Han}A-Za-z0-9]{2,14})[ ·|｜](?:\p{Han}{0,4}(?:公开课|讲堂|课堂|讲座|沙龙|直播课?|夜话|讲坛|论坛))$`)

// partSeries is a house with its series, with a point between: 薪火云 · 人力资源直播课.
var partSeries = regexp.MustCompile(`^[^，。：《「“·|｜]{2,10}\s*[·|｜]\s*[^，。：《「“·|｜]{0,8}(?:公开课|讲堂|课堂|讲座|沙龙|直播课?|讲坛|论坛)$`)

// noticeEnd ends the headline of a notice.
var noticeEnd = regexp.MustCompile(`(?:公告|通知|通告|启事)$`)

// groupName is the name of a group in a frame.
var groupName = regexp.MustCompile(`^[【\[][^【】\[\]]{2,24}群(?:公告|通知)?[】\]]$`)

// announces is a first line of a chat that says that something comes.
var announces = regexp.MustCompile(`^\p{Han}{2,8}(?:新课|开课)(?:啦|了|咯|喽)[！!~]*$|统一回复|说一下|通知一[件下]`)

// leadFrame is a call in a frame before a headline.
var leadFrame = regexp.MustCompile(`^【[^】]{1,14}】`)

// chatty is a line that speaks to people and names nothing.
var chatty = regexp.MustCompile(`我们[^，。]{0,6}(?:啦|了)[！!~]*$|好多人|有人问`)

// noHeadline reports a line above the headline, or one that cannot be it.
func noHeadline(r *reader, i int) bool {
	n := &r.lines[i]
	s := undecorated(n.text)
	if n.own || n.topic == aboutOthers || n.kind == row || runes(s) < 4 {
		return true
	}
	if name := strings.ReplaceAll(s, " ", ""); i < 3 && i+2 < len(r.lines) && anyOrgName.MatchString(name) && !eventEnd.MatchString(name) && runes(name) <= 14 {
		return true // a letterhead
	}
	if n.kind == item && !strings.ContainsAny(n.text, "【｜|《") && !startsWithMark(n.text) {
		return true
	}
	if groupName.MatchString(n.text) || strings.HasSuffix(n.text, "：") && runes(s) <= 30 && i+1 < len(r.lines) {
		return true // to whom it is written
	}
	if aboveTitle(r, i, s) {
		return true
	}
	if i+1 < len(r.lines) && !r.lines[i+1].own && noTitle(s) || lures.MatchString(leadFrame.ReplaceAllString(s, "")) {
		return true
	}
	if hostLatin.MatchString(s) && i+1 < len(r.lines) || hostSign.MatchString(s) || mailLine.MatchString(s) || i+1 < len(r.lines) && i+2 >= 0 && framedTitle(r.lines[i+1].text) && ofPage.MatchString(s) {
		return true
	}
	return ofOffice.MatchString(s) || genericLatin.MatchString(s) || greeting.MatchString(strings.ToLower(s)) || generalTitle.MatchString(s) || onlyDate.MatchString(s)
}

// ofOffice is the letterhead of a notice, or its number: 某某协会文件, 赣竹协【2026】23号.
var ofOffice = regexp.MustCompile(`^\p{Han}{4,24}文件$|^\S{2,10}[【\[（]20\d\d[】\]）]\S{1,6}号$`)

// genericLatin is a kind of event in English, alone.
var genericLatin = regexp.MustCompile(`^(?i:(?:free|online|live|public|open|upcoming|new|next|our) )*(?i:webinar|workshop|meetup|talk|event|class|lecture|seminar|livestream)s?$`)

// aboveTitle reports a line that names nothing but a series or a house, above one that may be the
// title.
func aboveTitle(r *reader, i int, s string) bool {
	if i+1 >= len(r.lines) || r.lines[i+1].own || len(days(r.lines[i+1].text)) > 0 {
		return false
	}
	below := runes(r.lines[i+1].text)
	switch m := houseSeries.FindStringSubmatch(s); {
	case seriesHead.MatchString(s), m != nil && anyOrgName.MatchString(m[1]) && below <= 30:
		return true
	case seriesOnly.MatchString(s) && !noticeEnd.MatchString(s) && !strings.ContainsAny(s, "：:"):
		return below >= 6 && below <= 30
	case partSeries.MatchString(s) && !counted.MatchString(s) && !strings.Contains(s, "两场"):
		return below >= 8 && below <= 36
	}
	return false
}

// startsWithMark reports a line that begins with an emoji.
func startsWithMark(s string) bool {
	for _, r := range s {
		return r >= 0x1f000 || r >= 0x2190 && r <= 0x2bff
	}
	return false
}

// plainTitle drops what a headline says besides the name of the class. Of a headline that
// asks several questions the last one is the name, if the article says the same words again.
func plainTitle(r *reader, s string) string {
	s = strings.TrimSpace(undecorated(s))
	if m := formalTitle.FindStringSubmatch(s); m != nil {
		s = m[1]
		if in := namedInside.FindStringSubmatch(s); in != nil {
			return in[1]
		}
	}
	if cut := seriesBefore.ReplaceAllString(s, ""); runes(cut) >= 6 {
		s = cut
	}
	for range 3 {
		if cut := titlePrefix.ReplaceAllString(strings.TrimSpace(s), ""); runes(cut) >= 4 {
			s = cut
		} else if cut := caseless(titlePrefix, s); runes(cut) >= 4 {
			s = cut
		}
		if cut := titleSuffix.ReplaceAllString(s, ""); runes(cut) >= 4 {
			s = cut
		}
	}
	if part := titlePart(s); part != "" {
		s = part
	}
	if parts := sentences(s); len(parts) > 1 {
		last := strings.TrimRight(parts[len(parts)-1], "？?！!")
		if m := howClause.FindStringSubmatch(last); m != nil && repeats(r, m[1]) {
			return m[1]
		}
	}
	if m := framedKind.FindStringSubmatch(s); m != nil {
		return m[1]
	}
	return unframed(strings.Trim(s, " |｜丨"))
}

// namedInside is the name of a class in the headline of a notice: 邀请参加“…”线上分享会.
var namedInside = regexp.MustCompile(`^(?:邀请)?参加[“「《]([^“”「」《》]{5,30})[”」》]\p{Han}{0,4}(?:分享会|讲座|培训|直播课?|公开课|课程|沙龙|宣讲)$`)

// framedKind is a title in a frame with what kind of class it is: 「广场舞不伤膝」健康直播课.
var framedKind = regexp.MustCompile(`^[「“《]([^」”》]{5,24})[」”》](?:\p{Han}{0,4}(?:直播课?|公开课|讲座|课程|沙龙))$`)

// seriesBefore is a series with its number before the title: 云课堂第9期预告：….
var seriesBefore = regexp.MustCompile(`^[^：《]{2,20}(?:第\s*\d+\s*[期讲场]|(?i:vol)\.?\s*\d+)(?:预告|通知)?：\s*`)

// unframed drops a frame that goes around the whole of a text.
func unframed(s string) string {
	for _, pair := range []string{"「」", "《》", "“”", "【】", `""`} {
		p := []rune(pair)
		if body, ok := strings.CutPrefix(s, string(p[0])); ok {
			if body, ok := strings.CutSuffix(body, string(p[1])); ok && !strings.ContainsRune(body, p[0]) {
				return body
			}
		}
	}
	return s
}

// caseless applies a pattern of small letters to a text with capitals.
func caseless(p interface{ FindStringIndex(s string) []int }, s string) string {
	lower := strings.ToLower(s)
	if m := p.FindStringIndex(lower); m != nil && len(lower) == len(s) && m[0] == 0 {
		return strings.TrimSpace(s[m[1]:])
	}
	return s
}

// repeats reports whether the article says some words again, spaces aside.
func repeats(r *reader, words string) bool {
	for _, n := range r.lines {
		if strings.Contains(strings.ReplaceAll(n.text, " ", ""), strings.ReplaceAll(words, " ", "")) && n.text != words {
			return true
		}
	}
	return false
}
