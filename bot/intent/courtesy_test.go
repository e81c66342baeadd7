package intent_test

import (
	"slices"
	"testing"

	"zhujiao/bot"
	"zhujiao/bot/intent"
)

// TestTone knows courtesy in its many forms, and does not take a question for it.
func TestTone(t *testing.T) {
	t.Parallel()
	for want, texts := range map[bot.Courtesy][]string{
		bot.CourtesyThanks: {
			"谢谢", "谢谢老师辛苦了", "收到啦谢谢老师", "好哒好哒谢谢班主任", "太感谢了", "辛苦各位老师了", "ok谢谢", "thankyousomuch", "唔该晒", "谢谢你的分享", "麻烦您了", "非常感谢大家",
		},
		bot.CourtesyGreeting: {"你好", "老师您好", "在吗老师", "亲在吗", "有人在吗", "hi", "早上好呀", "老师好", "大家好呀", "助教您好"},
		bot.CourtesyNoted: {
			"好的", "好的好的", "收到", "嗯嗯", "ok", "666", "哈哈哈哈", "明白了老师", "好嘞", "知道啦", "太棒了", "老师好厉害", "我来了",
			"【收到不支持的消息类型,暂无法显示】", "没事了", "好的收到", "行吧", "讲得真好", "今天讲的太清楚了", "收获满满", "学到了很多", "老师讲得特别好学到了", "不好意思打扰了", "yyds", "哦了", "噢",
		},
		bot.CourtesyNone: {
			"好了吗", "可以吗", "在哪", "谢谢怎么报名", "老师", "你", "几点开始", "好的那几点开始", "在哪里看", "知道在哪看吗", "收到资料了吗", "没收到", "行不行", "老师是谁", "我不来了", "的", "",
			"加油站", "我到了怎么进", "讲得好快", "讲得太细了跟不上", "精彩回放", "今晚直播", "学到什么", "感谢老师链接发一下", "老师辛苦了声音小", "不好意思没听清", "6", "哈嘿", "哈", "嘿",
		},
	} {
		for _, s := range texts {
			if got := intent.Tone(s); got != want {
				t.Errorf("%q has tone %d, want %d", s, got, want)
			}
		}
	}
}

func TestAfterCourtesy(t *testing.T) {
	t.Parallel()
	for folded, want := range map[string][]string{
		"你好几点开始": {"几点开始"}, "好的老师是谁": {"老师是谁", "是谁"}, "老师是谁": nil, "收到资料了吗": nil, "收到的谢谢几点": nil, "收到谢谢几点开始": {"谢谢几点开始", "几点开始"},
		"你好像讲错了": nil, "几点开始": nil, "请问一下几点": {"几点"}, "你好在": nil,
		"好的谢谢你好您好哈喽几点开始": {"您好哈喽几点开始", "哈喽几点开始", "几点开始"},
	} {
		if got := intent.AfterCourtesy(folded); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", folded, got, want)
		}
	}
}

// TestPieceMax bounds the pieces that the lists hold.
func TestPieceMax(t *testing.T) {
	t.Parallel()
	if longest, bound := intent.Pieces(); longest > bound {
		t.Errorf("a piece of %d bytes is never found: the bound is %d", longest, bound)
	}
}

func TestDeclines(t *testing.T) {
	t.Parallel()
	for folded, want := range map[string]bool{
		"不想报名了": true, "我不来了": true, "今晚不来了怎么办": true, "好的我不参加了": true, "不报名可以听吗": false, "不来": false, "怎么报名": false, "我不想听课了可以吗": true,
		"老师不来了吗": false, "不学了": true,
	} {
		if got := intent.Declines(folded); got != want {
			t.Errorf("%q: %v, want %v", folded, got, want)
		}
	}
}

func TestRemark(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]bool{
		"资料收到了 谢谢": true, "蟹蟹": true, "谢谢老师 我先下了": true, "报上名了，感谢": true, "资料收到了": false, "资料收到了 谢谢？": false, "谢谢，链接打不开": false,
		"谢谢 怎么报名": false,
	} {
		if got := intent.Remark(said); got != want {
			t.Errorf("%q: %v, want %v", said, got, want)
		}
	}
}

func TestWish(t *testing.T) {
	t.Parallel()
	for folded, want := range map[string]bot.Wish{
		"帮我删除我的个人信息": bot.WishErasure, "我要注销账号": bot.WishErasure, "我的资料包被删了": bot.WishNone, "删除我的资料链接": bot.WishNone,
		"到时候别忘了提醒我": bot.WishReminders, "记得通知我": bot.WishReminders, "别再给我发消息": bot.WishNoMessages, "不想收到通知": bot.WishNoMessages,
		"不用提醒我还会发通知吗": bot.WishNone, "我排第几": bot.WishStanding, "我报名了吗": bot.WishStanding, "报上名了吗": bot.WishStanding,
		"我今天报名了吗": bot.WishStanding,
		"忘记签到了":   bot.WishLateCheckin, "没签上": bot.WishLateCheckin, "怎么签到": bot.WishHowCheckin, "口令是什么": bot.WishHowCheckin,
		"他们忘记签到了": bot.WishNone, "几点开始": bot.WishNone, "": bot.WishNone,
	} {
		if got := intent.ReadWish(folded); got != want {
			t.Errorf("%q: %d, want %d", folded, got, want)
		}
	}
}

// TestWishSuggests points to the row of the table that serves a wish.
func TestWishSuggests(t *testing.T) {
	t.Parallel()
	for said, want := range map[string][2]string{
		"帮我删除我的个人信息": {"删除我的数据", "删除数据"}, "到时候别忘了提醒我": {"提醒", "收到提醒"}, "别再给我发消息": {"退订", "关闭通知"},
	} {
		if in := meant(t, said); in.Kind != intent.SuggestCommand || in.Command.Word != want[0] || in.Title != want[1] {
			t.Errorf("%q: %+v, want %q", said, in, want)
		}
	}
	for said, want := range map[string]string{"我排第几": "我的", "怎么签到呀老师": "签到"} {
		if in := meant(t, said); in.Kind != intent.RunCommand || in.Command.Word != want {
			t.Errorf("%q: %+v, want %q", said, in, want)
		}
	}
	if in := meant(t, "我忘了签到"); in.Kind != intent.LateCheckin {
		t.Errorf("%+v", in)
	}
}
