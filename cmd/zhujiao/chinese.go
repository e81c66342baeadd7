package main

import (
	"bytes"
	_ "embed"
	"maps"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

// chineseHelp has the help in Chinese, a text a line: what it is for, " = ", the text.
// A command is named by its words, a flag and an argument after their command, or alone
// if it is the same everywhere. Lines in quotation marks are words of the parser.
//
//go:embed help.zh.txt
var chineseHelp string

// readsChinese reports whether the locale is a Chinese one.
func readsChinese(getenv func(string) string) bool {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := getenv(name); v != "" {
			return strings.HasPrefix(v, "zh")
		}
	}
	return false
}

// chineseTexts returns the texts of the help by what they are for.
func chineseTexts() map[string]string {
	out := map[string]string{}
	for line := range strings.Lines(chineseHelp) {
		if what, text, ok := strings.Cut(strings.TrimSpace(line), " = "); ok && !strings.HasPrefix(line, "#") {
			out[what] = text
		}
	}
	return out
}

// chineseText returns the text for something, or "".
func chineseText(texts map[string]string, what string) string {
	if t := texts[what]; t != "" {
		return t
	}
	if i := strings.Index(what, "--"); i >= 0 {
		return texts[what[i:]]
	}
	return ""
}

// inChinese makes the help Chinese.
func inChinese() []kong.Option {
	texts := chineseTexts()
	return []kong.Option{
		kong.PostBuild(func(k *kong.Kong) error {
			eachHelp(k.Model.Node, func(what string, help *string) {
				if t := chineseText(texts, what); t != "" {
					*help = t
				}
			})
			return nil
		}),
		kong.Help(func(o kong.HelpOptions, ctx *kong.Context) error {
			var page bytes.Buffer
			out := ctx.Stdout
			ctx.Stdout = &page
			err := kong.DefaultHelpPrinter(o, ctx)
			ctx.Stdout = out
			if err != nil {
				return err
			}
			_, err = out.Write([]byte(replaced(page.String(), texts)))
			return err
		}),
	}
}

// eachHelp calls f with every text of the help and what it is for.
func eachHelp(n *kong.Node, f func(what string, help *string)) {
	path := strings.TrimSpace(strings.TrimPrefix(n.Path(), "zhujiao"))
	if n.Parent == nil {
		path = "zhujiao"
	}
	f(path, &n.Help)
	for _, flag := range n.Flags {
		f(strings.TrimSpace(path+" --"+flag.Name), &flag.Help)
	}
	for _, arg := range n.Positional {
		f(path+" <"+arg.Name+">", &arg.Help)
	}
	for _, child := range n.Children {
		eachHelp(child, f)
	}
}

// replaced replaces the parser's own words, which stand between quotation marks in the
// file. Longer ones come first.
func replaced(s string, texts map[string]string) string {
	words := slices.DeleteFunc(slices.Sorted(maps.Keys(texts)), func(w string) bool { return !strings.HasPrefix(w, `"`) })
	slices.SortStableFunc(words, func(a, b string) int { return len(b) - len(a) })
	for _, w := range words {
		s = strings.ReplaceAll(s, w[1:len(w)-1], texts[w])
	}
	return s
}

// translated returns what the parser says in the language of the locale.
func translated(io stdio, s string) string {
	if !readsChinese(io.getenv) {
		return s
	}
	return replaced(s, chineseTexts())
}
