package draft

import (
	"strings"

	regexp "zhujiao/bot/lazyregexp"
)

var (
	// described is an item of a section about packs: its name, then what is done for it.
	described = regexp.MustCompile(`^([^：:，,。；！!？?（）]{2,28}(?:（[^（）]{2,24}）)?)\s*[：:]\s*(\S.*)$`)
	// notDescribed stands before a colon without being a name.
	notDescribed = regexp.MustCompile(`^(?:人人.{0,3}|每人.{0,3}|所有人|第?[一二三四五六七八九十\d]+(?:重|份|等奖|[.、])?|福利.{0,3}|礼物.{0,3}|好礼.{0,3}|奖品.{0,3}|彩蛋.{0,3}|(?:报名|签到|到课|到场|互动|抽奖|预约|全勤|参与|听课|现场|课后|早鸟|完课|直播间?|惊喜|分享|转发).{0,6}|.{0,6}(?:礼|福利|有礼|奖|领取|方式|可得|即得|即送|可领|赠送))$|[送赠领抽得]|(?i)^(?:bonus|gift|everyone|for|all)\b`)
	// givenFor says that something is to be done for what stands before.
	givenFor = regexp.MustCompile(`人人|自取|网盘|付款|付费|选\s*\d+\s*[位名个]|送出|报名|签到|到场|听完|看完|前\s*\d+|抽|完成|参加|发到|发送|领取|(?i)\b(?:register|attend|sign|stay|first \d+|everyone)`)
)

// describedPack reads an item such as Starter Kit：报名后发到邮箱，含….
func describedPack(r *reader, i int) (found, bool) {
	n := &r.lines[i]
	if n.topic != aboutPacks || n.kind != item && (n.kind != paragraph || !worthInBrackets.MatchString(n.text)) || forbidden.MatchString(n.text) {
		return found{}, false
	}
	m := described.FindStringSubmatch(undecorated(n.text))
	if m == nil || notDescribed.MatchString(m[1]) || notPack.MatchString(m[1]) || splitsToLabel(m[1]) || !givenFor.MatchString(m[2]) {
		return found{}, false
	}
	name := packTitle(bracketLast.ReplaceAllString(m[1], ""))
	if vagueName(name) || len(days(m[1])) > 0 {
		return found{}, false
	}
	told := sentence{text: m[2], line: n, at: i}
	return found{Pack: Pack{Name: name, Value: valueIn(n.text), Condition: r.condition(told, 0), Contents: describedContents(m[2])}, at: i, source: n.raw}, true
}

// worthInBrackets is a thing that a paragraph describes, with what it is worth: 倾听券（价值200元）：….
var worthInBrackets = regexp.MustCompile(`^[^：，。]{2,20}（价值[^（）]{2,10}）\s*：`)

func splitsToLabel(s string) bool { return labelTopic(s) != noTopic }

// oneThing is the single thing that a description says is given.
var oneThing = regexp.MustCompile(`(?:可以?|能)(?:得到|获得|拿到|收到|领到)\s*([^，,。；（(]{2,24})`)

// bracketLast is a bracket at the end of a name: SQL 速查卡（PDF，价值19元）.
var bracketLast = regexp.MustCompile(`（[^（）]*）$`)

// namedFirst is a thing that begins a line, with what it is worth: 稳心资料包，价值39元，….
var namedFirst = regexp.MustCompile(`^[《「【]?([^，。：；《》「」【】（）]{2,20})[》」】]?(?:（[^（）]{2,20}）)?，价值\s*¥?\s*\d`)

// worthFirstPack reads a line of a section about packs that begins with a thing and its worth.
func worthFirstPack(r *reader, i int) (found, bool) {
	n := &r.lines[i]
	m := namedFirst.FindStringSubmatch(undecorated(n.text))
	if m == nil || n.topic != aboutPacks || n.kind == heading || forbidden.MatchString(n.text) || giveVerb.MatchString(m[1]) || conditionIn(m[1]) != "" || countedThing.MatchString(m[1]) {
		return found{}, false
	}
	name := packTitle(countBehindOnly.ReplaceAllString(m[1], ""))
	if vagueName(name) {
		return found{}, false
	}
	return found{Pack: Pack{Name: name, Value: valueIn(n.text), Condition: r.condition(sentence{text: strings.Replace(n.text, m[1], "", 1), line: n, at: i}, 0)}, at: i, source: n.raw}, true
}

// countBehindOnly is how many of a thing are given, behind its name: 弹力带一根.
var countBehindOnly = regexp.MustCompile(`[一1]` + measures + `$`)

// forWhom is a thing behind those who get it: 所有购票者：作品集 Figma 模板（…）.
var forWhom = regexp.MustCompile(`^((?:所有|凡|每[位个人]|全体|(?:现场|当晚)?抽|报名|购票|签到|到场|前|听完|全程)[^：，。]{0,14})：\s*([^（，。；：]{2,24}?)\s*(?:（([^（）]{4,60})）|，|。|$)`)

// notForWhom ends a label of how something is done, and not of those who get something.
var notForWhom = regexp.MustCompile(`(?:口令|时间|方式|规则|地点|链接|后)$`)

// packForWhom reads a line that says first who gets a thing.
func packForWhom(r *reader, i int) (found, bool) {
	n := &r.lines[i]
	m := forWhom.FindStringSubmatch(undecorated(n.text))
	if m == nil || n.topic != aboutPacks || n.kind == heading || forbidden.MatchString(n.text) {
		return found{}, false
	}
	name := packTitle(m[2])
	c := conditionIn(m[1])
	if vagueName(name) || c == "" || notForWhom.MatchString(m[1]) || notPack.MatchString(name) || conditionIn(name) != "" || !thingNoun.MatchString(name) && valueIn(n.text) == 0 {
		return found{}, false
	}
	p := found{Pack: Pack{Name: name, Value: valueIn(n.text), Condition: c}, at: i, source: n.raw}
	if strings.Contains(m[3], "、") {
		p.Contents = itemsOf(m[3])
	}
	return p, true
}

// describedContents is what a description says that its pack holds.
func describedContents(s string) []string {
	m := containing.FindStringSubmatch(s)
	if m == nil {
		if m := oneThing.FindStringSubmatch(s); m != nil {
			return []string{trimSigns(m[1])}
		}
		first, _, _ := strings.Cut(clauseEnd.Split(s, 2)[0], "。")
		if strings.Contains(first, "、") {
			return itemsOf(first)
		}
		return nil
	}
	return itemsOf(strings.TrimSpace(m[1] + m[2]))
}
