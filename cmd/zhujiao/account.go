package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/wechat"
	"zhujiao/cmd/zhujiao/app"
)

// menuCmd shows or publishes the account's menu.
type menuCmd struct {
	Show    menuShowCmd    `cmd:"" help:"Show the menu of the campaign file and what is published now."`
	Publish menuPublishCmd `cmd:"" help:"Replace the published menu by the campaign file's, after showing both."`
}

type (
	menuShowCmd    struct{}
	menuPublishCmd struct{}
)

type qrCmd struct {
	Create qrCreateCmd `cmd:"" help:"Make a permanent QR code for a scene of the campaign file and print its picture's address."`
}

type qrCreateCmd struct {
	Scene string `arg:"" help:"One of the scenes in the campaign file."`
}

// account reads the campaign files and opens the account's API, both as the environment
// names them.
func account(env stdio) (*content.Reading, *wechat.Client, error) {
	s := &settings{env: env.getenv}
	file, api := s.campaign(), s.api()
	if err := s.done(); err != nil {
		return nil, nil, err
	}
	r, err := content.Read(file, app.Vocabulary(), time.Time{})
	if err != nil {
		return nil, nil, fmt.Errorf("ZHUJIAO_CAMPAIGN: %w", err)
	}
	for _, f := range append(r.Files, r.AccountFile) {
		if f.Err != nil {
			return nil, nil, fmt.Errorf("ZHUJIAO_CAMPAIGN: %s: %w; run zhujiao check on it", f.Name, f.Err)
		}
	}
	g, err := wechat.NewGateway(api.url, api.appID, api.secret, time.Now)
	if err != nil {
		return nil, nil, err
	}
	return &r, wechat.NewClient(g), nil
}

// Run prints the menu of the file and the menu of the account.
func (menuShowCmd) Run(ctx context.Context, env stdio) error {
	_, _, err := showMenus(ctx, env)
	return err
}

// Run publishes the file's menu.
func (menuPublishCmd) Run(ctx context.Context, env stdio) error {
	buttons, client, err := showMenus(ctx, env)
	if err != nil {
		return err
	}
	if err := client.PublishMenu(ctx, buttons); err != nil {
		return fmt.Errorf("publish the menu: %w", err)
	}
	fmt.Fprintln(env.out, "published; clients show it within 5 minutes")
	return nil
}

func showMenus(ctx context.Context, env stdio) ([]wechat.Button, *wechat.Client, error) {
	r, client, err := account(env)
	if err != nil {
		return nil, nil, err
	}
	buttons := menuButtons(r.Menu(time.Now()))
	if len(buttons) == 0 {
		return nil, nil, errors.New("the campaign file has no menu")
	}
	now, err := client.Menu(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("read the published menu: %w", err)
	}
	fmt.Fprintln(env.out, "published now:")
	printMenu(env.out, now, "  ")
	fmt.Fprintln(env.out, "campaign file:")
	printMenu(env.out, buttons, "  ")
	return buttons, client, nil
}

func printMenu(w io.Writer, buttons []wechat.Button, indent string) {
	if len(buttons) == 0 {
		fmt.Fprintln(w, indent+"(none)")
	}
	for _, b := range buttons {
		fmt.Fprintln(w, indent+strings.TrimSpace(b.Name+"  "+b.Key))
		if len(b.Children) > 0 {
			printMenu(w, b.Children, indent+"  ")
		}
	}
}

func menuButtons(items []campaign.MenuItem) (out []wechat.Button) {
	for _, m := range items {
		out = append(out, wechat.Button{Name: m.Name, Key: m.Command, Children: menuButtons(m.Children)})
	}
	return out
}

// Run makes the QR code of a scene and prints where its picture is.
func (c qrCreateCmd) Run(ctx context.Context, env stdio) error {
	r, client, err := account(env)
	if err != nil {
		return err
	}
	var scenes []string
	for _, v := range r.Versions() {
		scenes = append(scenes, v.Campaign.Signup.Scenes...)
	}
	if !slices.Contains(scenes, c.Scene) {
		return fmt.Errorf("%q is no scene of the campaign file; it has %s", c.Scene, strings.Join(scenes, ", "))
	}
	address, err := client.CreateQR(ctx, c.Scene)
	if err != nil {
		return fmt.Errorf("create a QR code: %w", err)
	}
	fmt.Fprintln(env.out, address)
	return nil
}
