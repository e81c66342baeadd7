package content

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"zhujiao/bot/campaign"
)

// section reads a mapping key by key and reports what nobody asked for.
type section struct {
	l       *loader
	n       *node
	name    string
	asked   []string
	missing []string
	values  map[string]*node
}

// section begins to read n, which may be nil (a section that was left out).
func (l *loader) section(n *node, name string) *section {
	switch {
	case n == nil:
		n = &node{kind: nullNode}
	case n.kind == scalarNode:
		if key, _, ok := strings.Cut(n.text, fullColon); ok && l.keys()[key] {
			l.err(n, msgFullColon, key)
			break
		}
		l.err(n, msgNotMap, name)
	case n.kind == listNode:
		l.err(n, msgNotMap, name)
	}
	s := &section{l: l, n: n, name: name, values: make(map[string]*node, len(n.pairs))}
	for _, p := range n.pairs {
		if p.value.kind != nullNode {
			s.values[p.key.text] = p.value
		}
	}
	return s
}

// get returns the value of a key, nil when it is missing or empty.
func (s *section) get(key string) *node {
	s.asked = append(s.asked, key)
	return s.values[key]
}

// need is get for keys that must be there; done reports them.
func (s *section) need(key string) *node {
	v := s.get(key)
	if v == nil && s.n.kind == mapNode {
		s.missing = append(s.missing, key)
	}
	return v
}

// done reports keys that do not exist, with the likeliest meant, and keys that
// are missing.
func (s *section) done() {
	for _, p := range s.n.pairs {
		if !slices.Contains(s.asked, p.key.text) {
			s.unknown(p.key)
		}
	}
	for _, key := range s.missing {
		s.l.err(s.n, msgMissingKey, s.name, key)
	}
}

// maxSuggestions is how many problems a file may have before nobody is helped
// by guesses any more.
const maxSuggestions = 200

func (s *section) unknown(key *node) {
	if word, _, ok := strings.Cut(key.text, fullColon); ok {
		s.l.err(key, msgFullColon, word)
		s.forgive(word)
		return
	}
	if len(s.l.problems) > maxSuggestions {
		s.l.err(key, msgUnknownKey, s.name, key.text)
		return
	}
	absent := slices.DeleteFunc(slices.Clone(s.asked), func(k string) bool { return s.values[k] != nil })
	near := nearest(key.text, absent)
	if near == "" {
		near = nearest(key.text, s.asked)
	}
	if near == "" {
		s.l.err(key, msgUnknownKey, s.name, key.text)
		return
	}
	s.forgive(near)
	s.l.err(key, msgMeantKey, s.name, key.text, near)
}

// forgive drops a missing key that was only misspelt.
func (s *section) forgive(key string) {
	s.missing = slices.DeleteFunc(s.missing, func(k string) bool { return k == key })
}

// scalar returns a value's text without space around it, which the full-width
// one is as well.
func (s *section) scalar(key string, v *node) (string, bool) {
	if v == nil {
		return "", false
	}
	if v.kind == listNode || v.kind == mapNode {
		s.l.err(v, msgNotScalar, key)
		return "", false
	}
	return strings.TrimSpace(v.text), true
}

// str reads a setting of one line or more.
func (s *section) str(key string, to *string) *node {
	v := s.get(key)
	if t, ok := s.scalar(key, v); ok {
		*to = t
	}
	return v
}

// needStr is str for settings that must not be empty.
func (s *section) needStr(key string, to *string) *node {
	v := s.need(key)
	if t, ok := s.scalar(key, v); ok {
		if *to = t; t == "" {
			s.l.err(v, msgBlank, key)
		}
	}
	return v
}

// list reads words; a single word will do for a list of one.
func (s *section) list(key string) (words []string, nodes []*node) {
	v := s.get(key)
	if v == nil || v.kind == scalarNode && strings.TrimSpace(v.text) == "" {
		return nil, nil
	}
	items := v.items
	switch v.kind {
	case scalarNode:
		items = []*node{v}
	case mapNode:
		s.l.err(v, msgNotList, key)
	default:
	}
	for _, item := range items {
		t, ok := s.scalar(key, item)
		if ok && t == "" {
			s.l.err(item, msgBlankItem, key)
		}
		for _, comma := range []string{wordComma, wordPause} {
			if ok && strings.Contains(t, comma) {
				s.l.warn(item, msgFullList, t, comma)
			}
		}
		if ok && t != "" {
			words, nodes = append(words, t), append(nodes, item)
		}
	}
	return words, nodes
}

// narrow turns full-width digits and signs, which an input method leaves in
// numbers and times, into what they mean.
func narrow(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r >= 0xff01 && r <= 0xff5e {
			return r - 0xfee0
		}
		if r == 0x3000 {
			return ' '
		}
		return r
	}, s))
}

// bounds are the smallest and the largest number that makes sense.
type bounds struct{ low, high int }

func (s *section) number(key string, to *int, b bounds) {
	v := s.get(key)
	if t, ok := s.scalar(key, v); ok {
		n, err := strconv.Atoi(narrow(t))
		if err != nil || n < b.low || n > b.high {
			s.l.err(v, msgNumber, key, b.low, b.high, t)
			return
		}
		*to = n
	}
}

