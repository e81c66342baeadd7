package faq

// shippedWeights were fitted by .ci/fit; docs/understanding.md says on what, and how
// well they do.
func shippedWeights() Weights {
	return Weights{
		sigBestSimilarity:       0.182,
		sigLeadOverNext:         1.429,
		sigLeadOverOutOfScope:   0.424,
		sigOutOfScopeSimilarity: -0.242,
		sigForeign:              -0.784,
		sigNegated:              -0.197,
		sigDone:                 -0.359,
		sigThirdPerson:          -0.444,
		sigShort:                -1.064,
		sigLong:                 0.737,
		sigSharedConcepts:       0.085,
		sigNoConcept:            -0.218,
		sigCharCoverage:         1.054,
		sigPairCoverage:         0.959,
		sigRarestUncovered:      -0.133,
		sigOdds:                 0.902,
		sigOddsLead:             0.365,
		sigAgreement:            0.004,
		sigDoneNoQuestion:       -0.443,
		sigCustomMayBeMeant:     -0.540,
		sigIsCustom:             0.969,
		sigConstant:             -2.210,
	}
}

// shippedBounds are the confidences that reached the wished precision.
func shippedBounds() Bounds {
	return Bounds{Answer: 0.860, Suggest: 0.335}
}

// shippedCustomWeights are the weights of custom entries.
func shippedCustomWeights() customWeights {
	return customWeights{
		customSimilarity:         2.043,
		customLeadOverCustom:     1.362,
		customLeadOverKnown:      2.287,
		customLeadOverOutOfScope: 1.324,
		customHighestOtherOdds:   -2.138,
		customOutOfScopeOdds:     -0.780,
		customCharCoverage:       1.670,
		customRarestUncovered:    -0.233,
		customShort:              1.060,
		customConstant:           -0.374,
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
			rankSimilarity:     1.186,
			rankLogOdds:        0.434,
			rankLeaning:        1.963,
			rankStated:         0.244,
			rankConceptsStated: 1.067,
			rankWorld:          0.846,
			rankWorldStated:    0.633,
			rankWordingWorld:   1.371,
			rankClause:         0.149,
			rankClauseConcepts: 0.204,
			rankClauseWorld:    0.483,
			rankSounds:         0.591,
			rankTrusted:        1.034,
			relSimilarity:      0.479,
			relWording:         0.046,
			relCovered:         0.264,
			relStated:          1.474,
			relConceptsStated:  1.204,
			relWorldStated:     1.500,
			relClause:          0.346,
		},
		{
			rankSimilarity:      0.854,
			rankLeaning:         3.637,
			rankStated:          0.545,
			rankConcepts:        0.266,
			rankConceptsStated:  0.749,
			rankWorld:           0.314,
			rankWorldStated:     1.274,
			rankWordingConcepts: 0.701,
			rankWordingWorld:    0.076,
			rankClause:          0.692,
			rankClauseWorld:     0.603,
			rankSounds:          1.239,
			rankOwn:             1.122,
			relSimilarity:       1.798,
			relCovered:          0.422,
			relStated:           1.410,
			relConceptsStated:   0.705,
			relWorldStated:      1.068,
			relClause:           1.328,
		},
	}
}

// shippedFileFit holds the weights and bounds for a file's entries.
func shippedFileFit() confidenceFit {
	return confidenceFit{
		{
			Weights{
				sigLeadOverOutOfScope:   0.854,
				sigOutOfScopeSimilarity: -1.571,
				sigForeign:              -0.203,
				sigThirdPerson:          -0.117,
				sigShort:                -1.211,
				sigLong:                 0.223,
				sigNoConcept:            -0.381,
				sigCharCoverage:         1.240,
				sigPairCoverage:         0.660,
				sigOutOfScopeOdds:       -0.213,
				sigOddsLead:             0.775,
				sigDoneNoQuestion:       -0.236,
				sigRank:                 1.703,
				sigRankLead:             1.206,
				sigLeaning:              0.604,
				sigConceptsStated:       0.265,
				sigWorldStated:          1.115,
				sigPairsStated:          0.108,
				sigConceptUnstated:      -0.092,
				sigWorldUnstated:        -0.518,
				sigFileWorldUnstated:    -0.670,
				sigForm:                 -0.089,
				sigBeyond:               0.871,
				sigConstant:             -2.835,
			},
			Bounds{Answer: 0.860, Suggest: 0.300},
		},
		{
			Weights{
				sigOutOfScopeSimilarity: -1.375,
				sigDone:                 -1.004,
				sigShort:                -0.823,
				sigLong:                 0.088,
				sigNoConcept:            -0.280,
				sigOutOfScopeOdds:       -0.802,
				sigOddsLead:             1.006,
				sigDoneNoQuestion:       -1.023,
				sigRank:                 1.416,
				sigRankLead:             0.718,
				sigLeaning:              0.974,
				sigRarestUnstated:       -0.662,
				sigConceptUnstated:      -0.297,
				sigWorldUnstated:        -0.458,
				sigOwn:                  0.118,
				sigFileConceptUnstated:  -0.297,
				sigFileWorldUnstated:    -0.458,
				sigUnstatedShare:        -0.478,
				sigForm:                 -0.417,
				sigBeyond:               0.662,
				sigConstant:             1.073,
			},
			Bounds{Answer: 0.864, Suggest: 0.542},
		},
	}
}
