package draft_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"zhujiao/bot/draft"
)

// saying is a way of saying something: what is read of a field, each value once. A pack is its
// name, its worth, its condition and what it holds.
type saying struct {
	field, article string
	want           []string
}

// TestSayings reads each fact in the ways in which people say it.
func TestSayings(t *testing.T) {
	t.Parallel()
	for _, c := range sayings() {
		t.Run(c.field+" "+c.article, func(t *testing.T) {
			t.Parallel()
			r := draft.Read([]byte(c.article), draft.Options{Published: time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)})
			if got := valuesOf(r, c.field); strings.Join(got, "|") != strings.Join(c.want, "|") {
				t.Errorf("%s is %q, want %q", c.field, got, c.want)
			}
		})
	}
}

// valuesOf lists what was read of a field.
func valuesOf(r draft.Reading, field string) (out []string) {
	for _, f := range r.All(draft.Field(field)) {
		if p, ok := f.Value.(draft.Pack); ok {
			out = append(out, strings.Join([]string{p.Name, p.Written, string(p.Condition), strings.Join(p.Contents, "/")}, "; "))
			continue
		}
		out = append(out, fmt.Sprint(f.Value))
	}
	for _, c := range r.Clashes {
		if field == "contradiction" {
			out = append(out, strings.TrimSpace(strings.Join([]string{string(c.Kind), c.A, c.B, c.C}, " ")))
		}
	}
	return out
}

