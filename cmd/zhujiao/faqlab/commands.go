package faqlab

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"

	"zhujiao/bot/faq"
	"zhujiao/bot/sqlstore"
	"zhujiao/bot/text"
)

// Env is what a command sees of the outside.
type Env struct {
	In, Out, Err *os.File
	Getenv       func(string) string
	// Stored opens what zhujiao serve has stored.
	Stored func(ctx context.Context) (*sqlstore.Store, error)
}

// Cmd are the commands below zhujiao faq.
type Cmd struct {
	Match      matchCmd      `cmd:"" help:"Match questions, one JSON object a line on standard input, and write what they matched."`
	Eval       evalCmd       `cmd:"" help:"Say how well labelled questions are matched, by cross-validation."`
	Fit        fitCmd        `cmd:"" help:"Fit the confidence on labelled questions and print bot/faq/weights.go."`
	Learn      learnCmd      `cmd:"" help:"Fit the classifier on the shipped phrasings and write it, after a change of the data."`
	Unanswered unansweredCmd `cmd:"" help:"Group what was not answered at once; list phrasings that people's choices propose."`
	Replay     replayCmd     `cmd:"" help:"Say which past messages a changed file would answer differently."`
	Why        whyCmd        `cmd:"" help:"Say in words why a question matches what it matches."`
}

type matchCmd struct{ faqFile }

// Run matches standard input line by line; fields it does not know are kept.
func (c matchCmd) Run(env Env) error {
	setup, err := c.setup()
	if err != nil {
		return err
	}
	m, _ := faq.New(setup)
	return eachLine(env.In, func(n int, line []byte) error {
		if err := matchLine(m, line, env.Out); err != nil {
			return &lineError{n, err}
		}
		return nil
	})
}

// matchLine writes a line with what its question matched; what else the line has
// is kept as it is. It is written at once: what was matched is there, however the
// rest ends.
func matchLine(m *faq.Matcher, line []byte, out io.Writer) error {
	fields := map[string]any{}
	if err := object(line, &fields); err != nil {
		return err
	}
	q, ok := fields["q"].(string)
	if !ok {
		return errNoText
	}
	r := m.Match(text.Fold(q))
	top := make([]map[string]any, len(r.Hits))
	for i, h := range r.Hits {
		top[i] = map[string]any{"id": h.ID, "score": h.Score}
	}
	fields["top"], fields["confidence"], fields["band"] = top, r.Confidence, bandName(r.Band)
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	return e.Encode(fields)
}

func bandName(b faq.Band) string {
	return map[faq.Band]string{faq.None: "none", faq.Suggest: "suggest", faq.Answer: "answer"}[b]
}

// labels reads questions with labels, and which labels no entry has. A label is
// an entry's id, or the name of a built-in intent that one of the entries has.
func labels(file string, entries []faq.Entry) (out []faq.Query, strange []string, err error) {
	in, err := questions(file)
	if err != nil {
		return nil, nil, err
	}
	owners, none := faq.IntentOwners(entries), map[string]bool{}
	for _, e := range entries {
		owners[e.ID] = e.ID
	}
	for _, q := range in {
		ids := q.IDs
		if q.ID != nil {
			ids = append(ids, *q.ID)
		}
		for i, id := range ids {
			if own, ok := owners[id]; ok {
				ids[i] = own
			} else {
				none[id] = true
			}
		}
		out = append(out, faq.Query{Text: q.Q, Kind: q.Kind, Author: q.Author, IDs: ids})
	}
	return out, slices.Sorted(maps.Keys(none)), nil
}

// strangers says which labels can never be right.
func strangers(ids []string) string {
	return "no entry has these labels, so that nothing can be right for them: " + strings.Join(ids, ", ")
}

// exam is where labelled questions are, and how precise answers to them have to
// be.
type exam struct {
	faqFile
	Queries   string  `required:"" type:"existingfile" help:"Labelled questions, one JSON object a line."`
	Precision float64 `default:"0.95" help:"The precision that the answer band has to keep, 0.5 to 0.999."`
}

// paper is an exam that was read.
type paper struct {
	setup   faq.Setup
	queries []faq.Query
	// strange are labels that no entry has.
	strange []string
}

// read reads the entries and the questions.
func (x exam) read() (p paper, err error) {
	if !(x.Precision >= 0.5 && x.Precision <= 0.999) { // NaN is none either
		return p, fmt.Errorf("precision %v: give 0.5 to 0.999", x.Precision)
	}
	if p.setup, err = x.setup(); err != nil {
		return p, err
	}
	p.queries, p.strange, err = labels(x.Queries, p.setup.Entries)
	return p, err
}

