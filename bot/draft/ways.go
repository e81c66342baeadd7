package draft

import (
	"strings"

	regexp "zhujiao/bot/lazyregexp"
)

var (
	placeTold = regexp.MustCompile(`(?:直接进|到点进|在|于|通过|用|via|via the|锁定|进入|关注)\s*[「【“]?([^，。！!；;「」【】“”、在于]{0,16}?(?:腾讯会议|Zoom|zoom|ZOOM|钉钉|视频号|B站|哔哩哔哩|小鹅通|飞书会议|飞书|抖音|CCtalk|ClassIn|微信群|腾讯课堂|企业微信|快手|知乎|微赞|目睹直播|Teams|Google Meet|YouTube)(?:[「“【][^」”】]{1,20}[」”】])?[^，。！!；;「」【】“”]{0,10}?)[」】”]?(?:为大家|给大家|跟大家|与大家|和大家|为你|和你|进行|举行|举办|直播|开播|开讲|上课|准时|观看|收看|线上|，|。|！|!|（|\(|$)`)
	placeMeet = regexp.MustCompile(`(?:在|于)\s*([^，。！!；;在于]{2,40}?(?:路|街|号|楼|室|层|大厦|中心|咖啡馆?|书店|广场|酒店|学校|校区|教室|厅|堂|馆|园|店|码头|公园|草坪|石阶|台阶|院子|小屋|河边|湖边|操场|礼堂|院|吧|园区|空间|站|基地|剧场|间)(?:上|里|内|旁)?(?:[（(][^（()）]{2,20}[）)])?)\s*(?:见(?:面)?(?:$|，|。)|组织|举行|举办|办(?:了)?[一个场]|开(?:了)?[一个场]|召开|开讲|见面|进行|开展|上课|开课|等你|不见不散|，|。|！)`)
	// placeBy is an address that a sentence gives, with the name of the place before it.
	placeBy  = regexp.MustCompile(`(?:^|[，。：\s])((?:[^，。；（）]{2,16}[室馆店厅园院吧社楼]，)?(?:地址|地点|位置)(?:就)?(?:是|在|：)\s*[^，。；（）]{4,36})`)
	placeHan = regexp.MustCompile(`(?i)(?:\bon|\bvia|\bat|\bover|\busing)\s+((?:the )?(?:Zoom|Microsoft Teams|Teams|Google Meet|YouTube(?: Live)?|Tencent Meeting|VooV(?: Meeting)?|WeChat(?: Channels)?|Webex|Discord|LinkedIn Live))\b`)
	// placeRoom is a place in English whose name begins with a small letter.
	placeRoom = regexp.MustCompile(`\bmeet(?:ing)? (?:at|in|outside) (?:the )?([^.;!?·|]{4,80})|\b(?:at|in) the ((?:[a-z-]+ ){0,3}(?:room|hall|studio|garden|barn|basement|annexe|lounge|kitchen|classroom|auditorium)\b(?:[^.;!?:]{0,80}?))(?:[.;!?:]|,? and |$)`)
	placeAt   = regexp.MustCompile(`\b(?:at|in) ((?:the )?[A-Z][^.;!?]{2,90}?\b(?:Road|Rd|Street|Avenue|Building|Hall|Caf[eé]|Library|Cent(?:er|re)|Floor|Room|Studio|Campus|University|Hotel|Space|Hub)\b[^.;!?]{0,30}?)(?:[.;!?]|$)`)
	meetingID = regexp.MustCompile(`(?i)(?:会议号|会议ID|会议 id|meeting id|房间号|直播间号)\s*[：:]?\s*([\d\s-]{6,16}\d)`)

	groupSaid = regexp.MustCompile(`加入\p{Han}{1,4}群|群二维码|入?群码|进\p{Han}{0,4}群|(?:进|入|加入)\s*[「“『][^」”』]{1,16}[」”』]\s*群|(?:进|入|加入|拉进)\s*[「“『][^」”』]{1,16}群[」”』]|(?i:\b(?:signal|facebook|linkedin) group)|(?:交流|学习|听课|直播|公开课|课程|答疑|打卡|读者|粉丝|活动|报名|专属|微信|QQ|qq|钉钉|企业微信|班级|家长|社|同学|福利|资料|训练营|学员|助教|讨论)群|拉[^，。]{0,5}(?:小群|活动群|个群)|(?:活动|班级|学员)?小群|进群|入群|加群|拉群|拉你进|拉您进|群聊|群内|群里|建群|(?i)\b(?:wechat|whatsapp|telegram|slack|discord|chat|discussion|community|line) (?:group|channel|server)|\bgroup chat\b|join (?:our|the) (?:[a-z-]+ ){0,2}(?:group|community)`)
	groupNot  = regexp.MustCompile(`群里回|群里[^，。]{0,4}(?:问|说|讨论|聊|吐槽)|进群(?:听|看)|业主群|家长群|在[^，。]{0,8}群里?(?:开|直播|讲|语音)|各班[^，。]{0,4}群|(?:发到|发在|转到|发至)[^，。]{0,8}群|(?:在|从)班级群(?:里|内)?(?:下载|领|看|查)|群里的|本群|这个群|各群|群里?(?:直接)?(?:接龙|报名|回复)|(?:在|到)[^，。]{0,6}群(?:里|内)?[^，。]{0,4}接龙|不(?:再|会|用|单独|另外?)*(?:建|拉|设|开|组)(?:微信|活动|交流|学习)*群|不(?:单独|另外?|再)?(?:建|拉|设)(?:微信|活动|交流)*群|社群(?:运营|营销|增长|裂变|经济|团购|管理|搭建)|(?:不|没有|无|无需|不用|不设)(?:建|设|进|入|拉|加)?(?:微信|交流|学习)?群|(?i)\bno (?:wechat )?group`)
	groupNo   = regexp.MustCompile(`不[^，。；]{0,4}[建拉开设][^，。；]{0,4}群|(?i:\b(?:not|n't|no|without|neither)\b[^.;]{0,24}\bgroup\b)|不(?:设|建|拉|进|开)[^，。]{0,4}群|(?:没有|没)群(?:$|[！!，。])|不(?:再|会|单独|另外?)*(?:建|拉|设|开|组)(?:任何)?(?:微信|活动|交流|学习|小)*群|(?:不建|不单独建|不另外?建|不再拉|不拉|不设|没有|不拉|不再建|无)(?:微信|交流|学习|听课|社)*群|(?i)no (?:wechat |chat )?group`)

	qaBefore = regexp.MustCompile(`(\d{1,3}|[一二两三四五六七八九十]{1,3}|半)\s*(分钟|刻钟|个?小时|-?\s?min(?:ute)?s?)\s*(?:左右)?(?:的|of)?[^，。,;；\d（(]{0,34}?(?:答疑|问答|提问|互动|Q\s?&\s?A|q&a|questions|连麦|大家问|随便问|自由问|提问题|问问题|给(?:大家|你们|您|各位|听众|观众)问|[，,]?\s*(?:专门|专程|用来|用于|集中|现场|为大家)?(?:回答|解答)[^，。]{0,8}(?:问题|疑问|困惑)?)`)
	qaKept   = regexp.MustCompile(`(?:留|空|拿|结尾|最后|末尾|尾声)(?:出|下|有|还有|是|给[^，。]{1,6})?\s*(\d{1,3}|[一二两三四五六七八九十]{1,3}|半)\s*(分钟|刻钟|个?小时)[^。；]{0,16}(?:提问|问|答|互动|连麦)`)
	qaBehind = regexp.MustCompile(`(?:答疑|问答|Q\s?&\s?A|q&a|提问|互动|连麦|questions)[^。；;\d]{0,14}?[（(：:]?\s*(\d{1,3}|[一二两三四五六七八九十]{1,3}|半)\s*(分钟|个?小时|-?\s?min(?:ute)?s?)`)
	qaWord   = regexp.MustCompile(`答疑|回答|解答|给大家问|问答|提问|随便问|自由问|(?i)q\s?&\s?a|questions`)

	signWord  = regexp.MustCompile(`留位|报上|put your name down|替[你您]记|群里回|写名字|点进去|购课|付费|想看|申请|锁位|定金|付款|先付先得|购票|回执|接龙|登记|要来|想来|来的话|想听|要听|报名|预约|参加|参与|抢(?:占)?(?:名额|席位|座)|占(?:位|座|一?个(?:位|席位|座位))|入场|听课|观看直播|进入直播|加入|锁定席位|领取?(?:名额|席位|门票|听课)|购票|抢票|名额|(?i)\b(?:register|registration|sign ?up|rsvp|join|book|reserve|secure|seat|spot|(?:save|book|claim) your place)\b`)
	qrWay     = regexp.MustCompile(`扫码|扫描|扫一[扫下]|扫下|二维码|长按[^，。]{0,6}码|扫[^，。扫]{0,8}码|长按识别|识别图中|长按图片|小程序码|(?i)\bscan\b|\bqr code\b`)
	replyWay  = regexp.MustCompile(`(?:公众号|后台|客服号)[^，。]{0,4}发(?:送)?\s*[「“《](?:.{1,12}?)[」”》]|(?:回复|发送|输入|私聊(?:我|群主|店主)?发|私信|留言|后台发|回|评论区(?:打|扣))\s*(?:关键词|关键字|暗号|口令|数字)?\s*[：:]?\s*[「“"【'‘『《](.{1,12}?)[」”"】'’』》]|(?:回复|发送)(?:关键词|关键字|暗号)|(?:后台|公众号|对话框|聊天框)[^，。]{0,6}(?:回复|发送)|(?i)\breply (?:with )?["“']|\bsend (?:the )?(?:keyword|word)|\breply\b.{0,12}\bto (?:register|sign)`)
	linkWay   = regexp.MustCompile(`登录[^，。]{0,24}(?:填写|填报|报名|登记)|(?:预约|报名|购买|小程序)卡片|链接(?:就)?在|点[^，。]{0,6}小程序链接|#小程序|(?i:register (?:on|at|via|through) (?:our|the) (?:web)?site)|点(?:击)?[^，。]{0,8}[「“【](?:预约|报名|立即报名|立即预约)|大麦|猫眼|淘票票|APP[^，。]{0,12}(?:搜索|预约|报名)|(?:APP|App|客户端)[^。]{0,20}点击预约|点击[^，。]{0,14}(?:图标|入口|模块|栏目|按钮|报名|预约)|搜索?[^，。]{0,4}小程序|小程序\s*[「“]|公众号[^，。回复发送]{0,18}(?:预约|报名|购票|领票)|系统(?:内|里|中)?(?:报名|预约|登记)|\b[a-z0-9-]+(?:\.[a-z0-9-]+)+/[\w./?=&-]+|小程序[^，。]{0,14}(?:预约|报名|登记|购票)|点此|点我|戳我|戳此|打开[^，。]{0,6}链接|(?:登记|预约|购票|订票)链接|阅读原文|原文链接|https?://|点击(?:链接|下方|文末|按钮|左下|下面|这里|此处|预约|报名|上方|小程序|卡片|底部|菜单|右上|【|「|“)|报名链接|链接报名|小程序报名|报名小程序|预约按钮|菜单栏|报名表单?链接|活动行|互动吧|问卷星|金数据|(?i)\bclick\b|\blink\b|\bwww\.|\bregister (?:online|here)|\bat [a-z0-9.-]+\.(?:com|cn|org|io|co|net)\b|\b[a-z0-9-]+\.(?:com|cn|org|io|co|net)/`)
	otherWay  = regexp.MustCompile(`跟[^，。]{1,6}说一声|(?:拨|打)\s*\d{3}|群里回|(?:^|[，。请可往])向[^，。]{2,10}(?:预约|报名|登记)|找[^，。]{1,6}(?:写|记|报)[^，。]{0,2}名|加[^，。：]{0,6}助理|名单(?:报|发|交)|报送|报至|(?i:\bregister (?:on|in) the )|(?i:\bring (?:the|us)\b)|(?i:\bsign up (?:in|with|at the|on the) )|联系[^，。]{0,10}(?:锁位|报名|预约|[\p{Han}]{2,3}\s*1[3-9])|找(?:团长|群主|我|店主|店长|班长|小编|客服|老师)|转账|加(?:领队|群主|店主|掌柜|店长|老板|我|小编|会长|队长|馆长|教练|秘书|联系人|团长|[\p{Han}]{1,2}老师)[^，。]{0,4}微信|回执|报给|交给|告诉(?:我|店员|班长)|服务台|门房|口头|当面|直接向|到店|来电|微信私聊|加(?:微信|小助手|客服|班主任|助教|老师微信|企微)|添加(?:微信|小助手|客服|班主任|助教|老师|企业微信|企微)|微信号|致电|拨打|电话|联系(?:老师|班主任|客服|工作人员|我们|小助手|人|助教|方式)|邮件|邮箱|发邮|前台|到校|现场报名|直接(?:到场|参加|来|进入)|(?:无需|不用|无须|不必|免)(?:报名|预约)|私信我|私信(?:小编|群主|老师)|填表|填写(?:表|报名表|问卷|下方)|班主任处|微信群接龙|接龙|(?i)\b(?:e-?mail (?:us|me|your|to)|(?:book|register|sign up) (?:by|via|through) (?:wechat|phone|e-?mail)|call|phone|walk-?ins?|no registration|text us|whatsapp us)\b|[\w.]+@[\w-]+\.\w+`)
	phoneSaid = regexp.MustCompile(`0\d{2,3}-?\d{3,4} \d{4}|1[3-9]\d{9}|0\d{2,3}-?\d{7,8}|400-?\d{3}-?\d{4}`)
	notSignup = regexp.MustCompile(`商务合作|问题[^，。]{0,4}写|资料|礼包|福利|进群|入群|加群|咨询|投诉|取消|退款|领取(?:资料|礼)|签到|抽奖|留言提问|提交问题|回放|发票|提问`)
)

