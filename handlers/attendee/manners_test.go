package attendee_test

import (
	"strings"
	"testing"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
)

// said is the answer to the last of several messages of one person, and the tickets that
// they opened.
type said struct {
	reply, tickets string
}

// talk lets somebody with a seat say several things, parted by bars.
func talk(t *testing.T, w *world, lines string, at time.Time) (out said) {
	t.Helper()
	for line := range strings.SplitSeq(lines, " | ") {
		out.reply = w.say(t, line, at)
	}
	var tickets []string
	for _, k := range w.tickets {
		tickets = append(tickets, k.Name()+" "+k.Text)
	}
	out.tickets = strings.Join(tickets, "; ")
	return out
}

// TestManners says what people say, in the words of several hands, to a bot that has just
// been asked nothing or a little. The answer is a text of the class, the answer of an entry,
// or a ticket.
func TestManners(t *testing.T) {
	t.Parallel()
	key := func(k content.Key, v content.Vars) func(*testing.T, *world) string {
		return func(t *testing.T, w *world) string {
			t.Helper()
			return w.render(t, k, v)
		}
	}
	entry := func(id string) func(*testing.T, *world) string {
		return func(_ *testing.T, w *world) string { return w.Texts.Answer(id, noon(), nil) }
	}
	n1 := content.Vars{"编号": "1"}
	silence := func(*testing.T, *world) string { return "" }
	ticket := key(content.KeyUnknown, n1)
	like := func(command string) func(*testing.T, *world) string {
		return func(t *testing.T, w *world) string {
			t.Helper()
			return w.say(t, command, noon())
		}
	}
	claim99, menu, standing := key(content.KeyPackNeedCheckin, content.Vars{"包": "99"}), like("资料包"), like("我的")
	question := key(content.KeyAskOK, n1)
	for _, tt := range []struct {
		want func(*testing.T, *world) string
		all  string
	}{
		{claim99, "领取99包 / 领99 / 我要领99 / 领99资料 / 把99的资料包发我 / 给我发一下面试资料包 / 麻烦发我99 / 老师，领取99元资料"},
		{menu, "我要领资料 / 领资料包 / 我想领资料 / 想要资料包 / 来一份资料 / 领一下资料 / 求资料 / 资料发我 / 资料包呢"},
		{key(content.KeyOneSeat, nil), "一个人能报两个名额吗 / 能帮同事也报一个吗 / 帮我占两个位置 / 我替我老婆报一个 / 我能报两次名吗 / 可以给朋友报一个名额吗"},
		{key(content.KeyBoardEmpty, nil), "怎么看别人的提问 / 看看大家都问了啥 / 大家都提了什么问题 / 看看别的同学的问题 / 在哪里看大家的问题"},
		{standing, "我的问题什么时候回答 / 老师啥时候回我的问题 / 我刚才提的问题审核过了吗 / 我提的问题有人看吗 / 什么时候回答我"},
		{ticket, "能改成周末吗 / 可以改名字吗 / 能换成下周三吗 / 改天行不行 / 可以延期吗 / 能换个时间吗 / 可以推迟到明天吗 / 怎么改名字"},
		{key(content.KeyVoteNone, content.Vars{"编号": "3"}), "支持Q3 / 支持3 / 给Q3点赞 / 投Q3一票 / 赞一下Q3 / 给问题3投一票 / 投票给3"},
		{entry("time"), "今天几点 / 今晚几点开播 / 今天是几点开始 / 今天有课吗 / 今晚还有直播吗"},
		{ticket, "明天还有课吗 / 后天还有直播吗 / 下周还上课吗"},
		{key(content.KeyRegisterAlready, content.Vars{"序号": "1"}), "我要报名电商课 / 我想报名 / 想报名 / 我要参加这个公开课 / 帮我报一下名 / 我要报名7步破解电商后台逻辑"},
		{ticket, "这不会是骗子吧？ / 退钱 / 骗子 / 你们不会是割韭菜的吧 / 你们是骗人的吧 / 我要退款！ / 退钱！骗子"},
		{ticket, "老师是谁 | 不是问这个，问他哪个学校 / 老师是谁 | 不对，我问的是他毕业于哪里 / 几点开始 | 答非所问"},
		{key(content.KeyCourtesyHello, nil), "是 / 要 / 找真人 | 不用了 | 是"},
		{silence, "不用 / 算了 / 对对对 / 好的 / 嗯嗯 / 👌 / 不必了 / 不用谢"},
		{question, "4 | 我做线下零售3年，想转电商产品，没碰过后台，订单和库存先学哪个？ / 提问 | 商品中心和类目要怎么拆分才合理呢 / 向老师提问 | 订单拆单的规则要怎么设计才好维护 / 我要提问 | 商品中心和类目要怎么拆分才合理呢"},
		{question, "4 | 怎么学 | 商品中心和类目要怎么拆分才合理呢 / 4 | 几点开始 | 商品中心和类目要怎么拆分才合理呢 / 4 | 好的 | 商品中心和类目要怎么拆分才合理呢 / 提问 怎么学 | 商品中心和类目要怎么拆分才合理呢"},
		{key(content.KeyCancelDone, nil), "取消报名 | 确认 / 取消报名 | 确定！ / 取消报名 | 是的～ / 取消报名 | 我的 | 确认 / 取消报名 | 嗯 | 确认 / 取消报名 | 确定取消"},
		{key(content.KeyCancelAsk, nil), "取消报名 | 嗯 / 取消报名 | 好的！ / 取消报名 | OK / 取消报名 | 取消 / 取消报名 | 对"},
		{key(content.KeyCancelKept, nil), "取消报名 | 算了 / 取消报名 | 不用了 / 取消报名 | 不取消了"},
		{key(content.KeyDeleteDone, nil), "删除我的数据 | 确认 / 删除我的数据 | 确定 / 删除我的数据 | 是的 / 把我的信息删掉 | 是 | 是的"},
		{key(content.KeyDeleteAsk, nil), "删除我的数据 | 好 / 删除我的数据 | 可以 / 删除我的数据 | 取消 / 把我的信息删掉 | 好的"},
		{key(content.KeyDeleteKept, nil), "删除我的数据 | 不删了 / 删除我的数据 | 不"},
		{key(content.KeyHumanOK, n1), "找真人 | 是 / 找真人 | 嗯嗯 / 找真人 | 好的！ / 找真人 | OK~ / " +
			"找真人 | 是滴 / 找真人 | 要 / 转给真人 | 对 / 转给真人 | 1 / 找真人 | 几点开始 | 是的"},
		{key(content.KeyDismissed, nil), "找真人 | 不用了谢谢 / 找真人 | 算了 / 4 | 算了"},
		{silence, "找真人 | 几点开始 | 好的"},
		{key(content.KeyNothingDone, nil), "取消报名 | 删除我的数据 | 算了"},
	} {
		for lines := range strings.SplitSeq(tt.all, " / ") {
			t.Run(lines, func(t *testing.T) {
				t.Parallel()
				w, seen := newWorld(t), newWorld(t)
				w.seat()
				seen.seat()
				got := talk(t, w, lines, noon())
				if want := tt.want(t, seen); got.reply != want {
					t.Errorf("answers %q, want %q", got.reply, want)
				}
			})
		}
	}
}

