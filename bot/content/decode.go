package content

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"zhujiao/bot/campaign"
	regexp "zhujiao/bot/lazyregexp"
	"zhujiao/bot/text"
)

// section reads the keys of a mapping and reports those that nothing has read.
type section struct {
	report *problemList
	cal    *calendar
	n      *node
	name   string
	used   map[string]bool
	// absent is set if the file does not have the mapping, which is reported once.
	absent bool
}

// section starts to read a mapping; n may be nil for one that is missing.
func (l *loader) section(n *node, name string) *section {
	s := &section{report: l.report, cal: l.cal, n: n, name: name, used: map[string]bool{}, absent: n == nil}
	switch {
	case n == nil:
		s.n = &node{kind: nullNode, line: 1, col: 1}
	case n.kind != mapNode && n.kind != nullNode:
		s.absent = true
		if n.kind == scalarNode && strings.HasPrefix(n.text, "【") {
			l.report.problem(n.line, n.col, "「"+name+"」这里的括号是全角的", "写成英文的花括号 {键: 值}")
			break
		}
		l.report.problem(n.line, n.col, "「"+name+"」下面应该是「键: 值」", "每一项单独一行，前面多空2格")
	}
	return s
}

// get returns the value of a key, or nil if it is missing or empty.
func (s *section) get(key string) *node {
	s.used[key] = true
	if v := s.n.child(key); v != nil && v.kind != nullNode {
		return v
	}
	return nil
}

// need is get for a required key.
func (s *section) need(key string) *node {
	v := s.get(key)
	if v != nil || s.absent {
		return v
	}
	if empty := s.n.child(key); empty != nil {
		s.report.problem(empty.line, empty.col, "「"+key+"」是空的，必须填写", exampleHint(s.name, key))
	} else {
		s.report.problem(s.n.line, s.n.col, "「"+s.name+"」缺少「"+key+"」，必须填写", exampleHint(s.name, key))
	}
	return nil
}

// free returns the keys that the section may have and has not: a misspelt key is one of
// these.
func (s *section) free() map[string]bool {
	out := maps.Clone(s.used)
	for _, p := range s.n.pairs {
		delete(out, p.key.text)
	}
	return out
}

// reportUnknownKeys reports the keys that were not read, with the most similar valid key
// as a hint.
func (s *section) reportUnknownKeys() {
	for _, p := range s.n.pairs {
		key := p.key.text
		if s.used[key] {
			continue
		}
		hint := "删掉这一行，或者改成这里可以写的：" + shorten(strings.Join(keysOf(s.name), "、"), 60)
		if near := nearest(key, s.free()); near != "" {
			if p.key.to > p.key.from {
				hint = "你是不是想写「" + near + "」，" + s.report.mended([]edit{{p.key.from, p.key.to, near}})
			} else {
				hint = "你是不是想写「" + near + "」"
			}
		} else if homes := homesOf(key); len(homes) > 0 {
			hint = "它应该写在「" + strings.Join(homes, "」或「") + "」下面：检查前面的空格（缩进）"
		}
		s.report.problem(p.key.line, p.key.col, "「"+s.name+"」里没有「"+key+"」这一项（不认识）", hint)
	}
}

// nearest returns the most similar of some words, or "" if none is similar.
func nearest(word string, among map[string]bool) string {
	if len(word) > 100 {
		return ""
	}
	best, bestD := "", 3
	for k := range among {
		d := text.Distance([]rune(word), []rune(k))
		if d < max(len([]rune(k)), 2) && (d < bestD || d == bestD && best != "" && k < best) {
			best, bestD = k, d
		}
	}
	return best
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
		if strings.TrimSpace(*to) == "" && v.kind == scalarNode {
			s.report.problem(v.line, v.col, "「"+key+"」不能是空的", exampleHint(s.name, key))
		}
	}
}

