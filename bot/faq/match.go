package faq

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"zhujiao/bot/text"
)

// Entry is a frequent question as the matcher sees it.
type Entry struct {
	ID, Title string
	Aliases   []string
	// Intent names the built-in intent whose phrasings the entry inherits. If it is
	// empty, the entry's own wording decides.
	Intent string
	// Answer is the text of the answer, or empty if it is not known. A question about
	// a detail that neither the answer nor the entry's wording states is not answered
	// but only offered the entry.
	Answer string
	// Command is set if the entry only points to a command of the program, which no class
	// words itself.
	Command bool
}

// Hit is an entry that a question may mean.
type Hit struct {
	ID, Title string
	// Score ranks the hits of one result, 0 to 1.
	Score float64
}

// Band says what to do with a question.
type Band int

// The bands: do not answer, ask which hit is meant, answer with the first hit.
const (
	None Band = iota
	Suggest
	Answer
)

// Result is the outcome of matching a question. Hits are the best first, at most
// MaxHits.
type Result struct {
	Band Band
	Hits []Hit
	// Exact is set if the question is word for word a phrasing of the entry.
	Exact bool
	// Confidence is the estimated probability that the first hit is right.
	Confidence float64
}

// MaxHits is the highest number of entries that a person is offered.
const MaxHits = 3

// Conflict is a phrasing that several entries have; the first of IDs keeps it.
type Conflict struct {
	Phrase string
	IDs    []string
}

// Setup configures a matcher.
type Setup struct {
	Entries []Entry
	// Concepts are the operator's own synonyms by concept; they are added to the
	// shipped ones.
	Concepts map[string][]string
	// Subject is what the class is about in the file's words: its name, its organiser, the
	// lecturer. These words, and those of the entries, are no other people's business.
	Subject []string
	// Without leaves parts out, to measure what they contribute.
	Without Part
}

// Part is a part of the matcher.
type Part uint

// The parts that can be left out.
const (
	// Sounds is the comparison by syllables.
	Sounds Part = 1 << iota
	// Concepts is the comparison by concepts.
	Concepts
	// Spoken is the replacement of colloquial words.
	Spoken
	// Phrasings are the built-in phrasings, and with them the classifier.
	Phrasings
	// Learned is the classifier.
	Learned
	// Reasons are the signals that depend on single words (foreign topics, negation,
	// things done, third persons), and the rules on particulars.
	Reasons
	// FileView is the view of the file alone, with the answers.
	FileView
	// Answers leaves the answers out of that view.
	Answers
	// Leanings is the comparison of what the classifier thinks.
	Leanings
	// Worldly are the concepts of the world of classes.
	Worldly
	// Unstated are the signals of what an entry does not state.
	Unstated
	// Topics is the comparison of the matters that texts are about.
	Topics
)

// Matcher finds the entries that a question may mean. It is immutable and safe for
// concurrent use.
type Matcher struct {
	entries           []Entry
	exact             map[string]int // folded phrase → entry
	normalised        map[string]int // normalised phrase → entry; noEntry if several have it
	operatorPhrasings []ownedPhrase  // without duplicates
	statements        []statement    // by entry
	// asksTopics says by entry whether a wording of it asks if the class covers something, so
	// that such a question may be answered by it.
	asksTopics    []bool
	owners        map[string]int // intent → entry
	index         *index
	operatorWords *lexicon // the operator's phrasings that are longer than one character
	fit           confidenceFit
	// subject are the folded words that name the class and ask nothing.
	subject map[string]bool
	without Part
}

// Bounds are the lowest confidences at which a question is answered and at which the
// person is asked what was meant.
type Bounds struct{ Answer, Suggest float64 }

// New builds a matcher. It also returns the phrasings that several entries have, of
// which only the first entry keeps the phrasing.
func New(s Setup) (*Matcher, []Conflict) {
	m := &Matcher{
		entries: slices.Clone(s.Entries), exact: map[string]int{}, without: s.Without,
		fit: confidenceFit{{Weights: shippedWeights(), Bounds: shippedBounds()}, {Weights: shippedWeights(), Bounds: shippedBounds()}},
	}
	owners := m.readPhrasings()
	m.subject = map[string]bool{"": true}
	for _, words := range s.Subject {
		m.subject[text.Fold(words)] = true
	}
	lang := shipped().with(s.Concepts).without(s.Without).knowing(fileWords(s))
	m.owners = assignIntents(s.Entries)
	m.index = newIndex(lang, m.phrasings(nil), classifierFor(lang, m.without))
	m.index.withoutReasons = s.Without&Reasons != 0
	setIntentOwners(m.index, m.ownersByIntent())
	m.indexNormalised(lang)
	for _, e := range m.entries {
		m.statements = append(m.statements, m.statement(e))
		m.asksTopics = append(m.asksTopics, slices.ContainsFunc(wordings(e), isTopicQuestion))
	}
	m.useFile(s.Subject)
	m.index.alike = m.alikeKey(s.Concepts)
	return m, m.conflicts(owners)
}

