package text

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

var chineseCount = regexp.MustCompile(`^[零〇一二两三四五六七八九十百千万\d]+$`)

// Count reads a number as people write it, in digits of any width or in Chinese: 120, １２０,
// 1,200, 一百二十, 两百, 1千, 1.5万. Words around it are not read. It returns false for
// anything else, and for more than nine digits.
func Count(s string) (int, bool) {
	s = strings.ReplaceAll(timeWords(s), ",", "")
	if n, err := strconv.Atoi(s); err == nil {
		return n, n >= 0 && n < 1e9
	}
	if head, ok := strings.CutSuffix(s, "万"); ok {
		if f, err := strconv.ParseFloat(head, 64); err == nil && f >= 0 && f < 1e5 {
			return int(f*10000 + 0.5), true
		}
	}
	if !chineseCount.MatchString(s) {
		return 0, false
	}
	head, rest, ok := strings.Cut(s, "万")
	if !ok {
		return countBelow(head)
	}
	high, fits := countBelow(head)
	low := 0
	if rest != "" {
		var lowFits bool
		low, lowFits = countBelow(rest)
		fits = fits && lowFits
		if len([]rune(rest)) == 1 { // 一万二
			low *= 1000
		}
	}
	return high*10000 + low, fits && high < 1e5 && low < 1e4
}

// countBelow reads a number below ten thousand; 一百二 is 120.
func countBelow(s string) (int, bool) {
	if n, err := strconv.Atoi(s); err == nil {
		return n, true
	}
	s = strings.NewReplacer("两", "二", "〇", "零").Replace(s)
	digits := "零一二三四五六七八九"
	total, digit, last, seen := 0, -1, 10000, false
	for _, r := range s {
		unit := map[rune]int{'十': 10, '百': 100, '千': 1000}[r]
		switch at := strings.IndexRune(digits, r); {
		case unit > 0 && unit < last:
			if digit < 0 {
				digit = 1
			}
			total, digit, last, seen = total+digit*unit, -1, unit, false
		case unit == 0 && at == 0 && digit < 0:
			seen = true
		case unit == 0 && at > 0 && digit < 0:
			digit = at / len("零")
		case r >= '0' && r <= '9' && digit < 0:
			digit = int(r - '0')
		default:
			return 0, false
		}
	}
	if digit > 0 {
		if !seen && last >= 100 && last < 10000 {
			digit *= last / 10
		}
		total += digit
	}
	return total, s != ""
}

var spanForm = regexp.MustCompile(`^(?:(\d+(?:\.\d+)?|半|` + timeNumber + `)个?(半)?(小时|钟头|天))?(?:零|又)?` +
	`(?:(\d{1,4}|` + timeNumber + `)分钟?|(\d|[一二两三])刻钟|(半))?$`)

// SpanOf reads a length of time as people write it: 90分钟, 1小时, 一个半小时, 1.5小时,
// 1小时30分钟, 2个小时, 半天. It returns false for anything else and for nothing.
func SpanOf(s string) (time.Duration, bool) {
	s = strings.ReplaceAll(timeWords(s), " ", "")
	f := spanForm.FindStringSubmatch(s)
	if f == nil || s == "" || f[3] == "" && f[6] != "" {
		return 0, false
	}
	unit := time.Hour
	if f[3] == "天" {
		unit = 24 * time.Hour
	}
	var d time.Duration
	if f[1] == "半" {
		d = unit / 2
	} else if x, err := strconv.ParseFloat(f[1], 64); err == nil {
		d = time.Duration(x * float64(unit)).Round(time.Minute)
	} else {
		d = time.Duration(Numeral(f[1])) * unit
	}
	if f[2] != "" || f[6] != "" {
		d += unit / 2
	}
	if n, ok := Count(f[4]); ok {
		d += time.Duration(n) * time.Minute
	}
	return d + time.Duration(Numeral(f[5]))*15*time.Minute, d > 0 || f[4] != "" || f[5] != ""
}
