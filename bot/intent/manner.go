package intent

import (
	"slices"
	"strings"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	regexp "zhujiao/bot/lazyregexp"
)

// How people ask in their own words for what a command or a fixed answer does. Each
// pattern covers the whole text, so that a question about the same thing is left to the
// matcher.
var (
	// asksBoard wants to see what the others asked.
	asksBoard = regexp.MustCompile(`^(请问|怎么|如何|在?哪里?|哪儿|可以|能不能|能|想|我想|我要)*(看看?|查看|看到|看下|看一下|了解)?(一下)?` +
		`(别人|大家|其他人|其他同学|同学们?|别的同学|他们|各位)都?(问了?|提了?)?过?的?(什么|哪些|啥|些什么|些啥)?(提问|问题|疑问)?(了|在哪里?|呢|吗|啊|列表|在哪看|怎么看|有哪些)*$`)
	// wantsToAsk announces a question for the lecturer.
	wantsToAsk = regexp.MustCompile(`^(我|我们|想|要|请)*(向|给|跟|问|找)?(老师|讲师|刘老师)?(提问|提一?个?问题|问一?个?问题)(吧|啊|呀)?$|^(我|想|要)*问(一下)?(老师|讲师)(一?个?问题)?$`)
	// asksOwnQuestion wants to know what becomes of their own question.
	asksOwnQuestion = regexp.MustCompile(`^(老师|请问|你们|想问下?)*(什么时候|啥时候|何时|几时|多久|会不会|会|能不能|能|怎么还不|怎么不|还没)*` +
		`(回答|回复|回|解答|答复|答)(一下)?我(们)?(刚才|刚刚|之前)?(提|问|发)?的?(那个)?(问题|提问)?(啊|呀|呢|吗|了)*$|` +
		`^(老师|请问|你们|想问下?)*我(们|自己)?(刚才|刚刚|之前|昨天)?(提交|提|问|发)?(过)?的(那个|这个|那些)?(问题|提问)[^,。;]{0,8}` +
		`(回答|答复|回复|解答|答|审核|通过|选中|选上|上墙|有人看|有人回|看到|状态|进度|处理)[^,。;]{0,6}$`)
	// asksSeats wants more seats than one, or one for somebody else.
	asksSeats = regexp.MustCompile(`(报|占|抢|申请|预留|订)名?[两二2三3四五]个?(名额|席位?|座位?|位置|位|人|次名?)|(要|留)[两二2三3四五]个?(名额|席位|座位?|位置)|` +
		`(帮|给|替|代|为)(我的?|个)?(朋友|同事|同学|老公|老婆|闺蜜|室友|家人|孩子|弟弟|妹妹|他|她|别人|其他人|[两二2三3几]个人)[^,。;]{0,4}(报|占|抢|参加)(一?个|一?下|名|位|名额|上|吗|可以|行)|` +
		`(报|占|抢)多个(名额|席位|位)`)
	// asksChange wants what only a person can grant: another date, another name.
	asksChange = regexp.MustCompile(`^[^,。;]{0,8}(改|换|调|挪)(到|成|一?下|个|为|去|在)*(我的)?` +
		`(周[一二三四五六日末天]|星期.|礼拜.|下周|明天|后天|白天|上午|下午|晚上|中午|早上|别的时间|其他时间|时间|日期|别的日子|` +
		`[0-9一二三四五六七八九十]+[号点]|名字?|姓名|昵称|称呼|手机号?|电话|报名信息|资料填错)|` +
		`^[^,。;]{0,8}(能|可以|会|想|要|能否|是否|可否)[^,。;]{0,4}(改期|延期|推迟|延后|改时间|改天)|^(改天|改期|延期|推迟)[^,。;]{0,3}(行|可以|能|好|成)[^,。;]{0,3}$`)
	// wantsPacks wants the packs, without saying which.
	wantsPacks = regexp.MustCompile(`^(我|我们|想|要|请|麻烦|老师|帮我|给我|可以|你好)*(领取?|拿|要|求|发|看|下载|获取|来)(一?下|一?个|一?份|点|取|我)*` +
		`(课程|学习|本场|电子|那个|这个|那份|这份|你们的?|的)*(资料包|资料|礼包|福利包?)(吧|啊|呀|呗|了|一?下|谢谢|老师|哈)*$|^(资料包?|礼包)(呢|发我|发一下|给我|发给我|发我一下|麻烦发一下)(吧|啊|呀|谢谢|老师)*$`)
	// asksToday asks for the time of day, of a class that is thought to be today.
	asksToday = regexp.MustCompile(`^(请问|那|老师)*(今天|今晚|今儿个?|今日|今夜)(的|是|课|直播|公开课|在)*(几点|什么时候|啥时候|多会儿?|何时)(开始|开课|开播|上课|的|课|直播|开|讲|呀|啊|呢|吗)*$`)
	// asksOtherDay asks whether there is a class on a day.
	asksOtherDay = regexp.MustCompile(`^(请问|那|老师)*(今天|今晚|明天|明晚|后天|大后天|下周.?|下星期.?|下个?月|下次|以后|之后|周末|这周末?)` +
		`(还|也|会|是|要)*(有没有|有|上不上|上)(没有)?(公开)?(课|直播|课程)(吗|么|没有|没|不|嘛|呢|啊|了)*$`)
	// asksNotice asks what 抽签公示 is, where it is or how it is read: the notice itself says it.
	asksNotice = regexp.MustCompile(`^(请问|那个?|这个|老师|你们?说的|我?[想要]|帮我|给我|看看?|看一?下|查看?|发一?下|什么是|啥是|啥叫|什么叫|何为|在?哪里?[有看]|[怎如][么何]看|有没有|的)*` +
		`抽签公示(这?个?[是指]?(什么|啥|干嘛|干[什啥]么?)(东西|意思|来的|用的|呀|玩意儿?)?|有?(什么|啥)[用意]思?|要?(怎么|如何|咋)(看|查|用|理解|核对|回事)?|` +
		`在?哪[里儿]?(看|查|有|能看)?|能看|可信|靠谱|[看没]?[不没]懂|发我|给我|看看?|一下|解释一?下|说明一?下|是怎么回事|是)*[吗呢呀啊吧的了哦么]*$`)
	// goesOn names another pack and leaves out what is asked about it.
	goesOn = regexp.MustCompile(`^(那|那么|还有|那个)?(.+?)(的|里面|里|资料包|资料|包)*(呢|怎么样|也有吗)$`)
	// refuses says that the last answer was not to the question.
	refuses = regexp.MustCompile(`^我?(不是|没)(要|想)?(问|说|指|讲)(的?是?)(这|那|他|她|它)|^(不对|不是|都不是|错了)(吧|啊|呀)?([,。;!、]|我(问|说|想|要))|` +
		`^(都不是|不是这个|不是这些|都不对|不是这意思|不是这个意思)|` +
		`答非所问|牛头不对马嘴|^你?(没|不)(听|看|读|理解)懂我|^(你)?没?有?回答我|问的不是|说的不是这|^你?(理解|搞|弄)错了`)
	// doubts are the words of distrust that are said of a fraud, and halfDoubts those that
	// only ask whether something is genuine.
	doubts     = regexp.MustCompile(`骗子|骗人|骗钱|骗局|诈骗|是骗|被骗|会骗|骗我|骗的|割韭菜|割我?们?韭菜|杀猪盘|传销|忽悠|坑人|坑钱|黑心|智商税|虚假|假的吧|信不过|不靠谱`)
	halfDoubts = regexp.MustCompile(`靠谱吗|靠不靠谱|靠谱么|正规吗|正不正规|可信吗|可不可信|真的假的|是真是假|真的还是假的|是真的吗|谁主办|谁举办|谁办的`)
	// trust finds the wording of the entry that answers them.
	trust = regexp.MustCompile(`可信|骗子|骗人|靠谱|正规|真的假的|是真的吗`)
	// accuses says it without a question, which stays abuse if it is blocked.
	accuses = regexp.MustCompile(`^(你们?|他们|这帮人|这群人|这|全|都|就|真的?)+(就|都|全|真)*(是|像)(一群|一帮|个|大|死|臭)*骗子(公司|集团|们|啊|呀|了)*$`)
	// reports tells of somebody else, whom a moderator has to hear of.
	reports = regexp.MustCompile(`冒充|假冒|冒名|假装|山寨|被骗|骗了我|遇到|碰到|有人|群里|加我|找我|私聊|举报|小心`)
	// refunds are no abuse either, but the matcher knows them.
	refunds = regexp.MustCompile(`退钱|退款|退费|还钱|还我钱|退我钱|退货`)
	// voting is a vote in other words than the command's.
	voting = regexp.MustCompile(`^(我|我要|我想|想|要|来)*(支持|赞成|赞同|投票?给?|点赞|赞)(一?下|一票)?(q|问题|第)?(\d{1,6})(号|题)?(问题|提问)?(吧|啊|呀|一下|一票)?$|` +
		`^(我|我要|我想|想|要|来)*(给|为|帮|把)(q|问题|第)?(\d{1,6})(号|题)?(问题|提问)?(点个?赞|投一?票?|投票|顶一?下?|顶上去|加一?票?|支持一?下?|一票)(吧|啊|呀)?$`)
	// wantsSeat wants to register; what follows the verb has to be the class itself.
	wantsSeat = regexp.MustCompile(`^(老师|你好|请|麻烦)*(我|我们|俺|想|要|想要|来|帮我|给我|也)+(报名|报个名|报一?下名|参加|报)` +
		`(一?下|这个|这场|这次|这节|这门|本场|今晚的?|今天的?|你们的?|的)*(.*?)(吧|啊|呀|哈|呗|谢谢|老师)*$`)
)

