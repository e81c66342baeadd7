package newclass

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/text"
)

// kindOfEntry says how an entry is found that a question of the form fills: by its id, the
// intent that it names, or its question.
type kindOfEntry struct {
	id, intent string
	questions  []string
}

func introEntry() kindOfEntry {
	return kindOfEntry{"intro", "课程内容", []string{"课程介绍", "讲什么", "课程内容"}}
}

func groupEntry() kindOfEntry {
	return kindOfEntry{"group", "进群", []string{"怎么进群", "交流群", "群二维码"}}
}

func roomEntry() kindOfEntry {
	return kindOfEntry{"live", "直播入口", []string{"直播间在哪", "直播链接", "怎么看直播"}}
}

func (k kindOfEntry) is(e campaign.Entry) bool {
	return e.ID == k.id || e.Intent == k.intent || slices.Contains(k.questions, e.Question)
}

// entry finds an entry of the last class.
func (b *builder) entry(k kindOfEntry) *campaign.Entry {
	for i := range b.old.FAQ {
		if k.is(b.old.FAQ[i]) {
			return &b.old.FAQ[i]
		}
	}
	return nil
}

// entryBook takes over the frequent questions and texts of the last class.
type entryBook struct{ b *builder }

func (b *builder) entryBook() entryBook { return entryBook{b} }

// entries takes over the frequent questions and the texts that say nothing of the last class,
// and whatever else refers to them.
func (w entryBook) entries() {
	var rest []Left
	for _, e := range w.b.old.FAQ {
		fresh, found := w.renewed(e)
		if found == "" {
			w.b.kept = append(w.b.kept, fresh)
		} else {
			rest = append(rest, Left{Entry: e, Found: found})
		}
	}
	w.b.left = rest
	q := Question{Field: FieldEntries, Proposed: true, Quiet: w.b.f.first || len(w.b.old.FAQ) == 0}
	w.b.ask(q, w.choose)
	w.b.c.FAQ = nil
	for _, e := range w.b.old.FAQ { // in their order
		if i := slices.IndexFunc(w.b.kept, func(k campaign.Entry) bool { return k.ID == e.ID }); i >= 0 {
			w.b.c.FAQ = append(w.b.c.FAQ, w.b.kept[i])
		}
	}
	w.groupImage()
	w.texts()
	w.references()
}

// renewed is an entry as the new class has it, or what gives away that it is the last one's.
func (w entryBook) renewed(e campaign.Entry) (campaign.Entry, string) {
	switch {
	case introEntry().is(e):
		e = w.intro(e)
	case groupEntry().is(e):
		e.Image, e.Pending = "", true
		if w.b.past().leak(e.Answer) != "" || w.b.old.LiveRoom != "" && strings.Contains(e.Answer, w.b.old.LiveRoom) {
			e.Answer = ""
		}
	case roomEntry().is(e) && w.b.c.LiveRoom == "":
		e.Pending, e.Answer = true, ""
	case roomEntry().is(e) && strings.TrimSpace(e.Answer) == "":
		e.Pending, e.PendingText, e.Answer = false, "", "直播间：{直播间}"
	}
	e.Answer, e.PendingText = w.renumber(e.Answer), w.renumber(e.PendingText)
	if found := w.b.past().leak(e.Question + "\n" + e.Answer + "\n" + e.PendingText); found != "" {
		return e, found
	}
	if e.Image != "" && w.b.f.o.Beside != nil && !w.b.f.o.Beside(e.Image) {
		e.Image = ""
	}
	if begins, _, _ := strings.Cut(e.Answer, "\n"); !e.Pending && e.Image == "" && !w.b.d.Says(begins) {
		e.Answer = w.usual(e)
		e.Pending = e.Answer == ""
	}
	if e.Pending {
		e.Answer = ""
	}
	var aliases []string
	for _, a := range e.Aliases {
		if text.Fold(a) == text.Fold(w.b.old.Lecturer) && a != "" {
			a = w.b.c.Lecturer
		}
		if a != "" && w.b.past().leak(a) == "" && !slices.Contains(aliases, a) {
			aliases = append(aliases, a)
		}
	}
	e.Aliases = aliases
	return e, ""
}

// usual is the general answer to a question whose own one begins with something that the new
// class does not have, such as a price; empty for none. Half an answer would say something
// else.
func (w entryBook) usual(e campaign.Entry) string {
	for _, u := range w.b.f.usual.FAQ {
		if begins, _, _ := strings.Cut(u.Answer, "\n"); u.ID == e.ID && w.b.d.Says(begins) {
			return u.Answer
		}
	}
	return ""
}

