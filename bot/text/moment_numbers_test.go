package text_test

import (
	"strconv"
	"testing"
	"time"

	"zhujiao/bot/text"
)

func TestCount(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]int{
		"120": 120, "１２０": 120, "1,200": 1200, "一百二十": 120, "一百二": 120, "两百": 200, "二百零五": 205, "一百二十三": 123, "十": 10, "十五": 15, "二十": 20,
		"三千": 3000, "一千零五十": 1050, "1千": 1000, "一万二": 12000, "1.5万": 15000, "两万三千": 23000, "0": 0, "零": 0, " 60 ": 60, "三千五": 3500,
		"一百二十人": -1, "": -1, "百十千": -1, "一二": -1, "-3": -1, "12a": -1, "一千千": -1, "9999999999": -1,
	} {
		n, ok := text.Count(words)
		if !ok {
			n = -1
		}
		if n != want {
			t.Errorf("%q: %d, want %d", words, n, want)
		}
	}
}

// TestCountAll reads each number up to 9999 that is written in full.
func TestCountAll(t *testing.T) {
	t.Parallel()
	digits := []rune("零一二三四五六七八九")
	for n := 1; n < 10000; n++ {
		s, zero := "", false
		for i, unit := range []string{"千", "百", "十", ""} {
			d := strconv.Itoa(10000 + n)[i+1] - '0'
			switch d {
			case 0:
				zero = s != ""
			default:
				if zero {
					s += "零"
				}
				s, zero = s+string(digits[d])+unit, false
			}
		}
		if got, ok := text.Count(s); !ok || got != n {
			t.Fatalf("%s is %d: read as %d", s, n, got)
		}
	}
}

func TestSpanOf(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]time.Duration{
		"90分钟": 90 * time.Minute, "1小时": time.Hour, "一个半小时": 90 * time.Minute, "1.5小时": 90 * time.Minute, "1小时30分钟": 90 * time.Minute,
		"两个小时": 2 * time.Hour, "半小时": 30 * time.Minute, "半个小时": 30 * time.Minute, "一小时半": 90 * time.Minute, "45分": 45 * time.Minute,
		"１小时": time.Hour, "1天": 24 * time.Hour, "半天": 12 * time.Hour, "一刻钟": 15 * time.Minute, "九十分钟": 90 * time.Minute,
		"120分钟": 2 * time.Hour,
		"":      0, "很久": 0, "60": 0, "半": 0, "小时": 0, "一百二十分钟": 0,
	} {
		d, ok := text.SpanOf(words)
		if ok != (want > 0) || d != want {
			t.Errorf("%q: %v %t, want %v", words, d, ok, want)
		}
	}
}
