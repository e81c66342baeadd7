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
	"strconv"
	"strings"
	"time"

	"zhujiao/bot/faq"
	"zhujiao/bot/sqlstore"
	"zhujiao/bot/text"
)

// Env holds the streams, the environment and the database of a command.
type Env struct {
	In, Out, Err *os.File
	Getenv       func(string) string
	// Stored opens the database of zhujiao serve.
	Stored func(ctx context.Context) (*sqlstore.Store, error)
}

// Cmd holds the commands below zhujiao faq.
type Cmd struct {
	Match      matchCmd      `cmd:"" help:"Match questions, one JSON object a line on standard input, and write what they matched."`
	Eval       evalCmd       `cmd:"" help:"Say how well labelled questions are matched, by cross-validation."`
	Classes    classesCmd    `cmd:"" help:"Say how well questions to classes with entries of their own are matched."`
	Fit        fitCmd        `cmd:"" help:"Fit the confidence on labelled questions and print bot/faq/weights.go."`
	Learn      learnCmd      `cmd:"" help:"Fit the classifier and the model of matters on the shipped data and write them."`
	Unanswered unansweredCmd `cmd:"" help:"Group what was not answered at once; list phrasings that people's choices propose."`
	Replay     replayCmd     `cmd:"" help:"Say which past messages a changed file would answer differently."`
	Why        whyCmd        `cmd:"" help:"Say in words why a question matches what it matches."`
}

type matchCmd struct{ faqFile }

// Run matches standard input line by line. It keeps fields that it does not know.
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

// matchLine adds what a line's question matched to the line and writes it. Each line is
// written at once, so that results are not lost when a later line is bad.
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
	switch b {
	case faq.None:
		return "none"
	case faq.Suggest:
		return "suggest"
	case faq.Answer:
		return "answer"
	}
	return strconv.Itoa(int(b))
}

