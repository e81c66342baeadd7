package app

import (
	"context"
	"errors"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// errBehind is the error of a unit that found that another process has changed the content
// since this one looked last.
var errBehind = errors.New("another process has changed the content")

// abreastWait is how long a message waits until what another process has changed serves
// here. Then it is answered by what serves.
const abreastWait = 1500 * time.Millisecond

type abreastKey struct{}

// behind reports whether the unit of a message that was read by a snapshot has to be run again
// with content that another process has stored: either it does not serve here yet, or it has
// begun to since the message was read. What this process stores itself is served before its
// reply says so (see current), and other messages do not wait for it if no other process can
// store anything.
func (in intake) behind(ctx context.Context, c campaign.Control, snapshot int64) bool {
	if ctx.Value(abreastKey{}) != nil || in.a.store.Own() {
		return false
	}
	return in.a.catalog.Behind(c.ContentRevision) || !in.a.catalog.Serves(snapshot)
}

// abreast lets a message whose unit found that the content is out of date be read once more
// with the new content, so that what a moderator was told by one process holds for the next
// message to any other.
func (in intake) abreast(next bot.Handler) bot.Handler {
	return bot.HandlerFunc(func(ctx context.Context, m *bot.Message) (bot.Reply, error) {
		reply, err := next.Handle(ctx, m)
		if !errors.Is(err, errBehind) {
			return reply, err
		}
		in.catchUp(ctx)
		return next.Handle(context.WithValue(ctx, abreastKey{}, true), m)
	})
}

// catchUp refreshes the catalog, and does not wait longer than abreastWait for that.
func (in intake) catchUp(ctx context.Context) {
	limit, cancel := context.WithTimeout(ctx, abreastWait)
	defer cancel()
	inner := context.WithoutCancel(ctx)
	done := make(chan struct{})
	in.a.work.Go(func() { // ends with the builds
		defer close(done)
		in.a.guard(inner, takingAdditions, func() {
			if err := in.a.catalog.Refresh(inner); err != nil {
				in.a.log.ErrorContext(inner, "what another process has stored does not serve yet; trying again", "error", err)
			}
		})
	})
	select {
	case <-done:
	case <-limit.Done():
	}
}
