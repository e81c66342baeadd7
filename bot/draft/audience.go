package draft

import (
	"strings"

	regexp "zhujiao/bot/lazyregexp"
)

// peopleEnd ends words that name people.
const peopleEnd = `(?:的|人|者|们|员|师|生|家长|爸妈|父母|朋友|同学|观众|市民|读者|居民|家庭|爱好者|爷爷奶奶|老人|妈妈|爸爸|从业者|负责人|新手|小白|团队|老板|店主|主管|经理)`

// peopleNoun is the same without the particle.
const peopleNoun = `(?:客户|家人|亲友|儿童|孩子|青少年|人|者|们|员|师|生|家长|爸妈|父母|朋友|同学|观众|市民|读者|居民|家庭|爱好者|爷爷奶奶|爷爷|奶奶|老人|妈妈|宝妈|爸爸|家属|患者|孕妇|业主|职工|群众|干部|骨干|学子|校友|会员|书友|车主|房东|店长|店员|人士|主播|卖家|HR|HRBP|专员|负责人|新手|小白|团队|老板|店主|主管|经理)`

var (
	// audienceTold names in a sentence who may come.
	audienceTold = regexp.MustCompile(`(?:^|[，,。；！!？?：:])\s*([^，,。；！!？?：:]{2,50}?` + peopleEnd + `)\s*(?:都|均|皆)\s*(?:可以?|欢迎|能)(?:来|参加|报名|听|加入|预约)`)
	// audienceList names several people of whom the same is said: A、B、C，都值得来听.
	audienceList = regexp.MustCompile(`(?:^|[。；！!？?：])\s*([^，,。；！!？?：:]{2,40}、[^，,。；！!？?：:]{2,60}?)\s*[，,]?\s*(?:都|均|皆)\s*(?:很|非常|特别)?\s*(?:可以?|欢迎|能|值得|适合|合适|应该|建议)[^，。]{0,4}(?:来|参加|报名|听|加入|预约|看|学)?`)
	// audienceMore names who is welcome besides.
	audienceMore = regexp.MustCompile(`尤其(?:是)?([^，。；！？]{2,20}?` + peopleNoun + `)(?:们)?(?:一起|一同|前来|旁听|参加|来|加入)|也(?:非常|特别|十分|很|同样)?欢迎([^，。；！？]{2,20}?` + peopleNoun + `)(?:们)?(?:一起|一同|前来|旁听|参加|来|加入)`)
	// audienceFirst names who comes first: 一至三年级家长优先.
	audienceFirst = regexp.MustCompile(`(?:^|[。；，])\s*([^，,。；！!？?：:]{2,30}?` + peopleNoun + `)优先`)
	// audienceFor names for whom something is made: 主要是给…准备的.
	audienceFor = regexp.MustCompile(`(?:^|是|专门?|特意)(?:给|为)\s*([^，,。；！!？?：:]{2,40}?)\s*(?:准备|设计|开设|安排|量身定[制做])的`)
	// audienceToo names who else may come.
	audienceToo = regexp.MustCompile(`[，,；]\s*([^，,。；！!？?：:]{2,30}?)(?:有兴趣|感兴趣)?(?:的)?\s*(?:也|同样|亦)(?:很?欢迎|可以?来|可以?参加|能来|适合)`)
	// audienceIf speaks to people: 如果您是…，或者是…，.
	audienceIf = regexp.MustCompile(`(?:如果|假如|要是|不管|无论|不论)(?:你|您|你们|您家)?(?:也|正|刚好)?是\s*([^，,。；！!？?]{2,40})(?:[，,]\s*(?:或者?|也可能|还是)(?:是|者)?\s*([^，,。；！!？?]{2,40}))?[，,]`)
	// audienceYou is the same in English.
	// audienceWelcome is who is welcome, in English.
	audienceWelcome = regexp.MustCompile(`^([A-Z][^.;,]{3,100}?) (?:are|is) (?:all |both )?(?:very |also |especially |most )?welcome`)
	audienceYou     = regexp.MustCompile(`(?i)\bif you(?:'re|’re| are) (an? [^,.;]{3,60}?|[^,.;]{3,60}?) ?, (?:this|come|join|you|we)\b`)
)

