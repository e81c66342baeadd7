package faq

import (
	"cmp"
	"slices"
	"strings"

	"zhujiao/bot/text"
)

// Entry is what matching knows of a frequent question.
type Entry struct {
	ID, Title string
	Aliases   []string
	// Intent names the built-in intent whose phrasings it inherits; empty lets
	// its wording decide.
	Intent string
	// Answer is what it says: a question about a particular that neither this nor
	// the entry's own wording states is only offered it. Empty if that is not
	// known.
	Answer string
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
	// Confidence is the estimated probability that the first hit is right.
	Confidence float64
}

// MaxHits is how many choices a person is offered.
const MaxHits = 3

// Conflict is a phrasing that more than one entry claims.
type Conflict struct {
	Phrase string
	IDs    []string
}

// Setup is what a matcher is made of.
type Setup struct {
	Entries []Entry
	// Concepts are the operator's own words by concept, beside the shipped ones.
	Concepts map[string][]string
	// Without leaves parts out, to see what they are worth.
	Without Part
}

// Part is a part of the matcher.
type Part uint

// The parts that may be left out.
const (
	Sounds Part = 1 << iota
	Concepts
	Spoken
	Phrasings
	Learnt
	// Reasons are the signals that are read off words: other people's business,
	// negation, what is done, third persons; and the doubt about particulars.
	Reasons
)

// Matcher finds entries by what a question means. It is built once and used by
// many goroutines.
type Matcher struct {
	entries []Entry
	exact   map[string]int // folded phrase → entry
	plain   map[string]int // the same without fillers and ways of speaking; nobody if several entries have it
	asked   []source       // the operator's phrasings, once each
	stated  []statement    // by entry
	owners  map[string]int // intent → entry
	index   *index
	own     *lexicon // the operator's phrasings of two characters and more
	weights Weights
	bounds  Bounds
	without Part
}

// Bounds are the confidences from which a question is answered, and from which
// it is asked back what was meant.
type Bounds struct{ Answer, Suggest float64 }

// New builds a matcher and reports phrasings that several entries claim; the
// first of them keeps it.
func New(s Setup) (*Matcher, []Conflict) {
	m := &Matcher{
		entries: slices.Clone(s.Entries), exact: map[string]int{}, weights: shippedWeights(), bounds: shippedBounds(),
		without: s.Without,
	}
	claims := m.claims()
	lang := shipped().with(s.Concepts).without(s.Without)
	m.owners = own(s.Entries)
	m.index = newIndex(lang, m.sources(nil), m.classifier(lang))
	m.index.blunt = s.Without&Reasons != 0
	m.index.held(m.holders())
	m.plainly(lang)
	for _, e := range m.entries {
		m.stated = append(m.stated, m.statement(e))
	}
	return m, m.conflicts(claims)
}

// plainly notes how the operator's phrasings read without fillers: 请问能停车吗 is
// 能停车吗.
func (m *Matcher) plainly(lang *language) {
	m.plain = make(map[string]int, len(m.exact))
	for folded, i := range m.exact {
		said := lang.plain(folded)
		if other, taken := m.plain[said]; taken && other != i {
			i = nobody
		}
		m.plain[said] = i
	}
}

// classifier is the shipped one, or one that was fitted without the parts that are
// left out; nil if it is one of them.
func (m *Matcher) classifier(lang *language) *classifier {
	switch {
	case m.without&(Learnt|Phrasings) != 0:
		return nil
	case m.without&(Sounds|Concepts|Spoken) != 0:
		return fitClassifier(lessonsOf(lang, nil))
	default:
		return shippedClassifier()
	}
}

// holders are who has each intent, in their order: an entry, or nobody.
func (m *Matcher) holders() []int {
	out := make([]int, len(Intents()))
	for k, in := range Intents() {
		if owner, ok := m.owners[in.Name]; ok {
			out[k] = owner
		} else {
			out[k] = nobody
		}
	}
	return out
}

// claims reads the operator's phrasings: who claims which.
func (m *Matcher) claims() map[string][]int {
	claims, named := map[string][]int{}, meanings{}
	for i, e := range m.entries {
		for _, p := range append([]string{e.Title}, e.Aliases...) {
			f := text.Fold(p)
			if f == "" || slices.Contains(claims[f], i) {
				continue
			}
			if claims[f] = append(claims[f], i); len(claims[f]) > 1 {
				continue
			}
			m.exact[f] = i
			if len([]rune(f)) > 1 {
				named.add(f, f)
			}
			m.asked = append(m.asked, source{p, i})
		}
	}
	m.own = newLexicon(named)
	return claims
}

