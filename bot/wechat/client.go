package wechat

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/silenceper/wechat/v2/cache"
	"github.com/silenceper/wechat/v2/officialaccount"
	"github.com/silenceper/wechat/v2/officialaccount/basic"
	"github.com/silenceper/wechat/v2/officialaccount/config"
	"github.com/silenceper/wechat/v2/officialaccount/menu"
	"github.com/silenceper/wechat/v2/officialaccount/user"
	"github.com/silenceper/wechat/v2/util"
	"github.com/sirupsen/logrus"
)

// Client makes the calls that the SDK models well: the menu, QR codes, tags.
type Client struct {
	menu  *menu.Menu
	basic *basic.Basic
	user  *user.User
	// direct reads tags: the SDK takes a refusal for an empty list.
	direct *Sender
}

// noCache is the SDK's cache, which the placeholder makes unnecessary.
type noCache struct{}

// Get implements cache.Cache.
func (noCache) Get(string) any { return nil }

// Set implements cache.Cache.
func (noCache) Set(string, any, time.Duration) error { return nil }

// IsExist implements cache.Cache.
func (noCache) IsExist(string) bool { return false }

// Delete implements cache.Cache.
func (noCache) Delete(string) error { return nil }

var _ cache.Cache = noCache{}

// token is what the SDK sees of the access token.
type token struct{}

// GetAccessToken implements credential.AccessTokenHandle.
func (token) GetAccessToken() (string, error) { return placeholder, nil }

// NewClient sets the SDK's transport, which is one per process, and silences
// its log. Call it once, before anything runs beside it.
func NewClient(g *Gateway) *Client {
	logrus.SetOutput(io.Discard)
	util.DefaultHTTPClient = &http.Client{Transport: g, Timeout: 15 * time.Second}
	oa := officialaccount.NewOfficialAccount(&config.Config{AppID: g.appID, Cache: noCache{}})
	oa.SetAccessTokenHandle(token{})
	// Taken once: the SDK makes them lazily, unguarded.
	return &Client{menu: oa.GetMenu(), basic: oa.GetBasic(), user: oa.GetUser(), direct: NewSender(g)}
}

// Button is an entry of the account's menu: a click with its key, or a submenu.
type Button struct {
	Name, Key string
	Children  []Button
}

// PublishMenu replaces the account's menu.
func (c *Client) PublishMenu(buttons []Button) error {
	return c.menu.SetMenu(sdkButtons(buttons))
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

// Menu returns the menu that is published now; empty if there is none.
func (c *Client) Menu() ([]Button, error) {
	m, err := c.menu.GetMenu()
	if err != nil {
		return nil, err
	}
	return ourButtons(m.Menu.Button), nil
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

// CreateQR makes a permanent QR code for a scene and returns the address of its
// picture. The platform keeps 100,000 of them for ever.
func (c *Client) CreateQR(scene string) (string, error) {
	t, err := c.basic.GetQRTicket(basic.NewLimitQrRequest(scene))
	if err != nil {
		return "", err
	}
	return "https://mp.weixin.qq.com/cgi-bin/showqrcode?ticket=" + url.QueryEscape(t.Ticket), nil
}

// tagBatch is how many people one call tags at most.
const tagBatch = 50

// Tag puts followers under a tag of the account, which is made if there is none
// of this name. Doing it again changes nothing; nobody is taken from the tag.
// After each call told gets how many people are done.
func (c *Client) Tag(ctx context.Context, name string, openids []string, told func(n int)) error {
	id, err := c.tagID(ctx, name)
	if err != nil {
		return err
	}
	for done := 0; done < len(openids); {
		batch := openids[done:min(len(openids), done+tagBatch)]
		if err := c.user.BatchTag(batch, id); err != nil {
			return fmt.Errorf("tag people %d to %d: %w", done+1, done+len(batch), err)
		}
		done += len(batch)
		told(done)
	}
	return nil
}

func (c *Client) tagID(ctx context.Context, name string) (int32, error) {
	var out struct {
		Tags []struct {
			ID   int32  `json:"id"`
			Name string `json:"name"`
		} `json:"tags"`
	}
	if err := c.direct.call(ctx, "/cgi-bin/tags/get", nil, &out); err != nil {
		return 0, fmt.Errorf("read the account's tags: %w", err)
	}
	for _, t := range out.Tags {
		if t.Name == name {
			return t.ID, nil
		}
	}
	t, err := c.user.CreateTag(name)
	if err != nil {
		return 0, fmt.Errorf("create the tag: %w", err)
	}
	return t.ID, nil
}