type evalCmd struct {
	exam
	Without string `enum:",sounds,concepts,spoken,phrasings,classifier,reasons" default:"" help:"Leave a part out to see its worth."`
	Shipped bool   `help:"Judge the weights that are shipped instead of cross-validating (for questions that nothing was fitted on)."`
}

// Run prints how well questions are matched.
func (c evalCmd) Run(env Env) error {
	x, err := c.read()
	if err != nil {
		return err
	}
	if len(x.strange) > 0 {
		fmt.Fprintln(env.Err, "warning:", strangers(x.strange))
	}
	c.judge(env, x.setup, x.queries)
	return nil
}

// judge prints the report and what a query costs.
func (c evalCmd) judge(env Env, setup faq.Setup, qs []faq.Query) {
	setup.Without = map[string]faq.Part{
		"sounds": faq.Sounds, "concepts": faq.Concepts, "spoken": faq.Spoken, "phrasings": faq.Phrasings, "classifier": faq.Learned,
		"reasons": faq.Reasons,
	}[c.Without]
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	begin := time.Now()
	m, conflicts := faq.New(setup)
	built := time.Since(begin)
	runtime.GC()
	runtime.ReadMemStats(&after)
	var judged []faq.Judged
	if c.Shipped {
		judged = m.Judge(qs)
	} else {
		judged = faq.CrossValidate(setup, qs, 5, c.Precision)
	}
	r := faq.Summarise(judged)
	fmt.Fprintf(env.Out, "%d questions in scope, %d not to be answered; %d entries, %d phrasings claimed twice\n",
		r.InScope, r.OutOfScope, len(setup.Entries), len(conflicts))
	printReport(env.Out, r)
	p50, p99 := latency(m, qs)
	fmt.Fprintf(env.Out, "a query: p50 %v, p99 %v; index built in %v, %.1f MiB\n", p50, p99, built.Round(time.Millisecond),
		float64(after.HeapAlloc-before.HeapAlloc)/(1<<20))
}

func printReport(w io.Writer, r faq.Report) {
	fmt.Fprintf(w, "R@1 %.1f %%   R@3 %.1f %%   MRR %.3f\n", 100*r.R1, 100*r.R3, r.MRR)
	fmt.Fprintf(w, "answer band: precision %.1f %%, recall %.1f %%; %d of %d that must not be answered were (%.1f %%)\n",
		100*r.Precision, 100*r.Recall, r.OutOfScopeAnswered, r.OutOfScope, 100*float64(r.OutOfScopeAnswered)/float64(max(1, r.OutOfScope)))
	for _, k := range slices.Sorted(maps.Keys(r.ByKind)) {
		fmt.Fprintf(w, "  %-12s %d of %d right\n", k, r.ByKind[k][0], r.ByKind[k][1])
	}
	for _, j := range r.False {
		right := "none"
		if len(j.IDs) > 0 {
			right = strings.Join(j.IDs, ", ")
		}
		fmt.Fprintf(w, "  false: %s → %s (%.2f), right: %s\n", j.Text, j.Hits[0].ID, j.Confidence, right)
	}
}

// latency times each query ten times, alone.
func latency(m *faq.Matcher, qs []faq.Query) (p50, p99 time.Duration) {
	var all []time.Duration
	for range 10 {
		for _, q := range qs {
			folded := text.Fold(q.Text)
			begin := time.Now()
			m.Match(folded)
			all = append(all, time.Since(begin))
		}
	}
	slices.Sort(all)
	return all[len(all)/2], all[len(all)*99/100]
}

type learnCmd struct {
	File string `arg:"" help:"What to write: bot/faq/data/classifier.bin."`
}

// Run fits and writes the classifier.
func (c learnCmd) Run(env Env) error {
	b, err := faq.FitClassifier()
	if err != nil {
		return err
	}
	if err := os.WriteFile(c.File, b, 0o644); err != nil {
		return err
	}
	fmt.Fprintf(env.Out, "%s: %d bytes\n", c.File, len(b))
	return nil
}

type fitCmd struct {
	exam
}

// Run prints bot/faq/weights.go.
func (c fitCmd) Run(env Env) error {
	x, err := c.read()
	if err != nil {
		return err
	}
	if len(x.strange) > 0 {
		return errors.New(strangers(x.strange))
	}
	fmt.Fprint(env.Out, faq.FitAll(x.setup, x.queries, c.Precision).Source())
	return nil
}

type whyCmd struct {
	faqFile
	Question string `arg:""`
}

// Run explains a match.
func (c whyCmd) Run(env Env) error {
	setup, err := c.setup()
	if err != nil {
		return err
	}
	m, _ := faq.New(setup)
	for _, line := range m.Why(text.Fold(c.Question)) {
		fmt.Fprintln(env.Out, line)
	}
	return nil
}
