package draft

import "strings"

// listLeast is how many items a list has at least that no heading claims.
const listLeast = 3

// unclaimedList takes the first list that no heading claims and whose items are nothing but words:
// no sum, no day, nobody.
func unclaimedList(r *reader) {
	for i := 0; i < len(r.lines); i++ {
		j := i
		for j < len(r.lines) && onlyWords(&r.lines[j]) && bulletOf(&r.lines[j]) == bulletOf(&r.lines[i]) {
			j++
		}
		if j-i < listLeast {
			continue
		}
		for k := i; k < j; k++ {
			r.point(&r.lines[k], r.lines[k].value)
		}
		return
	}
}

// onlyWords reports an item that may be a point by what does not stand in it.
func onlyWords(n *line) bool {
	v := n.value
	return n.kind == item && n.topic == noTopic && !n.own && (runes(v) <= 30 || isMostlyLatin(v) && runes(v) <= 90) && !strings.ContainsAny(v, "：:，。@") &&
		!amount.MatchString(v) && len(days(v)) == 0 && len(clocks(v, false)) == 0 && !namesFolk(v) && !giving.MatchString(v) && !callToSign.MatchString(v) && !tellsWho(v)
}
