package intent_test

import (
	"testing"

	"zhujiao/bot/intent"
)

// TestEveryday knows what people say without a thought.
func TestEveryday(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]bool{
		"好的": true, "嗯嗯": true, "谢谢老师": true, "你好": true, "是的！": true, "不用": true, "ok": true,
		"后台先行": false, "分组聚合": false, "7788": false, "好的后台": false,
	} {
		if got := intent.Everyday(said); got != want {
			t.Errorf("%s: %t, want %t", said, got, want)
		}
	}
}
