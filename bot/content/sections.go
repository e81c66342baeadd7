package content

import (
	"slices"
	"strings"
	"time"

	"zhujiao/bot/campaign"
)

// sectionNames are the top-level keys of a campaign file.
func known(key string) bool {
	switch key {
	case "schema", "活动", "报名", "签到", "资料包", "提问", "提醒", "群发", "限速", "菜单", "数字菜单", "指令别名", "常见问题", "概念", "文本",
		"编号", "名称", "问", "别名", "答", "待补":
		return true
	default:
		return false
	}
}

func (l *loader) root(n *node) {
	s := l.section(n, "活动文件")
	var schema string
	s.str("schema", &schema)
	if schema != "" && schema != "campaign/v1" {
		l.at(s.get("schema"), "不认识的格式「"+schema+"」", "写 campaign/v1")
	}
	l.event(s.need("活动"))
	l.signup(s.need("报名"))
	l.checkin(s.need("签到"))
	l.packs(s.get("资料包"))
	l.questions(s.get("提问"))
	l.reminders(s.get("提醒"))
	l.broadcasts(s.get("群发"))
	l.limits(s.get("限速"))
	l.c.Menu = l.menu(s.get("菜单"), "菜单", 1)
	l.c.Digits = l.words(s.get("数字菜单"), "数字菜单")
	l.aliases(s.get("指令别名"))
	l.entries(s.get("常见问题"))
	l.concepts(s.get("概念"))
	l.texts(s.get("文本"))
	s.done()
}

func (l *loader) event(n *node) {
	c, s := l.c, l.section(n, "活动")
	zone := "Asia/Shanghai"
	s.str("时区", &zone)
	z, err := time.LoadLocation(zone)
	if err != nil || zone == "" || zone == "Local" {
		l.at(s.get("时区"), "不认识的时区「"+zone+"」", "写 Asia/Shanghai")
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
	s.str("直播间", &c.LiveRoom)
	s.str("下一场", &c.Next)
	s.str("隐私链接", &c.Privacy)
	c.Duty = campaign.Hours{From: 9 * 60, To: 22 * 60}
	s.hours("班主任在线", &c.Duty)
	c.PromiseMinutes = 30
	s.number("承诺回复分钟", &c.PromiseMinutes, 1, 1440)
	policies := []campaign.UnknownPolicy{campaign.UnknownTicket, campaign.UnknownSilence, campaign.UnknownTransfer}
	c.Unknown = policies[s.choice("未知问题", "转班主任", "沉默", "转客服")]
	s.done()
	if !c.Start.IsZero() && !c.End.IsZero() && !c.Start.Before(c.End) {
		l.at(s.get("结束"), "结束时间要晚于开始时间（"+l.when(c.Start)+"）", "")
	}
	if strings.ContainsAny(c.ID, " \t/{}") || len(c.ID) > 40 {
		l.at(s.get("编号"), "编号只能用字母、数字和「-」，最多40个", "")
	}
	if c.LiveRoom == "" && !l.now.IsZero() && c.Start.Sub(l.now) <= 2*time.Hour && l.now.Before(c.End) {
		l.at(n, "离开课不到2小时，「直播间」还没有填", "填上直播间地址")
	} else if c.LiveRoom != "" {
		l.link(s.get("直播间"), c.LiveRoom)
	}
}

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
	r.Waitlist = true
	s.flag("候补", &r.Waitlist)
	r.AutoPromote = s.choice("候补转正", "自动", "需确认") == 0
	if !r.AutoPromote {
		l.warn(s.get("候补转正"), "「需确认」还做不到，现在按「自动」转正：有空席就按顺序补上并通知", "写「自动」")
	}
	s.number("确认小时", &r.OfferHours, 1, 72)
	r.PromoteUntil = l.c.End
	s.time("候补停止转正", &r.PromoteUntil)
	r.ConfirmCancel = true
	s.flag("取消需二次确认", &r.ConfirmCancel)
	s.done()
	if !r.AutoPromote && r.OfferHours == 0 {
		l.at(n, "「候补转正: 需确认」要填「确认小时」", "")
	}
	l.order(n, "报名", r.Open, r.Close)
}

