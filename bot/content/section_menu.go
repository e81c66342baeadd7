package content

import (
	"slices"
	"strings"

	"zhujiao/bot/campaign"
)

// menu reads the menu of the account. The platform allows 3 entries of at most 4
// characters at level 1, and below each of them 5 of at most 8.
func (l *loader) menu(n *node, name string, level int) (out []campaign.MenuItem) {
	items := l.items(n, name)
	if level == 1 && len(items) > 3 || level == 2 && len(items) > 5 {
		l.errorAt(n, "菜单最多3个，每个下面最多5个", "")
	}
	for _, item := range items {
		s := l.section(item, name)
		var m campaign.MenuItem
		s.needStr("名称", &m.Name)
		if n := len([]rune(m.Name)); level == 1 && n > 4 || n > 8 {
			l.errorAt(s.get("名称"), "菜单名「"+m.Name+"」太长", "一级最多4个字，二级最多8个字")
		}
		s.str("指令", &m.Command)
		if level == 1 {
			m.Children = l.menu(s.get("子菜单"), "子菜单", 2)
		}
		s.reportUnknownKeys()
		if m.Command == "" && len(m.Children) == 0 {
			l.errorAt(item, "菜单「"+m.Name+"」没有写「指令」", "")
		} else if m.Command != "" {
			l.requireCommand(s.get("指令"), m.Command)
		}
		out = append(out, m)
	}
	return out
}

// digits reads a mapping from digits to words.
func (l *loader) digits(n *node, name string) map[string]string {
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
		l.requireCommand(v, v.text)
	}
	return out
}

// aliases reads the section 指令别名.
func (l *loader) aliases(n *node) {
	l.c.Aliases = map[string][]string{}
	s := l.section(n, "指令别名")
	for _, p := range s.n.pairs {
		if !slices.Contains(l.vocabulary.Commands, p.key.text) {
			l.problem(p.key.line, p.key.col, "没有「"+p.key.text+"」这个指令", "可用的指令："+strings.Join(l.vocabulary.Commands, "、"))
		}
		list := s.list(p.key.text)
		l.c.Aliases[p.key.text] = list
		for _, w := range list {
			l.assignPhrase(p.value, w, commandOwner(p.key.text))
		}
	}
}
