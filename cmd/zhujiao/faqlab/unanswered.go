package faqlab

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
	"zhujiao/bot/text"
	"zhujiao/cmd/zhujiao/app"
)

// past reads the questions of the last days and the campaign as it answers now. It may
// run while zhujiao serve does. It takes no context, because a signal may end it at any
// moment.
func past(env Env, days int) (k entryFile, p sqlstore.Past, err error) {
	file := env.Getenv("ZHUJIAO_CAMPAIGN")
	if file == "" || env.Getenv("ZHUJIAO_DATA") == "" && env.Getenv("ZHUJIAO_DATABASE_URL") == "" {
		return k, p, errors.New("ZHUJIAO_DATA or ZHUJIAO_CAMPAIGN is not set: give what zhujiao serve uses")
	}
	r, err := content.Read(file, app.Vocabulary(), time.Time{})
	if err != nil {
		return k, p, fmt.Errorf("ZHUJIAO_CAMPAIGN: %w", err)
	}
	v, err := r.Main("", time.Now())
	if err != nil {
		return k, p, fmt.Errorf("ZHUJIAO_CAMPAIGN: %w; run zhujiao check on it", err)
	}
	ctx := context.Background()
	st, err := env.Stored(ctx)
	if err != nil {
		return k, p, err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	p, err = st.Journal.Past(ctx, v.Campaign.ID, time.Now().AddDate(0, 0, -days))
	return entryFile{v.Campaign, v.Texts}, p, err
}

type unansweredCmd struct {
	Days int `default:"30" help:"How far back."`
	Top  int `default:"20" help:"How many groups to print."`
}

// Run prints the groups and the proposed phrasings.
func (c unansweredCmd) Run(env Env) error {
	if err := errors.Join(tooFew("top", c.Top), tooFew("days", c.Days)); err != nil {
		return err
	}
	k, p, err := past(env, c.Days)
	if err != nil {
		return err
	}
	k = k.withAdditions(p)
	m, _ := faq.New(k.setup())
	texts, chosen, now := sorted(p.Unanswered, func(t string) string { return answers(k, m.Match(text.Fold(t))) })
	printGroups(env.Out, m.Group(texts), texts, c.Top)
	printProposals(env.Out, k.class, chosen)
	if now > 0 {
		fmt.Fprintf(env.Out, "\n%d more are answered by now\n", now)
	}
	return nil
}

// sorted sorts what was heard: questions that still have no answer; of those that
// got a choice, what was chosen, by entry, unless it is answered so by now; and
// how many questions are answered by now. answered names who answers a text.
func sorted(heard []campaign.UnansweredQuestion, answered func(string) string) (texts []string, chosen map[string][]string, now int) {
	chosen = map[string][]string{}
	for _, h := range heard {
		id := answered(h.Text)
		switch {
		case h.Outcome == campaign.OutcomeChosen && id != h.Entry:
			chosen[h.Entry] = append(chosen[h.Entry], h.Text)
		case h.Outcome == campaign.OutcomeChosen: // as they wished
		case id != "":
			now++
		default:
			texts = append(texts, h.Text)
		}
	}
	return texts, chosen, now
}

// answers returns the id of the entry that answers a question at once, or "". An entry
// without an answer yet does not count.
func answers(k entryFile, r faq.Result) string {
	if r.Band != faq.Answer {
		return ""
	}
	if e, ok := k.class.Entry(r.Hits[0].ID); ok && e.Pending {
		return ""
	}
	return r.Hits[0].ID
}

func printGroups(w io.Writer, groups []faq.Group, texts []string, top int) {
	fmt.Fprintf(w, "%d questions were not answered at once, in %d groups\n", len(texts), len(groups))
	for _, g := range groups[:min(top, len(groups))] {
		fmt.Fprintf(w, "\n%4d  %s", len(g.Texts), text.Plain(texts[g.Texts[0]]))
		if len(g.Hits) > 0 {
			fmt.Fprintf(w, "   (nearest entry: %s %s, %.2f)", g.Hits[0].ID, text.Plain(g.Hits[0].Title), g.Hits[0].Score)
		}
		fmt.Fprintln(w)
		shown := map[string]bool{texts[g.Texts[0]]: true}
		for _, i := range g.Texts {
			if !shown[texts[i]] && len(shown) < 5 {
				shown[texts[i]] = true
				fmt.Fprintln(w, "      "+text.Plain(texts[i]))
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
		said := strings.Join(slices.Compact(slices.Sorted(slices.Values(chosen[id]))), " / ")
		fmt.Fprintf(w, "  %s %s: %s\n", id, e.Question, text.Plain(said))
	}
}

// tooFew refuses a number that is below 0.
func tooFew(name string, n int) error {
	if n < 0 {
		return fmt.Errorf("%s %d: give 0 or more", name, n)
	}
	return nil
}
