package content

import (
	"zhujiao/bot/campaign"
	"zhujiao/bot/text"
)

// Claims are the phrases, folded, that belong to somebody, with their owners in
// words: commands, packs, passphrases, frequent questions. A phrase with two
// owners would be answered by chance.
type Claims map[string]string

// The owners that have no name of their own.
const (
	checkinOwner = "签到口令"
	digitOwner   = "数字菜单的按键"
)

func commandClaims(known Vocabulary) Claims {
	out := Claims{}
	for _, w := range known.Commands {
		out.take(commandOwner(w), w)
	}
	return out
}

// take gives an owner the phrases that are free.
func (c Claims) take(owner string, phrases ...string) {
	for _, p := range phrases {
		if f := text.Fold(p); f != "" && c.Owner(f) == "" {
			c[f] = owner
		}
	}
}

func (c Claims) has(phrase string) bool { return c[text.Fold(phrase)] != "" }

// Owner tells in words to whom a phrase belongs; "" if nobody claims it.
func (c Claims) Owner(phrase string) string {
	f := text.Fold(phrase)
	if len(f) == 1 && f >= "0" && f <= "9" {
		return digitOwner
	}
	return c[f]
}

func commandOwner(word string) string { return "指令「" + word + "」" }

func packOwner(p campaign.Pack) string { return "资料包「" + p.Name + "」" }

func packWords(p campaign.Pack) []string { return append([]string{p.ID, p.Name}, p.Aliases...) }

func entryOwner(e campaign.Entry) string { return "常见问题「" + e.Question + "」" }

// claim notes that a phrase belongs to somebody, or reports that it cannot.
func (l *loader) claim(n *node, phrase, owner string) {
	switch other := l.claims.Owner(phrase); {
	case text.Fold(phrase) == "":
		l.at(n, owner+"的别名「"+phrase+"」是空的", "")
	case other == digitOwner:
		l.at(n, "「"+phrase+"」是数字菜单的按键，不能做别名", "")
	case other != "" && other != owner:
		l.at(n, "「"+phrase+"」同时属于"+other+"和"+owner, "删掉一处")
	default:
		l.claims.take(owner, phrase)
	}
}
