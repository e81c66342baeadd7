package draft

import (
	"strings"
	"unicode"

	regexp "zhujiao/bot/lazyregexp"
)

// What is given is found by its grammar: a verb of giving, perhaps to whom and how many, and a
// thing. A thing is sure if it stands in a frame, is counted, is worth something, or ends with
// a noun for things that are handed out.

var (
	giveVerb = regexp.MustCompile(`(?:再得|都?能拿|都?可拿|即寄|再给|另给|另有|再获|另获|寄上|附上|奉送|寄送|授予|颁发|每人领|人均领|可获|将获|各得|都有|都会有|满[^，。]{1,8}换|赠送|附赠|附送|加送|再送|另送|送出|送上|相送|送给|送|获赠|赠予|赠阅|赠|发放|派发|分发|发给|发到|发|领取|领走|领回|可领|能领|再领|领|获得|获取|得到|可得|即得|立得|收到|拿到|拿走|拿回|带走|带回家?|奉上|奖励|抽取|抽出|抽送|抽中|抽|解锁|下载|备有|备了|准备了?|换取|兑换|寄出|寄送|寄|出具|每[人位户家](?:都)?有?)`)
	// giveTo is to whom and how many, behind the verb.
	giveTo = regexp.MustCompile(`^(?:出|到|了|走|给|您|你|大家|各位|每[位人]?|到场|参会者?|学员|同学们?|观众|听众|家长|朋友们?|全员|全体|其|本|我们|老师|讲师|主讲人|(?:\d+|[一二两三四五六七八九十]+)\s*(?:位|名|人)[^，。《「“]{0,6}(?:送|赠|各得|获)?|(?:\d+|[一二两三四五六七八九十]+)\s*` + measures + `|各|共|一个|的|价值\s*¥?\s*\d+(?:\.\d+)?\s*元?|价值|\d+(?:\.\d+)?\s*元|¥\s*\d+(?:\.\d+)?|电子版|纸质版|免费|完整|独家|精美|由|：|:|\s|现场|当天|课后)+`)
	// countBehind is how many of a thing are given.
	countBehind = regexp.MustCompile(`^(.{2,24}?)\s*(?:各|每人|人手)?\s*(?:\d{1,4}|[一二两三四五六七八九十]{1,3})\s*[小大]?(` + measures + `)`)
	thingNoun   = regexp.MustCompile(`(?:包|卡|册|表|单|清单|本|集|券|票|盒|袋|杯|瓶|图|礼|壶|伞|贴|扇|签|帖|帽|衫|T恤|机|器|仪|套装|礼盒|小样|样品|样书|年历|月历|日历|台历|挂历|日签|音频|视频|软件|源码|代码|数据|模板|讲义|课件|PPT|资料|笔记|手册|指南|攻略|地图|图谱|报告|书|绘本|教材|题库|真题|词表|话术|食谱|菜谱|曲谱|歌单|书单|字帖|口袋书|电子书|工具箱|工具|徽章|书签|明信片|海报|贴纸|文创|种子|绿植|盆栽|面膜|耳机|键盘|音箱|手环|抱枕|玩偶|挂件|笔|礼品|礼物|纪念品|奖品|证书|名额|体验课|课程|试听课|会员|月卡|年卡|周卡|兑换码|优惠码|咨询|诊断|PDF|Excel)$`)
	// thingNot stands in what is a clause and no thing.
	thingNot = regexp.MustCompile(`我们|大家|自己|如何|怎么|什么|可以|以及如|链接|通知|短信|邀请|提醒|答案|回复|入口|会议号|二维码|门票|入场|报名|信息|反馈|名额|席位|座位|机会|资格|发票|停车|茶水|饮水|^水|^茶|点心|^咖啡|午餐|晚餐|服务|帮助|收获|知识|经验|礼仪|掌声|感谢|支持|关注|陪伴|答疑|解答|回放|录播|录像|^[的是在有会将能和]|。|礼貌`)
)

// notSent begins what is no thing that is sent.
var notSent = regexp.MustCompile(`^(?:现|生|布|言|展|型|货|票|达|表|挥|酵|呆|烧|热|出|起|抖|朋友圈|群|送|消息|邮|私信|链接|通知|会议|到|小程序|定位)`)