// kindsOfClass are the words for a class that say nothing of which one.
var kindsOfClass = regexp.MustCompile(`公开课|直播课?|课程|讲座|分享会?|活动|课|的`)

// mannerMax is the longest text in bytes that is compared with these patterns.
const mannerMax = 240

// refusal reports whether a text says that the last answer was not to the question.
func refusal(folded string) bool {
	return len(folded) <= mannerMax && strings.ContainsAny(folded, "不没错非牛") && refuses.MatchString(folded)
}

// readManner finds the wish of a text in the words above.
func (r *Reader) readManner(m *memo, folded string) (w bot.WishReading) {
	if len(folded) > mannerMax {
		return w
	}
	if w = once(m, factManner, folded, manner); w.Wish != bot.WishNone {
		return w
	}
	if strings.ContainsAny(folded, "报参") && wantsThisClass(r, m, folded) {
		w.Wish = bot.WishSignup
	} else if p, ok := otherPack(r, m, folded); ok {
		w.Wish, w.Pack = bot.WishOther, p.ID
	} else if object := once(m, factObject, folded, otherObject); object != "" {
		w.Wish, w.Object = bot.WishOther, object
	}
	return w
}

// manner finds the wish that is the same in every class.
func manner(folded string) (w bot.WishReading) {
	switch {
	case strings.ContainsAny(folded, "报占抢申留订") && asksSeats.MatchString(folded):
		w.Wish = bot.WishSeveralSeats
	case strings.ContainsAny(folded, "问提疑") && asksBoard.MatchString(folded):
		w.Wish = bot.WishBoard
	case strings.Contains(folded, "问") && wantsToAsk.MatchString(folded):
		w.Wish = bot.WishAsk
	case strings.Contains(folded, "我") && asksOwnQuestion.MatchString(folded):
		w.Wish = bot.WishOwnQuestions
	case strings.ContainsAny(folded, "改换调挪延推") && asksChange.MatchString(folded):
		w.Wish = bot.WishChange
	case strings.ContainsAny(folded, "资礼福") && wantsPacks.MatchString(folded):
		w.Wish = bot.WishPacks
	case strings.Contains(folded, "今") && asksToday.MatchString(folded):
		w.Wish = bot.WishToday
	case strings.ContainsAny(folded, "课播") && asksOtherDay.MatchString(folded):
		w.Wish, w.Days = bot.WishOtherDay, daysAhead(folded)
	}
	return w
}

