package console

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/moderation"
	"zhujiao/bot/text"
)

// frequent has the pages about frequent questions.
type frequent struct{}

// faqPage is the list of frequent questions with what was asked lately.
type faqPage struct {
	Entries []faqRow
	// More is how many entries are not shown; Find what was looked for.
	More int
	Find string
	AskedLately
	// Self is how many of a hundred questions were answered at once; -1 if there were none.
	Self  int
	Chart []mark
	May   bool
	// Tried is what somebody would be answered who wrote Query.
	Query string
	Tried *tried
	// Pending counts the entries without an answer.
	Pending int
}

// faqRow is an entry with how often it was asked.
type faqRow struct {
	campaign.Entry
	Hits, Misses int
	// Added is set for what moderators have published by an answer.
	Added bool
	Path  string
}

// tried is what the bot makes of words now.
type tried struct {
	*replyReason
	Offers bool
	Reply  string
	// Entry is the id of the entry that answers; empty for none.
	Entry string
}

// entriesShown is how many entries a page shows, chartEntries how many its chart.
const (
	entriesShown = 60
	chartEntries = 10
)

// page lists the entries.
func (f frequent) page(v *visit) error {
	q := v.r.URL.Query()
	out := faqPage{Find: plainField(q.Get("find")), Query: plainField(q.Get("q")), May: v.who.May(moderation.ActionWriteContent), Self: -1}
	var err error
	if out.AskedLately, err = v.Answers.Asked(v.ctx(), v.Campaign.ID, v.now); err != nil {
		return err
	}
	if n := out.Answered + out.Offered + out.Left; n > 0 {
		out.Self = out.Answered * 100 / n
	}
	var rows []faqRow
	for _, e := range v.Campaign.FAQ {
		if e.Pending {
			out.Pending++
		}
		row := faqRow{Entry: e, Hits: out.Hits[e.ID], Misses: out.Misses[e.ID], Added: e.Made(), Path: f.path(v, e.ID)}
		if out.Find == "" || strings.Contains(text.Fold(e.ID+" "+e.Question+strings.Join(e.Aliases, " ")+e.Answer), text.Fold(out.Find)) {
			rows = append(rows, row)
		}
		if row.Hits > 0 {
			out.Chart = append(out.Chart, mark{Label: e.Question, N: row.Hits, Path: row.Path})
		}
	}
	slices.SortStableFunc(rows, func(a, b faqRow) int { return cmp.Compare(a.place(), b.place()) })
	slices.SortStableFunc(out.Chart, func(a, b mark) int { return cmp.Compare(b.N, a.N) })
	out.Chart = out.Chart[:min(len(out.Chart), chartEntries)]
	out.Entries = rows[:min(len(rows), entriesShown)]
	out.More = len(rows) - len(out.Entries)
	if out.Query != "" {
		out.Tried = f.try(v, out.Query)
	}
	return v.page("faq", out)
}

// place sorts what moderators have published before what is in the file.
func (r faqRow) place() int {
	if r.Added {
		return 0
	}
	return 1
}

func (frequent) path(v *visit, id string) string { return v.path("faq/" + url.PathEscape(id)) }

// try finds out what somebody would be answered who is nobody yet.
func (frequent) try(v *visit, words string) *tried {
	words = text.CutBytes(words, 2000)
	out := &tried{replyReason: people{}.why(v, words)}
	m := v.Reader.Match(words)
	switch {
	case out.Command != "" || out.Blocked || len(out.Hits) == 0:
	case out.Answers && m.Hits[0].Command == "":
		out.Reply, out.Entry = out.Hits[0].Answer, m.Hits[0].ID
	default:
		out.Offers = len(m.Hits) > 0 && m.Band != 0
	}
	return out
}

// entryPage is the form of an entry.
type entryPage struct {
	ID       string
	Question string
	Answer   string
	Aliases  string
	Pending  bool
	New      bool
	Added    bool
	Path     string
	Wrong    *refusal
}

// entry shows the form of an entry.
func (f frequent) entry(v *visit) error {
	e, ok := v.Campaign.Entry(v.r.PathValue("entry"))
	if !ok {
		return campaign.ErrNotFound
	}
	return v.page("faq_entry", f.form(v, e))
}

// form is the form of an entry as it is.
func (f frequent) form(v *visit, e campaign.Entry) entryPage {
	return entryPage{
		ID: e.ID, Question: e.Question, Answer: e.Answer, Aliases: strings.Join(e.Aliases, "\n"), Pending: e.Pending,
		Added: e.Made(), Path: f.path(v, e.ID),
	}
}

