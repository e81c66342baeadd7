package content

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"zhujiao/bot/campaign"
)

// section reads the keys of a mapping and reports those that nothing has read.
type section struct {
	l    *loader
	n    *node
	name string
	used map[string]bool
}

// section starts to read a mapping; n may be nil for one that is missing.
func (l *loader) section(n *node, name string) *section {
	if n == nil {
		n = &node{kind: nullNode, line: 1, col: 1}
	} else if n.kind != mapNode && n.kind != nullNode {
		l.problem(n.line, n.col, "「"+name+"」下面应该是「键: 值」", "")
	}
	return &section{l: l, n: n, name: name, used: map[string]bool{}}
}

// get returns the value of a key, or nil if it is missing or empty.
func (s *section) get(key string) *node {
	s.used[key] = true
	for _, p := range s.n.pairs {
		if p.key.text == key {
			if p.value.kind == nullNode {
				return nil
			}
			return p.value
		}
	}
	return nil
}

// need is get for a required key.
func (s *section) need(key string) *node {
	v := s.get(key)
	if v == nil {
		s.l.problem(s.n.line, s.n.col, "「"+s.name+"」缺少「"+key+"」", "照示例文件补上")
	}
	return v
}

// reportUnknownKeys reports the keys that were not read, with the most similar valid key
// as a hint.
func (s *section) reportUnknownKeys() {
	for _, p := range s.n.pairs {
		if s.used[p.key.text] {
			continue
		}
		hint := "删掉这一行"
		if near := nearest(p.key.text, s.used); near != "" {
			hint = "你是不是想写「" + near + "」"
		}
		s.l.problem(p.key.line, p.key.col, "「"+s.name+"」里没有「"+p.key.text+"」这一项", hint)
	}
}

// nearest returns the most similar of some words, or "" if none is similar.
func nearest(word string, among map[string]bool) string {
	best, bestD := "", 3
	for k := range among {
		if d := distance([]rune(word), []rune(k)); d < bestD && d < max(len([]rune(k)), 2) || d == bestD && best != "" && k < best {
			best, bestD = k, d
		}
	}
	return best
}

// distance returns the Levenshtein distance of two words.
func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		prev := row[0]
		row[0] = i + 1
		for j := range b {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			prev, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, prev+cost)
		}
	}
	return row[len(b)]
}

// str reads a string.
func (s *section) str(key string, to *string) {
	if v := s.get(key); v != nil {
		*to = s.scalar(v)
	}
}

// needStr reads a required string that is not blank.
func (s *section) needStr(key string, to *string) {
	if v := s.need(key); v != nil {
		*to = s.scalar(v)
		if strings.TrimSpace(*to) == "" {
			s.l.problem(v.line, v.col, "「"+key+"」不能是空的", "")
		}
	}
}

// scalar returns the text of a scalar and reports other kinds of values.
func (s *section) scalar(v *node) string {
	if v.kind != scalarNode {
		s.l.problem(v.line, v.col, "「"+s.name+"」这里应该是一个值，不是列表或多项", "")
	}
	return v.text
}

// list reads a list of scalars.
func (s *section) list(key string) []string {
	v := s.get(key)
	if v == nil {
		return nil
	}
	if v.kind != listNode {
		s.l.problem(v.line, v.col, "「"+key+"」应该是列表", "写成 [甲, 乙]")
		return nil
	}
	out := make([]string, 0, len(v.items))
	for _, item := range v.items {
		out = append(out, s.scalar(item))
	}
	return out
}

// number reads an integer within bounds.
func (s *section) number(key string, to *int, low, high int) {
	v := s.get(key)
	if v == nil {
		return
	}
	n, err := strconv.Atoi(strings.TrimSpace(v.text))
	if err != nil || n < low || n > high || v.kind != scalarNode {
		s.l.problem(v.line, v.col, "「"+key+"」应该是 "+strconv.Itoa(low)+" 到 "+strconv.Itoa(high)+" 的整数，现在是「"+v.text+"」", "")
		return
	}
	*to = n
}

// float reads a number from 0 to 1.
func (s *section) float(key string, to *float64) {
	v := s.get(key)
	if v == nil {
		return
	}
	f, err := strconv.ParseFloat(strings.TrimSpace(v.text), 64)
	if err != nil || f < 0 || f > 1 || math.IsNaN(f) {
		s.l.problem(v.line, v.col, "「"+key+"」应该是 0 到 1 的小数，现在是「"+v.text+"」", "三成写 0.3")
		return
	}
	*to = f
}

