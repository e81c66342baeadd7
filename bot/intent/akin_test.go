package intent_test

import (
	"testing"

	"zhujiao/bot/intent"
	"zhujiao/bot/text"
)

// TestAkin: a repetition in other words is akin, another question in the same frame is
// not, in either order.
func TestAkin(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"能开发票吗", "可以开发票吗", true},
		{"能开发票吗", "请问发票能开吗", true},
		{"直播间进不去", "还是进不去", true},
		{"直播间进不去", "怎么还", true},
		{"课程会讲到saas后台吗", "课程会讲到供应链吗", false},
		{"课程会讲到saas后台吗", "能开发票吗", false},
		{"直播间进不去", "听不到声音", false},
		{"会员卡怎么办理", "卡", false},
		{"一个人能报两个名额吗", "一个人能报几个班", false},
		{"", "能开发票吗", true},
	} {
		a, b := text.Fold(c.a), text.Fold(c.b)
		if intent.Akin(a, b) != c.want || intent.Akin(b, a) != c.want {
			t.Errorf("%s and %s akin: %v and %v, want %v", c.a, c.b, intent.Akin(a, b), intent.Akin(b, a), c.want)
		}
	}
}
