package faq

// shippedWeights were fitted by `zhujiao faq fit`; docs/understanding.md tells
// on what and how well they do.
func shippedWeights() Weights {
	return Weights{
		0.084, 1.249, 0.373, -0.289, -2.330, -0.745, -0.543, -0.497, -1.233, 0.111, -0.351, -0.419, -0.381, 1.281, 4.591, -0.149,
		0.792, 1.483, 0.981, 0.208, -0.492, -4.145,
	}
}

// shippedBounds are the confidences that gave the precision that was asked.
func shippedBounds() Bounds { return Bounds{Answer: 0.600, Suggest: 0.300} }
