package draft

import (
	"strings"

	regexp "zhujiao/bot/lazyregexp"
)

var (
	// latinGives are verbs of giving in English, up to the thing.
	latinGives = regexp.MustCompile(`(?i)\b(?:gets?|receives?|(?:is|are|be|been) (?:sent|given|e-?mailed|mailed|handed|offered)|takes? home|go(?:es)? home with|leaves? with|picks? up|downloads?|wins?|claims?|grabs?|(?:send|e-?mail|give|hand|mail|offer)(?:s|ing)? (?:out |you |everyone |everybody |them |all (?:attendees|registrants|participants) )(?:who [^,.;]{3,30} )?|prize is|bonus:|gift:)\s+`)
	latinDet   = regexp.MustCompile(`(?i)^(?:a|an|the|our|your|one|free|printed|digital|copy of|copies of|set of|\d+|two|three|five|ten|of)\s+`)
	// latinEnd ends the name of a thing.
	latinEnd = regexp.MustCompile(`(?i)[,:;.!?(“"]|\s(?:by|at|after|before|in|via|for|when|to|from|which|that|with|including|containing|and|worth|valued|as|on|a (?:week|day)|once|if|plus|covering|during)\b`)
	// latinThing ends the name of a thing that is handed out.
	latinThing = regexp.MustCompile(`(?i)\b(?:toolkit|kit|licen[cs]e|subscription|bag|mug|t-?shirt|poster|bundle|pack|cards?|notebook|templates?|e-?book|checklist|handbook|workbook|cheat ?sheet|guide|slides|deck|voucher|playbook|worksheets?|list|report|book|files?|planner|calendar|map|prints?|recipes?|seeds|stickers?|sheet|zine|primer|glossary|booklet|journal|lamp|tote|pass|sampler|set|roll|box|pen)$`)
	latinFree  = regexp.MustCompile(`(?i)\b(?:link|confirmation|reminder|e-?mail|invitation|invite|answers?|questions|chance|seat|place|spot|recording|replay|details|ticket|access|help|feedback|idea|point|there|started|together|together|know|better|hold|lost|coffee|tea|pizza|drinks?|snacks?|lunch|refreshments|certificate|out|in touch|reply)\b`)
	// latinHeld is what stands behind a name, up to the list of what it holds.
	latinHeld = regexp.MustCompile(`^[^.:;]{0,48}:\s*(\S.*)$`)
)

// latinGiven finds what a sentence of English gives.
func latinGiven(s string) (out []packName) {
	for _, m := range latinGives.FindAllStringIndex(s, 4) {
		at := m[1]
		for d := latinDet.FindString(s[at:]); d != ""; d = latinDet.FindString(s[at:]) {
			at += len(d)
		}
		rest := strings.TrimLeft(s[at:], `"“`)
		if notThing.MatchString(rest) {
			continue
		}
		at = len(s) - len(rest)
		end := len(rest)
		if e := latinEnd.FindStringIndex(rest); e != nil {
			end = e[0]
		}
		name := trimSigns(whoseThing.ReplaceAllString(rest[:end], ""))
		if _, after, ok := strings.Cut(rest[end:], "and "); ok && latinVague.MatchString(name) && strings.TrimSpace(rest[end:len(rest)-len(after)-4]) == "" {
			out = append(out, latinGiven("get "+after)...)
			continue
		}
		w := 0.0
		if m := worthNext.FindStringSubmatch(rest[end:]); m != nil {
			w = yuan(m[1])
		}
		if !latinSure(name, w) {
			continue
		}
		if w == 0 {
			w = valueIn(latinWorth.FindString(rest))
		}
		out = append(out, packName{name, w, at})
		if m := andAlso.FindStringIndex(rest[end:]); m != nil {
			out = append(out, latinGiven("get "+rest[end+m[1]:])...)
		}
	}
	return out
}

// whoseThing says before a thing whose it is: Agnes's planting calendar.
var whoseThing = regexp.MustCompile(`^\p{Lu}\p{Ll}+(?:'s|’s) `)

// notThing begins what says by whom or where something is given.
var notThing = regexp.MustCompile(`^(?i:by|to|at|in|on|from|for)\b`)

// latinSure reports what is certainly a thing: a title, a noun for what is handed out, or worth
// something.
func latinSure(name string, worth float64) bool {
	words := strings.Fields(name)
	if len(words) == 0 || len(words) > 7 || latinFree.MatchString(name) {
		return false
	}
	titled := len(words) > 1 && capitals(words) >= len(words)-1
	return titled || worth > 0 || latinThing.MatchString(name) && len(words) > 1
}

// latinVague names nothing of its own.
var latinVague = regexp.MustCompile(`(?i)^(?:the )?(?:slides|materials?|slide deck|handouts?|notes|presentation|deck|goodies|book|report|guide)$`)

var (
	worthNext = regexp.MustCompile(`^\s*[(（,]?\s*(?i:worth|value|valued at)\s*(?:US)?(?:[$€£¥]|EUR|USD|GBP|CNY|RMB)?\s*(\d+(?:\.\d+)?)`)
	andAlso   = regexp.MustCompile(`^\s*(?:[(（][^()（）]{1,30}[)）])?\s*,? (?:and|plus)(?: also)? (?:a|an|the|our|your|one) `)
)

// capitals counts the words that begin with a capital letter or a digit.
func capitals(words []string) (n int) {
	for _, w := range words {
		if w[0] >= 'A' && w[0] <= 'Z' || w[0] >= '0' && w[0] <= '9' || strings.HasPrefix(w, "&") {
			n++
		}
	}
	return n
}
