package draft

import (
	"strings"

	regexp "zhujiao/bot/lazyregexp"
)

var (
	// speakerIs names who speaks in English: Your speaker is Jane Roe, head of …, who ….
	speakerIs = regexp.MustCompile(`(?:(?i:your|our|the|tonight's|tonight’s) (?i:speaker|host|instructor|trainer|presenter|teacher|guide|facilitator|lecturer|guest)(?i: is| will be)|(?i:presented|led|taught|given|run|joined) by|(?i:you will hear from|you'll hear from|join))\s+((?:Dr\.? |Prof\.? )?\p{Lu}[\p{Ll}'’]+(?: \p{Lu}[\p{L}'’-]+){1,2})(?:,\s*(\S.{3,220}?))?(?:[.!]?$|[.!] )`)
	// aboutMe is how somebody who speaks names themselves: 我叫…，在…做了九年编辑.
	aboutMe = regexp.MustCompile(`我(?:叫|是)\s*([\p{Han}]{2,4})[，,]\s*(\S[^。！!？?]{3,100})`)
	// calledMyself is a nickname by which somebody names themselves: 我是布头铺的阿橘.
	calledMyself = regexp.MustCompile(`我(?:叫|是)(?:[\p{Han}A-Za-z0-9]{2,12}的)?([阿老小大]\p{Han}{1,2}|[A-Z][A-Za-z]{1,12})(?:$|[^\p{Han}A-Za-z]|，)`)
	// byMyself says that the writer is the one who speaks.
	byMyself = regexp.MustCompile(`主讲(?:人)?(?:就)?(?:是|：)我|(?:由|是)我(?:来|自己|本人)(?:主?讲|教|带)|我(?:自己|本人)主?讲`)
	// iTeach says that the writer speaks.
	iTeach = regexp.MustCompile(`我(?:想|会|要|来|将|打算|准备|就)?(?:在[^，。]{2,12})?(?:给大家|和大家|跟大家|为大家|跟你|陪你)?(?:再)?(?:讲|聊|分享|带大家|教)`)
	// hasRole tells an introduction from what somebody will do.
	hasRole = regexp.MustCompile(`[一半]辈子|带过|做过|教过|写过|办过|\d+\s*(?:多|余)?\s*年|[一二两三四五六七八九十]+(?:多|余|几)?\s*年|从业|专注|经验|擅长|深耕|主持|著有|负责|推广人|毕业|出身|从医|从教|执业|任教|行医`)
	willDo  = regexp.MustCompile(`^(?:欢迎|不用|名额|报名|请|现场|时间|地点|免费|大家|每|将|会|带|为|来|和|与|一起|在线|教|陪|手把手|给|讲|聊|分享|从\d|\d{1,2}[:：点])`)
	// sheHas is what an English sentence says of the one before.
	sheHas = regexp.MustCompile(`^(She|He|They|\p{Lu}[\p{Ll}'’]+(?: \p{Lu}[\p{L}'’-]+)?) ((?:has|have|is|was|works|leads|runs|teaches|lectures|writes|spent|founded|studied|trained|joined|cooks|coaches|builds|designs|advises) [^.!?]{8,160})`)
	// willShow is somebody of whom a sentence says what they will show.
	joinsUs  = regexp.MustCompile(`\b(?:(?:Dr|Prof|Professor)\.? )?(\p{Lu}[\p{Ll}'’]+(?: \p{Lu}[\p{L}'’-]+){1,2}) (?:is joining us|joins us|will be joining|will lead|will join us)\b`)
	willShow = regexp.MustCompile(`(?:^|: )(\p{Lu}[\p{Ll}'’]+(?: \p{Lu}[\p{L}'’-]+){1,2})(?: (?:from|of) [^.,;]{3,60}| \(([^()]{3,120})\))? (?:explains|shows|presents|talks about|walks us|shares|discusses|introduces|demonstrates|will (?:show|talk|explain|walk|present|teach|share|take you|tell))\b`)
	sheIs    = regexp.MustCompile(`^(?:她|他|(\p{Han}{1,2})(?:老师|教授|博士|医生|律师|教练|师傅))(在|坐诊|任教|毕业于|擅长|是|现任|曾任|曾|从事|从业|带过|做过|做了|有|主持|著有)\s*([^。！!？?；;]{3,120})`)
	sheToo   = regexp.MustCompile(`[，,](?:她|他|\p{Han}(?:老师|教授|医生|律师|博士|教练))((?:任教|从教|从业|从医|执教|擅长|著有|毕业|在|带过|做过|做了|曾|有|从事|是|主持|写过|教过)[^。！!？?；;]{3,80})`)
	notAbout = regexp.MustCompile(`直播|报名|扫码|几点|今晚|本周|这次|本次|大家`)
)

