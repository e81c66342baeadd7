package faq

// shippedWeights were fitted by `zhujiao faq fit`; docs/understanding.md tells
// on what and how well they do.
func shippedWeights() Weights {
	return Weights{8, 6, 6, -2, -3, -1.5, -1, -1, 0, 0, 1, -0.5, 1, -5}
}

// shippedBounds are the confidences that gave the precision that was asked.
func shippedBounds() Bounds { return Bounds{Answer: 0.8, Suggest: 0.3} }
