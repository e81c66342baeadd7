package content

import (
	"fmt"
	"strings"

	"zhujiao/bot/textcheck"
)

// checker checks the texts of a file, and everything that depends on several sections.
type checker struct{ l *loader }

// crossCheck checks everything that depends on several sections.
func (c *checker) crossCheck(root *node) {
	for _, p := range c.l.c.Packs {
		for _, w := range packWords(p) {
			c.l.assignPhrase(root, w, packOwner(p))
		}
	}
	for _, w := range c.l.c.Checkin.Passphrases {
		c.l.assignPhrase(root, w, checkinOwner)
	}
	for _, u := range c.l.commandRefs {
		if !c.l.owners.owned(u.word) {
			c.l.errorAt(u.n, "「"+u.word+"」不是指令，也不是常见问题", "")
		}
	}
	for i, r := range c.l.c.Reminders {
		if _, ok := c.textOf(r.Text); !ok {
			c.l.errorAt(c.l.reminderNodes[i], "提醒「"+r.Name+"」的文本「"+r.Text+"」不存在", "在「文本」里写上，或改成已有的名字")
		}
	}
	for i, r := range c.l.c.Reminders {
		if c.l.c.TooQuiet(r) {
			c.l.warnAt(c.l.reminderNodes[i], "提醒「"+r.Name+"」（"+c.l.formatTime(r.At)+"）在免打扰时间里，不会发出", "改到免打扰时间以外")
		}
	}
	for _, w := range c.l.c.Limits.Exempt {
		if !c.l.owners.owned(w) {
			c.l.errorAt(root, "不限速的指令「"+w+"」不存在", "")
		}
	}
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
		if v := s.get(p.key.text); v != nil && (builtin[key] != "" || c.isReminderText(p.key.text)) {
			c.l.fileTexts[key] = s.scalar(v)
			c.checkText(v, p.key.text, v.text)
			continue
		}
		delete(s.used, p.key.text)
		if builtin[key] != "" {
			s.used[p.key.text] = true
		}
	}
	s.reportUnknownKeys()
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
	allowed := valuesOf(Key(key))
	for name := range placeholders(t) {
		if !c.fillable(n, name) && !allowed[name] && !c.ofPack(n, name) {
			c.l.errorAt(n, "文本「"+key+"」里不能用 {"+name+"}", "可以用："+strings.Join(placeholderList(allowed), " "))
		}
	}
	c.l.spoken = append(c.l.spoken, spoken{node: n, key: Key(key), words: t})
	if strings.TrimSpace(t) == "" {
		c.l.errorAt(n, "文本「"+key+"」是空的", "")
	}
	c.checkWording(n, "文本「"+key+"」", t)
}

// checkAnswer checks the answer of a frequent question.
func (c *checker) checkAnswer(n *node, t string) {
	if n == nil {
		return
	}
	for name := range placeholders(t) {
		if !c.fillable(n, name) && name != "已报" && name != "剩余" && !c.ofPack(n, name) {
			c.l.errorAt(n, "答案里不能用 {"+name+"}", "")
		}
	}
	c.l.spoken = append(c.l.spoken, spoken{node: n, words: t})
	c.checkWording(n, "答案", t)
}

// checkWording checks the rules for all texts that people read: length and inducements to
// share. What the settings say is checked by checkSpoken.
func (c *checker) checkWording(n *node, what, t string) {
	size := len(t)
	for name := range placeholders(t) {
		size += 40 - len(name)
	}
	if most := c.l.vocabulary.MaxText; size > most {
		c.l.errorAt(n, what+fmt.Sprintf("太长：约%d字节，微信最多%d字节", size, most), "分成两条，或删短")
	}
	if m := textcheck.LuringWords(t); m != "" {
		c.l.errorAt(n, what+"里的「"+m+"」属于诱导分享或诱导关注，公众号会被处罚", "换个说法")
	}
}
