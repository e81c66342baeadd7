package wechat

import (
	"context"
	"errors"
	"fmt"
	"net/url"

	"github.com/silenceper/wechat/v2/officialaccount"
	"github.com/silenceper/wechat/v2/officialaccount/basic"
	"github.com/silenceper/wechat/v2/officialaccount/menu"
	"github.com/silenceper/wechat/v2/officialaccount/user"

	"zhujiao/bot"
)

// Client manages the account: its menu, QR codes and tags. Its errors wrap a
// *bot.SendError.
type Client struct{ gateway *Gateway }

// NewClient returns a client over a gateway.
func NewClient(g *Gateway) *Client { return &Client{g} }

// Button is an entry of the account's menu: a button with a key, or a submenu.
type Button struct {
	Name, Key string
	Children  []Button
}

// PublishMenu replaces the account's menu.
func (c *Client) PublishMenu(ctx context.Context, buttons []Button) error {
	return c.gateway.sdk(ctx, func(oa *officialaccount.OfficialAccount) error {
		return oa.GetMenu().SetMenu(sdkButtons(buttons))
	})
}

func sdkButtons(in []Button) []*menu.Button {
	out := make([]*menu.Button, len(in))
	for i, b := range in {
		if len(b.Children) > 0 {
			out[i] = menu.NewSubButton(b.Name, sdkButtons(b.Children))
		} else {
			out[i] = menu.NewClickButton(b.Name, b.Key)
		}
	}
	return out
}

// Menu returns the published menu, nil if there is none.
func (c *Client) Menu(ctx context.Context) (buttons []Button, err error) {
	err = c.gateway.sdk(ctx, func(oa *officialaccount.OfficialAccount) error {
		m, err := oa.GetMenu().GetMenu()
		buttons = ourButtons(m.Menu.Button)
		return err
	})
	if e, ok := errors.AsType[*bot.SendError](err); ok && e.Code == noMenu {
		return nil, nil
	}
	return buttons, err
}

func ourButtons(in []menu.Button) []Button {
	out := make([]Button, len(in))
	for i, b := range in {
		out[i] = Button{Name: b.Name, Key: b.Key}
		for _, s := range b.SubButtons {
			out[i].Children = append(out[i].Children, Button{Name: s.Name, Key: s.Key})
		}
	}
	return out
}

// CreateQR creates a permanent QR code for a scene and returns the address of its
// picture. An account can have 100,000 permanent codes and cannot delete them.
func (c *Client) CreateQR(ctx context.Context, scene string) (address string, err error) {
	t, err := c.ticket(ctx, scene)
	if err != nil {
		return "", err
	}
	return "https://mp.weixin.qq.com/cgi-bin/showqrcode?ticket=" + url.QueryEscape(t.Ticket), nil
}

// CreateCode is CreateQR, but returns what the code says: an address that only WeChat opens.
func (c *Client) CreateCode(ctx context.Context, scene string) (address string, err error) {
	t, err := c.ticket(ctx, scene)
	if err != nil {
		return "", err
	}
	if t.URL == "" {
		return "", &bot.SendError{Class: bot.Transient, Words: "the platform says no address of the code"}
	}
	return t.URL, nil
}

func (c *Client) ticket(ctx context.Context, scene string) (t *basic.Ticket, err error) {
	err = c.gateway.sdk(ctx, func(oa *officialaccount.OfficialAccount) (err error) {
		t, err = oa.GetBasic().GetQRTicket(basic.NewLimitQrRequest(scene))
		if t == nil || t.Ticket == "" {
			return errors.Join(err, errors.New("no ticket"))
		}
		return nil // the SDK takes errmsg "ok" for an error
	})
	return t, err
}

// tagBatch is the largest number of people in one call.
const tagBatch = 50

// Tag gives followers a tag of the account and creates the tag if it does not exist.
// It removes the tag from nobody. progress is called with the number of people done
// after each call; left is how many of them the platform did not take, because they left.
func (c *Client) Tag(ctx context.Context, name string, openids []string, progress func(n int)) (left int, err error) {
	id, err := c.tagID(ctx, name)
	if err != nil {
		return 0, err
	}
	for done := 0; done < len(openids); {
		batch := openids[done:min(len(openids), done+tagBatch)]
		n, err := c.tagged(ctx, id, batch)
		if err != nil {
			return left, fmt.Errorf("tag people %d to %d: %w", done+1, done+len(batch), err)
		}
		done, left = done+len(batch), left+n
		progress(done)
	}
	return left, nil
}

// tagged gives a tag to people in one call. The platform refuses a call if one of them has left;
// then each gets a call, and left is how many were refused. It is an error if several were and
// nobody was taken.
func (c *Client) tagged(ctx context.Context, id int32, people []string) (left int, err error) {
	call := func(some []string) error {
		return c.gateway.sdk(ctx, func(oa *officialaccount.OfficialAccount) error { return oa.GetUser().BatchTag(some, id) })
	}
	err = call(people)
	if !refusedSomebody(err) {
		return 0, err
	}
	if len(people) == 1 {
		return 1, nil
	}
	for i := range people {
		one := call(people[i : i+1])
		if one != nil && !refusedSomebody(one) {
			return left, one
		}
		if one != nil {
			left++
		}
	}
	if left == len(people) {
		return left, err
	}
	return left, nil
}

// refusedSomebody reports whether the platform refused a call because of a person.
func refusedSomebody(err error) bool {
	e, ok := errors.AsType[*bot.SendError](err)
	return ok && e.Class == bot.NoRecipient
}

// tagID returns the id of the tag with a name; it creates the tag if necessary.
func (c *Client) tagID(ctx context.Context, name string) (id int32, err error) {
	var tags []*user.TagInfo
	err = c.gateway.sdk(ctx, func(oa *officialaccount.OfficialAccount) error {
		tags, err = oa.GetUser().GetTag()
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("read the account's tags: %w", err)
	}
	for _, t := range tags {
		if t.Name == name {
			return t.ID, nil
		}
	}
	err = c.gateway.sdk(ctx, func(oa *officialaccount.OfficialAccount) error {
		t, err := oa.GetUser().CreateTag(name)
		if t != nil {
			id = t.ID
		}
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("create the tag: %w", err)
	}
	return id, nil
}
