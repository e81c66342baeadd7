package newclass

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"zhujiao/bot/campaign"
	regexp "zhujiao/bot/lazyregexp"
	"zhujiao/bot/text"
)

// half writes full-width digits and signs in their usual form.
func half(words string) string { return norm.NFKC.String(words) }

const partOfDay = `(?:晚上?|下午|上午|中午|凌晨)?\s*`

var (
	// untilClock is the end of a span of times: -21:30, 到晚上9点半, ~22:00.
	untilClock = regexp.MustCompile(`^(.*?\S)\s*(?:[-–—~～]+|至|到)\s*(` +
		`(?:次日|第二天)?\s*` + partOfDay + `\d{1,2}(?::\d{2}|[点时](?:半|\d{1,2}分?|整)?)|` +
		partOfDay + `[一二两三四五六七八九十]{1,3}点(?:半|[一二三四五六七八九十]{1,3}分?|整)?)$`)
	weekdays   = regexp.MustCompile(`[（(]?(?:周|星期|礼拜)[一二三四五六日天1-6][）)]?`)
	lastsAbout = regexp.MustCompile(`[，, ]\s*(?:共|约|大约|一共|时长)?\s*((?:\d+(?:\.\d+)?|[一二两三四五六七八九十半]+)\s*(?:个?半?小时半?|个?钟头|分钟)(?:\d+分钟?)?)$`)
)

// startAnswer reads when a class begins, and how long it takes if that or its end is said too.
// A day alone means the time of day of clock.
func startAnswer(words string, now, clock time.Time) (start time.Time, took time.Duration, p *AnswerError) {
	words = strings.TrimRight(half(words), "。. ")
	if m := lastsAbout.FindStringSubmatch(words); m != nil {
		if d, ok := text.SpanOf(m[1]); ok {
			took, words = d, strings.TrimSpace(strings.TrimSuffix(words, m[0]))
		}
	}
	until := ""
	if m := untilClock.FindStringSubmatch(words); m != nil && text.ReadTime(m[1], now).Problem != text.TimeUnread &&
		text.ReadTime(m[1], now).Problem != text.TimeNoClock {
		words, until = m[1], m[2]
	}
	m := text.ReadTime(words, now)
	if m.Problem == text.TimeNoClock && !clock.IsZero() {
		if day := text.ReadDay(words, now); !day.At.IsZero() {
			m = day
			m.At = time.Date(day.At.Year(), day.At.Month(), day.At.Day(), clock.Hour(), clock.Minute(), 0, 0, now.Location())
		}
	}
	if p = timeProblem(m, words, now); p != nil {
		return start, took, p
	}
	if until != "" {
		end, p := endAnswer(until, m.At)
		if p != nil {
			return start, took, p
		}
		took = end.Sub(m.At)
	}
	return m.At, took, nil
}

// timeProblem says why a time cannot be used; nil if it can.
func timeProblem(m text.Moment, words string, now time.Time) *AnswerError {
	switch m.Problem {
	case text.TimeOK:
		if !m.Dated {
			return &AnswerError{Code: CodeNoDay, Words: words}
		}
		if m.At.Year() > 2100 {
			return &AnswerError{Code: CodeNoDay, Words: words}
		}
		return nil
	case text.TimeNoClock:
		return &AnswerError{Code: CodeNoClock, Words: words}
	case text.TimeNoDay:
		if bare := weekdays.ReplaceAllString(words, " "); bare != words {
			if other := text.ReadTime(strings.Join(strings.Fields(bare), " "), now); !other.At.IsZero() {
				return &AnswerError{Code: CodeWeekday, Words: words, At: other.At}
			}
		}
		return &AnswerError{Code: CodeNoDay, Words: words}
	case text.TimePast:
		return &AnswerError{Code: CodePast, Words: words, At: m.At}
	case text.TimeFar:
		return &AnswerError{Code: CodeFar, Words: words, At: m.At}
	case text.TimeSkipped, text.TimeTwice:
		return &AnswerError{Code: CodeSkipped, Words: words}
	case text.TimeUnread:
	}
	return &AnswerError{Code: CodeTime, Words: words}
}