// place takes where the class is held.
func (r *reader) place() {
	if labelledPlace(r) {
		return
	}
	for _, s := range relevant(r) {
		if s.line.topic.in(aboutTeacher, aboutPoints, aboutPacks, aboutAudience, aboutGroup) {
			continue
		}
		v := placeIn(s.text)
		if wide := venueIn(s); v == "" || strings.Contains(wide, v) {
			v = wide
		}
		if v != "" {
			r.fact(FieldPlace, v, s.raw)
			return
		}
	}
}

// labelledPlace takes the place of a label, or below a heading.
func labelledPlace(r *reader) bool {
	for i := range r.lines {
		n := &r.lines[i]
		v := placeWords(strings.TrimSpace(n.value))
		if n.topic != aboutPlace || n.kind == heading || v == "" || runes(v) > 80 || !n.own && !statesPlace(r, i, v) {
			continue
		}
		if tbd.MatchString(v) && !venue.MatchString(v) {
			r.gap(FieldPlace, "", n.raw)
			continue
		}
		if vaguePlace.MatchString(v) && !venue.MatchString(v) && otherPlace(r, i) {
			continue // a form, where another line names the platform
		}
		if addressOf.MatchString(n.text) && onsite.MatchString(v) && !online.MatchString(v) && shownAt(r) != "" {
			continue // where the organiser is
		}
		if t, rest := splitLabel(v); t != noTopic && rest != "" {
			v = rest
		}
		v = withoutTimes(v)
		if v = trimSigns(v); !purePhrase.MatchString(v) {
			r.fact(FieldPlace, placeWords(v), n.raw)
			return true
		}
	}
	return false
}

