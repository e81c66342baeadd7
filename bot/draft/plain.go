package draft

import (
	"strings"

	regexp "zhujiao/bot/lazyregexp"
)

// frontMatter is what an article says about itself before it begins.
type frontMatter struct {
	title, date, author string
	subject, sender     string // of a mail
}

var frontKey = regexp.MustCompile(`(?m)^(title|date|author)\s*:\s*(.*)$`)

// cutFront takes the front matter off an article.
func cutFront(s string) (frontMatter, string) {
	var f frontMatter
	body := strings.TrimLeft(s, " \t\r\n\ufeff")
	if !strings.HasPrefix(body, "---\n") && !strings.HasPrefix(body, "---\r\n") {
		return f, s
	}
	head, rest, ok := strings.Cut(body[4:], "\n---")
	if !ok || len(head) > 8000 {
		return f, s
	}
	for _, m := range frontKey.FindAllStringSubmatch(head, 20) {
		v := strings.Trim(strings.TrimSpace(m[2]), `'"`)
		switch m[1] {
		case "title":
			f.title = v
		case "date":
			f.date = v
		case "author":
			f.author = v
		}
	}
	if _, after, ok := strings.Cut(rest, "\n"); ok {
		rest = after
	} else {
		rest = ""
	}
	return f, rest
}

var (
	mdHeading = regexp.MustCompile(`^(#{1,6})\s*(.*?)\s*#*$`)
	mdItem    = regexp.MustCompile(`^(\s*)(?:[-*+]|\d{1,2}[.)])\s+(.*)$`)
	mdRule    = regexp.MustCompile(`^\s*(?:[-*_=~—─━·]\s*){3,}$`)
	mdCells   = regexp.MustCompile(`^\s*\|(.+)\|\s*$`)
	mdDivide  = regexp.MustCompile(`^[\s|:-]+$`)
	mdImage   = regexp.MustCompile(`!\[[^\]]{0,300}\]\([^)]{0,1000}\)`)
	mdLink    = regexp.MustCompile(`\[([^\]]{1,300})\]\((?:[^)]{0,1000})\)`)
	mdAuto    = regexp.MustCompile(`<(https?://[^<>\s]{1,500})>`)
	hashtags  = regexp.MustCompile(`^(?:#[^\s#]{1,20}#?\s*){2,}$`)
	cellBreak = regexp.MustCompile(`(?i)<br\s*/?>`)
	mdBold    = regexp.MustCompile(`\*\*([^*]{1,400})\*\*|__([^_]{1,400})__`)
	mdSlant   = regexp.MustCompile(`(^|[\s（(])\*([^*\s][^*]{0,80}[^*\s])\*($|[\s，。、,.;）)])`)
	mdItalic  = regexp.MustCompile(`^[*_]([^*_\s][^*_]{0,400})[*_]$`)
	tag       = regexp.MustCompile(`<br\s*/?>|</?[a-zA-Z][^<>]{0,300}>`)
	tabbed    = regexp.MustCompile(`\s*\t+\s*`)
)

// readPlain takes the lines out of Markdown or of mere text.
func readPlain(s string) lineList {
	var l lineList
	gap, table, inTable, quiet := false, 0, false, false
	for raw := range strings.Lines(strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n").Replace(s)) {
		if len(l.lines) >= maxLines {
			break
		}
		raw = strings.TrimRight(short(raw, 4*maxLineRunes), " \t\n")
		raw = strings.TrimLeft(raw, "\ufeff\u200b> ")
		if strings.HasPrefix(raw, "```") || hashtags.MatchString(raw) {
			continue
		}
		if quiet = quiet && !strings.Contains(raw, "-->"); quiet || strings.HasPrefix(raw, "<!--") && !strings.Contains(raw, "-->") {
			quiet = true
			continue
		}
		if strings.TrimSpace(fold(raw)) == "" || mdRule.MatchString(raw) {
			gap, inTable = true, false
			continue
		}
		cells := cellsOf(raw)
		if cells != nil && mdDivide.MatchString(raw) {
			continue
		}
		if cells != nil && !inTable {
			table++
		}
		inTable = cells != nil
		l.plainLine(raw, cells, gap, table)
		gap = false
	}
	return l
}

// severalLabels parts a line in which several labels stand with their values, wide spaces between:
// 看：直播间　票：20元; nil for another line.
func severalLabels(raw string) []string {
	parts := wideGap.Split(strings.TrimSpace(raw), 8)
	if len(parts) < 2 {
		return nil
	}
	for _, p := range parts {
		if !shortLabelled.MatchString(p) {
			return nil
		}
	}
	return parts
}

// labelLines makes a line of each of several labels; it reports whether there are several.
func (l *lineList) labelLines(raw string, gap bool, table int) bool {
	parts := severalLabels(raw)
	for i, p := range parts {
		l.plainLine(p, nil, gap && i == 0, table)
	}
	return len(parts) > 0
}

