package draft

import (
	"strings"

	regexp "zhujiao/bot/lazyregexp"
)

var (
	hostSaid  = regexp.MustCompile(`(?:^|[，,。！!；;：:\s）)】日半点晚由])([\p{Han}A-Za-z0-9&·×xX＆ +「」“”]{2,28}?)(?:联合|共同|携手|特别|正式|诚挚|荣幸|重磅|特)?(?:诚邀|敬邀|特邀|邀请了?|举办|主办|推出|邀约|请来|请到|发起|特约|联合呈现|出品|组织)`)
	hostDash  = regexp.MustCompile(`^[—–]{1,3}\s*([\p{Han}A-Za-z0-9&· ]{3,16}?)(?:[，, ]+20\d\d.*)?$`)
	hostSign  = regexp.MustCompile(`^(?:[—–-]+\s*)?([\p{Han}A-Za-z0-9&· ]{2,20}?)\s*(?:出品|主办|呈现|荣誉出品|倾情呈现)(?:\s*20\d\d.{4,10})?$`)
	hostPlans = regexp.MustCompile(`(?:^|[，,。！!；;）)])([\p{Han}A-Za-z0-9&·]{3,24}?)(?:兹?定于|拟于|将于|计划于)|(?:^|[，,。！!；;）)])([\p{Han}A-Za-z0-9&·]{2,14}?)在[^，。]{2,20}(?:组织|举办|开展)`)
	hostStaff = regexp.MustCompile(`我是([\p{Han}A-Za-z0-9]{2,14}?)的?(?:班主任|助教|小助手|小编|运营|客服|负责人)`)
	hostLatin = regexp.MustCompile(`^(?i:the )?([A-Z][A-Za-z0-9&'’ .]{1,40}?) (?:is (?:happy|pleased|delighted|proud)|has invited|have invited|has asked|invites|is hosting|hosts|presents|is running|welcomes|brings you|is organi[sz]ing|would like to invite|is holding|is putting on)\b`)
	// hostOfLatin is a part of an organisation: hosted by the Platform Guild at Larkspur Systems.
	hostOfLatin = regexp.MustCompile(`(?i:hosted|organi[sz]ed|presented|run) (?i:by) (?i:the )?([A-Z][\w&'’]*(?: [A-Z][\w&'’]*){0,3} (?:at|of) [A-Z][\w&'’]*(?: [A-Z][\w&'’]*){0,3})`)
	hostBy      = regexp.MustCompile(`由([\p{Han}A-Za-z0-9&·×＆ +「」“”、和]{2,30}?)(?:联合|共同|一起|一同|携手)?(?:主办|举办|合办|发起|出品|承办|组织|办(?:的|，|。|$))|(?i:hosted|organi[sz]ed|presented|brought to you|class|webinar|workshop|meetup|seminar|event) (?i:by) (?i:the )?([A-Z][A-Za-z0-9&'’ .]{1,40}?)(?:\.|,|$| on | at | in | and is)`)
	notHost     = regexp.MustCompile(`会发|链接|客服|我们|^咱|(?:体验|入门|基础|系列)课$|^本(?:中心|馆|院|校|店|社|公司|机构|次)$|(?:教授|老师|博士|先生|女士)|(?:茶会|云课堂|讲堂|大讲堂|夜话|讲座|公开课|培训|活动|沙龙|直播|课程|分享会|工作坊|论坛|峰会)$|^(?:我们|本次|这次|此次|本期|这场|这期|小编|今晚|今天|明晚|为此|因此|所以|特别|直播间?|公开课|课程|活动|一起|还|也|为了|他|她|老师|同学|大家|欢迎|诚挚|诚邀|每周|每月|定期|本周.*|周[一二三四五六日].*|下周.*|以及|同时|并|现|现场|将|会|曾.*|多次|多年|已|共|先后|成功|累计|和|与|对|请|点击|专业|独家|另外|如果|可以|可|再|我|你|们|他们|老|受)$|曾|多次|\d+(?:场|期|年|月|日)|^(?:共|已|还|将|会|为)|好友|朋友|同学|转发`)
)

