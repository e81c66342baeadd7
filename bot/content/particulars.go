package content

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"zhujiao/bot/campaign"
	regexp "zhujiao/bot/lazyregexp"
)

// surnames are surnames that begin no common word before 老师.
const surnames = "王李张刘陈杨赵黄周吴徐孙胡朱林何郭马罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏" +
	"钟汪田姜范姚谭廖邹熊陆郝孔崔邱秦江史顾侯邵孟钱汤尹黎易武乔贺赖龚"

// The forms in which people write what the settings say.
var (
	datePattern    = regexp.MustCompile(`(\d{1,2})\s?月\s?(\d{1,2})\s?[日号](?:\s?[（(]?(?:周|星期|礼拜)([一二三四五六日天]))?`)
	numericDate    = regexp.MustCompile(`(?:(\d{4})[-/.年])(\d{1,2})[-/.月](\d{1,2})日?`)
	weekdayPattern = regexp.MustCompile(`(?:周|星期|礼拜)([一二三四五六日天])`)
	clockPattern   = regexp.MustCompile(`(凌晨|早上|上午|中午|下午|晚上|今晚|晚)?\s?(\d{1,2})(?:[:：](\d{2})|点(半|\d{1,2}分?|整)?)`)
	seatsPattern   = regexp.MustCompile(`(?:前|限|限额|共|名额)\s?(\d+)\s?个?(?:人|席|位|名)|(\d+)\s?个?(?:席位|名额|席)`)
	minutePattern  = regexp.MustCompile(`(\d+)\s?(?:分钟|min)`)
	hourPattern    = regexp.MustCompile(`(?:约|大约|共|一共|时长|全程)\s?(\d+(?:\.\d+)?|一|两|半|一个半|两个半)\s?个?半?(小时|钟头|分钟)`)
	yuanPattern    = regexp.MustCompile(`(\d+)\s?元|[¥￥]\s?(\d+)|(\d+)\s?块`)
	pricePattern   = regexp.MustCompile(`价值\s?[¥￥]?\s?(\d+)\s?(?:元|块)?`)
	packPattern    = regexp.MustCompile(`(?:领取|失效|#换链 |#停链 |#补货 |【)(\d+)|(\d+)(?:元)?[^\d\s，。；、：！？「」（）【】]{0,6}资料`)
	runesPattern   = regexp.MustCompile(`(\d+)\s?个?字(?:以内|之内|内)`)
	teacherPattern = regexp.MustCompile(`(?:^|[^\p{Han}])([` + surnames + `]\p{Han}{0,2})老师`)
	leadsPattern   = regexp.MustCompile(`(?:\d+|半|一|两)\s?(?:天|个?小时|分钟)`)
	amountPattern  = regexp.MustCompile(`(\d+(?:\.\d+)?|[一两半])`)
	leadPattern    = regexp.MustCompile(`还有\s?(\d+|半|一|两)\s?(天|个?小时|分钟)`)
)

// particulars compares texts of a file with its settings.
type particulars struct {
	report        *problemList
	c             *campaign.Campaign
	lines         []string // of the file, for positions inside texts
	spoken        []spoken
	reminderNodes []*node
}

func (l *particulars) zone() *time.Location { return l.c.Zone }

// checkParticulars reports what is typed into a text although the settings say it: a
// warning with the placeholder, or an error if the settings say something else.
func (l *particulars) checkParticulars(s spoken) {
	words := unfilled(s.words)
	for _, check := range []func(spoken, string){
		l.checkNames, l.checkDates, l.checkClocks, l.checkSeats, l.checkSpans, l.checkPrices, l.checkPacks, l.checkTeacher,
	} {
		check(s, words)
	}
}

// unfilled returns a text with its placeholders blanked, so that their names are not
// taken for words.
func unfilled(words string) string {
	lines := parseLines(words)
	out := make([]string, len(lines))
	for i, l := range lines {
		for _, p := range l {
			if p.name != "" {
				p.literal = "〓"
			}
			out[i] += p.literal
		}
	}
	return strings.Join(out, "\n")
}

// typed warns that a text has something of the settings in it.
func (l *particulars) typed(s spoken, found, placeholder string) {
	l.report.warnAt(l.lineOf(s, found), s.what()+"里写了「"+found+"」", "写成 "+placeholder+"，换一场课就不用改")
	if n := len(l.report.problems); n > 1 && l.report.problems[n-1] == l.report.problems[n-2] {
		l.report.problems = l.report.problems[:n-1] // the same words twice in a line
	}
}

