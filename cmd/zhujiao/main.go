// Command zhujiao runs the WeChat side of live public classes.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	_ "time/tzdata" // classes name their time zone, and a bare container has none

	"github.com/alecthomas/kong"

	"zhujiao/bot/sqlstore"
	"zhujiao/cmd/zhujiao/faqlab"
)

// cli is the command line. Each command has a file of its own.
type cli struct {
	Demo      demoCmd      `cmd:"" default:"withargs" help:"Try a class in a browser, without account or settings (default)."`
	Chat      chatCmd      `cmd:"" help:"The same in the terminal."`
	Sim       simCmd       `cmd:"" help:"Simulate the platform for any bot, or play scenarios with it."`
	Serve     serveCmd     `cmd:"" help:"Run an account; settings come from the environment."`
	New       newCmd       `cmd:"" help:"Make the next class: a few questions, a checked file."`
	Draft     draftCmd     `cmd:"" help:"Make a campaign file from an announcement."`
	Check     checkCmd     `cmd:"" help:"Check a campaign file and print all its problems."`
	Schema    schemaCmd    `cmd:"" help:"Print a JSON Schema of the campaign file, for editors that check YAML."`
	Menu      menuCmd      `cmd:"" help:"Show or publish the account's menu."`
	QR        qrCmd        `cmd:"" name:"qr" help:"Make QR codes that register who scans them."`
	Tag       tagCmd       `cmd:"" help:"Tag an audience in the account, to be used in its own console."`
	Mass      massCmd      `cmd:"" help:"Look at the account's mass sends: quota, preview, status, deletion."`
	Robot     robotCmd     `cmd:"" help:"Post to a group robot."`
	Moderator moderatorCmd `cmd:"" help:"Invite moderators."`
	Draw      drawCmd      `cmd:"" help:"Publish the draws of a class, or verify what was published."`
	Report    reportCmd    `cmd:"" help:"Print the report of a class; serve may be running."`
	Export    exportCmd    `cmd:"" help:"Write a table of a class to a file; serve may be running."`
	Console   consoleCmd   `cmd:"" help:"Sign somebody in to the web console."`
	Import    importCmd    `cmd:"" help:"Take over what the account answers today."`
	Backup    backupCmd    `cmd:"" help:"Write a checked backup of the database; serve may be running."`
	Restore   restoreCmd   `cmd:"" help:"Put a backup into the data directory, or finish what pg_restore began; stop serve first."`
	Migrate   migrateCmd   `cmd:"" help:"Bring the database up to date, as serve does when it starts."`
	Doctor    doctorCmd    `cmd:"" help:"Look at the whole set-up and say what is wrong with it and what to do; changes nothing."`
	Ready     readyCmd     `cmd:"" help:"Ask serve whether it is ready; exit code 1 if not, for health checks of containers."`
	Copy      copyCmd      `cmd:"" help:"Copy the database to another place: SQLite to PostgreSQL, or back."`
	FAQ       faqlab.Cmd   `cmd:"" name:"faq" help:"Match questions, measure the matcher, explain it."`
	Version   versionCmd   `cmd:"" help:"Print the version."`

	ShowVersion versionFlag `name:"version" help:"Print the version."`
}

// errQuiet ends the program with status 1 and without a message.
var errQuiet = errors.New("")

func main() {
	os.Exit(run(context.Background(), os.Args[1:], stdio{os.Stdin, os.Stdout, os.Stderr, os.Getenv, os.Environ()}))
}

// stdio holds the streams and the environment of a command. variables lists the
// environment as name=value; it may be nil.
type stdio struct {
	in, out, err *os.File
	getenv       func(string) string
	variables    []string
}

// run runs one command line and returns the exit code: 0, 1 if the command failed, 2 if
// the command line is wrong. A command that takes a context is ended by it when a signal
// comes. Other commands have nothing to clean up, so a signal simply ends the program.
func run(ctx context.Context, args []string, io stdio) int {
	var c cli
	stop := func() {}
	defer func() { stop() }()
	graceful := func() (c context.Context) {
		c, stop = untilSignal(ctx, io, os.Exit)
		return c
	}
	p, err := newParser(&c, io, kong.BindSingletonProvider(graceful))
	if err != nil {
		fmt.Fprintln(io.err, "zhujiao:", err)
		return 1
	}
	k, err := p.Parse(expanded(args))
	if err != nil {
		return refuse(p, io, args, err)
	}
	if command, _, _ := strings.Cut(k.Command(), " "); !slices.Contains(withoutSettings(), command) {
		for _, u := range unknownSettings(io.variables) {
			fmt.Fprintln(io.err, "zhujiao: warning:", u)
		}
	}
	if err := k.Run(); err != nil {
		if !errors.Is(err, errQuiet) {
			fmt.Fprintln(io.err, "zhujiao:", err)
		}
		return 1
	}
	return 0
}

// newParser returns the parser of the command line, with its help in the language of the
// locale.
func newParser(c *cli, io stdio, more ...kong.Option) (*kong.Kong, error) {
	options := append(more, kong.Name("zhujiao"),
		kong.Description("The teaching assistant of live public classes on a WeChat Official Account."),
		kong.Writers(io.out, io.err),
		kong.Bind(io, faqlab.Env{
			In: io.in, Out: io.out, Err: io.err, Getenv: withFiles(io.getenv),
			Stored: func(ctx context.Context) (*sqlstore.Store, error) { return openStored(ctx, io.getenv) },
		}))
	if readsChinese(io.getenv) {
		options = append(options, inChinese()...)
	}
	return kong.New(c, options...)
}

// withoutSettings lists the commands that do not read the environment, and those that warn
// themselves: serve in its log, doctor in its report.
func withoutSettings() []string {
	return []string{"demo", "chat", "sim", "serve", "new", "draft", "check", "schema", "faq", "version", "doctor"}
}

// expanded turns help COMMAND into COMMAND --help, and see doubled.
func expanded(args []string) []string {
	if len(args) > 0 && args[0] == "help" {
		return append(slices.Clone(args[1:]), "--help")
	}
	return doubled(args)
}

// doubled turns -faq FILE into --faq FILE, because users of the faq commands write
// flags with one dash.
func doubled(args []string) []string {
	if len(args) == 0 || args[0] != "faq" {
		return args
	}
	out := slices.Clone(args)
	for i, a := range out {
		if len(a) > 2 && a[0] == '-' && a[1] != '-' {
			out[i] = "-" + a
		}
	}
	return out
}
