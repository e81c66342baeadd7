package content

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/textcheck"
)

// checker checks the texts of a file, and everything that depends on several sections.
type checker struct{ l *loader }

// crossCheck checks everything that depends on several sections.
func (c *checker) crossCheck(root *node) {
	c.l.settleClaims()
	for _, u := range c.l.commandRefs {
		hint := c.commandHint(u.word)
		if c.l.faqBroken && Errors(c.l.problems) > 0 && !strings.HasPrefix(hint, "你是") {
			continue // it may be a question that could not be read
		}
		if !c.l.owners.owned(u.word) {
			c.l.errorAt(u.n, "「"+u.word+"」不是指令，也不是常见问题", hint)
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
	exempt := root.child("限速").child("不限速的指令")
	for i, w := range c.l.c.Limits.Exempt {
		if !c.l.owners.owned(w) && i < len(exempt.items) {
			c.l.errorAt(exempt.items[i], "不限速的指令「"+w+"」不存在，不是指令", c.commandHint(w))
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
	case c.l.atEnd(n):
		c.l.errorAt(n, what+"：文件到这里就断了，后面可能缺了一段", "从备份把后面的补上")
	case n.remark > 0:
		c.l.errorAt(n, what+"：「#」后面的被当成说明", "文字以「#」开头要加引号")
	default:
		c.l.errorAt(n, what, "写上文字，或者删掉这一行，用内置的说法")
	}
}

// atEnd reports whether nothing follows a value in the file.
func (l *loader) atEnd(n *node) bool {
	return strings.TrimSpace(l.src[min(n.from, len(l.src)):]) == "" || n.style == blockStyle && strings.Count(l.src, "\n") <= n.line
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
	own := placeholders(builtinTexts()[Key(key)])
	allowed := func(name string) bool { return isCampaignWide(name) || own[name] || strings.HasPrefix(name, "状态") }
	what := "文本「" + key + "」"
	c.l.checkPlaceholders(n, what, t, allowed, func() []string {
		return append(slices.DeleteFunc(slices.Sorted(maps.Keys(own)), isCampaignWide), wideNames()...)
	})
	c.l.checkBraces(n, what, t, allowed)
	c.l.checkRemark(n, what)
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
	allowed := func(name string) bool { return isCampaignWide(name) || name == "已报" || name == "剩余" }
	c.l.checkPlaceholders(n, "答案", t, allowed, func() []string { return append(wideNames(), "已报", "剩余") })
	c.l.checkBraces(n, "答案", t, allowed)
	c.l.checkRemark(n, "答案")
	c.checkWording(n, "答案", t)
}

var (
	datePattern  = regexp.MustCompile(`(\d{1,2})月(\d{1,2})日(?:[（(]?周([一二三四五六日天]))?`)
	pricePattern = regexp.MustCompile(`价值(\d+)元`)
)

// checkWording checks the rules for all texts that people read: length, inducements to
// share, dates, prices, and names that a placeholder should fill in.
func (c *checker) checkWording(n *node, what, t string) {
	size := len(t)
	for name := range placeholders(t) {
		size += 40 - len(name)
	}
	if most := c.l.vocabulary.MaxText; size > most {
		c.l.errorAt(n, what+fmt.Sprintf("太长：约%d字节，微信最多%d字节", size, most), "分成两条，或删短")
	}
	c.checkLuring(n, what, t)
	for _, m := range datePattern.FindAllStringSubmatch(t, -1) {
		c.checkDate(n, what, m)
	}
	for _, m := range pricePattern.FindAllStringSubmatch(t, -1) {
		if !c.priced(m[1]) {
			c.l.errorAt(n, what+"里的「"+m[0]+"」和资料包的价值不一致", "")
		}
	}
	if c.l.c.Lecturer != "" && strings.Contains(t, c.l.c.Lecturer) && what != "答案" {
		c.l.warnAt(n, what+"里写了讲师的名字", "写成 {讲师}，换一场课就不用改")
	}
	if seats := "前" + strconv.Itoa(c.l.c.Signup.Seats) + "人"; strings.Contains(t, seats) {
		c.l.warnAt(n, what+"里写了「"+seats+"」", "写成 前{名额}人")
	}
}

// checkLuring reports inducements to share or follow, where they stand.
func (c *checker) checkLuring(n *node, what, t string) {
	if m := textcheck.LuringWords(t); m != "" && n != nil {
		c.l.problemIn(n, strings.Index(t, m), what+"里的「"+m+"」属于诱导分享或诱导关注，公众号会被处罚", "换个说法")
	}
}

// checkDate checks the weekday of a date in a text, and warns of the date of the class.
func (c *checker) checkDate(n *node, what string, m []string) {
	month, _ := strconv.Atoi(m[1]) // digits by the pattern
	day, _ := strconv.Atoi(m[2])
	if c.l.c.Start.IsZero() {
		return // the year is not known
	}
	t := time.Date(c.l.c.Start.Year(), time.Month(month), day, 0, 0, 0, 0, c.l.zone())
	if m[3] != "" && strings.ReplaceAll(m[3], "天", "日") != weekday(t) {
		c.l.errorAt(n, fmt.Sprintf("%s里的「%s」：%d月%d日是周%s", what, m[0], month, day, weekday(t)), "")
	} else if s := c.l.c.Start; int(s.Month()) == month && s.Day() == day {
		c.l.warnAt(n, what+"里写了课程日期「"+m[0]+"」", "写成 {日期} 或 {开课日}，换一场课就不用改")
	}
}

// priced reports whether a price in yuan is that of a pack, or there are no packs.
func (c *checker) priced(yuan string) bool {
	if len(c.l.c.Packs) == 0 {
		return true
	}
	for _, p := range c.l.c.Packs {
		if strconv.Itoa(p.Price) == yuan {
			return true
		}
	}
	return false
}

// wideNames are the placeholders that every text may use.
func wideNames() []string {
	return slices.Sorted(maps.Keys(campaignWideVars(&campaign.Campaign{Zone: time.UTC})))
}