// scalar returns the text of a scalar and reports other kinds of values, and Chinese
// quotation marks that were meant as those of YAML.
func (s *section) scalar(v *node) string {
	if v.kind == mapNode && v.to > v.from && v.to <= len(s.report.src) {
		s.report.rewrite(v, "「"+s.name+"」这里应该是一个值：文字以花括号开头，要加上引号", quote(s.report.src[v.from:v.to]))
		return ""
	}
	if v.kind != scalarNode && v.kind != nullNode {
		s.report.problem(v.line, v.col, "「"+s.name+"」这里应该是一个值，不是列表或多项", "只写一个值；文字里有「- 」或「: 」时加引号")
	}
	if inner, ok := chineseQuotes(v); ok && s.name != "文本" {
		s.report.rewrite(v, "引号是中文的，要用英文引号 \"…\"，或者不用引号", quote(inner))
		return inner
	}
	return v.text
}

// chineseQuotes returns what stands in a value between Chinese quotation marks, which a
// person types for those of YAML.
func chineseQuotes(v *node) (string, bool) {
	if v.kind != scalarNode || v.style != plainStyle {
		return "", false
	}
	r := []rune(strings.TrimSpace(v.text))
	if len(r) < 2 || !slices.Contains([]rune("“”＂‘’＇"), r[0]) || !slices.Contains([]rune("“”＂‘’＇\""), r[len(r)-1]) {
		return "", false
	}
	inner := string(r[1 : len(r)-1])
	return inner, !strings.ContainsAny(inner, "“”＂")
}

// list reads a list of scalars.
func (s *section) list(key string) []string {
	v := s.get(key)
	if v == nil {
		return nil
	}
	if v.kind != listNode {
		s.notAList(key, v)
		return nil
	}
	out := make([]string, 0, len(v.items))
	for _, item := range v.items {
		if item.kind == nullNode || item.kind == scalarNode && strings.TrimSpace(item.text) == "" {
			s.report.problem(item.line, item.col, "「"+key+"」里有一项是空的", "删掉这一项，或写上内容")
		}
		out = append(out, s.scalar(item))
	}
	return out
}

// listForm writes a text with full-width signs as the inside of a list.
func listForm(s string) string {
	s = strings.NewReplacer("【", "[", "】", "]", "，", ", ", "、", ", ", "［", "[", "］", "]", "；", ", ").Replace(s)
	return strings.ReplaceAll(s, ",  ", ", ")
}

// notAList reports a value that should be a list.
func (s *section) notAList(key string, v *node) {
	what := "「" + key + "」应该是列表，外面要有方括号"
	switch {
	case v.kind != scalarNode:
		s.report.problem(v.line, v.col, what, "写成 [甲, 乙]")
	case strings.HasPrefix(v.text, "【"):
		s.report.rewrite(v, "「"+key+"」的方括号是全角的，要用英文的「[」和「]」", listForm(v.text))
	default:
		s.report.suggest(v, what, "["+listForm(strings.Join(strings.Fields(v.text), "、"))+"]")
	}
}

var (
	withUnit = regexp.MustCompile(`^[¥￥约共前第]?\s*(\d[\d,，]*)(?:\.0+)?\s*(?:人|位|名|个人|个|席|份|次|条|字|元|块|块钱|分钟|分|小时|天|rmb|RMB|分钟内)?$`)
	hanDigit = regexp.MustCompile(`^[零〇一二两三四五六七八九十百千万]+\p{Han}?$`)
)

// number reads an integer within bounds.
func (s *section) number(key string, to *int, low, high int) {
	v := s.get(key)
	if v == nil {
		return
	}
	t := strings.TrimSpace(v.text)
	n, err := strconv.Atoi(t)
	if v.kind == scalarNode && err == nil && n >= low && n <= high {
		*to = n
		return
	}
	what := "「" + key + "」应该是 " + strconv.Itoa(low) + " 到 " + strconv.Itoa(high) + " 的整数，现在是「" + shorten(v.text, 30) + "」"
	if v.kind != scalarNode {
		s.report.errorAt(v, what, exampleHint(s.name, key))
		return
	}
	half := strings.Trim(strings.TrimSpace(halfWidth(t)), "“”\"'")
	if m := withUnit.FindStringSubmatch(half); m != nil {
		if n, err := strconv.Atoi(strings.NewReplacer(",", "", "，", "").Replace(m[1])); err == nil && n >= low && n <= high {
			s.report.rewrite(v, what+"：只写数字，用半角，不带单位和引号", strconv.Itoa(n))
			*to = n
			return
		}
	}
	hint := exampleHint(s.name, key)
	if hanDigit.MatchString(t) {
		hint = "用阿拉伯数字写，不带单位；" + hint
	}
	s.report.errorAt(v, what, hint)
}

