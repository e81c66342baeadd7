package faq

// shippedWeights were fitted by .ci/fit; docs/understanding.md tells on what and
// how well they do.
func shippedWeights() Weights {
	return Weights{
		0.274,  // likeness to the best entry
		1.105,  // lead over the next entry
		0.839,  // lead over what must not be answered
		-0.565, // likeness to what must not be answered
		-0.791, // names something of other people's business
		-0.214, // negated
		-0.431, // says that it is done
		-0.548, // about somebody else
		-1.175, // very short
		0.880,  // long
		0.153,  // shares a concept with the phrasing
		-0.248, // has no concept at all
		-0.658, // holds a phrasing whole
		1.238,  // characters that the entry's phrasings use
		1.024,  // pairs of characters that they use
		-0.032, // the rarest character that they do not use
		0.788,  // odds of the classifier
		1.235,  // odds that it must not be answered
		0.620,  // lead of the classifier
		0.016,  // likeness and classifier agree
		-0.351, // likeness alone
		-0.454, // tells that something is done, and asks nothing
		-0.382, // an entry of their own may be meant
		1.003,  // it is an entry of their own
		-2.493, // whatever the question
	}
}

// shippedRivals are the odds of an operator's own entries.
func shippedRivals() rivalWeights {
	return rivalWeights{
		1.300,  // likeness
		2.172,  // lead over the next entry of their own
		1.418,  // lead over the likest entry that the classifier knows
		1.823,  // lead over what must not be answered
		-2.712, // the highest odds of another entry
		-1.172, // odds that it must not be answered
		1.652,  // characters that its phrasings use
		0.183,  // pairs of characters that they use
		0.118,  // the rarest character that they do not use
		0.312,  // very short
		-0.435, // whatever the question
	}
}

// shippedBounds are the confidences that gave the precision that was asked.
func shippedBounds() Bounds { return Bounds{Answer: 0.854, Suggest: 0.300} }
