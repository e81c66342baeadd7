package draft

import (
	"slices"
	"strings"

	regexp "zhujiao/bot/lazyregexp"
)

const packNouns = `(?:学习|备考|复习|入门|面试|干货|超值|专属|精华|精选)?(?:资料大礼包|资料礼包|大礼包|资料包|礼包|学习包|工具包|素材包|模板包|课件包|题库|电子书|白皮书|手册|模板|课件|PPT|讲义|书单|思维导图|资料|工具箱|清单|笔记|体验课|试听课|优惠券|代金券|礼物|报告|词汇表|单词表|真题集?|练习册|攻略|指南|图谱|案例集|合集|纪念品|奖品|周边|盲盒|绘本|台历|咨询|诊断|测评|图书|书籍|书|T恤|水杯|杯子|帆布袋|帆布包|抱枕|徽章|手环|耳机|键盘|鼠标垫|音箱|充电宝|礼盒|京东卡|购物卡|年卡|月卡|周卡|贴纸|笔记本)`

var (
	packNamed   = regexp.MustCompile(`(?:(?:价值|市价|原价)\s*` + moneySign + `\s*(\d{1,6}(?:\.\d{1,2})?)\s*元?|[¥]\s*(\d{1,6}(?:\.\d{1,2})?)|(\d{1,6}(?:\.\d{1,2})?)\s*元)(?:的|）|\))?\s*[《「“【]?([^，,。；;！!？?、：:《》「」“”【】（）()]{0,24}?` + packNouns + `)[》」”】]?|[《「“【]([^《》「」“”【】]{2,40})[》」”】]\s*([^，,。；;！!？?、：:（）()]{0,8}?` + packNouns + `)?|(?:送|赠送|赠|领取|领|获得|获赠|得到|得|抽取|抽出|抽|拿到|收到|发放|附赠|附送|奉上|解锁|下载|获取|准备了|准备)\s*(?:到|出|走|给大家)?\s*([^，,。；;！!？?、：:《》「」“”【】（）()]{1,28}?` + packNouns + `)`)
	packLatin   = regexp.MustCompile(`(?i)(?:receives?|gets?|download|win|grab|claim|with|pick up|takes? home|go(?:es)? home with|be sent|send you|e-?mail you)\s+(?:a |an |the |our |free |your |one of \w+ |copy of |copies of |"|“)*([A-Za-z0-9$&'’ -]{2,50}?(?:toolkit|\bkit|licen[cs]e|subscription|tote bag|mug|t-?shirt|poster|bundle|pack|card|notebook|template pack|templates?|e-?book|checklist|handbook|workbook|cheat ?sheet|guide|slides|slide deck|voucher|playbook|starter kit|worksheets?|reading list|report|book)s?)\b`)
	quotedLatin = regexp.MustCompile(`(?i)\b(?:receives?|gets?|download|win|grab|claim|copy of|copies of)\b[^."“”]{0,50}["“]([A-Za-z][^"”]{3,50})["”]`)
	giving      = regexp.MustCompile(`发给一|带一份|每[家户]有?一|出具|都有《|再给一把|奖励[^，。]{2,14}一|每[人位户]一?[副条顶把]|再获|另获|领\p{Han}{1,10}一\s*把|每人领|可获|将获|均获|领\p{Han}{1,10}一?[个份只套本张条枚]|发《|各得|都有一?[张份本套个]|领一?[张份本册套个]|拿一[张份本册套个]|寄[一《「]|备有|人手一|送|赠|收到|拿走|带走|抽中|下载|每人(?:都有)?一?[份本套张个盒枚]|寄(?:出|送|给|到|你)|即寄|另有[^，。]{2,12}一[副份个套本张]|再给一?[份个套本张]|发(?:给)?(?:你|您|大家)一?[份个套本张]|发一?\s*[张份本册枚个套只条]|发(?:你|给你)[《「]|私信发|领取|领走|可以?领|能领|领《|领「|领“|寄上|附上|免费领|即领|获得|获赠|得到|可得|抽|有机会|福利|解锁|奉上|发放|免费获取|附赠|礼包|资料包|(?i)\b(?:(?:is|are|be) (?:sent|given|e-?mailed|mailed|handed)|leaves? with|(?:send|e-?mail|give|hand)s? (?:you|everyone|out)|receives?|gets?|pick up|takes? home|go(?:es)? home with|send you|be sent|wins?|draw|raffle|download|win|free copy|bonus|gift|claim)\b`)
	worth       = regexp.MustCompile(`(?:价值|市价|市场价|原价|[（(]值)\s*约?\s*` + moneySign + `\s*(\d{1,6}(?:\.\d{1,2})?)|[¥]\s*(\d{1,6}(?:\.\d{1,2})?)|(\d{1,6}(?:\.\d{1,2})?)\s*元|(?i)worth\s*(?:[$¥€£]|RMB|EUR|USD|GBP|CNY)?\s*(\d{1,6}(?:\.\d{1,2})?)`)
	packTrim    = regexp.MustCompile(`^(?:的|一份|一套|一本|一个|一张|1份|1套|1本|本次|本场|完整版?|全套|免费|额外|大家|我们|老师|到|的|一|份|套|本|个|张|上述|以上|这份|这套|该|配套的?|现场|独家|获取|领取|价值\d+元的?|您|你|\d+\s*元的?|¥\d+|共?\d+[份套本]|全部|并)+`)
	chanceCue   = regexp.MustCompile(`[挑选]\s*\d+\s*[位名个]|有机会(?:获得|赢得|得到|拿到|领到|获|得)|有机会[^。]{0,30}(?:共|限)\s*\d+\s*[份名个位]|抽奖|抽取|抽出|抽送|抽|随机|幸运|锦鲤|中奖|(?i)\b(?:raffle|draw|win|lucky|chance)\b`)
	attendCue   = regexp.MustCompile(`全勤|听课满|满\d+分钟|参加(?:的)?(?:学员|人员|同事|员工|同学)|(?i:\b(?:everyone|everybody|every (?:participant|attendee|guest|visitor|child|family|walker)|each (?:participant|attendee|guest|visitor|child|family|walker)|all (?:attendees|participants|guests|visitors)|participants|attendees) (?:will )?(?:gets?|receives?|takes?|goes|is given|are given))|参加者|参与者|到会者|来宾|参加直播|听完|看完|(?:直播|课程|讲座|活动|体验|分享|培训|沙龙|训练营|公开课)结束|签到|听直播|直播间|直播中|直播当天|直播时|到课|全程|观看|听课|到场|现场|出席|参加(?:公开课|课程|讲座|活动|本次|的)|参与直播|参课|来听|参会|上课|课后|课上|课堂|直播结束|直播后|进入直播|到会|在线学习|与会|(?i)\b(?:goes home|takes home|everyone present|stays?|attends?|attendees|stay|show up|come|live participants|who join live|at the end)\b`)
	maybeCue    = regexp.MustCompile(`有机会|机会|(?i)chance`)
	signCue     = regexp.MustCompile(`购票者|报名者|(?:报名|预约|登记|注册)(?:过的?)?(?:均|都|皆|一律)|(?:登记|预约|报名)过的|买了票|(?i:\bonce you(?: have|'ve)? (?:booked|registered|paid|signed up)\b)|报(?:了|好|上|完)名|报名[^，。]{0,3}(?:的|企业|单位|家庭|客户|家长|朋友|同学|人)|(?:缴费|付费|付款|下单|购票|预约|登记|占座|交费)(?:了|好|完)?(?:即|后|就|成功|的|企业|单位|机构|门店|商户|住户|居民|业主|员工|同事|学员|家庭|客户|投资者|用户|观众|朋友|姐妹|者)|(?i:with (?:your|the|every|each) ticket|fills? (?:in|out) (?:the|this|our) form|who (?:books?|pays?|buys? a ticket|RSVPs?))|付款的|提交(?:报名|回执)|报名回执|填(?:好|写)?报名|预约的|随票|凭票|接龙|登记(?:即|后|的|成功|者)|购票|买票|付款(?:即|后|的|成功)|报上名|占(?:位|座)(?:即|后|的|成功)|抢到(?:名额|票)|报名(?:即|就|后|成功|可|送|并|的|本|有|者|用户|学员|同学|享|立|礼|福利|参加|前)|前\s*\d+\s*(?:名|位)?报名|预约(?:即|就|后|成功|可|送|直播|有)|注册(?:即|后|就)|(?i)\b(?:registrants?|(?:on|upon|after) registration|register|signed up|booked|books|bookings?|registered|signs? up|sign(?:ed)? up|everyone who registers|registers|rsvp)\b`)
	directCue   = regexp.MustCompile(`人人都?有|谁都能|网盘取|自取|添加|加(?:微信|小助手|老师|班主任|助教|好友|客服|企微)|关注|回复|后台|扫码|扫描|点击|进群|入群|直接领|人手一份|下载|加入|(?i)\b(?:add|follow|reply|scan|download|join the group)\b`)
	otherCue    = regexp.MustCompile(`交一[篇份段]|提交练习|答对|(?i:\b(?:two|three|four|five|\d+) times\b)|比赛|前[一二三]名|第一名|获胜|得分最高|下单|购买|消费满|读后感|写满|发到群|发到社群|链接发到|晒图|提交[^报回]|问卷|作业|打卡|评论|留言|提问|完成[^报预]|填写|投稿|好评|反馈|答题|(?i)\b(?:survey|feedback|homework)\b`)
	forbidden   = regexp.MustCompile(`(?:转发|分享)[^。！!？?；;]{0,24}(?:朋友圈|微信群|好友|群|海报|本文|文章|链接)[^。！!？?；;]{0,40}(?:领|送|得|获|抽|解锁|即可|免费|截图)|集\s*(?:满)?\s*\d*\s*个?赞|点赞(?:满|数|达)|邀请\s*(?:\d+|[一二两三四五六七八九十])?\s*(?:位|名|个)?(?:好友|朋友|人|同学)[^。！!？?；;]{0,24}(?:领|送|得|获|解锁|即可|免费|报名|关注|参与|助力|减|返)|助力[^。！!？?；;]{0,12}(?:解锁|领|得)|(?:转发|分享)(?:即可|就|可|并|后|本文|海报|此文)[^。！!？?；;]{0,20}(?:领|送|得|获|抽|解锁|截图)|拼团|(?i)\b(?:share|repost|forward)\b[^.!?;]{0,60}\b(?:to (?:get|win|receive|claim|unlock)|and (?:get|win|receive)|for a (?:chance|free))|\bcollect \d+ likes|\binvite (?:\d+|two|three|a) friends?`)
	containing  = regexp.MustCompile(`(?:里面[是有]|[袋盒包]里(?:面)?[是有]|内附|附有|内含|包含|包括|涵盖|含有|内容包括|内容有|内有|囊括|含)\s*[：:]?\s*([^。！!；;）)]{2,200})|(?i)(?:includes?|including|contains?|containing)\s*:?\s*([^.!;)]{4,160})`)
	replayCue   = regexp.MustCompile(`回放|录播|回看|(?i)\b(?:replay|recording)\b`)
)