func (l *loader) checkin(n *node) {
	s := l.section(n, "签到")
	r := &l.c.Checkin
	s.need("口令")
	r.Passphrases = s.list("口令")
	r.Open, r.Close = l.c.Start, l.c.End
	s.time("开始", &r.Open)
	s.time("结束", &r.Close)
	r.WrongMax, r.WrongSpan = 5, 10*time.Minute
	if v := s.get("错误口令上限"); v != nil {
		w := l.section(v, "错误口令上限")
		w.number("次数", &r.WrongMax, 1, 100)
		w.span("时间", &r.WrongSpan)
		w.done()
	}
	r.WalkIn = s.choice("未报名也可签到", "有余位时自动报名", "不可以") == 0
	r.SameSound = true
	s.flag("口令同音", &r.SameSound)
	r.Standby = []campaign.StandbyPolicy{campaign.StandbyTicket, campaign.StandbySeat}[s.choice("候补到场", "转班主任", "有空席就签到")]
	s.done()
	l.order(n, "签到", r.Open, r.Close)
	if l.c.Start.Sub(r.Open) > 2*time.Hour || r.Close.Sub(l.c.End) > 2*time.Hour {
		l.at(n, "签到时段（"+l.when(r.Open)+" 到 "+l.when(r.Close)+"）离课程时间超过2小时", "检查日期")
	}
}

// order reports a window whose end is not after its beginning.
func (l *loader) order(n *node, name string, from, to time.Time) {
	if !from.IsZero() && !to.IsZero() && !from.Before(to) {
		l.at(n, "「"+name+"」的结束（"+l.when(to)+"）要晚于开始（"+l.when(from)+"）", "")
	}
}

func (l *loader) packs(n *node) {
	for _, item := range l.items(n, "资料包") {
		s := l.section(item, "资料包")
		p := campaign.Pack{Stock: -1, DeadAfter: 3}
		s.needStr("编号", &p.ID)
		s.needStr("名称", &p.Name)
		s.number("价值", &p.Price, 0, 100000)
		s.str("内容", &p.Contents)
		p.Aliases = s.list("别名")
		p.NeedCheckin = l.conditions(s)
		p.Draw = s.choice("发放", "直接", "抽取") == 1
		l.draw(s, &p)
		if v := s.get("库存"); v != nil && v.text != "不限" {
			s.number("库存", &p.Stock, 0, 1000000)
		}
		for _, m := range l.items(s.need("链接"), "链接") {
			p.Mirrors = append(p.Mirrors, l.mirror(m))
		}
		s.number("失效判定人数", &p.DeadAfter, 1, 1000)
		s.done()
		if _, dup := l.c.Pack(p.ID); dup {
			l.at(item, "资料包编号「"+p.ID+"」重复", "")
			continue
		}
		l.c.Packs = append(l.c.Packs, p)
	}
}

func (l *loader) conditions(s *section) (checkin bool) {
	for _, w := range s.list("条件") {
		switch w {
		case "已报名":
		case "已签到":
			checkin = true
		default:
			l.at(s.get("条件"), "不认识的条件「"+w+"」", "可以写 已报名、已签到")
		}
	}
	return checkin
}

func (l *loader) draw(s *section, p *campaign.Pack) {
	v := s.get("抽取")
	if v == nil {
		if p.Draw {
			l.at(s.n, "「发放: 抽取」要写「抽取: {概率: 0.3, 每人次数: 1}」", "")
		}
		return
	}
	d := l.section(v, "抽取")
	d.need("概率")
	d.float("概率", &p.Chance)
	once := 1
	d.number("每人次数", &once, 1, 1)
	d.done()
}

