package draft

import (
	"strings"

	regexp "zhujiao/bot/lazyregexp"
)

// byForm reads the pack of a line that a form of its own names: described, with its worth first, or
// behind those who get it. out is what its sentences give.
func byForm(r *reader, i int, out []found) []found {
	if p, ok := describedPack(r, i); ok {
		out = []found{p}
	}
	if p, ok := worthFirstPack(r, i); ok && len(out) < 2 {
		out = []found{p}
	}
	if p, ok := packForWhom(r, i); ok && (len(out) == 0 || len(out) == 1 && strings.Contains(out[0].Name, "：")) {
		out = []found{p}
	}
	return out
}

// tabledPack is a pack in a table, with what is to be done for it beside.
func tabledPack(n *line, i int) []found {
	name := packTitle(bracketLast.ReplaceAllString(countBehindOnly.ReplaceAllString(strings.TrimSpace(n.cells[0]), ""), ""))
	if vagueName(name) || forbidden.MatchString(n.cells[1]+"即可领") {
		return nil
	}
	c := conditionIn(n.cells[1])
	if c == "" {
		c = ConditionOther
	}
	return []found{{Pack: Pack{Name: name, Value: valueIn(n.cells[0]), Condition: c}, at: i, source: n.raw}}
}

// holdsThen begins the line below a pack that says what it holds: 内含：….
var holdsThen = regexp.MustCompile(`^(?:内含|内附|里面有|里面是|包含|包括|含|有|内有)\s*[：:]\s*(.{4,})$`)

// heldBelow is what the line below a pack says that it holds.
func heldBelow(r *reader, at int) []string {
	if at+1 >= len(r.lines) {
		return nil
	}
	m := holdsThen.FindStringSubmatch(undecorated(r.lines[at+1].text))
	if m == nil {
		return shortLines(r, at)
	}
	if parts := strings.Split(m[1], " / "); len(parts) > 1 {
		return parts
	}
	return itemsOf(m[1])
}

// shortLines are the short lines below one that ends with a colon, without signs of a list.
func shortLines(r *reader, at int) (out []string) {
	if !strings.HasSuffix(r.lines[at].text, "：") {
		return nil
	}
	for i := at + 1; i < len(r.lines) && len(out) < 8; i++ {
		n := &r.lines[i]
		if n.kind != paragraph || n.own || n.gap || runes(n.value) > 16 || startsWithMark(n.text) || strings.ContainsAny(n.value, "，。：") {
			break
		}
		out = append(out, trimSigns(n.value))
	}
	return out
}
