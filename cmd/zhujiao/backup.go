package main

import (
	"context"
	"fmt"
	"net/url"
	"strings"

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
		fmt.Fprintf(io.err, "zhujiao: nothing was backed up: PostgreSQL is backed up by its own tool, "+
			"with the password in PGPASSWORD or ~/.pgpass:\n"+
			"  pg_dump --format=custom --file %s %s\n", quoted(c.File), quoted(withoutPassword(address)))
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
		quoted(strings.TrimRight(dir, "/")+"/"+app.ErasedName))
	return nil
}

type restoreCmd struct {
	File    string   `arg:"" help:"A file that zhujiao backup has written."`
	Replace bool     `help:"Move the database of the data directory aside (zhujiao.db.before-TIME); nothing is deleted."`
	Erased  []string `help:"A further log of erasures (erased.log), for a data directory that has none." placeholder:"FILE"`
}

// Run puts a backup into the data directory of the settings.
func (c restoreCmd) Run(ctx context.Context, io stdio) error {
	address, dir, err := database(io.getenv)
	if err != nil {
		return err
	}
	if address != "" {
		fmt.Fprintf(io.err, "zhujiao: nothing was restored: PostgreSQL is restored by its own tool, into an empty database, "+
			"while nothing serves:\n"+
			"  pg_restore --no-owner --dbname %s %s\n", quoted(withoutPassword(address)), quoted(c.File))
		return errQuiet
	}
	done, err := app.Restore(ctx, dir, c.File, c.Replace, c.Erased...)
	if err != nil {
		return fmt.Errorf("nothing was restored: %w", err)
	}
	report(io, c.File, done)
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
	say("erased again: %d people who had asked for it, and the words of %d who had left", done.Erased, done.Left)
	if done.Foreign+done.Torn > 0 {
		say("lines of the logs of erasures that were left out: %d of another key, %d that cannot be read", done.Foreign, done.Torn)
	}
	say("held back, because it may have been sent since: %d messages (those to people are listed as unknown), %d jobs",
		done.Held.Deliveries, done.Held.Jobs)
	for _, b := range done.Held.Broadcasts {
		say("  %s: it goes on only if a moderator says so; look first how many have it already", b)
	}
	say("What happened after the backup is lost: seats, check-ins, packs, questions and answers, changes by moderators,\n" +
		"emergency stops. Everybody signs in to the console anew; codes and invitations have ended.\n" +
		"Moderators and members are those of the backup: check them.")
}

// withoutPassword returns the address of a database without what must not be printed.
func withoutPassword(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
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
