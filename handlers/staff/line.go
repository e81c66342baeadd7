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

// read parses a line. It folds the command word and the arguments (R2), except for
// commands whose last argument is text that people will read.
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

// after returns what follows the first argument, as typed.
func (c *command) after() string {
	return strings.TrimSpace(strings.TrimPrefix(c.rest, c.args[0]))
}

// ref parses a name such as U12 or q3. Any other text gives the zero Ref, which refers
// to nothing.
func (c *command) ref(name string) moderation.Ref {
	r, _ := moderation.RefOf(c.Campaign.ID, strings.ToUpper(text.Tidy(name)))
	return r
}

// between reports whether a character only separates a command from its arguments.
func between(r rune) bool {
	return unicode.IsSpace(r) || strings.ContainsRune("、,，;；。.!！:：", r)
}

// glued matches a name that is followed by words without a space.
var glued = regexp.MustCompile(`(?s)^([a-zA-Z]\d{1,6})(?:[：:，,、]\s*(.*)|(\D.*))$`)
