package middleware

import (
	"context"
	"strings"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// Shelf puts a person's shelved notices before the next passive text reply, in the
// unit of that message: oldest first, each followed by a blank line, as many as fit
// into maxBytes together with the whole reply (R9, ruling 1). If the reply is silence,
// the notices become the reply; while a moderator has taken the person over, only the
// moderators' own messages do.
func Shelf(s campaign.Shelf, r campaign.Renderer, maxBytes int, next Answer) Answer {
	return func(ctx context.Context, m *bot.Message, p *campaign.Person) (bot.Reply, error) {
		reply, err := next(ctx, m, p)
		text, ok := bot.Words(reply)
		mute := silent(reply) && answerable(m)
		if err != nil || p == nil || p.Shelved == 0 || !mute && (!ok || text == "") {
			return reply, err
		}
		said, n, err := takeShelved(ctx, s, r, text, shelfLimits{p.ID, maxBytes, m.Arrived, mute && p.TakenOver})
		if err != nil || said == "" {
			return reply, err
		}
		if m.Why != nil {
			m.Why.Shelved = n
		}
		return said, nil
	}
}

// silent reports whether a reply is no text at all.
func silent(r bot.Reply) bool {
	_, is := r.(bot.Silence)
	return is || r == nil
}

// answerable reports whether the person expects a reply to a message. Of the events,
// only a click on the menu certainly comes from the person.
func answerable(m *bot.Message) bool {
	return !m.Muted && (m.Kind != bot.KindEvent || m.Event == bot.EventClick)
}

// shelfLimits bounds what may be put before a reply: whose it is, its maximum size,
// the current time, and whether only moderators' messages qualify.
type shelfLimits struct {
	person    bot.PersonID
	bytes     int
	now       time.Time
	humanOnly bool
}

// takeShelved renders the notices that fit before text, marks them as shown, and
// returns them together with text, and how many they are.
func takeShelved(
	ctx context.Context, s campaign.Shelf, r campaign.Renderer, text bot.Text, in shelfLimits,
) (out bot.Text, count int, err error) {
	waiting, err := s.Waiting(ctx, in.person)
	if err != nil {
		return "", 0, err
	}
	var head strings.Builder
	var shown []int64
	for _, n := range waiting {
		if in.humanOnly && n.Kind() != campaign.NoticeHuman {
			continue
		}
		said, err := r.Render(ctx, n)
		if err != nil {
			return "", 0, err
		}
		if words, _ := bot.Words(said); words != "" {
			if head.Len()+len(words)+2+len(text) > in.bytes {
				continue // a later, shorter notice may still fit
			}
			count++
			head.WriteString(string(words) + "\n\n")
		}
		shown = append(shown, n.ID)
	}
	if err := s.Shown(ctx, in.person, shown, in.now); err != nil {
		return "", 0, err
	}
	if text == "" {
		return bot.Text(strings.TrimSuffix(head.String(), "\n\n")), count, nil
	}
	return bot.Text(head.String()) + text, count, nil
}
