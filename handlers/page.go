package handlers

import "zhujiao/bot/content"

// SubscribedPage returns the text of the page to which the platform redirects people
// after it asked for their consent to a reminder.
func SubscribedPage(t *content.Texts, agreed bool) string {
	if agreed {
		return t.Render(content.KeySubscribeYes, nil)
	}
	return t.Render(content.KeySubscribeNo, nil)
}

// Apology returns the reply to a message that could not be handled.
func Apology(t *content.Texts) string { return t.Render(content.KeyApology, nil) }
