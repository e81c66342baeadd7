package staff_test

import (
	"strings"
	"testing"

	"zhujiao/bot/content"
	"zhujiao/handlers/staff"
)

// TestHelpOfEach explains every command with an example that is that command, and lists it
// in the help, which fits into a message.
func TestHelpOfEach(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if all := w.command(t, "帮助"); strings.Contains(all, "#场") {
		t.Errorf("with one class the help has #场: %q", all)
	}
	w.beside(t)
	all := w.command(t, "帮助")
	w = newWorld(t)
	if len(all) > 2048 {
		t.Errorf("the help has %d bytes", len(all))
	}
	for _, row := range staff.Rows() {
		if row.Word != "帮助" && !strings.Contains(all, "#"+row.Word) {
			t.Errorf("the help lacks #%s", row.Word)
		}
		got := w.command(t, "帮助 "+row.Word)
		for _, part := range []string{"#" + row.Word + "：", "\n写法：#" + row.Word, "\n例：#" + row.Word, "\n然后："} {
			if !strings.Contains(got, part) {
				t.Errorf("the help of #%s lacks %q: %q", row.Word, part, got)
			}
		}
		if got := w.command(t, "帮助 #"+row.Word); !strings.HasPrefix(got, "#"+row.Word) {
			t.Errorf("with a #: %q", got)
		}
	}
}

// TestNearestCommand proposes the command that was meant.
func TestNearestCommand(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for typed, near := range map[string]string{
		"待达": "待答", "群发消息 大家好": "群发", "帮助 群法": "群发", "开报": "开报名", "查看待答": "待答", "定时发": "定时",
	} {
		want := w.render(t, content.KeyStaffUnknownNear, content.Vars{"指令": near, "写法": usageOf(near)})
		if got := w.command(t, typed); got != want {
			t.Errorf("#%s: %q, want %q", typed, got, want)
		}
	}
	for _, typed := range []string{"咖啡", "帮助 咖啡", "啊"} {
		if got := w.command(t, typed); got != w.render(t, content.KeyStaffUnknownCommand, nil) {
			t.Errorf("#%s: %q", typed, got)
		}
	}
}

func usageOf(word string) string {
	for _, r := range staff.Rows() {
		if r.Word == word {
			return r.Usage
		}
	}
	return ""
}
