package content

import (
	"slices"
	"strings"
	"time"

	"zhujiao/bot/campaign"
	regexp "zhujiao/bot/lazyregexp"
	"zhujiao/bot/text"
)

// packReader reads the packs.
type packReader struct{ l *loader }

// packs reads the section 资料包.
func (r *packReader) packs(n *node) {
	lines := map[string]int{}
	for _, item := range r.l.items(n, "资料包") {
		s := r.l.section(item, "资料包")
		p := campaign.Pack{Stock: -1, DeadAfter: 3}
		s.needStr("编号", &p.ID)
		s.needStr("名称", &p.Name)
		s.number("价值", &p.Price, 0, 100000)
		s.str("简称", &p.Short)
		s.str("内容", &p.Contents)
		p.Aliases = s.list("别名")
		p.Conditions = r.conditions(s)
		p.Draw = s.choice("发放", "直接", "抽取") == 1
		r.draw(s, &p)
		r.stock(s, &p)
		for _, m := range r.l.items(s.need("链接"), "链接") {
			p.Mirrors = append(p.Mirrors, r.mirror(m))
		}
		r.checkMirrors(s, p)
		s.number("失效判定人数", &p.DeadAfter, 1, 1000)
		s.reportUnknownKeys()
		if before, dup := lines[p.ID]; dup {
			r.l.report.errorAt(s.get("编号"), "资料包编号「"+p.ID+"」重复了，第"+number(before)+"行已经有了", "换一个编号")
			continue
		}
		lines[p.ID] = s.n.line
		r.l.phrases.claim(s.get("编号"), p.ID, packOwner(p))
		r.l.phrases.claim(s.get("名称"), p.Name, packOwner(p))
		r.l.phrases.claimAll(s.get("别名"), p.Aliases, packOwner(p))
		r.l.c.Packs = append(r.l.c.Packs, p)
	}
}

// draw reads the 抽取 of a pack.
func (r *packReader) draw(s *section, p *campaign.Pack) {
	v := s.get("抽取")
	if v == nil {
		if p.Draw {
			r.l.report.errorAt(s.get("发放"), "「发放: 抽取」缺少「抽取」，没有写概率", exampleHint("资料包", "抽取"))
		}
		return
	}
	d := r.l.section(v, "抽取")
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
		r.l.report.warnAt(v, "写了「抽取」，但「发放」是「直接」，不会抽", "改成「发放: 抽取」，或删掉「抽取」")
	case share == 0:
		r.l.report.warnAt(chance, "概率是0，没有人抽得中", "三成写 0.3")
	case share == 1:
		r.l.report.warnAt(chance, "概率是1，人人都抽中", "人人有就写「发放: 直接」，三成写 0.3")
	}
}

// stock reads the 库存 of a pack.
func (r *packReader) stock(s *section, p *campaign.Pack) {
	v := s.get("库存")
	if v == nil || v.text == "不限" {
		return
	}
	if v.kind == scalarNode && strings.Trim(v.text, "0123456789") != "" && unlimited.MatchString(v.text) {
		r.l.report.suggest(v, "「库存」应该是整数或「不限」，现在是「"+shorten(v.text, 20)+"」", "不限")
		return
	}
	s.number("库存", &p.Stock, 0, 1000000)
	if p.Stock == 0 {
		r.l.report.warnAt(v, "库存是0，没有人领得到", "不限量就写「不限」")
	}
}

var unlimited = regexp.MustCompile(`^-\d+$|无|不|没|任意|all|∞`)

// checkMirrors reports a pack without a link, and links that are the same.
func (r *packReader) checkMirrors(s *section, p campaign.Pack) {
	list := s.get("链接")
	if list == nil || list.kind != listNode {
		return
	}
	if len(p.Mirrors) == 0 {
		r.l.report.errorAt(list, "资料包「"+p.Name+"」没有链接：「链接」是空的，至少写一条", exampleHint("资料包", "链接"))
	}
	main := false
	for i, m := range p.Mirrors {
		main = main || !m.Backup
		if first := slices.IndexFunc(p.Mirrors, func(o campaign.Mirror) bool { return o.URL == m.URL }); first < i && m.URL != "" {
			r.l.report.warnAt(list.items[i].child("地址"), "这条链接和第"+number(list.items[first].line)+"行的一样，重复了", "换成另一条，或删掉")
		}
	}
	if !main && len(p.Mirrors) > 0 {
		r.l.report.warnAt(list, "资料包「"+p.Name+"」只有备用链接", "至少一条不写「备用: true」")
	}
}

// mirror reads a link of a pack.
func (r *packReader) mirror(n *node) campaign.Mirror {
	s := r.l.section(n, "链接")
	m := campaign.Mirror{Until: forEver}
	s.needStr("地址", &m.URL)
	s.str("提取码", &m.Code)
	s.str("有效至", &m.Until)
	s.str("名称", &m.Name)
	s.flag("备用", &m.Backup)
	s.reportUnknownKeys()
	r.l.links.checkLink(s.get("地址"), m.URL)
	r.l.links.checkCode(s, m.URL, m.Code)
	r.checkUntil(s.get("有效至"), &m)
	return m
}

// forEver is the validity of a link that has no end.
const forEver = "永久"

// checkUntil checks the validity of a link, which is 永久 or a date after the class, and
// gives it the usual form.
func (r *packReader) checkUntil(n *node, m *campaign.Mirror) {
	if n == nil || m.Until == forEver {
		return
	}
	words := strings.TrimSpace(m.Until)
	t := text.ReadDay(words, r.l.cal.reference())
	switch {
	case endless.MatchString(words):
		r.l.report.suggest(n, "「有效至」读不懂：「"+shorten(words, 20)+"」", "永久")
		return
	case t.Problem == text.TimeNoDay:
		r.l.report.errorAt(n, "「有效至」没有这一天：「"+shorten(words, 20)+"」", "查一下日历，写成 2022-08-07 或 永久")
		return
	case t.At.IsZero() || relativeDay.MatchString(words) || !t.Year && r.l.c.Start.IsZero():
		r.l.report.errorAt(n, "「有效至」读不懂：「"+shorten(words, 20)+"」", "写成 2022-08-07 或 永久")
		return
	}
	usual := t.At.Format(time.DateOnly)
	if usual != words {
		if n.to > n.from {
			r.l.report.edits = append(r.l.report.edits, edit{n.from, n.to, usual})
		}
		r.l.report.warnAt(n, "「有效至」读作 "+usual, "改成：有效至: "+usual)
	}
	m.Until = usual
	if t.At.Before(r.l.c.End) {
		r.l.report.contradiction(n, "链接在课程结束前就到期了（"+usual+"，课程到"+r.l.cal.formatTime(r.l.c.End)+"）", "换一个有效期更长的链接")
	}
}

var endless = regexp.MustCompile(`长期|永远|一直|不限|无限|不过期|永久有效`)

// conditions reads the 条件 of a pack.
func (r *packReader) conditions(s *section) (out []campaign.Condition) {
	known := conditionWords()
	for _, word := range s.list("条件") {
		i := slices.IndexFunc(known, func(k conditionWord) bool { return k.word == word })
		if word == "" {
			continue // reported as no text
		}
		if i < 0 {
			var words []string
			for _, k := range known {
				words = append(words, k.word)
			}
			r.l.report.errorAt(s.get("条件"), "不认识的条件「"+word+"」", "可以写 "+strings.Join(words, "、"))
			continue
		}
		out = append(out, known[i].of...)
	}
	return out
}
