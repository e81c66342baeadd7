package staff_test

import (
	"context"
	"fmt"
	"slices"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
)

// office keeps codes, moderators and what is stopped. Codes count from 0001.
type office struct {
	moderation.ModeratorStore
	codes   map[string]moderation.WaitingAction
	control campaign.Control
	invited map[string]moderation.Moderator // by code
	known   map[string]moderation.Moderator // by hash
	// switched are the classes that moderators have switched to, by hash.
	switched map[string]string
}

func (o *office) SwitchClass(_ context.Context, hash, class string) error {
	if o.switched == nil {
		o.switched = map[string]string{}
	}
	o.switched[hash] = class
	return nil
}

func (o *office) digits() string { return fmt.Sprintf("%04d", len(o.codes)+1) }

func (*office) Audit(context.Context, moderation.AuditEntry) error { return nil }

func (o *office) SaveCode(_ context.Context, _, code string, a moderation.WaitingAction, _ time.Time) (bool, error) {
	o.codes[code] = a
	return true, nil
}

func (o *office) TakeCode(_ context.Context, _, code string, _ time.Time) (moderation.WaitingAction, error) {
	a, ok := o.codes[code]
	if !ok {
		return a, campaign.ErrNotFound
	}
	return a, nil
}

func (o *office) Control(context.Context) (campaign.Control, error) { return o.control, nil }

func (o *office) SetLevel(_ context.Context, l campaign.StopLevel, _ string, _ time.Time) error {
	o.control.Level = l
	return nil
}

func (o *office) Moderator(_ context.Context, hash string) (*moderation.Moderator, error) {
	m, ok := o.known[hash]
	if !ok {
		return nil, campaign.ErrNotFound
	}
	return &m, nil
}

func (*office) Moderators(context.Context) ([]moderation.Moderator, error) { return nil, nil }

func (*office) SaveModerator(context.Context, moderation.Moderator, time.Time) error { return nil }

func (o *office) Invitation(_ context.Context, code string, _ time.Time) (moderation.Moderator, error) {
	m, ok := o.invited[code]
	if !ok {
		return m, campaign.ErrNotFound
	}
	return m, nil
}

func (*office) TakeInvitation(context.Context, string, time.Time) error { return nil }

// desk keeps tickets, and people who can be reached or not.
type desk struct {
	tickets   []*campaign.Ticket
	reachable bool
	notices   []campaign.Notice
}

func (d *desk) Ticket(_ context.Context, _ string, k campaign.TicketKind, number int) (*campaign.Ticket, error) {
	for _, t := range d.tickets {
		if t.Kind == k && t.Number == number {
			return t, nil
		}
	}
	return nil, campaign.ErrNotFound
}

func (d *desk) TakenTicket(_ context.Context, _ string, p bot.PersonID) (*campaign.Ticket, error) {
	for _, t := range d.tickets {
		if t.Person == p && t.State == campaign.TicketTaken {
			return t, nil
		}
	}
	return nil, campaign.ErrNotFound
}

func (*desk) SetTicket(_ context.Context, t *campaign.Ticket, by string, _ time.Time) error {
	t.By = by
	return nil
}

func (d *desk) Askers(ctx context.Context, t *campaign.Ticket, after bot.PersonID, _ int) ([]campaign.Asker, error) {
	if err := ctx.Err(); err != nil || t.Person <= after {
		return nil, err
	}
	return []campaign.Asker{{Person: t.Person}}, nil
}

func (d *desk) ListInbox(ctx context.Context, class string, n int) ([]*campaign.Ticket, error) {
	l, err := d.ListWaiting(ctx, class, moderation.Page{Limit: n})
	return l.Rows, err
}

func (d *desk) ListWaiting(context.Context, string, moderation.Page) (l moderation.List[*campaign.Ticket], err error) {
	for _, t := range d.tickets {
		if t.State == campaign.TicketOpen || t.State == campaign.TicketTaken {
			l.Rows = append(l.Rows, t)
		}
	}
	return l, nil
}

func (*desk) ListTickets(context.Context, string, moderation.Page) (l moderation.List[*campaign.Ticket], err error) {
	return l, nil
}

