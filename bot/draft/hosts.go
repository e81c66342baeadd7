package draft

import (
	"slices"
	"strings"

	regexp "zhujiao/bot/lazyregexp"
)

// Where no label names the organiser, several places of an article may: its letterhead, the
// page it stands on, its signature, a sentence that says who invites, the account that shows
// it. Each is a candidate with a weight; those that name the same add up, and the best one is
// taken if it is enough.

// hostCandidate is an organisation that may hold the class.
type hostCandidate struct {
	name, source string
	weight       int
}

// hostEnough is the weight from which a candidate is the host.
const hostEnough = 2

const latinOrgEnd = `(?i:space|library|club|studios?|society|labs?|inc|ltd|llc|school|university|college|institute|academy|foundation|association|museum|gallery|collective|community|cent(?:er|re)|hub|caf[eé]|bookshop|bookstore|books|hospital|clinic|council|network|group|guild|church|theatre|theater|kitchen|garden|software|systems|media|press|trust|partners|co-?op|makerspace|union|volunteers|friends|circle|crew|forum|alliance|department|team|office|chamber)`

var (
	// latinOrg is the name of an organisation in English.
	latinOrg = regexp.MustCompile(`^(?:The )?[A-Z][A-Za-z0-9'’&.-]*(?: (?:&|and|of|for|the|[A-Z0-9][A-Za-z0-9'’&.-]*)){0,6} ` + latinOrgEnd + `$`)
	// orgSelf is what an organisation calls itself in a text that names it elsewhere.
	orgSelf = regexp.MustCompile(`^(?:但|可是|不过|(?:投资者|消费者|健康|家庭|社区|安全|法治|科普)教育$|通过|完成|提交|周末|亲子|儿童|线上|线下|零基础|家庭|我|本|该|贵|各|某|一家|这家|那家|全|其他|兄弟|有关)`)
	// orgVerbs stands in what is a clause and no name.
	orgVerbs = regexp.MustCompile(`决定|特请|.请.|[在的了我你您他她]|收到|预约|报名|直播[课]?$|欢迎|关于|举办|以后|然后|如果|因为|所以|大家|一起|免费|线[上下]|今[天晚]|本[期次场周]|这[次场期]|通知|公告|预告|[，。；：！？]`)
	// series is the number of an event of a series, or what kind it is.
	series = regexp.MustCompile(`(?:·|\s)*(?:第?\s*[\d一二三四五六七八九十]+\s*[期讲场回课]|No\.?\s*\d+|[\p{Han}]{0,8}(?:公益课|大讲堂|讲坛|小课堂|训练营|沙龙|公开课|直播课?|体验课|讲座|课堂|系列|栏目|活动|说明会|见面会|交流会|发布会|研讨会|音乐会|体验会|品鉴会|宣讲会|开放日|分享会?|月课|夜校))\s*$`)
	// orgLine is an organisation that a short line names, with its series behind.
	orgLine = regexp.MustCompile(`^([\p{Han}A-Za-z0-9&＆·（）()]{0,24}` + anyOrgEnd + `)\s*(?:(?:[·•|｜丨/—–-]|\s).{0,24})?$`)
	// orgHead is an organisation that begins a headline, before what it holds.
	orgHead = regexp.MustCompile(`^([\p{Han}A-Za-z0-9&·]{1,14}?` + anyOrgEnd + `)(?:的)?(?:(?:线上|线下|周末|公益|免费|亲子|春季|夏季|秋季|冬季|新年|开放|本周|本月|\d+月)*)(?:直播课?|公开课|讲座|沙龙|课|分享会?|工作坊|体验课|活动|读书会|开放日|月课)`)
	// bracketOrg is a name in a frame at the beginning of the article.
	bracketOrg = regexp.MustCompile(`^[【\[]([^【】\[\]]{3,20})[】\]]`)
	// framedHouse is an organisation in a frame before its series: 「绿手指花园」直播小课堂.
	framedHouse = regexp.MustCompile(`^[「“『]([\p{Han}A-Za-z0-9]{3,12})[」”』](?:\p{Han}{0,4}(?:课堂|讲堂|公开课|直播课?|沙龙|讲座))`)
	// accountHead is an account in a frame with its series or its group: 【小牙仙儿童口腔·家长讲堂】.
	accountHead = regexp.MustCompile(`^[【\[]([\p{Han}A-Za-z0-9]{3,16})\s*[·•|｜]\s*[\p{Han}A-Za-z0-9 ]{2,16}(?:讲堂|课堂|学堂|群|群公告|公告|讲坛|沙龙|公开课|直播课?)[^】\]]{0,6}[】\]]`)
	// asksHelp is who is asked to hold the class.
	asksHelp = regexp.MustCompile(`(?:请|邀请|联合|携手)(?:到|了)?\s*([\p{Han}A-Za-z0-9&·]{2,18}` + anyOrgEnd + `)\s*(?:帮忙|来|给|为|过来|帮|协助|到|一起|走进)`)
	// orgSpeaks is an organisation that invites, behind a mark or a word that joins.
	orgSpeaks = regexp.MustCompile(`(?:^|[，。！；：\s]|所以|于是|为此|因此|这次|此次|本次|由)([\p{Han}A-Za-z0-9&·]{2,16}` + anyOrgEnd + `)\s*(?:这一?[次期回场]|本[次期月周]|今年|[一二三四五六七八九十\d]+月|每[月周年])?[^，。]{0,12}?[，]?\s*(?:请来?|邀|约|开讲|办|开|举办|推出|组织|带来|为大家|和你|陪你)`)
	// atRoom is the account in whose room the class is shown.
	atRoom = regexp.MustCompile(`(?:视频号|B站|抖音|快手|小红书|微博|小鹅通|哔哩哔哩|公众号|直播间)[^「“《『，。：]{0,6}[「“《『]([^」”》』]{2,20})[」”》』]|[「“《『]([^」”》』]{2,20})[」”》』]\s*(?:微信)?(?:视频号|B站|抖音|快手|小红书|直播间|小程序|公众号)|(?:来|到|锁定|走进|进入|关注)\s*([\p{Han}A-Za-z0-9]{2,12}?)的?直播间`)
	// newsOf is who sends a newsletter.
	newsOf = regexp.MustCompile(`(?i:newsletter|bulletin|digest|notes|news|invitation) (?i:from|by|of) ((?:The )?[A-Z][A-Za-z0-9&'’ .-]{2,50})$`)
	// undersigned ends a signature.
	undersigned = regexp.MustCompile(`^([\p{Han}A-Za-z0-9（）()&· ]{2,24}?)\s*(?:宣|启|谨启|敬上|敬邀|诚邀|敬启|致上)$`)
	// orgHolds is an organisation that begins a sentence that says when and where it holds something.
	orgHolds = regexp.MustCompile(`(?:^|[。！；\s])([\p{Han}A-Za-z0-9&·]{2,18}?` + anyOrgEnd + `)(?:将|拟|定)?(?:于|在|本|今|明|下|\d)[^。！]{2,40}?(?:举办|举行|办|开展|开设|组织|召开|推出|开讲)`)
	sourceOf = regexp.MustCompile(`^(?:信息来源|来源|供稿|发布(?:单位|者|人|部门)?|单位|部门|作者|文|出品|策划|制作)\s*(?:[：:|｜/]|\s)\s*([\p{Han}A-Za-z0-9&· ]{3,24}?)(?:\s*[|｜]?\s*(?:字号|阅读|浏览|发布|时间|日期|点击|20\d\d|[\p{Han}]{2,8}[部处室科]).*)?$`)
)