// vaguePlace says in what form a class is held, and not where.
var vaguePlace = regexp.MustCompile(`^(?:线上|线下|在线|直播|小班)`)

// placeLines is how many lines are looked at for a further place.
const placeLines = 100

// otherPlace reports a further label of the place, which names a platform or a house.
func otherPlace(r *reader, i int) bool {
	for j := range min(len(r.lines), placeLines) {
		if n := &r.lines[j]; j != i && n.topic == aboutPlace && n.own && (venue.MatchString(n.value) || onsite.MatchString(n.value)) {
			return true
		}
	}
	return false
}

// withoutTimes drops the day and the time before a place: 9月3日20:00，钉钉.
func withoutTimes(v string) string {
	before, behind, ok := strings.Cut(v, "，")
	if ok && behind != "" && (len(days(before)) > 0 || len(clocks(before, false)) > 0) && !venue.MatchString(before) && !onsite.MatchString(before) {
		return behind
	}
	return v
}

// statesPlace reports a line of a section about the place that says where.
func statesPlace(r *reader, i int, v string) bool {
	if section := r.lines[i].section; section >= 0 && section != i-1 && !belowTimes(r, i) {
		return false
	}
	return runes(v) > 2 && (len(days(v)) == 0 || venue.MatchString(v) || onsite.MatchString(v))
}

