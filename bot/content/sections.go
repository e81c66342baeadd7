package content

import (
	"slices"
	"time"

	"zhujiao/bot/campaign"
	regexp "zhujiao/bot/lazyregexp"
)

// root reads the whole file.
func (l *loader) root(n *node) {
	s := l.section(n, rootName)
	var schema string
	s.needStr("schema", &schema)
	if schema != "" && schema != "campaign/v1" {
		l.report.suggest(s.get("schema"), "不认识的格式「"+shorten(schema, 30)+"」", "campaign/v1")
	}
	l.event(s.need("活动"))
	l.signup(s.need("报名"))
	l.checkin(s.get("签到"))
	(&packReader{l}).packs(s.get("资料包"))
	l.questions(s.get("提问"))
	l.reminders(s.get("提醒"))
	l.broadcasts(s.get("群发"))
	l.limits(s.get("限速"))
	menus := &menuReader{l}
	l.c.Menu = menus.menu(s.get("菜单"), "菜单", 1)
	l.c.Digits = menus.digits(s.get("数字菜单"), "数字菜单")
	menus.aliases(s.get("指令别名"))
	entries := &entryReader{l, map[string]string{}}
	entries.entries(s.get("常见问题"))
	entries.concepts(s.get("概念"))
	(&testReader{l}).tests(s.get("测试"))
	(&checker{l}).texts(s.get("文本"))
	s.reportUnknownKeys()
}

// event reads the section 活动.
func (l *loader) event(n *node) {
	c, s := l.c, l.section(n, "活动")
	zone := "Asia/Shanghai"
	s.str("时区", &zone)
	z, err := time.LoadLocation(zone)
	if err != nil || zone == "" || zone == "Local" {
		l.report.errorAt(s.get("时区"), "不认识的时区「"+zone+"」", "中国写 Asia/Shanghai")
		z = time.FixedZone("Asia/Shanghai", 8*3600)
	}
	c.Zone = z
	s.needStr("编号", &c.ID)
	s.needStr("名称", &c.Name)
	s.str("主办", &c.Host)
	s.needTime("开始", &c.Start)
	s.needTime("结束", &c.End)
	s.number("答疑分钟", &c.QAMinutes, 0, 600)
	s.str("讲师", &c.Lecturer)
	s.str("讲师介绍", &c.LecturerIntro)
	s.str("系列", &c.Series)
	s.number("原价", &c.ListPrice, 1, 1000000)
	s.str("直播间", &c.LiveRoom)
	s.str("下一场", &c.Next)
	s.str("隐私链接", &c.Privacy)
	s.flag("取消", &c.Cancelled)
	s.str("取消原因", &c.CancelReason)
	l.duty(s)
	c.PromisedMinutes = 30
	s.number("承诺回复分钟", &c.PromisedMinutes, 1, 1440)
	l.unknown(s)
	s.time("领取截止", &c.ClaimsUntil)
	s.reportUnknownKeys()
	l.checkEvent(s, n)
}

// duty reads when moderators are on duty.
func (l *loader) duty(s *section) {
	h := &l.c.Duty
	*h = campaign.Hours{From: 9 * 60, To: 22 * 60}
	s.hours("班主任在线", h)
	if h.To < h.From {
		l.report.warnAt(s.get("班主任在线"), "「班主任在线」从 "+clockOf(h.From)+" 过夜到第二天 "+clockOf(h.To), "白天在线就把两个时刻换过来")
	}
}

// unknown reads what happens to a question nobody can answer.
func (l *loader) unknown(s *section) {
	policies := []campaign.UnknownPolicy{campaign.UnknownTicket, campaign.UnknownSilence, campaign.UnknownTransfer}
	l.c.Unknown = policies[s.choice("未知问题", "转班主任", "沉默", "转客服")]
}

