package content

import (
	"maps"
	"slices"
)

// fieldKind is what a key of the campaign file holds.
type fieldKind int

const (
	textField fieldKind = iota
	timeField
	dayField
	hoursField
	durationField
	numberField
	shareField // a number from 0 to 1
	flagField
	choiceField
	listField // of texts
	linkField
	mapField   // a section with the name of the key
	itemsField // a list of such sections
	freeField  // a mapping whose keys the operator chooses
)

// field describes a key of the campaign file. The reference and the schema are made of
// these, and the tests prove that the loader reads just these.
type field struct {
	key  string
	kind fieldKind
	need bool
	// low and high bound a number.
	low, high int
	// words are those that a choice may have.
	words []string
	// def is what the key has if the file leaves it out, as it would be written.
	def     string
	about   string
	example string
}

// fileSection is a mapping of the campaign file with its keys. Name is how the keys are
// said to be in it; the root has rootName.
type fileSection struct {
	name, about string
	fields      []field
}

const rootName = "活动文件"

// accountName is how the keys of the account file are said to be in it.
const accountName = AccountFile

// accountFile describes the account file. Its keys are those of a campaign file, all at the
// top.
func accountFile() fileSection {
	return fileSection{accountName, "这个文件是整个公众号的设置，对文件夹里每一场都有效，各场文件里写的就不算了。每一项都可以不写。", []field{
		{key: "限速", kind: mapField, about: "一个人发得太快时怎么办；不写就按各场里最严的。", example: "{每人: {条数: 10, 时间: 30秒}}"},
		{key: "菜单", kind: itemsField, about: "公众号底部菜单；不写就用正在进行的那一场的，没有就用下一场的。", example: "[{名称: 免费报名, 指令: 报名}]"},
		{key: "未知问题", kind: choiceField, words: []string{"转班主任", "沉默", "转客服"}, about: "答不上来时：转给班主任、不回复，或转给公众号的客服。", example: "转班主任"},
		{key: "屏蔽词文件", about: "放在同一个文件夹的文本文件，一行一个词。", example: "blocked_words.txt"},
		{key: "班主任在线", kind: hoursField, about: "班主任回复的时段。", example: `"09:00-22:00"`},
		{key: "免打扰", kind: hoursField, about: "这段时间不主动发消息。", example: `"22:00-08:00"`},
	}}
}

// fileSections describes the campaign file.
func fileSections() []fileSection {
	return slices.Concat([]fileSection{rootSection()}, classSections(), packSections(), askSections(), accountSections(), answerSections())
}

func rootSection() fileSection {
	return fileSection{rootName, "一个文件是一场活动。", []field{
		{key: "schema", need: true, kind: choiceField, words: []string{"campaign/v1"}, about: "文件格式的版本，照抄。", example: "campaign/v1"},
		{key: "活动", need: true, kind: mapField, about: "这一场课：名称、时间、讲师、直播间。"},
		{key: "报名", need: true, kind: mapField, about: "名额、报名时间、候补。"},
		{key: "签到", kind: mapField, about: "口令和签到时间。没有口令就整段不写，本场不用签到。"},
		{key: "资料包", kind: itemsField, about: "可以领的资料。没有资料就不写。"},
		{key: "提问", kind: mapField, about: "向老师提问的规则。"},
		{key: "提醒", kind: itemsField, about: "到时间自动发的提醒，只发给没退订的人。"},
		{key: "群发", kind: mapField, about: "班主任群发的规则。"},
		{key: "限速", kind: mapField, about: "一个人发得太快时怎么办。"},
		{key: "菜单", kind: itemsField, about: "公众号底部菜单：最多3个一级，每个最多5个二级。用 zhujiao menu 发布。"},
		{key: "数字菜单", kind: freeField, about: "回复数字等于哪个指令或问题。键是 0 到 9。", example: `{"1": 报名, "2": 课程介绍}`},
		{key: "指令别名", kind: freeField, about: "指令的其他说法。键是指令，值是列表。", example: "报名: [我要报名, 参加]"},
		{key: "常见问题", kind: itemsField, about: "问和答。没有写的不会编，会转给班主任。"},
		{key: "概念", kind: freeField, about: "你们自己的同义词。键是随便起的名字，值是列表。", example: "训练营: [特训营, 打卡营]"},
		{key: "测试", kind: itemsField, about: "有人这样问，应该答哪一条。最多200条；检查时逐条试一遍，答得不一样会指出来。"},
		{key: "文本", kind: freeField, about: "助教说的话。不写的用内置的说法；键见文末。"},
	}}
}

