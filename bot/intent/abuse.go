package intent

import (
	"strings"
	"unicode/utf8"

	regexp "zhujiao/bot/lazyregexp"
)

// Ruling 13: abuse and obvious advertising get no answer and open no ticket. Both are told by what
// they surely are: somebody who complains, asks about an offer, or speaks of themselves is to reach
// a person.

// offeredByAdvertisers are the wares that nobody else offers, as an expression.
const offeredByAdvertisers = `代写|代开|刷单|办证|刻章|无抵押|秒到账|荐股|牛股|带单|裸聊|约炮|包过|包拿证|稳赚|包赚|日结\d|月入过?万|日入过?[千万]|高仿|博彩|棋牌|套现|外挂`

var (
	// insults is a text of nothing but an insult to somebody else.
	insults = regexp.MustCompile(`^(你|您|你们|他妈的|真|就|都|全|是|一群|一帮|这|那|个|群|帮|们|什么|[,，。!！、~])*` +
		`(傻[逼叉bx]|煞笔|脑残|弱智|智障|人渣|畜生|贱人|王八蛋|狗东西|草泥马|操你妈|艹你妈|日你妈|nmsl|你们?(都)?去死)` +
		`(吧|啊|呀|了|们|你|东西|玩意儿?|机器人|助手|客服|垃圾|废物|人渣|傻逼|一群|[,，。!！、~])*$`)
	// reach is how an advertiser wants to be reached.
	reach = regexp.MustCompile(`(微信|薇信|威信|v信|vx|wx|qq|扣扣|企鹅)号?[:：]?[a-z0-9_-]*\d[a-z0-9_-]*|(^|[^a-z])[vq]x?[:：][a-z0-9_-]{5,}|` +
		`(^|\D)1[3-9]\d-?\d{4}-?\d{4}(\D|$)|https?://|www\.|扫码进群|私信我(领|了解|详谈)`)
	wares = regexp.MustCompile(offeredByAdvertisers)
	// advertised are wares and what else stands in advertising; each is an offer of its own.
	advertised = regexp.MustCompile(offeredByAdvertisers + `|论文|兼职|副业|贷款|网贷|放款|征信|发票|货源|厂家直销|高薪|诚聘|内幕|彩票|投注|提现|返利|在家就能赚`)
	// concerns are the words of somebody who speaks of the class, asks, wants help or warns.
	concerns = regexp.MustCompile(`[吗么呢]|请问|怎么|什么|多少|哪|谁|能不能|可不可以|有没有|是不是|想问|老师|班主任|助教|公开课|直播|课|讲|学|` +
		`报个?名|签到|席位|资料|回放|这场|你们|贵司|合作|登记|退款|投诉|抬头|税号|开票信息|没到账|领不|用不了|打不开|收不到|求|帮|建议|案例|咨询|` +
		`冒充|假冒|骗|有人|群里|(他|她|谁|来)找我|私聊我|举报|小心|提醒|收到|打广告`)
)

// advertLeast is the length from which on a text may be advertising, insultMost up to which it may be
// nothing but an insult: in characters.
const (
	advertLeast = 8
	insultMost  = 24
)

// abusive reports whether a text is nothing but an insult, or obviously advertises. folded is the
// same text as matching sees it.
func abusive(m *memo, said, folded string) bool {
	switch n := utf8.RuneCountInString(folded); {
	case strings.ContainsAny(said, "?？"):
		return false
	case n <= insultMost && m.is(insults, folded):
		return true
	default:
		return n >= advertLeast && m.is(wares, folded) && advertises(m, folded)
	}
}

// advertises reports whether a text with a ware makes a second offer, says where, and has nothing to
// do with the class.
func advertises(m *memo, folded string) bool {
	if !m.is(reach, folded) || m.is(concerns, folded) {
		return false
	}
	made := map[string]bool{}
	for _, offer := range advertised.FindAllString(folded, -1) {
		made[offer] = true
	}
	return len(made) >= 2
}
