package draft

import (
	"strconv"
	"strings"

	regexp "zhujiao/bot/lazyregexp"
)

// packName is a name in a sentence.
type packName struct {
	words string
	value float64
	at    int
}

// packNames finds the names of packs in a sentence.
func packNames(s string, listed bool) (out []packName) {
	rest, from := s, 0
	for range 6 {
		m := packNamed.FindStringSubmatchIndex(rest)
		if m == nil {
			break
		}
		sameBook := m[0] == 0 && len(out) > 0 && group(rest, m, 5) != "" // 签名书《…》
		if p, ok := namedPack(s, from, m, listed); ok && !sameBook {
			out = append(out, p)
		}
		from += m[1]
		rest = rest[m[1]:]
		if len(out) == 0 {
			continue
		}
		var more []packName
		more, from = andPacks(rest, from, 8-len(out))
		out = append(out, more...)
		rest = s[from:]
	}
	if len(out) == 0 {
		out = onesGiven(s)
	}
	if !isMostlyLatin(s) {
		return morePacks(s, out)
	}
	if given := latinGiven(s); len(out) == 0 && len(given) > 0 {
		out = given
	}
	if len(out) == 0 {
		out = latinNames(s)
	}
	return out
}

// andPacks reads the names that follow at once: 《…》PDF 和 近三年真题集. It returns the place behind
// them.
func andPacks(rest string, from, most int) (out []packName, end int) {
	for n := andPack.FindStringSubmatchIndex(rest); n != nil && len(out) < most; n = andPack.FindStringSubmatchIndex(rest) {
		if name := packTitle(group(rest, n, 1)); !vagueName(name) {
			out = append(out, packName{name, valueIn(short(rest[n[1]:], 12)), from + n[0]})
		}
		from += n[1]
		rest = rest[n[1]:]
	}
	return out, from
}

// morePacks adds what the grammar of giving finds.
func morePacks(s string, out []packName) []packName {
	if len(out) == 0 {
		return givenThings(s)
	}
	for _, p := range append(furtherThings(s, out[len(out)-1]), givenThings(s)...) {
		if !slicesHas(out, p.words) {
			out = append(out, p)
		}
	}
	return out
}

// latinNames finds the names of packs in a sentence of English.
func latinNames(s string) (out []packName) {
	for _, p := range []*regexp.Regexp{quotedLatin, packLatin, worthLatin} {
		if len(out) > 0 {
			return out
		}
		for _, m := range p.FindAllStringSubmatchIndex(s, 4) {
			if latinVague.MatchString(group(s, m, 1) + group(s, m, 2)) {
				continue
			}
			out = append(out, packName{strings.TrimSpace(group(s, m, 1) + group(s, m, 2)), valueIn(short(latinWorth.FindString(s[m[0]:]), 200)), m[0]})
		}
	}
	return out
}

// namedPack reads a name that a sentence holds behind a place.
func namedPack(s string, from int, m []int, listed bool) (packName, bool) {
	rest := s[from:]
	sent := sentToYou.MatchString(s)
	framed := group(rest, m, 5)
	if framed == "" && strings.HasPrefix(rest[m[1]:], "《") {
		return packName{}, false // 电子手册《…》: the frame has the name
	}
	name := nameOf(rest, m)
	around := clause(s, from+m[0], from+m[1])
	if framed != "" {
		if !sent && !strings.HasPrefix(rest[m[0]:], "《") && replyWay.MatchString(s[max(0, strings.LastIndexAny(s[:from+m[0]], "，。；！、")):min(len(s), from+m[1])]) {
			return packName{}, false // a word to reply
		}
		given := giveBefore.MatchString(s[:from+m[0]]) || packWord.MatchString(strings.ReplaceAll(around, "送", "")+name) && giving.MatchString(around)
		if !listed && !given {
			return packName{}, false
		}
	}
	if vagueName(name) || framed == "" && (notPack.MatchString(name) || certificate.MatchString(name)) {
		return packName{}, false
	}
	v := yuan(group(rest, m, 1) + group(rest, m, 2) + group(rest, m, 3))
	if v == 0 {
		v = valueIn(around)
	}
	if w := worthBehind.FindStringSubmatch(withoutBracket(rest[m[1]:])); v == 0 && w != nil {
		v = yuan(w[1])
	}
	return packName{name, v, from + m[0]}, true
}