// endAnswer reads the time of day at which something ends that begins at a time: 21:30,
// 晚上9点半. One before the beginning is of the next day.
func endAnswer(words string, start time.Time) (time.Time, *AnswerError) {
	day := time.Date(start.Year(), start.Month(), start.Day(), 0, 0, 1, 0, start.Location())
	words = strings.TrimSpace(words)
	for _, next := range []string{"次日", "第二天"} {
		words = strings.TrimPrefix(words, next)
	}
	m := text.ReadTime(words, day)
	if m.At.IsZero() || m.Dated {
		return time.Time{}, &AnswerError{Code: CodeTime, Words: words}
	}
	end := m.At
	if half := end.Add(12 * time.Hour); !end.After(start) && end.Hour() < 12 && half.After(start) && start.Hour() >= 12 {
		return half, nil // 20:30到9:30 is half past nine in the evening
	}
	if !end.After(start) {
		end = end.AddDate(0, 0, 1)
	}
	return end, nil
}

var (
	countUnits = regexp.MustCompile(`^(?:共|一共|前|限|限额|限量|名额|约|最多)?\s*(.+?)\s*(?:个?(?:人|席|位|名|席位|名额|份|学员|同学)|个)?$`)
	yuanUnits  = regexp.MustCompile(`^(?:价值|原价|值|人民币|[¥￥])*\s*(.+?)\s*(?:元|块钱?|rmb)?$`)
)

// countAnswer reads a number with the words around it: 120个, 一百二十人, 前120名.
func countAnswer(words string, low, high int) (int, *AnswerError) {
	s := strings.TrimSpace(half(words))
	n, ok := text.Count(s)
	if m := countUnits.FindStringSubmatch(s); !ok && m != nil {
		n, ok = text.Count(m[1])
	}
	return bounded(n, ok, words, low, high)
}

// yuanAnswer reads an amount of money: 99元, ¥99, 九十九块, 免费.
func yuanAnswer(words string, high int) (int, *AnswerError) {
	s := strings.TrimSpace(half(words))
	if none(s) || says(s, "免费", "不收费", "不要钱") {
		return 0, nil
	}
	m := yuanUnits.FindStringSubmatch(strings.ToLower(s))
	if m == nil {
		return 0, &AnswerError{Code: CodeCount, Words: words}
	}
	n, ok := text.Count(strings.TrimSuffix(m[1], ".00"))
	return bounded(n, ok, words, 0, high)
}

func bounded(n int, ok bool, words string, low, high int) (int, *AnswerError) {
	switch {
	case !ok:
		return 0, &AnswerError{Code: CodeCount, Words: words}
	case n < low || n > high:
		return 0, &AnswerError{Code: CodeRange, Words: words, Low: low, High: high}
	}
	return n, nil
}

var (
	addressForm = regexp.MustCompile(`(?i)(?:https?://|www\.|(?:pan|drive|live|share)\.[a-z0-9-]+\.)[!-~]+`)
	codeForm    = regexp.MustCompile(`(?i)(?:提取码|提取密码|访问码|密码|验证码|pwd|code)\s*(?:是|为)?\s*[:=]?\s*([a-z0-9]{4})(?:[^a-z0-9]|$)`)
	looseCode   = regexp.MustCompile(`(?i)^[\s,，;；]*([a-z0-9]{4})(?:[^a-z0-9]|$)`)
	carriedCode = regexp.MustCompile(`[?&#](?:pwd|pw|code|password)=([A-Za-z0-9]{4})`)
	untilForm   = regexp.MustCompile(`(?:有效期?[至到]?|至|到期|截止)\s*(?:至|到|日|是|为)?\s*[:]?\s*` +
		`(永久|长期|\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}月\d{1,2}[日号]?|\d{1,2}/\d{1,2}|\d+天)|(永久有效|长期有效|永久)`)
	linkLabels = regexp.MustCompile(`(?:通过\S*网盘分享的文件\s*:.*?)?(?:链接\d?|网址|地址|备用|主链接)\s*:?|复制这段内容.*|-*\s*来自\S*网盘.*`)
)

