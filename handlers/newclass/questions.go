package newclass

import (
	"strconv"
	"strings"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/content/newclass"
)

// wording is what a question says: what it asks, and how an answer is written.
type wording struct{ ask, how string }

// wordings are the questions by field; those about packs are found by their kind.
func wordings() map[newclass.Field]wording {
	return map[newclass.Field]wording{
		newclass.FieldStart:     {"什么时候开课？", "写日期和时间，例如 7月14日晚8点半、下周四 20:30、7/14 20:30-21:30"},
		newclass.FieldLength:    {"讲多久？", "例如 1小时、90分钟，或写几点结束：21:30"},
		newclass.FieldName:      {"这一场讲什么？", "写课名，不带书名号"},
		newclass.FieldLecturer:  {"老师是谁？", "名字后面可以加逗号再写一句介绍：李雷，前某公司产品总监。还没定写「待定」"},
		newclass.FieldIntro:     {"一句话介绍老师？", "回车就先不写"},
		newclass.FieldHost:      {"谁主办？", "回车就不写"},
		newclass.FieldPoints:    {"讲哪几点？", "用分号隔开，例如 认知；难点；方法；行动。回车就先待补，有人问课程内容会转给班主任"},
		newclass.FieldRoom:      {"直播间地址？", "把链接贴进来。回车就先待补，有人问会转给班主任"},
		newclass.FieldSeats:     {"一共几席？", "例如 120、一百二十"},
		newclass.FieldPhrase:    {"老师在直播里念的签到口令？", "每一场都要换，平时不说的词，几个就用顿号隔开。不用签到写「没有」"},
		newclass.FieldWindow:    {"几点到几点可以签到？", "例如 20:30-21:45，或 课后15分钟"},
		newclass.FieldGroup:     {"群二维码的图片叫什么？", "图片和活动文件放在一起，写文件名，可以加到期日：group.png 至7月20日。回车就先待补"},
		newclass.FieldReminders: {"开课前多久提醒？", "例如 1小时、10分钟。不提醒写「没有」"},
		newclass.FieldSeries:    {"欢迎语里叫什么？", "例如 产品公开课，会说「欢迎来到产品公开课！」。不写就是「公开课」"},
		newclass.FieldPrice:     {"平时卖几元？", "例如 99元。没有写「没有」"},
		newclass.FieldAnswers:   {"讲完留几分钟答疑？", "例如 10分钟。没有写「没有」"},
		newclass.FieldOpen:      {"什么时候开放报名？", "例如 7月13日 9:00，或「现在」"},
		newclass.FieldRest:      {"其余照上一场：", "回车就照旧；要改哪一样就写它的名字，例如「名额 时长」"},
		newclass.FieldEntries:   {"上一场的常见问题：", "回车就这样；还要留的写「留 名字」，不要的写「去 名字」，全部留写「全留」，都不要写「不留」"},
		newclass.FieldID:        {"编号？", "字母、数字和「-」，每场不一样"},
	}
}

// Ask says a question: what it asks with what the last class had, and how an answer is written.
func Ask(f *newclass.Form, q newclass.Question) string {
	w := wordingOf(f, q)
	lines := []string{w.ask + before(f, q)}
	switch {
	case q.Field == newclass.FieldRest:
		lines = append(lines, rest(f))
	case q.Field == newclass.FieldEntries:
		lines = append(lines, entries(f)...)
	case q.Proposed && q.Proposal != "":
		lines = append(lines, "回车 = "+shown(f, q, q.Proposal))
	}
	return strings.Join(append(lines, w.how), "\n")
}

// How says how an answer is written.
func How(f *newclass.Form, q newclass.Question) string { return wordingOf(f, q).how }

