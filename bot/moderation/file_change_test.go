package moderation_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
)

// fullness is how full a class is.
type fullness campaign.Tally

func (f fullness) Tally(ctx context.Context, _ string) (campaign.Tally, error) {
	return campaign.Tally(f), ctx.Err()
}

// noTickets has no tickets about entries.
type noTickets struct{}

func (noTickets) EntryTicket(context.Context, string, string) (*campaign.Ticket, error) {
	return nil, campaign.ErrNotFound
}

func (noTickets) CountAskers(context.Context, *campaign.Ticket) (int, error) { return 0, nil }

// tallies is how many have drawn, by pack.
type tallies map[string]int

func (n tallies) Tally(_ context.Context, _, pack string) (campaign.DrawTally, error) {
	return campaign.DrawTally{Count: n[pack]}, nil
}

// apply changes the pack and the seats of the file, and does what that asks for, with the
// jobs that it begins.
func (p *packs) apply(t *testing.T, edit func(c *campaign.Campaign, k *campaign.Pack)) {
	t.Helper()
	old := *p.campaign
	old.Packs = slices.Clone(old.Packs)
	p.campaign.Packs[0].Mirrors = slices.Clone(p.campaign.Packs[0].Mirrors)
	edit(p.campaign, &p.campaign.Packs[0])
	changes := &moderation.Changes{
		Links: p.links, Seats: fullness{Taken: 5, Extra: 1}, Stock: p, Draws: tallies{"49": 12},
		Filled: &campaign.FilledEntries{Campaign: p.campaign, Tickets: noTickets{}, Notices: p},
	}
	c := moderation.FileChange{Old: &old, New: p.campaign, Number: 7, At: noon()}
	if err := changes.Apply(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	for _, j := range p.jobs {
		for !j.Ended {
			if err := p.links.Renotify(t.Context(), &j); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestFileLinks brings the links of a changed file to those who need them.
func TestFileLinks(t *testing.T) {
	t.Parallel()
	set := func(mirrors ...campaign.Mirror) func(*campaign.Campaign, *campaign.Pack) {
		return func(_ *campaign.Campaign, k *campaign.Pack) { k.Mirrors = mirrors }
	}
	main, backup := campaign.Mirror{URL: "https://main", Code: "aaaa"}, campaign.Mirror{URL: "https://backup", Backup: true}
	fresh := campaign.Mirror{URL: "https://new", Code: "bbbb"}
	spare := campaign.Mirror{URL: "https://spare", Backup: true}
	coded, dead := campaign.Mirror{URL: "https://main", Code: "cccc"}, campaign.Mirror{URL: "https://new", Until: "2020-01-01"}
	for name, tt := range map[string]struct {
		before func(p *packs)
		edit   func(*campaign.Campaign, *campaign.Pack)
		told   []string
		links  int // jobs for links
	}{
		"another main link":   {nil, set(fresh, backup), []string{"link to 1", "link to 2"}, 1},
		"a further main link": {nil, set(main, fresh, backup), nil, 1},
		"a further one, stopped": {
			func(p *packs) { p.stopped = []string{"https://main"} }, set(main, fresh, backup), []string{"link to 1", "link to 2"}, 1,
		},
		"another code":   {nil, set(coded, backup), []string{"link to 1", "link to 2"}, 1},
		"another backup": {func(p *packs) { p.promised = []bot.PersonID{2} }, set(main, spare), []string{"link to 2"}, 1},
		"a longer validity": {
			func(p *packs) {
				p.promised, p.campaign.Packs[0].Mirrors[0].Until = []bot.PersonID{2}, "2020-01-01"
			}, set(main, backup), []string{"link to 2"}, 1,
		},
		"a link less":      {nil, set(main), nil, 0},
		"only the name":    {nil, set(campaign.Mirror{Name: "主", URL: "https://main", Code: "aaaa"}, backup), nil, 0},
		"one that is over": {nil, set(dead, backup), nil, 0},
		"nothing":          {nil, func(*campaign.Campaign, *campaign.Pack) {}, nil, 0},
		"what a moderator replaced": {
			func(p *packs) {
				p.fresh, p.stopped = []campaign.Mirror{{URL: "https://chat"}}, []string{"https://main"}
				for _, id := range []bot.PersonID{1, 2} {
					p.claims[id] = campaign.Claim{Pack: "99", State: campaign.ClaimHeld, URL: "https://chat"}
				}
			}, set(fresh, backup), []string{"link to 1", "link to 2"}, 1,
		},
		"what a moderator set already": {
			func(p *packs) {
				p.fresh, p.stopped = []campaign.Mirror{fresh}, []string{"https://main"}
				for _, id := range []bot.PersonID{1, 2} {
					p.claims[id] = campaign.Claim{Pack: "99", State: campaign.ClaimHeld, URL: fresh.URL}
				}
			}, set(fresh, backup), nil, 1,
		},
		"a holder of the backup": {
			func(p *packs) {
				p.claims[1] = campaign.Claim{Pack: "99", State: campaign.ClaimHeld, URL: "https://backup"}
			}, set(fresh, backup), []string{"link to 2"}, 1,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPacks()
			if tt.before != nil {
				tt.before(p)
			}
			p.apply(t, tt.edit)
			p.told(t, tt.told...)
			if len(p.jobs) != tt.links {
				t.Errorf("jobs %+v, want %d", p.jobs, tt.links)
			}
			for _, j := range p.jobs {
				if !strings.Contains(j.DedupKey, " 7 link 99") {
					t.Errorf("key %q", j.DedupKey)
				}
			}
			if changed := name != "nothing"; changed != (len(p.once) == 1) {
				t.Errorf("served %q", p.once)
			}
		})
	}
}

// TestFileLinkIsServed serves the file's new link instead of the one of #换链, and puts one
// that was stopped back into service.
func TestFileLinkIsServed(t *testing.T) {
	t.Parallel()
	p := newPacks()
	p.fresh, p.stopped = []campaign.Mirror{{URL: "https://chat"}}, []string{"https://main", "https://new"}
	p.apply(t, func(_ *campaign.Campaign, k *campaign.Pack) { k.Mirrors[0] = campaign.Mirror{URL: "https://new"} })
	if len(p.fresh) > 0 || slices.Contains(p.stopped, "https://new") {
		t.Errorf("links %+v, stopped %v", p.fresh, p.stopped)
	}
	p.logged(t, "file link.replace 99: https://chat -> https://new")
}

// TestFileTakesNothingAway tells the moderators of fewer seats than are taken and less stock
// than is held.
func TestFileTakesNothingAway(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		seats, stock int
		want         []campaign.ShortageAlert
	}{
		"enough": {4, 2, nil}, "few seats": {3, 10, []campaign.ShortageAlert{{Have: 4, Taken: 5}}},
		"little stock": {9, 1, []campaign.ShortageAlert{{Pack: "99", Have: 1, Taken: 2}}},
		"both":         {0, 0, []campaign.ShortageAlert{{Have: 1, Taken: 5}, {Pack: "99", Have: 0, Taken: 2}}}, "unlimited": {9, -1, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPacks()
			p.campaign.Signup.Seats = 8
			p.apply(t, func(c *campaign.Campaign, k *campaign.Pack) { c.Signup.Seats, k.Stock = tt.seats, tt.stock })
			var got []campaign.ShortageAlert
			for _, n := range p.notices {
				got = append(got, n.Body.(campaign.ShortageAlert))
				if n.DedupKey == "" || n.Robot != campaign.StaffRobot {
					t.Errorf("told %+v", n)
				}
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("told %+v, want %+v", got, tt.want)
			}
			if p.claims[1].State != campaign.ClaimHeld {
				t.Error("a holder lost the pack")
			}
		})
	}
}

// TestFileDraws removes packs that are drawn, gives them another number or hands them out
// without a draw: moderators are told of those for which somebody drew.
func TestFileDraws(t *testing.T) {
	t.Parallel()
	gone := []campaign.DrawGoneAlert{{Pack: "49", Drawn: 12}}
	for name, tt := range map[string]struct {
		packs []campaign.Pack
		want  []campaign.DrawGoneAlert
	}{
		"removed":    {nil, gone},
		"renumbered": {[]campaign.Pack{{ID: "59", Draw: true}, {ID: "50", Draw: true}}, gone},
		"direct":     {[]campaign.Pack{{ID: "49", Stock: -1}, {ID: "59", Draw: true}}, gone},
		"other odds": {[]campaign.Pack{{ID: "49", Draw: true, Chance: 0.9}}, nil},
		"same":       {[]campaign.Pack{{ID: "49", Draw: true}, {ID: "59", Draw: true}}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPacks()
			p.campaign.Packs = append(p.campaign.Packs, campaign.Pack{ID: "49", Draw: true}, campaign.Pack{ID: "59", Draw: true})
			p.apply(t, func(c *campaign.Campaign, _ *campaign.Pack) { c.Packs = append(c.Packs[:1:1], tt.packs...) })
			var got []campaign.DrawGoneAlert
			for _, n := range p.notices {
				got = append(got, n.Body.(campaign.DrawGoneAlert))
				if n.DedupKey == "" || n.Robot != campaign.StaffRobot {
					t.Errorf("told %+v", n)
				}
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("told %+v, want %+v", got, tt.want)
			}
		})
	}
}
