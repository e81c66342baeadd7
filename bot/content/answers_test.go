package content_test

import (
	"testing"

	"zhujiao/bot/content"
)

// TestReadAnswers reads files of answers as people write them.
func TestReadAnswers(t *testing.T) {
	t.Parallel()
	for file, want := range map[string][]content.Answer{
		"开始: 7月14日 20:30\n名称: \"增长\"\n": {{"开始", "7月14日 20:30", 1}, {"名称", "增长", 2}},
		"# 说明\n要点: [甲, 乙]\n":            {{"要点", "甲\n乙", 2}},
		"要点:\n  - 甲\n  - 乙: 丙\n":        nil,
		"要点:\n  - 甲\n  - 乙\n":           {{"要点", "甲\n乙", 1}},
		"要点: |-\n  甲\n  乙\n":            {{"要点", "甲\n乙", 1}},
		"资料包99: 链接: https://pan.example.com/1 提取码: 8k2m\n开始：明天": {
			{"资料包99", "链接: https://pan.example.com/1 提取码: 8k2m", 1}, {"开始", "明天", 2},
		},
		"口令: 0123   # 老师定的": {{"口令", "0123", 1}},
		"名称:\n口令: 好":        {{"名称", "", 1}, {"口令", "好", 2}},
		"":                  nil, "不是答案": nil, "- 甲\n": nil,
	} {
		got, problems := content.ReadAnswers("a.yaml", []byte(file))
		if want == nil {
			if content.Errors(problems) == 0 {
				t.Errorf("%q is read as %v", file, got)
			}
			continue
		}
		if len(got) != len(want) {
			t.Errorf("%q: %v, %v", file, got, problems)
			continue
		}
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("%q: %v, want %v", file, got[i], want[i])
			}
		}
	}
}
