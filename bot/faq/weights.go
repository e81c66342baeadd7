package faq

// shippedWeights were fitted by `zhujiao faq fit`; docs/understanding.md tells
// on what and how well they do.
func shippedWeights() Weights {
	return Weights{
		0.195, 1.060, 0.673, -0.478, -0.887, -0.226, -0.853, -0.280, -0.549, 0.499, 0.249, -0.199, -0.519, 1.263, 0.845, 0.030,
		0.652, 1.156, 0.587, 0.050, -0.220, -2.615,
	}
}

// shippedBounds are the confidences that gave the precision that was asked.
func shippedBounds() Bounds { return Bounds{Answer: 0.891, Suggest: 0.300} }
