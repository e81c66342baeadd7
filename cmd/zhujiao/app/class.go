package app

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/catalog"
	"zhujiao/bot/intent"
	"zhujiao/bot/middleware"
	"zhujiao/bot/text"
	"zhujiao/handlers"
)

// liveAt returns the classes that are live at a time, by start and id.
func liveAt(a *App, at time.Time) []*catalog.Snapshot {
	all := a.catalog.Classes()
	if len(all) < 2 {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(all), func(s *catalog.Snapshot) bool { return !s.Campaign.Live(at) })
}

// read sets the class and the readings of a message, outside the unit. While a single class
// is live, nothing of its sender is read.
func (in intake) read(ctx context.Context, m *bot.Message) error {
	if intent.IsStaffLine(m) {
		importer(in).look(ctx)
	}
	live := liveAt(in.a, m.Time())
	m.Fit = nil
	if len(live) < 2 || !m.FromPerson() || m.Event == bot.EventUnsubscribe {
		s := in.a.main()
		if len(live) == 1 {
			s = live[0] // Main may be one that has ended since the catalog looked last
		}
		in.take(m, s, s.Reader.Read(m))
		return nil
	}
	if intent.IsStaffLine(m) {
		class, err := in.moderatorsClass(ctx, m)
		if err != nil {
			return err
		}
		if s, ok := handlers.FindClass(live, class); ok {
			m.Fit = &bot.ClassFit{Read: map[string]bot.Readings{class: s.Reader.Read(m)}}
			in.take(m, s, m.Fit.Read[class])
			return nil
		}
	}
	read := manyReadings{beside: intent.NewSharedReading(m), of: map[string]bot.Readings{}}
	for _, s := range live {
		read.of[s.Campaign.ID] = read.beside.Begin(s.Reader)
	}
	return in.choose(ctx, m, live, read)
}

// manyReadings are what a message means to each live class, as far as that is needed.
type manyReadings struct {
	beside *intent.SharedReading
	of     map[string]bot.Readings // by class id
}

// finish matches a question that is not matched yet for one class.
func (read manyReadings) finish(s *catalog.Snapshot) bot.Readings {
	r := read.of[s.Campaign.ID]
	read.beside.Finish(s.Reader, &r)
	read.of[s.Campaign.ID] = r
	return r
}

func (intake) take(m *bot.Message, s *catalog.Snapshot, r bot.Readings) {
	m.Class, m.Snapshot, m.Readings = s.Campaign.ID, s.Serial, r
}

// moderatorsClass returns the class that a moderator's command is about: the one in which a
// code was given that the command has, else the one that they have switched to, else the
// one that runs, else the next. It is empty if the sender is no moderator.
func (in intake) moderatorsClass(ctx context.Context, m *bot.Message) (string, error) {
	hash := in.a.store.People.Hash(m.From)
	mod, err := in.a.store.Moderators.Moderator(ctx, hash)
	if errors.Is(err, campaign.ErrNotFound) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	if code := intent.CodeIn(m); code != "" {
		class, err := in.a.store.Classes().CodeClass(ctx, hash, code, m.Arrived)
		if class != "" || err != nil {
			return class, err
		}
	}
	if s, ok := in.a.catalog.Class(mod.Class); ok && s.Campaign.Live(m.Time()) {
		return mod.Class, nil
	}
	return in.a.catalog.Main(m.Time()).Campaign.ID, nil
}

// choose chooses among the live classes with what is known of the sender, and sets the
// readings of the one that was chosen.
func (in intake) choose(ctx context.Context, m *bot.Message, live []*catalog.Snapshot, read manyReadings) error {
	q, known, err := in.query(ctx, m, live, read)
	if err != nil {
		return err
	}
	chosen := intent.ChooseClass(q)
	s := live[chosen.Class]
	m.Fit = fitOf(q, known, chosen)
	in.take(m, s, read.finish(s))
	m.Fit.Read = read.of
	id, picked := q.Picked()
	choice, isClass := campaign.ClassChoiceOf(id)
	if !picked || !isClass || choice.Class != s.Campaign.ID {
		return nil
	}
	return in.picked(ctx, m, s, choice, known.Person.ID)
}

