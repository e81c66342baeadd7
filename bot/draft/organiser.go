package draft

import (
	"strings"

	regexp "zhujiao/bot/lazyregexp"
)

const orgEnd = `(?:医院|医学院|门诊部|内科|外科|科室|图书馆|博物馆|美术馆|科技馆|文化馆|档案馆|纪念馆|展览馆|书店|书院|书房|书社|公司|集团|学校|中学|小学|大学|幼儿园|学院|学堂|中心|委员会|协会|学会|研究会|研究院|研究所|联盟|商会|联合会|基金会|俱乐部|社区|工会|业委会|居委会|街道办|党委|团委|学生会|教务处|秘书处|工作室|工作坊|实验室|培训|教育|课堂|科技|软件|平台|出版社|杂志社|编辑部|读书会|公益|银行|证券|律所|事务所|咖啡馆|手作|摄影|瑜伽|健身|花店|茶馆|艺术空间|书局|天文社|诗社|剧社|文学社|社团|社)`

var (
	// hostInvites is who invites a speaker: 应外国语学院邀请.
	hostInvites = regexp.MustCompile(`应\s*([\p{Han}A-Za-z0-9&· ]{2,24}?)\s*(?:的)?(?:诚挚|热情)?邀请`)
	// hostActs is an organisation that holds the class, in a sentence: …于4月举办, 这次开一堂直播课.
	hostActs = regexp.MustCompile(`(?:^|[，,。！!；;：:]|这次|此次|本次|今年|由)\s*([\p{Han}A-Za-z0-9&·]{0,18}` + orgEnd + `)\s*(?:联合[^，。]{2,16})?(?:于[^，。]{2,20}?|将|拟|计划|定于[^，。]{1,12}?|在[^，。]{2,20}?|为[^，。]{2,12}?|这次|这回|此次|特地?|决定|准备|要|又)*(?:举办|主办|举行|召开|组织|开展|推出|开设|开(?:了|出)?一[堂场节次]|办(?:了)?一[堂场次]|把大家|请来了?|请到了?|邀请|邀您|邀你|约(?:大家|你|上)|请(?:[\p{Han}]{2,4}(?:老师|教授|博士|医生|律师)))`)
	// hostOf is the organisation that somebody works for: 我是云溪区图书馆少儿部的小孟.
	hostOf = regexp.MustCompile(`我(?:是|们是|来自)\s*([\p{Han}A-Za-z0-9&·]{0,14}?` + orgEnd + `)(?:[\p{Han}]{0,5}[部处组科室])?的?`)
	// hostAlone says that the lecturer holds the class without anybody else.
	hostAlone = regexp.MustCompile(`没有(?:任何)?(?:机构|公司|组织|主办方|赞助)|(?:主办|组织|发起)的?[^，。]{0,6}(?:就|只有)?是?我(?:一个人|自己|本人)|个人(?:发起|主办|公益)`)
	// hostEnds is an organisation at the end of the article, alone or with the date.
	hostEnds = regexp.MustCompile(`^([\p{Han}A-Za-z0-9（）()&· ]{0,20}` + orgEnd + `)\s*(?:(?:20\d\d\s*[-./年]\s*)?\d{1,2}\s*[-./月]\s*\d{1,2}\s*日?)?$`)
	// hostRegards is what stands above the signature of a mail.
	hostRegards = regexp.MustCompile(`(?i)^(?:(?:kind|best|warm|with best) (?:regards|wishes)|regards|cheers|best|sincerely|yours(?: sincerely| truly)?|see you there|此致|敬礼|祝好|顺颂.{2,4})[,，！!。.]?$`)
	orgName     = regexp.MustCompile(`^[\p{Han}A-Za-z0-9&＆·. ]{0,20}` + orgEnd + `$`)
	ofPage      = regexp.MustCompile(`\s*[|｜丨_]\s*|\s+[-–—]\s+`)
	// ofSeries is an organisation before the number of its event: 星野天文社第12期.
	ofSeries = regexp.MustCompile(`^([\p{Han}A-Za-z0-9&·]{1,12}` + orgEnd + `)\s*(?:·\s*)?第\s*[\d一二三四五六七八九十]+\s*[期讲场回]`)
)

