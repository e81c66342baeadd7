package draft

import (
	"fmt"
	"slices"
	"strings"

	"zhujiao/bot/draft"
)

// entries writes the section 常见问题 of a file.
type entries struct{ file *writer }

// section writes the section 常见问题: what the announcement answers, and the questions that
// everybody asks and it does not.
func (w entries) section() {
	w.file.line(0, "常见问题:")
	w.timeEntry()
	w.list(w.intro(), draft.FieldPoint)
	w.list(who(), draft.FieldAudience)
	if names, source := w.file.names(); names != "" {
		w.file.source(source)
		w.write(entry{"teacher", "老师是谁", "讲师, 谁讲, 老师介绍", "这一场由{讲师}讲。\n{讲师介绍}"})
	}
	w.priceEntry()
	if n, source := w.file.Number(draft.FieldSeats); n > 0 {
		w.file.source(source)
		w.write(entry{"seats", "还有名额吗", "名额, 还能报吗", "目前已报名{已报}人，剩余{剩余}席（共{名额}席）。"})
	}
	w.sessionEntry()
	w.placeEntry()
	if in, source := w.file.Flag(draft.FieldGroup); in {
		w.file.source(source)
		w.pending("group", "怎么进群", "交流群, 群二维码")
	} else if source != "" {
		w.file.source(source)
		w.write(entry{"group", "怎么进群", "交流群", "这一场没有群。"})
	}
	w.file.source(w.file.ReplaySource)
	w.pending("replay", "有回放吗", "回放, 能回看吗")
}

// entry is a frequent question. Its answer may hold placeholders: what comes from the
// announcement has none.
type entry struct{ id, question, aliases, answer string }

func (w entries) write(e entry) {
	w.file.line(2, "- 编号: "+e.id)
	w.file.line(4, "问: "+e.question)
	if e.aliases != "" {
		w.file.line(4, "别名: ["+e.aliases+"]")
	}
	w.file.line(4, "答: "+quotedText(e.answer))
}

// pending writes a question that somebody has to answer first.
func (w entries) pending(id, question, aliases string) {
	w.file.line(2, "- 编号: "+id)
	w.file.line(4, "问: "+question)
	w.file.line(4, "别名: ["+aliases+"]")
	w.file.line(4, "待补: true   # 先转给班主任，有了答案改成「答: …」")
}

func (w entries) timeEntry() {
	if w.file.start.IsZero() {
		w.pending("time", "什么时候开课", "开课时间, 几点开始")
		return
	}
	answer := "{开课时间}。"
	if n, _ := w.file.Number(draft.FieldQAMinutes); n > 0 {
		answer += "\n有{答疑分钟}分钟答疑。"
	}
	w.write(entry{"time", "什么时候开课", "开课时间, 几点开始", answer})
}

// intro and who are the entries that list points and audience.
func (w entries) intro() entry {
	head := "「{课名}」讲："
	if names, _ := w.file.names(); names != "" {
		head = "{讲师}讲「{课名}」："
	}
	return entry{"intro", "课程介绍", "讲什么, 课程内容", head}
}

func who() entry {
	return entry{"who", "适合谁听", "适合什么人, 我能听吗", "适合："}
}

// list writes an answer that lists the facts of a field.
func (w entries) list(e entry, field draft.Field) {
	answer, used, held := w.listed(e.answer, field)
	for _, h := range held {
		w.file.remark(2, "待补："+h.words())
	}
	if len(used) == 0 {
		w.pending(e.id, e.question, e.aliases)
		return
	}
	for _, f := range used {
		w.file.source(f.Source)
	}
	e.answer = answer
	w.write(e)
}

func (w entries) priceEntry() {
	e := entry{"price", "要钱吗", "收费吗, 多少钱", ""}
	free, source := w.file.Flag(draft.FieldFree)
	prices := w.file.All(draft.FieldPrice)
	if w.lacks(draft.FieldPrice) || source == "" && len(prices) == 0 {
		w.file.gap(draft.FieldPrice, "", 2)
		w.pending(e.id, e.question, e.aliases)
		return
	}
	w.file.source(source)
	if e.answer = "免费。"; !free {
		e.answer = paidWords(prices)
		for _, f := range prices {
			w.file.source(f.Source)
		}
	}
	w.writeIfFit(e)
}

// lacks reports that a field is missing.
func (w entries) lacks(field draft.Field) bool {
	return slices.ContainsFunc(w.file.Gaps, func(g draft.Gap) bool { return g.Field == field })
}

// paidWords says what is to be paid: with the sentences themselves if they have a price for early
// birds, so that nobody takes it for the usual one.
func paidWords(prices []draft.Fact) string {
	var amounts, sentences []string
	early := false
	for _, f := range prices {
		amounts = append(amounts, safe(fmt.Sprint(f.Value)))
		if s := strings.TrimRight(safe(f.Source), "。. "); !slices.Contains(sentences, s) {
			sentences = append(sentences, s)
		}
		early = early || strings.Contains(f.Source, "早鸟") || strings.Contains(strings.ToLower(f.Source), "early bird")
	}
	switch {
	case len(amounts) == 0:
		return "这一场要收费。"
	case early:
		return "要收费。" + shortened(strings.Join(sentences, "；"), 300) + "。"
	}
	return "要收费：" + strings.Join(amounts, "、") + "。"
}

func (w entries) sessionEntry() {
	list := w.file.All(draft.FieldSession)
	if len(list) == 0 {
		return
	}
	lines := make([]string, 0, len(list))
	for _, f := range list[:min(len(list), 20)] {
		w.file.source(f.Source)
		lines = append(lines, safe(fmt.Sprint(f.Value)))
	}
	w.writeIfFit(entry{"sessions", "有几场", "课程安排, 场次", strings.Join(lines, "\n")})
}

func (w entries) placeEntry() {
	place, source := w.file.Text(draft.FieldPlace)
	w.file.source(source)
	switch {
	case w.file.Onsite():
		w.writeIfFit(entry{"live", "在哪里办", "地点, 地址", safe(place)})
	case place != "":
		w.writeIfFit(entry{"live", "直播间在哪", "直播链接, 怎么看直播", "在" + safe(place) + "。\n直播间：{直播间}"})
	default:
		w.pending("live", "直播间在哪", "直播链接, 怎么看直播")
	}
}
