package faq

// shippedWeights were fitted by `zhujiao faq fit`; docs/understanding.md tells
// on what and how well they do.
func shippedWeights() Weights {
	return Weights{
		0.146, 1.188, 0.807, -0.661, -1.008, -0.158, -0.554, -0.326, -1.000, 1.046, 0.205, -0.259, -0.644, 1.578, 0.923, 0.089,
		0.683, 1.310, 0.530, 0.067, -0.312, -2.727,
	}
}

// shippedBounds are the confidences that gave the precision that was asked.
func shippedBounds() Bounds { return Bounds{Answer: 0.809, Suggest: 0.300} }
