package draft

import (
	"slices"
	"strings"

	regexp "zhujiao/bot/lazyregexp"
)

const surnames = "宓郏郦糜蒯訾逄亓仉谯岑巩禹宿逯邬扈郜蒙佴麴庾暨阙隗宗车栗茹郗昝计邰花牧巫冼芮羿麦阚揭娄赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜戚谢邹喻苏潘葛范彭郎鲁韦马苗方俞任袁柳鲍史唐费廉薛雷贺倪汤滕殷罗毕郝安傅卞康伍余顾孟穆萧尹姚邵汪祁毛狄米贝臧戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝季贾路江童颜郭梅盛林钟徐邱骆高夏蔡田樊胡凌霍虞万柯管卢莫房裘缪丁宣邓郁单杭洪包左石崔龚程邢裴陆翁荀惠曲封储靳段焦侯班秋仲伊宫宁仇甘厉武符刘景詹束龙叶司黎薄印白蒲卓蔺屠乔闻党翟谭劳姬申冉桑牛寿通边燕冀浦尚温庄晏柴瞿阎连艾鱼容向古易廖终步耿匡寇广欧沃利蔚越隆聂晁敖辛阚简饶曾关查荆游竺权盖闫肖覃涂佟岳齐文于丛成常黄付栾牟佘尤代"

// surnameOf returns how many characters the surname has with which a text begins; 0 if it
// begins with none.
func surnameOf(s string) int {
	r := []rune(s)
	if len(r) >= 2 && slices.Contains([]string{"欧阳", "司马", "上官", "诸葛", "司徒", "东方", "夏侯", "皇甫", "尉迟", "公孙", "慕容", "令狐", "端木"}, string(r[:2])) {
		return 2
	}
	if len(r) >= 1 && strings.ContainsRune(surnames, r[0]) {
		return 1
	}
	return 0
}

// teacher is somebody who speaks.
type teacher struct {
	name, raw string
	intro     []string
	introRaw  string
}

var (
	honorific  = regexp.MustCompile(`\s*(?:老师|先生|女士|教授|博士|讲师|导师|律师|医生|教练)$`)
	hanName    = regexp.MustCompile(`^\p{Han}{1,6}·\p{Han}{1,8}(?:[（(][A-Za-z ]{2,30}[)）])?$|^[\p{Han}·]{2,4}$|^[\p{Han}]{2,4}[（(][A-Za-z ]{2,20}[)）]$`)
	latinName  = regexp.MustCompile(`^(?:Dr\.?|Prof\.?|Mr\.?|Ms\.?|Mrs\.?)?\s*\p{Lu}[\p{Latin}'’.-]*(?:\s+\p{Lu}[\p{Latin}'’.-]*){0,3}$`)
	nickname   = regexp.MustCompile(`^(?:[小大老阿]?[\p{Han}]{1,3}(?:哥|姐|叔|爷|妈|爸)?|[A-Za-z][A-Za-z]{1,12}|[\p{Han}]{1,4}[A-Za-z]{1,10})$`)
	nameCut    = regexp.MustCompile(`\s*(?:[，,：:|｜丨/·]|\s[-–—]+\s|[-–—]{2,}|——|[(（]|\s+)\s*`)
	titleWord  = regexp.MustCompile(`译者|总监|经理|创始人|专家|教授|博士|作家|编辑|记者|摄影师|营养师|心理师|理财师|投顾|经纪人|主播|[Uu][Pp]主|导演|编导|画家|农艺师|作者|负责人|合伙人|讲师|主任|院长|校长|园长|馆长|讲解员|工程师|架构师|顾问|导师|主编|CEO|CTO|COO|CMO|VP|总裁|董事|律师|医生|医师|研究员|设计师|分析师|规划师|咨询师|老师|站长|博主|主理人|副总|主管|首席|科学家|会长|秘书长|教练|运营|教师|班主任|(?i)founder|head of|director|manager|lead\b|engineer|professor|author|partner|officer|designer|consultant|coach|analyst|scientist|editor|teacher|researcher|principal`)
	splitNames = regexp.MustCompile(`\s*(?:[、/]|，|,\s|\s+(?:和|与)\s+|\s+(?:and|&)\s+|和|与|;|；)\s*`)
	prose      = regexp.MustCompile(`(总监|经理|创始人|专家|教授|博士|作者|负责人|合伙人|讲师|主任|院长|校长|工程师|架构师|顾问|导师|主编|CEO|CTO|COO|CMO|VP|总裁|律师|医生|研究员|设计师|分析师|规划师|老师|主理人|主管|教练|嘉宾|运营|科学家|护士长?|药师|护师|会计师|馆员|厨师|咖啡师|花艺师|民警|交警|消防员|社工|技师|收纳师|化妆师|手艺人|推广人|维护者|[\p{Han}]师)\s*([\p{Han}]{2,4}?)(?:老师|先生|女士|教授|博士)?(?:[，,。！!、（(\s]|来教|来讲|来带|来聊|来给|来到|将|为大家|为你|做客|带来|分享|和|与|，|$)`)
	withTitle  = regexp.MustCompile(`([\p{Han}A-Za-z]{1,12})\s?(?:老师|教授|博士)`)
	invited    = regexp.MustCompile(`(?:特邀|邀请到?了?|请了|请来了?|请到了?|特别邀请|有请|邀约|携手)\s*(?:到|了)?\s*`)
	withLatin  = regexp.MustCompile(`(?:(?i:hosted|led|taught|presented|given) by|(?i:join)|(?i:with|by|from|speaker))\s+(\p{Lu}[\p{Ll}'’]+(?:\s+\p{Lu}[\p{Ll}'’]+){1,2})(?:,\s*([^.;!?]{3,120}?)(?:[.;!?]|\s+(?:will|who)\b|$)|[.;!?]|\s+(?:for|on|as|will|to|who|and)\b|$)`)
)

