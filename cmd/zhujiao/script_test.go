package main

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"zhujiao/bot/bottest"
	"zhujiao/cmd/zhujiao/sample"
)

// TestMain lets scripts run this program by its name.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"zhujiao": func() {
		killBetweenUnits(os.Getenv(holdEnv))
		main()
	}})
}

// TestScripts plays testdata/script: command lines and what they print. The
// sample campaign lies in sample.
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:   "testdata/script",
		Setup: func(e *testscript.Env) error { return os.CopyFS(filepath.Join(e.WorkDir, "sample"), sample.Files) },
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"replace": replace, "take": take, "free": free(t), "ready": ready, "mark": mark, "long": longLine,
		},
	})
}

// replace copies a file with some words replaced: replace from to old new …;
// each old one must be there.
func replace(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 4 || len(args)%2 != 0 {
		ts.Fatalf("usage: replace from to old new...")
	}
	s := ts.ReadFile(args[0])
	for i := 2; i < len(args); i += 2 {
		if !strings.Contains(s, args[i]) {
			ts.Fatalf("%s has no %q", args[0], args[i])
		}
		s = strings.ReplaceAll(s, args[i], args[i+1])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(s), 0o600))
}

// mark puts a byte order mark before a file, as some editors do: mark file.
func mark(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: mark file")
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte("\ufeff"+ts.ReadFile(args[0])), 0o600))
}

// longLine appends a line of more than 1 MiB to a file: long file.
func longLine(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: long file")
	}
	line := `{"q":"` + strings.Repeat("长", 1<<19) + "\"}\n"
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(ts.ReadFile(args[0])+line), 0o600))
}

// take listens on an address until the script ends: take address VARIABLE.
func take(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: take address VARIABLE")
	}
	l, err := net.Listen("tcp", args[0])
	ts.Check(err)
	ts.Defer(func() { ts.Check(l.Close()) })
	ts.Setenv(args[1], l.Addr().String())
}

// free finds an address that nobody listens on: free VARIABLE.
func free(t *testing.T) func(ts *testscript.TestScript, neg bool, args []string) {
	t.Helper()
	return func(ts *testscript.TestScript, neg bool, args []string) {
		if neg || len(args) != 1 {
			ts.Fatalf("usage: free VARIABLE")
		}
		ts.Setenv(args[0], bottest.FreeAddr(t))
	}
}

// ready waits until a program in the background answers: ready URL.
func ready(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: ready URL")
	}
	if !answers(args[0]) {
		ts.Fatalf("no answer from %s", args[0])
	}
}
