package draft

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/draft"
)

// File writes a campaign file from what was read. Above each value stands the sentence that
// it rests on. A value that the announcement does not give is empty or, where a file cannot
// be without it, the widest one, and marked 待补.
func File(r draft.Reading) []byte {
	w := newWriter(r)
	w.remarks()
	w.line(0, "schema: campaign/v1")
	w.blank()
	w.event()
	w.signup()
	w.checkin()
	w.packs()
	w.reminders()
	w.menus()
	entries{w}.section()
	return []byte(w.out.String())
}

// writer writes the sections of a file.
type writer struct {
	draft.Reading
	lines
	// start and end are those of the class, zero if unknown; assumed says that nobody gave
	// the end.
	start, end time.Time
	assumed    bool
	// class has what the answers are checked against.
	class *campaign.Campaign
}

func newWriter(r draft.Reading) *writer {
	w := &writer{Reading: r}
	w.times()
	w.class = w.settings()
	return w
}

// lines is the text of a file.
type lines struct{ out strings.Builder }

func (l *lines) blank() { l.out.WriteByte('\n') }

// line writes a line.
func (l *lines) line(indent int, words string) {
	l.out.WriteString(strings.Repeat(" ", indent) + words + "\n")
}

// remark writes a line for people.
func (l *lines) remark(indent int, words string) {
	l.line(indent, strings.TrimRight("# "+plain(words), " "))
}

// source writes the sentence that a value rests on.
func (l *lines) source(sentence string) {
	if sentence != "" {
		l.remark(2, "原文："+shortened(sentence, 160))
	}
}

// value writes a key with the value that the announcement gives, or says whom to ask.
func (w *writer) value(key string, field draft.Field) {
	if v, source := w.Text(field); v != "" {
		w.source(source)
		w.line(2, key+": "+quoted(v))
		return
	}
	what, ask := Missing(draft.Gap{Field: field})
	w.remark(2, "待补："+what+ask)
}

// remarks writes what contradicts itself and what is missing.
func (w *writer) remarks() {
	w.remark(0, "照公告草拟的活动文件。每一项上面是它依据的原文；没有原文的没有写。")
	w.remark(0, "补好「待补」的，用 zhujiao check 检查过再用。")
	if len(w.Clashes) > 0 {
		w.remark(0, "")
		w.remark(0, "公告里要问清楚的：")
	}
	for _, c := range w.Clashes {
		w.remark(0, "- "+Contradiction(c))
		if c.Source != "" {
			w.remark(0, "  原文："+shortened(c.Source, 160))
		}
	}
	if len(w.Gaps) > 0 {
		w.remark(0, "")
		w.remark(0, "待补：")
	}
	for _, g := range w.Gaps {
		what, ask := Missing(g)
		w.remark(0, "- "+what+"："+ask)
	}
	for _, h := range (entries{w}).heldBack() {
		w.remark(0, "- "+h.words())
	}
	w.several()
	if way := w.ways(); way != "" {
		w.remark(0, "")
		w.remark(0, "公告里的报名方式："+way)
	}
	w.blank()
}

// several says that the file is for the first of several sessions.
func (w *writer) several() {
	if list := w.All(draft.FieldSession); len(list) > 1 {
		w.remark(0, "")
		w.remark(0, "公告里有"+strconv.Itoa(len(list))+"场：这个文件只是第一场（"+fmt.Sprint(list[0].Value)+"）的，其他场次照样再做一个：")
		for _, f := range list[1:min(len(list), 20)] {
			w.remark(0, "- "+fmt.Sprint(f.Value))
		}
	}
}

// ways says how people register.
func (w *writer) ways() string {
	words := map[any]string{"qr": "扫二维码", "keyword": "回复关键词", "link": "点链接", "other": "其他"}
	var out []string
	for _, f := range w.All(draft.FieldSignupWay) {
		out = append(out, words[f.Value]+"（原文："+shortened(f.Source, 80)+"）")
	}
	return strings.Join(out, "；")
}

