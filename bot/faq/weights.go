package faq

// shippedWeights were fitted by `zhujiao faq fit`; docs/understanding.md tells
// on what and how well they do.
func shippedWeights() Weights {
	return Weights{
		2.717, 3.073, 3.465, -0.748, -3.056, -0.961, -1.022, -0.675, -0.756, 0.959, -0.669, 0.584, -1.205, 3.082, -0.252, 0.172, -2.844,
	}
}

// shippedBounds are the confidences that gave the precision that was asked.
func shippedBounds() Bounds { return Bounds{Answer: 0.918, Suggest: 0.300} }
