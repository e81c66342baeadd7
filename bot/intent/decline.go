package intent

import (
	"slices"

	regexp "zhujiao/bot/lazyregexp"
)

// declining matches the words of somebody who does not want to come, or asks what to do
// then. 不 without 了 means something else: 不报名可以听吗.
var declining = regexp.MustCompile(
	`^(我|俺|那|我们|还是|算了|今晚|今天|突然)*((不想|不打算|不要|不准备|不太想)(再)?` + coming + `|不(再)?` + coming + `(了|啦))` +
		`((了|啦)?(怎么办|咋办|咋整|怎么弄|咋弄)|(了|啦)(可以吗|行吗|呢|呀|啊|哈)|了|啦)?$`)

// coming matches what they do not want to do.
const coming = `(报名|报|参加|听|学|来|去|上)(这个|这|课|课程|名)*`

// declines reports whether a folded text says so, with or without courtesy before
// it.
func (c *courtesy) declines(folded string) bool {
	return declining.MatchString(folded) || slices.ContainsFunc(c.afterCourtesy(folded), declining.MatchString)
}

// warning matches a report about scammers, which contains the words of an insult but
// has to reach a moderator.
var warning = regexp.MustCompile(`冒充|假冒|冒名|假装|山寨|被骗|骗了我|诈骗|(遇到|碰到|有个?|有人|群里|加我的?|是不是|疑似|举报|小心).{0,8}骗子|骗子.{0,6}(加我|找我|私聊|怎么办|举报|群里)`)
