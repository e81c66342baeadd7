package draft

import (
	"strings"

	regexp "zhujiao/bot/lazyregexp"
)

// Who speaks is said in sentences too: 讲的人是何静医生，她是…；这个月轮到阿岑，她是…. A cue that names
// the part somebody plays stands before a person; what the sentence says behind is about them.

const honors = `老师|先生|女士|教授|博士|医生|大夫|律师|教练|师傅|主任|院长|站长|所长|馆长|校长|会长|老板|警官|法官|主播|导师|研究员|馆员`

var (
	// castCue is a part that somebody plays, up to the person.
	castCue = regexp.MustCompile(`(?:搭档(?:就)?是|今[天晚夜](?:的)?(?:客人|主角|嘉宾)是|与?(?:她|他)?(?:对谈|对话|同台|连线)的(?:人|嘉宾)?是|(?:带领?|讲|教|上|领着|主持)(?:这|本)[^，。：]{0,6}的(?:人|老师|嘉宾)?就?是|(?:话筒|麦克风|讲台)交给了?|(?:拉|喊|叫|搬|找|约)来了?|主讲(?:就)?是我?(?:本人|自己)?)\s*|(?:(?:来|主|开|要)?讲课?的(?:人|老师|医生|嘉宾)?|上课的(?:老师)?|带课的(?:老师)?|教课的|领读的?|分享的(?:人|嘉宾)|(?:教|给|带|陪)(?:大家|我们|你|您)[^，。：]{0,6}的|(?:这次|本期|这期|今晚|本场|这回|此次|这个?月|今天|明晚)?(?:请|邀请|邀)(?:到|来)?的(?:人|嘉宾|老师)?|执壶的|主持的|示范的|主讲人?|讲师|嘉宾|老师|导师|主讲老师|授课老师|分享人|领读人?|带队人?|掌勺)\s*(?:依然|还|就|正|仍)?(?:是|为|：|系)\s*|(?:轮到|换成|(?:后半段|接着|再|然后)换|由|请到了?|请来了?|邀请到了?|邀请了|特邀|有请|请|做客的?是?|嘉宾)\s*(?:咱们?|我们)?(?:的)?\s*|^[^\p{Han}]{0,3}(?:主播|主讲|讲师|教练|导师)\s*`)
	// castEnd ends the words with the name.
	castEnd = regexp.MustCompile(`到(?:直播间|现场|演播室|课堂|我们|咱们|线上)|走进|坐客|连线|演示|示范|随后|[，。；！？（(、：]|谈(?:一|谈)|来(?:给|为|讲|聊|分享|教|带|和|做)?|主讲|领读|讲解|授课|分享|带来|带(?:大家|你|我们)|为(?:大家|您|你|我们)|给(?:大家|您|你|我们)|跟(?:大家|你)|和(?:大家|你|我们)|担任|坐镇|与大家|做客|讲(?:一|讲|课|座|述)|聊(?:一|聊)|开讲|将|手把手|从`)
	// calledSo is how people are called without their whole name.
	calledSo = regexp.MustCompile(`^(?:[阿老小大]\p{Han}{1,2}|\p{Han}{1,2}(?:师傅|叔叔?|姨|阿姨|哥|姐|爷爷?|奶奶|大叔|大姐|妈妈?|爸爸?|伯|婶)|[A-Z][A-Za-z]{1,12}(?: [A-Z][A-Za-z]{1,14})?|[A-Z][A-Za-z]{1,10} ?\p{Han}{1,3})$`)
	honorEnd = regexp.MustCompile(`\s*(?:` + honors + `)$`)
	// castIs begins what is said behind a person.
	castIs    = regexp.MustCompile(`^(?:[，。]\s*)?(?:她|他|这位|此人)?(?:也|目前|现在)?(?:就)?(?:是|现任|现为|系)\s*`)
	castBlock = regexp.MustCompile(`^[（(]([^（()）]{3,90})[)）]`)
	castNot   = regexp.MustCompile(`我们|大家|您|你|同学|家长|各位|朋友|学员|观众|几位|两位|三位|多位|一位$|专家$|嘉宾$|团队|自己|本人|公司|医院|学校|中心`)
)

