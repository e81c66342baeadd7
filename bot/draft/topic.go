package draft

import (
	"slices"
	"strings"

	regexp "zhujiao/bot/lazyregexp"
)

// topic is what a section or a label speaks about.
type topic string

const (
	noTopic       topic = ""
	aboutOthers   topic = "others" // other classes, the company: nothing in it is about this class
	aboutTitle    topic = "title"
	aboutTime     topic = "time"
	aboutDeadline topic = "deadline" // dates that are not the class's
	aboutPlace    topic = "place"
	aboutTeacher  topic = "teacher"
	aboutAudience topic = "audience"
	aboutPoints   topic = "points"
	aboutAgenda   topic = "agenda"
	aboutPrice    topic = "price"
	aboutSeats    topic = "seats"
	aboutPacks    topic = "packs"
	aboutGroup    topic = "group"
	aboutQA       topic = "qa"
	aboutSignup   topic = "signup"
	aboutHost     topic = "host"
	aboutSessions topic = "sessions"
	aboutService  topic = "service"
	aboutLength   topic = "length"
	aboutMC       topic = "mc" // who presents, which is no teacher
	aboutNotes    topic = "notes"
)

// in reports whether a topic is one of several.
func (t topic) in(topics ...topic) bool { return slices.Contains(topics, t) }

// rule says which words name a topic.
type rule struct {
	topic topic
	words *regexp.Regexp
}

// filler is left out of a label before it is compared: it says nothing about the topic.
var filler = regexp.MustCompile(`本次|本期|本场|本节|这次|此次|这场|课程|直播课|直播|活动|公开课|讲座|沙龙|分享会|线下|线上|会议|研讨会|培训|体验课|本课|我们|大家|同学们|同学|一下|主要|具体|详细|专属|特别|关于|课前|重磅|你|您|会|将|能够|能|可以|的|是|[：:？?！!。，,“”"「」【】\[\]\s·&]`)

