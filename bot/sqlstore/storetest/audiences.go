package storetest

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore"
)

// listAll stores the audience of a broadcast, as it was at a moment, in pages of two.
func listAll(ctx context.Context, s *sqlstore.Store, b *campaign.Broadcast, moment int64) (size int, err error) {
	for at := (campaign.AudienceCursor{}); !at.Ended; {
		page, err := s.Chunks.AudiencePage(ctx, campaign.AudienceQuery{Class: here, Audience: b.Audience, Moment: moment}, at, 2)
		if err != nil {
			return size, err
		}
		var people []bot.PersonID
		for _, c := range page.People {
			if c.Known {
				people = append(people, c.Person)
			}
		}
		n, err := s.Chunks.AddToAudience(ctx, b, people, size)
		if err != nil {
			return size, err
		}
		size, at = size+n, page.Next
	}
	return size, nil
}

// unreached lets two people leave, one of whom had opted out, and erases two, one of them in
// the first step only.
func unreached(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	meet(t, s, "gone")
	out, erased, half := meet(t, s, "gone, and out"), meet(t, s, "erased"), meet(t, s, "half erased")
	out.Consent = campaign.ConsentOut
	in(t, s, func(ctx context.Context) error {
		for _, who := range []bot.UserID{"gone", "gone, and out"} {
			if _, err := s.People.Meet(ctx, who, campaign.ContactLeft, noon(), noon()); err != nil {
				return err
			}
		}
		_, err := s.Erasure.ForgetWords(ctx, half.ID)
		return errors.Join(err, s.People.SaveDialogue(ctx, out), s.Erasure.ForgetFacts(ctx, erased))
	})
}

// audiences tests who is in which audience.
func audiences(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	people := seat(t, s, 3)
	out, held, wait := people[0], people[1], meet(t, s, "waiting")
	out.Consent = campaign.ConsentOut
	unreached(t, s)
	in(t, s, func(ctx context.Context) error {
		present := campaign.Member{Person: held.ID, Standing: campaign.StandingSeated, Seat: 2, CheckedAt: noon(), Source: "other"}
		waiting := campaign.Member{Person: wait.ID, Standing: campaign.StandingWaiting, Queue: 1}
		return errors.Join(s.People.SaveDialogue(ctx, out),
			s.Seats.SaveMember(ctx, here, &present), s.Seats.SaveMember(ctx, here, &waiting),
			s.Packs.Take(ctx, here, held.ID, campaign.Claim{Pack: "99", State: campaign.ClaimHeld, At: noon()}, -1))
	})
	number := 1
	for rule, wanted := range map[campaign.Audience]struct{ size, reachable, members int }{
		{Kind: campaign.AudienceAll}:                 {6, 3, 3},
		{Kind: campaign.AudienceSeated}:              {3, 2, 2},
		{Kind: campaign.AudienceWaiting}:             {1, 1, 1},
		{Kind: campaign.AudienceSigned}:              {4, 3, 3},
		{Kind: campaign.AudiencePresent}:             {1, 1, 1},
		{Kind: campaign.AudienceWithout, Arg: "99"}:  {0, 0, 0},
		{Kind: campaign.AudienceWithout, Arg: "49"}:  {1, 1, 1},
		{Kind: campaign.AudienceHolders, Arg: "99"}:  {1, 1, 1},
		{Kind: campaign.AudienceSource, Arg: "reg"}:  {2, 1, -1},
		{Kind: campaign.AudienceReceived, Arg: "99"}: {0, 0, -1},
	} {
		var n campaign.AudienceCount
		in(t, s, func(ctx context.Context) (err error) {
			n, err = s.Chunks.CountAudience(ctx, here, rule, noon())
			return err
		})
		if n.People != wanted.size || n.Reachable != wanted.reachable {
			t.Errorf("%v: %d of %d can be reached, want %d of %d", rule, n.Reachable, n.People, wanted.reachable, wanted.size)
		}
		number++
		b := draft(t, s, number)
		b.Audience = rule
		in(t, s, func(ctx context.Context) error {
			size, err := listAll(ctx, s, b, n.Moment)
			want(t, fmt.Sprint("listed of ", rule), size, wanted.size)
			return err
		})
		if wanted.members < 0 {
			continue
		}
		openids, err := s.Chunks.Openids(t.Context(), here, rule)
		if err != nil || len(openids) != wanted.members {
			t.Errorf("%v: openids = %v, %v, want %d", rule, openids, err, wanted.members)
		}
	}
}

