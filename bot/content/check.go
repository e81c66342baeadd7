package content

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"zhujiao/bot/textcheck"
)

// crossCheck checks what concerns several sections.
func (l *loader) crossCheck(root *node) {
	for _, p := range l.c.Packs {
		for _, w := range packWords(p) {
			l.claim(root, w, packOwner(p))
		}
	}
	for _, w := range l.c.Checkin.Passphrases {
		l.claim(root, w, checkinOwner)
	}
	for _, u := range l.uses {
		if !l.claims.has(u.word) {
			l.at(u.n, "「"+u.word+"」不是指令，也不是常见问题", "")
		}
	}
	for i, r := range l.c.Reminders {
		if _, ok := l.textOf(r.Text); !ok {
			l.at(l.reminderNodes[i], "提醒「"+r.Name+"」的文本「"+r.Text+"」不存在", "在「文本」里写上，或改成已有的名字")
		}
	}
	for i, r := range l.c.Reminders {
		if l.c.TooQuiet(r) {
			l.warn(l.reminderNodes[i], "提醒「"+r.Name+"」（"+l.when(r.At)+"）在免打扰时间里，不会发出", "改到免打扰时间以外")
		}
	}
	for _, w := range l.c.Limits.Exempt {
		if !l.claims.has(w) {
			l.at(root, "不限速的指令「"+w+"」不存在", "")
		}
	}
}

// texts reads the section 文本.
func (l *loader) texts(n *node) {
	l.own = map[Key]string{}
	if n == nil {
		return
	}
	s := l.section(n, "文本")
	builtin := defaults()
	for k := range builtin {
		s.used[string(k)] = true
	}
	for _, p := range s.n.pairs {
		key := Key(p.key.text)
		if v := s.get(p.key.text); v != nil && (builtin[key] != "" || l.reminded(p.key.text)) {
			l.own[key] = s.scalar(v)
			l.text(v, p.key.text, v.text)
			continue
		}
		delete(s.used, p.key.text)
		if builtin[key] != "" {
			s.used[p.key.text] = true
		}
	}
	s.done()
}

func (l *loader) reminded(key string) bool {
	for _, r := range l.c.Reminders {
		if r.Text == key {
			return true
		}
	}
	return false
}

func (l *loader) textOf(key string) (string, bool) {
	if t, ok := l.own[Key(key)]; ok {
		return t, true
	}
	t, ok := defaults()[Key(key)]
	return t, ok
}

// text checks one text under its key.
func (l *loader) text(n *node, key, t string) {
	allowed := names(defaults()[Key(key)])
	for name := range names(t) {
		if !wide(name) && !allowed[name] && !strings.HasPrefix(name, "状态") {
			l.at(n, "文本「"+key+"」里不能用 {"+name+"}", "可以用："+strings.Join(sortedNames(allowed), " "))
		}
	}
	if strings.TrimSpace(t) == "" {
		l.at(n, "文本「"+key+"」是空的", "")
	}
	l.wording(n, "文本「"+key+"」", t)
}

// answer checks the answer of a frequent question.
func (l *loader) answer(n *node, t string) {
	if n == nil {
		return
	}
	for name := range names(t) {
		if !wide(name) && name != "已报" && name != "剩余" {
			l.at(n, "答案里不能用 {"+name+"}", "")
		}
	}
	l.wording(n, "答案", t)
}

var (
	dateForm  = regexp.MustCompile(`(\d{1,2})月(\d{1,2})日(?:[（(]?周([一二三四五六日天]))?`)
	priceForm = regexp.MustCompile(`价值(\d+)元`)
)

// wording checks what every text to people must keep to.
func (l *loader) wording(n *node, what, t string) {
	size := len(t)
	for name := range names(t) {
		size += 40 - len(name)
	}
	if most := l.vocabulary.MaxText; size > most {
		l.at(n, what+fmt.Sprintf("太长：约%d字节，微信最多%d字节", size, most), "分成两条，或删短")
	}
	if m := textcheck.LuringWords(t); m != "" {
		l.at(n, what+"里的「"+m+"」属于诱导分享或诱导关注，公众号会被处罚", "换个说法")
	}
	for _, m := range dateForm.FindAllStringSubmatch(t, -1) {
		l.date(n, what, m)
	}
	for _, m := range priceForm.FindAllStringSubmatch(t, -1) {
		if !l.priced(m[1]) {
			l.at(n, what+"里的「"+m[0]+"」和资料包的价值不一致", "")
		}
	}
	if l.c.Lecturer != "" && strings.Contains(t, l.c.Lecturer) && what != "答案" {
		l.warn(n, what+"里写了讲师的名字", "写成 {讲师}，换一场课就不用改")
	}
	if seats := "前" + strconv.Itoa(l.c.Signup.Seats) + "人"; strings.Contains(t, seats) {
		l.warn(n, what+"里写了「"+seats+"」", "写成 前{名额}人")
	}
}

// date compares a date that was typed into a text with the class.
func (l *loader) date(n *node, what string, m []string) {
	month, _ := strconv.Atoi(m[1]) // digits by the pattern
	day, _ := strconv.Atoi(m[2])
	t := time.Date(l.c.Start.Year(), time.Month(month), day, 0, 0, 0, 0, l.zone())
	if m[3] != "" && strings.ReplaceAll(m[3], "天", "日") != weekday(t) {
		l.at(n, fmt.Sprintf("%s里的「%s」：%d月%d日是周%s", what, m[0], month, day, weekday(t)), "")
	} else if s := l.c.Start; int(s.Month()) == month && s.Day() == day {
		l.warn(n, what+"里写了课程日期「"+m[0]+"」", "写成 {日期} 或 {开课日}，换一场课就不用改")
	}
}

func (l *loader) priced(yuan string) bool {
	if len(l.c.Packs) == 0 {
		return true
	}
	for _, p := range l.c.Packs {
		if strconv.Itoa(p.Price) == yuan {
			return true
		}
	}
	return false
}