// Labels must be these words alone, once the filler is gone.
var (
	labelDeadline = regexp.MustCompile(`^(?:报名截止(?:时间|日期)?|截止(?:时间|日期|报名)?|报名(?:时间|日期|期限|起止)|预约时间|早鸟截止|领取截止|回放时间|(?:registration)?deadline|registerby|rsvpby|发布(?:时间|日期)|更新时间|抽奖时间|开奖时间|签到时间|入场时间)$`)
	labelLength   = regexp.MustCompile(`^(?:时长|总时长|课时|duration|length)$`)
	labelTime     = regexp.MustCompile(`^(?:上课|开课|开播|开讲|举办|举行|开始|讲课|授课|播出|见面)?(?:时间|日期|时间安排|日期时间|时间日期|日期和时间|日期及时间|几点|时刻)$|^(?:开播|什么时候|何时|date|time|when|dates?andtime|datetime|date/time)$`)
	labelPlace    = regexp.MustCompile(`^(?:在线|会议|直播)(?:地址|平台|软件|工具|链接|地点)$|^(?:举办|举行|上课|授课|集合)?(?:地点|地址|场地|平台|会场|地方|教室|位置|何地|何处|在哪|在哪里|哪里|形式|方式)$|^(?:观看|收看|上课|授课|收听|听课|参会|开课)(?:方式|平台|地址|入口|链接|渠道|地点|形式)$|^(?:观看|收看|收听|间|间地址|号|间号|会议号|腾讯号|venue|location|where|place|platform|address|format|online|zoom)$|^(?:时间)?地点$|^(?:在哪|去哪|哪里)(?:看|听|上课)$`)
	labelMC       = regexp.MustCompile(`^(?:主持|主持人|moderator|mc)$`)
	labelTeacher  = regexp.MustCompile(`^(?:mentors?|facilitators?|coach|coaches|panel(?:l?ists?)?|tutors?|guides?)$|^(?:谁带|谁来带|谁上|谁教|谁来教)$|^(?:带课|教课|授课|讲课|带教|执教|来讲|来讲者|带课人|掌勺|示范|导赏|导赏人|讲述人|开讲人|对谈|对谈人|对谈嘉宾)(?:老师|人|者)?$|^(?:分享|主讲|授课|特邀|讲课|演讲|客座|授课)?(?:讲师|嘉宾|老师|导师|教师|讲者|讲师团|嘉宾团|专家|主讲|主讲人|分享人|分享者|授课人|演讲人|主播|专家介绍|人)(?:简介|介绍|阵容|信息|团队)?$|^(?:带队|领队|导览|主理人|领读)$|^\p{Han}{0,3}(?:讲师|嘉宾|导师|讲者|主讲人|分享人|领读人?|带领人|带领者|分享者|演讲人|授课人)$|^(?:导聆|连线|对谈|特约|客串)(?:嘉宾|老师)?$|^(?:授课|主讲|讲课|培训|任课)人员$|^师资(?:力量|介绍|团队)?$|^(?:主讲|授课|特邀|坐诊)(?:律师|医生|医师|教授|专家|教师|教练|工程师|顾问|馆员|师傅)$|^(?:主讲|谁来讲|由谁来讲|谁讲|谁来分享|讲课人)$|^(?:speakers?|presenters?|instructors?|teachers?|lecturers?|trainers?|with|ledby|guests?|guestspeakers?|taughtby|aboutthe(?:speakers?|presenter|instructor|teacher|trainer|lecturer)|meetthe(?:speakers?|presenter|instructor|teacher|trainer)|yourinstructor|who'steaching|whoisspeaking|whospeaks)$`)
	labelAudience = regexp.MustCompile(`^欢迎$|^(?:come)?ifyouare$|^(?:谁适合|谁合适|谁能来|谁可以来|谁能参加)$|^(?:whois(?:it|this)for|isitforyou|whocancome)$|^推荐(?:给|这些|以下)?(?:朋友|人|伙伴)?来?(?:听|参加)?$|^(?:这些|以下)(?:人|朋友|伙伴)(?:适合|可以)?来?听$|^(?:更)?(?:听众|观众|读者|适合|适用|面向|目标|参与|参加|招募|邀请|受众|听课|招生|推荐|欢迎|参训|参会|培训|招收)?(?:人群|对象|听众|受众|学员|群体|人员|何人|谁|谁听|谁来听|谁来|谁参加|哪些人|哪些人听|什么人|什么人听|年龄|家长)$|^(?:适合|面向|受众|谁适合听|谁该来|谁应该来|谁适合来|谁需要听|谁需要|谁来听|适宜人群|适听人群|适用于|适合于|如果这样)$|^(?:audience|whoitsfor|whoit'sfor|whoisthisfor|whothisisfor|whothisisfor|whoshould(?:attend|join|come)|whoforwhom|forwhom|targetaudience|for|whoit’sfor|whocanjoin|whocancome)$`)
	labelAgenda   = regexp.MustCompile(`^(?:流程|议程|日程|流程安排|议程安排|日程安排|环节|环节安排|时间表|agenda|program|programme|schedule|rundown|runofshow|timetable|theevening)$`)
	labelSessions = regexp.MustCompile(`^(?:安排|场次|场次安排|课表|排期|档期|期次|时间场次|系列安排|系列|sessions?|dates|courseschedule)$`)
	labelPoints   = regexp.MustCompile(`^带走$|^(?:分享|主讲|授课|学习|核心|精彩|讲课|讨论|交流)?(?:内容|大纲|提纲|要点|亮点|看点|议题|话题|干货|目录|收获|重点|目标|学会|内容大纲|内容介绍|内容预告|内容亮点|大纲介绍|练习内容|体验内容|讲座内容|教学内容|学习目标|内容提要|内容简介|主要内容|讲什么|讲些什么|聊什么|做什么|做些什么|做点什么|玩什么|分享什么|解决什么问题|解决什么)$|^(?:.{0,6})(?:学到什么|学到哪些|收获什么|收获|学到|听到|听到什么|得到什么|获得什么|了解到什么|学会什么|学什么|讲什么|聊什么|掌握什么|带走什么|了解|获得|掌握)$|^(?:聊聊|讲什么呢|聊些什么|讲|聊|教|学|学完|听完|上完|学完以后)$|^(?:whatyou'lllearn|whatyouwilllearn|whatyou’lllearn|you'lllearn|youwilllearn|topics?covered|outline|topics|takeaways|keytakeaways|whatwe'llcover|whatwewillcover|whatwe’llcover|content|contents|we'llcover|inthissession|whatyou'lltakeaway|whatyou'lltakehome|whatyouwilltakehome|whatisitabout|whatwe'lltalkabout|coveredtopics)$`)
	labelPrice    = regexp.MustCompile(`^howmuch$|^票$|^(?:报名|参加|参与|学习|听课|门票|票务|参会)?(?:价格|费用|收费|票价|门票|学费|原价|现价|售价|定价|价值|早鸟价|早鸟票|早鸟|标准票|普通票|单人票|双人票|团体票|全价票|学生票|全价|优惠价|会员价|会员票|特价|体验价|限时价|活动价|现场票|现场价|团购价|报名费|收费标准|票种|票价信息|多少钱|要钱吗)$|^(?:price|fee|fees|cost|tickets?|admission|entry|entrance|pricing|earlybird|standard|regular(?:price)?|memberprice|doorprice|atthedoor|students?|members?)$`)
	labelSeats    = regexp.MustCompile(`^howmany$|^收几个?人$|^座$|^招募$|^(?:限定|招生|活动|开放|招募|参与|参加|报名)?(?:名额|席位|座位|人数|限额|规模|限量|限制|席位数|人数限制|人数上限|名额限制|限人数|限报)$|^(?:seats?|capacity|places?|spots?|limit|groupsize|classsize)$`)
	labelPacks    = regexp.MustCompile(`^(?:报名|参与|参加|听课|到课|现场|粉丝|学员|专享|限时|新人|课后|免费|额外|签到|互动|惊喜|听课送)?(?:福利|礼包|资料包|礼物|赠品|资料|好礼|奖品|彩蛋|有礼|赠送|大礼包|豪礼|赠礼|超值福利|好礼相送|福利放送)[一二三四五六七八九\d]*$|^(?:bonus|bonuses|gifts?|giveaway|freebies?|handouts?|materials?|extras?|goodies)$`)
	labelGroup    = regexp.MustCompile(`^(?:学习|交流|听课|答疑|专属|微信|qq)*(?:群|社群|交流群|学习群|交流社群|进群方式|入群方式|怎么进群|如何进群|进群|入群|加群|community|group|wechatgroup)$`)
	labelQA       = regexp.MustCompile(`^(?:互动|现场|直播|在线|提问)*(?:答疑|问答|q&?a|提问|互动|交流)(?:环节|时间)?$|^questions$`)
	labelSignup   = regexp.MustCompile(`^(?:报名|预约|咨询|联系)?(?:电话|热线)$|^(?:报名|联系)人$|^(?:怎么|怎样|如何|立即|免费|点击|马上|扫码|限时|我要|现在)*(?:报名|预约|登记|购票|订票|占位|参加|参与|加入)(?:方式|方法|办法|入口|通道|途径|链接|流程|须知|步骤|渠道|指南)?$|^(?:how(?:to|doi)(?:join|register|sign-?up|attend|bookaseat|reserve|takepart)|registration|register|sign-?up|rsvp|tojoin|toregister|join|registerhere|booking|howtobook)$`)
	labelHost     = regexp.MustCompile(`^(?:联合)?(?:主办|主办方|主办单位|举办方|举办单位|组织方|组织者|发起方|承办|承办方|承办单位|出品|出品方|发起人|发起|组织单位|主办机构)$|^(?:organi[sz]ers?|hostedby|hosts?|presentedby|organi[sz]edby|broughttoyouby)$`)
	labelTitle    = regexp.MustCompile(`^what$|^(?:讲题|论题|选题|演讲题目|报告题目)$|^(?:共读)?(?:书目|图书|片目)$|^(?:分享|主讲)?(?:主题|题目|课题|名称|课名|主题名称|标题|话题主题)$|^(?:topic|title|theme|subject|talk|webinar|workshop|event)$`)
	labelNotes    = regexp.MustCompile(`^(?:注意事项|温馨提示|备注|说明|须知|提示|p\.?s\.?|ps|notes?|友情提示|特别提醒|特别说明|faq|常见问题|答)$`)
)

