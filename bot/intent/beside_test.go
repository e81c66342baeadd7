package intent_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/intent"
)

// besides are five classes with what people are told of each: the second has the
// entries of the first, and the others differ in their entries, packs, aliases, digits and passphrases.
func besides() (classes []*campaign.Campaign, readers []*intent.Reader) {
	for i := range 5 {
		on := classOn(string(rune('a'+i)), []int{-3, 0, 0, 4, 21}[i])
		c := class()
		on.FAQ, on.Digits, on.Aliases, on.Limits = c.FAQ, c.Digits, c.Aliases, c.Limits
		on.Name, on.Checkin.Passphrases = fmt.Sprintf("第%d期的公开课", i), []string{"后台先行", "商品中心", "增长飞轮", "漏斗模型", "后台先行"}[i:i+1]
		on.Packs[0].Name, on.Packs[1].Name = "面试资料包", "学习资料包"
		switch i {
		case 1:
			on.Aliases = map[string][]string{"报名": {"占座"}, "签到": {"我到了"}}
		case 2:
			on.FAQ = append(slices.Clone(on.FAQ), campaign.Entry{ID: "park", Question: "附近能停车吗", Aliases: []string{"停车位"}, Answer: "能"})
			on.Digits = map[string]string{"1": "课程介绍", "2": "签到"}
			on.Packs = append(on.Packs, campaign.Pack{ID: "88", Name: "模板包"})
		case 3:
			on.FAQ = on.FAQ[1:]
			on.Aliases = map[string][]string{"报名": {"占座"}, "提问": {"老师是谁"}, "签到": {"我到了"}}
		case 4:
			on.FAQ = append(slices.Clone(on.FAQ), campaign.Entry{ID: "cake", Question: "有没有茶点", Aliases: []string{"管饭吗"}, Answer: "有"})
			on.Packs = nil
		}
		classes = append(classes, on)
		readers = append(readers, intent.New(on, texts(), table()))
	}
	return classes, readers
}

// said are pieces of which the texts are put together that people write.
func said(r *rand.Rand) string {
	whole := []string{
		"几点开始", "什么时候开课呀", "老师是谁", "附近好停车吗", "有茶点没有", "管饭吗", "在哪里看直播", "报名", "占座", "我到了", "我想报个名", "签到", "后台先行", "商品中心",
		"增长飞轮", "后台先走", "签到 漏斗模型", "领取99", "领取88", "88", "把99的资料包发我", "模板包里面有啥", "1", "2", "3", "7", "是的", "好的", "不用", "确认取消", "取消报名",
		"删除我的数据", "帮我把个人信息删掉", "不是问这个", "那49呢", "里面都有啥", "提问 我第一步应该先学什么呢", "提问", "失效", "链接打不开了", "补签 我在", "我忘了签到", "怎么签到",
		"我的", "排到第几了", "你们是骗子吧", "谢谢老师", "讲得太好了", "下周还有课吗", "能开发票吗", "火星上有没有水", "我明天要去医院", "今晚几点", "顶3", "问题榜", "人工", "？？？",
	}
	pick := func(of []string) string { return of[r.IntN(len(of))] }
	switch r.IntN(6) {
	case 0:
		return pick(whole) + pick([]string{"，", " ", "？", "还有"}) + pick(whole)
	case 1:
		return fmt.Sprintf("第%d期的公开课", r.IntN(5)) + pick(whole)
	case 2:
		return pick([]string{"你好", "老师，", "请问", "好的"}) + pick(whole)
	case 3:
		return pick([]string{"占座", "我到了", "停车位多吗", "管饭吗", "明天下雨吗"})
	default:
		return pick(whole)
	}
}

// of is a message of somebody with random memberships, at a random time.
func of(r *rand.Rand, classes []*campaign.Campaign, m *bot.Message, waits []campaign.Person) intent.ClassQuery {
	at := evening(0).Add(time.Duration(r.IntN(12*24)-6*24) * 30 * time.Minute)
	q := intent.ClassQuery{At: at, Now: evening(0).Add(time.Duration(r.IntN(20)) * time.Minute), Folded: m.Folded}
	if r.IntN(4) > 0 {
		p := waits[r.IntN(len(waits))]
		q.Person = &p
		if p.TakenOver {
			q.TakenIn = classes[r.IntN(5)].ID
		}
		q.LastIn = []string{"", "a", "b", "c", "d", "e"}[r.IntN(6)]
	}
	for _, c := range classes {
		member := q.Person != nil && r.IntN(3) == 0
		q.Classes = append(q.Classes, intent.Class{
			Campaign: c, Stage: c.Stage(at), Member: member, Registered: member && r.IntN(3) > 0, Claimed: member && r.IntN(2) == 0,
			Closed: r.IntN(8) == 0,
		})
	}
	return q
}

// TestReadsNoMoreThanNeeded chooses the class of a message as if it had been read for every
// class, and reads the same of it, whatever was left out and shared.
func TestReadsNoMoreThanNeeded(t *testing.T) {
	t.Parallel()
	classes, readers := besides()
	waits := []campaign.Person{{ID: 1}, {ID: 1, TakenOver: true}}
	for _, ask := range []func(d *campaign.Dialogue, p *campaign.Person){
		func(d *campaign.Dialogue, p *campaign.Person) {
			_ = d.Offer(t.Context(), p, []string{"time", "intro"}, evening(0))
		},
		func(d *campaign.Dialogue, p *campaign.Person) { _ = d.Suggest(t.Context(), p, "人工", evening(0)) },
		func(d *campaign.Dialogue, p *campaign.Person) {
			_ = d.Ask(t.Context(), p, campaign.PendingCancel, evening(0))
		},
		func(d *campaign.Dialogue, p *campaign.Person) { _ = d.AwaitQuestion(t.Context(), p, evening(0)) },
		func(d *campaign.Dialogue, p *campaign.Person) {
			_ = d.TakeClass(t.Context(), p, intent.ConcernClaim, evening(0))
		},
	} {
		waits = append(waits, waiting(t, ask))
	}
	r := rand.New(rand.NewPCG(7, 7))
	read, left := 0, 0
	for range 4000 {
		m := typed(said(r))
		q := of(r, classes, m, waits)
		whole := make([]bot.Readings, len(classes))
		beside := intent.NewSharedReading(m)
		for i, reader := range readers {
			whole[i] = intent.ReadBeside(reader, m)
			q.Classes[i].Readings = beside.Begin(reader)
			q.Classes[i].Finish = func(out *bot.Readings) { beside.Finish(reader, out) }
		}
		plain := q
		plain.Classes = slices.Clone(q.Classes)
		for i := range plain.Classes {
			plain.Classes[i].Readings = whole[i]
		}
		want, got := intent.ChoosePlainly(plain), intent.ChooseClass(q)
		if !reflect.DeepEqual(want, got) {
			t.Fatalf("%q at %v: %+v, and with all read %+v", m.Text, q.At, got, want)
		}
		for i := range q.Classes {
			if q.Classes[i].Readings.Words.Unmatched {
				left++
				beside.Finish(readers[i], &q.Classes[i].Readings)
			}
			read++
			if !reflect.DeepEqual(q.Classes[i].Readings, whole[i]) {
				t.Fatalf("%q to class %d: %+v, by itself %+v", m.Text, i, q.Classes[i].Readings, whole[i])
			}
		}
	}
	if t.Logf("%d of %d readings were left out", left, read); left < read/8 {
		t.Errorf("only %d of %d readings were left out", left, read)
	}
}
