package handlers

import (
	"context"
	"regexp"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/text"
	"zhujiao/bot/textcheck"
)

// Blocked are the words that no text may hold.
func Blocked(c *campaign.Campaign) *text.Words { return textcheck.NewBlocklist(c.BlockedWords) }

// warning is somebody telling of scammers, not scolding anybody: people look at
// it.
var warning = regexp.MustCompile(`冒充|假冒|冒名|假装|山寨|被骗|骗了我|诈骗|(遇到|碰到|有个?|有人|群里|加我的?|是不是|疑似|举报|小心).{0,8}骗子|骗子.{0,6}(加我|找我|私聊|怎么办|举报|群里)`)

// abuse drops what is only meant to hurt (ruling 13). A warning with the same
// words is no question to guess at: a moderator reads it.
func (m *Mouth) abuse(ctx context.Context, msg *bot.Message) (bot.Reply, error) {
	_, bad := m.blocked.Find(msg.Folded)
	switch {
	case !bad:
		return nil, bot.ErrPass
	case warning.MatchString(msg.Folded):
		return m.unknown(ctx, msg)
	default:
		return bot.Silence{}, nil
	}
}
