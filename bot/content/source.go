package content

import (
	"bytes"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"zhujiao/bot/text"
)

// sourceLine is a line of a file, without its line break.
type sourceLine struct {
	text string
	// no is the number of the line, from 1, and before the number of characters that
	// precede the text in it.
	no, before int
	from       int // the first byte in the file
}

// col returns the column of a byte of the line, from 1, in characters.
func (l sourceLine) col(b int) int {
	return l.before + utf8.RuneCountInString(l.text[:min(b, len(l.text))]) + 1
}

// splitLines splits a file into lines. CRLF, LF and CR end a line. The lines are counted
// as editors count them: a CR in a file that has other line breaks is none for them.
func splitLines(src string) []sourceLine {
	onlyCR := !strings.Contains(src, "\n")
	var out []sourceLine
	no, before, from := 1, 0, 0
	for i := 0; i < len(src); i++ {
		if src[i] != '\n' && src[i] != '\r' {
			continue
		}
		out = append(out, sourceLine{src[from:i], no, before, from})
		before += utf8.RuneCountInString(src[from:i]) + 1
		if src[i] == '\r' && i+1 < len(src) && src[i+1] == '\n' {
			i++
		}
		if src[i] == '\n' || onlyCR {
			no, before = no+1, 0
		}
		from = i + 1
	}
	return append(out, sourceLine{src[from:], no, before, from})
}

// saveAs says how a file gets the right encoding.
const saveAs = "用记事本打开，「另存为」，编码选 UTF-8"

// decodeSource returns a file as UTF-8, after reporting what is wrong with its encoding.
// It reports false for what cannot be a campaign file.
func (p *problemList) decodeSource(data []byte) (string, bool) {
	if kind := foreign(data); kind != "" {
		p.problem(1, 1, "这不是活动文件，而是"+kind, "活动文件是纯文本，从示例活动文件复制一份再改")
		return "", false
	}
	if name := wideEncoding(data); name != "" {
		p.problem(1, 1, "文件的编码是 "+name+"，要用 UTF-8", saveAs)
		return "", false
	}
	if utf8.Valid(data) {
		return strings.TrimPrefix(string(data), "\ufeff"), true
	}
	if controls(data) > min(len(data), 4096)/50 {
		p.problem(1, 1, "这不是活动文件：它不是文本，或者已经损坏", "从备份恢复，或从示例活动文件复制一份再改")
		return "", false
	}
	src := strings.TrimPrefix(string(data), "\ufeff")
	if s, ok := text.FromGB18030(data); ok && mostlyGB(src) {
		line, col := firstInvalid(src)
		p.problem(line, col, "文件的编码是 GBK（记事本里叫 ANSI），要用 UTF-8", saveAs)
		return s, true
	}
	return p.decodeMixed(src), true
}

// controls counts the control characters at the beginning of a file.
func controls(data []byte) (n int) {
	for _, b := range data[:min(len(data), 4096)] {
		if b < ' ' && b != '\n' && b != '\r' && b != '\t' {
			n++
		}
	}
	return n
}

// mostlyGB reports whether a text that is no UTF-8 has no line that is Chinese in UTF-8.
func mostlyGB(src string) bool {
	for _, l := range splitLines(src) {
		if utf8.ValidString(l.text) && strings.ContainsFunc(l.text, func(r rune) bool { return r >= 0x2e80 }) {
			return false
		}
	}
	return true
}

// decodeMixed reports the lines of a file that are no UTF-8 and decodes them by
// themselves.
func (p *problemList) decodeMixed(src string) string {
	var b strings.Builder
	end, bad := 0, 0
	for _, l := range splitLines(src) {
		b.WriteString(src[end:l.from])
		end = l.from + len(l.text)
		if utf8.ValidString(l.text) {
			b.WriteString(l.text)
			continue
		}
		guess, ok := text.FromGB18030([]byte(l.text))
		if bad++; bad <= 20 {
			_, col := firstInvalid(l.text)
			what, hint := "这一行有不是 UTF-8 编码的字，文件坏了", "删掉乱码重新写这一行，再"+saveAs
			if ok {
				what, hint = "这一行的编码是 GBK，别的行是 UTF-8", "重新写这一行："+shorten(strings.TrimSpace(guess), 40)
			}
			p.problem(l.no, l.before+col, what, hint)
		}
		if !ok {
			guess = strings.ToValidUTF8(l.text, "\ufffd")
			p.lossy = true
		}
		b.WriteString(guess)
	}
	return b.String() + src[end:]
}

// firstInvalid returns the place of the first byte that is no UTF-8.
func firstInvalid(src string) (line, col int) {
	for _, l := range splitLines(src) {
		for i, r := range l.text {
			if _, size := utf8.DecodeRuneInString(l.text[i:]); r == utf8.RuneError && size == 1 {
				return l.no, l.col(i)
			}
		}
	}
	return 1, 1
}

// foreign names the kind of a file that is no text of a campaign; "" for none.
func foreign(data []byte) string {
	for _, f := range []struct{ begin, kind string }{
		{"PK\x03\x04", "压缩包，或 Word、Excel 文档（docx、xlsx）"},
		{"\xd0\xcf\x11\xe0", "Word 或 Excel 文档（doc、xls）"},
		{`{\rtf`, "写字板文档（RTF）"},
		{"%PDF", "PDF 文档"},
		{"\x89PNG", "图片"},
		{"\xff\xd8\xff", "图片"},
		{"GIF8", "图片"},
		{"\x1f\x8b", "压缩包"},
		{"Rar!", "压缩包"},
		{"7z\xbc\xaf", "压缩包"},
		{"SQLite format", "数据库"},
	} {
		if bytes.HasPrefix(data, []byte(f.begin)) {
			return f.kind
		}
	}
	head := bytes.ToLower(bytes.TrimSpace(bytes.TrimPrefix(data[:min(len(data), 4096)], []byte("\xef\xbb\xbf"))))
	for _, mark := range []string{"<!doctype", "<html", "<head", "<body", "<?xml", "<div", "<meta", "<!--"} {
		if bytes.HasPrefix(head, []byte(mark)) {
			return "网页（HTML）：可能把网页存了下来，没有下载到文件本身"
		}
	}
	return ""
}

// wideEncoding names an encoding of 2 or 4 bytes a character; "" for none.
func wideEncoding(data []byte) string {
	for _, f := range []struct{ begin, name string }{
		{"\xff\xfe\x00\x00", "UTF-32"},
		{"\x00\x00\xfe\xff", "UTF-32"},
		{"\xff\xfe", "UTF-16（记事本里叫 Unicode）"},
		{"\xfe\xff", "UTF-16（记事本里叫 Unicode big endian）"},
	} {
		if bytes.HasPrefix(data, []byte(f.begin)) {
			return f.name
		}
	}
	head := data[:min(len(data)&^1, 512)]
	if len(head) < 8 || !bytes.ContainsRune(head, 0) || utf8.Valid(head) && bytes.Count(head, []byte{0}) < len(head)/8 {
		return ""
	}
	for _, order := range []int{0, 1} {
		units := make([]uint16, len(head)/2)
		for i := range units {
			units[i] = uint16(head[2*i+order]) | uint16(head[2*i+1-order])<<8
		}
		if s := string(utf16.Decode(units)); !strings.ContainsAny(s, "\x00\ufffd") && strings.Contains(s, ":") {
			return "UTF-16（没有标记）"
		}
	}
	return ""
}
