package draft

import (
	"strings"

	regexp "zhujiao/bot/lazyregexp"
)

// labelledTeachers reads lines such as 主讲：刘志远，前产品总监.
func labelledTeachers(r *reader) (out []teacher) {
	for i := range r.lines {
		n := &r.lines[i]
		if n.topic != aboutTeacher || !n.own || n.value == "" {
			continue
		}
		if presents.MatchString(n.text) && len(out) > 0 {
			continue // who presents, beside those who speak
		}
		people := listedPeople(n.value)
		if len(people) == 0 {
			people = namesOf(n.value)
		}
		if len(people) == 0 {
			people = castIn(sentences(n.value)[0])
		}
		out = known(out, people, n)
		if len(out) > 0 && n.kind != row {
			out = goesOn(r, out, i)
		}
	}
	return out
}

// listedPeople reads the people of a value that lists them with who they are: ① 陶锐——…；② …; nil
// for another value.
func listedPeople(value string) (out []teacher) {
	if each := latinEach(value); len(each) > 1 {
		return each
	}
	if m := latinBoth.FindStringSubmatch(value); m != nil {
		return []teacher{{name: m[1], intro: introOf(m[2])}, {name: m[3], intro: introOf(strings.TrimRight(m[4], ". "))}}
	}
	parts := enumerated(value)
	if len(parts) < 2 {
		parts = strings.Split(value, "；")
	}
	if len(parts) < 2 {
		return nil
	}
	for _, p := range parts {
		t, ok := oneName(guestLabel.ReplaceAllString(trimSigns(counters.ReplaceAllString(p, "")), ""))
		if !ok || !sureName(t.name) {
			return nil
		}
		out = append(out, t)
	}
	return out
}

// latinBoth are two people in English with who they are.
var latinBoth = regexp.MustCompile(`^(\p{Lu}\p{Ll}+ \p{Lu}\p{L}+), ([^;]{3,120}?),? and (\p{Lu}\p{Ll}+ \p{Lu}\p{L}+), ([^;]{3,120})$`)

// latinEach reads sentences of English that each begin with the name of somebody.
func latinEach(value string) (out []teacher) {
	if !isMostlyLatin(value) {
		return nil
	}
	for _, s := range sentences(value) {
		t, ok := leadingName(strings.TrimRight(s, ". "))
		if !ok || !strings.Contains(t.name, " ") || len(t.intro) == 0 {
			return nil
		}
		out = append(out, t)
	}
	return out
}

// guestLabel stands before one of several people.
var guestLabel = regexp.MustCompile(`^(?:特邀)?(?:嘉宾|讲师|主讲|助教|对谈)\s*[：:]?\s*`)

// known adds the people of a line to those that are known.
func known(out, people []teacher, n *line) []teacher {
	for _, t := range people {
		t.raw, t.introRaw = n.raw, n.raw
		if same := find(out, t.name); same != nil {
			same.intro = append(same.intro, t.intro...)
			continue
		}
		out = append(out, t)
	}
	return out
}

// goesOn reads the lines below a label, which go on about its last person or name further ones.
func goesOn(r *reader, out []teacher, i int) []teacher {
	section := r.lines[i].section
	for j := i + 1; j < len(r.lines) && r.lines[j].topic == aboutTeacher && !r.lines[j].own && r.lines[j].kind != heading && r.lines[j].section == section; j++ {
		last := &out[len(out)-1]
		m := &r.lines[j]
		if ts := namesOf(m.value); len(ts) == 1 && isPerson(ts[0], m.value) && len(last.intro) > 0 {
			ts[0].raw, ts[0].introRaw = m.raw, m.raw
			out = append(out, ts[0])
			continue
		}
		last.addIntro(m)
	}
	return out
}

// presents is a label of whoever presents a show.
var presents = regexp.MustCompile(`^[^\p{Han}]{0,3}(?:主播|主持人?)\s*[：:|｜]`)

func (t *teacher) addIntro(n *line) {
	v := strings.TrimSpace(n.value)
	if v == "" || luring.MatchString(v) || len(t.intro) > 8 {
		return
	}
	if label, rest, ok := strings.Cut(v, "："); ok && introLabel.MatchString(label) {
		v = strings.TrimSpace(rest)
	}
	if len(t.intro) == 0 {
		t.introRaw = n.raw
	}
	t.intro = append(t.intro, v)
}

var (
	luring     = regexp.MustCompile(`扫码|扫描|报名|点击|▼|👇|长按|(?i)^register|sign up`)
	introLabel = regexp.MustCompile(`^(?:个人|讲师|老师|嘉宾)?(?:简介|介绍|背景|经历)$`)
)