// found is a pack with the line that names it.
type found struct {
	Pack
	at     int
	source string
	named  bool // by a heading
}

// packs takes the materials that attendees get. What is given for sharing is none.
func (r *reader) packs() {
	var list []found
	for i := range r.lines {
		n := &r.lines[i]
		if n.topic.in(aboutOthers, aboutTeacher, aboutPoints, aboutAudience, aboutTitle, aboutHost, aboutPrice, aboutAgenda, aboutSessions, aboutTime) &&
			(!gives.MatchString(n.text) && (n.kind == item || !chanceOf.MatchString(n.text)) || n.topic.in(aboutOthers, aboutTeacher, aboutTitle) || n.kind == heading) {
			continue
		}
		for _, p := range packsOf(r, i) {
			list = addPack(r, list, p)
		}
	}
	for _, p := range list {
		if p.Condition == "" {
			p.Condition = ConditionDirect // nothing is said to be done for it
		}
		if p.Value > 0 {
			p.Written = writtenWorth(r, p)
		}
		r.fact(FieldPack, p.Pack, p.source)
	}
}

// writtenWorth is what a pack is worth as the article writes it.
func writtenWorth(r *reader, p found) string {
	for _, raw := range []string{p.source, r.lines[p.at].raw} {
		if v := amountWritten(raw, written(p.Value)); v != "" {
			return v
		}
	}
	return written(p.Value) + "元"
}

