package faq

// Plain is the normalisation that the tests hold to be stable.
func Plain(folded string) string { return shipped().plain(folded) }

// ShippedSource is the generated text of weights.go for the shipped weights.
func ShippedSource() string {
	return Fit{Weights: shippedWeights(), Bounds: shippedBounds(), Rivals: shippedRivals()}.Source()
}
