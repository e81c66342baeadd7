package draft

import (
	"strconv"
	"strings"
	"unicode"

	regexp "zhujiao/bot/lazyregexp"
)

// fold writes digits, letters and spaces of all widths in one way, drops what has no width,
// and collapses spaces. Chinese punctuation stays.
func fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range s {
		switch {
		case r == '．' && b.Len() > 0 && b.Len() <= 2:
			b.WriteByte('.') // behind the number of an item
			space = true
			continue
		case r >= '！' && r <= '～':
			if half := r - 0xfee0; half < 0x80 && (unicode.IsLetter(half) || unicode.IsDigit(half) || strings.ContainsRune("%+-~&/.|#@", half)) {
				r = half
			}
		case r == '🆓':
			b.WriteString("免费")
			continue
		case r == '〔':
			r = '【'
		case r == '〕':
			r = '】'
		case r == '￥':
			r = '¥'
		case r == keycap:
			b.WriteByte('.')
			space = true
			continue
		case zeroWidth(r):
			continue
		}
		if unicode.IsSpace(r) || unicode.IsControl(r) {
			space = true
			continue
		}
		if space && b.Len() > 0 {
			b.WriteByte(' ')
		}
		space = false
		b.WriteRune(r)
	}
	out := closedUp(b.String())
	if strings.Contains(out, "年") {
		out = hanYear.ReplaceAllStringFunc(out, hanDigits)
	}
	return hanSigns(out)
}

// closedUp closes up the letters of a poster: 山 止 茶 舍 | 冬 日 云 茶 会.
func closedUp(s string) string {
	parts := strings.Split(s, " | ")
	for i, p := range parts {
		if spacedOutHan.MatchString(p) {
			parts[i] = strings.ReplaceAll(p, " ", "")
		}
	}
	return strings.Join(parts, " | ")
}

// hanYear is a year in Chinese digits: 二〇二五年.
var hanYear = regexp.MustCompile(`二[〇零○0][一二三四五六七八九〇零○]{2}年`)

// hanDigits writes Chinese digits as others.
func hanDigits(s string) string {
	return strings.NewReplacer("〇", "0", "零", "0", "○", "0", "一", "1", "二", "2", "三", "3", "四", "4", "五", "5", "六", "6", "七", "7", "八", "8", "九", "9").Replace(s)
}

// keycap makes a key of the digit before it: 1️⃣ stands before an item.
const keycap = '\u20e3'

func zeroWidth(r rune) bool {
	return r >= 0x200b && r <= 0x200f || r == 0x2060 || r == 0xfeff || r == 0xad || r == 0xfe0f || r >= 0x202a && r <= 0x202e
}

// collapse keeps a sentence as it stands, with single spaces.
func collapse(s string) string { return strings.Join(strings.Fields(s), " ") }

var (
	letterBetween = regexp.MustCompile(`(\d[:：]?)([Oo〇])([\d:：])`)
	letterBehind  = regexp.MustCompile(`(\d|[:：]\d)([Oo〇]+)(\s*(?:[:：元人名席位月日号点分年个]|$))`)
	letterTime    = regexp.MustCompile(`(\d[:：])([Oo〇]{2})`)
	letterMiddle  = regexp.MustCompile(`([:：])([Oo〇])(\d)`)
)

// zeros writes zeros that were typed as the letter O or the sign 〇. It reports the words
// that held a letter; the sign is no mistake.
func zeros(s string) (out, letter string) {
	if !strings.ContainsAny(s, "Oo〇") || !strings.ContainsAny(s, "0123456789") {
		return s, ""
	}
	given := s
	s = ownTerms(s)
	out = s
	for range 3 {
		out = letterTime.ReplaceAllString(out, "${1}00")
		out = letterBetween.ReplaceAllString(out, "${1}0$3")
		out = letterMiddle.ReplaceAllString(out, "${1}0$3")
		out = letterBehind.ReplaceAllStringFunc(out, func(m string) string {
			p := letterBehind.FindStringSubmatch(m)
			return p[1] + strings.Repeat("0", len([]rune(p[2]))) + p[3]
		})
	}
	if out == s {
		return given, ""
	}
	out, s = termsBack(out), given
	for w := range strings.FieldsFuncSeq(s, func(r rune) bool { return !strings.ContainsRune("0123456789Oo〇:：-~", r) }) {
		if strings.ContainsAny(w, "Oo") && strings.ContainsAny(w, "0123456789") && !strings.Contains(out, w) {
			return out, w
		}
	}
	return out, ""
}

