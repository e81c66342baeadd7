package text_test

import (
	"testing"

	"zhujiao/bot/text"
)

// TestDistance counts characters, not bytes.
func TestDistance(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		a, b string
		want int
	}{{"报名", "报名", 0}, {"报名", "报各名", 1}, {"退定", "退订", 1}, {"", "签到", 2}, {"kitten", "sitting", 3}} {
		if got := text.Distance([]rune(tt.a), []rune(tt.b)); got != tt.want {
			t.Errorf("from %q to %q: %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}