var (
	chanceOf = regexp.MustCompile(`(?:机会|抽奖|可以?)[^，。]{0,4}(?:获得|赢|抽)`)
	gives    = regexp.MustCompile(`下载|可得|获得|[送赠领]|发一|收到|拿走|抽中|(?i)\b(?:receives?|gets?|bonus|gift|win|home with)\b`)
)

// packsOf reads the packs that a line names.
func packsOf(r *reader, i int) (out []found) {
	n := &r.lines[i]
	if n.kind == heading {
		if name := headingPack(n); name != "" && followed(r, i) {
			out = append(out, found{Pack: Pack{Name: name}, at: i, source: n.raw, named: true})
		}
		if len(out) == 0 && n.topic == aboutPacks {
			out = givenHeading(r, i)
		}
		return out
	}
	if heldAbove(r, i) {
		return nil
	}
	if len(n.columns) == 2 && n.columns[0] == aboutPacks && len(n.cells) == 2 {
		return tabledPack(n, i)
	}
	if out = enumeratedPacks(n, i); len(out) > 1 {
		return out
	}
	out = nil
	for _, s := range sentencesOf(r, i) {
		for _, part := range strings.FieldsFunc(s.text, func(c rune) bool { return n.kind == row && (c == '|' || c == '｜') }) {
			one := s
			one.text = part
			out = append(out, packsIn(r, one, n)...)
		}
	}
	out = byForm(r, i, out)
	if len(out) == 0 {
		out = barePack(r, i)
	}
	out = slices.DeleteFunc(out, func(p found) bool { return strings.Contains(p.Name, "：") }) // a label with its value
	if !slices.ContainsFunc(out, func(p found) bool { return len(p.Contents) > 0 }) {
		lastHolds(r, i, out)
	}
	return out
}