func labelRules() []rule {
	return []rule{
		{aboutDeadline, labelDeadline},
		{aboutLength, labelLength},
		{aboutTime, labelTime},
		{aboutPlace, labelPlace},
		{aboutMC, labelMC},
		{aboutTeacher, labelTeacher},
		{aboutAudience, labelAudience},
		{aboutAgenda, labelAgenda},
		{aboutSessions, labelSessions},
		{aboutPoints, labelPoints},
		{aboutPrice, labelPrice},
		{aboutSeats, labelSeats},
		{aboutPacks, labelPacks},
		{aboutGroup, labelGroup},
		{aboutQA, labelQA},
		{aboutSignup, labelSignup},
		{aboutHost, labelHost},
		{aboutTitle, labelTitle},
		{aboutNotes, labelNotes},
	}
}

// Headings of sections may say more.
var (
	headingOthers   = regexp.MustCompile(`往期|精彩回顾|推荐阅读|相关阅读|延伸阅读|关于(?:我们|主办|[^课讲老直本活嘉报个举开召主内]\S{1,7}$|.{1,12}(?:公司|科技|教育|学院|社区)$)|公司简介|机构简介|机构介绍|主办方介绍|主办方简介|品牌介绍|平台介绍|免责|版权|下期预告|更多活动|更多课程|更多推荐|历史文章|系统课|正价课|训练营介绍|学员评价|学员反馈|上期|past (?:events|sessions)|about (?:us|the (?:organi[sz]er|company|host))|related|disclaimer|testimonials|you may also like|other (?:events|courses|dates)|also on (?:our|the)|^coming up|^what else|in other news|相关推荐|猜你喜欢|近期(?:活动|课程|安排)|其他(?:活动|课程|通知)|同期(?:活动|课程)`)
	headingNotes    = regexp.MustCompile(`^其[他它](?:事项|要求)?$|有关(?:事项|要求)|注意事项|温馨提示|友情提示|报名须知|常见问题|^faq|house rules|good to know`)
	headingSignup   = regexp.MustCompile(`^上车(?:方式)?$|报名[一两三]条路|(?:怎么|怎样|如何|立即|免费|马上|扫码)(?:免费)?(?:报名|预约|参加|参与)|报名(?:方式|通道|入口|方法|链接|流程)|参与方式|参加方式|how (?:to|do i) (?:join|register|sign|attend|book)|^register|^registration|^sign up|^rsvp`)
	headingTeacher  = regexp.MustCompile(`^[一两二三]位(?:老师|讲师|嘉宾)$|who(?:'s| is) (?:teaching|speaking)|who speaks|(?:讲师|老师|嘉宾)都?是谁|讲课的(?:人|[一二两三四][个位]人?)$|(?:跟|陪|和|给)[你您](?:聊|讲|上课)的人$|(?:讲师|嘉宾|老师|导师|讲者|主讲人|分享人|专家|主讲)(?:简介|介绍|阵容|是谁|团队|登场|来了)?[：:？?！!]?$|谁来?讲|谁来?分享|认识(?:一下)?.{0,6}(?:老师|讲师|嘉宾)|(?:about|meet) (?:the|our|your) (?:speaker|presenter|instructor|teacher|trainer|lecturer|guest)|^(?:our |the )?speakers?$`)
	headingAudience = regexp.MustCompile(`哪些人来|^for whom|^请(?:你|您|这些人|这几类人|以下的?人)来|^推荐给|在座的(?:应该)?是|谁最该来|^给谁听|[这哪]几类(?:人|朋友|同学)|谁(?:特别|最)?(?:要|适合|值得)来|谁合适|谁来合适|谁可以来|适合(?:谁|哪些|什么|人群|对象|你|这些|以下|这样)|谁(?:适合|应该|该|可以|需要)?来?(?:听|参加|报名)|哪些人(?:适合|可以|应该|需要)|面向(?:谁|人群|对象)|什么样的人|适用人群|目标(?:人群|学员)|who (?:should|is (?:this|it)|this is|it's|it’s|can|is it)|is this for you|你是否(?:也)?(?:有|正|遇|在)?`)
	headingPoints   = regexp.MustCompile(`^(?:聊|讲|学|练)这些$|(?:带|陪|帮)你(?:搞定|拿下|弄懂|捋清)$|往下(?:捋|讲|拆)：$|(?:讲|聊|说|拆|教)[一二两三四五六七八几\d]+(?:样|块|招|步|关)(?:东西)?[：:]?$|(?:分钟|小时|[节堂]课?|次课)(?:里|会|要|都)?(?:练|学|做|讲|聊)(?:些|点)?什么$|学到(?:什么|哪些|这些)?|收获(?:什么|哪些|这些)?|(?:将|会|能|可以)(?:了解|知道|明白|弄清|看懂|获得|得到|听到|带走|掌握|讲|聊|分享)(?:什么|哪些|到)?|大纲|提纲|(?:课程|分享|直播|讲座|活动|主要|核心)内容|亮点|看点|议题|干货|(?:讲|聊|分享|讨论)(?:些)?什么|解决(?:什么|哪些)|\byou(?:'|’)?(?:ll| will)? (?:will )?learn|\bto learn\b|takeaways?|topics|what (?:we|you)(?:'|’)?(?:ll| will) (?:do|make|see|read|try|build|practi[sc]e)|(?:'|’)ll (?:cover|talk about|look at|walk)|\bwill (?:cover|talk about|show|share)|we(?:'|’)?(?:ll| will) (?:cover|talk)|带(?:大家|你|您|孩子们?)?一?起?(?:做|学|玩|看|体验|认识)(?:什么|哪些|些)?[^，。]{0,6}$|(?:聊|讲|说|谈|分享)[一二两三四五六七八几\d]+(?:件|个|点)[^，。]{0,6}$|outline|what to expect|what's inside|what’s inside`)
	headingPacks    = regexp.MustCompile(`不空手|^(?:你|您)?(?:会|能|将)?(?:带|拿)走(?:的|什么|这些)?[：:]?$|到场礼$|来了(?:就|都)有|^(?:报名|到场|听课|报了名)的?(?:人)?都?有$|附赠$|随课附|[一二两三四五六七八\d][份个重项波](?:资料|好?礼|惊喜|彩蛋)|福利|礼包|资料包|赠品|好礼|大礼|(?:即得|即送|就送|可得|免费送|送你)[^，。]{0,6}$|资料(?:领取|放送|大派送)|有礼$|bonus|gifts?\b|giveaway|freebies|goodies|\btake (?:home|away)\b`)
	headingGroup    = regexp.MustCompile(`交流群|学习群|社群|(?:怎么|如何)?(?:进|入|加)群`)
	headingQA       = regexp.MustCompile(`答疑|问答|q&a`)
	headingAgenda   = regexp.MustCompile(`流程|议程|agenda|programme?$|schedule|rundown`)
	headingSessions = regexp.MustCompile(`^(?:[一二三四五]、)?(?:时间|日期)[与和及、]内容$|场次|课程(?:安排|表|日程)|系列(?:课|安排|日程)|几场|sessions$|日程`)
	headingTime     = regexp.MustCompile(`时间|讲多久|多长时间|几点|什么时候|^when\b|date and time|date & time`)
	headingPlace    = regexp.MustCompile(`地点|在哪|怎么(?:看|听)|^where\b|观看方式|直播平台`)
	headingPrice    = regexp.MustCompile(`价格|费用|票价|票种|门票|多少钱|tickets|pric(?:e|ing)`)
	headingSeats    = regexp.MustCompile(`名额|席位|seats`)
	headingHost     = regexp.MustCompile(`主办(?:方|单位)?$|organi[sz]er`)
	headingService  = regexp.MustCompile(`服务|权益|还有什么|除此之外|你还(?:将|能|可以)`)
	headingTitle    = regexp.MustCompile(`^(?:本期|本次|课程|直播|分享|讲座|活动)?(?:主题|题目)$`)
)

