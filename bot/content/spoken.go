package content

import (
	"maps"
	"strings"

	"zhujiao/bot/campaign"
)

// spoken is a text or an answer of the file. key is empty for an answer.
type spoken struct {
	node  *node
	key   Key
	words string
}

// what names a text for a problem.
func (s spoken) what() string {
	if s.key == "" {
		return "答案"
	}
	return "文本「" + string(s.key) + "」"
}

// checkSpoken checks what the texts and answers of the file say: against the settings, in
// every phase of the class, and against what the product says without them (rulings 52, 53).
func checkSpoken(l *loader) {
	if Errors(l.report.problems) > 0 && l.c.Start.IsZero() {
		return
	}
	texts, err := newTexts(l.c, l.fileTexts)
	if err != nil {
		return
	}
	builtin, err := newTexts(l.c, nil)
	if err != nil {
		return
	}
	lines := strings.Split(strings.ReplaceAll(string(l.files[l.report.file]), "\r", ""), "\n")
	p := &particulars{l.report, l.c, lines, l.spoken, l.reminderNodes}
	said := &speech{report: l.report, loader: l, c: l.c}
	for _, s := range l.spoken {
		p.checkParticulars(s)
		if !said.checkPhases(texts, s) {
			said.noteRedundant(texts, builtin, s)
		}
	}
	said.sayRedundant()
	said.checkReminderTexts(p)
	said.checkUnsaid()
}

// speech checks what a file says as a whole.
type speech struct {
	report *problemList
	loader *loader
	c      *campaign.Campaign
	// same are the texts that are the built-in ones, and alike those that say the same as
	// these for this class.
	same, alike []spoken
}

// fillable reports whether every text may use a placeholder.
func (c *checker) fillable(name string) bool {
	if c.l.wide == nil {
		c.l.wide = campaignWideVars(c.l.c)
	}
	_, ok := c.l.wide[name]
	return ok || isTimely(name)
}

// namesPack reports whether a placeholder names a pack by its number: {状态99}.
func namesPack(name string) bool {
	_, id := packNamed(name)
	return id != ""
}

// packNamed splits a placeholder that names a pack.
func packNamed(name string) (prefix, id string) {
	for _, prefix := range packPrefixes() {
		if id, ok := strings.CutPrefix(name, prefix); ok && id != "" {
			return prefix, id
		}
	}
	return "", ""
}

// checkPackNames reports placeholders of packs that do not exist.
func (c *checker) checkPackNames(n *node, t string) {
	for _, name := range placeholders(t) {
		prefix, id := packNamed(name)
		if _, there := c.l.c.Pack(id); id != "" && !there {
			c.l.report.contradiction(n, "{"+name+"} 说的资料包「"+id+"」不存在", c.packHint(prefix))
		}
	}
}

// packHint lists the placeholders with a prefix that there are.
func (c *checker) packHint(prefix string) string {
	var out []string
	for _, p := range c.l.c.Packs {
		out = append(out, "{"+prefix+p.ID+"}")
	}
	if len(out) == 0 {
		return "本场没有资料包，删掉这一行"
	}
	return "可以写 " + strings.Join(out, " ") + "，或删掉这一行"
}

// valuesOf returns the placeholders that a text may have besides those of every text: those
// of the built-in text, of its variants, and the values that are given to all of them.
func valuesOf(key Key) map[string]bool {
	out := setOf(placeholders(builtinTexts()[key]))
	for base, list := range variants() {
		for _, x := range list {
			if key == base {
				maps.Copy(out, setOf(placeholders(builtinTexts()[x.key])))
			}
			if key == x.key {
				maps.Copy(out, setOf(placeholders(builtinTexts()[base])))
			}
		}
	}
	for _, name := range extraValues(key) {
		out[name] = true
	}
	return out
}

// extraValues are values that a text is given although the built-in one does not show them.
func extraValues(key Key) []string {
	switch k := string(key); {
	case strings.HasPrefix(k, "remind_"):
		return []string{"还有", "几时开课", "包", "包名", "简称"}
	case key == KeyMenu, key == KeyWelcome, key == KeyWelcomeRunning, key == KeyPackNeedRegister:
		return []string{"剩余", "已报", "包", "包名", "简称"}
	case strings.HasPrefix(k, "pack_"), strings.HasPrefix(k, "report_"), key == KeyLinkReplaced:
		return []string{"包", "包名", "简称"}
	default:
		return nil
	}
}

// noteRedundant notes a text that may be left out, because the built-in one says the same.
func (l *speech) noteRedundant(t, plain *Texts, s spoken) {
	builtin := builtinTexts()[s.key]
	if s.key == "" || builtin == "" {
		return
	}
	if tidy(builtin) == tidy(s.words) {
		l.same = append(l.same, s)
		return
	}
	at, vars := openBefore(l.c), l.exampleVars(s.key, plain)
	if own := t.Say(s.key, at, vars); own != "" && own == plain.Say(s.key, at, vars) {
		l.alike = append(l.alike, s)
	}
}

