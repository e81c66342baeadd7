package newclass

import (
	"fmt"
	"strings"

	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/content/newclass"
)

// Interview asks the questions of a form one after the other.
type Interview struct {
	form  *newclass.Form
	asked []newclass.Field
}

// NewInterview begins to ask.
func NewInterview(f *newclass.Form) *Interview { return &Interview{form: f} }

// Greeting says how to answer.
func (i *Interview) Greeting() string {
	how := "一次问一件事，回车就用「回车 =」后面的。写「返回」回到上一题，Ctrl+C 不做了，什么都不会写下来。"
	if i.form.First() {
		return "新的一场。" + how
	}
	c := i.form.Last()
	return "照上一场做新的一场：" + c.Name + "，" + Day(c.Start.In(c.Zone)) + "。\n" + how
}

// Question says the next question; false if there is none.
func (i *Interview) Question() (string, bool) {
	q, more := i.form.Next()
	if !more {
		return "", false
	}
	return fmt.Sprint(len(i.asked)+1, ". ", strings.ReplaceAll(Ask(i.form, q), "\n", "\n   ")), true
}

// Answer takes an answer to the next question and says what came of it; that may be nothing.
func (i *Interview) Answer(words string) string {
	q, more := i.form.Next()
	if !more {
		return ""
	}
	if back(words) {
		if len(i.asked) == 0 {
			return "这是第一题。"
		}
		i.form.Take(i.asked[len(i.asked)-1])
		i.asked = i.asked[:len(i.asked)-1]
		return ""
	}
	if err := i.form.Answer(q.Field, words); err != nil {
		return Refusal(i.form, q, err)
	}
	i.asked = append(i.asked, q.Field)
	return understood(i.form, q)
}

func back(words string) bool {
	switch strings.TrimSpace(words) {
	case "返回", "<", "《", "＜", "上一题", "back":
		return true
	default:
		return false
	}
}

// understood says how an answer was read where that may be another way than it was meant.
func understood(f *newclass.Form, q newclass.Question) string {
	c := f.Draft().Campaign
	z := c.Zone
	switch {
	case q.Field == newclass.FieldStart || q.Field == newclass.FieldLength:
		return "→ " + Day(c.Start.In(z)) + "-" + c.End.In(z).Format("15:04")
	case q.Field == newclass.FieldSeats:
		return fmt.Sprintf("→ %d席", c.Signup.Seats)
	case q.Field == newclass.FieldPoints && len(f.Points()) > 0:
		return fmt.Sprintf("→ %d点：%s", len(f.Points()), strings.Join(f.Points(), "；"))
	case q.Field == newclass.FieldReminders:
		return "→ " + newclass.LeadWords(c, c.Reminders)
	case q.Kind != newclass.KindField:
		p, ok := f.PackOf(q.Field)
		if !ok {
			return ""
		}
		return pack(p)
	default:
		return ""
	}
}

// pack says what a pack is and how it is got.
func pack(p campaign.Pack) string {
	out := []string{"→ 「领取" + p.ID + "」领「" + p.Name + "」，" + worth(p) + newclass.EarnWords(p)}
	for _, m := range p.Mirrors {
		line := "  " + m.URL
		if m.Code != "" {
			line += " 提取码 " + m.Code
		}
		out = append(out, line+" 有效至 "+m.Until)
	}
	return strings.Join(out, "\n")
}

// Overwrite asks whether a file may be replaced.
func Overwrite(file string) string {
	return file + " 已经有了，要换掉它吗？写「是」就换，回车不换。"
}

// Agreed reports whether somebody said yes.
func Agreed(words string) bool {
	switch strings.ToLower(strings.TrimSpace(words)) {
	case "是", "是的", "好", "对", "换", "y", "yes":
		return true
	default:
		return false
	}
}

// Kept says that nothing was written.
func Kept(file string) string { return file + " 没有动，什么都没有写。" }

// Written says what comes next.
func Written(file string, problems []content.Problem) string {
	return "已写到 " + file + "：" + content.Summary(problems) +
		"。\n试一试：zhujiao demo --campaign " + file + "\n以后改了再检查：zhujiao check " + file
}

// Ended says that the answers were not enough.
func Ended() string { return "没有答完，什么都没有写。" }
