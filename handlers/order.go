package handlers

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"zhujiao/bot"
	"zhujiao/bot/text"
)

// hashed returns what follows the # of a command, with a space behind its word
// even if none was typed: 「#答U12」 is 「答 U12」, 「#停！」 is 「停 ！」.
func hashed(msg *bot.Message) (string, bool) {
	if msg.Kind != bot.KindText {
		return "", false
	}
	s := strings.TrimSpace(msg.Text)
	rest, ok := strings.CutPrefix(s, "#")
	if !ok {
		rest, ok = strings.CutPrefix(s, "＃")
	}
	rest = strings.TrimSpace(rest)
	i := strings.IndexFunc(rest, func(r rune) bool { return r <= 0x7f || r == '　' || unicode.IsPunct(r) })
	if i > 0 && rest[i] != ' ' {
		rest = rest[:i] + " " + rest[i:]
	}
	return strings.ReplaceAll(rest, "　", " "), ok && rest != ""
}

// read takes a command apart. Its word is folded (R2), and so is what follows, but
// for commands whose last argument is what people will read.
func read(words string) *command {
	c := &command{}
	c.word, c.rest, _ = strings.Cut(words, " ")
	c.word, c.rest = text.Fold(c.word), strings.TrimLeftFunc(c.rest, between)
	if freeText(c.word) {
		c.rest = glued.ReplaceAllString(strings.TrimSpace(c.rest), "$1 $2$3")
		c.args = strings.Fields(c.rest)
		return c
	}
	apart := func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("、，；;", r) }
	for _, w := range strings.FieldsFunc(c.rest, apart) {
		if w = text.Tidy(w); w != "" {
			c.args = append(c.args, w)
		}
	}
	c.rest = strings.Join(c.args, " ")
	return c
}

// freeText tells whether a command ends in words that stay as they were typed.
func freeText(word string) bool {
	return slices.Contains([]string{"答", "群发", "改", "更正", "回答", "问法", "删问法", "换链", "定时"}, word)
}

// between tells whether a character only stands between a command and what it is
// about.
func between(r rune) bool {
	return unicode.IsSpace(r) || strings.ContainsRune("、,，;；。.!！:：", r)
}

// glued is a name with words behind it, and no space between.
var glued = regexp.MustCompile(`(?s)^([a-zA-Z]\d{1,6})(?:[：:，,、]\s*(.*)|(\D.*))$`)