// otherPack returns the pack that a text names without saying what it asks about it.
func otherPack(r *Reader, m *memo, folded string) (campaign.Pack, bool) {
	if !strings.HasSuffix(folded, "呢") && !strings.HasSuffix(folded, "样") && !strings.HasSuffix(folded, "吗") {
		return campaign.Pack{}, false
	}
	f := m.find(goesOn, folded)
	if f == nil {
		return campaign.Pack{}, false
	}
	p, ok := r.commands.packs[f[2]]
	return p, ok
}

// wantsThisClass reports whether a text says that somebody wants to register, and nothing
// else: what follows is this class, in words of its name or in none of its own.
func wantsThisClass(r *Reader, m *memo, folded string) bool {
	f := m.find(wantsSeat, folded)
	if f == nil {
		return false
	}
	which := kindsOfClass.ReplaceAllString(f[5], "")
	return which == "" || len(which) >= len("课程") && strings.Contains(r.className, which)
}

// daysAhead returns how many days ahead the day is that a question names.
func daysAhead(folded string) int {
	for i, day := range []string{"今", "明", "大后天", "后天"} {
		if strings.Contains(folded, day) {
			return []int{0, 1, 3, 2}[i]
		}
	}
	return bot.AnyDay
}

// readDoubt finds words of distrust. They, and the wish for one's money, are no abuse
// unless they accuse, or something blocked remains without them (ruling 51).
func (r *Reader) readDoubt(m *memo, w *bot.TextReading) {
	if !strings.ContainsAny(w.Folded, "骗割杀传忽坑黑智虚假信靠退还规谁是") {
		return // no pattern matches without these, and looking for them is faster
	}
	if m.is(reports, w.Folded) {
		return // readStrong has seen a warning
	}
	doubted := m.is(doubts, w.Folded) || r.trust != "" && m.is(halfDoubts, w.Folded)
	if !doubted && (!w.Blocked || !m.is(refunds, w.Folded)) {
		return
	}
	if w.Blocked && (strings.ContainsAny(w.Text, "?？") || !m.is(accuses, w.Folded)) {
		_, w.Blocked = r.blocked.Find(refunds.ReplaceAllString(doubts.ReplaceAllString(w.Folded, "\n"), "\n"))
	}
	if w.Distrust = doubted && !w.Blocked; w.Distrust {
		w.Trust = r.trust
	}
}

// trustEntry returns the id of the entry that says who runs the class and how to check
// that, or "".
func trustEntry(c *campaign.Campaign) string {
	for _, e := range c.FAQ {
		if e.ID == "可信" || strings.Contains(e.Question, "可信") {
			return e.ID
		}
	}
	for _, e := range c.FAQ {
		if trust.MatchString(e.Question) || slices.ContainsFunc(e.Aliases, trust.MatchString) {
			return e.ID
		}
	}
	return ""
}

// readVote finds a vote in other words than the command's.
func readVote(m *memo, folded string) (number string, ok bool) {
	if !strings.ContainsAny(folded, "支赞投顶") {
		return "", false
	}
	f := m.find(voting, folded)
	if f == nil {
		return "", false
	}
	if f[5] != "" {
		return f[5], true
	}
	return f[12], true
}
