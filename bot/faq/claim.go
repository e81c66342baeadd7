package faq

import (
	"math"
	"math/bits"
	"slices"
	"strings"
	"sync"
	"weak"

	"zhujiao/bot/text"
)

// The signals of a claim: whether the whole wording of an entry means a built-in intent
// (ruling 54). A single word that it shares with the intent is not enough.
const (
	claimHeads = iota
	claimMeanOdds
	claimLeastOdds
	claimPairs
	claimLeastPairs
	claimKnown
	claimOtherOdds
	claimSignalCount
	claimConstant = claimSignalCount // the weight that does not depend on the wording
)

// claimSignalTable describes the signals of a claim by their constants.
func claimSignalTable() [claimSignalCount]signal {
	return [...]signal{
		claimHeads:      {"claimHeads", "share of wordings with a word of the intent", 1},
		claimMeanOdds:   {"claimMeanOdds", "mean odds of the classifier", 1},
		claimLeastOdds:  {"claimLeastOdds", "lowest odds of a wording", 1},
		claimPairs:      {"claimPairs", "share of pairs of characters that the intent uses", 1},
		claimLeastPairs: {"claimLeastPairs", "lowest such share of a wording", 1},
		claimKnown:      {"claimKnown", "share of wordings that are phrasings of the intent", 1},
		claimOtherOdds:  {"claimOtherOdds", "highest mean odds of another intent", -1},
	}
}

// claimWeights are those of the logistic regression over the signals of a claim; the last
// one is the constant.
type claimWeights [claimSignalCount + 1]float64

// claimBound is the lowest probability at which a claim is believed.
const claimBound = 0.5

// Claim says that an entry inherits a built-in intent.
type Claim struct {
	// ID is the entry's, Intent the name of the intent.
	ID, Intent string
	// Stated is set if the file says so (意图). Otherwise Odds is the probability that the
	// entry's whole wording means the intent.
	Stated bool
	Odds   float64
}

// Claims returns the intents that entries inherit, in the order of the entries.
func Claims(entries []Entry) (out []Claim) {
	owners := assignClaims(entries)
	for i, e := range entries {
		for _, in := range Intents() {
			if c, ok := owners[in.Name]; ok && c.entry == i {
				out = append(out, Claim{ID: e.ID, Intent: in.Name, Stated: c.stated, Odds: c.odds})
			}
		}
	}
	return out
}

// claim is an entry's claim to an intent.
type claim struct {
	entry  int
	stated bool
	odds   float64
}

// assignClaims returns the claim that holds for each intent: that of the entry that names
// the intent, else the most probable one.
func assignClaims(entries []Entry) map[string]claim {
	out := map[string]claim{}
	var basis *claimData
	for i, e := range entries {
		c := claim{entry: i, stated: e.Intent != "", odds: 1}
		name := e.Intent
		if !c.stated {
			if basis == nil {
				basis = claimBasis()
			}
			name, c.odds = basis.impliedIntent(wordings(e))
		}
		if best, taken := out[name]; name != "" && name != outOfScopeIntent && (!taken || c.over(best)) {
			out[name] = c
		}
	}
	return out
}

// IntentOwners returns the id of the entry that has each built-in intent, by the intent's
// name.
func IntentOwners(entries []Entry) map[string]string {
	out := map[string]string{}
	for name, i := range assignIntents(entries) {
		out[name] = entries[i].ID
	}
	return out
}

// assignIntents returns the entry that has each intent.
func assignIntents(entries []Entry) map[string]int {
	out := map[string]int{}
	for name, c := range assignClaims(entries) {
		out[name] = c.entry
	}
	return out
}

// over reports whether a claim of a later entry beats that of an earlier one.
func (c claim) over(other claim) bool {
	return c.stated && !other.stated || c.stated == other.stated && c.odds > other.odds+1e-9
}

// wordings returns the folded wordings of an entry, its title first.
func wordings(e Entry) (out []string) {
	for _, p := range append([]string{e.Title}, e.Aliases...) {
		if f := text.Fold(p); f != "" && !slices.Contains(out, f) {
			out = append(out, f)
		}
	}
	return out
}

// impliedIntent returns the intent that a whole wording means, with the probability of
// that; "" if it means none.
func (b *claimData) impliedIntent(folded []string) (name string, odds float64) {
	if len(folded) == 0 {
		return "", 0
	}
	k, s := b.claimSignals(folded)
	if k < 0 {
		return "", 0
	}
	w := shippedClaimWeights()
	if odds = logistic(w[:], s[:]); odds < claimBound || nearMissOf(folded[0], Intents()[k]) {
		return "", odds
	}
	return Intents()[k].Name, odds
}

// commonShare is the share of an intent's phrasings from which on a character that they have
// belongs to what the intent means.
const commonShare = 0.02

// troubles are the intents that are about what went wrong or is given back, whatever went wrong.
const troubles = "链接失效 没收到 二维码失效 卡顿 退款 人工"

