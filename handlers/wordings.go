package handlers

import (
	"zhujiao/bot"
	"zhujiao/bot/intent"
	"zhujiao/bot/moderation"
)

// Wordings lets moderation ask how one version of a class understands words.
type Wordings struct{ Reader *intent.Reader }

// Reserved implements moderation.Wordings.
func (w Wordings) Reserved(words string) moderation.Reservation {
	by := w.Reader.ReservedBy(words)
	return moderation.Reservation{Kind: string(by.Kind), Name: by.Name}
}

// EntryOf implements moderation.Wordings.
func (w Wordings) EntryOf(words string) string {
	if r := w.Reader.Match(words); r.Band == bot.BandAnswer && len(r.Hits) > 0 {
		return r.Hits[0].ID
	}
	return ""
}

// Reply implements moderation.Wordings.
func (w Wordings) Reply(words string) moderation.CurrentReply {
	r := w.Reader.ReadWords(words)
	if r.Wish.Wish != bot.WishNone || len(r.Match.Hits) == 0 || r.Match.Band == bot.BandNone {
		return moderation.CurrentReply{}
	}
	return moderation.CurrentReply{Sure: r.Match.Band == bot.BandAnswer, Title: r.Match.Hits[0].Title}
}