// castIn finds the people who a sentence says speak.
func castIn(s string) (out []teacher) {
	if isMostlyLatin(s) {
		return nil
	}
	for _, m := range castCue.FindAllStringIndex(s, 4) {
		rest := s[m[1]:]
		end := len(rest)
		if e := castEnd.FindStringIndex(rest); e != nil {
			end = e[0]
		}
		words := strings.TrimSpace(rest[:end])
		if two := castPair(words); len(two) > 1 {
			out = append(out, two...)
			continue
		}
		t, ok := castWho(words)
		said := castSaid(rest[end:])
		if !ok && hanName.MatchString(words) && runes(words) < 4 && (tellsWho(said) || strings.Contains(s, "（"+"@")) && mayName(words) {
			t, ok = teacher{name: words}, true // 布仁
		}
		if !ok {
			continue
		}
		if m := saidThen.FindStringSubmatch(rest[end:]); said == "" && m != nil && !notAbout.MatchString(m[1]) && !willTeach.MatchString(calledThem.ReplaceAllString(m[1], "")) {
			if said = m[1]; !ofTheirs.MatchString(said) {
				said = calledThem.ReplaceAllString(said, "")
			}
		}
		t.intro = append(t.intro, introOf(otherPerson.ReplaceAllString(said, ""))...)
		out = append(out, t)
	}
	return out
}

// castWho reads the person whom a cue names.
func castWho(words string) (teacher, bool) {
	if t, ok := castPerson(words); ok {
		return t, true
	}
	if t, ok := taughtBy(words, true); ok {
		return t, true
	}
	if m := titledLast.FindStringSubmatch(words); m != nil && !notInName.MatchString(m[2]) && mayName(m[2]) {
		return teacher{name: m[2], intro: introOf(m[1])}, true
	}
	return teacher{}, false
}

// mayName reports words that are no title and no common word.
func mayName(s string) bool {
	return !castNot.MatchString(s) && !titleWord.MatchString(s) && !commonWord.MatchString(s)
}

// titledLast is a title with a name behind it that begins with no surname that is known: 驻店老师南枝.
var titledLast = regexp.MustCompile(`^(.*(?:老师|师傅|讲师|导师|教练|医生|主理人|掌勺|设计师|编辑|博主))(\p{Han}{2,3})$`)

// notInName stands in no name.
var notInName = regexp.MustCompile(`[讲来带教给为和与将会的了是在们说聊课]`)

// castPair reads two people: 小队的阿迅和 Momo.
func castPair(words string) (out []teacher) {
	parts := joinsTwo.Split(words, 4)
	if len(parts) < 2 {
		return nil
	}
	for _, p := range parts {
		t, ok := castPerson(strings.TrimSpace(p))
		if !ok {
			return nil
		}
		out = append(out, t)
	}
	return out
}

// littleOne is how somebody young or old is called by the surname: 小陆.
var littleOne = regexp.MustCompile(`^[小老阿]\p{Han}$`)

var joinsTwo = regexp.MustCompile(`\s*[和与及]\s*`)

// jobCalled is a job with what somebody is called: 兽医小佟.
var jobCalled = regexp.MustCompile(`^([\p{Han}]{0,10}(?:医|师|员|家|长|工|匠|教练|博主|主播|店主|老板|编辑|导演))\s?([阿小老大]\p{Han}{1,2})$`)

// castPerson reads a name with what stands before it: 住12栋的吕师傅, 主治医师何静.
func castPerson(words string) (teacher, bool) {
	if words == "" || runes(words) > 40 {
		return teacher{}, false
	}
	before, name := "", words
	if i := strings.LastIndex(words, "的"); i > 0 && i > strings.LastIndex(words, "》") {
		before, name = words[:i], words[i+len("的"):]
	}
	bare := honorEnd.ReplaceAllString(name, "")
	titled := bare != name
	if t, ok := castCalled(before, name, bare); ok {
		return t, true
	}
	return castNamed(before, name, bare, titled)
}

