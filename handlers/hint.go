package handlers

import (
	"context"
	"regexp"
	"strings"

	"zhujiao/bot"
	"zhujiao/bot/content"
)

// What people ask in their own words that a command does, and that must not be
// taken for anything else: their data, peace from us, how to check in. They are
// only told the word (R3).
//
//nolint:gochecknoglobals // patterns, never changed
var (
	// wantsErasure is about one's own data: a pack's file that was deleted is
	// none of it.
	wantsErasure = keyed("删清抹销", `(删|清除|清空|抹掉|注销|销毁)[除掉了一下]*(我|本人|个人|自己)[^,。;]{0,4}(信息|数据|资料|记录|账[号户]|手机号|痕迹|隐私)|`+
		`(我的?|我们的|本人的?|个人|自己的)(个人|全部|所有|聊天|报名|注册)*(信息|数据|资料|记录|账[号户]|手机号|痕迹|隐私)[^,。;]{0,4}(删|清除|清空|抹|注销)|`+
		`(我要|我想|帮我|给我|请)[^,。;]{0,4}(信息|数据|记录|隐私)[^,。;]{0,3}(删|清除|清空|抹|注销)|`+
		`(我要|我想|帮我|给我|请)[^,。;]{0,2}(删|清除|清空|抹|注销)[除掉了一下]*(信息|数据|记录|隐私|账[号户])|注销[^,。;]{0,3}(账[号户]|用户|会员)`)
	// erased is what happened to a file, or is asked of one.
	erased = regexp.MustCompile(`被[^,。;]{0,3}(删|清|注销)|资料包|链接|文件|网盘`)
	// wantsNews is the opposite of wantsPeace, with the same words: 别忘了提醒我.
	wantsNews = keyed("提通叫喊告", `(别|不要|不能|不许|莫|勿)(再)?(忘|漏|落下|错过)[^,。;]{0,6}(提醒|通知|叫我|喊我|告诉我)|`+
		`(记得|务必|一定要|麻烦|到时候?)[^,。;没不别]{0,5}(提醒|通知|叫|喊)(我|一下|下)`)
	wantsPeace = keyed("发推提通打骚收", `(别|不要|不用|停止|关掉|关闭|取消|退订)[^,。;]{0,5}(给我发|推送|推消息|发消息|发通知|发提醒|提醒我|通知我|打扰|骚扰)|不想收(到)?(提醒|通知|消息)`)
	// asksNews is a question about being told, no wish for peace.
	asksNews     = regexp.MustCompile(`(还会|会不会|还能|能不能|会|还)[^,。;]{0,4}(提醒|通知|发|推送)[^,。;]{0,4}[吗么]$|会不会`)
	asksCheckin  = keyed("签卡口", `(怎么|如何|怎样|咋|在哪|哪里).{0,4}(签到|打卡)|(签到|打卡).{0,3}(怎么|在哪|入口)|口令(是|在).{0,2}(多少|什么|啥|哪)`)
	missedIt     = keyed("签卡口", `(忘|漏|错过).{0,4}(签到|打卡|发口令)|没(签|打)(上|到|成|卡)|签到.{0,3}(晚了|错过|没赶上)`)
	asksStanding = keyed("第报抢占", `我.{0,6}第几|排(到|在)?第几|(候补|排队).{0,4}第几|(报上|报上名|报成功|报名成功|抢到|占到|报好)(名|了)?(没有|没|吗|么|嘛)$|(算|有没有)报(名成功|上)|`+
		`^我(是不是|到底|现在|今天|之前|昨天)*(已经|已)?报(过名|了名|名了|名过|名成功了?|上了)[吗么没嘛呢有]+$|^我(有没有|是否|是不是)(已经)?报(过|了)?名[了过吗呢]*$`)
	ofOthers = regexp.MustCompile(`他们|别人|公司|同事|淘宝|抖音|微信号`)
)

// pattern is a regular expression of which a text has to have one of some
// characters: to look for these costs a hundredth, and most texts have none.
type pattern struct {
	keys string
	form *regexp.Regexp
}

func keyed(keys, form string) pattern { return pattern{keys, regexp.MustCompile(form)} }

// MatchString tells whether a text has the form.
func (p pattern) MatchString(s string) bool {
	return strings.ContainsAny(s, p.keys) && p.form.MatchString(s)
}

// hinted tells whether a folded text is such a wish.
func hinted(s string) bool {
	return !ofOthers.MatchString(s) && (erases(s) || wantsNews.MatchString(s) || silences(s) || asksStanding.MatchString(s) ||
		missedIt.MatchString(s) || asksCheckin.MatchString(s))
}

// erases tells whether somebody wants their own data erased.
func erases(s string) bool { return wantsErasure.MatchString(s) && !erased.MatchString(s) }

// silences tells whether somebody wants to be left in peace.
func silences(s string) bool { return wantsPeace.MatchString(s) && !asksNews.MatchString(s) }

// hint answers such a wish with the word that does it.
func (m *Mouth) hint(ctx context.Context, msg *bot.Message) (bot.Reply, error) {
	s := msg.Folded
	if ofOthers.MatchString(s) {
		return nil, bot.ErrPass
	}
	switch {
	case erases(s):
		return m.say("suggest_word", content.Vars{"名称": "删除你的数据", "内容": "删除我的数据"})
	case wantsNews.MatchString(s):
		return m.say("suggest_word", content.Vars{"名称": "开课前收到提醒", "内容": "提醒"})
	case silences(s):
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
