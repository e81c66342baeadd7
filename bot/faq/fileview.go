package faq

import (
	"math"
	"slices"
	"strings"

	"zhujiao/bot/text"
)

// fileView compares a question with the texts of one campaign file alone: the wordings of
// its entries and the clauses of their answers. A word is worth what it tells apart among
// all phrasings and among the entries of this file, so that the class's own subject, which
// every entry names, counts little.
type fileView struct {
	terms *featureNumbers
	// worth of each term, 0 to 1; parts says whether it is characters, a concept or a concept
	// of the world of classes.
	worth []float32
	parts []uint8
	// The texts with term i are texts[ends[i]:ends[i+1]]. Wordings come first, then clauses;
	// both in the order of their entries.
	texts []int32
	ends  []int32
	all   []fileText
	// wordings and clauses are, by entry, the texts from before to.
	wordings, clauses []textRange
	// leanings are what the classifier thinks of the wordings, one after the other.
	leanings []int8
	// topics are the matters that each text is about; nil if they are left out.
	topics []textTopics
	// subject are the features of what names the class, which say little about a matter.
	subject subject
	// about are, by matter, the entries that are about it, with how much.
	about []aboutTopic
	// Those about matter i are about[aboutEnds[i]:aboutEnds[i+1]].
	aboutEnds []int32
	// forms are the ways in which the wordings of each entry ask.
	forms []uint
	// words are what the wordings of each entry say.
	words []entryWords
}

// The parts of a text that are compared each by itself: characters and sounds, concepts,
// concepts of the world of classes.
const (
	partChars = iota
	partConcepts
	partWorld
	partCount
)

// partOf returns the part that features of a kind belong to.
func partOf(kind int) uint8 {
	switch kind {
	case concepts:
		return partConcepts
	case world:
		return partWorld
	default:
		return partChars
	}
}

// fileText is a wording or a clause of an answer, with the worth of each part.
type fileText struct {
	entry int32
	worth [partCount]float32
}

// textRange is a run of texts, from before to.
type textRange struct{ from, to int32 }

// fileKinds are the features of a file's texts.
func fileKinds() [6]int { return [...]int{chars1, chars2, chars3, sounds2, concepts, world} }

// commonWorth is the worth of a term that is too common in all phrasings.
const commonWorth = 0.2

// newFileView builds the view of the entries of a class with some names, beside an index of them.
func newFileView(x *index, entries []Entry, names []string) *fileView {
	v := &fileView{terms: newFeatureNumbers(0), subject: x.lang.subjectOf(names)}
	v.wordings, v.clauses, v.forms = make([]textRange, len(entries)), make([]textRange, len(entries)), make([]uint, len(entries))
	var terms [][]int32
	var matters topicsAbout
	add := func(entry int, fs features) {
		v.all = append(v.all, fileText{entry: int32(entry)})
		if x.without&Topics == 0 {
			matters.read(shippedTopics(), fs, v.subject)
			v.topics = append(v.topics, matters.most())
		}
		terms = append(terms, v.number(x, fs))
	}
	for i, e := range entries {
		v.words = append(v.words, x.lang.wordsOf(e))
		v.wordings[i].from = int32(len(v.all))
		for _, w := range wordings(e) {
			fs := x.lang.read(w).features()
			v.forms[i] |= asks(w)
			v.leanings = append(v.leanings, x.leaningOf(x.termsOf(fs))...)
			add(i, fs)
		}
		v.wordings[i].to = int32(len(v.all))
	}
	for i, e := range entries {
		v.clauses[i].from = int32(len(v.all))
		for _, c := range clausesOf(e.Answer) {
			fs := x.lang.read(c).features()
			fs[sounds2] = nil // people do not repeat how an answer sounds
			add(i, fs)
		}
		v.clauses[i].to = int32(len(v.all))
	}
	v.terms = v.terms.compact()
	v.post(terms)
	v.weigh(len(entries))
	v.postTopics()
	for i, t := range terms {
		for _, id := range t {
			v.all[i].worth[v.parts[id]] += v.worth[id]
		}
	}
	return v
}

// clausesOf cuts an answer into folded clauses.
func clausesOf(answer string) []string {
	return strings.FieldsFunc(text.Fold(answer), func(r rune) bool { return strings.ContainsRune(clauseEnds, r) })
}