// host takes who organises the class: what a label says, else the best of what else names
// somebody.
func (r *reader) host() {
	for i := range r.lines {
		n := &r.lines[i]
		below := i > 0 && n.kind != heading && n.section == i-1 && runes(n.text) <= 40
		if n.topic == aboutHost && (n.own && runes(n.value) <= 60 || below) && len(days(n.value)) == 0 {
			r.fact(FieldHost, hostName(n.value), n.raw)
			return
		}
	}
	if name, source := bestHost(r); name != "" {
		r.fact(FieldHost, hostName(name), source)
		return
	}
	if name, source := loneHost(r); name != "" {
		r.fact(FieldHost, hostName(name), source)
		return
	}
	for _, s := range relevant(r) {
		if m := hostStaff.FindStringSubmatch(s.text); m != nil && !notHost.MatchString(m[1]) {
			r.fact(FieldHost, hostName(m[1]), s.raw)
			return
		}
	}
}

var (
	bareDate  = regexp.MustCompile(`^(?:20\d\d|二〇\S{2})\s*[-./年]\s*\S{1,3}\s*[-./月]\s*\S{1,3}\s*日?$`)
	signature = regexp.MustCompile(`^[\p{Han}A-Za-z0-9（）() ]{3,24}(?:服务站|推广站|工作站|协会|学会|公司|学校|中学|小学|大学|幼儿园|学院|中心|委员会|研究会|联盟|图书馆|医院|社|部|处|局|馆|工会|俱乐部|社区|商会|书院|工作室)$`)
)

// hostIn is the organiser that a sentence names; "" for none.
func hostIn(s sentence) string {
	if m := hostSign.FindStringSubmatch(undecorated(s.text)); m != nil && !notHost.MatchString(m[1]) {
		return m[1]
	}
	if m := hostInvites.FindStringSubmatch(s.text); m != nil && !notHost.MatchString(m[1]) {
		return m[1]
	}
	if m := hostDash.FindStringSubmatch(s.text); m != nil && !ofStaff.MatchString(m[1]) && !notHost.MatchString(m[1]) && !eventEnd.MatchString(m[1]) {
		return m[1]
	}
	if s.line.topic == aboutTeacher || s.line.kind == item && s.line.topic.in(aboutAudience, aboutPoints) {
		return ""
	}
	if m := hostOfLatin.FindStringSubmatch(s.text); m != nil {
		return m[1]
	}
	for _, p := range []*regexp.Regexp{hostPlans, hostBy, hostLatin} {
		if m := p.FindStringSubmatch(s.text); m != nil && !notHost.MatchString(strings.TrimSpace(strings.Join(m[1:], ""))) {
			return strings.Join(m[1:], "")
		}
	}
	for _, m := range hostSaid.FindAllStringSubmatch(strings.NewReplacer("邀请函", "", "发起人", "", "组织者", "", "推出品", "").Replace(s.text), 6) {
		if name := hostName(m[1]); !notHost.MatchString(name) && runes(name) >= 2 && runes(name) <= 24 {
			return name
		}
	}
	return ""
}

// ofStaff is somebody who signs for an organisation.
var ofStaff = regexp.MustCompile(`^(?:馆员|店长|店主|班主任|小编|同工|秘书|助教|客服|老师|管理员|值班)`)

var hostEnd = regexp.MustCompile(`[|｜丨]|\s*[，,；;]?\s*(?:协办|承办|支持|指导|合作)(?:单位|方|机构)?\s*[：:]`)

var ampersand = regexp.MustCompile(`\s*[&＆]\s*`)

// hostName writes the name of an organiser.
func hostName(s string) string {
	if m := hostEnd.FindStringIndex(s); m != nil && m[0] > 0 {
		s = s[:m[0]]
	}
	s = trimSigns(unframed(strings.TrimSpace(s)))
	for _, p := range []string{"由", "应", "本次活动由", "本次公开课由"} {
		s = strings.TrimPrefix(s, p)
	}
	s = strings.TrimSpace(strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(s, "主办"), "联合"), "共同"))
	return ampersand.ReplaceAllString(s, " & ")
}
