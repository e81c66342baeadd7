package draft

import (
	"strings"
	"unicode/utf8"

	regexp "zhujiao/bot/lazyregexp"
)

// namesOf reads the people of a value: several names, or one with a title.
func namesOf(value string) (out []teacher) {
	value = strings.TrimSpace(value)
	if m := latinVerb.FindStringSubmatch(value); m != nil {
		return []teacher{{name: m[1], intro: introOf(m[2])}}
	}
	if t, ok := latinPerson(value); ok && titledBehind.MatchString(value) && titleWord.MatchString(joinIntro(t.intro)) {
		return []teacher{t}
	}
	if parts := splitPeople(value); len(parts) > 1 {
		for _, p := range parts {
			t, ok := oneName(p)
			if !ok || !sureName(t.name) {
				out = nil
				break
			}
			out = append(out, t)
		}
		if len(out) > 1 {
			return out
		}
	}
	if t, ok := oneName(value); ok {
		return []teacher{t}
	}
	return nil
}

// titledBehind is one name in Latin letters with a title behind a comma.
var titledBehind = regexp.MustCompile(`^\p{Lu}[\p{Latin}.'’-]+(?: \p{Lu}[\p{Latin}.'’-]+){1,2}, [^(（]+$`)

// splitPeople splits a list of people outside of brackets.
func splitPeople(s string) (out []string) {
	from := 0
	for _, m := range splitNames.FindAllStringIndex(s, 12) {
		if before := s[from:m[0]]; strings.Count(before, "(")+strings.Count(before, "（") > strings.Count(before, ")")+strings.Count(before, "）") {
			continue
		}
		out = append(out, s[from:m[0]])
		from = m[1]
	}
	return append(out, s[from:])
}

// oneName reads a name and what stands behind it or before it.
func oneName(s string) (teacher, bool) {
	s = strings.TrimSpace(unframed(strings.Trim(s, "*")))
	if s == "" || runes(s) > 200 {
		return teacher{}, false
	}
	if isMostlyLatin(s) {
		return latinPerson(s)
	}
	if t, ok := jobThenName(s); ok {
		return t, true
	}
	if m := framedName.FindStringSubmatch(s); m != nil && sureName(m[1]) {
		return teacher{name: m[1], intro: introOf(m[2])}, true
	}
	if m := jobQuoted.FindStringSubmatch(s); m != nil && endsWithTitle(m[1]) {
		return teacher{name: m[2], intro: introOf(m[1])}, true
	}
	return firstName(s)
}

// firstName reads a name at the beginning of a text, else behind a title.
func firstName(s string) (teacher, bool) {
	first, rest := s, ""
	if m := latinFirst.FindString(s); latinJob.MatchString(m) {
		return teacher{}, false
	} else if m != "" {
		return teacher{name: m, intro: introOf(s[len(m):])}, true
	}
	if m := nameCut.FindStringIndex(s); m != nil && m[0] > 0 {
		first, rest = s[:m[0]], strings.TrimSpace(s[m[1]:])
		if open := strings.TrimSpace(s[m[0]:m[1]]); open == "(" || open == "（" {
			rest = strings.Replace(strings.Replace(rest, ")", "，", 1), "）", "，", 1)
		}
	}
	if latinName.MatchString(strings.Trim(rest, "，、 ")) {
		rest = "" // the same name in Latin letters
	}
	name := honorific.ReplaceAllString(first, "")
	if m := jobCalled.FindStringSubmatch(name); m != nil {
		return teacher{name: m[2], intro: append(introOf(m[1]), introOf(rest)...)}, true
	}
	switch {
	case commonWord.MatchString(name):
	case hanName.MatchString(name) && !titleWord.MatchString(name), nickname.MatchString(name) && (first != name || rest == "" || titleWord.MatchString(rest) || experience.MatchString(rest)) && !titleWord.MatchString(name):
		return teacher{name: name, intro: introOf(rest)}, true
	}
	if t, ok := nameBehind(s); ok {
		return t, true
	}
	return beforeComma(s)
}

// jobThenName reads a job with the name behind a space: 研究馆员 石曼青.
func jobThenName(s string) (teacher, bool) {
	if m := jobThenLatin.FindStringSubmatch(s); m != nil && endsWithJob(m[1]) {
		return teacher{name: m[2], intro: append(introOf(m[1]), introOf(m[3])...)}, true
	}
	i := strings.LastIndex(s, " ")
	if i < 0 || strings.ContainsAny(s, "，、；（") {
		return teacher{}, false
	}
	job, name := strings.TrimSpace(s[:i]), honorific.ReplaceAllString(s[i+1:], "")
	if surnameOf(name) == 0 || runes(name) > 2+surnameOf(name) || runes(name) < 2 || !hanName.MatchString(name) || commonWord.MatchString(name) || titleWord.MatchString(name) || !endsWithJob(job) && (runes(job) < 4 || hanName.MatchString(job)) {
		return teacher{}, false
	}
	return teacher{name: name, intro: introOf(job)}, true
}

