package faq

// shippedWeights were fitted by `zhujiao faq fit`; docs/understanding.md tells
// on what and how well they do.
func shippedWeights() Weights {
	return Weights{
		0.060, 1.284, 0.383, -0.322, -1.930, -0.655, -0.750, -0.537, -1.103, 0.132, -0.413, -0.678, -0.025, 0.971, 5.334, 0.053,
		0.684, 1.225, 0.845, 0.196, -0.505, -4.454,
	}
}

// shippedBounds are the confidences that gave the precision that was asked.
func shippedBounds() Bounds { return Bounds{Answer: 0.619, Suggest: 0.300} }
