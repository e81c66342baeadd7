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
			rankTrusted:        0.801,
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
			sigLeadOverOutOfScope:   0.073,
			sigOutOfScopeSimilarity: -1.544,
			sigDone:                 -0.219,
			sigShort:                -0.660,
			sigLong:                 0.304,
			sigNoConcept:            -0.755,
			sigCharCoverage:         0.755,
			sigPairCoverage:         1.214,
			sigOutOfScopeOdds:       -0.178,
			sigOddsLead:             0.690,
			sigAgreement:            0.068,
			sigDoneNoQuestion:       -0.207,
			sigRank:                 0.943,
			sigRankLead:             1.010,
			sigLeaning:              0.269,
			sigWorldStated:          1.025,
			sigPairsStated:          0.622,
			sigConceptUnstated:      -0.500,
			sigWorldUnstated:        -0.839,
			sigFileWorldUnstated:    -0.296,
			sigUnstatedShare:        -0.069,
			sigBeyond:               2.151,
			sigTopicLead:            0.026,
			sigAsksNothing:          -0.024,
			sigNearMissWording:      -0.770,
			sigConstant:             -1.988,
		},
		Bounds: Bounds{Answer: 0.893, Suggest: 0.300},
	}
}

// shippedOwnFit holds those for an entry that only the file has.
func shippedOwnFit() calibrated {
	return calibrated{
		Weights: Weights{
			sigOutOfScopeSimilarity: -1.495,
			sigDone:                 -0.423,
			sigShort:                -0.785,
			sigLong:                 0.202,
			sigOutOfScopeOdds:       -0.526,
			sigOddsLead:             0.882,
			sigDoneNoQuestion:       -0.610,
			sigRank:                 0.935,
			sigRankLead:             1.126,
			sigLeaning:              0.895,
			sigConceptsStated:       0.628,
			sigWorldStated:          0.102,
			sigPairsStated:          0.186,
			sigRarestUnstated:       -0.752,
			sigConceptUnstated:      -0.304,
			sigWorldUnstated:        -0.283,
			sigOwn:                  0.135,
			sigFileConceptUnstated:  -0.304,
			sigFileWorldUnstated:    -0.283,
			sigForm:                 -0.603,
			sigBeyond:               1.225,
			sigTopic:                0.130,
			sigTopicLead:            0.750,
			sigAsksNothing:          -0.350,
			sigNearMiss:             -0.143,
			sigNearMissWording:      -0.337,
			sigWordingChars:         0.222,
			sigConstant:             0.207,
		},
		Bounds: Bounds{Answer: 0.893, Suggest: 0.452},
	}
}