// sentToYou is what the account sends, not what somebody is to send to it.
var sentToYou = regexp.MustCompile(`(?:系统|自动|我们会?|助手会?|公众号会|后台会)(?:自动|也)?(?:会|将)?(?:发送|回复|推送|发)(?:给你|给您|你|您)?\s*[「“『]`)

// nameOf is the name that a match holds, with its frame only if something belongs to it behind.
func nameOf(rest string, m []int) string {
	framed := group(rest, m, 5)
	if framed == "" {
		words := group(rest, m, 4) + group(rest, m, 7)
		if book, _ := framedThing(rest[m[1]:]); strings.HasPrefix(rest[m[1]:], "《") && book != "" && strings.HasSuffix(words, "书") {
			return book // 新书《…》
		}
		return packTitle(words)
	}
	if whole, _ := framedThing(rest[m[0]:]); strings.HasPrefix(whole, "“") || strings.HasPrefix(whole, "「") {
		return whole
	}
	if tail := group(rest, m, 6); startsGiving.MatchString(tail) {
		return packTitle(tail) // “我的权益”领取…
	} else if tail != "" && !strings.ContainsAny(tail, "和及与、一") && !strings.HasSuffix(framed, tail) {
		framed += tail
	}
	return trimSigns(framed)
}

// onesGiven finds things of which one is given.
func onesGiven(s string) (out []packName) {
	for _, m := range oneGiven.FindAllStringSubmatchIndex(s, 4) {
		if name := packTitle(group(s, m, 1)); !vagueName(name) && !notPack.MatchString(name) && !certificate.MatchString(name) && !ownWork.MatchString(name) {
			w := valueIn(s[m[1]:])
			if w == 0 {
				w = valueIn(s[m[0]:m[1]])
			}
			out = append(out, packName{name, w, m[0]})
		}
	}
	return out
}

// worthLatin is a thing with its worth: a desk lamp, worth $60.
var worthLatin = regexp.MustCompile(`(?i)\b(?:for|wins?|gets?|receives?|claim|with) (?:an?|one|the) ([a-z0-9][a-z0-9'’-]*(?: [a-z0-9'’-]+){0,5}?)\s*(?:,|\()\s*(?:worth|valued at)\b|\bwins? (?:an?|one) ([a-z0-9][a-z0-9'’-]*(?: [a-z0-9'’-]+){0,5}?)(?: in | at the |[.(])`)

// latinWorth is a name with what it is worth behind it.
var latinWorth = regexp.MustCompile(`(?i)^[^.;]{0,120}?(?:worth|value[d:]?)[^.;\d]{0,8}\d{1,6}(?:\.\d{1,2})?`)

// giftLabel says before a name when it is given: 听课礼：.
var giftLabel = regexp.MustCompile(`^[\p{Han}]{0,6}(?:礼|福利|有礼|奖|好礼|奖品|礼物)\s*[一二三四\d]?\s*[：:]\s*`)

// ownHand says before a thing who made it: 我手写的拍摄清单本.
var ownHand = regexp.MustCompile(`^(?:\p{Han}(?:老师|医生|教练|师傅)|我们?|老师|本店|主播|店长|馆长)(?:亲手|手)?(?:写|画|编|整理|做|拍|剪|录|印|绘|攒|寄来|带来|准备|签名)的`)

// ownWork is what people make in the class.
var ownWork = regexp.MustCompile(`自己|亲手|作品|成品`)