// signup reads the section 报名.
func (l *loader) signup(n *node) {
	s := l.section(n, "报名")
	r := &l.c.Signup
	s.need("名额")
	s.number("名额", &r.Seats, 1, 100000)
	s.time("开放", &r.Open)
	r.Close = l.c.End
	s.time("截止", &r.Close)
	s.flag("扫码即报名", &r.ScanSignsUp)
	r.Scenes = s.list("二维码场景")
	checkScenes(l.report, s.get("二维码场景"), r.Scenes)
	r.Waitlist = true
	s.flag("候补", &r.Waitlist)
	confirmOffers := s.choice("候补转正", "自动", "需确认") == 1
	if confirmOffers {
		l.report.warnAt(s.get("候补转正"), "「需确认」还做不到，现在按「自动」转正：有空席就按顺序补上并通知", "写「自动」")
	}
	offerHours := 0
	s.number("确认小时", &offerHours, 1, 72)
	r.PromoteUntil = l.c.End
	s.time("候补停止转正", &r.PromoteUntil)
	r.ConfirmCancel = true
	s.flag("取消需二次确认", &r.ConfirmCancel)
	s.reportUnknownKeys()
	if confirmOffers && offerHours == 0 {
		l.report.errorAt(s.get("候补转正"), "「候补转正: 需确认」缺少「确认小时」", exampleHint("报名", "确认小时"))
	}
	l.schedule.checkSignup(s)
}

// checkin reads the section 签到.
func (l *loader) checkin(n *node) {
	r := &l.c.Checkin
	if r.Open, r.Close = l.c.Start, l.c.End; n == nil {
		return // a class without a passphrase has no check-in
	}
	s := l.section(n, "签到")
	s.need("口令")
	r.Passphrases = s.list("口令")
	l.phrases.checkPassphrases(s, r.Passphrases)
	s.time("开始", &r.Open)
	s.time("结束", &r.Close)
	r.WrongMax, r.WrongSpan = 5, 10*time.Minute
	if v := s.get("错误口令上限"); v != nil {
		w := l.section(v, "错误口令上限")
		w.number("次数", &r.WrongMax, 1, 100)
		w.duration("时间", &r.WrongSpan)
		w.reportUnknownKeys()
	}
	r.WalkIn = s.choice("未报名也可签到", "有余位时自动报名", "不可以") == 0
	r.SameSound = true
	s.flag("口令同音", &r.SameSound)
	r.Standby = []campaign.StandbyPolicy{campaign.StandbyTicket, campaign.StandbySeat}[s.choice("候补到场", "转班主任", "有空席就签到")]
	s.reportUnknownKeys()
	l.schedule.checkCheckin(s)
}

// questions reads the section 提问.
func (l *loader) questions(n *node) {
	r := &l.c.Questions
	*r = campaign.QuestionRules{
		Open: l.c.Signup.Open, Close: l.c.End, MinRunes: 8, MaxRunes: 200, PerPerson: 3, Review: true,
	}
	if n == nil {
		r.Unlisted = true
		return
	}
	s := l.section(n, "提问")
	s.time("开放", &r.Open)
	s.time("截止", &r.Close)
	s.number("最少字数", &r.MinRunes, 1, 500)
	s.number("最多字数", &r.MaxRunes, 1, 600)
	s.number("每人上限", &r.PerPerson, 1, 100)
	s.flag("先审后发", &r.Review)
	r.Named = s.choice("展示名", "匿名", "昵称") == 1
	s.str("例子", &r.Example)
	var file string
	s.str("屏蔽词文件", &file)
	s.reportUnknownKeys()
	l.schedule.checkQuestions(s)
	if file != "" {
		l.readBlockedWords(s.get("屏蔽词文件"), file)
	}
}

// reminders reads the section 提醒.
func (l *loader) reminders(n *node) {
	for _, item := range l.items(n, "提醒") {
		s := l.section(item, "提醒")
		var r campaign.Reminder
		s.needStr("名称", &r.Name)
		s.needTime("时间", &r.At)
		audience := AudienceWords(campaign.Audience{Kind: campaign.AudienceSeated})
		s.str("对象", &audience)
		s.needStr("文本", &r.Text)
		s.flag("群机器人", &r.Robot)
		s.reportUnknownKeys()
		r.Audience = l.reminderAudience(s.get("对象"), audience)
		if slices.ContainsFunc(l.c.Reminders, func(o campaign.Reminder) bool { return o.Name == r.Name }) {
			l.report.errorAt(s.get("名称"), "有两个提醒都叫「"+r.Name+"」，重复了", "换一个名称，不然第二个可能不发")
		}
		l.schedule.checkReminder(s, r)
		l.c.Reminders = append(l.c.Reminders, r)
		l.reminderNodes = append(l.reminderNodes, item)
	}
}

// reminderAudience reads whom a reminder is for; there is none for the people of a
// channel or of a broadcast.
func (l *loader) reminderAudience(n *node, words string) campaign.Audience {
	a, ok := ParseAudience(l.c, words)
	if !ok || a.Kind == campaign.AudienceSource || a.Kind == campaign.AudienceReceived {
		l.report.errorAt(n, "不认识的对象「"+words+"」", "可以写 全部、已报名、候补、已签到、已签到未领99、已领99")
	}
	return a
}

