package draft

import (
	"strings"
	"unicode/utf8"

	regexp "zhujiao/bot/lazyregexp"
)

// Who speaks is known by what a sentence says they do: 由高级工程师田旭东主讲, 烘豆师老莫来讲, taught by ….
// Somebody who spoke before, or who does not come, is no teacher of this class.

var (
	// teachVerb is what somebody does who speaks, behind the name.
	teachVerb = regexp.MustCompile(`(?:也|还|亲自|本人|这次|在线|视频|现场|特地|会|将|要)*(?:主讲|开讲|授课|讲授|讲课|连线|领读|坐镇|来(?:讲|教|聊|分享|带|给|跟|为|和|陪|主讲|授课|说说|谈)|(?:带|陪|教|给|为)(?:大家|你|您|各位|我们)|手把手|(?:随后|接着|最后|再|负责)(?:来|为大家)?(?:演示|示范|讲解|解读|拆解|分享|介绍|翻译))`)
	// teachAsked ends what stands before somebody who is asked to speak.
	teachAsked = regexp.MustCompile(`(?:由|请来了?|请到了?|请了|邀请到?了?|特邀|有请|请|是|让|换|上)(?:咱们?|我们)?$|(?:由|请来了?|请到了?|请了|邀请到?了?|特邀|有请|请|是|让)`)
	// jobAndName is a job with somebody who is called by a surname or a nickname: 裁缝蒋师傅.
	jobAndName = regexp.MustCompile(`^(.*?)(\p{Han}(?:师傅|姐|哥|姨|叔|婶|奶奶|爷爷)|[阿老小]\p{Han}|[a-z]{2,8}|[A-Z][a-z]+ [A-Z][A-Za-z]+|[A-Z][A-Za-z]{1,10}[姐哥]?)$`)
	// saidThen goes on about somebody behind the verb: …主讲，他带队….
	saidThen = regexp.MustCompile(`^[^，。；！？]{0,14}，((?:她|他|\p{Han}(?:老师|医生|教授|师傅))[^。！？；]{4,140})`)
	// absent is said of somebody who speaks another time, or not at all.
	absent = regexp.MustCompile(`去年|前年|上个?月|上一?[期次场回讲届]|往期|第[一二三四五六七八九十\d]+[讲期场]的|原定|下一?[期次场回讲]|之前来过|曾来|(?i:\b(?:last|next|previous) (?:month|year|time|week|session|talk))`)
	// present brings a sentence back to this class.
	present = regexp.MustCompile(`这次|这回|这一?[期场讲]|本[次期场讲]|此次|今年|今[天晚]|这堂|(?i:\bthis (?:time|month|session))`)
	// notComing is said behind somebody who does not come.
	notComing = regexp.MustCompile(`^(?:老师|院长|主任|店长)?(?:通知|提醒|说一下|转告)|^[^。；]{0,30}?(?:[本这]次)?(?:不来|不出席|缺席|不能(?:来|参加|到)|不参加|来不了|(?i:cannot come|can't come|will not be))`)
	// otherPerson begins a clause of an introduction that is about somebody else.
	otherPerson = regexp.MustCompile(`，[^，。]*(?:先生|女士|老师|教授)(?:就|也|则|都)?是(?:她|他)的[^，。]*`)
)

// elsewhen reports somebody named in a sentence who does not speak in this class.
func elsewhen(s, name string) bool {
	before, behind, ok := strings.Cut(s, name)
	if !ok {
		return false
	}
	if notComing.MatchString(behind) {
		return true
	}
	gone := absent.FindAllStringIndex(before, -1)
	if len(gone) == 0 {
		return false
	}
	back := present.FindAllStringIndex(before, -1)
	return len(back) == 0 || back[len(back)-1][0] < gone[len(gone)-1][0]
}

