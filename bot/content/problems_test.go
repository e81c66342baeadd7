package content_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"zhujiao/bot/content"
)

// A slip in the sample file and what is said about it. One slip gives one
// error, unless errs says otherwise; -1 stands for a warning.
type slip struct {
	name, old, fresh string
	want             string
	errs             int
}

func syntaxSlips() []slip {
	return []slip{
		{"full-width colon", "  讲师: 刘志远", "  讲师：刘志远", "14:5: 错误: 冒号「：」是全角的，要用英文的「:」并空一格（写成「讲师: …」）", 0},
		{"colon of a command", "  报名: [我要报名", "  报名：[我要报名", "106:5: 错误: 冒号「：」是全角的", 0},
		{"colon of a text", "  cancel_done: 已取消", "  cancel_done：已取消", "225:14: 错误: 冒号「：」是全角的", 0},
		{"colon of a list item", "  - 编号: time", "  - 编号：time", "118:7: 错误: 冒号「：」是全角的", 0},
		{"colon in braces", "{概率: 0.3, ", "{概率：0.3, ", "60:10: 错误: 冒号「：」是全角的", 0},
		{"colon of an unknown key", "  主办: 人人", "  主办方：人人", "9:6: 错误: 冒号「：」是全角的", 2},
		{"no space", "  讲师: 刘志远", "  讲师:刘志远", "14:5: 错误: 冒号后面少了空格", 0},
		{"full-width space after colon", "  讲师: 刘志远", "  讲师:　刘志远", "14:5: 错误: 冒号后面是全角空格", 0},
		{"full-width space", "  讲师: 刘志远", "　　讲师: 刘志远", "14:1: 错误: 行首用了全角空格（改成半角空格）", 0},
		{"full-width space in a text", "    {开课时间}，{讲师}", "　　{开课时间}，{讲师}", "183:1: 错误: 行首用了全角空格", 0},
		{"tab", "  讲师: 刘志远", "\t讲师: 刘志远", "14:1: 错误: 行首用了制表符（Tab）（改成空格）", 0},
		{"bracket", "口令: [\"后台先行\"]", "口令: [\"后台先行\"", "错误: 这里的格式读不懂", 0},
		{"quote", `编号: "99"`, `编号: "99`, "错误: 这里的格式读不懂", 0},
		{"anchor", "  讲师: 刘志远", "  讲师: &a 刘志远", "14:7: 错误: 这里用了 YAML 的高级写法", 0},
		{"alias", "  讲师: 刘志远", "  讲师: *a", "14:7: 错误: 这里用了 YAML 的高级写法", 0},
		{"two documents", "数字菜单:", "---\n数字菜单:", "错误: 一个文件里只能写一场活动", 0},
		{"control character", "  讲师: 刘志远", "  讲师: 刘志\x00远", "14:1: 错误: 这一行有看不见的控制字符", 0},
		{"GBK", "  讲师: 刘志远", "  \xbd\xb2\xca\xa6: x", "14:1: 错误: 文件不是 UTF-8 编码，可能是 GBK", 0},
		{"nesting", "  讲师: 刘志远", "  讲师: " + strings.Repeat("[", 70), "14:1: 错误: 层次太深", 0},
		{"list of one string", "[我要报名, 报名参加, 参加, 报个名]", "[我要报名，报名参加]", "106:8: 提醒: 「我要报名，报名参加」里有「，」", -1},
	}
}

