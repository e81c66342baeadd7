package handlers

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"zhujiao/bot/intent"
	"zhujiao/bot/text"
)

// read takes a command apart. Its word is folded (R2), and so is what follows, but
// for commands whose last argument is what people will read.
func read(words string) *command {
	c := &command{}
	c.word, c.rest, _ = strings.Cut(words, " ")
	c.word, c.rest = text.Fold(c.word), strings.TrimLeftFunc(c.rest, between)
	if endsInText(c.word) {
		c.rest = glued.ReplaceAllString(strings.TrimSpace(c.rest), "$1 $2$3")
		c.args = strings.Fields(c.rest)
		return c
	}
	c.args = intent.Arguments(c.rest)
	c.rest = strings.Join(c.args, " ")
	return c
}

// endsInText tells whether a command ends in words that stay as they were typed.
func endsInText(word string) bool {
	return slices.Contains([]string{"答", "群发", "改", "更正", "回答", "问法", "删问法", "换链", "定时"}, word)
}

// between tells whether a character only stands between a command and what it is
// about.
func between(r rune) bool {
	return unicode.IsSpace(r) || strings.ContainsRune("、,，;；。.!！:：", r)
}

// glued is a name with words behind it, and no space between.
var glued = regexp.MustCompile(`(?s)^([a-zA-Z]\d{1,6})(?:[：:，,、]\s*(.*)|(\D.*))$`)
