package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"zhujiao/bot/wechat"
)

// massCmd inspects the account's mass sends, including those that were made in the
// platform's console.
type massCmd struct {
	Quota   massQuotaCmd   `cmd:"" help:"Say how many mass sends to lists the platform still takes today."`
	Preview massPreviewCmd `cmd:"" help:"Show standard input to one follower as a mass send would look; 100 a day are allowed."`
	Status  massStatusCmd  `cmd:"" help:"Ask the platform how a mass send stands."`
	Delete  massDeleteCmd  `cmd:"" help:"Take back the article or video of a mass send; a text or picture cannot be taken back."`
}

type (
	massQuotaCmd   struct{}
	massPreviewCmd struct {
		OpenID string `arg:"" name:"openid" help:"The follower."`
	}
	massStatusCmd struct {
		ID string `arg:"" name:"id" help:"The mass send's msg_id, as in the result that the platform pushes."`
	}
	massDeleteCmd struct {
		ID      string `arg:"" name:"id" help:"The mass send's msg_id."`
		Article int    `help:"Which article, from 1; all of them otherwise."`
	}
)

// calls opens the API of the account that the environment names.
func calls(env stdio) (*wechat.Sender, error) {
	s := &settings{env: env.getenv}
	api := s.api()
	if err := s.done(); err != nil {
		return nil, err
	}
	g, err := wechat.NewGateway(api.url, api.appID, api.secret, time.Now)
	if err != nil {
		return nil, err
	}
	return wechat.NewSender(g), nil
}

// Run prints the quota.
func (massQuotaCmd) Run(ctx context.Context, env stdio) error {
	s, err := calls(env)
	if err != nil {
		return err
	}
	n, err := s.MassLeft(ctx)
	if err != nil {
		return fmt.Errorf("read the quota: %w", err)
	}
	fmt.Fprintf(env.out, "%d mass sends are left today; each follower takes four a calendar month\n", n)
	return nil
}

// words reads a text from standard input.
func words(env stdio) (string, error) {
	b, err := io.ReadAll(io.LimitReader(env.in, wechat.MaxText+1))
	if err != nil {
		return "", err
	}
	s := strings.TrimSpace(string(b))
	switch {
	case s == "":
		return "", fmt.Errorf("there is no text on standard input")
	case len(b) > wechat.MaxText:
		return "", fmt.Errorf("the text has over %d bytes, which is the most that is taken", wechat.MaxText)
	}
	return s, nil
}

// Run sends the preview.
func (c massPreviewCmd) Run(ctx context.Context, env stdio) error {
	s, err := calls(env)
	if err != nil {
		return err
	}
	text, err := words(env)
	if err != nil {
		return err
	}
	if err := s.MassPreview(ctx, c.OpenID, text); err != nil {
		return fmt.Errorf("send the preview: %w", err)
	}
	fmt.Fprintln(env.out, "sent to one person")
	return nil
}

// Run prints the platform's status of the mass send.
func (c massStatusCmd) Run(ctx context.Context, env stdio) error {
	s, err := calls(env)
	if err != nil {
		return err
	}
	status, err := s.MassStatus(ctx, c.ID)
	if err != nil {
		return fmt.Errorf("ask for %s: %w", c.ID, err)
	}
	fmt.Fprintln(env.out, status.Words)
	return nil
}

// Run deletes the mass send from people's chats.
func (c massDeleteCmd) Run(ctx context.Context, env stdio) error {
	s, err := calls(env)
	if err != nil {
		return err
	}
	if err := s.MassDelete(ctx, c.ID, c.Article); err != nil {
		return fmt.Errorf("delete %s: %w", c.ID, err)
	}
	fmt.Fprintln(env.out, "deleted: who opens the article reads that it is gone; the line in people's chats stays")
	return nil
}