// castCalled reads somebody who is called without the whole name: 吕师傅, 小陆警官, 兽医小佟.
func castCalled(before, name, bare string) (teacher, bool) {
	titled := bare != name
	switch {
	case titled && runes(bare) == 1 && surnameOf(bare) > 0 && strings.HasSuffix(name, "师傅"), calledSo.MatchString(name) && !titled && !commonWord.MatchString(name):
		return teacher{name: name, intro: castBefore(before)}, true
	case titled && littleOne.MatchString(bare) && before != "" && !onlyPolite.MatchString(strings.TrimPrefix(name, bare)):
		return teacher{name: bare, intro: introOf(before + strings.TrimPrefix(name, bare))}, true
	case calledSo.MatchString(bare) && titled && (!hanName.MatchString(bare) || littleOne.MatchString(bare)):
		return teacher{name: bare, intro: castBefore(before)}, true
	}
	if m := jobCalled.FindStringSubmatch(name); m != nil {
		return teacher{name: m[2], intro: introOf(m[1])}, true
	}
	if titled && before == "" && runes(bare) >= 2 && runes(bare) <= 3 && hanName.MatchString(bare) && !titleWord.MatchString(bare) && !commonWord.MatchString(bare) && !castNot.MatchString(bare) {
		return teacher{name: bare}, true // 野鹿老师
	}
	return teacher{}, false
}

// castNamed reads a whole name at the end of a text.
func castNamed(before, name, bare string, titled bool) (teacher, bool) {
	last := lastName(bare, false)
	if last == "" || castNot.MatchString(last) {
		return teacher{}, false
	}
	rest := strings.TrimSpace(strings.TrimSuffix(bare, last))
	if rest != "" && !endsWithTitle(rest) && !jobEnd.MatchString(rest) {
		return teacher{}, false
	}
	if !titled && rest == "" && before == "" && runes(bare) > 3 {
		return teacher{}, false
	}
	if rest != "" && before != "" {
		rest = before + "的" + rest
	} else {
		rest += before
	}
	t := teacher{name: last, intro: castBefore(rest)}
	if rank := strings.TrimSpace(strings.TrimPrefix(name, bare)); titled && len(t.intro) > 0 && !onlyPolite.MatchString(rank) {
		t.intro[len(t.intro)-1] += rank
	}
	return t, true
}

// unitEnd ends the part of an organisation for which somebody works.
var unitEnd = regexp.MustCompile(`^[\p{Han}A-Za-z0-9]{2,16}(?:组|部|处|科|室|院|系|校|公司|馆|中心|所|社|局|团)$`)

// castBefore is what stands before a name, if it says who that is.
func castBefore(s string) []string {
	if s = strings.TrimPrefix(s, "来自"); !tellsWho(s) && !unitEnd.MatchString(s) && !jobEnd.MatchString(s) {
		return nil
	}
	return introOf(s)
}

// castSaid is what a sentence says behind a person.
func castSaid(behind string) string {
	if m := castBlock.FindStringSubmatch(behind); m != nil && strings.HasPrefix(m[1], "@") {
		behind = behind[len(m[0]):] // an account
	} else if m != nil {
		return m[1]
	}
	is := castIs.FindString(behind)
	said := strings.TrimPrefix(behind[len(is):], "，")
	if !strings.HasPrefix(behind, "，") && is == "" {
		return ""
	}
	if i := strings.IndexAny(said, "。！？；"); i >= 0 {
		said = said[:i]
	}
	if !ofTheirs.MatchString(said) {
		said = strings.TrimLeft(said, "她他")
	}
	if cut := calledThem.ReplaceAllString(said, ""); cut != "" && !ofTheirs.MatchString(said) {
		said = cut
	}
	if len(days(said)) > 0 || castNot.MatchString(short(said, 2)) || is == "" && (!tellsWho(said) && !doesFor.MatchString(said) || willDo.MatchString(said) || notAbout.MatchString(short(said, 8))) {
		return ""
	}
	return said
}