func classSections() []fileSection {
	return []fileSection{
		{"活动", "这一场课。", []field{
			{key: "编号", need: true, about: "只用字母、数字和「-」，最多40个，开课后不能改：所有记录都靠它。", example: "ecom-backend-0707"},
			{key: "名称", need: true, about: "课名，文本里用 {课名}。", example: "7步破解电商后台逻辑"},
			{key: "主办", about: "谁办的。", example: "人人都是产品经理 & 起点课堂"},
			{key: "时区", def: "Asia/Shanghai", about: "所有时间按这个时区。", example: "Asia/Shanghai"},
			{key: "开始", need: true, kind: timeField, about: "开课时间。", example: "2022-07-07 20:30"},
			{key: "结束", need: true, kind: timeField, about: "下课时间。", example: "2022-07-07 21:30"},
			{key: "领取截止", kind: timeField, about: "资料包领到什么时候，这一场到那时才算完；不写就是下课后30天。", example: "2022-08-07 23:59"},
			{key: "答疑分钟", kind: numberField, high: 600, def: "0", about: "讲完以后留几分钟答疑，文本里用 {答疑分钟}。", example: "10"},
			{key: "讲师", about: "老师的名字，文本里用 {讲师}。", example: "刘志远"},
			{key: "讲师介绍", about: "一两句话，文本和答案里用 {讲师介绍}。", example: "前产品总监"},
			{key: "系列", about: "欢迎语里怎么称呼这些课；不写就是「公开课」。", example: "电商产品公开课"},
			{key: "原价", kind: numberField, low: 1, high: 1000000, about: "平时几元，答案里用 {原价}。", example: "99"},
			{key: "直播间", kind: linkField, about: "直播间地址。没有就留空，助教不会编；开课前2小时还空着，检查会报错。", example: "https://live.example.com/1"},
			{key: "下一场", about: "下一场课的名称和时间，课后告诉来问的人。", example: "7月14日 20:30《增长的底层逻辑》"},
			{key: "隐私链接", about: "隐私说明的网址。", example: "https://example.com/privacy"},
			{key: "取消", kind: flagField, def: "false", about: "true 就是这一场不办了：报名、签到、提醒都停，来问的人先看到「本场已取消」。也可以用 #取消本场。", example: "false"},
			{key: "取消原因", about: "取消时告诉大家为什么，可以不写。", example: "老师临时有事"},
			{key: "班主任在线", kind: hoursField, def: `"09:00-22:00"`, about: "班主任回复的时段。", example: `"09:00-22:00"`},
			{key: "承诺回复分钟", kind: numberField, low: 1, high: 1440, def: "30", about: "一般几分钟内回复，文本里是 {承诺分钟}；超过了会提醒班主任群。", example: "30"},
			{
				key: "未知问题", kind: choiceField, words: []string{"转班主任", "沉默", "转客服"}, def: "转班主任",
				about: "答不上来时：转给班主任、不回复，或转给公众号的客服。", example: "转班主任",
			},
		}},
		{"报名", "报名和候补。", []field{
			{key: "名额", need: true, kind: numberField, low: 1, high: 100000, about: "一共几席，先到先得。", example: "120"},
			{key: "开放", kind: timeField, about: "什么时候开始报名；不写就是现在。", example: "2022-07-06 00:00"},
			{key: "截止", kind: timeField, about: "什么时候停止报名；不写就是下课时。", example: "2022-07-07 21:30"},
			{key: "扫码即报名", kind: flagField, def: "false", about: "扫下面这些场景的二维码等于报名。", example: "true"},
			{key: "二维码场景", kind: listField, about: "渠道码的名字，用来统计从哪里来。", example: "[reg-article, reg-poster]"},
			{key: "候补", kind: flagField, def: "true", about: "报满以后可以排候补。", example: "true"},
			{key: "候补转正", kind: choiceField, words: []string{"自动", "需确认"}, def: "自动", about: "有人让出席位时怎么补。目前都按自动。", example: "自动"},
			{key: "确认小时", kind: numberField, low: 1, high: 72, about: "「需确认」时几小时内确认。", example: "12"},
			{key: "候补停止转正", kind: timeField, about: "什么时候以后不再补；不写就是下课时。", example: "2022-07-07 21:30"},
			{key: "取消需二次确认", kind: flagField, def: "true", about: "取消报名前再问一次。", example: "true"},
		}},
		{"签到", "用口令证明听了课。", []field{
			{key: "口令", need: true, kind: listField, about: "老师在直播里念的口令，可以几个，任意一个有效。不能和指令、问法、资料包的名字一样。", example: `["后台先行"]`},
			{key: "开始", kind: timeField, about: "从什么时候起可以签到；不写就是开课时。最早开课前2小时。", example: "2022-07-07 20:30"},
			{key: "结束", kind: timeField, about: "到什么时候为止；不写就是下课时。最晚下课后2小时。", example: "2022-07-07 21:45"},
			{key: "错误口令上限", kind: mapField, about: "猜错几次就要等一等。", example: "{次数: 5, 时间: 10分钟}"},
			{
				key: "未报名也可签到", kind: choiceField, words: []string{"有余位时自动报名", "不可以"}, def: "有余位时自动报名",
				about: "没报名的人发对口令时。", example: "有余位时自动报名",
			},
			{key: "口令同音", kind: flagField, def: "true", about: "同音字也算对。", example: "true"},
			{
				key: "候补到场", kind: choiceField, words: []string{"转班主任", "有空席就签到"}, def: "转班主任",
				about: "候补的人发对口令时。", example: "有空席就签到",
			},
		}},
		{"错误口令上限", "", []field{
			{key: "次数", kind: numberField, low: 1, high: 100, def: "5", about: "几次。", example: "5"},
			{key: "时间", kind: durationField, def: "10分钟", about: "多久以内。", example: "10分钟"},
		}},
	}
}

