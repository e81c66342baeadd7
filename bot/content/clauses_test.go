package content_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"zhujiao/bot/content"
)

// TestOtherMatters checks that an answer contradicts the settings only if it speaks of the
// class itself: 20:30 to 21:30 on 7 July, 120 seats.
func TestOtherMatters(t *testing.T) {
	t.Parallel()
	fine := []string{
		"晚上8:30开始，9:30结束，大家准时来。", "7月7日周四晚8点半到9:30，8:10开放直播间。", "直播间打字提问，9:05起集中回答。",
		"7月8日上午10:00起从原来的直播链接回看，保留到7月21日24:00。", "报名截止到7月6日晚8点，只看直播的不用报名。",
		"作业一道题，大约40分钟做完。", "讲，第三部分专门说退款，约15分钟。", "课中休息，约5分钟。", "每家限2名大人。", "前20名送一本书。",
		"开课前半小时从菜单进直播间，微信里直接看。", "8点～9点班车每20分钟一班。", "中间抽3次奖，9:10在直播间抽最后一次。",
	}
	wrong := []string{
		"晚上7:30开始上课，大家准时来。", "7月8日晚8点半开课。", "直播7点半开始。", "公开课全程约2小时。", "晚8:30开讲，共90分钟。",
		"限额200人，先到先得。", "开课前3小时会提醒你。", "周五晚上开播。", "9点开播，9:30结束，请提前进直播间。",
	}
	for i, answer := range append(fine, wrong...) {
		if got := contradicts(t, answer); got != (i >= len(fine)) {
			t.Errorf("%q: contradicts the settings: %v", answer, got)
		}
	}
}

// contradicts reports whether the check finds an error in a good file with one more
// answer.
func contradicts(t *testing.T, answer string) bool {
	t.Helper()
	file := strings.Replace(testFile(t, "base.yaml"), "\n常见问题:\n",
		"\n常见问题:\n  - 编号: another\n    问: 另外一件事怎么说\n    答: "+answer+"\n", 1)
	_, problems, _ := content.LoadFS(fstest.MapFS{
		"campaign.yaml": {Data: []byte(file)}, "blocked_words.txt": {Data: []byte(testFile(t, "blocked_words.txt"))},
	}, "campaign.yaml", vocabulary(), time.Time{})
	return slices.ContainsFunc(problems, func(p content.Problem) bool { return !p.Warning })
}
