package faq

// Plain exposes the normal form of a folded text.
func Plain(folded string) string { return shipped().normalise(folded) }

// ShippedSource is the generated text of weights.go for the shipped weights.
func ShippedSource() string {
	return Fit{
		Weights: shippedWeights(), Bounds: shippedBounds(), Custom: shippedCustomWeights(), Claims: shippedClaimWeights(),
		File: FileFit{rank: shippedRanking(), confidence: shippedFileFit()},
	}.Source()
}

// ReadBroken reads a phrasing without an entry, at which a worker of the index panics.
func ReadBroken() { readAll(nil, []ownedPhrase{{}}) }

// Compared counts how often a folded text was compared with all phrasings.
func Compared(m *Memo, folded string) (n int) {
	for _, c := range m.compared {
		if c.folded == folded {
			n++
		}
	}
	return n
}