// anyOrgEnd ends the name of an organisation: what orgEnd knows, and what is one only where a name is expected.
const anyOrgEnd = `(?:` + orgEnd + `|馆|基地|服务站|工作站|驿站|办公室|党校|妇联|工会|政府|街道|资本|支行|分行|茶舍|茶馆|书斋|画廊|学堂|跑团|农场|工坊|空间|夜校|剧场|剧团|乐团|营地|农场|花园|庄园|酒庄|酒店|诊所|药房|药店|卫生院|卫生所|幼儿园|少年宫|体育馆|游泳馆|拳馆|道场|舞社|画室|琴行|厨房|烘焙|咖啡|茶室|茶社|面包房|花房|豆铺|铺|店|坊|局|院|所|队|部|厅|站|会|吧|团|园|堂|汇|营|帮|圈|组|屋)`

// bestHost weighs all candidates; "" if none is enough.
func bestHost(r *reader) (name, source string) {
	var all []hostCandidate
	for _, find := range []func(*reader) []hostCandidate{headHosts, seriesHosts, pageHosts, endHosts, toldHosts, sentenceHosts, roomHosts} {
		all = append(all, find(r)...)
	}
	whole := r.whole()
	var best hostCandidate
	for _, c := range all {
		if !hostLike(c.name) {
			continue
		}
		for _, o := range all {
			if o != c && (o.name == c.name || runes(o.name) > 2 && strings.Contains(c.name, o.name)) {
				c.weight += o.weight
			}
		}
		if strings.Count(whole, c.name) > 1 {
			c.weight++
		}
		if c.weight > best.weight {
			best = c
		}
	}
	if best.weight < hostEnough {
		return "", ""
	}
	return withPartner(r, best.name, best.source)
}

