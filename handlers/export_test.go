package handlers

import "time"

// Tone names the courtesy of a folded text.
func Tone(folded string) string {
	m := &Mouth{tones: tones()}
	return map[tone]string{toneNone: "none", toneNoted: "noted", toneHello: "hello", toneThanks: "thanks"}[m.tone(folded)]
}

// SameDay tells whether the day words of a text that names a time mean a day.
func SameDay(s string, start, now time.Time) bool { return sameDay(s, start, now, true) }