// TestRefused hands what was refused to a moderator, with what was asked.
func TestRefused(t *testing.T) {
	t.Parallel()
	for lines, want := range map[string]string{
		"老师是谁 | 不是问这个，问他哪个学校":  "U1 不是问这个，问他哪个学校（不是问：老师是谁）",
		"讲师介绍和名额 | 都不是":        "U1 讲师介绍和名额 / 都不是（不是问：老师是谁、还有名额吗）",
		"不是问这个，问他哪个学校":         "",
		"有人能帮我吗 | 好的":          "H1 有人能帮我吗",
		"里面都有啥 | 49的呢":         "U1 49的呢（接着问：99资料包里有什么）",
		"老师是谁 | 49的呢":          "",
		"几点开始 要钱吗 有回放吗":        "U1 有回放吗",
		"几点开始，要钱吗？明天会不会下雨呢":    "U1 明天会不会下雨呢",
		"我是做零售的，几点开始":          "", // it is asked back
		"转给真人 | 是":             "H1 转给真人",
		"讲师介绍和名额 | 1 | 不是这个意思": "U1 不是这个意思（不是问：老师是谁）",
	} {
		if got := talk(t, newWorld(t), lines, noon()); got.tickets != want {
			t.Errorf("%s: %q, want %q", lines, got.tickets, want)
		}
	}
}

// TestSeveral answers the questions of one text together.
func TestSeveral(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	both := w.Texts.Answer("time", noon(), nil) + "\n\n" + w.Texts.Answer("price", noon(), nil)
	for lines, want := range map[string]string{
		"几点开始 要钱吗":        both,
		"你好，几点开始？要钱吗？谢谢":  both,
		"几点开始 要钱吗 几点开始":   both,
		"几点开始 要钱吗 有回放吗":   both + "\n\n" + w.render(t, content.KeyUnknown, content.Vars{"编号": "1"}),
		"几点开始 要钱吗 怎么取消报名": both + "\n\n" + w.render(t, content.KeySuggestWord, content.Vars{"名称": "取消报名", "内容": "取消报名"}),
	} {
		if got := talk(t, newWorld(t), lines, noon()); got.reply != want {
			t.Errorf("%q: %q, want %q", lines, got.reply, want)
		}
	}
	for lines := range strings.SplitSeq("学生党没钱 能来不/听说有个聊天的地方 怎么进/听完我能带走点啥，别又是一堆空话哈/live room link plz 几点", "/") {
		if got := talk(t, newWorld(t), lines, noon()); strings.Contains(got.reply, "\n\n") {
			t.Errorf("%q is several questions: %q", lines, got.reply)
		}
	}
	w.account.Channel.MaxText = len(both) - 1
	if got := w.say(t, "几点开始 要钱吗", noon()); got != w.Texts.Answer("price", noon(), nil) {
		t.Errorf("without room: %q", got)
	}
}

