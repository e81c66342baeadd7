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
			rankSimilarity:      0.634,
			rankOdds:            0.383,
			rankLogOdds:         0.477,
			rankLeaning:         1.267,
			rankStated:          0.158,
			rankConcepts:        0.042,
			rankConceptsStated:  0.442,
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
			relTopicOfClause:    1.238,
			relExplained:        1.846,
		},
		{
			rankLeaning:         2.367,
			rankConceptsStated:  0.435,
			rankWorldStated:     0.066,
			rankWordingConcepts: 0.115,
			rankClause:          0.113,
			rankSounds:          0.636,
			rankOwn:             0.787,
			rankTopic:           1.104,
			rankTopicOfClause:   0.321,
			rankExplained:       1.597,
			relSimilarity:       0.080,
			relWording:          0.035,
			relCovered:          0.657,
			relStated:           1.038,
			relConceptsStated:   0.514,
			relWorldStated:      0.319,
			relClause:           0.886,
			relTopic:            2.249,
			relTopicOfClause:    1.122,
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
			sigLeadOverOutOfScope:   0.324,
			sigOutOfScopeSimilarity: -1.344,
			sigShort:                -0.386,
			sigLong:                 0.520,
			sigNoConcept:            -0.378,
			sigCharCoverage:         0.528,
			sigPairCoverage:         0.653,
			sigRarestUncovered:      -0.039,
			sigOutOfScopeOdds:       -0.368,
			sigOddsLead:             0.435,
			sigAgreement:            0.080,
			sigDoneNoQuestion:       -0.080,
			sigRank:                 1.009,
			sigRankLead:             1.735,
			sigLeaning:              0.190,
			sigWorldStated:          0.457,
			sigPairsStated:          0.281,
			sigRarestUnstated:       -0.306,
			sigConceptUnstated:      -0.011,
			sigFileConceptUnstated:  -0.103,
			sigFileWorldUnstated:    -0.501,
			sigUnstatedShare:        -0.111,
			sigBeyond:               1.906,
			sigTopicLead:            0.079,
			sigAsksNothing:          -0.169,
			sigNearMissWording:      -0.856,
			sigExplained:            0.381,
			sigExplainedLead:        0.911,
			sigElsewhere:            -0.485,
			sigConstant:             -1.518,
		},
		Bounds: Bounds{Answer: 0.865, Suggest: 0.250},
	}
}

// shippedOwnFit holds those for an entry that only the file has.
func shippedOwnFit() calibrated {
	return calibrated{
		Weights: Weights{
			sigOutOfScopeSimilarity: -1.084,
			sigForeign:              -0.135,
			sigDone:                 -0.077,
			sigShort:                -0.526,
			sigLong:                 0.242,
			sigRarestUncovered:      -0.020,
			sigOutOfScopeOdds:       -0.471,
			sigOddsLead:             0.751,
			sigDoneNoQuestion:       -0.469,
			sigRank:                 1.451,
			sigRankLead:             1.185,
			sigLeaning:              0.724,
			sigConceptsStated:       0.187,
			sigRarestUnstated:       -0.344,
			sigConceptUnstated:      -0.020,
			sigWorldUnstated:        -0.184,
			sigOwn:                  -0.167,
			sigFileConceptUnstated:  -0.020,
			sigFileWorldUnstated:    -0.184,
			sigForm:                 -0.396,
			sigBeyond:               1.856,
			sigTopic:                0.439,
			sigAsksNothing:          -0.616,
			sigNearMiss:             -0.115,
			sigNearMissWording:      -0.202,
			sigWordingChars:         0.323,
			sigExplained:            0.913,
			sigExplainedLead:        1.529,
			sigElsewhere:            -0.594,
			sigConstant:             -0.441,
		},
		Bounds: Bounds{Answer: 0.865, Suggest: 0.467},
	}
}
