package staff

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"zhujiao/bot/intent"
	"zhujiao/bot/moderation"
	"zhujiao/bot/text"
)

// read takes a line apart. Its word is folded (R2), and so is what follows, but for
// commands whose last argument is what people will read.
func (c *command) read(line string) {
	c.word, c.rest, _ = strings.Cut(line, " ")
	c.word, c.rest = text.Fold(c.word), strings.TrimLeftFunc(c.rest, between)
	if slices.Contains(freeText(), c.word) {
		c.rest = glued.ReplaceAllString(strings.TrimSpace(c.rest), "$1 $2$3")
		c.args = strings.Fields(c.rest)
		return
	}
	c.args = intent.Arguments(c.rest)
	c.rest = strings.Join(c.args, " ")
}

// after is what follows the first argument, as typed.
func (c *command) after() string {
	return strings.TrimSpace(strings.TrimPrefix(c.rest, c.args[0]))
}

// ref reads a name such as U12 or q3; what is none refers to nothing.
func (c *command) ref(name string) moderation.Ref {
	r, _ := moderation.RefOf(c.Campaign.ID, strings.ToUpper(text.Tidy(name)))
	return r
}

// between reports whether a character only stands between a command and its
// arguments.
func between(r rune) bool {
	return unicode.IsSpace(r) || strings.ContainsRune("、,，;；。.!！:：", r)
}

// glued is a name with words behind it, and no space between.
var glued = regexp.MustCompile(`(?s)^([a-zA-Z]\d{1,6})(?:[：:，,、]\s*(.*)|(\D.*))$`)