// linksAnswer reads the links of a pack as people paste them, with their codes and how long
// they are good, and returns what else was written. A link that says no end has the one that
// otherwise gives.
func linksAnswer(words string, now, end time.Time, otherwise string) (mirrors []campaign.Mirror, rest string, p *AnswerError) {
	s := half(strings.ReplaceAll(words, "。", " "))
	places := addressForm.FindAllStringIndex(s, -1)
	if len(places) == 0 {
		return nil, words, nil
	}
	rest = s[:places[0][0]]
	for i, at := range places {
		after := s[at[1]:]
		if i+1 < len(places) {
			after = s[at[1]:places[i+1][0]]
		}
		m, left, p := linkOf(strings.TrimRight(s[at[0]:at[1]], `.,;:)"'>`), after, now, otherwise)
		if p != nil {
			return nil, "", p
		}
		if day, err := time.ParseInLocation(time.DateOnly, m.Until, end.Location()); err == nil && day.AddDate(0, 0, 1).Before(end) {
			return nil, "", &AnswerError{Code: CodeLinkEnd, Words: m.URL, At: day}
		}
		m.Backup = i > 0
		mirrors, rest = append(mirrors, m), rest+" "+left
	}
	return mirrors, strings.TrimSpace(linkLabels.ReplaceAllString(rest, " ")), nil
}

// linkOf reads one link and what is written after it.
func linkOf(address, after string, now time.Time, otherwise string) (campaign.Mirror, string, *AnswerError) {
	if !strings.Contains(address, "://") {
		address = "https://" + address
	}
	m := campaign.Mirror{URL: address, Until: otherwise}
	if c := codeForm.FindStringSubmatchIndex(after); c != nil {
		m.Code, after = after[c[2]:c[3]], after[:c[0]]+" "+after[c[3]:]
	} else if c := carriedCode.FindStringSubmatch(address); c != nil {
		m.Code = c[1]
	} else if c := looseCode.FindStringSubmatchIndex(after); c != nil {
		m.Code, after = after[c[2]:c[3]], after[c[3]:]
	}
	u := untilForm.FindStringSubmatchIndex(after)
	if u == nil {
		return m, after, nil
	}
	said := after[u[0]:u[1]]
	if u[2] >= 0 {
		said = after[u[2]:u[3]]
	}
	until, ok := untilOf(said, now)
	if !ok {
		return m, "", &AnswerError{Code: CodeUntil, Words: said}
	}
	m.Until = until
	return m, after[:u[0]] + " " + after[u[1]:], nil
}

// forEver is the validity of a link without an end.
const forEver = "永久"

// untilOf reads the last day of something, as the file writes it.
func untilOf(said string, now time.Time) (string, bool) {
	if strings.HasPrefix(said, forEver) || strings.HasPrefix(said, "长期") {
		return forEver, true
	}
	if n, err := strconv.Atoi(strings.TrimSuffix(said, "天")); err == nil && strings.HasSuffix(said, "天") && n < 10000 {
		return now.AddDate(0, 0, n).Format(time.DateOnly), true
	}
	m := text.ReadDay(said, now)
	return m.At.Format(time.DateOnly), !m.At.IsZero()
}

var (
	worthWord = regexp.MustCompile(`^(?:价值|原价|值)?[¥￥]?\s*([\d一二三四五六七八九十百千两]+)(?:元|块)$|^(?:价值|原价|[¥￥])\s*(\d+)$`)
	earnWord  = regexp.MustCompile(`^(?:参加直播并|听课|到课|直播)?(报名|签到)(?:以?后|了|过的?)?(?:就|即|可|能|都|才)*(?:免费)?(?:领取?|送|拿)?$`)
	drawWord  = regexp.MustCompile(`^(?:抽奖?|抽取|抽签)(?:[:：]?\s*(.*?))?$`)
	stockWord = regexp.MustCompile(`^(?:限量?|共|库存|一共|只有)?\s*([\d一二三四五六七八九十百千两]+)\s*份$`)
	tenths    = regexp.MustCompile(`^(?:中奖|概率|机会)?\s*([一二三四五六七八九\d])成$|^(?:概率|中奖率?|机会)?\s*(\d{1,2})%$|^(?:概率)?\s*(0\.\d+)$`)
	gaps      = regexp.MustCompile(`[\s，,；;、/]+`)
)