// lastHolds gives the last pack of a line what the line lists, from the sentence on that names it.
func lastHolds(r *reader, i int, out []found) {
	n := len(out)
	if n == 0 {
		return
	}
	said := sentencesOf(r, i)
	if last := slices.IndexFunc(said, func(s sentence) bool { return s.raw == out[n-1].source }); n > 1 && last > 0 {
		said = said[last:]
	}
	out[n-1].Contents = contentsOf(said)
}

// packsIn reads the packs that a sentence names.
func packsIn(r *reader, s sentence, n *line) (out []found) {
	if forbidden.MatchString(s.text) || replayCue.MatchString(s.text) && !strings.Contains(s.text, "《") && !packWord.MatchString(replayCue.ReplaceAllString(s.text, "")) {
		return nil
	}
	if parts := twoGifts(s); len(parts) > 1 {
		return append(packsIn(r, parts[0], n), packsIn(r, parts[1], n)...)
	}
	s.text = evenIf.ReplaceAllString(s.text, "")
	inSection := n.topic == aboutPacks
	if !giving.MatchString(s.text) && !inSection && !givenLater(r, s) {
		return nil
	}
	named := s.text
	if m := containing.FindStringIndex(named); m != nil { // what a pack holds is no pack
		named = named[:m[0]]
	}
	names := packNames(named, inSection && (n.kind == item || n.own || doneFor.MatchString(s.text)))
	from := 0
	for _, name := range names {
		p := found{Pack: Pack{Name: name.words, Value: name.value}, at: s.at, source: s.raw}
		told := s
		told.text = strings.Replace(bookTitle.ReplaceAllString(named, "《》"), name.words, "", 1)
		p.Condition = r.condition(told, name.at)
		if to := name.at + len(name.words); len(names) > 1 && to <= len(named) && from < to {
			if c := conditionIn(bookTitle.ReplaceAllString(named[from:to], "《》")); c != "" {
				p.Condition = c // what stands before this one
			}
			from = to
		}
		p.Contents = heldBy(behindName(s.text, name.words))
		if p.Value == 0 && len(names) == 1 {
			p.Value = worthLater(behindName(s.text, name.words) + worthNextSentence(r, s))
		}
		out = append(out, p)
	}
	return out
}

