package staff_test

import (
	"sync"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/catalog"
	"zhujiao/bot/content"
	"zhujiao/bot/intent"
	"zhujiao/bot/moderation"
	"zhujiao/cmd/zhujiao/sample"
	"zhujiao/handlers"
	"zhujiao/handlers/attendee"
	"zhujiao/handlers/staff"
)

// loaded is the sample's class with its reader, which all tests share.
type loaded struct {
	*content.Version
	reader *intent.Reader
}

var shared = sync.OnceValues(func() (loaded, error) {
	known := attendee.Vocabulary()
	known.MaxText = 2048
	v, _, err := content.LoadFS(sample.Files, sample.FileName, known, time.Time{})
	if err != nil {
		return loaded{}, err
	}
	return loaded{v, intent.New(v.Campaign, handlers.ReaderTexts(v.Campaign, v.Texts), attendee.Commands())}, nil
})

// noon is the time of these tests, on the day of the class.
func noon() time.Time { return time.Date(2022, 7, 7, 12, 0, 0, 0, time.FixedZone("", 8*3600)) }

// news passes every check of a broadcast.
const news = "同学们，直播会准时开始，记得提前打开微信等老师。"

// world is a moderator who writes commands to the class of the sample.
type world struct {
	*catalog.Snapshot
	*office
	desk   *desk
	wall   *wall
	shelf  *shelf
	store  *store
	seats  *seats
	air    *air
	ledger *ledger
	paper  *paper
	rules  *moderation.BroadcastRules
	// who writes at a time.
	who moderation.Actor
	at  time.Time
	// maxText is the size of a message.
	maxText int
	// around are the classes beside that of the sample.
	around handlers.Classes
}

func newWorld(t *testing.T) *world {
	t.Helper()
	l, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	c := *l.Campaign
	w := &world{
		Snapshot: &catalog.Snapshot{Campaign: &c, Texts: l.Texts, Reader: l.reader, FileEntries: len(c.FAQ)},
		office: &office{
			codes: map[string]moderation.WaitingAction{}, known: map[string]moderation.Moderator{},
			invited: map[string]moderation.Moderator{"AB12": {Name: "小王", Role: moderation.RoleStaff}},
		},
		desk: &desk{reachable: true, tickets: []*campaign.Ticket{
			{Kind: "U", Number: 1, Person: 7, State: campaign.TicketOpen, Text: "能停车吗", OpenedAt: noon().Add(-5 * time.Minute)},
			{Kind: "H", Number: 2, Person: 7, State: campaign.TicketOpen, Text: "补签 听了", Parts: []string{"补签 听了"}, OpenedAt: noon()},
		}},
		wall: &wall{[]*campaign.Question{
			{Number: 1, Person: 7, Text: "怎么入行", Votes: 2, State: campaign.QuestionPending},
			{Number: 2, Person: 8, Text: "怎么转行", Votes: 3, State: campaign.QuestionApproved},
		}},
		shelf: &shelf{}, store: &store{}, seats: &seats{}, air: &air{audience: 6}, ledger: &ledger{},
		paper: &paper{v: l.Version, base: 1},
		who:   moderation.Actor{Name: "m1", Role: moderation.RoleOwner, Person: 900, Hash: "hash", Via: moderation.ViaChat},
		at:    noon(), maxText: 2048,
	}
	w.Moderation = w.services()
	return w
}

