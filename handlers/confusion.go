package handlers

import (
	"zhujiao/bot/content"
	"zhujiao/bot/faq"
)

// Confusions are warnings of the content check: wordings whose like another entry
// would answer by the matcher's own measure. The very wording is always answered
// by its own entry.
func Confusions(v *content.Version) (out []content.Problem) {
	m, _ := faq.New(faq.Setup{Entries: entriesOf(v.Campaign, nil), Concepts: v.Campaign.Concepts})
	for _, f := range m.Confusions() {
		e, _ := v.Campaign.Entry(f.ID)
		other, _ := v.Campaign.Entry(f.Other)
		out = append(out, v.Warning(e, f.Phrase,
			"「"+e.Question+"」的问法「"+f.Phrase+"」和「"+other.Question+"」难分：差不多的问法可能答成「"+other.Question+"」",
			"换个更清楚的问法，或用「意图」写明各自是什么"))
	}
	return out
}