func wordingOf(f *newclass.Form, q newclass.Question) wording {
	name := "「" + q.Pack.Name + "」"
	switch q.Kind {
	case newclass.KindPack:
		ask := "资料包" + q.Pack.ID + name + "（" + worth(q.Pack) + newclass.EarnWords(q.Pack) + "）这一场还发吗？"
		how := "换链接就整段贴进来（链接和提取码）；换一份就写名称、价值和链接：数据入门包 69元 https://… 提取码 8k2m；不发写「不要」"
		switch q.Reason {
		case newclass.ReasonLinkEnd:
			ask += "它的链接有效至" + until(q.Pack) + "，要换新的。"
		case newclass.ReasonTopic:
			ask += "它像是讲上一场内容的；照样发写「照旧」。"
		case newclass.ReasonNone:
		}
		return wording{ask, how}
	case newclass.KindNewPack:
		ask := "还有别的资料包吗？"
		if strings.HasSuffix(string(q.Field), "1") && f.First() {
			ask = "有资料包要发吗？"
		}
		return wording{ask, "写名称、价值和链接，例如 数据入门包 69元 https://… 提取码 8k2m。没有就回车"}
	case newclass.KindLinks:
		return wording{name + "的链接？", "整段贴进来，例如 链接: https://pan.example.com/s/1 提取码: 8k2m 有效至8月14日。不写到期就当长期有效"}
	case newclass.KindEarn:
		return wording{name + "怎么领？", "例如 签到后领、报名就领、抽三成 限36份"}
	case newclass.KindField:
	}
	return wordings()[q.Field]
}

// until is the first end of a pack's links.
func until(p campaign.Pack) (day string) {
	for _, m := range p.Mirrors {
		if !m.Backup && m.Until[0] == '2' && (day == "" || m.Until < day) {
			day = m.Until
		}
	}
	return day
}

func worth(p campaign.Pack) string {
	if p.Price == 0 {
		return ""
	}
	return strconv.Itoa(p.Price) + "元，"
}

// before says what the last class had, where that has to change.
func before(f *newclass.Form, q newclass.Question) string {
	if q.Old == "" || q.Kind != newclass.KindField || q.Old == q.Proposal || f.First() {
		return ""
	}
	return "（上一场：" + short(shown(f, q, q.Old)) + "）"
}

// shown is an answer as people say it.
func shown(f *newclass.Form, q newclass.Question, words string) string {
	if q.Field != newclass.FieldStart && q.Field != newclass.FieldOpen {
		return words
	}
	t, err := time.ParseInLocation("2006-01-02 15:04", words, f.Last().Zone)
	if err != nil {
		return words
	}
	return Day(t)
}

// Day says a time with its day of the week: 7月14日（周四）20:30.
func Day(t time.Time) string {
	return strings.Replace(content.Moment(t), " ", "（周"+string([]rune("日一二三四五六")[t.Weekday()])+"）", 1)
}

// rest lists the quiet questions with what they keep.
func rest(f *newclass.Form) string {
	var out []string
	for _, q := range f.Questions() {
		if !q.Quiet || q.Kind == newclass.KindLinks || q.Field == newclass.FieldID || q.Field == newclass.FieldIntro {
			continue
		}
		value := shown(f, q, q.Proposal)
		switch {
		case value != "":
		case q.Field == newclass.FieldSeries:
			value = "公开课"
		case q.Field == newclass.FieldOpen:
			value = "现在"
		case q.Kind == newclass.KindNewPack:
			value = "不加"
		default:
			value = "没有"
		}
		out = append(out, string(q.Field)+" "+value)
	}
	return "  " + strings.Join(out, "；")
}

// entries lists which of the entries stay.
func entries(f *newclass.Form) []string {
	var kept, left []string
	for _, e := range f.Kept() {
		kept = append(kept, e.ID+" "+e.Question)
	}
	out := []string{"  留下：" + orNone(strings.Join(kept, "；"))}
	for _, l := range f.Left() {
		if l.Entry.ID != "" {
			left = append(left, l.Entry.ID+" "+l.Entry.Question+"（提到「"+l.Found+"」）")
		}
	}
	if len(left) > 0 {
		out = append(out, "  去掉：只说上一场的 "+strings.Join(left, "；"))
	}
	return out
}

func orNone(s string) string {
	if s == "" {
		return "没有"
	}
	return s
}
