package content_test

import (
	"strings"
	"testing"
	"time"
)

// TestManyBraces finds the one mistake after many placeholders that are right.
func TestManyBraces(t *testing.T) {
	t.Parallel()
	_, ps := load(t, withTexts(t, "  human_ok: "+strings.Repeat("{课名}", 25)+"｛课名｝\n"), time.Time{})
	for _, p := range ps {
		if strings.Contains(p.Text, "花括号是全角的") {
			return
		}
	}
	t.Errorf("nothing is said: %v", ps)
}

// TestNearestKey names the same key each time, and none that shares no character with the
// wrong one.
func TestNearestKey(t *testing.T) {
	t.Parallel()
	file := strings.Replace(sampleFile(t), "群机器人:", "群机:", 1)
	for range 20 {
		_, ps := load(t, file, time.Time{})
		found := false
		for _, p := range ps {
			found = found || strings.Contains(p.Text, "没有「群机」") && strings.Contains(p.Hint, "你是不是想写「群机器人」")
		}
		if !found {
			t.Fatalf("another key is named: %v", ps)
		}
	}
}