func settingSlips() []slip {
	return []slip{
		{"unknown key", "  讲师: 刘志远", "  讲诗: 刘志远", "14:3: 错误: 「活动」里没有「讲诗」这一项（你是不是想写「讲师」）", 0},
		{"misspelt needed key", "  名额: 120", "  名額: 120", "23:3: 错误: 「报名」里没有「名額」这一项（你是不是想写「名额」）", 0},
		{"strange key", "  讲师: 刘志远", "  AppSecret: abc", "14:3: 错误: 「活动」里没有「AppSecret」这一项（删掉这一行）", 0},
		{"missing key", "  名称: 7步破解电商后台逻辑\n", "", "7:3: 错误: 「活动」缺少「名称」", 0},
		{"missing section", "活动:\n", "x:\n", "4:1: 错误: 「活动文件」缺少「活动」", 2},
		{"twice", "  名额: 120", "  名额: 120\n  名额: 100", "24:3: 错误: 「名额」写了两次（第一次在第23行）", 0},
		{"blank", "  名称: 7步破解电商后台逻辑", `  名称: ""`, "8:7: 错误: 「名称」不能是空的", 0},
		{"list for a word", "  讲师: 刘志远", "  讲师: [刘志远]", "14:7: 错误: 「讲师」这里应该是一个值", 0},
		{"word for a section", "限速:\n  每人: {条数: 10, 时间: 30秒}", "限速:\n  每人: 10", "错误: 「每人」下面应该是「键: 值」", 0},
		{"number", "  名额: 120", "  名额: 一百二", "23:7: 错误: 「名额」应该是 1 到 100000 的整数，现在是「一百二」", 0},
		{"negative", "  名额: 120", "  名额: -1", "23:7: 错误: 「名额」应该是 1 到 100000 的整数，现在是「-1」", 0},
		{"flag", "  候补: true", "  候补: 也许", "28:7: 错误: 「候补」应该是 true 或 false，现在是「也许」", 0},
		{"promotion", "候补转正: 自动 ", "候补转正: 手动 ", "29:9: 错误: 「候补转正」应该是「自动」或「需确认」，现在是「手动」", 0},
		{"offer without hours", "候补转正: 自动 ", "候补转正: 需确认 ", "29:9: 错误: 「候补转正: 需确认」要填「确认小时」", 0},
		{"giving", "发放: 直接", "发放: 随缘", "错误: 「发放」应该是「直接」或「抽取」，现在是「随缘」", 0},
		{"condition", "条件: [已报名, 已签到]", "条件: [已报名, 已转发]", "错误: 不认识的条件「已转发」", 0},
		{"zone", "Asia/Shanghai", "Asia/Shanghei", "10:7: 错误: 不认识的时区「Asia/Shanghei」（写 Asia/Shanghai）", 0},
		{"schema", "campaign/v1", "campaign/v9", "4:9: 错误: 不认识的格式「campaign/v9」", 0},
		{"id", "编号: ecom-backend-0707", "编号: 电商 公开课", "7:7: 错误: 编号「电商 公开课」只能用英文字母", 0},
		{"probability", "概率: 0.3", "概率: 3", "错误: 「概率」应该是 0 到 1 的小数，现在是「3」", 0},
		{"draw without chance", "    抽取: {概率: 0.3, 每人次数: 1}\n", "", "错误: 「发放: 抽取」还要写抽取的概率", 0},
		{"span", "时间: 30秒", "时间: 半分钟", "错误: 「时间」的时长读不懂：「半分钟」", 0},
		{"hours", `"22:00-08:00"`, `"22:00-8点"`, "错误: 「免打扰」的时段读不懂", 0},
		{"bad time", "  开始: 2022-07-07 20:30\n  结束: 2022-07-07 21:30", "  开始: 7月7日\n  结束: 2022-07-07 21:30", "11:7: 错误: 「开始」的时间读不懂：「7月7日」（写成 2022-07-07 20:30）", 0},
		{"time without date", "  结束: 2022-07-07 21:45", "  结束: 21:45", "36:7: 错误: 「结束」只写了几点「21:45」，还要写日期", 0},
		{"time that YAML 1.1 made a number", "  结束: 2022-07-07 21:45", "  结束: 1305", "36:7: 错误: 「结束」的时间变成了数字「1305」", 0},
		{"date without time", "  结束: 2022-07-07 21:45", "  结束: 2022-07-07", "36:7: 错误: 「结束」只写了日期「2022-07-07」，还要写几点", 0},
		{"end before start", "  结束: 2022-07-07 21:30\n  答疑", "  结束: 2022-07-07 19:30\n  答疑", "12:7: 错误: 「活动」的结束（7月7日 周四 19:30）要晚于开始（7月7日 周四 20:30）", 0},
		{"registration ends before it begins", "  截止: 2022-07-07 21:30", "  截止: 2022-07-05 21:30", "25:7: 错误: 「报名」的截止（7月5日 周二 21:30）要晚于开放（7月6日 周三 00:00）", 0},
		{"check-in far away", "  结束: 2022-07-07 21:45", "  结束: 2022-07-09 21:45", "36:7: 错误: 签到时段（7月7日 周四 20:30 到 7月9日 周六 21:45）离课程时间超过2小时", 0},
		{"reminder after start", "时间: 2022-07-07 20:20", "时间: 2022-07-07 20:50", "78:23: 错误: 提醒「开课前10分钟」的时间（7月7日 周四 20:50）在开课之后", 0},
		{"reminder text", "文本: remind_10m", "文本: remind_9m", "78:54: 错误: 提醒「开课前10分钟」的文本「remind_9m」不存在（你是不是想写「remind_10m」）", 0},
		{"reminder audience", "对象: 已签到未领99", "对象: 已签到未领88", "错误: 不认识的对象「已签到未领88」", 0},
		{"two reminders of a name", "{名称: 开课前10分钟", "{名称: 开课前1小时", "78:10: 错误: 提醒名称「开课前1小时」重复", 0},
		{"words file", "blocked_words.txt", "nothing.txt", "错误: 屏蔽词文件「nothing.txt」打不开", 0},
		{"words file elsewhere", "blocked_words.txt", "../blocked_words.txt", "错误: 文件「../blocked_words.txt」要和活动文件放在一起", 0},
		{"minimum over maximum", "最少字数: 8", "最少字数: 300", "错误: 「最少字数」（300）比「最多字数」（200）还大", 0},
	}
}

