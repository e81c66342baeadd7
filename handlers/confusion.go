package handlers

import (
	"fmt"

	"zhujiao/bot/campaign"
	"zhujiao/bot/faq"
)

// Confusions warn, in the words of the content check, of phrasings that another
// entry would answer by the matcher's own measure.
func Confusions(c *campaign.Campaign) (out []string) {
	m, _ := faq.New(faq.Setup{Entries: entriesOf(c, nil), Concepts: c.Concepts})
	for _, f := range m.Confusions() {
		out = append(out, fmt.Sprintf("提示：常见问题「%s」的说法「%s」和「%s」难分（%.0f%%会答成它）。换个更清楚的说法，或用「意图」写明各自是什么",
			f.ID, f.Phrase, f.Other, 100*f.Confidence))
	}
	return out
}
