package content_test

import (
	"encoding/binary"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode/utf16"

	"golang.org/x/text/encoding/simplifiedchinese"

	"zhujiao/bot/content"
)

func gb(t *testing.T, s string) string {
	t.Helper()
	out, err := simplifiedchinese.GB18030.NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// wide encodes a text in UTF-16.
func wide(s string, order binary.AppendByteOrder) string {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = order.AppendUint16(b, u)
	}
	return string(b)
}

// TestEncodings loads the same file in other encodings and with other line breaks. The
// place of a mistake does not depend on these.
func TestEncodings(t *testing.T) {
	t.Parallel()
	base := testFile(t, "base.yaml")
	bad := strings.Replace(base, "名额: 120", "名额：120", 1)
	crlf := strings.ReplaceAll(bad, "\n", "\r\n")
	const colon = "campaign.yaml:23:5: 错误：冒号「：」是全角的"
	for name, c := range map[string]struct {
		file  string
		wants []string
	}{
		"LF":             {bad, []string{colon}},
		"CRLF":           {crlf, []string{colon}},
		"CR":             {strings.ReplaceAll(bad, "\n", "\r"), []string{colon}},
		"BOM":            {"\ufeff" + bad, []string{colon}},
		"BOM and CRLF":   {"\ufeff" + crlf, []string{colon}},
		"GBK":            {gb(t, bad), []string{"campaign.yaml:1:3: 错误：文件的编码是 GBK（记事本里叫 ANSI），要用 UTF-8", colon}},
		"GBK and CRLF":   {gb(t, crlf), []string{"的编码是 GBK", colon}},
		"some lines GBK": {strings.Replace(bad, "  讲师: 刘志远", gb(t, "  讲师: 刘志远"), 1), []string{"campaign.yaml:14:3: 错误：这一行的编码是 GBK", colon}},
		"broken byte":    {strings.Replace(bad, "  讲师: 刘志远", "  讲师: \xff", 1), []string{"campaign.yaml:14:7: 错误：这一行有不是 UTF-8 编码的字", colon}},
		"UTF-16": {"\xff\xfe" + wide(bad, binary.LittleEndian), []string{
			"campaign.yaml:1:1: 错误：文件的编码是 UTF-16（记事本里叫 Unicode），要用 UTF-8", "用记事本打开，「另存为」，编码选 UTF-8",
		}},
		"UTF-16 BE":      {"\xfe\xff" + wide(bad, binary.BigEndian), []string{"UTF-16"}},
		"UTF-16 no BOM":  {wide(bad, binary.LittleEndian), []string{"UTF-16"}},
		"NUL":            {strings.Replace(base, "刘志远", "刘\x00远", 1), []string{"campaign.yaml:14:8: 错误：文件里有空字节"}},
		"empty":          {"", []string{"campaign.yaml:1:1: 错误：文件是空的"}},
		"only comments":  {"# 活动\n\n  # 报名\n", []string{"文件是空的"}},
		"only spaces":    {" \n\u3000\n", []string{"文件是空的"}},
		"HTML":           {"<!DOCTYPE html>\n<html><body>404</body></html>\n", []string{"网页（HTML）"}},
		"Word, Excel":    {"PK\x03\x04\x14\x00\x06\x00", []string{"Word、Excel 文档"}},
		"old Word":       {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", []string{"Word 或 Excel 文档"}},
		"RTF":            {`{\rtf1\ansi 报名}`, []string{"RTF"}},
		"PDF":            {"%PDF-1.4\n", []string{"PDF"}},
		"picture":        {"\x89PNG\r\n\x1a\n", []string{"图片"}},
		"bytes":          {strings.Repeat("\x01\xfe\x02\x80\xff", 100), []string{"它不是文本"}},
		"words":          {"大家好，这是活动说明。\n报名请扫码。\n", []string{"campaign.yaml:1:1: 错误"}},
		"a list":         {"- 编号: time\n  问: 什么时候\n", []string{"这里应该是「键: 值」"}},
		"cut in a list":  {base[:strings.Index(base, ", 几点开始")], []string{"campaign.yaml:120:9: 错误：括号没有成对", "文件到这里就断了"}},
		"cut in a quote": {base[:strings.Index(base, "00-22:00")], []string{"campaign.yaml:19:10: 错误：引号没有成对", "文件到这里就断了", "缺少「报名」"}},
		"cut in a key":   {base[:strings.Index(base, "额: 120")], []string{"campaign.yaml:23:3: 错误"}},
		"cut in a text":  {base[:strings.Index(base, "    报名成功！你是第{序号}位，席位已锁定。\n")], []string{"文本「register_ok」是空的", "文件到这里就断了"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v, ps := load(t, c.file, time.Time{})
			var said strings.Builder
			for _, p := range ps {
				presentable(t, p, placesOf(c.file, p))
				said.WriteString(p.String() + "\n")
			}
			for _, want := range c.wants {
				if !strings.Contains(said.String(), want) {
					t.Errorf("want %q, got\n%.2000s", want, said.String())
				}
			}
			if v != nil {
				t.Error("accepted")
			}
		})
	}
}

// placesOf returns lines in which every place of a problem exists: these files have other
// lines for the test than for the loader.
func placesOf(_ string, p content.Problem) []string {
	lines := make([]string, p.Line)
	lines[p.Line-1] = strings.Repeat("x", p.Col)
	return lines
}

// TestEncodingsAccepted loads good files that only differ in line breaks or a mark.
func TestEncodingsAccepted(t *testing.T) {
	t.Parallel()
	base := testFile(t, "base.yaml")
	for name, file := range map[string]string{
		"CRLF": strings.ReplaceAll(base, "\n", "\r\n"), "CR": strings.ReplaceAll(base, "\n", "\r"), "BOM": "\ufeff" + base,
		"document mark": "---\n" + base + "...\n", "no last line break": strings.TrimRight(base, "\n"),
	} {
		v, ps := load(t, file, time.Time{})
		if v == nil {
			t.Errorf("%s: %v", name, ps)
			continue
		}
		if got := v.Texts.Render("board_empty", nil); got != "还没有公开的问题。回复「提问+你的问题」来当第一个。" {
			t.Errorf("%s: a text is %q", name, got)
		}
	}
}

// TestBlockedWordsEncoding refuses a list of words in another encoding: no word of it
// would ever be found.
func TestBlockedWordsEncoding(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]string{
		gb(t, "骗子\n滚\n"):                             "campaign.yaml:74:10: 错误：屏蔽词文件「blocked_words.txt」第1行：文件的编码是 GBK",
		"\xff\xfe" + wide("骗子", binary.LittleEndian): "UTF-16",
		"PK\x03\x04": "Word、Excel",
	} {
		files := fstest.MapFS{"campaign.yaml": {Data: []byte(testFile(t, "base.yaml"))}, "blocked_words.txt": {Data: []byte(words)}}
		_, ps, err := content.LoadFS(files, "campaign.yaml", vocabulary(), time.Time{})
		found := false
		for _, p := range ps {
			found = found || strings.Contains(p.String(), want)
		}
		if err == nil || !found {
			t.Errorf("%q: %v, want %q", words, ps, want)
		}
	}
}
