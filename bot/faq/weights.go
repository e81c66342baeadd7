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
			rankSimilarity:     0.518,
			rankOdds:           0.357,
			rankLogOdds:        0.458,
			rankLeaning:        1.320,
			rankStated:         0.449,
			rankConceptsStated: 0.640,
			rankWorld:          0.170,
			rankWorldStated:    0.455,
			rankWordingWorld:   0.169,
			rankClause:         0.149,
			rankClauseConcepts: 0.164,
			rankClauseWorld:    0.687,
			rankSounds:         0.233,
			rankTrusted:        0.771,
			rankTopic:          0.213,
			rankTopicOfClause:  0.448,
			relSimilarity:      0.345,
			relCovered:         0.063,
			relStated:          1.272,
			relConceptsStated:  0.753,
			relWorldStated:     0.775,
			relClause:          0.453,
			relTopic:           1.392,
			relTopicOfClause:   0.957,
		},
		{
			rankLeaning:         2.876,
			rankStated:          0.681,
			rankConceptsStated:  0.659,
			rankWorldStated:     0.262,
			rankWordingConcepts: 0.116,
			rankClause:          0.401,
			rankSounds:          1.874,
			rankOwn:             0.756,
			rankTopic:           1.255,
			rankTopicOfClause:   0.497,
			relSimilarity:       0.025,
			relCovered:          0.488,
			relStated:           1.503,
			relConceptsStated:   0.632,
			relWorldStated:      0.299,
			relClause:           1.082,
			relTopic:            1.947,
			relTopicOfClause:    1.337,
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
			sigLeadOverOutOfScope:   0.405,
			sigOutOfScopeSimilarity: -1.526,
			sigShort:                -0.632,
			sigLong:                 0.460,
			sigNoConcept:            -0.469,
			sigCharCoverage:         0.475,
			sigPairCoverage:         0.921,
			sigOutOfScopeOdds:       -0.687,
			sigOddsLead:             0.417,
			sigAgreement:            0.008,
			sigRank:                 0.936,
			sigRankLead:             1.136,
			sigLeaning:              0.751,
			sigWorldStated:          0.997,
			sigPairsStated:          0.829,
			sigRarestUnstated:       -0.186,
			sigConceptUnstated:      -0.322,
			sigWorldUnstated:        -0.344,
			sigFileWorldUnstated:    -0.366,
			sigUnstatedShare:        -0.203,
			sigBeyond:               2.158,
			sigTopicLead:            0.008,
			sigAsksNothing:          -0.028,
			sigNearMissWording:      -0.706,
			sigConstant:             -1.708,
		},
		Bounds: Bounds{Answer: 0.900, Suggest: 0.250},
	}
}

// shippedOwnFit holds those for an entry that only the file has.
func shippedOwnFit() calibrated {
	return calibrated{
		Weights: Weights{
			sigOutOfScopeSimilarity: -1.176,
			sigForeign:              -0.189,
			sigNegated:              -0.013,
			sigDone:                 -0.308,
			sigShort:                -0.654,
			sigLong:                 0.193,
			sigOutOfScopeOdds:       -0.416,
			sigOddsLead:             0.617,
			sigDoneNoQuestion:       -0.606,
			sigRank:                 1.162,
			sigRankLead:             0.999,
			sigLeaning:              0.614,
			sigConceptsStated:       0.736,
			sigPairsStated:          0.286,
			sigRarestUnstated:       -0.898,
			sigConceptUnstated:      -0.102,
			sigWorldUnstated:        -0.221,
			sigOwn:                  -0.070,
			sigFileConceptUnstated:  -0.102,
			sigFileWorldUnstated:    -0.221,
			sigForm:                 -0.521,
			sigBeyond:               1.381,
			sigTopic:                0.713,
			sigTopicLead:            0.498,
			sigAsksNothing:          -0.287,
			sigNearMiss:             -0.094,
			sigNearMissWording:      -0.318,
			sigWordingChars:         0.369,
			sigConstant:             -0.215,
		},
		Bounds: Bounds{Answer: 0.900, Suggest: 0.392},
	}
}