// TestWhich asks which of several questions a yes answers.
func TestWhich(t *testing.T) {
	t.Parallel()
	for lines, words := range map[string]string{
		"取消报名 | 删除我的数据 | 是的":  "确认取消 确认删除",
		"取消报名 | 找真人 | 好的":     "确认取消 人工",
		"取消报名 | 讲师介绍和名额 | 是的": "确认取消 老师是谁 还有名额吗",
		"讲师介绍和名额 | 是的":        "老师是谁 还有名额吗",
	} {
		w := newWorld(t)
		w.seat()
		got := talk(t, w, lines, noon()).reply
		for word := range strings.FieldsSeq(words) {
			if !strings.Contains(got, word) {
				t.Errorf("%s: %q, want %s in it", lines, got, word)
			}
		}
		if w.tally.Taken != 1 || len(w.erased) > 0 {
			t.Errorf("%s: %d seats are taken, erased %v", lines, w.tally.Taken, w.erased)
		}
	}
}

// TestPendingTime lets questions expire.
func TestPendingTime(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.seat()
	w.say(t, "取消报名", noon())
	late := noon().Add(campaign.PendingLife + time.Second)
	if got := w.say(t, "是的", late); got != w.render(t, content.KeyCancelNoPending, nil) || w.tally.Taken != 1 {
		t.Errorf("a late yes: %q, %d seats are taken", got, w.tally.Taken)
	}
	w.say(t, "找真人", noon())
	late = noon().Add(campaign.ChoicesLife + time.Second)
	if got := w.say(t, "是", late); got != w.render(t, content.KeyCourtesyHello, nil) || len(w.tickets) != 0 {
		t.Errorf("a yes to an old suggestion: %q, %d tickets", got, len(w.tickets))
	}
	w.say(t, "提问", noon())
	if w.say(t, "商品中心和类目要怎么拆分", noon().Add(campaign.ChoicesLife+time.Second)); len(w.questions) != 0 || len(w.tickets) != 1 {
		t.Errorf("%d questions and %d tickets after the time for the question", len(w.questions), len(w.tickets))
	}
	w = newWorld(t)
	w.say(t, "提问", on(7, 21, 50))
	if w.say(t, "商品中心和类目要怎么拆分", on(7, 21, 51)); len(w.questions) != 0 {
		t.Error("after the end of questions one is awaited")
	}
	w = newWorld(t)
	w.seat()
	w.say(t, "取消报名", noon())
	w.members[7] = campaign.Member{}
	if got := w.say(t, "好", noon()); got != w.render(t, content.KeyCancelNoPending, nil) {
		t.Errorf("asks again about a seat that is gone: %q", got)
	}
}

// TestOtherDay answers by the day of the class.
func TestOtherDay(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		said string
		day  int
		want bool
	}{
		{"明天有课吗", 6, true}, {"明天还有课吗", 7, false}, {"今晚有直播吗", 7, true}, {"后天有课吗", 5, true}, {"今天有课吗", 9, false},
	} {
		w := newWorld(t)
		if got := w.say(t, tt.said, on(tt.day, 12, 0)); got == w.Texts.Answer("time", noon(), nil) != tt.want {
			t.Errorf("%s on the %dth: %q", tt.said, tt.day, got)
		}
	}
	w := newWorld(t)
	v := changed(t, "  编号: ecom-backend-0707", "  编号: ecom-backend-0707\n  下一场: 8月8日讲供应链")
	w.Campaign.Next, w.Texts = v.Campaign.Next, v.Texts
	if got := w.say(t, "明天还有课吗", noon()); got != w.render(t, content.KeyNextClass, nil) || w.me.Consent != campaign.ConsentUnset {
		t.Errorf("%q, consent %d", got, w.me.Consent)
	}
}

// TestSpokenPassphrase checks in who says the passphrase with words around it, or in pinyin.
func TestSpokenPassphrase(t *testing.T) {
	t.Parallel()
	for said := range strings.SplitSeq("我要签到 后台先行/老师说的是后台先行/houtaixianxing/hou tai xian xing/签到 houtaixianxing/"+
		"口令是后台先行/后台先行 后台先行/老师说口令后台先行", "/") {
		w := newWorld(t)
		w.seat()
		if got := w.say(t, said, on(7, 20, 50)); got != w.render(t, content.KeyCheckinOK, nil) {
			t.Errorf("%q: %q", said, got)
		}
	}
	w := newWorld(t)
	if got := w.say(t, "老师说的后台先行是什么意思", on(7, 20, 50)); got == w.render(t, content.KeyCheckinOK, nil) {
		t.Error("a question about the passphrase checks in")
	}
}
