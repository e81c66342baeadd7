package draft_test

import (
	"os"
	"testing"

	"zhujiao/bot/draft"
)

// TestFirstAnnouncement reads the announcement of the first class.
func TestFirstAnnouncement(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("../../../shared/seed/announcement.html")
	if err != nil {
		t.Skip("the announcement is not here:", err)
	}
	r := draft.Read(data, draft.Options{})
	for field, want := range map[draft.Field]string{
		draft.FieldTitle: "7步破解电商后台逻辑", draft.FieldHost: "人人都是产品经理 & 起点课堂", draft.FieldDate: "2022-07-07",
		draft.FieldStart: "20:30", draft.FieldEnd: "21:30", draft.FieldTeacher: "刘志远", draft.FieldPrice: "99元", draft.FieldSignupWay: "qr",
	} {
		if got, source := r.Text(field); got != want || source == "" {
			t.Errorf("%s: %q from %q, want %q", field, got, source, want)
		}
	}
	if n, _ := r.Number(draft.FieldSeats); n != 120 {
		t.Errorf("seats: %d, want 120", n)
	}
	if free, _ := r.Flag(draft.FieldFree); !free {
		t.Error("the class is free")
	}
	if points, audience := len(r.All(draft.FieldPoint)), len(r.All(draft.FieldAudience)); points != 4 || audience != 2 {
		t.Errorf("%d points and %d audiences, want 4 and 2", points, audience)
	}
	if packs := r.All(draft.FieldPack); len(packs) != 2 { // what a pack holds is no pack
		t.Errorf("packs: %v", packs)
	}
	if place, source := r.Text(draft.FieldPlace); place != "" {
		t.Errorf("place %q from %q is not said", place, source)
	}
}
