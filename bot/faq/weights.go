package faq

// shippedWeights were fitted by .ci/fit; docs/understanding.md tells on what and
// how well they do.
func shippedWeights() Weights {
	return Weights{
		0.229,  // likeness to the best entry
		1.292,  // lead over the next entry
		0.830,  // lead over what must not be answered
		-0.602, // likeness to what must not be answered
		-0.812, // names something of other people's business
		-0.128, // negated
		-0.451, // says that it is done
		-0.473, // about somebody else
		-1.137, // very short
		1.041,  // long
		0.150,  // shares a concept with the phrasing
		-0.324, // has no concept at all
		-0.610, // holds a phrasing whole
		1.214,  // characters that the entry's phrasings use
		0.992,  // pairs of characters that they use
		0.018,  // the rarest character that they do not use
		0.818,  // odds of the classifier
		1.389,  // odds that it must not be answered
		0.634,  // lead of the classifier
		-0.054, // likeness and classifier agree
		-0.329, // likeness alone
		-2.528, // whatever the question
	}
}

// shippedBounds are the confidences that gave the precision that was asked.
func shippedBounds() Bounds { return Bounds{Answer: 0.747, Suggest: 0.300} }