func (d *desk) Reach(_ context.Context, p bot.PersonID) (*campaign.Person, error) {
	out := &campaign.Person{ID: p, Following: true}
	if d.reachable {
		out.Credits, out.CreditsUntil = 5, noon().Add(time.Hour)
	}
	return out, nil
}

func (d *desk) Enqueue(_ context.Context, n campaign.Notice) error {
	d.notices = append(d.notices, n)
	return nil
}

// wall keeps questions.
type wall struct{ questions []*campaign.Question }

func (w *wall) Question(_ context.Context, _ string, number int) (*campaign.Question, error) {
	for _, q := range w.questions {
		if q.Number == number {
			return q, nil
		}
	}
	return nil, campaign.ErrNotFound
}

func (*wall) Forward(context.Context, bot.PersonID, string, string, time.Time) (campaign.AskResult, error) {
	return campaign.AskResult{Number: 3}, nil
}

func (*wall) Wall(context.Context, string) (moderation.WallState, error) {
	return moderation.WallState{}, nil
}

func (*wall) SaveWall(context.Context, string, moderation.WallState) error { return nil }

func (w *wall) WallQuestion(ctx context.Context, class string, number int) (*campaign.Question, error) {
	return w.Question(ctx, class, number)
}

func (*wall) ListBoard(context.Context, string, moderation.Page) (l moderation.List[moderation.AskedQuestion], err error) {
	return l, nil
}

func (*wall) SetQuestion(context.Context, *campaign.Question) error { return nil }

func (w *wall) CopyVotes(_ context.Context, m campaign.VoteMove) (bot.PersonID, error) {
	w.questions[m.Into-1].Votes += w.questions[m.From-1].Votes
	return 0, nil
}

func (*wall) MoveMerged(context.Context, string, int, int, int) ([]bot.PersonID, bool, error) {
	return nil, false, nil
}

func (*wall) Wrote(context.Context, string, int, bot.PersonID) (bool, error) { return true, nil }

func (*wall) AuthorsAfter(_ context.Context, _ string, _ int, after bot.PersonID, _ int) ([]bot.PersonID, error) {
	if after >= 7 {
		return nil, nil
	}
	return []bot.PersonID{7}, nil
}

func (w *wall) ListQuestions(
	_ context.Context, _ string, s campaign.QuestionState, _ moderation.Page,
) (l moderation.List[*campaign.Question], err error) {
	for _, q := range w.questions {
		if q.State == s {
			l.Rows = append(l.Rows, q)
		}
	}
	return l, nil
}

// shelf keeps what moderators add to the content; everything can be taken back but what
// is said to be late.
type shelf struct{ late, known bool }

func (*shelf) NextNumber(context.Context, string, string) (int, error) { return 1, nil }

func (*shelf) Publish(context.Context, string, campaign.Published, string, time.Time) (bool, error) {
	return true, nil
}

func (s *shelf) Undo(context.Context, string, int, time.Time) (bool, error) { return !s.late, nil }

func (s *shelf) Rewrite(context.Context, string, campaign.Published, string) (bool, error) {
	return !s.late, nil
}

func (*shelf) Entries(context.Context, string) ([]campaign.Published, error) {
	return []campaign.Published{{Number: 11, Question: "能停车吗", Answer: "楼下可以停。"}}, nil
}

func (s *shelf) AddPhrasing(context.Context, string, campaign.Phrasing, string, time.Time) (bool, error) {
	return !s.known, nil
}

func (s *shelf) DropPhrasing(context.Context, string, campaign.Phrasing) (bool, error) {
	return !s.late, nil
}

// store keeps packs: 4 people hold each, and 2 wait.
type store struct {
	stopped []string
	fresh   []campaign.Mirror // links that replaced the file's
}

func (s *store) AddLink(_ context.Context, _, _ string, l campaign.Mirror, _ time.Time) error {
	s.fresh = append(s.fresh, l)
	return nil
}

func (s *store) StopLink(_ context.Context, _, _, url string, _ time.Time) (bool, error) {
	s.stopped = append(s.stopped, url)
	return true, nil
}

