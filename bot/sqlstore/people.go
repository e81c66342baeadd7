package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore/db"
)

// PersonStore stores everybody who wrote or followed, with the credits for messages to them.
type PersonStore struct{ *core }

var (
	_ campaign.People            = (*PersonStore)(nil)
	_ campaign.SubscriptionStore = (*PersonStore)(nil)
	_ campaign.FollowerStore     = (*PersonStore)(nil)
)

// Hash returns the keyed hash of a user id. It stays when the openid is erased, and
// Redis keys are made of it.
func (s *PersonStore) Hash(u bot.UserID) string { return s.keys.hash(string(u)) }

// Sign returns a keyed signature of a text, in hex, which nobody without the key can
// make.
func (s *PersonStore) Sign(text string) string { return s.keys.sign(text) }

// Do runs f as a unit: see campaign.Unit.
func (s *PersonStore) Do(ctx context.Context, f func(ctx context.Context) error) error {
	return s.do(ctx, f)
}

// Meet finds or creates the person behind a user id: see campaign.People. It takes a
// single statement.
func (s *PersonStore) Meet(ctx context.Context, u bot.UserID, c campaign.Contact, when, made time.Time) (*campaign.Person, error) {
	if c == campaign.ContactTyped || c == campaign.ContactTapped {
		return s.meet(ctx, u, s.channel.Grant(c), when, made)
	}
	row, err := s.q(ctx).LeavePerson(ctx, db.LeavePersonParams{ID: s.ids.next(), Hash: s.Hash(u), At: ms(when), Made: ms(made)})
	if errors.Is(err, sql.ErrNoRows) { // erased
		return nil, campaign.ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("meet a person: %w", err)
	}
	return person(row), nil
}

// meet is Meet for a contact that grants messages.
func (s *PersonStore) meet(
	ctx context.Context, u bot.UserID, grant campaign.Credit, when, made time.Time,
) (*campaign.Person, error) {
	var until int64
	if grant.Messages > 0 {
		until = ms(when.Add(grant.Span))
	}
	found := db.MeetPersonParams{
		ID: s.ids.next(), Openid: openid(u), Hash: s.Hash(u), At: ms(when), GrantN: int64(grant.Messages), GrantUntil: until,
		Made: ms(made),
	}
	meets(ctx, func(ctx context.Context) error {
		_, err := s.q(ctx).MeetPerson(ctx, found)
		return err
	})
	row, err := s.every(ctx).MeetPerson(ctx, found)
	if err != nil {
		return nil, fmt.Errorf("meet a person: %w", err)
	}
	return person(row), nil
}

// Find returns the person behind a user id without recording a contact.
func (s *PersonStore) Find(ctx context.Context, u bot.UserID) (*campaign.Person, error) {
	r, err := s.q(ctx).PersonByHash(ctx, s.Hash(u))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, campaign.ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("find a person: %w", err)
	}
	return person(r), nil
}

// SaveDialogue stores what the next message of a person may answer.
func (s *PersonStore) SaveDialogue(ctx context.Context, p *campaign.Person) error {
	waiting, last := pending(p.Waiting)
	return s.q(ctx).SaveDialogue(ctx, db.SaveDialogueParams{
		ID: int64(p.ID), Pending: waiting, PendingUntil: last,
		Choices: strings.Join(p.Choices, "\n"), ChoicesUntil: ms(p.ChoicesUntil), Consent: int64(p.Consent), ConsentAt: ms(p.ConsentAt),
	})
}

// pending formats the questions that wait for a confirmation, a line for each with its
// end, and returns the latest end.
func pending(waiting map[campaign.Pending]time.Time) (lines string, last int64) {
	var out []string
	for what, until := range waiting {
		out = append(out, fmt.Sprint(string(what), " ", ms(until)))
		last = max(last, ms(until))
	}
	slices.Sort(out)
	return strings.Join(out, "\n"), last
}

// waiting parses what pending has formatted. A line without an end was stored by an
// older version, which knew a single question; last is its end.
func waiting(lines string, last int64) map[campaign.Pending]time.Time {
	out := map[campaign.Pending]time.Time{}
	for line := range strings.Lines(lines) {
		line = strings.TrimSpace(line)
		space := max(0, strings.LastIndexByte(line, ' ')) // what may hold one: an entry's id
		what, end := line[:space], line[min(space+1, len(line)):]
		if space == 0 {
			what, end = line, ""
		}
		until, err := strconv.ParseInt(end, 10, 64)
		if err != nil {
			until = last
		}
		out[campaign.Pending(what)] = at(until)
	}
	return out
}

func openid(u bot.UserID) sql.NullString { return sql.NullString{String: string(u), Valid: true} }

func person(r db.Person) *campaign.Person {
	p := &campaign.Person{
		ID: bot.PersonID(r.ID), Hash: r.Hash, Code: shortCode(r.Hash), FirstAt: at(r.FirstAt), LastAt: at(r.LastAt),
		Following: r.Following != 0, Consent: campaign.Consent(r.Consent), ConsentAt: at(r.ConsentAt),
		Credits: int(r.Credits), CreditsUntil: at(r.CreditsUntil),
		Waiting: waiting(r.Pending, r.PendingUntil), ChoicesUntil: at(r.ChoicesUntil), Shelved: int(r.Shelved),
		TakenOver: r.Taken != 0, Heard: int(r.Heard),
	}
	p.Choices = choices(r.Choices)
	return p
}

// choices parses the choices of the last list.
func choices(lines string) []string {
	if lines == "" {
		return nil
	}
	return strings.Split(lines, "\n")
}

// Subscribe stores a consent to one message. It returns false if its token is known
// already.
func (s *PersonStore) Subscribe(ctx context.Context, id string, p bot.PersonID, token string, when time.Time) (bool, error) {
	n, err := s.q(ctx).Subscribe(ctx, db.SubscribeParams{Token: token, Campaign: id, Person: int64(p), At: ms(when)})
	if err != nil {
		return false, fmt.Errorf("store a consent: %w", err)
	}
	if n == 0 {
		return false, nil
	}
	return true, s.q(ctx).ReplaceSubscriptions(ctx, db.ReplaceSubscriptionsParams{Person: int64(p), Token: token})
}
