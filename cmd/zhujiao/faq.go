package main

import (
	"bufio"
	"bytes"
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

	"github.com/goccy/go-yaml"

	"zhujiao/bot/content"
	"zhujiao/bot/faq"
	"zhujiao/bot/text"
	"zhujiao/handlers"
)

type faqCmd struct {
	Match      faqMatchCmd      `cmd:"" help:"Match questions, one JSON object a line on standard input, and write what they matched."`
	Eval       faqEvalCmd       `cmd:"" help:"Say how well labelled questions are matched, by cross-validation."`
	Fit        faqFitCmd        `cmd:"" help:"Fit the confidence on labelled questions and print bot/faq/weights.go."`
	Learn      faqLearnCmd      `cmd:"" help:"Fit the classifier on the shipped phrasings and write it, after a change of the data."`
	Unanswered faqUnansweredCmd `cmd:"" help:"Group what was not answered at once; list phrasings that people's choices propose."`
	Replay     faqReplayCmd     `cmd:"" help:"Say which past messages a changed file would answer differently."`
	Why        faqWhyCmd        `cmd:"" help:"Say in words why a question matches what it matches."`
}

// faqFile is where the entries are: a campaign file, or a list of entries with
// id, title, keywords, samples and answer.
type faqFile struct {
	FAQ string `name:"faq" type:"existingfile" help:"A campaign file, or a list (id, title, keywords, samples); else the built-in intents."`
}

// setup reads the file.
func (f faqFile) setup() (faq.Setup, error) {
	if f.FAQ == "" {
		return faq.Setup{Entries: faq.Own()}, nil
	}
	b, err := os.ReadFile(f.FAQ)
	if err != nil {
		return faq.Setup{}, err
	}
	var list []struct {
		ID, Title, Intent string
		Keywords, Samples []string
	}
	if err := yaml.Unmarshal(b, &list); err != nil {
		return f.campaign()
	}
	out := make([]faq.Entry, len(list))
	for i, e := range list {
		out[i] = faq.Entry{ID: e.ID, Title: e.Title, Aliases: append(e.Keywords, e.Samples...), Intent: e.Intent}
	}
	return faq.Setup{Entries: out}, nil
}

func (f faqFile) campaign() (faq.Setup, error) {
	v, problems, err := content.Load(f.FAQ, handlers.Commands(), time.Time{})
	if err != nil {
		for _, p := range problems {
			fmt.Fprintln(os.Stderr, p)
		}
		return faq.Setup{}, fmt.Errorf("%s is neither a list of entries nor a campaign file without errors: %w", f.FAQ, err)
	}
	return handlers.MatcherSetup(v.Campaign, v.Texts), nil
}

type faqMatchCmd struct{ faqFile }

// Run matches standard input line by line; fields it does not know are kept.
func (c faqMatchCmd) Run(env stdio) error {
	setup, err := c.setup()
	if err != nil {
		return err
	}
	m, _ := faq.New(setup)
	out := bufio.NewWriter(env.out)
	lines := bufio.NewScanner(env.in)
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		if strings.TrimSpace(lines.Text()) == "" {
			continue
		}
		if err := matchLine(m, lines.Bytes(), out); err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
	}
	if err := lines.Err(); err != nil {
		return err
	}
	return out.Flush()
}

