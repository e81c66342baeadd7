package app

import (
	"crypto/rand"
	"fmt"
	"math/big"

	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/sqlstore"
	"zhujiao/bot/text"
	"zhujiao/bot/wechat"
	"zhujiao/handlers"
)

// services introduces the services of a campaign to the store.
func services(c *campaign.Campaign, st *sqlstore.Store) handlers.Services {
	signups := &campaign.Signups{Campaign: c, Seats: st, Counts: st, Notices: st}
	tickets := &campaign.Tickets{Campaign: c, Store: st, Notices: st}
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
		Messages: st, Opted: st, Mass: st, Heard: st,
		Office: handlers.Office{
			Controls: st, Moderators: st, Confirm: &campaign.Confirmations{Store: st, Digits: digits},
			Desk:  &campaign.Desk{Campaign: c, Inbox: st, Notices: st, Controls: st},
			Rooms: st, Publisher: st, Unknowns: st, Phrasebook: &campaign.Phrasebook{Campaign: c, Store: st, Fold: text.Fold},
		},
	}
}

// Vocabulary is what a campaign file may refer to and how long its texts may be.
func Vocabulary() content.Vocabulary {
	v := handlers.Vocabulary()
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