func packSections() []fileSection {
	return []fileSection{
		{"资料包", "一份可以领的资料。", []field{
			{key: "编号", need: true, about: "领取时说的：编号是 99，就回复「领取99」。", example: `"99"`},
			{key: "名称", need: true, about: "全名，文本里是 {包名}。", example: "电商产品经理入门面试资料包"},
			{key: "价值", kind: numberField, high: 100000, def: "0", about: "价值几元。", example: "99"},
			{key: "简称", about: "列表里的短名；不写就用全名。", example: "面试资料包"},
			{key: "内容", about: "里面有什么。写了就会回答「…里有什么」，文本里是 {内容99} 这样的占位符。", example: "10+书单、20+报告"},
			{key: "别名", kind: listField, about: "其他说法。", example: "[面试资料包, 面试资料]"},
			{key: "条件", kind: listField, words: []string{"已报名", "已签到"}, about: "领取要满足什么。", example: "[已报名, 已签到]"},
			{key: "发放", kind: choiceField, words: []string{"直接", "抽取"}, def: "直接", about: "人人有，还是抽。", example: "直接"},
			{key: "抽取", kind: mapField, about: "「发放: 抽取」时必须写。", example: "{概率: 0.3, 每人次数: 1}"},
			{key: "库存", kind: numberField, high: 1000000, words: []string{"不限"}, def: "不限", about: "几份；不限就写「不限」。", example: "36"},
			{key: "链接", need: true, kind: itemsField, about: "下载地址，可以几条。", example: `[{地址: "https://pan.example.com/s/1", 提取码: "8k2m"}]`},
			{key: "失效判定人数", kind: numberField, low: 1, high: 1000, def: "3", about: "几个不同的人反馈打不开，就自动停发这条链接。", example: "3"},
		}},
		{"抽取", "", []field{
			{key: "概率", need: true, kind: shareField, about: "抽中的机会，0 到 1：三成是 0.3。", example: "0.3"},
			{key: "每人次数", kind: numberField, low: 1, high: 1, def: "1", about: "只能是1：每人一次，结果不变。", example: "1"},
		}},
		{"链接", "资料的一个下载地址。", []field{
			{key: "地址", need: true, kind: linkField, about: "完整的网址，不要连提取码一起粘进来。", example: `"https://pan.example.com/s/1ecom99a"`},
			{key: "提取码", about: "4位，加引号。没有就不写。", example: `"8k2m"`},
			{key: "有效至", kind: dayField, words: []string{"永久"}, def: "永久", about: "哪天到期；不会到期写「永久」。", example: "2022-08-07"},
			{key: "名称", about: "给班主任看的名字。", example: "主链接"},
			{key: "备用", kind: flagField, def: "false", about: "别的链接都坏了才给。", example: "true"},
		}},
	}
}