// belowTimes reports a line of a section about the place above which only times stand.
func belowTimes(r *reader, i int) bool {
	for j := i - 1; j > r.lines[i].section; j-- {
		if len(days(r.lines[j].text)) == 0 && len(clocks(r.lines[j].text, false)) == 0 {
			return false
		}
	}
	return true
}

// placeShown is where a sentence says that the class is shown, whatever that is called.
var placeShown = regexp.MustCompile(`在\s*(?:咱们?|我们)?\s*([^，。；在《》：]{2,20}?(?:直播间|课堂|学堂|频道|演播室)[^，。；《》]{0,5}?)\s*(?:同步)?(?:直播|播出|开播|开讲|$|[，。；])`)

// shownAt is the platform on which a sentence says that the class is shown; "" for none.
func shownAt(r *reader) string {
	for _, s := range relevant(r) {
		if v := venueIn(s); v != "" && (talks.MatchString(s.text) || len(clocks(s.text, false)) > 0) && !s.line.topic.in(aboutTeacher, aboutPoints, aboutPacks, aboutAudience, aboutGroup) {
			return v
		}
	}
	return ""
}

// addressOf is a label of where an organisation is.
var addressOf = regexp.MustCompile(`^[^，。]{0,4}地址\s*[：:]`)

// placeBare is a platform behind the time, without a word between.
var placeBare = regexp.MustCompile(`\d[）)]?\s*[，,、 |]\s*((?:微信)?视频号\s*[「“【][^」”】]{1,20}[」”】](?:直播间)?|腾讯会议|飞书会议|钉钉直播|Zoom)\s*(?:$|[，。；（(|])`)