// jobThenLatin is a job with a name in Latin letters behind: 技术支持经理 Anna Keller，….
var jobThenLatin = regexp.MustCompile(`^(\p{Han}{2,16}) (\p{Lu}\p{Ll}+ \p{Lu}\p{Ll}+)(?:，(.*))?$`)

// endsWithJob reports words that end with what somebody is.
func endsWithJob(s string) bool {
	return endsWithTitle(s) || jobEnd.MatchString(s) || crafts.MatchString(s) || anyJob.MatchString(s)
}

// anyJob ends what somebody is, beyond the titles.
var anyJob = regexp.MustCompile(`(?:馆员|[^\s]{2}人|爸爸|妈妈|校友|代表|队员|会员|指挥|首席|得主|冠军)$`)

// jobQuoted is what somebody does with the name by which they are known: 财经博主“算盘哥”.
var jobQuoted = regexp.MustCompile(`^([^，。：“「]{2,20})\s*[“「『]([\p{Han}A-Za-z]{2,6})[”」』]$`)

// beforeComma reads a name at the end of what stands before the first comma or bracket.
func beforeComma(s string) (teacher, bool) {
	if head, rest, ok := cutHead(s); ok && (endsWithTitle(strings.TrimSpace(strings.TrimSuffix(head, lastName(head, false)))) || strings.Contains(head, " ")) {
		if t, ok := nameBehind(strings.TrimSpace(head)); ok && sureName(t.name) {
			if rest = strings.Trim(rest, "，、 "); !latinName.MatchString(rest) {
				t.intro = append(t.intro, introOf(rest)...)
			}
			return t, true
		}
	}
	return teacher{}, false
}

// cutHead parts a name and what stands before it from what stands behind.
func cutHead(s string) (head, rest string, ok bool) {
	i := strings.IndexAny(s, "，（")
	if i < 0 {
		return s, "", false
	}
	_, size := utf8.DecodeRuneInString(s[i:])
	return s[:i], strings.Replace(s[i+size:], "）", "，", 1), true
}

// experience is what is said of somebody instead of a title.
var experience = regexp.MustCompile(`\d+\s*年|从业|专注|经验|擅长|深耕`)

// framedName is a name in a frame, with what is said about it behind.
var framedName = regexp.MustCompile(`^[【「\[]([^【】「」\[\]]{2,10})[】」\]]\s*[：:|｜]?\s*(.*)$`)

// latinFirst is a name in Latin letters before a text in Chinese.
var latinFirst = regexp.MustCompile(`^\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+){1,2}`)

// introTail is a call behind an introduction.
var introTail = regexp.MustCompile(`[，。；]\s*[^，。；]{0,8}(?:扫码|扫描|点击|报名(?:请|即|可|方式)|长按|名额有限).*$`)

// oneGuest says before who somebody is that it is somebody: 一位特别的“客人”——.
var oneGuest = regexp.MustCompile(`^了?一[位名个](?:[^，。—]{0,10}——)?`)

// introOf is what stands behind a name.
func introOf(rest string) []string {
	rest = strings.Trim(strings.TrimSpace(honorific.ReplaceAllString(rest, "$0")), "，,：: 、)）—-|｜")
	rest = oneGuest.ReplaceAllString(strings.TrimPrefix(rest, "who "), "")
	if rest = introTail.ReplaceAllString(rest, ""); !strings.Contains(rest, "是") {
		rest = strings.TrimSuffix(rest, "的")
	}
	if rest == "" || honorific.MatchString("x"+rest) && runes(rest) <= 2 {
		return nil
	}
	return []string{rest}
}

var (
	nicknamed = regexp.MustCompile(`^([^，。]{0,20}(?:师|员|家|长|博主|主理人|教练|老板))\s?([阿老小大][\p{Han}]{1,2}|[A-Z][a-z]{1,12})$`)
	jobEnd    = regexp.MustCompile(`(?:诗人|艺人|匠人|音乐人|媒体人|手艺人|主持人|师|员|长|家|官|手)$`)
)

// nameBehind reads a name behind a title: 前产品总监刘志远老师.
func nameBehind(s string) (teacher, bool) {
	if i := strings.LastIndex(s, " "); i > 0 {
		last := honorific.ReplaceAllString(s[i+1:], "")
		if hanName.MatchString(last) && (surnameOf(last) > 0 || jobEnd.MatchString(s[:i]) && runes(last) < 4) && (titleWord.MatchString(s[:i]) || jobEnd.MatchString(s[:i]) || unitEnd.MatchString(s[strings.LastIndex(s[:i], " ")+1:i]) || last != s[i+1:]) {
			return teacher{name: last, intro: introOf(s[:i])}, true
		}
	}
	if m := nicknamed.FindStringSubmatch(s); m != nil {
		return teacher{name: m[2], intro: introOf(m[1])}, true
	}
	bare := honorific.ReplaceAllString(s, "")
	name := lastName(bare, bare != s)
	if name == "" {
		return teacher{}, false
	}
	before := strings.TrimSpace(strings.TrimSuffix(bare, name))
	if before != "" && !titleWord.MatchString(before) && bare == s {
		return teacher{}, false
	}
	return teacher{name: name, intro: introOf(before)}, true
}

