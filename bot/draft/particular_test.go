package draft_test

import (
	"strings"
	"testing"
	"time"

	"zhujiao/bot/draft"
)

// TestParticulars reads what an announcement says of its time zone, of the end of registration, of
// money in other currencies, and what it wishes people to share.
func TestParticulars(t *testing.T) {
	t.Parallel()
	list := func(items string) string {
		return "# 写作公开课\n\n课程亮点\n- 三步写出好开头\n- " + items + "\n"
	}
	for _, c := range []saying{
		{"zone", "When: Thursday 9 July 2026, 11:00 BST", []string{"Europe/London"}},
		{"zone", "When: Thursday 12 November 2026, 11:00 BST", nil},
		{"contradiction", "When: Thursday 12 November 2026, 11:00 BST", []string{"zone BST"}},
		{"zone", "When: Thursday 9 July 2026, 11:00-12:00 Toronto time", []string{"America/Toronto"}},
		{"zone", "When: Thursday 9 July 2026, 11:00 (UTC+9)", []string{"Etc/GMT-9"}},
		{"zone", "When: Thursday 9 July 2026, 11:00 (GMT+8)", nil},
		{"zone", "When: Thursday 9 July 2026, 11:00-12:00 Beijing time / 04:00 BST", nil},
		{"zone", "时间：2026年7月9日 美西时间19:00", []string{"America/Los_Angeles"}},
		{"zone", "时间：北京时间2026年7月9日19:00（纽约时间7:00）", nil},
		{"zone", "时间：2026年7月9日19:00（纽约时间7:00）", nil},
		{"zone", "时间：2026年7月9日19:00\n上课时间一小时", nil},
		{"contradiction", "When: Thursday 9 July 2026, 11:00 IST", []string{"zone IST"}},
		{"contradiction", "When: Thursday 9 July 2026, 11:00 Atlantis time", []string{"zone Atlantis time"}},
		{"contradiction", "Date: Thursday 9 July 2026\nStart time 11:00\nAll times are local time.", []string{"zone local time"}},
		{"contradiction", "时间：2026年7月9日19:00 CST", nil},
		{"contradiction", "When: Thursday 12 November 2026, 11:00 CST", []string{"zone CST"}},
		{"signup_deadline", "时间：7月6日20:00\n报名截止：7月5日18:00", []string{"2026-07-05 18:00"}},
		{"signup_deadline", "时间：7月6日20:00\n扫码报名，7月5日截止", []string{"2026-07-05"}},
		{"signup_deadline", "时间：7月6日20:00\n早鸟优惠报名7月1日截止", nil},
		{"signup_deadline", "When: 6 July, 20:00\nPlease register by 5 July.", []string{"2026-07-05"}},
		{"signup_deadline", "When: 6 July, 20:00\nPlease register before 5 July.", nil},
		{"price", "费用：港币45元", []string{"港币45元"}},
		{"pack", "# 写作公开课\n\n报名即送《写作手册》，价值€9.90。", []string{"写作手册; €9.90; register; "}},
		{"price", "Fee: EUR 1,450", []string{"EUR 1,450"}},
		{"price", "费用：45美元/人", []string{"45美元"}},
		{"price", "Tickets: HK$45", []string{"HK$45"}},
		{"contradiction", "费用：港币45元", []string{"currency 港币45元"}},
		{"contradiction", "Fee: 45 per person", nil},
		{"contradiction", "费用：45元", nil},
		{"contradiction", "费用：9.9元", []string{"fraction 9.9元"}},
		{"contradiction", "# 写作公开课\n\n报名即送《写作手册》，价值9.9元。", []string{"fraction 9.9元 写作手册"}},
		{"point", list("转发海报到朋友圈，免费领取写作手册"), []string{"三步写出好开头"}},
		{"contradiction", list("转发海报到朋友圈，免费领取写作手册"), []string{"forbidden 转发海报到朋友圈，免费领"}},
		{"pack", list("转发海报到朋友圈，免费领取写作手册"), nil},
		{"point", strings.Replace(list("邀请3位好友参与助力的玩法怎么设计"), "写作", "裂变增长", 1), []string{"三步写出好开头", "邀请3位好友参与助力的玩法怎么设计"}},
		{"point", strings.Replace(list("邀请3位好友参与，即可领取手册"), "写作", "裂变增长", 1), []string{"三步写出好开头"}},
		{"audience", "# 写作公开课\n\n适合谁听\n- 刚入行的编辑\n- 转发本文到朋友圈即可免费听的人\n", []string{"刚入行的编辑"}},
		{"free", "# 写作公开课\n\n转发本文到朋友圈即可免费听课。", nil},
	} {
		t.Run(c.field+" "+c.article, func(t *testing.T) {
			t.Parallel()
			r := draft.Read([]byte(c.article), draft.Options{Published: time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)})
			if got := valuesOf(r, c.field); strings.Join(got, "|") != strings.Join(c.want, "|") {
				t.Errorf("%s is %q, want %q", c.field, got, c.want)
			}
		})
	}
}