// placeIn is the place that a sentence names; "" for none.
func placeIn(s string) string {
	if m := placeBare.FindStringSubmatch(s); m != nil && len(clocks(s, false)) > 0 {
		return m[1]
	}
	if foundedIn.MatchString(s) || strings.Contains(s, "第一家") {
		return ""
	}
	for _, p := range []*regexp.Regexp{placeShown, placeTold, placeAt, placeRoom, placeHan, placeBy, placeMeet} {
		m := p.FindStringSubmatch(s)
		if m == nil || (qaWord.MatchString(m[1]) || strings.Contains(m[1], "群")) && !strings.Contains(m[1], "微信群") {
			continue
		}
		if strings.HasPrefix(m[1], "线") || p == placeMeet && notPlace.MatchString(m[1]) { // 在线…
			continue
		}
		v := trimSigns(placeVerb.ReplaceAllString(strings.Join(m[1:], ""), "$1"))
		if id := meetingID.FindStringSubmatch(s); id != nil && !strings.Contains(v, id[1]) {
			v += "（会议号：" + strings.TrimSpace(id[1]) + "）"
		}
		return v
	}
	return ""
}

var (
	tbd        = regexp.MustCompile(`待定|待通知|另行通知|稍后|报名(?:成功)?后[^，。]{0,8}(?:通知|发送|告知|可见|发)|开课前(?:发|通知|公布)|(?i)\btba\b|\btbd\b|to be (?:announced|confirmed)|will be (?:sent|emailed)`)
	purePhrase = regexp.MustCompile(`^(?:扫码|扫描|点击|见下|如下|(?i)see below).*$`)
)

// placeAside is in brackets behind a place: how the link comes.
var placeAside = regexp.MustCompile(`\s*[（(][^（()）]{0,40}(?:报名后|报名成功后|开课前|开播前|稍后|地铁|公交|步行|电梯|停车|靠近|附近|对面|旁边|出口|(?:会议号|链接)[^（()）]{0,20}(?:发|给|公布|可见|见)|(?i:link|after registration|will be sent|\b(?:on|via) [A-Z]\w+))[^（()）]{0,40}[)）]$`)

// placeCome says how one gets in, behind a place.
var placeCome = regexp.MustCompile(`\s*[，,；]\s*(?:直播入口|会议号|会议链接|链接|入口|房间号|密码)[^，。]*(?:公布|发|见|给|通知|告知).*$`)