// event writes the section 活动.
func (w *writer) event() {
	w.line(0, "活动:")
	id := "class-new"
	if !w.start.IsZero() {
		id = "class-" + w.start.Format("20060102")
	}
	w.line(2, "编号: "+id)
	if v, source := w.Text(draft.FieldTitle); v != "" {
		w.source(source)
		w.line(2, "名称: "+quoted(v))
	} else {
		w.remark(2, "待补：课名没有写，问主办这场课叫什么")
		w.line(2, "名称: 公开课")
	}
	w.value("主办", draft.FieldHost)
	if zone, source := w.Text(draft.FieldZone); zone != "" {
		w.source(source)
		w.line(2, "时区: "+zone+"   # 文件里所有的时间都按这个时区")
	}
	w.moment("开始", w.start, draft.FieldStart)
	w.moment("结束", w.end, draft.FieldEnd)
	if n, source := w.Number(draft.FieldQAMinutes); n > 0 {
		w.source(source)
		w.line(2, "答疑分钟: "+strconv.Itoa(n))
	}
	w.teachers()
	w.worth()
	if place, source := w.Text(draft.FieldPlace); place != "" {
		w.source(source)
	}
	if !w.Onsite() {
		w.line(2, `直播间: ""   # 待补：有了直播间地址填在引号里`)
	}
	w.blank()
}

// times reckons start and end: of the class, or of the first of several sessions.
func (w *writer) times() {
	day, _ := w.Text(draft.FieldDate)
	start, _ := w.Text(draft.FieldStart)
	end, _ := w.Text(draft.FieldEnd)
	if first, _ := w.Text(draft.FieldSession); first != "" {
		parts := strings.SplitN(first, " ", 3)
		day = parts[0]
		if len(parts) > 1 {
			if from, to, ok := strings.Cut(parts[1], "-"); isClock(from) && start == "" {
				start = from
				if ok && isClock(to) && end == "" {
					end = to
				}
			}
		}
	}
	at, err := time.Parse("2006-01-02 15:04", day+" "+start)
	if err != nil || w.unsureZone() != "" {
		return
	}
	w.start = at
	if w.end, err = time.Parse("2006-01-02 15:04", day+" "+end); err != nil {
		w.end, w.assumed = at.Add(time.Hour), true
	}
	if !w.end.After(w.start) {
		w.end = w.end.AddDate(0, 0, 1)
	}
	if w.end.Sub(w.start) > 12*time.Hour {
		w.end, w.assumed = at.Add(time.Hour), true
	}
}

// unsureZone is the zone of the times if nobody can tell it for certain; "" otherwise.
func (w *writer) unsureZone() string {
	for _, g := range w.Gaps {
		if g.Field == draft.FieldStart && g.About != "" {
			return g.About
		}
	}
	return ""
}

func isClock(s string) bool {
	_, err := time.Parse("15:04", s)
	return err == nil
}

// moment writes a time of the class.
func (w *writer) moment(key string, at time.Time, field draft.Field) {
	_, source := w.Text(field)
	sessions := w.All(draft.FieldSession)
	if source == "" && len(sessions) > 0 {
		source = sessions[0].Source
	}
	if key == "开始" && len(sessions) > 1 {
		w.remark(2, "有几场：这个文件是第一场的，其他场次照样再做一个")
	}
	switch zone := w.unsureZone(); {
	case zone != "":
		day, _ := w.Text(draft.FieldDate)
		clock, _ := w.Text(field)
		w.remark(2, "待补：时区「"+zone+"」说不准，问主办是北京时间几点；公告里读到的：日期「"+day+"」，时间「"+clock+"」")
		w.line(2, key+`: ""`)
	case at.IsZero():
		day, _ := w.Text(draft.FieldDate)
		clock, _ := w.Text(field)
		w.remark(2, "待补：要有日期和几点，公告里读到的：日期「"+day+"」，时间「"+clock+"」")
		w.line(2, key+`: ""`)
	case key == "结束" && w.assumed:
		w.remark(2, "待补：公告没有写结束时间，先按1小时，问讲师讲多久")
		w.line(2, key+": "+at.Format("2006-01-02 15:04"))
	default:
		w.source(source)
		w.line(2, key+": "+at.Format("2006-01-02 15:04"))
	}
}

// teachers writes who speaks.
func (w *writer) teachers() {
	names, source := w.names()
	if names == "" {
		w.remark(2, "待补：讲师没有写，问主办谁来讲")
		return
	}
	w.source(source)
	w.line(2, "讲师: "+quoted(names))
	intros := w.All(draft.FieldTeacherIntro)
	if len(intros) == 0 {
		return
	}
	var lines []string
	for _, f := range intros {
		w.source(f.Source)
		lines = append(lines, fmt.Sprint(f.Value))
	}
	w.line(2, "讲师介绍: "+quoted(shortened(strings.Join(lines, "；"), 400)))
}

