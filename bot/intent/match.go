package intent

import (
	"fmt"
	"slices"
	"strconv"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/faq"
	"zhujiao/bot/text"
)

// MatcherSetup is what the matcher of a campaign is made of: its frequent
// questions with what they answer, and the commands that are only suggested, whose
// ids begin with #.
func MatcherSetup(c *campaign.Campaign, t Texts, commands []Command) faq.Setup {
	entries := entriesOf(c, t.Answers)
	for _, s := range newSuggestions(c, commands).list {
		entries = append(entries, faq.Entry{ID: s.id, Title: s.title, Intent: s.intent, Answer: s.answer(), Command: true})
	}
	return faq.Setup{Entries: entries, Concepts: c.Concepts, Subject: []string{c.Name, c.Host, c.Lecturer, c.LecturerIntro, c.Series}}
}

// Confusions returns the wordings whose like another entry would answer, by the
// matcher's own measure. The wording itself is always answered by its own entry.
func Confusions(c *campaign.Campaign) []faq.Confusion {
	m, _ := faq.New(faq.Setup{Entries: entriesOf(c, nil), Concepts: c.Concepts})
	return m.Confusions()
}

// Claims returns the built-in intents that frequent questions inherit (ruling 54).
func Claims(c *campaign.Campaign) []faq.Claim { return faq.Claims(entriesOf(c, nil)) }

func entriesOf(c *campaign.Campaign, answers map[string]string) []faq.Entry {
	out := make([]faq.Entry, len(c.FAQ))
	for i, e := range c.FAQ {
		out[i] = faq.Entry{ID: e.ID, Title: e.Question, Aliases: e.Aliases, Intent: e.Intent, Answer: answers[e.ID]}
	}
	return out
}

// suggestions are the commands that people ask for in their own words.
type suggestions struct {
	list   []suggestion // those that the matcher finds
	byID   map[string]suggestion
	byWish map[bot.Wish]suggestion
}

// suggestion is a command that is suggested for one intent or wish; id stands for
// it among the matcher's entries.
type suggestion struct{ id, command, title, intent string }

// answer is what the matcher takes for the answer of a suggestion. It states no
// facts, so that a question about a particular is never answered by it.
func (s suggestion) answer() string { return s.title + " " + s.command + " " + s.intent }

// newSuggestions leaves out the intents that a frequent question answers. It panics
// when there is no such intent: the command would never be suggested.
func newSuggestions(c *campaign.Campaign, commands []Command) suggestions {
	out := suggestions{byID: map[string]suggestion{}, byWish: map[bot.Wish]suggestion{}}
	answered := faq.IntentOwners(entriesOf(c, nil))
	known := QuestionIntents()
	for _, row := range commands {
		if !offers(c, row.Word) {
			continue
		}
		n := 0
		for _, s := range row.Suggestions {
			if s.Intent == "" {
				out.byWish[s.Wish] = suggestion{command: row.Word, title: s.Title}
				continue
			}
			if !slices.Contains(known, s.Intent) {
				panic(fmt.Sprintf("command %s is suggested for the unknown intent %q", row.Word, s.Intent))
			}
			n++
			id := "#" + row.Word
			if n > 1 {
				id += strconv.Itoa(n) // ids are stored, so they must not change
			}
			if _, taken := answered[s.Intent]; !taken {
				made := suggestion{id, row.Word, s.Title, s.Intent}
				out.list, out.byID[id] = append(out.list, made), made
			}
		}
	}
	return out
}

// MatcherOf returns the matcher of the frequent questions, for whoever groups or replays past
// ones; nil if the reader only knows reserved words.
func MatcherOf(r *Reader) *faq.Matcher { return r.matcher }

// Match returns what a text means as a frequent question, whatever else it is.
func (r *Reader) Match(said string) bot.Match { return r.match(&memo{}, text.Fold(said)) }

func (r *Reader) match(memo *memo, folded string) bot.Match {
	if r.matcher == nil {
		return bot.Match{}
	}
	m := r.matcher.MatchIn(&memo.faq, folded)
	out := bot.Match{Band: band(m.Band), Hits: make([]bot.Hit, len(m.Hits)), OwnWording: m.Exact, Confidence: m.Confidence}
	for i, h := range m.Hits {
		out.Hits[i] = bot.Hit{ID: h.ID, Title: h.Title, Score: h.Score, Command: r.suggestions.byID[h.ID].command}
	}
	return out
}

func band(b faq.Band) bot.Band {
	switch b {
	case faq.Answer:
		return bot.BandAnswer
	case faq.Suggest:
		return bot.BandSuggest
	case faq.None:
		return bot.BandNone
	default:
		return bot.BandNone
	}
}

// Meaning returns the intent of a hit's id: a command to suggest, or an entry to
// answer. Ids are stored with the choices that a person was offered.
func (r *Reader) Meaning(id string) Intent {
	if s, ok := r.suggestions.byID[id]; ok {
		return Intent{Kind: SuggestCommand, Command: bot.CommandReading{Word: s.command}, Title: s.title}
	}
	return Intent{Kind: Answer, Entry: id}
}
