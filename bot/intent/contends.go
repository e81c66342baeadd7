package intent

import "zhujiao/bot"

// Contends reports whether a message will probably take or give back a seat or a pack: what
// many people do in the same minute.
func Contends(m *bot.Message) bool {
	switch m.Readings.Source {
	case bot.SourceText, bot.SourceMenu:
		w := &m.Readings.Words
		if w.MenuLine != nil {
			w = w.MenuLine
		}
		return takes(w.Command) || w.Command.Word == "" && w.Wish.Wish == bot.WishSignup
	case bot.SourceArrival: // a scanned code may register
		return m.Arg != ""
	case bot.SourceSystem, bot.SourceDeparture, bot.SourceMassResult, bot.SourceAttachment, bot.SourceOther:
	}
	return false
}

// takes reports whether a command takes or gives back.
func takes(c bot.CommandReading) bool {
	return c.Word == signupWord || c.Word == confirmCancelWord || c.Pack != "" && c.Word != reportWord
}
