package content

import (
	"fmt"
	"maps"
	"strconv"
	"strings"
	"time"

	"zhujiao/bot/campaign"
)

// campaignWideVars returns the values of the placeholders that every text may use.
func campaignWideVars(c *campaign.Campaign) Vars {
	out := Vars{}
	for _, part := range []Vars{classVars(c), timeVars(c), staffVars(c), packVars(c)} {
		maps.Copy(out, part)
	}
	return out
}

// classVars are the placeholders for what the class is.
func classVars(c *campaign.Campaign) Vars {
	v := Vars{
		"课名": c.Name, "主办": c.Host, "讲师": c.Lecturer, "老师": "老师", "讲师介绍": c.LecturerIntro, "系列": c.Series,
		"名额": strconv.Itoa(c.Signup.Seats), "原价": positive(c.ListPrice), "直播间": c.LiveRoom, "下一场": c.Next,
		"问下一场": "",
		"隐私链接": c.Privacy, "取消原因": c.CancelReason, "上限": strconv.Itoa(c.Questions.PerPerson), "最少字数": strconv.Itoa(c.Questions.MinRunes),
		"最多字数": strconv.Itoa(c.Questions.MaxRunes), "答疑分钟": positive(c.QAMinutes), "提问例": c.Questions.Example,
		"让给谁": "别的同学", "报名键": keyOf(c, "报名"), "资料键": keyOf(c, "资料包"),
	}
	if c.Lecturer != "" {
		v["老师"] = strings.TrimSuffix(c.Lecturer, "老师") + "老师"
	}
	if c.Series == "" {
		v["系列"] = "公开课"
	}
	if c.Questions.Example == "" {
		v["提问例"] = "我工作3年，想转到这个方向，没有相关经验，第一步先学什么？"
	}
	if c.Signup.Waitlist {
		v["让给谁"] = "候补同学"
	}
	if c.Next == "" { // else the next class is named, and nobody has to ask for it
		v["问下一场"] = "下一场"
	}
	return v
}

// keyOf is what people type for a command: its digit, else its word.
func keyOf(c *campaign.Campaign, word string) string {
	for _, d := range digitOrder() {
		if c.Digits[d] == word {
			return d
		}
	}
	return word
}

// digitOrder is the order of the lines of the menu.
func digitOrder() []string { return strings.Split("1234567890", "") }

