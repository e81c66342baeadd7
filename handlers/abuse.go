package handlers

import (
	"context"
	"regexp"
	"strings"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/text"
)

// harmless are words that hold a short blocked one and mean nothing bad.
const harmless = `滚动 滚屏 翻滚 滚轮 滚筒 滚雪球 摇滚 滚烫 滚珠 滚石 滚瓜烂熟 打滚 利滚利 滚存 滚梯 滚刀 滚条 滚刷 滚服`

// Blocked are the words that no text may hold. A line of the operator's list that
// begins with an exclamation mark allows a word that holds another of the list.
func Blocked(c *campaign.Campaign) *text.Words {
	var words []string
	except := strings.Fields(harmless)
	for _, w := range c.BlockedWords {
		if allowed, ok := strings.CutPrefix(w, "!"); ok {
			except = append(except, allowed)
			continue
		}
		words = append(words, w)
	}
	return text.NewWords(words, except...)
}

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
