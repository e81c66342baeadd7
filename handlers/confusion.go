package handlers

import (
	"zhujiao/bot/content"
	"zhujiao/bot/intent"
)

// Confusions returns warnings about wordings that the matcher may confuse with those of
// another entry.
func Confusions(v *content.Version) (out []content.Problem) {
	for _, f := range intent.Confusions(v.Campaign) {
		e, _ := v.Campaign.Entry(f.ID)
		other, _ := v.Campaign.Entry(f.Other)
		out = append(out, v.Warning(e, f.Phrase,
			"「"+e.Question+"」的问法「"+f.Phrase+"」和「"+other.Question+"」难分：差不多的问法可能答成「"+other.Question+"」",
			"换个更清楚的问法，或用「意图」写明各自是什么"))
	}
	return out
}
