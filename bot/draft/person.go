package draft

import (
	"strings"
	"unicode/utf8"

	regexp "zhujiao/bot/lazyregexp"
)

// Who speaks may be named in running text alone: 接待他的是罗怀瑾。罗怀瑾是…. Everything that looks
// like a name is a candidate; what stands before and behind it, and how often the article names
// it, says how sure it is.

// person is a candidate for somebody who speaks.
type person struct {
	name   string
	weight int
	intro  []string
	raw    string
}

// personEnough is the weight from which a candidate is taken for somebody who speaks.
const personEnough = 5

const (
	// ranks stand behind a name, longer ones first.
	ranks = `(?:副?主任(?:医师|医生|护师|药师|技师|编辑|记者|律师)?|主治医师|住院医师|副?教授|副?研究员|高级(?:工程师|农艺师|讲师|教师|技师)|博士|医生|大夫|医师|老师|律师|师傅|教练|院长|所长|馆长|校长|园长|会长|站长|主编|总监|总经理|经理|先生|女士|护士长|营养师|咨询师|设计师|工程师|农艺师|规划师|摄影师|警官|法官|检察官)`
)

var (
	personRank   = regexp.MustCompile(`^\s?(` + ranks + `)`)
	personActs   = regexp.MustCompile(`^(?:将|会|来|为|带|要|在线|亲自|坐|现场|主讲|主持讲|谈|讲|聊|分享|与大家|和大家|跟大家|给|做客|陪|手把手|打算|从头)`)
	personIs     = regexp.MustCompile(`^(?:，(?:她|他))?(?:，)?(?:是|现任|现为|时任|曾任|曾是|毕业于|从事|在[^，。]{2,16}(?:做|工作|当|任|教))`)
	personAsked  = regexp.MustCompile(`(?:请来了?|请到了?|邀请到?了?|特邀|有请|请|由|轮到|接待(?:他|她|我们)?的是|主讲人?[：是]?|讲的人(?:是|叫)|老师是|嘉宾是|讲师是|来的是|把|主角是|名叫|叫|(?:讲课|主讲|上课|带课|授课|来讲|分享|聊)的(?:人?是)?|主讲人|换成[^，。]{0,4}—*)$`)
	personBefore = regexp.MustCompile(`(?:^|[，。！？；：、“「（\s]|的|是|由|请|到|了|把|和|与|及|叫|师|员|长|任|授|监|理|人|家|官|手|士|顾问|专家|博主|教练|—)$`)
	personBehind = regexp.MustCompile(`^(?:$|[，。！？；：、”」）（\s]|是|将|会|来|为|带|要|和|与|及|从|在|请|现任|现为|毕业|主讲|谈|讲|聊|分享|亲自|做客|打算|坐|说|给|就|也|手把手|` + ranks + `)`)
	personSheIs  = regexp.MustCompile(`^(?:她|他)(?:就|也|目前|现在)?(?:是|在|曾|做|从|有|当)`)
	latinIs      = regexp.MustCompile(`(?:^|[.;,:] |[.;] and )((?:Dr\.? |Prof\.? )?\p{Lu}[\p{L}'’-]+ \p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]+)?),? (?:is|has been|works as) (?:an? |the |our )?([^.;]{4,160})`)
	// guestsOf are people of whom the article speaks without that they speak in the class.
	guestsOf = regexp.MustCompile(`联系人|联系|咨询|电话|微信|私信|报名找|小编|主持|客服|助教|班主任|接龙|读者|客户|患者|留言|讲过|来过|做客过|回放|上次|上期|去年|曾经?(?:请|邀)|感谢|供稿|编辑|摄影|责编|转给|找|师从|师承|弟子|受教|跟随`)
)

// onlyPolite are ranks that say nothing of somebody.
var onlyPolite = regexp.MustCompile(`^(?:老师|先生|女士|师傅|教练|医生|大夫|律师|博士|经理)$`)

// personsTold finds the people who the running text says speak.
func personsTold(r *reader) (out []teacher) {
	var found []*person
	list := relevant(r)
	for i, s := range list {
		if s.line.topic.in(aboutAudience, aboutPacks, aboutMC, aboutSignup, aboutNotes, aboutHost, aboutGroup) || s.line.kind == row {
			continue
		}
		next := ""
		if i+1 < len(list) {
			next = list[i+1].text
		}
		found = append(found, personsIn(s, next)...)
	}
	whole := r.whole()
	for _, p := range found {
		if p.weight += min(2, strings.Count(whole, p.name)-1); p.weight < personEnough || find(out, p.name) != nil {
			if known := find(out, p.name); known != nil && len(known.intro) == 0 {
				known.intro, known.introRaw = p.intro, p.raw
			}
			continue
		}
		out = append(out, teacher{name: p.name, raw: p.raw, intro: p.intro, introRaw: p.raw})
	}
	return out
}

