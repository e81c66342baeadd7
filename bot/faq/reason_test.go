package faq_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhujiao/bot/faq"
	"zhujiao/bot/text"
)

// TestReasons asks pairs of questions that differ in a word because of which the
// second must not be answered, or not at once.
func TestReasons(t *testing.T) {
	t.Parallel()
	m, _ := faq.New(faq.Setup{Entries: faq.BuiltinEntries()})
	for _, pair := range []struct {
		why, asks, not string
		atMost         faq.Band
	}{
		{"foreign object", "怎么退款", "淘宝怎么退款", faq.None},
		{"negated", "我想退款", "我不想退款了", faq.Suggest},
		{"done", "进群二维码在哪", "进群二维码找到了谢谢", faq.None},
		{"done, asking nothing", "资料链接打不开了", "资料链接打开了", faq.Suggest},
		{"third person", "课程证书怎么领", "我同学的课程证书已经领了", faq.None},
		{"other people's business, nearly sure", "怎么退款", "双十一抽奖我一次都没中过", faq.Suggest},
		{"done, with thanks", "直播间在哪", "房间找着了,谢谢哈", faq.Suggest},
		{"topic", "课程内容是什么", "会讲到课程大纲吗", faq.Suggest},
		{"object of 讲", "讲什么内容", "讲数据中台不", faq.Suggest},
	} {
		if r := m.Match(text.Fold(pair.asks)); r.Band != faq.Answer {
			t.Errorf("%s: %q is not answered (%v, %.2f)", pair.why, pair.asks, ids(r), r.Confidence)
		}
		if r := m.Match(text.Fold(pair.not)); r.Band > pair.atMost {
			t.Errorf("%s: %q is answered by %v (%.2f)", pair.why, pair.not, ids(r), r.Confidence)
		}
	}
}

// TestWhySays finds the reasons that depend on single words in the explanation.
func TestWhySays(t *testing.T) {
	t.Parallel()
	m, _ := faq.New(faq.Setup{Entries: faq.BuiltinEntries()})
	for q, want := range map[string]string{
		"我妈想问几点开始": "is about somebody else", "淘宝怎么退款": "names a topic that is not the class's",
		"我不想退款了": "negated", "房间找着了,谢谢哈": "says that something is done",
	} {
		if why := strings.Join(m.Why(text.Fold(q)), "\n"); !strings.Contains(why, want) {
			t.Errorf("%q: no %q in\n%s", q, want, why)
		}
	}
}

// TestNoTopic asks questions that only look like asking whether a topic is covered.
func TestNoTopic(t *testing.T) {
	t.Parallel()
	m, _ := faq.New(faq.Setup{Entries: []faq.Entry{
		{ID: "intro", Title: "课程介绍", Answer: "1. 认知：如何理解电商产品架构？ 2. 方法：7步破解电商后台逻辑"},
		{ID: "teacher", Title: "老师是谁", Answer: "刘志远老师"},
		{ID: "price", Title: "要钱吗", Answer: "免费。"},
	}})
	for q, want := range map[string]string{"有讲师介绍吗": "teacher", "直说到底收不收钱": "price", "会讲到电商产品架构吗": "intro"} {
		if r := m.Match(text.Fold(q)); r.Band == faq.None || r.Hits[0].ID != want || r.Confidence < 0.5 {
			t.Errorf("%q: band %d, %v, %.2f, want %s", q, r.Band, ids(r), r.Confidence, want)
		}
	}
	if r := m.Match(text.Fold("会讲到电商数据分析吗")); r.Band == faq.Answer {
		t.Errorf("a topic that the answer does not name is answered: %v %.2f", ids(r), r.Confidence)
	}
}

// TestFirstClaim leaves a phrasing to the first entry that has it.
func TestFirstClaim(t *testing.T) {
	t.Parallel()
	m, _ := faq.New(faq.Setup{Entries: []faq.Entry{{ID: "a", Title: "停车"}, {ID: "b", Title: "车位", Aliases: []string{"停车"}}}})
	if r := m.Match("停车"); r.Band != faq.Answer || r.Hits[0].ID != "a" || !r.Exact {
		t.Errorf("got %v", r)
	}
}

