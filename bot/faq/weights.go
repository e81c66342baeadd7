package faq

// shippedWeights were fitted by `zhujiao faq fit`; docs/understanding.md tells
// on what and how well they do.
func shippedWeights() Weights {
	return Weights{
		0.207, 1.155, 0.824, -0.617, -0.991, -0.150, -0.574, -0.315, -0.912, 1.054, 0.155, -0.302, -0.689, 1.524, 0.919, 0.081,
		0.682, 1.307, 0.533, 0.065, -0.237, -2.771,
	}
}

// shippedBounds are the confidences that gave the precision that was asked.
func shippedBounds() Bounds { return Bounds{Answer: 0.807, Suggest: 0.300} }