// lastName finds a name at the end of a text: it begins with a surname. titled says that a
// title such as 老师 stands behind, before which one may be called by the surname alone.
func lastName(s string, titled bool) string {
	r := []rune(s)
	for _, n := range []int{4, 3, 2} {
		if len(r) < n {
			continue
		}
		name := string(r[len(r)-n:])
		if k := surnameOf(name); k > 0 && hanName.MatchString(name) && (n-k <= 2) && !titleWord.MatchString(name) && (n < 4 || k == 2) && !commonWord.MatchString(name) && !strings.ContainsAny(string(r[len(r)-1]), "系院校部室所馆处局厅") {
			return name
		}
	}
	if titled && len(r) > 0 && surnameOf(string(r[len(r)-1:])) > 0 {
		return string(r[len(r)-1:])
	}
	return ""
}

var commonWord = regexp.MustCompile(`^专做|^专门|^专注|^执业|^从业|^方便|^满意|^尊重|^关于|^成为|^温馨|^安心|高[一二三]|初[一二三]|大[一二三四]$|周[报末年刊期]|高[考峰效校]|马上|常[用识]|万[能一]|方[案式]|白天|金[额句]|石头|花[费园]|成[本品绩]|程[序度]|段落|管[道控]|何[时种]|包[装括含]|毛[病利]|安[全心]|平[时均]|水平|时[尚代长]|易懂|牛奶|于是|文[字章件]|温[度馨]|农[业村]|车[间辆]|曲线|冷[静热]|封面|广场|空间|连[麦接]|强度|全[体员]|计[划算]|应[用急]|路[线演]|宣传|查询|单[词元价人]|郑重|国家|能[力源]|商[业务]|后[台端]|海[报外]|相[关机]|种[子植]|权[益限]|司[机法]|公司|课程|直播|学院|大学|产品|平台|高级|高中|金牌|资深|万元|简单|成长|成功|文化|文案|常见|广告|向|关于|安排|单位|通过|利用|方法|方面|项目|边|时|查看|简历|管理|华为|金融|白领|古`)

// latinPerson reads a name in Latin letters.
func latinPerson(s string) (teacher, bool) {
	name, rest := s, ""
	if m := regexp.MustCompile(`\s*(?:,|\s[-–—|]\s|[(（])\s*`).FindStringIndex(s); m != nil {
		name, rest = s[:m[0]], strings.Trim(s[m[1]:], ")） ")
	}
	if !latinName.MatchString(name) || latinJob.MatchString(name) {
		return teacher{}, false
	}
	return teacher{name: withoutDoctor(strings.TrimSpace(name)), intro: introOf(rest)}, true
}

// withoutDoctor drops a title before a whole name.
func withoutDoctor(name string) string {
	if bare := doctor.ReplaceAllString(name, ""); strings.Contains(bare, " ") {
		return bare
	}
	return name
}

var doctor = regexp.MustCompile(`^(?:Dr|Prof|Professor|Mr|Ms|Mrs|Grandmaster|Chef|Coach|Captain|Sister|Brother|Father|Rev)\.?\s+`)

// latinJob is what somebody does, which looks like a name.
var latinJob = regexp.MustCompile(`(?i)\b(?:lead|manager|engineer|designer|director|founder|consultant|analyst|scientist|editor|researcher|officer|partner|coach|developer|architect|specialist|writer|trainer|advisor|head|owner|team)$`)

// sureName reports what is certainly a name.
func sureName(s string) bool {
	return hanName.MatchString(s) && (surnameOf(s) > 0 && runes(s) <= 4 || strings.Contains(s, "·")) || latinName.MatchString(s) || nickname.MatchString(s) && runes(s) <= 3
}

// isPerson reports whether a line begins somebody else's introduction.
func isPerson(t teacher, value string) bool {
	if isMostlyLatin(value) {
		return strings.Contains(t.name, " ") && !strings.HasSuffix(value, ".") && runes(value) < 90
	}
	if m := latinFirst.FindString(value); m != "" && m == t.name && runes(value) <= 40 {
		return true
	}
	return surnameOf(t.name) > 0 && runes(t.name) >= 2 && runes(value) <= 40 && (strings.HasPrefix(strings.TrimLeft(value, "【「["), t.name) || honorific.MatchString(value))
}
