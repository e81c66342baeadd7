package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"zhujiao/bot/content"
)

type tagCmd struct {
	Audience string `arg:"" help:"Whom: 已报名, 候补, 已签到 or 已签到未领 with a pack, as in a broadcast. Who opted out is left alone."`
	Class    string `placeholder:"ID" help:"The id of the class, if the campaign files have several; the running or next one otherwise."`
	Name     string `arg:"" help:"The tag's name; it is made if the account has none of this name."`
}

// Run tags an audience. It may run while zhujiao serve does.
func (c tagCmd) Run(ctx context.Context, io stdio) (err error) {
	st, err := openStored(ctx, io.getenv)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	r, client, err := account(io)
	if err != nil {
		return err
	}
	v, err := r.Main(c.Class, time.Now())
	if err != nil {
		return fmt.Errorf("ZHUJIAO_CAMPAIGN: %w", err)
	}
	rule, ok := content.ParseAudience(v.Campaign, c.Audience)
	if !ok {
		return fmt.Errorf("there is no audience %q: see zhujiao tag --help", c.Audience)
	}
	people, err := st.Chunks.Openids(ctx, v.Campaign.ID, rule)
	if err != nil {
		return err
	}
	if len(people) == 0 {
		return fmt.Errorf("nobody is in %q now; nothing was changed", c.Audience)
	}
	left, err := client.Tag(ctx, c.Name, people, func(n int) { fmt.Fprintf(io.out, "tagged %d of %d\n", n, len(people)) })
	if left > 0 {
		fmt.Fprintf(io.out, "%d of them no longer follow the account and have no tag\n", left)
	}
	return err
}