// speakers finds people of whom a sentence in English says that they speak.
func speakers(s string) (out []teacher) {
	if !isMostlyLatin(s) {
		return nil
	}
	for _, m := range speakerIs.FindAllStringSubmatch(s, 3) {
		if t := (teacher{name: withoutDoctor(m[1]), intro: introOf(m[2])}); !latinJob.MatchString(t.name) && (m[2] != "" || !strings.HasPrefix(strings.ToLower(m[0]), "join")) {
			out = append(out, t)
		}
	}
	if m := speakersAre.FindStringSubmatch(s); m != nil {
		out = append(out, teacher{name: m[1], intro: introOf(m[2])}, teacher{name: m[3], intro: introOf(strings.TrimRight(m[4], "."))})
	}
	if m := willLead.FindStringSubmatch(s); m != nil && !latinJob.MatchString(m[1]) && !latinOrg.MatchString(m[1]) {
		out = append(out, teacher{name: withoutDoctor(m[1]), intro: introOf(m[2])})
	}
	if m := joinsUs.FindStringSubmatch(s); m != nil && !latinJob.MatchString(m[1]) {
		t := teacher{name: m[1]}
		if len(m) > 2 {
			t.intro = introOf(m[2])
		}
		out = append(out, t)
	}
	if m := willShow.FindStringSubmatch(s); m != nil && !latinJob.MatchString(m[1]) {
		t := teacher{name: m[1]}
		if len(m) > 2 {
			t.intro = introOf(m[2])
		}
		out = append(out, t)
	}
	return out
}

// selfTold is the writer, if they say their name and that they speak.
func selfTold(r *reader) []teacher {
	speaks := false
	for _, s := range relevant(r) {
		speaks = speaks || iTeach.MatchString(s.text)
	}
	for _, s := range relevant(r) {
		m := aboutMe.FindStringSubmatch(s.text)
		if m == nil || !speaks || surnameOf(m[1]) == 0 || hostStaff.MatchString(s.text) || commonWord.MatchString(m[1]) || runes(m[1]) > 2+surnameOf(m[1]) {
			continue
		}
		return []teacher{{name: m[1], raw: s.raw, intro: introOf(m[2]), introRaw: s.raw}}
	}
	return nil
}

// withMyself adds the writer, who says that it is them who speak and what they are called.
func withMyself(r *reader, list []teacher) []teacher {
	name, raw, speaks := "", "", false
	for _, s := range relevant(r) {
		if m := calledMyself.FindStringSubmatch(s.text); m != nil && name == "" && !commonWord.MatchString(m[1]) {
			name, raw = m[1], s.raw
		}
		speaks = speaks || byMyself.MatchString(s.text)
	}
	if !speaks || name == "" || find(list, name) != nil {
		return list
	}
	return append([]teacher{{name: name, raw: raw, introRaw: raw}}, list...)
}

// addSaid adds what a sentence says about somebody behind their name, or the next one about
// her or him.
func addSaid(r *reader, t *teacher) {
	for i, s := range r.sentences {
		_, behind, ok := strings.Cut(s.text, t.name)
		if !ok || s.line.topic == aboutOthers {
			continue
		}
		if t.saidBehind(s, behind) {
			return
		}
		if i+1 < len(r.sentences) && r.sentences[i+1].at == s.at && len(t.intro) == 0 && t.saidNext(r.sentences[i+1]) {
			return
		}
	}
}

// saidBehind takes what stands behind the name in its own sentence.
func (t *teacher) saidBehind(s sentence, behind string) bool {
	if m := sheToo.FindStringSubmatch(behind); m != nil && len(t.intro) > 0 && !strings.Contains(joinIntro(t.intro), strings.TrimLeft(castIs.ReplaceAllString(m[1], ""), "她他")) {
		t.intro = append(t.intro, m[1])
		return true
	}
	said, comma := strings.CutPrefix(honorificAt.ReplaceAllString(behind, ""), "，")
	if said = otherPerson.ReplaceAllString(castIs.ReplaceAllString(strings.TrimRight(said, "。！ "), ""), ""); !ofTheirs.MatchString(said) {
		said = strings.TrimLeft(said, "她他")
	}
	if !comma || runes(said) > 100 || willDo.MatchString(said) || notAbout.MatchString(said) {
		return false
	}
	switch {
	case len(t.intro) == 0 && tellsWho(said):
		t.intro, t.introRaw = introOf(said), s.raw
	case len(t.intro) > 0 && t.introRaw == s.raw && hasRole.MatchString(said) && !strings.Contains(joinIntro(t.intro)+"的", said):
		t.intro = append(t.intro, said)
	default:
		return false
	}
	return true
}

