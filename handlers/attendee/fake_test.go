package attendee_test

import (
	"context"
	"slices"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
)

// seats keeps members in memory, for as few people as a test has.
type seats struct {
	campaign.SeatStore
	members map[bot.PersonID]campaign.Member
	tally   campaign.Tally
	behind  bool // somebody waits
}

func (*seats) Arrive(context.Context, string, string, bot.PersonID, time.Time) error { return nil }

func (s *seats) Member(_ context.Context, _ string, p bot.PersonID) (*campaign.Member, error) {
	m := s.members[p]
	m.Person = p
	return &m, nil
}

func (s *seats) SaveMember(_ context.Context, _ string, m *campaign.Member) error {
	s.members[m.Person] = *m
	return nil
}

func (s *seats) TakeSeat(_ context.Context, _ string, n int) (int, error) {
	if s.tally.Taken >= n {
		return 0, nil
	}
	s.tally.Taken++
	return s.tally.Taken, nil
}

func (s *seats) FreeSeat(context.Context, string) error { s.tally.Taken--; return nil }

func (*seats) NextQueue(context.Context, string) (int64, error) { return 30, nil }

func (*seats) FirstWaiting(context.Context, string) (*campaign.Member, error) {
	return nil, campaign.ErrNotFound
}

func (s *seats) Tally(context.Context, string) (campaign.Tally, error) { return s.tally, nil }

func (s *seats) Waiting(context.Context, string) (bool, error) { return s.behind, nil }

// Position is always the fourth.
func (*seats) Position(context.Context, string, int64) (int, error) { return 4, nil }

func (*seats) Present(context.Context, string) (int, error) { return 0, nil }

// desk keeps tickets, notices and what people asked in vain.
type desk struct {
	tickets []*campaign.Ticket
	notices []campaign.Notice
	asked   []campaign.UnansweredQuestion
	chosen  []string
	said    []string // before the message that is being answered
	// pictures are those that were noted.
	pictures []campaign.SentPicture
}

func (d *desk) Enqueue(_ context.Context, n campaign.Notice) error {
	d.notices = append(d.notices, n)
	return nil
}

func (*desk) AddJob(context.Context, campaign.Job) (bool, error) { return true, nil }

func (d *desk) NextNumber(context.Context, string, string) (int, error) {
	return len(d.tickets) + 1, nil
}

func (d *desk) find(fits func(*campaign.Ticket) bool) (*campaign.Ticket, error) {
	if i := slices.IndexFunc(d.tickets, fits); i >= 0 {
		return d.tickets[i], nil
	}
	return nil, campaign.ErrNotFound
}

func (d *desk) OpenTicket(_ context.Context, _ string, k campaign.TicketKind, p bot.PersonID) (*campaign.Ticket, error) {
	return d.find(func(t *campaign.Ticket) bool {
		return t.Kind == k && t.Person == p && (t.State == campaign.TicketOpen || t.State == campaign.TicketTaken)
	})
}

func (d *desk) OpenAsked(_ context.Context, _ string, p bot.PersonID, _ int) (out []campaign.Asked, err error) {
	for _, t := range d.tickets {
		if t.Kind == campaign.TicketUnknown && t.Person == p && t.State == campaign.TicketOpen {
			out = append(out, campaign.Asked{Ticket: t, Said: t.Parts, Last: t.Last})
		}
	}
	return out, nil
}

func (d *desk) MatterTicket(_ context.Context, _, matter string) (*campaign.Ticket, error) {
	return d.find(func(t *campaign.Ticket) bool { return t.Matter == matter && t.State == campaign.TicketOpen })
}

func (*desk) ShareTicket(context.Context, *campaign.Ticket, bot.PersonID, string, time.Time) error {
	return nil
}

func (*desk) CodeOf(context.Context, bot.PersonID) (string, error) { return "7K2F", nil }

func (d *desk) TakenTicket(_ context.Context, _ string, p bot.PersonID) (*campaign.Ticket, error) {
	return d.find(func(t *campaign.Ticket) bool { return t.Person == p && t.State == campaign.TicketTaken })
}

func (d *desk) AddPicture(_ context.Context, _ *campaign.Ticket, _ bot.PersonID, sent campaign.SentPicture, _ time.Time) error {
	d.pictures = append(d.pictures, sent)
	return nil
}