// picked reads the message that was asked about instead of the number that was typed.
func (in intake) picked(ctx context.Context, m *bot.Message, s *catalog.Snapshot, c campaign.ClassChoice, p bot.PersonID) error {
	words := c.Words
	if words == "" {
		said, err := in.a.store.Classes().Said(ctx, p, c.Key)
		if err != nil {
			return err
		}
		words = said
	}
	asked := *m
	asked.Text, asked.Folded = words, text.Fold(text.Unquote(words))
	m.Fit.Asked, m.Fit.Concern = &asked, string(c.Concern)
	m.Readings = intent.ReadBeside(s.Reader, &asked)
	return nil
}

// known is what was read of a sender.
type known struct {
	campaign.Memberships
	takenIn, lastIn string
	closed          []string
}

// query reads what decides the class of a message.
func (in intake) query(
	ctx context.Context, m *bot.Message, live []*catalog.Snapshot, read manyReadings,
) (q intent.ClassQuery, k known, err error) {
	store := in.a.store.Classes()
	if k.Memberships, err = store.Memberships(ctx, in.a.store.People.Hash(m.From)); err != nil {
		return q, k, err
	}
	if p := k.Person; p != nil && p.TakenOver {
		if k.takenIn, err = store.TakenClass(ctx, p.ID); err != nil {
			return q, k, err
		}
	}
	refers := slices.ContainsFunc(live, func(s *catalog.Snapshot) bool {
		r := read.of[s.Campaign.ID]
		return intent.RefersBack(&r)
	})
	if p := k.Person; p != nil && refers {
		if k.lastIn, err = store.LastClass(ctx, p.ID, m.Arrived.Add(-campaign.ChoicesLife)); err != nil {
			return q, k, err
		}
	}
	if k.closed, err = in.closed(ctx, live, m.Time()); err != nil {
		return q, k, err
	}
	q = intent.ClassQuery{
		At: m.Time(), Now: m.Arrived, Folded: m.Folded, Arg: m.Arg, Person: k.Person, TakenIn: k.takenIn, LastIn: k.lastIn,
	}
	for _, s := range live {
		member, has := k.Classes[s.Campaign.ID]
		q.Classes = append(q.Classes, intent.Class{
			Campaign: s.Campaign, Stage: s.Campaign.Stage(m.Time()),
			Member: has, Registered: member.Registered, Claimed: member.Claimed,
			Closed: slices.Contains(k.closed, s.Campaign.ID) || s.Campaign.Cancelled, Readings: read.of[s.Campaign.ID],
			Finish: func(r *bot.Readings) { *r = read.finish(s) },
		})
	}
	return q, k, nil
}

// closed returns the classes of which moderators have closed the registration. That is read
// only if several could be open.
func (in intake) closed(ctx context.Context, live []*catalog.Snapshot, at time.Time) ([]string, error) {
	n := 0
	for _, s := range live {
		if !at.Before(s.Campaign.Signup.Open) && !s.Campaign.Over(at) {
			n++
		}
	}
	if n < 2 {
		return nil, nil
	}
	return in.a.store.Classes().ClosedClasses(ctx)
}

// fitOf returns how a class was chosen.
func fitOf(q intent.ClassQuery, k known, chosen intent.ClassChosen) *bot.ClassFit {
	fit := &bot.ClassFit{Concern: string(chosen.Concern)}
	if k.Person != nil {
		fit.Heard = k.Person.Heard
	}
	for _, i := range chosen.Among {
		fit.Among = append(fit.Among, q.Classes[i].Campaign.ID)
	}
	concerned := 0
	for i, c := range q.Classes {
		if c.Member {
			fit.Mine = append(fit.Mine, c.Campaign.ID)
		}
		if c.Member || i == chosen.Class || offered(c.Stage) {
			concerned++
		}
	}
	fit.Named = concerned > 1
	return fit
}

// offered reports whether a class concerns people who have nothing in it: they may
// register, or watch.
func offered(s campaign.Stage) bool { return s == campaign.StageOpen || s == campaign.StageRunning }

// anyClass reports whether something is true of a message to any live class: what is the
// account's stands above classes.
func (in intake) anyClass(m *bot.Message, is func(*intent.Reader, *bot.Message) bool) bool {
	live := liveAt(in.a, m.Time())
	if len(live) < 2 {
		return is(in.a.main().Reader, m)
	}
	return slices.ContainsFunc(live, func(s *catalog.Snapshot) bool { return is(s.Reader, m) })
}

