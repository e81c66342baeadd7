package newclass

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/content/newclass"
)

// Preview shows what people will read in each phase of a class.
func Preview(v *content.Version) string {
	var b strings.Builder
	for _, s := range said(v) {
		b.WriteString("【" + s.When + "】\n  " + strings.ReplaceAll(s.Words, "\n", "\n  ") + "\n")
	}
	return b.String()
}

// Said is a text with the occasion on which people read it.
type Said struct{ When, Words string }

// said are the texts of a class that everybody reads, in order.
func said(v *content.Version) []Said {
	c, t := v.Campaign, v.Texts
	phases := map[string]time.Time{}
	for _, p := range content.Phases(c) {
		phases[p.Name] = p.At
	}
	open, running := phases["开课前"], phases["直播中"]
	seats := strconv.Itoa(c.Signup.Seats)
	out := []Said{
		{"关注", t.Say(content.KeyWelcome, open, content.Vars{"剩余": seats})},
		{"报名", t.Say(content.KeyRegisterOK, open, content.Vars{"序号": "1"})},
	}
	if c.Signup.Waitlist {
		out = append(out, Said{"报满以后报名", t.Say(content.KeyWaitlistJoined, open, content.Vars{"候补位": "1"})})
	}
	for _, r := range c.Reminders {
		out = append(out, Said{"提醒「" + r.Name + "」", t.Say(content.Key(r.Text), r.At, content.ReminderVars(c, r))})
	}
	if c.HasCheckin() {
		out = append(out, Said{"直播中发口令", t.Say(content.KeyCheckinOK, running, nil)})
	}
	for _, p := range c.Packs {
		out = append(out, Said{"领取" + p.ID, t.Say(content.KeyPackDeliver, running, packVars(p))})
	}
	for _, e := range c.FAQ {
		if e.ID == "intro" && !e.Pending {
			out = append(out, Said{e.Question, t.Answer(e.ID, open, content.Vars{"剩余": seats})})
		}
	}
	return append(out, Said{"第二天来问", t.Say(content.KeyClassOver, phases["第二天"], nil)})
}

// PhaseTexts are the texts that people read in a phase of a class, which begins At.
type PhaseTexts struct {
	Name string
	At   time.Time
	Said []Said
}

// phaseEntries is how many frequent questions are shown in each phase.
const phaseEntries = 6

// Phases shows what people read in each phase of a class: who begins to follow, and who asks.
func Phases(v *content.Version) (out []PhaseTexts) {
	c, t := v.Campaign, v.Texts
	vars := content.Vars{"剩余": strconv.Itoa(c.Signup.Seats), "已报": "0"}
	for _, p := range content.Phases(c) {
		one := PhaseTexts{Name: p.Name, At: p.At.In(c.Zone)}
		if p.At.Before(c.End) {
			one.Said = append(one.Said, Said{"关注", t.Say(content.KeyWelcome, p.At, vars)})
		} else {
			one.Said = append(one.Said, Said{"来问", t.Say(content.KeyClassOver, p.At, vars)})
		}
		shown := 0
		for _, e := range c.FAQ {
			if e.Pending || e.Answer == "" || shown == phaseEntries {
				continue
			}
			shown++
			one.Said = append(one.Said, Said{"问「" + e.Question + "」", t.Answer(e.ID, p.At, vars)})
		}
		out = append(out, one)
	}
	return append(out, PhaseTexts{Name: "各步的回复和提醒", Said: said(v)})
}

func packVars(p campaign.Pack) content.Vars {
	v := content.Vars{"包": p.ID, "包名": p.Name, "简称": p.ShortName()}
	if len(p.Mirrors) > 0 {
		m := p.Mirrors[0]
		v["链接"], v["提取码"], v["有效至"] = m.URL, m.Code, m.Until
	}
	return v
}

// How a class that was made gets to serve, for Timeline.
const (
	ByFile    = "放上文件"
	ByConsole = "发布"
)

