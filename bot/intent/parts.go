package intent

import (
	"strings"
	"unicode/utf8"

	"zhujiao/bot"
	regexp "zhujiao/bot/lazyregexp"
	"zhujiao/bot/text"
)

const (
	// partsMax is how many questions of one text are read by themselves.
	partsMax = 6
	// partLeast is the shortest of them in characters.
	partLeast = 2
)

// partEnds part the questions of a text (ruling 55).
const partEnds = " \t\r\n　,，。;；!！?？、…~～/|"

// readParts reads the questions of a text by themselves, if punctuation or spaces part it.
func (r *Reader) readParts(m *memo, w *bot.TextReading) {
	words := strings.FieldsFunc(w.Text, func(c rune) bool { return strings.ContainsRune(partEnds, c) })
	if len(words) < 2 || len(words) > partsMax || w.Match.OwnWording {
		return
	}
	var parts []bot.TextReading
	for _, said := range words {
		folded := text.Fold(said)
		if utf8.RuneCountInString(folded) < partLeast {
			continue
		}
		parts = append(parts, r.read(said, folded, depth{standsFor: true, part: true, memo: m}))
	}
	if len(parts) > 1 {
		w.Parts = parts
	}
}

// partSure is how sure a question of several has to be; one that stands alone is answered
// for less.
const partSure = 0.93

// partAsks matches what a question has, as opposed to what is told before it.
var partAsks = regexp.MustCompile(`[吗么呢嘛]|什么|怎|咋|哪|几|谁|多少|多久|啥|能不能|可不可|有没有|是不是|要不要|会不会|行不行|用不用|[不没]$|没有$|求|发我|给我`)

// sureQuestion reports whether one of several questions is sure by itself.
func sureQuestion(w *bot.TextReading) bool {
	m := w.Match
	return m.OwnWording || m.Confidence >= 1 || m.Confidence >= partSure && partAsks.MatchString(w.Folded)
}

// severalIntent chooses the intents of the questions of one text. ok is false unless at
// least two of them are surely different frequent questions.
func severalIntent(w *bot.TextReading) (in Intent, ok bool) {
	if w.Wish.Wish != bot.WishNone && w.Wish.Wish < bot.WishChange {
		return Intent{}, false // the whole text is one wish
	}
	sure := map[string]bool{}
	for i := range w.Parts {
		part := wordsIntent(&w.Parts[i], State{})
		switch part.Kind {
		case Nothing, Greeting, Thanks:
			continue
		case Answer:
			if sure[part.Entry] {
				continue // the same once more
			}
			if !sureQuestion(&w.Parts[i]) {
				part = Intent{Kind: Unknown, Text: part.Text}
				break
			}
			sure[part.Entry] = true
		case Passphrase, WrongPassphrase:
			return Intent{}, false
		default:
		}
		in.Parts = append(in.Parts, part)
	}
	in.Kind = Several
	return in, len(sure) > 1
}
