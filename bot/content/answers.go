package content

import (
	"strings"

	regexp "zhujiao/bot/lazyregexp"
)

// Answer is a line of a file of answers.
type Answer struct {
	Field, Value string
	Line         int
}

// oneAnswer is a line of answers that is read as it stands, whatever signs are in it.
var oneAnswer = regexp.MustCompile(`^([^\s:：#"'\[{|>-][^:：]*?)\s*(?:[:：]|[:：]\s+([^\[{|>\s].*)|：\s*([^\[{|>\s].*))$`)

// fieldName is what a field may be called.
var fieldName = regexp.MustCompile(`^[\p{Han}A-Za-z0-9]{1,20}$`)

// ReadAnswers reads a file of answers: field: value, each in a line of its own, as YAML. A
// list is read as lines. A pasted link with a colon in it needs no quotation marks.
func ReadAnswers(name string, data []byte) ([]Answer, []Problem) {
	report := &problemList{file: name}
	src, ok := report.decodeSource(data)
	if !ok || Errors(report.problems) > 0 {
		return nil, report.problems
	}
	root := newYAMLReader(report, func(w string) bool { return fieldName.MatchString(w) }).parse([]byte(src))
	if Errors(report.problems) > 0 || root == nil || root.kind != mapNode {
		if plain, ok := plainAnswers(src); ok {
			return plain, nil
		}
		if Errors(report.problems) == 0 {
			report.problem(1, 1, "这不是一行一行的「名字: 答案」", "写成 开始: 7月14日 20:30")
		}
		return nil, report.all()
	}
	var out []Answer
	for _, p := range root.pairs {
		value := p.value.text
		if p.value.kind == listNode {
			lines := make([]string, len(p.value.items))
			for i, item := range p.value.items {
				if lines[i] = item.text; item.kind != scalarNode {
					report.errorAt(item, "「"+p.key.text+"」下面不能再分", "一项写一行文字")
				}
			}
			value = strings.Join(lines, "\n")
		}
		if p.value.kind == mapNode {
			report.errorAt(p.value, "「"+p.key.text+"」下面不能再分", "写成一行："+p.key.text+": 答案")
		}
		out = append(out, Answer{p.key.text, value, p.key.line})
	}
	return out, report.problems
}

// plainAnswers reads answers line by line; false if a line is none.
func plainAnswers(src string) (out []Answer, ok bool) {
	for _, l := range splitLines(src) {
		line := strings.TrimSpace(l.text)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		m := oneAnswer.FindStringSubmatch(line)
		if m == nil || line != strings.TrimRight(l.text, " \t") {
			return nil, false
		}
		value := strings.TrimSpace(cutRemark(m[2] + m[3]))
		if n := len(value); n > 1 && value[0] == '"' && value[n-1] == '"' {
			value = value[1 : n-1]
		}
		out = append(out, Answer{m[1], value, l.no})
	}
	return out, len(out) > 0
}
