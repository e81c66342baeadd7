package draft

import (
	"strings"

	regexp "zhujiao/bot/lazyregexp"
)

// Whom a class is for is known by what the words end with, whatever label or heading stands
// above: 家长, …的人, plant managers. A list of which every part names people is one of people.

// folkEnd ends words that name a kind of people.
const folkEnd = `(?:[一-龥]童|的(?:你|您|人|朋友|同学|伙伴|小伙伴|姐妹|家庭|企业|团队|公司|商家|单位)|的人群|` + peopleNoun + `|义工|[校村厂]医|博主|老友|新娘|新郎|伴娘|闺蜜|姐妹|加盟商|供应商|经销商|代理商|服务商|制造商|批发商|厂商|厂家|乡亲们|茶农|果农|菜农|花农|人员|人群|学员|顾问|教练|店家|商家|商户|卖家|买家|农户|种植户|养殖户|散户|租户|住户|户主|村民|乡亲|街坊|玩家|铲屎官|打工人|上班族|学生党|考研党|[一-龥]族|[一-龥]党|发烧友|粉丝|同行|创业者|设计师|工程师|程序员|运营|财务|行政|销售|法务|产品经理|合伙人|创始人|高管|中层|班子|社工|志愿者|票友|球友|跑友|邻居|军人|白领|小店|机构|新人|应届生|考生|学徒|夫妻|情侣|伴侣|子女|儿女|老人|长辈|保安|保洁|骑手|司机|宝宝|娃|老板娘|夫妻档|会计|出纳|大户|班组长|主任|科长|处长|总监|专员|管理员|线长|组长|科长|院长|校长|园长|医护|护工|月嫂|主妇|乐手|歌手|写作者|自由职业|爱好者们|初学者|HR|HRBP|HRD|\d{4}届|[大高初][一二三四])`

var (
	folkHan = regexp.MustCompile(folkEnd + `(?:们)?$`)
	// folkLatin begins with a noun in the plural for people, perhaps behind adjectives, or ends with
	// one.
	folkLatin = regexp.MustCompile(`(?i)^(?:[a-z&'’/-]+ ){0,5}(?:people|parents|anyone|anybody|everyone|those|beginners|[a-z]{3,}(?:ers|ors|ists|ants|ians|eurs|yers|ysts|ees)|students|graduates|residents|families|teams|staff|leads|heads|owners|founders|nurses|coaches|hosts|fans|makers|women|men|adults|teens|kids|children|seniors|novices|experts|couples|HRBPs?|HR|HRD|PMs?|CEOs?|CFOs?|CTOs?|dancers|postdocs|engineers)(?: (?:who|in|at|of|with|from|and|without|on|for|under|over|new|whose|that|looking|working|about|across|between|aged|returning)\b.*)?$`)
	// folkNot is in brackets or behind, and says how people come.
	folkAside = regexp.MustCompile(`[（(][^（()）]{0,30}[)）]$`)
	// folkEmpty are people of whom nothing is said, or who are counted.
	folkEmpty = regexp.MustCompile(`^(?:愿意|想|要)(?:来|听|参加)的(?:人|朋友)?$|^(?i:any(?:body|one)|every(?:body|one))$|\d\s*[名个位]?人$|^(?:这样|以下|下面|如下|这些|那些|有兴趣|感兴趣|所有|每个|任何|各位|广大)的?(?:你|人|朋友|同学|伙伴|小伙伴)$|^我们|^他们|主讲|嘉宾|会员|.是.|^(?:大家|家人|朋友|同学|人)们?$`)
	// folkSeps part the members of a list.
	folkSeps = regexp.MustCompile(`[、，；;/／]|\s[|｜]\s|,\s`)
	// folkJoin joins the last member of a list.
	folkJoin = regexp.MustCompile(`^(?:以及|还有|和|及|与|或者?|and (?:also )?(?:for )?|or (?:for )?|also (?:for |to )?)\s*`)
	// folkTwo are two members that one word joins.
	folkTwo = regexp.MustCompile(`^(.{0,30}?(?:` + folkEnd + `))(?:以及|还有|和|及|与|或)(.{2,40})$`)
)

