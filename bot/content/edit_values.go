package content

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"zhujiao/bot/campaign"
	regexp "zhujiao/bot/lazyregexp"
)

// Value is what a form writes under a key of a section: a text, or a list if List is not nil.
type Value struct {
	Section, Key string
	Text         string
	List         []string
}

// WriteValues returns the text of a file with other values, and everything else as it was:
// comments and order too. What is written in a form that only a person can change gives
// ErrUneditable. The result may have errors: who publishes it checks it.
func WriteValues(v *Version, known Vocabulary, values []Value) (string, error) {
	e, err := editorOf(v, known)
	if err != nil {
		return "", err
	}
	for _, w := range values {
		section := e.root.child(w.Section)
		if section == nil || len(section.pairs) == 0 {
			return "", fmt.Errorf("%s: %w", w.Section, ErrUneditable)
		}
		if err := e.write(section, w.Key, w.Text, w.List); err != nil {
			return "", fmt.Errorf("%s: %w", w.Key, err)
		}
	}
	return applyEdits(e.src, e.edits), nil
}

// editorOf reads the main file of a version for changes.
func editorOf(v *Version, known Vocabulary) (*editor, error) {
	report, keys := &problemList{}, knownWords(known)
	root := newYAMLReader(report, func(w string) bool { return keys[w] }).parse(v.Files[v.Name])
	if root == nil {
		return nil, ErrUneditable
	}
	e := &editor{src: report.src, root: root, breaks: "\n"}
	if strings.Contains(e.src, "\r\n") {
		e.breaks = "\r\n"
	}
	return e, nil
}

// write puts a text or a list under a key of a section.
func (e *editor) write(section *node, key, words string, list []string) error {
	value := e.value(section, words)
	if list != nil {
		value = bracketed(list)
	}
	i := slices.IndexFunc(section.pairs, func(p pair) bool { return p.key.text == key })
	if i >= 0 && section.pairs[i].value.kind == listNode {
		v := section.pairs[i].value
		to := max(v.to, v.end)
		if to <= v.from || list == nil || strings.ContainsRune(e.src[v.from:to], '\n') {
			return ErrUneditable
		}
		e.edits = append(e.edits, edit{v.from, to, value})
		return nil
	}
	return e.set(section, key, value, true)
}

// bareValue is a text that needs no quotation marks wherever it stands.
var bareValue = regexp.MustCompile(`^\p{Han}[\p{Han}\p{N}A-Za-z，。、；（）《》·？！]*$`)

// wholeNumber is a number that means the same with and without quotation marks.
var wholeNumber = regexp.MustCompile(`^(?:0|[1-9][0-9]{0,8})$`)

// value is a text as it stands behind a key of a section.
func (e *editor) value(section *node, words string) string {
	words = strings.ReplaceAll(words, "\r\n", "\n")
	switch {
	case words == "true" || words == "false" || wholeNumber.MatchString(words):
		return words
	case bareValue.MatchString(words):
		return words
	case words == "":
		return `""`
	case strings.Contains(words, "\n") && !e.inBraces(section) && blockable(words):
		margin := e.breaks + strings.Repeat(" ", section.pairs[0].key.col+1)
		return "|-" + margin + strings.Join(strings.Split(words, "\n"), margin)
	}
	return string(quoted(words))
}

// blockable reports whether a text of several lines can be written as it stands.
func blockable(words string) bool {
	if strings.ContainsAny(words, "\t\r\u0085\u2028\u2029\ufeff") || strings.TrimSpace(words) != words {
		return false
	}
	for l := range strings.SplitSeq(words, "\n") {
		if l == "" || l != strings.TrimSpace(l) {
			return false
		}
	}
	return true
}

// inBraces reports whether a mapping is written in braces.
func (e *editor) inBraces(section *node) bool {
	first := section.pairs[0].key
	from := strings.LastIndexByte(e.src[:first.from], '\n') + 1
	return strings.Contains(e.src[from:first.from], "{")
}

func bracketed(list []string) string {
	out := make([]string, len(list))
	for i, w := range list {
		if out[i] = w; !bareValue.MatchString(w) {
			out[i] = string(quoted(w))
		}
	}
	return "[" + strings.Join(out, ", ") + "]"
}

// EntryEdit is what a form makes of a frequent question. Remove takes it away. An ID that no
// entry has is a new one.
type EntryEdit struct {
	ID, Question, Answer string
	Aliases              []string
	Pending, Remove      bool
}

// WriteEntry returns the text of a file with another frequent question, and everything else as
// it was: see WriteValues. It gives ErrUneditable rather than change anything else. The test
// cases that want an entry go with it.
func WriteEntry(v *Version, known Vocabulary, want EntryEdit) (string, error) {
	e, err := editorOf(v, known)
	if err != nil {
		return "", err
	}
	list := e.root.child("常见问题")
	i := -1
	if list != nil {
		i = slices.IndexFunc(list.items, func(n *node) bool { id := n.child("编号"); return id != nil && id.text == want.ID })
	}
	switch {
	case i < 0 && want.Remove:
		return "", campaign.ErrNotFound
	case i < 0:
		err = e.addEntry(list, want)
	case want.Remove:
		err = errors.Join(e.removeItem(list.items[i]), e.dropTests(v, want.ID))
	default:
		old, _ := v.Campaign.Entry(want.ID)
		err = e.changeEntry(list.items[i], old, want)
	}
	if err != nil {
		return "", err
	}
	out := applyEdits(e.src, e.edits)
	return out, v.onlyEntry(out, known, want)
}

