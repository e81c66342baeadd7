package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"

	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/faq"
	"zhujiao/bot/sqlstore"
	"zhujiao/handlers"
)

// past opens what was asked in the last days beside a running process, and the
// campaign as it answers now. What reads it takes no context: a signal may end it
// at any moment.
func past(env stdio, days int) (*content.Version, sqlstore.Past, error) {
	dir, file := env.getenv("ZHUJIAO_DATA"), env.getenv("ZHUJIAO_CAMPAIGN")
	if dir == "" || file == "" {
		return nil, sqlstore.Past{}, errors.New("ZHUJIAO_DATA or ZHUJIAO_CAMPAIGN is not set: give what zhujiao serve uses")
	}
	v, _, err := content.Load(file, handlers.Commands(), time.Time{})
	if err != nil {
		return nil, sqlstore.Past{}, fmt.Errorf("ZHUJIAO_CAMPAIGN: %w; run zhujiao check on it", err)
	}
	p, err := sqlstore.ReadPast(context.Background(), dir, v.Campaign.ID, time.Now().AddDate(0, 0, -days))
	if err != nil {
		return nil, p, err
	}
	return v, p, nil
}

// asServed is the campaign as it answers now, with what moderators published.
func asServed(v *content.Version, p sqlstore.Past) (*campaign.Campaign, *faq.Matcher) {
	c, answers := v.Campaign.With(p.Published, p.Phrasings), map[string]string{}
	for _, e := range p.Published {
		answers[e.ID()] = e.Answer
	}
	m, _ := faq.New(handlers.MatcherSetup(c, v.Texts.With(answers)))
	return c, m
}

type faqUnansweredCmd struct {
	Days int `default:"30" help:"How far back."`
	Top  int `default:"20" help:"How many groups to print."`
}

// Run prints the groups and the proposed phrasings.
func (c faqUnansweredCmd) Run(env stdio) error {
	if err := errors.Join(tooFew("top", c.Top), tooFew("days", c.Days)); err != nil {
		return err
	}
	v, p, err := past(env, c.Days)
	if err != nil {
		return err
	}
	camp, m := asServed(v, p)
	var texts []string
	chosen := map[string][]string{}
	for _, h := range p.Heard {
		if h.Outcome == campaign.HeardChosen {
			chosen[h.Entry] = append(chosen[h.Entry], h.Text)
		} else {
			texts = append(texts, h.Text)
		}
	}
	printGroups(env.out, m.Group(texts), texts, c.Top)
	printProposals(env.out, camp, chosen)
	return nil
}

func printGroups(w io.Writer, groups []faq.Group, texts []string, top int) {
	fmt.Fprintf(w, "%d questions were not answered at once, in %d groups\n", len(texts), len(groups))
	for _, g := range groups[:min(top, len(groups))] {
		fmt.Fprintf(w, "\n%4d  %s", len(g.Texts), texts[g.Texts[0]])
		if len(g.Hits) > 0 {
			fmt.Fprintf(w, "   (nearest entry: %s %s, %.2f)", g.Hits[0].ID, g.Hits[0].Title, g.Hits[0].Score)
		}
		fmt.Fprintln(w)
		shown := map[string]bool{texts[g.Texts[0]]: true}
		for _, i := range g.Texts {
			if !shown[texts[i]] && len(shown) < 5 {
				shown[texts[i]] = true
				fmt.Fprintln(w, "      "+texts[i])
			}
		}
	}
}

func printProposals(w io.Writer, c *campaign.Campaign, chosen map[string][]string) {
	if len(chosen) == 0 {
		return
	}
	fmt.Fprintln(w, "\nphrasings to propose, by what people chose:")
	for _, id := range slices.Sorted(maps.Keys(chosen)) {
		e, _ := c.Entry(id)
		fmt.Fprintf(w, "  %s %s: %s\n", id, e.Question, strings.Join(slices.Compact(slices.Sorted(slices.Values(chosen[id]))), " / "))
	}
}

type faqReplayCmd struct {
	faqFile
	Days     int    `default:"30" help:"How far back."`
	Top      int    `default:"50" help:"How many changes to print."`
	Was      string `type:"existingfile" help:"The file before; if not given, what serve uses, with what moderators published."`
	Messages string `type:"existingfile" help:"Replay these messages, one JSON object with q a line, instead of the stored ones."`
}

// Run prints what would change.
func (c faqReplayCmd) Run(env stdio) error {
	if err := errors.Join(tooFew("top", c.Top), tooFew("days", c.Days)); err != nil {
		return err
	}
	r, err := c.load(env)
	if err != nil {
		return err
	}
	bar := progressbar.NewOptions(len(r.texts), progressbar.OptionSetWriter(env.err), progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionSetDescription("replaying"), progressbar.OptionShowCount(), progressbar.OptionClearOnFinish())
	changes := faq.Replay(r.before, r.after, r.texts, func() { _ = bar.Add(1) }) // a bar that cannot be drawn is none
	_ = bar.Finish()
	fmt.Fprintf(env.out, "%d messages, %d different texts would be treated differently\n", len(r.texts), len(changes))
	for _, ch := range changes[:min(c.Top, len(changes))] {
		fmt.Fprintf(env.out, "%4d  %s\n      %s → %s\n", ch.Times, ch.Text, fate(ch.Before), fate(ch.After))
	}
	return nil
}

// fate is what people would see.
func fate(r faq.Result) string {
	ids := make([]string, len(r.Hits))
	for i, h := range r.Hits {
		ids[i] = h.ID
	}
	switch r.Band {
	case faq.Answer:
		return "answer " + ids[0]
	case faq.Suggest:
		return "ask back " + strings.Join(ids, ", ")
	default:
		return "moderator"
	}
}

// rehearsal is what is compared on which texts.
type rehearsal struct {
	before, after *faq.Matcher
	texts         []string
}

func (c faqReplayCmd) load(env stdio) (r rehearsal, err error) {
	setup, err := c.setup()
	if err != nil {
		return r, err
	}
	r.after, _ = faq.New(setup)
	if c.Was == "" || c.Messages == "" {
		v, p, err := past(env, c.Days)
		if err != nil {
			return r, err
		}
		_, r.before = asServed(v, p)
		r.texts = p.Messages
	}
	if c.Was != "" {
		was, err := faqFile{FAQ: c.Was}.setup()
		if err != nil {
			return r, err
		}
		r.before, _ = faq.New(was)
	}
	if c.Messages != "" {
		r.texts, err = messages(c.Messages)
	}
	return r, err
}

// messages reads one JSON object with "q" a line.
func messages(file string) ([]string, error) {
	qs, err := questions(file)
	out := make([]string, len(qs))
	for i, q := range qs {
		out[i] = q.Q
	}
	return out, err
}

// tooFew refuses a number that is below 0.
func tooFew(name string, n int) error {
	if n < 0 {
		return fmt.Errorf("%s %d: give 0 or more", name, n)
	}
	return nil
}