// partners are organisations that a sentence says hold the class together.
var partners = regexp.MustCompile(`(?:^|[，。；：\s由])([\p{Han}A-Za-z0-9&·]{2,20}?(?:和|与|跟|、|及|联合|携手|×)[\p{Han}A-Za-z0-9&·]{2,20}?)(?:一起|一同|联合|共同|携手|决定)*，?(?:[定拟将]于[^，。]{2,40})?(?:在[^，。]{2,12})?(?:联合|共同)?(?:主办|举办|合办|发起|开设|推出|办(?:的|，|。|$))`)

// withUs is who holds the class with the one who writes.
var withUs = regexp.MustCompile(`(?:本[所会院校馆社局店]|我们|我[所会院校馆社司局中]|合作社|[\p{Han}]{2,12}(?:局|会|馆|社|院|中心|站|所|部))[^，。]{0,3}?(?:会同|联合|携手|与|和|跟)([\p{Han}A-Za-z0-9]{2,18}?` + anyOrgEnd + `)(?:，?(?:组织|特邀|邀请)|[^，。]{0,4}(?:合办|举办|主办|推出|发起|商量)|(?:共同|联合|一起)[^，。]{0,6}(?:举办|主办|推出|发起|办|开))`)

// withPartner adds those with whom an organisation holds the class.
func withPartner(r *reader, name, source string) (string, string) {
	for _, s := range relevant(r) {
		if m := partners.FindStringSubmatch(s.text); m != nil && strings.Contains(m[1], name) && !orgVerbs.MatchString(m[1]) {
			both := m[1]
			if i := strings.LastIndex(both, "由"); i >= 0 {
				both = both[i+len("由"):]
			}
			return both, s.raw
		}
	}
	for _, s := range relevant(r) {
		if m := withUs.FindStringSubmatch(s.text); m != nil && !strings.Contains(name, m[1]) {
			return name + "、" + m[1], source
		}
	}
	return name, source
}

// citySite is a place where something is held: 杭州站.
var citySite = regexp.MustCompile(`^\p{Han}{2}(?:站|场)$`)

