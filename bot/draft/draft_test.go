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

// TestSaysNothing reads articles in which something looks like a fact and is none.
func TestSaysNothing(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		article string
		field   draft.Field
		want    int
	}{
		"what a pack holds":    {"报名即送《入门资料包》，内含领取的面试题库、赠送的行业报告、获得好评的简历模板。", draft.FieldPack, 1},
		"a pack for sharing":   {"转发本文到朋友圈，截图即可领取《行业报告》。", draft.FieldPack, 0},
		"a hidden price":       {`<p>费用：<span style="display:none">999元</span></p><p>时间：2026年3月5日 20:00</p>`, draft.FieldPrice, 0},
		"a price in a script":  {`<script>var s = "票价：999元";</script><p>时间：2026年3月5日 20:00</p>`, draft.FieldPrice, 0},
		"tonight, of no day":   {"今晚8点直播，不见不散！", draft.FieldDate, 0},
		"another class":        {"# 写作公开课\n\n## 往期回顾\n\n3月5日 20:00 口语课，限50人，199元", draft.FieldSeats, 0},
		"people of last time":  {"# 写作公开课\n\n已有300人报名。", draft.FieldSeats, 0},
		"free for members":     {"# 写作公开课\n\n费用：会员免费，非会员200元/人", draft.FieldFree, 0},
		"a deadline":           {"# 写作公开课\n\n报名截止：2026年3月5日 18:00", draft.FieldDate, 0},
		"a day that is none":   {"时间：2026年2月30日 20:00", draft.FieldDate, 0},
		"community management": {"# 社群运营公开课\n\n课程大纲\n- 社群运营三步法", draft.FieldGroup, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := draft.Read([]byte(c.article), draft.Options{}).All(c.field); len(got) != c.want {
				t.Errorf("%s: %v, want %d", c.field, got, c.want)
			}
		})
	}
}
