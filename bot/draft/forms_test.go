package draft_test

import (
	"strings"
	"testing"
	"time"

	"zhujiao/bot/draft"
)

// TestForms: what announcements of accounts, chats and tables say in forms of their own, and what
// must not be read out of these.
func TestForms(t *testing.T) {
	t.Parallel()
	published := time.Date(2026, 11, 16, 0, 0, 0, 0, time.UTC) // a Monday
	for _, c := range []struct {
		name, text string
		field      draft.Field
		want       string // the values, with | between
	}{
		{"a title below a hook", "你的存货，为什么总是对不上？\n\n月底盘点，又少了三箱？\n\n🌟 仓库盘点不求人\n\n时间：2026年11月20日 20:00", draft.FieldTitle, "仓库盘点不求人"},
		{"no title out of a list", "学会看财报，少踩十个坑\n\n适合谁？\n零基础的上班族\n想转行的同学\n\n时间：2026年11月20日 20:00", draft.FieldTitle, "学会看财报，少踩十个坑"},
		{"a house beside its series", "把水浇明白\n\n半亩花田 · 周日花友课 No.8\n\n时间：2026年11月22日 19:00\n地点：半亩花田视频号", draft.FieldHost, "半亩花田"},
		{"a subject is no house", "零基础入门\n\nPython 公开课\n\n时间：2026年11月22日 19:00，用 Python 画图", draft.FieldHost, ""},
		{"a day behind the word", "11月20日20:00开课，报名截止11月19日", draft.FieldDeadline, "2026-11-19"},
		{"a day before the word", "扫码报名，本周四18:00关闭入口", draft.FieldDeadline, "2026-11-19 18:00"},
		{"until when the recording stays", "报名成功可看回放，回放通道11月27日24:00关闭", draft.FieldDeadline, ""},
		{"a chat without its stamps", "阿青 19:41\n阳台种菜直播课\n\n小岛 19:43\n好\n\n阿青 19:50\n这周五晚上八点", draft.FieldTitle, "阳台种菜直播课"},
		{"a time that stands twice is no stamp", "阳台种菜直播课\n\n11月20日（周五） 20:00\n\n扫码报名\n\n11月20日（周五） 20:00", draft.FieldStart, "20:00"},
		{"a service for one", "福利\n\n- 直播中抽3位，送一对一简历诊断一次（价值200元）", draft.FieldPack, "一对一简历诊断; 200元; chance; "},
		{"what is given in a table", "## 资料\n\n| 资料 | 怎么拿 |\n|---|---|\n| 盘点表模板 | 直播间签到即领 |\n| 学习手册 | 转发朋友圈 |", draft.FieldPack, "盘点表模板; ; attend; "},
		{"what a pack holds in the line below", "福利\n\n- 签到领「盘点工具包」\n内含：盘点表 / 差异清单", draft.FieldPack, "盘点工具包; ; attend; 盘点表/差异清单"},
		{"how something is done is no pack", "福利\n\n- 签到口令：直播中公布\n- 抽奖时间：直播结束前", draft.FieldPack, ""},
		{"blocks head sections", "▍内容提纲\n1. 怎么选品\n2. 怎么定价\n3. 怎么发货\n\n▍适合人群\n开店不满一年的小店主\n有工厂的老板", draft.FieldAudience, "开店不满一年的小店主|有工厂的老板"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := draft.Read([]byte(c.text), draft.Options{Published: published})
			if got := strings.Join(valuesOf(r, string(c.field)), "|"); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}
