package faq

// shippedWeights were fitted by `zhujiao faq fit`; docs/understanding.md tells
// on what and how well they do.
func shippedWeights() Weights {
	return Weights{
		0.174, 1.169, 0.826, -0.652, -0.999, -0.156, -0.577, -0.300, -0.960, 1.044, 0.195, -0.277, -0.658, 1.588, 0.873, 0.079,
		0.718, 1.336, 0.517, 0.060, -0.302, -2.760,
	}
}

// shippedBounds are the confidences that gave the precision that was asked.
func shippedBounds() Bounds { return Bounds{Answer: 0.808, Suggest: 0.300} }
