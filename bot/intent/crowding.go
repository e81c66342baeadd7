package intent

import "zhujiao/bot"

// Crowding reports whether a message will probably take or give back a seat or a pack: what
// many people do in the same minute.
func Crowding(m *bot.Message) bool {
	switch m.Readings.Source {
	case bot.SourceText, bot.SourceMenu:
		w := &m.Readings.Words
		if w.MenuLine != nil {
			w = w.MenuLine
		}
		return crowds(w.Command) || w.Command.Word == "" && w.Wish.Wish == bot.WishSignup
	case bot.SourceArrival: // a scanned code may register
		return m.Arg != ""
	case bot.SourceSystem, bot.SourceDeparture, bot.SourceMassResult, bot.SourceAttachment, bot.SourceOther:
	}
	return false
}

// crowds reports whether a command takes or gives back.
func crowds(c bot.CommandReading) bool {
	return c.Word == signupWord || c.Word == confirmCancelWord || c.Pack != "" && c.Word != reportWord
}
