package faq

// shippedWeights were fitted by .ci/fit; docs/understanding.md tells on what and
// how well they do.
func shippedWeights() Weights {
	return Weights{
		0.097,  // likeness to the best entry
		1.382,  // lead over the next entry
		0.754,  // lead over what must not be answered
		-0.656, // likeness to what must not be answered
		-0.763, // names something of other people's business
		-0.236, // negated
		-0.387, // says that it is done
		-0.492, // about somebody else
		-1.140, // very short
		0.942,  // long
		0.153,  // shares a concept with the phrasing
		-0.365, // has no concept at all
		-0.665, // holds a phrasing whole
		1.394,  // characters that the entry's phrasings use
		1.037,  // pairs of characters that they use
		0.074,  // the rarest character that they do not use
		0.603,  // odds of the classifier
		1.345,  // odds that it must not be answered
		0.800,  // lead of the classifier
		0.023,  // likeness and classifier agree
		-0.309, // likeness alone
		-2.540, // whatever the question
	}
}

// shippedBounds are the confidences that gave the precision that was asked.
func shippedBounds() Bounds { return Bounds{Answer: 0.863, Suggest: 0.300} }