// labels reads labelled questions, and returns the labels that no entry has. A label is
// the id of an entry, or the name of a built-in intent that one of the entries has.
func labels(file string, entries []faq.Entry) (out []faq.Query, unknown []string, err error) {
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

// unknownLabels is the warning about labels that no entry has.
func unknownLabels(ids []string) string {
	return "no entry has these labels, so that nothing can be right for them: " + strings.Join(ids, ", ")
}

// labelled holds the flags of commands that use labelled questions.
type labelled struct {
	faqFile
	Queries   string  `required:"" type:"existingfile" help:"Labelled questions, one JSON object a line."`
	Precision float64 `default:"0.95" help:"The precision that the answer band has to keep, 0.5 to 0.999."`
}

// labelledSet is what the files of labelled name.
type labelledSet struct {
	setup   faq.Setup
	queries []faq.Query
	// unknown are labels that no entry has.
	unknown []string
}

// read reads the entries and the questions.
func (x labelled) read() (p labelledSet, err error) {
	if !(x.Precision >= 0.5 && x.Precision <= 0.999) { // also refuses NaN
		return p, fmt.Errorf("precision %v: give 0.5 to 0.999", x.Precision)
	}
	if p.setup, err = x.setup(); err != nil {
		return p, err
	}
	p.queries, p.unknown, err = labels(x.Queries, p.setup.Entries)
	return p, err
}

type evalCmd struct {
	labelled
	Without string `enum:",sounds,concepts,spoken,phrasings,classifier,reasons" default:"" help:"Leave a part out to see its worth."`
	Shipped bool   `help:"Judge the weights that are shipped instead of cross-validating (for questions that nothing was fitted on)."`
}

// Run prints how well questions are matched.
func (c evalCmd) Run(env Env) error {
	x, err := c.read()
	if err != nil {
		return err
	}
	if len(x.unknown) > 0 {
		fmt.Fprintln(env.Err, "warning:", unknownLabels(x.unknown))
	}
	c.judge(env, x.setup, x.queries)
	return nil
}

// judge prints the report, and how long a query takes.
func (c evalCmd) judge(env Env, setup faq.Setup, qs []faq.Query) {
	setup.Without = parts()[c.Without]
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

// parts are the parts of the matcher that can be left out, by the words for them.
func parts() map[string]faq.Part {
	return map[string]faq.Part{
		"sounds": faq.Sounds, "concepts": faq.Concepts, "spoken": faq.Spoken, "phrasings": faq.Phrasings, "classifier": faq.Learned,
		"reasons": faq.Reasons, "file-view": faq.FileView, "answers": faq.Answers, "leanings": faq.Leanings, "world": faq.Worldly,
		"unstated": faq.Unstated, "topics": faq.Topics,
	}
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
	Classifier string `arg:"" help:"What to write: bot/faq/data/classifier.bin."`
	Topics     string `arg:"" help:"What to write: bot/faq/data/topics.bin."`
}

// Run fits and writes the classifier and the model of matters.
func (c learnCmd) Run(env Env) error {
	classifier, topics := faq.FitClassifier(), faq.FitTopics()
	fmt.Fprintf(env.Out, "%s: %d bytes\n%s: %d bytes\n", c.Classifier, len(classifier), c.Topics, len(topics))
	return errors.Join(os.WriteFile(c.Classifier, classifier, 0o644), os.WriteFile(c.Topics, topics, 0o644))
}

type fitCmd struct {
	labelled
	Classes string `type:"existingdir" help:"Classes with entries of their own: NAME.yaml and NAME.jsonl."`
	Generic string `type:"existingfile" help:"A campaign file to which --queries are put too."`
	Claims  string `type:"existingfile" help:"Wordings of entries with the intent that they mean."`
	Beyond  string `help:"Where to write bot/faq/data/beyond.txt."`
	Forest  string `help:"Where to write bot/faq/data/forest.txt."`
}

// Run prints bot/faq/weights.go and writes bot/faq/data/beyond.txt and forest.txt.
func (c fitCmd) Run(env Env) error {
	x, err := c.read()
	if err != nil {
		return err
	}
	if len(x.unknown) > 0 {
		return errors.New(unknownLabels(x.unknown))
	}
	if c.Classes == "" || c.Generic == "" || c.Claims == "" || c.Beyond == "" || c.Forest == "" {
		return errors.New("give --classes, --generic, --claims, --beyond and --forest too: see .ci/fit")
	}
	p := faq.Practice{Setup: x.setup, Queries: x.queries, Precision: c.Precision, ClassPrecision: boundPrecision}
	if p.Classes, err = c.classes(); err != nil {
		return err
	}
	claims, err := os.ReadFile(c.Claims)
	if err != nil {
		return err
	}
	p.Claims = string(claims)
	fit, err := faq.FitAll(p)
	if err != nil {
		return err
	}
	fmt.Fprint(env.Out, fit.Source())
	return errors.Join(os.WriteFile(c.Beyond, []byte(fit.Beyond()), 0o644), os.WriteFile(c.Forest, []byte(fit.Forest()), 0o644))
}

// classes returns the classes with entries of their own, and the generic one.
func (c fitCmd) classes() ([]faq.OwnClass, error) {
	out, err := OwnClasses(c.Classes)
	if err != nil {
		return nil, err
	}
	generic := faq.OwnClass{Name: "generic", Generic: true}
	if generic.Setup, err = (faqFile{FAQ: c.Generic}).setup(); err != nil {
		return nil, err
	}
	if generic.Queries, _, err = labels(c.Queries, generic.Setup.Entries); err != nil {
		return nil, err
	}
	owned := map[string]bool{}
	for _, e := range generic.Setup.Entries {
		owned[e.ID] = true
	}
	for i, q := range generic.Queries { // what no entry is about must not be answered
		generic.Queries[i].IDs = slices.DeleteFunc(q.IDs, func(id string) bool { return !owned[id] })
	}
	return append(out, generic), nil
}

type whyCmd struct {
	faqFile
	Question string `arg:""`
}

// Run explains a match, and says what becomes of a question whose entry has no answer
// yet.
func (c whyCmd) Run(env Env) error {
	setup, fate := faq.Setup{Entries: faq.BuiltinEntries()}, func(string) string { return "" }
	if c.FAQ != "" {
		k, err := c.read()
		if err != nil {
			return err
		}
		setup, fate = k.setup(), k.fate
	}
	m, _ := faq.New(setup)
	folded := text.Fold(c.Question)
	lines := m.Why(folded)
	if r := m.Match(folded); r.Band != faq.None {
		if f := fate(r.Hits[0].ID); f != "" {
			last := len(lines) - 1
			lines[last] = strings.TrimPrefix(strings.TrimSuffix(lines[last], ": answer"), "answer: ")
			lines = append(lines, f)
		}
	}
	for _, line := range lines {
		fmt.Fprintln(env.Out, line)
	}
	return nil
}
