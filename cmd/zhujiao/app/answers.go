package app

import (
	"context"
	"crypto/sha256"
	"fmt"
	"reflect"
	"slices"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/catalog"
	"zhujiao/bot/console"
	"zhujiao/bot/content"
	"zhujiao/bot/faq"
	"zhujiao/bot/intent"
	"zhujiao/bot/sqlstore"
	"zhujiao/bot/text"
	"zhujiao/handlers"
	"zhujiao/handlers/attendee"
)

// answers knows what was asked lately. It implements console.Answers.
type answers struct{ studio }

var _ console.Answers = answers{}

const (
	// askedDays and replayDays are how far back is looked.
	askedDays  = 7
	replayDays = 30
	// askedMost, replayMost and groupedMost are how many texts are looked at: matching one takes
	// up to half a millisecond, and somebody waits for the page.
	askedMost   = 1000
	replayMost  = 2000
	groupedMost = 1000
	// groupsShown and changesShown are how many a page shows.
	groupsShown  = 30
	changesShown = 30
	// othersShown is how many further wordings of a group are shown.
	othersShown = 8
)

// Asked implements console.Answers.
func (s answers) Asked(ctx context.Context, class string, now time.Time) (console.AskedLately, error) {
	out := console.AskedLately{Hits: map[string]int{}, Misses: map[string]int{}}
	served, ok := s.a.catalog.Class(class)
	if !ok {
		return out, fmt.Errorf("class %s: %w", class, campaign.ErrNotFound)
	}
	heard, err := s.a.store.Journal.RecentTexts(ctx, class, now.AddDate(0, 0, -askedDays), askedMost+1)
	if err != nil {
		return out, err
	}
	if out.Capped = len(heard) > askedMost; out.Capped {
		heard = heard[:askedMost]
	}
	last := map[bot.PersonID]string{} // the entry that answered last
	means := s.a.reviews.meaningsFor(served)
	for _, h := range slices.Backward(heard) {
		out.Texts++
		m, before := means.of(h.Text), last[h.Person]
		delete(last, h.Person)
		switch m.kind {
		case meansRefusal:
			if before != "" {
				out.Misses[before]++
			}
		case meansRoutine:
			out.Routine++
		case meansAnswer:
			out.Answered++
			out.Hits[m.entry]++
			last[h.Person] = m.entry
		case meansOffer:
			out.Offered++
		case meansNothing:
			out.Left++
		}
	}
	s.warn(ctx, class, &out)
	return out, nil
}

// warn says which wordings are hard to tell apart, and what is inherited. A version that cannot
// be loaded has no warnings: its check says what is wrong.
func (s answers) warn(ctx context.Context, class string, out *console.AskedLately) {
	v, err := s.newest(ctx, class)
	if err != nil {
		return
	}
	found := s.a.reviews.of(v)
	out.Inherits, out.Tests = found.claims, len(v.Campaign.Tests)
	for _, p := range found.confused {
		out.Confused = append(out.Confused, p.Text)
	}
	for _, p := range found.failed {
		out.Failed = append(out.Failed, p.Text)
	}
}

func pending(c *campaign.Campaign, id string) bool {
	e, ok := c.Entry(id)
	return ok && e.Pending
}

// newest is the newest version of a class.
func (s studio) newest(ctx context.Context, class string) (*content.Version, error) {
	base, err := s.a.store.Versions().LatestVersion(ctx, class)
	if err != nil {
		return nil, fmt.Errorf("read the newest version of %s: %w", class, err)
	}
	v, err := s.a.reviews.load(base.Files, base.Name, s.vocabulary())
	if err != nil {
		return nil, fmt.Errorf("load the newest version of %s: %w", class, err)
	}
	return v, nil
}

// matcherOf is what answers the questions of a class.
func matcherOf(c *campaign.Campaign, t *content.Texts) *faq.Matcher {
	m, _ := faq.New(intent.MatcherSetup(c, handlers.ReaderTexts(c, t), attendee.Commands()))
	return m
}

// Groups implements console.Answers.
func (s answers) Groups(ctx context.Context, class string, now time.Time) (out []console.Group, err error) {
	served, ok := s.a.catalog.Class(class)
	if !ok {
		return nil, fmt.Errorf("class %s: %w", class, campaign.ErrNotFound)
	}
	asked, err := s.a.store.Journal.RecentUnanswered(ctx, class, now.AddDate(0, 0, -replayDays), groupedMost)
	if err != nil {
		return nil, err
	}
	var texts []string
	means := s.a.reviews.meaningsFor(served)
	for _, h := range asked { // what serves by now may answer some of them
		if h.Outcome != campaign.OutcomeChosen && h.Outcome != campaign.OutcomeWaiting && means.of(h.Text).kind != meansAnswer {
			texts = append(texts, h.Text)
		}
	}
	for _, g := range intent.MatcherOf(served.Reader).Group(texts) {
		if len(out) == groupsShown {
			break
		}
		one := console.Group{Text: texts[g.Texts[0]], N: len(g.Texts)}
		for _, i := range g.Texts {
			if t := texts[i]; t != one.Text && !slices.Contains(one.Others, t) && len(one.Others) < othersShown {
				one.Others = append(one.Others, t)
			}
		}
		if len(g.Hits) > 0 {
			if e, ok := served.Campaign.Entry(g.Hits[0].ID); ok {
				one.Near, one.NearID = e.Question, e.ID
			}
		}
		out = append(out, one)
	}
	return out, nil
}

