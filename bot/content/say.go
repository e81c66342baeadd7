package content

import (
	"maps"
	"slices"
	"strings"
	"time"

	"zhujiao/bot/campaign"
)

// Say renders a text as it is said at a time: its variant for that time, and the
// placeholders that depend on the time. Values are shown as by Render.
func (t *Texts) Say(key Key, at time.Time, v Vars) string {
	key = t.Variant(key, at, v)
	tpl := t.byKey[key]
	return tpl.render(t.fitting(tpl, at, v).plain(key))
}

// fitting adds the values of the placeholders that depend on the time to those of a
// template. It never changes v. Values that v has take precedence.
func (t *Texts) fitting(tpl template, at time.Time, v Vars) Vars {
	var out Vars
	for _, name := range timelyNames() {
		if _, given := v[name]; given || !tpl.uses(name) {
			continue
		}
		if out == nil {
			out = maps.Clone(v)
		}
		if out == nil {
			out = Vars{}
		}
		out[name] = t.timely(name, moment{t.c, at, v})
	}
	if out == nil {
		return v
	}
	return out
}

// timelyNames are the placeholders of which the value depends on the time. {剩余} among the
// values of a text is how many seats are free: empty if nobody can register.
func timelyNames() [9]string {
	return [...]string{menuName, welcomeMenu, packsName, "报名提示", "提醒时间", "提问邀请", "签到提示", "接下来", "看进度"}
}

// timely returns the value of such a placeholder.
func (t *Texts) timely(name string, m moment) string {
	switch name {
	case menuName, welcomeMenu:
		return t.menu(m, name == welcomeMenu)
	case packsName:
		return t.packLines(m)
	case "报名提示":
		return t.signupHint(m)
	case "提醒时间":
		return leads(m)
	case "提问邀请":
		return t.when(m.class.Asking(m.at), KeyHintAsk)
	case "签到提示":
		return t.when(m.class.HasCheckin() && !m.class.Cancelled && !m.at.After(m.class.Checkin.Close), KeyHintCheckin)
	case "接下来":
		return t.next(m)
	}
	if m.packless() {
		return t.Render(KeyHintMy, nil)
	}
	return t.Render(KeyHintMyPacks, nil)
}

// menuName and packsName are placeholders of lists, like listName.
const (
	menuName       = "菜单"
	welcomeMenu    = "欢迎菜单"
	packsName      = "资料包列表"
	packStatesName = "资料包进度"
)

// isTimely reports whether every text may use a placeholder whose value depends on the
// time.
func isTimely(name string) bool {
	names := timelyNames()
	return slices.Contains(names[:], name)
}

func (t *Texts) when(holds bool, key Key) string {
	if !holds {
		return ""
	}
	return t.Render(key, nil)
}

