package draft

import (
	"strings"

	regexp "zhujiao/bot/lazyregexp"
)

const (
	// platforms are where classes are shown.
	platforms = `(?:(?:微信)?视频号|B站|哔哩哔哩|抖音号?|快手号?|小红书号?|微博号?|公众号直播|喜马拉雅|荔枝|小宇宙|Keep|蜻蜓FM|企业微信直播|小鹅通|腾讯会议|腾讯课堂|飞书会议|飞书|钉钉|企业微信|微赞|知乎|淘宝直播|百度直播|微信直播|学习强国|千聊|荔枝微课|目睹直播|Teams|(?i:zoom(?: webinar)?|classin|cctalk|microsoft teams|google meet|youtube(?: live)?|voov(?: meeting)?|webex|zoom webinar|discord|tencent meeting|wechat channels))`
	// account is a name in a frame.
	account = `(?:[「“《『"][^「」“”《》『』【】"，。]{2,20}[」”》』"]|@[\p{Han}A-Za-z0-9_]{2,16})`
	roomOf  = `(?:直播间|直播|会议室|会议|频道|房间|课堂)`
)

var (
	// venue is a platform with its account, its room and its number, in any order.
	venue = regexp.MustCompile(`(?:(?i:online)\s*[(（,，:–-]?\s*)?(?:` + account + `\s*的?\s*)?` + platforms + `\s*(?:` + roomOf + `)?\s*(?:（?\s*` + account + `\s*）?)?\s*(?:` + roomOf + `)?(?:\s*[（(]?\s*(?:会议号|会议ID|房间号|直播间号|ID|(?i:meeting id))?\s*[：:]?\s*\d{3}[ -]?\d{3}[ -]?\d{3,5})?|` + account + `\s*(?:官方)?直播间|[\p{Han}A-Za-z]{2,8}(?i:app)\s*(?:内)?直播间`)
	// venueNot is a platform that is no place of the class.
	venueNot = regexp.MustCompile(`不同步|不播|店铺|商家|卖家|第一家|关注|粉丝|博主|[Uu][Pp]\s*主|作者|主理人|运营|回放|录播|转发|领取|抽奖|曾|讲过|做过|上线过|发布过|搜索我|(?:加|添加)[^，。]{0,6}企业微信|企业微信群|咨询|联系|同步到|(?i)recording|replay|follow us|slides`)
	// venueCue says that something takes place.
	venueCue = regexp.MustCompile(`直接进|到点进|请看|[在于]|通过|用|锁定|进入|走进|来|观看|收看|直播|上课|见面|开讲|同步|线上|见|参加|地点|平台|(?i)\b(?:on|via|over|using|in|join)\b`)
	// venueSign is an emoji of a screen.
	venueSign = regexp.MustCompile(`^[💻📱🖥📺🎥📡🔴▶]`)
	// venueAside is what is said behind the place in the same value.
	venueAside = regexp.MustCompile(`\s*[，,；]\s*(?:家长可|校外|其他人|雨天|如遇|若遇|报名|短信|请|提前|需|可|会议号|会议|链接|密码|入场|地铁|公交|停车|凭|老师|不|开课|课前|到时|届时|进门|门口|电梯|导航|楼下|乘|坐|近|离|（).*$|(?:\.|;)\s+\S.*$`)
)

// signLong is how many bytes a sign at the beginning of a line takes, with its space.
const signLong = 5

// venueIn finds the platform on which a sentence says that the class is shown; "" for none.
func venueIn(s sentence) string {
	for _, m := range venue.FindAllStringIndex(s.text, 4) {
		around := clause(s.text, m[0], m[1])
		v := tidyVenue(s.text[m[0]:m[1]])
		if venueNot.MatchString(strings.Replace(around, v, "", 1)) || replyWay.MatchString(around) {
			continue
		}
		sure := venueSign.MatchString(s.line.text) || m[0] <= signLong && s.at > 1 || strings.HasSuffix(v, "直播") && trimSigns(around) == v || len(clocks(s.text, false)) > 0 || s.line.topic.in(aboutTime, aboutPlace)
		if sure || venueCue.MatchString(strings.Replace(around, v, "", 1)) {
			return v
		}
	}
	return ""
}

// tidyVenue drops a frame that is open at one side.
func tidyVenue(v string) string {
	v = strings.TrimSpace(v)
	if strings.Count(v, "（") > strings.Count(v, "）") {
		if i := strings.LastIndex(v, "（"); strings.ContainsAny(v[i:], "0123456789「“") {
			return strings.TrimSpace(v) + "）"
		}
	}
	if strings.Count(v, "(") > strings.Count(v, ")") {
		v += ")"
	}
	return strings.TrimSpace(v)
}
