package intent

import (
	"strings"
	"unicode/utf8"

	"zhujiao/bot"
	regexp "zhujiao/bot/lazyregexp"
)

// tone is what a piece of courtesy says.
type tone int

// The tones; the strongest piece of a text decides.
const (
	toneNone     tone = iota // no courtesy
	toneNeutral              // goes with any tone: a name, a particle
	toneNoted                // heard, understood, applause: it needs no answer
	toneGreeting             // hello
	toneThanks
)

// courtesy recognises texts that are not questions (ruling 13).
type courtesy struct {
	tones map[string]tone // by folded piece
	leads map[string]lead
}

func newCourtesy() *courtesy { return &courtesy{tones: tonesByPiece(), leads: leadsByPiece()} }

// pieceMax is the longest piece of courtesy in bytes.
const pieceMax = 24

// read returns the tone of a folded text.
func (c *courtesy) read(folded string) bot.Courtesy {
	switch c.tone(folded) {
	case toneThanks:
		return bot.CourtesyThanks
	case toneGreeting:
		return bot.CourtesyGreeting
	case toneNoted:
		return bot.CourtesyNoted
	case toneNone, toneNeutral:
		return bot.CourtesyNone
	default:
		return bot.CourtesyNone
	}
}

// tone reads a text piece by piece, the longest first. A text of nothing but
// courtesy has the tone of its strongest piece; any other text has none.
func (c *courtesy) tone(folded string) tone {
	if laughter(folded) || strings.HasPrefix(folded, "【收到不支持的消息类型") {
		return toneNoted
	}
	switch strings.TrimRight(folded, "啊呀哈哦") { // a greeting only if it is the whole text: 老师好厉害 is applause
	case "老师好", "老师们好", "刘老师好", "大家好", "同学们好", "各位好", "班主任好", "助教好":
		return toneGreeting
	}
	said := toneNone
	for rest := folded; rest != ""; {
		n, t := c.piece(rest)
		if t == toneNone {
			return toneNone
		}
		said, rest = max(said, t), rest[n:]
	}
	if said == toneNeutral {
		return toneNone // a name alone, or 「的」, says nothing
	}
	return said
}

// piece returns the length and the tone of the longest piece of courtesy that a
// text begins with; the length is 0 if there is none.
func (c *courtesy) piece(s string) (n int, t tone) {
	n = min(len(s), pieceMax)
	for n > 0 && c.tones[s[:n]] == toneNone {
		n--
	}
	if p := len(praise.FindString(s)); p > n {
		return p, toneNoted
	}
	return n, c.tones[s[:n]]
}

// praise is said in too many ways to list.
var praise = regexp.MustCompile(`^(老师|今天|今晚|这节课|这堂课|这场|课程|内容|直播|分享|真的|您|你)*(讲|说|分享|总结|准备)?[的得]?[真太很超好挺]*` +
	`((讲|说|分享|总结|准备)[的得][真太很超好挺非常特别]*(好|棒|赞|细|清楚|清晰|透彻|详细|仔细|到位|精彩|明白|实用|易懂|专业|用心|不错)|` +
	`有(收获|帮助|启发|道理|水平)|收获(很大|很多|满满|多多|颇丰|良多)|受益(匪浅|良多|很多)|干货(满满|很多|好多)|(满满|全是|都是)的?干货|` +
	`(学|涨)(到|了|很多|不少|好多|东西|知识)+|受教|长见识|精彩|专业|用心)`)

// wanting matches a question or a complaint, which a mere remark does not have.
var wanting = regexp.MustCompile(`[吗么呢]|什么|怎么|咋|哪|几|谁|多少|啥|能不能|可不可以|可以|有没有|是不是|请|帮|给我|发我|麻烦|想|要|求|` +
	`没|不|失效|过期|坏|卡|退|投诉|催|急|但|可是`)

// news matches what a remark may say besides its thanks: that something arrived or
// worked, or what its sender does next. No moderator has to look at it.
var news = regexp.MustCompile(`(资料|链接|文件|课程|课件|回放|消息|通知|提醒|书单|报告|东西)?(我|们|都|已经|已)*` +
	`(收到|看到|看完|听完|听到|领到|领取|拿到|下载|保存|转存|存好|打开|报上|报好|报名|签到|签上|进来|进去|进群|加上|找到|解决)(成功|好|完|名)?[了啦咯]|` +
	`我?先?(下|撤|走|睡|忙|去忙|休息)[了啦]|我?(会|一定)*[准按]时(参加|到|来|收看|听课?)|我?就?等着?(通知|消息|开课|回复)[了吧]?|` +
	`我?再?(看看|试试|想想|研究|考虑)`)

// remark reports whether a text thanks and asks for nothing: 资料收到了 谢谢. If
// anything is left beside thanks, praise and news, somebody has to read it (ruling
// 13).
func (c *courtesy) remark(said, folded string) bool {
	if !c.thanking(folded) {
		return false // the usual case, and looking for news is slow
	}
	return !strings.ContainsAny(said, "?？") && c.tone(news.ReplaceAllString(folded, "好的")) == toneThanks
}

// thanking reports whether a text contains a word of thanks.
func (c *courtesy) thanking(folded string) bool {
	for word, t := range c.tones {
		if t == toneThanks && strings.Contains(folded, word) {
			return true
		}
	}
	return false
}

// laughter reports whether a text is one character over and over: 哈哈, 666.
func laughter(s string) bool {
	first, _ := utf8.DecodeRuneInString(s)
	if !strings.ContainsRune("哈嘿呵嘻6嗯哦额啊w", first) || s == "6" {
		return false
	}
	return strings.Trim(s, string(first)) == "" && len(s) > utf8.RuneLen(first)
}
