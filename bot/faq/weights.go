package faq

// shippedWeights were fitted by `zhujiao faq fit`; docs/understanding.md tells
// on what and how well they do.
func shippedWeights() Weights {
	return Weights{
		0.441, 1.090, 0.946, -0.506, -1.326, -0.498, -0.995, -0.334, -0.683, 0.139, -0.131, -0.584, -0.607, 1.229, 0.866, -0.054,
		0.845, 1.553, 0.286, 0.290, -0.464, -2.539,
	}
}

// shippedBounds are the confidences that gave the precision that was asked.
func shippedBounds() Bounds { return Bounds{Answer: 0.643, Suggest: 0.300} }
