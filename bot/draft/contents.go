package draft

import (
	"strings"

	regexp "zhujiao/bot/lazyregexp"
)

// measures count things of which one is given.
const measures = `[份本套个张支只盒件把枚台瓶袋块副条双束罐包面幅册片卷桶盆株朵组款顶串枝听罐筒尊]`

var (
	// heldBehind is what stands behind the name of a pack and says what it holds.
	heldBehind = regexp.MustCompile(`^[」》”】）)\s]*(?:电子版|纸质版|PDF|pdf)?\s*(?:各?[一二两三1-9]\s*` + measures + `)?\s*(?:[（(][^（()）]{1,24}[)）])?\s*(?:[，,]\s*(?:价值|市价|原价)\s*¥?\d+元?)?\s*(?:[，,][^，,。；：:]{1,8}(?:纸|页|码|版|本|张))?\s*(?:[：:]|[，,]?\s*(?:里面|里边|表里|书里|其中|正文|全书|册内|包内|袋中|盒中|包里|盒里|袋里|册里|里头|内)?(?:装有|装着|备有|收录了?|收有|收了|内附|附有|附带|附|内含|包含|包括|涵盖|含有|含|有|分为|分成|(?:表里|书里|册里)分))\s*(\S.*)$|^["”’]?\s*(?:\([^()]{1,24}\))?\s*(?::|,?\s*(?i:which (?:includes|contains|has)|including|includes|containing|contains|with|featuring))\s*(\S.*)$`)
	// heldCounted counts what is inside: 里面两支…、一支….
	heldCounted = regexp.MustCompile(`^[」》”】）)\s]*[，,]\s*(?:里面|里头|包里|盒里|袋里)(?:是)?\s*((?:[一二两三四五六七八九十]|\d{1,3})\s*` + measures + `\S.*)$`)
	// heldBracket says it in brackets.
	heldBracket = regexp.MustCompile(`^[^，。；（(]{0,8}[（(](?:[^（()）]{1,8}[，,]\s*)?(?:内装|内含|内有|内附|含|包括|包含|装有)\s*[：:]?\s*([^（()）]{2,80})[)）]`)
	// heldCount is a number of parts at once behind a title: 《…》谱例12条.
	heldCount = regexp.MustCompile(`^[」》”]\s*(\p{Han}{2,4}\s*\d{1,3}\s*[条页首例篇集讲])`)
	// heldList is a list in brackets at once behind a name.
	heldList  = regexp.MustCompile(`^[」》”】]?\s*（([^（）]{2,60}、[^（）]{2,60})）`)
	heldLatin = regexp.MustCompile(`^["”’]?[^.,;:()]{0,24}?\s*\((an? [^()]{3,60} and (?:an? )?[^()]{3,60}|[a-z][^()]{3,80}, [^()]{3,80}|\d+ [a-z][^()]{3,60})\)`)
	// heldForm says what a thing is like, not what it holds.
	heldForm = regexp.MustCompile(`(?i)\b(?:bilingual|pages?|pdf|printed|digital|hardback|paperback)\b`)
	heldNot  = regexp.MustCompile(`价值|限|需|领|前\s*\d|每|可|共|名|或`)
	// frontBack says what the two sides of a card show.
	frontBack = regexp.MustCompile(`正面(?:是|有|为|印着|印有)([^，。；]{2,20})[，,；]\s*(?:反面|背面)(?:是|有|为|印着|印有)([^，。；]{2,20})`)
	// partsOf ends what a thing is divided into: 三部分.
	partsOf = regexp.MustCompile(`(?:[一二两三四五六七八九十]|\d{1,2})\s*(?:个)?(?:大)?(?:部分|章|类|块|件套|样|种|项|件|篇|文件|表格|表|工具|模板)$`)
	// holding is a verb of holding before what is held.
	holding = regexp.MustCompile(`^(?:内含|里面有|含有|含|包括|包含|内有|有)\s*[：:]?\s*`)
	// heldEnd ends what a pack holds inside of a longer sentence.
	heldEnd = regexp.MustCompile(`[。！!；;]|[，,]\s*(?:会后|课后|随后|稍后|统一|由|凭|照着|一[并同]|[^，。、；]{0,8}(?:邮寄|寄出|寄到|发送|领取|发放|送达|带走))|[，,]\s*(?:报名|到场|现场|签到|扫码|添加|凭|请|可|每|数量|先到|送完|赠完|我们|大家|都|一[并起]|价值|市价|市场价|约|卖的话|worth|everyone|all)`)
	// noContents is what stands behind a colon without being held.
	noContents = regexp.MustCompile(`^(?:报名|签到|到场|转发|扫码|添加|回复|关注|前\s*\d|凡|每|听完|全程|参加|完成|请|用于|帮|一份|适合|(?i:everyone|for |https?:))`)
	lastAnd    = regexp.MustCompile(`^(.{2,}?)(?:以及|和|及|与|\s+(?:and|plus)\s+)(.{2,})$`)
)