// differs reports that a text contradicts the settings.
func (l *particulars) differs(s spoken, found, setting, placeholder string) {
	l.report.contradiction(l.lineOf(s, found), s.what()+"里的「"+found+"」和设置不一样：设置里是"+setting, "写成 "+placeholder)
}

// lineOf is where found stands in the file: in a block text it may be on a later line.
func (l *particulars) lineOf(s spoken, found string) *node {
	if s.node == nil || len(l.lines) == 0 || strings.Contains(found, "\n") {
		return s.node
	}
	for i := s.node.line; i <= min(len(l.lines), s.node.line+strings.Count(s.words, "\n")+1); i++ {
		if at := strings.Index(l.lines[i-1], found); at >= 0 {
			return &node{line: i, col: len([]rune(l.lines[i-1][:at])) + 1}
		}
	}
	return s.node
}

func (l *particulars) checkNames(s spoken, words string) {
	c := l.c
	names := []typedName{
		{c.Name, "{课名}"}, {c.Lecturer, "{讲师}"}, {c.Host, "{主办}"}, {c.LiveRoom, "{直播间}"}, {c.LecturerIntro, "{讲师介绍}"}, {c.Series, "{系列}"},
	}
	for _, p := range c.Packs {
		names = append(names, packTyped(s.key, p)...)
	}
	for _, n := range names {
		if len([]rune(n.value)) >= 2 && strings.Contains(words, n.value) {
			l.typed(s, n.value, n.placeholder)
		}
	}
	for _, phrase := range c.Checkin.Passphrases {
		if len([]rune(phrase)) >= 3 && strings.Contains(words, phrase) {
			l.report.warnAt(l.lineOf(s, phrase), s.what()+"里写了签到口令「"+phrase+"」，没听直播的人也会看到", "删掉口令")
		}
	}
}

// typedName is something of the settings with the placeholder for it.
type typedName struct{ value, placeholder string }

// packTyped are the names and links of a pack.
func packTyped(key Key, p campaign.Pack) []typedName {
	placeholder := "{包名" + p.ID + "}"
	if key != "" && valuesOf(key)["包名"] {
		placeholder = "{包名}"
	}
	out := []typedName{{p.Name, placeholder}}
	if p.Short != "" && !strings.Contains(p.Name, p.Short) {
		out = append(out, typedName{p.Short, "{简称" + p.ID + "}"})
	}
	for _, m := range p.Mirrors {
		out = append(out, typedName{m.URL, "{链接}，在「资料包」里填"})
	}
	return out
}

// checkDates checks dates and weekdays.
func (l *particulars) checkDates(s spoken, words string) {
	for _, m := range datePattern.FindAllStringSubmatch(words, -1) {
		l.checkDate(s, words, typedDate{m[0], atoi(m[1]), atoi(m[2]), m[3]})
	}
	rest := datePattern.ReplaceAllString(words, "")
	for _, m := range numericDate.FindAllStringSubmatch(rest, -1) {
		if atoi(m[1]) != l.c.Start.Year() {
			continue
		}
		l.checkDate(s, words, typedDate{m[0], atoi(m[2]), atoi(m[3]), ""})
	}
	for _, m := range weekdayPattern.FindAllStringSubmatch(rest, -1) {
		start := l.c.Start.In(l.zone())
		switch {
		case strings.ReplaceAll(m[1], "天", "日") == weekday(start):
			l.typed(s, m[0], "{开课日} 或 {开课时间}")
		case ofClass(words, m[0], "开始", "见"):
			l.differs(s, m[0], "周"+weekday(start), "{开课日} 或 {开课时间}")
		}
	}
}

// typedDate is a date in a text, with its weekday if that follows.
type typedDate struct {
	found      string
	month, day int
	week       string
}