// intro writes the points of the class into the answer to what it is about.
func (w entryBook) intro(e campaign.Entry) campaign.Entry {
	if len(w.b.points) == 0 {
		e.Pending, e.Answer = true, ""
		return e
	}
	head, _, tail := splitIntro(e.Answer)
	if head == nil || w.b.past().leak(strings.Join(head, "\n")) != "" {
		head = []string{"「{课名}」讲：", "{老师}讲「{课名}」："}[1:]
		if w.b.c.Lecturer == "" {
			head = []string{"「{课名}」讲："}
		}
	}
	if w.b.past().leak(strings.Join(tail, "\n")) != "" || tail == nil {
		tail = []string{"{报名提示}"}
	}
	lines := head
	for i, p := range w.b.points {
		lines = append(slices.Clip(lines), fmt.Sprint(i+1, ". ", p))
	}
	e.Pending, e.PendingText, e.Answer = false, "", strings.Join(append(slices.Clip(lines), tail...), "\n")
	return e
}

// splitIntro parts an answer at its numbered lines.
func splitIntro(answer string) (head, points, tail []string) {
	for l := range strings.SplitSeq(answer, "\n") {
		switch {
		case numberedPoint.MatchString(l):
			points = append(points, strings.TrimSpace(numberedPoint.ReplaceAllString(l, "")))
		case len(points) == 0:
			head = append(head, l)
		default:
			tail = append(tail, l)
		}
	}
	if len(points) == 0 {
		return nil, nil, nil
	}
	return head, points, tail
}

// renumber puts the numbers of the new packs where words name the old ones by a placeholder.
func (w entryBook) renumber(words string) string {
	for was, is := range w.b.replaced {
		if is != "" && is != was {
			for _, prefix := range []string{"包名", "简称", "价值", "内容", "状态", "领"} {
				words = strings.ReplaceAll(words, "{"+prefix+was+"}", "{"+prefix+is+"}")
			}
		}
	}
	return words
}

// choose reads which of the entries are taken over: all, none, some more, or all but some.
func (w entryBook) choose(words string) *AnswerError {
	switch {
	case words == "" || says(words, "好", "可以", "是", "对", "照旧"):
		return nil
	case none(words):
		for _, k := range w.b.kept {
			w.b.left = append(w.b.left, Left{Entry: k})
		}
		w.b.kept = nil
		return nil
	case says(words, "全留", "全部", "都留", "全部保留", "都要", "全要"):
		for _, l := range w.b.left {
			e := l.Entry
			e.Answer = w.renumber(e.Answer)
			w.b.kept = append(w.b.kept, e)
		}
		w.b.left = nil
		return nil
	}
	drop := false
	for _, word := range listAnswer(strings.Join(strings.Fields(words), "、")) {
		bare := word
		for sign, off := range signs() {
			if rest, ok := strings.CutPrefix(word, sign); ok && len(rest) < len(bare) {
				bare, drop = rest, off
			}
		}
		if bare == "" {
			continue
		}
		if near, ok := w.pick(bare, drop); !ok {
			return &AnswerError{Code: CodeEntry, Words: bare, Near: near}
		}
	}
	return nil
}

// signs stand before an entry that is left out, or not.
func signs() map[string]bool {
	return map[string]bool{"去掉": true, "不要": true, "去": true, "-": true, "留下": false, "留": false, "+": false, "加": false}
}

// pick keeps or drops one entry, by its id or its question.
func (w entryBook) pick(name string, drop bool) (near string, ok bool) {
	is := func(e campaign.Entry) bool {
		return text.Fold(e.ID) == text.Fold(name) || text.Fold(e.Question) == text.Fold(name)
	}
	for i, l := range w.b.left {
		if !drop && is(l.Entry) {
			l.Entry.Answer = w.renumber(l.Entry.Answer)
			w.b.kept, w.b.left = append(w.b.kept, l.Entry), slices.Delete(slices.Clone(w.b.left), i, i+1)
			return "", true
		}
	}
	for i, k := range w.b.kept {
		if is(k) {
			if drop {
				w.b.left, w.b.kept = append(w.b.left, Left{Entry: k}), slices.Delete(slices.Clone(w.b.kept), i, i+1)
			}
			return "", true
		}
	}
	var names []string
	for _, e := range w.b.old.FAQ {
		if is(e) {
			return "", true
		}
		names = append(names, e.ID, e.Question)
	}
	return nearest(name, names), false
}

// groupImage puts the picture of the group's QR code into its entry.
func (w entryBook) groupImage() {
	if w.b.picture == "" {
		for i := range w.b.c.FAQ {
			if groupEntry().is(w.b.c.FAQ[i]) {
				w.b.c.FAQ[i].ImageUntil = w.b.until
			}
		}
		return
	}
	for i, e := range w.b.c.FAQ {
		if groupEntry().is(e) {
			w.b.c.FAQ[i].Image, w.b.c.FAQ[i].ImageUntil, w.b.c.FAQ[i].Pending, w.b.c.FAQ[i].PendingText = w.b.picture, w.b.until, false, ""
			return
		}
	}
	fresh := campaign.Entry{ID: "group", Question: groupEntry().questions[0], Image: w.b.picture, ImageUntil: w.b.until}
	w.b.c.FAQ = append(w.b.c.FAQ, fresh)
}