func (s *store) RestoreLink(context.Context, string, string, string) (bool, error) {
	s.stopped = nil
	return true, nil
}

func (*store) TakePromises(context.Context, string, string, int) ([]bot.PersonID, error) {
	return nil, nil
}

func (*store) EndPromise(context.Context, string, string, bot.PersonID) error { return nil }

func (*store) CountOthers(context.Context, campaign.HolderMove) (int, error) { return 0, nil }

func (*store) Claim(context.Context, string, string, bot.PersonID) (campaign.Claim, error) {
	return campaign.Claim{}, nil
}

func (*store) SaveClaim(context.Context, string, bot.PersonID, campaign.Claim) error { return nil }

func (*store) Taken(context.Context, string, string) (int, error) { return 4, nil }

func (s *store) Stopped(context.Context, string, string) ([]string, error) { return s.stopped, nil }

func (*store) Holders(context.Context, string, string) (int, error) { return 4, nil }

func (*store) MoveHolders(context.Context, campaign.HolderMove) (moved []bot.PersonID, next bot.PersonID, err error) {
	return []bot.PersonID{1, 2, 3}, 0, nil
}

func (*store) AddStock(context.Context, string, string, int) error { return nil }

func (s *store) Mirrors(_ context.Context, k campaign.Pack) ([]campaign.Mirror, error) {
	return append(slices.Clone(s.fresh), k.Mirrors...), nil
}

func (*store) DropLinks(context.Context, string, string) error { return nil }

func (*store) ServeOnce(context.Context, campaign.Pack, string, time.Time) error { return nil }

func (*store) Serve(context.Context, campaign.Pack, time.Time) (int, error) { return 2, nil }

// seats keeps registration: 12 of 120 seats are taken.
type seats struct {
	closed, ended, full bool
	extra               int
	member              campaign.Member
}

func (s *seats) Tally(context.Context, string) (campaign.Tally, error) {
	return campaign.Tally{Taken: 12, Closed: s.closed, Extra: s.extra}, nil
}

func (s *seats) SetClosed(_ context.Context, _ string, closed bool) error {
	s.closed = closed
	return nil
}

func (*seats) CountWaiting(context.Context, string) (int, error) { return 0, nil }

func (s *seats) AddSeats(_ context.Context, _ string, n int) error { s.extra += n; return nil }

func (*seats) Total(t campaign.Tally) int { return 120 + t.Extra }

func (s *seats) Ended(time.Time) bool { return s.ended }

func (*seats) Promote(context.Context, time.Time) (int, error) { return 3, nil }

func (s *seats) Member(_ context.Context, _ string, p bot.PersonID) (*campaign.Member, error) {
	m := s.member
	m.Person = p
	return &m, nil
}

func (s *seats) Makeup(context.Context, bot.PersonID, time.Time) (bool, error) { return !s.full, nil }

func (*seats) Said(context.Context, bot.PersonID, time.Time, int) ([]moderation.Said, error) {
	return nil, nil
}

func (*seats) ByCode(_ context.Context, code string) (*campaign.Person, error) {
	if code != "7K2F" {
		return nil, campaign.ErrNotFound
	}
	return &campaign.Person{ID: 7, Code: code}, nil
}

func (*seats) Author(_ context.Context, r moderation.Ref) (*campaign.Person, error) {
	if r.Name() != "U12" {
		return nil, campaign.ErrNotFound
	}
	return &campaign.Person{ID: 7, Code: "7K2F"}, nil
}

func (*seats) Position(context.Context, string, int64) (int, error) { return 4, nil }

func (*seats) Status(
	context.Context, *campaign.Person, *campaign.Member, campaign.Pack, time.Time,
) (campaign.PackStatus, error) {
	return campaign.PackStatus{State: campaign.StatusHeld}, nil
}

func (*seats) Figures(context.Context, string) (moderation.Counts, error) {
	return moderation.Counts{Waiting: 3, Present: 9, Tickets: 130, Questions: 6}, nil
}