// positive writes a number, or nothing for 0, so that its line is left out.
func positive(n int) string {
	if n <= 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// timeVars are the placeholders for times and windows.
func timeVars(c *campaign.Campaign) Vars {
	z := c.Zone
	start, end, opens, shuts := c.Start.In(z), c.End.In(z), c.Checkin.Open.In(z), c.Checkin.Close.In(z)
	day := monthDay(start) + "（周" + weekday(start) + "）"
	from := monthDay(opens) + opens.Format("15:04")
	if opens.Equal(start) {
		from += "开播后"
	} else {
		from += "以后"
	}
	return Vars{
		"日期": monthDay(start), "开课日": day, "开课时刻": start.Format("15:04"), "结束时刻": end.Format("15:04"),
		"开课时间": ClassTime(c), "时长": Span(end.Sub(start)),
		"签到时段": monthDay(opens) + opens.Format("15:04") + "-" + endOfSpan(opens, shuts), "签到开始": from,
		"签到结束": monthDay(shuts) + shuts.Format("15:04"), "校验码到期": monthDay(end.AddDate(0, 0, 7)),
		"开放":   monthDay(c.Signup.Open.In(z)) + c.Signup.Open.In(z).Format("15:04"),
		"提问开放": monthDay(c.Questions.Open.In(z)) + c.Questions.Open.In(z).Format("15:04"),
		"口令等待": Span(c.Checkin.WrongSpan), "领取截止": lastMoment(c.ClaimsEnd().In(z)),
		"定时例": start.Add(-50 * time.Minute).Format("15:04"), "期限例": end.AddDate(0, 0, 31).Format("2006-01-02"),
		"期限例日": monthDay(end.AddDate(0, 0, 31)),
	}
}

// lastMoment says until when something is: a day means all of it.
func lastMoment(at time.Time) string {
	if at.Hour() == 23 && at.Minute() == 59 {
		return monthDay(at)
	}
	return monthDay(at) + at.Format("15:04")
}

// ClassTime says when a class is: 7月7日（周四）20:30-21:30.
func ClassTime(c *campaign.Campaign) string {
	start, end := c.Start.In(c.Zone), c.End.In(c.Zone)
	return monthDay(start) + "（周" + weekday(start) + "）" + start.Format("15:04") + "-" + endOfSpan(start, end)
}

// staffVars are the placeholders for the moderators' hours and the rules of broadcasts.
func staffVars(c *campaign.Campaign) Vars {
	const day = 24 * 60
	quiet := c.Broadcasts.Quiet
	return Vars{
		"在线时间": hourOf(c.Duty.From) + "-" + hourOf(c.Duty.To), "上班时间": dayPart(c.Duty.From/60) + hourOf(c.Duty.From),
		"承诺分钟": strconv.Itoa(c.PromisedMinutes), "免打扰时段": clockOf(quiet.From) + "-" + clockOf(quiet.To%day),
		"免打扰后": clockOf((quiet.To + 30) % day), "相同间隔": Span(c.Broadcasts.SameTextSpan),
	}
}

// packVars are the placeholders for the packs. Those of one pack end in its number.
func packVars(c *campaign.Campaign) Vars {
	v := Vars{
		"资料份数": "", "签到包": claimWords(c.CheckinPacks(), true), "签到包名": labels(c.CheckinPacks(), campaign.Pack.Label),
		"签到包介绍": labels(c.CheckinPacks(), valued),
		"领取指令":  claimWords(c.CheckinPacks(), false), "包例": "", "补货包例": "", "包对象": "",
	}
	for _, p := range c.Packs {
		v["包名"+p.ID], v["简称"+p.ID], v["内容"+p.ID], v["价值"+p.ID] = p.Name, p.ShortName(), p.Contents, positive(p.Price)
		v["包对象"] += "、已签到未领" + p.ID + "、已领" + p.ID
		if p.Stock >= 0 && v["补货包例"] == "" {
			v["补货包例"] = p.ID
		}
	}
	if len(c.Packs) == 0 {
		return v
	}
	v["资料份数"], v["包例"] = count(len(c.Packs)), c.Packs[0].ID
	if v["补货包例"] == "" {
		v["补货包例"] = c.Packs[0].ID
	}
	return v
}

// HeldVars are the values for a question which of several packs does not open.
func HeldVars(packs []string) Vars {
	reports := make([]string, len(packs))
	for i, id := range packs {
		reports[i] = "「失效" + id + "」"
	}
	return Vars{"份数": count(len(packs)), "失效指令": strings.Join(reports, "或")}
}

// claimWords are the commands that claim packs: 「领取99」领面试资料包，「领取49」领….
func claimWords(packs []campaign.Pack, named bool) string {
	var out []string
	for _, p := range packs {
		words := "「领取" + p.ID + "」"
		if named {
			words += "领" + p.ShortName()
		}
		out = append(out, words)
	}
	if named {
		return strings.Join(out, "，")
	}
	return strings.Join(out, "或")
}

// labels names packs in a sentence.
func labels(packs []campaign.Pack, label func(campaign.Pack) string) string {
	out := make([]string, len(packs))
	for i, p := range packs {
		out[i] = label(p)
	}
	return strings.Join(out, "和")
}

// valued names a pack with its price.
func valued(p campaign.Pack) string {
	if p.Price == 0 {
		return p.ShortName()
	}
	return "价值" + strconv.Itoa(p.Price) + "元的" + p.ShortName()
}

// count writes a small number as it stands before a measure word.
func count(n int) string {
	if words := []rune("零一两三四五六七八九十"); n >= 0 && n < len(words) {
		return string(words[n])
	}
	return strconv.Itoa(n)
}

// Span writes a duration: 1小时30分钟, 2天, 30秒.
func Span(d time.Duration) string {
	days, hours, minutes, seconds := int(d/(24*time.Hour)), int(d/time.Hour)%24, int(d/time.Minute)%60, int(d/time.Second)%60
	if days == 1 && hours == 0 && minutes == 0 {
		days, hours = 0, 24
	}
	var b strings.Builder
	for _, part := range []struct {
		n    int
		unit string
	}{{days, "天"}, {hours, "小时"}, {minutes, "分钟"}, {seconds, "秒"}} {
		if part.n > 0 {
			b.WriteString(strconv.Itoa(part.n) + part.unit)
		}
	}
	return b.String()
}

// hourOf writes a time of the day without a leading zero: 9:00.
func hourOf(minutes int) string { return fmt.Sprintf("%d:%02d", minutes/60%25, minutes%60) }

// clockOf writes minutes after midnight with two digits: 08:30, 24:00.
func clockOf(minutes int) string { return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60) }

// dayPart names the part of the day of an hour.
func dayPart(hour int) string {
	switch {
	case hour < 6:
		return "凌晨"
	case hour < 11:
		return "早上"
	case hour < 13:
		return "中午"
	case hour < 18:
		return "下午"
	default:
		return "晚上"
	}
}
