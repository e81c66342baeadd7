package staff_test

import (
	"strings"
	"testing"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/catalog"
	"zhujiao/bot/content"
)

// beside opens a second class a week after the sample's. It returns it.
func (w *world) beside(t *testing.T) *catalog.Snapshot {
	t.Helper()
	c := *w.Campaign
	c.ID, c.Name = "other", "下一场课"
	for _, at := range []*time.Time{&c.Start, &c.End, &c.Signup.Close, &c.Checkin.Open, &c.Checkin.Close} {
		*at = at.AddDate(0, 0, 7)
	}
	other := &catalog.Snapshot{Campaign: &c, Texts: w.Texts, Reader: w.Reader, FileEntries: w.FileEntries}
	other.Moderation, other.Attendees = w.Moderation, w.Attendees
	w.around.Live, w.around.Crowded = []*catalog.Snapshot{w.Snapshot, other}, true
	return other
}

// TestClassCommand lists the live classes, switches to one, and names the class of every
// reply while there are several.
func TestClassCommand(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if got := w.command(t, "待答"); strings.HasPrefix(got, "【7步") {
		t.Errorf("with one class its name is said: %q", got)
	}
	if got, want := w.command(t, "场 1"), w.render(t, content.KeyStaffClassSwitched, nil); got != want || w.switched["hash"] != "" {
		t.Errorf("the only class: %q", got)
	}
	w.beside(t)
	const here, there = "【7步破解电商后台逻辑】", "【下一场课】"
	for _, tt := range []struct{ line, begins, has, class string }{
		{"待答", here, "U1 能停车吗", ""},
		{"场", here, "1 7步破解电商后台逻辑（7月7日）报名中，你现在管的是这一场\n2 下一场课（7月7日）报名中", ""},
		{"场 3", here, "没有第3场", ""},
		{"场 0", here, "没有第0场", ""},
		{"场 下", here, "写法：", ""},
		{"场 第2场", there, "以后的指令都算这一场的", "other"},
		{"场 1", here, "以后的指令都算这一场的", w.Campaign.ID},
		{"不知道", here, "没有这个指令", w.Campaign.ID},
	} {
		got := w.command(t, tt.line)
		if !strings.HasPrefix(got, tt.begins) || !strings.Contains(got, tt.has) || w.switched["hash"] != tt.class {
			t.Errorf("#%s: %q, class %q; want %s, %s, class %q", tt.line, got, w.switched["hash"], tt.begins, tt.has, tt.class)
		}
	}
	if got := w.command(t, "停"); !strings.HasSuffix(got, "\n"+w.render(t, content.KeyStaffStopAbove, nil)) {
		t.Errorf("#停 does not say that it stands above classes: %q", got)
	}
	w.control.Level = campaign.StopNothing
	w.around.Crowded = false // the other one is only announced
	if got := w.command(t, "待答"); strings.HasPrefix(got, here) {
		t.Errorf("beside an announced class the name is said: %q", got)
	}
}
