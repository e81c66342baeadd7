package content_test

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"zhujiao/bot/content"
	"zhujiao/cmd/zhujiao/sample"
)

func commands() content.Vocabulary {
	return content.Vocabulary{MaxText: 2048, Intents: []string{"开课时间", "回放", "进群"}, Commands: []string{
		"报名", "取消报名", "确认取消", "我的", "菜单", "资料包", "签到", "补签", "失效", "人工", "退订", "提醒",
		"提问", "问题榜", "删除我的数据", "确认删除", "我的数据", "下一场",
	}}
}

// sampleFile is a file that words all its texts itself.
func sampleFile(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile("testdata/worded.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// withTexts is sampleFile with other texts.
func withTexts(t *testing.T, texts string) string {
	t.Helper()
	head, _, ok := strings.Cut(sampleFile(t), "\n文本:")
	if !ok {
		t.Fatal("the file has no texts")
	}
	return head + "\n文本:\n" + texts
}

func load(t *testing.T, file string, now time.Time) (*content.Version, []content.Problem) {
	t.Helper()
	fs := fstest.MapFS{"campaign.yaml": {Data: []byte(file)}, "blocked_words.txt": {Data: []byte("\n骗子\n\n 滚 \n")}}
	v, ps, _ := content.LoadFS(fs, "campaign.yaml", commands(), now)
	return v, ps
}

func TestSampleHasNoErrors(t *testing.T) {
	t.Parallel()
	v, ps := load(t, sampleFile(t), time.Time{})
	for _, p := range ps {
		if !p.Warning {
			t.Error(p)
		}
	}
	if v == nil {
		t.Fatal("no version")
	}
	c := v.Campaign
	if c.Signup.Seats != 120 || c.Start.Format(time.RFC3339) != "2022-07-07T20:30:00+08:00" || len(c.Packs) != 2 || c.Packs[1].Stock != 36 {
		t.Errorf("campaign = %+v", c)
	}
	if got := strings.Join(c.BlockedWords, ","); got != "骗子,滚" {
		t.Errorf("blocked words = %q", got)
	}
	got := v.Texts.Render("register_ok", content.Vars{"序号": "1"})
	want := "报名成功！你是第1位，席位已锁定。\n时间：7月7日（周四）20:30-21:30\n开课前1小时和10分钟会提醒你。\n想先问老师？回复「提问+你的问题」，越具体越有机会被选中。\n来不了请回复「取消报名」，把席位让给候补同学。"
	if got != want {
		t.Errorf("register_ok = %q, want %q", got, want)
	}
	if got := v.Texts.Render("human_reply", content.Vars{"内容": "{课名} {日期}"}); got != "班主任回复：{课名} {日期}" {
		t.Errorf("a person's text was expanded: %q", got)
	}
}

func TestProblems(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, old, fresh, want string }{
		{"unknown key", "  讲师: 刘志远", "  讲诗: 刘志远", ":14:3: 错误：「活动」里没有「讲诗」这一项（不认识）（你是不是想写「讲师」，改成：讲师: 刘志远）"},
		{"full-width colon", "  讲师: 刘志远", "  讲师：刘志远", ":14:5: 错误：冒号「：」是全角的"},
		{"full-width space", "  讲师: 刘志远", "　　讲师: 刘志远", ":14:1: 错误：行首用了全角空格"},
		{"tab", "  讲师: 刘志远", "\t讲师: 刘志远", "制表符"},
		{"missing key", "  名称: 7步破解电商后台逻辑\n", "", "「活动」缺少「名称」"},
		{"twice", "  名额: 120", "  名额: 120\n  名额: 100", "「名额」写了两次"},
		{"end before start", "  结束: 2022-07-07 21:30\n  答疑", "  结束: 2022-07-07 19:30\n  答疑", "结束时间要晚于开始时间（7月7日 周四 20:30）"},
		{"bad time", "开始: 2022-07-07 20:30\n  结束: 2022-07-07 21:30", "开始: 7月7日\n  结束: 2022-07-07 21:30", "「开始」没有写几点：「7月7日」"},
		{"check-in far away", "  结束: 2022-07-07 21:45", "  结束: 2022-07-09 21:45", "离课程时间超过2小时"},
		{"reminder after start", "时间: 2022-07-07 20:20", "时间: 2022-07-07 20:50", "在开课之后"},
		{"reminder audience", "对象: 已签到未领99", "对象: 渠道reg", ":79:43: 错误：不认识的对象「渠道reg」"},
		{"reminder twice", "名称: 开课前10分钟", "名称: 开课前1小时", ":78:10: 错误：有两个提醒都叫「开课前1小时」"},
		{"reminder at night", "时间: 2022-07-07 21:35", "时间: 2022-07-07 22:35", ":79:5: 提醒：提醒「课后领资料」（7月7日 周四 22:35）在免打扰时间里"},
		{"alias twice", "别名: [讲师, 刘志远, 谁讲, 老师介绍]", "别名: [几点, 刘志远]", "「几点」同时属于"},
		{"alias is the passphrase", "别名: [讲师, 刘志远, 谁讲, 老师介绍]", "别名: [后台先行]", "「后台先行」同时属于"},
		{"alias is a digit", "别名: [讲师, 刘志远, 谁讲, 老师介绍]", "别名: ['3']", "数字菜单的按键"},
		{"placeholder", "已取消报名，席位已释放。", "已取消报名{序号}，席位已释放。", "不能用 {序号}"},
		{"too long", "已取消报名，席位已释放。", strings.Repeat("长", 700), "太长"},
		{"link", "https://pan.example.com/s/1ecom49a", "pan.example.com/s", "链接不对"},
		{"code", `提取码: "3xfp"`, `提取码: "3xf"`, "提取码应该是4位"},
		{"expiry", `提取码: "3xfp", 有效至: 2022-08-07`, `提取码: "3xfp", 有效至: 2022-07-01`, "课程结束前就到期"},
		{"weekday", "已取消报名，席位已释放。", "已取消7月7日（周五）的报名。", "7月7日是周四"},
		{"price", "已取消报名，席位已释放。", "价值199元的席位已释放。", "和资料包的价值不一致"},
		{"luring", "已取消报名，席位已释放。", "转发到朋友圈领取资料包", "诱导分享"},
		{"menu name", "名称: 公开课", "名称: 公开课报名", "太长"},
		{"menu command", "指令: 报名}", "指令: 抱名}", "「抱名」不是指令"},
		{"probability", "概率: 0.3", "概率: 3", "0 到 1 的小数"},
		{"reminder text", "文本: remind_10m", "文本: remind_9m", "「remind_9m」不存在"},
		{"negative", "名额: 120", "名额: -1", "1 到 100000 的整数"},
		{"zone", "Asia/Shanghai", "Asia/Shanghei", "不认识的时区"},
		{"unknown pack condition", "条件: [已报名, 已签到]", "条件: [已报名, 已转发]", "不认识的条件"},
		{"blocked words", "blocked_words.txt", "nothing.txt", "打不开"},
		{"alias of nothing", "  问题榜: [问题列表", "  问题帮: [问题列表", "没有「问题帮」这个指令"},
		{"anchor", "  讲师: 刘志远", "  讲师: &a 刘志远", "高级写法"},
		{"intent misspelt", "    问: 什么时候开课", "    问: 什么时候开课\n    意图: 开课时见", ":120:9: 错误：没有「开课时见」这个意图（你是不是想写「开课时间」）"},
		{"intent of nothing", "    问: 什么时候开课", "    问: 什么时候开课\n    意图: '-'", ":120:9: 错误：没有「-」这个意图（"},
		{"intent unlike any", "    问: 什么时候开课", "    问: 什么时候开课\n    意图: 优惠券使用", "（可以写 开课时间、回放、进群，或删掉这一行）"},
		{
			"intent twice", "  - 编号: intro", "  - {编号: when, 问: 到底何时, 答: 不知道, 意图: 回放}\n  - 编号: intro\n    意图: 回放",
			":126:9: 提醒：意图「回放」已经写给「到底何时」，这里不算（删掉一处）",
		},
		{"pending", "讲师: 刘志远", "讲师: 刘志远", "提醒：「有回放吗」还待补"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			file := sampleFile(t)
			if !strings.Contains(file, tt.old) {
				t.Fatalf("the sample does not hold %q", tt.old)
			}
			_, ps := load(t, strings.Replace(file, tt.old, tt.fresh, 1), time.Time{})
			for _, p := range ps {
				if strings.Contains(p.String(), tt.want) {
					return
				}
			}
			t.Errorf("problems = %v, want one with %q", ps, tt.want)
		})
	}
}