// chance reads a probability.
func (s *section) chance(key string, to *float64) {
	v := s.need(key)
	if t, ok := s.scalar(key, v); ok {
		f, err := strconv.ParseFloat(narrow(t), 64)
		if err != nil || !(f >= 0 && f <= 1) { // so that NaN is refused
			s.l.err(v, msgChance, key, t)
			return
		}
		*to = f
	}
}

func (s *section) flag(key string, to *bool) {
	v := s.get(key)
	if t, ok := s.scalar(key, v); ok {
		switch w := strings.ToLower(t); {
		case yes(w):
			*to = true
		case no(w):
			*to = false
		default:
			s.l.err(v, msgFlag, key, t)
		}
	}
}

// choice reads one of several words; what is left out means the first.
func (s *section) choice(key string, words ...string) string {
	v := s.get(key)
	t, ok := s.scalar(key, v)
	if !ok || slices.Contains(words, t) {
		return cmpOr(t, words[0])
	}
	s.l.err(v, msgChoice, key, strings.Join(words, msgChoiceOr), t)
	return words[0]
}

func cmpOr(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// bare says what a date without a time of day means.
type bare int

const (
	bareNever bare = iota // it is a mistake
	bareBegin             // the day's first second
	bareEnd               // the day's last second
)

var (
	dayForm   = regexp.MustCompile(`^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}$`)
	clockForm = regexp.MustCompile(`^\d{1,2}:\d{2}$`)
	digitForm = regexp.MustCompile(`^\d{3,4}$`)
	spanForm  = regexp.MustCompile(patSpan)
	hoursForm = regexp.MustCompile(patHours)
)

// time reads a date with a time of day in the campaign's zone, quoted or not,
// with whatever separators.
func (s *section) time(key string, to *time.Time, b bare) *node {
	v := s.get(key)
	t, ok := s.scalar(key, v)
	if !ok {
		return v
	}
	t = narrow(t)
	when, ok := s.l.parseTime(t, b)
	switch {
	case ok:
		*to = when
		s.l.shown = append(s.l.shown, Shown{Line: v.line, Section: s.name, Key: key, Words: s.l.when(when)})
	case dayForm.MatchString(t):
		s.l.err(v, msgTimeDay, key, t)
	case clockForm.MatchString(t):
		s.l.err(v, msgTimeClock, key, t)
	case digitForm.MatchString(t):
		s.l.err(v, msgTimeNumber, key, t)
	default:
		s.l.err(v, msgTime, key, t)
	}
	return v
}

func (l *loader) parseTime(s string, b bare) (time.Time, bool) {
	zone := l.c.Zone
	s = strings.Replace(strings.Replace(s, "/", "-", 2), " 24:00", " 23:59:59", 1)
	for _, layout := range []string{"2006-1-2 15:4", "2006-1-2 15:4:5", "2006-1-2T15:4", "2006-1-2T15:4:5", time.RFC3339} {
		if t, err := time.ParseInLocation(layout, s, zone); err == nil {
			return t.In(zone), sane(t)
		}
	}
	t, err := time.ParseInLocation("2006-1-2", s, zone)
	if err != nil || b == bareNever || !sane(t) {
		return time.Time{}, false
	}
	if b == bareEnd {
		t = time.Date(t.Year(), t.Month(), t.Day(), 23, 59, 59, 0, zone)
	}
	return t, true
}

// sane refuses years that must be slips, and with them times that formats
// cannot carry.
func sane(t time.Time) bool { return t.Year() >= 2000 && t.Year() < 2200 }

func (s *section) needTime(key string, to *time.Time) *node {
	s.need(key)
	return s.time(key, to, bareNever)
}

// hours reads a daily span such as 22:00-08:00.
func (s *section) hours(key string, to *campaign.Hours) {
	v := s.get(key)
	t, ok := s.scalar(key, v)
	if !ok {
		return
	}
	m := hoursForm.FindStringSubmatch(narrow(t))
	if m == nil {
		s.l.err(v, msgHours, key, t)
		return
	}
	var n [4]int
	for i := range n {
		n[i], _ = strconv.Atoi(m[i+1]) // two digits, by the pattern
	}
	from, until := n[0]*60+n[1], n[2]*60+n[3]
	if n[1] > 59 || n[3] > 59 || from > 24*60 || until > 24*60 {
		s.l.err(v, msgHours, key, t)
		return
	}
	*to = campaign.Hours{From: from, To: until}
}

// span reads a duration such as 30秒, bounded by 30 days.
func (s *section) span(key string, to *time.Duration) {
	v := s.get(key)
	t, ok := s.scalar(key, v)
	if !ok {
		return
	}
	m := spanForm.FindStringSubmatch(narrow(t))
	if m == nil {
		s.l.err(v, msgSpan, key, t)
		return
	}
	n, err := strconv.Atoi(m[1])
	d := time.Duration(min(n, 1e7)) * unit(m[2])
	if err != nil || d <= 0 || d > 30*24*time.Hour {
		s.l.err(v, msgSpan, key, t)
		return
	}
	*to = d
}
