package handlers

import (
	"context"
	"regexp"

	"zhujiao/bot"
	"zhujiao/bot/content"
)

// What people ask in their own words that a command does, and that must not be
// taken for anything else: their data, peace from us, how to check in. They are
// only told the word (R3).
var (
	wantsErasure = regexp.MustCompile(`(删|清除|抹掉|注销).{0,6}(信息|数据|资料|记录|账号|个人|手机号|痕迹)|(我的|个人)(信息|数据|记录).{0,4}(删|清除|注销)`)
	wantsPeace   = regexp.MustCompile(`(别|不要|不用|停止|关掉|关闭|取消|退订).{0,5}(给我发|推送|推消息|发消息|发通知|发提醒|提醒我|通知我|打扰|骚扰)|不想收(到)?(提醒|通知|消息)`)
	asksCheckin  = regexp.MustCompile(`(怎么|如何|怎样|咋|在哪|哪里).{0,4}(签到|打卡)|(签到|打卡).{0,3}(怎么|在哪|入口)|口令(是|在).{0,2}(多少|什么|啥|哪)`)
	missedIt     = regexp.MustCompile(`(忘|漏|错过).{0,4}(签到|打卡|发口令)|没(签|打)(上|到|成|卡)|签到.{0,3}(晚了|错过|没赶上)`)
	asksStanding = regexp.MustCompile(`我.{0,6}第几|排(到|在)?第几|(候补|排队).{0,4}第几|(报上|报上名|报成功|报名成功|抢到|占到|报好)(名|了)?(没有|没|吗|么|嘛)$|(算|有没有)报(名成功|上)`)
	ofOthers     = regexp.MustCompile(`他们|别人|公司|同事|淘宝|抖音|微信号`)
)

// hinted tells whether a folded text is such a wish.
func hinted(s string) bool {
	return !ofOthers.MatchString(s) && (wantsErasure.MatchString(s) || wantsPeace.MatchString(s) || asksStanding.MatchString(s) ||
		missedIt.MatchString(s) || asksCheckin.MatchString(s))
}

// hint answers such a wish with the word that does it.
func (m *Mouth) hint(ctx context.Context, msg *bot.Message) (bot.Reply, error) {
	s := msg.Folded
	if ofOthers.MatchString(s) {
		return nil, bot.ErrPass
	}
	switch {
	case wantsErasure.MatchString(s):
		return m.say("suggest_word", content.Vars{"名称": "删除你的数据", "内容": "删除我的数据"})
	case wantsPeace.MatchString(s):
		return m.say("suggest_word", content.Vars{"名称": "关闭提醒和通知", "内容": "退订"})
	case asksStanding.MatchString(s):
		return m.my(ctx, msg)
	case missedIt.MatchString(s) && msg.Time().After(m.Campaign.Checkin.Close):
		return m.say("checkin_late", nil)
	case asksCheckin.MatchString(s), missedIt.MatchString(s):
		return m.askCheckin(ctx, msg)
	default:
		return nil, bot.ErrPass
	}
}
