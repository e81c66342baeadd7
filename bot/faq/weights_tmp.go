package faq

func shippedClaimWeights() claimWeights {
	return claimWeights{4.807, 0.241, 1.081, 3.124, 0.941, 3.814, -0.725, -5.910}
}

func shippedRankWeights() rankWeights {
	return rankWeights{rankSimilarity: 1.43, rankOdds: 0.16, rankLogOdds: 0.25, rankLeaning: 3.91, rankStated: 0.68, rankConcepts: 0.19, rankConceptsStated: 1.17, rankWorld: 0.30, rankWorldStated: 1.59, rankWordingConcepts: 0.34, rankWordingWorld: 0.00, rankClause: 0.73, rankClauseConcepts: 0.00, rankClauseWorld: 0.44, rankSounds: 1.74, rankOwn: 2.22, relSimilarity: 1.41, relWording: 0.00, relCovered: 0.48, relStated: 1.31, relConceptsStated: 0.60, relWorldStated: 1.07, relClause: 1.20}
}

func shippedFileWeights() Weights { return shippedWeights() }

func shippedFileBounds() Bounds { return shippedBounds() }
