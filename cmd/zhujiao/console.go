package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"zhujiao/bot/console"
	"zhujiao/bot/moderation"
	"zhujiao/cmd/zhujiao/app"
)

type consoleCmd struct {
	Link consoleLinkCmd `cmd:"" help:"Print a one-time address that signs somebody in, for 30 minutes; serve may be running."`
}

type consoleLinkCmd struct {
	Name string `arg:"" help:"Who signs in: the name in the record; made if there is none."`
	Role string `arg:"" enum:"负责人,班主任,讲师,只读,owner,moderator,lecturer,reader" help:"负责人 班主任 讲师 只读, or owner moderator lecturer reader."`
}

// roleNamed returns a role by its name in either language.
func roleNamed(name string) moderation.Role {
	switch name {
	case "负责人":
		return moderation.RoleOwner
	case "班主任":
		return moderation.RoleStaff
	case "讲师":
		return moderation.RoleLecturer
	case "只读":
		return moderation.RoleReader
	default:
		return moderation.Role(name)
	}
}

// Run stores a one-time link and prints its address.
func (c consoleLinkCmd) Run(ctx context.Context, io stdio) (err error) {
	s := &settings{env: io.getenv}
	var doors app.Config
	s.doors(&doors)
	if err := s.done(); err != nil {
		return err
	}
	st, err := openStored(ctx, io.getenv)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	now, err := st.LabClock(ctx)
	if err != nil {
		return err
	}
	if now.IsZero() {
		now = time.Now()
	}
	operator := moderation.Actor{Name: "command line", Role: moderation.RoleOwner, Via: moderation.ViaCommandLine}
	var token string
	err = st.Do(ctx, func(ctx context.Context) (err error) {
		token, err = app.LoginsOf(st).Invite(ctx, operator, c.Name, roleNamed(c.Role), now)
		return err
	})
	if err != nil {
		return err
	}
	link := console.Link(app.ConsoleBase(doors.PublicURL, doors.Listen, doors.TLS.On()), token)
	fmt.Fprintf(io.out, "%s signs in here, once, within 30 minutes:\n\n  %s\n", c.Name, link)
	return nil
}