// memberOf is a member with a seat, or a place on the waitlist.
func memberOf(p *campaign.Person, st campaign.Standing, place int, present bool) *campaign.Member {
	m := &campaign.Member{Person: p.ID, Standing: st, Seat: place, Source: "reg", SignedAt: noon()}
	if st == campaign.StandingWaiting {
		m.Seat, m.Queue = 0, int64(place)
	}
	if present {
		m.CheckedAt = noon()
	}
	return m
}

// moments tests that an audience is who fitted when it was counted and still does, also
// while the business clock stands.
func moments(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	member := func(ctx context.Context, p *campaign.Person, st campaign.Standing, place int, present bool) error {
		return s.Seats.SaveMember(ctx, here, memberOf(p, st, place, present))
	}
	hold := func(ctx context.Context, p *campaign.Person) error {
		return s.Packs.SaveClaim(ctx, here, p.ID, campaign.Claim{Pack: "99", State: campaign.ClaimHeld, At: noon()})
	}
	stays, leaves, moves, comes := meet(t, s, "stays"), meet(t, s, "leaves"), meet(t, s, "moves"), meet(t, s, "comes")
	gone := meet(t, s, "gone")
	in(t, s, func(ctx context.Context) error {
		return errors.Join(member(ctx, stays, campaign.StandingSeated, 1, true), hold(ctx, stays),
			member(ctx, leaves, campaign.StandingSeated, 2, true), member(ctx, moves, campaign.StandingWaiting, 1, false),
			member(ctx, gone, campaign.StandingSeated, 3, true))
	})
	counts := map[campaign.Audience]int64{}
	for _, a := range []campaign.Audience{
		{Kind: campaign.AudienceAll},
		{Kind: campaign.AudienceSeated},
		{Kind: campaign.AudienceWaiting},
		{Kind: campaign.AudienceSigned},
		{Kind: campaign.AudiencePresent},
		{Kind: campaign.AudienceWithout, Arg: "49"},
		{Kind: campaign.AudienceHolders, Arg: "99"},
		{Kind: campaign.AudienceSource, Arg: "reg"},
	} {
		in(t, s, func(ctx context.Context) error {
			n, err := s.Chunks.CountAudience(ctx, here, a, noon())
			counts[a] = n.Moment
			return err
		})
	}
	late := meet(t, s, "late")
	in(t, s, func(ctx context.Context) error { // after the count
		return errors.Join(member(ctx, leaves, campaign.StandingNone, 0, false), member(ctx, moves, campaign.StandingSeated, 2, false),
			member(ctx, comes, campaign.StandingSeated, 4, true), hold(ctx, comes), member(ctx, stays, campaign.StandingSeated, 1, true),
			hold(ctx, stays), member(ctx, late, campaign.StandingSeated, 5, true), ForgetWords(ctx, s, gone.ID))
	})
	meet(t, s, "gone") // comes back
	number := 0
	for a, wanted := range map[campaign.Audience]int{
		{Kind: campaign.AudienceAll}: 4, {Kind: campaign.AudienceSeated}: 1, {Kind: campaign.AudienceWaiting}: 0,
		{Kind: campaign.AudienceSigned}:  1,
		{Kind: campaign.AudiencePresent}: 1, {Kind: campaign.AudienceWithout, Arg: "49"}: 1,
		{Kind: campaign.AudienceHolders, Arg: "99"}: 1, {Kind: campaign.AudienceSource, Arg: "reg"}: 2,
	} {
		number++
		b := draft(t, s, number)
		b.Audience = a
		in(t, s, func(ctx context.Context) error {
			size, err := listAll(ctx, s, b, counts[a])
			want(t, fmt.Sprintf("who fitted %v and still does", a), size, wanted)
			return err
		})
	}
}