func headingRules() []rule {
	return []rule{
		{aboutOthers, headingOthers},
		{aboutNotes, headingNotes},
		{aboutSignup, headingSignup},
		{aboutTeacher, headingTeacher},
		{aboutAudience, headingAudience},
		{aboutPoints, headingPoints},
		{aboutPacks, headingPacks},
		{aboutGroup, headingGroup},
		{aboutQA, headingQA},
		{aboutAgenda, headingAgenda},
		{aboutSessions, headingSessions},
		{aboutTime, headingTime},
		{aboutPlace, headingPlace},
		{aboutPrice, headingPrice},
		{aboutSeats, headingSeats},
		{aboutHost, headingHost},
		{aboutService, headingService},
		{aboutTitle, headingTitle},
	}
}

// whose stands before a label in English.
var whose = regexp.MustCompile(`^(?:your|our|the) `)

// yourHost is who speaks, not who organises.
var yourHost = regexp.MustCompile(`(?i)^your hosts?[：:]?$`)

// labelTopic returns the topic that a label names alone.
func labelTopic(label string) topic {
	if yourHost.MatchString(undecorated(label)) {
		return aboutTeacher
	}
	s := strings.ToLower(filler.ReplaceAllString(whose.ReplaceAllString(strings.ToLower(undecorated(label)), ""), ""))
	if s == "" || runes(s) > 26 {
		if t := bareTopic(undecorated(label)); t != noTopic {
			return t
		}
		return spokenTopic(label)
	}
	for _, r := range labelRules() {
		if r.words.MatchString(s) {
			return r.topic
		}
	}
	if t := nounTopic(s); t != noTopic {
		return t
	}
	if t := spokenTopic(label); t != noTopic {
		return t
	}
	return partTopic(label)
}

