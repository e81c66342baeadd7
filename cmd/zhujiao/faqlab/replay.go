package faqlab

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/mattn/go-isatty"

	"zhujiao/bot/faq"
	"zhujiao/bot/sqlstore"
	"zhujiao/bot/text"
)

type replayCmd struct {
	faqFile
	Days     int    `default:"30" help:"How far back."`
	Top      int    `default:"50" help:"How many changes to print."`
	Was      string `type:"existingfile" help:"The file before; if not given, what serve uses."`
	Messages string `type:"existingfile" help:"Replay these messages, one JSON object with q a line, instead of the stored ones."`
	// Phrasing is added as #问法 does.
	Phrasing map[string]string `placeholder:"ID=WORDS" help:"Add a phrasing to an entry, before a moderator does; may be repeated."`
}

// Run prints what would change.
func (c replayCmd) Run(env Env) error {
	if err := errors.Join(tooFew("top", c.Top), tooFew("days", c.Days)); err != nil {
		return err
	}
	r, err := c.load(env)
	if err != nil {
		return err
	}
	changes, left := r.play(env)
	fmt.Fprintf(env.Out, "%d messages, %d different texts would be treated differently", len(r.texts)-left, len(changes))
	if left > 0 {
		fmt.Fprintf(env.Out, "; %d commands, codes and passphrases left out", left)
	}
	fmt.Fprintln(env.Out)
	for _, ch := range changes[:min(c.Top, len(changes))] {
		fmt.Fprintf(env.Out, "%4d  %s\n      %s → %s\n", ch.Times, text.Plain(ch.Text), outcome(ch.Before), after(ch))
	}
	if ids := r.reworded(); len(ids) > 0 {
		fmt.Fprintf(env.Out, "%d answers in other words: %s\n", len(ids), strings.Join(ids, ", "))
	}
	return nil
}

// after describes what people would see after a change.
func after(ch faq.Change) string {
	if ch.Reworded {
		return outcome(ch.After) + ", in other words"
	}
	return outcome(ch.After)
}

// outcome describes what people would see.
func outcome(r faq.Result) string {
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

// comparison is two states of the entries, and the texts on which they are compared.
type comparison struct {
	before, after entryFile
	texts         []string
}

// load reads both files and the messages. Entries and phrasings that moderators added
// are part of both states, because they stay whatever file serves.
func (c replayCmd) load(env Env) (r comparison, err error) {
	if c.FAQ == "" && len(c.Phrasing) == 0 {
		return r, errors.New("nothing to try: give the changed file with -faq, or a phrasing with -phrasing ID=WORDS")
	}
	var p sqlstore.Past
	if c.FAQ == "" || c.Was == "" || c.Messages == "" {
		if r.before, p, err = past(env, c.Days); err != nil {
			return r, err
		}
	}
	r.after = r.before
	if c.Was != "" {
		if r.before, err = (faqFile{FAQ: c.Was}).read(); err != nil {
			return r, err
		}
	}
	if c.FAQ != "" {
		if r.after, err = c.read(); err != nil {
			return r, err
		}
	}
	r.before = r.before.withAdditions(p)
	if r.after, err = r.after.withAdditions(p).withPhrasings(c.Phrasing); err != nil {
		return r, err
	}
	if r.texts = p.Messages; c.Messages != "" {
		r.texts, err = messages(c.Messages)
	}
	return r, err
}

// withPhrasings returns the file's content with one more phrasing for each of some
// entries.
func (k entryFile) withPhrasings(phrasings map[string]string) (entryFile, error) {
	more := map[string][]string{}
	for id, words := range phrasings {
		if _, ok := k.class.Entry(id); !ok {
			return k, fmt.Errorf("no entry %s to add %q to", id, words)
		}
		more[id] = []string{words}
	}
	k.class = k.class.With(nil, more)
	return k, nil
}

// messages reads a file with a JSON object on each line, whose q is the message.
func messages(file string) ([]string, error) {
	qs, err := questions(file)
	out := make([]string, len(qs))
	for i, q := range qs {
		out[i] = q.Q
	}
	return out, err
}

// play compares the two states on all texts that are questions, and returns how many
// are not.
func (r comparison) play(env Env) (changes []faq.Change, left int) {
	before, _ := faq.New(r.before.setup())
	after, _ := faq.New(r.after.setup())
	was, is := r.before.routine(), r.after.routine()
	asked := slices.DeleteFunc(slices.Clone(r.texts), func(t string) bool { return was(t) || is(t) })
	step, end := progress(env, len(asked))
	defer end()
	ids := r.reworded()
	return faq.Replay(before, after, asked, func(id string) bool { return slices.Contains(ids, id) }, step), len(r.texts) - len(asked)
}

// reworded returns the ids of entries that both states have with different answers.
func (r comparison) reworded() (ids []string) {
	for _, e := range r.after.class.FAQ {
		is, ok := r.after.answerOf(e.ID)
		was, known := r.before.answerOf(e.ID)
		if ok && known && was != is {
			ids = append(ids, e.ID)
		}
	}
	return ids
}

// progress shows on a terminal how many of n steps are done. It writes nothing to a
// file.
func progress(env Env, n int) (step, end func()) {
	if !isatty.IsTerminal(env.Err.Fd()) {
		return func() {}, func() {}
	}
	done := 0
	step = func() {
		if done++; done == n || done%max(1, n/100) == 0 {
			fmt.Fprintf(env.Err, "\rreplaying %d of %d", done, n)
		}
	}
	return step, func() { fmt.Fprint(env.Err, "\r\x1b[K") } // clears the line
}