// framedBySigns is a heading of a poster, with the same sign before and behind: ✦ 带课老师 ✦; "" for
// another line.
func framedBySigns(s string) string {
	r := []rune(strings.TrimSpace(s))
	if len(r) < 5 || len(r) > 24 || r[0] != r[len(r)-1] || !strings.ContainsRune("✦★☆◆◇●○■□❀✿❖※☘▣◈", r[0]) {
		return ""
	}
	return strings.TrimSpace(string(r[1 : len(r)-1]))
}

var (
	wideGap       = regexp.MustCompile(`\s*\x{3000}\s*|\s{3,}|\s*[｜]\s*`)
	shortLabelled = regexp.MustCompile(`^(?:\*\*)?\p{Han}{1,5}(?:\*\*)?[：:](?:\*\*)?\s*\S`)
)

// cellsOf returns the cells of a row of a table; nil for another line.
func cellsOf(raw string) []string {
	var parts []string
	switch m := mdCells.FindStringSubmatch(raw); {
	case m != nil:
		parts = strings.Split(m[1], "|")
	case strings.Contains(strings.TrimSpace(raw), "\t"):
		parts = tabbed.Split(strings.TrimSpace(raw), -1)
	case strings.Count(raw, " | ") >= 2 && !strings.ContainsAny(raw, ":："):
		parts = strings.Split(raw, " | ")
	}
	if len(parts) < 2 || len(parts) > 20 {
		return nil
	}
	for i, p := range parts {
		parts[i] = unmarked(cellBreak.ReplaceAllString(p, "⏎"))
	}
	return parts
}

// unmarked drops the marks of Markdown inside a line.
func unmarked(s string) string {
	s = mdImage.ReplaceAllString(s, "")
	s = mdLink.ReplaceAllString(s, "$1")
	s = mdBold.ReplaceAllString(s, "$1$2")
	s = mdSlant.ReplaceAllString(s, "$1$2$3")
	s = mdAuto.ReplaceAllString(s, "$1")
	s = tag.ReplaceAllString(s, " ")
	return collapse(strings.NewReplacer("`", "", "~~", "", `\*`, "*", `\_`, "_", `\#`, "#", `\|`, "|").Replace(s))
}

func (l *lineList) plainLine(raw string, cells []string, gap bool, table int) {
	if cells == nil && l.labelLines(raw, gap, table) {
		return
	}
	n := line{kind: paragraph, gap: gap, links: linkWords(raw)}
	if cells != nil {
		n.kind, n.table = row, table
		joinCells(cells)
		for _, c := range cells {
			n.cells = append(n.cells, fold(c))
		}
		n.raw = strings.Join(cells, " ")
		l.add(n)
		return
	}
	body := raw
	if m := mdHeading.FindStringSubmatch(body); m != nil && m[2] != "" {
		n.kind, n.depth, body = heading, len(m[1]), m[2]
	} else if m := mdItem.FindStringSubmatch(body); m != nil {
		n.kind, n.depth, body = item, 1+min(len(m[1])/2, 5), m[2]
	}
	body = mdItalic.ReplaceAllString(strings.TrimSpace(body), "$1")
	bold := mdBold.FindString(body)
	n.bold = bold != "" && len(bold) >= len(strings.TrimRight(body, "：: "))
	if bold != "" && !n.bold && strings.HasPrefix(body, bold) {
		n.lead = fold(unmarked(bold))
	}
	n.raw = unmarked(body)
	if n.kind == paragraph && !n.bold && hasBullet(fold(n.raw)) {
		n.kind, n.depth = item, 1
	}
	if name := framedBySigns(n.raw); name != "" && n.kind != heading {
		n.kind, n.depth, n.raw = heading, 3, name
	}
	if l.continues(n) {
		last := &l.lines[len(l.lines)-1]
		last.raw = short(last.raw+" "+n.raw, maxLineRunes)
		last.text = fold(last.raw)
		l.width = len(n.raw)
		return
	}
	l.width = len(n.raw)
	l.add(n)
}

// continues reports whether a line of English goes on in the next one.
func (l *lineList) continues(n line) bool {
	if len(l.lines) == 0 || n.gap || n.kind != paragraph || n.raw == "" {
		return false
	}
	last := l.lines[len(l.lines)-1]
	end := last.raw[len(last.raw)-1]
	return (last.kind == paragraph || last.kind == item) && len(last.raw) > 55 && end < 0x80 && end != '.' && end != ':' && end != '!' && end != '?' &&
		(n.raw[0] >= 'a' && n.raw[0] <= 'z' || n.raw[0] < 0x80 && len(n.raw) > 20 && l.width > 55 && l.width < 82 && last.kind == paragraph && !latinLabel.MatchString(n.raw) && isMostlyLatin(last.raw))
}

// latinLabel begins a line of its own in English.
var latinLabel = regexp.MustCompile(`^[A-Z][A-Za-z' ]{1,24}[:|]|^[^A-Za-z0-9"']`)
