package draft

import (
	"strings"

	regexp "zhujiao/bot/lazyregexp"
)

var (
	titlePrefix = regexp.MustCompile(`^(?:\d{1,2}[:：]\d{2}\s*[|｜丨·-]\s*|【[^】]{1,14}】|[\p{Han}A-Za-z]{2,12}(?:注意|看过来|必看|必读|福音|收藏|关注)\s*[：:！!，,|｜]+\s*|\[[^\]]{1,14}\]|(?:直播|公开课|活动|讲座|沙龙|课程|分享会|线下|线上|免费|家长|周末|亲子|重磅|本周|今晚|明晚|报名|招募|新课|培训|会议|报名通道|限时免费|福利|邀请函)*(?:预告|预约|报名|来了|开启|通知|邀请函?|公开课|直播|直播课|讲座|沙龙|工作坊|体验课|读书会|开讲|免费|通道|福利)\s*[|｜丨：:!！·—-]+\s*|(?:(?:free|live|upcoming|online|new)\s+)?(?:webinar|workshop|meetup|event|talk|class|invitation|masterclass|seminar)\s*[:|–—-]+\s*)`)
	titleSuffix = regexp.MustCompile(`(?:\s*[，,！!·|｜]?\s*(?:第[一二三四五六七八九十\d]+期)?(?:招生|报名|开课|开讲|上线|开营|启动|招募|开启|开始)(?:报名|招募|招生)?(?:啦|了|中)[！!~]*|\s*[|｜丨—-]+\s*(?:直播|公开课|活动|讲座|沙龙|课程|免费|线下|线上|报名|微信)*(?:预告|预约|报名|通知|邀请|中|直播|公开课|讲座|免费|沙龙)|\s*[（(【](?:免费|限时免费|直播|公开课|报名中|免费报名|限额|线上|线下|内含福利)[)）】]|\s*[|｜-]\s*(?:人人都是产品经理|微信公众平台))$`)
	titleNamed  = regexp.MustCompile(`(?:主题|题目|课题|议题|名)(?:是|为|叫)?\s*[：:]?\s*[「《“【]([^」》”】]{3,40})[」》”】]|[「《“]([^」》”]{4,40})[」》”]\s*(?:的?(?:主题)?(?:直播|公开课|讲座|线上课|分享会|沙龙|直播课|课程|体验课|训练营|专场|免费课|线下课|研讨会|工作坊|培训|论坛|读书会|主题活动))|(?:直播|公开课|讲座|沙龙|分享会|直播课|体验课|研讨会|工作坊)\s*(?:——|[:：])?\s*[「《“]([^」》”]{4,40})[」》”]|(?:带来|开讲|分享|讲解|主讲|推出|举办|聊聊|直播)\s*(?:一场|主题为)?[「《“]([^」》”]{4,40})[」》”]`)
	greeting    = regexp.MustCompile(`^(?:(?:早上|上午|中午|下午|晚上)好|各位|亲爱的|大家好|hi\b|hello|dear|尊敬的|嗨|哈喽|点击|关注|原创|作者|来源|文[/|｜丨]|编辑|图片|阅读|收录于|设为星标|导读|-|▲|家人们|同学们|小伙伴|朋友们|好消息|你好|通知$|公告$|提示|注：)`)
	// formalTitle is that of a notice: 关于举办…的通知.
	formalTitle = regexp.MustCompile(`^关于(?:举办|开展|召开|举行|组织)?(.{4,40}?)的(?:通知|公告|邀请函?)$`)
	// seriesHead names a series, of which the next line is the subject.
	seriesHead = regexp.MustCompile(`^[^，。：:《]{2,14}第\s*[\d一二三四五六七八九十]+\s*(?:期|场|讲|回|课)$`)
	titleTheme = regexp.MustCompile(`(?:主题|题目|课题)(?:为|是|：|:)\s*[「《“【]([^」》”】]{3,40})[」》”】]`)
	titlePlans = regexp.MustCompile(`^([\p{Han}A-Za-z0-9]{3,24}?(?:讲座|公开课|沙龙|工作坊|分享会|论坛|读书会))(?:将于|定于|拟于|于)`)
	titleTold  = regexp.MustCompile(`(?:聊聊|讲讲|聊一聊|讲一讲|谈谈|聊|主题是|主题为)\s*([\p{Han}A-Za-z0-9 ]{3,20}?)(?:[，。！!,]|$)`)
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
	if titleBy(r, titleTheme) {
		return
	}
	if titleNamedSo(r) {
		return
	}
	head, source := headline(r)
	if head != "" && !isGeneral(head) {
		r.fact(FieldTitle, plainTitle(r, head), source)
		return
	}
	if titleBy(r, titlePlans) || titleBy(r, titleNamed) {
		return
	}
	if head != "" {
		r.fact(FieldTitle, plainTitle(r, head), source)
		return
	}
	titleBy(r, titleTold)
}

