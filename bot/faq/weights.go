package faq

// shippedWeights were fitted by `zhujiao faq fit`; docs/understanding.md tells
// on what and how well they do.
func shippedWeights() Weights {
	return Weights{
		0.003, 1.357, 0.162, -0.158, -1.974, -0.677, -0.853, -0.551, -1.192, 0.139, -0.380, -0.730, -0.002, 0.988, 5.286, -0.002,
		0.557, 1.012, 0.761, 0.244, -0.676, -4.311,
	}
}

// shippedBounds are the confidences that gave the precision that was asked.
func shippedBounds() Bounds { return Bounds{Answer: 0.609, Suggest: 0.300} }
