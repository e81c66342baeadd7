package main

import (
	"context"
	"errors"
	"fmt"

	"zhujiao/bot/content"
)

type tagCmd struct {
	Audience string `arg:"" help:"Whom: 已报名, 候补, 已签到 or 已签到未领 with a pack, as in a broadcast. Who opted out is left alone."`
	Name     string `arg:"" help:"The tag's name; it is made if the account has none of this name."`
}

// Run tags an audience. It may run while zhujiao serve does.
func (c tagCmd) Run(ctx context.Context, io stdio) (err error) {
	st, err := openStored(ctx, io.getenv)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	camp, client, err := account(io)
	if err != nil {
		return err
	}
	rule, ok := content.ParseAudience(camp, c.Audience)
	if !ok {
		return fmt.Errorf("there is no audience %q: see zhujiao tag --help", c.Audience)
	}
	people, err := st.Chunks.Openids(ctx, camp.ID, rule)
	if err != nil {
		return err
	}
	if len(people) == 0 {
		return fmt.Errorf("nobody is in %q now; nothing was changed", c.Audience)
	}
	return client.Tag(ctx, c.Name, people, func(n int) { fmt.Fprintf(io.out, "tagged %d of %d\n", n, len(people)) })
}