// nearMissOf reports whether a title turns the matter of an intent into another one by a
// character that hardly any phrasing of the intent has: 发票开错了怎么办 is not about getting an
// invoice.
func nearMissOf(title string, in Intent) bool {
	if slices.Contains(strings.Fields(troubles), in.Name) {
		return false
	}
	near := nearMisses(shipped().normalise(title)) & (1<<firmNearMisses - 1)
	if near == 0 {
		return false
	}
	var said [firmNearMisses]int
	for _, p := range in.Phrasings {
		for set := nearMisses(text.Fold(p)) & near; set != 0; set &= set - 1 {
			said[bits.TrailingZeros64(set)]++
		}
	}
	for ; near != 0; near &= near - 1 {
		if float64(said[bits.TrailingZeros64(near)]) < commonShare*float64(len(in.Phrasings)) {
			return true
		}
	}
	return false
}

// claimSignals returns the intent that the classifier finds likeliest for some wordings
// together, with the signals of that claim; a negative number if there is none.
func (b *claimData) claimSignals(folded []string) (intent int, s [claimSignalCount]float64) {
	mean := make([]float64, len(Intents()))
	all, odds := make([]features, len(folded)), make([][]float64, len(folded))
	for i, f := range folded {
		all[i] = shipped().read(f).features()
		odds[i] = b.odds(all[i])
		for k, p := range odds[i] {
			mean[k] += p / float64(len(folded))
		}
	}
	intent = -1
	for k, in := range Intents() {
		if in.Name != outOfScopeIntent && (intent < 0 || mean[k] > mean[intent]) {
			intent = k
		}
	}
	for k, p := range mean {
		if k != intent {
			s[claimOtherOdds] = math.Max(s[claimOtherOdds], p)
		}
	}
	s[claimMeanOdds], s[claimLeastOdds], s[claimLeastPairs] = mean[intent], 1, 1
	for i, f := range folded {
		share := b.pairsOf(all[i], intent)
		s[claimPairs] += share / float64(len(folded))
		s[claimLeastPairs] = math.Min(s[claimLeastPairs], share)
		s[claimLeastOdds] = math.Min(s[claimLeastOdds], odds[i][intent])
		s[claimHeads] += headShare(f, Intents()[intent]) / float64(len(folded))
		if k, ok := b.phrasings[f]; ok && k == intent {
			s[claimKnown] += 1 / float64(len(folded))
		}
	}
	return intent, s
}

// headShare is 1 for a wording that is a word of the intent, and the share of the
// wording's characters that the longest such word in it has otherwise.
func headShare(folded string, in Intent) (share float64) {
	for _, h := range in.Heads {
		if strings.Contains(folded, h) {
			share = math.Max(share, float64(len(h))/float64(len(folded)))
		}
	}
	return share
}

// claimData is what claims are judged by: the classifier with the numbers of its
// features, and which intents use a pair of characters, as a bit set.
type claimData struct {
	ids       *featureNumbers
	intents   []uint32
	phrasings map[string]int // normalised phrasing → intent
}

// claimBasis returns what claims are judged by. It takes megabytes, and only the building
// of a matcher needs it, so it lasts until the collector finds that nobody uses it.
//
//nolint:gochecknoglobals // a constant that the language cannot express
var claimBasis = func() func() *claimData {
	var mu sync.Mutex
	var last weak.Pointer[claimData]
	return func() *claimData {
		mu.Lock()
		defer mu.Unlock()
		b := last.Value()
		if b == nil {
			b = newClaimData()
			last = weak.Make(b)
		}
		return b
	}
}()

// newClaimData reads the phrasings of the intents.
func newClaimData() *claimData {
	c := shippedClassifier()
	b := &claimData{ids: c.numbers(), intents: make([]uint32, c.size()), phrasings: map[string]int{}}
	var buf []feature
	for k, in := range Intents() {
		for _, p := range in.Phrasings {
			said := shipped().normalise(text.Fold(p))
			b.phrasings[said] = k
			buf = appendNGrams(buf[:0], []rune(said), 2)
			for _, pair := range buf {
				id := b.ids.number(pair)
				if int(id) == len(b.intents) {
					b.intents = append(b.intents, 0)
				}
				b.intents[id] |= 1 << k
			}
		}
	}
	return b
}

// odds returns the classifier's odds of a text by intent.
func (b *claimData) odds(fs features) []float64 {
	return shippedClassifier().odds(classifierInputs(fs.terms(func(_ int, f feature) int32 {
		if id, ok := b.ids.find(f); ok {
			return id
		}
		return unknownTerm
	})))
}

// pairsOf returns the share of the pairs of characters of a text that an intent uses; 1 for
// a text of one character.
func (b *claimData) pairsOf(fs features, intent int) float64 {
	if len(fs[chars2]) == 0 {
		return 1
	}
	n := 0
	for _, f := range fs[chars2] {
		if id, ok := b.ids.find(f); ok && b.intents[id]&(1<<intent) != 0 {
			n++
		}
	}
	return float64(n) / float64(len(fs[chars2]))
}