// twiceNamed is a platform with its name in English behind.
var twiceNamed = regexp.MustCompile(`^(腾讯会议|视频号|微信视频号|飞书会议|飞书|钉钉|小鹅通|微信群|哔哩哔哩|B站)\s+[（(]?(?:Tencent Meeting|VooV(?: Meeting)?|WeChat Channels?|Feishu|Lark|DingTalk|WeChat(?: Group)?|Bilibili)[)）]?\s*$`)

// placeVerb is what happens on a platform, behind its name.
var placeVerb = regexp.MustCompile(`((?:腾讯会议|Zoom|zoom|ZOOM|钉钉|视频号|B站|哔哩哔哩|小鹅通|飞书会议|飞书|抖音|CCtalk|ClassIn|微信群|腾讯课堂|企业微信|快手|直播间))(?:里|上|内|中)?(?:讲|聊|分享|进行|见|开|做|播|来|说|给|等).*$`)

// twoPlaces begins a further place in the same line.
var twoPlaces = regexp.MustCompile(`\s*/\s*线上|\s*[；;，,\s]\s*(?:线上|线下|同步直播|直播平台|线上同步)\s*[：:]`)

// notPlace begins what is no place: 现在自己开工作室.
var notPlace = regexp.MustCompile(`^(?:自己|开|我|她|他|你|大家|这|那|当|家里?$|一家|某)|工作$`)

// gather says that people meet at a place.
var gather = regexp.MustCompile(`^(.{3,}?)(?:集合|集中|会合|见面|碰头)$`)

// heldThere says behind a place that the class is held there.
var heldThere = regexp.MustCompile(`(?:进行|举行|举办|开展|召开|授课|播出|开讲|线上直播)(?:[，。；].*)?$`)

// goThere is what one does to get to a place, and watchThere what one does there.
var (
	goThere    = regexp.MustCompile(`^在(?:[^，。]{2,20}(?:里|上|内)?直播)?$|^(?:请|可)?(?:登录|登陆|打开|微信搜索?|搜索)\s*`)
	watchThere = regexp.MustCompile(`(?:里|上|内)?(?:同步)?直播，(?:还?没|不在).*$|(?:在线)?(?:观看|收看|收听)$`)
)

// placeWords cuts a place at what is said besides.
func placeWords(v string) string {
	if i := strings.Index(v, "。"); i > 0 {
		v = v[:i]
	}
	if m := twoPlaces.FindStringIndex(v); m != nil {
		v = v[:m[0]]
	}
	if at := venue.FindStringIndex(v); at != nil && at[0] == 0 && !strings.ContainsAny(v[at[1]:], "0123456789「“@") && (strings.HasPrefix(v[at[1]:], "，") || strings.HasPrefix(v[at[1]:], "（")) {
		v = v[:at[1]] // what is said of the platform
	}
	v = heldThere.ReplaceAllString(strings.TrimPrefix(v, "通过"), "")
	v = watchThere.ReplaceAllString(goThere.ReplaceAllString(v, ""), "")
	v = gather.ReplaceAllString(venueAside.ReplaceAllString(v, ""), "$1")
	v = placeAside.ReplaceAllString(v, "")
	v = placeCome.ReplaceAllString(v, "")
	v = twiceNamed.ReplaceAllString(v, "$1")
	if v = trimSigns(v); strings.Contains(v, "”") && !strings.Contains(v, "“") {
		v = "“" + v
	}
	return v
}

// ways takes how to register, whether there is a group, and how long questions are answered.
func (r *reader) ways() {
	r.group()
	r.questions()
	r.signup()
	asideWay(r)
	for _, s := range relevant(r) {
		if replayCue.MatchString(s.text) && r.out.ReplaySource == "" {
			r.out.ReplaySource = s.raw
		}
	}
}

