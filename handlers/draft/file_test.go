package draft_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"zhujiao/bot/draft"
	written "zhujiao/handlers/draft"
)

// TestFile writes what announcements say in awkward ways.
func TestFile(t *testing.T) {
	t.Parallel()
	const when = "时间：2026年3月5日 20:00-21:00\n"
	for name, c := range map[string]struct {
		article    string
		has, hasNo []string
	}{
		"sessions with one start": {
			"时间：2026年3月5日-7日 每晚20:00",
			[]string{"# 公告里有3场：这个文件只是第一场（2026-03-05 20:00）的", "# - 2026-03-07 20:00", "# 有几场：这个文件是第一场的"},
			nil,
		},
		"one session":      {when, nil, []string{"有几场"}},
		"other currency":   {when + "费用：港币45元", []string{"# - 价格「港币45元」不是人民币", "# 待补：原价，不是人民币整数", `"要收费：港币45元。"`}, []string{"\n  原价:"}},
		"currency by code": {"When: Thursday 5 March 2026, 20:00\nFee: EUR 45", []string{`"要收费：EUR 45。"`}, []string{"\n  原价:", "要收费：45"}},
		"worth in euros": {
			when + "报名即送《写作手册》，价值€30。",
			[]string{"「写作手册」的价值「€30」不是人民币", "# 待补：「写作手册」的价值", `编号: "P1"`},
			[]string{"\n    价值:"},
		},
		"worth in decimals": {when + "报名即送《写作手册》，价值9.9元。", []string{"「写作手册」的价值「9.9元」不是整数", "# 待补：「写作手册」的价值"}, []string{"\n    价值:"}},
		"early birds":       {when + "费用：早鸟99元，原价199元", []string{"\n  原价: 199\n", `"要收费。费用：早鸟99元，原价199元。"`}, nil},
		"only a worth": {
			when + "课程价值199元",
			[]string{"\n  原价: 199\n", "# - 价格：只写了值多少，没有写免费还是收费，问主办", "# 待补：价格，只写了值多少"},
			[]string{"要收费："},
		},
		"certain zone": {"When: Thursday 9 July 2026, 11:00 BST", []string{"\n  时区: Europe/London", "开始: 2026-07-09 11:00"}, nil},
		"uncertain zone": {
			"When: Thursday 9 July 2026, 11:00 IST",
			[]string{"# - 时区「IST」说不准", "# - 开始时间：时区「IST」说不准", "  # 待补：时区「IST」说不准", `开始: ""`},
			[]string{"开始: 2026", "时区: "},
		},
		"borrowed year":   {"时间：3月5日20:00\n数据截至2023年12月31日。", []string{"# - 开课那天没有写年份，2023-03-05", "#   原文：数据截至2023年12月31日。"}, nil},
		"deadline":        {when + "报名截止：3月4日18:00", []string{"  # 原文：报名截止：3月4日18:00\n  截止: 2026-03-04 18:00"}, nil},
		"deadline, a day": {when + "报名截止：3月4日", []string{"  # 公告只写了哪天，按到那天结束\n  截止: 2026-03-04 23:59"}, nil},
		"check-in":        {when, []string{"  # 公告没有写，默认下课后15分钟\n  结束: 2026-03-05 21:15"}, nil},
		"missing":         {when, []string{"# - 适合谁听：", "# - 讲什么：", "# - 讲师介绍：", "# - 答疑分钟：", "# - 群：没有说有没有群"}, nil},
		"a group":         {when + "报名后进交流群。", []string{"# - 群二维码："}, []string{"# - 群：没有说"}},
		"a wish to share": {when + "课程亮点\n- 三步写出好开头\n- 转发海报到朋友圈，免费领取手册", []string{"是诱导分享或集赞", `1. 三步写出好开头"`}, nil},
		"refused answers": {
			when + "名额：50人\n报名即送《写作手册》，价值99元。\n课程亮点\n- 三步写出好开头\n- 3步整理资料\n适合谁\n- 前10人\n- 刚入行的编辑",
			[]string{"# - 「3步整理资料」没有写进答案", "  # 待补：「3步整理资料」没有写进答案", "# - 「前10人」没有写进答案", `1. 三步写出好开头"`, `1. 刚入行的编辑"`},
			nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := string(written.File(draft.Read([]byte("# 写作公开课\n\n"+c.article), draft.Options{})))
			for _, words := range c.has {
				if !strings.Contains(got, words) {
					t.Errorf("it does not say %q:\n%s", words, got)
				}
			}
			for _, words := range c.hasNo {
				if strings.Contains(got, words) {
					t.Errorf("it says %q:\n%s", words, got)
				}
			}
		})
	}
}

// TestElements lists what is missing, and what no answer says, as the command prints it.
func TestElements(t *testing.T) {
	t.Parallel()
	article := "# 写作公开课\n\n时间：2026年3月5日 20:00\n报名截止：3月4日18:00\n名额：50人\n适合谁\n- 前10人\n- 刚入行的编辑"
	published := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	data, err := json.Marshal(written.Elements(draft.Read([]byte(article), draft.Options{Published: published})))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`{"field":"signup_deadline","value":"2026-03-04 18:00","source":"报名截止：3月4日18:00"}`,
		`{"field":"missing","value":"讲什么：没有写，问讲师要三五条要点","source":""}`,
		`{"field":"missing","value":"「前10人」没有写进答案`,
	} {
		if !strings.Contains(string(data), want) {
			t.Errorf("it lacks %s: %s", want, data)
		}
	}
}
