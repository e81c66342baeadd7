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

// faqFile names the file with the entries: a campaign file, or a list of entries with
// id, title, keywords, samples and answer.
type faqFile struct {
	FAQ string `name:"faq" type:"existingfile" help:"A campaign file, or a list (id, title, keywords, samples); else the built-in intents."`
}

// setup reads the file and returns what a matcher is made of.
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

// entryFile is the content of a faqFile. If the file is a list, the campaign has only
// entries, and there are no texts.
type entryFile struct {
	class *campaign.Campaign
	texts *content.Texts
}

// setup returns what a matcher is made of. For a list, answers and commands are left
// out, because a list serves to measure how its wordings are matched.
func (k entryFile) setup() faq.Setup {
	if k.texts != nil {
		return intent.MatcherSetup(k.class, handlers.ReaderTexts(k.class, k.texts), attendee.Commands())
	}
	out := make([]faq.Entry, len(k.class.FAQ))
	for i, e := range k.class.FAQ {
		out[i] = faq.Entry{ID: e.ID, Title: e.Question, Aliases: e.Aliases, Intent: e.Intent}
	}
	return faq.Setup{Entries: out}
}

// routine returns a function that reports whether a message is answered without
// asking the matcher.
func (k entryFile) routine() func(said string) bool {
	return intent.Routine(k.class, handlers.Blocked(k.class), attendee.Commands())
}

// withAdditions returns the file's content together with the entries and phrasings that
// moderators added.
func (k entryFile) withAdditions(p sqlstore.Past) entryFile {
	answers := map[string]string{}
	for _, e := range p.Published {
		answers[e.ID()] = e.Answer
	}
	k.class = k.class.With(p.Published, p.Phrasings)
	if k.texts != nil {
		k.texts = k.texts.With(answers)
	}
	return k
}

// answerOf returns the answer of an entry, with its picture. It reports false if the
// file has no answer.
func (k entryFile) answerOf(id string) (said string, ok bool) {
	e, ok := k.class.Entry(id)
	if !ok || k.texts == nil {
		return e.Answer, e.Answer != ""
	}
	seats := content.Vars{"已报": "{已报}", "剩余": "{剩余}"} //nolint:gosmopolitan // placeholders that only a reply fills in
	return k.texts.Answer(id, time.Time{}, seats) + e.Image, true
}

// fate says what becomes of a question whose entry has no answer yet; "" if it has one.
func (k entryFile) fate(id string) string {
	e, _ := k.class.Entry(id)
	switch {
	case !e.Pending:
		return ""
	case e.PendingText != "":
		return id + noAnswer + "its interim text is said, and a moderator is told"
	}
	so := "goes to a moderator"
	switch k.class.Unknown {
	case campaign.UnknownSilence:
		so = "is left without a reply, as the file asks for what is not known"
	case campaign.UnknownTransfer:
		so = "goes to the account's customer service, as the file asks for what is not known"
	case campaign.UnknownTicket:
	}
	return id + noAnswer + "the question " + so
}

const noAnswer = " has no answer yet (待补): " //nolint:gosmopolitan // the file's key

// read reads the file. A YAML list is a list of entries; anything else has to be a
// campaign.
func (f faqFile) read() (entryFile, error) {
	b, err := os.ReadFile(f.FAQ)
	if err != nil {
		return entryFile{}, err
	}
	tree, err := parser.ParseBytes(b, 0)
	if err == nil && len(tree.Docs) > 0 {
		if list, ok := tree.Docs[0].Body.(*ast.SequenceNode); ok {
			entries, err := entryList(b, list)
			if err != nil {
				return entryFile{}, fmt.Errorf("%s:%w", f.FAQ, err)
			}
			return entryFile{class: &campaign.Campaign{FAQ: entries}}, nil
		}
	}
	return f.campaign()
}

func (f faqFile) campaign() (entryFile, error) {
	v, problems, err := content.Load(f.FAQ, app.Vocabulary(), time.Time{})
	if err != nil {
		for _, p := range problems {
			fmt.Fprintln(os.Stderr, p)
		}
		return entryFile{}, fmt.Errorf("%s is neither a list of entries nor a campaign file without errors: %w", f.FAQ, err)
	}
	return entryFile{v.Campaign, v.Texts}, nil
}

// entryList reads a list of entries and refuses unknown keys: the words under a
// misspelt key would be missing, and nothing would show why they are not matched.
func entryList(b []byte, list *ast.SequenceNode) ([]campaign.Entry, error) {
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