func (l *loader) mirror(n *node) campaign.Mirror {
	s := l.section(n, "链接")
	m := campaign.Mirror{Until: "永久"}
	s.needStr("地址", &m.URL)
	s.str("提取码", &m.Code)
	s.str("有效至", &m.Until)
	s.str("名称", &m.Name)
	s.flag("备用", &m.Backup)
	s.done()
	l.link(s.get("地址"), m.URL)
	if m.Code != "" && len([]rune(m.Code)) != 4 {
		l.at(s.get("提取码"), "提取码应该是4位，现在是「"+m.Code+"」", "")
	}
	l.until(s.get("有效至"), m.Until)
	return m
}

// until checks the validity of a link: for ever, or a date after the class.
func (l *loader) until(n *node, s string) {
	if s == "永久" || n == nil {
		return
	}
	t, err := time.ParseInLocation("2006-01-02", s, l.zone())
	if err != nil {
		l.at(n, "「有效至」读不懂：「"+s+"」", "写成 2022-08-07 或 永久")
	} else if t.Before(l.c.End) {
		l.at(n, "链接在课程结束前就到期了（"+s+"）", "换一个有效期更长的链接")
	}
}

func (l *loader) questions(n *node) {
	r := &l.c.Questions
	*r = campaign.QuestionRules{
		Open: l.c.Signup.Open, Close: l.c.End, MinRunes: 8, MaxRunes: 200, PerPerson: 3, Review: true, Anonymous: true,
	}
	if n == nil {
		return
	}
	s := l.section(n, "提问")
	s.time("开放", &r.Open)
	s.time("截止", &r.Close)
	s.number("最少字数", &r.MinRunes, 1, 500)
	s.number("最多字数", &r.MaxRunes, 1, 600)
	s.number("每人上限", &r.PerPerson, 1, 100)
	s.flag("先审后发", &r.Review)
	r.Anonymous = s.choice("展示名", "匿名", "昵称") == 0
	var file string
	s.str("屏蔽词文件", &file)
	s.done()
	l.order(n, "提问", r.Open, r.Close)
	if file != "" {
		l.blocked(s.get("屏蔽词文件"), file)
	}
}

func (l *loader) reminders(n *node) {
	for _, item := range l.items(n, "提醒") {
		s := l.section(item, "提醒")
		var r campaign.Reminder
		s.needStr("名称", &r.Name)
		s.needTime("时间", &r.At)
		r.Audience = "已报名"
		s.str("对象", &r.Audience)
		s.needStr("文本", &r.Text)
		s.flag("群机器人", &r.Robot)
		s.done()
		l.audience(s.get("对象"), r.Audience)
		if slices.ContainsFunc(l.c.Reminders, func(o campaign.Reminder) bool { return o.Name == r.Name }) {
			l.at(s.get("名称"), "有两个提醒都叫「"+r.Name+"」", "换一个名称，不然第二个可能不发")
		}
		if r.Audience == "已报名" && r.At.After(l.c.Start) {
			l.at(s.get("时间"), "提醒时间（"+l.when(r.At)+"）在开课之后", "")
		}
		l.c.Reminders = append(l.c.Reminders, r)
		l.reminderNodes = append(l.reminderNodes, item)
	}
}

func (l *loader) audience(n *node, a string) {
	switch a {
	case "全部", "已报名", "候补", "已签到":
		return
	}
	for _, p := range l.c.Packs {
		if a == "已签到未领"+p.ID || a == "已领"+p.ID {
			return
		}
	}
	l.at(n, "不认识的对象「"+a+"」", "可以写 全部、已报名、候补、已签到、已签到未领99、已领99")
}

