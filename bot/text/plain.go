package text

import (
	"regexp"
	"strings"
	"unicode"
)

// Plain returns what somebody wrote as one line that is safe to show to other people
// (ruling 33). What a client would act on loses its effect by a full-width character:
// links in markup (<a …>), mentions (<@…>, @all, @所有人), addresses of apps
// (weixin://…) and links in Markdown. Line breaks become spaces, because a line of its
// own could pass for an item of a list or for an alert; control characters and marks
// that change the direction of writing are removed. Every other character stays,
// also every other <. Plain of a plain text is that text.
func Plain(s string) string { return inert(oneLine(s)) }

// PlainLines is Plain for a text of several lines, which stay.
func PlainLines(s string) string {
	if !strings.Contains(s, "\n") {
		return Plain(s)
	}
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = oneLine(l)
	}
	return inert(strings.Join(lines, "\n"))
}

// oneLine replaces each run of line breaks and tabs by a space, and removes characters
// that are not seen but change what is seen.
func oneLine(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if strings.IndexFunc(s, func(r rune) bool { return breaks(r) || misleads(r) }) < 0 {
		return s
	}
	var b strings.Builder
	broken := false
	for _, r := range s {
		switch {
		case breaks(r):
			if !broken {
				b.WriteByte(' ')
			}
			broken = true
			continue
		case misleads(r):
			continue
		}
		b.WriteRune(r)
		broken = false
	}
	return b.String()
}

// breaks reports whether a client may begin a new line, or a wide gap, at a character.
func breaks(r rune) bool {
	return r >= '\t' && r <= '\r' || r == '\u0085' || r == '\u2028' || r == '\u2029'
}

// misleads reports whether a character is a control character, or changes the direction
// in which the characters after it are shown.
func misleads(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\uFFFE' || r == '\uFFFF'
}

// inert breaks whatever a client would act on.
func inert(s string) string {
	if !strings.ContainsAny(s, "<&@:(") {
		return s
	}
	s = markup.ReplaceAllStringFunc(s, widenFirst)
	s = mention.ReplaceAllStringFunc(s, widenFirst)
	s = scheme.ReplaceAllStringFunc(s, widenScheme)
	return markdownLink.ReplaceAllStringFunc(s, func(m string) string { return strings.TrimSuffix(m, "(") + "（" })
}

// Parts of the patterns: a character that is not seen, which a client may drop; a gap
// between words; and the beginning of a tag, also as an HTML entity.
const (
	unseen = `\x{AD}\x{34F}\x{180E}\x{200B}-\x{200D}\x{2060}-\x{2064}\x{FEFF}\x{FE00}-\x{FE0F}`
	hidden = `[` + unseen + `]*`
	gap    = `\s\p{Zs}` + unseen
	opens  = `(?i)(?:<|&(?:lt|#0*60|#x0*3c);?)`
)

var (
	// markup matches the beginning of a tag that clients act on, up to the character
	// after its name: <a href…, </a>, <font …, <@…. Other tags and a comparison such as
	// a<b are left alone.
	markup = regexp.MustCompile(opens + `(?:` +
		hidden + `@|` +
		hidden + `/?` + hidden + `(?:a|f` + hidden + `o` + hidden + `n` + hidden + `t)(?:[` + gap + `/>]|$)|` +
		`[` + gap + `/]+(?:a|font)[` + gap + `]+(?:href|color))`)
	// mention matches what calls everybody of a group, with gaps that clients overlook.
	mention = regexp.MustCompile(`(?i)@[` + gap + `]*(?:` +
		`[aａ]` + hidden + `[lｌ]` + hidden + `(?:l\b|ｌ)|` +
		`所[` + gap + `]*有[` + gap + `]*人|全[` + gap + `]*体[` + gap + `]*成[` + gap + `]*员|全[` + gap + `]*员)`)
	// scheme matches the scheme of an address with its colon.
	scheme = regexp.MustCompile(`(?i)(?:[a-z][a-z` + unseen + `]*)?:` + hidden + `/` + hidden + `/|` +
		spread("weixin") + `:|` + spread("wxwork") + `:|` + spread("javascript") + `:|` + spread("vbscript") + `:`)
	// markdownLink matches the middle of a link in Markdown.
	markdownLink = regexp.MustCompile(`\][` + gap + `]*\(`)
)

// spread returns the pattern of a word with unseen characters between its letters.
func spread(word string) string { return strings.Join(strings.Split(word, ""), hidden) + hidden }

// widenFirst returns a match with its first character in full width.
func widenFirst(m string) string {
	return strings.NewReplacer("<", "＜", "&", "＆", "@", "＠").Replace(m[:1]) + m[1:]
}

// widenScheme returns a match with its colon in full width, unless it is the scheme of a
// page on the web, which clients only show.
func widenScheme(m string) string {
	name, rest, _ := strings.Cut(m, ":")
	switch strings.ToLower(name) {
	case "http", "https", "ftp":
		return m
	}
	return name + "：" + rest
}