// hostLike reports what may be the name of an organisation.
func hostLike(name string) bool {
	if runes(name) < 2 || runes(name) > 34 && !isMostlyLatin(name) || runes(name) > 60 {
		return false
	}
	if len(days(name)) > 0 || calledSo.MatchString(name) && runes(name) < 4 && !anyOrgName.MatchString(name) {
		return false
	}
	if brand.MatchString(name) && !anyTraining.MatchString(name) {
		return true
	}
	return !citySite.MatchString(name) && !orgSelf.MatchString(name) && !orgVerbs.MatchString(name) && !notHost.MatchString(name) && labelTopic(name) == noTopic && !isGeneral(name)
}

// withoutSeries drops the series behind the name of an organisation: 数舟学院 · 数据分析训练营.
func withoutSeries(s string) string {
	s = trimSigns(unframed(s))
	for _, part := range seriesCut.Split(s, 4) {
		if part = trimSigns(part); anyOrgName.MatchString(part) && !series.MatchString(part) {
			return part
		}
	}
	if cut := trimSigns(series.ReplaceAllString(s, "")); runes(cut) >= 3 && anyOrgName.MatchString(cut) {
		return cut
	}
	return s
}

var (
	seriesCut = regexp.MustCompile(`\s*[·•|｜丨]\s*|\s+[-–—]{1,2}\s+`)
	// anyOrgName is nothing but the name of an organisation, with any of its ends.
	anyOrgName = regexp.MustCompile(`^[\p{Han}A-Za-z0-9&＆·（）() ]{1,24}` + anyOrgEnd + `$`)
)

// headHosts looks at the first lines: a letterhead, a frame, a headline that begins with who
// holds the class.
func headHosts(r *reader) (out []hostCandidate) {
	if name, source := letterhead(r); name != "" {
		out = append(out, hostCandidate{name, source, 3})
	}
	for i := range min(len(r.lines), 8) {
		n := &r.lines[i]
		s := trimSigns(undecorated(n.text))
		if n.own && n.topic != aboutHost || n.topic == aboutPlace || n.topic == aboutOthers {
			continue
		}
		if name := framedHost(r, i, s); name != "" {
			out = append(out, hostCandidate{name, n.raw, 3})
		}
		if name := publisher(s, i); name != "" {
			out = append(out, hostCandidate{name, n.raw, 3})
		}
		if i > 5 || runes(s) > 40 && !isMostlyLatin(s) {
			continue
		}
		out = append(out, lineHosts(n, s, i)...)
	}
	return out
}

// framedHost is an organisation that a line near the beginning names in a frame; "" for none.
func framedHost(r *reader, i int, s string) string {
	if i > 3 {
		return ""
	}
	text := r.lines[i].text
	if m := framedHouse.FindStringSubmatch(s); m != nil && anyOrgName.MatchString(m[1]) && strings.Count(r.whole(), m[1]) > 1 {
		return m[1]
	}
	if m := accountHead.FindStringSubmatch(text); m != nil && i == 0 && hostLike(m[1]) {
		return m[1]
	}
	if m := bracketOrg.FindStringSubmatch(text); m != nil && (anyOrgName.MatchString(m[1]) || latinOrg.MatchString(m[1])) && headingTopic(m[1]) == noTopic {
		return withoutSeries(m[1])
	}
	return ""
}

