package faq

// shippedWeights were fitted by .ci/fit; docs/understanding.md tells on what and
// how well they do.
func shippedWeights() Weights {
	return Weights{
		0.094,  // likeness to the best entry
		1.385,  // lead over the next entry
		0.750,  // lead over what must not be answered
		-0.656, // likeness to what must not be answered
		-0.764, // names something of other people's business
		-0.236, // negated
		-0.387, // says that it is done
		-0.492, // about somebody else
		-1.145, // very short
		0.947,  // long
		0.153,  // shares a concept with the phrasing
		-0.357, // has no concept at all
		-0.665, // holds a phrasing whole
		1.403,  // characters that the entry's phrasings use
		1.041,  // pairs of characters that they use
		0.080,  // the rarest character that they do not use
		0.597,  // odds of the classifier
		1.340,  // odds that it must not be answered
		0.804,  // lead of the classifier
		0.021,  // likeness and classifier agree
		-0.310, // likeness alone
		-2.543, // whatever the question
	}
}

// shippedBounds are the confidences that gave the precision that was asked.
func shippedBounds() Bounds { return Bounds{Answer: 0.865, Suggest: 0.300} }