func (l *loader) broadcasts(n *node) {
	r := &l.c.Broadcasts
	*r = campaign.BroadcastRules{
		Quiet: campaign.Hours{From: 22 * 60, To: 8 * 60}, Trial: 5, TrialWait: 2 * time.Minute,
		SameTextSpan: 24 * time.Hour, SecondPersonAt: 500, NeedPreview: true,
	}
	s := l.section(n, "群发")
	s.hours("免打扰", &r.Quiet)
	s.flag("必须先预览", &r.NeedPreview)
	s.choice("二次确认", "输入人数")
	s.number("试发人数", &r.Trial, 2, 100)
	wait, span := 2, 24
	s.number("试发等待分钟", &wait, 0, 60)
	s.number("相同内容间隔小时", &span, 0, 720)
	r.TrialWait, r.SameTextSpan = time.Duration(wait)*time.Minute, time.Duration(span)*time.Hour
	s.number("需要第二人审批人数", &r.SecondPersonAt, 1, 10000000)
	s.done()
}

func (l *loader) limits(n *node) {
	r := &l.c.Limits
	*r = campaign.Limits{Messages: 10, Span: 30 * time.Second, Reports: 3, ReportSpan: 10 * time.Minute}
	s := l.section(n, "限速")
	if v := s.get("每人"); v != nil {
		p := l.section(v, "每人")
		p.number("条数", &r.Messages, 1, 10000)
		p.span("时间", &r.Span)
		p.done()
	}
	if v := s.get("举报失效"); v != nil {
		p := l.section(v, "举报失效")
		p.number("条数", &r.Reports, 1, 1000)
		p.span("时间", &r.ReportSpan)
		p.done()
	}
	r.Exempt = s.list("不限速的指令")
	s.done()
}

// menu reads the account's menu: at most 3 entries of 4 characters, each with
// at most 5 of 8 (the platform's limits).
func (l *loader) menu(n *node, name string, level int) (out []campaign.MenuItem) {
	items := l.items(n, name)
	if level == 1 && len(items) > 3 || level == 2 && len(items) > 5 {
		l.at(n, "菜单最多3个，每个下面最多5个", "")
	}
	for _, item := range items {
		s := l.section(item, name)
		var m campaign.MenuItem
		s.needStr("名称", &m.Name)
		if n := len([]rune(m.Name)); level == 1 && n > 4 || n > 8 {
			l.at(s.get("名称"), "菜单名「"+m.Name+"」太长", "一级最多4个字，二级最多8个字")
		}
		s.str("指令", &m.Command)
		if level == 1 {
			m.Children = l.menu(s.get("子菜单"), "子菜单", 2)
		}
		s.done()
		if m.Command == "" && len(m.Children) == 0 {
			l.at(item, "菜单「"+m.Name+"」没有写「指令」", "")
		} else if m.Command != "" {
			l.commandUse(s.get("指令"), m.Command)
		}
		out = append(out, m)
	}
	return out
}

func (l *loader) words(n *node, name string) map[string]string {
	out := map[string]string{}
	s := l.section(n, name)
	for _, p := range s.n.pairs {
		v := s.get(p.key.text)
		if v == nil {
			continue
		}
		if len(p.key.text) != 1 || p.key.text < "0" || p.key.text > "9" {
			l.problem(p.key.line, p.key.col, "「"+name+"」的键应该是 0 到 9 的数字", "")
		}
		out[p.key.text] = v.text
		l.commandUse(v, v.text)
	}
	return out
}

func (l *loader) aliases(n *node) {
	l.c.Aliases = map[string][]string{}
	s := l.section(n, "指令别名")
	for _, p := range s.n.pairs {
		if !l.isCommand(p.key.text) {
			l.problem(p.key.line, p.key.col, "没有「"+p.key.text+"」这个指令", "可用的指令："+strings.Join(l.vocabulary.Commands, "、"))
		}
		list := s.list(p.key.text)
		l.c.Aliases[p.key.text] = list
		for _, w := range list {
			l.claim(p.value, w, commandOwner(p.key.text))
		}
	}
}

// items returns the elements of a list; something else is reported.
func (l *loader) items(n *node, name string) []*node {
	if n == nil {
		return nil
	}
	if n.kind != listNode {
		l.at(n, "「"+name+"」应该是列表，每项前面加「- 」", "")
		return nil
	}
	return n.items
}
