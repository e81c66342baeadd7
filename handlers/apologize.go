package handlers

import "zhujiao/bot"

// Apologize gives the words for a message that failed: nothing of it has
// happened.
func (m *Mouth) Apologize(error) bot.Reply { return bot.Text(m.Texts.Render("apology", nil)) }