// heldBy reads what a pack holds from the text behind its name.
func heldBy(behind string) []string {
	if m := frontBack.FindStringSubmatch(behind); m != nil {
		return []string{trimSigns(m[1]), trimSigns(m[2])}
	}
	if m := heldCount.FindStringSubmatch(behind); m != nil {
		return []string{m[1]}
	}
	if m := heldList.FindStringSubmatch(behind); m != nil && !heldBracket.MatchString(behind) && !heldNot.MatchString(m[1]) {
		return itemsOf(m[1])
	}
	if m := heldLatin.FindStringSubmatch(behind); m != nil && !heldForm.MatchString(m[1]) {
		return itemsOf(m[1])
	}
	if m := heldBracket.FindStringSubmatch(behind); m != nil {
		return itemsOf(m[1])
	}
	m := heldBehind.FindStringSubmatch(behind)
	if m == nil {
		if in := heldCounted.FindStringSubmatch(behind); in != nil {
			m = []string{in[0], in[1], ""}
		}
	}
	if m == nil && isMostlyLatin(behind) {
		if m = latinHeld.FindStringSubmatch(behind); m != nil {
			m = append(m, "")
		}
	}
	if m == nil {
		return nil
	}
	held := holding.ReplaceAllString(m[1]+m[2], "")
	if i := heldEnd.FindStringIndex(held); i != nil {
		held = held[:i[0]]
	}
	if noContents.MatchString(held) {
		return nil
	}
	return itemsOf(held)
}

// allTold counts the things of a list behind the last one: 返场期三张表.
var allTold = regexp.MustCompile(`^(\p{Han}{2,8})[两三四五六七八九十][张份个本](?:表|模板|文件|清单|单)$`)

// allOfThem ends a list with what all of its things are: …，都是可以直接改的 Word.
var allOfThem = regexp.MustCompile(`，(?:都是|均为|全是|都可以|打印)[^，]*$`)

// itemsOf splits what a pack holds.
func itemsOf(held string) (out []string) {
	held = allOfThem.ReplaceAllString(strings.TrimSpace(held), "")
	if isMostlyLatin(held) {
		held = strings.TrimRight(held, ". ")
	}
	held = partsOf.ReplaceAllString(held, "")
	for _, c := range commas.Split(plusNum.ReplaceAllString(held, "$1＋"), 20) {
		c = eachOne.ReplaceAllString(c, "")
		c = allTold.ReplaceAllString(c, "$1")
		c = trimSigns(andSoOn.ReplaceAllString(trimSigns(strings.ReplaceAll(c, "＋", "+")), ""))
		if len(out) > 0 && strings.HasPrefix(c, "with ") {
			out[len(out)-1] += ", " + c
			continue
		}
		if c = strings.TrimPrefix(strings.TrimPrefix(c, "and "), "还有"); c != "" {
			out = append(out, c)
		}
	}
	if n := len(out); n > 0 {
		if m := lastAnd.FindStringSubmatch(out[n-1]); m != nil {
			out = append(out[:n-1], trimSigns(m[1]), trimSigns(m[2]))
		}
	}
	return out
}

// eachOne counts the things of a list behind the last one: L码纸样各一张.
var eachOne = regexp.MustCompile(`各[一1]\s*` + measures + `$`)
