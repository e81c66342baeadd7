package faq

import (
	"cmp"
	"slices"
	"unicode/utf8"

	aho "github.com/petar-dambovaliev/aho-corasick"

	"zhujiao/bot/text"
)

// Entry is what matching knows of a frequent question.
type Entry struct {
	ID, Title string
	Aliases   []string
}

// Hit is an entry that a question may mean.
type Hit struct {
	ID, Title string
	// Score is how sure that is, 0 to 1.
	Score float64
}

// Band says what to do with a result.
type Band int

// The bands: nothing fits, ask which was meant, answer the first hit.
const (
	None Band = iota
	Suggest
	Answer
)

// Result is what a question matched: up to MaxHits, the best first.
type Result struct {
	Band Band
	Hits []Hit
	// Exact tells that the question is an entry's own wording.
	Exact bool
}

// MaxHits is how many choices a person is offered.
const MaxHits = 3

// The bounds of R3: an alias that fills half of the text answers, one that
// fills a fifth is worth asking about.
const (
	answerFrom  = 0.5
	suggestFrom = 0.2
)

// Conflict is a phrasing that more than one entry claims.
type Conflict struct {
	Phrase string
	IDs    []string
}

// Matcher finds entries by their wording (R3, first version).
type Matcher struct {
	entries []Entry
	exact   map[string]int // folded phrase → entry
	phrases []phrase       // of the automaton's patterns
	find    aho.AhoCorasick
}

type phrase struct {
	entry int
	runes int
}

// New builds a matcher and reports phrasings that several entries claim; the
// first of them keeps it.
func New(entries []Entry) (*Matcher, []Conflict) {
	m := &Matcher{entries: slices.Clone(entries), exact: map[string]int{}}
	var patterns []string
	claims := map[string][]int{}
	for i, e := range entries {
		for _, p := range append([]string{e.Title}, e.Aliases...) {
			f := text.Fold(p)
			if f == "" || slices.Contains(claims[f], i) {
				continue
			}
			if claims[f] = append(claims[f], i); len(claims[f]) > 1 {
				continue
			}
			m.exact[f] = i
			if n := utf8.RuneCountInString(f); n > 1 { // a single character says too little
				patterns, m.phrases = append(patterns, f), append(m.phrases, phrase{i, n})
			}
		}
	}
	b := aho.NewAhoCorasickBuilder(aho.Opts{MatchKind: aho.StandardMatch})
	m.find = b.Build(patterns)
	return m, m.conflicts(claims)
}

func (m *Matcher) conflicts(claims map[string][]int) []Conflict {
	var out []Conflict
	for p, owners := range claims {
		if len(owners) < 2 {
			continue
		}
		c := Conflict{Phrase: p}
		for _, i := range owners {
			c.IDs = append(c.IDs, m.entries[i].ID)
		}
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b Conflict) int { return cmp.Compare(a.Phrase, b.Phrase) })
	return out
}

// Match finds what a folded question means.
func (m *Matcher) Match(folded string) Result {
	if i, ok := m.exact[folded]; ok {
		return Result{Band: Answer, Hits: []Hit{m.hit(i, 1)}, Exact: true}
	}
	if len(m.phrases) == 0 || folded == "" {
		return Result{}
	}
	return decide(m.contained(folded))
}

// contained scores every entry by its longest phrasing that the text holds.
func (m *Matcher) contained(folded string) []Hit {
	longest := map[int]int{}
	it := m.find.IterOverlapping(folded)
	for hit := it.Next(); hit != nil; hit = it.Next() {
		p := m.phrases[hit.Pattern()]
		longest[p.entry] = max(longest[p.entry], p.runes)
	}
	total := float64(utf8.RuneCountInString(folded))
	hits := make([]Hit, 0, len(longest))
	for i := range m.entries {
		if n, ok := longest[i]; ok && float64(n)/total >= suggestFrom {
			hits = append(hits, m.hit(i, float64(n)/total))
		}
	}
	slices.SortStableFunc(hits, func(a, b Hit) int { return cmp.Compare(b.Score, a.Score) })
	return hits
}

func decide(hits []Hit) Result {
	switch {
	case len(hits) == 0:
		return Result{}
	case len(hits) == 1 && hits[0].Score >= answerFrom:
		return Result{Band: Answer, Hits: hits}
	default:
		return Result{Band: Suggest, Hits: hits[:min(len(hits), MaxHits)]}
	}
}

func (m *Matcher) hit(i int, score float64) Hit {
	return Hit{ID: m.entries[i].ID, Title: m.entries[i].Title, Score: score}
}