// names joins the teachers.
func (w *writer) names() (names, source string) {
	var list []string
	for _, f := range w.All(draft.FieldTeacher) {
		if source == "" {
			source = f.Source
		}
		list = append(list, fmt.Sprint(f.Value))
	}
	return strings.Join(list, "、"), source
}

// worth writes what the class usually costs.
func (w *writer) worth() {
	list := w.ListPrice
	amount, ok := list.Value.(string)
	if !ok {
		return
	}
	w.source(list.Source)
	if n := whole(amount, list.Source, 1_000_000); n > 0 {
		w.line(2, "原价: "+strconv.Itoa(n))
	}
	w.gap(draft.FieldListPrice, "", 2)
}

// whole is an amount in whole yuan; 0 for another one, which the file cannot have.
func whole(amount, source string, most int) int {
	v, ok := draft.Yuan(amount, source)
	if !ok || v < 1 || v > float64(most) || v != float64(int(v)) {
		return 0
	}
	return int(v)
}

// gap writes what is missing of a field, if it is.
func (w *writer) gap(field draft.Field, about string, indent int) {
	for _, g := range w.Gaps {
		if g.Field == field && g.About == about {
			what, ask := Missing(g)
			w.remark(indent, "待补："+what+"，"+ask)
		}
	}
}

// signup writes the section 报名.
func (w *writer) signup() {
	w.line(0, "报名:")
	if n, source := w.Number(draft.FieldSeats); n > 0 {
		w.source(source)
		w.line(2, "名额: "+strconv.Itoa(min(n, mostSeats)))
	} else {
		w.remark(2, "待补：公告没有写名额，先不限，问主办限多少人")
		w.line(2, "名额: "+strconv.Itoa(mostSeats))
	}
	w.openUntil()
	if slices.ContainsFunc(w.All(draft.FieldSignupWay), func(f draft.Fact) bool { return f.Value == "qr" }) {
		w.line(2, "扫码即报名: true")
		w.line(2, "二维码场景: [reg-article]")
	}
	w.blank()
}

// openUntil writes from when to when people may register.
func (w *writer) openUntil() {
	until, source := w.Text(draft.FieldDeadline)
	at, err := time.Parse("2006-01-02 15:04", until)
	allDay := err != nil
	if allDay {
		at, err = time.Parse("2006-01-02 15:04", until+" 23:59")
	}
	if p := w.Published; !p.IsZero() && p.Before(w.start) && (err != nil || p.Before(at)) {
		w.remark(2, "公告发布的那天起")
		w.line(2, "开放: "+p.Format("2006-01-02")+" 00:00")
	}
	if err != nil {
		return
	}
	w.source(source)
	if allDay {
		w.remark(2, "公告只写了哪天，按到那天结束")
	}
	w.line(2, "截止: "+at.Format("2006-01-02 15:04"))
}

// mostSeats is as good as no limit.
const mostSeats = 100_000

// checkinAfter is how long people may check in behind the end of the class.
const checkinAfter = 15 * time.Minute

// checkin writes the section 签到.
func (w *writer) checkin() {
	w.line(0, "签到:")
	w.line(2, `口令: [""]   # 待补：和讲师定一个在直播里念的口令，填在引号里`)
	if !w.end.IsZero() {
		w.remark(2, "公告没有写，默认下课后15分钟")
		w.line(2, "结束: "+w.end.Add(checkinAfter).Format("2006-01-02 15:04"))
	}
	w.blank()
}

// reminders writes those of every class.
func (w *writer) reminders() {
	if w.start.IsZero() {
		return
	}
	w.line(0, "提醒:")
	w.line(2, "- {名称: 开课前1小时, 时间: "+w.start.Add(-time.Hour).Format("2006-01-02 15:04")+", 文本: remind_1h}")
	w.line(2, "- {名称: 开课前10分钟, 时间: "+w.start.Add(-10*time.Minute).Format("2006-01-02 15:04")+", 文本: remind_10m}")
	w.blank()
}