// toldAudience takes for whom the class is from sentences that say who may come.
func toldAudience(r *reader) bool {
	before := len(r.out.Facts)
	for _, s := range relevant(r) {
		if s.line.topic.in(aboutTeacher, aboutPacks, aboutTitle, aboutAgenda) || s.line.topic == aboutPoints && s.line.kind == item {
			continue
		}
		for _, who := range toldIn(s.text) {
			r.fact(FieldAudience, who, s.raw)
		}
		if len(r.out.Facts) > before {
			return true
		}
	}
	return false
}

// toldIn lists the people of whom a sentence says that they may come.
func toldIn(s string) (out []string) {
	if out = folkTold(s); len(out) > 0 {
		return out
	}
	var said []string
	if m := audienceIf.FindStringSubmatch(s); m != nil && !notForThem.MatchString(s) {
		said = append(said, m[1], m[2])
	}
	for _, p := range []*regexp.Regexp{audienceWelcome, audienceList, audienceFor, audienceTold, audienceYou} {
		if m := p.FindStringSubmatch(s); m != nil && len(said) == 0 {
			said = append(said, pairs(split(m[1]))...)
		}
	}
	if m := audienceFirst.FindStringSubmatch(s); m != nil && len(said) == 0 {
		said = append(said, split(m[1])...)
	}
	if m := audienceToo.FindStringSubmatch(s); m != nil && len(said) > 0 {
		said = append(said, split(m[1])...)
	}
	for _, who := range said {
		if who = trimSigns(alsoTo.ReplaceAllString(trimSigns(who), "")); runes(who) >= 2 && !notAudience.MatchString(who) && !everybody.MatchString(who) && !amount.MatchString(who) {
			out = append(out, who)
		}
	}
	return out
}

// alsoTo goes on with others who may come: also to children from other schools.
var alsoTo = regexp.MustCompile(`^(?i:also )?(?:to|for) `)

// notForThem says that somebody had better not come.
var notForThem = regexp.MustCompile(`请等|可以等|不适合|不建议|不必来|就别来|别来|下一[期场]`)

// pairs splits two kinds of people that one word joins: 家长和老师.
func pairs(list []string) []string {
	if len(list) != 1 {
		return list
	}
	if m := pairHan.FindStringSubmatch(list[0]); m != nil && !theirs.MatchString(m[2]) {
		return []string{trimSigns(m[1]), trimSigns(m[2])}
	}
	if m := pairLatin.FindStringSubmatch(strings.TrimRight(list[0], ". ")); m != nil {
		return []string{strings.TrimSpace(m[1]), strings.TrimSpace(m[2])}
	}
	return list
}

var (
	pairHan   = regexp.MustCompile(`^([^和与及]{2,24}` + peopleNoun + `)(?:和|与|以及|及)([^和与及]{2,24}` + peopleNoun + `)$`)
	pairLatin = regexp.MustCompile(`^([A-Za-z-]+(?: [A-Za-z-]+){0,4}(?:s|people)) and ([A-Za-z-]+(?: [A-Za-z-]+){0,4}s|[a-z]+s (?:with|who|over|under|from|in) [a-z0-9 '’-]{2,50}|(?:people|anyone|anybody|those|everyone) [a-z '’-]{3,60})$`)
)

// everybody are words for all, or for who comes anyway.
var everybody = regexp.MustCompile(`^(?i:any(?:body|one)|every(?:body|one))$|^to |^(?:愿意|想|要)(?:来|听|参加)的(?:人|朋友)?$|^(?:所有|任何|每个?|全体|到场|报名|参加|来|听完|签到|我们|你们|他们|她们|咱们|您|你|家人们?)|资料|礼|没有基础$|零基础的?$`)

// listInLine reports a line that lists several things.
func listInLine(s string) bool {
	if len(enumerated(s)) > 1 {
		return true
	}
	if isMostlyLatin(s) {
		return !strings.ContainsAny(strings.TrimRight(s, "."), ".:!?") && len(split(s)) > 2
	}
	return runes(s) <= 140 && !strings.ContainsAny(strings.TrimRight(s, "。"), "。！？：") && !callToSign.MatchString(s) && (strings.Contains(s, "；") || len(split(s)) > 2)
}

// moreAudience adds who is welcome besides those who are known.
func moreAudience(r *reader) {
	if len(r.out.All(FieldAudience)) == 0 {
		return
	}
	for _, s := range relevant(r) {
		if m := audienceMore.FindStringSubmatch(s.text); m != nil && !notAudience.MatchString(m[1]+m[2]) && !everybody.MatchString(m[1]+m[2]) {
			r.fact(FieldAudience, trimSigns(m[1]+m[2]), s.raw)
		}
	}
}
