package faq

// shippedWeights were fitted by .ci/fit; docs/understanding.md says on what, and how
// well they do.
func shippedWeights() Weights {
	return Weights{
		sigBestSimilarity:       0.150,
		sigLeadOverNext:         1.444,
		sigLeadOverOutOfScope:   0.424,
		sigOutOfScopeSimilarity: -0.274,
		sigForeign:              -0.791,
		sigNegated:              -0.202,
		sigDone:                 -0.334,
		sigThirdPerson:          -0.418,
		sigShort:                -1.070,
		sigLong:                 0.742,
		sigSharedConcepts:       0.096,
		sigNoConcept:            -0.265,
		sigHoldsPhrasing:        0.000,
		sigCharCoverage:         1.102,
		sigPairCoverage:         0.983,
		sigRarestUncovered:      -0.123,
		sigOdds:                 0.989,
		sigOutOfScopeOdds:       0.000,
		sigOddsLead:             0.299,
		sigAgreement:            0.009,
		sigTextSimilarity:       0.000,
		sigDoneNoQuestion:       -0.496,
		sigCustomMayBeMeant:     -0.456,
		sigIsCustom:             0.989,
		sigConstant:             -2.265,
	}
}

// shippedCustomWeights are the weights of custom entries.
func shippedCustomWeights() customWeights {
	return customWeights{
		customSimilarity:         1.934,
		customLeadOverCustom:     1.365,
		customLeadOverKnown:      2.080,
		customLeadOverOutOfScope: 1.295,
		customHighestOtherOdds:   -2.120,
		customOutOfScopeOdds:     -0.748,
		customCharCoverage:       1.892,
		customPairCoverage:       0.000,
		customRarestUncovered:    -0.065,
		customShort:              0.880,
		customConstant:           -0.715,
	}
}

// shippedBounds are the confidences that reached the wished precision.
func shippedBounds() Bounds { return Bounds{Answer: 0.857, Suggest: 0.343} }
