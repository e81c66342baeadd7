package moderation_test

import (
	"context"
	"errors"
	"maps"
	"slices"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
)

// packs is a world with a pack of two links: main and backup.
type packs struct {
	*world
	links    *moderation.Links
	fresh    []campaign.Mirror // links that replaced the file's
	stopped  []string
	claims   map[bot.PersonID]campaign.Claim
	promised []bot.PersonID
	added    int
	waiting  int // people who get the pack when it is served
	all      bool
	jobs     []campaign.Job
	keep     []string // of the last move
	once     []string // the keys of what is served once
}

func newPacks() *packs {
	w := newWorld()
	w.campaign.Packs = []campaign.Pack{{ID: "99", Stock: 10, Mirrors: []campaign.Mirror{
		{URL: "https://main", Code: "aaaa"}, {URL: "https://backup", Backup: true},
	}}}
	p := &packs{world: w, claims: map[bot.PersonID]campaign.Claim{}}
	p.links = &moderation.Links{
		Guard: w.Guard, Campaign: w.campaign, Mirrors: p, Store: p, Claims: p, Holders: p, Server: p, Notices: w, Jobs: p,
	}
	for _, id := range []bot.PersonID{1, 2} {
		p.claims[id] = campaign.Claim{Pack: "99", State: campaign.ClaimHeld, URL: "https://main"}
	}
	return p
}

func (p *packs) Mirrors(ctx context.Context, k campaign.Pack) ([]campaign.Mirror, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return append(slices.Clone(p.fresh), k.Mirrors...), nil
}

func (p *packs) AddLink(ctx context.Context, _, _ string, l campaign.Mirror, _ time.Time) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	p.fresh = append([]campaign.Mirror{l}, p.fresh...)
	return nil
}

func (p *packs) DropLinks(ctx context.Context, _, _ string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	p.fresh = nil
	return nil
}

func (p *packs) ServeOnce(ctx context.Context, k campaign.Pack, key string, _ time.Time) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	p.once = append(p.once, k.ID+" by "+key)
	return nil
}

func (p *packs) Added(ctx context.Context, _, _ string) (int, error) { return p.added, ctx.Err() }

func (p *packs) StopLink(ctx context.Context, _, _, url string, _ time.Time) (bool, error) {
	if err := ctx.Err(); err != nil {
		return false, err
	}
	p.stopped = append(p.stopped, url)
	return true, nil
}

func (p *packs) RestoreLink(ctx context.Context, _, _, url string) (bool, error) {
	if err := ctx.Err(); err != nil {
		return false, err
	}
	i := slices.Index(p.stopped, url)
	if i < 0 {
		return false, nil
	}
	p.stopped = slices.Delete(p.stopped, i, i+1)
	return true, nil
}

func (p *packs) TakePromises(ctx context.Context, _, _ string, n int) ([]bot.PersonID, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	out := slices.Clone(p.promised[:min(n, len(p.promised))])
	p.promised = p.promised[len(out):]
	return out, nil
}

func (p *packs) EndPromise(ctx context.Context, _, _ string, id bot.PersonID) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	p.promised = slices.DeleteFunc(p.promised, func(q bot.PersonID) bool { return q == id })
	return nil
}

func (p *packs) Claim(ctx context.Context, _, _ string, id bot.PersonID) (campaign.Claim, error) {
	if err := ctx.Err(); err != nil {
		return campaign.Claim{}, err
	}
	return p.claims[id], nil
}

func (p *packs) SaveClaim(ctx context.Context, _ string, id bot.PersonID, c campaign.Claim) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	p.claims[id] = c
	return nil
}

func (p *packs) Taken(ctx context.Context, _, _ string) (int, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	return len(p.claims), nil
}

func (p *packs) MoveHolders(ctx context.Context, m campaign.HolderMove) (out []bot.PersonID, next bot.PersonID, err error) {
	if err := ctx.Err(); err != nil {
		return nil, 0, err
	}
	p.all, p.keep = m.Everybody, m.Keep
	read := 0
	for _, id := range slices.Sorted(maps.Keys(p.claims)) {
		if id <= m.After || read == m.N {
			continue
		}
		if read++; read == m.N {
			next = id
		}
		c := p.claims[id]
		if c.State == campaign.ClaimHeld && (m.Everybody || c.URL != m.URL) && !slices.Contains(m.Keep, c.URL) {
			c.URL = m.URL
			p.claims[id] = c
			out = append(out, id)
		}
	}
	return out, next, nil
}

func (p *packs) CountOthers(ctx context.Context, m campaign.HolderMove) (n int, err error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	for id, c := range p.claims {
		if id > m.After && c.State == campaign.ClaimHeld && (m.Everybody || c.URL != m.URL) {
			n++
		}
	}
	return n, nil
}

