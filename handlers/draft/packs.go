package draft

import (
	"math"
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
	w.line(0, "资料包:")
	ids, names := map[string]bool{}, map[string]bool{}
	for _, f := range list {
		p, ok := f.Value.(draft.Pack)
		if !ok || names[p.Name] {
			continue
		}
		names[p.Name] = true
		w.source(f.Source)
		w.line(2, "- 编号: "+quoted(packID(packValue(p, f.Source), ids)))
		w.line(4, "名称: "+quoted(packName(p.Name)))
		if n := packValue(p, f.Source); n > 0 {
			w.line(4, "价值: "+strconv.Itoa(n))
		}
		w.gap(draft.FieldPackValue, p.Name, 4)
		if len(p.Contents) > 0 {
			w.line(4, "内容: "+quoted(shortened(strings.Join(p.Contents, "、"), 300)))
		} else {
			w.line(4, `内容: ""   # 待补：公告没有写里面有什么`)
		}
		w.condition(p.Condition)
		w.line(4, `链接: [{地址: "", 有效至: 永久}]   # 待补：下载链接填在引号里，有提取码就加「提取码」`)
	}
	w.blank()
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
		w.line(4, "条件: [已报名, 已签到]")
	case draft.ConditionRegister:
		w.line(4, "条件: [已报名]")
	case draft.ConditionChance:
		w.line(4, "条件: [已报名]")
		w.line(4, "发放: 抽取")
		w.line(4, "抽取: {概率: 0.3}   # 待补：公告没有写抽中的机会，先按三成，问负责人")
	case draft.ConditionDirect:
	case draft.ConditionOther:
		w.line(4, "条件: [已报名]   # 待补：公告里的条件程序不会查，或没有写清，问负责人")
	}
}

// menus writes what every class has: without them nobody could register by a number.
func (w *writer) menus() {
	packs := ""
	if len(w.All(draft.FieldPack)) > 0 {
		packs = `, "3": 资料包`
	}
	w.line(0, `数字菜单: {"0": 菜单, "1": 报名, "2": 课程介绍`+packs+`, "4": 提问, "5": 我的}`)
	w.line(0, "指令别名:")
	for _, l := range commandAliases() {
		if packs != "" || !strings.HasPrefix(l, "资料包") && !strings.HasPrefix(l, "失效") {
			w.line(2, l)
		}
	}
	w.blank()
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