// severalOf ends with a number above one, which belongs to the name: 滤纸 100 张.
var severalOf = regexp.MustCompile(`(?:[2-9]|\d\d+)\s*` + measures + `$`)

// countedThing says before a thing how many of it are given.
var countedThing = regexp.MustCompile(`(?:\d+|[一二两三四五六七八九十])\s*` + measures + `\s*$`)

// givenThings finds the things that a sentence gives.
func givenThings(s string) (out []packName) {
	for _, v := range giveVerb.FindAllStringIndex(s, 8) {
		if sendsWord(s, v) {
			continue
		}
		if strings.HasSuffix(s[v[0]:v[1]], "上") && strings.HasPrefix(s[v[1]:], "门") {
			v[1] -= len("上") // 送 上门….
		}
		skip := giveTo.FindString(s[v[1]:])
		if eachOf.MatchString(s[v[0]:v[1]]) && !countedThing.MatchString(skip) {
			continue
		}
		p, ok := thingAt(s, v[1]+len(skip), countedThing.MatchString(skip) || worthOf.MatchString(skip))
		if strings.HasSuffix(p.words, "人送") {
			continue
		}
		if p.value == 0 {
			p.value = valueIn(skip)
		}
		if ok && !slicesHas(out, p.words) && (!certificate.MatchString(p.words) || formally.MatchString(s[v[0]:v[1]])) {
			out = append(out, p)
			out = append(out, furtherThings(s, p)...)
		}
	}
	return out
}

// sendsWord reports a verb that sends words or somebody, and gives nothing.
func sendsWord(s string, v []int) bool {
	rest := s[v[1]:]
	return strings.HasSuffix(s[:v[0]], "发") || strings.HasSuffix(s[:v[1]], "发到") && strings.HasPrefix(rest, "群") ||
		strings.HasSuffix(s[v[0]:v[1]], "发") && notSent.MatchString(rest)
}

// eachOf is to whom something is given, without a verb: 每人一副护膝.
var eachOf = regexp.MustCompile(`^每[人位户家](?:都)?有?$`)

var (
	// certificate is a paper that says that somebody was there: a pack only where it is handed out.
	certificate = regexp.MustCompile(`证书|证明|学分|结业`)
	formally    = regexp.MustCompile(`出具|发放|授予|颁发`)
)

func slicesHas(list []packName, words string) bool {
	for _, p := range list {
		if strings.Contains(p.words, words) || strings.Contains(words, p.words) {
			return true
		}
	}
	return false
}

// thingAt reads the thing that begins at a place of a sentence.
func thingAt(s string, at int, sure bool) (packName, bool) {
	rest := strings.TrimLeft(s[at:], " ")
	at = len(s) - len(rest)
	if rest == "" {
		return packName{}, false
	}
	if name, end := framedThing(rest); name != "" {
		return packName{name, thingWorth(rest[end:]), at}, !vagueName(name)
	}
	end := strings.IndexFunc(rest, func(c rune) bool { return strings.ContainsRune("，。；！？：（）()、,;!?:《》【】", c) })
	if end < 0 {
		end = len(rest)
	}
	words := rest[:end]
	if end < len(rest) && runes(words) <= 10 && !strings.ContainsAny(words, "和及") {
		if name, stop := framedThing(rest[end:]); name != "" && strings.HasPrefix(rest[end:], "《") {
			return packName{name, thingWorth(rest[end+stop:]), at}, !vagueName(name) // 新书《…》
		}
	}
	if m := countBehind.FindStringSubmatch(words); m != nil {
		if sure = true; !severalOf.MatchString(m[0]) {
			words = m[1]
		}
	}
	words = trimSigns(words)
	w := thingWorth(rest[min(len(words), len(rest)):])
	sure = sure || w > 0 || thingNoun.MatchString(words)
	said := words
	if w > 0 {
		said = paidFor.ReplaceAllString(words, "") // what is worth something is a thing
	}
	if !sure || runes(words) < 2 || runes(words) > 20 || vagueName(words) || notPack.MatchString(said) || ownWork.MatchString(said) || toPeople.MatchString(words) || thingNot.MatchString(said) || conditionIn(words) != "" {
		return packName{}, false
	}
	return packName{words, w, at}, true
}

