package newclass

import (
	"cmp"
	"fmt"
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
	c, t := v.Campaign, v.Texts
	phases := map[string]time.Time{}
	for _, p := range content.Phases(c) {
		phases[p.Name] = p.At
	}
	open, running := phases["开课前"], phases["直播中"]
	seats := strconv.Itoa(c.Signup.Seats)
	type said struct{ when, words string }
	out := []said{
		{"关注", t.Say(content.KeyWelcome, open, content.Vars{"剩余": seats})},
		{"报名", t.Say(content.KeyRegisterOK, open, content.Vars{"序号": "1"})},
	}
	if c.Signup.Waitlist {
		out = append(out, said{"报满以后报名", t.Say(content.KeyWaitlistJoined, open, content.Vars{"候补位": "1"})})
	}
	for _, r := range c.Reminders {
		out = append(out, said{"提醒「" + r.Name + "」", t.Say(content.Key(r.Text), r.At, content.ReminderVars(c, r))})
	}
	if c.HasCheckin() {
		out = append(out, said{"直播中发口令", t.Say(content.KeyCheckinOK, running, nil)})
	}
	for _, p := range c.Packs {
		out = append(out, said{"领取" + p.ID, t.Say(content.KeyPackDeliver, running, packVars(p))})
	}
	for _, e := range c.FAQ {
		if e.ID == "intro" && !e.Pending {
			out = append(out, said{e.Question, t.Answer(e.ID, open, content.Vars{"剩余": seats})})
		}
	}
	out = append(out, said{"第二天来问", t.Say(content.KeyClassOver, phases["第二天"], nil)})
	var b strings.Builder
	for _, s := range out {
		b.WriteString("【" + s.when + "】\n  " + strings.ReplaceAll(s.words, "\n", "\n  ") + "\n")
	}
	return b.String()
}

func packVars(p campaign.Pack) content.Vars {
	v := content.Vars{"包": p.ID, "包名": p.Name, "简称": p.ShortName()}
	if len(p.Mirrors) > 0 {
		m := p.Mirrors[0]
		v["链接"], v["提取码"], v["有效至"] = m.URL, m.Code, m.Until
	}
	return v
}

// Timeline lists what happens when, from now until the last data is erased.
func Timeline(c *campaign.Campaign, now time.Time) string {
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
		add(now, "放上文件就能看到这一场")
		add(c.Signup.Open, opens)
	} else {
		add(now, "放上文件就能报名，"+strconv.Itoa(c.Signup.Seats)+"席")
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
	var b strings.Builder
	for _, e := range events {
		fmt.Fprintf(&b, "  %s  %s\n", Day(e.at.In(c.Zone)), e.what)
	}
	return b.String()
}

// Pending lists what is still to be filled in, and what is answered meanwhile.
func Pending(v *content.Version) string {
	var out []string
	if v.Campaign.LiveRoom == "" {
		out = append(out, "  直播间：定了填在「活动」的「直播间」里；开课前2小时还空着，检查会报错")
	}
	for _, e := range v.Campaign.FAQ {
		if !e.Pending {
			continue
		}
		meanwhile := "转给班主任"
		if e.PendingText != "" {
			meanwhile = "说「" + e.PendingText + "」"
		}
		out = append(out, "  问「"+e.Question+"」："+meanwhile)
	}
	return strings.Join(out, "\n")
}

// Left lists texts and words of the last class that were not taken over.
func Left(f *newclass.Form) string {
	var out []string
	for _, l := range f.Left() {
		switch {
		case l.Text != "":
			out = append(out, "  文本「"+string(l.Text)+"」提到「"+l.Found+"」，用系统自带的")
		case l.Word != "":
			out = append(out, "  「"+short(l.Word)+"」提到「"+l.Found+"」")
		}
	}
	return strings.Join(out, "\n")
}

// Summary puts all together that is shown before the file is written.
func Summary(f *newclass.Form, v *content.Version, now time.Time) string {
	var b strings.Builder
	b.WriteString("\n── 大家会看到的 ──\n" + Preview(v) + "\n── 时间表 ──\n" + Timeline(v.Campaign, now))
	if s := Pending(v); s != "" {
		b.WriteString("\n── 还待补 ──\n" + s + "\n")
	}
	if s := Left(f); s != "" {
		b.WriteString("\n── 没有带过来 ──\n" + s + "\n")
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
