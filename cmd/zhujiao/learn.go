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

	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/faq"
	"zhujiao/bot/sqlstore"
	"zhujiao/handlers"
)

// past opens what was asked in the last days beside a running process, and the
// campaign as it answers now. What reads it takes no context: a signal may end it
// at any moment.
func past(env stdio, days int) (k knowledge, p sqlstore.Past, err error) {
	dir, file := env.getenv("ZHUJIAO_DATA"), env.getenv("ZHUJIAO_CAMPAIGN")
	if dir == "" || file == "" {
		return k, p, errors.New("ZHUJIAO_DATA or ZHUJIAO_CAMPAIGN is not set: give what zhujiao serve uses")
	}
	v, _, err := content.Load(file, handlers.Commands(), time.Time{})
	if err != nil {
		return k, p, fmt.Errorf("ZHUJIAO_CAMPAIGN: %w; run zhujiao check on it", err)
	}
	p, err = sqlstore.ReadPast(context.Background(), dir, v.Campaign.ID, time.Now().AddDate(0, 0, -days))
	return knowledge{v.Campaign, v.Texts}, p, err
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
	k, p, err := past(env, c.Days)
	if err != nil {
		return err
	}
	k = k.taught(p)
	m, _ := faq.New(k.setup())
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
	printProposals(env.out, k.Campaign, chosen)
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

// tooFew refuses a number that is below 0.
func tooFew(name string, n int) error {
	if n < 0 {
		return fmt.Errorf("%s %d: give 0 or more", name, n)
	}
	return nil
}