// paidFor are words of services and works, which are given if it is said what they are worth.
var paidFor = regexp.MustCompile(`服务|作品|成品|咨询|点评`)

// toPeople ends those to whom something is given, who are no thing.
var toPeople = regexp.MustCompile(`(?:家庭|观众|听众|朋友|同学|读者|网友|家长|学员|幸运儿|伙伴|嘉宾|粉丝)$`)

// framedThing reads a name in a frame at the beginning, with what belongs to it behind:
// “行旅”纪念袋.
func framedThing(s string) (name string, end int) {
	for _, pair := range []string{"《》", "「」", "“”", "【】", "『』"} {
		p := []rune(pair)
		body, ok := strings.CutPrefix(s, string(p[0]))
		if !ok {
			continue
		}
		inside, behind, ok := strings.Cut(body, string(p[1]))
		if !ok || runes(inside) < 2 || runes(inside) > 40 {
			return "", 0
		}
		end = len(s) - len(behind)
		tail := ""
		for i, c := range behind {
			if !unicode.Is(unicode.Han, c) || runes(behind[:i]) > 8 {
				break
			}
			tail = behind[:i+len(string(c))]
		}
		if m := countBehind.FindStringSubmatch("占位" + tail); m != nil {
			tail = strings.TrimPrefix(m[1], "占位")
		}
		counted := countBehind.MatchString("占位"+behind) || worthBracket.MatchString(behind[len(tail):])
		if p[0] != '《' && tail != "" && !startsGiving.MatchString(tail) && (thingNoun.MatchString(tail) || counted) && runes(tail) <= 6 && !thingNoun.MatchString(inside) {
			return string(p[0]) + inside + string(p[1]) + tail, end + len(tail)
		}
		return inside, end
	}
	return "", 0
}

// startsGiving begins what is done behind a name in a frame: “我的权益”领取….
var startsGiving = regexp.MustCompile(`^(?:领|送|赠|得|获|换|抽)`)

// thingWorth is what a thing is worth, behind its name.
func thingWorth(behind string) float64 {
	behind = withoutBracket(behind)
	if m := worthBehind.FindStringSubmatch(behind); m != nil {
		return yuan(m[1])
	}
	if m := worthBracket.FindStringSubmatch(behind); m != nil {
		return yuan(strings.Join(m[1:], ""))
	}
	return 0
}

// withoutBracket drops a bracket at once behind a name unless it says what the thing is worth.
func withoutBracket(behind string) string {
	if m := bracketBehind.FindString(behind); m != "" && !strings.ContainsAny(m, "价¥元") {
		return behind[len(m):]
	}
	return behind
}

// bracketBehind says in brackets what a thing holds or how it comes.
var bracketBehind = regexp.MustCompile(`^[」》”】]?\s*（[^（）]{2,80}）`)

// worthBracket is a worth in brackets or behind a comma: （价值 ¥59）, （¥59）.
var worthBracket = regexp.MustCompile(`^[^。；！《「]{0,10}[（(，]\s*(?:单价|市价|价值)\s*()(\d{1,6}(?:\.\d{1,2})?)[）)，。]|^[^。；！《「]{0,10}[（(，]\s*(?:市场?价|总?价值|原价|售价|定价|参考价|官方价|平[时日]|单买)?\s*(?:约|为)?\s*(?:[¥]\s*(\d{1,6}(?:\.\d{1,2})?)|(\d{1,6}(?:\.\d{1,2})?)\s*元)`)

// nextThing goes on behind a thing: 、…, 和….
var nextThing = regexp.MustCompile(`^\s*(?:PDF|电子版|纸质版|签名版)?\s*(?:(?:各)?[一二两三四五1-9]\s*` + measures + `)?\s*(?:（[^（）]{0,16}）)?\s*(?:，?以及|和|及|以及|与|、|＋|\+)\s*`)

