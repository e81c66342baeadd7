package wechat

import (
	"context"
	"errors"

	"github.com/silenceper/wechat/v2/officialaccount"
	"github.com/silenceper/wechat/v2/officialaccount/basic"
)

// SceneAddress creates a permanent QR code for a scene, as CreateQR does, and returns what the
// code says, so that it can be drawn without fetching a picture.
func (c *Client) SceneAddress(ctx context.Context, scene string) (address string, err error) {
	err = c.gateway.sdk(ctx, func(oa *officialaccount.OfficialAccount) error {
		t, err := oa.GetBasic().GetQRTicket(basic.NewLimitQrRequest(scene))
		if t == nil || t.URL == "" {
			return errors.Join(err, errors.New("no address"))
		}
		address = t.URL
		return nil // the SDK takes errmsg "ok" for an error
	})
	return address, err
}