// Replay implements console.Answers.
func (s answers) Replay(ctx context.Context, class, words string, now time.Time) (console.Replay, error) {
	served, ok := s.a.catalog.Class(class)
	if !ok {
		return console.Replay{}, fmt.Errorf("class %s: %w", class, campaign.ErrNotFound)
	}
	key := replayKey{sha256.Sum256([]byte(words)), served.Serial, now.Unix() / 60}
	out := s.a.reviews.replays.of(key, func() replayed {
		replay, err := s.replay(context.WithoutCancel(ctx), served, words, now)
		return replayed{replay, err}
	})
	if out.err != nil {
		s.a.reviews.replays.forget(key)
	}
	return out.replay, out.err
}

// replay asks past questions again, of a text instead of what serves.
func (s answers) replay(ctx context.Context, served *catalog.Snapshot, words string, now time.Time) (out console.Replay, err error) {
	class := served.Campaign.ID
	before, err := s.newest(ctx, class)
	if err != nil {
		return out, err
	}
	after, err := s.read(ctx, class, "", words)
	if err != nil || after == nil || reflect.DeepEqual(before.Campaign.FAQ, after.Campaign.FAQ) {
		return out, err
	}
	heard, err := s.a.store.Journal.RecentTexts(ctx, class, now.AddDate(0, 0, -replayDays), replayMost)
	if err != nil {
		return out, err
	}
	c, t, err := s.withAdditions(ctx, after)
	if err != nil {
		return out, err
	}
	is := intent.Routine(c, handlers.Blocked(c), attendee.Commands())
	was := intent.Routine(served.Campaign, handlers.Blocked(served.Campaign), attendee.Commands())
	asked := questionsOf(heard, func(said string) bool { return is(said) || was(said) })
	reworded := func(id string) bool { return served.Texts.States(id) != t.States(id) }
	changes := faq.Replay(intent.MatcherOf(served.Reader), matcherOf(c, t), asked, reworded, func() {})
	out.Ran, out.Texts = true, len(asked)
	for _, ch := range changes {
		one := console.Changed{
			Text: ch.Text, Times: ch.Times,
			Before: outcomeOf(served.Campaign, ch.Before), After: outcomeOf(c, ch.After),
		}
		one.Reworded = ch.Reworded && reflect.DeepEqual(one.Before, one.After)
		switch {
		case one.Before.Kind == one.After.Kind && one.Before.Kind != "answer" && reflect.DeepEqual(one.Before, one.After):
			continue
		case one.After.Kind == "answer" && one.Before.Kind != "answer":
			out.Gained += ch.Times
		case one.After.Kind != "answer" && one.Before.Kind == "answer":
			out.Lost += ch.Times
		default:
			out.Other += ch.Times
		}
		if len(out.Changes) < changesShown {
			out.Changes = append(out.Changes, one)
		}
	}
	return out, nil
}

// withAdditions adds to a version what moderators have added to its class.
func (s studio) withAdditions(ctx context.Context, v *content.Version) (*campaign.Campaign, *content.Texts, error) {
	published, err := s.a.store.Content.Entries(ctx, v.Campaign.ID)
	if err != nil {
		return nil, nil, fmt.Errorf("read what moderators published: %w", err)
	}
	phrasings, err := s.a.store.Content.Phrasings(ctx, v.Campaign.ID)
	if err != nil {
		return nil, nil, fmt.Errorf("read what moderators added: %w", err)
	}
	given := map[string]string{}
	for _, e := range published {
		given[e.ID()] = e.Answer
	}
	return v.Campaign.With(published, phrasings), v.Texts.With(given), nil
}

// questionsOf are the texts that are no commands and the like.
func questionsOf(heard []sqlstore.Heard, routine func(said string) bool) (out []string) {
	for _, h := range heard {
		if !routine(h.Text) {
			out = append(out, h.Text)
		}
	}
	return out
}

// outcomeOf is what becomes of a question.
func outcomeOf(c *campaign.Campaign, r faq.Result) console.Outcome {
	out := console.Outcome{Kind: map[faq.Band]string{faq.Answer: "answer", faq.Suggest: "offer", faq.None: "moderator"}[r.Band]}
	if r.Band == faq.Answer && pending(c, r.Hits[0].ID) {
		return console.Outcome{Kind: "moderator"}
	}
	for i, h := range r.Hits {
		if r.Band == faq.None || r.Band == faq.Answer && i > 0 {
			break
		}
		out.Titles = append(out.Titles, text.Plain(h.Title))
	}
	return out
}
