package content

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/text"
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
		l.stock(s, &p)
		for _, m := range l.items(s.need("链接"), "链接") {
			p.Mirrors = append(p.Mirrors, l.mirror(m))
		}
		l.checkMirrors(s, p)
		s.number("失效判定人数", &p.DeadAfter, 1, 1000)
		s.reportUnknownKeys()
		if _, dup := l.c.Pack(p.ID); dup {
			l.errorAt(s.get("编号"), "资料包编号「"+p.ID+"」重复了，前面已经有一个", "换一个编号")
			continue
		}
		l.claim(s.get("编号"), p.ID, packOwner(p))
		l.claim(s.get("名称"), p.Name, packOwner(p))
		l.claimAll(s.get("别名"), p.Aliases, packOwner(p))
		l.c.Packs = append(l.c.Packs, p)
	}
}

// draw reads the 抽取 of a pack.
func (l *loader) draw(s *section, p *campaign.Pack) {
	v := s.get("抽取")
	if v == nil {
		if p.Draw {
			l.errorAt(s.get("发放"), "「发放: 抽取」缺少「抽取」，没有写概率", exampleHint("资料包", "抽取"))
		}
		return
	}
	d := l.section(v, "抽取")
	d.need("概率")
	share := -1.0
	d.float("概率", &share)
	p.Chance = max(share, 0)
	once := 1
	d.number("每人次数", &once, 1, 1)
	d.reportUnknownKeys()
	chance := d.get("概率")
	switch {
	case !p.Draw:
		l.warnAt(v, "写了「抽取」，但「发放」是「直接」，不会抽", "改成「发放: 抽取」，或删掉「抽取」")
	case share == 0:
		l.warnAt(chance, "概率是0，没有人抽得中", "三成写 0.3")
	case share == 1:
		l.warnAt(chance, "概率是1，人人都抽中", "人人有就写「发放: 直接」，三成写 0.3")
	}
}

// stock reads the 库存 of a pack.
func (l *loader) stock(s *section, p *campaign.Pack) {
	v := s.get("库存")
	if v == nil || v.text == "不限" {
		return
	}
	if v.kind == scalarNode && strings.Trim(v.text, "0123456789") != "" && unlimited.MatchString(v.text) {
		l.suggest(v, "「库存」应该是整数或「不限」，现在是「"+shorten(v.text, 20)+"」", "不限")
		return
	}
	s.number("库存", &p.Stock, 0, 1000000)
	if p.Stock == 0 {
		l.warnAt(v, "库存是0，没有人领得到", "不限量就写「不限」")
	}
}

var unlimited = regexp.MustCompile(`^-\d+$|无|不|没|任意|all|∞`)

// checkMirrors reports a pack without a link, and links that are the same.
func (l *loader) checkMirrors(s *section, p campaign.Pack) {
	list := s.get("链接")
	if list == nil || list.kind != listNode {
		return
	}
	if len(p.Mirrors) == 0 {
		l.errorAt(list, "资料包「"+p.Name+"」没有链接：「链接」是空的，至少写一条", exampleHint("资料包", "链接"))
	}
	main := false
	for i, m := range p.Mirrors {
		main = main || !m.Backup
		if first := slices.IndexFunc(p.Mirrors, func(o campaign.Mirror) bool { return o.URL == m.URL }); first < i && m.URL != "" {
			l.warnAt(list.items[i].child("地址"), "这条链接和第"+number(list.items[first].line)+"行的一样，重复了", "换成另一条，或删掉")
		}
	}
	if !main && len(p.Mirrors) > 0 {
		l.warnAt(list, "资料包「"+p.Name+"」只有备用链接", "至少一条不写「备用: true」")
	}
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
	l.checkCode(s, m.URL, m.Code)
	l.checkUntil(s.get("有效至"), &m)
	return m
}

// forEver is the validity of a link that has no end.
const forEver = "永久"

// checkUntil checks the validity of a link, which is 永久 or a date after the class, and
// gives it the usual form.
func (l *loader) checkUntil(n *node, m *campaign.Mirror) {
	if n == nil || m.Until == forEver {
		return
	}
	words := strings.TrimSpace(m.Until)
	t := text.ReadDay(words, l.reference())
	switch {
	case endless.MatchString(words):
		l.suggest(n, "「有效至」读不懂：「"+shorten(words, 20)+"」", "永久")
		return
	case t.Problem == text.TimeNoDay:
		l.errorAt(n, "「有效至」没有这一天：「"+shorten(words, 20)+"」", "查一下日历，写成 2022-08-07 或 永久")
		return
	case t.At.IsZero() || relativeDay.MatchString(words) || !t.Year && l.c.Start.IsZero():
		l.errorAt(n, "「有效至」读不懂：「"+shorten(words, 20)+"」", "写成 2022-08-07 或 永久")
		return
	}
	usual := t.At.Format(time.DateOnly)
	if usual != words {
		if n.to > n.from {
			l.edits = append(l.edits, edit{n.from, n.to, usual})
		}
		l.warnAt(n, "「有效至」读作 "+usual, "改成：有效至: "+usual)
	}
	m.Until = usual
	if t.At.Before(l.c.End) {
		l.errorAt(n, "链接在课程结束前就到期了（"+usual+"，课程到"+l.formatTime(l.c.End)+"）", "换一个有效期更长的链接")
	}
}

var endless = regexp.MustCompile(`长期|永远|一直|不限|无限|不过期|永久有效`)
