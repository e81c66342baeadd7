package draft

import (
	"fmt"
	"strings"

	"zhujiao/bot/draft"
)

// Contradiction says what does not fit, and what to do about it.
func Contradiction(c draft.Clash) string {
	switch c.Kind {
	case draft.ClashWeekday:
		return fmt.Sprintf("日期和星期对不上：%s是%s，原文写的是%s", c.A, weekday(c.B), weekday(c.C))
	case draft.ClashDate:
		return "日期写了两个：" + c.A + " 和 " + c.B
	case draft.ClashStart:
		return "开始时间写了两个：" + c.A + " 和 " + c.B
	case draft.ClashEnd:
		return "结束时间写了两个：" + c.A + " 和 " + c.B
	case draft.ClashLength:
		return "时长对不上：写的是" + c.A + "分钟，按时间算是" + c.B + "分钟"
	case draft.ClashSeats:
		return "名额写了两个：" + c.A + " 和 " + c.B
	case draft.ClashPrice:
		return "价格写了两个：" + c.A + " 和 " + c.B
	case draft.ClashFree:
		return "既说免费，又说收费" + c.A
	case draft.ClashPackPrice:
		return "两个" + c.A + "元：课程价值" + c.A + "元，资料「" + c.B + "」也是" + c.A + "元，有人问「" + c.A + "元」时会分不清"
	case draft.ClashPackName:
		return "同一份资料有两个名字：「" + c.A + "」和「" + c.B + "」"
	case draft.ClashPackValue:
		return "「" + c.A + "」的价值写了两个：" + c.B + "元 和 " + c.C + "元"
	case draft.ClashTeacher:
		return "老师的名字写法不一样：「" + c.A + "」和「" + c.B + "」"
	case draft.ClashQA:
		return "答疑时间写了两个：" + c.A + "分钟 和 " + c.B + "分钟"
	case draft.ClashLetterO, draft.ClashTypo:
		return mistyped(c)
	case draft.ClashForbidden:
		return "「" + c.A + "」是诱导分享或集赞，平台不允许，会封号；没有写进草稿，请换一种办法"
	default:
		return uncertain(c)
	}
}

// uncertain says what was read and is not certain, or cannot be written.
func uncertain(c draft.Clash) string {
	switch c.Kind {
	case draft.ClashCurrency, draft.ClashFraction:
		return unwritten(c)
	case draft.ClashZone:
		return "时区「" + c.A + "」说不准是哪里的，没有写开始时间，问主办是北京时间几点"
	case draft.ClashYear:
		return "开课那天没有写年份，" + c.A + "的年份是照别处的日期算的，问主办是哪一年"
	case draft.ClashImpossible:
		return "没有「" + c.A + "」这一天"
	case draft.ClashPublished:
		return "开课日期" + c.A + "在发布日期" + c.B + "之前"
	case draft.ClashBackwards:
		return "结束时间" + c.B + "不晚于开始时间" + c.A
	default:
		return c.A + " " + c.B
	}
}

// mistyped says that a digit and a letter were taken for each other.
func mistyped(c draft.Clash) string {
	if c.Kind == draft.ClashTypo {
		return "「" + c.A + "」像是「" + c.B + "」打错了，数字和字母混了"
	}
	return "「" + c.A + "」里是字母O，不是数字0，按0读了"
}

// unwritten says of an amount that the file cannot have it.
func unwritten(c draft.Clash) string {
	what := "价格"
	if c.B != "" {
		what = "「" + c.B + "」的价值"
	}
	switch {
	case c.Kind == draft.ClashCurrency && strings.Trim(c.A, "0123456789.,") == "":
		return what + "「" + c.A + "」没有写是什么钱，没有当成人民币"
	case c.Kind == draft.ClashCurrency:
		return what + "「" + c.A + "」不是人民币，没有换算"
	}
	return what + "「" + c.A + "」不是整数，文件里只能写整数，没有四舍五入"
}

// weekday says a weekday that stands in English in a clash.
func weekday(s string) string {
	names := map[string]string{
		"Monday": "周一", "Tuesday": "周二", "Wednesday": "周三", "Thursday": "周四", "Friday": "周五", "Saturday": "周六", "Sunday": "周日",
	}
	return names[s]
}

// Missing says what is missing, and what to ask whom.
func Missing(g draft.Gap) (what, ask string) {
	if what, ask = missingMore(g); what != "" {
		return what, ask
	}
	switch g.Field {
	case draft.FieldTitle:
		return "课名", "没有写，问主办这场课叫什么"
	case draft.FieldHost:
		return "主办方", "没有写，问负责人以谁的名义办"
	case draft.FieldDate:
		if g.Source != "" {
			return "日期", "算不出是哪一天，用 --published 告诉是哪天发布的，或问主办是几月几日"
		}
		return "日期", "没有写，问主办是哪一天"
	case draft.FieldEnd:
		return "结束时间", "没有写，问讲师讲多久"
	case draft.FieldPlace:
		return "地点或直播平台", "没有写，问主办在哪里直播、在哪里办"
	case draft.FieldRoom:
		return "直播间地址", "没有写，问主办要直播间的链接"
	case draft.FieldTeacher:
		return "讲师", "没有写，问主办谁来讲"
	case draft.FieldSeats:
		return "名额", "没有写，问主办限多少人"
	case draft.FieldSignupWay:
		return "报名方式", "没有写，问主办怎么报名"
	case draft.FieldReplay:
		return "回放", "没有说有没有回放，问讲师给不给"
	case draft.FieldPassphrase:
		return "签到口令", "没有写，和讲师定一个在直播里念的口令"
	default:
		return string(g.Field), "没有写"
	}
}

// missingMore says what is missing in one of several ways, or of one of several packs; what is empty
// for other gaps.
func missingMore(g draft.Gap) (what, ask string) {
	said := g.Source != ""
	switch g.Field {
	case draft.FieldStart:
		if g.About != "" {
			return "开始时间", "时区「" + g.About + "」说不准，问主办是北京时间几点"
		}
		return "开始时间", "没有写，问主办几点开始"
	case draft.FieldPrice:
		if said {
			return "价格", "只写了值多少，没有写免费还是收费，问主办"
		}
		return "价格", "没有写免费还是收费，问主办"
	case draft.FieldGroup:
		if said {
			return "群二维码", "说有群，没有给二维码，问班主任要"
		}
		return "群", "没有说有没有群，问班主任建不建"
	case draft.FieldPack:
		return "「" + g.About + "」的内容", "没有写里面有什么，问做资料的人"
	case draft.FieldPackLink:
		return "「" + g.About + "」的链接", "没有写，问做资料的人要下载链接和提取码"
	case draft.FieldPackValue:
		return "「" + g.About + "」的价值", "不是人民币整数，问做资料的人写几元"
	case draft.FieldListPrice:
		return "原价", "不是人民币整数，问主办写几元"
	default:
		return missingWords(g)
	}
}

// missingWords says what the answers of a class need.
func missingWords(g draft.Gap) (what, ask string) {
	switch g.Field {
	case draft.FieldAudience:
		return "适合谁听", "没有写，问讲师适合什么人"
	case draft.FieldPoint:
		return "讲什么", "没有写，问讲师要三五条要点"
	case draft.FieldTeacherIntro:
		return "讲师介绍", "没有写，问讲师要一两句介绍"
	case draft.FieldQAMinutes:
		return "答疑分钟", "没有写，问讲师留不留答疑、几分钟"
	default:
		return "", ""
	}
}