// titleBy takes the first title that a pattern finds in a sentence.
func titleBy(r *reader, p *regexp.Regexp) bool {
	for _, s := range relevant(r) {
		if s.line.topic.in(aboutPacks, aboutTeacher) || p == titleTheme && s.line.topic == aboutPoints {
			continue
		}
		if m := p.FindStringSubmatch(s.text); m != nil {
			r.fact(FieldTitle, strings.Join(m[1:], ""), s.raw)
			return true
		}
	}
	return false
}

// isGeneral reports a headline that could stand over any class.
func isGeneral(s string) bool {
	return generalTitle.MatchString(s)
}

var generalTitle = regexp.MustCompile(`^[【\[「]?(?:本周|今晚|明晚|下周|周[一二三四五六日]|免费|重磅|最新|新|线上|线下)?(?:直播|公开课|活动|讲座|课程|沙龙|培训|分享会|开播|开讲|开课)(?:预告|通知|来了|邀请|报名|安排|开始报名)?[】\]」]?[!！]?$`)

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
			return n.text, n.raw
		}
	}
	if i := firstHeading(r); i >= 0 && (r.pageTitle == "" || ofCategory.MatchString(r.pageTitle)) {
		return r.lines[i].text, r.lines[i].raw
	}
	if r.pageTitle != "" && runes(r.pageTitle) >= 4 && !ofCategory.MatchString(r.pageTitle) {
		return fold(r.pageTitle), r.pageTitle
	}
	return firstLine(r)
}

// firstLine is the first line that may be a headline.
func firstLine(r *reader) (head, source string) {
	for i := range min(len(r.lines), 6) {
		n := &r.lines[i]
		s := undecorated(n.text)
		if noHeadline(r, i) {
			continue
		}
		if length := runes(s); length > 45 && !isMostlyLatin(s) || length > 110 || len(sentences(s)) > 3 || strings.HasSuffix(s, "。") || isMostlyLatin(s) && strings.HasSuffix(s, ".") {
			return "", ""
		}
		return n.text, n.raw
	}
	return "", ""
}

// noHeadline reports a line above the headline, or one that cannot be it.
func noHeadline(r *reader, i int) bool {
	n := &r.lines[i]
	s := undecorated(n.text)
	if n.own || n.topic == aboutOthers || n.kind == row || runes(s) < 4 {
		return true
	}
	if n.kind == item && !strings.ContainsAny(n.text, "【｜|《") && !startsWithMark(n.text) {
		return true
	}
	if seriesHead.MatchString(s) && i+1 < len(r.lines) && !r.lines[i+1].own && len(days(r.lines[i+1].text)) == 0 {
		return true
	}
	if hostSign.MatchString(s) || mailLine.MatchString(s) || i+1 < len(r.lines) && i+2 >= 0 && framedTitle(r.lines[i+1].text) && ofPage.MatchString(s) {
		return true
	}
	return greeting.MatchString(strings.ToLower(s)) || generalTitle.MatchString(s) || onlyDate.MatchString(s)
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
	s = formalTitle.ReplaceAllString(s, "$1")
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
	if parts := sentences(s); len(parts) > 1 {
		last := strings.TrimRight(parts[len(parts)-1], "？?！!")
		if m := howClause.FindStringSubmatch(last); m != nil && repeats(r, m[1]) {
			return m[1]
		}
	}
	return unframed(strings.Trim(s, " |｜丨"))
}

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

var (
	hostSaid  = regexp.MustCompile(`(?:^|[，,。！!；;：:\s）)】日半点晚由])([\p{Han}A-Za-z0-9&·×xX＆ +「」“”]{2,28}?)(?:联合|共同|携手|特别|正式|诚挚|荣幸|重磅|特)?(?:特邀|邀请了?|举办|主办|推出|邀约|请来|请到|发起|特约|联合呈现|出品|组织)`)
	hostDash  = regexp.MustCompile(`^[—–]{1,3}\s*([\p{Han}A-Za-z0-9&· ]{3,16}?)(?:[，, ]+20\d\d.*)?$`)
	hostSign  = regexp.MustCompile(`^(?:[—–-]+\s*)?([\p{Han}A-Za-z0-9&· ]{2,20}?)\s*(?:出品|主办|呈现|荣誉出品|倾情呈现)$`)
	hostPlans = regexp.MustCompile(`(?:^|[，,。！!；;）)])([\p{Han}A-Za-z0-9&·]{3,24}?)(?:兹?定于|拟于|将于|计划于)|(?:^|[，,。！!；;）)])([\p{Han}A-Za-z0-9&·]{2,14}?)在[^，。]{2,20}(?:组织|举办|开展)`)
	hostStaff = regexp.MustCompile(`我是([\p{Han}A-Za-z0-9]{2,14}?)的?(?:班主任|助教|小助手|小编|运营|客服|负责人)`)
	hostBy    = regexp.MustCompile(`由([\p{Han}A-Za-z0-9&·×＆ +「」“”、和]{2,30}?)(?:联合|共同)?(?:主办|举办|发起|出品|承办|组织)|(?i:hosted|organi[sz]ed|presented|brought to you|class|webinar|workshop|meetup|seminar|event) (?i:by) (?i:the )?([A-Z][A-Za-z0-9&'’ .]{1,40}?)(?:\.|,|$| on | at | in | and is)`)
	notHost   = regexp.MustCompile(`^本(?:中心|馆|院|校|店|社|公司|机构|次)$|(?:教授|老师|博士|先生|女士)|(?:讲座|公开课|培训|活动|沙龙|直播|课程|分享会|工作坊|论坛|峰会)$|^(?:我们|本次|这次|此次|本期|这场|这期|小编|今晚|今天|明晚|为此|因此|所以|特别|直播间?|公开课|课程|活动|一起|还|也|为了|他|她|老师|同学|大家|欢迎|诚挚|诚邀|每周|每月|定期|本周.*|周[一二三四五六日].*|下周.*|以及|同时|并|现|现场|将|会|曾.*|多次|多年|已|共|先后|成功|累计|和|与|对|请|点击|专业|独家|另外|如果|可以|可|再|我|你|们|他们|老|受)$|曾|多次|\d+(?:场|期|年|月|日)|^(?:共|已|还|将|会|为)|好友|朋友|同学|转发`)
)