func askSections() []fileSection {
	return []fileSection{
		{"提问", "向老师提问。", []field{
			{key: "开放", kind: timeField, about: "从什么时候起；不写就是报名开放时。", example: "2022-07-06 00:00"},
			{key: "截止", kind: timeField, about: "到什么时候；不写就是下课时。", example: "2022-07-07 21:40"},
			{key: "最少字数", kind: numberField, low: 1, high: 500, def: "8", about: "再短就请他补充。", example: "8"},
			{key: "最多字数", kind: numberField, low: 1, high: 600, def: "200", about: "再长就请他拆开。", example: "200"},
			{key: "每人上限", kind: numberField, low: 1, high: 100, def: "3", about: "每人几个问题。", example: "3"},
			{key: "先审后发", kind: flagField, def: "true", about: "班主任看过才进问题榜。", example: "true"},
			{key: "展示名", kind: choiceField, words: []string{"匿名", "昵称"}, def: "匿名", about: "问题榜上怎么称呼提问的人。", example: "匿名"},
			{key: "例子", about: "好问题的例子，教人怎么提问；不写就用通用的。", example: "我做线下零售3年，想转产品，先学哪个？"},
			{key: "屏蔽词文件", about: "和活动文件放在一起的文本文件，一行一个词。", example: "blocked_words.txt"},
		}},
		{"提醒", "一条自动提醒。", []field{
			{key: "名称", need: true, about: "每条不一样。", example: "开课前1小时"},
			{key: "时间", need: true, kind: timeField, about: "什么时候发。免打扰时间里不会发。", example: "2022-07-07 19:30"},
			{key: "对象", def: "已报名", about: "全部、已报名、候补、已签到、已签到未领99、已领99（99 是资料包的编号）。", example: "已报名"},
			{key: "文本", need: true, about: "「文本」里的哪一条。", example: "remind_1h"},
			{key: "群机器人", kind: flagField, def: "false", about: "同时发到群里。", example: "false"},
		}},
		{"群发", "班主任群发。", []field{
			{key: "免打扰", kind: hoursField, def: `"22:00-08:00"`, about: "这段时间不主动发消息。", example: `"22:00-08:00"`},
			{key: "必须先预览", kind: flagField, def: "true", about: "只能是 true：总要先预览。", example: "true"},
			{key: "二次确认", kind: choiceField, words: []string{"输入人数"}, def: "输入人数", about: "只能是「输入人数」。", example: "输入人数"},
			{key: "试发人数", kind: numberField, low: 2, high: 100, def: "5", about: "先发给几个人。", example: "5"},
			{key: "试发等待分钟", kind: numberField, high: 60, def: "2", about: "等几分钟没有人叫停再继续。", example: "2"},
			{key: "相同内容间隔小时", kind: numberField, high: 720, def: "24", about: "几小时内不发同样的内容。", example: "24"},
			{key: "需要第二人审批人数", kind: numberField, low: 1, high: 10000000, def: "500", about: "对象超过几个人要第二个人批准。", example: "500"},
		}},
	}
}

