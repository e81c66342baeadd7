package attendee_test

import (
	"bytes"
	"context"
	"maps"
	"sync"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/catalog"
	"zhujiao/bot/content"
	"zhujiao/bot/intent"
	"zhujiao/bot/moderation"
	"zhujiao/bot/text"
	"zhujiao/cmd/zhujiao/sample"
	"zhujiao/handlers"
	"zhujiao/handlers/attendee"
)

// ready is the sample's class with its reader, which all tests share: building it
// takes a tenth of a second.
type ready struct {
	version *content.Version
	reader  *intent.Reader
}

var shared = sync.OnceValues(func() (ready, error) {
	v, _, err := content.LoadFS(sample.Files, sample.FileName, vocabulary(), time.Time{})
	if err != nil {
		return ready{}, err
	}
	return ready{v, intent.New(v.Campaign, handlers.ReaderTexts(v.Campaign, v.Texts), attendee.Commands())}, nil
})

func vocabulary() content.Vocabulary {
	known := attendee.Vocabulary()
	known.MaxText = 2048
	return known
}

// changed is the sample with a part of its file replaced.
func changed(t *testing.T, part, by string) *content.Version {
	t.Helper()
	s, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	files := maps.Clone(s.version.Files)
	files[s.version.Name] = bytes.Replace(files[s.version.Name], []byte(part), []byte(by), 1)
	v, problems, err := content.LoadFiles(files, s.version.Name, vocabulary(), time.Time{})
	if err != nil || v.Hash == s.version.Hash {
		t.Fatalf("the file with %q: %v, %v", by, problems, err)
	}
	return v
}

// handed is a line that went to the moderators' side.
type handed struct {
	who  moderation.Actor
	line string
}

// world is one person who writes to the class of the sample.
type world struct {
	*catalog.Snapshot
	*seats
	*desk
	*packs
	*wall
	*people
	calls *calls
	talk  *attendee.Conversation
	// me is the person; control, limited and account go into their visits.
	me      *campaign.Person
	control campaign.Control
	limited time.Duration
	account *handlers.Account
	handed  []handed
}

func newWorld(t *testing.T) *world {
	t.Helper()
	s, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	copied := *s.version.Campaign
	w := &world{
		Snapshot: &catalog.Snapshot{Campaign: &copied, Texts: s.version.Texts, Reader: s.reader},
		seats:    &seats{members: map[bot.PersonID]campaign.Member{}}, desk: &desk{},
		packs: &packs{claims: map[string]campaign.Claim{}}, wall: &wall{voted: map[int]bool{}},
		people: &people{moderators: map[string]moderation.Moderator{}}, calls: &calls{},
		me: &campaign.Person{ID: 7, Hash: "hash", Code: "7K2F", Following: true, FirstAt: on(6, 9, 0)},
		account: &handlers.Account{Channel: campaign.Channel{
			MaxText: 2048, Typed: campaign.Credit{Messages: 5, Span: 48 * time.Hour},
		}},
	}
	w.Attendees = w.services()
	w.Moderation = &moderation.Services{
		Moderators: &moderation.Moderators{Store: w.people},
		Runner:     &moderation.BroadcastRunner{Calls: w.calls},
	}
	w.talk = attendee.NewConversation(
		func(_ context.Context, _ *handlers.Visit, who moderation.Actor, line string) (bot.Reply, error) {
			w.handed = append(w.handed, handed{who, line})
			return bot.Text("handed over"), nil
		})
	return w
}