// doesFor begins what somebody does: 做气象数据平台的.
var doesFor = regexp.MustCompile(`^(?:做|搞|干|写|管)[^，。]{2,16}的(?:，|$)`)

// ofTheirs begins what somebody has made: 她剪的“…”.
var ofTheirs = regexp.MustCompile(`^[她他]\p{Han}{1,2}的[“《「]`)

// briefIntro is how short an introduction is that a sentence about the same person goes on with.
const briefIntro = 20

// saidOf begins what a sentence says of somebody whom it names first.
var saidOf = regexp.MustCompile(`^\s*(?:` + honors + `)?\s*[，]?\s*(?:(?:是|现任|现为)\s*)?((?:做[^，。]{2,16}[\d一二三四五六七八九十]+\s*(?:多|余)?\s*年|毕业于|擅长|从事|从业|从教|从医|执业|曾|现任|专注|深耕|著有|主持|长期|多年|持有|带过|\p{Han}{1,2}了[^，。]{0,4}[\d一二三四五六七八九十]+\s*(?:多|余)?\s*年|做过|获|拥有|在[^，。]{2,20}(?:工作|任教|从事|坐诊))[^。！？]{4,120})`)

// saidOfThem is a sentence about what the one has done whom the sentence before names.
var saidOfThem = regexp.MustCompile(`^(?:她|他)((?:是|[^，。]{1,3}[过了][^，。]{2,30}|在[^，。]{2,20}|有[^，。]{0,8}年|[^，。]{1,4}[\d一二三四五六七八九十]+\s*(?:多|余)?年)[^。！？]{0,90})`)

// names reports a text that names somebody, perhaps without the surname.
func names(text, name string) bool {
	given := []rune(name)
	if strings.Contains(text, name) {
		return true
	}
	if first, _, ok := strings.Cut(name, " "); ok && strings.Contains(text, first) {
		return true
	}
	return len(given) == 3 && strings.Contains(text, string(given[1:]))
}

// calledShort is somebody by surname and title at the beginning of a sentence.
var calledShort = regexp.MustCompile(`^(\p{Han})(?:` + honors + `|工|总|哥|姐|师)`)

// namedColon is somebody before a colon, with who that is: 佐藤老师：东京人，….
var namedColon = regexp.MustCompile(`^[^\p{Han}A-Za-z]{0,4}(\p{Han}{1,4}?)(` + honors + `)?：([^：]{4,120})$`)

// oldShort is somebody older, called by the surname: 老罗.
var oldShort = regexp.MustCompile(`^[老小](\p{Han})`)

// addMore adds what a further sentence says of somebody of whom little is said.
func addMore(r *reader, t *teacher) {
	if runes(joinIntro(t.intro)) > briefIntro || runes(t.name) < 2 {
		return
	}
	before := ""
	for _, s := range relevant(r) {
		if said := t.saidIn(s, before); said != "" {
			if t.intro = append(t.intro, said); len(t.intro) == 1 {
				t.introRaw = s.raw
			}
			return
		}
		before = s.text
	}
}

// jobLong is how long an introduction is at least that says more than a job.
const jobLong = 9

// behindCall is what stands behind somebody at the beginning of a sentence, however it calls them.
func behindCall(s, name string) (behind string, ok bool) {
	if behind, ok = strings.CutPrefix(s, name); ok {
		return behind, true
	}
	for _, p := range []*regexp.Regexp{oldShort, calledShort} {
		if m := p.FindStringSubmatch(s); m != nil && strings.HasPrefix(name, m[1]) {
			return s[len(m[0]):], true
		}
	}
	if given := []rune(name); len(given) == 3 && hanName.MatchString(name) {
		return strings.CutPrefix(s, string(given[1:])) // 砚秋是…
	}
	return s, false
}

