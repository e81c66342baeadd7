package faq

// shippedWeights were fitted by .ci/fit; docs/understanding.md says on what, and how
// well they do.
func shippedWeights() Weights {
	return Weights{
		sigBestSimilarity:       0.180,
		sigLeadOverNext:         1.429,
		sigLeadOverOutOfScope:   0.421,
		sigOutOfScopeSimilarity: -0.241,
		sigForeign:              -0.786,
		sigNegated:              -0.198,
		sigDone:                 -0.360,
		sigThirdPerson:          -0.444,
		sigShort:                -1.069,
		sigLong:                 0.735,
		sigSharedConcepts:       0.098,
		sigNoConcept:            -0.203,
		sigCharCoverage:         1.061,
		sigPairCoverage:         0.954,
		sigRarestUncovered:      -0.125,
		sigOdds:                 0.902,
		sigOddsLead:             0.366,
		sigAgreement:            0.002,
		sigDoneNoQuestion:       -0.444,
		sigCustomMayBeMeant:     -0.527,
		sigIsCustom:             0.964,
		sigConstant:             -2.220,
	}
}

// shippedBounds are the confidences that reached the wished precision.
func shippedBounds() Bounds {
	return Bounds{Answer: 0.860, Suggest: 0.315}
}

// shippedCustomWeights are the weights of custom entries.
func shippedCustomWeights() customWeights {
	return customWeights{
		customSimilarity:         2.029,
		customLeadOverCustom:     1.365,
		customLeadOverKnown:      2.324,
		customLeadOverOutOfScope: 1.278,
		customHighestOtherOdds:   -2.135,
		customOutOfScopeOdds:     -0.789,
		customCharCoverage:       1.662,
		customRarestUncovered:    -0.233,
		customShort:              1.070,
		customConstant:           -0.366,
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
			rankSimilarity:     0.650,
			rankOdds:           0.292,
			rankLogOdds:        0.440,
			rankLeaning:        1.295,
			rankStated:         0.459,
			rankConceptsStated: 0.741,
			rankWorld:          0.253,
			rankWorldStated:    0.447,
			rankWordingWorld:   0.257,
			rankClause:         0.082,
			rankClauseWorld:    0.479,
			rankSounds:         0.357,
			rankTrusted:        0.802,
			rankTopic:          0.334,
			rankTopicOfClause:  0.355,
			relSimilarity:      0.417,
			relCovered:         0.122,
			relStated:          1.336,
			relConceptsStated:  0.703,
			relWorldStated:     0.929,
			relClause:          0.466,
			relTopic:           1.504,
			relTopicOfClause:   0.910,
		},
		{
			rankLeaning:         2.892,
			rankStated:          0.552,
			rankConcepts:        0.106,
			rankConceptsStated:  0.590,
			rankWorldStated:     0.395,
			rankWordingConcepts: 0.493,
			rankClause:          0.519,
			rankSounds:          1.840,
			rankOwn:             0.765,
			rankTopic:           1.219,
			rankTopicOfClause:   0.454,
			relCovered:          0.363,
			relStated:           1.504,
			relConceptsStated:   0.567,
			relWorldStated:      0.322,
			relClause:           0.980,
			relTopic:            2.006,
			relTopicOfClause:    1.365,
		},
	}
}

// shippedFileFit holds the weights and bounds for a file's entries.
func shippedFileFit() confidenceFit {
	return confidenceFit{shippedIntentFit(), shippedOwnFit()}
}

// shippedIntentFit holds those for an entry with an intent.
func shippedIntentFit() calibrated {
	return calibrated{
		Weights: Weights{
			sigLeadOverOutOfScope:   0.045,
			sigOutOfScopeSimilarity: -1.535,
			sigDone:                 -0.202,
			sigShort:                -0.669,
			sigLong:                 0.225,
			sigNoConcept:            -0.741,
			sigCharCoverage:         0.767,
			sigPairCoverage:         1.204,
			sigOutOfScopeOdds:       -0.190,
			sigOddsLead:             0.649,
			sigAgreement:            0.079,
			sigDoneNoQuestion:       -0.208,
			sigRank:                 0.953,
			sigRankLead:             1.004,
			sigLeaning:              0.258,
			sigWorldStated:          1.041,
			sigPairsStated:          0.622,
			sigConceptUnstated:      -0.547,
			sigWorldUnstated:        -0.784,
			sigFileWorldUnstated:    -0.305,
			sigUnstatedShare:        -0.062,
			sigBeyond:               2.182,
			sigTrusted:              0.094,
			sigTopicLead:            0.044,
			sigAsksNothing:          -0.021,
			sigNearMissWording:      -0.745,
			sigConstant:             -2.043,
		},
		Bounds: Bounds{Answer: 0.850, Suggest: 0.300},
	}
}

// shippedOwnFit holds those for an entry that only the file has.
func shippedOwnFit() calibrated {
	return calibrated{
		Weights: Weights{
			sigOutOfScopeSimilarity: -1.502,
			sigForeign:              -0.008,
			sigDone:                 -0.300,
			sigShort:                -0.781,
			sigLong:                 0.230,
			sigOutOfScopeOdds:       -0.522,
			sigOddsLead:             0.870,
			sigDoneNoQuestion:       -0.646,
			sigRank:                 0.944,
			sigRankLead:             1.114,
			sigLeaning:              0.899,
			sigConceptsStated:       0.621,
			sigWorldStated:          0.092,
			sigPairsStated:          0.183,
			sigRarestUnstated:       -0.749,
			sigConceptUnstated:      -0.302,
			sigWorldUnstated:        -0.285,
			sigOwn:                  0.129,
			sigFileConceptUnstated:  -0.302,
			sigFileWorldUnstated:    -0.285,
			sigForm:                 -0.600,
			sigBeyond:               1.233,
			sigTopic:                0.153,
			sigTopicLead:            0.745,
			sigAsksNothing:          -0.358,
			sigNearMiss:             -0.148,
			sigNearMissWording:      -0.353,
			sigWordingChars:         0.228,
			sigConstant:             0.194,
		},
		Bounds: Bounds{Answer: 0.850, Suggest: 0.481},
	}
}