// teaching finds the people of whom a sentence says that they teach.
func teaching(s string) (out []teacher) {
	if isMostlyLatin(s) {
		return latinTeaching(s)
	}
	if m := quotedName.FindStringSubmatch(s); m != nil && !anyOrgName.MatchString(m[2]) {
		out = append(out, teacher{name: m[2], intro: introOf(m[1])})
	}
	if m := dashedName.FindStringSubmatch(s); m != nil && surnameOf(m[2]) > 0 && tellsWho(m[1]) {
		out = append(out, teacher{name: m[2], intro: introOf(m[1])})
	}
	for _, m := range byWhom.FindAllStringSubmatch(s, 3) {
		name := lastName(m[1], false)
		if before := strings.TrimSuffix(m[1], name); runes(name) >= 2 && !castNot.MatchString(name) && tellsWho(before) && endsWithJob(before) {
			out = append(out, teacher{name: name, intro: introOf(before)})
		}
	}
	for _, v := range teachVerb.FindAllStringIndex(s, 6) {
		if t, ok := teachesAt(s, v[0], v[1]); ok {
			out = append(out, t)
		}
	}
	return out
}

// teachesAt reads who stands before a verb of teaching, with what is said of them behind it.
func teachesAt(s string, from, to int) (teacher, bool) {
	words, asked, said := lastClause(s[:from]), false, ""
	if m := teachAsked.FindAllStringIndex(words, -1); len(m) > 0 {
		words, asked = words[m[len(m)-1][1]:], true
	}
	if m := bracketEnd.FindStringSubmatch(words); m != nil {
		words, said = strings.TrimSuffix(words, m[0]), m[1]
	}
	t, ok := taughtBy(strings.TrimSpace(words), asked)
	if !ok {
		return t, false
	}
	if m := saidThen.FindStringSubmatch(s[to:]); m != nil && !notAbout.MatchString(m[1]) && !willTeach.MatchString(calledThem.ReplaceAllString(m[1], "")) {
		said = otherPerson.ReplaceAllString(calledThem.ReplaceAllString(m[1], ""), "")
	}
	t.intro = append(t.intro, introOf(said)...)
	return t, true
}

// quotedName is somebody known by a name in a frame: 老队员「啄木鸟」给大家讲.
var quotedName = regexp.MustCompile(`(?:请到?了?|邀请到?了?|由|特邀|有请)([^。；！？，]{2,40}?)[「“『]([\p{Han}A-Za-z]{2,6})[」”』](?:老师)?\s*(?:来|给|为|跟|和|将|主讲|讲|教|带)`)

// dashedName is somebody whose name stands behind who they are: …、两个孩子的妈妈——顾念医生.
var dashedName = regexp.MustCompile(`(?:邀请到?了?|请到?了?|请来了?|特邀)([^。；！？—]{4,60})[—–-]+\s*([\p{Han}]{2,4}?)(?:` + honors + `)?(?:[，。！；]|$)`)

// byWhom is who speaks, with all that is said of them before the name: 由理财师、两个孩子的爸爸高维担任主讲.
var byWhom = regexp.MustCompile(`由([^。；！？，]{4,50}?)(?:老师|先生|女士)?(?:担任)?(?:主讲|讲授|授课|讲解)`)

// willTeach begins what somebody will do in the class.
var willTeach = regexp.MustCompile(`^(?:会|将|要|来|一起|(?:为|给|带|陪|教)(?:大家|你|您|我们))`)

// bracketEnd is a bracket at the end of what stands before a verb.
var bracketEnd = regexp.MustCompile(`[（(]([^（()）]{3,60})[)）]$`)

// calledThem begins what is said of somebody.
var calledThem = regexp.MustCompile(`^(?:她|他|\p{Han}(?:` + honors + `))(?:就|也)?(?:是)?`)

// lastClause is what stands behind the last mark.
func lastClause(s string) string {
	if m := clauseEnd.FindAllStringIndex(s, -1); len(m) > 0 {
		s = s[m[len(m)-1][1]:]
	}
	if i := strings.LastIndexFunc(s, func(c rune) bool { return c >= 0x1f000 || c >= 0x2600 && c <= 0x27bf }); i >= 0 {
		_, size := utf8.DecodeRuneInString(s[i:])
		s = strings.TrimLeft(s[i+size:], "♀♂ ")
	}
	return s
}

// taughtBy reads somebody who teaches: a name alone only if somebody asks them.
func taughtBy(words string, asked bool) (teacher, bool) {
	if runes(words) > 40 || notTheirs.MatchString(words) {
		return teacher{}, false
	}
	before, name := "", words
	if i := strings.LastIndex(words, "的"); i > 0 {
		before, name = words[:i], words[i+len("的"):]
	}
	if m := jobAndName.FindStringSubmatch(name); m != nil && !commonWord.MatchString(m[2]) && !titleWord.MatchString(m[2]) {
		job := strings.TrimSpace(m[1])
		if endsWithTitle(job) || jobEnd.MatchString(job) || crafts.MatchString(job) || job == "" && (tellsWho(before) || asked && before != "") {
			return teacher{name: m[2], intro: introOf(trimSigns(joinOf(before, job)))}, true
		}
	}
	t, ok := castPerson(words)
	if !ok || runes(t.name) < 2 || !asked && len(t.intro) == 0 {
		return teacher{}, false
	}
	return t, true
}

