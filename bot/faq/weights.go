package faq

// shippedWeights were fitted by .ci/fit; docs/understanding.md says on what, and how
// well they do.
func shippedWeights() Weights {
	return Weights{
		sigBestSimilarity:       0.101,
		sigLeadOverNext:         1.419,
		sigLeadOverOutOfScope:   0.365,
		sigOutOfScopeSimilarity: -0.264,
		sigForeign:              -0.778,
		sigNegated:              -0.151,
		sigDone:                 -0.360,
		sigThirdPerson:          -0.456,
		sigShort:                -1.061,
		sigLong:                 0.743,
		sigSharedConcepts:       0.137,
		sigNoConcept:            -0.198,
		sigCharCoverage:         1.065,
		sigPairCoverage:         0.947,
		sigRarestUncovered:      -0.136,
		sigOdds:                 0.948,
		sigOddsLead:             0.431,
		sigAgreement:            0.052,
		sigDoneNoQuestion:       -0.448,
		sigCustomMayBeMeant:     -0.507,
		sigIsCustom:             0.965,
		sigConstant:             -2.221,
	}
}

// shippedBounds are the confidences that reached the wished precision.
func shippedBounds() Bounds {
	return Bounds{Answer: 0.859, Suggest: 0.347}
}

// shippedCustomWeights are the weights of custom entries.
func shippedCustomWeights() customWeights {
	return customWeights{
		customSimilarity:         1.884,
		customLeadOverCustom:     1.378,
		customLeadOverKnown:      2.229,
		customLeadOverOutOfScope: 1.195,
		customHighestOtherOdds:   -2.168,
		customOutOfScopeOdds:     -0.839,
		customCharCoverage:       1.570,
		customRarestUncovered:    -0.283,
		customShort:              1.038,
		customConstant:           -0.292,
	}
}

// shippedClaimWeights are the weights of claims to an intent.
func shippedClaimWeights() claimWeights {
	return claimWeights{
		claimHeads:      4.263,
		claimMeanOdds:   0.777,
		claimLeastOdds:  0.798,
		claimPairs:      3.576,
		claimLeastPairs: 0.398,
		claimKnown:      3.609,
		claimOtherOdds:  -0.691,
		claimConstant:   -5.692,
	}
}

// shippedRankWeights are the weights of the ranking by a file's own texts.
func shippedRankWeights() rankWeights {
	return rankWeights{
		{
			rankSimilarity:     1.270,
			rankLogOdds:        0.408,
			rankLeaning:        2.035,
			rankStated:         0.297,
			rankConceptsStated: 1.000,
			rankWorld:          0.425,
			rankWorldStated:    0.966,
			rankWordingWorld:   0.280,
			rankClause:         0.118,
			rankClauseWorld:    0.337,
			rankSounds:         0.872,
			rankTrusted:        0.830,
			relSimilarity:      0.324,
			relCovered:         0.252,
			relStated:          1.703,
			relConceptsStated:  1.209,
			relWorldStated:     1.580,
			relClause:          0.129,
		},
		{
			rankSimilarity:      0.844,
			rankLeaning:         3.468,
			rankStated:          0.582,
			rankConcepts:        0.198,
			rankConceptsStated:  0.785,
			rankWorld:           0.199,
			rankWorldStated:     1.316,
			rankWordingConcepts: 0.634,
			rankWordingWorld:    0.329,
			rankClause:          0.699,
			rankClauseWorld:     0.407,
			rankSounds:          1.685,
			rankOwn:             1.158,
			relSimilarity:       1.755,
			relCovered:          0.443,
			relStated:           1.338,
			relConceptsStated:   0.597,
			relWorldStated:      1.243,
			relClause:           1.367,
		},
	}
}

// shippedFileFit holds the weights and bounds for a file's entries.
func shippedFileFit() confidenceFit {
	return confidenceFit{
		{
			Weights{
				sigLeadOverOutOfScope:   1.042,
				sigOutOfScopeSimilarity: -1.410,
				sigForeign:              -0.244,
				sigNegated:              -0.015,
				sigShort:                -1.178,
				sigLong:                 0.555,
				sigNoConcept:            -0.448,
				sigCharCoverage:         1.414,
				sigPairCoverage:         0.450,
				sigOdds:                 0.074,
				sigOutOfScopeOdds:       -0.120,
				sigOddsLead:             0.992,
				sigDoneNoQuestion:       -0.232,
				sigRank:                 1.307,
				sigRankLead:             1.524,
				sigLeaning:              0.510,
				sigConceptsStated:       0.214,
				sigRarestUnstated:       -0.052,
				sigWorldUnstated:        -0.592,
				sigFileWorldUnstated:    -0.435,
				sigForm:                 -0.117,
				sigBeyond:               0.696,
				sigTrusted:              0.007,
				sigConstant:             -2.985,
			},
			Bounds{Answer: 0.840, Suggest: 0.350},
		},
		{
			Weights{
				sigOutOfScopeSimilarity: -1.357,
				sigDone:                 -0.992,
				sigShort:                -0.658,
				sigLong:                 -0.073,
				sigNoConcept:            -0.305,
				sigOutOfScopeOdds:       -0.811,
				sigOddsLead:             0.780,
				sigDoneNoQuestion:       -1.072,
				sigRank:                 1.246,
				sigRankLead:             0.330,
				sigLeaning:              0.999,
				sigConceptsStated:       0.161,
				sigWorldStated:          0.141,
				sigRarestUnstated:       -0.806,
				sigConceptUnstated:      -0.215,
				sigWorldUnstated:        -0.439,
				sigOwn:                  0.122,
				sigFileConceptUnstated:  -0.215,
				sigFileWorldUnstated:    -0.439,
				sigUnstatedShare:        -0.503,
				sigForm:                 -0.353,
				sigBeyond:               0.700,
				sigConstant:             1.154,
			},
			Bounds{Answer: 0.825, Suggest: 0.563},
		},
	}
}
