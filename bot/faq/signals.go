package faq

// The signals of a reading: the inputs of the regression that estimates whether
// its best entry is right. weights.go holds the weight of each.
const (
	sigBestSimilarity = iota
	sigLeadOverNext
	sigLeadOverOutOfScope
	sigOutOfScopeSimilarity
	sigForeign
	sigNegated
	sigDone
	sigThirdPerson
	sigShort
	sigLong
	sigSharedConcepts
	sigNoConcept
	sigHoldsPhrasing
	sigCharCoverage
	sigPairCoverage
	sigRarestUncovered
	sigOdds
	sigOutOfScopeOdds
	sigOddsLead
	sigAgreement
	sigTextSimilarity
	sigDoneNoQuestion
	sigCustomMayBeMeant
	sigIsCustom
	signalCount
	sigConstant = signalCount // the weight that does not depend on the question
)

// signal describes one input of a logistic regression.
type signal struct {
	// ident is its constant in this file, by which weights.go refers to it.
	ident string
	// name explains it in Matcher.Why.
	name string
	// sign is 1 for a signal that can only speak for an answer, -1 for one that can
	// only speak against it, 0 for either. Where signals are correlated a free fit
	// may give one the opposite sign, and nobody would understand the explanation.
	sign float64
}

// signalTable describes the signals by their constants.
func signalTable() [signalCount]signal {
	return [...]signal{
		sigBestSimilarity:       {"sigBestSimilarity", "likeness to the best entry", 1},
		sigLeadOverNext:         {"sigLeadOverNext", "lead over the next entry", 1},
		sigLeadOverOutOfScope:   {"sigLeadOverOutOfScope", "lead over what must not be answered", 1},
		sigOutOfScopeSimilarity: {"sigOutOfScopeSimilarity", "likeness to what must not be answered", -1},
		sigForeign:              {"sigForeign", "names something of other people's business", -1},
		sigNegated:              {"sigNegated", "negated", -1},
		sigDone:                 {"sigDone", "says that it is done", -1},
		sigThirdPerson:          {"sigThirdPerson", "about somebody else", -1},
		sigShort:                {"sigShort", "very short", 0},
		sigLong:                 {"sigLong", "long", 0},
		sigSharedConcepts:       {"sigSharedConcepts", "shares a concept with the phrasing", 1},
		sigNoConcept:            {"sigNoConcept", "has no concept at all", -1},
		sigHoldsPhrasing:        {"sigHoldsPhrasing", "holds a phrasing whole", 1},
		sigCharCoverage:         {"sigCharCoverage", "characters that the entry's phrasings use", 1},
		sigPairCoverage:         {"sigPairCoverage", "pairs of characters that they use", 1},
		sigRarestUncovered:      {"sigRarestUncovered", "the rarest character that they do not use", -1},
		sigOdds:                 {"sigOdds", "odds of the classifier", 1},
		sigOutOfScopeOdds:       {"sigOutOfScopeOdds", "odds that it must not be answered", -1},
		sigOddsLead:             {"sigOddsLead", "lead of the classifier", 1},
		sigAgreement:            {"sigAgreement", "likeness and classifier agree", 1},
		sigTextSimilarity:       {"sigTextSimilarity", "likeness alone", 1},
		sigDoneNoQuestion:       {"sigDoneNoQuestion", "tells that something is done, and asks nothing", -1},
		sigCustomMayBeMeant:     {"sigCustomMayBeMeant", "an entry of their own may be meant", -1},
		sigIsCustom:             {"sigIsCustom", "it is an entry of their own", 0},
	}
}

// The signals of a custom entry: how the most similar entry that the classifier
// does not know compares with all others.
const (
	customSimilarity = iota
	customLeadOverCustom
	customLeadOverKnown
	customLeadOverOutOfScope
	customHighestOtherOdds
	customOutOfScopeOdds
	customCharCoverage
	customPairCoverage
	customRarestUncovered
	customShort
	customSignalCount
	customConstant = customSignalCount // the weight that does not depend on the question
)

// customSignalTable describes the signals of a custom entry by their constants.
func customSignalTable() [customSignalCount]signal {
	return [...]signal{
		customSimilarity:         {"customSimilarity", "likeness", 1},
		customLeadOverCustom:     {"customLeadOverCustom", "lead over the next entry of their own", 1},
		customLeadOverKnown:      {"customLeadOverKnown", "lead over the likest entry that the classifier knows", 1},
		customLeadOverOutOfScope: {"customLeadOverOutOfScope", "lead over what must not be answered", 1},
		customHighestOtherOdds:   {"customHighestOtherOdds", "the highest odds of another entry", -1},
		customOutOfScopeOdds:     {"customOutOfScopeOdds", "odds that it must not be answered", -1},
		customCharCoverage:       {"customCharCoverage", "characters that its phrasings use", 1},
		customPairCoverage:       {"customPairCoverage", "pairs of characters that they use", 1},
		customRarestUncovered:    {"customRarestUncovered", "the rarest character that they do not use", -1},
		customShort:              {"customShort", "very short", 0},
	}
}

// threeCharacters is sigShort of a text that is three characters long.
const threeCharacters = 1.0 / (3 + 1)
