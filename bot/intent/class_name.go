package intent

import (
	"strings"
	"unicode/utf8"

	"zhujiao/bot"
)

// nameMin is the shortest name, in characters, by which a class is found in a text.
const nameMin = 4

// hasName reports whether a folded text has the folded name of a class.
func hasName(name, said string) bool {
	return utf8.RuneCountInString(name) >= nameMin && strings.Contains(said, name)
}

// withoutName returns a text without the name of a class, which is given as it is written
// and folded, and without what joins it to the rest.
func withoutName(m *bot.Message, name, folded string) string {
	said := m.Text
	if !strings.Contains(said, name) {
		said, name = m.Folded, folded
	}
	before, after, _ := strings.Cut(said, name)
	const joins = " 《》「」【】“”\"，,：:、的这那场课"
	after = strings.TrimLeft(after, joins)
	return strings.TrimRight(before, joins) + after
}
