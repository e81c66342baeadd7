package faq

func shippedClaimWeights() claimWeights {
	return claimWeights{4.807, 0.241, 1.081, 3.124, 0.941, 3.814, -0.725, -5.910}
}
