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
	return Bounds{Answer: 0.860, Suggest: 0.337}
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
			rankSimilarity:      0.590,
			rankOdds:            0.332,
			rankLogOdds:         0.469,
			rankLeaning:         1.152,
			rankStated:          0.208,
			rankConcepts:        0.011,
			rankConceptsStated:  0.381,
			rankWorld:           0.143,
			rankWorldStated:     0.375,
			rankWordingConcepts: 0.096,
			rankWordingWorld:    0.151,
			rankClause:          0.039,
			rankClauseConcepts:  0.310,
			rankClauseWorld:     0.313,
			rankSounds:          0.071,
			rankTrusted:         0.586,
			rankTopic:           0.217,
			rankTopicOfClause:   0.432,
			rankExplained:       0.790,
			relSimilarity:       0.285,
			relStated:           0.751,
			relConceptsStated:   0.496,
			relWorldStated:      0.540,
			relClause:           0.347,
			relTopic:            1.101,
			relTopicOfClause:    0.930,
			relExplained:        1.752,
		},
		{
			rankLeaning:         2.344,
			rankStated:          0.161,
			rankConceptsStated:  0.459,
			rankWorldStated:     0.177,
			rankWordingConcepts: 0.152,
			rankClause:          0.247,
			rankClauseWorld:     0.060,
			rankSounds:          0.891,
			rankOwn:             0.600,
			rankTopic:           0.573,
			rankTopicOfClause:   0.031,
			rankExplained:       1.564,
			relCovered:          0.517,
			relStated:           0.788,
			relConceptsStated:   0.365,
			relWorldStated:      0.174,
			relClause:           0.761,
			relTopic:            1.837,
			relTopicOfClause:    0.699,
			relExplained:        2.678,
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
			sigLeadOverOutOfScope:   0.175,
			sigOutOfScopeSimilarity: -1.032,
			sigNegated:              -0.133,
			sigDone:                 -0.177,
			sigShort:                -0.461,
			sigLong:                 0.336,
			sigNoConcept:            -0.281,
			sigCharCoverage:         0.584,
			sigPairCoverage:         0.728,
			sigRarestUncovered:      -0.194,
			sigOutOfScopeOdds:       -0.709,
			sigOddsLead:             0.206,
			sigDoneNoQuestion:       -0.035,
			sigRank:                 0.918,
			sigRankLead:             1.593,
			sigLeaning:              0.218,
			sigWorldStated:          0.467,
			sigPairsStated:          0.259,
			sigRarestUnstated:       -0.048,
			sigConceptUnstated:      -0.270,
			sigFileWorldUnstated:    -0.459,
			sigUnstatedShare:        -0.424,
			sigBeyond:               2.123,
			sigTopic:                0.237,
			sigTopicLead:            0.445,
			sigAsksNothing:          -0.100,
			sigNearMissWording:      -1.009,
			sigExplained:            0.501,
			sigExplainedLead:        1.108,
			sigElsewhere:            -0.340,
			sigConstant:             -1.390,
		},
		Bounds: Bounds{Answer: 0.886, Suggest: 0.250},
	}
}

// shippedOwnFit holds those for an entry that only the file has.
func shippedOwnFit() calibrated {
	return calibrated{
		Weights: Weights{
			sigOutOfScopeSimilarity: -1.081,
			sigForeign:              -0.168,
			sigDone:                 -0.077,
			sigShort:                -0.540,
			sigLong:                 0.214,
			sigRarestUncovered:      -0.040,
			sigOutOfScopeOdds:       -0.568,
			sigOddsLead:             0.713,
			sigDoneNoQuestion:       -0.456,
			sigRank:                 1.448,
			sigRankLead:             1.420,
			sigLeaning:              0.625,
			sigConceptsStated:       0.310,
			sigRarestUnstated:       -0.499,
			sigConceptUnstated:      -0.038,
			sigWorldUnstated:        -0.126,
			sigOwn:                  -0.188,
			sigFileConceptUnstated:  -0.038,
			sigFileWorldUnstated:    -0.126,
			sigForm:                 -0.418,
			sigBeyond:               1.764,
			sigTopic:                0.357,
			sigAsksNothing:          -0.617,
			sigNearMiss:             -0.154,
			sigNearMissWording:      -0.248,
			sigWordingChars:         0.405,
			sigExplained:            1.066,
			sigExplainedLead:        1.495,
			sigElsewhere:            -0.740,
			sigConstant:             -0.486,
		},
		Bounds: Bounds{Answer: 0.886, Suggest: 0.497},
	}
}
