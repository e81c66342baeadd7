package text_test

import (
	"testing"
	"time"

	"zhujiao/bot/text"
)

func shanghai() *time.Location { return time.FixedZone("Asia/Shanghai", 8*3600) }

// thursday is a time of 7 July 2022, a Thursday.
func thursday(hour, minute int) time.Time {
	return time.Date(2022, 7, 7, hour, minute, 0, 0, shanghai())
}

// TestReadTime reads times as people write them, at five past eight in the morning.
func TestReadTime(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]string{
		"今晚9:30": "07-07 21:30", "今晚9点半": "07-07 21:30", "9:30pm": "07-07 21:30", "21：30": "07-07 21:30",
		"明早10点":   "07-08 10:00",
		"后天20:00": "07-09 20:00", "周四晚上8点": "07-07 20:00", "7月7日 20:50": "07-07 20:50",
		"2022-07-07 20:50": "07-07 20:50",
		"2022/7/7 20:50":   "07-07 20:50", "2022年7月7日20点50分": "07-07 20:50", "半小时后": "07-07 08:35",
		"10分钟后": "07-07 08:15",
		"中午12点": "07-07 12:00", "凌晨1点": "07-08 01:00", "零点": "07-08 00:00",
		"9:30": "07-07 09:30", "09:30": "07-07 09:30", "9点": "07-07 09:00", "9点半": "07-07 09:30", "9点30": "07-07 09:30",
		"9点30分": "07-07 09:30", "9点一刻": "07-07 09:15", "9点3刻": "07-07 09:45", "9点整": "07-07 09:00",
		"9点钟":  "07-07 09:00",
		"9点05": "07-07 09:05", "九点零五分": "07-07 09:05", "九点五十五": "07-07 09:55", "二十点半": "07-07 20:30",
		"20时50分": "07-07 20:50",
		"晚上9点半":  "07-07 21:30", "晚9点": "07-07 21:00", "晚9:30": "07-07 21:30", "晚8.30": "07-07 20:30",
		"晚上八点": "07-07 20:00", "晚上20:30": "07-07 20:30",
		"今晚21:30": "07-07 21:30", "今晚12点": "07-08 00:00", "今晚零点": "07-08 00:00", "今晚24:00": "07-08 00:00",
		"今晚凌晨1点": "07-08 01:00",
		"晚上12点半": "07-08 00:30", "半夜2点": "07-08 02:00", "午夜": "07-08 00:00", "24:00": "07-08 00:00",
		"0点30分": "07-08 00:30",
		"下午3点":  "07-07 15:00", "下午3:20": "07-07 15:20", "下午15:20": "07-07 15:20", "下午12点半": "07-07 12:30",
		"傍晚6点":  "07-07 18:00",
		"上午11点": "07-07 11:00", "上午10:10": "07-07 10:10", "中午": "07-07 12:00", "中午1点": "07-07 13:00",
		"中午11点半": "07-07 11:30",
		"9 PM":   "07-07 21:00", "9:30 p.m.": "07-07 21:30", "12pm": "07-07 12:00", "10am": "07-07 10:00",
		"pm 9:30": "07-07 21:30", "晚上9:30pm": "07-07 21:30",
		"今天 9:30": "07-07 09:30", "今日20点": "07-07 20:00", "明天8:30": "07-08 08:30", "明天晚上8点半": "07-08 20:30",
		"明晚八点半":  "07-08 20:30",
		"明天凌晨1点": "07-08 01:00", "明天零点": "07-08 00:00", "后天早上9点": "07-09 09:00", "大后天 20:30": "07-10 20:30",
		"3天后20:00": "07-10 20:00",
		"7月7日零点半":  "", "7月8日零点": "07-08 00:00", "7月8号晚上12点": "07-09 00:00", "七月八日晚上八点半": "07-08 20:30",
		"7月8日（周五）20:30": "07-08 20:30",
		"7/8 20:30":     "07-08 20:30", "7-8 20:30": "07-08 20:30", "7.8 20:30": "07-08 20:30", "8号20:30": "07-08 20:30",
		"31日 9点": "07-31 09:00",
		"6号9点":   "08-06 09:00", "周五20:30": "07-08 20:30", "星期日上午10点": "07-10 10:00", "礼拜三 20:00": "07-13 20:00",
		"下周一9点":     "07-11 09:00",
		"下周四 20:30": "07-14 20:30", "本周六晚8点": "07-09 20:00", "2022-07-07T20:50": "07-07 20:50",
		"2022-07-07T12:50:00Z": "07-07 20:50",
		"2022-07-07 20:50:00":  "07-07 20:50", "2022.7.8 8:05": "07-08 08:05", "22年7月8日 8点": "07-08 08:00",
		"２０２２年７月７日 ２０：５０": "07-07 20:50",
		"一个半小时后":          "07-07 09:35", "1小时30分钟后": "07-07 09:35", "两小时后": "07-07 10:05",
		"2个小时以后": "07-07 10:05", "一刻钟后": "07-07 08:20",
		"十分钟之后": "07-07 08:15", "过10分钟后": "07-07 08:15", "半个小时后": "07-07 08:35", "3天后": "07-10 08:05",
		"晚點": "", "晚上九點半": "07-07 21:30",
		"9月5日 8:00": "09-05 08:00",
	} {
		m := text.ReadTime(words, thursday(8, 5))
		if want == "" {
			if m.Problem == text.TimeOK {
				t.Errorf("%s: read as %v", words, m.At)
			}
			continue
		}
		if got := m.At.Format("01-02 15:04"); m.Problem != text.TimeOK || got != want {
			t.Errorf("%s: %s, problem %q, want %s", words, got, m.Problem, want)
		}
	}
}

