package draft

import (
	"slices"
	"strings"
)

func find(list []teacher, name string) *teacher {
	for i := range list {
		if list[i].name == name || runes(name) == 1 && strings.HasPrefix(list[i].name, name) {
			return &list[i]
		}
	}
	return nil
}

// merged adds to labelled people what a section says about them.
func merged(list, section []teacher) []teacher {
	for _, s := range section {
		switch known := find(list, s.name); {
		case known != nil:
			if len(s.intro) > 0 && runes(joinIntro(s.intro)) > runes(joinIntro(known.intro)) {
				known.intro, known.introRaw = s.intro, s.introRaw
			}
		case sureName(s.name) && !misspells(list, s.name):
			list = append(list, s)
		}
	}
	return list
}

func misspells(list []teacher, name string) bool {
	return slices.ContainsFunc(list, func(t teacher) bool { return alike(t.name, name) })
}

// alike reports names of which one is a misspelling of the other.
func alike(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if len(x) != len(y) || len(x) < 3 || a == b || x[0] != y[0] {
		return false
	}
	differ := 0
	for i := range x {
		if x[i] != y[i] {
			differ++
		}
	}
	return differ == 1
}

// misspelt looks for a teacher's name in another spelling.
func misspelt(r *reader, list []teacher) {
	for _, s := range relevant(r) {
		for _, m := range withTitle.FindAllStringSubmatch(s.text, 6) {
			name := lastName(m[1], false)
			for _, t := range list {
				if alike(t.name, name) && find(list, name) == nil {
					clash(r, Clash{Kind: ClashTeacher, A: t.name, B: name, Source: s.raw})
				}
			}
		}
	}
}

// leadPerson reads a line that begins with a name in bold.
func (n *line) leadPerson() (teacher, bool) {
	name := honorEnd.ReplaceAllString(trimSigns(n.lead), "")
	if n.lead == "" || !calledSo.MatchString(name) && !sureName(name) || titleWord.MatchString(name) || commonWord.MatchString(name) {
		return teacher{}, false
	}
	_, rest, _ := strings.Cut(n.value, n.lead)
	return teacher{name: name, raw: n.raw, intro: introOf(honorificAt.ReplaceAllString(rest, "")), introRaw: n.raw}, true
}

// namelessIntro gives the only teacher what a section about teachers says without a name.
func namelessIntro(r *reader, list []teacher) {
	if len(list) != 1 || len(list[0].intro) > 0 {
		return
	}
	for i := range r.lines {
		n := &r.lines[i]
		if n.topic != aboutTeacher || n.own || n.kind == heading || n.kind == row || n.section < 0 || r.lines[n.section].topic != aboutTeacher {
			continue
		}
		if callToSign.MatchString(n.value) || invites.MatchString(n.value) || !tellsWho(n.value) {
			return
		}
		if ts := namesOf(n.value); len(ts) == 0 || !sureName(ts[0].name) {
			list[0].addIntro(n)
		}
	}
}
