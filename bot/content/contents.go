package content

import (
	"strings"

	"zhujiao/bot/campaign"
)

// contentsEntries adds a frequent question for each pack of which the file says what is in
// it, unless the file has an entry of its own for that.
func (l *loader) contentsEntries() {
	short := true // the first of them also answers for the packs in general
	for _, p := range l.c.Packs {
		if strings.TrimSpace(p.Contents) == "" {
			continue
		}
		e := campaign.Entry{ID: "pack" + p.ID, Question: p.ID + "资料包里有什么", Answer: l.contentsAnswer(p)}
		if _, there := l.c.Entry(e.ID); there || l.owners.owned(e.Question) {
			short = false
			continue
		}
		l.owners.assign(entryOwner(e), e.Question)
		wordings := []string{p.ID + "里有什么", p.Name + "里有什么", p.ShortName() + "里有什么", strings.TrimSuffix(p.ShortName(), "包") + "有什么"}
		if short {
			wordings = append([]string{"资料包有什么"}, wordings...)
		}
		short = false
		for _, w := range wordings {
			if !l.owners.owned(w) {
				l.owners.assign(entryOwner(e), w)
				e.Aliases = append(e.Aliases, w)
			}
		}
		l.c.FAQ = append(l.c.FAQ, e)
	}
}

// contentsAnswer is the answer of such an entry. What the file says is a value of a
// placeholder in it, and so is never read as a template.
func (l *loader) contentsAnswer(p campaign.Pack) string {
	key := KeyPackContents
	if p.NeedsCheckin() {
		key = KeyPackContentsIn
	}
	words, ok := l.fileTexts[key]
	if !ok {
		words = builtinTexts()[key]
	}
	return strings.NewReplacer("{包名}", "{包名"+p.ID+"}", "{内容}", "{内容"+p.ID+"}", "{包}", p.ID).Replace(words)
}
