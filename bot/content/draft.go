package content

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"zhujiao/bot/campaign"
)

// Draft is what a campaign file is written from. Whoever makes a class, in a terminal or in
// a browser, makes a draft, so that the same answers give the same file.
type Draft struct {
	// Campaign is the class. Its frequent questions are those of the file alone, without the
	// one that the loader makes of what is in the packs.
	Campaign *campaign.Campaign
	// Texts are the texts that the file words itself.
	Texts map[Key]string
	// BlockedWords is the name of the file with the blocked words; empty for none.
	BlockedWords string
	// Account is the account file beside the class, nil for none. What it says is left out of
	// the class's file.
	Account *Account
}

// Draft returns what the file of a version would be written from. The draft may be changed.
func (v *Version) Draft() Draft {
	c := *v.Campaign
	c.FAQ = slices.DeleteFunc(slices.Clone(c.FAQ), func(e campaign.Entry) bool { return v.places[e.ID] == nil })
	for i := range c.FAQ {
		c.FAQ[i].Aliases = slices.Clone(c.FAQ[i].Aliases)
	}
	c.Packs = slices.Clone(c.Packs)
	for i := range c.Packs {
		c.Packs[i].Mirrors = slices.Clone(c.Packs[i].Mirrors)
	}
	c.Reminders, c.Tests = slices.Clone(c.Reminders), slices.Clone(c.Tests)
	c.Digits, c.Aliases, c.Concepts = maps.Clone(c.Digits), maps.Clone(c.Aliases), maps.Clone(c.Concepts)
	d := Draft{Campaign: &c, Texts: maps.Clone(v.Texts.fileTexts)}
	for name := range v.Files {
		if name != v.Name {
			d.BlockedWords = name
		}
	}
	return d
}

// Says reports whether words of the file would say something: a line is left out if a
// placeholder in it is empty, and nothing may be left.
func (d Draft) Says(words string) bool {
	wide := campaignWideVars(d.Campaign)
	for _, l := range parseLines(words) {
		empty := false
		for _, p := range l {
			v, known := wide[p.name]
			_, id := packNamed(p.name)
			_, there := d.Campaign.Pack(id)
			empty = empty || p.name != "" && (known && v == "" || id != "" && !known && !there)
		}
		if !empty && len(l) > 0 && (len(l) > 1 || l[0].name != "" || strings.TrimSpace(l[0].literal) != "") {
			return true
		}
	}
	return false
}

// General returns the words of the product's own texts, run together: what stands in them is
// nothing that a class alone would say.
func General() string {
	texts := builtinTexts()
	var b strings.Builder
	for _, key := range slices.Sorted(maps.Keys(texts)) {
		b.WriteString(texts[key] + "\n")
	}
	return b.String()
}

// YAML writes the draft as a campaign file. It has the keys in the order of the reference,
// and only those whose value is another one than what they have when they are left out.
func (d Draft) YAML() []byte {
	w := &draftWriter{Draft: d, c: d.Campaign}
	if keys := d.Account.Keys(); len(keys) > 0 {
		w.c = w.without(keys)
	}
	root := &yamlMap{}
	root.add("schema", "campaign/v1")
	for _, part := range []struct {
		key   string
		value any
	}{
		{"活动", w.event()},
		{"报名", w.signup()},
		{"签到", w.checkin()},
		{"资料包", w.packs()},
		{"提问", w.questions()},
		{"提醒", w.reminders()},
		{"群发", w.broadcasts()},
		{"限速", w.limits()},
		{"菜单", w.menu(w.c.Menu)},
		{"数字菜单", w.digits()},
		{"指令别名", freeLists(w.c.Aliases)},
		{"常见问题", w.entries()},
		{"概念", freeLists(w.c.Concepts)},
		{"测试", w.tests()},
		{"文本", w.texts()},
	} {
		root.add(part.key, part.value)
	}
	var b strings.Builder
	root.write(&b, 0)
	return []byte(b.String())
}

// draftWriter makes the sections of a file.
type draftWriter struct {
	Draft
	c *campaign.Campaign
}

// without is the class with what it has when some keys of the account file are left out.
func (w *draftWriter) without(keys []string) *campaign.Campaign {
	own := *w.c
	for _, key := range keys {
		setAccountValue(&own, leftOut(), key)
		if key == "屏蔽词文件" {
			w.BlockedWords = ""
		}
	}
	return &own
}

// leftOut has the values of the keys of the account file where nothing says them.
func leftOut() *campaign.Campaign {
	c := &campaign.Campaign{Unknown: campaign.UnknownTicket, Duty: campaign.Hours{From: 9 * 60, To: 22 * 60}}
	c.Broadcasts.Quiet = campaign.Hours{From: 22 * 60, To: 8 * 60}
	c.Limits = campaign.Limits{Messages: 10, Span: 30 * time.Second, Reports: 3, ReportSpan: 10 * time.Minute}
	return c
}

// at writes a time in the zone of the class.
func (w *draftWriter) at(t time.Time) any {
	t = t.In(w.c.Zone)
	if t.Second() != 0 {
		return plainScalar(t.Format(time.DateTime))
	}
	return plainScalar(t.Format(timeForm))
}