// float reads a number from 0 to 1.
func (s *section) float(key string, to *float64) {
	v := s.get(key)
	if v == nil {
		return
	}
	t := strings.TrimSpace(v.text)
	f, err := strconv.ParseFloat(t, 64)
	if err == nil && f >= 0 && f <= 1 && !math.IsNaN(f) && v.kind == scalarNode {
		*to = f
		return
	}
	what := "「" + key + "」应该是 0 到 1 的小数，现在是「" + shorten(v.text, 30) + "」"
	half := strings.TrimSpace(halfWidth(t))
	if percent, ok := strings.CutSuffix(half, "%"); ok {
		if f, err := strconv.ParseFloat(strings.TrimSpace(percent), 64); err == nil && f >= 0 && f <= 100 {
			s.report.rewrite(v, what+"：不写百分号", strconv.FormatFloat(f/100, 'f', -1, 64))
			return
		}
	}
	if f, err := strconv.ParseFloat(half, 64); err == nil && f >= 0 && f <= 1 {
		s.report.rewrite(v, what+"：数字要用半角", half)
		return
	}
	s.report.errorAt(v, what, "三成写 0.3")
}

// flag reads a yes or no.
func (s *section) flag(key string, to *bool) {
	v := s.get(key)
	if v == nil {
		return
	}
	t := strings.ToLower(strings.TrimSpace(v.text))
	if b, ok := yesOrNo(t); ok && v.kind == scalarNode {
		*to = b
		return
	}
	what := "「" + key + "」应该是 true 或 false，现在是「" + shorten(v.text, 30) + "」"
	if b, ok := yesOrNo(strings.Trim(halfWidth(t), "“”。.！! ")); ok && v.kind == scalarNode {
		s.report.rewrite(v, what, strconv.FormatBool(b))
		*to = b
		return
	}
	s.report.errorAt(v, what, "要就写 true，不要就写 false")
}

func yesOrNo(t string) (yes, ok bool) {
	switch t {
	case "true", "yes", "on", "是", "开":
		return true, true
	case "false", "no", "off", "否", "关":
		return false, true
	}
	return false, false
}

// choice reads one of several words and returns its index. The first is the default.
func (s *section) choice(key string, words ...string) int {
	v := s.get(key)
	if v == nil {
		return 0
	}
	if i := slices.Index(words, strings.TrimSpace(v.text)); i >= 0 && v.kind == scalarNode {
		return i
	}
	what := "「" + key + "」应该是「" + strings.Join(words, "」或「") + "」，现在是「" + shorten(v.text, 30) + "」"
	among := setOf(words)
	if inner, ok := chineseQuotes(v); ok && among[inner] {
		s.report.rewrite(v, what+"：引号是中文的", inner)
	} else if near := nearest(v.text, among); near != "" && v.kind == scalarNode {
		s.report.suggest(v, what, near)
	} else {
		s.report.errorAt(v, what, exampleHint(s.name, key))
	}
	return 0
}

var (
	hoursPattern = regexp.MustCompile(`^(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})$`)
	spanPattern  = regexp.MustCompile(`^(\d{1,2})(?:[:：点.](\d{1,2})?分?)?(半)?\s*[-–—−~～〜至到]+` +
		`\s*(?:次日|第二天)?(\d{1,2})(?:[:：点.](\d{1,2})?分?)?(半)?$`)
)

