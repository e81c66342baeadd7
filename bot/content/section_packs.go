package content

import (
	"time"

	"zhujiao/bot/campaign"
)

// packs reads the section 资料包.
func (l *loader) packs(n *node) {
	for _, item := range l.items(n, "资料包") {
		s := l.section(item, "资料包")
		p := campaign.Pack{Stock: -1, DeadAfter: 3}
		s.needStr("编号", &p.ID)
		s.needStr("名称", &p.Name)
		s.number("价值", &p.Price, 0, 100000)
		s.str("简称", &p.Short)
		s.str("内容", &p.Contents)
		p.Aliases = s.list("别名")
		p.Conditions = l.conditions(s)
		p.Draw = s.choice("发放", "直接", "抽取") == 1
		l.draw(s, &p)
		if v := s.get("库存"); v != nil && v.text != "不限" {
			s.number("库存", &p.Stock, 0, 1000000)
		}
		for _, m := range l.items(s.need("链接"), "链接") {
			p.Mirrors = append(p.Mirrors, l.mirror(m))
		}
		s.number("失效判定人数", &p.DeadAfter, 1, 1000)
		s.reportUnknownKeys()
		if _, dup := l.c.Pack(p.ID); dup {
			l.errorAt(item, "资料包编号「"+p.ID+"」重复", "")
			continue
		}
		l.c.Packs = append(l.c.Packs, p)
	}
}

// draw reads the 抽取 of a pack.
func (l *loader) draw(s *section, p *campaign.Pack) {
	v := s.get("抽取")
	if v == nil {
		if p.Draw {
			l.errorAt(s.n, "「发放: 抽取」要写「抽取: {概率: 0.3, 每人次数: 1}」", "")
		}
		return
	}
	d := l.section(v, "抽取")
	d.need("概率")
	d.float("概率", &p.Chance)
	once := 1
	d.number("每人次数", &once, 1, 1)
	d.reportUnknownKeys()
}

// mirror reads a link of a pack.
func (l *loader) mirror(n *node) campaign.Mirror {
	s := l.section(n, "链接")
	m := campaign.Mirror{Until: forEver}
	s.needStr("地址", &m.URL)
	s.str("提取码", &m.Code)
	s.str("有效至", &m.Until)
	s.str("名称", &m.Name)
	s.flag("备用", &m.Backup)
	s.reportUnknownKeys()
	l.checkLink(s.get("地址"), m.URL)
	if m.Code != "" && len([]rune(m.Code)) != 4 {
		l.errorAt(s.get("提取码"), "提取码应该是4位，现在是「"+m.Code+"」", "")
	}
	l.checkUntil(s.get("有效至"), m.Until)
	return m
}

// forEver is the validity of a link that has no end.
const forEver = "永久"

// checkUntil checks the validity of a link, which is 永久 or a date after the class.
func (l *loader) checkUntil(n *node, s string) {
	if s == forEver || n == nil {
		return
	}
	t, err := time.ParseInLocation("2006-01-02", s, l.zone())
	if err != nil {
		l.errorAt(n, "「有效至」读不懂：「"+s+"」", "写成 2022-08-07 或 永久")
	} else if t.Before(l.c.End) {
		l.errorAt(n, "链接在课程结束前就到期了（"+s+"）", "换一个有效期更长的链接")
	}
}
