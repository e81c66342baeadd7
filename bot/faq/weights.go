package faq

// shippedWeights were fitted by .ci/fit; docs/understanding.md tells on what and
// how well they do.
func shippedWeights() Weights {
	return Weights{
		0.112,  // likeness to the best entry
		1.366,  // lead over the next entry
		0.779,  // lead over what must not be answered
		-0.667, // likeness to what must not be answered
		-0.762, // names something of other people's business
		-0.223, // negated
		-0.412, // says that it is done
		-0.511, // about somebody else
		-1.140, // very short
		0.924,  // long
		0.141,  // shares a concept with the phrasing
		-0.366, // has no concept at all
		-0.662, // holds a phrasing whole
		1.407,  // characters that the entry's phrasings use
		1.039,  // pairs of characters that they use
		0.066,  // the rarest character that they do not use
		0.578,  // odds of the classifier
		1.359,  // odds that it must not be answered
		0.782,  // lead of the classifier
		0.027,  // likeness and classifier agree
		-0.289, // likeness alone
		-2.544, // whatever the question
	}
}

// shippedBounds are the confidences that gave the precision that was asked.
func shippedBounds() Bounds { return Bounds{Answer: 0.867, Suggest: 0.300} }