// personsIn finds the candidates of a sentence; next is the sentence behind it.
func personsIn(s sentence, next string) (out []*person) {
	if isMostlyLatin(s.text) {
		return latinPersons(s)
	}
	for at := 0; at < len(s.text); {
		_, size := utf8.DecodeRuneInString(s.text[at:])
		p, end := personAt(s, at, next)
		if p == nil {
			at += size
			continue
		}
		out = append(out, p)
		at = end
	}
	return out
}

// latinPersons finds people of whom a sentence of English says what they are.
func latinPersons(s sentence) (out []*person) {
	for _, m := range latinIs.FindAllStringSubmatch(s.text, 4) {
		if titleWord.MatchString(m[2]) && latinName.MatchString(m[1]) && !latinOrg.MatchString(m[1]) {
			out = append(out, &person{name: withoutDoctor(m[1]), weight: personEnough, intro: introOf(m[2]), raw: s.raw})
		}
	}
	return out
}

// personAt weighs the name that begins at a place; nil for none.
func personAt(s sentence, at int, next string) (*person, int) {
	k := surnameOf(s.text[at:])
	if k == 0 || !personBefore.MatchString(s.text[:at]) {
		return nil, 0
	}
	letters := []rune(short(s.text[at:], 4))
	for n := k + 2; n > k; n-- {
		if len(letters) < n {
			continue
		}
		name := string(letters[:n])
		before, behind := s.text[:at], s.text[at+len(name):]
		if !hanName.MatchString(name) || commonWord.MatchString(name) || titleWord.MatchString(name) || !personBehind.MatchString(behind) {
			continue
		}
		if p := weighed(s, name, before, behind, next); p != nil {
			return p, at + len(name)
		}
	}
	return nil, 0
}

// weighed says how sure a name is by what stands around it.
func weighed(s sentence, name, before, behind, next string) *person {
	p := &person{name: name, raw: s.raw}
	around := clause(s.text, len(before), len(before)+len(name))
	if guestsOf.MatchString(around) || elsewhen(s.text, name) {
		return nil
	}
	lead := before
	if m := clauseEnd.FindAllStringIndex(before, -1); len(m) > 0 {
		lead = before[m[len(m)-1][1]:]
	}
	if personAsked.MatchString(before) {
		p.weight += 3
	}
	if endsWithTitle(strings.TrimSuffix(lead, "的")) || jobEnd.MatchString(lead) {
		p.weight += 2
	} else if unit, ok := strings.CutSuffix(lead, "的"); ok && unitEnd.MatchString(trimSigns(unit)) {
		p.weight += 2
	}
	if m := personRank.FindStringSubmatch(behind); m != nil {
		p.weight += 2
		behind = behind[len(m[0]):]
		if r := m[1]; !onlyPolite.MatchString(r) {
			defer func() { p.intro = append(p.intro, r) }()
		}
	}
	said := castSaid(behind)
	switch {
	case said != "" && tellsWho(said):
		p.weight += 3
	case personIs.MatchString(behind) && (tellsWho(behind) || jobEnd.MatchString(firstClause(behind))):
		p.weight += 3
	case personActs.MatchString(behind):
		p.weight += 2
	case personSheIs.MatchString(next) && tellsWho(next):
		p.weight += 2
	}
	if talks.MatchString(s.text) {
		p.weight++
	}
	p.intro = append(castBefore(whoBefore(lead)), introOf(said)...)
	return p
}

// whoBefore drops the verb that asks somebody from what stands before the name.
func whoBefore(lead string) string {
	if m := invitedAt.FindAllStringIndex(lead, -1); len(m) > 0 {
		lead = lead[m[len(m)-1][1]:]
	}
	return strings.TrimSuffix(trimSigns(lead), "的")
}

var invitedAt = regexp.MustCompile(`请来了?|请到了?|邀请到?了?|特邀|有请|由|轮到|请|接待(?:他|她)?的是|是`)

// bareNames finds people of a poster: a line that is nothing but a name, above lines that say who
// that is.
func bareNames(r *reader) (out []teacher) {
	for i := range r.lines {
		n := &r.lines[i]
		name := honorEnd.ReplaceAllString(strings.TrimSpace(n.value), "")
		if n.kind == row || n.own || n.topic.in(aboutOthers, aboutAudience, aboutPoints, aboutPacks, aboutMC, aboutSignup) || surnameOf(name) == 0 || !hanName.MatchString(name) || runes(name) > 3 || commonWord.MatchString(name) || titleWord.MatchString(name) {
			continue
		}
		t := teacher{name: name, raw: n.raw, introRaw: n.raw}
		for j := i + 1; j < len(r.lines) && j < i+5 && !r.lines[j].gap && r.lines[j].kind != heading && (tellsWho(r.lines[j].value) || heir.MatchString(r.lines[j].value) || jobEnd.MatchString(r.lines[j].value)); j++ {
			t.intro = append(t.intro, r.lines[j].value)
		}
		if len(t.intro) > 0 {
			out = append(out, t)
		}
	}
	return out
}

// saysWho reports a line that names somebody and says who that is: 沈如意：儿童文学博士.
func saysWho(s string) bool {
	t, ok := leadingName(s)
	return ok && tellsWho(joinIntro(t.intro))
}
