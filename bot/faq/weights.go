package faq

// shippedWeights were fitted by `zhujiao faq fit`; docs/understanding.md tells
// on what and how well they do.
func shippedWeights() Weights {
	return Weights{
		0.199, 1.118, 0.687, -0.488, -0.927, -0.185, -0.878, -0.329, -0.649, 0.522, 0.227, -0.228, -0.530, 1.287, 0.798, 0.053,
		0.595, 1.165, 0.535, -0.000, -0.242, -2.519,
	}
}

// shippedBounds are the confidences that gave the precision that was asked.
func shippedBounds() Bounds { return Bounds{Answer: 0.893, Suggest: 0.300} }
