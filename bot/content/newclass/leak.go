package newclass

import (
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"

	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	regexp "zhujiao/bot/lazyregexp"
	"zhujiao/bot/text"
)

// What no general text has in it: a date, a time of day, a day of the week, an address.
var (
	datedWords = regexp.MustCompile(`\d{1,2}月\d{1,2}[日号]|\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}|(?:周|星期|礼拜)[一二三四五六日天]|\d{1,2}[:：]\d{2}|\d{1,2}点半?`)
	addressIn  = regexp.MustCompile(`(?i)https?://[!-~]+`)
	digitsIn   = regexp.MustCompile(`\d+`)
	latinIn    = regexp.MustCompile(`[A-Za-z][A-Za-z0-9]+`)
	braces     = regexp.MustCompile(`\{[^{}]*\}`)
)

// past tells what is of the last class alone.
type past struct{ b *builder }

func (b *builder) past() past { return past{b} }

// leak returns what in a text says something of the last class that the new one does not: its
// date, people, words, links, numbers. It is empty for a general text, and for the first
// class.
func (p past) leak(words string) string {
	if p.b.f.first || words == "" {
		return ""
	}
	for _, name := range braces.FindAllString(words, -1) {
		if id := strings.TrimLeft(name[1:len(name)-1], "包名简称价值内容状态领"); p.foreignPack(id) {
			return name
		}
	}
	bare := braces.ReplaceAllString(words, " ")
	for _, form := range []*regexp.Regexp{addressIn, datedWords} {
		if found := form.FindString(half(bare)); found != "" {
			return found
		}
	}
	folded, now := text.Fold(bare), text.Fold(p.says())
	for _, w := range p.names() {
		if f := text.Fold(w); len([]rune(f)) > 1 && strings.Contains(folded, f) && !strings.Contains(now, f) {
			return w
		}
	}
	if found := p.numbers(bare); found != "" {
		return found
	}
	return p.topic(folded, now, text.Fold(p.subject()))
}

// foreignPack reports whether the last class had a pack with this number and the new one has
// not, as far as that is known.
func (p past) foreignPack(id string) bool {
	_, was := p.b.old.Pack(id)
	is, settled := p.b.replaced[id]
	return was && settled && is != id
}

// names are the proper names of the last class.
func (p past) names() []string {
	out := []string{surname(p.b.old.Lecturer), p.b.old.Lecturer, p.b.old.Host, p.b.old.Name, p.b.old.Series, p.b.old.ID, p.b.old.Next}
	return append(out, p.b.old.Checkin.Passphrases...)
}

// surname is how a lecturer is called; empty for none.
func surname(lecturer string) string {
	r := []rune(lecturer)
	if len(r) == 0 || !unicode.Is(unicode.Han, r[0]) {
		return ""
	}
	return string(r[:1]) + "老师"
}

// says is what the new class says of itself, as far as it is known. Packs may be those of the
// last class, and what they are about is not what the class is about.
func (p past) says() string {
	c := p.b.c
	parts := append([]string{c.Name, c.Series, c.Host, c.Lecturer, c.LecturerIntro, surname(c.Lecturer)}, p.b.points...)
	return strings.Join(append(parts, c.Checkin.Passphrases...), "\n")
}

// facts are the numbers of a class.
func facts(c *campaign.Campaign) map[string]bool {
	out := map[string]bool{strconv.Itoa(c.Signup.Seats): true}
	for _, n := range []int{c.ListPrice, c.QAMinutes} {
		if n > 0 {
			out[strconv.Itoa(n)] = true
		}
	}
	for _, p := range c.Packs {
		out[p.ID], out[strconv.Itoa(p.Price)] = true, true
	}
	return out
}

// numbers returns a number of the last class that the new one does not have.
func (p past) numbers(words string) string {
	was, is := facts(p.b.old), facts(p.b.c)
	for _, k := range p.b.old.Packs { // those that are not settled yet stay for now
		if _, settled := p.b.replaced[k.ID]; !settled {
			is[k.ID], is[strconv.Itoa(k.Price)] = true, true
		}
	}
	for _, n := range digitsIn.FindAllString(half(words), -1) {
		if len(n) > 1 && was[n] && !is[n] {
			return n
		}
	}
	return ""
}

// general are the words of the product's own texts, folded.
//
//nolint:gochecknoglobals // a constant that the language cannot express
var general = sync.OnceValue(func() string { return text.Fold(content.General() + string(starterFile)) })

// topics are the words by which the last class is known: of its name and series two
// characters in a row, of its other texts four, and words in Latin letters. They are folded,
// and none of them is a word of the product.
func topics(old *campaign.Campaign) (out []string) {
	longer := []string{old.LecturerIntro, old.Questions.Example}
	for _, p := range old.Packs {
		longer = append(longer, p.Name, p.Contents)
	}
	for _, e := range old.FAQ {
		if introEntry().is(e) {
			longer = append(longer, e.Answer)
		}
	}
	seen := map[string]bool{}
	for i, s := range append([]string{old.Name, old.Series}, longer...) {
		size := 4
		if i < 2 {
			size = 2
		}
		for _, w := range append(inRow(s, size), latinIn.FindAllString(braces.ReplaceAllString(s, ""), -1)...) {
			if w = text.Fold(w); !seen[w] && !strings.Contains(general(), w) {
				seen[w] = true
				out = append(out, w)
			}
		}
	}
	return out
}

// inRow returns all Chinese words of so many characters.
func inRow(s string, size int) (out []string) {
	for _, run := range strings.FieldsFunc(text.Fold(s), func(r rune) bool { return !unicode.Is(unicode.Han, r) }) {
		r := []rune(run)
		for i := 0; i+size <= len(r); i++ {
			out = append(out, string(r[i:i+size]))
		}
	}
	return out
}

// subject is what the new class is about, as far as it is known. A lecturer who stays has done
// other things, too.
func (p past) subject() string {
	c := p.b.c
	return strings.Join(append([]string{c.Name, c.Series, c.Host}, p.b.points...), "\n")
}

// topic returns a word of the last class that the new one does not use: a word of its name, if
// the new one is not about that.
func (p past) topic(said, now, subject string) string {
	for _, w := range p.b.f.topics {
		used := now
		if len([]rune(w)) == 2 {
			used = subject
		}
		if strings.Contains(said, w) && !strings.Contains(used, w) {
			return w
		}
	}
	return ""
}

// akin reports whether words of the last class fit what the new one is about: they share two
// characters with it that the product does not use.
func (p past) akin(words string) bool {
	name := text.Fold(p.b.c.Name)
	return words != "" && (p.leak(words) == "" || slices.ContainsFunc(inRow(words, 2), func(w string) bool {
		return strings.Contains(name, w) && !strings.Contains(general(), w)
	}))
}