// teachers takes who speaks, and what is said about them.
func (r *reader) teachers() {
	list := labelledTeachers(r)
	if section := teacherSection(r); len(list) == 0 {
		list = section
	} else {
		list = merged(list, section)
	}
	if len(list) == 0 {
		list = tableTeachers(r)
	}
	if len(list) == 0 {
		list = sessionTeachers(r)
	}
	if len(list) == 0 {
		list = toldTeachers(r)
	}
	if len(list) == 0 {
		list = bareNames(r)
	}
	if len(list) == 0 || slices.ContainsFunc(list, func(t teacher) bool { return runes(t.name) < 2 }) {
		if told := personsTold(r); len(told) > 0 {
			list = told
		}
	}
	if len(list) == 0 {
		list = selfTold(r)
	}
	list = withMyself(r, list)
	namelessIntro(r, list)
	for i := range min(len(list), 30) { // each looks through the article
		addTold(r, &list[i])
	}
	for _, t := range list {
		r.fact(FieldTeacher, t.name, t.raw)
	}
	for _, t := range list {
		if len(t.intro) > 0 {
			r.fact(FieldTeacherIntro, shortIntro(t.intro), t.introRaw)
		}
	}
	misspelt(r, list)
}

// joinIntro joins what is said about somebody.
func joinIntro(parts []string) string {
	var b strings.Builder
	for i, p := range parts {
		if i > 0 {
			p = strings.TrimPrefix(p, "是")
		}
		switch {
		case i > 0 && (strings.HasSuffix(b.String(), ".") || strings.HasSuffix(b.String(), ";")):
			b.WriteByte(' ')
		case i > 0 && !strings.HasSuffix(b.String(), "。"):
			if isMostlyLatin(p) {
				b.WriteString(", ")
			} else {
				b.WriteString("，")
			}
		}
		b.WriteString(strings.TrimRight(p, "，；;、"))
	}
	s := b.String()
	if !theirWork.MatchString(s) {
		s = pronoun.ReplaceAllString(s, "，$1")
	}
	s = licence.ReplaceAllString(s, "，")
	return manyCommas.ReplaceAllString(s, "，")
}

// pronoun stands for the person inside of an introduction: …教研员，她做了十四年….
var pronoun = regexp.MustCompile(`，[她他]([^们的])`)

// theirWork is what somebody has made, inside of an introduction: ，她剪的“…”.
var theirWork = regexp.MustCompile(`，[她他]\p{Han}{1,2}的[“《「]`)

var (
	// licence is the number of somebody's licence.
	licence    = regexp.MustCompile(`[，（(]?\s*(?:执业|证书|资格)?(?:编号|证号)\s*[：:]?\s*[A-Za-z0-9]+\s*[)）]?，?`)
	manyCommas = regexp.MustCompile(`，{2,}`)
)

// introRunes is how long an introduction gets: one or two sentences.
const introRunes = 100

// isOthers is a sentence about the class, or about somebody else, behind an introduction.
var isOthers = regexp.MustCompile(`^(?:课上|当[天晚]|直播中)|^\p{Han}?(?:老师|教授|医生)?(?:将|会)[^，。]{0,4}(?:讲|示范|带|聊|分享|教)|^\S{1,12}\s?讲(?:英文|中文|日语)|翻译|交传|^(?:本次|这次|这一课|本场|今晚|当晚)`)