// sources are the operator's phrasings and, of those that come with the program,
// the ones that are kept (nil keeps all), each with the entry that it belongs to,
// or with nobody. An operator's own wording wins.
func (m *Matcher) sources(keep selection) []source {
	out := slices.Clone(m.asked)
	if m.without&Phrasings != 0 {
		return out
	}
	for k, owner := range m.holders() {
		in := Intents()[k]
		for i, p := range in.Phrasings {
			if _, theirs := m.exact[text.Fold(p)]; !theirs && (keep == nil || keep(k, i)) {
				out = append(out, source{p, owner})
			}
		}
	}
	return out
}

// Own are entries of nothing but the built-in intents, to measure these alone.
func Own() (out []Entry) {
	for _, in := range Intents() {
		if in.Name != noIntent {
			out = append(out, Entry{ID: in.Name, Title: in.Name, Intent: in.Name})
		}
	}
	return out
}

// Owners tells which entry has which built-in intent: entry ids by the intents'
// names.
func Owners(entries []Entry) map[string]string {
	out := map[string]string{}
	for name, i := range own(entries) {
		out[name] = entries[i].ID
	}
	return out
}

// own tells which entry has which intent: the one that names it, else the one
// whose own words say most clearly that it is about it.
func own(entries []Entry) map[string]int {
	owners, sure := map[string]int{}, map[string]int{}
	for i, e := range entries {
		words := ownWords{intent: e.Intent, title: text.Fold(e.Title), aliases: map[string]int{}}
		for _, a := range e.Aliases {
			words.aliases[text.Fold(a)]++
		}
		for _, in := range Intents() {
			if n := words.claim(in); in.Name != noIntent && n > sure[in.Name] {
				owners[in.Name], sure[in.Name] = i, n
			}
		}
	}
	return owners
}

// ownWords are the words of one entry, folded.
type ownWords struct {
	intent, title string
	aliases       map[string]int
}

// claim is how clearly an entry is about an intent; 0 is not at all.
func (w ownWords) claim(in Intent) (n int) {
	if w.intent != "" {
		if w.intent == in.Name {
			return 1000
		}
		return 0
	}
	for _, h := range in.Heads {
		if w.title == h {
			n += 20
		} else if strings.Contains(w.title, h) {
			n += 4
		}
		n += 5 * w.aliases[h]
	}
	return n
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
		return Result{Band: Answer, Hits: []Hit{m.hit(i, 1)}, Exact: true, Confidence: 1}
	}
	if folded == "" {
		return Result{}
	}
	folded = cutRunes(folded)
	if i, ok := m.plain[m.index.lang.plain(folded)]; ok && i != nobody {
		return Result{Band: Answer, Hits: []Hit{m.hit(i, 1)}, Confidence: 1}
	}
	read := m.index.read(folded, everything)
	if len(read.entries) == 0 {
		return Result{}
	}
	s := m.index.signals(folded, read)
	r := Result{Hits: m.hits(read), Confidence: m.sure(folded, read, s, m.weights)}
	if both := m.both(folded); len(both) > 1 {
		r.Hits, r.Band = both, Suggest
		return r
	}
	switch {
	case r.Confidence >= m.bounds.Answer && !m.states(read.entries[0].entry, folded):
		r.Band, r.Confidence = Suggest, offered
	case r.Confidence >= m.bounds.Answer:
		r.Band = Answer
	case r.Confidence >= m.bounds.Suggest:
		r.Band = Suggest
	default:
		r.Band = None
	}
	return r
}

// offered is the confidence of an entry that is meant but does not state what is
// asked.
const offered = 0.5

// both returns the entries of a question that names two of them, such as
// 讲师介绍和名额: which one was meant has to be asked.
func (m *Matcher) both(folded string) (hits []Hit) {
	if !strings.ContainsAny(folded, "和跟、,?;") && !strings.Contains(folded, "还有") {
		return nil
	}
	for _, found := range m.own.find(folded) {
		i := m.exact[found]
		if !slices.ContainsFunc(hits, func(h Hit) bool { return h.ID == m.entries[i].ID }) && len(hits) < MaxHits {
			hits = append(hits, m.hit(i, 0.5))
		}
	}
	return hits
}

// MaxRunes bounds what is looked at: nobody asks a longer question, and a text
// made to be slow stays quick.
const MaxRunes = 120

// hits are the likeliest entries of a reading.
func (m *Matcher) hits(r reading) []Hit {
	out := make([]Hit, len(r.entries))
	for i, e := range r.entries {
		out[i] = m.hit(e.entry, e.value/(1+mix))
	}
	return out
}

func (m *Matcher) hit(i int, score float64) Hit {
	return Hit{ID: m.entries[i].ID, Title: m.entries[i].Title, Score: score}
}