func packSlips() []slip {
	return []slip{
		{"link without scheme", "https://pan.example.com/s/1ecom49a", "pan.example.com/s", "错误: 链接不对：「pan.example.com/s」", 0},
		{"link with spaces", "https://pan.example.com/s/1ecom49a", "https://pan.example.com/s 提取码", "错误: 链接不对", 0},
		{"link of a script", "https://pan.example.com/s/1ecom49a", "javascript:alert(1)", "错误: 链接不对", 0},
		{"link without host", "https://pan.example.com/s/1ecom49a", "https:///s/1", "错误: 链接不对", 0},
		{"http", "https://pan.example.com/s/1ecom49a", "http://pan.example.com/s/1", "不是 https", -1},
		{"live room", `直播间: "" `, `直播间: "live" `, "18:8: 错误: 链接不对：「live」", 0},
		{"code", `提取码: "3xfp"`, `提取码: "3xf"`, "错误: 提取码应该是4位字母或数字，现在是「3xf」", 0},
		{"expiry", `提取码: "3xfp", 有效至: 2022-08-07`, `提取码: "3xfp", 有效至: 2022-07-01`, "错误: 链接在课程结束前就到期了（2022-07-01）", 0},
		{"no expiry", `提取码: "3xfp", 有效至: 2022-08-07`, `提取码: "3xfp", 有效至: 长期`, "错误: 「有效至」读不懂：「长期」", 0},
		{"pack id twice", `编号: "49"`, `编号: "99"`, "53:9: 错误: 资料包编号「99」重复，第41行已经用过", 0},
		{"no link", "    链接:\n      - {地址: \"https://pan.example.com/s/1ecom49a\", 提取码: \"3xfp\", 有效至: 2022-08-07, 名称: 主链接}\n", "    链接: []\n", "错误: 资料包「电商产品学习资料包」一条链接都没有", 0},
		{"alias twice", "别名: [讲师, 刘志远, 谁讲, 老师介绍]", "别名: [几点, 刘志远]", "143:10: 错误: 「几点」同时属于常见问题「什么时候开课」（第120行）和常见问题「老师是谁」", 0},
		{"alias twice but for case and width", "别名: [讲师, 刘志远, 谁讲, 老师介绍]", "别名: [ ＨＥＬＰ？]", "143:11: 错误: 「ＨＥＬＰ？」同时属于指令「菜单」（第115行）和常见问题「老师是谁」", 0},
		{"alias of a pack and an entry", "别名: [讲师, 刘志远, 谁讲, 老师介绍]", "别名: [学习资料]", "143:10: 错误: 「学习资料」同时属于资料包「电商产品学习资料包」（第57行）和", 0},
		{"alias of a claim", "别名: [讲师, 刘志远, 谁讲, 老师介绍]", "别名: [领取99]", "143:10: 错误: 「领取99」同时属于资料包", 0},
		{"alias is a command", "别名: [讲师, 刘志远, 谁讲, 老师介绍]", "别名: [补签]", "143:10: 错误: 「补签」是系统的指令「补签」", 0},
		{"alias of its own command", "  人工: [人工客服", "  人工: [人工, 人工客服", "错误: 「人工」在指令「人工」里写了两次", 0},
		{"alias is the passphrase", "别名: [讲师, 刘志远, 谁讲, 老师介绍]", "别名: [后台先行]", "34:8: 错误: 口令「后台先行」和常见问题「老师是谁」（第143行）一样，发的人会被当成签到", 0},
		{"alias is a digit", "别名: [讲师, 刘志远, 谁讲, 老师介绍]", "别名: ['3']", "143:10: 错误: 「3」是数字菜单的按键", 0},
		{"passphrase is a digit", `口令: ["后台先行"]`, `口令: 5`, "34:7: 错误: 「5」是数字菜单的按键", 0},
		{"alias of a moderator", "别名: [讲师, 刘志远, 谁讲, 老师介绍]", "别名: ['#停']", "143:10: 错误: 「#停」以 # 开头", 0},
		{"alias without letters", "别名: [讲师, 刘志远, 谁讲, 老师介绍]", "别名: ['？！']", "143:10: 错误: 「？！」只有标点或表情", 0},
		{"no passphrase", `口令: ["后台先行"]`, `口令: []`, "34:7: 错误: 「口令」至少要写一个", 0},
		{"entry twice", "- 编号: intro", "- 编号: time", "124:9: 错误: 常见问题编号「time」重复，第118行已经用过", -9},
		{"entry without answer", "    待补: true                # 原文没有承诺", "    待补: false                # 原文没有承诺", "166:5: 错误: 「有回放吗」没有答案", 0},
		{"alias of no command", "  问题榜: [问题列表", "  问题帮: [问题列表", "错误: 没有「问题帮」这个指令（你是不是想写「问题榜」）", 0},
		{"menu name", "名称: 公开课\n", "名称: 公开课报名\n", "错误: 菜单名「公开课报名」太长", 0},
		{"menu command", "指令: 报名}", "指令: 抱名}", "错误: 「抱名」不是指令，也不是常见问题（你是不是想写「报名」）", 0},
		{"fourth menu", "  - 名称: 提问\n    子菜单", "  - {名称: 甲, 指令: 报名}\n  - {名称: 乙, 指令: 报名}\n  - 名称: 提问\n    子菜单", "101:6: 错误: 菜单最多3个，这是第4个", 0},
		{"sixth item", "{名称: 问题榜, 指令: 问题榜},", "{名称: 问题榜, 指令: 问题榜}, {名称: 甲, 指令: 报名}, {名称: 乙, 指令: 报名}, {名称: 丙, 指令: 报名},", "错误: 菜单「提问」下面最多5个，这是第6个", 0},
		{"digit", `"5": 我的`, `"55": 我的`, "错误: 「数字菜单」的键「55」应该是 0 到 9", 0},
		{"digit of nothing", `"5": 我的`, `"5": 天气预报`, "错误: 「天气预报」不是指令，也不是常见问题", 0},
		{"exempt", "不限速的指令: [退订,", "不限速的指令: [退定,", "错误: 「不限速的指令」里的「退定」不是指令", 0},
		{"pending", "讲师: 刘志远", "讲师: 刘志远", "166:5: 提醒: 「有回放吗」还待补", -1},
	}
}

