package faq

// shippedWeights were fitted by .ci/fit; docs/understanding.md tells on what and
// how well they do.
func shippedWeights() Weights {
	return Weights{
		0.058,  // likeness to the best entry
		1.440,  // lead over the next entry
		0.400,  // lead over what must not be answered
		-0.342, // likeness to what must not be answered
		-0.784, // names something of other people's business
		-0.202, // negated
		-0.406, // says that it is done
		-0.541, // about somebody else
		-1.207, // very short
		0.884,  // long
		0.118,  // shares a concept with the phrasing
		-0.213, // has no concept at all
		0.000,  // holds a phrasing whole
		1.254,  // characters that the entry's phrasings use
		1.007,  // pairs of characters that they use
		-0.020, // the rarest character that they do not use
		1.004,  // odds of the classifier
		0.000,  // odds that it must not be answered
		0.339,  // lead of the classifier
		0.034,  // likeness and classifier agree
		0.000,  // likeness alone
		-0.457, // tells that something is done, and asks nothing
		-0.431, // an entry of their own may be meant
		1.010,  // it is an entry of their own
		-2.356, // whatever the question
	}
}

// shippedRivals are the odds of an operator's own entries.
func shippedRivals() rivalWeights {
	return rivalWeights{
		1.294,  // likeness
		2.163,  // lead over the next entry of their own
		1.426,  // lead over the likest entry that the classifier knows
		1.832,  // lead over what must not be answered
		-2.718, // the highest odds of another entry
		-1.171, // odds that it must not be answered
		1.615,  // characters that its phrasings use
		0.180,  // pairs of characters that they use
		0.000,  // the rarest character that they do not use
		0.296,  // very short
		-0.340, // whatever the question
	}
}

// shippedBounds are the confidences that gave the precision that was asked.
func shippedBounds() Bounds { return Bounds{Answer: 0.855, Suggest: 0.339} }