func (*seats) ByChannel(context.Context, string) ([]moderation.ChannelCounts, error) {
	return []moderation.ChannelCounts{
		{Code: "", Seated: 4, Present: 3}, {Code: "old", Seated: 1}, {Code: "reg-poster", Seated: 7, Present: 6},
	}, nil
}

func (*seats) Channels(context.Context, string) ([]moderation.Channel, error) {
	return []moderation.Channel{{Scene: "c-1", Name: "海报A", Added: true}}, nil
}

func (*seats) AddChannel(context.Context, string, moderation.Channel, int, time.Time) (bool, error) {
	return false, nil
}

func (*seats) KeepCode(context.Context, string, string, string, time.Time) error { return nil }

// air keeps one broadcast, B1.
type air struct {
	b        *campaign.Broadcast
	audience int // how many fit it by the moment when it was shown
	joined   int // how many more fit it now
	gone     int // how many of the audience do not fit it any more when it is listed
	sent     []*campaign.Broadcast
	running  []*campaign.Broadcast
}

func (*air) NextNumber(context.Context, string, string) (int, error) { return 1, nil }

func (a *air) Insert(_ context.Context, b *campaign.Broadcast) error { a.b = b; return nil }

func (a *air) Save(_ context.Context, b *campaign.Broadcast) error { a.b = b; return nil }

func (a *air) Broadcast(_ context.Context, _ string, number int) (*campaign.Broadcast, error) {
	if a.b == nil || a.b.Number != number {
		return nil, campaign.ErrNotFound
	}
	return a.b, nil
}

func (a *air) InState(_ context.Context, _ string, s campaign.BroadcastState) ([]*campaign.Broadcast, error) {
	if s == campaign.BroadcastSending {
		return a.running, nil
	}
	if s == campaign.BroadcastStopped && a.b != nil && a.b.State == s {
		return []*campaign.Broadcast{a.b}, nil
	}
	return nil, nil
}

func (a *air) StopAll(context.Context) error {
	for _, b := range a.running {
		b.State = campaign.BroadcastStopped
	}
	return nil
}

func (a *air) SentSince(context.Context, string, time.Time) ([]*campaign.Broadcast, error) {
	return a.sent, nil
}

func (a *air) CountAudience(context.Context, string, campaign.Audience, time.Time) (campaign.AudienceCount, error) {
	return campaign.AudienceCount{People: a.audience + a.joined, Reachable: a.audience + a.joined - 1}, nil
}

func (a *air) AudiencePage(context.Context, campaign.AudienceQuery, campaign.AudienceCursor, int) (campaign.AudiencePage, error) {
	return campaign.AudiencePage{People: make([]campaign.Candidate, a.audience), Next: campaign.AudienceCursor{Ended: true}}, nil
}

func (a *air) AddToAudience(context.Context, *campaign.Broadcast, []bot.PersonID, int) (int, error) {
	return a.audience - a.gone, nil
}

func (*air) Split(context.Context, *campaign.Broadcast, []int, time.Time, time.Time) error {
	return nil
}

func (*air) Chunks(context.Context, *campaign.Broadcast) ([]campaign.Chunk, int, error) {
	return []campaign.Chunk{{Number: 1, Size: 6, State: campaign.ChunkQueued}}, 0, nil
}

func (*air) CancelChunks(context.Context, *campaign.Broadcast) error { return nil }

// ledger keeps one notice of which nobody knows whether it arrived: 16, which is g.
type ledger struct {
	moderation.DeliveryReader
	empty bool
}

func (l *ledger) ListUnknown(context.Context, string, moderation.Page) (out moderation.List[moderation.UnknownNotice], err error) {
	if !l.empty {
		out.Rows = []moderation.UnknownNotice{{ID: 16, Kind: campaign.NoticeHuman, Code: "7K2F"}}
	}
	return out, nil
}

func (*ledger) RepeatFailed(context.Context, int64, bot.PersonID, time.Time) (bool, error) {
	return false, nil
}

func (*ledger) Repeat(_ context.Context, id int64, _ time.Time) (bool, error) { return id == 16, nil }