// flag reads a yes or no.
func (s *section) flag(key string, to *bool) {
	v := s.get(key)
	if v == nil {
		return
	}
	switch strings.ToLower(v.text) {
	case "true", "yes", "on", "是", "开":
		*to = true
	case "false", "no", "off", "否", "关":
		*to = false
	default:
		s.l.problem(v.line, v.col, "「"+key+"」应该是 true 或 false，现在是「"+v.text+"」", "")
	}
}

// choice reads one of several words and returns its index. The first is the default.
func (s *section) choice(key string, words ...string) int {
	v := s.get(key)
	if v == nil {
		return 0
	}
	for i, w := range words {
		if v.text == w {
			return i
		}
	}
	s.l.problem(v.line, v.col, "「"+key+"」应该是「"+strings.Join(words, "」或「")+"」，现在是「"+v.text+"」", "")
	return 0
}

// time reads a date with a time of day in the campaign's zone.
func (s *section) time(key string, to *time.Time) {
	v := s.get(key)
	if v == nil {
		return
	}
	for _, layout := range []string{
		"2006-01-02 15:04", "2006-01-02 15:04:05", time.RFC3339, "2006-01-02T15:04", "2006/01/02 15:04", "2006-1-2 15:04",
	} {
		if t, err := time.ParseInLocation(layout, strings.TrimSpace(v.text), s.l.zone()); err == nil {
			*to = t.In(s.l.zone())
			return
		}
	}
	s.l.problem(v.line, v.col, "「"+key+"」的时间读不懂：「"+v.text+"」", "写成 2022-07-07 20:30")
}

// day reads a date, which means its last second, or a date with a time of day.
func (s *section) day(key string, to *time.Time) {
	v := s.get(key)
	if v == nil {
		return
	}
	if t, err := time.ParseInLocation(time.DateOnly, strings.TrimSpace(v.text), s.l.zone()); err == nil {
		*to = t.AddDate(0, 0, 1).Add(-time.Second)
		return
	}
	s.time(key, to)
}

// needTime is time for a required key.
func (s *section) needTime(key string, to *time.Time) {
	if s.need(key) != nil {
		s.time(key, to)
	}
}

var hoursPattern = regexp.MustCompile(`^(\d{1,2}):(\d{2})\s*[-–~至]\s*(\d{1,2}):(\d{2})$`)

// hours reads a daily span such as 22:00-08:00.
func (s *section) hours(key string, to *campaign.Hours) {
	v := s.get(key)
	if v == nil {
		return
	}
	m := hoursPattern.FindStringSubmatch(strings.TrimSpace(v.text))
	if m == nil {
		s.l.problem(v.line, v.col, "「"+key+"」的时段读不懂：「"+v.text+"」", `写成 "09:00-22:00"`)
		return
	}
	var n [4]int
	for i := range n {
		n[i], _ = strconv.Atoi(m[i+1]) // digits by the pattern
	}
	if n[0] > 24 || n[2] > 24 || n[1] > 59 || n[3] > 59 {
		s.l.problem(v.line, v.col, "「"+key+"」的时段不对：「"+v.text+"」", `写成 "09:00-22:00"`)
		return
	}
	*to = campaign.Hours{From: n[0]*60 + n[1], To: n[2]*60 + n[3]}
}

var durationForm = regexp.MustCompile(`^(\d+)\s*(秒|分钟|分|小时)$`)

// duration reads a duration such as 30秒 or 10分钟.
func (s *section) duration(key string, to *time.Duration) {
	v := s.get(key)
	if v == nil {
		return
	}
	m := durationForm.FindStringSubmatch(strings.TrimSpace(v.text))
	if m == nil {
		s.l.problem(v.line, v.col, "「"+key+"」的时长读不懂：「"+v.text+"」", "写成 30秒 或 10分钟")
		return
	}
	n, _ := strconv.Atoi(m[1]) // digits by the pattern
	unit := map[string]time.Duration{"秒": time.Second, "分": time.Minute, "分钟": time.Minute, "小时": time.Hour}[m[2]]
	*to = time.Duration(min(n, 100000)) * unit
}
