package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/alecthomas/kong"
)

// exitUsage is the exit code of a command line that is wrong.
const exitUsage = 2

// refuse says what is wrong with a command line, after the usage of the command that was
// meant, and returns the exit code.
func refuse(p *kong.Kong, io stdio, args []string, err error) int {
	if errors.Is(err, errPrinted) {
		return 0
	}
	p.Stdout = io.err
	say := func(words string) int {
		fmt.Fprintln(io.err, "\nzhujiao:", translated(io, words))
		return exitUsage
	}
	commands := commandsOf(p)
	if word := firstWord(args); word != "" && !slices.Contains(commands, word) {
		fmt.Fprintf(io.err, "%s zhujiao %s\n", translated(io, "Usage:"), strings.Join(commands, "|"))
		words := fmt.Sprintf("unexpected argument %s: there is no such command", word)
		if near := nearest(word, commands); near != "" {
			words += fmt.Sprintf("; did you mean %s?", near)
		}
		return say(words)
	}
	if parse, ok := errors.AsType[*kong.ParseError](err); ok {
		if uerr := parse.Context.PrintUsage(false); uerr != nil {
			err = errors.Join(err, uerr)
		}
	}
	return say(err.Error())
}

// firstWord returns the first argument if it has to be a command.
func firstWord(args []string) string {
	if len(args) == 0 || strings.HasPrefix(args[0], "-") {
		return ""
	}
	return args[0]
}

// commandsOf lists the names of the commands.
func commandsOf(p *kong.Kong) (out []string) {
	for _, n := range p.Model.Children {
		if !n.Hidden {
			out = append(out, n.Name)
		}
	}
	return out
}

// nearest returns the name that a mistyped one most likely is, or "" if none is near.
func nearest(typed string, names []string) (best string) {
	letters := utf8.RuneCountInString(typed)
	least := max(2, letters/4) + 1
	for _, name := range names {
		if d := distance(typed, name); d < least && d < letters {
			best, least = name, d
		}
	}
	return best
}

// distance counts the letters to insert, remove, replace or swap to turn one word into
// another.
func distance(from, to string) int {
	a, b := []rune(from), []rune(to)
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		for j := range rows[i] {
			switch {
			case i == 0 || j == 0:
				rows[i][j] = i + j
			case a[i-1] == b[j-1]:
				rows[i][j] = rows[i-1][j-1]
			default:
				rows[i][j] = 1 + min(rows[i-1][j-1], rows[i-1][j], rows[i][j-1])
			}
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}

// unknownSetting is a variable of the environment that is named like a setting and is
// none.
type unknownSetting struct{ name, near string }

// String says what is wrong with it.
func (u unknownSetting) String() string {
	if u.near == "" {
		return u.name + " is no setting and is ignored"
	}
	return fmt.Sprintf("%s is no setting and is ignored; did you mean %s?", u.name, u.near)
}

// unknownSettings returns the variables of an environment that begin with ZHUJIAO_ and
// that no command reads. Those of the tests are left out.
func unknownSettings(variables []string) (out []unknownSetting) {
	s := &settings{env: func(string) string { return "" }}
	_ = s.config() // for the names
	for _, v := range variables {
		name, _, _ := strings.Cut(v, "=")
		test := strings.HasPrefix(name, "ZHUJIAO_TEST_") || name == "ZHUJIAO_SHOTS"
		if strings.HasPrefix(name, "ZHUJIAO_") && !test && !slices.Contains(s.names, name) {
			out = append(out, unknownSetting{name, nearest(name, s.names)})
		}
	}
	return out
}
