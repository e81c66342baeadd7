package staff

import (
	"regexp"
	"strings"
	"unicode"

	"zhujiao/bot/intent"
	"zhujiao/bot/moderation"
	"zhujiao/bot/text"
)

// read parses a line and finds the command's row; an unknown word leaves the row empty.
func (c *command) read(line string) {
	word, rest, _ := strings.Cut(line, " ")
	word, c.rest = text.Fold(word), strings.TrimLeftFunc(rest, between)
	if word == "停全部" { // in an emergency people forget the space
		word, c.rest = "停", "全部"
	}
	word, c.rest = meant(word, c.rest)
	c.row = rowOf(word)
	if c.arguments == asTyped {
		c.rest = glued.ReplaceAllString(strings.TrimSpace(c.rest), "$1 $2$3")
		c.args = strings.Fields(c.rest)
		return
	}
	c.args = intent.Arguments(c.rest)
	c.rest = strings.Join(c.args, " ")
}

// meant returns the command of a line that is written in another form: #取消 本场, and the
// number of all seats instead of that of further ones.
func meant(word, rest string) (command, arguments string) {
	switch {
	case word == "名额":
		return "加席", strings.TrimSpace(allSeats + " " + rest)
	case (word == "取消" || word == "恢复") && strings.HasPrefix(rest, "本场"):
		return word + "本场", strings.TrimLeftFunc(strings.TrimPrefix(rest, "本场"), between)
	default:
		return word, rest
	}
}

// allSeats stands before the number of seats that there are to be.
const allSeats = "共"

// rowOf returns the row of a command word, or one with the word alone.
func rowOf(word string) row {
	for _, r := range table() {
		if r.word == word {
			return r
		}
	}
	return row{word: word}
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
