package intent

import (
	"strings"

	"zhujiao/bot"
	regexp "zhujiao/bot/lazyregexp"
)

// What people ask in their own words that a command does, and that must not be
// taken for anything else: their data, an end of our messages, how to check in.
// They are only told the word (R3).
var (
	// wantsErasure is about the sender's own data.
	wantsErasure = regexp.MustCompile(`(删|清除|清空|抹掉|注销|销毁)[除掉了一下]*(我|本人|个人|自己)[^,。;]{0,4}(信息|数据|资料|记录|账[号户]|手机号|痕迹|隐私)|` +
		`(我的?|我们的|本人的?|个人|自己的)(个人|全部|所有|聊天|报名|注册)*(信息|数据|资料|记录|账[号户]|手机号|痕迹|隐私)[^,。;]{0,4}(删|清除|清空|抹|注销)|` +
		`(我要|我想|帮我|给我|请)[^,。;]{0,4}(信息|数据|记录|隐私)[^,。;]{0,3}(删|清除|清空|抹|注销)|` +
		`(我要|我想|帮我|给我|请)[^,。;]{0,2}(删|清除|清空|抹|注销)[除掉了一下]*(信息|数据|记录|隐私|账[号户])|注销[^,。;]{0,3}(账[号户]|用户|会员)`)
	// aboutFile is a question about a file that is gone, such as a pack's.
	aboutFile = regexp.MustCompile(`被[^,。;]{0,3}(删|清|注销)|资料包|链接|文件|网盘`)
	// wantsReminders is the opposite of wantsNoMessages, with the same words: 别忘了提醒我.
	wantsReminders = regexp.MustCompile(`(别|不要|不能|不许|莫|勿)(再)?(忘|漏|落下|错过)[^,。;]{0,6}(提醒|通知|叫我|喊我|告诉我)|` +
		`(记得|务必|一定要|麻烦|到时候?)[^,。;没不别]{0,5}(提醒|通知|叫|喊)(我|一下|下)`)
	wantsNoMessages = regexp.MustCompile(`(别|不要|不用|停止|关掉|关闭|取消|退订)[^,。;]{0,5}` +
		`(给我发|推送|推消息|发消息|发通知|发提醒|提醒我|通知我|打扰|骚扰)|不想收(到)?(提醒|通知|消息)`)
	// asksAboutMessages is a question whether there will be any.
	asksAboutMessages = regexp.MustCompile(`(还会|会不会|还能|能不能|会|还)[^,。;]{0,4}(提醒|通知|发|推送)[^,。;]{0,4}[吗么]$|会不会`)
	asksHowCheckin    = regexp.MustCompile(`(怎么|如何|怎样|咋|在哪|哪里).{0,4}(签到|打卡)|(签到|打卡).{0,3}(怎么|在哪|入口)|口令(是|在).{0,2}(多少|什么|啥|哪)`)
	missedCheckin     = regexp.MustCompile(`(忘|漏|错过).{0,4}(签到|打卡|发口令)|没(签|打)(上|到|成|卡)|签到.{0,3}(晚了|错过|没赶上)`)
	asksStanding      = regexp.MustCompile(`我.{0,6}第几|排(到|在)?第几|(候补|排队).{0,4}第几|` +
		`(报上|报上名|报成功|报名成功|抢到|占到|报好)(名|了)?(没有|没|吗|么|嘛)$|(算|有没有)报(名成功|上)|` +
		`^我(是不是|到底|现在|今天|之前|昨天)*(已经|已)?报(过名|了名|名了|名过|名成功了?|上了)[吗么没嘛呢有]+$|^我(有没有|是否|是不是)(已经)?报(过|了)?名[了过吗呢]*$`)
	aboutOthers = regexp.MustCompile(`他们|别人|公司|同事|淘宝|抖音|微信号`)
)

// readWish finds the wish of a folded text. Each pattern can only match a text
// that has one of a few characters: looking for these costs a hundredth, and most
// texts have none.
func readWish(s string) bot.Wish {
	switch {
	case aboutOthers.MatchString(s):
		return bot.WishNone
	case strings.ContainsAny(s, "删清抹销") && wantsErasure.MatchString(s) && !aboutFile.MatchString(s):
		return bot.WishErasure
	case strings.ContainsAny(s, "提通叫喊告") && wantsReminders.MatchString(s):
		return bot.WishReminders
	case strings.ContainsAny(s, "发推提通打骚收") && wantsNoMessages.MatchString(s) && !asksAboutMessages.MatchString(s):
		return bot.WishNoMessages
	case strings.ContainsAny(s, "第报抢占") && asksStanding.MatchString(s):
		return bot.WishStanding
	case strings.ContainsAny(s, "签卡口") && missedCheckin.MatchString(s):
		return bot.WishLateCheckin
	case strings.ContainsAny(s, "签卡口") && asksHowCheckin.MatchString(s):
		return bot.WishHowCheckin
	default:
		return bot.WishNone
	}
}