// lineHosts reads a short line near the beginning.
func lineHosts(n *line, s string, i int) (out []hostCandidate) {
	if m := joint.FindStringSubmatch(s); m != nil && (!strings.HasSuffix(s, m[1]) || slices.ContainsFunc(partnerCut.Split(m[1], 3), func(p string) bool { return anyOrgName.MatchString(strings.TrimSpace(p)) })) {
		return []hostCandidate{{m[1], n.raw, 3}}
	}
	if isMostlyLatin(s) {
		return latinLine(n, s, i)
	}
	if bare := trimSigns(leadFrame.ReplaceAllString(s, "")); bare != s && orgHead.MatchString(bare) {
		s = bare
	}
	for j, part := range seriesCut.Split(s, 5) {
		part = trimSigns(part)
		m := orgHead.FindStringSubmatch(part)
		switch {
		case anyOrgName.MatchString(part) && !series.MatchString(part) && (runes(part) >= 4 && orgName.MatchString(part) || runes(part) >= 5):
			out = append(out, hostCandidate{part, n.raw, 2 + btoi(j == 0)})
		case len(ofOrg.FindStringSubmatch(part)) > 1 && runes(ofOrg.FindStringSubmatch(part)[1]) >= 4:
			out = append(out, hostCandidate{ofOrg.FindStringSubmatch(part)[1], n.raw, 2})
		case m != nil && runes(m[1]) >= 4:
			out = append(out, hostCandidate{m[1], n.raw, 2})
		}
	}
	if m := orgLine.FindStringSubmatch(s); m != nil && len(out) == 0 && runes(m[1]) >= 5 && !series.MatchString(m[1]) {
		out = append(out, hostCandidate{m[1], n.raw, 2})
	}
	return out
}

// latinLine reads a short line of English near the beginning.
func latinLine(n *line, s string, i int) []hostCandidate {
	if i > 2 {
		return nil
	}
	for _, part := range seriesCut.Split(s, 4) {
		if part != s && latinOrg.MatchString(part) {
			return []hostCandidate{{part, n.raw, 3}}
		}
	}
	if t := titleCase(s); latinOrg.MatchString(t) && len(sentences(s)) < 2 {
		return []hostCandidate{{t, n.raw, 3}}
	}
	return nil
}

var (
	// byline is the account that published the article, before the day.
	byline = regexp.MustCompile(`^([\p{Han}A-Za-z0-9]{2,14})\s*[·|｜\s]\s*(?:发布于?|发表于?|更新于?)?\s*20\d\d\s*[-./年]`)
	// noByline is no account.
	noByline = regexp.MustCompile(`^第|时间|日期|发布|原创|作者|编辑|直播|周|星期|开课|浏览`)
	// jointInvite is two organisations that invite together.
	jointInvite = regexp.MustCompile(`^[^\p{Han}A-Za-z]*([\p{Han}A-Za-z0-9]{2,14})\s*[&＆×]\s*[^\p{Han}A-Za-z]*([\p{Han}A-Za-z0-9]{2,14})\s*(?:一起|联合|共同|携手)+(?:请|邀|推出|举办|主办|发起|开)`)
)

// joint is two organisations that hold the class together: 甲学院 × 乙咖啡 联合直播.
var joint = regexp.MustCompile(`^([^，。：|｜·]{2,24}?\s*[×xX✕╳&＆]\s*[^，。：|｜·]{2,28}?)\s*(?:联合|共同|携手)?(?:直播|主办|举办|出品|呈现|推出|发起)?$`)

// publisher is who a line near the beginning says publishes the article, or invites; "" for nobody.
func publisher(s string, i int) string {
	if m := sourceOf.FindStringSubmatch(s); m != nil {
		return strings.TrimSpace(m[1])
	}
	if m := byline.FindStringSubmatch(s); m != nil && i < 6 && !noByline.MatchString(m[1]) {
		return m[1]
	}
	if m := jointInvite.FindStringSubmatch(s); m != nil {
		return trimSigns(m[1]) + " & " + trimSigns(m[2])
	}
	if m := newsOf.FindStringSubmatch(s); m != nil {
		return m[1]
	}
	return ""
}

// partOrgs parts organisations that a sentence joins, and jointLatin is the same in English.
var (
	partOrgs   = regexp.MustCompile(`和|与|跟|、|及|联合|携手|×`)
	jointLatin = regexp.MustCompile(`(?i:hosted|organi[sz]ed|presented|run) by (?:the )?([A-Z][\w&'’]*(?: [A-Z][\w&'’]*){0,4})(?:,)? (?:together|jointly|in partnership|along) with (?:the )?([A-Z][\w&'’]*(?: [A-Z][\w&'’]*){0,4})`)
)