func textSlips() []slip {
	const old = "已取消报名，席位已释放。"
	return []slip{
		{"placeholder", old, "已取消报名{序号}，席位已释放。", "225:21: 错误: 文本「cancel_done」里不能用 {序号}", 0},
		{"misspelt placeholder", "{开课时间}，{讲师}老师直播讲「{课名}」。", "{开课时刻间}，{讲师}老师直播讲「{课名}」。", "183:5: 错误: 文本「welcome」里不能用 {开课时刻间}（你是不是想写 {开课时刻}）", 0},
		{"placeholder of an answer", "讲解结束后还有{答疑分钟}", "讲解结束后还有{序号}", "123:14: 错误: 「什么时候开课」的答案里不能用 {序号}", 0},
		{"state of no pack", "{状态49}\n    提问", "{状态48}\n    提问", "错误: 文本「my」里的 {状态48} 对应的资料包不存在", 0},
		{"full-width braces", old, "已取消报名｛日期｝。", "错误: 文本「cancel_done」里的「｛」用了全角花括号", 0},
		{"open brace", old, "已取消报名{日期。", "错误: 文本「cancel_done」里的花括号没有成对", 0},
		{"unknown text", "  cancel_done: ", "  cancel_down: ", "225:3: 错误: 「文本」里没有「cancel_down」这一项（你是不是想写「cancel_done」）", 0},
		{"empty text", "  cancel_done: 已取消报名，席位已释放。想再来回复「报名」。", "  cancel_done: ", "225:3: 错误: 文本「cancel_done」是空的", 0},
		{"text of which nothing is left", "  cancel_done: 已取消报名，席位已释放。想再来回复「报名」。", "  cancel_done: 直播间：{直播间}", "225:16: 错误: 文本「cancel_done」的每一行都有空的占位符", 0},
		{"too long", old, strings.Repeat("长", 700), "225:16: 错误: 文本「cancel_done」太长：最多约2130字节，微信最多2048字节", 0},
		{"too long when filled in", "已通知班主任检查{包}资料包", strings.Repeat("长", 675) + "{包}", "错误: 文本「report_ok」太长", 0},
		{"weekday", old, "已取消7月7日（周五）的报名。", "225:19: 错误: 文本「cancel_done」里的「7月7日（周五」星期不对：7月7日是周四", 0},
		{"weekday after a placeholder", old, "已取消{日期}（星期五）的报名。", "错误: 文本「cancel_done」里的「{日期}（星期五」星期不对：上课那天是周四", 0},
		{"no date", old, "已取消2月30日的报名。", "错误: 文本「cancel_done」里的「2月30日」不是一个日期", 0},
		{"typed date", old, "已取消7月7日的报名。", "提醒: 文本「cancel_done」里直接写了课程日期「7月7日」（写成 {日期}", -1},
		{"typed weekday", old, "周四见。", "提醒: 文本「cancel_done」里直接写了「周四」（写成 {开课日}", -1},
		{"typed time", old, "20:30见。", "提醒: 文本「cancel_done」里直接写了开课时刻「20:30」", -1},
		{"typed name", old, "刘志远老师等你。", "提醒: 文本「cancel_done」里直接写了「刘志远」（写成 {讲师}", -1},
		{"typed count", old, "仅限前120人。", "提醒: 文本「cancel_done」里直接写了名额「120人」（写成 {名额}", -1},
		{"typed course", old, "7步破解电商后台逻辑", "提醒: 文本「cancel_done」里直接写了「7步破解电商后台逻辑」（写成 {课名}", -1},
		{"price", "可免费领取价值99元的面试资料包", "可免费领取价值199元的面试资料包", "151:25: 错误: 「要钱吗」的答案里的「价值199元」和资料包的价值不一致（资料包的价值：99、49元）", 0},
		{"sharing", old, "转发到朋友圈领取资料包", "225:16: 错误: 文本「cancel_done」里的「转发到朋友圈领」属于诱导分享", 0},
		{"likes", old, "集赞20个就送", "属于诱导分享", 0},
		{"friends", old, "邀请3位好友一起来", "属于诱导分享", 0},
		{"helping", old, "找人助力", "属于诱导分享", 0},
		{"following", old, "关注后才能领取", "属于诱导分享", 0},
		{"sharing in an answer", "约1小时。", "约1小时，分享给同学后可领。", "122:24: 错误: 「什么时候开课」的答案里的「分享给同学后可领」属于诱导分享", 0},
	}
}