func (r *reader) group() {
	for _, s := range relevant(r) {
		if s.line.topic.in(aboutPoints, aboutTitle, aboutTeacher, aboutAudience) {
			continue
		}
		if strings.HasSuffix(s.text, "？") || strings.HasSuffix(s.text, "?") {
			continue // somebody asks
		}
		if groupNo.MatchString(s.text) {
			r.fact(FieldGroup, false, s.raw)
			return
		}
		if groupSaid.MatchString(groupNot.ReplaceAllString(s.text, "")) && !forbidden.MatchString(s.text) {
			r.fact(FieldGroup, true, moreOfGroup(r, s).raw)
			return
		}
	}
}

// moreOfGroup is the sentence below a heading, which says more than it.
func moreOfGroup(r *reader, s sentence) sentence {
	if s.line.kind != heading {
		return s
	}
	for _, o := range sentencesOf(r, s.at+1) {
		if strings.Contains(o.text, "群") || groupSaid.MatchString(o.text) {
			return o
		}
	}
	return s
}

// questions takes how long questions are answered.
func (r *reader) questions() {
	value := 0
	note := func(n int, source string) {
		switch {
		case n <= 0 || n > 180:
		case value == 0:
			value = n
			r.fact(FieldQAMinutes, n, source)
		case value != n:
			clash(r, Clash{Kind: ClashQA, A: itoa(value), B: itoa(n), Source: source})
		}
	}
	for _, s := range relevant(r) {
		note(questionMinutes(s), s.raw)
	}
	for _, s := range relevant(r) {
		if value > 0 || !s.line.topic.in(aboutAgenda, aboutPoints, aboutSessions) || !qaWord.MatchString(s.text) {
			continue
		}
		if mixedQA.MatchString(s.text) {
			continue
		}
		if cs := clocks(s.text, false); len(cs) == 1 && cs[0].end > cs[0].start {
			note(cs[0].end-cs[0].start, s.raw)
		}
	}
}

// mixedQA is a point of an agenda of which questions are only a part.
var mixedQA = regexp.MustCompile(`每[个位]|圆桌|总结|抽奖|讨论|合影|分享[和与及+]|(?i)\bpanel\b`)

// qaLatin is a part of an hour for questions.
var qaLatin = regexp.MustCompile(`(?i)\b(quarter of an hour|half an hour|half-hour|half hour)\b[^.;]{0,24}(?:questions|q&a)`)

// eachOnes are minutes of each of several, or before the beginning.
var eachOnes = regexp.MustCompile(`提前|每[个位人]`)

// questionMinutes is how long a sentence says that questions are answered; 0 if it does not.
func questionMinutes(s sentence) int {
	if s.line.topic.in(aboutPoints, aboutPacks) && !qaWord.MatchString(s.text) {
		return 0
	}
	if m := qaLatin.FindStringSubmatch(s.text); m != nil {
		if strings.HasPrefix(strings.ToLower(m[1]), "quarter") {
			return 15
		}
		return 30
	}
	m := qaBefore.FindStringSubmatchIndex(s.text)
	if m == nil {
		m = qaBehind.FindStringSubmatchIndex(s.text)
	}
	if m == nil && s.line.topic == aboutQA && len(lengthSaid.FindAllString(s.text, 2)) == 1 {
		if only := lengthSaid.FindStringSubmatch(s.text); only[1] == "" {
			return spanMinutes(only[2], only[3])
		}
	}
	if m == nil {
		m = qaKept.FindStringSubmatchIndex(s.text)
	}
	if m == nil || eachOnes.MatchString(clause(s.text, m[0], m[1])) {
		return 0
	}
	return spanMinutes(group(s.text, m, 1), group(s.text, m, 2))
}

// remarks notes contradictions between facts, and what the platform forbids.
func remarks(r *reader) {
	for _, s := range relevant(r) {
		if m := wish(r, s.text); m != "" {
			clash(r, Clash{Kind: ClashForbidden, A: m, Source: s.raw})
		}
	}
	for _, f := range r.out.All(FieldPack) {
		p, ok := f.Value.(Pack)
		if !ok || p.Value == 0 {
			continue
		}
		for _, price := range r.out.All(FieldPrice) {
			v, _ := price.Value.(string)
			a, isYuan := Yuan(v, price.Source)
			if b, ok := Yuan(p.Written, f.Source); isYuan && ok && a == b {
				clash(r, Clash{Kind: ClashPackPrice, A: written(p.Value), B: p.Name, Source: price.Source})
			}
		}
	}
}