// furtherThings reads things that follow the first one in frames: 《A》和《B》.
func furtherThings(s string, p packName) (out []packName) {
	at := p.at
	for range 5 {
		_, end := framedThing(s[at:])
		if end == 0 {
			end = len(p.words)
		}
		if at+end > len(s) {
			return out
		}
		m := nextThing.FindStringIndex(s[at+end:])
		if m == nil {
			return out
		}
		at += end + m[1]
		skip := giveTo.FindString(s[at:])
		at += len(skip)
		next, ok := thingAt(s, at, countedThing.MatchString(skip))
		if !ok {
			return out
		}
		p, at = next, next.at
		out = append(out, next)
	}
	return out
}

// listLead is the line that leads the list of an item; -1 for none.
func listLead(lines []line, i int) int {
	n := &lines[i]
	if n.kind != item {
		return -1
	}
	j := i - 1
	for j >= 0 && lines[j].kind == item && bulletOf(&lines[j]) == bulletOf(n) && lines[j].depth == n.depth && j > i-20 {
		j--
	}
	if j < 0 || lines[j].kind == row || !introduces.MatchString(lines[j].text) && lines[j].kind != heading {
		return -1
	}
	return j
}

// bulletOf is the kind of sign that a line begins with.
func bulletOf(n *line) rune {
	switch r := firstRune(n.text); {
	case r >= '0' && r <= '9', r >= '①' && r <= '⑳':
		return '1'
	case unicode.IsLetter(r), strings.ContainsRune("《「“【（(\"", r):
		return 'x'
	default:
		return r
	}
}

// ownPack says in an item that it is a pack of its own: it has a frame, a worth, or somebody
// is to do something for it.
func ownPack(text string) bool {
	return strings.Contains(text, "《") || valueIn(text) > 0 || giving.MatchString(text) && conditionIn(text) != ""
}

// heldAbove reports an item that says what the pack of the line above holds.
func heldAbove(r *reader, i int) bool {
	lead := listLead(r.lines, i)
	if lead < 0 {
		return false
	}
	n := &r.lines[lead]
	if n.kind == heading {
		return (headingPack(n) != "" || len(givenHeading(r, lead)) > 0) && !ownPack(r.lines[i].text)
	}
	named := packsOf(r, lead)
	if len(named) == 0 {
		return false
	}
	return !ownPack(r.lines[i].text) || len(named) == 1 && !manyThings.MatchString(named[0].Name) && !giving.MatchString(r.lines[i].text)
}

// manyThings are words for packs together, each of which has a name below.
var manyThings = regexp.MustCompile(`^(?:[一二两三四五六七八九十\d]+[份个重项种])?(?:资料|福利|好礼|大礼|礼物|礼品|奖品|惊喜)(?:包)?$`)

// givenHeading reads a heading that gives what it names: 报名就送「…」：.
func givenHeading(r *reader, i int) (out []found) {
	n := &r.lines[i]
	if forbidden.MatchString(n.text) {
		return nil
	}
	for _, p := range givenThings(n.text) {
		if !manyThings.MatchString(p.words) {
			out = append(out, found{Pack: Pack{Name: p.words, Value: p.value, Condition: conditionIn(n.text)}, at: i, source: n.raw, named: true})
		}
	}
	return out
}

// enumeratedPacks reads things that a line enumerates behind what is done for them: 报名即送：①…
// ②….
func enumeratedPacks(n *line, at int) (out []found) {
	lead, rest, ok := strings.Cut(n.text, "：")
	if !ok || !giving.MatchString(lead) || forbidden.MatchString(n.text) || conditionIn(lead) == "" && n.topic != aboutPacks {
		return nil
	}
	for _, part := range enumerated(rest) {
		name := trimSigns(part)
		if book, _ := framedThing(name); book != "" {
			name = book
		}
		if name = packTitle(name); vagueName(name) || runes(name) > 24 || notPack.MatchString(name) {
			continue
		}
		c := conditionIn(lead)
		if c == "" {
			c = ConditionOther
		}
		out = append(out, found{Pack: Pack{Name: name, Value: valueIn(part), Condition: c}, at: at, source: n.raw})
	}
	return out
}
