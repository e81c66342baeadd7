package draft

import (
	"strings"

	regexp "zhujiao/bot/lazyregexp"
)

// A label that no list knows ends with the noun that says what it is about: 参训人群, 上课时段,
// 活动场地. What stands before the noun may change that: 报名时间 is no time of the class.

// labelNoun is a noun at the end of a label.
var labelNoun = regexp.MustCompile(`^(\p{Han}{0,5}?)(时间|日期|时段|时刻|档期|地点|地址|位置|会场|平台|场地|场所|入口|校区|讲师|老师|教员|教练员|讲员|领队|主理人|讲解员|嘉宾|导师|教官|主讲人?|讲者|专家|医师|医生|教练|讲课人|领读人?|对象|人群|听众|受众|学员|适龄|内容|大纲|提纲|要点|收获|亮点|看点|议题|目标|提要|纲要|费用?|学费|价格|票价|门票|名额|人数|席位|座位|旁听席|规模|福利|礼包|好礼|赠品|奖品|礼品|礼物|有礼|主办方?|主办单位|单位|承办方?|组织方?|组织者|发起方?|出品方?|主题|课题|名称|题目|课名)$`)

// labelElse stands before a noun that then says something else.
var labelElse = regexp.MustCompile(`^[免付自公]$|报名|截止|签到|入场|发布|更新|回放|抽奖|开奖|领取|预约|预售|支持|协办|指导|合作|赞助|媒体|往期|上期|下期|下次|联系|咨询|公司|服务|退|交通|停车|助教|班主任|主持|付款|缴费|个人|一句话|已|剩余|支付|班级|嘉宾|主讲|讲师`)

// labelTeaches stands before a noun that is a title of people too: 授课老师, but not 马晓燕老师.
var labelTeaches = regexp.MustCompile(`^(?:讲解|授课|主讲|任课|上课|讲课|带课|带班|开课|讲座|示范|培训|辅导|执教|代课|特邀|客座|坐诊|分享|指导|课程|本期)?$`)

// nounTopic is the topic of a label that ends with a noun; noTopic for none.
func nounTopic(label string) topic {
	m := labelNoun.FindStringSubmatch(label)
	if m == nil || labelElse.MatchString(m[1]) {
		return noTopic
	}
	switch m[2] {
	case "时间", "日期", "时段", "时刻", "档期":
		return aboutTime
	case "地点", "地址", "位置", "会场", "平台", "场地", "场所", "入口", "校区":
		return aboutPlace
	case "老师", "嘉宾", "导师", "专家", "医师", "医生", "教练", "教官", "教员", "教练员", "讲员", "领队", "主理人", "讲解员", "讲师":
		if !labelTeaches.MatchString(m[1]) {
			return noTopic
		}
		return aboutTeacher
	case "主讲", "主讲人", "讲者", "讲课人", "领读", "领读人":
		return aboutTeacher
	case "对象", "人群", "听众", "受众", "学员", "适龄":
		return aboutAudience
	case "内容", "大纲", "提纲", "要点", "收获", "亮点", "看点", "议题", "目标", "提要", "纲要":
		return aboutPoints
	case "费", "费用", "学费", "价格", "票价", "门票":
		return aboutPrice
	case "名额", "人数", "席位", "座位", "旁听席", "规模":
		return aboutSeats
	case "福利", "礼包", "好礼", "赠品", "奖品", "礼品", "礼物", "有礼":
		return aboutPacks
	case "主题", "课题", "名称", "题目", "课名":
		return aboutTitle
	}
	return aboutHost
}

var (
	twoLanguages = regexp.MustCompile(`^([A-Za-z&/' ]{2,24}?)\s*[/|·]?\s*(\p{Han}{2,8})$|^(\p{Han}{2,8})\s*[/|·]?\s*([A-Za-z&/' ]{2,24})$`)
	whoseLabel   = regexp.MustCompile(`^(?:this|our|your|the|today|tonight|next)(?:'s|’s)?$`)
	numbered     = regexp.MustCompile(`^(\p{Han}{2,6}?)\s*[一二三四五六七八①②③④⑤\d]{1,2}$`)
)

// partTopic is the topic of a label in two languages, or with a number: Date 日期, 嘉宾一.
func partTopic(label string) topic {
	s := strings.TrimRight(undecorated(label), "：: ")
	if m := numbered.FindStringSubmatch(s); m != nil {
		if t := labelTopic(m[1]); t.in(aboutTeacher, aboutPacks) {
			return t
		}
	}
	if words := strings.Fields(strings.ToLower(s)); len(words) > 1 && len(words) < 5 && isMostlyLatin(s) {
		if words[0] == "your" && strings.HasPrefix(words[1], "host") {
			return aboutTeacher
		}
		if t := labelTopic(words[len(words)-1]); t.in(aboutTitle, aboutTeacher, aboutPlace) && whoseLabel.MatchString(words[0]) {
			return t
		}
	}
	m := twoLanguages.FindStringSubmatch(s)
	if m == nil {
		return noTopic
	}
	if t := labelTopic(m[2] + m[3]); t != noTopic {
		return t
	}
	return labelTopic(strings.TrimSpace(m[1] + m[4]))
}