// namesFolk reports words that name a kind of people.
func namesFolk(s string) bool {
	s = trimSigns(folkAside.ReplaceAllString(trimSigns(s), ""))
	if isMostlyLatin(s) {
		return runes(s) <= 130 && folkLatin.MatchString(s) && !folkEmpty.MatchString(s)
	}
	return runes(s) >= 2 && runes(s) <= 40 && folkHan.MatchString(s) && !amount.MatchString(s) && !folkEmpty.MatchString(s)
}

// folkIn lists the kinds of people that a text enumerates; nil unless it is nothing else. What
// does not end with people belongs to the next part: 藏着老家谱、老地契的人.
func folkIn(s string) []string { return folkList(s, false) }

// folkList is folkIn; loose takes descriptions for people too: 膝盖老疼的.
func folkList(s string, loose bool) (out []string) {
	s = strings.TrimRight(trimSigns(mayToo.ReplaceAllString(s, "")), "。. ")
	if strings.ContainsAny(s, "。！？：!?:") || counters.MatchString(s) || runes(s) > 300 {
		return nil
	}
	from := 0
	for _, m := range append(folkSeps.FindAllStringIndex(s, 30), []int{len(s), len(s)}) {
		part := strings.TrimSpace(folkJoin.ReplaceAllString(strings.TrimSpace(s[from:m[0]]), ""))
		part = strings.TrimSuffix(strings.TrimSuffix(part, "等人群"), "等")
		if !namesFolk(part) && (!loose || folkEmpty.MatchString(part) || !strings.HasSuffix(part, "的") || runes(part) < 4) {
			continue
		}
		from = m[1]
		out = append(out, folkPair(part)...)
	}
	if from < len(s) {
		return nil // it ends with something else
	}
	return out
}

// folkPair parts two kinds of people that one word joins, unless the second is only said of the
// first: 糖尿病患者及家属.
func folkPair(part string) []string {
	if isMostlyLatin(part) {
		for at := strings.Index(part, " and "); at > 0 && at < len(part); {
			a, b := part[:at], strings.TrimPrefix(strings.TrimPrefix(part[at+len(" and "):], "the "), "for ")
			if namesFolk(a) && namesFolk(b) && (strings.Contains(b, " ") || !strings.Contains(a, " ")) {
				return []string{a, b}
			}
			next := strings.Index(part[at+1:], " and ")
			if next < 0 {
				break
			}
			at += 1 + next
		}
		return []string{part}
	}
	two := folkTwo.FindStringSubmatch(part)
	if two == nil || !namesFolk(two[1]) || !namesFolk(two[2]) || strings.Contains(two[1], "、") || theirs.MatchString(two[2]) || runes(two[2]) < 3 && runes(two[1]) > 3 {
		return []string{part}
	}
	return two[1:]
}

// theirs says whose the second ones are: 孩子和他们的爸妈.
var theirs = regexp.MustCompile(`^[他她]们?的`)

// folkMost is how many items of a list are looked at: nobody enumerates more kinds of people.
const folkMost = 40

// folkItems reports items below a line of which nearly every one names people.
func (m *marker) folkItems(i int) bool {
	lines, n, folk := m.lines, 0, 0
	for j := i + 1; j < min(len(lines), i+1+folkMost) && (lines[j].kind == item || lines[j].kind == paragraph && !lines[j].gap && runes(lines[j].text) <= 30); j++ {
		n++
		if lines[j].kind == paragraph && (tellsWho(lines[j].text) || heir.MatchString(lines[j].text) || surnameOf(lines[j].text) > 0 && !strings.Contains(lines[j].text, "的")) {
			return false // who speaks
		}
		if m.namesFolk(j) {
			folk++
		}
	}
	return folk >= 2 && folk*3 >= n*2
}

// namesFolk reports a line that names a kind of people. Each line above a list asks again, so it
// is found out once.
func (m *marker) namesFolk(i int) bool {
	names, known := m.folk[i]
	if !known {
		names = namesFolk(undecorated(m.lines[i].text))
		m.folk[i] = names
	}
	return names
}