// matchLine writes a line with what its question matched; what else the line has
// is kept as it is.
func matchLine(m *faq.Matcher, line []byte, out io.Writer) error {
	fields := map[string]any{}
	d := json.NewDecoder(bytes.NewReader(line))
	d.UseNumber() // a large number stays what it is
	if err := d.Decode(&fields); err != nil {
		return fmt.Errorf("no JSON object: %w", err)
	}
	q, ok := fields["q"].(string)
	if !ok {
		return errors.New(`there is no text in "q"`)
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

// labelled reads questions with labels: {"q", "id" or null, "kind", "ids"?}. A
// label is an entry's id, or the name of a built-in intent that one of the
// entries has.
func labelled(file string, entries []faq.Entry) ([]faq.Query, error) {
	owners := faq.Owners(entries)
	f, err := os.Open(file) //nolint:gosec // the file that the command line names
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	var out []faq.Query
	d := json.NewDecoder(f)
	for {
		var in struct {
			Q    string   `json:"q"`
			ID   *string  `json:"id"`
			IDs  []string `json:"ids"`
			Kind string   `json:"kind"`
			// Author is who wrote it; bounds are fitted for each.
			Author string `json:"author"`
		}
		if err := d.Decode(&in); err == io.EOF {
			return out, nil
		} else if err != nil {
			return nil, fmt.Errorf("question %d of %s: %w", len(out)+1, file, err)
		}
		q := faq.Query{Text: in.Q, Kind: in.Kind, Author: in.Author, IDs: in.IDs}
		if in.ID != nil {
			q.IDs = append(q.IDs, *in.ID)
		}
		for i, id := range q.IDs {
			if own, ok := owners[id]; ok {
				q.IDs[i] = own
			}
		}
		out = append(out, q)
	}
}

type faqEvalCmd struct {
	faqFile
	Queries   string  `required:"" type:"existingfile" help:"Labelled questions, one JSON object a line."`
	Precision float64 `default:"0.95" help:"The precision that the answer band has to keep."`
	Without   string  `enum:",sounds,concepts,spoken,phrasings,classifier,reasons" default:"" help:"Leave a part out, to see what it is worth."`
	Shipped   bool    `help:"Judge the weights that are shipped instead of cross-validating (for questions that nothing was fitted on)."`
}

// Run prints how well questions are matched.
func (c faqEvalCmd) Run(env stdio) error {
	setup, err := c.setup()
	if err != nil {
		return err
	}
	qs, err := labelled(c.Queries, setup.Entries)
	if err != nil {
		return err
	}
	setup.Without = map[string]faq.Part{
		"sounds": faq.Sounds, "concepts": faq.Concepts, "spoken": faq.Spoken, "phrasings": faq.Phrasings, "classifier": faq.Learnt, "reasons": faq.Reasons,
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
	fmt.Fprintf(env.out, "%d questions in scope, %d not to be answered; %d entries, %d phrasings claimed twice\n",
		r.InScope, r.Negatives, len(setup.Entries), len(conflicts))
	fmt.Fprintf(env.out, "R@1 %.1f %%   R@3 %.1f %%   MRR %.3f\n", 100*r.R1, 100*r.R3, r.MRR)
	fmt.Fprintf(env.out, "answer band: precision %.1f %%, recall %.1f %%; %d of %d that must not be answered were (%.1f %%)\n",
		100*r.Precision, 100*r.Recall, r.FalseNegatives, r.Negatives, 100*float64(r.FalseNegatives)/float64(max(1, r.Negatives)))
	for _, k := range slices.Sorted(maps.Keys(r.ByKind)) {
		fmt.Fprintf(env.out, "  %-12s %d of %d right\n", k, r.ByKind[k][0], r.ByKind[k][1])
	}
	for _, j := range r.False {
		right := "none"
		if len(j.IDs) > 0 {
			right = strings.Join(j.IDs, ", ")
		}
		fmt.Fprintf(env.out, "  false: %s → %s (%.2f), right: %s\n", j.Text, j.Hits[0].ID, j.Confidence, right)
	}
	p50, p99 := latency(m, qs)
	fmt.Fprintf(env.out, "a query: p50 %v, p99 %v; index built in %v, %.1f MiB\n", p50, p99, built.Round(time.Millisecond),
		float64(after.HeapAlloc-before.HeapAlloc)/(1<<20))
	return nil
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

type faqLearnCmd struct {
	File string `arg:"" help:"What to write: bot/faq/data/classifier.bin."`
}

// Run fits and writes the classifier.
func (c faqLearnCmd) Run(env stdio) error {
	b, err := faq.FitClassifier()
	if err != nil {
		return err
	}
	if err := os.WriteFile(c.File, b, 0o644); err != nil { //nolint:gosec // a data file of the program
		return err
	}
	fmt.Fprintf(env.out, "%s: %d bytes\n", c.File, len(b))
	return nil
}

type faqFitCmd struct {
	faqFile
	Queries   string  `required:"" type:"existingfile" help:"Labelled questions, one JSON object a line."`
	Precision float64 `default:"0.95" help:"The precision that the answer band has to keep."`
}

// Run prints bot/faq/weights.go.
func (c faqFitCmd) Run(env stdio) error {
	setup, err := c.setup()
	if err != nil {
		return err
	}
	qs, err := labelled(c.Queries, setup.Entries)
	if err != nil {
		return err
	}
	fmt.Fprint(env.out, faq.FitAll(setup, qs, c.Precision).Source())
	return nil
}

type faqWhyCmd struct {
	faqFile
	Question string `arg:""`
}

// Run explains a match.
func (c faqWhyCmd) Run(env stdio) error {
	setup, err := c.setup()
	if err != nil {
		return err
	}
	m, _ := faq.New(setup)
	for _, line := range m.Why(text.Fold(c.Question)) {
		fmt.Fprintln(env.out, line)
	}
	return nil
}
