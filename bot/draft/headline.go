package draft

import (
	"strings"

	regexp "zhujiao/bot/lazyregexp"
)

var (
	// ofCategory is the title of a page that names the kind of the page instead of the class.
	ofCategory = regexp.MustCompile(`^(?:讲座信息|讲座|活动信息|新闻中心|通知|培训通知|教育活动|公开课|直播|预告|通知公告|活动公告|公告|通知|新闻动态|新闻|活动|活动详情|活动预告|讲座预告|首页|详情|文章|资讯|(?i:events?|news|home|announcements?))\s*(?:[-–—|｜_丨].*)?$`)
	// namedSo says in a sentence how the class is called: 起了个名字，叫《…》, 这回就讲《…》.
	namedSo = regexp.MustCompile(`(?:给|为|跟|和)(?:大家|你们?|您|我们|各位)[^，。《]{0,4}(?:讲|聊|谈|分享|带来)[^《「“，。]{0,4}[《「“]([^《》「」“”]{4,40})[》」”]|把\s*[《「“]([^《》「」“”]{3,40})[》」”]\s*(?:一次|一口气|彻底)?(?:说|讲|聊|谈)(?:清楚|明白|透|一[说讲聊谈]|说|讲)|(?:讲讲|聊聊|谈谈|说说|开讲|来讲|就讲|主讲|唠唠)\s*[《「“]([^《》「」“”]{4,40})[》」”](?:$|[，。！])|(?:课|讲座|直播|沙龙|活动|分享|工作坊|场)[^，。]{0,4}[，,]?\s*(?:就|名字)?(?:叫做?|取名|起名|命名为|名叫|暂名)\s*[《「“]([^《》「」“”]{3,40})[》」”]|(?:名字|题目|主题|讲题|课题|议题|名)[，,]?\s*(?:就)?(?:叫做?|是|为|定为)\s*[《「“]([^《》「」“”]{3,40})[》」”]|(?:这|本|此)[回次期场晚][^，。《]{0,4}(?:讲|教|聊|谈|分享|说|带来|的主题是|的题目是)(?:的是|一讲|一聊)?\s*[《「“]([^《》「」“”]{3,40})[》」”]|(?:题为|名为|题目为|以)\s*[《「“]([^《》「」“”]{3,40})[》」”]\s*(?:为题|为主题|的(?:专题|主题|公益|线上|线下)?(?:讲座|直播|公开课|分享会?|沙龙|课程|报告|讲演|工作坊))`)
	// notNamedSo is what is given, not held.
	notNamedSo = regexp.MustCompile(`领取|赠|送|下载|资料|礼包`)
)

// titleNamedSo takes the name that a sentence gives the class.
func titleNamedSo(r *reader) bool {
	for _, s := range relevant(r) {
		if s.line.topic.in(aboutPacks, aboutTeacher, aboutPoints, aboutAudience) {
			continue
		}
		m := namedSo.FindStringSubmatchIndex(s.text)
		if m == nil || notNamedSo.MatchString(clause(s.text, m[0], m[1])) {
			continue
		}
		r.fact(FieldTitle, joinGroups(s.text, m), s.raw)
		return true
	}
	for i := range min(len(r.lines), 12) {
		n := &r.lines[i]
		if framedTitle(n.text) && n.topic == noTopic && (i < 5 || n.bold) {
			r.fact(FieldTitle, unframed(undecorated(n.text)), n.raw)
			return true
		}
		if m := framedFirst.FindStringSubmatch(n.text); m != nil && i < 5 && len(days(m[2])) > 0 {
			r.fact(FieldTitle, m[1], n.raw)
			return true
		}
	}
	return false
}

// joinGroups joins the groups of a match, of which one has words.
func joinGroups(s string, m []int) (out string) {
	for i := 1; i < len(m)/2; i++ {
		out += group(s, m, i)
	}
	return out
}

// framedFirst is a title in a frame with what follows in the same line.
var framedFirst = regexp.MustCompile(`^[^\p{Han}《「“]{0,4}[《「“]([^《》「」“”]{3,40})[》」”](.{4,40})`)

// framedTitle reports a line that is nothing but a title in a frame.
func framedTitle(s string) bool {
	s = undecorated(s)
	return strings.HasPrefix(s, "《") && strings.HasSuffix(s, "》") && strings.Count(s, "《") == 1 && runes(s) >= 6 && runes(s) <= 60
}

// firstHeading is the first heading of the page if it names a class; -1 for none.
func firstHeading(r *reader) int {
	for i := range min(len(r.lines), 10) {
		n := &r.lines[i]
		if n.kind != heading || n.depth == 0 {
			continue
		}
		if n.depth > 2 || headingTopic(n.text) != noTopic && labelTopic(n.text) != noTopic || runes(n.text) < 6 || isGeneral(n.text) {
			return -1
		}
		return i
	}
	return -1
}
