package textcheck_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"zhujiao/bot/textcheck"
)

var zone = time.FixedZone("CST", 8*3600)

// class is on Thursday 7 July 2022, 20:30 to 21:30.
func class() textcheck.Class {
	start := time.Date(2022, 7, 7, 20, 30, 0, 0, zone)
	return textcheck.Class{
		Start: start.UTC(), End: start.Add(time.Hour).UTC(), Zone: zone, Prices: []int{99, 49}, MaxBytes: 200,
		Blocked: textcheck.NewBlocklist([]string{"骗子", "滚", "!骗子克星"}),
	}
}

func links() textcheck.Links {
	return textcheck.Links{
		Known:   []string{"https://pan.baidu.com/s/1abc/", "https://live.example.com", "https://PAN.example.com/S/Old"},
		Stopped: []string{"https://pan.example.com/S/Old"},
	}
}

func day(d int) time.Time { return time.Date(2022, 7, d, 12, 0, 0, 0, zone).UTC() }

// TestFindings checks each code with the words and the place that it names.
func TestFindings(t *testing.T) {
	t.Parallel()
	type finding struct {
		Code  textcheck.Code
		Words string
	}
	for s, want := range map[string][]finding{
		"请大家准时参加今晚的课程":                        nil,
		"测试123":                               {{textcheck.TestWord, "测试"}, {textcheck.TooShort, ""}},
		"这是一条 TEST 消息,请大家忽略它":                 {{textcheck.TestWord, "TEST"}},
		"latest 版的资料已经发给大家了":                  nil,
		"一二三四五六七八九":                           {{textcheck.TooShort, ""}},
		"一二三四五六七八九十":                          nil,
		"不要相信骗子的话,请以公告为准":                     {{textcheck.Blocked, "骗子"}},
		"我们的骗子克星课程马上就要开始啦":                    nil,
		"屏幕滚动公告请大家留意一下谢谢":                     nil,
		"转发到群里就能领取这份资料包":                      {{textcheck.Luring, "转发到群里就能领取"}},
		"把课程分享到朋友圈给更多的人看看":                    {{textcheck.Luring, "朋友圈"}},
		"亲爱的{昵称}同学,请准时来听课":                    {{textcheck.Unfilled, "{昵称}"}},
		"大括号里有空格 { } 的不算没有填的":                 nil,
		strings.Repeat("好", 67):               {{textcheck.TooLong, ""}},
		strings.Repeat("好", 66):               nil,
		"7月8日20:30开播,请大家准时参加":                 {{textcheck.WrongDate, ""}},
		"领取价值199元的面试资料包请回复领取":                 {{textcheck.WrongPrice, "价值199元"}},
		"领取价值99元和价值50元的两份资料":                  {{textcheck.WrongPrice, "价值50元"}},
		"99元的资料包和49块的礼包都可以领取":                 nil,
		"98元的资料包和49块的礼包都可以领取":                 {{textcheck.WrongPrice, "98元的资料"}},
		"直播间在 https://evil.example.com/x 请进":  {{textcheck.UnknownLink, "https://evil.example.com/x"}},
		"链接 HTTP://pan.baidu.com/s/1abc. 请收好": nil,
		"链接 pan.baidu.com/s/1ABC 请大家收好":       {{textcheck.UnknownLink, "pan.baidu.com/s/1ABC"}},
		"旧链接 pan.example.com/S/Old 请不要再用":     {{textcheck.StoppedLink, "pan.example.com/S/Old"}},
		"evil.com 和 live.example.com 都不要点开":   {{textcheck.UnknownLink, "evil.com"}},
		"转发到群里就能领取价值1元的资料,见 evil.com": {
			{textcheck.Luring, "转发到群里就能领取"}, {textcheck.WrongPrice, "价值1元"}, {textcheck.UnknownLink, "evil.com"},
		},
	} {
		var got []finding
		for _, f := range textcheck.Check(s, class(), links(), day(7)) {
			got = append(got, finding{f.Code, f.Words})
			if f.Code != textcheck.Blocked && s[f.Start:f.End] != f.Words {
				t.Errorf("%q: bytes %d to %d are %q, not %q", s, f.Start, f.End, s[f.Start:f.End], f.Words)
			}
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%q: (-want +got)\n%s", s, d)
		}
	}
}

// TestSizes checks the numbers that a finding about a size carries.
func TestSizes(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]textcheck.Finding{
		"短的公告":                  {Code: textcheck.TooShort, Size: 4, Limit: 10},
		strings.Repeat("好", 70): {Code: textcheck.TooLong, Size: 210, Limit: 200},
	} {
		if d := cmp.Diff([]textcheck.Finding{want}, textcheck.Check(s, class(), textcheck.Links{}, day(7))); d != "" {
			t.Errorf("%q: (-want +got)\n%s", s, d)
		}
	}
}

func TestNoBlocklist(t *testing.T) {
	t.Parallel()
	c := class()
	c.Blocked = nil
	if got := textcheck.Check("不要相信骗子的话,请以公告为准", c, textcheck.Links{}, day(7)); len(got) > 0 {
		t.Errorf("found %v", got)
	}
}

func TestLuringWords(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{
		"转发后解锁": "转发后解锁", "分享后可看": "分享后可", "集赞": "集赞", "集20个赞": "集20个赞", "邀请3位好友": "邀请3位好友", "助力": "助力",
		"关注后才能看": "关注后才", "拉5人": "拉5人", "转发。领取": "", "分享给朋友": "", "请准时参加": "",
	} {
		if got, sure := textcheck.LuringWords(s); got != want || sure != (want != "") {
			t.Errorf("%q: %q (sure: %v), want %q", s, got, sure, want)
		}
	}
}

// TestMomentsAlone checks that a text that only names 朋友圈 is no sure inducement.
func TestMomentsAlone(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]bool{
		"第二晚讲加字幕、导出到朋友圈": false, "朋友圈的图怎么排": false, "分享到朋友圈": true, "发朋友圈截图领资料": true, "朋友圈集赞": true,
	} {
		if got, sure := textcheck.LuringWords(s); got == "" || sure != want {
			t.Errorf("%q: %q, sure: %v", s, got, sure)
		}
	}
}

func TestHasLink(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]bool{
		"见 pan.baidu.com/s/1": true, "https://x": true, "HTTPS://X": true, "没有链接": false, "版本2.0": false, "e.g. this": false,
	} {
		if got := textcheck.HasLink(s); got != want {
			t.Errorf("%q: %v, want %v", s, got, want)
		}
	}
}