// TestSpelled reads a question of nothing but pinyin.
func TestSpelled(t *testing.T) {
	t.Parallel()
	m, _ := faq.New(faq.Setup{Entries: faq.BuiltinEntries()})
	for q, want := range map[string]string{
		"jidian kaishi shangke": "开课时间", "laoshi shi shei": "讲师", "zenme tuikuan": "退款", "laoshishuishi": "讲师",
		"zhengshu zenmeling": "证书",
	} {
		if r := m.Match(text.Fold(q)); r.Band != faq.Answer || r.Hits[0].ID != want {
			t.Errorf("%q: %v, band %d", q, ids(r), r.Band)
		}
	}
}

// TestBoth asks back when a question names two entries.
func TestBoth(t *testing.T) {
	t.Parallel()
	m, _ := faq.New(faq.Setup{Entries: sample()})
	for _, q := range []string{"讲师介绍和名额", "几点开始?还能报吗", "大纲还有名额"} {
		if r := m.Match(text.Fold(q)); r.Band != faq.Suggest || len(r.Hits) != 2 {
			t.Errorf("%q: band %d, %v", q, r.Band, ids(r))
		}
	}
}

// TestCut matches a long text like its first 120 characters.
func TestCut(t *testing.T) {
	t.Parallel()
	m, _ := faq.New(faq.Setup{Entries: sample()})
	long := strings.Repeat("想问一下这个课到底几点开始呀", 20)
	short := string([]rune(long)[:120])
	if got, want := m.Match(long), m.Match(short); !cmp.Equal(got, want) {
		t.Errorf("long %v, short %v", got, want)
	}
	if got, want := m.Why(long), m.Why(short); !cmp.Equal(got, want) {
		t.Errorf("why long %v, short %v", got, want)
	}
}

// TestManyAtOnce matches from several goroutines; each must get the same results as
// one alone, and the race detector must find nothing.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	m, _ := faq.New(faq.Setup{Entries: sample()})
	questions := []string{"老师几点讲", "在哪看直播", "还有位子不", "都讲些啥", "我想退款"}
	var want []faq.Result
	for _, q := range questions {
		want = append(want, m.Match(q))
	}
	var wait sync.WaitGroup
	for range 6 {
		wait.Go(func() {
			for range 50 {
				for i, q := range questions {
					if got := m.Match(q); !cmp.Equal(got, want[i]) {
						t.Errorf("%q: %v, alone %v", q, got, want[i])
					}
				}
			}
		})
	}
	wait.Wait()
}

// TestOwnEntries asks custom entries: their own words with fillers around are answered,
// other words find them, and they do not answer questions about something else.
func TestOwnEntries(t *testing.T) {
	t.Parallel()
	m, _ := faq.New(faq.Setup{Entries: append(faq.BuiltinEntries(),
		faq.Entry{ID: "park", Title: "现场能停车吗", Aliases: []string{"有停车场吗", "停车位多吗", "能停车吗"}},
		faq.Entry{ID: "wifi", Title: "现场WiFi密码是多少", Aliases: []string{"wifi怎么连", "无线网密码", "有wifi吗"}},
	)})
	for q, want := range map[string]string{"请问能停车吗": "park", "麻烦问下有wifi吗": "wifi"} {
		if r := m.Match(text.Fold(q)); r.Band != faq.Answer || r.Hits[0].ID != want {
			t.Errorf("%q: band %d, %v %.2f", q, r.Band, ids(r), r.Confidence)
		}
	}
	for q, want := range map[string]string{"开车去有地方停车吗": "park", "停车方便不": "park", "wifi密码告诉我一下": "wifi", "几点开课": "开课时间", "怎么退钱": "退款"} {
		if r := m.Match(text.Fold(q)); r.Band == faq.None || r.Hits[0].ID != want {
			t.Errorf("%q: band %d, %v %.2f", q, r.Band, ids(r), r.Confidence)
		}
	}
	if r := m.Match("停车场的车被刮了怎么报保险"); r.Band == faq.Answer {
		t.Errorf("answered: %v %.2f", ids(r), r.Confidence)
	}
}

// TestGroupMany keeps frequent texts in one group however many others there are.
func TestGroupMany(t *testing.T) {
	t.Parallel()
	m, _ := faq.New(faq.Setup{Entries: sample()})
	var words []string
	for _, in := range faq.Intents() {
		words = append(words, in.Phrasings...)
	}
	var texts []string
	for i := range 2000 {
		texts = append(texts, words[i*5])
	}
	for i := range 200 {
		texts = append(texts, fmt.Sprint(i, "号门现场有停车位吗"))
	}
	if got := m.Group(texts)[0]; len(got.Texts) < 200 {
		t.Errorf("the largest group has %d texts, want the 200 about parking", len(got.Texts))
	}
}