// packAnswer is what people write about a pack in a line.
type packAnswer struct {
	name    string
	worth   int
	earned  []campaign.Condition
	earns   bool // how it is earned was said
	draw    bool
	chance  float64
	stock   int
	stocked bool
}

// readPack reads the words about a pack that are no links.
func readPack(words string) (a packAnswer) {
	a.stock = -1
	var name []string
	for _, w := range gaps.Split(strings.TrimSpace(half(words)), -1) {
		if !a.take(w) {
			name = append(name, w)
		}
	}
	a.name = strings.Trim(strings.TrimSpace(strings.Join(name, " ")), `"「」《》:：`)
	return a
}

// take reads one word; false if it is part of the name.
func (a *packAnswer) take(w string) bool {
	if m := worthWord.FindStringSubmatch(w); m != nil {
		a.worth, _ = text.Count(m[1] + m[2])
		return true
	}
	if says(w, "免费", "不限", "不限量") {
		return true
	}
	if m := earnWord.FindStringSubmatch(w); m != nil {
		if a.earns = true; m[1] == "签到" {
			a.earned = []campaign.Condition{campaign.ConditionCheckedIn}
		}
		return true
	}
	if m := stockWord.FindStringSubmatch(w); m != nil {
		a.stock, _ = text.Count(m[1])
		a.stocked = true
		return true
	}
	if m := tenths.FindStringSubmatch(w); m != nil && (a.draw || m[2] != "" || m[1] != "") {
		a.chance, a.draw, a.earns = share(m), true, true
		return true
	}
	if m := drawWord.FindStringSubmatch(w); m != nil {
		if part := tenths.FindStringSubmatch(m[1]); part != nil {
			a.chance = share(part)
		} else if m[1] != "" {
			return false
		}
		a.draw, a.earns = true, true
		return true
	}
	return false
}

// share reads a chance.
func share(m []string) float64 {
	switch {
	case m[1] != "":
		return float64(text.Numeral(m[1])) / 10
	case m[2] != "":
		return float64(text.Numeral(m[2])) / 100
	default:
		f, _ := strconv.ParseFloat(m[3], 64)
		return f
	}
}

var (
	numberedPoint = regexp.MustCompile(`(?:^|[\s；;。])[(（]?(?:\d{1,2}|[一二三四五六七八九])[.、)）]\s*`)
	pointSigns    = regexp.MustCompile(`[；;\n]+`)
)

// short reports whether words are so short that each is a point of its own and not a part of
// a sentence.
func short(words []string) bool {
	return !slices.ContainsFunc(words, func(w string) bool { return len([]rune(w)) > 10 })
}

// pointsAnswer reads what a class will be about: in lines, parted by semicolons, or numbered.
func pointsAnswer(words string) (out []string) {
	parts := pointSigns.Split(words, -1)
	if len(parts) == 1 && len(numberedPoint.FindAllString(words, -1)) > 1 {
		parts = numberedPoint.Split(words, -1)
	}
	for _, sign := range []string{"、", "，", ","} {
		if few := strings.Split(words, sign); len(parts) == 1 && len(few) > 2 && short(few) {
			parts = few
		}
	}
	for _, p := range parts {
		p = strings.TrimSpace(numberedPoint.ReplaceAllString(strings.TrimSpace(p), ""))
		if p = strings.Trim(p, " 。"); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// listAnswer reads a few words in a row.
func listAnswer(words string) (out []string) {
	for _, w := range regexp.MustCompile(`[、，,；;\n]+|\s+(?:或|和)\s*`).Split(words, -1) {
		if w = strings.Trim(w, ` "“”「」`); w != "" {
			out = append(out, w)
		}
	}
	return out
}