func (p *packs) AddJob(ctx context.Context, j campaign.Job) (bool, error) {
	if err := ctx.Err(); err != nil {
		return false, err
	}
	p.jobs = append(p.jobs, j)
	return true, nil
}

func (p *packs) AddStock(ctx context.Context, _, _ string, n int) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	p.added += n
	return nil
}

func (p *packs) Serve(ctx context.Context, _ campaign.Pack, _ time.Time) (int, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	n := p.waiting
	p.waiting = 0
	return n, nil
}

// replace proposes and confirms a link.
func (p *packs) replace(t *testing.T, l campaign.Mirror) (int, error) {
	t.Helper()
	r, err := p.links.ProposeLink(t.Context(), m1(), "99", l, noon())
	if err != nil || r.Holders != len(p.claims) || r.Pack.ID != "99" || r.Link != l {
		t.Fatalf("propose: %+v, %v", r, err)
	}
	return p.links.Replace(t.Context(), m1(), confirmed[moderation.PendingLink](t, p.office, m1(), r.Code), noon())
}

// A new link stops the main ones, and everybody who needs it is told once.
func TestReplaceLink(t *testing.T) {
	t.Parallel()
	p := newPacks()
	p.waiting, p.promised = 4, []bot.PersonID{1, 3}
	p.claims[3] = campaign.Claim{Pack: "99", State: campaign.ClaimQueued}
	link := campaign.Mirror{Name: "main link", URL: "https://new", Code: "bbbb", Until: "2026-08-01"}
	n, err := p.replace(t, link)
	if err != nil || n != 6 {
		t.Fatalf("told %d, %v, want the two holders and the four who wait", n, err)
	}
	if !slices.Equal(p.stopped, []string{"https://main"}) || p.fresh[0] != link || p.claims[1].URL != "https://new" || p.all {
		t.Errorf("stopped %v, links %v, claim %v", p.stopped, p.fresh, p.claims[1])
	}
	p.told(t, "link to 1", "link to 2")
	p.logged(t, "m1 link.replace 99: https://main -> https://new")

	p.claims[1] = campaign.Claim{Pack: "99", State: campaign.ClaimHeld, URL: "https://new"}
	p.promised = []bot.PersonID{1}
	if n, err := p.replace(t, link); err != nil || n != 1 { // the same again: only the promise is kept
		t.Errorf("told %d, %v", n, err)
	}
	link.Code = "cccc"
	if n, err := p.replace(t, link); err != nil || n != 2 || !p.all {
		t.Errorf("another code for it: told %d, %v, everybody %v", n, err, p.all)
	}
	if slices.Contains(p.stopped, "https://new") {
		t.Error("the new link was stopped")
	}
}

// A pack that has no link yet gets its first one.
func TestFirstLink(t *testing.T) {
	t.Parallel()
	p := newPacks()
	p.campaign.Packs[0].Mirrors, p.claims = nil, map[bot.PersonID]campaign.Claim{}
	if n, err := p.replace(t, campaign.Mirror{URL: "https://new"}); err != nil || n != 0 {
		t.Errorf("told %d, %v", n, err)
	}
	p.logged(t, "m1 link.replace 99:  -> https://new")
}

// A link is replaced only by its code, and only of a pack that exists.
func TestReplaceLinkRefused(t *testing.T) {
	t.Parallel()
	p := newPacks()
	if _, err := p.links.Replace(
		t.Context(), m1(), moderation.PendingLink{Pack: "99", URL: "https://new"}, noon(),
	); !errors.Is(err, moderation.ErrUnconfirmed) {
		t.Errorf("without a code: %v", err)
	}
	r, err := p.links.ProposeLink(t.Context(), m1(), "99", campaign.Mirror{URL: "https://new"}, noon())
	if err != nil {
		t.Fatal(err)
	}
	pending := confirmed[moderation.PendingLink](t, p.office, m1(), r.Code)
	p.campaign.Packs = nil
	for what, do := range map[string]func() error{
		"propose": func() error {
			_, err := p.links.ProposeLink(t.Context(), m1(), "99", campaign.Mirror{}, noon())
			return err
		},
		"replace": func() error { _, err := p.links.Replace(t.Context(), m1(), pending, noon()); return err },
		"stop":    func() error { return p.links.Stop(t.Context(), m1(), "99", 1, noon()) },
		"restore": func() error { return p.links.Restore(t.Context(), m1(), "99", 1, noon()) },
		"list":    func() error { _, err := p.links.List(t.Context(), m1(), "99", noon()); return err },
		"restock": func() error { _, err := p.links.Restock(t.Context(), m1(), "99", 1, noon()); return err },
	} {
		if err := do(); !errors.Is(err, moderation.ErrNotFound) {
			t.Errorf("%s without the pack: %v", what, err)
		}
	}
	p.logged(t)
	p.told(t)
}

