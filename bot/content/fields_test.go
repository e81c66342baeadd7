package content_test

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"zhujiao/bot/content"
)

// TestFieldsAreRead checks that the loader reads just the keys that the table describes,
// so that the reference and the schema cannot lack one.
func TestFieldsAreRead(t *testing.T) {
	t.Parallel()
	read := map[string]bool{}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	readers := strings.Fields("get need str needStr list number float flag choice hours duration time needTime day")
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) == 0 {
				return true
			}
			method, isMethod := call.Fun.(*ast.SelectorExpr)
			key, isText := call.Args[0].(*ast.BasicLit)
			if isMethod && isText && slices.Contains(readers, method.Sel.Name) {
				if word, err := strconv.Unquote(key.Value); err == nil {
					read[word] = true
				}
			}
			return true
		})
	}
	described := map[string]bool{}
	for _, key := range content.FieldKeys() {
		described[key] = true
		if !read[key] {
			t.Errorf("the table has 「%s」, which nothing reads", key)
		}
	}
	for key := range read {
		if !described[key] {
			t.Errorf("the loader reads 「%s」, which the table (fields.go) does not describe", key)
		}
	}
}

// fieldFile returns the base file with a key set as it would be written.
func fieldFile(t *testing.T, f content.Field, value string) (string, bool) {
	t.Helper()
	base := testFile(t, "base.yaml")
	where, inline := map[string]string{
		"活动": "\n活动:\n", "报名": "\n报名:\n", "签到": "\n签到:\n", "提问": "\n提问:\n", "群发": "\n群发:\n", "限速": "\n限速:\n",
	}[f.Section], map[string]string{
		"错误口令上限": "错误口令上限: {", "每人": "每人: {", "举报失效": "举报失效: {", "抽取": "抽取: {", "链接": "      - {",
	}[f.Section]
	own := "\n  " + f.Key + ": "
	if i := strings.Index(base, own); where != "" && i >= 0 && strings.Contains(base[strings.Index(base, where):], own) {
		from := strings.Index(base, where)
		i = from + strings.Index(base[from:], own)
		end := i + 1 + strings.IndexByte(base[i+1:], '\n')
		return base[:i] + own + value + base[end:], true
	}
	switch {
	case where != "":
		return strings.Replace(base, where, where+"  "+f.Key+": "+value+"\n", 1), true
	case f.Section == "资料包":
		fresh := f.Key == "价值" || !strings.Contains(base, "    "+f.Key+": ")
		return strings.Replace(base, "    价值: 99\n", "    "+f.Key+": "+value+"\n", 1), fresh
	case inline == "":
		return "", false
	}
	from := strings.Index(base, inline) + len(inline)
	end := from + strings.IndexByte(base[from:], '}')
	inside := base[from:end]
	if i := strings.Index(inside, f.Key+": "); i >= 0 {
		rest := inside[i:]
		if j := strings.IndexByte(rest, ','); j >= 0 {
			rest = rest[:j]
		}
		inside = strings.Replace(inside, rest, f.Key+": "+value, 1)
	} else {
		inside += ", " + f.Key + ": " + value
	}
	return base[:from] + inside + base[end:], true
}

// TestFieldBounds checks that numbers are read within the bounds of the table, words just
// as they are there, and that the default is what the key has when it is left out.
func TestFieldBounds(t *testing.T) {
	t.Parallel()
	checked := 0
	for _, f := range content.Fields() {
		accepted := map[string]bool{}
		switch {
		case f.Kind == "number" && f.High > f.Low:
			for n, ok := range map[int]bool{f.Low: true, f.High: true, f.Low - 1: false, f.High + 1: false} {
				accepted[strconv.Itoa(n)] = ok
			}
		case f.Kind == "choice" || f.Kind == "number":
			for _, w := range f.Words {
				accepted[w] = true
			}
			accepted["别的话"] = false
		case f.Kind == "flag":
			accepted = map[string]bool{"true": true, "false": true, "2": false}
		}
		for value, want := range accepted {
			file, ok := fieldFile(t, f, value)
			if !ok {
				continue
			}
			checked++
			_, ps := load(t, file, time.Time{})
			refused := slices.ContainsFunc(ps, func(p content.Problem) bool {
				return !p.Warning && strings.Contains(p.Text, "「"+f.Key+"」") && strings.Contains(p.Text, "应该是")
			})
			if refused == want {
				t.Errorf("%s.%s: %s accepted %t, want %t: %v", f.Section, f.Key, value, !refused, want, ps)
			}
		}
	}
	if checked < 60 {
		t.Errorf("checked %d values", checked)
	}
}

