package console

import (
	"context"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
)

// codeTime bounds the call that makes a QR code: a page waits for it once.
const codeTime = 3 * time.Second

// own has the platform make the account's QR code of the class, once for all processes, when
// somebody who may open screens looks at the wall. Without one the wall shows the address of this
// server, and the platform is asked again an hour later.
func (wall) own(v *visit) error {
	s := v.Moderation.Questions.Wall
	if v.fragment() || !v.who.May(moderation.ActionOpenScreen) || s.Ended(v.now) {
		return nil
	}
	mine := false
	err := v.do(v.ctx(), func(ctx context.Context) (err error) {
		mine, err = s.ClaimCode(ctx, v.who, v.now)
		return err
	})
	if err != nil || !mine {
		return err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(v.ctx()), codeTime)
	defer cancel()
	address, err := v.Codes.SceneAddress(ctx, campaign.WallScene(v.Campaign.ID))
	if err != nil {
		v.Log.WarnContext(v.ctx(), "the platform makes no QR code for the wall, which shows the address of this server; "+
			"a moderator can type in that of the account", "class", v.Campaign.ID, "error", err)
		return nil
	}
	return v.do(v.ctx(), func(ctx context.Context) error { return s.KeepCode(ctx, v.who, address) })
}
