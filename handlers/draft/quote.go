package draft

import (
	"strings"
	"unicode"
)

// plain is a text in one line, without signs that are not seen.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\u2028' || r == '\u2029' || r == '\u0085':
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, s)
}

// safe is a text of the announcement in which nothing is a placeholder.
func safe(s string) string {
	return strings.NewReplacer("{", "（", "}", "）", "｛", "（", "｝", "）").Replace(plain(s))
}

// quoted writes a text of the announcement as a value.
func quoted(s string) string { return quotedText(safe(s)) }

// quotedText writes a text as a value in one line.
func quotedText(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(s) + `"`
}

// shortened cuts a text to so many characters.
func shortened(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n]) + "…"
	}
	return s
}