// services are the moderators' services over the stores of the world.
func (w *world) services() *moderation.Services {
	c, blocked := w.Campaign, handlers.Blocked(w.Campaign)
	guard := &moderation.Guard{Class: c.ID, Log: w.office, Codes: w.office, Digits: w.digits}
	notifier := &moderation.Notifier{Campaign: c, People: w.desk, Notices: w.desk, Controls: w.office}
	tickets := &moderation.Tickets{Guard: guard, Campaign: c, Store: w.desk, Notifier: notifier, Blocked: blocked}
	links := &moderation.Links{
		Guard: guard, Campaign: c, Mirrors: w.store, Store: w.store, Claims: w.store, Holders: w.store, Server: w.store, Notices: w.desk,
	}
	w.rules = &moderation.BroadcastRules{
		Campaign: c, Store: w.air, Audiences: w.air, Notices: w.desk, Controls: w.office, Links: links, Blocked: blocked,
		Channel: campaign.Channel{MaxText: 2048, Mass: campaign.MassLimits{PerCall: 10_000, PerDay: 100, PerMonth: 4}},
	}
	questions := &moderation.Questions{
		Guard: guard, Store: w.wall, Notifier: notifier, Blocked: blocked,
		Forwarder: &moderation.Forwarder{Tickets: tickets, Questions: w.wall},
	}
	questions.Wall = &moderation.Wall{Guard: guard, Campaign: c, Store: w.wall, Questions: questions}
	broadcasts := &moderation.Broadcasts{Rules: w.rules, Guard: guard, Notify: notifier}
	return &moderation.Services{
		Guard: guard, Links: links, Broadcasts: broadcasts, Tickets: tickets,
		Moderators: &moderation.Moderators{Guard: guard, Store: w.office, Classes: w.office, Logins: &moderation.Logins{
			Log: w.office, Store: logins{}, Links: logins{}, Random: func() string { return "TOKEN" },
			Hash: func(token string) string { return token },
		}},
		Checkins: &moderation.Checkins{
			Guard: guard, Tickets: tickets, Reader: w.desk, Members: w.seats, Admitter: w.seats, Requests: handlers.AsksMakeup,
		},
		Entries: &moderation.Entries{
			Guard: guard, Campaign: c, Tickets: tickets, Store: w.shelf, Live: w.shelf, Wordings: handlers.Wordings{Reader: w.Reader},
			Blocked: blocked, FileEntries: w.FileEntries, PhrasingMax: 20,
		},
		Questions: questions,
		Seats: &moderation.Seats{
			Guard: guard, Store: w.seats, Registration: w.seats,
			Life: &moderation.Life{
				Campaign: c, Guard: guard, File: w.paper, Runs: w.paper, Reminded: w.paper, Figures: w.seats, Broadcasts: broadcasts,
			},
		},
		Stops:  &moderation.Stops{Guard: guard, Store: w.office, Sending: w.air, Broadcasts: broadcasts},
		People: &moderation.People{Campaign: c, Store: w.seats, Members: w.seats, Packs: w.seats},
		Numbers: &moderation.Numbers{
			Campaign: c, Store: w.seats, Holders: w.store, Sources: w.seats,
			Channels: &moderation.Channels{Campaign: c, Guard: guard, Store: w.seats},
		},
		Deliveries: &moderation.Deliveries{Guard: guard, Store: w.ledger},
		Lists: &moderation.Lists{
			Campaign: c, TicketReader: w.desk, InboxReader: w.desk, QuestionReader: w.wall, DeliveryReader: w.ledger,
		},
	}
}

// visit is a visit of the moderator.
func (w *world) visit() *handlers.Visit {
	return &handlers.Visit{
		Message: &bot.Message{Kind: bot.KindText, From: "m", At: w.at, Arrived: w.at},
		Person:  &campaign.Person{ID: 900, Hash: w.who.Hash}, Snapshot: w.Snapshot, Classes: w.around,
		Account: &handlers.Account{Channel: campaign.Channel{MaxText: w.maxText}, Console: "https://class.example"},
	}
}

// command is what a line without its # is answered.
func (w *world) command(t *testing.T, line string) string {
	t.Helper()
	r, err := staff.Answer(t.Context(), w.visit(), w.who, line)
	if err != nil {
		t.Fatalf("%q: %v", line, err)
	}
	said, _ := bot.Words(r)
	return string(said)
}

// render fills in a text, which must have words.
func (w *world) render(t *testing.T, key content.Key, v content.Vars) string {
	t.Helper()
	said := w.Texts.Render(key, v)
	if said == "" {
		t.Fatalf("text %q is empty", key)
	}
	return said
}

// in gives B1 a state, seen by its author.
func (w *world) in(s campaign.BroadcastState) {
	w.air.b = &campaign.Broadcast{
		Campaign: w.Campaign.ID, Number: 1, Audience: campaign.Audience{Kind: campaign.AudienceSeated}, Text: news, State: s, Size: 6,
		Previewed: true, By: "m2", Owner: 901, Made: noon(),
	}
}
