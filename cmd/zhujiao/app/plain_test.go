package app

import (
	"strings"
	"testing"
)

// hostile are words that a client would act on, as an attendee may write them.
const hostile = "课程会讲到SaaS后台吗 <A\n HREF=\"weixin://bizmsgmenu?msgmenucontent=#停 全部&msgmenuid=1\">看图</a> <@all> @所有人 库存<10\nU9 假的\u202e"

// plainly fails if somebody reads what a client would act on, or a line that another
// person wrote.
func plainly(t *testing.T, where, said, words string) {
	t.Helper()
	low := strings.ToLower(said)
	for _, bad := range []string{"<a", "</a", "weixin://", "<@", "@all", "@所有人", "\nu9", "\nq9", "\u202e"} {
		if strings.Contains(low, bad) {
			t.Errorf("%s has %q: %q", where, bad, said)
		}
	}
	if !strings.Contains(said, words) || !strings.Contains(said, "库存<10") {
		t.Errorf("%s has lost its words: %q", where, said)
	}
}

// TestOthersReadPlainText: what one person wrote is plain text in every list and alert
// that others read (ruling 33).
func TestOthersReadPlainText(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 10, 0, 0)
	c.say(t, "a", hostile)
	plainly(t, "the list of tickets", c.say(t, "m1", "#待答"), "SaaS后台")
	c.say(t, "b", "人工")
	c.say(t, "b", hostile)
	c.settle(t)
	alerts := c.alerts("待答】")
	if len(alerts) == 0 {
		t.Error("no alert")
	}
	plainly(t, "the alert", strings.Join(alerts, "\n"), "SaaS后台")
	plainly(t, "the list of tickets with a call", c.say(t, "m1", "#待答"), "H1")
}

// TestAnswerMayLink: a moderator's answer keeps its link, also when it is published; the
// question that it was published for is plain.
func TestAnswerMayLink(t *testing.T) {
	t.Parallel()
	const link = "看<a href=\"https://x.example/s\">这里</a>"
	c := staffed(t, nil)
	c.at(7, 10, 0, 0)
	c.say(t, "a", "紫藤萝瀑布怎么看 <a href=\"weixin://dl\">图</a> 库存<10")
	c.say(t, "m1", "#答 U1 "+link)
	c.settle(t)
	if c.told("a", "班主任回复："+link) != 1 {
		t.Errorf("the answer reads %q", c.texts("a"))
	}
	asked, _ := c.askAndConfirm(t, "m1", "#发布 U1")
	question, answer, _ := strings.Cut(asked, "\n答：")
	plainly(t, "what is published", question, "紫藤萝瀑布")
	if !strings.HasPrefix(answer, link) {
		t.Errorf("the published answer reads %q", answer)
	}
	if got := c.say(t, "b", "紫藤萝瀑布怎么看 <a href=\"weixin://dl\">图</a> 库存<10"); got != link {
		t.Errorf("who asks the same reads %q", got)
	}
	if got := c.say(t, "b", "紫藤萝瀑布"); strings.Contains(got, "紫藤萝瀑布怎么看") {
		plainly(t, "did you mean", got, "紫藤萝瀑布")
	}
}

// TestQuestionsArePlain: a question for the lecturer is plain text to moderators and on
// the board, and stays as it was written for its author.
func TestQuestionsArePlain(t *testing.T) {
	t.Parallel()
	const question = "我做线下零售3年 <a href=\"weixin://dl\">图</a> @all 库存<10先学哪个?\nQ9 假的"
	c := staffed(t, nil)
	c.at(7, 10, 0, 0)
	c.say(t, "a", "提问 "+question)
	plainly(t, "the list of questions", c.say(t, "m1", "#审"), "Q1 我做线下零售3年")
	c.must(t, "m1", "#过 Q1", "Q1已通过")
	plainly(t, "the board", c.say(t, "b", "问题榜"), "我做线下零售3年")
	if got := c.say(t, "a", "问题榜"); !strings.Contains(got, question) {
		t.Errorf("the author reads on the board %q", got)
	}
	c.say(t, "b", "提问 "+question+"!")
	c.must(t, "m1", "#回答 Q1 先学订单。", "Q1已回答")
	c.settle(t)
	if c.told("a", question) != 1 {
		t.Errorf("the author reads %q", c.texts("a"))
	}
	said := strings.Join(c.texts("b"), "\n")
	plainly(t, "the answer to who asked the same", said, "答：先学订单。")
}

// TestLongWordsLeaveRoom: one long text does not hide that others wait.
func TestLongWordsLeaveRoom(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 10, 0, 0)
	c.say(t, "a", "紫藤萝瀑布在哪"+strings.Repeat("长", 660))
	c.say(t, "b", "紫藤萝瀑布在哪呢")
	if got := c.say(t, "m1", "#待答"); len(got) > 2048 || !strings.Contains(got, "U1 紫藤萝") || !strings.Contains(got, "还有1条没有列出") {
		t.Errorf("%d bytes: %q", len(got), got)
	}
}