// onlyEntry returns ErrUneditable if a text says something else than the version in more than
// one entry, or not what is wanted there. What has errors is judged by who publishes it.
func (v *Version) onlyEntry(text string, known Vocabulary, want EntryEdit) error {
	files := maps.Clone(v.Files)
	files[v.Name] = []byte(text)
	now, _, err := LoadFiles(files, v.Name, known, time.Time{})
	if err != nil {
		return nil //nolint:nilerr // the check says what is wrong, at its line
	}
	others := func(c *campaign.Campaign) (out []campaign.Entry) {
		for _, e := range c.FAQ {
			if e.ID != want.ID {
				out = append(out, e)
			}
		}
		return out
	}
	got, there := now.Campaign.Entry(want.ID)
	same := there && got.Question == want.Question && (got.Answer == want.Answer || want.Pending) && slices.Equal(got.Aliases, want.Aliases)
	if !reflect.DeepEqual(others(v.Campaign), others(now.Campaign)) || there == want.Remove || there && !same {
		return ErrUneditable
	}
	return nil
}

func (e *editor) changeEntry(item *node, old campaign.Entry, want EntryEdit) error {
	if len(item.pairs) == 0 {
		return ErrUneditable
	}
	if old.Question != want.Question {
		if err := e.write(item, "问", want.Question, nil); err != nil {
			return err
		}
	}
	if !slices.Equal(old.Aliases, want.Aliases) {
		if err := e.write(item, "别名", "", append([]string{}, want.Aliases...)); err != nil {
			return err
		}
	}
	pending := item.child("待补")
	if was := pending != nil && pending.text == "true"; was != want.Pending {
		if err := e.write(item, "待补", map[bool]string{true: "true", false: "false"}[want.Pending], nil); err != nil {
			return err
		}
	}
	if written := item.child("答"); old.Answer != want.Answer && (written != nil || want.Answer != "") {
		return e.write(item, "答", want.Answer, nil)
	}
	return nil
}

// addEntry adds an entry at the end of the list.
func (e *editor) addEntry(list *node, want EntryEdit) error {
	return e.addItem(list, "常见问题", func(margin string) string { return e.entryItem(margin, want) })
}

// addItem adds an item, which is made for a margin, at the end of a list at the top of the
// file. A file without the list gets it at its end.
func (e *editor) addItem(list *node, name string, item func(margin string) string) error {
	margin, at, head := "  ", len(e.src), ""
	switch {
	case list == nil:
		head = name + ":" + e.breaks
		if !strings.HasSuffix(e.src, "\n") {
			head = e.breaks + head
		}
	case list.kind != listNode || len(list.items) == 0:
		return ErrUneditable
	default:
		from, to, err := e.lines(list.items[len(list.items)-1])
		if err != nil {
			return err
		}
		margin = e.src[from : from+len(e.src[from:])-len(strings.TrimLeft(e.src[from:], " "))]
		if at = to; !strings.HasSuffix(e.src[:to], "\n") {
			head = e.breaks
		}
	}
	e.edits = append(e.edits, edit{at, at, head + item(margin)})
	return nil
}

// entryItem is a new entry as an item of the list.
func (e *editor) entryItem(margin string, want EntryEdit) string {
	fake := &node{pairs: []pair{{key: &node{col: len(margin) + 3}}}}
	lines := []string{"- 编号: " + string(quoted(want.ID)), "  问: " + e.entryValue(fake, want.Question)}
	if len(want.Aliases) > 0 {
		lines = append(lines, "  别名: "+bracketed(want.Aliases))
	}
	if want.Pending {
		lines = append(lines, "  待补: true")
	}
	if want.Answer != "" {
		lines = append(lines, "  答: "+e.entryValue(fake, want.Answer))
	}
	return margin + strings.Join(lines, e.breaks+margin) + e.breaks
}

// entryValue is value for an entry that is not in the file yet.
func (e *editor) entryValue(fake *node, words string) string {
	if strings.Contains(words, "\n") && blockable(words) {
		margin := e.breaks + strings.Repeat(" ", fake.pairs[0].key.col+1)
		return "|-" + margin + strings.Join(strings.Split(words, "\n"), margin)
	}
	if bareValue.MatchString(words) {
		return words
	}
	return string(quoted(words))
}

func (e *editor) removeItem(item *node) error {
	from, to, err := e.lines(item)
	if err != nil {
		return err
	}
	e.edits = append(e.edits, edit{from, to, ""})
	return nil
}

// lines returns where the lines of an item of a list begin and end. Nothing else may stand in
// them.
func (e *editor) lines(item *node) (from, to int, err error) {
	first, last := len(e.src), 0
	item.bytes(func(a, b int) { first, last = min(first, a), max(last, b) })
	if last == 0 {
		return 0, 0, ErrUneditable
	}
	from = strings.LastIndexByte(e.src[:first], '\n') + 1
	if !strings.HasPrefix(strings.TrimLeft(e.src[from:], " "), "- ") {
		return 0, 0, ErrUneditable
	}
	if e.src[last-1] == '\n' {
		return from, last, nil
	}
	to = len(e.src)
	if i := strings.IndexByte(e.src[last:], '\n'); i >= 0 {
		to = last + i + 1
	}
	return from, to, nil
}

// bytes calls f for each part of a value whose place in the file is known.
func (n *node) bytes(f func(from, to int)) {
	if to := max(n.to, n.end); to > n.from {
		f(n.from, to)
	}
	for _, p := range n.pairs {
		p.key.bytes(f)
		p.value.bytes(f)
	}
	for _, i := range n.items {
		i.bytes(f)
	}
}