// Links are stopped and restored by number; who was promised one gets it then.
func TestStopAndRestoreLink(t *testing.T) {
	t.Parallel()
	p := newPacks()
	if err := p.links.Stop(t.Context(), m1(), "99", 1, noon()); err != nil {
		t.Fatal(err)
	}
	list, err := p.links.List(t.Context(), m1(), "99", noon())
	if err != nil || len(list) != 2 || !list[0].Stopped || list[1].Stopped || list[1].URL != "https://backup" {
		t.Errorf("links %+v, %v", list, err)
	}
	p.promised, p.waiting = []bot.PersonID{2}, 1
	if err := p.links.Restore(t.Context(), m1(), "99", 1, noon()); err != nil || len(p.stopped) != 0 || p.waiting != 0 {
		t.Errorf("restore: %v, stopped %v, %d still wait", err, p.stopped, p.waiting)
	}
	p.told(t, "link to 2")
	p.promised, p.waiting = []bot.PersonID{1}, 1
	if err := p.links.Restore(t.Context(), m1(), "99", 2, noon()); err != nil || len(p.promised) != 1 || p.waiting != 0 {
		t.Errorf("restore what works: %v, promises %v, %d still wait", err, p.promised, p.waiting)
	}
	p.logged(t, "m1 link.stop 99 https://main: in use -> stopped", "m1 link.restore 99 https://main: stopped -> in use",
		"m1 link.restore 99 https://backup: stopped -> in use")
	for _, n := range []int{0, 3} {
		if err := p.links.Stop(t.Context(), m1(), "99", n, noon()); !errors.Is(err, moderation.ErrNoLink) {
			t.Errorf("stop link %d: %v", n, err)
		}
		if err := p.links.Restore(t.Context(), m1(), "99", n, noon()); !errors.Is(err, moderation.ErrNoLink) {
			t.Errorf("restore link %d: %v", n, err)
		}
	}
	if err := p.links.Stop(t.Context(), m1(), "99", 2, noon()); err != nil || !slices.Equal(p.stopped, []string{"https://backup"}) {
		t.Errorf("stop the last: %v, %v", err, p.stopped)
	}
}

// A link past its last day is listed so, and no broadcast may bring it.
func TestExpiredLink(t *testing.T) {
	t.Parallel()
	p := newPacks()
	p.campaign.Zone, p.campaign.Packs[0].Mirrors[0].Until = time.UTC, noon().AddDate(0, 0, -1).UTC().Format(time.DateOnly)
	list, err := p.links.List(t.Context(), m1(), "99", noon())
	if err != nil || len(list) != 2 || !list[0].Expired || list[1].Expired {
		t.Errorf("links %+v, %v", list, err)
	}
	links, err := p.links.ClassLinks(t.Context(), noon())
	if err != nil || !slices.Equal(links.Stopped, []string{"https://main"}) || !slices.Contains(links.Known, "https://backup") {
		t.Errorf("for a broadcast: %+v, %v", links, err)
	}
	links, err = p.links.ClassLinks(t.Context(), noon().AddDate(0, 0, -2))
	if err != nil || len(links.Stopped) > 0 {
		t.Errorf("before its end: %+v, %v", links, err)
	}
}

// More stock serves who waited.
func TestRestock(t *testing.T) {
	t.Parallel()
	p := newPacks()
	p.waiting = 3
	if n, err := p.links.Restock(t.Context(), m1(), "99", 5, noon()); err != nil || n != 3 || p.added != 5 {
		t.Errorf("served %d, %v, added %d", n, err, p.added)
	}
	p.logged(t, "m1 pack.restock 99: 2 of 10 taken -> +5")
	for _, n := range []int{-1, 0, moderation.RestockMax + 1} {
		if _, err := p.links.Restock(t.Context(), m1(), "99", n, noon()); !errors.Is(err, moderation.ErrNumber) {
			t.Errorf("restock %d: %v", n, err)
		}
	}
	for _, n := range []int{1, moderation.RestockMax} {
		if _, err := p.links.Restock(t.Context(), m1(), "99", n, noon()); err != nil {
			t.Errorf("restock %d: %v", n, err)
		}
	}
}

func (p *packs) Stopped(ctx context.Context, _, _ string) ([]string, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return p.stopped, nil
}

func (p *packs) Holders(ctx context.Context, _, _ string) (int, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	return len(p.claims), nil
}
