package content

import (
	"slices"
	"strings"

	"zhujiao/bot/campaign"
)

// menuReader reads the menus, the digits and the aliases of commands.
type menuReader struct{ l *loader }

// menu reads the menu of the account. The platform allows 3 entries of at most 4
// characters at level 1, and below each of them 5 of at most 8.
func (r *menuReader) menu(n *node, name string, level int) (out []campaign.MenuItem) {
	items := r.l.items(n, name)
	if level == 1 && len(items) > 3 || level == 2 && len(items) > 5 {
		r.l.report.errorAt(items[len(items)-1], "菜单最多3个，每个下面最多5个：这里有"+number(len(items))+"个", "删掉几个")
	}
	for _, item := range items {
		s := r.l.section(item, name)
		var m campaign.MenuItem
		s.needStr("名称", &m.Name)
		r.checkMenuName(s.get("名称"), m.Name, level, out)
		s.str("指令", &m.Command)
		if level == 1 {
			m.Children = r.menu(s.get("子菜单"), "子菜单", 2)
		}
		s.reportUnknownKeys()
		if m.Command == "" && len(m.Children) == 0 {
			r.l.report.errorAt(item, "菜单「"+m.Name+"」缺少「指令」，没有写", exampleHint("菜单", "指令"))
		} else if m.Command != "" && len(m.Children) > 0 {
			r.l.report.errorAt(s.get("指令"), "菜单「"+m.Name+"」有子菜单，「指令」不会用到", "删掉「指令」，或删掉「子菜单」")
		} else if m.Command != "" {
			r.l.phrases.requireCommand(s.get("指令"), m.Command)
		}
		out = append(out, m)
	}
	return out
}

// checkMenuName checks the name of a menu entry. A Chinese character counts as two
// letters; the platform also bounds the bytes.
func (r *menuReader) checkMenuName(n *node, name string, level int, before []campaign.MenuItem) {
	width := 0
	for _, r := range name {
		if width++; r > 0x7f {
			width++
		}
	}
	mostWidth, mostBytes := 8, 16
	if level == 2 {
		mostWidth, mostBytes = 16, 60
	}
	if width > mostWidth || len(name) > mostBytes {
		r.l.report.errorAt(n, "菜单名「"+name+"」太长，有"+number(len(name))+"字节", "一级最多4个字（16字节），二级最多8个字（60字节）")
	}
	if n == nil {
		return
	}
	if strings.ContainsAny(name, "{}｛｝") {
		r.l.report.errorAt(n, "菜单名「"+name+"」里不能用占位符", "直接写出文字")
	}
	(&checker{r.l}).checkLuring(n, "菜单名", name)
	if slices.ContainsFunc(before, func(m campaign.MenuItem) bool { return m.Name == name }) {
		r.l.report.warnAt(n, "菜单里有两个都叫「"+name+"」，重复了", "换一个名称")
	}
}

// digits reads a mapping from digits to words.
func (r *menuReader) digits(n *node, name string) map[string]string {
	out := map[string]string{}
	s := r.l.section(n, name)
	for _, p := range s.n.pairs {
		v := s.get(p.key.text)
		if v == nil {
			continue
		}
		if len(p.key.text) != 1 || p.key.text < "0" || p.key.text > "9" {
			r.l.report.problem(p.key.line, p.key.col, "「"+name+"」的键应该是 0 到 9 的数字，现在是「"+shorten(p.key.text, 20)+"」", "用半角数字，加引号，例如 \"1\"")
			continue
		}
		out[p.key.text] = v.text
		r.l.phrases.requireCommand(v, v.text)
	}
	return out
}

// aliases reads the section 指令别名.
func (r *menuReader) aliases(n *node) {
	r.l.c.Aliases = map[string][]string{}
	s := r.l.section(n, "指令别名")
	for _, p := range s.n.pairs {
		if !slices.Contains(r.l.vocabulary.Commands, p.key.text) {
			r.l.report.problem(p.key.line, p.key.col, "没有「"+p.key.text+"」这个指令", (&checker{r.l}).commandHint(p.key.text))
		}
		list := s.list(p.key.text)
		r.l.c.Aliases[p.key.text] = list
		r.l.phrases.claimAll(p.value, list, commandOwner(p.key.text))
	}
}
