package faq

import (
	"slices"

	"zhujiao/bot/text"
)

// explainScale makes up for matters of a feature that no text of an entry is about, because each
// text keeps only those that it is about most.
const explainScale = 1.6

// subjectWorth is how much what names the class counts where matters are compared: every
// question may name it.
const subjectWorth = 0.1

// subject holds the features of what names a class.
type subject map[feature]bool

// subjectOf returns those of some names.
func (l *language) subjectOf(names []string) subject {
	out := subject{}
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

// share returns how much a feature counts where matters are compared, 0 to 1.
func (s subject) share(f feature) float64 {
	if s[f] {
		return subjectWorth
	}
	return 1
}

// isTopicKind reports whether features of a kind speak for matters.
func isTopicKind(kind int) bool {
	return kind == chars1 || kind == chars2 || kind == concepts || kind == world
}

// aboutTopic is an entry that is about a matter, in the upper bits, and how much, 0 to 1 in units
// of aboutUnit.
type aboutTopic uint32

const (
	aboutBits = 10
	aboutUnit = 1<<aboutBits - 1
)

// newAboutTopic packs an entry and a weight in units of topicUnit.
func newAboutTopic(entry int, weight uint16) aboutTopic {
	return aboutTopic(uint32(entry)<<aboutBits | uint32(weight)*aboutUnit/topicUnit)
}

func (a aboutTopic) entry() int32 { return int32(a >> aboutBits) }

// weight returns the weight in units of 1/aboutUnit.
func (a aboutTopic) weight() float32 { return float32(a & aboutUnit) }

// mattersOf calls yield with each matter that an entry is about, and how much that of its texts is
// which is about it most.
func (v *fileView) mattersOf(entry int, yield func(topic int, weight uint16)) {
	var most [64]topicWeight
	all := most[:0]
	for _, r := range [...]textRange{v.wordings[entry], v.clauses[entry]} {
		for _, t := range v.topics[r.from:r.to] {
			for _, w := range t {
				at := slices.IndexFunc(all, func(o topicWeight) bool { return o.topic == w.topic })
				if at < 0 {
					all = append(all, w)
				} else {
					all[at].weight = max(all[at].weight, w.weight)
				}
			}
		}
	}
	for _, w := range all {
		if w.weight > 0 {
			yield(int(w.topic), w.weight)
		}
	}
}

// postTopics makes the lists of entries by matter.
func (v *fileView) postTopics() {
	if len(v.topics) == 0 {
		return
	}
	v.aboutEnds = make([]int32, shippedTopics().count+1)
	for e := range v.wordings {
		v.mattersOf(e, func(topic int, _ uint16) { v.aboutEnds[topic+1]++ })
	}
	for i := range shippedTopics().count {
		v.aboutEnds[i+1] += v.aboutEnds[i]
	}
	v.about = make([]aboutTopic, v.aboutEnds[len(v.aboutEnds)-1])
	free := slices.Clone(v.aboutEnds)
	for e := range v.wordings {
		v.mattersOf(e, func(topic int, weight uint16) {
			v.about[free[topic]] = newAboutTopic(e, weight)
			free[topic]++
		})
	}
}

// entriesAbout returns the entries that are about a matter.
func (v *fileView) entriesAbout(topic uint16) []aboutTopic {
	return v.about[v.aboutEnds[topic]:v.aboutEnds[topic+1]]
}

// aboutOf returns how much an entry is about each matter, 0 to 1. The next call overwrites it.
func (s *tally) aboutOf(v *fileView, entry int) []float32 {
	s.about = zeroed(s.about, len(v.aboutEnds)-1)
	for _, r := range [...]textRange{v.wordings[entry], v.clauses[entry]} {
		for _, t := range v.topics[r.from:r.to] {
			for _, w := range t {
				s.about[w.topic] = max(s.about[w.topic], newAboutTopic(entry, w.weight).weight()/aboutUnit)
			}
		}
	}
	return s.about
}

// explain adds the n-th term of the question, which has weights of some length and is worth g, to
// the entries that do not have it, by how much the matters for which it speaks are theirs.
func (v *fileView) explain(s *tally, weights topicWeights, length float32, n int32, g float64) {
	if v.about == nil {
		return
	}
	s.said += g
	s.supported = s.supported[:0]
	unit := 1 / (length * aboutUnit)
	for i := range weights.size() {
		w := weights.at(i)
		share := float32(w.weight) * unit
		for _, a := range v.entriesAbout(w.topic) {
			e := a.entry()
			if s.supports[e] == 0 {
				s.supported = append(s.supported, e)
			}
			s.supports[e] += share * a.weight()
		}
	}
	for _, e := range s.supported {
		if s.counted[e][1] != n {
			s.likeness[e].explained += g * min(1, explainScale*float64(s.supports[e]))
		}
		s.supports[e] = 0
	}
}

// elsewhere returns the most that a term of a question speaks for matters that are not those of
// an entry which does not have it: 红冲 beside an entry about how to get an invoice.
func elsewhere(x *index, r *reading, entry int) (most float64) {
	v := x.file
	if v.about == nil {
		return 0
	}
	about := r.tally.aboutOf(v, entry)
	for kind, list := range r.parts {
		if !isTopicKind(kind) {
			continue
		}
		for i, f := range list {
			if r.tally.inEntry[kind][i] {
				continue
			}
			weights, length, support := r.tally.topics.weights[kind][i], r.tally.topics.lengths[kind][i], 0.0
			for at := range weights.size() {
				w := weights.at(at)
				support += float64(float32(w.weight) / length * about[w.topic])
			}
			strength := v.subject.share(f) * x.worth(r.numbers[kind][i]) * float64(length) / topicUnit
			most = max(most, strength*(1-min(1, explainScale*support)))
		}
	}
	return most
}