// partnerCut parts two organisations.
var partnerCut = regexp.MustCompile(`\s*[×xX✕╳&＆]\s*`)

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// titleCase writes a line of capitals as a name.
func titleCase(s string) string {
	if strings.ToUpper(s) != s {
		return s
	}
	words := strings.Fields(strings.ToLower(s))
	for i, w := range words {
		words[i] = strings.ToUpper(w[:1]) + w[1:]
	}
	return strings.Join(words, " ")
}

// pageHosts is who the page belongs to.
func pageHosts(r *reader) (out []hostCandidate) {
	if r.site != "" && runes(r.site) <= 30 {
		out = append(out, hostCandidate{r.site, r.site, 4})
	}
	parts := ofPage.Split(r.pageTitle, 5)
	if first := strings.TrimSpace(parts[0]); len(parts) > 1 && latinOrg.MatchString(first) && ofCategory.MatchString(strings.TrimSpace(parts[1])) {
		return append(out, hostCandidate{first, r.pageTitle, 3})
	}
	for _, p := range parts[1:] {
		if p = strings.TrimSpace(p); anyOrgName.MatchString(p) || latinOrg.MatchString(p) {
			out = append(out, hostCandidate{p, r.pageTitle, 3})
		}
	}
	return out
}

// endHosts looks at who signs.
func endHosts(r *reader) (out []hostCandidate) {
	if name, source := signedHost(r); name != "" {
		out = append(out, hostCandidate{name, source, 4})
	}
	for i := max(0, len(r.lines)-4); i < len(r.lines); i++ {
		if m := undersigned.FindStringSubmatch(r.lines[i].text); m != nil {
			out = append(out, hostCandidate{m[1], r.lines[i].raw, 4})
		}
		if s := trimSigns(r.lines[i].text); latinOrg.MatchString(s) && i > 3 && runes(s) < 50 {
			out = append(out, hostCandidate{s, r.lines[i].raw, 3})
		}
	}
	if n := len(r.lines); n > 2 && bareDate.MatchString(r.lines[n-1].text) && signature.MatchString(r.lines[n-2].text) {
		out = append(out, hostCandidate{r.lines[n-2].text, r.lines[n-2].raw, 4})
	}
	out = append(out, signedTwice(r)...)
	for i := max(4, len(r.lines)-4); i < len(r.lines); i++ {
		if n := &r.lines[i]; i == len(r.lines)-1 && n.kind == item || n.kind == paragraph && (!n.own || i == len(r.lines)-1) {
			out = append(out, footHosts(n)...)
		}
	}
	return append(out, signedHosts(r)...)
}

// foundedHost is an organisation of which the article says when it was founded.
var foundedHost = regexp.MustCompile(`^([\p{Han}A-Za-z0-9]{2,14}?)\s*[，]?\s*(?:成立于|创立于|创办于|始创于|(?:19|20)\d\d\s*年(?:成立|创立|创办))`)

// signedWith is what stands behind an organisation that signs: a person, a number, the day.
var signedWith = regexp.MustCompile(`^(?:[—–-]{1,3}\s*)?([\p{Han}A-Za-z0-9（）()&·]{3,24}?)[\s　：:，]+(?:(?:\p{Han}{1,5}|[A-Z][a-z]+)[\s　：:，]*)?(?:(?:电话|热线|tel)[：:]?\s*)?(?:[\d*+() -]{7,20}|(?:20\d\d\s*[-./年])?\d{1,2}[./月]\d{1,2}日?|20\d\d\s*[-./年].{2,12}|)$`)