// Timeline lists what happens when, from now until the last data is erased, a line each. It begins
// with what makes the class serve.
func Timeline(c *campaign.Campaign, now time.Time, begin string) []string {
	type event struct {
		at   time.Time
		what string
	}
	var events []event
	add := func(at time.Time, what string) {
		if !at.IsZero() {
			events = append(events, event{at, what})
		}
	}
	opens := "报名开放，" + strconv.Itoa(c.Signup.Seats) + "席"
	if c.Signup.Open.After(now) {
		add(now, begin+"就能看到这一场")
		add(c.Signup.Open, opens)
	} else {
		add(now, begin+"就能报名，"+strconv.Itoa(c.Signup.Seats)+"席")
	}
	for _, r := range c.Reminders {
		what := "提醒「" + r.Name + "」发给" + content.AudienceWords(r.Audience)
		if c.TooQuiet(r) {
			what += "：在免打扰时间里，不会发"
		}
		add(r.At, what)
	}
	add(c.Start, "开课")
	add(c.Signup.Close, "报名截止")
	add(c.End, "下课")
	if c.HasCheckin() {
		add(c.Checkin.Open, "可以签到")
		add(c.Checkin.Close, "签到结束，漏签的走补签")
	}
	add(c.Questions.Close, "提问截止")
	for _, p := range c.Packs {
		for _, m := range p.Mirrors {
			add(c.LinkEnd(m), "资料包"+p.ID+"的链接到期")
		}
	}
	if len(c.Packs) > 0 {
		add(c.ClaimsEnd(), "资料领取截止")
	}
	add(c.End.Add(campaign.HashLife), "取关的人的校验码删除")
	add(c.End.Add(campaign.TextLife), "这一场的聊天内容都已删除")
	slices.SortStableFunc(events, func(a, b event) int { return cmp.Compare(a.at.Unix(), b.at.Unix()) })
	out := make([]string, len(events))
	for i, e := range events {
		out[i] = Day(e.at.In(c.Zone)) + "  " + e.what
	}
	return out
}

// Pending lists what is still to be filled in, and what is answered meanwhile, a line each.
func Pending(v *content.Version) []string {
	var out []string
	if v.Campaign.LiveRoom == "" {
		out = append(out, "直播间：定了填在「活动」的「直播间」里；开课前2小时还空着，检查会报错")
	}
	for _, e := range v.Campaign.FAQ {
		if !e.Pending {
			continue
		}
		meanwhile := "转给班主任"
		if e.PendingText != "" {
			meanwhile = "说「" + e.PendingText + "」"
		}
		out = append(out, "问「"+e.Question+"」："+meanwhile)
	}
	return out
}

// Left lists texts and words of the last class that were not taken over, a line each.
func Left(f *newclass.Form) []string {
	var out []string
	for _, l := range f.Left() {
		switch {
		case l.Text != "":
			out = append(out, "文本「"+string(l.Text)+"」提到「"+l.Found+"」，用系统自带的")
		case l.Word != "":
			out = append(out, "「"+short(l.Word)+"」提到「"+l.Found+"」")
		}
	}
	return out
}

// Summary puts all together that is shown before the file is written.
func Summary(f *newclass.Form, v *content.Version, now time.Time) string {
	var b strings.Builder
	b.WriteString("\n── 大家会看到的 ──\n" + Preview(v) + "\n── 时间表 ──\n  " + strings.Join(Timeline(v.Campaign, now, ByFile), "\n  ") + "\n")
	if lines := Pending(v); len(lines) > 0 {
		b.WriteString("\n── 还待补 ──\n  " + strings.Join(lines, "\n  ") + "\n")
	}
	if lines := Left(f); len(lines) > 0 {
		b.WriteString("\n── 没有带过来 ──\n  " + strings.Join(lines, "\n  ") + "\n")
	}
	return b.String()
}

// OfAccount says which settings the account file has, so that the class's file has not, and
// which of them the class before had otherwise.
func OfAccount(keys, overruled []string) string {
	said := "\n" + content.AccountFile + " 里已经有的不问，也不写进这一场：" + strings.Join(keys, "、") + "。"
	if len(overruled) > 0 {
		said += "\n上一场的文件里「" + strings.Join(overruled, "」「") + "」写的和它不一样，按 " + content.AccountFile + " 的来。"
	}
	return said
}
