package faq

// shippedWeights were fitted by .ci/fit; docs/understanding.md tells on what and
// how well they do.
func shippedWeights() Weights {
	return Weights{
		0.094,  // likeness to the best entry
		1.387,  // lead over the next entry
		0.753,  // lead over what must not be answered
		-0.660, // likeness to what must not be answered
		-0.764, // names something of other people's business
		-0.236, // negated
		-0.390, // says that it is done
		-0.471, // about somebody else
		-1.136, // very short
		0.939,  // long
		0.151,  // shares a concept with the phrasing
		-0.362, // has no concept at all
		-0.658, // holds a phrasing whole
		1.395,  // characters that the entry's phrasings use
		1.036,  // pairs of characters that they use
		0.074,  // the rarest character that they do not use
		0.585,  // odds of the classifier
		1.349,  // odds that it must not be answered
		0.807,  // lead of the classifier
		0.020,  // likeness and classifier agree
		-0.301, // likeness alone
		-2.532, // whatever the question
	}
}

// shippedBounds are the confidences that gave the precision that was asked.
func shippedBounds() Bounds { return Bounds{Answer: 0.866, Suggest: 0.300} }
