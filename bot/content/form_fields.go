package content

import (
	"slices"
	"strconv"
	"strings"

	"zhujiao/bot/campaign"
)

// FormField is a setting that a form changes in the text of a class. Code names it for the
// form; the words of a list stand a line each.
type FormField struct {
	Code, Value string
	List        bool

	section, key string
}

// FormFields are the settings of a class that forms change, with their values. Those that need
// more than another text, such as its time, are left to the commands that do what they ask for.
func FormFields(c *campaign.Campaign) []FormField {
	out := []FormField{
		{Code: "name", Value: c.Name, key: "名称"},
		{Code: "series", Value: c.Series, key: "系列"},
		{Code: "host", Value: c.Host, key: "主办"},
		{Code: "intro", Value: c.LecturerIntro, key: "讲师介绍"},
		{Code: "room", Value: c.LiveRoom, key: "直播间"},
		{Code: "price", Value: shownCount(c.ListPrice), key: "原价"},
		{Code: "minutes", Value: shownCount(c.QAMinutes), key: "答疑分钟"},
		{Code: "seats", Value: shownCount(c.Signup.Seats), section: "报名", key: "名额"},
	}
	if c.HasCheckin() {
		out = append(out, FormField{
			Code: "phrase", Value: strings.Join(c.Checkin.Passphrases, "\n"), List: true, section: "签到", key: "口令",
		})
	}
	for i := range out {
		if out[i].section == "" {
			out[i].section = "活动"
		}
	}
	return out
}

// shownCount is a number as a form shows it: nothing for none.
func shownCount(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// FormValues are what the typed values change, by code. What was not typed stays.
func FormValues(c *campaign.Campaign, typed map[string]string) (out []Value) {
	for _, f := range FormFields(c) {
		words, there := typed[f.Code]
		if !there || words == f.Value {
			continue
		}
		v := Value{Section: f.section, Key: f.key, Text: strings.Join(strings.Fields(words), " ")}
		if f.List {
			v.List = slices.DeleteFunc(strings.Split(words, "\n"), func(l string) bool { return strings.TrimSpace(l) == "" })
			for i := range v.List {
				v.List[i] = strings.TrimSpace(v.List[i])
			}
		}
		out = append(out, v)
	}
	return out
}
