package handlers

import (
	"context"
	"fmt"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
)

// Render gives the words of a notice at the moment it is said.
func (m *Mouth) Render(_ context.Context, n campaign.Notice) (string, error) {
	switch n.Kind {
	case campaign.NoticePromoted:
		return m.Texts.Render("waitlist_promoted", content.Vars{"序号": n.Args["seat"]}), nil
	case campaign.NoticeReply:
		r, err := bot.DecodeReply([]byte(n.Args["reply"]))
		if err != nil {
			return "", err
		}
		t, _ := r.(bot.Text)
		return string(t), nil
	default:
		return "", fmt.Errorf("notice of unknown kind %q", n.Kind)
	}
}
