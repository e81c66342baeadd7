package app

import (
	"fmt"
	"strings"
	"testing"
)

// TestLongLists: a list that does not fit says how many more there are.
func TestLongLists(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	for i := range 8 {
		c.say(t, fmt.Sprint("a", i), fmt.Sprintf("提问 第%d个问题，%s？", i, strings.Repeat("订单和库存先学哪个好呢", 17)))
	}
	for _, s := range []string{c.say(t, "m1", "#审"), func() string {
		c.say(t, "m1", "#过 Q1 Q2 Q3 Q4 Q5 Q6 Q7 Q8")
		return c.say(t, "b", "问题榜")
	}()} {
		if len(s) > 2048 || !strings.Contains(s, "还有") || strings.Count(s, "先学哪个好呢？") < 2 {
			t.Errorf("got %d bytes: %s", len(s), s)
		}
	}
}

// TestQuestionStates: what cannot be done with a question is said with its reason.
func TestQuestionStates(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.say(t, "a", "提问 我做线下零售3年,想转电商产品,订单和库存先学哪个?")
	c.say(t, "b", "提问 商品中心和类目要怎么拆分才合理呢")
	c.officeWant(t, "m1", "#上墙 Q1", "Q1还没有通过，先回复「#过 Q1」")
	c.officeWant(t, "m1", "#并 Q1 Q1", "不能并入自己")
	c.officeWant(t, "m1", "#并 Q1 Q9", "没有找到Q9")
	c.say(t, "m1", "#并 Q1 Q2")
	c.officeWant(t, "m1", "#上墙 Q1", "Q1已并入Q2")
	c.officeWant(t, "m1", "#并 Q2 Q1", "Q1已并入Q2")
	c.say(t, "m1", "#隐 Q2")
	c.officeWant(t, "m1", "#上墙 Q2", "Q2已隐藏")
}
