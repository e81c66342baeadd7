package faq

// shippedWeights were fitted by .ci/fit; docs/understanding.md says on what, and how
// well they do.
func shippedWeights() Weights {
	return Weights{
		sigBestSimilarity:       0.181,
		sigLeadOverNext:         1.435,
		sigLeadOverOutOfScope:   0.425,
		sigOutOfScopeSimilarity: -0.244,
		sigForeign:              -0.784,
		sigNegated:              -0.197,
		sigDone:                 -0.359,
		sigThirdPerson:          -0.444,
		sigShort:                -1.064,
		sigLong:                 0.737,
		sigSharedConcepts:       0.085,
		sigNoConcept:            -0.217,
		sigCharCoverage:         1.055,
		sigPairCoverage:         0.960,
		sigRarestUncovered:      -0.133,
		sigOdds:                 0.901,
		sigOddsLead:             0.361,
		sigDoneNoQuestion:       -0.444,
		sigCustomMayBeMeant:     -0.540,
		sigIsCustom:             0.969,
		sigConstant:             -2.208,
	}
}

// shippedBounds are the confidences that reached the wished precision.
func shippedBounds() Bounds {
	return Bounds{Answer: 0.860, Suggest: 0.335}
}

// shippedCustomWeights are the weights of custom entries.
func shippedCustomWeights() customWeights {
	return customWeights{
		customSimilarity:         2.047,
		customLeadOverCustom:     1.365,
		customLeadOverKnown:      2.284,
		customLeadOverOutOfScope: 1.322,
		customHighestOtherOdds:   -2.137,
		customOutOfScopeOdds:     -0.779,
		customCharCoverage:       1.671,
		customRarestUncovered:    -0.230,
		customShort:              1.062,
		customConstant:           -0.380,
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
			rankSimilarity:     1.263,
			rankLogOdds:        0.434,
			rankLeaning:        1.984,
			rankStated:         0.237,
			rankConceptsStated: 1.071,
			rankWorld:          0.822,
			rankWorldStated:    0.644,
			rankWordingWorld:   1.335,
			rankClause:         0.143,
			rankClauseConcepts: 0.217,
			rankClauseWorld:    0.499,
			rankSounds:         0.699,
			rankTrusted:        1.024,
			relSimilarity:      0.477,
			relWording:         0.048,
			relCovered:         0.267,
			relStated:          1.475,
			relConceptsStated:  1.188,
			relWorldStated:     1.524,
			relClause:          0.346,
		},
		{
			rankSimilarity:      0.877,
			rankLeaning:         3.681,
			rankStated:          0.509,
			rankConcepts:        0.270,
			rankConceptsStated:  0.776,
			rankWorld:           0.231,
			rankWorldStated:     1.269,
			rankWordingConcepts: 0.622,
			rankClause:          0.699,
			rankClauseWorld:     0.551,
			rankSounds:          1.434,
			rankOwn:             1.146,
			relSimilarity:       1.994,
			relCovered:          0.385,
			relStated:           1.392,
			relConceptsStated:   0.702,
			relWorldStated:      1.089,
			relClause:           1.349,
		},
	}
}

// shippedFileFit holds the weights and bounds for a file's entries.
func shippedFileFit() confidenceFit {
	return confidenceFit{
		{
			Weights{
				sigLeadOverOutOfScope:   0.852,
				sigOutOfScopeSimilarity: -1.643,
				sigForeign:              -0.193,
				sigThirdPerson:          -0.109,
				sigShort:                -1.169,
				sigLong:                 0.211,
				sigNoConcept:            -0.392,
				sigCharCoverage:         1.327,
				sigPairCoverage:         0.711,
				sigOutOfScopeOdds:       -0.232,
				sigOddsLead:             0.749,
				sigDoneNoQuestion:       -0.238,
				sigRank:                 1.694,
				sigRankLead:             1.309,
				sigLeaning:              0.548,
				sigConceptsStated:       0.286,
				sigWorldStated:          1.094,
				sigConceptUnstated:      -0.081,
				sigWorldUnstated:        -0.587,
				sigFileWorldUnstated:    -0.645,
				sigForm:                 -0.073,
				sigBeyond:               0.843,
				sigConstant:             -2.874,
			},
			Bounds{Answer: 0.847, Suggest: 0.300},
		},
		{
			Weights{
				sigOutOfScopeSimilarity: -1.120,
				sigDone:                 -1.003,
				sigShort:                -0.729,
				sigLong:                 0.084,
				sigNoConcept:            -0.309,
				sigOutOfScopeOdds:       -0.827,
				sigOddsLead:             1.042,
				sigDoneNoQuestion:       -1.027,
				sigRank:                 1.341,
				sigRankLead:             0.797,
				sigLeaning:              0.920,
				sigRarestUnstated:       -0.532,
				sigConceptUnstated:      -0.335,
				sigWorldUnstated:        -0.498,
				sigOwn:                  0.105,
				sigFileConceptUnstated:  -0.335,
				sigFileWorldUnstated:    -0.498,
				sigUnstatedShare:        -0.344,
				sigForm:                 -0.411,
				sigBeyond:               0.633,
				sigConstant:             0.964,
			},
			Bounds{Answer: 0.859, Suggest: 0.541},
		},
	}
}
