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
			rankSimilarity:      0.630,
			rankOdds:            0.378,
			rankLogOdds:         0.482,
			rankLeaning:         1.271,
			rankStated:          0.154,
			rankConcepts:        0.037,
			rankConceptsStated:  0.438,
			rankWorld:           0.207,
			rankWorldStated:     0.370,
			rankWordingConcepts: 0.182,
			rankWordingWorld:    0.277,
			rankClause:          0.036,
			rankClauseConcepts:  0.335,
			rankClauseWorld:     0.284,
			rankTrusted:         0.628,
			rankTopic:           0.498,
			rankTopicOfClause:   0.630,
			rankExplained:       1.021,
			relSimilarity:       0.259,
			relCovered:          0.073,
			relStated:           0.897,
			relConceptsStated:   0.582,
			relWorldStated:      0.641,
			relClause:           0.484,
			relTopic:            1.083,
			relTopicOfClause:    1.235,
			relExplained:        1.851,
		},
		{
			rankLeaning:         2.363,
			rankConceptsStated:  0.440,
			rankWorldStated:     0.065,
			rankWordingConcepts: 0.114,
			rankClause:          0.109,
			rankSounds:          0.639,
			rankOwn:             0.795,
			rankTopic:           1.104,
			rankTopicOfClause:   0.321,
			rankExplained:       1.597,
			relSimilarity:       0.082,
			relWording:          0.040,
			relCovered:          0.654,
			relStated:           1.039,
			relConceptsStated:   0.513,
			relWorldStated:      0.321,
			relClause:           0.893,
			relTopic:            2.247,
			relTopicOfClause:    1.123,
			relExplained:        2.623,
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
			sigLeadOverOutOfScope:   0.122,
			sigOutOfScopeSimilarity: -1.196,
			sigDone:                 -0.031,
			sigShort:                -0.315,
			sigLong:                 0.428,
			sigNoConcept:            -0.279,
			sigCharCoverage:         0.509,
			sigPairCoverage:         0.698,
			sigRarestUncovered:      -0.146,
			sigOutOfScopeOdds:       -0.477,
			sigOddsLead:             0.129,
			sigAgreement:            0.093,
			sigDoneNoQuestion:       -0.088,
			sigRank:                 0.998,
			sigRankLead:             1.748,
			sigLeaning:              0.362,
			sigWorldStated:          0.286,
			sigPairsStated:          0.169,
			sigRarestUnstated:       -0.147,
			sigConceptUnstated:      -0.005,
			sigFileConceptUnstated:  -0.081,
			sigFileWorldUnstated:    -0.534,
			sigUnstatedShare:        -0.166,
			sigBeyond:               2.130,
			sigTopic:                0.100,
			sigTopicLead:            0.295,
			sigAsksNothing:          -0.117,
			sigNearMiss:             -0.016,
			sigNearMissWording:      -0.931,
			sigExplained:            0.514,
			sigExplainedLead:        1.231,
			sigElsewhere:            -0.520,
			sigConstant:             -1.544,
		},
		Bounds: Bounds{Answer: 0.847, Suggest: 0.250},
	}
}

// shippedOwnFit holds those for an entry that only the file has.
func shippedOwnFit() calibrated {
	return calibrated{
		Weights: Weights{
			sigOutOfScopeSimilarity: -1.091,
			sigForeign:              -0.127,
			sigDone:                 -0.092,
			sigShort:                -0.524,
			sigLong:                 0.253,
			sigRarestUncovered:      -0.052,
			sigOutOfScopeOdds:       -0.481,
			sigOddsLead:             0.728,
			sigDoneNoQuestion:       -0.484,
			sigRank:                 1.477,
			sigRankLead:             1.186,
			sigLeaning:              0.703,
			sigConceptsStated:       0.203,
			sigRarestUnstated:       -0.342,
			sigConceptUnstated:      -0.012,
			sigWorldUnstated:        -0.182,
			sigOwn:                  -0.161,
			sigFileConceptUnstated:  -0.012,
			sigFileWorldUnstated:    -0.182,
			sigForm:                 -0.421,
			sigBeyond:               1.835,
			sigTopic:                0.443,
			sigAsksNothing:          -0.613,
			sigNearMiss:             -0.125,
			sigNearMissWording:      -0.216,
			sigWordingChars:         0.307,
			sigExplained:            0.889,
			sigExplainedLead:        1.530,
			sigElsewhere:            -0.587,
			sigConstant:             -0.430,
		},
		Bounds: Bounds{Answer: 0.847, Suggest: 0.447},
	}
}