// services are the attendees' services over the stores of the world.
func (w *world) services() *campaign.Services {
	c := w.Campaign
	signups := &campaign.Signups{Campaign: c, Seats: w.seats, Counts: w.seats, Notices: w.desk, Arrivals: w.seats}
	s := &campaign.Services{
		Signups: signups, Tickets: &campaign.Tickets{
			Campaign: c, Store: w.desk, Matters: w.desk, Calls: w.desk, Notices: w.desk, Akin: intent.Akin,
		},
		Dialogue: &campaign.Dialogue{People: w.people},
		Questions: &campaign.Questions{
			Campaign: c, Store: w.wall, Votes: w.wall, Strikes: w.wall, Blocked: func(string) bool { return false },
		},
		Erasure:    &campaign.Erasure{Signups: signups, Store: w.people, Messages: w.people, Jobs: w.desk},
		Unanswered: &campaign.Unanswered{Campaign: c, Store: w.desk, Notices: w.desk},
	}
	s.Checkins = &campaign.Checkins{Campaign: c, Signups: signups, Tickets: s.Tickets, Present: w.seats}
	s.Packs = &campaign.Packs{Campaign: c, Class: s, Claims: w.packs, Links: w.packs, Stock: w.packs, Lots: w.packs}
	s.Draws = &campaign.Draws{Campaign: c, Store: w.packs, People: w.packs}
	s.Links = &campaign.Links{Campaign: c, Packs: s.Packs, Links: w.packs, Reports: w.packs, Notices: w.desk}
	return s
}

// on is a time in July 2022; the class runs on the 7th from 20:30 to 21:30.
func on(day, hour, minute int) time.Time {
	return time.Date(2022, 7, day, hour, minute, 0, 0, time.FixedZone("", 8*3600))
}

// noon is before the class, while moderators are on duty.
func noon() time.Time { return on(7, 12, 0) }

// typed is a text message at a time.
func typed(words string, at time.Time) *bot.Message {
	return &bot.Message{
		Kind: bot.KindText, Text: words, Folded: text.Fold(text.Unquote(words)), From: "me", Person: 7, Encrypted: true,
		At: at, Arrived: at,
	}
}

// event is an event at a time.
func event(e bot.Event, arg string, at time.Time) *bot.Message {
	return &bot.Message{Kind: bot.KindEvent, Event: e, Arg: arg, From: "me", Person: 7, At: at, Arrived: at}
}

// visit is a visit with a message that nobody has read yet.
func (w *world) visit(m *bot.Message) *handlers.Visit {
	m.Readings, m.Limited = w.Reader.Read(m), w.limited
	return &handlers.Visit{Message: m, Person: w.me, Control: w.control, Snapshot: w.Snapshot, Account: w.account}
}

// answer answers a message.
func (w *world) answer(t *testing.T, m *bot.Message) bot.Reply {
	t.Helper()
	v := w.visit(m)
	if w.me != nil {
		w.me.LastAt = m.Arrived
	}
	r, err := w.talk.Answer(t.Context(), v)
	if err != nil {
		t.Fatalf("%q: %v", m.Text, err)
	}
	if m.Kind == bot.KindText {
		w.said = append(w.said, m.Text)
	}
	return r
}

// say is what a text at a time is answered; "" for silence.
func (w *world) say(t *testing.T, words string, at time.Time) string {
	t.Helper()
	said, _ := bot.Words(w.answer(t, typed(words, at)))
	return string(said)
}

// seat gives the person a seat.
func (w *world) seat() {
	w.tally.Taken++
	w.members[7] = campaign.Member{Standing: campaign.StandingSeated, Seat: 1, SignedAt: on(6, 10, 0)}
}

// checkIn gives the person a seat and checks them in.
func (w *world) checkIn() {
	w.seat()
	m := w.members[7]
	m.CheckedAt = on(7, 20, 40)
	w.members[7] = m
}

// wait puts the person on the waitlist of a full class.
func (w *world) wait() {
	w.tally.Taken = w.Campaign.Signup.Seats
	w.members[7] = campaign.Member{Standing: campaign.StandingWaiting, Queue: 20, SignedAt: on(6, 10, 0)}
}

// render fills in a text, which must have words.
func (w *world) render(t *testing.T, key content.Key, v content.Vars) string {
	t.Helper()
	said := w.Texts.Say(key, noon(), v)
	if said == "" {
		t.Fatalf("text %q is empty", key)
	}
	return said
}
