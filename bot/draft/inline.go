package draft

import (
	"strings"

	regexp "zhujiao/bot/lazyregexp"
)

// A paragraph may hold a list: 讲三块：①…；②…；③…, 将讨论…、…，以及….

var (
	// alsoSpoken is what a sentence says will be spoken about.
	alsoSpoken = regexp.MustCompile(`，(?:讲|教|聊|说说|聊聊|讲讲)([^，。：！？]{4,40}、[^。：！？]{4,120})|(?:将|会|一起|重点|主要|围绕|带你|带大家|为大家|跟大家|和大家)[^，。：]{0,8}(?:说到|讲到|聊到|谈到|讨论|探讨|讲解|介绍|分享|讲述|解读|梳理|聊聊|聊|谈谈|谈|涵盖|涉及|包括|呈现|回答|学习|学到|学会|练习|体验|了解|讲)\s*([^。：！？]{6,120})`)
	// spokenLatin is the same in English.
	spokenLatin = regexp.MustCompile(`(?i)\b(?:we(?:'|’)?(?:ll| will)?|you(?:'|’)?(?:ll| will)|(?:session|talk|workshop|class|course|webinar|she|he|they|[a-z]{3,10})(?: will)?) (?:also )?(?:(?:tells?|shows?|teach(?:es)?) (?:us|you)|covers?|learn(?: about| how to)?|look at|go over|talk about|discuss|explore|go through|walk through|practi[sc]e|hear about)\s*:?\s+([^.!?]{12,200})`)
)

// inlinePoints takes what the class teaches from a list inside of a paragraph.
func inlinePoints(r *reader) bool {
	return inlineLists(r, FieldPoint, aboutPoints)
}

// inlineLists takes the lists inside of paragraphs that a topic introduces.
func inlineLists(r *reader, field Field, about topic) bool {
	for i := range r.lines {
		n := &r.lines[i]
		if n.kind == heading || n.kind == row || n.own || n.topic.in(aboutOthers, aboutPacks, aboutTeacher, aboutSignup, aboutNotes) {
			continue
		}
		parts := inlineParts(n.text, about)
		for _, p := range parts {
			r.fact(field, p, n.raw)
		}
		if len(parts) > 1 {
			return true
		}
	}
	return false
}

// inlineParts is the list that a text holds behind a colon, if what stands before says what it
// is about.
func inlineParts(text string, about topic) []string {
	latin := isMostlyLatin(text)
	for at, c := range text {
		var parts []string
		switch {
		case c == ':' && latin:
			parts = latinParts(text[:at], text[at+1:], about)
		case c == '：':
			parts = hanParts(text[:at], text[at+len("："):], about)
		}
		if len(parts) > 1 {
			return parts
		}
	}
	return nil
}

// hanParts is the list behind a colon of Chinese.
func hanParts(before, behind string, about topic) (out []string) {
	if i := strings.LastIndexAny(before, "。！？；"); i >= 0 {
		before = before[i+len("。"):]
	}
	if listTopic(before) != about || len(days(firstClause(behind))) > 0 || len(clocks(firstClause(behind), false)) > 0 {
		return nil
	}
	parts := enumerated(behind)
	if len(parts) < 2 {
		parts = listedParts(before, behind)
	}
	for _, p := range parts {
		if i := strings.Index(p, "。"); i > 0 {
			p = p[:i]
		}
		if p = trimPoint(trimSigns(p)); runes(p) >= 2 && runes(p) <= 80 {
			out = append(out, p)
		}
	}
	return out
}

// listedParts splits a list by semicolons; by commas only if it is plainly one.
func listedParts(before, behind string) []string {
	if i := strings.IndexAny(behind, "。！"); i >= 0 {
		behind = behind[:i]
	}
	parts := strings.FieldsFunc(behind, func(c rune) bool { return c == '；' })
	if len(parts) > 1 {
		return parts
	}
	if parts = strings.Split(behind, "/"); len(parts) > 2 && !strings.Contains(behind, "//") {
		return parts
	}
	if parts = split(behind); len(parts) < 3 || runes(before) > 20 {
		return nil
	}
	return parts
}

// firstThen tells in one sentence what is spoken about first, then and last.
var firstThen = regexp.MustCompile(`先(?:说说|讲讲|谈谈|聊聊|讲|说|聊)([^，。]{4,30})，(?:再|然后|接着)[^，。]{0,20}?(?:教大家|讲讲?|说说?|聊聊?|谈谈?|带大家看?|看)([^，。]{4,30})，最后(?:谈谈|讲讲|说说|聊聊|讲|说|聊)([^。]{4,40})`)

// stepwise takes the points of such a sentence.
func stepwise(r *reader) bool {
	for _, s := range relevant(r) {
		if m := firstThen.FindStringSubmatch(s.text); m != nil && !s.line.topic.in(aboutPacks, aboutSignup, aboutTeacher) {
			for _, p := range m[1:] {
				r.fact(FieldPoint, trimPoint(trimSigns(p)), s.raw)
			}
			return true
		}
	}
	return false
}

// spokenPoints takes what sentences say will be spoken about, if they list it.
func spokenPoints(r *reader) bool {
	if stepwise(r) {
		return true
	}
	for _, s := range relevant(r) {
		if s.line.topic.in(aboutTeacher, aboutPacks, aboutAudience, aboutSignup, aboutNotes, aboutTitle) {
			continue
		}
		told := spokenOfIn(s.text)
		if told == "" || callToSign.MatchString(told) || amount.MatchString(told) || giving.MatchString(told) {
			continue
		}
		said := thenSpoken.ReplaceAllString(strings.TrimRight(told, ".。 "), "、")
		parts := split(strings.NewReplacer("，以及", "、以及", "，还有", "、还有").Replace(said))
		if len(parts) < 3 {
			continue
		}
		for _, p := range parts {
			if i := strings.Index(p, "，"); i > 0 {
				p = p[:i]
			}
			if p = trimPoint(trimSigns(p)); runes(p) >= 3 {
				r.fact(FieldPoint, p, s.raw)
			}
		}
		return true
	}
	return false
}

// spokenOfIn is what a sentence says will be spoken about; "" for nothing.
func spokenOfIn(s string) string {
	p := alsoSpoken
	if isMostlyLatin(s) {
		p = spokenLatin
	}
	if m := p.FindStringSubmatch(s); m != nil {
		return strings.Join(m[1:], "")
	}
	return ""
}

// thenSpoken joins what the next one speaks about: ；程橙会讲….
var thenSpoken = regexp.MustCompile(`；[^，。；]{0,6}(?:会|再|接着|则)(?:讲|聊|说|教|谈)`)

// latinParts is the list behind a colon of English.
func latinParts(before, behind string, about topic) (out []string) {
	if i := strings.LastIndexAny(before, ".!?"); i >= 0 {
		before = before[i+1:]
	}
	if listTopic(strings.TrimSpace(before)) != about {
		return nil
	}
	if i := strings.IndexAny(behind, ".!?"); i >= 0 {
		behind = behind[:i]
	}
	list := split(strings.TrimSpace(behind))
	if strings.Count(behind, ";") > 1 {
		list = strings.Split(behind, ";")
	}
	for _, p := range list {
		p = joining.ReplaceAllString(strings.TrimSpace(p), "")

		if p = trimPoint(trimSigns(p)); len(p) > 3 {
			out = append(out, p)
		}
	}
	if len(out) < 3 {
		return nil
	}
	return out
}
