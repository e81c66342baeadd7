package handlers

import (
	"strings"

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

// Claims says which built-in intents the frequent questions inherit (ruling 54), one line;
// "" if none does. An entry that inherits one is found by hundreds of phrasings that come
// with the program, so that the operator has to see a wrong one.
func Claims(v *content.Version) string {
	var out []string
	for _, c := range intent.Claims(v.Campaign) {
		e, _ := v.Campaign.Entry(c.ID)
		said := "「" + e.Question + "」→" + c.Intent
		if c.Stated {
			said += "（写明）"
		}
		out = append(out, said)
	}
	if len(out) == 0 {
		return ""
	}
	return "自带的说法归这些常见问题：" + strings.Join(out, "，") + "。归错了就在那一条写「意图」，或改它的问法。"
}
