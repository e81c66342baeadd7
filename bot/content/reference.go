package content

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Reference returns the description of the campaign file in Chinese, in Markdown: every
// key with its kind, default, allowed values and an example.
func Reference(known Vocabulary) string {
	var b strings.Builder
	b.WriteString("# 活动文件的写法\n\n" +
		"这一页由程序生成，和 `zhujiao check`、`zhujiao schema` 用的是同一张表。**粗体**的键必须写，其他的可以不写。\n\n" +
		"- 一行一项：`键: 值`，冒号是英文的，后面空一格；下一级前面多空2格；列表每项前面写 `- `，或写成 `[甲, 乙]`。\n" +
		"- `#` 后面是说明，不会对外说。文字里有 `: `、` #`，或者以 `{` `[` `*` `!` `&` `@` `%` 开头，整段加英文引号。\n" +
		"- 多行文字写 `|-`，文字从下一行开始，每行前面多空2格。\n" +
		"- 时间写 `2022-07-07 20:30`；`2022年7月7日 晚上8点半`、`2022/7/7 20:30` 也认识，检查时会说读作什么。\n" +
		"- `zhujiao check 文件` 逐行说哪里不对、该怎么写；`zhujiao check --fix 文件` 改好确定的错误（全角标点、空格、引号、编码），原来的文件留成 `.bak`。\n" +
		"- 编辑器里边写边查：`zhujiao schema > campaign.schema.json`，活动文件第一行写 `# yaml-language-server: $schema=./campaign.schema.json`。\n")
	for _, s := range fileSections() {
		writeSection(&b, s)
	}
	writeFolder(&b)
	writeSection(&b, accountFile())
	b.WriteString("\n## 指令\n\n「指令别名」「菜单」「数字菜单」里可以写的指令：" + strings.Join(known.Commands, "、") + "。\n")
	b.WriteString("\n「意图」可以写：" + strings.Join(known.Intents, "、") + "。\n")
	writeTexts(&b)
	return b.String()
}

// writeFolder says what several files in a folder are.
func writeFolder(b *strings.Builder) {
	b.WriteString("\n## 几场课：一个文件夹\n\n" +
		"`ZHUJIAO_CAMPAIGN` 也可以是文件夹：里面每个 `.yaml` 文件是一场（`" + AccountFile + "` 不是）。\n\n" +
		"- 放进一个新文件就开一场，不用重启；文件有错只影响它自己，班主任群会收到一次提醒。\n" +
		"- 拿走文件，这一场照已经存下来的内容继续，到「领取截止」为止；班主任群会收到一次提醒。\n" +
		"- 两个文件的编号一样，正在用的那个继续，另一个不采用。改了编号就是新的一场。\n" +
		"- `zhujiao check 文件夹` 检查每个文件，还检查它们放在一起：编号、口令、二维码场景、上课时间、整个公众号的设置。\n")
}

func writeSection(b *strings.Builder, s fileSection) {
	b.WriteString("\n## " + s.name + "\n\n")
	if s.about != "" {
		b.WriteString(s.about + "\n\n")
	}
	b.WriteString("| 键 | 类型 | 不写就是 | 说明 | 例子 |\n|---|---|---|---|---|\n")
	for _, f := range s.fields {
		key := f.key
		if f.need {
			key = "**" + key + "**"
		}
		b.WriteString("| " + strings.Join([]string{key, f.kindWords(), code(f.def), cell(f.about), code(f.example)}, " | ") + " |\n")
	}
}

// kindWords says what a key holds.
func (f field) kindWords() string {
	switch f.kind {
	case timeField:
		return "时间"
	case dayField:
		if len(f.words) > 0 {
			return "日期，或 " + strings.Join(f.words, "、")
		}
		return "日期"
	case hoursField:
		return "时段"
	case durationField:
		return "时长"
	case numberField:
		s := strconv.Itoa(f.low) + " 到 " + strconv.Itoa(f.high) + " 的整数"
		if len(f.words) > 0 {
			s += "，或 " + strings.Join(f.words, "、")
		}
		return s
	case shareField:
		return "0 到 1 的小数"
	case flagField:
		return "true 或 false"
	case choiceField:
		return strings.Join(f.words, "、")
	case listField:
		if len(f.words) > 0 {
			return "列表：" + strings.Join(f.words, "、")
		}
		return "列表"
	case linkField:
		return "网址"
	case mapField:
		return "见「" + f.key + "」"
	case itemsField:
		return "列表，每项见「" + f.key + "」"
	case freeField:
		return "键自己定"
	case textField:
	}
	return "文字"
}

// code writes a value in a table; nothing for none.
func code(s string) string {
	if s == "" {
		return ""
	}
	return "`" + cell(s) + "`"
}

// cell writes a text in a table.
func cell(s string) string { return strings.NewReplacer("|", `\|`, "\n", "⏎").Replace(s) }

func writeTexts(b *strings.Builder) {
	wide := wideNames()
	b.WriteString("\n## 文本\n\n到处能用的占位符：" + braced(wide) + "。占位符是空的，整行不显示。不写的文本用内置的说法：\n\n| 键 | 还能用的占位符 | 内置的说法 |\n|---|---|---|\n")
	texts := builtinTexts()
	for _, key := range slices.Sorted(maps.Keys(texts)) {
		var own []string
		for _, name := range placeholders(texts[key]) {
			if !slices.Contains(wide, name) && !isTimely(name) {
				own = append(own, name)
			}
		}
		names := ""
		if len(own) > 0 {
			names = braced(own)
		}
		b.WriteString("| " + string(key) + " | " + names + " | " + cell(strings.TrimSpace(texts[key])) + " |\n")
	}
}
