package faqlab

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/faq"
	"zhujiao/bot/intent"
	"zhujiao/bot/sqlstore"
	"zhujiao/cmd/zhujiao/app"
	"zhujiao/handlers"
	"zhujiao/handlers/attendee"
)

// faqFile is where the entries are: a campaign file, or a list of entries with
// id, title, keywords, samples and answer.
type faqFile struct {
	FAQ string `name:"faq" type:"existingfile" help:"A campaign file, or a list (id, title, keywords, samples); else the built-in intents."`
}

// setup reads the file.
func (f faqFile) setup() (faq.Setup, error) {
	if f.FAQ == "" {
		return faq.Setup{Entries: faq.BuiltinEntries()}, nil
	}
	k, err := f.read()
	if err != nil {
		return faq.Setup{}, err
	}
	return k.setup(), nil
}

// knowledge is what a file knows to answer. Of a list, the campaign has nothing
// but its entries, and there are no texts.
type knowledge struct {
	*campaign.Campaign
	texts *content.Texts
}

// setup is what its matcher is made of. What a list answers takes no part, nor do
// commands: it is there to measure how its wording is matched.
func (k knowledge) setup() faq.Setup {
	if k.texts != nil {
		return intent.MatcherSetup(k.Campaign, handlers.ReaderTexts(k.Campaign, k.texts), attendee.Commands())
	}
	out := make([]faq.Entry, len(k.FAQ))
	for i, e := range k.FAQ {
		out[i] = faq.Entry{ID: e.ID, Title: e.Question, Aliases: e.Aliases, Intent: e.Intent}
	}
	return faq.Setup{Entries: out}
}

// routine returns a function that reports whether a message is answered without
// asking the matcher.
func (k knowledge) routine() func(said string) bool {
	return intent.Routine(k.Campaign, handlers.Blocked(k.Campaign), attendee.Commands())
}

// taught is the same with what moderators published and taught.
func (k knowledge) taught(p sqlstore.Past) knowledge {
	answers := map[string]string{}
	for _, e := range p.Published {
		answers[e.ID()] = e.Answer
	}
	k.Campaign = k.With(p.Published, p.Phrasings)
	if k.texts != nil {
		k.texts = k.texts.With(answers)
	}
	return k
}

// says is what an entry answers, with its picture; ok is false where that is not
// known.
func (k knowledge) says(id string) (said string, ok bool) {
	e, ok := k.Entry(id)
	if !ok || k.texts == nil {
		return e.Answer, e.Answer != ""
	}
	seats := content.Vars{"已报": "{已报}", "剩余": "{剩余}"} //nolint:gosmopolitan // placeholders that only a reply fills in
	return k.texts.Answer(id, seats) + e.Image, true
}

// read reads the file: YAML that is a list is one of entries, anything else has
// to be a campaign.
func (f faqFile) read() (knowledge, error) {
	b, err := os.ReadFile(f.FAQ)
	if err != nil {
		return knowledge{}, err
	}
	tree, err := parser.ParseBytes(b, 0)
	if err == nil && len(tree.Docs) > 0 {
		if list, ok := tree.Docs[0].Body.(*ast.SequenceNode); ok {
			entries, err := listed(b, list)
			if err != nil {
				return knowledge{}, fmt.Errorf("%s:%w", f.FAQ, err)
			}
			return knowledge{Campaign: &campaign.Campaign{FAQ: entries}}, nil
		}
	}
	return f.campaign()
}

func (f faqFile) campaign() (knowledge, error) {
	v, problems, err := content.Load(f.FAQ, app.Vocabulary(), time.Time{})
	if err != nil {
		for _, p := range problems {
			fmt.Fprintln(os.Stderr, p)
		}
		return knowledge{}, fmt.Errorf("%s is neither a list of entries nor a campaign file without errors: %w", f.FAQ, err)
	}
	return knowledge{v.Campaign, v.Texts}, nil
}

// listed reads a list of entries strictly: a key that is misspelt would leave its
// words out, and nobody would see why they are not matched.
func listed(b []byte, list *ast.SequenceNode) ([]campaign.Entry, error) {
	var rows []struct {
		ID, Title, Intent, Answer string
		Keywords, Samples         []string
	}
	if err := yaml.UnmarshalWithOptions(b, &rows, yaml.Strict()); err != nil {
		return nil, fmt.Errorf(" %w", err)
	}
	if len(rows) == 0 {
		return nil, errors.New(" no entries")
	}
	out, first := make([]campaign.Entry, len(rows)), map[string]int{}
	for i, r := range rows {
		line := list.Values[i].GetToken().Position.Line
		other, twice := first[r.ID]
		switch {
		case strings.TrimSpace(r.ID) == "":
			return nil, fmt.Errorf("%d: entry %d has no id", line, i+1)
		case strings.TrimSpace(r.Title) == "":
			return nil, fmt.Errorf("%d: entry %d has no title", line, i+1)
		case twice:
			return nil, fmt.Errorf("%d: entry %d: the id %s is of entry %d too", line, i+1, r.ID, other)
		}
		first[r.ID] = i + 1
		out[i] = campaign.Entry{
			ID: r.ID, Question: r.Title, Aliases: append(r.Keywords, r.Samples...), Answer: r.Answer, Intent: r.Intent,
		}
	}
	return out, nil
}
