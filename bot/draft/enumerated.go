package draft

import (
	"strings"

	regexp "zhujiao/bot/lazyregexp"
)

// nouns keeps the parts that name people. Parts that only describe those of the last one stay
// with it.
func nouns(parts []string, whole string) []string {
	var kept []string
	for i, p := range parts {
		p = quotaTail.ReplaceAllString(mustCome.ReplaceAllString(p, ""), "")
		if i > 0 && (othersToo.MatchString(p) || quota.MatchString(p)) {
			continue
		}
		if i > 0 && len(kept) > 0 && onCondition.MatchString(p) {
			kept[len(kept)-1] += "，" + p
			continue
		}
		kept = append(kept, p)
	}
	parts = kept
	for _, p := range parts {
		if len(parts) > 1 && strings.Contains(whole, "、") && gradeShort.MatchString(p) {
			return []string{strings.Join(parts, "、")} // 高一、高二同学
		}
	}
	if n := len(parts); n > 1 && strings.Contains(parts[n-1], "的") && strings.Contains(whole, parts[0]+"、") {
		loose := true
		for _, p := range parts[:n-1] {
			loose = loose && attributive.MatchString(p) && !strings.Contains(p, "的") && !endsWithPeople.MatchString(p)
		}
		if loose {
			return []string{whole}
		}
	}
	return parts
}

// gradeShort is a grade without the word for those who are in it.
var gradeShort = regexp.MustCompile(`^(?:[高初大]?[一二三四五六七八九]|小[一二三四五六]|[小中大]班|\d{1,2})$`)

var endsWithPeople = regexp.MustCompile(peopleEnd + `$|` + peopleNoun + `$|(?:运营|产品|法务|财务|行政|销售|设计|程序员|老手|HR)$`)

var counters = regexp.MustCompile(`(?:^|[\s；;，,。])(?:\d{1,2}[.、)）]|[①-⑳]|[（(]\d{1,2}[)）])\s*`)

// enumerated splits 1. … 2. … inside of a line.
func enumerated(s string) []string {
	if len(counters.FindAllString(s, 3)) < 2 {
		return starred(s)
	}
	var out []string
	for _, p := range counters.Split(s, 30) {
		if strings.TrimSpace(p) != "" {
			out = append(out, p)
		}
	}
	return out
}

// starred splits ★… ★… inside of a line.
func starred(s string) []string {
	for _, mark := range []string{"★", "☆", "●", "◆", "■", "▲", "✅", "✿", "➤", "▪", "♦"} {
		if strings.Count(s, mark) < 2 {
			continue
		}
		var out []string
		for i, p := range strings.Split(s, mark) {
			if p = strings.TrimSpace(p); p != "" && (i > 0 || runes(p) > 1) {
				out = append(out, p)
			}
		}
		return out
	}
	return nil
}

// split splits a list in a sentence.
func split(s string) (out []string) {
	seps := "、"
	switch {
	case strings.Contains(s, "、"):
	case strings.Contains(s, "，") && !provided.MatchString(s):
		seps = "，"
	case isMostlyLatin(s):
		seps = ","
	}
	depth := 0
	from := 0
	for i, c := range s {
		switch {
		case strings.ContainsRune("（(《「“", c):
			depth++
		case strings.ContainsRune("）)》」”", c):
			depth--
		case depth <= 0 && strings.ContainsRune(seps, c):
			out = append(out, s[from:i])
			from = i + len(string(c))
		}
	}
	out = append(out, s[from:])
	if n := len(out); n < 20 {
		if a, b, ok := strings.Cut(out[n-1], "还有"); ok && runes(a) >= 2 && runes(b) >= 2 {
			out = append(out[:n-1], a, b)
		}
	}
	for i := range out {
		out[i] = trimSigns(listEnd.ReplaceAllString(joining.ReplaceAllString(strings.TrimSpace(out[i]), ""), ""))
	}
	if n := len(out); n > 0 && n < 20 && len(out) > 1 {
		for _, and := range []string{"以及", "及", "和", " and ", " or "} {
			if a, b, ok := strings.Cut(out[n-1], and); ok && runes(a) >= 2 && runes(b) >= 2 {
				return append(out[:n-1], trimSigns(a), trimSigns(joining.ReplaceAllString(strings.TrimSpace(b), "")))
			}
		}
	}
	return out
}

// provided goes on about the one before: 6岁儿童，须家长陪同.
var provided = regexp.MustCompile(`，(?:须|需|请|可|限|建议|无需|不限|均|欢迎|最好|且)`)

var joining = regexp.MustCompile(`^(?:(?:and |or )?(?:the )?(?:and |or )|the |还有|以及|或者|和)`)

var listEnd = regexp.MustCompile(`等(?:人群|人士|人员|同学|从业者|群体)?$`)
