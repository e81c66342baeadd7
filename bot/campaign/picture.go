package campaign

import (
	"context"
	"fmt"
	"time"
)

// pictureNotice is how long before the end of an answer's picture the moderators
// are warned (ruling 23).
const pictureNotice = 24 * time.Hour

// WarnPictures tells the moderators, once, a day before an answer's picture stops
// being good.
func WarnPictures(ctx context.Context, c *Campaign, notices Notices, now time.Time) error {
	for _, e := range c.FAQ {
		if e.ImageUntil.IsZero() || now.Before(e.ImageUntil.Add(-pictureNotice)) {
			continue
		}
		a := c.Alert(PictureAlert{Question: e.Question, Until: e.ImageUntil}, now)
		a.DedupKey = fmt.Sprintf("image %s %s %d", c.ID, e.ID, e.ImageUntil.Unix())
		if err := notices.Enqueue(ctx, a); err != nil {
			return fmt.Errorf("warn of a picture: %w", err)
		}
	}
	return nil
}