// broadcasts reads the section 群发.
func (l *loader) broadcasts(n *node) {
	r := &l.c.Broadcasts
	*r = campaign.BroadcastRules{
		Quiet: campaign.Hours{From: 22 * 60, To: 8 * 60}, Trial: 5, TrialWait: 2 * time.Minute,
		SameTextSpan: 24 * time.Hour, SecondPersonAt: 500,
	}
	s := l.section(n, "群发")
	s.hours("免打扰", &r.Quiet)
	preview := true
	if s.flag("必须先预览", &preview); !preview {
		l.report.errorAt(s.get("必须先预览"), "「必须先预览」只能是 true：群发总要先预览给自己", "写 true，或删掉这一行")
	}
	s.choice("二次确认", "输入人数")
	s.number("试发人数", &r.Trial, 2, 100)
	wait, span := 2, 24
	s.number("试发等待分钟", &wait, 0, 60)
	s.number("相同内容间隔小时", &span, 0, 720)
	r.TrialWait, r.SameTextSpan = time.Duration(wait)*time.Minute, time.Duration(span)*time.Hour
	s.number("需要第二人审批人数", &r.SecondPersonAt, 1, 10000000)
	s.reportUnknownKeys()
}

// limits reads the section 限速.
func (l *loader) limits(n *node) {
	r := &l.c.Limits
	*r = campaign.Limits{Messages: 10, Span: 30 * time.Second, Reports: 3, ReportSpan: 10 * time.Minute}
	s := l.section(n, "限速")
	if v := s.get("每人"); v != nil {
		p := l.section(v, "每人")
		p.number("条数", &r.Messages, 1, 10000)
		p.duration("时间", &r.Span)
		p.reportUnknownKeys()
	}
	if v := s.get("举报失效"); v != nil {
		p := l.section(v, "举报失效")
		p.number("条数", &r.Reports, 1, 1000)
		p.duration("时间", &r.ReportSpan)
		p.reportUnknownKeys()
	}
	r.Exempt = s.list("不限速的指令")
	s.reportUnknownKeys()
}

// items returns the elements of a list and reports other kinds of values.
func (l *loader) items(n *node, name string) []*node {
	if n == nil {
		return nil
	}
	if n.kind != listNode {
		l.report.errorAt(n, "「"+name+"」应该是列表，每项前面加「- 」", "")
		return nil
	}
	return n.items
}

var campaignID = regexp.MustCompile(`^[\p{L}\p{N}_.-]{1,40}$`)

// checkEvent checks the section 活动 as a whole.
func (l *loader) checkEvent(s *section, n *node) {
	c := l.c
	if !c.Start.IsZero() && !c.End.IsZero() {
		l.schedule.checkLength(s)
	}
	if !c.ClaimsUntil.IsZero() && c.ClaimsUntil.Before(c.End) {
		l.report.errorAt(s.get("领取截止"), "「领取截止」早于下课时间", "写下课以后的时间，或删掉这一行，就是下课后30天")
	}
	if c.ID != "" && (!campaignID.MatchString(c.ID) || len(c.ID) > 40) {
		l.report.errorAt(s.get("编号"), "编号只能用字母、数字和「-」，最多40个，现在是「"+shorten(c.ID, 50)+"」", exampleHint("活动", "编号"))
	}
	for _, key := range []string{"名称", "主办", "讲师", "下一场", "取消原因"} {
		if v := s.get(key); v != nil && v.kind == scalarNode {
			(&checker{l}).checkLuring(v, "「"+key+"」", v.text)
			l.templates.checkBraces(v, "「"+key+"」", v.text, func(string) bool { return false })
			if placeholders(v.text) != nil {
				l.report.errorAt(v, "「"+key+"」里不能用占位符："+shorten(v.text, 30), "直接写出内容")
			}
		}
	}
	l.links.checkLink(s.get("隐私链接"), c.Privacy)
	room := s.n.child("直播间")
	if room == nil {
		room = n
	}
	if c.LiveRoom == "" && !l.cal.now.IsZero() && !c.Start.IsZero() && c.Start.Sub(l.cal.now) <= 2*time.Hour && l.cal.now.Before(c.End) {
		l.report.errorAt(room, "离开课不到2小时，「直播间」还没有填", "填上直播间地址")
	}
	l.links.checkLink(s.get("直播间"), c.LiveRoom)
}