// teacherSection reads a section about the teachers: a short line is a name, what follows is
// about them.
func teacherSection(r *reader) (out []teacher) {
	for i := range r.lines {
		n := &r.lines[i]
		isHeading := n.kind == heading && headingTopic(n.text) == aboutTeacher
		if n.topic == aboutTeacher && !n.own && !isHeading && (n.kind != row || n.cells != nil) {
			out = addLine(out, n)
		}
	}
	return out
}

// addLine takes a line of a section about the teachers: a name, or what is said about the one
// before.
func addLine(out []teacher, n *line) []teacher {
	if t, ok := n.rowPerson(); ok && (t.name == "" || find(out, t.name) == nil) {
		if t.name == "" {
			return out
		}
		return append(out, t)
	}
	if people := listedPeople(n.value); len(people) > 1 && len(people[0].intro) > 0 && find(out, people[0].name) == nil {
		return known(out, people, n)
	}
	if t, ok := n.leadPerson(); ok && find(out, t.name) == nil {
		return append(out, t)
	}
	brief := runes(n.value) <= 60 || isMostlyLatin(n.value) && len(sentences(n.value)) < 2
	if ts := namesOf(n.value); len(ts) > 0 && brief && (isPerson(ts[0], n.value) || len(out) == 0 || n.bold) && !luring.MatchString(n.value) {
		return namedLine(out, ts, n)
	}
	if t, ok := leadingName(n.value); ok && find(out, t.name) == nil && (len(out) == 0 || n.kind == item || n.bold) {
		t.raw, t.introRaw = n.raw, n.raw
		return append(out, t)
	}
	if len(out) > 0 && n.kind != heading {
		out[len(out)-1].addIntro(n)
	}
	return out
}

// namedLine adds the people whom a line names; what is no name is said of the one before.
func namedLine(out, people []teacher, n *line) []teacher {
	for _, t := range people {
		if len(out) > 0 && find(out, t.name) == nil && !sureName(t.name) {
			out[len(out)-1].addIntro(n)
			continue
		}
		out = known(out, []teacher{t}, n)
	}
	return out
}

// rowPerson reads a row of a table of people: the name, then who that is; the head of the table has
// no name.
func (n *line) rowPerson() (teacher, bool) {
	if n.kind != row || len(n.cells) < 2 {
		return teacher{}, false
	}
	name := honorEnd.ReplaceAllString(n.cells[0], "")
	if nameHead.MatchString(n.cells[0]) || nameHead.MatchString(name) {
		return teacher{}, true
	}
	return teacher{name: name, raw: n.raw, intro: introOf(n.cells[1]), introRaw: n.raw}, sureName(name)
}

// nameHead is the head of a column of names.
var nameHead = regexp.MustCompile(`^(?:姓名|讲师|老师|教师|主讲人?|专家|嘉宾|(?i:name|speaker))$`)

var leading = regexp.MustCompile(`^([\p{Han}]{2,4}?)(?:老师|先生|女士|教授|博士)?(?:，|,|：|:|——|。|是|现任|曾任|曾|（)\s*(.*)$`)

// latinVerb is a name with what somebody does behind it.
var latinVerb = regexp.MustCompile(`^(?:(?:Chef|Coach|Dr\.?|Prof\.?) )?(\p{Lu}[\p{Ll}'’]+(?: \p{Lu}[\p{Ll}'’]+){1,2}) ((?:has|was|works|leads|runs|teaches|founded|built|wrote|made|taught|spent|led|ran|[a-z]{3,}ed) .*)$`)

// leadingName reads a paragraph that begins with the name of somebody.
func leadingName(s string) (teacher, bool) {
	if m := leading.FindStringSubmatch(s); m != nil && surnameOf(m[1]) > 0 && runes(m[1]) <= 3+surnameOf(m[1])-1 && !commonWord.MatchString(m[1]) {
		return teacher{name: m[1], intro: introOf(m[2])}, true
	}
	if m := latinVerb.FindStringSubmatch(s); m != nil {
		return teacher{name: m[1], intro: introOf(m[2])}, true
	}
	if name, rest, ok := strings.Cut(s, " is "); ok && latinName.MatchString(name) && strings.Contains(name, " ") {
		return teacher{name: name, intro: introOf(rest)}, true
	}
	if t, ok := latinPerson(s); ok && strings.Contains(t.name, " ") && isMostlyLatin(s) {
		return t, true
	}
	return teacher{}, false
}