// sayRedundant warns of the texts that may be left out: once, at the first of them, since a
// file made from an older sample has dozens.
func (l *speech) sayRedundant() {
	for _, r := range []struct {
		texts      []spoken
		what, hint string
	}{
		{l.same, "和系统自带的一样，可以不写", ""},
		{l.alike, "现在和系统自带的说得一样，可以不写", "，换一场课就不用改"},
	} {
		switch n := len(r.texts); n {
		case 0:
		case 1:
			l.report.warnAt(r.texts[0].node, r.texts[0].what()+r.what, "删掉这一条"+r.hint)
		default:
			names, lines := make([]string, n), make([]string, n)
			for i, s := range r.texts {
				names[i], lines[i] = string(s.key), number(s.node.line)
			}
			what := number(n) + "条文本" + r.what + "：" + listed(names)
			l.report.warnAt(r.texts[0].node, what, "删掉这几条"+r.hint+"：第"+listed(lines)+"行")
		}
	}
}

// listed joins as many of some words as a problem has room for.
func listed(words []string) string {
	room := 340
	for i, w := range words {
		if room -= len([]rune(w)) + 1; room < 0 {
			return strings.Join(words[:i], "、") + "…"
		}
	}
	return strings.Join(words, "、")
}

func tidy(s string) string { return strings.TrimRight(s, "\n ") }

// exampleVars are values for the placeholders of a text.
func (l *speech) exampleVars(key Key, t *Texts) Vars {
	v := Vars{}
	for name := range valuesOf(key) {
		v[name] = exampleValue(name)
	}
	for _, p := range l.c.Packs {
		v["状态"+p.ID] = "可领取"
	}
	packs := l.c.Packs
	if with := l.c.CheckinPacks(); len(with) > 0 && key != KeyPackLose {
		packs = with
	}
	for i := range packs {
		if key == KeyPackLose && !packs[i].Draw {
			continue
		}
		v["包"], v["包名"], v["简称"] = packs[i].ID, packs[i].Name, packs[i].ShortName()
		break
	}
	for _, r := range l.c.Reminders {
		if Key(r.Text) == key {
			maps.Copy(v, ReminderVars(l.c, r))
		}
	}
	delete(v, "已签到")
	for _, name := range timelyNames() {
		delete(v, name)
	}
	for name := range t.campaignWide {
		delete(v, name)
	}
	return v
}

func exampleValue(name string) string {
	switch name {
	case "链接":
		return "https://pan.example.com/s/1abc"
	case "提取码":
		return "8k2m"
	case "有效至":
		return "2030-01-01"
	case "报名状态":
		return "已报名（第7位）"
	case "签到状态":
		return "未签到"
	case "提醒状态":
		return "已开启"
	case "提问状态":
		return "1个"
	case "资料包进度", "资料包状态":
		return "（各份资料的状态）"
	case listName:
		return "（列表）"
	case "问", "答", "内容":
		return "（内容）"
	case "时间":
		return "明天 20:40"
	default:
		return "7"
	}
}

// checkReminderTexts checks that each reminder says something at its time.
func (l *speech) checkReminderTexts(p *particulars) {
	texts, err := newTexts(l.c, l.loader.fileTexts)
	if err != nil {
		return
	}
	for i, r := range l.c.Reminders {
		if l.loader.fileTexts[Key(r.Text)] == "" && builtinTexts()[Key(r.Text)] == "" {
			continue // reported already
		}
		said := texts.Say(Key(r.Text), r.At, ReminderVars(l.c, r))
		if said == "" {
			l.report.errorAt(l.loader.reminderNodes[i], "提醒「"+r.Name+"」在它的时间没有话说：文本「"+r.Text+"」的占位符都是空的", "换一个文本，或改时间")
			continue
		}
		p.checkLead(i, said)
	}
}

// checkUnsaid reports settings that an entry contradicts because it is still pending.
func (l *speech) checkUnsaid() {
	for _, e := range l.c.FAQ {
		if !e.Pending {
			continue
		}
		at := l.loader.places[e.ID]
		if len(at) == 0 {
			continue
		}
		n := &node{line: int(at[0].line), col: int(at[0].col)}
		live := e.ID == "live" || e.Intent == "直播入口" || strings.Contains(e.Question, "直播间")
		if live && l.c.LiveRoom != "" && e.PendingText == "" {
			l.report.warnAt(n, "「直播间」已经填了，「"+e.Question+"」还是待补，问到会转给班主任", "删掉「待补: true」，写成 答: 直播间：{直播间}")
		}
		for _, p := range l.c.Packs {
			if p.Contents != "" && strings.Contains(e.Question, p.ID) && strings.Contains(e.Question, "有什么") {
				l.report.warnAt(n, "资料包「"+p.Name+"」的「内容」已经填了，「"+e.Question+"」还是待补", "删掉这一条，系统会用「内容」回答")
			}
		}
	}
	l.checkMenuUse()
	for _, p := range l.c.CheckinPacks() {
		if !l.c.HasCheckin() {
			l.report.errorAt(nil, "资料包「"+p.Name+"」要签到才能领，可是没有「签到」这一节，没人能签到", "写上签到口令，或把条件改成 [已报名]")
		}
	}
}

// checkMenuUse warns of menus and digits for what the class does not have.
func (l *speech) checkMenuUse() {
	for _, u := range l.loader.phrases.commandRefs {
		switch {
		case len(l.c.Packs) == 0 && (u.word == "资料包" || u.word == "失效" || u.word == "领取"):
			l.report.warnAt(u.n, "菜单里的「"+u.word+"」没有用：本场没有资料包", "删掉这一项")
		case !l.c.HasCheckin() && (u.word == "签到" || u.word == "补签"):
			l.report.warnAt(u.n, "菜单里的「"+u.word+"」没有用：本场不用签到", "删掉这一项")
		}
	}
}