// signedBy reads an organisation that signs with a person, a number or the day behind it.
func signedBy(n *line) (hostCandidate, bool) {
	m := signedWith.FindStringSubmatch(strings.TrimSpace(n.text))
	if m == nil || n.kind == row || !anyOrgName.MatchString(m[1]) && !strings.HasPrefix(n.text, "—") {
		return hostCandidate{}, false
	}
	return hostCandidate{m[1], n.raw, 3}, true
}

// footHosts reads a short line at the end: 2026年9月 · 半亩书店.
func footHosts(n *line) (out []hostCandidate) {
	s := trimSigns(undecorated(n.text))
	if runes(s) > 36 || len(sentences(s)) > 1 {
		return nil
	}
	for _, part := range strings.FieldsFunc(s, func(c rune) bool { return c == '·' || c == '|' || c == '｜' }) {
		if part = trimSigns(part); anyOrgName.MatchString(part) && runes(part) > 3 {
			out = append(out, hostCandidate{part, n.raw, 2})
		}
	}
	return out
}

// toldHosts reads sentences that say who invites.
func toldHosts(r *reader) (out []hostCandidate) {
	for _, s := range relevant(r) {
		if name := hostIn(s); name != "" && hostLike(hostName(name)) {
			out = append(out, hostCandidate{withoutSeries(hostName(name)), s.raw, 3})
			break
		}
	}
	out = append(out, jointHosts(r)...)
	if name, source := actingHost(r); name != "" {
		out = append(out, hostCandidate{name, source, 2})
	}
	for _, s := range relevant(r) {
		if s.line.topic.in(aboutTeacher, aboutAudience, aboutPacks, aboutPoints) {
			continue
		}
		for _, p := range []*regexp.Regexp{orgSpeaks, asksHelp, orgHolds} {
			if m := p.FindStringSubmatch(s.text); m != nil && runes(m[1]) >= 4 && (anyOrgName.MatchString(m[1]) && runes(m[1]) >= 6 || orgName.MatchString(m[1]) || strings.Count(r.whole(), m[1]) > 1) {
				out = append(out, hostCandidate{withoutSeries(m[1]), s.raw, 3})
			}
		}
	}
	return out
}

// jointHosts finds organisations that a sentence says hold the class together.
func jointHosts(r *reader) (out []hostCandidate) {
	for _, s := range relevant(r) {
		if m := partners.FindStringSubmatch(s.text); m != nil && slices.ContainsFunc(partOrgs.Split(m[1], 3), func(p string) bool { return orgName.MatchString(p) || anyOrgName.MatchString(p) && runes(p) > 3 }) && !orgVerbs.MatchString(m[1]) {
			out = append(out, hostCandidate{m[1], s.raw, 3})
		}
		if m := jointLatin.FindStringSubmatch(s.text); m != nil {
			out = append(out, hostCandidate{m[1] + " & " + m[2], s.raw, 4})
		}
	}
	return out
}

// roomHosts is the account that shows the class: weak, unless the article names it again.
func roomHosts(r *reader) (out []hostCandidate) {
	whole := r.whole()
	for _, s := range relevant(r) {
		if s.line.topic.in(aboutTeacher, aboutPoints) {
			continue
		}
		for _, m := range atRoom.FindAllStringSubmatch(s.text, 3) {
			name := trimSigns(m[1] + m[2] + m[3])
			if !slices.Contains([]string{"视频号", "本", "我们", "我", "老师", "微信"}, name) && (anyOrgName.MatchString(name) || m[3] != "" || saidPlainly(whole, name)) && !replyWay.MatchString(s.text) {
				out = append(out, hostCandidate{name, s.raw, 1})
			}
		}
	}
	return out
}

// saidPlainly reports a name that stands in the text outside of a frame.
func saidPlainly(whole, name string) bool {
	for rest, ok := whole, true; ok; {
		var before string
		if before, rest, ok = strings.Cut(rest, name); ok && !strings.HasSuffix(before, "「") && !strings.HasSuffix(before, "“") && !strings.HasSuffix(before, "《") {
			return true
		}
	}
	return false
}
