package app

import (
	"context"
	"crypto/rand"
	"fmt"
	"math/big"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/console"
	"zhujiao/bot/content"
	"zhujiao/bot/faq"
	"zhujiao/bot/intent"
	"zhujiao/bot/moderation"
	"zhujiao/bot/sqlstore"
	"zhujiao/bot/text"
	"zhujiao/bot/wechat"
	"zhujiao/handlers"
	"zhujiao/handlers/attendee"
)

// attendeesOf returns the attendees' services of a class over the store; open returns
// another one.
func attendeesOf(
	c *campaign.Campaign, blocked *text.Words, st *sqlstore.Store,
	open func(ctx context.Context, class string) (*campaign.Campaign, error),
) *campaign.Services {
	signups := &campaign.Signups{Campaign: c, Seats: st.Seats, Counts: st.Seats, Notices: st.Ledger, Arrivals: st.Seats}
	tickets := &campaign.Tickets{
		Campaign: c, Store: st.Tickets, Matters: st.Matters(), Calls: st.Tickets, Notices: st.Ledger, Akin: intent.Akin,
	}
	out := &campaign.Services{
		Signups: signups, Tickets: tickets,
		Checkins: &campaign.Checkins{Campaign: c, Signups: signups, Tickets: tickets, Present: st.Seats},
		Dialogue: &campaign.Dialogue{People: st.People, Class: c.ID},
		Questions: &campaign.Questions{
			Campaign: c, Store: st.Questions, Votes: st.Questions, Strikes: st.Questions,
			Blocked: func(s string) bool {
				_, bad := blocked.Find(s)
				return bad
			},
		},
		Erasure:    &campaign.Erasure{Signups: signups, Store: st.Erasure, Messages: st.Journal, Jobs: st.Jobs(), Class: c.ID},
		Unanswered: &campaign.Unanswered{Campaign: c, Store: st.Journal, Notices: st.Ledger},
	}
	out.Packs = &campaign.Packs{
		Campaign: c, Class: out, Claims: st.Packs, Links: st.Links, Stock: st.Packs, Lots: st.Draws(),
	}
	out.Draws = &campaign.Draws{Campaign: c, Store: st.Draws(), People: st.Draws(), Unit: st, Open: open}
	out.Links = &campaign.Links{
		Campaign: c, Packs: out.Packs, Links: st.Links, Reports: st.Links, Holders: st.Packs, Notices: st.Ledger,
		Jobs: st.Jobs(),
	}
	return out
}

// class is what the moderators' services are built from.
type class struct {
	*campaign.Campaign
	attendees *campaign.Services
	reader    *intent.Reader
	blocked   *text.Words
	channel   campaign.Channel
	// unable is set for an account that cannot mass-send.
	unable      bool
	fileEntries int
	// rulesOf returns the rules of broadcasts of another class.
	rulesOf func(ctx context.Context, class string) (*moderation.BroadcastRules, error)
	file    moderation.ClassFile
	// codes makes QR codes of the account; nil where there is none.
	codes   moderation.CodeMaker
	library moderation.Library
	// named returns a text to many people with the name of its class, if they need it.
	named func(class, words string, at time.Time) string
}

// moderationOf returns the moderators' services of a class over the store.
func moderationOf(c class, st *sqlstore.Store) *moderation.Services {
	guard := &moderation.Guard{Class: c.ID, Log: st.Moderators, Codes: st.Moderators, Digits: digits}
	notifier := &moderation.Notifier{
		Campaign: c.Campaign, People: st.Tickets, Notices: st.Ledger, Controls: st.Moderators, Jobs: st.Jobs(),
	}
	tickets := ticketsOf(c, st, guard, notifier)
	links := &moderation.Links{
		Guard: guard, Campaign: c.Campaign, Mirrors: c.attendees.Packs, Store: st.Links, Claims: st.Packs, Holders: st.Packs,
		Server: c.attendees.Links, Notices: st.Ledger, Jobs: st.Jobs(),
	}
	rules := &moderation.BroadcastRules{
		Campaign: c.Campaign, Store: st.Broadcasts, Audiences: st.Chunks, Notices: st.Ledger, Controls: st.Moderators,
		Jobs: st.Jobs(), Links: links,
		Blocked: c.blocked, Channel: c.channel, Unable: c.unable,
		Named: c.named,
	}
	questions := &moderation.Questions{
		Guard: guard, Store: st.Questions, Notifier: notifier, Blocked: c.blocked,
		Forwarder: &moderation.Forwarder{Tickets: tickets, Questions: c.attendees.Questions},
	}
	questions.Wall = wallOf(c, guard, questions, st)
	people := &moderation.People{
		Campaign: c.Campaign, Guard: guard, Store: st.Seats, Members: st.Seats, Packs: c.attendees.Packs, Finder: st.Persons(),
		Eraser: c.attendees.Erasure,
	}
	broadcasts := broadcastsOf(c, st, rules, notifier)
	broadcasts.Guard = guard
	life := &moderation.Life{
		Campaign: c.Campaign, Guard: guard, File: c.file, Runs: st.Reminders, Reminded: st.Chunks, Figures: st.Seats,
		Broadcasts: broadcasts,
	}
	return &moderation.Services{
		Guard: guard, Links: links, Broadcasts: broadcasts,
		Runner: &moderation.BroadcastRunner{
			BroadcastRules: rules, Runs: st.Broadcasts, Calls: st.Chunks, Credits: st.Ledger, RulesOf: c.rulesOf,
		},
		Moderators: &moderation.Moderators{Guard: guard, Store: st.Moderators, Classes: st.Moderators, Logins: LoginsOf(st)},
		Tickets:    tickets,
		Checkins: &moderation.Checkins{
			Guard: guard, Tickets: tickets, Reader: st.Tickets, Members: st.Seats, Admitter: c.attendees.Checkins,
			Requests: handlers.AsksMakeup,
		},
		Entries: entriesOf(c, st, guard, tickets), Questions: questions,
		Seats: &moderation.Seats{
			Guard: guard, Store: st.Seats, Registration: c.attendees.Signups,
			Life:     life,
			Schedule: &moderation.Schedule{Life: life, Store: st.Sends(), Reach: broadcasts.Reached},
		},
		Stops:      &moderation.Stops{Guard: guard, Store: st.Moderators, Sending: st.Broadcasts, Broadcasts: broadcasts},
		People:     people,
		Numbers:    numbersOf(c, st),
		Deliveries: &moderation.Deliveries{Guard: guard, Store: st.Ledger, Notify: notifier},
		Lists:      listsOf(c, st, links, people),
	}
}

