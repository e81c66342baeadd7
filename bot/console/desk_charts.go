package console

import (
	"strconv"
	"time"
)

const (
	// termsFor is how far back the texts go whose terms are counted.
	termsFor = 7 * 24 * time.Hour
	// termsShown is how many terms are shown.
	termsShown = 8
)

// charts reads what the first page of tickets shows below them. The part of a page that
// changes has no charts, so that nothing is counted for it.
func (desk) charts(v *visit, out *listPage) error {
	if v.fragment() || !out.First || out.Tab == "mine" {
		return nil
	}
	tickets := v.Moderation.Tickets
	times, err := tickets.Times(v.ctx(), v.who)
	if err != nil {
		return err
	}
	terms, err := tickets.Terms(v.ctx(), v.who, v.now.Add(-termsFor), termsShown)
	if err != nil {
		return err
	}
	out.Charts = true
	for i, n := range times {
		out.Times = append(out.Times, mark{
			Label: v.words("tickets", "within", strconv.Itoa(i)), N: n, Path: v.path("tickets?tab=done"),
		})
	}
	for _, t := range terms {
		out.Terms = append(out.Terms, mark{Label: t.Words, N: t.People, Path: behindPath(v, behindTerm, t.Words, nil)})
	}
	return nil
}
