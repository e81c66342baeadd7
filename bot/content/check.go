package content

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/textcheck"
)

// checker checks the texts of a file, and everything that depends on several sections.
type checker struct{ l *loader }

// crossCheck checks everything that depends on several sections.
func (c *checker) crossCheck(root *node) {
	c.l.phrases.settleClaims()
	for _, u := range c.l.phrases.commandRefs {
		hint := c.commandHint(u.word)
		if c.l.faqBroken && Errors(c.l.report.problems) > 0 && !strings.HasPrefix(hint, "你是") {
			continue // it may be a question that could not be read
		}
		if !c.l.phrases.owners.owned(u.word) {
			c.l.report.errorAt(u.n, "「"+u.word+"」不是指令，也不是常见问题", hint)
		}
	}
	for i, r := range c.l.c.Reminders {
		if _, ok := c.textOf(r.Text); !ok {
			c.l.report.errorAt(c.l.reminderNodes[i], "提醒「"+r.Name+"」的文本「"+r.Text+"」不存在", "在「文本」里写上，或改成已有的名字")
		}
	}
	for i, r := range c.l.c.Reminders {
		if c.l.c.TooQuiet(r) {
			c.l.report.warnAt(c.l.reminderNodes[i], "提醒「"+r.Name+"」（"+c.l.cal.formatTime(r.At)+"）在免打扰时间里，不会发出", "改到免打扰时间以外")
		}
	}
	exempt := root.child("限速").child("不限速的指令")
	for i, w := range c.l.c.Limits.Exempt {
		if !c.l.phrases.owners.owned(w) && i < len(exempt.items) {
			c.l.report.errorAt(exempt.items[i], "不限速的指令「"+w+"」不存在，不是指令", c.commandHint(w))
		}
	}
}

// commandHint names the most similar command, or all.
func (c *checker) commandHint(word string) string {
	if near := nearest(word, setOf(c.l.vocabulary.Commands)); near != "" {
		return "你是不是想写「" + near + "」"
	}
	return "可用的指令：" + strings.Join(c.l.vocabulary.Commands, "、")
}

// texts reads the section 文本.
func (c *checker) texts(n *node) {
	c.l.fileTexts = map[Key]string{}
	if n == nil {
		return
	}
	s := c.l.section(n, "文本")
	builtin := builtinTexts()
	for k := range builtin {
		s.used[string(k)] = true
	}
	for _, p := range s.n.pairs {
		key := Key(p.key.text)
		if known := builtin[key] != "" || c.isReminderText(p.key.text); known && p.value.kind == nullNode {
			c.emptyText(p.value, p.key.text)
		} else if v := s.get(p.key.text); v != nil && known {
			c.l.fileTexts[key] = s.scalar(v)
			if v.kind == scalarNode {
				c.checkText(v, p.key.text, v.text)
			}
			continue
		}
		delete(s.used, p.key.text)
		if builtin[key] != "" {
			s.used[p.key.text] = true
		}
	}
	s.reportUnknownKeys()
}

// emptyText reports a text without words.
func (c *checker) emptyText(n *node, key string) {
	what := "文本「" + key + "」是空的，没有内容"
	switch {
	case c.atEnd(n):
		c.l.report.errorAt(n, what+"：文件到这里就断了，后面可能缺了一段", "从备份把后面的补上")
	case n.remark > 0:
		c.l.report.errorAt(n, what+"：「#」后面的被当成说明", "文字以「#」开头要加引号")
	default:
		c.l.report.errorAt(n, what, "写上文字，或者删掉这一行，用内置的说法")
	}
}

// atEnd reports whether nothing follows a value in the file.
func (c *checker) atEnd(n *node) bool {
	src := c.l.report.src
	return strings.TrimSpace(src[min(n.from, len(src)):]) == "" || n.style == blockStyle && strings.Count(src, "\n") <= n.line
}

// isReminderText reports whether a reminder of the file uses a text.
func (c *checker) isReminderText(key string) bool {
	for _, r := range c.l.c.Reminders {
		if r.Text == key {
			return true
		}
	}
	return false
}

// textOf returns the text of the file under a key, else the built-in one.
func (c *checker) textOf(key string) (string, bool) {
	if t, ok := c.l.fileTexts[Key(key)]; ok {
		return t, true
	}
	t, ok := builtinTexts()[Key(key)]
	return t, ok
}

// checkText checks one text under its key.
func (c *checker) checkText(n *node, key, t string) {
	own := valuesOf(Key(key))
	known := func(name string) bool { return c.fillable(name) || own[name] || namesPack(name) }
	what := "文本「" + key + "」"
	c.l.templates.checkPlaceholders(n, what, t, known, func() []string {
		return append(slices.DeleteFunc(slices.Sorted(maps.Keys(own)), c.fillable), wideNames()...)
	})
	c.checkPackNames(n, t)
	c.l.templates.checkBraces(n, what, t, known)
	c.speaks(spoken{node: n, key: Key(key), words: t})
	c.l.templates.checkRemark(n, what)
	if strings.TrimFunc(t, isBlank) == "" {
		c.emptyText(n, key)
	}
	c.checkWording(n, "文本「"+key+"」", t)
}

// checkAnswer checks the answer of a frequent question.
func (c *checker) checkAnswer(n *node, t string) {
	if n == nil || n.kind != scalarNode {
		return
	}
	known := func(name string) bool {
		return c.fillable(name) || name == "已报" || name == "剩余" || namesPack(name)
	}
	c.l.templates.checkPlaceholders(n, "答案", t, known, func() []string { return append(wideNames(), "已报", "剩余") })
	c.checkPackNames(n, t)
	c.l.templates.checkBraces(n, "答案", t, known)
	c.l.templates.checkRemark(n, "答案")
	c.speaks(spoken{node: n, words: t})
	c.checkWording(n, "答案", t)
}

// maxSpoken is how many bytes a text may have of which it is checked what it says. A longer
// one is refused, because no message has room for it.
const maxSpoken = 8192

// speaks notes a text, for checkSpoken.
func (c *checker) speaks(s spoken) {
	if len(s.words) <= maxSpoken {
		c.l.spoken = append(c.l.spoken, s)
	}
}

// checkWording checks the rules for all texts that people read: length and inducements to
// share. What the settings say is checked by checkSpoken.
func (c *checker) checkWording(n *node, what, t string) {
	size := len(t)
	for _, name := range placeholders(t) {
		size += 40 - len(name)
	}
	if most := c.l.vocabulary.MaxText; size > most {
		c.l.report.errorAt(n, what+fmt.Sprintf("太长：约%d字节，微信最多%d字节", size, most), "分成两条，或删短")
	}
	c.checkLuring(n, what, t)
}

// checkLuring reports inducements to share or follow, where they stand.
func (c *checker) checkLuring(n *node, what, t string) {
	switch m, sure := textcheck.LuringWords(t); {
	case m == "" || n == nil:
	case sure:
		c.l.report.problemIn(n, strings.Index(t, m), what+"里的「"+m+"」属于诱导分享或诱导关注，公众号会被处罚", "换个说法")
	default:
		c.l.report.warnAt(n, what+"里提到「"+m+"」，让人分享才给东西会被处罚", "确认没有这个意思")
	}
}

// wideNames are the placeholders that every text may use.
func wideNames() []string {
	return slices.Sorted(maps.Keys(campaignWideVars(&campaign.Campaign{Zone: time.UTC})))
}
