package textcheck

import (
	"slices"
	"strconv"

	regexp "zhujiao/bot/lazyregexp"
)

var statedPrice = regexp.MustCompile(`价值(\d+)元|(\d+)[元块]的?(?:\p{Han}{0,6})(?:资料|礼包)`)

// wrongPrice finds the first stated value that no pack has.
func wrongPrice(s string, prices []int) (Finding, bool) {
	for _, at := range statedPrice.FindAllStringSubmatchIndex(s, -1) {
		number := group(s, at, 1) + group(s, at, 2) // one of them is empty
		known := slices.ContainsFunc(prices, func(p int) bool { return strconv.Itoa(p) == number })
		if !known {
			return Finding{Code: WrongPrice, Start: at[0], End: at[1], Words: s[at[0]:at[1]]}, true
		}
	}
	return Finding{}, false
}