// shortIntro is the beginning of what is said about somebody, in whole sentences.
func shortIntro(parts []string) string {
	var kept []string
	length := 0
	for _, p := range parts {
		whole := true
		for _, s := range sentences(p) {
			if length += runes(s); length > introRunes && len(kept) > 0 || len(kept) > 0 && runes(kept[0]) > 12 && isOthers.MatchString(s) {
				whole = false
				break
			}
			kept = append(kept, s)
		}
		if !whole {
			break
		}
	}
	return short(joinIntro(kept), 400)
}

// tableTeachers reads the column of the teachers.
func tableTeachers(r *reader) (out []teacher) {
	for i := range r.lines {
		n := &r.lines[i]
		if n.kind != row || !n.topic.in(aboutSessions, aboutAgenda) {
			continue
		}
		for _, t := range n.people() {
			if find(out, t.name) == nil {
				t.raw, t.introRaw = n.raw, n.raw
				out = append(out, t)
			}
		}
	}
	return out
}

// people reads the people of a row: those of their column in English, else every cell that is
// a name.
func (n *line) people() (out []teacher) {
	if c := n.cell(aboutTeacher); c != "" && isMostlyLatin(c) {
		return slices.DeleteFunc(namesOf(c), func(t teacher) bool { return !strings.Contains(t.name, " ") })
	}
	for _, c := range n.cells {
		t, ok := oneName(c)
		if i := strings.LastIndex(c, " "); i > 0 && c == n.cell(aboutTeacher) && hanName.MatchString(c[i+1:]) && surnameOf(c[i+1:]) > 0 && (!ok || commonWord.MatchString(t.name)) {
			t, ok = teacher{name: c[i+1:], intro: castBefore(c[:i])}, true
		}
		named := honorific.MatchString(c) || hanName.MatchString(t.name) && surnameOf(t.name) > 0
		if ok && named && !titleWord.MatchString(t.name) && !commonWord.MatchString(t.name) {
			if j := slices.Index(n.cells, c); len(t.intro) == 0 && j+1 < len(n.cells) && (tellsWho(n.cells[j+1]) || heir.MatchString(n.cells[j+1])) {
				t.intro = introOf(n.cells[j+1]) // a column that says who that is
			}
			out = append(out, t)
		}
	}
	return out
}

// sessionTeachers reads who speaks behind the titles of sessions.
func sessionTeachers(r *reader) (out []teacher) {
	for i := range r.lines {
		m := sessionSpeaker.FindStringSubmatch(r.lines[i].text)
		if m == nil || !r.sessionLine[i] {
			continue
		}
		if name := honorific.ReplaceAllString(strings.TrimSpace(m[1]), ""); sureName(name) && find(out, name) == nil {
			out = append(out, teacher{name: name, raw: r.lines[i].raw})
		}
	}
	return out
}

// someNumber is that of a telephone.
var someNumber = regexp.MustCompile(`\d{3,4}[- ]\d{3,4}[ -]?\d{3,4}|1[3-9]\d{9}`)

// toldTeachers finds names in sentences: 特邀…作者刘志远老师.
func toldTeachers(r *reader) (out []teacher) {
	for _, s := range relevant(r) {
		if s.line.topic.in(aboutAudience, aboutPacks, aboutMC) || (s.line.topic == aboutSignup || phoneSaid.MatchString(s.text)) && contact.MatchString(s.text) {
			continue
		}
		for _, t := range slices.Concat(castIn(s.text), teaching(s.text), actsAs(s.text), titledPeople(s.text), speakers(s.text), saidTeachers(s.text), talkers(s.text)) {
			if find(out, t.name) == nil && !elsewhen(s.text, t.name) {
				t.raw, t.introRaw = s.raw, s.raw
				out = append(out, t)
			}
		}
		t, ok := toldTeacher(s.text)
		if !ok || elsewhen(s.text, t.name) || runes(t.name) == 1 && someNumber.MatchString(s.text) || find(out, t.name) != nil {
			continue
		}
		t.raw, t.introRaw = s.raw, s.raw
		out = append(out, t)
	}
	return out
}

var (
	contact   = regexp.MustCompile(`微信|联系|咨询|添加|电话|助教|班主任|客服|小助手`)
	talks     = regexp.MustCompile(`先讲|先说|再讲|接着|随后|复盘|带来|分享|主讲|为大家|为你|开讲|做客|直播|讲解|一起|陪你|带你|教你|坐镇|解读`)
	bracketed = regexp.MustCompile(`([\p{Han}]{2,4})\s?[（(]([^（()）]{3,60})[)）]`)
	latinTold = regexp.MustCompile(`(营养师|设计师|摄影师|工程师|咨询师|产品经理|教练|主理人|创始人|博主|讲师|老师|律师|医生|作者|顾问)\s?([A-Z][A-Za-z]{1,14})(?:老师)?\s*(?:来|将|为|带|在|和|分享|给|会|，)`)
	spaced    = regexp.MustCompile(`([\p{Han}A-Za-z0-9]{2,24}) ([\p{Han}]{2,3})(?: |，|,|将|老师|$)`)
)

