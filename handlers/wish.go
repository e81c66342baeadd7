package handlers

import (
	"zhujiao/bot/faq"
)

// wish is a command that people ask for in their own words. It is only
// suggested: what changes something is done by its own word alone (R3).
type wish struct {
	// id stands for it among the matcher's entries; word is what to type.
	id, word string
	// title completes 你是想…吗; intent is the built-in body of phrasings.
	title, intent string
}

// states is what pointing to the command says: nothing about a particular, such
// as how long a link is valid.
func (w wish) states() string { return w.title + " " + w.word + " " + w.intent }

// wishes are the commands whose intent no entry of the file answers.
func wishes(entries []faq.Entry) (out []wish) {
	owners := faq.Owners(entries)
	for _, w := range []wish{
		{"#报名", "报名", "报名", "报名"},
		{"#取消报名", "取消报名", "取消报名", "取消报名"},
		{"#提醒", "提醒", "开课前收到提醒", "提醒"},
		{"#资料包", "资料包", "领资料", "领99"},
		{"#资料包2", "资料包", "领资料", "领49"},
		{"#失效", "失效", "反馈链接打不开", "链接失效"},
		{"#提问", "提问", "向老师提问", "提问"},
		{"#人工", "人工", "找班主任", "人工"},
	} {
		if _, taken := owners[w.intent]; !taken {
			out = append(out, w)
		}
	}
	return out
}

func (m *Mouth) wish(id string) (wish, bool) {
	for _, w := range m.wishes {
		if w.id == id {
			return w, true
		}
	}
	return wish{}, false
}