// entriesOf returns the service for frequent questions and the content of a class.
func entriesOf(c class, st *sqlstore.Store, guard *moderation.Guard, tickets *moderation.Tickets) *moderation.Entries {
	return &moderation.Entries{
		Guard: guard, Campaign: c.Campaign, Tickets: tickets, Store: st.Content, Live: st.Content,
		Wordings: handlers.Wordings{Reader: c.reader},
		Blocked:  c.blocked, FileEntries: c.fileEntries, PhrasingMax: faq.MaxRunes,
		Contents: contentsOf(c, st, guard),
	}
}

// listsOf returns what moderators page through.
func listsOf(c class, st *sqlstore.Store, links *moderation.Links, people *moderation.People) *moderation.Lists {
	return &moderation.Lists{
		Campaign: c.Campaign, TicketReader: st.Tickets, InboxReader: st.Matters(), DeskReader: st.Drafts(),
		EntryReader: st.Content, MemberReader: st.Seats, ClaimReader: st.Packs,
		QuestionReader: st.Questions, BroadcastReader: st.Broadcasts, DeliveryReader: st.Ledger, AuditReader: st.Desk(),
		ClassReader: st.Content, JobReader: st.Jobs(),
		Views: &moderation.Views{
			Campaign: c.Campaign, Seats: st.Views(), Packs: st.Views(), Questions: st.Views(), Persons: st.Persons(), Links: links,
			People: people, Numbers: st.Views(),
		},
	}
}

// ticketsOf returns the service for tickets.
func ticketsOf(c class, st *sqlstore.Store, guard *moderation.Guard, notifier *moderation.Notifier) *moderation.Tickets {
	return &moderation.Tickets{
		Guard: guard, Campaign: c.Campaign, Store: st.Tickets, Notifier: notifier, Blocked: c.blocked,
		Drafts: &moderation.Drafts{Store: st.Drafts()}, Held: st.Sends(),
		Shift: &moderation.Shift{Guard: guard, Desk: st.Drafts(), Store: st.Desk()},
		Data:  st.Desk(), Pieces: intent.Terms,
	}
}

// wallOf returns the service of the wall of a class.
func wallOf(c class, guard *moderation.Guard, questions *moderation.Questions, st *sqlstore.Store) *moderation.Wall {
	return &moderation.Wall{
		Guard: guard, Campaign: c.Campaign, Store: st.Walls(), Screens: st.Walls(), Codes: st.Walls(), Questions: questions,
		Random: func() string { return rand.Text() }, Hash: console.Hash,
	}
}

// Vocabulary returns what a campaign file may refer to, and how long its texts may be.
func Vocabulary() content.Vocabulary {
	v := attendee.Vocabulary()
	v.MaxText = wechat.MaxText
	return v
}

// digits returns a random code of four digits.
func digits() string {
	n, err := rand.Int(rand.Reader, big.NewInt(10000))
	if err != nil {
		panic(err) // crypto/rand never fails
	}
	return fmt.Sprintf("%04d", n)
}

// broadcastsOf makes the service for broadcasts, without its guard.
func broadcastsOf(c class, st *sqlstore.Store, rules *moderation.BroadcastRules, notify moderation.Teller) *moderation.Broadcasts {
	return &moderation.Broadcasts{
		Rules: rules, Notify: notify, Reached: &moderation.Reach{Rules: rules, Reader: st.Reach()},
		Writings: &moderation.Writings{Class: c.ID, Store: sqlstore.Typed(st)}, Sends: &moderation.Sends{Rules: rules, Reader: st.Sends()},
	}
}

// contentsOf makes the service that publishes the content of a class.
func contentsOf(c class, st *sqlstore.Store, guard *moderation.Guard) *moderation.Contents {
	return &moderation.Contents{Guard: guard, Campaign: c.Campaign, Library: c.library, Drafts: st.Versions(), Seats: st.Seats}
}

// numbersOf makes the service for figures and charts.
func numbersOf(c class, st *sqlstore.Store) *moderation.Numbers {
	guard := &moderation.Guard{Class: c.ID, Log: st.Moderators, Codes: st.Moderators, Digits: digits}
	return &moderation.Numbers{
		Campaign: c.Campaign, Store: st.Seats, Holders: st.Packs, Sources: sqlstore.Reports(st),
		Charts:  &moderation.Charts{Class: c.ID, Store: st.Reach()},
		Reports: &moderation.Reports{Campaign: c.Campaign, Guard: guard, Store: sqlstore.Reports(st)},
		Exports: &moderation.Exports{Campaign: c.Campaign, Guard: guard, Reader: sqlstore.Exports(st)},
		Channels: &moderation.Channels{
			Campaign: c.Campaign, Guard: guard, Store: sqlstore.Channels(st), Codes: c.codes, Blocked: c.blocked,
		},
	}
}
