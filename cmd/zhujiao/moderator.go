package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"zhujiao/bot/moderation"
)

type moderatorCmd struct {
	Invite inviteCmd `cmd:"" help:"Print a one-time code; whoever sends it to the account becomes a moderator."`
}

type inviteCmd struct {
	Name string `arg:"" help:"What the record calls them."`
	Role string `arg:"" enum:"owner,moderator,lecturer,reader" help:"owner, moderator, lecturer (wall and answers) or reader."`
}

// Run stores an invitation and prints what to send.
func (c inviteCmd) Run(ctx context.Context, io stdio) (err error) {
	st, err := openStored(ctx, io.getenv)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	moderators := &moderation.Moderators{
		Guard: &moderation.Guard{Log: st.Moderators}, Store: st.Moderators, Random: func() string { return rand.Text()[:10] },
	}
	owner := moderation.Actor{Name: "command line", Role: moderation.RoleOwner, Via: moderation.ViaCommandLine}
	var code string
	err = st.Do(ctx, func(ctx context.Context) (err error) {
		code, err = moderators.Invite(ctx, owner, moderation.Moderator{Name: c.Name, Role: moderation.Role(c.Role)}, time.Now())
		return err
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(io.out, "%s sends this to the account from their own WeChat within 24 hours, once:\n\n  #绑定 %s\n\n"+
		"The account must be in safe or compatible mode: in plaintext mode # commands are off.\n", c.Name, code)
	return nil
}