var (
	// folkSaid says of the people before it that they may come.
	folkSaid = regexp.MustCompile(`[，,]?\s*(?:也|都|均|皆|更|尤其|特别)*\s*(?:都|也)?\s*(?:很|非常|十分|当然|自然)?(?:可以?|能|听得懂|看得懂|学得会|用得上|适合|欢迎|值得|合适|受用|免费开放|(?:须|需|要|必须|应当?)(?:参加|参训|收看|观看)$|来(?:吧)?$|请来|应该|直接|一起来|必[听看]|来听听)(?:来)?(?:听|看|学|参加|报名|加入|旁听|直接|一起|前来|来)*(?:[啊呀哦哈的]|一听|听听)?$`)
	// folkLead stands before the people for whom something is.
	folkLead = regexp.MustCompile(`(?:^|[，,。])(?:课程|讲座|活动|培训|直播|内容)?(?:(?:这|本)?[一两]?[堂次场节门]?[课场次堂期讲]?(?:主要|特别|尤其|最|更|也|都|是)*)(?:(?:主要|特别|专门)给|希望(?:见到|看到|遇到)|想(?:见到|请)|期待|适合|面向|欢迎|写给|送给|留给|开给|讲给|准备给|针对|邀请)(?:的?是|给)?\s*|(?:就是|是|专门?)(?:为|给)\s*|(?i:\b(?:we (?:have|had) in mind|in mind:?|(?:is|are|it's|written|made|meant|designed|useful|suitable|intended|aimed|open|perfect|good|great|ideal) (?:for|to|at)|aimed at|suits|we welcome|welcoming|come if you are|for)\s+)`)
	folkVerb = regexp.MustCompile(`须|要|可|能|懂|会|上|来|听|看|应该|适合|欢迎|值得|合适|受用|开放`)
	folkTail = regexp.MustCompile(`(?:准备|预备|设计|开设|安排|办|开|听|讲|写)的$|听$|(?:参加|报名|前来|来听|收听|收看|学习|观看|加入|旁听|聆听)$`)
	folkStop = regexp.MustCompile(`不(?:是)?(?:给|为|适合|面向)|谢绝|除外`)
)

// folkTold lists the people of whom a sentence says that the class is for them. Its clauses are
// looked at one by one: one that says so vouches for those beside it that name nothing but people.
func folkTold(s string) (out []string) {
	if folkStop.MatchString(s) {
		return nil
	}
	var run []string
	sure := false
	for _, c := range clausesOf(s) {
		if sure {
			c = alsoFor.ReplaceAllString(c, "")
		}
		who, cued := folkClause(strings.TrimPrefix(c, "我们"))
		if loose := folkList(c, true); who == nil && !cued && len(loose) > 1 && strings.Contains(c, "、") {
			who = loose
		}
		if who == nil && !cued {
			if sure {
				break
			}
			run = nil
			continue
		}
		run, sure = append(run, who...), sure || cued && len(run)+len(who) > 0
	}
	if !sure {
		return nil
	}
	return run
}

// alsoFor goes on with those for whom something is: ，也为….
var alsoFor = regexp.MustCompile(`^(?:也|更)?[为给]`)

// clausesOf parts a sentence; one of English stays whole.
func clausesOf(s string) []string {
	s = strings.TrimRight(s, "。！!~. ")
	if isMostlyLatin(s) {
		return []string{s}
	}
	return strings.FieldsFunc(s, func(c rune) bool { return c == '，' || c == '；' })
}

// folkClause lists the people of a clause, and reports whether it says that the class is for them,
// or for those of the clause before.
func folkClause(c string) (who []string, cued bool) {
	if m := folkSaid.FindStringIndex(c); m != nil && m[0] < m[1] && folkVerb.MatchString(c[m[0]:]) {
		rest := c[:m[0]]
		if strings.TrimSpace(rest) == "" {
			return nil, true
		}
		if who = pairs(folkList(rest, true)); who != nil {
			return who, true
		}
		c = rest
	}
	for _, m := range folkLead.FindAllStringIndex(c, 4) {
		if who = pairs(folkIn(folkTail.ReplaceAllString(c[m[1]:], ""))); who != nil && (len(who) > 1 || !isMostlyLatin(c)) {
			return who, true
		}
	}
	return pairs(folkIn(c)), false
}

// folkFirst lists the people whom the first sentences of a paragraph name, up to one that says
// something else.
func folkFirst(s string) (out []string) {
	for _, said := range sentences(s) {
		who := folkIn(said)
		if who == nil {
			break
		}
		out = append(out, who...)
	}
	return out
}
