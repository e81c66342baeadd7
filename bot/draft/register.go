package draft

import (
	"slices"
	"strings"

	regexp "zhujiao/bot/lazyregexp"
)

// signup takes the ways to register.
func (r *reader) signup() {
	for _, s := range relevant(r) {
		if !speaksOfSignup(s) {
			continue
		}
		known := len(r.out.All(FieldSignupWay)) > 0
		if known && (contactOnly.MatchString(s.text) || s.line.topic == aboutSignup && notSignup.MatchString(s.text)) {
			continue
		}
		for _, way := range withLink(s, signupWays(s.text)) {
			if way == "other" && !s.line.own && givesPack(r, s.raw) {
				continue // how the pack comes
			}
			r.fact(FieldSignupWay, way, s.raw)
		}
	}
}

// asideWay drops a way that only a sentence about paying or the like says, if others are said
// plainly.
func asideWay(r *reader) {
	if len(r.out.All(FieldSignupWay)) < 2 {
		return
	}
	r.out.Facts = slices.DeleteFunc(r.out.Facts, func(f Fact) bool {
		return f.Field == FieldSignupWay && f.Value == "other" && payingOnly.MatchString(f.Source)
	})
}

// payingOnly says how to pay and not how to register.
var payingOnly = regexp.MustCompile(`^[^报预登约接]*(?:转给|转账|付给|交给前台)[^报预登约接]*$`)

// wordToAccount is a word that is sent to the account.
var wordToAccount = regexp.MustCompile(`(?:公众号|后台)[^，。]{0,16}回复`)

// speaksOfSignup reports a sentence that may say how to register.
func speaksOfSignup(s sentence) bool {
	n := s.line
	switch {
	case n.topic == aboutPacks && strings.Contains(s.text, "报名链接"):
		return true
	case n.topic.in(aboutTeacher, aboutAudience, aboutPacks, aboutGroup, aboutNotes, aboutTitle, aboutHost, aboutTime, aboutAgenda), n.topic == aboutPoints && n.kind == item:
		return false
	case n.topic == aboutPlace && n.own && !strings.Contains(s.text, "即可预约") && !strings.Contains(s.text, "即可报名"), forbidden.MatchString(s.text):
		return false
	case n.kind == heading && !strings.Contains(s.text, "扫码"), mailAlone.MatchString(s.text) && contactOnly.MatchString(n.text):
		return false
	case n.topic == aboutSignup:
		return true
	case wordToAccount.MatchString(s.text) && replyWay.MatchString(s.text) && !giving.MatchString(s.text) && !notSignup.MatchString(s.text):
		return true
	case !signWord.MatchString(s.text) && !replyMail.MatchString(s.text):
		return false
	}
	return !notSignup.MatchString(s.text) || strings.Contains(s.text, "报名") || signLatin.MatchString(s.text)
}

// givesPack reports a sentence that a pack rests on.
func givesPack(r *reader, raw string) bool {
	return slices.ContainsFunc(r.out.All(FieldPack), func(f Fact) bool { return f.Source == raw })
}

// mailAlone is a sentence that is nothing but an address.
var mailAlone = regexp.MustCompile(`^\S+@\S+$`)

// withLink adds the link on which a sentence is, which then is the form that it speaks of.
func withLink(s sentence, ways []string) []string {
	if !linked(s) || slices.Contains(ways, "link") || slices.Contains(ways, "keyword") {
		return ways
	}
	ways = slices.DeleteFunc(ways, func(way string) bool { return way == "other" && !orElse.MatchString(s.text) })
	return append(ways, "link")
}

var signLatin = regexp.MustCompile(`(?i)\b(?:register|sign ?up|rsvp)\b`)

func signupWays(s string) (out []string) {
	if notNeeded.MatchString(s) {
		return []string{"other"}
	}
	s = sentToYou.ReplaceAllString(noNeed.ReplaceAllString(afterwards.ReplaceAllString(s, ""), ""), "")
	if qrWay.MatchString(s) {
		out = append(out, "qr")
	}
	if replyWay.MatchString(s) && !qrThenReply.MatchString(s) {
		out = append(out, "keyword")
	}
	if linkWay.MatchString(s) && (!slices.Contains(out, "keyword") || !linkSent.MatchString(s)) && (!qrWay.MatchString(s) || !strings.Contains(s, "点击下方二维码")) {
		out = append(out, "link")
	}
	out = ofCode(s, out)
	if replyMail.MatchString(s) && !slices.Contains(out, "keyword") {
		return append(out, "other")
	}
	if privately.MatchString(s) {
		return append(slices.DeleteFunc(out, func(way string) bool { return way == "keyword" }), "other")
	}
	if slices.Contains(out, "link") {
		s = formItself.ReplaceAllString(s, "")
	}
	if otherWay.MatchString(s) && (len(out) == 0 || !otherAside.MatchString(s) && orElse.MatchString(s) || otherClause(s)) || phoneSaid.MatchString(s) && len(out) == 0 {
		out = append(out, "other")
	}
	return out
}