var (
	bookTitle = regexp.MustCompile(`《[^《》]{1,60}》|「[^「」]{1,60}」`)
	// giveBefore is a verb of giving before a name.
	giveBefore = regexp.MustCompile(`(?:每[家户](?:都)?有?一?[份本套张个]|每人(?:都有)?一?[份本套张个]|可获|将获|均获|攒下|攒了|整理了?|编了|写了|做了|印了|送|赠|领取?|获得|得到|获赠|收到|拿走|带走|发一?[张份本册]|换|发送|发放|附|立得|可得|后发|会发|发你|奉上|奖励|奖品为?|准备了|下载|获取|解锁|拿到|抽取?)[^，,。！!；;]{0,16}$`)
	// andPack goes on behind a pack: 《…》PDF 和 近三年真题集.
	andPack = regexp.MustCompile(`^\s*(?:PDF|pdf|电子版|纸质版|一[份本套]|1[份本套]|[（(][^）)]{1,14}[）)])?\s*(?:和|及|以及|、|\+|与|，以及)\s*[《「“]?([^，,。；;！!、：:《》「」“”（）()]{2,20}?(?:` + packNouns + `|[》」”]))`)
	// oneGiven is a thing of which one is given: 送手冲壶一把.
	oneGiven = regexp.MustCompile(`(?:抽奖[：:]|奖品[：:]|好礼[：:]|赠送|送出|送|赠|领取|领走|获得|获赠|抽中|得到|得|带走)\s*([“「《]?[\p{Han}A-Za-z0-9 -]{2,18}?[”」》]?)\s*(?:一|1|各一|各1)\s*` + measures)
)

// oneToOne begins the name of a service, and no number: 一对一诊断.
const oneToOne = "一对一"

// vagueName reports words that name no pack of their own.
func vagueName(s string) bool {
	switch s {
	case "资料", "资料包", "礼包", "大礼包", "书", "礼物", "奖品", "课件", "报告", "指南", "清单", "笔记", "手册", "周边", "书籍", "图书", "模板", "书单", "攻略", "咨询", "优惠券", "测评", "诊断":
		return s != "资料包" && s != "大礼包" && s != "资料" && s != "课件" && s != "礼物"
	}
	return runes(s) < 2 || strings.HasPrefix(s, "领") || strings.HasSuffix(s, "福利") || labelTopic(s) != noTopic && !packHead.MatchString(s) || strings.Contains(s, "部分") || strings.HasSuffix(s, "回放")
}

// packTitle cleans the name of a pack.
func packTitle(s string) string {
	s = strings.TrimSpace(undecorated(s))
	if i := strings.LastIndexAny(s, "领赠送"); i >= 0 && runes(s[i:]) > 4 && !strings.HasPrefix(s[i:], "领导") && !strings.HasPrefix(s[i:], "领域") {
		s = s[i+3:]
		s = strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(s, "取"), "送"), "出")
	}
	s = ownHand.ReplaceAllString(giftLabel.ReplaceAllString(s, ""), "")
	if m := regexp.MustCompile(`(?:价值|市价)\s*¥?\s*\d+\s*元?(?:的)?`).FindStringIndex(s); m != nil {
		if behind := strings.TrimSpace(s[m[1]:]); runes(behind) >= 2 && m[0] < 12 {
			s = behind
		} else {
			s = s[:m[0]]
		}
	}
	for range 2 {
		if s = trimSigns(s); strings.HasPrefix(s, oneToOne) {
			break
		}
		s = trimSigns(packTrim.ReplaceAllString(s, ""))
	}
	if a, _, ok := strings.Cut(s, "（"); ok && runes(a) >= 4 {
		s = a
	}
	return trimSigns(unframed(s))
}

func valueIn(s string) float64 {
	if m := worth.FindStringSubmatch(s); m != nil {
		return yuan(m[1] + m[2] + m[3] + m[4])
	}
	return 0
}

// worthBehind is what a pack is worth, behind its name.
var worthBehind = regexp.MustCompile(`^[^。；！!《》「，,（(]{0,8}[，,（(]?\s*(?:市场?价|总?价值|原价|售价|定价|值)\s*约?\s*` + moneySign + `\s*(\d{1,6}(?:\.\d{1,2})?)\s*元?`)

// yuan reads an amount.
func yuan(s string) float64 {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return 0
	}
	return v
}

// written writes an amount.
func written(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