func TestProblems(t *testing.T) {
	t.Parallel()
	for _, group := range [][]slip{syntaxSlips(), settingSlips(), packSlips(), textSlips()} {
		for _, tt := range group {
			t.Run(tt.name, func(t *testing.T) {
				t.Parallel()
				file := sampleFile(t)
				if !strings.Contains(file, tt.old) {
					t.Fatalf("the sample does not hold %q", tt.old)
				}
				_, ps := load(t, strings.Replace(file, tt.old, tt.fresh, 1), time.Time{})
				wantProblem(t, ps, tt.want)
				want := max(1, tt.errs)
				if tt.errs == -1 {
					want = 0
				}
				if n := content.Errors(ps); n != want && tt.errs != -9 {
					t.Errorf("%d errors, want %d: %v", n, want, errorsOf(ps))
				}
			})
		}
	}
}

func errorsOf(ps []content.Problem) string {
	var b strings.Builder
	for _, p := range ps {
		if p.Severity == content.Error {
			b.WriteString("\n" + p.String())
		}
	}
	return b.String()
}

func wantProblem(t *testing.T, ps []content.Problem, want string) {
	t.Helper()
	for _, p := range ps {
		s := p.String()
		if strings.Contains(s, want) && (want[0] < '0' || want[0] > '9' || strings.HasPrefix(s, "campaign.yaml:"+want)) {
			return
		}
	}
	t.Errorf("problems = %v\nwant one with %q", ps, want)
}

