package app

import (
	"strings"
	"testing"
	"time"
)

// TestRelinkRead: an address ends where its letters do, and a code is what follows
// the word for it; what cannot be is refused before anything changes.
func TestRelinkRead(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.app.clock.Freeze(time.Date(2022, 7, 7, 10, 0, 0, 0, c.app.Campaign().Zone))
	for _, s := range []string{
		"https://pan.example.com/s/1new，9xyz", "https://pan.example.com/s/1new 提取码:9xyz", "链接：https://pan.example.com/s/1new 提取码： 9xyz",
		"https://pan.example.com/s/1new，提取码９xyz，至 8月7日",
		"https://pan.example.com/s/1new,9xyz", "https://pan.example.com/s/1new提取码9xyz",
		"https://pan.example.com/s/1new 9xyz 至2022年8月7日。", "https://pan.example.com/s/1new 9xyz 至 2022-08-07",
	} {
		got := c.say(t, "m1", "#换链 99 "+s)
		read := strings.Contains(got, "链接：https://pan.example.com/s/1new\n提取码：9xyz\n")
		if !read || strings.Contains(s, "至") != strings.Contains(got, "有效至：2022-08-07\n") {
			t.Errorf("%q was read as %q", s, got)
		}
	}
	for s, part := range map[string]string{
		"https://pan.example.com/s/1new 9xyz 至 昨天": "有效期", "https://pan.example.com/s/1new 9xyz 至 2022-07-01": "已经过去",
		"https://pan.example.com/s/1new 9xyz12":       "写法：",
		"https://pan.example.com/s/1new 9xyz 至 2月31日": "看不懂",
		"https://pan.example.com/s/1new 9xyz 8k2m":    "写法：", "9xyz https://pan.example.com/s/1new": "写法：",
	} {
		c.officeWant(t, "m1", "#换链 99 "+s, part)
	}
}
