package handlers

import "zhujiao/bot/content"

// SubscribedPage is what the page says that the platform leads back to after it
// asked for consent to a reminder.
func SubscribedPage(t *content.Texts, agreed bool) string {
	if agreed {
		return t.Render(content.KeySubscribeYes, nil)
	}
	return t.Render(content.KeySubscribeNo, nil)
}

// Apology is what somebody reads whose message could not be handled.
func Apology(t *content.Texts) string { return t.Render(content.KeyApology, nil) }