func (d *desk) Called(_ context.Context, _ string, p bot.PersonID) (n int, err error) {
	for _, t := range d.tickets {
		if t.Person == p && t.Kind == campaign.TicketHuman {
			n++
		}
	}
	return n, nil
}

func (d *desk) InsertTicket(_ context.Context, t *campaign.Ticket) error {
	kept := *t
	kept.Parts = []string{t.Text}
	d.tickets = append(d.tickets, &kept)
	return nil
}

func (d *desk) AppendTicket(_ context.Context, t *campaign.Ticket, _ bot.PersonID, words string, at time.Time) error {
	if words != "" {
		t.Add(words, at)
	}
	return nil
}

func (*desk) SetTicket(context.Context, *campaign.Ticket, string, time.Time) error { return nil }

func (d *desk) CountAnswered(context.Context, string, bot.PersonID) error { return nil }

func (d *desk) CountWaiting(context.Context, string, time.Time) (int, error) { return 0, nil }

func (d *desk) RecordUnanswered(_ context.Context, _ string, q campaign.UnansweredQuestion, _ time.Time) error {
	d.asked = append(d.asked, q)
	return nil
}

func (d *desk) Chosen(_ context.Context, _ string, _ bot.PersonID, entry string) error {
	d.chosen = append(d.chosen, entry)
	return nil
}

// LastTexts are the sender's texts before the last one.
func (d *desk) LastTexts(context.Context, string, bot.PersonID, time.Time) (out []string, _ error) {
	for _, s := range slices.Backward(d.said) {
		out = append(out, s)
	}
	return out[:min(3, len(out))], nil
}

func (d *desk) Asked(context.Context, string, bot.PersonID) (string, error) {
	for _, q := range slices.Backward(d.asked) {
		if q.Outcome == campaign.OutcomeSuggested {
			return q.Text, nil
		}
	}
	return "", nil
}

// packs keeps claims and reports.
type packs struct {
	campaign.LinkStore
	claims          map[string]campaign.Claim // by pack
	taken           int
	stopped         []string
	reports         []campaign.LinkReport
	lot             float64
	promised, since int
	drawOver        bool
}

func (p *packs) Claim(_ context.Context, _, pack string, _ bot.PersonID) (campaign.Claim, error) {
	c := p.claims[pack]
	c.Pack = pack
	return c, nil
}

func (p *packs) Take(ctx context.Context, class string, who bot.PersonID, c campaign.Claim, stock int) error {
	if stock >= 0 && p.taken >= stock {
		return campaign.ErrOutOfStock
	}
	return p.SaveClaim(ctx, class, who, c)
}

func (p *packs) SaveClaim(_ context.Context, _ string, _ bot.PersonID, c campaign.Claim) error {
	p.claims[c.Pack] = c
	return nil
}

func (p *packs) Taken(context.Context, string, string) (int, error) { return p.taken, nil }

func (*packs) Kept(context.Context, string, string, string) (campaign.ClaimState, error) {
	return campaign.ClaimNone, nil
}

func (p *packs) Stopped(context.Context, string, string) ([]string, error) { return p.stopped, nil }

func (*packs) Added(context.Context, string, string) (int, error) { return 0, nil }

func (p *packs) Draw(_ context.Context, _ campaign.Drawing, odds int, _ time.Time) (campaign.Draw, error) {
	return campaign.Draw{Number: 1, Odds: odds, Won: p.lot*campaign.OddsScale < float64(odds)}, nil
}

func (p *packs) DrawOver(context.Context, campaign.Drawing) (bool, error) { return p.drawOver, nil }

func (*packs) DrawnPacks(context.Context, string) ([]string, error) { return nil, nil }

func (*packs) Seed(string, string) string { return "5eed" }

func (*packs) Drawn(context.Context, string, string, string) (campaign.Draw, error) {
	return campaign.Draw{}, campaign.ErrNotFound
}

func (*packs) DrawnIn(context.Context, string, int) ([]string, error) { return nil, nil }

func (*packs) Tally(context.Context, string, string) (campaign.DrawTally, error) {
	return campaign.DrawTally{}, nil
}

func (*packs) Draws(context.Context, string, string, int, int) ([]campaign.Draw, error) {
	return nil, nil
}

func (*packs) ShowSeed(context.Context, string, string, time.Time) error { return nil }

