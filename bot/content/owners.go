package content

import (
	"zhujiao/bot/campaign"
	"zhujiao/bot/text"
)

// Owners maps each folded phrase to its owner in words: a command, a pack, the
// passphrase or a frequent question. A phrase may have only one owner, since otherwise
// the reply to it would be arbitrary.
type Owners map[string]string

// The owners that are not named after something in the file.
const (
	checkinOwner = "签到口令"
	digitOwner   = "数字菜单的按键"
)

// commandOwners returns the owners of the command words.
func commandOwners(known Vocabulary) Owners {
	out := Owners{}
	for _, w := range known.Commands {
		out.assign(commandOwner(w), w)
	}
	return out
}

// assign gives an owner those of some phrases that have no owner yet.
func (c Owners) assign(owner string, phrases ...string) {
	for _, p := range phrases {
		if f := text.Fold(p); f != "" && c.Owner(f) == "" {
			c[f] = owner
		}
	}
}

func (c Owners) owned(phrase string) bool { return c[text.Fold(phrase)] != "" }

// Owner returns the owner of a phrase in words, or "" if it has none.
func (c Owners) Owner(phrase string) string {
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

// assignPhrase gives a phrase of the file to an owner, or reports why that is impossible.
func (l *loader) assignPhrase(n *node, phrase, owner string) {
	switch other := l.owners.Owner(phrase); {
	case text.Fold(phrase) == "":
		l.errorAt(n, owner+"的别名「"+phrase+"」是空的", "")
	case other == digitOwner:
		l.errorAt(n, "「"+phrase+"」是数字菜单的按键，不能做别名", "")
	case other != "" && other != owner:
		l.errorAt(n, "「"+phrase+"」同时属于"+other+"和"+owner, "删掉一处")
	default:
		l.owners.assign(owner, phrase)
	}
}
