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
	signups := &campaign.Signups{Campaign: c, Seats: st.Seats, Counts: st.Seats, Notices: st.Ledger}
	tickets := &campaign.Tickets{Campaign: c, Store: st.Tickets, Notices: st.Ledger}
	packs := &campaign.Packs{
		Campaign: c, Seats: st.Seats, Counts: st.Seats, Claims: st.Packs, Links: st.Links, Stock: st.Packs, Lots: st.Packs,
	}
	blocked := handlers.Blocked(c)
	return handlers.Services{
		Campaign: c, Channel: wechat.Limits(), Seats: st.Seats, Counts: st.Seats, Signups: signups, Tickets: tickets, Packs: packs,
		Checkins: &campaign.Checkins{Campaign: c, Signups: signups, Tickets: tickets, Calls: st.Tickets, Present: st.Seats},
		Dialogue: &campaign.Dialogue{People: st.People},
		Links: &campaign.Links{
			Campaign: c, Packs: packs, Links: st.Links, Reports: st.Links, Holders: st.Packs, Notices: st.Ledger,
		},
		Questions: &campaign.Questions{Campaign: c, Store: st.Questions, Votes: st.Questions, Strikes: st.Questions, Blocked: func(s string) bool {
			_, bad := blocked.Find(s)
			return bad
		}},
		Board:    st.Questions,
		Erasure:  &campaign.Erasure{Signups: signups, Store: st.Erasure, Messages: st.Journal},
		Messages: st.Journal, Opted: st.Broadcasts, Mass: st.Chunks, Heard: st.Journal,
		Office: handlers.Office{
			Controls: st.Moderators, Moderators: st.Moderators,
			Confirm: &campaign.Confirmations{Store: st.Moderators, Digits: digits},
			Desk:    &campaign.Desk{Campaign: c, Inbox: st.Tickets, Notices: st.Ledger, Controls: st.Moderators},
			Rooms:   st.Seats, Publisher: st.Entries, Unknowns: st.Ledger,
			Phrasebook: &campaign.Phrasebook{Campaign: c, Store: st.Entries, Fold: text.Fold},
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