// fresh shows the form of a new entry, filled in with a question.
func (frequent) fresh(v *visit) error {
	q := v.r.URL.Query()
	others := make([]string, 0, len(q["also"]))
	for _, o := range q["also"] {
		if o = plainField(o); o != "" && len(others) < aliasesMost {
			others = append(others, text.CutBytes(o, 200))
		}
	}
	return v.page("faq_entry", entryPage{
		Question: text.CutBytes(plainField(q.Get("q")), 200), Aliases: strings.Join(others, "\n"), New: true, Path: v.path("faq/new"),
	})
}

// aliasesMost is how many wordings a form takes.
const aliasesMost = 200

// typedEntry is an entry as a form has it.
func (frequent) typedEntry(v *visit, id string) content.EntryEdit {
	out := content.EntryEdit{
		ID: id, Question: strings.Join(strings.Fields(v.form("question")), " "),
		Pending: v.form("pending") != "", Remove: v.form("remove") != "",
		Answer: strings.TrimSpace(contents{}.typedText(v)),
	}
	for l := range strings.Lines(strings.ReplaceAll(v.form("aliases"), "\r\n", "\n")) {
		if l = strings.TrimSpace(l); l != "" && !slices.Contains(out.Aliases, l) && len(out.Aliases) < aliasesMost {
			out.Aliases = append(out.Aliases, l)
		}
	}
	return out
}

// change writes an entry into the text of the class, and shows what that would change.
func (f frequent) change(v *visit) error {
	id := v.r.PathValue("entry")
	if e, ok := v.Campaign.Entry(id); !ok || e.Made() {
		return campaign.ErrNotFound
	}
	return f.write(v, f.typedEntry(v, id), false)
}

// add writes a new entry.
func (f frequent) add(v *visit) error {
	n := 1
	for taken := true; taken; n++ {
		_, taken = v.Campaign.Entry(fmt.Sprintf("q%d", n))
	}
	want := f.typedEntry(v, fmt.Sprintf("q%d", n-1))
	want.Remove = false
	return f.write(v, want, true)
}

// phrase adds a wording to an entry.
func (f frequent) phrase(v *visit) error {
	e, ok := v.Campaign.Entry(v.form("entry"))
	words := strings.Join(strings.Fields(v.form("words")), " ")
	if !ok || e.Made() {
		return campaign.ErrNotFound
	}
	if words == "" {
		return errEmpty
	}
	return f.write(v, content.EntryEdit{
		ID: e.ID, Question: e.Question, Answer: e.Answer, Pending: e.Pending,
		Aliases: append(slices.Clone(e.Aliases), text.CutBytes(words, 200)),
	}, false)
}

// test adds a test case: what must become of the words of the test box.
func (frequent) test(v *visit) error {
	want := campaign.TestCase{Question: text.CutBytes(strings.Join(strings.Fields(v.form("words")), " "), 200), Want: v.form("want")}
	if e, ok := v.Campaign.Entry(want.Want); want.Want != "" && (!ok || e.Made()) {
		return campaign.ErrNotFound
	}
	if want.Question == "" {
		return errEmpty
	}
	if err := (contents{}).proposeForm(v, FormChange{Test: &want}); err != nil {
		return err
	}
	return v.redirect(v.path("content/review?kind=form"))
}

func (f frequent) write(v *visit, want content.EntryEdit, fresh bool) error {
	err := errEmpty
	if want.Remove || want.Question != "" && (want.Answer != "" || want.Pending) {
		err = contents{}.proposeForm(v, FormChange{Entry: &want})
	}
	if err == nil {
		return v.redirect(v.path("content/review?kind=form"))
	}
	return again(err, func(wrong *refusal, status int) error {
		p := entryPage{
			ID: want.ID, Question: want.Question, Answer: want.Answer, Aliases: strings.Join(want.Aliases, "\n"), Pending: want.Pending,
			New: fresh, Path: f.path(v, want.ID), Wrong: wrong,
		}
		if fresh {
			p.Path = v.path("faq/new")
		}
		return v.show(status, "faq_entry", p)
	})
}

// errByHand means that a form cannot change the text: it is written in a way that only a person
// can change.
var errByHand = errors.New("the text has to be changed by hand")

// groupsPage are the questions that have no answer.
type groupsPage struct{ Groups []groupRow }

// groupRow is a group with the address of the form that makes it an entry.
type groupRow struct {
	Group
	Make string
}

// groups shows the questions without an answer.
func (frequent) groups(v *visit) error {
	all, err := v.Answers.Groups(v.ctx(), v.Campaign.ID, v.now)
	if err != nil {
		return err
	}
	var out groupsPage
	for _, g := range all {
		q := url.Values{"q": {text.CutBytes(g.Text, 200)}}
		for _, o := range g.Others {
			q.Add("also", text.CutBytes(o, 200))
		}
		out.Groups = append(out.Groups, groupRow{g, v.path("faq/new?" + q.Encode())})
	}
	return v.page("faq_groups", out)
}

// list leads from the address of a deed to the list.
func (frequent) list(v *visit) error { return v.redirect(v.path("faq")) }