func TestAllProblemsAtOnce(t *testing.T) {
	t.Parallel()
	file := strings.NewReplacer("名额: 120", "名额: 零", "  讲师: ", "  讲诗: ", "概率: 0.3", "概率: 3").Replace(sampleFile(t))
	_, ps := load(t, file, time.Time{})
	if n := content.Errors(ps); n != 3 {
		t.Errorf("%d errors, want 3: %v", n, ps)
	}
}

func TestEmptyLiveRoomShortlyBefore(t *testing.T) {
	t.Parallel()
	if _, ps := load(t, sampleFile(t), time.Date(2022, 7, 7, 11, 0, 0, 0, time.UTC)); content.Errors(ps) != 1 {
		t.Errorf("problems = %v, want the live room", ps)
	}
}

func TestNotAFile(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"", "x", "- 1", "\xff\xfe", "{", "a: [", strings.Repeat("[", 10000), "活动: 1\n报名: []\n签到: x"} {
		if v, _ := load(t, file, time.Time{}); v != nil {
			t.Errorf("%.20q was accepted", file)
		}
	}
}

// TestFilesOfAVersion loads a version again from the files that it names.
func TestFilesOfAVersion(t *testing.T) {
	t.Parallel()
	v, _, err := content.LoadFS(sample.Files, sample.FileName, commands(), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	again, problems, err := content.LoadFiles(v.Files, v.Name, commands(), time.Time{})
	if err != nil || again.Hash != v.Hash || len(again.Campaign.BlockedWords) == 0 {
		t.Errorf("loaded again: %v, %v, want the same content with its blocked words", problems, err)
	}
	delete(v.Files, "blocked_words.txt")
	if _, problems, err = content.LoadFiles(v.Files, v.Name, commands(), time.Time{}); err == nil {
		t.Errorf("loaded without a file that it names; problems %v", problems)
	}
}

func FuzzLoad(f *testing.F) {
	b, err := sample.Files.ReadFile(sample.FileName)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(b))
	f.Add("活动:\n  编号: a\n")
	f.Add("&a [*a]")
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 64<<10 {
			return
		}
		load(t, s, time.Time{})
	})
}