func (*packs) NewLinks(context.Context, string, string) ([]campaign.Mirror, error) { return nil, nil }

func (p *packs) PromiseLink(context.Context, string, string, bot.PersonID) error {
	p.promised++
	return nil
}

func (p *packs) NextNumber(context.Context, string, string) (int, error) {
	return len(p.reports) + 1, nil
}

func (p *packs) Report(_ context.Context, _, pack, url string, _ bot.PersonID) (int, error) {
	for _, r := range p.reports {
		if r.Pack == pack && r.URL == url {
			return r.Number, nil
		}
	}
	return 0, nil
}

func (p *packs) AddReport(_ context.Context, _ string, r campaign.LinkReport) (int, error) {
	p.reports = append(p.reports, r)
	return 1, nil
}

func (p *packs) ReportsSince(context.Context, string, bot.PersonID, time.Time) (int, error) {
	return p.since, nil
}

// wall keeps the questions for the lecturer.
type wall struct {
	campaign.Strikes
	questions []*campaign.Question
	voted     map[int]bool
	muted     time.Time
}

func (w *wall) NextNumber(context.Context, string, string) (int, error) {
	return len(w.questions) + 1, nil
}

func (w *wall) InsertQuestion(_ context.Context, q *campaign.Question) error {
	w.questions = append(w.questions, q)
	return nil
}

func (w *wall) Question(_ context.Context, _ string, number int) (*campaign.Question, error) {
	if number > len(w.questions) {
		return nil, campaign.ErrNotFound
	}
	return w.questions[number-1], nil
}

func (*wall) SameQuestion(context.Context, string, string) (*campaign.Question, error) {
	return nil, campaign.ErrNotFound
}

func (w *wall) QuestionsBy(_ context.Context, _ string, p bot.PersonID) (n int, err error) {
	for _, q := range w.questions {
		if q.Person == p {
			n++
		}
	}
	return n, nil
}

func (w *wall) Vote(_ context.Context, _ string, number int, _ bot.PersonID) (bool, error) {
	was := w.voted[number]
	w.voted[number] = true
	return !was, nil
}

func (w *wall) Unvote(_ context.Context, _ string, number int, _ bot.PersonID) (bool, error) {
	was := w.voted[number]
	w.voted[number] = false
	return was, nil
}

func (w *wall) AskerCode(context.Context, bot.PersonID) (string, error) { return "7K2F", nil }

func (w *wall) QuestionsIn(_ context.Context, _ string, s campaign.QuestionState) (out []*campaign.Question, err error) {
	for _, q := range w.questions {
		if q.State == s {
			out = append(out, q)
		}
	}
	return out, nil
}

func (w *wall) MutedUntil(context.Context, string, bot.PersonID) (time.Time, error) {
	return w.muted, nil
}

// people keeps what concerns a person in all classes, and who moderates.
type people struct {
	moderation.ModeratorStore
	campaign.People
	messages         int
	saved            int
	erased, wordless []bot.PersonID
	moderators       map[string]moderation.Moderator // by hash
}

func (p *people) SaveDialogue(context.Context, *campaign.Person) error { p.saved++; return nil }

func (p *people) CountMessages(context.Context, bot.PersonID) (int, error) { return p.messages, nil }

func (p *people) ForgetWords(_ context.Context, who bot.PersonID) (campaign.Leftover, error) {
	p.wordless = append(p.wordless, who)
	return campaign.Leftover{Person: who}, nil
}

func (*people) Blank(context.Context, *campaign.Leftover, int) (ended bool, err error) {
	return true, nil
}

func (p *people) ForgetFacts(_ context.Context, who *campaign.Person) error {
	p.erased = append(p.erased, who.ID)
	return nil
}

func (p *people) Moderator(_ context.Context, hash string) (*moderation.Moderator, error) {
	m, ok := p.moderators[hash]
	if !ok {
		return nil, campaign.ErrNotFound
	}
	return &m, nil
}

// calls keeps the platform's results of mass sends.
type calls struct {
	moderation.CallStore
	results []campaign.MassResult
}

func (c *calls) KeepResult(_ context.Context, r campaign.MassResult, _ time.Time) error {
	c.results = append(c.results, r)
	return nil
}

func (*calls) ChunkOf(context.Context, string) (*campaign.Chunk, error) {
	return nil, campaign.ErrNotFound
}
