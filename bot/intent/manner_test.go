package intent_test

import (
	"strings"
	"testing"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/intent"
)

// TestDistrust answers doubts with the entry that says who runs the class, else with a
// person. Abuse stays abuse (ruling 51).
func TestDistrust(t *testing.T) {
	t.Parallel()
	c := class()
	c.FAQ = append(c.FAQ, campaign.Entry{ID: "who-runs", Question: "你们靠谱吗", Aliases: []string{"是不是骗子"}, Answer: "主办是起点课堂"})
	trusting := intent.New(c, texts(), table())
	for said, want := range map[string][2]intent.Kind{ // without such an entry, and with one
		"这不会是骗子吧？":     {intent.Warning, intent.Answer},
		"骗子":           {intent.Warning, intent.Answer},
		"你们就是骗子？":      {intent.Warning, intent.Answer},
		"不会是割韭菜的吧":     {intent.Warning, intent.Answer},
		"是不是骗子":        {intent.Warning, intent.Answer},
		"群里有人冒充老师是骗子":  {intent.Warning, intent.Warning},
		"你们是不是骗子":      {intent.Warning, intent.Answer},
		"你们就是骗子":       {intent.Nothing, intent.Nothing},
		"骗子滚":          {intent.Nothing, intent.Nothing},
		"滚":            {intent.Nothing, intent.Nothing},
		"今天股票跌得好惨怎么办":  {intent.Unknown, intent.Unknown},
		"提问 会不会是骗子做的课": {intent.RunCommand, intent.RunCommand},
	} {
		for i, r := range []*intent.Reader{shared(), trusting} {
			got := intent.Resolve(r.Read(typed(said)), intent.State{})
			if got.Kind != want[i] || got.Kind == intent.Answer && got.Entry != "who-runs" {
				t.Errorf("%q, with the entry %v: %+v, want %s", said, i == 1, got, want[i])
			}
		}
	}
	c.Name = "x"
	blocked := texts()
	blocked.Blocked = nil
	if got := intent.Resolve(intent.New(c, blocked, table()).Read(typed("靠不靠谱")), intent.State{}); got.Entry != "who-runs" {
		t.Errorf("without a list of blocked words: %+v", got)
	}
}

// TestNoManner leaves alone what only looks like one of the manners.
func TestNoManner(t *testing.T) {
	t.Parallel()
	for said := range strings.FieldsSeq(`我报了 我报名了吗 我要报名别的课 我不想报名 不报名可以听吗 想报名但是没时间 要两份资料 需要两次签到吗 可以提前进吗 换链接了吗 顶级讲师 支持退款吗 支持3个人一起吗
		99元是什么 领99要钱吗 我不想领99 发票抬头 老师什么时候回答问题 老师的问题 改天再看回放 不是学生能听吗 不对外开放吗 没有回放吗 房子 一个人听吗 我也想听`) {
		w := shared().ReadWords(said)
		if w.Wish.Wish >= bot.WishSeveralSeats || w.Refusal || w.Distrust || w.Command.Pack != "" || w.Command.Word == "顶" {
			t.Errorf("%q: %+v", said, w)
		}
	}
}

// TestThisClass registers who names this class or none, and nobody else.
func TestThisClass(t *testing.T) {
	t.Parallel()
	c := class()
	c.Name = "7步破解电商后台逻辑"
	r := intent.New(c, texts(), table())
	for said, want := range map[string]bool{
		"我要报名电商课": true, "我想报名电商后台的课": true, "想报名": true, "帮我报一下名": true, "我要参加今晚的直播": true, "我要报名7步破解电商后台逻辑": true,
		"我要报名摄影课": false, "我要报名下一场": false, "我要报名商": false, "我要报名两个": false,
	} {
		got := intent.Resolve(r.Read(typed(said)), intent.State{})
		if is := got.Kind == intent.RunCommand && got.Command.Word == "报名"; is != want {
			t.Errorf("%q: %+v", said, got)
		}
	}
}
