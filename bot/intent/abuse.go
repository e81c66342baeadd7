package intent

import (
	"strings"
	"unicode/utf8"

	regexp "zhujiao/bot/lazyregexp"
)

// Ruling 13: abuse and obvious advertising get no answer and open no ticket. Both are told by what
// they surely are: somebody who complains, or asks about an offer, is to reach a person.

var (
	// insults is a text of nothing but an insult: one who is angry and says why is no such text.
	insults = regexp.MustCompile(`^(我|你|您|他|们|这|那|个|群|帮|些|是|真|就|都|全|大|死|臭|小|老|太|一|的|tm|他妈的?|特么的?|妈的|垃圾|[,，。!！、~])*` +
		`(傻[逼比叉bx]|煞笔|沙比|沙雕|sb|脑残|智障|弱智|白痴|蠢货|废物|` +
		`人渣|畜生|贱人|王八蛋|狗东西|去死|滚(蛋|犊子|开|出去)?|草泥马|操你妈|艹你妈|日你妈|你妈的|他妈的|妈的|妈逼|nmsl|cnm|tmd)` +
		`(吧|啊|呀|吗|了|的|们|你|东西|玩意儿?|公司|机器人|助手|客服|机构|平台|[,，。!！、~]|傻[逼比叉bx]|sb|滚(蛋)?|去死|智障|废物|垃圾|一|群|人渣|畜生)*$`)
	// reach is how an advertiser wants to be reached.
	reach = regexp.MustCompile(`(微信|薇信|威信|徽信|v信|微心|vx|wx|wechat|qq|扣扣|企鹅|tg|电报|电话|手机|热线|咨询|联系)号?[:：]?(是|号|群|同号)?[:：]?[a-z0-9_-]{5,}|` +
		`加(我|下)?(的)?(微信|薇|威|v|vx|wx|q|qq|群)|` +
		`[+＋➕][a-z]*(微|薇|v|vx|wx|q)|[私滴戳扣d](信|聊)?我(领|了解|详谈|咨询|进群)|https?://|www\.|1[3-9]\d{9}|(扫|识别|长按).{0,4}码(进群|加|领|了解|咨询)`)
	// advertised is what is offered to strangers; each is an offer of its own.
	advertised = regexp.MustCompile(`代(写|做|考|开|办|发货|购|理费|运营|刷|还|抢)|论文|刷(单|赞|粉|好评|信誉|流量)|` +
		`兼职|日(结|入|赚)|月(入|赚)过?[万\d]|躺赚|轻松赚|在家(就能|可以|也能)?赚|副业|宝妈|` +
		`贷款|网贷|放款|下款|秒(到账|批|下)|无抵押|征信|套现|提额|信用卡|办证|刻章|发票|开票|招(代理|加盟|商|聘|募)|诚招|诚聘|加盟|代理|低价|特价|清仓|厂家直销|一手货源|货源|批发|出售|转让|回收|` +
		`涨粉|引流|吸粉|爆粉|精准客源|群发软件|推广|返利|返现|佣金|提成|高薪|博彩|棋牌|彩票|投注|下注|开户|荐股|牛股|内幕|带单|股票群|` +
		`炒股|虚拟币|挖矿|减肥|瘦身|丰胸|祛斑|壮阳|增高|包过|保过|包拿证|外挂|破解版|裸聊|约炮|上门服务|` +
		`优惠券|内部(群|价|券)|免费领|领红包|红包群|名额有限|先到先得|包邮|正品|高仿|a货|全国可(做|飞|发)|诚信(经营|靠谱)?|价格(优惠|美丽|从优)|量大从优|稳赚|包赚|收益`)
	// concerns are the words of somebody who speaks of the class, asks, or warns of advertising.
	concerns = regexp.MustCompile(`[?？吗么呢]|请问|怎么|什么|多少|哪|谁|能不能|可不可以|可以不|有没有|是不是|想问|咨询一下|老师|` +
		`班主任|助教|公开课|直播|课程|听课|上课|报名|签到|席位|资料|回放|这场|你们|贵司|合作|` +
		`冒充|假冒|被骗|骗|有人|群里|(他|她|谁|来)找我|私聊我|举报|小心|提醒|收到|打广告`)
)

// advertLeast is the length from which on a text may be advertising, insultMost up to which it may be
// nothing but an insult: in characters.
const (
	advertLeast = 8
	insultMost  = 24
)

// An insult has one of the cores, and advertising one of the contacts: looking for these is faster
// than a pattern.
const (
	cores    = "傻煞沙残障智痴蠢废渣畜贱蛋狗死滚草操艹日妈逼ncts"
	contacts = "0123456789微薇威徽信群码私滴戳扣dvwxq:"
)

// abusive reports whether a folded text is nothing but an insult, or obviously advertises.
func abusive(m *memo, folded string) bool {
	n := utf8.RuneCountInString(folded)
	return n <= insultMost && strings.ContainsAny(folded, cores) && m.is(insults, folded) ||
		n >= advertLeast && strings.ContainsAny(folded, contacts) && advertises(m, folded)
}

// advertises reports whether a text makes at least two different offers, says where, and has nothing
// to do with the class.
func advertises(m *memo, folded string) bool {
	if !m.is(reach, folded) || m.is(concerns, folded) {
		return false
	}
	made := map[string]bool{}
	for _, offer := range advertised.FindAllString(folded, -1) {
		made[strings.TrimSpace(offer)] = true
	}
	return len(made) >= 2
}