// twoGifts parts a sentence of English that gives two things.
func twoGifts(s sentence) []sentence {
	at := latinAlso.FindStringIndex(s.text)
	if at == nil || !isMostlyLatin(s.text) || len(latinGives.FindAllString(s.text, 2)) < 2 {
		return nil
	}
	first, second := s, s
	first.text, second.text = s.text[:at[0]], s.text[at[1]:]
	return []sentence{first, second}
}

// evenIf says what need not be done for a pack.
var evenIf = regexp.MustCompile(`没抽[中到]的[^，。]{0,6}，|[，]?(?:不|没)(?:听课?|参加|来|报名|看直播)也(?:给|送|能领|可以领|能拿)`)

// saidWorth says behind a pack what it is worth: …，市价约75元.
var saidWorth = regexp.MustCompile(`[，（(]\s*(?:门市价|柜台价|零售价|市场?价|总?价值|原价|售价|定价|卖的话是?|单买要?|平[时日]|零售|外面卖|值)\s*(?:约|要|卖)?\s*` + moneySign + `\s*(\d{1,6}(?:\.\d{1,2})?)\s*(?:元|块|$|[，。；）)])`)

// worthLater is what a pack is worth, anywhere behind its name.
func worthLater(behind string) float64 {
	if m := saidWorth.FindStringSubmatch(behind); m != nil {
		return yuan(m[1])
	}
	return 0
}

// worthNextSentence is the sentence behind one that gives, if it says what that is worth: 单买要45元.
func worthNextSentence(r *reader, s sentence) string {
	list := sentencesOf(r, s.at)
	for i := range list {
		if list[i].raw == s.raw && i+1 < len(list) && worthFirst.MatchString(list[i+1].text) {
			return "，" + list[i+1].text
		}
	}
	return ""
}

// worthFirst begins a sentence that says what the thing of the one before is worth.
var worthFirst = regexp.MustCompile(`^(?:单买|平[时日]|零售|外面卖|市[场]?价|原价|价值)`)

// latinAlso begins a further gift in the same sentence of English.
var latinAlso = regexp.MustCompile(`(?i)[,;] (?:and |while )?(?:at the end|afterwards|in addition|also|those|after|we will|we'll|one|two|three|five|ten|the first|everyone|everybody)\b`)

// prepared is a thing that somebody has made, of which another sentence says who gets it.
var prepared = regexp.MustCompile(`(?:攒下|攒了|整理|准备|编了?|写了|做了|印了)[^，。《]{0,6}[《「“]`)

// doneFor says at the beginning of a line what a pack is given for: 预约直播：《…》.
var doneFor = regexp.MustCompile(`^[^\p{Han}]{0,4}(?:报名|预约|签到|看完|听完|到场|到课|全程|参与|互动|抽奖|直播间|完课|打卡)[^：:，。]{0,8}[：:]`)

// givenLater reports something prepared that a further sentence of the line gives away.
func givenLater(r *reader, s sentence) bool {
	return prepared.MatchString(s.text) && slices.ContainsFunc(sentencesOf(r, s.at), func(o sentence) bool {
		return o.raw != s.raw && conditionIn(o.text) != "" && giving.MatchString(o.text)
	})
}

// barePack reads an item of a section about packs that is nothing but a name.
func barePack(r *reader, i int) []found {
	n := &r.lines[i]
	if n.topic != aboutPacks || n.kind != item || runes(n.value) > 50 {
		return nil
	}
	if forbidden.MatchString(n.text) || replayCue.MatchString(n.text) || luring.MatchString(n.value) || notPack.MatchString(n.value) || certificate.MatchString(n.value) || startsWithMark(n.text) && strings.Contains(n.value, "，") {
		return nil
	}
	name := packTitle(n.value)
	if name == "" || giveVerb.MatchString(firstClause(n.value)) && strings.Contains(n.value, "，") && !strings.Contains(n.value, "《") {
		return nil // a sentence that no grammar could read
	}
	c := r.condition(sentence{text: n.text, line: n, at: i}, 0)
	return []found{{Pack: Pack{Name: name, Value: valueIn(n.text), Condition: c}, at: i, source: n.raw}}
}

