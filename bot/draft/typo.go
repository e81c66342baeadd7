package draft

import (
	"strings"

	regexp "zhujiao/bot/lazyregexp"
)

// A term may be typed with a digit for a letter that looks like it, or the other way: O20 for
// O2O. The article is read as it stands; whoever publishes it is told.

// terms are known to hold digits or letters that are taken for each other.
func terms() []string {
	return []string{
		"O2O", "B2B", "B2C", "C2C", "C2M", "B2B2C", "P2P", "D2C", "S2B2C", "O2O2O", "OKR", "SOP", "KOL", "KOC", "ROI", "LOGO", "IPO", "CEO", "COO", "CFO", "CTO", "CIO",
		"POS", "IoT", "SEO", "AIGC", "SQL", "URL", "XML", "HTML", "NLP", "LLM", "PPT", "IELTS", "TOEFL", "HSK", "MCN", "PLC", "OLED", "LED", "ESG", "OEM", "ODM", "BIM", "5G", "4S", "H5",
	}
}

var termWord = regexp.MustCompile(`[A-Za-z0-9]{2,6}`)

// typos notes terms with a digit or a letter that looks like the right one.
func typos(r *reader) {
	lookAlike := strings.NewReplacer("0", "o", "1", "l", "i", "l")
	known := map[string]string{}
	exact := map[string]bool{}
	for _, t := range terms() {
		known[lookAlike.Replace(strings.ToLower(t))] = t
		exact[strings.ToLower(t)] = true
	}
	for i := range r.lines {
		n := &r.lines[i]
		for _, w := range termWord.FindAllString(n.raw, 60) {
			t := known[lookAlike.Replace(strings.ToLower(w))]
			if t == "" || exact[strings.ToLower(w)] || !strings.ContainsAny(w, "01") || !strings.ContainsAny(w, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") {
				continue
			}
			clash(r, Clash{Kind: ClashTypo, A: w, B: t, Source: n.raw})
		}
	}
}

// ownTerms hides terms that are made of nothing but digits and letters like zeros, which zeros
// must not take for numbers.
func ownTerms(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "O2O", "\ue000"), "o2o", "\ue001")
}

// termsBack undoes ownTerms.
func termsBack(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "\ue000", "O2O"), "\ue001", "o2o")
}
