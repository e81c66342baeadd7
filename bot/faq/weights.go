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
		claimHeads:      4.427,
		claimMeanOdds:   0.841,
		claimLeastOdds:  0.375,
		claimPairs:      3.717,
		claimLeastPairs: 0.655,
		claimKnown:      3.670,
		claimOtherOdds:  -0.768,
		claimConstant:   -5.913,
	}
}

// shippedRankWeights are the weights of the ranking by a file's own texts.
func shippedRankWeights() rankWeights {
	return rankWeights{
		{
			rankSimilarity:      0.634,
			rankOdds:            0.383,
			rankLogOdds:         0.477,
			rankLeaning:         1.267,
			rankStated:          0.158,
			rankConcepts:        0.042,
			rankConceptsStated:  0.441,
			rankWorld:           0.209,
			rankWorldStated:     0.369,
			rankWordingConcepts: 0.184,
			rankWordingWorld:    0.280,
			rankClause:          0.031,
			rankClauseConcepts:  0.339,
			rankClauseWorld:     0.279,
			rankSounds:          0.016,
			rankTrusted:         0.636,
			rankTopic:           0.499,
			rankTopicOfClause:   0.629,
			rankExplained:       1.020,
			relSimilarity:       0.246,
			relCovered:          0.083,
			relStated:           0.908,
			relConceptsStated:   0.581,
			relWorldStated:      0.637,
			relClause:           0.501,
			relTopic:            1.083,
			relTopicOfClause:    1.237,
			relExplained:        1.847,
		},
		{
			rankLeaning:         2.366,
			rankConceptsStated:  0.435,
			rankWorldStated:     0.066,
			rankWordingConcepts: 0.115,
			rankClause:          0.113,
			rankSounds:          0.636,
			rankOwn:             0.787,
			rankTopic:           1.103,
			rankTopicOfClause:   0.320,
			rankExplained:       1.598,
			relSimilarity:       0.080,
			relWording:          0.035,
			relCovered:          0.657,
			relStated:           1.038,
			relConceptsStated:   0.514,
			relWorldStated:      0.319,
			relClause:           0.886,
			relTopic:            2.249,
			relTopicOfClause:    1.121,
			relExplained:        2.626,
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
			sigLeadOverOutOfScope:   0.223,
			sigOutOfScopeSimilarity: -1.149,
			sigDone:                 -0.019,
			sigShort:                -0.305,
			sigLong:                 0.474,
			sigNoConcept:            -0.276,
			sigCharCoverage:         0.587,
			sigPairCoverage:         0.662,
			sigRarestUncovered:      -0.194,
			sigOutOfScopeOdds:       -0.556,
			sigOddsLead:             0.092,
			sigAgreement:            0.085,
			sigDoneNoQuestion:       -0.107,
			sigRank:                 1.042,
			sigRankLead:             1.832,
			sigLeaning:              0.256,
			sigWorldStated:          0.283,
			sigPairsStated:          0.103,
			sigRarestUnstated:       -0.135,
			sigFileConceptUnstated:  -0.061,
			sigFileWorldUnstated:    -0.447,
			sigUnstatedShare:        -0.211,
			sigBeyond:               2.101,
			sigTopic:                0.061,
			sigTopicLead:            0.280,
			sigAsksNothing:          -0.102,
			sigNearMiss:             -0.013,
			sigNearMissWording:      -0.880,
			sigExplained:            0.510,
			sigExplainedLead:        1.186,
			sigElsewhere:            -0.455,
			sigConstant:             -1.596,
		},
		Bounds: Bounds{Answer: 0.860, Suggest: 0.250},
	}
}

// shippedOwnFit holds those for an entry that only the file has.
func shippedOwnFit() calibrated {
	return calibrated{
		Weights: Weights{
			sigOutOfScopeSimilarity: -1.100,
			sigForeign:              -0.133,
			sigDone:                 -0.080,
			sigShort:                -0.530,
			sigLong:                 0.238,
			sigRarestUncovered:      -0.033,
			sigOutOfScopeOdds:       -0.453,
			sigOddsLead:             0.724,
			sigDoneNoQuestion:       -0.477,
			sigRank:                 1.473,
			sigRankLead:             1.162,
			sigLeaning:              0.690,
			sigConceptsStated:       0.198,
			sigRarestUnstated:       -0.350,
			sigConceptUnstated:      -0.022,
			sigWorldUnstated:        -0.181,
			sigOwn:                  -0.170,
			sigFileConceptUnstated:  -0.022,
			sigFileWorldUnstated:    -0.181,
			sigForm:                 -0.412,
			sigBeyond:               1.838,
			sigTopic:                0.442,
			sigAsksNothing:          -0.618,
			sigNearMiss:             -0.122,
			sigNearMissWording:      -0.190,
			sigWordingChars:         0.322,
			sigExplained:            0.936,
			sigExplainedLead:        1.539,
			sigElsewhere:            -0.587,
			sigConstant:             -0.449,
		},
		Bounds: Bounds{Answer: 0.860, Suggest: 0.504},
	}
}
