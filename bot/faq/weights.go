package faq

// shippedWeights were fitted by .ci/fit; docs/understanding.md tells on what and
// how well they do.
func shippedWeights() Weights {
	return Weights{
		0.112,  // likeness to the best entry
		1.369,  // lead over the next entry
		0.774,  // lead over what must not be answered
		-0.662, // likeness to what must not be answered
		-0.752, // names something of other people's business
		-0.240, // negated
		-0.408, // says that it is done
		-0.509, // about somebody else
		-1.136, // very short
		0.924,  // long
		0.145,  // shares a concept with the phrasing
		-0.358, // has no concept at all
		-0.657, // holds a phrasing whole
		1.411,  // characters that the entry's phrasings use
		1.057,  // pairs of characters that they use
		0.074,  // the rarest character that they do not use
		0.564,  // odds of the classifier
		1.351,  // odds that it must not be answered
		0.787,  // lead of the classifier
		0.015,  // likeness and classifier agree
		-0.277, // likeness alone
		-2.556, // whatever the question
	}
}

// shippedBounds are the confidences that gave the precision that was asked.
func shippedBounds() Bounds { return Bounds{Answer: 0.868, Suggest: 0.300} }