// saidNext takes what the next sentence says: 她做了六年编辑.
func (t *teacher) saidNext(next sentence) bool {
	if m := sheHas.FindStringSubmatch(next.text); m != nil && (runes(m[1]) < 5 && strings.Contains("She He They", m[1]) || strings.HasPrefix(t.name, m[1])) {
		t.intro, t.introRaw = introOf(strings.TrimPrefix(m[2], "is ")), next.raw
		return true
	}
	m := sheIs.FindStringSubmatch(next.text)
	if m == nil || m[1] != "" && !strings.HasPrefix(t.name, m[1]) || notAbout.MatchString(m[3]) || !tellsWho(m[3]) {
		return false
	}
	said := m[3]
	if m[2] != "是" {
		said = m[2] + said
	}
	t.intro, t.introRaw = introOf(said), next.raw
	return true
}

// tellsWho reports words that say who somebody is.
func tellsWho(s string) bool { return titleWord.MatchString(s) || hasRole.MatchString(s) }

// honorificAt is a title at the beginning of what stands behind a name.
var honorificAt = regexp.MustCompile(`^\s*(?:老师|先生|女士|教授|博士|讲师|医生|律师|教练)`)

// severalThings lists in a sentence what is spoken about: 我想讲三件事：….
var severalThings = regexp.MustCompile(`(?:讲|聊|说|谈|分享|回答|解决|拆|捋|过|练|带来)[^，。：:]{0,4}(?:[一二两三四五六七八几]|\d)\s*(?:件事情?|招|块|步|关|道关|个问题|个话题|个方面|点|部分|样|句话?|个)[^，。：:]{0,6}(?:[：:]|——)\s*([^。！!]{8,160})`)

// speakersAre are two people with who they are: Your speakers are …, …, and …, ….
var speakersAre = regexp.MustCompile(`(?i:speakers|hosts|guests|instructors) are (?:(?:Dr|Prof)\.? )?(\p{Lu}[\p{L}'’-]+ \p{Lu}[\p{L}'’-]+), ([^.;]{4,140}?),? and (?:(?:Dr|Prof)\.? )?(\p{Lu}[\p{L}'’-]+ \p{Lu}[\p{L}'’-]+), ([^.;]{4,140})`)

// willLead is somebody who a sentence of English says will speak, with who that is between commas.
var willLead = regexp.MustCompile(`^((?:Dr\.? |Prof\.? )?\p{Lu}[\p{L}'’-]+ \p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]+)?), ((?:an? |the |our |who )?[^.;]{5,140}?), (?:will|is going to|leads|teaches|takes|walks|shows|explains|joins|talks)\b`)

// toldPoints takes what the class teaches from a sentence that lists it.
func toldPoints(r *reader) bool {
	before := len(r.out.Facts)
	for _, s := range relevant(r) {
		m := severalThings.FindStringSubmatch(s.text)
		if m == nil || s.line.topic.in(aboutTeacher, aboutPacks, aboutAudience) {
			continue
		}
		parts := enumerated(m[1])
		if len(parts) < 2 {
			parts = strings.FieldsFunc(m[1], func(c rune) bool { return c == '；' || c == '，' || c == '、' || c == '/' })
		}
		for _, p := range parts {
			if p = trimSigns(joining.ReplaceAllString(trimSigns(p), "")); runes(p) >= 4 {
				r.fact(FieldPoint, trimPoint(p), s.raw)
			}
		}
		if len(r.out.Facts) > before {
			return true
		}
	}
	return false
}

// teachesThat begins a clause that says what is taught.
var teachesThat = regexp.MustCompile(`^(?:她|他|老师|我们|大家)?(?:会|将|要|先|再|接着|然后|最后|其次|另外|也|还|一起)*(?:和大家|给大家|跟大家|带大家|带你|教大家|教你|教会你|教孩子|说说|讲讲|聊聊|谈谈|讲|聊|说|谈|教|分享|介绍|示范|演示|是)+\s*(?:一下|一份|几个|一讲)?`)

// clausePoints takes what a sentence says clause by clause: 她会说说…，教大家…，再讲….
func clausePoints(r *reader) bool {
	for _, s := range relevant(r) {
		if s.line.topic.in(aboutTeacher, aboutPacks, aboutAudience, aboutSignup, aboutNotes, aboutTitle) || isMostlyLatin(s.text) || s.line.kind == item {
			continue
		}
		var points []string
		for _, c := range clausesOf(s.text) {
			m := teachesThat.FindString(c)
			point := trimPoint(trimSigns(strings.TrimPrefix(c, m)))
			if m == "" || runes(m) < 2 && len(points) == 0 || runes(point) < 4 || namesFolk(point) || len(days(c)) > 0 || len(clocks(c, false)) > 0 || strings.Contains(c, "题目") || giving.MatchString(c) {
				if len(points) > 2 {
					break
				}
				points = nil
				continue
			}
			points = append(points, point)
		}
		if len(points) < 3 {
			continue
		}
		for _, p := range points {
			r.fact(FieldPoint, p, s.raw)
		}
		return true
	}
	return false
}