func TestAllProblemsAtOnce(t *testing.T) {
	t.Parallel()
	file := strings.NewReplacer(
		"名额: 120", "名额: 零", "  讲师: ", "  讲诗: ", "概率: 0.3", "概率: 3", "  时区: ", "  时区：", "指令: 报名}", "指令: 抱名}", "已取消报名，", "集赞", "  承诺回复分钟: 30", "\t承诺回复分钟: 30",
	).Replace(sampleFile(t))
	_, ps := load(t, file, time.Time{})
	for _, want := range []string{
		"10:5: 错误: 冒号", "14:3: 错误: 「活动」里没有「讲诗」", "20:1: 错误: 行首用了制表符（Tab）", "23:7: 错误: 「名额」", "60:14: 错误: 「概率」",
		"错误: 「抱名」不是指令", "225:16: 错误: 文本「cancel_done」里的「集赞」",
	} {
		wantProblem(t, ps, want)
	}
	if n := content.Errors(ps); n != 7 {
		t.Errorf("%d errors, want 7: %s", n, errorsOf(ps))
	}
}

func TestTimes(t *testing.T) {
	t.Parallel()
	const old = "  开始: 2022-07-07 20:30\n  结束: 2022-07-07 21:30"
	for _, s := range []string{
		`"2022-07-07 20:30"`, "2022-07-07T20:30:00+08:00", "2022-07-07T12:30:00Z", "2022/7/7 20:30", "2022-07-07 20：30",
		"'2022-07-07 20:30:00'", "2022-07-07  20:30",
	} {
		v, ps := load(t, strings.Replace(sampleFile(t), old, "  开始: "+s+"\n  结束: 2022-07-07 21:30", 1), time.Time{})
		if v == nil {
			t.Errorf("%s: %s", s, errorsOf(ps))
			continue
		}
		if got := v.Campaign.Start.Format(time.RFC3339); got != "2022-07-07T20:30:00+08:00" {
			t.Errorf("%s was read as %s", s, got)
		}
		if got, want := v.Shown[0], (content.Shown{Line: 11, Section: "活动", Key: "开始", Words: "7月7日 周四 20:30"}); got != want {
			t.Errorf("shown back as %v, want %v", got, want)
		}
	}
}

