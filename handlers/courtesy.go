package handlers

import (
	"context"
	"strings"
	"unicode/utf8"

	"zhujiao/bot"
)

// courtesy answers what is no question (ruling 13); none of it opens a ticket.
func (m *Mouth) courtesy(_ context.Context, msg *bot.Message) (bot.Reply, error) {
	switch s := strings.TrimRight(msg.Folded, "啊呀哈哦噢呢了啦的哒滴哟呐吧"); {
	case thanks(s) || thanks(msg.Folded):
		if m.Campaign.Over(msg.Time()) {
			return m.say("courtesy_thanks_over", nil)
		}
		return m.say("courtesy_thanks", nil)
	case hello(s) || hello(msg.Folded):
		return m.say("courtesy_hello", nil)
	case noted(s) || noted(msg.Folded) || laughter(msg.Folded) || strings.HasPrefix(msg.Folded, "【收到不支持的消息类型"):
		return bot.Silence{}, nil
	default:
		return nil, bot.ErrPass
	}
}

func thanks(s string) bool {
	switch s {
	case "谢谢", "谢谢你", "谢谢您", "谢谢老师", "谢谢班主任", "谢谢助手", "谢谢小助手", "多谢", "感谢", "非常感谢", "太感谢", "谢", "谢啦",
		"谢谢谢谢", "辛苦", "老师辛苦", "辛苦老师", "thanks", "thankyou", "thx", "3q", "3ks", "唔该", "好的谢谢", "好谢谢", "ok谢谢", "收到谢谢", "嗯谢谢":
		return true
	default:
		return false
	}
}

func hello(s string) bool {
	switch s {
	case "你好", "您好", "在吗", "在么", "在嘛", "在不在", "在", "有人吗", "有人在吗", "有人么", "hi", "hello", "哈喽", "哈啰", "嗨", "嗨喽",
		"老师好", "老师您好", "老师你好", "早", "早上好", "上午好", "中午好", "下午好", "晚上好", "你好在吗", "您好在吗", "亲在吗", "亲":
		return true
	default:
		return false
	}
}

func noted(s string) bool {
	switch s {
	case "好", "好的", "好的好的", "好好", "好嘞", "好滴", "行", "可以", "收到", "收到收到", "嗯", "嗯嗯", "恩", "恩恩", "哦", "噢", "喔", "ok", "okay", "okk",
		"知道", "知道了", "明白", "明白了", "了解", "了解了", "懂了", "没事", "没问题", "没问题了", "不客气", "晚安", "再见", "拜拜", "bye",
		"棒", "赞", "厉害", "牛", "强", "不错", "太好了", "1111", "来了", "打卡", "已收到", "好的收到", "好的知道了", "好的明白", "roger":
		return true
	default:
		return false
	}
}

// laughter tells whether a text is one character over and over: 哈哈, 666.
func laughter(s string) bool {
	first, _ := utf8.DecodeRuneInString(s)
	if !strings.ContainsRune("哈嘿呵嘻6嗯哦额啊w", first) || s == "6" {
		return false
	}
	return strings.Trim(s, string(first)) == "" && len(s) > utf8.RuneLen(first)
}