// number reads a number in digits or in Chinese; false if it is none.
func number(s string) (int, bool) {
	s = strings.ReplaceAll(strings.TrimSpace(s), ",", "")
	if n, err := strconv.Atoi(s); err == nil {
		return n, len(s) < 8
	}
	total, digit := 0, 0
	for _, r := range s {
		if d := strings.IndexRune("〇一二三四五六七八九", r); d >= 0 {
			digit = digit*10 + len([]rune("〇一二三四五六七八九"[:d]))
			continue
		}
		unit := map[rune]int{'零': 0, '两': 2, '十': 10, '百': 100, '千': 1000, '半': -1}
		u, ok := unit[r]
		switch {
		case !ok || u < 0 || total > 1e6 || digit > 1e6:
			return 0, false
		case r == '零':
		case r == '两':
			digit = 2
		default:
			total += max(digit, 1) * u
			digit = 0
		}
	}
	return total + digit, s != ""
}

// bullet is what stands before an item of a list.
var bullet = regexp.MustCompile(`^(?:[-*•·●○■□◆◇▪▶►✓✔✅☑➤→☞▷◎★☆※]+\s*|[（(]?\d{1,2}[)）、]\s*|\d{1,2}[./](?:\s+|$)|\d{1,2}\.([^\d])|[①-⑳❶-❿]\s*|[（(]?[一二三四五六七八九十]{1,3}[)）、.．]\s*|0\d\s+)`)

// isMark reports whether a rune is a mere mark: an emoji, an arrow, a frame.
func isMark(r rune) bool {
	return r >= 0x1f000 || r >= 0x2190 && r <= 0x2bff || r == '▼' || r == '▍' || r == '|' || r == '｜' || r == '丨' || r == '#' || r == '*' || r == '—' || r == '~' || r == '_' || r == '=' || r == '•' || r == '●' || r == 0x3030
}

// undecorated drops marks, bullets and brackets around a line.
func undecorated(s string) string {
	for range 4 {
		before := s
		s = strings.TrimFunc(s, func(r rune) bool { return isMark(r) || unicode.IsSpace(r) })
		if m := bullet.FindStringSubmatchIndex(s); m != nil {
			if m[2] >= 0 {
				s = s[m[2]:]
			} else {
				s = s[m[1]:]
			}
		}
		if strings.HasPrefix(s, "-") {
			s = strings.TrimLeft(s, "- ")
		}
		if s == before {
			break
		}
	}
	return s
}

// hasBullet reports whether a line begins like an item of a list.
func hasBullet(s string) bool {
	if bullet.MatchString(s) {
		return true
	}
	for _, r := range s {
		return r >= 0x1f000 || r >= 0x2190 && r <= 0x2bff && r != '▼' && r != '↓'
	}
	return false
}

// runes is the length of a text in characters.
func runes(s string) int { return len([]rune(s)) }

// short cuts a text to so many characters.
func short(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n])
	}
	return s
}

// sentences splits a line behind the signs that end a sentence.
func sentences(s string) (out []string) {
	from := 0
	keep := func(to int) {
		if t := strings.TrimSpace(s[from:to]); t != "" {
			out = append(out, t)
		}
		from = to
	}
	for i, r := range s {
		next := i + len(string(r))
		if r >= '①' && r <= '⑳' && i > from {
			keep(i)
		}
		if next <= from || !endsSentence(s, r, i, next) {
			continue
		}
		for strings.HasPrefix(s[next:], "！") || strings.HasPrefix(s[next:], "”") {
			next += len("！")
		}
		keep(next)
	}
	keep(len(s))
	return out
}

// endsSentence reports whether a sign ends a sentence: not inside of an address or a number.
func endsSentence(s string, r rune, at, next int) bool {
	switch r {
	case '。', '！', '!', '？', '；', '\n':
		return true
	case '?':
		return next >= len(s) || s[next] == ' ' || s[next] >= 0x80
	case ';':
		if at > 0 && s[at-1] >= 0x80 || next < len(s) && s[next] >= 0x80 {
			return true
		}
		fallthrough
	case '.':
		if next+1 >= len(s) || s[next] != ' ' || at == 0 || !isLatin(s[:at]) {
			return false
		}
		return r == ';' || s[next+1] >= 'A' && s[next+1] <= 'Z' && !shortTitle.MatchString(s[:next])
	default:
		return false
	}
}

// shortTitle ends with a title that is written short: Dr.
var shortTitle = regexp.MustCompile(`\b(?:Dr|Prof|Mr|Mrs|Ms|St|No|vs)\.$`)

// isLatin reports whether a text ends with a Latin word.
func isLatin(s string) bool {
	r := s[len(s)-1]
	return r < 0x80 && (unicode.IsLetter(rune(r)) || unicode.IsDigit(rune(r)) || r == ')')
}

// trimSigns drops punctuation and spaces around a value.
func trimSigns(s string) string {
	return strings.TrimFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || isMark(r) || strings.ContainsRune("，。、；：:,;！!～~-–·“”\"'", r)
	})
}