func TestTimeDependentChecks(t *testing.T) {
	t.Parallel()
	live := strings.Replace(sampleFile(t), `直播间: "" `, `直播间: "https://live.example.com/1" `, 1)
	at := func(h, m int) time.Time { return time.Date(2022, 7, 7, h, m, 0, 0, time.FixedZone("", 8*3600)) }
	tests := []struct {
		name, file string
		now        time.Time
		want       int
	}{
		{"long before", sampleFile(t), at(18, 29), 0},
		{"two hours before", sampleFile(t), at(18, 30), 1},
		{"during the class", sampleFile(t), at(21, 0), 1},
		{"afterwards", sampleFile(t), at(21, 31), 0},
		{"filled in", live, at(20, 0), 0},
	}
	for _, tt := range tests {
		if _, ps := load(t, tt.file, tt.now); content.Errors(ps) != tt.want {
			t.Errorf("%s: problems = %v, want %d errors", tt.name, errorsOf(ps), tt.want)
		}
	}
	_, ps := load(t, sampleFile(t), at(18, 30))
	wantProblem(t, ps, "18:8: 错误: 离开课不到2小时，「直播间」还没有填")
	_, ps = load(t, sampleFile(t), at(21, 0).AddDate(0, 0, 1))
	wantProblem(t, ps, "12:7: 提醒: 这场课已经结束")
}

func TestNotAFile(t *testing.T) {
	t.Parallel()
	for _, file := range []string{
		"", "x", "- 1", "\xff\xfe", "{", "a: [", strings.Repeat("[", 10000), "活动: 1\n报名: []\n签到: x", "# only\n", "---\n",
		"a: &a [*a]", "<<: {a: b}", strings.Repeat("- ", 30000), "[a]: b", "? a\n: b",
		"a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nd: [*c,*c]",
	} {
		v, ps := load(t, file, time.Time{})
		if v != nil || content.Errors(ps) == 0 {
			t.Errorf("%.20q was accepted", file)
		}
	}
}

func TestUnreadableFiles(t *testing.T) {
	t.Parallel()
	big := fstest.MapFS{"campaign.yaml": {Data: make([]byte, 1<<20+1)}}
	for want, fs := range map[string]fstest.MapFS{"找不到文件": {}, "超过 1 MiB": big} {
		v, ps, err := content.LoadFS(fs, "campaign.yaml", commands(), time.Time{})
		if v != nil || err == nil || len(ps) != 1 {
			t.Fatalf("got %v, %v, %v", v, ps, err)
		}
		wantProblem(t, ps, want)
	}
	ps := content.Check(t.TempDir()+"/campaign.yaml", commands(), time.Time{})
	wantProblem(t, ps, "1:1: 错误: 找不到文件「campaign.yaml」")
}
