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
	// worth of each term, 0 to 1; isConcept says which terms are concepts.
	worth     []float32
	isConcept []bool
	// The texts with term i are texts[ends[i]:ends[i+1]]. Wordings come first, then clauses;
	// both in the order of their entries.
	texts []int32
	ends  []int32
	all   []fileText
	// wordings and clauses are, by entry, the texts from before to.
	wordings, clauses []textRange
	// leanings are what the classifier thinks of the wordings, one after the other.
	leanings []int8
}

// fileText is a wording or a clause of an answer, with the worth of its characters and of
// its concepts.
type fileText struct {
	entry           int32
	chars, concepts float32
}

// textRange is a run of texts, from before to.
type textRange struct{ from, to int32 }

// fileKinds are the features of a file's texts.
func fileKinds() [5]int { return [...]int{chars1, chars2, chars3, sounds2, concepts} }

// commonWorth is the worth of a term that is too common in all phrasings.
const commonWorth = 0.2

// newFileView builds the view of entries, beside an index of them.
func newFileView(x *index, entries []Entry) *fileView {
	v := &fileView{terms: newFeatureNumbers(0)}
	v.wordings, v.clauses = make([]textRange, len(entries)), make([]textRange, len(entries))
	var terms [][]int32
	add := func(entry int, fs features) {
		v.all = append(v.all, fileText{entry: int32(entry)})
		terms = append(terms, v.number(x, fs))
	}
	for i, e := range entries {
		v.wordings[i].from = int32(len(v.all))
		for _, w := range wordings(e) {
			fs := x.lang.read(w).features()
			v.leanings = append(v.leanings, x.leaning(x.termsOf(fs))...)
			add(i, fs)
		}
		v.wordings[i].to = int32(len(v.all))
	}
	for i, e := range entries {
		v.clauses[i].from = int32(len(v.all))
		for _, c := range clausesOf(e.Answer) {
			add(i, x.lang.read(c).features())
		}
		v.clauses[i].to = int32(len(v.all))
	}
	v.post(terms)
	v.weigh(len(entries))
	for i, t := range terms {
		for _, id := range t {
			if v.isConcept[id] {
				v.all[i].concepts += v.worth[id]
			} else {
				v.all[i].chars += v.worth[id]
			}
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
				v.worth = append(v.worth, float32(max(x.worth(f), commonWorth)))
				v.isConcept = append(v.isConcept, k == concepts)
			}
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// worth is the IDF of a feature among all phrasings relative to the highest, which a
// feature of no phrasing has.
func (x *index) worth(f feature) float64 {
	if id, ok := x.terms.find(f); ok && x.inPhrasings(id) {
		return float64(x.idf[id]) / x.maxIDF
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

// leaningUnit is the value of a leaning of 1 before it is rounded.
const leaningUnit = 127

// leaning returns what the classifier thinks of a text: its log odds by class, about their
// mean, scaled to the length 1. Two texts about the same kind of thing lean alike, even if
// they share no word and no class is about it.
func (x *index) leaning(t terms) []int8 {
	if x.classifier == nil {
		return nil
	}
	odds := x.classifier.odds(classifierInputs(t))
	mean, square := 0.0, 0.0
	for k, p := range odds {
		odds[k] = math.Log(p + 1e-4)
		mean += odds[k] / float64(len(odds))
	}
	for k := range odds {
		odds[k] -= mean
		square += odds[k] * odds[k]
	}
	out := make([]int8, len(odds))
	for k, o := range odds {
		out[k] = int8(math.Round(leaningUnit * o / (math.Sqrt(square) + 1e-9)))
	}
	return out
}

// likeness holds how one entry resembles a question in the view of the file.
type likeness struct {
	// covered is the share of the question's characters, by worth, that the entry's wordings
	// have; stated that which its wordings or its answer have. The concepts' share likewise.
	covered, stated, conceptsCovered, conceptsStated float64
	// sounds is the share of the question's pairs of syllables that the wordings have.
	sounds float64
	// wording and wordingConcepts are the likeness of the best wording, clause and
	// clauseConcepts that of the best clause of the answer.
	wording, wordingConcepts, clause, clauseConcepts float64
	// whole is the share of a wording's worth that the question has, of the wording with the
	// highest.
	whole float64
	// leaning is how alike the classifier finds the question and the best wording, -1 to 1.
	leaning float64
}

// tally adds up what a question shares with the texts.
type tally struct {
	chars, concepts []float32 // by text
	likeness        []likeness
	// counted is, by entry, the question's term + 1 that was counted last: for the wordings,
	// and for wordings and answer.
	counted [][2]int32
	// sums are the worth of the question's terms by kind.
	sums [featureKinds]float64
}

// likenesses compares a question with every entry.
func (v *fileView) likenesses(x *index, fs features, t terms) []likeness {
	s := &tally{
		chars: make([]float32, len(v.all)), concepts: make([]float32, len(v.all)),
		likeness: make([]likeness, len(v.wordings)), counted: make([][2]int32, len(v.wordings)),
	}
	n := int32(0)
	for _, kind := range fileKinds() {
		for i, f := range fs[kind] {
			if slices.Contains(fs[kind][:i], f) {
				continue
			}
			n++
			id, ok := v.terms.find(f)
			if !ok {
				g := x.worth(f)
				s.sums[kind] += g * math.Sqrt(g)
				continue
			}
			v.count(s, kind, id, n)
		}
	}
	for e := range s.likeness {
		s.likeness[e].scale(s.sums)
	}
	v.compareTexts(s, x.leaning(t))
	return s.likeness
}

// count adds one term of the question; n numbers it.
func (v *fileView) count(s *tally, kind int, id, n int32) {
	worth := v.worth[id]
	s.sums[kind] += float64(worth)
	for _, t := range v.texts[v.ends[id]:v.ends[id+1]] {
		e := v.all[t].entry
		l, isWording := &s.likeness[e], t < v.wordings[len(v.wordings)-1].to
		switch kind {
		case concepts:
			s.concepts[t] += worth
		case chars1, chars2, chars3:
			s.chars[t] += worth
		}
		for of, applies := range [...]bool{isWording, true} {
			if applies && s.counted[e][of] != n {
				s.counted[e][of] = n
				l.add(kind, of == 1, float64(worth))
			}
		}
	}
}

// add adds a term of the question that the wordings have, or (all) wordings or answer.
func (l *likeness) add(kind int, all bool, worth float64) {
	switch {
	case kind == concepts && all:
		l.conceptsStated += worth
	case kind == concepts:
		l.conceptsCovered += worth
	case kind == sounds2 && !all:
		l.sounds += worth
	case (kind == chars1 || kind == chars2) && all:
		l.stated += worth
	case kind == chars1 || kind == chars2:
		l.covered += worth
	}
}

// conceptFloor keeps a share of concepts low if the question has hardly any.
const conceptFloor = 0.3

// scale turns sums into shares of the question.
func (l *likeness) scale(sums [featureKinds]float64) {
	chars := sums[chars1] + sums[chars2] + 1e-9
	l.covered /= chars
	l.stated /= chars
	l.conceptsCovered /= sums[concepts] + conceptFloor
	l.conceptsStated /= sums[concepts] + conceptFloor
	l.sounds /= sums[sounds2] + 1e-9
}

// compareTexts finds the best wording and the best clause of each entry.
func (v *fileView) compareTexts(s *tally, leaning []int8) {
	chars := s.sums[chars1] + s.sums[chars2] + s.sums[chars3]
	for i, t := range v.all {
		l, shared, both := &s.likeness[t.entry], float64(s.chars[i]), float64(s.concepts[i])
		byConcepts := both / math.Sqrt(s.sums[concepts]*float64(t.concepts)+0.05)
		if i >= int(v.wordings[len(v.wordings)-1].to) {
			l.clause = math.Max(l.clause, shared/math.Sqrt(chars*(float64(t.chars)+1)+1e-9))
			l.clauseConcepts = math.Max(l.clauseConcepts, byConcepts)
			continue
		}
		l.wording = math.Max(l.wording, shared/math.Sqrt(chars*float64(t.chars)+1e-9))
		l.wordingConcepts = math.Max(l.wordingConcepts, byConcepts)
		l.whole = math.Max(l.whole, (shared+both)/(float64(t.chars+t.concepts)+1e-9))
		if len(leaning) > 0 {
			dot := int32(0)
			for k, w := range v.leanings[i*len(leaning) : (i+1)*len(leaning)] {
				dot += int32(w) * int32(leaning[k])
			}
			l.leaning = math.Max(l.leaning, float64(dot)/(leaningUnit*leaningUnit))
		}
	}
}
