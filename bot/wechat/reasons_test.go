package wechat_test

import (
	"os"
	"regexp"
	"slices"
	"testing"

	"zhujiao/bot/wechat"
)

// Every reason for which a push is not handled is listed, because metrics know no others.
func TestReasons(t *testing.T) {
	t.Parallel()
	code, err := os.ReadFile("receiver.go")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, m := range regexp.MustCompile(`refuse\(http\.\w+, "([^"]+)"\)|r\.note\("([^"]+)"\)`).FindAllStringSubmatch(string(code), -1) {
		reason := m[2]
		if m[1] != "" {
			reason = "refused: " + m[1]
		}
		found++
		if !slices.Contains(wechat.Reasons(), reason) {
			t.Errorf("%q is not listed", reason)
		}
	}
	if found < len(wechat.Reasons()) {
		t.Errorf("%d reasons were found in the code: the test shows nothing", found)
	}
}
