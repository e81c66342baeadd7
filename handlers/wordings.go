package handlers

import (
	"zhujiao/bot/faq"
	"zhujiao/bot/moderation"
	"zhujiao/bot/text"
)

// Reserved implements moderation.Wordings.
func (m *Mouth) Reserved(words string) string { return m.unusable(words) }

// EntryOf implements moderation.Wordings.
func (m *Mouth) EntryOf(words string) string {
	if r := m.faq.Match(text.Fold(words)); r.Band == faq.Answer && r.Confidence >= 1 { // its wording, with a 请问 around it
		return r.Hits[0].ID
	}
	return ""
}

// Reply implements moderation.Wordings.
func (m *Mouth) Reply(words string) moderation.CurrentReply {
	f := text.Fold(words)
	r := m.understood(f, m.faq.Match(f))
	if hinted(f) || len(r.Hits) == 0 || r.Band == faq.None {
		return moderation.CurrentReply{}
	}
	return moderation.CurrentReply{Sure: r.Band == faq.Answer, Title: r.Hits[0].Title}
}
