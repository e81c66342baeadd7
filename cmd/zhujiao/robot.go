package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"zhujiao/bot/wecom"
)

// robotCmd posts a text to a group robot, to test its key or to tell a class group
// something.
type robotCmd struct {
	Send robotSendCmd `cmd:"" help:"Post standard input to a group robot of ZHUJIAO_ROBOTS."`
}

type robotSendCmd struct {
	Name     string `arg:"" help:"The robot's name, such as staff."`
	Markdown bool   `help:"The text is WeCom's subset of Markdown; people who read the group in WeChat do not see it."`
}

// Run posts the text.
func (c robotSendCmd) Run(ctx context.Context, env stdio) error {
	s := &settings{env: env.getenv}
	keys, api := s.robots("ZHUJIAO_ROBOTS"), s.wecom()
	if err := s.done(); err != nil {
		return err
	}
	if keys[c.Name] == "" {
		return fmt.Errorf("no robot is called %q; ZHUJIAO_ROBOTS has: %s", c.Name, strings.Join(slices.Sorted(maps.Keys(keys)), ", "))
	}
	text, err := words(env)
	if err != nil {
		return err
	}
	robots, err := wecom.New(api, keys, time.Now)
	if err != nil {
		return fmt.Errorf("ZHUJIAO_WECOM_API_URL: %w", err)
	}
	send := robots.Send
	if c.Markdown {
		send = robots.SendMarkdown
	}
	if err := send(ctx, c.Name, text); err != nil {
		return fmt.Errorf("post to %s: %w", c.Name, err)
	}
	fmt.Fprintln(env.out, "posted")
	return nil
}
