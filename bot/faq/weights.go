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
			rankSimilarity:      0.621,
			rankOdds:            0.355,
			rankLogOdds:         0.473,
			rankLeaning:         1.260,
			rankStated:          0.157,
			rankConceptsStated:  0.303,
			rankWorld:           0.190,
			rankWorldStated:     0.208,
			rankWordingConcepts: 0.195,
			rankWordingWorld:    0.298,
			rankClause:          0.054,
			rankClauseConcepts:  0.211,
			rankClauseWorld:     0.091,
			rankTrusted:         0.660,
			rankTopic:           0.549,
			rankTopicOfClause:   0.518,
			rankExplained:       1.076,
			relSimilarity:       0.266,
			relWording:          0.020,
			relCovered:          0.143,
			relStated:           0.981,
			relConceptsStated:   0.555,
			relWorldStated:      0.684,
			relClause:           0.596,
			relTopic:            1.209,
			relTopicOfClause:    1.101,
			relExplained:        1.889,
		},
		{
			rankLeaning:         2.307,
			rankConceptsStated:  0.474,
			rankWorldStated:     0.105,
			rankWordingConcepts: 0.114,
			rankClause:          0.108,
			rankClauseConcepts:  0.013,
			rankSounds:          0.299,
			rankOwn:             0.746,
			rankTopic:           1.183,
			rankTopicOfClause:   0.311,
			rankExplained:       1.615,
			relWording:          0.051,
			relCovered:          0.642,
			relStated:           1.032,
			relConceptsStated:   0.458,
			relWorldStated:      0.274,
			relClause:           0.997,
			relTopic:            2.303,
			relTopicOfClause:    1.052,
			relExplained:        2.648,
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
			sigLeadOverOutOfScope:   0.708,
			sigOutOfScopeSimilarity: -1.303,
			sigForeign:              -0.073,
			sigNegated:              -0.157,
			sigDone:                 -0.177,
			sigShort:                -0.193,
			sigLong:                 0.606,
			sigNoConcept:            -0.193,
			sigCharCoverage:         0.478,
			sigPairCoverage:         0.685,
			sigRarestUncovered:      -0.091,
			sigOutOfScopeOdds:       -0.344,
			sigOddsLead:             0.281,
			sigDoneNoQuestion:       -0.050,
			sigRank:                 1.001,
			sigRankLead:             1.528,
			sigLeaning:              0.403,
			sigWorldStated:          0.275,
			sigPairsStated:          0.189,
			sigRarestUnstated:       -0.258,
			sigConceptUnstated:      -0.209,
			sigFileConceptUnstated:  -0.278,
			sigFileWorldUnstated:    -0.341,
			sigBeyond:               1.911,
			sigTopicLead:            0.072,
			sigAsksNothing:          -0.186,
			sigNearMissWording:      -0.994,
			sigExplained:            0.644,
			sigExplainedLead:        0.944,
			sigElsewhere:            -0.536,
			sigConstant:             -1.406,
		},
		Bounds: Bounds{Answer: 0.835, Suggest: 0.250},
	}
}

// shippedOwnFit holds those for an entry that only the file has.
func shippedOwnFit() calibrated {
	return calibrated{
		Weights: Weights{
			sigOutOfScopeSimilarity: -0.972,
			sigForeign:              -0.114,
			sigDone:                 -0.021,
			sigShort:                -0.410,
			sigLong:                 0.268,
			sigNoConcept:            -0.044,
			sigRarestUncovered:      -0.146,
			sigOutOfScopeOdds:       -0.643,
			sigOddsLead:             0.679,
			sigDoneNoQuestion:       -0.407,
			sigRank:                 1.470,
			sigRankLead:             1.302,
			sigLeaning:              0.690,
			sigConceptsStated:       0.194,
			sigRarestUnstated:       -0.404,
			sigConceptUnstated:      -0.069,
			sigWorldUnstated:        -0.210,
			sigOwn:                  -0.120,
			sigFileConceptUnstated:  -0.069,
			sigFileWorldUnstated:    -0.210,
			sigForm:                 -0.435,
			sigBeyond:               1.846,
			sigTopic:                0.536,
			sigAsksNothing:          -0.608,
			sigNearMiss:             -0.113,
			sigNearMissWording:      -0.226,
			sigWordingChars:         0.190,
			sigExplained:            0.864,
			sigExplainedLead:        1.377,
			sigElsewhere:            -0.535,
			sigConstant:             -0.330,
		},
		Bounds: Bounds{Answer: 0.835, Suggest: 0.501},
	}
}
