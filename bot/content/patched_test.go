package content_test

import (
	"strings"
	"testing"

	"zhujiao/bot/content"
)

// TestPatched changes values in maps and lists, by 编号 and by position, and adds one.
func TestPatched(t *testing.T) {
	t.Parallel()
	file := "活动: {编号: a, 席位: 120}\n资料包:\n  - 编号: 99\n    库存: 不限\n  - 编号: \"49\"\n    抽取: {概率: 0.5}\n群: [staff, class]\n"
	got, err := content.Patched([]byte(file), map[string]any{
		"活动.席位": 2.0, "资料包.49.抽取.概率": 0.25, "资料包.0.库存": "3", "群.1": "x", "新的": true,
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"席位: 2\n", "概率: 0.25\n", `库存: "3"`, "- x\n", "新的: true\n", "编号: a\n"} {
		if !strings.Contains(string(got), want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	for _, path := range []string{"没有.这个", "资料包.7.库存", "活动.席位.多", "群.-1"} {
		if _, err := content.Patched([]byte(file), map[string]any{path: 1}); err == nil {
			t.Errorf("%s was changed", path)
		}
	}
}