// host takes who organises the class.
func (r *reader) host() {
	for i := range r.lines {
		n := &r.lines[i]
		below := i > 0 && n.kind != heading && n.section == i-1 && runes(n.text) <= 40
		if n.topic == aboutHost && (n.own && runes(n.value) <= 60 || below) {
			r.fact(FieldHost, hostName(n.value), n.raw)
			return
		}
	}
	for _, s := range relevant(r) {
		if name := hostIn(s); name != "" {
			r.fact(FieldHost, hostName(name), s.raw)
			return
		}
	}
	if n := len(r.lines); n > 2 && bareDate.MatchString(r.lines[n-1].text) && signature.MatchString(r.lines[n-2].text) {
		r.fact(FieldHost, hostName(r.lines[n-2].text), r.lines[n-2].raw)
		return
	}
	if name, source := otherHost(r); name != "" {
		r.fact(FieldHost, hostName(name), source)
		return
	}
	for _, s := range relevant(r) {
		if m := hostStaff.FindStringSubmatch(s.text); m != nil && !notHost.MatchString(m[1]) {
			r.fact(FieldHost, hostName(m[1]), s.raw)
			return
		}
	}
}

var (
	bareDate  = regexp.MustCompile(`^(?:20\d\d|二〇\S{2})\s*[-./年]\s*\S{1,3}\s*[-./月]\s*\S{1,3}\s*日?$`)
	signature = regexp.MustCompile(`^[\p{Han}A-Za-z0-9（）() ]{3,24}(?:协会|学会|公司|学校|中学|小学|大学|幼儿园|学院|中心|委员会|研究会|联盟|图书馆|医院|社|部|处|局|馆|工会|俱乐部|社区|商会|书院|工作室)$`)
)

// hostIn is the organiser that a sentence names; "" for none.
func hostIn(s sentence) string {
	if m := hostSign.FindStringSubmatch(undecorated(s.text)); m != nil && !notHost.MatchString(m[1]) {
		return m[1]
	}
	if m := hostInvites.FindStringSubmatch(s.text); m != nil && !notHost.MatchString(m[1]) {
		return m[1]
	}
	if m := hostDash.FindStringSubmatch(s.text); m != nil {
		return m[1]
	}
	if s.line.topic == aboutTeacher || s.line.kind == item && s.line.topic.in(aboutAudience, aboutPoints) {
		return ""
	}
	for _, p := range []*regexp.Regexp{hostPlans, hostBy} {
		if m := p.FindStringSubmatch(s.text); m != nil && !notHost.MatchString(strings.TrimSpace(m[1]+m[2])) {
			return m[1] + m[2]
		}
	}
	for _, m := range hostSaid.FindAllStringSubmatch(strings.ReplaceAll(s.text, "邀请函", ""), 6) {
		if name := hostName(m[1]); !notHost.MatchString(name) && runes(name) >= 2 && runes(name) <= 24 {
			return name
		}
	}
	return ""
}

var hostEnd = regexp.MustCompile(`[|｜丨]|\s*[，,；;]?\s*(?:协办|承办|支持|指导|合作)(?:单位|方|机构)?\s*[：:]`)

var ampersand = regexp.MustCompile(`\s*[&＆]\s*`)

// hostName writes the name of an organiser.
func hostName(s string) string {
	if m := hostEnd.FindStringIndex(s); m != nil && m[0] > 0 {
		s = s[:m[0]]
	}
	s = trimSigns(unframed(strings.TrimSpace(s)))
	for _, p := range []string{"由", "本次活动由", "本次公开课由"} {
		s = strings.TrimPrefix(s, p)
	}
	s = strings.TrimSpace(strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(s, "主办"), "联合"), "共同"))
	return ampersand.ReplaceAllString(s, " & ")
}