// checkDate checks one date with its weekday.
func (l *particulars) checkDate(s spoken, words string, d typedDate) {
	found, month, day, week := d.found, d.month, d.day, d.week
	start := l.c.Start.In(l.zone())
	t := time.Date(start.Year(), time.Month(month), day, 0, 0, 0, 0, l.zone())
	end := l.c.Checkin.Close.In(l.zone())
	switch {
	case int(t.Month()) != month || t.Day() != day:
		l.report.errorAt(l.lineOf(s, found), s.what()+"里的「"+found+"」：没有这一天", "写成 {日期}")
	case week != "" && strings.ReplaceAll(week, "天", "日") != weekday(t):
		l.report.errorAt(l.lineOf(s, found), fmt.Sprintf("%s里的「%s」：%d月%d日是周%s", s.what(), found, month, day, weekday(t)), "写成 {开课日}")
	case int(start.Month()) == month && start.Day() == day:
		l.report.warnAt(l.lineOf(s, found), s.what()+"里写了课程日期「"+found+"」", "写成 {日期} 或 {开课日}，换一场课就不用改")
	case int(end.Month()) == month && end.Day() == day:
		l.typed(s, found, "{签到结束}")
	case ofClass(words, found):
		l.differs(s, found, monthDay(start), "{日期} 或 {开课日}")
	default:
		l.report.warnAt(l.lineOf(s, found), s.what()+"里写了日期「"+found+"」，课程是"+monthDay(start), "确认没错；是课程日期就写成 {日期}")
	}
}

// checkClocks checks times of the day.
func (l *particulars) checkClocks(s spoken, words string) {
	z := l.zone()
	minutes := func(t time.Time) int { return t.In(z).Hour()*60 + t.In(z).Minute() }
	known := []clockSetting{
		{minutes(l.c.Start), "{开课时刻} 或 {开课时间}"},
		{minutes(l.c.End), "{结束时刻} 或 {开课时间}"},
		{minutes(l.c.Checkin.Close), "{签到结束} 或 {签到时段}"},
		{minutes(l.c.Checkin.Open), "{签到时段}"},
		{l.c.Duty.From, "{上班时间} 或 {在线时间}"},
		{l.c.Duty.To, "{在线时间}"},
	}
	for _, m := range clockPattern.FindAllStringSubmatch(words, -1) {
		at, ok := clockMinutes(m)
		if !ok {
			continue
		}
		found := strings.TrimSpace(m[0])
		same := func(want int) bool { return at == want || m[1] == "" && at+12*60 == want }
		i := slices.IndexFunc(known, func(k clockSetting) bool { return same(k.at) })
		setting, placeholder, right := l.clockMeant(s, words, found)
		switch {
		case setting != "" && !slices.ContainsFunc(right, same):
			l.differs(s, found, setting, placeholder)
		case i >= 0:
			l.typed(s, found, known[i].placeholder)
		}
	}
}

// clockSetting is a time of the day in the settings, in minutes after midnight.
type clockSetting struct {
	at          int
	placeholder string
}

// clockMeant says which setting a time of the day in a text is about, with the times that
// are right. The setting is empty if that is not clear.
func (l *particulars) clockMeant(s spoken, words, found string) (setting, placeholder string, right []int) {
	c, z := l.c, l.zone()
	minutes := func(t time.Time) int { return t.In(z).Hour()*60 + t.In(z).Minute() }
	from, to := c.Start.In(z).Format("15:04"), c.End.In(z).Format("15:04")
	switch {
	case about(words, found, "班主任在线", "在线时间", "休息时间", "上班"):
		return "在线" + hourOf(c.Duty.From) + "-" + hourOf(c.Duty.To), "{在线时间} 或 {上班时间}", []int{c.Duty.From, c.Duty.To}
	case holds(clauseOf(words, found), "签到") && holds(clauseOf(words, found), "结束", "截止", "有效"):
		return "签到到" + c.Checkin.Close.In(z).Format("15:04"), "{签到结束} 或 {签到时段}", []int{minutes(c.Checkin.Open), minutes(c.Checkin.Close)}
	case ofClass(words, found), strings.Contains(words, found+"见"),
		strings.HasPrefix(string(s.key), "remind_"):
		return from + "-" + to, "{开课时刻} 或 {开课时间}", []int{
			minutes(c.Start), minutes(c.End), minutes(c.Checkin.Open), minutes(c.Checkin.Close), minutes(c.Questions.Close),
		}
	}
	return "", "", nil
}

// clockMinutes reads a time of the day as minutes after midnight.
func clockMinutes(m []string) (int, bool) {
	hour, minute := atoi(m[2]), atoi(m[3])
	switch part := strings.TrimSuffix(m[4], "分"); {
	case part == "半":
		minute = 30
	case part != "" && part != "整":
		minute = atoi(part)
	}
	switch m[1] {
	case "下午", "晚上", "今晚", "晚":
		if hour < 12 {
			hour += 12
		}
	}
	return hour*60 + minute, hour < 24 && minute < 60
}

func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0 // the patterns match digits only; nothing stands for none
	}
	return n
}
