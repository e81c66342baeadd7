package faq

// shippedWeights were fitted by .ci/fit; docs/understanding.md tells on what and
// how well they do.
func shippedWeights() Weights {
	return Weights{
		0.202,  // likeness to the best entry
		1.408,  // lead over the next entry
		0.903,  // lead over what must not be answered
		-0.702, // likeness to what must not be answered
		-0.814, // names something of other people's business
		-0.050, // negated
		-0.441, // says that it is done
		-0.481, // about somebody else
		-1.093, // very short
		1.150,  // long
		0.186,  // shares a concept with the phrasing
		-0.315, // has no concept at all
		-0.666, // holds a phrasing whole
		1.303,  // characters that the entry's phrasings use
		0.904,  // pairs of characters that they use
		-0.038, // the rarest character that they do not use
		0.823,  // odds of the classifier
		1.480,  // odds that it must not be answered
		0.496,  // lead of the classifier
		-0.092, // likeness and classifier agree
		-0.329, // likeness alone
		-2.594, // whatever the question
	}
}

// shippedBounds are the confidences that gave the precision that was asked.
func shippedBounds() Bounds { return Bounds{Answer: 0.805, Suggest: 0.300} }
