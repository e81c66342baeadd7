package app

import (
	"fmt"
	"testing"
)

// TestMeanings sorts what was asked as the page of the frequent questions counts it, says the
// same the second time, and remembers a bounded number of texts.
func TestMeanings(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	served, _ := c.app.catalog.Class(c.app.Campaign().ID)
	all := c.app.reviews.meaningsFor(served)
	for said, want := range map[string]meaning{
		"几点开始":            {meansAnswer, "time"},
		"报名":              {meansRoutine, ""},
		"不是问这个":           {meansRefusal, ""},
		"课程会讲到SaaS多租户后台吗": {meansNothing, ""},
		"我到时候看不了怎么办啊有点急事": {meansOffer, ""},
	} {
		if got := all.of(said); got != want {
			t.Errorf("%s: %+v, want %+v", said, got, want)
		}
		if again := all.of(said); again != all.read(said) {
			t.Errorf("%s: %+v the second time", said, again)
		}
	}
	if c.app.reviews.meaningsFor(served) != all {
		t.Error("what serves is read anew")
	}
	for i := range meaningsMost + 2 {
		all.of(fmt.Sprint(i))
	}
	if n := len(all.known); n > meaningsMost {
		t.Errorf("%d texts are remembered, at most %d", n, meaningsMost)
	}
}
