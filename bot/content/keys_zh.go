package content

import (
	"slices"
	"time"
)

// The keys of a campaign file. Operators read Chinese; the program reads these.
const (
	keySchema, keyEvent, keySignup, keyCheckin, keyPacks = "schema", "活动", "报名", "签到", "资料包"
	keyAsk, keyRemind, keySend, keyLimits, keyMenu       = "提问", "提醒", "群发", "限速", "菜单"
	keyDigits, keyAliases, keyFAQ, keyTexts              = "数字菜单", "指令别名", "常见问题", "文本"

	keyID, keyName, keyHost, keyZone, keyStart, keyEnd        = "编号", "名称", "主办", "时区", "开始", "结束"
	keyQA, keyLecturer, keyIntro, keyLive, keyNext            = "答疑分钟", "讲师", "讲师介绍", "直播间", "下一场"
	keyDuty, keyPromise, keyUnknown                           = "班主任在线", "承诺回复分钟", "未知问题"
	keySeats, keyOpen, keyClose, keyScan, keyScenes           = "名额", "开放", "截止", "扫码即报名", "二维码场景"
	keyWaitlist, keyPromote, keyOffer, keyPromoteEnd, keyAskC = "候补", "候补转正", "确认小时", "候补停止转正", "取消需二次确认"
	keyPhrase, keyWrong, keyTimes, keySpan, keyWalkIn         = "口令", "错误口令上限", "次数", "时间", "未报名也可签到"
	keySound, keyStandby                                      = "口令同音", "候补到场"
	keyPrice, keyContents, keyAlias, keyNeeds, keyGive        = "价值", "内容", "别名", "条件", "发放"
	keyDraw, keyChance, keyOnce, keyStock, keyLinks           = "抽取", "概率", "每人次数", "库存", "链接"
	keyURL, keyCode, keyUntil, keyBackup, keyDead             = "地址", "提取码", "有效至", "备用", "失效判定人数"
	keyMin, keyMax, keyPerson, keyReview, keyShown, keyWords  = "最少字数", "最多字数", "每人上限", "先审后发", "展示名", "屏蔽词文件"
	keyTime, keyAudience, keyText, keyRobot                   = "时间", "对象", "文本", "群机器人"
	keyQuiet, keyPreview, keyTwice, keyTrial, keyTrialWait    = "免打扰", "必须先预览", "二次确认", "试发人数", "试发等待分钟"
	keySameSpan, keySecond                                    = "相同内容间隔小时", "需要第二人审批人数"
	keyEach, keyReports, keyExempt, keyCount                  = "每人", "举报失效", "不限速的指令", "条数"
	keyCommand, keyChildren                                   = "指令", "子菜单"
	keyQuestion, keyAnswer, keyPending, keyPendingText        = "问", "答", "待补", "待补说法"
	keyIntent, keyImage, keyImageUntil                        = "意图", "图片", "图片有效至"
)

// fileName is what the whole file is called where a section would be.
const fileName = "活动文件"

// Words that a setting may have.
const (
	wordSchema                                   = "campaign/v1"
	wordAuto, wordConfirm                        = "自动", "需确认"
	wordTicket, wordSilence, wordTransfer        = "转班主任", "沉默", "转客服"
	wordSeatIfFree, wordNever                    = "有空席就签到", "不可以"
	wordWalkIn                                   = "有余位时自动报名"
	wordDirect, wordDraw                         = "直接", "抽取"
	wordUnlimited, wordForever                   = "不限", "永久"
	wordAnonymous, wordNick                      = "匿名", "昵称"
	wordTypeCount                                = "输入人数"
	wordRegistered, wordChecked, wordAll, wordWL = "已报名", "已签到", "全部", "候补"
	wordCheckedNot, wordHolds                    = "已签到未领", "已领"
	wordClaim, wordDeadLink, wordMakeup          = "领取", "失效", "补签"
	wordStatus, wordWeek, wordDays               = "状态", "周", "日一二三四五六"
	wordComma, wordPause                         = "，", "、"
	fullColon                                    = "："
	fullSpace                                    = "\u3000"
)

// Placeholders with a meaning of their own (product.md, after the rulings).
const (
	varCourse, varLecturer, varSeats, varDate, varDay = "课名", "讲师", "名额", "日期", "开课日"
	varWhen, varClock, varQA, varLive, varNext        = "开课时间", "开课时刻", "答疑分钟", "直播间", "下一场"
	varCheckin, varCheckinEnd, varHashUntil, varOpens = "签到时段", "签到结束", "校验码到期", "开放"
	varLimit, varTaken, varLeft                       = "上限", "已报", "剩余"
	varList, varBody, varAsk, varReply, varURL        = "列表", "内容", "问", "答", "链接"
)

// Forms that times are shown in.
const (
	formShown    = "%d月%d日 周%s %s"
	formMonthDay = "%d月%d日"
	formDay      = "%s（周%s）"
)

