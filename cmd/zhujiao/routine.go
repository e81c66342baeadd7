package main

import (
	"regexp"
	"strings"

	"zhujiao/bot/campaign"
	"zhujiao/bot/faq"
	"zhujiao/bot/text"
	"zhujiao/handlers"
)

// routine is what people send that is no question to a matcher: handlers answer
// it before one is asked, or it means something in a dialogue only.
type routine struct {
	words   map[string]bool // folded
	packs   map[string]bool // folded
	phrases []faq.Phrase
	blocked *text.Words
	// exact tells whether a text is an entry's own wording, which comes before a
	// passphrase.
	exact func(folded string) bool
}

// newRoutine is the routine of a campaign; of a mere list of entries, whose
// campaign has no packs or passphrases, the commands.
func newRoutine(c *campaign.Campaign, exact func(string) bool) routine {
	r := routine{words: map[string]bool{"": true}, packs: map[string]bool{}, blocked: text.NewWords(c.BlockedWords), exact: exact}
	for _, w := range handlers.Commands() {
		for _, a := range append([]string{w}, c.Aliases[w]...) {
			r.words[text.Fold(a)] = true
		}
	}
	for _, p := range c.Packs {
		for _, w := range append([]string{p.ID, p.Name}, p.Aliases...) {
			r.packs[text.Fold(w)] = true
		}
	}
	for _, p := range c.Checkin.Passphrases {
		r.phrases = append(r.phrases, faq.NewPhrase(p))
	}
	return r
}

// The commands that take something behind them; any other word with something
// behind it is a question (handlers' table).
var (
	spoken = regexp.MustCompile(`^(签到|口令)`)              //nolint:gosmopolitan // command words
	filed  = regexp.MustCompile(`^(补签|(取消)?顶\+?q?\d+$)`) //nolint:gosmopolitan // command words
	board  = regexp.MustCompile(`^\s*提问[\s+＋:：,，、]+\S`)  //nolint:gosmopolitan // a command word and what separates
	taken  = regexp.MustCompile(`^(领取?|失效)[+:,-]*`)      //nolint:gosmopolitan // command words
	// code is a number of a list or of the menu, a confirmation, an extraction code.
	code = regexp.MustCompile(`^(\d+|[a-z0-9]{0,7}\d[a-z0-9]{0,7})$`)
)

// has tells whether a message is routine. What begins with # is a moderator's.
func (r routine) has(raw string) bool {
	folded := text.Fold(raw)
	if r.words[folded] || strings.HasPrefix(folded, "#") || code.MatchString(folded) {
		return true
	}
	if filed.MatchString(folded) || board.MatchString(raw) {
		return true
	}
	if r.packs[folded] || r.packs[taken.ReplaceAllString(folded, "")] {
		return true
	}
	if _, bad := r.blocked.Find(folded); bad {
		return true
	}
	return (spoken.MatchString(folded) || r.phrase(folded)) && !r.exact(folded)
}

// phrase tells whether a text is a passphrase, or a slip in one.
func (r routine) phrase(folded string) bool {
	for _, p := range r.phrases {
		if p.Compare(folded) >= faq.OneOff {
			return true
		}
	}
	return false
}
