package faq

// shippedWeights were fitted by .ci/fit; docs/understanding.md tells on what and
// how well they do.
func shippedWeights() Weights {
	return Weights{
		0.228,  // likeness to the best entry
		1.151,  // lead over the next entry
		0.826,  // lead over what must not be answered
		-0.597, // likeness to what must not be answered
		-0.994, // names something of other people's business
		-0.155, // negated
		-0.559, // says that it is done
		-0.319, // about somebody else
		-0.897, // very short
		1.149,  // long
		0.138,  // shares a concept with the phrasing
		-0.306, // has no concept at all
		-0.650, // holds a phrasing whole
		1.500,  // characters that the entry's phrasings use
		0.893,  // pairs of characters that they use
		0.068,  // the rarest character that they do not use
		0.695,  // odds of the classifier
		1.310,  // odds that it must not be answered
		0.547,  // lead of the classifier
		0.064,  // likeness and classifier agree
		-0.210, // likeness alone
		-2.769, // whatever the question
	}
}

// shippedBounds are the confidences that gave the precision that was asked.
func shippedBounds() Bounds { return Bounds{Answer: 0.812, Suggest: 0.300} }