// said names who speaks in a sentence: 讲师为…, 由…讲解.
var said = regexp.MustCompile(`(?:讲师|主讲人?|授课老师|授课人|主讲老师|分享嘉宾|主讲嘉宾)(?:是|为|由)\s*([^，。；！!：:]{2,30})|由([^，。；！!：:]{2,40}?)(?:老师|女士|先生)?(?:分别|共同)?(?:为大家|为您|为你|主讲|讲解|授课|带来|分享)`)

// saidTeachers finds people of whom a sentence says that they speak.
func saidTeachers(s string) (out []teacher) {
	for _, m := range said.FindAllStringSubmatch(s, 3) {
		for _, t := range namesOf(m[1] + m[2]) {
			if sureName(t.name) {
				out = append(out, t)
			}
		}
	}
	return out
}

// talkers finds people in a sentence that says that somebody speaks: a name with a bracket
// that says who it is, or with a title before it.
func talkers(s string) (out []teacher) {
	if !talks.MatchString(s) {
		return nil
	}
	for _, m := range bracketed.FindAllStringSubmatch(s, 4) {
		if name := lastName(m[1], false); name != "" && titleWord.MatchString(m[2]) {
			out = append(out, teacher{name: name, intro: introOf(m[2])})
		}
	}
	for _, m := range latinTold.FindAllStringSubmatch(s, 4) {
		out = append(out, teacher{name: m[2], intro: introOf(m[1])})
	}
	for _, m := range spaced.FindAllStringSubmatch(s, 4) {
		if surnameOf(m[2]) > 0 && !commonWord.MatchString(m[2]) && !titleWord.MatchString(m[2]) && endsWithTitle(m[1]) {
			out = append(out, teacher{name: m[2], intro: introOf(m[1])})
		}
	}
	return out
}

// endsWithTitle reports a text that ends with the title of somebody.
func endsWithTitle(s string) bool {
	m := titleWord.FindAllStringIndex(s, -1)
	return len(m) > 0 && m[len(m)-1][1] == len(s)
}

func toldTeacher(s string) (teacher, bool) {
	s = ofSubject.ReplaceAllString(s, "任课人")
	in := invited.FindStringIndex(s)
	for _, m := range withTitle.FindAllStringSubmatchIndex(s, 5) {
		words := group(s, m, 1)
		name := lastName(words, true)
		if name == "" && isMostlyLatin(words) && runes(words) > 2 {
			name = words
		}
		if name == "" || commonWord.MatchString(name) {
			continue
		}
		t := teacher{name: name}
		if end := strings.Index(s[m[0]:], name) + m[0]; in != nil && in[1] <= end && end-in[1] < 240 {
			t.intro = introOf(s[in[1]:end])
		}
		return t, true
	}
	if in != nil {
		if t, ok := invitedIn(s[in[1]:]); ok {
			return t, true
		}
	}
	if m := withLatin.FindStringSubmatch(s); m != nil && titleWord.MatchString(m[2]) {
		return teacher{name: withoutDoctor(m[1]), intro: introOf(m[2])}, true
	}
	return teacher{}, false
}

// ofSubject is who teaches a subject, which is no name: 语文老师.
var ofSubject = regexp.MustCompile(`(?:语文|作文|中文|英文)老师`)

// invitedIn is the first person with a title behind the verb that invites.
func invitedIn(s string) (teacher, bool) {
	for _, m := range prose.FindAllStringSubmatchIndex(s, 5) {
		name := group(s, m, 2)
		if strings.HasPrefix(name, "傅") && strings.HasSuffix(group(s, m, 1), "师") {
			continue // 蒋师傅
		}
		if surnameOf(name) > 0 && runes(name) <= 2+surnameOf(name) && !commonWord.MatchString(name) {
			return teacher{name: name, intro: introOf(s[:m[4]])}, true
		}
	}
	return teacher{}, false
}

// addTold adds what a sentence that invites somebody says about them, if nothing else does.
func addTold(r *reader, t *teacher) {
	defer addMore(r, t)
	if len(t.intro) > 0 {
		addSaid(r, t)
		return
	}
	for _, s := range relevant(r) {
		in := invited.FindStringIndex(s.text)
		at := strings.Index(s.text, t.name)
		if in != nil && at > in[1] && at-in[1] < 240 && titleWord.MatchString(s.text[in[1]:at]) {
			t.intro, t.introRaw = introOf(s.text[in[1]:at]), s.raw
			return
		}
	}
	addSaid(r, t)
}
