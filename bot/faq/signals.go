package faq

// The signals of a reading: the inputs of the regression that estimates whether
// its best entry is right. weights.go holds the weight of each, once for built-in intents
// alone and once for a campaign file. Those from sigRank on exist only in the latter.
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
	sigRank
	sigRankLead
	sigLeaning
	sigStated
	sigConceptsStated
	sigWorldStated
	sigPairsStated
	sigRarestUnstated
	sigConceptUnstated
	sigWorldUnstated
	sigOwn
	sigFileConceptUnstated
	sigFileWorldUnstated
	sigUnstatedShare
	sigForm
	sigBeyond
	sigTrusted
	sigOtherTrusted
	sigTopic
	sigTopicLead
	sigAsksNothing
	sigNearMiss
	sigNearMissWording
	sigWordingChars
	sigWordingPairs
	sigRunOfQuestion
	sigRunOfWording
	sigExplained
	sigExplainedLead
	sigElsewhere
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
		sigBestSimilarity:       {"sigBestSimilarity", "similarity to the best entry", 1},
		sigLeadOverNext:         {"sigLeadOverNext", "lead over the next entry", 1},
		sigLeadOverOutOfScope:   {"sigLeadOverOutOfScope", "lead over what must not be answered", 1},
		sigOutOfScopeSimilarity: {"sigOutOfScopeSimilarity", "similarity to what must not be answered", -1},
		sigForeign:              {"sigForeign", "names a topic that is not the class's", -1},
		sigNegated:              {"sigNegated", "negated", -1},
		sigDone:                 {"sigDone", "says that something is done", -1},
		sigThirdPerson:          {"sigThirdPerson", "is about somebody else", -1},
		sigShort:                {"sigShort", "very short", 0},
		sigLong:                 {"sigLong", "long", 0},
		sigSharedConcepts:       {"sigSharedConcepts", "shares a concept with the phrasing", 1},
		sigNoConcept:            {"sigNoConcept", "has no concept at all", -1},
		sigHoldsPhrasing:        {"sigHoldsPhrasing", "contains a phrasing", 1},
		sigCharCoverage:         {"sigCharCoverage", "share of characters that the entry uses", 1},
		sigPairCoverage:         {"sigPairCoverage", "share of pairs of characters that it uses", 1},
		sigRarestUncovered:      {"sigRarestUncovered", "rarest character that it does not use", -1},
		sigOdds:                 {"sigOdds", "odds of the classifier", 1},
		sigOutOfScopeOdds:       {"sigOutOfScopeOdds", "odds that it must not be answered", -1},
		sigOddsLead:             {"sigOddsLead", "lead of the classifier", 1},
		sigAgreement:            {"sigAgreement", "similarity and classifier agree", 1},
		sigTextSimilarity:       {"sigTextSimilarity", "similarity without the classifier", 1},
		sigDoneNoQuestion:       {"sigDoneNoQuestion", "says that something is done and asks nothing", -1},
		sigCustomMayBeMeant:     {"sigCustomMayBeMeant", "a custom entry may be meant", -1},
		sigIsCustom:             {"sigIsCustom", "is a custom entry", 0},
		sigRank:                 {"sigRank", "probability of the best entry among the others", 1},
		sigRankLead:             {"sigRankLead", "lead over the next entry in probability", 1},
		sigLeaning:              {"sigLeaning", "leans like a wording of the entry", 1},
		sigStated:               {"sigStated", "share of characters that wording or answer has", 1},
		sigConceptsStated:       {"sigConceptsStated", "share of concepts that wording or answer has", 1},
		sigWorldStated:          {"sigWorldStated", "share of worldly concepts that wording or answer has", 1},
		sigPairsStated:          {"sigPairsStated", "share of pairs of characters that phrasings or answer have", 1},
		sigRarestUnstated:       {"sigRarestUnstated", "rarest character that neither has", -1},
		sigConceptUnstated:      {"sigConceptUnstated", "a concept that neither has", -1},
		sigWorldUnstated:        {"sigWorldUnstated", "a worldly concept that neither has", -1},
		sigOwn:                  {"sigOwn", "is an entry that only this file has", 0},
		sigFileConceptUnstated:  {"sigFileConceptUnstated", "a concept that neither has", -1},
		sigFileWorldUnstated:    {"sigFileWorldUnstated", "a worldly concept that neither has", -1},
		sigUnstatedShare:        {"sigUnstatedShare", "share of concepts that neither has", -1},
		sigForm:                 {"sigForm", "asks in a form that no wording has", -1},
		sigBeyond:               {"sigBeyond", "what is said beyond the entry, as trained", 1},
		sigTrusted:              {"sigTrusted", "confidence in it by phrasings alone", 1},
		sigOtherTrusted:         {"sigOtherTrusted", "confidence in another entry by phrasings alone", -1},
		sigTopic:                {"sigTopic", "is about the same matters", 1},
		sigTopicLead:            {"sigTopicLead", "lead over the other entry that is about the same matters most", 1},
		sigAsksNothing:          {"sigAsksNothing", "has no word that asks", -1},
		sigNearMiss:             {"sigNearMiss", "says what went wrong or is to be changed, as neither wording nor answer does", -1},
		sigNearMissWording:      {"sigNearMissWording", "says so as no wording does", -1},
		sigWordingChars:         {"sigWordingChars", "share of a wording's characters that it has", 1},
		sigWordingPairs:         {"sigWordingPairs", "share of a wording's pairs of characters that it has", 1},
		sigRunOfQuestion:        {"sigRunOfQuestion", "longest run that it shares with a wording, of the question", 1},
		sigRunOfWording:         {"sigRunOfWording", "longest run that it shares with a wording, of the wording", 1},
		sigExplained:            {"sigExplained", "share of what is said that the entry has or that is about its matters", 1},
		sigExplainedLead:        {"sigExplainedLead", "lead over the other entry that has most of what is said", 1},
		sigElsewhere:            {"sigElsewhere", "a word that speaks for other matters", -1},
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
		customSimilarity:         {"customSimilarity", "similarity", 1},
		customLeadOverCustom:     {"customLeadOverCustom", "lead over the next custom entry", 1},
		customLeadOverKnown:      {"customLeadOverKnown", "lead over the best entry that the classifier knows", 1},
		customLeadOverOutOfScope: {"customLeadOverOutOfScope", "lead over what must not be answered", 1},
		customHighestOtherOdds:   {"customHighestOtherOdds", "highest odds of another entry", -1},
		customOutOfScopeOdds:     {"customOutOfScopeOdds", "odds that it must not be answered", -1},
		customCharCoverage:       {"customCharCoverage", "share of characters that it uses", 1},
		customPairCoverage:       {"customPairCoverage", "share of pairs of characters that it uses", 1},
		customRarestUncovered:    {"customRarestUncovered", "rarest character that it does not use", -1},
		customShort:              {"customShort", "very short", 0},
	}
}

// threeCharacters is sigShort of a text that is three characters long.
const threeCharacters = 1.0 / (3 + 1)