// bareTopic knows the labels that are nothing but filler elsewhere.
func bareTopic(label string) topic {
	switch strings.Trim(label, "：: 【】") {
	case "直播", "直播间":
		return aboutPlace
	case "线下", "线上":
		return aboutPlace
	case "课程", "公开课", "讲座":
		return aboutTitle
	}
	return noTopic
}

// headingTopic returns the topic of a heading.
func headingTopic(text string) topic {
	if t := labelTopic(text); t != noTopic {
		return t
	}
	s := strings.ToLower(undecorated(text))
	for _, r := range headingRules() {
		if r.words.MatchString(s) {
			return r.topic
		}
	}
	return noTopic
}

var (
	labelled  = regexp.MustCompile(`^[【\[「]?([^：:【】\[\]「」|｜丨]{1,28})(?:[】\]」]\s*[：:|｜丨]?|\s*[：:]|\s*[|｜丨]|\s+[-–—]{1,2}\s)\s*(.*)$`)
	spacedOut = regexp.MustCompile(`^(\p{Han}{2,6}) +(.+)$|^([A-Z][A-Za-z]{2,9}) +([A-Z0-9].*)$`)
)

// asked is the topic of a question that the rest of the line answers: 怎么报名？…, Who is it for? ….
func asked(s string) (topic, string) {
	mark, most := "？", 12
	if isMostlyLatin(s) {
		mark, most = "?", 30
	}
	label, value, ok := strings.Cut(s, mark)
	if value = strings.TrimSpace(value); !ok || value == "" || runes(label) > most {
		return noTopic, ""
	}
	if t := labelTopic(label); t != noTopic && !t.in(aboutPacks, aboutTitle, aboutNotes) {
		return t, value
	}
	return noTopic, ""
}

// splitLabel returns the topic of a label at the beginning of a line and what stands behind
// it. The value is empty if the line is a label alone.
func splitLabel(text string) (topic, string) {
	s := undecorated(text)
	if m := labelled.FindStringSubmatch(s); m != nil {
		if t := labelTopic(m[1]); t != noTopic {
			return t, strings.TrimSpace(m[2])
		}
		if !strings.ContainsAny(m[0], "|｜丨") {
			return noTopic, ""
		}
	}
	if t, value := asked(s); t != noTopic {
		return t, value
	}
	if m := spacedOut.FindStringSubmatch(s); m != nil {
		label, value := m[1]+m[3], m[2]+m[4]
		if m[3] != "" && (runes(value) > 60 || strings.HasSuffix(value, ".")) {
			return noTopic, "" // a sentence: When we began, ….
		}
		if t := labelTopic(label); t != noTopic && bareTopic(label) == noTopic {
			return t, value
		}
	}
	return noTopic, ""
}
