package content

import (
	"strings"

	"zhujiao/bot/campaign"
)

// contentsEntries adds a frequent question for the packs of which the file says what is in
// them, unless the file has an entry of its own for that. It is one entry for all of them:
// several would differ by a number alone.
func contentsEntries(l *loader) {
	var packs []campaign.Pack
	for _, p := range l.c.Packs {
		_, there := l.c.Entry("pack" + p.ID)
		if strings.TrimSpace(p.Contents) != "" && !there && !l.phrases.owners.owned(contentsQuestion(p)) {
			packs = append(packs, p)
		}
	}
	if len(packs) == 0 {
		return
	}
	e := campaign.Entry{ID: "pack" + packs[0].ID, Question: contentsQuestion(packs[0])}
	if len(packs) > 1 {
		e = campaign.Entry{ID: "packs", Question: "资料包里有什么"}
	}
	if _, there := l.c.Entry(e.ID); there || l.phrases.owners.owned(e.Question) {
		return
	}
	l.phrases.owners.assign(entryOwner(e), e.Question)
	wordings, answers := []string{"资料包有什么"}, make([]string, len(packs))
	for i, p := range packs {
		answers[i] = contentsAnswer(l, p)
		wordings = append(wordings, contentsQuestion(p), p.ID+"里有什么", p.Name+"里有什么", p.ShortName()+"里有什么",
			strings.TrimSuffix(p.ShortName(), "包")+"有什么")
	}
	e.Answer = strings.Join(answers, "\n")
	for _, w := range wordings {
		if !l.phrases.owners.owned(w) {
			l.phrases.owners.assign(entryOwner(e), w)
			e.Aliases = append(e.Aliases, w)
		}
	}
	l.c.FAQ = append(l.c.FAQ, e)
}

func contentsQuestion(p campaign.Pack) string { return p.ID + "资料包里有什么" }

// contentsAnswer is the answer for a pack. What the file says is a value of a placeholder
// in it, and so is never read as a template.
func contentsAnswer(l *loader, p campaign.Pack) string {
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