// TestBorrowedYear reads days without a year in articles that name one elsewhere.
func TestBorrowedYear(t *testing.T) {
	t.Parallel()
	for article, source := range map[string]string{
		"时间：3月5日20:00\n数据截至2023年12月31日，已有3万人学过。": "数据截至2023年12月31日，已有3万人学过。",
		"时间：3月5日20:00\n2026年3月5日，不见不散。":          "",
		"2026年3月公开课\n时间：3月5日20:00":               "",
		"时间：2026年3月5日20:00\n数据截至2026年2月1日。":      "",
	} {
		r, got := draft.Read([]byte(article), draft.Options{}), ""
		for _, c := range r.Clashes {
			if c.Kind == draft.ClashYear {
				got = c.Source
			}
		}
		if got != source {
			t.Errorf("%s: the year is borrowed from %q, want %q", article, got, source)
		}
	}
}

// TestListPrice reads what a class usually costs.
func TestListPrice(t *testing.T) {
	t.Parallel()
	for article, want := range map[string]any{
		"费用：早鸟99元，原价199元":                    "199元",
		"费用：原价199元，早鸟99元":                    "199元",
		"费用：体验价59元，原价199元":                   "199元",
		"课程价值199元":                           "199元",
		"费用：早鸟99元":                           nil,
		"费用：早鸟49元，现场79元":                     "79元",
		"Fee: RMB 60 early bird":             nil,
		"免费直播\n报名即送《写作手册》，价值99元。":            nil,
		"Everybody gets a book (worth €30).": nil,
	} {
		if got := draft.Read([]byte(article), draft.Options{}).ListPrice.Value; got != want {
			t.Errorf("%s: the list price is %v, want %v", article, got, want)
		}
	}
}

// TestGaps lists what announcements leave out.
func TestGaps(t *testing.T) {
	t.Parallel()
	missing := func(article string, field draft.Field) bool {
		for _, g := range draft.Read([]byte(article), draft.Options{}).Gaps {
			if g.Field == field {
				return true
			}
		}
		return false
	}
	whole := "# 写作公开课\n\n讲师：王小明，前杂志主编\n费用：99元\n适合谁听\n- 刚入行的编辑\n- 写公众号的人\n\n课程大纲\n- 三步写出好开头\n- 标题怎么取\n\n最后留10分钟答疑。不建群。\n"
	for _, field := range []draft.Field{
		draft.FieldAudience, draft.FieldPoint, draft.FieldTeacherIntro, draft.FieldQAMinutes, draft.FieldGroup, draft.FieldPrice,
	} {
		if !missing("# 写作公开课\n\n讲师：王小明\n课程价值199元", field) {
			t.Errorf("%s is missing, and not listed", field)
		}
		if missing(whole, field) {
			t.Errorf("%s is said, and listed as missing", field)
		}
	}
}