// formItself is the form to which a link leads.
var formItself = regexp.MustCompile(`填写?(?:报名|登记)?表单?|填写(?:问卷|下方)`)

// notNeeded begins a sentence that says that nobody has to register, whatever follows.
var notNeeded = regexp.MustCompile(`^(?:不用|无需|不需要|无须|不必)(?:提前)?(?:报名|预约|登记)，[^。]{0,14}(?:只是|为了提醒|到点喊)`)

// otherClause reports a further clause that offers another way: …，或打电话….
func otherClause(s string) bool {
	parts := clauseEnd.Split(s, 12)
	return slices.ContainsFunc(parts[1:], func(p string) bool {
		return orElse.MatchString(p) && otherWay.MatchString(p) && !otherAside.MatchString(p)
	})
}

// ofCode drops what belongs to a code: the button behind it, or the code if it leads to a group.
func ofCode(s string, ways []string) []string {
	if slices.Contains(ways, "qr") && !orElse.MatchString(s) && !plainLink.MatchString(s) {
		ways = slices.DeleteFunc(ways, func(way string) bool { return way == "link" })
	}
	if len(ways) > 1 && qrForGroup.MatchString(s) {
		ways = slices.DeleteFunc(ways, func(way string) bool { return way == "qr" })
	}
	return ways
}

// plainLink is a link that needs no code.
var plainLink = regexp.MustCompile(`://|链接|原文`)

// noNeed says what need not be done.
var noNeed = regexp.MustCompile(`(?:不用|无需|不必)(?:再)?(?:找|加|联系)[^，。；]{0,8}`)

// linkSent is a link that comes as the reply to a word.
var linkSent = regexp.MustCompile(`(?:获取|领取|得到|收到|自动(?:弹出|发送|回复)|发你|发给你)[^，。]{0,6}链接|链接[^，。]{0,4}(?:会|就)?(?:自动)?(?:弹出|发你|发给你|发到)`)

// afterwards is what somebody does who has registered.
var afterwards = regexp.MustCompile(`(?:报名|付款|预约|支付|登记)(?:成功)?(?:后|之后|完成后)[^。；！]*(?:助教|客服|班主任|群|小助手)[^。；！]*`)

// replyMail is a mail that somebody is to answer or to write.
var replyMail = regexp.MustCompile(`(?i)\breply(?:ing)?\b[^.]{0,24}\bto this (?:e-?mail|message|mail)|\b(?:just )?e-?mail \S+@|\bdrop us a (?:line|mail)|直接回复(?:本|此|这封)邮件|回复(?:本|此|这封)邮件|发邮件(?:到|至|给)`)

// privately is a message to a person, whatever word it is to hold.
var privately = regexp.MustCompile(`(?:^|[^会将来去]\s*)私信(?:我|小编|群主|店主|老师|客服|店长|馆长)?`)

// qrForGroup is a code that leads to a group or to material.
var qrForGroup = regexp.MustCompile(`[入进加]群二维码|群二维码|(?:扫码|扫描|二维码)[^，。]{0,10}(?:进群|入群|加群|加入[^，。]{0,10}群|领取|获取)`)

// orElse joins two ways of which one is enough.
var orElse = regexp.MustCompile(`或|亦可|也可|也行|\bor\b`)

// contactOnly is whom to ask, not how to register.
var contactOnly = regexp.MustCompile(`^[^，。]{0,6}(?:电话|热线)\s*[：:]?\s*[\d（(]|不用[^，。]{0,3}找|联系人|联系方式|联系电话|咨询|(?i)\bcontact\b|questions`)

// qrThenReply is a code behind which something is said to somebody.
var qrThenReply = regexp.MustCompile(`(?:二维码|扫码|扫描|长按|识别)[^。]{0,16}(?:添加|加)[^。]{0,16}(?:回复|发送|备注)`)

// otherAside is what is done on the way of another way.
var otherAside = regexp.MustCompile(`扫码(?:填|添加|加)|扫描[^，。]{0,12}(?:添加|填)|二维码[^。]{0,10}(?:填写|添加|加)|点击[^，。]{0,12}填写|(?:添加|加)[^，。]{0,14}(?:回复|发送)|直接`)
