package intent

import (
	"zhujiao/bot/campaign"
	regexp "zhujiao/bot/lazyregexp"
	"zhujiao/bot/text"
)

var (
	// menuLine is a line of a menu as it is copied: a digit and what it stands for.
	menuLine = regexp.MustCompile(`^「?([0-9])[.、:)」-]*([^(]+)`)
	// shortNumber is a number that could have been meant for a menu.
	shortNumber = regexp.MustCompile(`^([0-9]{1,2}|[〇零])$`)
)

// menuLines returns the lines of the menus that begin with a digit of the campaign. The
// key is the digit and the wording, without a remark in brackets; the value is the word
// that the digit stands for.
func menuLines(c *campaign.Campaign, shown []string) map[string]string {
	out := map[string]string{}
	for _, line := range shown {
		if f := menuLine.FindStringSubmatch(text.Fold(line)); f != nil && c.Digits[f[1]] != "" {
			out[f[1]+f[2]] = c.Digits[f[1]]
		}
	}
	return out
}

// copiedLine returns the word that a folded line of a menu stands for (R2).
func (r *Reader) copiedLine(folded string) (word string, ok bool) {
	f := menuLine.FindStringSubmatch(folded)
	if f == nil {
		return "", false
	}
	word, ok = r.lines[f[1]+f[2]]
	return word, ok
}