// notTheirs begins words for those who listen.
var notTheirs = regexp.MustCompile(`^(?:大家|您|你|同学|家长|各位|朋友|学员|观众)`)

// crafts ends what somebody does, beyond the titles.
var crafts = regexp.MustCompile(`(?:裁缝|木匠|铁匠|大厨|主厨|厨子|匠人|搭子|搭档|合伙人|店长|掌柜|花农|茶农|果农|船长|飞手|骑手|领队|督导|师)$`)

// joinOf joins what somebody is with whose that is.
func joinOf(whose, job string) string {
	if whose == "" || job == "" {
		return whose + job
	}
	return whose + "的" + job
}

const latinTwo = `(\p{Lu}[\p{L}'’.-]+(?: (?:[a-z]{2,3} )?\p{Lu}[\p{L}'’-]+){1,2})`

var (
	// latinCast is somebody of whom a sentence of English says that they teach.
	latinCast = regexp.MustCompile(`\b(?:(?:class|talk|lesson|workshop|session|webinar|evening|masterclass) with|(?:given|taught|led|run|presented|hosted|delivered) by) (?:our [a-z ]{3,20}, )?(?:(?:Grandmaster|Chef|Coach|Professor|Dr\.?|Prof\.?|Captain|Master|Sister|Brother|Father|Rev\.?|Mr\.?|Ms\.?|Mrs\.?) )?` + latinTwo + `(?:, (?:who )?([^.;]{4,160}))?`)
	// runBy may be said of an organisation as well.
	runBy = regexp.MustCompile(`^(?:run|presented|hosted) by`)
	// latinJoins is somebody who joins the one who teaches.
	latinJoins = regexp.MustCompile(`(?i:\bjoining (?:her|him|us|me|them) (?:is|are|will be)|\b(?:alongside|together with)|\bco-?host(?:ed by)?|\bguest is) ` + latinTwo + `(?:, (?:who )?([^.;]{4,160}))?`)
	// latinAsked is somebody who is asked to speak.
	latinAsked = regexp.MustCompile(`\b(?:invited|persuaded|asked|(?:delighted|pleased|happy|proud|lucky) to (?:have|welcome)|joined by|we welcome|will hear) (?:(?:Mrs|Mr|Ms|Dr|Prof)\.? )?` + latinTwo + `(?:, (?:who )?([^.;]{4,160}))?`)
	// latinOurs is one of those who hold the class, who does something in it.
	latinOurs = regexp.MustCompile(`(?:^|[.;] )(?:Our|My) (?:own )?[a-z][a-z -]{2,24}, ` + latinTwo + `, (?:who )?([^.;,]{4,120}), (?:will|is going to|translates|joins|helps|answers)\b`)
	// latinWill cuts what somebody will do from what is said of them.
	latinWill = regexp.MustCompile(`,? (?:to (?:talk|speak|teach|show|tell|give|join|lead)|for (?:one|an?) (?:evening|hour|session)|will|is going to|joins us|and (?:will|is going)|and now (?:joins|comes))\b.*$`)
	// moderates is what somebody does who does not teach.
	moderates = regexp.MustCompile(`(?i)\bmoderat|\bhosts? the chat`)
)

// latinTeaching finds the people of whom a sentence of English says that they teach.
func latinTeaching(s string) (out []teacher) {
	for _, p := range []*regexp.Regexp{latinCast, latinJoins, latinOurs, latinAsked} {
		for _, m := range p.FindAllStringSubmatch(s, 3) {
			if m[2] == "" && runBy.MatchString(m[0]) || latinOrg.MatchString(m[1]) || latinJob.MatchString(m[1]) || moderates.MatchString(m[0]) {
				continue
			}
			out = append(out, teacher{name: withoutDoctor(m[1]), intro: introOf(latinWill.ReplaceAllString(m[2], ""))})
		}
	}
	return out
}