// name names the class of what the bot says first, if its reader has to be told: people
// whom more than one class concerns, and moderators while more than one is on.
func (rd renderer) name(ctx context.Context, n campaign.Notice, s *catalog.Snapshot, r bot.Reply) (bot.Reply, error) {
	a := rd.a
	at := a.clock.Now()
	live := liveAt(a, at)
	if len(live) < 2 || handlers.AboveClasses(n) || n.Campaign != s.Campaign.ID { // its class cannot be loaded
		return r, nil
	}
	if handlers.ForStaff(n) {
		if crowded(live, at) {
			r = handlers.Head(s, live, r, rd.room(n))
		}
		return r, nil
	}
	mine, err := a.store.Classes().ClassesOf(ctx, n.Person)
	if err != nil {
		return nil, err
	}
	concerned := 0
	for _, other := range live {
		id := other.Campaign.ID
		if id == s.Campaign.ID || slices.Contains(mine, id) || offered(other.Campaign.Stage(at)) {
			concerned++
		}
	}
	if concerned > 1 {
		r = handlers.Name(s, live, r, rd.room(n))
	}
	return r, nil
}

// room is how many bytes a notice may have, 0 for as many as it likes: what goes to a group is
// parted.
func (rd renderer) room(n campaign.Notice) int {
	if n.Robot != "" {
		return 0
	}
	return rd.a.account.Channel.MaxText
}

// named returns a text to many people of a class with its name, while more than one class is
// on and the text does not say which is meant.
func (rd renderer) named(class, words string, at time.Time) string {
	a := rd.a
	live := liveAt(a, at)
	s, ok := handlers.FindClass(live, class)
	if !ok || !crowded(live, at) {
		return words
	}
	said, _ := bot.Words(handlers.Name(s, live, bot.Text(words), 0))
	return string(said)
}

// classes returns the classes around a message.
func (in intake) classes(m *bot.Message) handlers.Classes {
	if m.Fit == nil {
		return handlers.Classes{}
	}
	out := handlers.Classes{Live: liveAt(in.a, m.Time()), Named: m.Fit.Named}
	for _, id := range m.Fit.Mine {
		if s, ok := handlers.FindClass(out.Live, id); ok {
			out.Mine = append(out.Mine, s)
		}
	}
	out.Crowded = crowded(out.Live, m.Time())
	return out
}

// crowded reports whether more than one class is open, running or after, so that moderators
// have to be told which is meant.
func crowded(live []*catalog.Snapshot, at time.Time) bool {
	n := 0
	for _, s := range live {
		if s.Campaign.Stage(at) != campaign.StageAnnounced {
			n++
		}
	}
	return n > 1
}

// fits returns middleware.ErrOutdated unless a message belongs to the class that was chosen
// before the unit. Other messages of the sender may have come between; what they have
// changed is then read in the unit, and compared. The text is read again only for a class
// for which that was not needed before.
func (in intake) fits(ctx context.Context, m *bot.Message, p *campaign.Person) error {
	switch {
	case m.Fit == nil || p == nil || p.Heard <= m.Fit.Heard+1:
		return nil
	case intent.IsStaffLine(m) && len(m.Fit.Read) == 1:
		class, err := in.moderatorsClass(ctx, m)
		if err == nil && class != m.Class {
			err = middleware.ErrOutdated
		}
		return err
	}
	now := *m
	var live []*catalog.Snapshot
	for _, s := range liveAt(in.a, m.Time()) {
		if _, ok := m.Fit.Read[s.Campaign.ID]; ok {
			live = append(live, s)
		}
	}
	if len(live) < 2 {
		return middleware.ErrOutdated
	}
	read := manyReadings{intent.NewSharedReading(m), maps.Clone(m.Fit.Read)}
	if err := in.choose(ctx, &now, live, read); err != nil {
		return err
	}
	same := now.Class == m.Class && slices.Equal(now.Fit.Among, m.Fit.Among) && (now.Fit.Asked == nil) == (m.Fit.Asked == nil)
	if !same {
		return middleware.ErrOutdated
	}
	m.Fit.Mine, m.Fit.Named = now.Fit.Mine, now.Fit.Named
	return nil
}
