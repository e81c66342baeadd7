package draft

import (
	"strings"

	regexp "zhujiao/bot/lazyregexp"
)

// addPack adds a pack to those that are known, or what it says to one of them.
func addPack(r *reader, list []found, p found) []found {
	for i := range list {
		if o := &list[i]; samePack(o.Pack, p.Pack, o.named && r.lines[p.at].section == o.at) {
			o.merge(r, p)
			return list
		}
	}
	if len(p.Contents) == 0 {
		p.Contents = listBelow(r, p.at)
	}
	if len(p.Contents) == 0 {
		p.Contents = heldBelow(r, p.at)
	}
	return append(list, p)
}

// merge takes over what another mention of the same pack says.
func (f *found) merge(r *reader, p found) {
	if f.Name != p.Name && (len(p.Contents) > 0 || p.Value > 0) && f.named && !vagueName(p.Name) && runes(p.Name) > 3 {
		clash(r, Clash{Kind: ClashPackName, A: f.Name, B: p.Name, Source: p.source})
	}
	if f.Value > 0 && p.Value > 0 && f.Value != p.Value {
		clash(r, Clash{Kind: ClashPackValue, A: f.Name, B: written(f.Value), C: written(p.Value), Source: p.source})
	}
	if f.Value == 0 {
		f.Value = p.Value
	}
	if f.Condition == "" || f.Condition == ConditionOther && p.Condition != "" {
		f.Condition = p.Condition
		if f.named {
			f.source = p.source
		}
	}
	if len(f.Contents) == 0 {
		f.Contents = p.Contents
	}
}

// samePack reports names of one pack.
func samePack(a, b Pack, below bool) bool {
	if a.Name == b.Name {
		return true
	}
	if a.Value > 0 && b.Value > 0 && a.Value != b.Value && !below {
		return false
	}
	x, y := bareName(a.Name), bareName(b.Name)
	return below && (x == "" || y == "" || overlap(x, y) >= 0.5) || x == "" || y == "" || strings.Contains(x, y) || strings.Contains(y, x)
}

var packTail = regexp.MustCompile(`资料大礼包|资料包|大礼包|礼包|资料|电子版|一份|PPT`)

func bareName(s string) string { return packTail.ReplaceAllString(s, "") }

// overlap is the share of the shorter text's characters that the longer one has too.
func overlap(a, b string) float64 {
	if runes(a) > runes(b) {
		a, b = b, a
	}
	n := 0
	for _, r := range a {
		if strings.ContainsRune(b, r) {
			n++
		}
	}
	return float64(n) / float64(max(1, runes(a)))
}