// allKeys are the fixed keys, for telling a key with a full-width colon from a
// sentence.
func allKeys() []string {
	return []string{
		keySchema, keyEvent, keySignup, keyCheckin, keyPacks, keyAsk, keyRemind, keySend, keyLimits, keyMenu, keyDigits,
		keyAliases, keyFAQ, keyTexts, keyID, keyName, keyHost, keyZone, keyStart, keyEnd, keyQA, keyLecturer, keyIntro,
		keyLive, keyNext, keyDuty, keyPromise, keyUnknown, keySeats, keyOpen, keyClose, keyScan, keyScenes, keyWaitlist,
		keyPromote, keyOffer, keyPromoteEnd, keyAskC, keyPhrase, keyWrong, keyTimes, keySpan, keyWalkIn, keySound,
		keyStandby, keyPrice, keyContents, keyAlias, keyNeeds, keyGive, keyDraw, keyChance, keyOnce, keyStock, keyLinks,
		keyURL, keyCode, keyUntil, keyBackup, keyDead, keyMin, keyMax, keyPerson, keyReview, keyShown, keyWords, keyTime,
		keyAudience, keyText, keyRobot, keyQuiet, keyPreview, keyTwice, keyTrial, keyTrialWait, keySameSpan, keySecond,
		keyEach, keyReports, keyExempt, keyCount, keyCommand, keyChildren, keyQuestion, keyAnswer, keyPending,
		keyPendingText, keyIntent, keyImage, keyImageUntil,
	}
}

// yes and no are the ways to write a flag; some are what YAML 1.1 makes of it.
func yes(s string) bool {
	return slices.Contains([]string{"true", "yes", "on", "是", "开", "开启"}, s)
}

func no(s string) bool {
	return slices.Contains([]string{"false", "no", "off", "否", "关", "关闭"}, s)
}

// moreNames are placeholders that a text may use although the built-in wording
// does not: whatever fills in the text has them at hand.
func moreNames(key string) []string {
	switch key {
	case "menu", "pack_need_register":
		return []string{varLeft, varTaken, "包"}
	case "pack_deliver", "pack_again", "report_ok_backup", "link_replaced":
		return []string{"包", "包名", varURL, keyCode, keyUntil, "编号"}
	case "pack_menu":
		return []string{"报名状态", "签到状态"}
	case "pack_out", "pack_updating", "pack_need_checkin", "pack_missed_checkin", "pack_lose":
		return []string{"包", "包名"}
	default:
		return nil
	}
}

// width is how many bytes a placeholder's value takes at its widest, of what is
// plausible: numbers are short, links and people's words are not.
func width(name string) int {
	switch name {
	case varList:
		return 1000
	case varBody, varAsk, varReply:
		return 600
	case varURL:
		return 200
	case "包名", "原因", "时间", "说明":
		return 60
	default:
		return 12
	}
}

// Dates, prices and wordings that are looked for in texts.
const (
	patDate    = `(\d{1,2})月(\d{1,2})[日号](?:\s*[（(]?(?:周|星期|礼拜)([一二三四五六日天]))?`
	patWeekday = `(?:周|星期|礼拜)([一二三四五六日天])`
	patVarDay  = `\{日期\}\s*[（(]?(?:周|星期|礼拜)([一二三四五六日天])`
	patPrice   = `价值(?:人民币)?[¥￥]?(\d+)元?|(\d+)元(?:的)?[^。；，\n]{0,12}资料包`
	patHours   = `^(\d{1,2}):(\d{2})\s*(?:-|–|—|~|至|到)\s*(\d{1,2}):(\d{2})$`
	patSpan    = `^(\d+)\s*(秒钟|秒|分钟|分|小时|时|天)$`
	patLuring  = `转发[^。；\n]{0,14}(?:领|得|解锁|获|送)|分享[^。；\n]{0,14}(?:领|解锁|才能|后可|得|送)|` +
		`集\d*个?赞|点赞[^。；\n]{0,8}领|朋友圈|邀请\d*[位个名]?(?:好友|朋友|同学|人)|拉\d+[位个名]?(?:好友|人)|` +
		`助力|砍一刀|关注(?:公众号)?(?:后|才)(?:才|可|能|领|即可)|扫码关注领`
)

// unit is the length of a unit of time by its name.
func unit(name string) time.Duration {
	switch name {
	case "秒", "秒钟":
		return time.Second
	case "分", "分钟":
		return time.Minute
	case "天":
		return 24 * time.Hour
	default:
		return time.Hour
	}
}

// sunday is a weekday's character, with one for both ways to say Sunday.
func sunday(day string) string {
	if day == "天" {
		return "日"
	}
	return day
}

// courseWord before a price says that it is the course's, not a pack's.
const courseWord = "课程"
