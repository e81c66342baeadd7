package faq

import (
	"math"

	"zhujiao/bot/text"
)

// explainScale makes up for matters of a feature that no text of an entry is about, because each
// text keeps only those that it is about most.
const explainScale = 1.6

// aboutTopic is an entry that is about a matter, and how much, 0 to 1.
type aboutTopic struct {
	entry  int32
	weight float32
}

// subjectWorth is how much what names the class counts where matters are compared: every
// question may name it.
const subjectWorth = 0.1

// subjectFeatures are the features of what names a class.
func (l *language) subjectFeatures(names []string) map[feature]bool {
	out := map[feature]bool{}
	for _, name := range names {
		for kind, list := range l.read(text.Fold(name)).features() {
			for _, f := range list {
				if kind != chars1 && isTopicKind(kind) {
					out[f] = true
				}
			}
		}
	}
	return out
}

// damp returns how much a feature counts where matters are compared.
func (v *fileView) damp(f feature) float64 {
	if v.subject[f] {
		return subjectWorth
	}
	return 1
}

// isTopicKind reports whether features of a kind speak for matters.
func isTopicKind(kind int) bool {
	return kind == chars1 || kind == chars2 || kind == concepts || kind == world
}

// postTopics makes the lists of entries by matter: an entry is about a matter as much as that
// of its texts which is about it most.
func (v *fileView) postTopics(x *index) {
	if len(v.topics) == 0 {
		return
	}
	v.about = make([][]aboutTopic, shippedTopics().count)
	for i, t := range v.topics {
		e := v.all[i].entry
		for _, w := range t {
			if w.weight == 0 {
				continue
			}
			weight := float32(w.weight) / topicUnit
			list := v.about[w.topic]
			at := len(list) - 1
			for at >= 0 && list[at].entry != e {
				at--
			}
			if at >= 0 {
				list[at].weight = max(list[at].weight, weight)
			} else {
				v.about[w.topic] = append(list, aboutTopic{e, weight})
			}
		}
	}
}

// explain adds the n-th term of the question, which is worth g, to the entries that do not have
// it, by how much the matters for which it speaks are theirs.
func (v *fileView) explain(s *tally, kind int, f feature, n int32, g float64) {
	if v.about == nil || !isTopicKind(kind) {
		return
	}
	s.said += g
	from, to, length := shippedTopics().speaksFor(f)
	s.supported = s.supported[:0]
	for ; from < to; from++ {
		w := shippedTopics().weight(from)
		share := float32(w.weight) / length
		for _, a := range v.about[w.topic] {
			if s.supports[a.entry] == 0 {
				s.supported = append(s.supported, a.entry)
			}
			s.supports[a.entry] += share * a.weight
		}
	}
	for _, e := range s.supported {
		if s.counted[e][1] != n {
			s.likeness[e].explained += g * min(1, explainScale*float64(s.supports[e]))
		}
		s.supports[e] = 0
	}
}

// speaksFor returns which weights are those of a feature, and their Euclidean length.
func (t *topics) speaksFor(f feature) (from, to int, length float32) {
	from, to = t.find(f)
	square := 0.0
	for i := from; i < to; i++ {
		w := float64(t.weight(i).weight)
		square += w * w
	}
	return from, to, float32(math.Sqrt(square) + 1e-9)
}

// elsewhere returns the most that a term of a question speaks for matters that are not those of
// an entry which does not have it: 红冲 beside an entry about how to get an invoice.
func (x *index) elsewhere(r *reading, entry int) (most float64) {
	v := x.file
	if v.about == nil {
		return 0
	}
	for kind, list := range r.parts {
		if !isTopicKind(kind) {
			continue
		}
		for i, f := range list {
			if v.has(entry, r.tally.inFile[kind][i]) {
				continue
			}
			from, to, length := shippedTopics().speaksFor(f)
			support := 0.0
			for at := from; at < to; at++ {
				w := shippedTopics().weight(at)
				for _, a := range v.about[w.topic] {
					if int(a.entry) == entry {
						support += float64(float32(w.weight) / length * a.weight)
					}
				}
			}
			strength := v.damp(f) * x.worth(r.numbers[kind][i]) * float64(length) / topicUnit
			most = max(most, strength*(1-min(1, explainScale*support)))
		}
	}
	return most
}
