package handlers

// Tone names the courtesy of a folded text.
func Tone(folded string) string {
	m := &Mouth{tones: tones()}
	return map[tone]string{toneNone: "none", toneNoted: "noted", toneHello: "hello", toneThanks: "thanks"}[m.tone(folded)]
}