// useFile compares questions with the own texts of a file about a subject too, if it has answers.
func (m *Matcher) useFile(subject []string) {
	hasAnswer := func(e Entry) bool { return e.Answer != "" }
	if m.without&(FileView|Learned|Phrasings) != 0 || !slices.ContainsFunc(m.entries, hasAnswer) {
		return
	}
	entries := slices.Clone(m.entries)
	for i := range entries {
		if m.without&Answers != 0 {
			entries[i].Answer = ""
		}
	}
	x := m.index
	x.without = m.without
	x.file, x.rank, x.beyond = newFileView(x, entries, subject), shippedRanking(), shippedBeyond()
	x.silent = answeredByFile(x, m.operatorPhrasings)
	m.fit = withTrees(shippedFileFit(), shippedForests().confidence)
}

// fileWords are the texts of a file by which its words are known.
func fileWords(s Setup) (out []string) {
	out = append(out, s.Subject...)
	for _, e := range s.Entries {
		out = append(append(out, e.Title, e.Answer), e.Aliases...)
	}
	return out
}

// indexNormalised indexes the operator's phrasings by their normal form, so that
// 请问能停车吗 is found as 能停车吗.
func (m *Matcher) indexNormalised(lang *language) {
	m.normalised = make(map[string]int, len(m.exact))
	for folded, i := range m.exact {
		normal := lang.normalise(folded)
		if other, taken := m.normalised[normal]; taken && other != i {
			i = noEntry
		}
		m.normalised[normal] = i
	}
}

// classifierFor returns the shipped classifier, or one fitted without the parts that are
// left out. It is nil if the classifier itself is left out.
func classifierFor(lang *language, without Part) *classifier {
	switch {
	case without&(Learned|Phrasings) != 0:
		return nil
	case without&(Sounds|Concepts|Spoken) != 0:
		return fitClassifier(trainingSetOf(lang, nil))
	default:
		return shippedClassifier()
	}
}

// ownersByIntent returns for each intent, in the order of Intents, the entry that has
// it, or noEntry.
func (m *Matcher) ownersByIntent() []int {
	out := make([]int, len(Intents()))
	for k, in := range Intents() {
		if owner, ok := m.owners[in.Name]; ok {
			out[k] = owner
		} else {
			out[k] = noEntry
		}
	}
	return out
}

// readPhrasings indexes the operator's phrasings and returns the entries that have
// each of them, by folded phrasing.
func (m *Matcher) readPhrasings() map[string][]int {
	owners, words := map[string][]int{}, meanings{}
	for i, e := range m.entries {
		for _, p := range append([]string{e.Title}, e.Aliases...) {
			f := text.Fold(p)
			if f == "" || slices.Contains(owners[f], i) {
				continue
			}
			if owners[f] = append(owners[f], i); len(owners[f]) > 1 {
				continue
			}
			m.exact[f] = i
			if len([]rune(f)) > 1 {
				words.add(f, f)
			}
			m.operatorPhrasings = append(m.operatorPhrasings, ownedPhrase{p, i})
		}
	}
	m.operatorWords = newLexicon(words)
	return owners
}

// phrasings returns the operator's phrasings and those of the built-in intents that
// keep selects (nil selects all). A built-in phrasing that the operator also uses is
// left out: the operator's entry has it.
func (m *Matcher) phrasings(keep keepPhrasing) []ownedPhrase {
	out := slices.Clone(m.operatorPhrasings)
	if m.without&Phrasings != 0 {
		return out
	}
	for k, owner := range m.ownersByIntent() {
		in := Intents()[k]
		for i, p := range in.Phrasings {
			if _, isOperators := m.exact[text.Fold(p)]; !isOperators && (keep == nil || keep(k, i)) {
				out = append(out, ownedPhrase{p, owner})
			}
		}
	}
	return out
}

// BuiltinEntries returns one entry for each built-in intent, to measure these alone.
func BuiltinEntries() (out []Entry) {
	for _, in := range Intents() {
		if in.Name != outOfScopeIntent {
			out = append(out, Entry{ID: in.Name, Title: in.Name, Intent: in.Name})
		}
	}
	return out
}

