package faq

// shippedWeights were fitted by .ci/fit; docs/understanding.md tells on what and
// how well they do.
func shippedWeights() Weights {
	return Weights{
		0.184,  // likeness to the best entry
		1.183,  // lead over the next entry
		0.800,  // lead over what must not be answered
		-0.616, // likeness to what must not be answered
		-0.823, // names something of other people's business
		-0.033, // negated
		-0.433, // says that it is done
		-0.473, // about somebody else
		-1.100, // very short
		1.120,  // long
		0.083,  // shares a concept with the phrasing
		-0.349, // has no concept at all
		-0.683, // holds a phrasing whole
		1.205,  // characters that the entry's phrasings use
		0.929,  // pairs of characters that they use
		0.020,  // the rarest character that they do not use
		0.891,  // odds of the classifier
		1.322,  // odds that it must not be answered
		0.634,  // lead of the classifier
		0.061,  // likeness and classifier agree
		-0.266, // likeness alone
		-2.499, // whatever the question
	}
}

// shippedBounds are the confidences that gave the precision that was asked.
func shippedBounds() Bounds { return Bounds{Answer: 0.809, Suggest: 0.300} }
