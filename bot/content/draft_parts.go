package content

import (
	"maps"
	"slices"
	"strconv"
	"time"

	"zhujiao/bot/campaign"
)

// What stands behind values that are still to be filled in.
const (
	pendingRoom   = "待补：有了直播间地址填在引号里"
	pendingAnswer = "待补：先转给班主任，有了答案改成「答: …」"
)

func (w *draftWriter) packs() (out []*yamlMap) {
	for _, p := range w.c.Packs {
		m := &yamlMap{inLine: true, wrapped: 3}
		m.add("编号", quoted(p.ID))
		m.add("名称", p.Name)
		m.add("价值", whole(p.Price, 0))
		m.add("简称", p.Short)
		m.add("内容", p.Contents)
		m.add("别名", p.Aliases)
		m.add("条件", conditionList(p.Conditions))
		m.add("发放", onlyIf(p.Draw, "抽取"))
		if p.Draw || p.Chance > 0 {
			draw := &yamlMap{flow: true}
			draw.add("概率", plainScalar(strconv.FormatFloat(p.Chance, 'f', -1, 64)))
			m.add("抽取", draw)
		}
		if p.Stock >= 0 {
			m.add("库存", plainScalar(strconv.Itoa(p.Stock)))
		}
		m.add("链接", mirrorList(p.Mirrors))
		m.add("失效判定人数", whole(p.DeadAfter, 3))
		out = append(out, m)
	}
	return out
}

func conditionList(conditions []campaign.Condition) (out []string) {
	for _, c := range conditions {
		for _, k := range conditionWords() {
			if len(k.of) == 1 && k.of[0] == c {
				out = append(out, k.word)
			}
		}
	}
	return out
}

func mirrorList(mirrors []campaign.Mirror) (out []*yamlMap) {
	for _, l := range mirrors {
		m := &yamlMap{flow: true}
		m.add("地址", quoted(l.URL))
		m.add("提取码", quoted(l.Code))
		if l.Until != forEver {
			m.add("有效至", plainScalar(l.Until))
		}
		m.add("名称", l.Name)
		m.add("备用", onlyIf(l.Backup, "true"))
		out = append(out, m)
	}
	return out
}

func (w *draftWriter) broadcasts() any {
	r, m := w.c.Broadcasts, &yamlMap{inLine: true}
	m.add("免打扰", span(r.Quiet, campaign.Hours{From: 22 * 60, To: 8 * 60}))
	m.add("试发人数", whole(r.Trial, 5))
	m.add("试发等待分钟", whole(int(r.TrialWait/time.Minute), 2))
	m.add("相同内容间隔小时", whole(int(r.SameTextSpan/time.Hour), 24))
	m.add("需要第二人审批人数", whole(r.SecondPersonAt, 500))
	return m
}

func (w *draftWriter) limits() any {
	r, m := w.c.Limits, &yamlMap{inLine: true}
	each, reports := &yamlMap{flow: true}, &yamlMap{flow: true}
	each.add("条数", whole(r.Messages, 10))
	each.add("时间", lasts(r.Span, 30*time.Second))
	reports.add("条数", whole(r.Reports, 3))
	reports.add("时间", lasts(r.ReportSpan, 10*time.Minute))
	m.add("每人", each)
	m.add("举报失效", reports)
	m.add("不限速的指令", r.Exempt)
	return m
}

func (w *draftWriter) menu(items []campaign.MenuItem) (out []*yamlMap) {
	for _, i := range items {
		m := &yamlMap{flow: true}
		m.add("名称", i.Name)
		m.add("指令", i.Command)
		m.add("子菜单", w.menu(i.Children))
		out = append(out, m)
	}
	return out
}

func (w *draftWriter) digits() any {
	m := &yamlMap{flow: true}
	for _, d := range slices.Sorted(maps.Keys(w.c.Digits)) {
		m.pairs = append(m.pairs, yamlPair{key: `"` + d + `"`, value: scalarOf(w.c.Digits[d])})
	}
	return m
}

// freeLists writes a mapping from words of the operator's choice to lists.
func freeLists(of map[string][]string) any {
	m := &yamlMap{wrapped: 100}
	for _, key := range slices.Sorted(maps.Keys(of)) {
		m.add(string(scalarOf(key)), of[key])
	}
	return m
}

func (w *draftWriter) entries() (out []*yamlMap) {
	for _, e := range w.c.FAQ {
		m := &yamlMap{inLine: true, wrapped: 2}
		m.add("编号", e.ID)
		m.add("问", e.Question)
		m.add("别名", e.Aliases)
		m.add("答", e.Answer)
		if e.Pending {
			m.remark("待补", plainScalar("true"), pendingAnswer)
		}
		m.add("待补说法", e.PendingText)
		m.add("意图", e.Intent)
		m.add("图片", e.Image)
		if !e.ImageUntil.IsZero() {
			m.add("图片有效至", w.dayOrTime(e.ImageUntil))
		}
		out = append(out, m)
	}
	return out
}

func (w *draftWriter) tests() (out []*yamlMap) {
	for _, t := range w.c.Tests {
		m := &yamlMap{flow: true}
		m.add("问", scalarOf(t.Question))
		m.add("应该", scalarOf(wantWord(t)))
		out = append(out, m)
	}
	return out
}

// dayOrTime writes a day if the time is its last second.
func (w *draftWriter) dayOrTime(t time.Time) any {
	t = t.In(w.c.Zone)
	if next := t.Add(time.Second); next.Hour() == 0 && next.Minute() == 0 && next.Second() == 0 && next.Day() != t.Day() {
		return plainScalar(t.Format(time.DateOnly))
	}
	return w.at(t)
}

func (w *draftWriter) texts() any {
	m := &yamlMap{}
	for _, key := range slices.Sorted(maps.Keys(w.Texts)) {
		m.add(string(key), w.Texts[key])
	}
	return m
}

// whole writes a number that differs from what it is when it is left out.
func whole(n, otherwise int) any {
	if n == otherwise {
		return nil
	}
	return plainScalar(strconv.Itoa(n))
}

func onlyIf(holds bool, word string) any {
	if !holds {
		return nil
	}
	return plainScalar(word)
}

func span(h, otherwise campaign.Hours) any {
	if h == otherwise {
		return nil
	}
	return quoted(clockOf(h.From) + "-" + clockOf(h.To))
}

func lasts(d, otherwise time.Duration) any {
	switch {
	case d == otherwise:
		return nil
	case d%time.Hour == 0:
		return plainScalar(strconv.Itoa(int(d/time.Hour)) + "小时")
	case d%time.Minute == 0:
		return plainScalar(strconv.Itoa(int(d/time.Minute)) + "分钟")
	default:
		return plainScalar(strconv.Itoa(int(d/time.Second)) + "秒")
	}
}
