package intent

import "strings"

// fillers are words that say nothing of what a question is about, the longer ones first.
const fillers = "可不可以|想知道|是不是|有没有|能不能|会不会|会讲到|咱们的|请问|老师|您好|你好|麻烦|一下|怎么|怎样|如何|为什么|什么|可以|还是|" +
	"这个|那个|现在|一直|到底|真的|想问|问下|会讲|讲到|课程|咱们|本次|这次|这门|还|又|也|就|都|了|吗|呢|啊|呀|吧|嘛|哦|的|我|你|您|们|能|会|要|有|是"

const (
	// akinShare is how many of the characters of the shorter of two texts the longer has
	// if both are about the same thing. Too high is better than too low: a text that is
	// taken for a repetition is not looked at by itself.
	akinShare = 0.8
	// akinLength is how long the shorter is at least, compared with the longer.
	akinLength = 0.6
	// akinMax is how many characters are compared.
	akinMax = 200
)

// Akin reports whether two folded texts are about the same thing as far as their
// characters show it, filler words left out: one holds the other, or they are of nearly
// the same characters. A text of fillers alone is akin to everything.
func Akin(a, b string) bool {
	s, l := []rune(gist(a)), []rune(gist(b))
	s, l = s[:min(len(s), akinMax)], l[:min(len(l), akinMax)]
	if len(s) > len(l) {
		s, l = l, s
	}
	switch {
	case len(s) == 0 || string(s) == string(l):
		return true
	case len(s) == 1:
		return false
	case strings.Contains(string(l), string(s)):
		return true
	}
	n := 0
	rest := string(l)
	for _, r := range s {
		if before, after, ok := strings.Cut(rest, string(r)); ok {
			rest, n = before+after, n+1
		}
	}
	return float64(n) >= akinShare*float64(len(s)) && float64(len(s)) >= akinLength*float64(len(l))
}

// gist returns a folded text without filler words.
func gist(folded string) string {
	for f := range strings.SplitSeq(fillers, "|") {
		folded = strings.ReplaceAll(folded, f, "")
	}
	return strings.Trim(folded, "?？!！。.,，~～")
}
