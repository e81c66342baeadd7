package content

import "strings"

// Summary says how many problems there are.
func Summary(ps []Problem) string {
	n := Errors(ps)
	s := number(n) + "个错误，" + number(len(ps)-n) + "个提醒"
	if n > 0 {
		s += "。改好错误再检查一次"
	}
	return s
}

// SharedSummary says how many problems there are in what the files of a folder share.
func SharedSummary(ps []Problem) string { return "几个文件放在一起：" + Summary(ps) }

// Shown says what a file without errors has been read as, for its operator to compare.
func (v *Version) Shown() string {
	c := v.Campaign
	start, end := c.Start.In(c.Zone), c.End.In(c.Zone)
	until := end.Format("15:04")
	if start.YearDay() != end.YearDay() {
		until = monthDay(end) + until
	}
	s := c.ID + "：" + number(start.Year()) + "年" + monthDay(start) + " 周" + weekday(start) + " " + start.Format("15:04") + " 到 " + until +
		"，" + number(c.Signup.Seats) + "席"
	var packs []string
	for _, p := range c.Packs {
		packs = append(packs, p.ID)
	}
	if len(packs) > 0 {
		s += "，资料包 " + strings.Join(packs, "、")
	}
	return s
}

// Fixed says what a correction did to a file, and where the file before it is kept.
func Fixed(m Mended, name, kept string) string {
	switch {
	case !m.Changed:
		return name + "：没有可以自动改的地方，文件没有动"
	case m.Diff == "":
		return name + "：已改成不带标记的 UTF-8，内容没有变。原来的文件留在 " + kept
	default:
		return name + "：已改好上面这些确定的错误。原来的文件留在 " + kept
	}
}