// TestFieldDefaults checks that a key with its documented default means the same as one
// that is left out.
func TestFieldDefaults(t *testing.T) {
	t.Parallel()
	checked := 0
	for _, f := range content.Fields() {
		if f.Default == "" || f.Key == "价值" { // an answer of the file names the price
			continue
		}
		with, ok := fieldFile(t, f, f.Default)
		if !ok {
			continue
		}
		without := dropKey(with, f.Key, f.Default)
		if without == with {
			continue
		}
		a, aps := load(t, with, time.Time{})
		b, bps := load(t, without, time.Time{})
		if a == nil || b == nil {
			t.Errorf("%s.%s: with %v, without %v", f.Section, f.Key, aps, bps)
			continue
		}
		checked++
		a.Campaign.Version, b.Campaign.Version = "", ""
		if diff := cmp.Diff(fmt.Sprintf("%+v", *a.Campaign), fmt.Sprintf("%+v", *b.Campaign)); diff != "" {
			t.Errorf("%s.%s: %s is not what it has if it is left out: %s", f.Section, f.Key, f.Default, diff)
		}
	}
	if checked < 15 {
		t.Errorf("checked %d defaults", checked)
	}
}

// dropKey leaves a key out.
func dropKey(file, key, value string) string {
	entry := key + ": " + value
	for _, form := range []string{"    " + entry + "\n", "  " + entry + "\n", entry + ", ", ", " + entry} {
		if strings.Contains(file, form) {
			return strings.Replace(file, form, "", 1)
		}
	}
	return file
}

// TestSchema validates files by the schema: the good ones fit, and mistakes do not.
func TestSchema(t *testing.T) {
	t.Parallel()
	schema := compiled(t)
	validate := func(file string) error {
		var doc any
		if err := yaml.Unmarshal([]byte(file), &doc); err != nil {
			t.Fatal(err)
		}
		data, err := yaml.YAMLToJSON([]byte(file))
		if err != nil {
			t.Fatal(err)
		}
		v, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		return schema.Validate(v)
	}
	base := testFile(t, "base.yaml")
	for name, file := range map[string]string{"base": base, "sample": sampleFile(t)} {
		if err := validate(file); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, c := range [][2]string{
		{"  名额: 120", "  名额: 0"},
		{"  名额: 120", "  名额: 很多"},
		{"  名额: 120\n", ""},
		{"  讲师: 刘", "  讲诗: 刘"},
		{"概率: 0.3", "概率: 3"},
		{"发放: 抽取", "发放: 抽奖"},
		{"时间: 30秒", "时间: 三十"},
		{"09:00-22:00", "全天"},
		{"https://pan.example.com/s/1ecom49a", "pan.example.com"},
		{"  候补: true", "  候补: 要"},
		{"[已报名, 已签到]", "[已付款]"},
		{"[已报名, 已签到]", "已报名"},
		{`{"0": 菜单`, `{"10": 菜单`},
		{"  报名: [我要报名", "  抱名: [我要报名"},
		{"    问: 课程介绍\n", ""},
		{"schema: campaign/v1", "schema: campaign/v2"},
		{"\n签到:\n", "\n签道:\n"},
		{"    问: 课程介绍", "    问: 课程介绍\n    网址: x"},
		{"  结束: 2022-07-07 21:30", "  结束: 待定"},
		{"  menu: |-", "  menu:\n  x: |-"},
	} {
		if !strings.Contains(base, c[0]) {
			t.Fatalf("the file has no %q", c[0])
		}
		if validate(strings.Replace(base, c[0], c[1], 1)) == nil {
			t.Errorf("the schema accepts %q", c[1])
		}
	}
}

// compiled returns the schema.
func compiled(t *testing.T) *jsonschema.Schema {
	t.Helper()
	b, err := content.Schema(vocabulary())
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("campaign.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("campaign.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestReference checks that the reference names every key and every text.
func TestReference(t *testing.T) {
	t.Parallel()
	page := content.Reference(vocabulary())
	for _, key := range content.FieldKeys() {
		if !strings.Contains(page, "| "+key+" |") && !strings.Contains(page, "| **"+key+"** |") {
			t.Errorf("the reference lacks 「%s」", key)
		}
	}
	for key := range content.Builtin() {
		if !strings.Contains(page, "\n| "+string(key)+" | ") {
			t.Errorf("the reference lacks the text %s", key)
		}
	}
}
