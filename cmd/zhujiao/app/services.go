package app

import (
	"crypto/rand"
	"fmt"
	"math/big"

	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/faq"
	"zhujiao/bot/moderation"
	"zhujiao/bot/sqlstore"
	"zhujiao/bot/wechat"
	"zhujiao/handlers"
)

// services introduces the attendees' services of a campaign to the store.
func services(c *campaign.Campaign, st *sqlstore.Store) handlers.Services {
	signups := &campaign.Signups{Campaign: c, Seats: st, Counts: st, Notices: st}
	tickets := &campaign.Tickets{Campaign: c, Store: st, Calls: st, Notices: st}
	packs := &campaign.Packs{Campaign: c, Seats: st, Counts: st, Claims: st, Links: st, Stock: st, Lots: st}
	blocked := handlers.Blocked(c)
	return handlers.Services{
		Campaign: c, Channel: wechat.Limits(), Seats: st, Counts: st, Signups: signups, Tickets: tickets, Packs: packs,
		Checkins: &campaign.Checkins{Campaign: c, Signups: signups, Tickets: tickets, Calls: st, Present: st},
		Dialogue: &campaign.Dialogue{People: st},
		Links:    &campaign.Links{Campaign: c, Packs: packs, Links: st, Reports: st, Holders: st, Notices: st},
		Questions: &campaign.Questions{Campaign: c, Store: st, Votes: st, Strikes: st, Blocked: func(s string) bool {
			_, bad := blocked.Find(s)
			return bad
		}},
		Board:    st,
		Erasure:  &campaign.Erasure{Signups: signups, Store: st, Messages: st},
		Messages: st, Mass: st, Heard: st, Controls: st,
	}
}

// moderationOf introduces the moderators' services of a class to the store.
func moderationOf(s handlers.Services, w moderation.Wordings, b *campaign.Broadcasts, st *sqlstore.Store) *moderation.Services {
	c, blocked := s.Campaign, handlers.Blocked(s.Campaign)
	guard := &moderation.Guard{Class: c.ID, Log: st, Codes: st, Digits: digits}
	notifier := &moderation.Notifier{Campaign: c, People: st, Notices: st, Controls: st}
	tickets := &moderation.Tickets{Guard: guard, Campaign: c, Store: st, Notifier: notifier, Blocked: blocked}
	return &moderation.Services{
		Guard:      guard,
		Moderators: &moderation.Moderators{Guard: guard, Store: st},
		Tickets:    tickets,
		Checkins: &moderation.Checkins{
			Guard: guard, Tickets: tickets, Members: st, Admitter: s.Checkins, Requests: handlers.AsksMakeup,
		},
		Entries: &moderation.Entries{
			Guard: guard, Campaign: c, Tickets: tickets, Store: st, Wordings: w, Blocked: blocked, FileEntries: s.FileEntries,
			PhrasingMax: faq.MaxRunes,
		},
		Questions: &moderation.Questions{Guard: guard, Store: st, Notifier: notifier, Blocked: blocked},
		Links: &moderation.Links{
			Guard: guard, Campaign: c, Mirrors: s.Packs, Store: st, Claims: st, Holders: st, Server: s.Links, Notices: st,
		},
		Seats:      &moderation.Seats{Guard: guard, Store: st, Registration: s.Signups},
		Stops:      &moderation.Stops{Guard: guard, Store: st, Broadcasts: b},
		People:     &moderation.People{Campaign: c, Store: st, Members: st, Packs: s.Packs},
		Numbers:    &moderation.Numbers{Campaign: c, Store: st, Holders: st},
		Deliveries: &moderation.Deliveries{Guard: guard, Store: st},
	}
}

// Vocabulary is what a campaign file may refer to and how long its texts may be.
func Vocabulary() content.Vocabulary {
	v := handlers.Commands()
	v.MaxText = wechat.MaxText
	return v
}

// digits makes a random code of four digits.
func digits() string {
	n, err := rand.Int(rand.Reader, big.NewInt(10000))
	if err != nil {
		panic(err) // crypto/rand never fails
	}
	return fmt.Sprintf("%04d", n)
}