// saidIn is what a sentence says of somebody whom it names first, or whom the one before it names;
// "" for nothing.
func (t *teacher) saidIn(s sentence, before string) string {
	behind, ok := behindCall(s.text, t.name)
	if m := namedColon.FindStringSubmatch(s.text); m != nil && len(t.intro) == 0 && s.line.topic != aboutPacks && (m[1] == t.name || m[2] != "" && strings.HasPrefix(t.name, m[1])) {
		return strings.TrimRight(m[3], "。 ")
	}
	if s.line.topic == aboutPacks || ok && s.raw == t.introRaw {
		return ""
	}
	if m := saidOfThem.FindStringSubmatch(s.text); !ok && m != nil && names(before, t.name) {
		return m[1]
	}
	if rest, is := strings.CutPrefix(honorificAt.ReplaceAllString(behind, ""), "是"); ok && is && tellsWho(firstClause(rest)) && !notAbout.MatchString(rest) {
		return strings.TrimRight(rest, "。 ")
	}
	if rest, comma := strings.CutPrefix(behind, "，"); ok && comma && endsWithTitle(firstClause(rest)) && !notAbout.MatchString(rest) {
		return strings.TrimRight(rest, "。 ")
	}
	if m := saidOf.FindStringSubmatch(behind); ok && m != nil && !notAbout.MatchString(m[1]) && (!strings.HasPrefix(m[1], "做") || runes(joinIntro(t.intro)) < jobLong) {
		return strings.TrimRight(m[1], "。 ")
	}
	return ""
}

// titledActs is somebody with a title of whom a sentence says what they will do: 第五代传人段守成师傅，
// …，将带孩子们….
var titledActs = regexp.MustCompile(`(?:^|[，。！：；\s])([\p{Han}A-Za-z0-9]{2,16}?)(\p{Han}{2,3})(?:` + honors + `)\s*((?:，[^，。]{3,40}){0,2})，?(?:将|在线|亲自|现场|带|为|给|来)`)

// actsAs finds people with a title who a sentence says will do something.
func actsAs(s string) (out []teacher) {
	for _, m := range titledActs.FindAllStringSubmatch(s, 3) {
		name := lastName(m[1]+m[2], false)
		before := strings.TrimSuffix(m[1]+m[2], name)
		if name == "" || runes(name) < 2 || castNot.MatchString(name) || contact.MatchString(s) || !endsWithTitle(before) && !jobEnd.MatchString(before) && !heir.MatchString(before) {
			continue
		}
		t := teacher{name: name, intro: introOf(before)}
		if said := strings.TrimPrefix(m[3], "，"); hasRole.MatchString(said) && !willDo.MatchString(said) && len(days(said)) == 0 {
			t.intro = append(t.intro, said)
		}
		out = append(out, t)
	}
	return out
}

// titledBoth is somebody with a title in a sentence that says what several people will do.
var (
	titledBoth = regexp.MustCompile(`(?:^|[，。和与、]|\s)\s*([\p{Han}A-Za-z]{0,10}(?:经理|总监|负责人|工程师|设计师|分析师|顾问|医生|律师|教授|专家|主管|编辑|导演|作者))\s*(\p{Lu}\p{Ll}+ \p{Lu}\p{Ll}+|\p{Han}{2,3}?)\s*(?:和|与|、|会|将|一起|来给|为大家|带大家)`)
	willAll    = regexp.MustCompile(`会用|会讲|会聊|会带|会和|会为|将|一起|带大家|为大家`)
)

// titledPeople finds people with their titles who will do something together.
func titledPeople(s string) (out []teacher) {
	if !willAll.MatchString(s) {
		return nil
	}
	for rest := s; len(out) < 4; {
		m := titledBoth.FindStringSubmatchIndex(rest)
		if m == nil {
			return out
		}
		name := group(rest, m, 2)
		if latinName.MatchString(name) && !latinJob.MatchString(name) || surnameOf(name) > 0 && !commonWord.MatchString(name) && runes(name) <= 3 {
			out = append(out, teacher{name: name, intro: introOf(group(rest, m, 1))})
		}
		rest = rest[m[5]:]
	}
	return out
}

// heir ends words that say who somebody is besides the titles.
var heir = regexp.MustCompile(`(?:传人|传承人|得主|获得者|冠军|创办人|发起人)$`)