// firstClause is what stands before the first comma.
func firstClause(s string) string {
	before, _, _ := strings.Cut(s, "，")
	return before
}

var (
	notPack   = regexp.MustCompile(`答疑|社群|交流群|学习群|进群|入群|直播回放|连麦|互动|陪伴|群内|点评|咨询|机会`)
	packHead  = regexp.MustCompile(`(?:资料大礼包|大礼包|资料包|礼包|学习包|工具包|素材包|模板包|题库|电子书|白皮书|手册)$`)
	lotOfHead = regexp.MustCompile(`^(?:.{0,4}福利.{0,4}|.{0,6}(?:报名|听课|直播|到课|免费|限时|超值|专属|课程|领取|学员|更多)(?:资料包?|礼包|大礼包|福利)|资料包?|礼包|大礼包|福利|.{0,3}(?:怎么|如何)领.*|.*领取(?:方式)?)$`)
)

// headingPack returns the name of the pack that a heading names.
func headingPack(n *line) string {
	s := strings.TrimRight(undecorated(n.text), "：: ")
	s = unframed(s)
	if _, v, ok := strings.Cut(s, "："); ok {
		s = v
	}
	if !packHead.MatchString(s) || lotOfHead.MatchString(s) || runes(s) > 28 || strings.ContainsAny(s, "，。") || strings.Contains(s, "部分内容") || strings.Contains(s, "送") {
		return ""
	}
	return packTitle(s)
}

// followed reports whether text stands below a heading.
func followed(r *reader, i int) bool {
	return i+1 < len(r.lines) && r.lines[i+1].kind != heading
}

// sentencesOf returns the sentences of a line.
func sentencesOf(r *reader, i int) []sentence {
	from, _ := slices.BinarySearchFunc(r.sentences, i, func(s sentence, at int) int { return s.at - at })
	to := from
	for to < len(r.sentences) && r.sentences[to].at == i {
		to++
	}
	return r.sentences[from:to]
}

// condition tells what is to be done for a pack: by the sentence before its name, by the
// sentence, by the heading, by the sentence before.
func (r *reader) condition(s sentence, at int) Condition {
	if c := conditionIn(clause(s.text, at, at)); c != "" && strings.Count(s.text, "；") > 0 {
		return c
	}
	if c := conditionIn(s.text); c != "" {
		return c
	}
	for _, o := range sentencesOf(r, s.at) {
		if c := conditionIn(o.text); c != "" {
			return c
		}
	}
	if c := conditionAbove(r, s); c != "" {
		return c
	}
	if s.line.section >= 0 {
		if c := conditionIn(r.lines[s.line.section].text + "即"); c != "" {
			return c
		}
	}
	return ConditionOther
}

// conditionAbove looks for a condition in the lines above, up to the heading.
func conditionAbove(r *reader, s sentence) Condition {
	for i := s.at - 1; i >= 0 && i >= s.at-6; i-- {
		n := &r.lines[i]
		if n.topic != s.line.topic && n.kind != heading {
			break
		}
		if n.kind == item && s.line.kind == item {
			continue
		}
		if c := conditionIn(n.text); c != "" || n.kind == heading {
			return c
		}
	}
	return ""
}

// stayed says plainly that somebody was there.
var stayed = regexp.MustCompile(`(?:看|听|学|留|待|坐|撑)(?:到|至)(?:下播|最后|结束|散场|下课|片尾)|从头(?:听|看|学)到尾|全程在线|都到|到齐|到课者|看直播的|当晚在线|(?:参训|参会|与会)人员|下播前|下课前|直播结束前|参加[^，。]{0,6}的(?:客户|人|朋友|家长|同学|学员|观众|每)|听完|坐满|到下课|到结束|听到最后|看到最后|(?i:\bstays? (?:until|till|to) the end)|每组家庭|每个家庭|与会者|会后，|到[店馆院校]即|进店即|来店|入场即|到场的|来的\p{Han}{1,3}(?:每|都|可|，|人手|免费|领|均)|来的人|来的朋友|学完|上完|参加的(?:家庭|朋友|同学|家长|人|观众|居民|学员|每)|出席的|现场(?:观众|每|的)|当天到|在场的|听完|看完|听满|看满|签到|到课|全程|参加直播|来听|听课满|出勤|全勤`)

