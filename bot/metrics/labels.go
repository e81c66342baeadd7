package metrics

import "zhujiao/bot"

// other is the value of a label for everything that has none of its own.
const other = "other"

// kind is the kind of a push.
type kind int

const (
	kindText kind = iota
	kindImage
	kindVoice
	kindVideo
	kindLocation
	kindLink
	kindSubscribe
	kindUnsubscribe
	kindScan
	kindClick
	kindView
	kindMass
	kindOther
	kinds
)

func kindNames() []string {
	return []string{
		"text", "image", "voice", "video", "location", "link", "subscribe", "unsubscribe", "scan", "click", "view", "mass_result", other,
	}
}

func kindOf(k bot.Kind, e bot.Event) kind {
	switch k {
	case bot.KindText:
		return kindText
	case bot.KindImage:
		return kindImage
	case bot.KindVoice:
		return kindVoice
	case bot.KindVideo:
		return kindVideo
	case bot.KindLocation:
		return kindLocation
	case bot.KindLink:
		return kindLink
	case bot.KindEvent:
		return eventOf(e)
	case bot.KindOther:
	}
	return kindOther
}

func eventOf(e bot.Event) kind {
	switch e {
	case bot.EventSubscribe:
		return kindSubscribe
	case bot.EventUnsubscribe:
		return kindUnsubscribe
	case bot.EventScan:
		return kindScan
	case bot.EventClick:
		return kindClick
	case bot.EventView:
		return kindView
	case bot.EventMassFinished:
		return kindMass
	}
	return kindOther
}

// outcome is how a push ended.
type outcome int

const (
	outcomeAnswered outcome = iota
	outcomeLate
	outcomeBusy
	outcomeFailed
	outcomes
)

func outcomeNames() []string { return []string{"answered", "late", "busy", "failed"} }

const (
	repeatInFlight = iota
	repeatGate
	repeatJournal
	repeats
)

func repeatNames() []string { return []string{"in_flight", "gate", "journal"} }

const (
	verdictPass = iota
	verdictLimited
	verdictSilent
	verdictRunning
	verdictNone
	verdicts
)

func verdictNames() []string { return []string{"pass", "limited", "silent", "running", "none"} }

func verdictOf(v bot.Verdict) int {
	switch v {
	case bot.Limited:
		return verdictLimited
	case bot.Silent:
		return verdictSilent
	case bot.Running:
		return verdictRunning
	case bot.Pass:
	}
	return verdictPass
}

const (
	bandNone = iota
	bandSuggest
	bandAnswer
	bands
)

func bandNames() []string { return []string{"none", "suggest", "answer"} }

func bandOf(b bot.Band) int {
	switch b {
	case bot.BandSuggest:
		return bandSuggest
	case bot.BandAnswer:
		return bandAnswer
	case bot.BandNone:
	}
	return bandNone
}

const (
	unitCommitted = iota
	unitUndone
	unitFailed
	unitEnds
)

func unitEndNames() []string { return []string{"committed", "undone", "database_failed"} }
