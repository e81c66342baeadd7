package draft

import (
	"strings"

	regexp "zhujiao/bot/lazyregexp"
)

var (
	// sharingTaught is a title of a class about sharing itself: what it teaches is no wish.
	sharingTaught = regexp.MustCompile(`裂变|营销|私域|社群|拉新|获客|增长|运营|推广|引流|转发率|朋友圈|(?i:\bmarketing\b|\bgrowth\b|\bviral)`)
	// offered is what somebody gets who does what is wished.
	offered = regexp.MustCompile(`即可|即得|可得|可领|领取|免费[领送得听]|就送|送你|赠送|截图|解锁|(?i)\b(?:to (?:get|win|receive|claim|unlock)|for free|for a chance)\b`)
)

// wish is what a text asks people to share, or whom to invite, in exchange for something; "" for
// none. A class about sharing teaches it: there only what offers something is a wish.
func wish(r *reader, s string) string {
	m := forbidden.FindString(s)
	if title, _ := r.out.Text(FieldTitle); m == "" || sharingTaught.MatchString(title) && !offered.MatchString(s) {
		return ""
	}
	return m
}

// wished notes that a thing of a list is such a wish, or a part of one, and reports whether it is.
// A line may hold other things beside it.
func wished(r *reader, value, source string) bool {
	text, _ := zeros(fold(source))
	m := wish(r, value)
	if m == "" {
		if m = wish(r, text); m == "" || !overlaps(text, value, m) {
			return false
		}
	}
	clash(r, Clash{Kind: ClashForbidden, A: m, Source: source})
	return true
}

// overlaps reports that a part of a text and another one share a place of it.
func overlaps(text, a, b string) bool {
	i, j := strings.Index(text, a), strings.Index(text, b)
	return i >= 0 && j >= 0 && i < j+len(b) && j < i+len(a)
}
