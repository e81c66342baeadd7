package draft

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"zhujiao/bot/draft"
)

// packs writes the section 资料包.
func (w *writer) packs() {
	list := w.All(draft.FieldPack)
	if len(list) == 0 {
		return
	}
	line(w, 0, "资料包:")
	ids, names := map[string]bool{}, map[string]bool{}
	for _, f := range list {
		p, ok := f.Value.(draft.Pack)
		if !ok || names[p.Name] {
			continue
		}
		names[p.Name] = true
		w.source(f.Source)
		line(w, 2, "- 编号: "+quoted(packID(packValue(p, f.Source), ids)))
		line(w, 4, "名称: "+quoted(packName(p.Name)))
		if n := packValue(p, f.Source); n > 0 {
			line(w, 4, "价值: "+strconv.Itoa(n))
		}
		writeGap(w, draft.FieldPackValue, p.Name, 4)
		if len(p.Contents) > 0 {
			line(w, 4, "内容: "+quoted(shortened(strings.Join(p.Contents, "、"), 300)))
		} else {
			line(w, 4, `内容: ""   # 待补：公告没有写里面有什么`)
		}
		w.condition(p.Condition)
		line(w, 4, `链接: [{地址: "", 有效至: 永久}]   # 待补：下载链接填在引号里，有提取码就加「提取码」`)
	}
	blank(w)
}

// packName is the name of a pack; one that means something else to the program gets a word more.
func packName(name string) string {
	for _, words := range commandAliases() {
		if strings.Contains(" "+strings.NewReplacer(",", "", ":", "", "[", "", "]", "").Replace(words)+" ", " "+name+" ") {
			return name + "（本场资料）"
		}
	}
	return name
}

// packValue is what a pack is worth in whole yuan; 0 if that is not said, or in another way.
func packValue(p draft.Pack, source string) int {
	if p.Value == 0 {
		return 0
	}
	return min(whole(p.Written, source, math.MaxInt32), 100_000)
}

// packID is the number that people claim a pack by: its value if that tells it from others.
func packID(value int, taken map[string]bool) string {
	id := strconv.Itoa(value)
	for n := 1; taken[id] || len(id) > 6 || len(id) < 2; n++ {
		id = "P" + strconv.Itoa(n)
	}
	taken[id] = true
	return id
}

// condition writes what is to be done for a pack.
func (w *writer) condition(c draft.Condition) {
	switch c {
	case draft.ConditionAttend:
		line(w, 4, "条件: [已报名, 已签到]")
	case draft.ConditionRegister:
		line(w, 4, "条件: [已报名]")
	case draft.ConditionChance:
		line(w, 4, "条件: [已报名]")
		line(w, 4, "发放: 抽取")
		line(w, 4, "抽取: {概率: 0.3}   # 待补：公告没有写抽中的机会，先按三成，问负责人")
	case draft.ConditionDirect:
	case draft.ConditionOther:
		line(w, 4, "条件: [已报名]   # 待补：公告里的条件程序不会查，或没有写清，问负责人")
	}
}

// menus writes what every class has: without them nobody could register by a number.
func (w *writer) menus() {
	packs := ""
	if len(w.All(draft.FieldPack)) > 0 {
		packs = `, "3": 资料包`
	}
	line(w, 0, `数字菜单: {"0": 菜单, "1": 报名, "2": 课程介绍`+packs+`, "4": 提问, "5": 我的}`)
	line(w, 0, "指令别名:")
	for _, l := range commandAliases() {
		if packs != "" || !strings.HasPrefix(l, "资料包") && !strings.HasPrefix(l, "失效") {
			line(w, 2, l)
		}
	}
	blank(w)
}

// commandAliases are the usual ways of saying the commands.
func commandAliases() []string {
	return []string{
		"报名: [我要报名, 报名参加, 参加]", "取消报名: [不来了, 不参加了, 退出报名]", "我的: [我的进度, 进度, 我的报名]",
		"人工: [人工客服, 客服, 班主任, 转人工]", "退订: [TD, T, 不要再发, 取消提醒]", "提醒: [开启提醒, 订阅]",
		"问题榜: [问题列表]", "菜单: [帮助, 功能, 主菜单]",
		"资料包: [资料, 领资料, 领取, 怎么领资料]", "失效: [链接失效, 打不开, 链接打不开, 提取码错误]",
	}
}