// number numbers the features of a text, each once, and keeps the worth of a new one among
// all phrasings.
func (v *fileView) number(x *index, fs features) (out []int32) {
	for _, k := range fileKinds() {
		for _, f := range fs[k] {
			id := v.terms.number(f)
			if int(id) == len(v.worth) {
				v.worth = append(v.worth, float32(max(x.worth(x.number(k, f)), commonWorth)))
				v.parts = append(v.parts, partOf(k))
			}
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// worth is the IDF of a feature among all phrasings, by its number, relative to the highest,
// which a feature of no phrasing has.
func (x *index) worth(id int32) float64 {
	if x.inPhrasings(id) {
		return float64(x.idf(id)) / x.maxIDF
	}
	return 1
}

// post makes the lists of texts by term.
func (v *fileView) post(terms [][]int32) {
	v.ends = make([]int32, len(v.worth)+1)
	for _, t := range terms {
		for _, id := range t {
			v.ends[id+1]++
		}
	}
	for id := range v.worth {
		v.ends[id+1] += v.ends[id]
	}
	v.texts = make([]int32, v.ends[len(v.worth)])
	free := slices.Clone(v.ends)
	for i, t := range terms {
		for _, id := range t {
			v.texts[free[id]] = int32(i)
			free[id]++
		}
	}
}

// weigh multiplies the worth of each term by its IDF among the entries of the file.
func (v *fileView) weigh(entries int) {
	seen := make([]int32, entries) // the term + 1 that was last counted for an entry
	for id := range v.worth {
		n := 0
		for _, t := range v.texts[v.ends[id]:v.ends[id+1]] {
			if e := v.all[t].entry; seen[e] != int32(id)+1 {
				seen[e] = int32(id) + 1
				n++
			}
		}
		g := float64(v.worth[id])
		v.worth[id] = float32(g * math.Sqrt(g*math.Log(1+float64(entries)/float64(n))/math.Log(1+float64(entries))))
	}
}

// likeness holds how one entry resembles a question in the view of the file.
type likeness struct {
	// covered is the share of each part of the question, by worth, that the entry's wordings
	// have; stated that which its wordings or its answer have.
	covered, stated [partCount]float64
	// sounds is the share of the question's pairs of syllables that the wordings have.
	sounds float64
	// wording is the likeness of the best wording by part, clause that of the best clause of
	// the answer.
	wording, clause [partCount]float64
	// leaning is how alike the classifier finds the question and the best wording, -1 to 1.
	leaning float64
	// topic is how alike the matters of the question and of the best wording are, 0 to 1, and
	// topicOfClause the same for the best clause.
	topic, topicOfClause float64
	// explained is the share of what the question says, by worth, that the entry has word for
	// word or that speaks for the same matters.
	explained float64
}

// tally adds up what a question shares with the texts, and holds the features of the entries
// that come of it. It is used again for another question.
type tally struct {
	shared   [][partCount]float32 // by text
	likeness []likeness
	// counted is, by entry, the number of the question's term that was counted last: for the
	// wordings, and for wordings and answer.
	counted [][2]int32
	// sums are the worth of the question's terms by kind.
	sums     [featureKinds]float64
	features []rankFeatures
	// inFile are the numbers of the question's features among the terms of the file.
	inFile numbers
	// inEntry says of each of them if the entry that was looked at last has it.
	inEntry [featureKinds][]bool
	// supports says, by entry, how much the matters of the term that was counted last are the
	// entry's; supported are those entries.
	supports  []float32
	supported []int32
	said      float64 // the worth of what the question says
	topics    topicsAbout
	about     []float32 // by matter, how much the best entry is about it
}

// reset empties a tally for texts and entries, in the memory that it has.
func (s *tally) reset(texts, entries int) {
	s.shared, s.likeness, s.counted = zeroed(s.shared, texts), zeroed(s.likeness, entries), zeroed(s.counted, entries)
	s.supports, s.said = zeroed(s.supports, entries), 0
	s.sums = [featureKinds]float64{}
}

// zeroed returns n zero values, in the memory of s if it is large enough.
func zeroed[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	s = s[:n]
	clear(s)
	return s
}

// likenesses compares a question with every entry. The result is of the tally.
func (v *fileView) likenesses(x *index, s *tally, c *compared) []likeness {
	s.reset(len(v.all), len(v.wordings))
	n, fs := int32(0), &c.reading.parts
	s.topics.read(shippedTopics(), *fs, v.subject)
	for _, kind := range fileKinds() {
		s.inFile[kind] = v.numbersOf(s.inFile[kind][:0], fs[kind])
		for i, f := range fs[kind] {
			if slices.Contains(fs[kind][:i], f) {
				continue
			}
			n++
			g := x.worth(c.reading.numbers[kind][i])
			if id := s.inFile[kind][i]; id != unknownTerm {
				g = float64(v.worth[id])
				v.count(s, kind, id, n, g*v.subject.share(f))
			} else {
				g *= math.Sqrt(g)
				s.sums[kind] += g
			}
			if isTopicKind(kind) {
				v.explain(s, s.topics.weights[kind][i], s.topics.lengths[kind][i], n, g*v.subject.share(f))
			}
		}
	}
	for e := range s.likeness {
		s.likeness[e].scale(s.sums)
		s.likeness[e].explained /= s.said + 1e-9
	}
	v.compareTexts(s, c.leaning)
	v.compareTopics(s)
	return s.likeness
}

// count adds one term of the question; n numbers it, and it explains so much of the question.
func (v *fileView) count(s *tally, kind int, id, n int32, explains float64) {
	worth, part, clauses := v.worth[id], partOf(kind), v.clauses[0].from
	s.sums[kind] += float64(worth)
	for _, t := range v.texts[v.ends[id]:v.ends[id+1]] {
		e := v.all[t].entry
		if kind != sounds2 {
			s.shared[t][part] += worth
		}
		if t < clauses && s.counted[e][0] != n {
			s.counted[e][0] = n
			s.likeness[e].cover(kind, float64(worth))
		}
		if s.counted[e][1] != n && kind != sounds2 && kind != chars3 {
			s.counted[e][1] = n
			s.likeness[e].stated[part] += float64(worth)
			if isTopicKind(kind) {
				s.likeness[e].explained += explains
			}
		}
	}
}

// cover adds a term of the question that the wordings have.
func (l *likeness) cover(kind int, worth float64) {
	switch kind {
	case sounds2:
		l.sounds += worth
	case chars3:
	default:
		l.covered[partOf(kind)] += worth
	}
}

// conceptFloor keeps a share of concepts low if the question has hardly any.
const conceptFloor = 0.3

// scale turns sums into shares of the question.
func (l *likeness) scale(sums [featureKinds]float64) {
	all := [partCount]float64{sums[chars1] + sums[chars2] + 1e-9, sums[concepts] + conceptFloor, sums[world] + conceptFloor}
	for part := range all {
		l.covered[part] /= all[part]
		l.stated[part] /= all[part]
	}
	l.sounds /= sums[sounds2] + 1e-9
}

// compareTexts finds the best wording and the best clause of each entry.
func (v *fileView) compareTexts(s *tally, leaning []int8) {
	clauses := int(v.clauses[0].from)
	sums := [partCount]float64{s.sums[chars1] + s.sums[chars2] + s.sums[chars3], s.sums[concepts], s.sums[world]}
	for i, t := range v.all {
		l := &s.likeness[t.entry]
		best, slack := &l.wording, 0.0
		if i >= clauses {
			best, slack = &l.clause, 1 // a clause of one rare word is not like everything that has it
		}
		for part, shared := range s.shared[i] {
			if shared == 0 {
				continue // most texts share nothing with a question
			}
			whole := sums[part] * float64(t.worth[part])
			if part == partChars {
				whole += sums[part] * slack
			} else {
				whole += 0.05
			}
			if square := float64(shared) * float64(shared); square > best[part]*(whole+1e-9) {
				best[part] = square / (whole + 1e-9)
			}
		}
		if i < clauses && len(leaning) > 0 {
			l.leaning = max(l.leaning, v.leans(i, leaning))
		}
	}
	for e := range s.likeness {
		s.likeness[e].unsquare()
	}
}

// unsquare takes the roots of the squares of likenesses, of which the highest were looked for.
func (l *likeness) unsquare() {
	for part := range partCount {
		l.wording[part], l.clause[part] = math.Sqrt(l.wording[part]), math.Sqrt(l.clause[part])
	}
}

// compareTopics finds the wording and the clause of each entry that are about the question's
// matters most.
func (v *fileView) compareTopics(s *tally) {
	if len(v.topics) == 0 {
		return
	}
	clauses := int(v.clauses[0].from)
	for i := range v.topics {
		l := &s.likeness[v.all[i].entry]
		if alike := v.topics[i].likeness(s.topics.all); i < clauses {
			l.topic = max(l.topic, alike)
		} else {
			l.topicOfClause = max(l.topicOfClause, alike)
		}
	}
}

// numbersOf appends the numbers of features in the view, or unknownTerm.
func (v *fileView) numbersOf(out []int32, fs []feature) []int32 {
	for _, f := range fs {
		id, ok := v.terms.find(f)
		if !ok {
			id = unknownTerm
		}
		out = append(out, id)
	}
	return out
}

// lookAt finds out which features of the question an entry has, of those that speak for matters.
func (s *tally) lookAt(v *fileView, entry int) {
	for kind, list := range s.inFile {
		s.inEntry[kind] = s.inEntry[kind][:0]
		if !isTopicKind(kind) {
			continue
		}
		for _, id := range list {
			s.inEntry[kind] = append(s.inEntry[kind], v.has(entry, id))
		}
	}
}

// has reports whether a wording of an entry or its answer has a feature, by its number in
// the view.
func (v *fileView) has(entry int, id int32) bool {
	if id == unknownTerm {
		return false
	}
	texts := v.texts[v.ends[id]:v.ends[id+1]]
	for _, r := range [...]textRange{v.wordings[entry], v.clauses[entry]} {
		if at, _ := slices.BinarySearch(texts, r.from); at < len(texts) && texts[at] < r.to {
			return true
		}
	}
	return false
}