// texts takes over the texts that say nothing of the last class.
func (w entryBook) texts() {
	w.b.d.Texts = map[content.Key]string{}
	for _, key := range slices.Sorted(maps.Keys(w.b.f.last.Texts)) {
		words := w.renumber(w.b.f.last.Texts[key])
		if found := w.b.past().leak(words); found != "" {
			w.b.left = append(w.b.left, Left{Text: key, Found: found})
			continue
		}
		w.b.d.Texts[key] = words
	}
	for i, r := range w.b.c.Reminders { // one whose own text is gone says the built-in one
		key := content.Key(r.Text)
		if _, own := w.b.f.last.Texts[key]; own && w.b.d.Texts[key] == "" && !content.BuiltIn(key) {
			w.b.c.Reminders[i].Text = string(content.KeyRemind1h)
		}
	}
}

// references leaves out what refers to something that the new class does not have, and words
// of the last class anywhere else.
func (w entryBook) references() {
	c := w.b.c
	gone := w.gone()
	if len(c.Packs) == 0 {
		gone["资料包"], gone["失效"] = true, true
	}
	if !c.HasCheckin() {
		gone["签到"], gone["补签"] = true, true
	}
	lost := func(word string) bool { return gone[text.Fold(word)] || w.b.past().leak(word) != "" }
	c.Digits = map[string]string{}
	for d, word := range w.b.old.Digits {
		if !lost(word) {
			c.Digits[d] = word
		}
	}
	c.Menu = nil
	for _, m := range w.b.old.Menu {
		m.Children = slices.DeleteFunc(slices.Clone(m.Children), func(i campaign.MenuItem) bool {
			return lost(i.Command) || w.b.past().leak(i.Name) != ""
		})
		if w.b.past().leak(m.Name) == "" && (len(m.Children) > 0 || m.Command != "" && !lost(m.Command)) {
			c.Menu = append(c.Menu, m)
		}
	}
	c.Aliases = w.lists(w.b.old.Aliases)
	c.Concepts = w.lists(w.b.old.Concepts)
	day := w.b.old.Start.In(c.Zone).Format("0102")
	c.Signup.Scenes = slices.DeleteFunc(slices.Clone(w.b.old.Signup.Scenes), func(s string) bool {
		return !w.b.f.first && strings.Contains(s, day) && w.leaves(s, day) || w.drops(s)
	})
	if w.drops(c.Questions.Example) {
		c.Questions.Example = ""
	}
	c.Limits.Exempt = slices.DeleteFunc(slices.Clone(w.b.old.Limits.Exempt), lost)
	w.tests()
}

// tests takes over the test cases, but for those that want an entry that was left out or that
// say something of the last class.
func (w entryBook) tests() {
	left := map[string]bool{}
	for _, e := range w.b.left {
		left[e.Entry.ID] = true
	}
	w.b.c.Tests = slices.DeleteFunc(slices.Clone(w.b.old.Tests), func(t campaign.TestCase) bool {
		return t.Want != "" && left[t.Want] || w.drops(t.Question)
	})
}

// drops reports whether a word is of the last class, and notes it then.
func (w entryBook) drops(word string) bool {
	found := w.b.past().leak(word)
	return found != "" && w.leaves(word, found)
}

// leaves notes that a word is left out.
func (w entryBook) leaves(word, found string) bool {
	w.b.left = append(w.b.left, Left{Word: word, Found: found})
	return true
}

// gone are the wordings of the entries that were left out, folded.
func (w entryBook) gone() map[string]bool {
	out := map[string]bool{}
	for _, l := range w.b.left {
		if l.Entry.ID == "" {
			continue
		}
		for _, w := range append([]string{l.Entry.Question}, l.Entry.Aliases...) {
			out[text.Fold(w)] = true
		}
	}
	for _, e := range w.b.c.FAQ {
		for _, w := range append([]string{e.Question}, e.Aliases...) {
			delete(out, text.Fold(w))
		}
	}
	return out
}

// lists leaves out words of the last class.
func (w entryBook) lists(of map[string][]string) map[string][]string {
	out := map[string][]string{}
	for _, key := range slices.Sorted(maps.Keys(of)) {
		words := of[key]
		words = slices.DeleteFunc(slices.Clone(words), w.drops)
		if len(words) > 0 && !w.drops(key) {
			out[key] = words
		}
	}
	return out
}
