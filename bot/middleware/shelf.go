package middleware

import (
	"context"
	"strings"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// Renderer turns a notice into what is said; handlers implement it. A reply
// without words means that there is nothing left to say.
type Renderer interface {
	Render(ctx context.Context, n campaign.Notice) (bot.Reply, error)
}

// Shelf puts what waits for a person before the next passive text reply, in
// that message's transaction: oldest first, each followed by one blank line, as
// many as fit max bytes with the reply whole; the rest wait (ruling 1).
func Shelf(s campaign.Shelf, r Renderer, maxBytes int) bot.Middleware {
	return func(next bot.Handler) bot.Handler {
		return bot.HandlerFunc(func(ctx context.Context, m *bot.Message) (bot.Reply, error) {
			reply, err := next.Handle(ctx, m)
			text, ok := bot.Words(reply)
			p := campaign.PersonFrom(ctx)
			if err != nil || !ok || text == "" || p == nil || p.Shelved == 0 {
				return reply, err
			}
			return shelved(ctx, s, r, text, room{maxBytes, m.Arrived})
		})
	}
}

// room is how much a reply may hold, and when it is given.
type room struct {
	bytes int
	now   time.Time
}

func shelved(ctx context.Context, s campaign.Shelf, r Renderer, text bot.Text, in room) (bot.Reply, error) {
	p := campaign.PersonFrom(ctx)
	waiting, err := s.Waiting(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	var head strings.Builder
	var shown []int64
	for _, n := range waiting {
		said, err := r.Render(ctx, n)
		if err != nil {
			return nil, err
		}
		if words, _ := bot.Words(said); words != "" {
			if head.Len()+len(words)+2+len(text) > in.bytes {
				continue // what is too long for this reply keeps back nothing else
			}
			head.WriteString(string(words) + "\n\n")
		}
		shown = append(shown, n.ID)
	}
	if err := s.Shown(ctx, p.ID, shown, in.now); err != nil {
		return nil, err
	}
	return bot.Text(head.String()) + text, nil
}