func accountSections() []fileSection {
	return []fileSection{
		{"限速", "", []field{
			{key: "每人", kind: mapField, about: "一段时间里最多几条。", example: "{条数: 10, 时间: 30秒}"},
			{key: "举报失效", kind: mapField, about: "一个人反馈链接失效最多几次。", example: "{条数: 3, 时间: 10分钟}"},
			{key: "不限速的指令", kind: listField, about: "总是会回复的指令。", example: "[退订, 人工]"},
		}},
		{"每人", "", []field{
			{key: "条数", kind: numberField, low: 1, high: 10000, def: "10", about: "几条。", example: "10"},
			{key: "时间", kind: durationField, def: "30秒", about: "多久以内。", example: "30秒"},
		}},
		{"举报失效", "", []field{
			{key: "条数", kind: numberField, low: 1, high: 1000, def: "3", about: "几次。", example: "3"},
			{key: "时间", kind: durationField, def: "10分钟", about: "多久以内。", example: "10分钟"},
		}},
		{"菜单", "底部的一个菜单。", []field{
			{key: "名称", need: true, about: "最多4个汉字。", example: "公开课"},
			{key: "指令", about: "点了等于发什么：指令、别名或常见问题。", example: "报名"},
			{key: "子菜单", kind: itemsField, about: "有子菜单就不写指令。", example: "[{名称: 免费报名, 指令: 报名}]"},
		}},
		{"子菜单", "二级菜单。", []field{
			{key: "名称", need: true, about: "最多8个汉字。", example: "免费报名"},
			{key: "指令", need: true, about: "点了等于发什么。", example: "报名"},
		}},
	}
}

func answerSections() []fileSection {
	return []fileSection{
		{"常见问题", "一个问题和它的答案。", []field{
			{key: "编号", need: true, about: "字母和数字，每条不一样。", example: "price"},
			{key: "问", need: true, about: "最常见的问法。", example: "要钱吗"},
			{key: "别名", kind: listField, about: "其他问法。", example: "[收费吗, 多少钱]"},
			{key: "答", about: "答案。没有就写「待补: true」。", example: "免费。"},
			{key: "待补", kind: flagField, def: "false", about: "还没有答案：问到会转给班主任。", example: "true"},
			{key: "待补说法", about: "还没有答案时先这样说。", example: "直播间还没定，定了在这里告诉你。"},
			{key: "意图", about: "这条答的是哪一类问题，一般不用写。", example: "开课时间"},
			{key: "图片", about: "和活动文件放在一起的图片。", example: "group.png"},
			{key: "图片有效至", kind: dayField, about: "图片哪天过期，例如群二维码。", example: "2022-07-13"},
		}},
		{"测试", "一个问法和它应该得到的结果。", []field{
			{key: "问", need: true, about: "照学员的原话写，最多200个字。", example: "今晚几点开讲呀"},
			{key: "应该", need: true, about: "常见问题的编号、意图、指令，或「不答」：不直接答，转给班主任或先反问。", example: "不答"},
		}},
	}
}

// fieldsOf returns the keys of a section; none for one whose keys the operator chooses.
func fieldsOf(name string) []field {
	for _, s := range append(fileSections(), accountFile()) {
		if s.name == name {
			return s.fields
		}
	}
	return nil
}

// keysOf returns the names of the keys of a section.
func keysOf(name string) (out []string) {
	for _, f := range fieldsOf(name) {
		out = append(out, f.key)
	}
	return out
}

// homesOf returns the sections that have a key.
func homesOf(key string) (out []string) {
	for _, s := range fileSections() {
		if slices.Contains(keysOf(s.name), key) && s.name != rootName {
			out = append(out, s.name)
		}
	}
	return out
}

// isSection reports whether a key may stand at the top of a file.
func isSection(key string) bool { return slices.Contains(keysOf(rootName), key) }

// exampleHint shows how a key is written.
func exampleHint(section, key string) string {
	for _, f := range fieldsOf(section) {
		if f.key == key && f.example != "" {
			return "写成 " + key + ": " + f.example
		}
	}
	return "照示例文件补上"
}

// knownWords returns the keys that a file may have, among them the names of texts.
func knownWords(known Vocabulary) map[string]bool {
	out := map[string]bool{}
	for _, s := range fileSections() {
		for _, f := range s.fields {
			out[f.key] = true
		}
	}
	for key := range maps.Keys(builtinTexts()) {
		out[string(key)] = true
	}
	for _, w := range known.Commands {
		out[w] = true
	}
	return out
}