// TestReadTimeRefuses reads what cannot be meant, in the evening.
func TestReadTimeRefuses(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]text.TimeProblem{
		"": text.TimeUnread, "很快": text.TimeUnread, "晚点": text.TimeUnread, "25:00": text.TimeUnread,
		"9:60": text.TimeUnread, "13am": text.TimeUnread,
		"早上21点": text.TimeUnread, "晚上3点": text.TimeUnread, "7月8日夜里2点": text.TimeUnread,
		"9:30 10:30": text.TimeUnread, "明天后天9点": text.TimeUnread,
		"19:40之前": text.TimeUnread, "明年7月7日9点": text.TimeUnread, "9": text.TimeUnread, "24:30": text.TimeUnread,
		"凌晨9点": text.TimeUnread, "今天今晚9点": text.TimeUnread,
		"今晚": text.TimeNoClock, "7月8日": text.TimeNoClock, "明天": text.TimeNoClock, "周五": text.TimeNoClock,
		"2022-07-08":  text.TimeNoClock,
		"2月30日 20:00": text.TimeNoDay, "2022-06-31 9:00": text.TimeNoDay, "13月1日9点": text.TimeNoDay,
		"2023年2月29日9点": text.TimeNoDay, "2月29日9点": text.TimeNoDay,
		"7月8日周四20:00": text.TimeNoDay, "明天周四9点": text.TimeNoDay, "2022-13-01 9:00": text.TimeNoDay,
		"32号9点": text.TimeNoDay,
		"9:30":  text.TimePast, "今天9:30": text.TimePast, "早上8点": text.TimePast, "周四9点": text.TimePast,
		"7月7日 9:30": text.TimePast, "昨天20:00": text.TimePast,
		"2022-07-06 20:50": text.TimePast, "本周一9点": text.TimePast, "今天零点": text.TimePast,
		"今天凌晨1点":     text.TimePast,
		"7月6日 20:50": text.TimeFar, "9月7日9点": text.TimeFar, "12月1日 9:00": text.TimeFar, "90天后": text.TimeFar,
		"2022-12-01 9:00": text.TimeOK, "9:30pm": text.TimeOK, "凌晨1点": text.TimeOK, "零点": text.TimeOK,
		"00:30": text.TimeOK,
	} {
		if m := text.ReadTime(words, thursday(20, 0)); m.Problem != want {
			t.Errorf("%s: %+v, want problem %q", words, m, want)
		}
	}
}

// TestReadTimeDaylightSaving refuses what the clocks skip or show twice.
func TestReadTimeDaylightSaving(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2022, 3, 1, 12, 0, 0, 0, zone)
	for words, want := range map[string]text.TimeProblem{
		"2022-03-13 02:30": text.TimeSkipped, "2022-03-13 01:59": text.TimeOK, "2022-03-13 03:00": text.TimeOK,
		"2022-11-06 01:30": text.TimeTwice, "2022-11-06 00:59": text.TimeOK, "2022-11-06 02:00": text.TimeOK,
		"3月13日2点半": text.TimeSkipped,
	} {
		m := text.ReadTime(words, now)
		if m.Problem != want {
			t.Errorf("%s: %+v, want problem %q", words, m, want)
		}
		if want == text.TimeOK && m.At.Format("2006-01-02 15:04") != words {
			t.Errorf("%s: read as %v", words, m.At)
		}
	}
}

// TestReadTimeNextYear crosses the end of a year.
func TestReadTimeNextYear(t *testing.T) {
	t.Parallel()
	now := time.Date(2023, 12, 31, 23, 0, 0, 0, shanghai())
	for words, want := range map[string]string{
		"1月1日0点": "2024-01-01 00:00", "2月29日 9:00": "2024-02-29 09:00", "明天9点": "2024-01-01 09:00",
		"1号9点": "2024-01-01 09:00", "周一9点": "2024-01-01 09:00",
	} {
		if m := text.ReadTime(words, now); m.Problem != text.TimeOK || m.At.Format("2006-01-02 15:04") != want {
			t.Errorf("%s: %+v, want %s", words, m, want)
		}
	}
}

// TestReadDay reads days without a time of day.
func TestReadDay(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]string{
		"8月7日": "2022-08-07", "今天": "2022-07-07", "2022/8/7": "2022-08-07", "明天": "2022-07-08",
		"2023年1月1号": "2023-01-01",
		"8月7日 9点":   "", "今晚": "", "2月30日": "", "7月6日": "far", "2022-07-06": "past",
	} {
		m := text.ReadDay(words, thursday(20, 0))
		got := m.At.Format(time.DateOnly)
		switch want {
		case "":
			got = string(m.Problem)
			if m.Problem != text.TimeOK {
				got = ""
			}
		case "far", "past":
			got = string(m.Problem)
		}
		if got != want {
			t.Errorf("%s: %+v, want %s", words, m, want)
		}
	}
}

// FuzzReadTime reads anything: a time that is read without a problem is not past.
func FuzzReadTime(f *testing.F) {
	for _, s := range []string{"今晚9:30", "2022年7月7日20点50分", "一个半小时后", "下周四(晚上)8点", "7.8 9:30 p.m.", "\xff点", "99999999999点"} {
		f.Add(s)
	}
	now := thursday(20, 0)
	f.Fuzz(func(t *testing.T, s string) {
		m := text.ReadTime(s, now)
		if m.Problem == text.TimeOK && (m.At.Before(now) || !m.Year && m.At.After(now.AddDate(0, 0, text.FarDays))) {
			t.Errorf("%q: %+v", s, m)
		}
		text.ReadDay(s, now)
	})
}