// menu lists what the digits do. It leaves out what nobody can do at the time.
func (t *Texts) menu(m moment, welcome bool) string {
	var lines []string
	for _, d := range digitOrder() {
		word, ok := m.class.Digits[d]
		if !ok {
			continue
		}
		key := m.menuKey(word, welcome)
		if key == "" {
			continue
		}
		line := t.Render(key, Vars{"数": d, "内容": word, "剩余": m.vars["剩余"]})
		if line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// menuKey returns the line of the menu for a command, or "" if it is of no use now.
func (m moment) menuKey(word string, welcome bool) Key {
	switch {
	case word == "报名":
		return m.menuSignup(welcome)
	case word == "资料包" && m.packless(), word == "提问" && (m.class.Cancelled || m.at.After(m.class.Questions.Close)),
		word == "菜单" && !welcome, word == "签到" && (m.class.Cancelled || !m.class.HasCheckin()):
		return ""
	case word == "资料包":
		return KeyMenuPacks
	case word == "提问":
		return KeyMenuAsk
	case word == "我的":
		return KeyMenuMy
	case word == "菜单":
		return KeyMenuAgain
	default:
		return KeyMenuOther
	}
}

func (m moment) menuSignup(welcome bool) Key {
	switch left := m.vars["剩余"]; {
	case left == "":
		return ""
	case m.at.Before(m.class.Signup.Open):
		return KeyMenuSignupEarly
	case left == "0":
		return KeyMenuSignupFull
	case welcome:
		return KeyMenuSignupFew
	default:
		return KeyMenuSignup
	}
}

// signupHint invites people to register, unless nobody can.
func (t *Texts) signupHint(m moment) string {
	switch left := m.vars["剩余"]; {
	case left == "":
		return ""
	case m.at.Before(m.class.Signup.Open):
		return t.Render(KeyHintSignupEarly, nil)
	case left == "0":
		return t.Render(KeyHintSignupFull, nil)
	default:
		return t.Render(KeyHintSignup, nil)
	}
}

// next says what somebody can do who has just checked in.
func (t *Texts) next(m moment) string {
	var out []string
	if !m.unchecked() {
		out = append(out, t.Render(KeyHintPacks, nil))
	}
	if m.class.Asking(m.at) {
		out = append(out, t.Render(KeyHintAskShort, nil))
	}
	return strings.Join(out, "；")
}

// packLines lists the packs with what they ask for.
func (t *Texts) packLines(m moment) string {
	var lines []string
	for _, p := range m.class.Packs {
		lines = append(lines, t.Render(packLineKey(m, p), Vars{"包": p.ID, "包名": p.Name}))
	}
	return strings.Join(lines, "\n")
}

func packLineKey(m moment, p campaign.Pack) Key {
	checkin, shut := p.NeedsCheckin(), m.class.Cancelled || m.at.After(m.class.Checkin.Close)
	closed := m.class.Cancelled || !m.class.Signup.Close.IsZero() && m.at.After(m.class.Signup.Close)
	switch {
	case m.class.ClaimsOver(m.at):
		return KeyPackLineEnded
	case checkin && shut:
		return KeyPackLineOver
	case checkin && p.Draw:
		return KeyPackLineLots
	case checkin:
		return KeyPackLineCheckin
	case closed && p.Draw:
		return KeyPackLineShutLot
	case closed:
		return KeyPackLineShut
	case p.Draw:
		return KeyPackLineDraw
	default:
		return KeyPackLine
	}
}

// leads says how long before the class the reminders come that are still to come:
// 1小时和10分钟.
func leads(m moment) string {
	var out []string
	for _, r := range m.class.RemindersLeft(m.at) {
		out = append(out, Lead(m.class.Start.Sub(r.At)))
	}
	if len(out) < 2 {
		return strings.Join(out, "")
	}
	return strings.Join(out[:len(out)-1], "、") + "和" + out[len(out)-1]
}

// Lead writes how long before the class something is.
func Lead(d time.Duration) string {
	if d == 24*time.Hour {
		return "1天"
	}
	return Span(d)
}

// ReminderVars returns the values for the text of a reminder: how long before the class it
// is, how people call the time of the class then, and the packs of its audience.
func ReminderVars(c *campaign.Campaign, r campaign.Reminder) Vars {
	start, at := c.Start.In(c.Zone), r.At.In(c.Zone)
	v := Vars{"还有": "", "几时开课": monthDay(start) + "（周" + weekday(start) + "）" + start.Format("15:04"), "包": "", "包名": "", "简称": ""}
	if at.Before(start) {
		v["还有"] = Lead(start.Sub(at))
	}
	switch today := at.Format("20060102"); start.Format("20060102") {
	case today:
		v["几时开课"] = todayPart(start.Hour()) + start.Format("15:04")
	case at.AddDate(0, 0, 1).Format("20060102"):
		v["几时开课"] = "明天" + dayPart(start.Hour()) + start.Format("15:04")
	}
	packs := c.CheckinPacks()
	if p, ok := c.Pack(r.Audience.Arg); ok {
		packs = []campaign.Pack{p}
	}
	if len(packs) > 0 {
		v["包"], v["包名"], v["简称"] = packs[0].ID, packs[0].Name, packs[0].ShortName()
	}
	return v
}

func todayPart(hour int) string {
	if hour >= 18 {
		return "今晚"
	}
	return "今天" + dayPart(hour)
}