// conflicts returns the phrasings that have several owners, in alphabetical order.
func (m *Matcher) conflicts(phraseOwners map[string][]int) []Conflict {
	var out []Conflict
	for p, owners := range phraseOwners {
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

// Match finds the entries that a folded question may mean.
func (m *Matcher) Match(folded string) Result { return m.MatchIn(&Memo{}, folded) }

// MatchIn is Match for a text of a message that other matchers read too: what these have
// found out about it is in a memo, and what this one finds out is kept there.
func (m *Matcher) MatchIn(memo *Memo, folded string) Result {
	if i, ok := m.exact[folded]; ok {
		return Result{Band: Answer, Hits: []Hit{m.hit(i, 1)}, Exact: true, Confidence: 1}
	}
	if m.subject[folded] {
		return Result{}
	}
	folded = cutRunes(folded)
	return m.supported(memo, folded, m.match(memo, folded))
}

// match is Match for a text that is no phrasing word for word. It does not ask whether
// the clauses of a long text support the result.
func (m *Matcher) match(memo *Memo, folded string) Result {
	form, _ := memo.read(m.index.lang, folded)
	if i, ok := m.normalised[form.said]; ok && i != noEntry {
		return Result{Band: Answer, Hits: []Hit{m.hit(i, 1)}, Confidence: 1}
	}
	reading := m.index.readIn(memo, folded, noPhrase)
	defer func() { m.index.release(reading) }()
	if len(reading.entries) == 0 {
		return Result{}
	}
	s := m.index.signals(reading)
	r := Result{Hits: m.hits(m.besideCommand(reading))}
	var bounds Bounds
	r.Confidence, bounds = sureOf(m, folded, reading, s)
	if named := m.namedEntries(folded); len(named) > 1 {
		r.Hits, r.Band = named, Suggest
		return r
	}
	switch {
	case r.Confidence >= bounds.Answer && !m.mayAnswer(reading.entries[0].entry, folded):
		r.Band, r.Confidence = Suggest, offeredConfidence
	case r.Confidence >= bounds.Answer:
		r.Band = Answer
	case r.Confidence >= bounds.Suggest:
		r.Band = Suggest
	default:
		r.Band = None
	}
	return r
}

// decidesCommand reports whether the best entry is a command that the phrasings find best too.
func decidesCommand(m *Matcher, r reading) bool {
	top := r.entries[0].entry
	return m.index.file != nil && m.entries[top].Command && len(r.byPhrasings) > 0 && r.byPhrasings[0].entry == top
}

// besideCommand leaves out of a reading what the phrasings do not find where they decide that a
// command is meant: they know every entry with an intent well. What only the file has may be meant.
func (m *Matcher) besideCommand(r reading) reading {
	if !decidesCommand(m, r) {
		return r
	}
	r.entries = slices.DeleteFunc(slices.Clone(r.entries), func(s score) bool {
		known := func(p score) bool { return p.entry == s.entry }
		return r.features[s.entry][rankOwn] == 0 && !slices.ContainsFunc(r.byPhrasings, known)
	})
	return r
}

// sureOf returns the confidence in the best entry of a reading, and the bounds that it has to
// reach. Of a command the file knows nothing, so that the phrasings alone decide. What has no
// word that asks and is for nobody by the classifier means no built-in intent.
func sureOf(m *Matcher, folded string, r reading, s Signals) (confidence float64, b Bounds) {
	if decidesCommand(m, r) {
		b = shippedBounds()
		if r.entries[0].value < rivalled {
			b.Answer = commandSure
		}
		return r.trust, b
	}
	confidence, b = m.confidence(folded, r, s, m.fit.of(s)), m.fit.of(s).Bounds
	if m.index.file != nil && s[sigOwn] == 0 && s[sigAsksNothing] == 1 && s[sigOutOfScopeOdds] > forNobody {
		confidence = min(confidence, b.Suggest/2)
	}
	if m.index.file != nil && s[sigAsksNothing] == 1 {
		b.Answer = max(b.Answer, statementSure)
	}
	return confidence, b
}

// commandSure is the confidence by phrasings alone from which on a command is suggested although an
// entry of the file, of which the phrasings know nothing, may be meant as well: one has a rival
// if its probability is below rivalled.
const (
	commandSure = 0.95
	rivalled    = 0.6
)

// statementSure is the confidence from which on a text without a word that asks is answered: who
// says that they come tonight need not be told when the class begins.
const statementSure = 0.9

// forNobody are the odds of the classifier at which a text that does not ask is for nobody.
const forNobody = 0.8

// offeredConfidence is the confidence of an entry that is meant but does not state
// what is asked.
const offeredConfidence = 0.5

// namedEntries returns the entries that a question with a conjunction names word for
// word, such as 讲师介绍和名额. If there are two, the bot has to ask which is meant.
func (m *Matcher) namedEntries(folded string) (hits []Hit) {
	if !strings.ContainsAny(folded, "和跟、,?;") && !strings.Contains(folded, "还有") {
		return nil
	}
	for _, words := range m.operatorWords.find(folded) {
		i := m.exact[words]
		if !slices.ContainsFunc(hits, func(h Hit) bool { return h.ID == m.entries[i].ID }) && len(hits) < MaxHits {
			hits = append(hits, m.hit(i, 0.5))
		}
	}
	return hits
}

// MaxRunes is how many characters of a question are looked at. It bounds the time
// that a hostile text can take.
const MaxRunes = 120

// hits returns the entries of a reading.
func (m *Matcher) hits(r reading) []Hit {
	out := make([]Hit, len(r.entries))
	for i, e := range r.entries {
		score := e.value / (1 + classifierShare)
		if m.index.file != nil {
			score = math.Pow(e.value, choiceExponent)
		}
		out[i] = m.hit(e.entry, score)
	}
	return out
}

// choiceExponent flattens the probabilities of a file's entries to scores. Half the best
// score, below which nothing is offered beside it, is a sixteenth of its probability.
const choiceExponent = 0.25

func (m *Matcher) hit(i int, score float64) Hit {
	return Hit{ID: m.entries[i].ID, Title: m.entries[i].Title, Score: score}
}
