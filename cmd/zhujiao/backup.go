package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"zhujiao/cmd/zhujiao/app"
)

type backupCmd struct {
	File string `arg:"" help:"The new file; one that exists is refused."`
}

// Run writes a checked backup of the database of the settings.
func (c backupCmd) Run(ctx context.Context, io stdio) error {
	address, dir, err := database(io.getenv)
	if err != nil {
		return err
	}
	if address != "" {
		to, schema := toolAddress(address)
		if schema != "" {
			schema = " --schema " + quoted(schema)
		}
		fmt.Fprintf(io.err, "zhujiao: nothing was backed up: PostgreSQL is backed up by its own tool, "+
			"with the password in PGPASSWORD or ~/.pgpass:\n"+
			"  pg_dump --format=custom%s --file %s %s\n"+
			"Keep current copies of the erased.log of every process beside the dumps; here it is %s.\n"+
			"The day you need the dump: pg_restore into an empty database, then zhujiao restore, then serve. "+
			"zhujiao restore %s says how.\n",
			schema, quoted(c.File), quoted(to), quoted(inDir(dir, app.ErasedName)), quoted(c.File))
		return errQuiet
	}
	info, err := app.Backup(ctx, dir, c.File)
	if err != nil {
		return err
	}
	fmt.Fprintf(io.out, "%s: %d bytes, whole and checked: %d people, %d classes, %d messages\n", c.File, info.Size,
		info.People, info.Classes, info.Messages)
	fmt.Fprintf(io.out, "It holds personal data and the key of the hashes: keep it where nobody else can read it, on another machine.\n"+
		"Keep a current copy of %s beside your backups: a restore erases again who is in it.\n",
		quoted(inDir(dir, app.ErasedName)))
	return nil
}

// inDir returns the path of a file in a directory.
func inDir(dir, name string) string { return strings.TrimRight(dir, "/") + "/" + name }

type restoreCmd struct {
	File     string   `arg:"" optional:"" help:"A file that zhujiao backup has written. PostgreSQL: none, after pg_restore."`
	Replace  bool     `help:"Move the database of the data directory aside (zhujiao.db.before-TIME); nothing is deleted."`
	Erased   []string `help:"A further log of erasures (erased.log), such as another process has." placeholder:"FILE"`
	Physical bool     `help:"PostgreSQL: its files were copied (pg_basebackup, a snapshot), not dumped."`
}

// Run puts a backup into the data directory of the settings, or brings up to date the PostgreSQL
// database into which a dump was restored.
func (c restoreCmd) Run(ctx context.Context, io stdio) error {
	address, dir, err := database(io.getenv)
	switch {
	case err != nil:
		return err
	case address != "":
		return c.renew(ctx, io, address, dir)
	case c.File == "":
		return errors.New("nothing was restored: name the file of a backup: zhujiao restore FILE")
	case c.Physical:
		return errors.New("nothing was restored: --physical is for PostgreSQL, and ZHUJIAO_DATABASE_URL is not set")
	}
	done, err := app.Restore(ctx, dir, c.File, c.Replace, c.Erased...)
	if err != nil {
		return fmt.Errorf("nothing was restored: %w", err)
	}
	report(io, c.File, done)
	return nil
}

// renew brings a restored dump up to what has happened since.
func (c restoreCmd) renew(ctx context.Context, io stdio, address, dir string) error {
	if c.File != "" {
		to, _ := toolAddress(address)
		fmt.Fprintf(io.err, "zhujiao: nothing was restored: PostgreSQL is restored by its own tool, into an empty database, "+
			"while nothing serves:\n"+
			"  pg_restore --no-owner --dbname %s %s\n"+
			"Then, before anything serves, with the erased.log of each process:\n"+
			"  zhujiao restore --erased FILE --erased FILE …\n", quoted(to), quoted(c.File))
		return errQuiet
	}
	if c.Replace {
		return errors.New("nothing was changed: --replace is for a data directory, and ZHUJIAO_DATABASE_URL is set")
	}
	done, err := app.Renew(ctx, address, dir, c.Physical, c.Erased...)
	if err != nil {
		return fmt.Errorf("the database is not ready to serve; run this again when that is mended: %w", err)
	}
	if !done.Before.IsZero() {
		fmt.Fprintf(io.out, "this database was brought up to date at %s already; only what these logs know in addition is erased\n",
			done.Before.UTC().Format(time.RFC3339))
	}
	reportErased(io, done.Restoration)
	if !done.Before.IsZero() {
		return nil
	}
	reportHeld(io, done.Restoration)
	return nil
}

// report prints what a restore has done, and what is lost.
func report(io stdio, file string, done app.Restoration) {
	say := func(format string, args ...any) { fmt.Fprintf(io.out, format+"\n", args...) }
	say("restored %s: %d people, %d classes, %d messages", file, done.Backup.People, done.Backup.Classes, done.Backup.Messages)
	if done.Before != "" {
		say("the database that was there is now %s; delete it when you do not need it any more", done.Before)
	}
	if done.OldFault != nil {
		say("nothing could be learnt from the database that was there (%v); erasures come from erased.log alone", done.OldFault)
	}
	reportErased(io, done)
	reportHeld(io, done)
}

// reportErased prints who was erased again.
func reportErased(io stdio, done app.Restoration) {
	say := func(format string, args ...any) { fmt.Fprintf(io.out, format+"\n", args...) }
	say("erased again: %d people who had asked for it, and the words of %d who had left", done.Erased, done.Left)
	if done.Foreign+done.Torn > 0 {
		say("lines of the logs of erasures that were left out: %d of another key, %d that cannot be read", done.Foreign, done.Torn)
	}
}

// reportHeld prints what was held back, and what is lost.
func reportHeld(io stdio, done app.Restoration) {
	say := func(format string, args ...any) { fmt.Fprintf(io.out, format+"\n", args...) }
	say("held back, because it may have been sent since: %d messages (those to people are listed as unknown), %d jobs",
		done.Held.Deliveries, done.Held.Jobs)
	for _, b := range done.Held.Broadcasts {
		say("  %s: it goes on only if a moderator says so; look first how many have it already", b)
	}
	say("What happened after the backup is lost: seats, check-ins, packs, questions and answers, changes by moderators,\n" +
		"emergency stops. Everybody signs in to the console anew; codes and invitations have ended.\n" +
		"Moderators and members are those of the backup: check them.")
}

// toolAddress returns the address of a database as the tools of PostgreSQL take it, without what
// must not be printed, and the schema that it names, empty for none. They refuse an address with
// settings of sessions.
func toolAddress(address string) (to, schema string) {
	u, err := url.Parse(withoutPassword(address))
	if err != nil {
		return withoutPassword(address), ""
	}
	q := u.Query()
	schema, _, _ = strings.Cut(q.Get("search_path"), ",")
	for _, name := range []string{
		"search_path", "statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout", "synchronous_commit", "jit",
		"default_query_exec_mode",
	} {
		q.Del(name)
	}
	u.RawQuery = q.Encode()
	return u.String(), schema
}

// withoutPassword returns the address of a database without what must not be printed.
func withoutPassword(address string) string {
	u, err := url.Parse(address)
	if err != nil || !strings.HasPrefix(u.Scheme, "postgres") {
		return "postgres://…"
	}
	if u.User != nil {
		u.User = url.User(u.User.Username())
	}
	q := u.Query()
	for name := range q {
		if strings.Contains(strings.ToLower(name), "password") {
			q.Del(name)
		}
	}
	u.RawQuery = q.Encode()
	return u.String()
}

// quoted quotes a word for a shell.
func quoted(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
