package faq

// shippedWeights were fitted by .ci/fit; docs/understanding.md tells on what and
// how well they do.
func shippedWeights() Weights {
	return Weights{
		0.190,  // likeness to the best entry
		1.303,  // lead over the next entry
		0.833,  // lead over what must not be answered
		-0.643, // likeness to what must not be answered
		-0.774, // names something of other people's business
		-0.202, // negated
		-0.392, // says that it is done
		-0.541, // about somebody else
		-1.228, // very short
		0.898,  // long
		0.132,  // shares a concept with the phrasing
		-0.348, // has no concept at all
		-0.670, // holds a phrasing whole
		1.411,  // characters that the entry's phrasings use
		1.029,  // pairs of characters that they use
		0.021,  // the rarest character that they do not use
		0.585,  // odds of the classifier
		1.238,  // odds that it must not be answered
		0.655,  // lead of the classifier
		0.003,  // likeness and classifier agree
		-0.343, // likeness alone
		-0.597, // tells that something is done, and asks nothing
		-2.463, // whatever the question
	}
}

// shippedBounds are the confidences that gave the precision that was asked.
func shippedBounds() Bounds { return Bounds{Answer: 0.846, Suggest: 0.300} }