// atUnless writes a time that differs from what it is when it is left out.
func (w *draftWriter) atUnless(t, otherwise time.Time) any {
	if t.IsZero() || t.Equal(otherwise) {
		return nil
	}
	return w.at(t)
}

func (w *draftWriter) event() any {
	c, m := w.c, &yamlMap{}
	m.add("编号", c.ID)
	m.add("名称", c.Name)
	m.add("主办", c.Host)
	if zone := c.Zone.String(); zone != "Asia/Shanghai" {
		m.add("时区", zone)
	}
	m.add("开始", w.at(c.Start))
	m.add("结束", w.at(c.End))
	m.add("领取截止", w.atUnless(c.ClaimsUntil, time.Time{}))
	m.add("答疑分钟", whole(c.QAMinutes, 0))
	m.add("讲师", c.Lecturer)
	m.add("讲师介绍", c.LecturerIntro)
	m.add("系列", c.Series)
	m.add("原价", whole(c.ListPrice, 0))
	if c.LiveRoom == "" {
		m.remark("直播间", plainScalar(`""`), pendingRoom)
	} else {
		m.add("直播间", quoted(c.LiveRoom))
	}
	m.add("下一场", c.Next)
	m.add("隐私链接", quoted(c.Privacy))
	m.add("取消", onlyIf(c.Cancelled, "true"))
	m.add("取消原因", quoted(c.CancelReason))
	m.add("班主任在线", span(c.Duty, leftOut().Duty))
	m.add("承诺回复分钟", whole(c.PromisedMinutes, 30))
	switch c.Unknown {
	case campaign.UnknownSilence:
		m.add("未知问题", "沉默")
	case campaign.UnknownTransfer:
		m.add("未知问题", "转客服")
	case campaign.UnknownTicket:
	}
	return m
}

func (w *draftWriter) signup() any {
	r, m := w.c.Signup, &yamlMap{inLine: true}
	m.add("名额", whole(r.Seats, 0))
	m.add("开放", w.atUnless(r.Open, time.Time{}))
	m.add("截止", w.atUnless(r.Close, w.c.End))
	m.add("扫码即报名", onlyIf(r.ScanSignsUp, "true"))
	m.add("二维码场景", r.Scenes)
	m.add("候补", onlyIf(!r.Waitlist, "false"))
	m.add("候补停止转正", w.atUnless(r.PromoteUntil, w.c.End))
	m.add("取消需二次确认", onlyIf(!r.ConfirmCancel, "false"))
	return m
}

func (w *draftWriter) checkin() any {
	r, m := w.c.Checkin, &yamlMap{inLine: true}
	if len(r.Passphrases) == 0 {
		return nil
	}
	m.add("口令", quotedList(r.Passphrases))
	m.add("开始", w.atUnless(r.Open, w.c.Start))
	m.add("结束", w.atUnless(r.Close, w.c.End))
	wrong := &yamlMap{flow: true}
	wrong.add("次数", whole(r.WrongMax, 5))
	wrong.add("时间", lasts(r.WrongSpan, 10*time.Minute))
	m.add("错误口令上限", wrong)
	m.add("未报名也可签到", onlyIf(!r.WalkIn, "不可以"))
	m.add("口令同音", onlyIf(!r.SameSound, "false"))
	m.add("候补到场", onlyIf(r.Standby == campaign.StandbySeat, "有空席就签到"))
	return m
}

func (w *draftWriter) questions() any {
	r, m := w.c.Questions, &yamlMap{inLine: true}
	if r.Unlisted {
		return m
	}
	m.add("开放", w.atUnless(r.Open, w.c.Signup.Open))
	m.add("截止", w.atUnless(r.Close, w.c.End))
	m.add("最少字数", whole(r.MinRunes, 8))
	m.add("最多字数", whole(r.MaxRunes, 200))
	m.add("每人上限", whole(r.PerPerson, 3))
	m.add("先审后发", onlyIf(!r.Review, "false"))
	m.add("展示名", onlyIf(r.Named, "昵称"))
	m.add("例子", r.Example)
	m.add("屏蔽词文件", w.BlockedWords)
	if len(m.pairs) == 0 { // the section itself says that people are told of questions
		m.add("每人上限", plainScalar(strconv.Itoa(r.PerPerson)))
	}
	return m
}

func (w *draftWriter) reminders() (out []*yamlMap) {
	for _, r := range w.c.Reminders {
		m := &yamlMap{flow: true}
		m.add("名称", r.Name)
		m.add("时间", w.at(r.At))
		if r.Audience.Kind != campaign.AudienceSeated {
			m.add("对象", AudienceWords(r.Audience))
		}
		m.add("文本", r.Text)
		m.add("群机器人", onlyIf(r.Robot, "true"))
		out = append(out, m)
	}
	return out
}

// BuiltIn reports whether the product has a text of its own under a key.
func BuiltIn(key Key) bool {
	_, ok := builtinTexts()[key]
	return ok
}
