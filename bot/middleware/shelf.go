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
// many as fit max bytes with the reply whole; the rest wait (ruling 1). Where the
// bot is silent they are the reply; while a moderator talks to the person, those
// are the moderator's own words only.
func Shelf(s campaign.Shelf, r Renderer, maxBytes int, next Answer) Answer {
	return func(ctx context.Context, m *bot.Message, p *campaign.Person) (bot.Reply, error) {
		reply, err := next(ctx, m, p)
		text, ok := bot.Words(reply)
		mute := silent(reply) && answerable(m)
		if err != nil || p == nil || p.Shelved == 0 || !mute && (!ok || text == "") {
			return reply, err
		}
		said, err := shelved(ctx, s, r, text, shelfLimits{p.ID, maxBytes, m.Arrived, mute && p.TakenOver})
		if err != nil || said == "" {
			return reply, err
		}
		return said, nil
	}
}

func silent(r bot.Reply) bool {
	_, is := r.(bot.Silence)
	return is || r == nil
}

// answerable tells whether the person reads what a message is answered with: of
// events, only a tap in the menu is certainly theirs and waits for an answer.
func answerable(m *bot.Message) bool { return m.Kind != bot.KindEvent || m.Event == bot.EventClick }

// shelfLimits bounds what may be put before a reply: whose it is, its maximum size,
// the current time, and whether only moderators' messages qualify.
type shelfLimits struct {
	person bot.PersonID
	bytes  int
	now    time.Time
	human  bool
}

func shelved(ctx context.Context, s campaign.Shelf, r Renderer, text bot.Text, in shelfLimits) (bot.Text, error) {
	waiting, err := s.Waiting(ctx, in.person)
	if err != nil {
		return "", err
	}
	var head strings.Builder
	var shown []int64
	for _, n := range waiting {
		if in.human && n.Kind != campaign.NoticeHuman {
			continue
		}
		said, err := r.Render(ctx, n)
		if err != nil {
			return "", err
		}
		if words, _ := bot.Words(said); words != "" {
			if head.Len()+len(words)+2+len(text) > in.bytes {
				continue // what is too long for this reply keeps back nothing else
			}
			head.WriteString(string(words) + "\n\n")
		}
		shown = append(shown, n.ID)
	}
	if err := s.Shown(ctx, in.person, shown, in.now); err != nil {
		return "", err
	}
	if text == "" {
		return bot.Text(strings.TrimSuffix(head.String(), "\n\n")), nil
	}
	return bot.Text(head.String()) + text, nil
}
