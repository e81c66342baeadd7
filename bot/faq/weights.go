package faq

// shippedWeights were fitted by .ci/fit; docs/understanding.md tells on what and
// how well they do.
func shippedWeights() Weights {
	return Weights{
		0.150,  // likeness to the best entry
		1.444,  // lead over the next entry
		0.424,  // lead over what must not be answered
		-0.274, // likeness to what must not be answered
		-0.791, // names something of other people's business
		-0.202, // negated
		-0.334, // says that it is done
		-0.418, // about somebody else
		-1.070, // very short
		0.742,  // long
		0.096,  // shares a concept with the phrasing
		-0.265, // has no concept at all
		0.000,  // holds a phrasing whole
		1.102,  // characters that the entry's phrasings use
		0.983,  // pairs of characters that they use
		-0.123, // the rarest character that they do not use
		0.989,  // odds of the classifier
		0.000,  // odds that it must not be answered
		0.299,  // lead of the classifier
		0.009,  // likeness and classifier agree
		0.000,  // likeness alone
		-0.496, // tells that something is done, and asks nothing
		-0.456, // an entry of their own may be meant
		0.989,  // it is an entry of their own
		-2.265, // whatever the question
	}
}

// shippedRivals are the odds of an operator's own entries.
func shippedRivals() rivalWeights {
	return rivalWeights{
		1.934,  // likeness
		1.365,  // lead over the next entry of their own
		2.080,  // lead over the likest entry that the classifier knows
		1.295,  // lead over what must not be answered
		-2.120, // the highest odds of another entry
		-0.748, // odds that it must not be answered
		1.892,  // characters that its phrasings use
		0.000,  // pairs of characters that they use
		-0.065, // the rarest character that they do not use
		0.880,  // very short
		-0.715, // whatever the question
	}
}

// shippedBounds are the confidences that gave the precision that was asked.
func shippedBounds() Bounds { return Bounds{Answer: 0.857, Suggest: 0.343} }
