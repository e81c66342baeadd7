package campaign

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"zhujiao/bot/text"
)

// Published is a frequent question that moderators made from an answer.
type Published struct {
	// Number counts on after the file's entries (R14).
	Number           int
	Question, Answer string
}

// ID is the entry's, such as F12.
func (p Published) ID() string { return fmt.Sprint("F", p.Number) }

// IsPublishedID reports whether an id is, or reads like, that of a published entry.
func IsPublishedID(id string) bool {
	number, ok := strings.CutPrefix(strings.ToUpper(id), "F")
	return ok && number != "" && strings.Trim(number, "0123456789") == ""
}

// With returns a campaign that has the entries and the phrasings, by entry, that
// moderators added. What was published last answers: it replaces what was
// published with the same question, and pending entries of the file that have
// one of its wordings hand it all of theirs. An answer that the file gives to the
// question stands before all of them: the operator has filled it in since.
func (c *Campaign) With(published []Published, phrasings map[string][]string) *Campaign {
	out := *c
	out.FAQ, out.heirs = slices.Clone(c.FAQ), map[string]string{}
	maps.Copy(out.heirs, c.heirs)
	for i, e := range out.FAQ {
		out.FAQ[i].Aliases = slices.Concat(e.Aliases, phrasings[e.ID])
	}
	fresh := slices.DeleteFunc(out.newest(published, phrasings), out.filledIn)
	for i := range slices.Backward(fresh) { // the newest first
		out.inherit(&fresh[i])
	}
	own := map[string]bool{}
	for _, e := range fresh {
		own[text.Fold(e.Question)] = true
	}
	for _, e := range fresh {
		e.Aliases = slices.DeleteFunc(e.Aliases, func(a string) bool { return own[text.Fold(a)] })
		out.FAQ = append(out.FAQ, e)
	}
	return &out
}

// newest returns the published entries that answer, oldest first: the last one of
// each question, with the phrasings of those that it replaces.
func (c *Campaign) newest(published []Published, phrasings map[string][]string) (out []Entry) {
	published = slices.SortedFunc(slices.Values(published), func(a, b Published) int { return cmp.Compare(a.Number, b.Number) })
	for _, p := range published {
		e := Entry{ID: p.ID(), Question: p.Question, Answer: p.Answer, Aliases: slices.Clone(phrasings[p.ID()]), made: true}
		same := func(o Entry) bool { return text.Fold(o.Question) == text.Fold(p.Question) }
		if i := slices.IndexFunc(out, same); i >= 0 {
			e.Aliases = append(e.Aliases, out[i].Aliases...)
			c.succeed(out[i].ID, e.ID)
			out = slices.Delete(out, i, i+1)
		}
		out = append(out, e)
	}
	return out
}

// filledIn hands a published entry to the file's answer to its question, if there
// is one by now.
func (c *Campaign) filledIn(e Entry) bool {
	for i, f := range c.FAQ {
		if !f.Pending && slices.Contains(f.wordings(), text.Fold(e.Question)) {
			c.FAQ[i].Aliases = append(c.FAQ[i].Aliases, e.Aliases...)
			c.succeed(e.ID, f.ID)
			return true
		}
	}
	return false
}

// inherit gives a published entry the wordings and the intent of the pending entries
// that it answers, which lose them.
func (c *Campaign) inherit(e *Entry) {
	c.FAQ = slices.DeleteFunc(c.FAQ, func(p Entry) bool {
		if !p.Pending || !p.shares(*e) {
			return false
		}
		e.Aliases = slices.Concat(e.Aliases, []string{p.Question}, p.Aliases)
		e.Intent = cmp.Or(e.Intent, p.Intent)
		c.succeed(p.ID, e.ID)
		return true
	})
}

// succeed records that an entry answers instead of another one.
func (c *Campaign) succeed(id, heir string) {
	for old, h := range c.heirs {
		if h == id {
			c.heirs[old] = heir
		}
	}
	c.heirs[id] = heir
}

// wordings returns all ways to ask for an entry, folded.
func (e Entry) wordings() []string {
	out := []string{text.Fold(e.Question)}
	for _, a := range e.Aliases {
		out = append(out, text.Fold(a))
	}
	return out
}

// shares reports whether two entries have a wording in common.
func (e Entry) shares(o Entry) bool {
	mine := e.wordings()
	return slices.ContainsFunc(o.wordings(), func(w string) bool { return slices.Contains(mine, w) })
}

// Replaced returns what a published entry of a question would take the place of:
// the published one with the same question, and the pending one with this
// wording; an empty id for none.
func (c *Campaign) Replaced(question string) (published, pending Entry) {
	folded := text.Fold(question)
	for _, e := range c.FAQ {
		switch {
		case e.Pending && slices.Contains(e.wordings(), folded):
			pending = e
		case e.made && text.Fold(e.Question) == folded:
			published = e
		}
	}
	return published, pending
}

// WithScenes returns a class with further scenes of QR codes. Those of the file come first.
func WithScenes(c *Campaign, scenes []string) *Campaign {
	out := *c
	out.Signup.Scenes = slices.Clone(c.Signup.Scenes)
	for _, s := range scenes {
		if !slices.Contains(out.Signup.Scenes, s) {
			out.Signup.Scenes = append(out.Signup.Scenes, s)
		}
	}
	return &out
}