// doneMore is something to be done beyond being there.
var doneMore = regexp.MustCompile(`作业[^，。]{0,4}交[了齐]|交(?:一|上)[段份篇张幅][^，。]{2,14}的|打卡[一二三四五六七八九十满\d]|填(?:写|完|好)?[^，。]{0,6}(?:反馈表|问卷)|提交[^，。]{0,6}(?:作业|问卷|作品)|完成[^，。]{0,4}作业|写[^，。]{0,4}(?:评价|读后感)|前[一二三]名`)

var (
	// firstOnes are the first of those who come: who gets it is not sure.
	firstOnes = regexp.MustCompile(`最先[^，。]{0,8}\d+\s*[位名个]|头\s*\d+\s*[名位个人]|前\s*(?:\d+|[一二两三四五六七八九十]+)\s*(?:名|位|个|人|组|单)|(?i:\bfirst (?:\d+|ten|twenty|thirty|fifty|hundred)\b)`)
	// ranked are the first by what they do.
	ranked = regexp.MustCompile(`点赞|得分|评分|成绩|比赛|排名`)
)

// viaForm says that a form of registration is filled in.
var viaForm = regexp.MustCompile(`\d[日号]?前(?:下单|付款|报名|拍下)的|报名(?:链接|表|页面|入口|系统)[^，。]{0,4}(?:提交|填写|登记)|提交(?:报名|登记)?信息的(?:学员|用户|人|观众)`)

// conditionLabel is the label before what is given: 听课福利：.
var conditionLabel = regexp.MustCompile(`^[^：，。]{0,8}(?:福利|好礼|礼包|赠礼|礼物|奖品)\s*：`)

func conditionIn(s string) Condition {
	if behind := conditionLabel.ReplaceAllString(s, ""); behind != s && behind != "" {
		if c := conditionIn(behind); c != "" {
			return c
		}
	}
	switch {
	case chanceCue.MatchString(s):
		return ConditionChance
	case viaForm.MatchString(s):
		return ConditionRegister
	case doneMore.MatchString(s):
		return ConditionOther
	case firstOnes.MatchString(s) && !otherCue.MatchString(s) && !ranked.MatchString(s):
		return ConditionChance
	case stayed.MatchString(s):
		return ConditionAttend
	case otherCue.MatchString(s):
		return ConditionOther
	case attendCue.MatchString(s):
		return ConditionAttend
	case signCue.MatchString(s):
		return ConditionRegister
	case maybeCue.MatchString(s):
		return ConditionChance
	case directCue.MatchString(s):
		return ConditionDirect
	}
	return ""
}

var (
	andSoOn = regexp.MustCompile(`等(?:等)?(?:[\p{Han}\d+]{0,8}(?:资料|内容|干货|文件|福利|工具|模板))?$|(?i)\band more$`)
	commas  = regexp.MustCompile(`[、，,；;+]\s*|\s+and\s+`)
	plusNum = regexp.MustCompile(`(\d)\+`)
)

// contentsOf reads what a pack holds.
func contentsOf(list []sentence) (out []string) {
	for _, s := range list {
		m := containing.FindStringSubmatch(s.text)
		if m == nil || isMostlyLatin(s.text) && m[1] != "" {
			continue
		}
		if m[2] != "" && !isMostlyLatin(m[0]) && !isMostlyLatin(s.text) {
			continue
		}
		return itemsOf(strings.TrimSpace(m[1] + m[2]))
	}
	return nil
}

// behindName is what stands behind a name in a sentence.
func behindName(s, name string) string {
	if _, behind, ok := strings.Cut(s, name); ok {
		return behind
	}
	return ""
}

// listBelow returns the items below a pack that say what it holds.
func listBelow(r *reader, at int) (out []string) {
	for i := at + 1; i < len(r.lines) && len(out) < 20; i++ {
		n := &r.lines[i]
		if n.kind != item || n.own || listLead(r.lines, i) != at {
			break
		}
		out = append(out, trimSigns(n.value))
	}
	return out
}
