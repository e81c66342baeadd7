package draft

import (
	"strings"

	regexp "zhujiao/bot/lazyregexp"
)

// A label that no list knows ends with the noun that says what it is about: 参训人群, 上课时段,
// 活动场地. What stands before the noun may change that: 报名时间 is no time of the class.

// labelNoun is a noun at the end of a label.
var labelNoun = regexp.MustCompile(`^(\p{Han}{0,5}?)(时间|日期|时段|时刻|档期|地点|地址|位置|会场|平台|场地|场所|入口|校区|讲师|老师|教员|教练员|讲员|领队|主理人|讲解员|嘉宾|导师|教官|主讲人?|讲者|专家|医师|医生|教练|讲课人|领读人?|对象|人群|听众|受众|学员|适龄|内容|大纲|提纲|要点|收获|亮点|看点|议题|目标|提要|纲要|费用?|学费|价格|票价|门票|名额|人数|限额|席位|座位|旁听席|规模|福利|礼包|好礼|赠品|奖品|礼品|礼物|有礼|主办方?|主办单位|单位|承办方?|组织方?|组织者|发起方?|出品方?|主题|课题|名称|题目|课名)$`)

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
	case "名额", "人数", "限额", "席位", "座位", "旁听席", "规模":
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

// spokenLabels are labels that are questions of everyday speech, or the beginning of an answer: 讲啥,
// 听课的, 要钱不.
func spokenLabels() []rule {
	return []rule{
		{aboutPoints, labelSpeaks},
		{aboutTeacher, labelWho},
		{aboutAudience, labelWhom},
		{aboutPrice, labelMoney},
		{aboutTime, labelWhen},
		{aboutPlace, labelWhere},
		{aboutPacks, labelGets},
		{aboutSignup, labelJoins},
	}
}

var (
	labelSpeaks = regexp.MustCompile(`^能(?:听到|学到|知道)(?:的|什么)?$|^(?:席间|课上|当[天晚])?所(?:讲|谈|聊|教|学)$|^(?:主要|重点|都|会|要|将|到底|这[次回场一]?[晚课]?|今[天晚]|老师|他|她|我们?|你|打算|想|一起)*(?:捋|唠|扒|侃|讲|聊|教|学|说|谈|分享|练|查|拆|演示|示范|回答|解决|带走)(?:点|些|到)?(?:的|啥|什么|哪些(?:内容|事)?|些啥|的内容|的东西)$`)
	labelWho    = regexp.MustCompile(`^(?:谁来?|哪位老师)(?:讲|教|上课|带|分享|主讲)$|^(?:来)?(?:讲课?|上课|教|带课|主讲|分享)的(?:人|老师|是|嘉宾)?$`)
	labelWhom   = regexp.MustCompile(`^(?:这[堂节次场]课?|本课)(?:是)?(?:开|讲|写)?给$|^给$|^来的人$|^给(?:谁|哪些人|什么人)(?:听|看|讲|上)?的?$|^(?:他|她|老师|我们?)?(?:会|要|想|这[次课])?(?:讲|写|说|留|准备)给(?:谁|的人)?$|^谁来?(?:最|更)?(?:合适|适合)$|^(?:适合|欢迎)?(?:听课?|来|参加|报名|邀请|面向|招)的(?:人|朋友|同学)?$|^(?:都)?(?:谁|哪些人|什么人|啥人)(?:能|可以|该|应该|适合|最该)?(?:来|听|参加|学|看)(?:听|学|看)?$|^(?:适合|建议|推荐|值得)(?:来|前来)?(?:参加|听|学|看|报名|收看)(?:的人|者|人群)?$`)
	labelMoney  = regexp.MustCompile(`^收(?:费)?多少(?:钱)?$|^(?:要|收|多少|花)(?:不要|多少)?钱(?:吗|不|么)?$|^收不收费$|^课?费(?:是)?多少$`)
	labelWhen   = regexp.MustCompile(`^日子$|^(?:啥|什么)时(?:候|间)(?:讲|开|上)?$|^(?:哪天|几点)(?:开始|讲|开|上)?$`)
	labelWhere  = regexp.MustCompile(`^(?:在|去|上)?哪(?:儿|里)?(?:看|听|上|讲|播|直播|开|集合|见)?$|^看$|^地方$|^(?:怎么|咋)(?:看|听|进)$`)
	labelGets   = regexp.MustCompile(`^(?:送|给|有)(?:点|些)?(?:啥|什么)(?:好处|东西|福利)?$|^好处$`)
	labelJoins  = regexp.MustCompile(`^(?:怎么|咋|如何|咋样)(?:报|来|参加|加入|报名|进)(?:名)?$`)
)

// spokenTopic is the topic of a label of everyday speech.
func spokenTopic(label string) topic {
	s := strings.TrimRight(undecorated(label), "：:？? ")
	for _, r := range spokenLabels() {
		if r.words.MatchString(s) {
			return r.topic
		}
	}
	return noTopic
}

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