// hours reads a daily span such as 22:00-08:00.
func (s *section) hours(key string, to *campaign.Hours) {
	v := s.get(key)
	if v == nil {
		return
	}
	t := strings.ReplaceAll(strings.TrimSpace(v.text), " ", "")
	m := hoursPattern.FindStringSubmatch(t)
	if m == nil {
		s.oddHours(key, v, to)
		return
	}
	h, ok := spanOf(m[1:])
	if !ok {
		s.report.errorAt(v, "「"+key+"」的时段不对：「"+v.text+"」，一天里没有这个时刻", `写成 "09:00-22:00"`)
		return
	}
	if h.From == h.To {
		s.report.errorAt(v, "「"+key+"」的开始和结束是同一个时刻：「"+v.text+"」", `写成 "09:00-22:00"`)
		return
	}
	*to = h
}

// oddHours reads a span that is not written as it should be.
func (s *section) oddHours(key string, v *node, to *campaign.Hours) {
	what := "「" + key + "」的时段读不懂：「" + shorten(v.text, 40) + "」"
	half := strings.Trim(strings.ReplaceAll(halfWidth(v.text), " ", ""), "“”‘’\"'＂")
	m := spanPattern.FindStringSubmatch(half)
	if v.kind != scalarNode || m == nil {
		s.report.errorAt(v, what, `写成 "09:00-22:00"`)
		return
	}
	minutes := func(digits, half string) string {
		if half != "" {
			return "30"
		}
		return digits
	}
	h, ok := spanOf([]string{m[1], minutes(m[2], m[3]), m[4], minutes(m[5], m[6])})
	if !ok {
		s.report.errorAt(v, what, `写成 "09:00-22:00"`)
		return
	}
	*to = h
	right := `"` + clockOf(h.From) + "-" + clockOf(h.To) + `"`
	if _, quotes := chineseQuotes(v); quotes {
		s.report.rewrite(v, what+"：引号是中文的", right)
		return
	}
	s.report.rewrite(v, what+"：要用半角的冒号和减号", right)
}

// spanOf reads hours and minutes of the beginning and the end of a span.
func spanOf(digits []string) (campaign.Hours, bool) {
	var n [4]int
	for i := range n {
		n[i], _ = strconv.Atoi(digits[i]) // digits, or nothing for 0
	}
	if n[0] > 23 || n[2] > 24 || n[1] > 59 || n[3] > 59 || n[2] == 24 && n[3] > 0 {
		return campaign.Hours{}, false
	}
	return campaign.Hours{From: n[0]*60 + n[1], To: n[2]*60 + n[3]}, true
}

var durationForm = regexp.MustCompile(`^(\d+)\s*(秒钟?|分钟|分|小时|s|m|min|h)$`)

// duration reads a duration such as 30秒 or 10分钟.
func (s *section) duration(key string, to *time.Duration) {
	v := s.get(key)
	if v == nil {
		return
	}
	t := strings.TrimSpace(v.text)
	what := "「" + key + "」的时长读不懂：「" + shorten(v.text, 30) + "」"
	m := durationForm.FindStringSubmatch(t)
	if m == nil {
		half := strings.Trim(halfWidth(strings.ReplaceAll(t, " ", "")), "“”")
		switch {
		case durationForm.MatchString(half):
			s.report.rewrite(v, what+"：数字要用半角，不带中文引号", half)
		case strings.Trim(half, "0123456789") == "" && half != "":
			s.report.errorAt(v, what+"，没有写单位", "写成 "+half+"秒 或 "+half+"分钟")
		default:
			s.report.errorAt(v, what, "写成 30秒 或 10分钟")
		}
		return
	}
	n, err := strconv.Atoi(m[1])
	if err != nil || n == 0 || n > 100000 {
		s.report.errorAt(v, "「"+key+"」应该是 1 到 100000 的时长，现在是「"+v.text+"」", "写成 30秒 或 10分钟")
		return
	}
	unit := map[string]time.Duration{
		"秒": time.Second, "秒钟": time.Second, "s": time.Second, "分": time.Minute, "分钟": time.Minute, "m": time.Minute,
		"min": time.Minute, "小时": time.Hour, "h": time.Hour,
	}[m[2]]
	*to = time.Duration(n) * unit
}