// actingHost is an organisation that a sentence says holds the class, or speaks for.
func actingHost(r *reader) (name, source string) {
	for _, p := range []*regexp.Regexp{hostActs, hostOf} {
		for _, s := range relevant(r) {
			if s.line.topic.in(aboutTeacher, aboutAudience, aboutPacks, aboutPoints) {
				continue
			}
			if m := p.FindStringSubmatch(s.text); m != nil && (!notHost.MatchString(m[1]) || brand.MatchString(m[1]) && !anyTraining.MatchString(m[1])) && !selfName.MatchString(m[1]) {
				return m[1], s.raw
			}
		}
	}
	return "", ""
}

var (
	// brand is the name of somebody who trains: 启明财税培训.
	brand       = regexp.MustCompile(`^[\p{Han}]{4,8}培训$`)
	anyTraining = regexp.MustCompile(`线[上下]|本次|免费|内部|专业|新员?工?|公益|企业|岗前|员工|专题|技能|业务|职业|系列|集中|专项`)
)

// selfName is how an organisation speaks of itself without its name.
var selfName = regexp.MustCompile(`^(?:本|我|我们|该|这[个家]|那[个家]|一家|某|各|其他|线下|线上|公益|在线|免费)`)

// signedHost is who signs the article.
func signedHost(r *reader) (name, source string) {
	if r.front.sender != "" {
		return r.front.sender, r.front.sender
	}
	for i := max(0, len(r.lines)-12); i < len(r.lines); i++ {
		n := &r.lines[i]
		if hostRegards.MatchString(n.text) {
			for j := min(i+3, len(r.lines)-1); j > i; j-- {
				if v := mailTeam.ReplaceAllString(r.lines[j].text, ""); !strings.ContainsAny(v, ".@:：") && (v != r.lines[j].text || orgName.MatchString(v)) {
					return v, r.lines[j].raw
				}
			}
		}
		if m := hostEnds.FindStringSubmatch(n.text); m != nil && n.kind == paragraph && !n.own && !notHost.MatchString(m[1]) && runes(m[1]) > 2 && i > 3 {
			return m[1], n.raw
		}
	}
	return "", ""
}

// letterhead is an organisation above the headline, or behind it.
func letterhead(r *reader) (name, source string) {
	for i := range min(len(r.lines), 3) {
		if m := ofSeries.FindStringSubmatch(undecorated(r.lines[i].text)); m != nil && !r.lines[i].own && !notHost.MatchString(m[1]) {
			return m[1], r.lines[i].raw
		}
		parts := ofPage.Split(undecorated(r.lines[i].text), 4)
		if len(parts) < 2 || r.lines[i].own {
			continue
		}
		for _, p := range parts {
			p = trimSigns(p)
			if orgName.MatchString(p) && runes(p) <= 18 && !notHost.MatchString(p) && !isGeneral(p) && (strings.Count(r.whole(), p) > 1 || i == 0 && p == trimSigns(parts[0])) {
				return p, r.lines[i].raw
			}
		}
	}
	return "", ""
}

// whole is the text of the article.
func (r *reader) whole() string {
	if r.all != "" {
		return r.all
	}
	var b strings.Builder
	for i := range r.lines {
		b.WriteString(r.lines[i].text + "\n")
	}
	r.all = b.String()
	return r.all
}

// loneHost is the lecturer, if the article says that nobody else holds the class.
func loneHost(r *reader) (name, source string) {
	for _, s := range relevant(r) {
		if hostAlone.MatchString(s.text) {
			if m := calledMe.FindStringSubmatch(r.whole()); m != nil {
				return m[1], s.raw
			}
		}
	}
	return "", ""
}

// calledMe is how somebody names themselves.
var calledMe = regexp.MustCompile(`我叫\s*([\p{Han}]{2,4})[，,。！、]`)