// entries writes the section 常见问题: what the announcement answers, and the questions that
// everybody asks and it does not.
func (w *writer) entries() {
	line(w, 0, "常见问题:")
	w.timeEntry()
	writeList(w, w.intro(), draft.FieldPoint)
	writeList(w, who(), draft.FieldAudience)
	if names, source := w.names(); names != "" {
		w.source(source)
		writeEntry(w, entry{"teacher", "老师是谁", "讲师, 谁讲, 老师介绍", "这一场由{讲师}讲。\n{讲师介绍}"})
	}
	w.priceEntry()
	if n, source := w.Number(draft.FieldSeats); n > 0 {
		w.source(source)
		writeEntry(w, entry{"seats", "还有名额吗", "名额, 还能报吗", "目前已报名{已报}人，剩余{剩余}席（共{名额}席）。"})
	}
	w.sessionEntry()
	w.placeEntry()
	if in, source := w.Flag(draft.FieldGroup); in {
		w.source(source)
		writePending(w, "group", "怎么进群", "交流群, 群二维码")
	} else if source != "" {
		w.source(source)
		writeEntry(w, entry{"group", "怎么进群", "交流群", "这一场没有群。"})
	}
	w.source(w.ReplaySource)
	writePending(w, "replay", "有回放吗", "回放, 能回看吗")
}

// writeEntry is a frequent question. Its answer may hold placeholders: what comes from the
// announcement has none.
type entry struct{ id, question, aliases, answer string }

func writeEntry(w *writer, e entry) {
	line(w, 2, "- 编号: "+e.id)
	line(w, 4, "问: "+e.question)
	if e.aliases != "" {
		line(w, 4, "别名: ["+e.aliases+"]")
	}
	line(w, 4, "答: "+quotedText(e.answer))
}

// writePending writes a question that somebody has to answer first.
func writePending(w *writer, id, question, aliases string) {
	line(w, 2, "- 编号: "+id)
	line(w, 4, "问: "+question)
	line(w, 4, "别名: ["+aliases+"]")
	line(w, 4, "待补: true   # 先转给班主任，有了答案改成「答: …」")
}

func (w *writer) timeEntry() {
	if w.start.IsZero() {
		writePending(w, "time", "什么时候开课", "开课时间, 几点开始")
		return
	}
	answer := "{开课时间}。"
	if n, _ := w.Number(draft.FieldQAMinutes); n > 0 {
		answer += "\n有{答疑分钟}分钟答疑。"
	}
	writeEntry(w, entry{"time", "什么时候开课", "开课时间, 几点开始", answer})
}

// intro and who are the entries that list points and audience.
func (w *writer) intro() entry {
	head := "「{课名}」讲："
	if names, _ := w.names(); names != "" {
		head = "{讲师}讲「{课名}」："
	}
	return entry{"intro", "课程介绍", "讲什么, 课程内容", head}
}

func who() entry {
	return entry{"who", "适合谁听", "适合什么人, 我能听吗", "适合："}
}

// writeList writes an answer that lists the facts of a field.
func writeList(w *writer, e entry, field draft.Field) {
	answer, used, held := w.listed(e.answer, field)
	for _, h := range held {
		remark(w, 2, "待补："+h.words())
	}
	if len(used) == 0 {
		writePending(w, e.id, e.question, e.aliases)
		return
	}
	for _, f := range used {
		w.source(f.Source)
	}
	e.answer = answer
	writeEntry(w, e)
}

func (w *writer) priceEntry() {
	e := entry{"price", "要钱吗", "收费吗, 多少钱", ""}
	free, source := w.Flag(draft.FieldFree)
	prices := w.All(draft.FieldPrice)
	if lacks(w, draft.FieldPrice) || source == "" && len(prices) == 0 {
		writeGap(w, draft.FieldPrice, "", 2)
		writePending(w, e.id, e.question, e.aliases)
		return
	}
	w.source(source)
	if e.answer = "免费。"; !free {
		e.answer = paidWords(prices)
		for _, f := range prices {
			w.source(f.Source)
		}
	}
	writeIfFit(w, e)
}

// lacks reports that a field is missing.
func lacks(w *writer, field draft.Field) bool {
	return slices.ContainsFunc(w.Gaps, func(g draft.Gap) bool { return g.Field == field })
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

func (w *writer) sessionEntry() {
	list := w.All(draft.FieldSession)
	if len(list) == 0 {
		return
	}
	lines := make([]string, 0, len(list))
	for _, f := range list[:min(len(list), 20)] {
		w.source(f.Source)
		lines = append(lines, safe(fmt.Sprint(f.Value)))
	}
	writeIfFit(w, entry{"sessions", "有几场", "课程安排, 场次", strings.Join(lines, "\n")})
}

func (w *writer) placeEntry() {
	place, source := w.Text(draft.FieldPlace)
	w.source(source)
	switch {
	case w.Onsite():
		writeIfFit(w, entry{"live", "在哪里办", "地点, 地址", safe(place)})
	case place != "":
		writeIfFit(w, entry{"live", "直播间在哪", "直播链接, 怎么看直播", "在" + safe(place) + "。\n直播间：{直播间}"})
	default:
		writePending(w, "live", "直播间在哪", "直播链接, 怎么看直播")
	}
}