func sayings() []saying {
	return []saying{
		{"pack", "报名即送《面试锦囊》，内含自我介绍模板、三十道真题和薪资谈判话术。", []string{"面试锦囊; ; register; 自我介绍模板/三十道真题/薪资谈判话术"}},
		{"pack", "前十名报名的朋友可获得手冲滤杯一只（价值￥58）。", []string{"手冲滤杯; ￥58; chance; "}},
		{"pack", "到场签到者每人领取「花草标本册」一本：含压花六枚、标签纸一套。", []string{"花草标本册; ; attend; 压花六枚/标签纸一套"}},
		{"pack", "全程听完的同学会收到一份《家长沟通手册》（PDF），里面有：开场白、应急话术、记录表。", []string{"家长沟通手册; ; attend; 开场白/应急话术/记录表"}},
		{"pack", "现场抽三位听众送出机械键盘一把，市价299元。", []string{"机械键盘; 299元; chance; "}},
		{"pack", "# 讲座\n\n福利\n- 报名礼：《护肤清单》电子版，包括日间流程、夜间流程\n- 听课礼：小样三件套，价值68元，看完直播可领", []string{"护肤清单; ; register; 日间流程/夜间流程", "小样三件套; 68元; attend; "}},
		{"pack", "参加直播的朋友，都可以领取「调色练习包」，包里有：RAW原片20张＋对照图5张。", []string{"调色练习包; ; attend; RAW原片20张/对照图5张"}},
		{"pack", "Everyone who signs up gets our Budget Workbook (worth €25), which includes a cash-flow sheet, a tax calendar and a savings tracker.", []string{"Budget Workbook; €25; register; a cash-flow sheet/a tax calendar/a savings tracker"}},
		{"pack", "Attendees will be sent the Pruning Guide: tools, timing, and common mistakes.", []string{"Pruning Guide; ; attend; tools/timing/common mistakes"}},
		{"pack", "We will draw one winner at the end for a Leafline desk lamp, worth $60.", []string{"Leafline desk lamp; $60; chance; "}},
		{"pack", "完成课后作业的学员，另有《错题整理本》相赠，价值１９.９元。", []string{"错题整理本; １９.９元; other; "}},
		{"pack", "扫码加助教微信，直接领《小学古诗图谱》，含75首古诗、注音、思维导图。", []string{"小学古诗图谱; ; direct; 75首古诗/注音/思维导图"}},
		{"audience", "# 课\n\n## 适合人群\n\n新手妈妈、准爸爸和帮忙带娃的老人", []string{"新手妈妈", "准爸爸", "帮忙带娃的老人"}},
		{"audience", "<table><tr><td>参加对象</td><td>社区网格员<br/>物业工作人员<br/>楼门长</td></tr></table>", []string{"社区网格员", "物业工作人员", "楼门长"}},
		{"audience", "这场讲座适合刚带团队的主管、项目经理以及人力同事参加。", []string{"刚带团队的主管", "项目经理", "人力同事"}},
		{"audience", "This session is for product managers, UX writers, and support leads who answer customers.", []string{"product managers", "UX writers", "support leads who answer customers"}},
		{"audience", "It is aimed at first-time landlords and letting agents.", []string{"first-time landlords", "letting agents"}},
		{"audience", "面向对象：中小学教师，师范生", []string{"中小学教师", "师范生"}},
		{"audience", "不管你是刚毕业的大学生，还是想转行的上班族，都可以来听。", []string{"刚毕业的大学生", "想转行的上班族"}},
		{"host", "本次活动由江城晚报和云上书店共同主办。", []string{"江城晚报和云上书店"}},
		{"host", "# 免费讲座\n\n时间：2026年5月6日 19:00\n\n—— 海岬心理咨询中心", []string{"海岬心理咨询中心"}},
		{"host", "# 讲座\n\n时间：2026年5月6日 19:00\n\n主办｜青屿书店\n协办｜市文联", []string{"青屿书店"}},
		{"host", "西岸律师事务所出品", []string{"西岸律师事务所"}},
		{"host", "<html><head><meta name=\"author\" content=\"小满厨房\"><title>四月面包课</title></head><body><h1>四月面包课</h1><p>来学做贝果</p></body></html>", []string{"小满厨房"}},
		{"host", "The workshop is hosted by the Alder Street Library.", []string{"Alder Street Library"}},
		{"host", "Brought to you by Corvid Labs.", []string{"Corvid Labs"}},
		{"host", "浦城税务局将于6月3日举办一场线上培训。", []string{"浦城税务局"}},
		{"title", "「周四夜谈」第5期：为什么我们总在拖延\n\n时间：周四 20:00", []string{"为什么我们总在拖延"}},
		{"title", "本次讲座《唐诗里的长安》将于6月3日19:00开讲。", []string{"唐诗里的长安"}},
		{"title", "关于举办“家庭急救技能”公益培训的通知\n\n各位居民：", []string{"“家庭急救技能”公益培训"}},
		{"title", "Subject: Invitation: Writing Better Tests (free webinar)\nFrom: Dana <dana@x.example>\n\nHi all,", []string{"Writing Better Tests"}},
		{"title", "直播课｜零基础学会看财报\n\n时间：今晚8点", []string{"零基础学会看财报"}},
		{"seats", "现场座位一百二十个，先到先得。", []string{"120"}},
		{"seats", "教室不大，只能坐三十人。", []string{"30"}},
		{"seats", "We have room for 35 people.", []string{"35"}},
		{"seats", "共设80席，报满即止。", []string{"80"}},
		{"seats", "场地可容纳约150人", []string{"150"}},
		{"end", "时间：6月3日 14:00开始，16:30结束", []string{"16:30"}},
		{"end", "晚上八点一刻开始，九点半准时下课。2026年6月3日", []string{"21:30"}},
		{"end", "Thursday 3 September 2026, 15:00 GMT+8, ends at 16:15", []string{"16:15"}},
		{"start", "周四晚八点一刻，我们直播间见。", []string{"20:15"}},
		{"start", "June 3, 2026, 7.30 pm", []string{"19:30"}},
		{"end", "3 pm to 4:30 pm, 3 June 2026", []string{"16:30"}},
		{"signup_way", "想参加的朋友直接私信我报名。", []string{"other"}},
		{"signup_way", "公众号后台回复「报名」二字即可。", []string{"keyword"}},
		{"signup_way", "点击文末阅读原文填写报名表。", []string{"link"}},
		{"signup_way", "报名请发邮件至 a@b.example，或致电 0571-12345678。", []string{"other"}},
		{"signup_way", "Reply to this e-mail to register.", []string{"other"}},
		{"signup_way", "打开小程序「青屿课堂」预约席位", []string{"link"}},
		{"price", "单人票¥99，双人票￥168，现场购票128元。", []string{"¥99", "￥168", "128元"}},
		{"price", "学费：<del>399元</del> 199元/人", []string{"399元", "199元"}},
		{"price", "Tickets: £12 (students £8)", []string{"£12", "£8"}},
		{"free", "本课程为付费课程，199元。", []string{"false"}},
		{"free", "票价：99元", []string{"false"}},
		{"free", "费用：全免", []string{"true"}},
		{"session", "第一讲 ６月３日（周三）１９：００－２０：３０ 面团\n第二讲 ６月１０日（周三）１９：００－２０：３０ 酵母\n2026年5月", []string{"2026-06-03 19:00-20:30 面团", "2026-06-10 19:00-20:30 酵母"}},
		{"session", "| 场次 | 日期 | 时间 |\n|--|--|--|\n| 上海场 | 2026年6月6日（周六） | 14:00-16:00 |\n| 杭州场 | 2026年6月7日（周日） | 14:00-16:00 |", []string{"2026-06-06 14:00-16:00 上海场", "2026-06-07 14:00-16:00 杭州场"}},
		{"start", "第一讲 ６月３日（周三）１９：００－２０：３０ 面团\n第二讲 ６月１０日（周三）１９：００－２０：３０ 酵母\n2026年5月", nil},
		{"teacher_intro", "主讲人是市一院儿科医生郑雨桐，从医十五年。讲座结束后可以咨询。", []string{"市一院儿科医生，从医十五年"}},
		{"teacher_intro", "主讲：林晓，园艺师，写过两本阳台种植书，报名请扫码。", []string{"园艺师，写过两本阳台种植书"}},
		{"teacher_intro", "We are joined by Hanna Weiss, a patent attorney who has filed more than 300 applications.", []string{"a patent attorney who has filed more than 300 applications"}},
		{"teacher_intro", "主讲人 顾明远 | 前游戏策划，做过三款上线手游", []string{"前游戏策划，做过三款上线手游"}},
		{"qa_minutes", "最后半小时自由提问。", []string{"30"}},
		{"qa_minutes", "讲完再留20分钟解答大家的疑问", []string{"20"}},
		{"qa_minutes", "The last quarter of an hour is for questions.", []string{"15"}},
		{"group", "报名成功后拉你进听课群", []string{"true"}},
		{"group", "本次不设交流群", []string{"false"}},
		{"place", "就在老图书馆二楼的小会议室，我们等你。", []string{"老图书馆二楼的小会议室"}},
		{"place", "在线地址：飞书会议 Feishu（链接会前发）", []string{"飞书会议"}},
		{"contradiction", "懂新零售，做过O20平台，也做过O2O。", []string{"typo O20 O2O"}},
		{"contradiction", "老师做过B2B和O2O", nil},
		{"contradiction", "学费99元。…… 付款129元即可报名。", []string{"price 99元 129元"}},
		{"contradiction", "时间：2026年6月3日（周五）19:00", []string{"weekday 2026-06-03 Wednesday Friday"}},
		{"pack", "# 直播\n\n⭐ 观看福利\n预约直播：《四季星图》一套，含春夏秋冬四张、使用说明一份\n", []string{"四季星图; ; register; 春夏秋冬四张/使用说明一份"}},
		{"pack", "请到一楼领取礼品：到场即得《旧房自查表》一份，内附验房步骤、材料清单和避坑提示。", []string{"旧房自查表; ; attend; 验房步骤/材料清单/避坑提示"}},
		{"pack", "Everybody goes home with a Starter Tool Roll (worth £15) containing a wire cutter, a rib and a sponge.", []string{"Starter Tool Roll; £15; attend; a wire cutter/a rib/a sponge"}},
		{"pack", "## 礼物\n\n- Token Starter Kit：报名成功后发到邮箱，includes Figma 模板、JSON 示例", []string{"Token Starter Kit; ; register; Figma 模板/JSON 示例"}},
		{"pack", "我整理了一份《问诊清单》，两页纸，分成问前、问中、问后三部分。到场的人都能拿走。", []string{"问诊清单; ; attend; 问前/问中/问后"}},
		{"pack", "在后台发送“护心”按提示登记。", nil},
		{"audience", "推荐这些朋友来听：刚入门的爱好者、想买望远镜的家长", []string{"刚入门的爱好者", "想买望远镜的家长"}},
		{"audience", "谁适合来？喜欢小说的人，想写信的人，想找伙伴的人。", []string{"喜欢小说的人", "想写信的人", "想找伙伴的人"}},
		{"audience", "主要是给一年级孩子的家长准备的，平时带娃的爷爷奶奶也欢迎来。", []string{"一年级孩子的家长", "平时带娃的爷爷奶奶"}},
		{"audience", "# 课\n\n适合谁\n\n新手摄影爱好者\n\n早鸟价 ¥79（10月12日前）\n\n正常价 ¥129", []string{"新手摄影爱好者"}},
		{"host", "应外国语学院邀请，南澜大学教授程砚舟来我校讲学。", []string{"外国语学院"}},
		{"host", "我是云溪区图书馆少儿部的小孟。周五晚上七点讲故事。", []string{"云溪区图书馆"}},
		{"host", "From: Events Team, Tallowick Software <e@t.example>\nSubject: You're invited: Closing the Books (live webinar)\n\nHello,", []string{"Tallowick Software"}},
		{"title", "From: Events Team, Tallowick Software <e@t.example>\nSubject: You're invited: Closing the Books (live webinar)\n\nHello,", []string{"Closing the Books"}},
		{"host", "<p><a id=\"js_name\">青冈博物馆</a></p><h1>一座龙窑</h1><p>本馆举办讲座</p>", []string{"青冈博物馆"}},
		{"host", "星野天文社第12期公益直播\n\n7月9日 20:00", []string{"星野天文社"}},
		{"title", "<html><head><title>通知公告 - 江东医院</title></head><body><h2>护心三讲健康讲座</h2><p>免费</p></body></html>", []string{"护心三讲健康讲座"}},
		{"title", "我给它起了个名字，叫《趁他还愿意讲》。", []string{"趁他还愿意讲"}},
		{"seats", "我的房间最多只能进一百个人。", []string{"100"}},
		{"seats", "活动室坐得下50个人，人满就不接了", []string{"50"}},
		{"seats", "The room holds 200 people.", []string{"200"}},
		{"end", "7月4号周六晚上七点半，八点四十五左右散", []string{"20:45"}},
		{"signup_way", "If the link is blocked, just reply to this e-mail and we will register you.", []string{"link", "other"}},
		{"signup_way", "想来的直接在下面接龙。", []string{"other"}},
		{"price", "会员 60元/场；非会员 128元/场，费用现场付", []string{"60元/场", "128元/场"}},
		{"place", "7月9日（周五）20:00，微信视频号“星野天文社”", []string{"微信视频号“星野天文社”"}},
		{"teacher", "Your speaker is Miriam Oakes, Principal Consultant at Tallowick.", []string{"Miriam Oakes"}},
		{"teacher", "特邀注册建筑师沈砚北为大家讲一讲。", []string{"沈砚北"}},
		{"teacher", "🎤 主讲嘉宾\n\nDesign System Lead，做过两套组件库", nil},
		{"group", "想来的接龙，不单独建群。", []string{"false"}},
		{"pack", "报名福利\n\n① 直播中抽奖：硅胶围兜一条（市价39元），共5名\n② 看完填写问卷，送营养师一对一咨询1次", []string{"硅胶围兜; 39元; chance; "}},
		{"pack", "参加者获赠香料包一份（内装艾叶、白芷、丁香）。", []string{"香料包; ; attend; 艾叶/白芷/丁香"}},
		{"audience", "It’s for anybody who sits in a budget meeting.", []string{"anybody who sits in a budget meeting"}},
		{"signup_way", "点击下方小程序卡片报名。报名后加助教，进交流群。", []string{"link"}},
		{"teacher_intro", "Ruth Adeyemi from Group Finance will show how she reads a balance sheet. She has been a controller for fourteen years.", []string{"has been a controller for fourteen years"}},
		{"host", "县融媒体中心 县妇联 联合主办\n\n端午香囊体验课", []string{"县融媒体中心 县妇联"}},
		{"title", "我们办一堂公开的线上课,题目是\"坐在哀伤的人身边\"。", []string{"坐在哀伤的人身边"}},
		{"title", "# 远山电气技术公开课 · 第四讲\n\n## 逆变器的并网故障诊断\n\n免费", []string{"逆变器的并网故障诊断"}},
		{"teacher", "去年同类培训由李绍棠研究员主讲，今年由高级工程师田旭东主讲。", []string{"田旭东"}},
		{"teacher_intro", "这次是我们店的烘豆师老莫来讲，他拿过冲煮赛第二名。", []string{"我们店的烘豆师，拿过冲煮赛第二名"}},
		{"teacher", "The lesson is taught by Grandmaster Ilse Vanderveen, two-time Dutch champion.", []string{"Ilse Vanderveen"}},
		{"host", "梧桐里社区图书馆\n\n我们和区档案馆一起开一堂直播课。\n\n梧桐里社区图书馆", []string{"梧桐里社区图书馆、区档案馆"}},
		{"price", "公开课不收费。\n\n圣诞音乐会门票每张30元。", nil},
		{"group", "I am not opening a WeChat group for this lesson.", []string{"false"}},
		{"audience", "这堂课是为社区探访义工预备的，也为刚经历亲人离世的家庭。", []string{"社区探访义工", "刚经历亲人离世的家庭"}},
		{"pack", "缴费企业可获赠《自查手册》一册（定价 98 元），内含自查表和字段清单，会后统一邮寄。", []string{"自查手册; 98 元; register; 自查表/字段清单"}},
		{"pack", "下播前都在的，领“开头文案100句”。", []string{"开头文案100句; ; attend; "}},
	}
}

// TestYear takes the year of a date from the only one that the article names, if the weekday agrees.
func TestYear(t *testing.T) {
	t.Parallel()
	for article, want := range map[string]string{
		"12月12日（周六）晚上8点开讲\n\n年度：2026年":          "2026-12-12",
		"12月12日（周日）晚上8点开讲\n\n年度：2026年":          "",
		"12月12日晚上8点开讲\n\n年度：2026年":              "",
		"12月12日（周六）晚上8点开讲\n\n2026年入冬，2025年的雪还在": "",
	} {
		if got := strings.Join(valuesOf(draft.Read([]byte(article), draft.Options{}), "date"), "|"); got != want {
			t.Errorf("%q: the date is %q, want %q", article, got, want)
		}
	}
}
