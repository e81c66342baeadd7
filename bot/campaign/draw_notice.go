package campaign

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// DrawStore knows the draws of packs.
type DrawStore interface {
	// Seed returns the secret that decides all draws of a pack, in hexadecimal: always the
	// same, made before the class and chosen by nobody.
	Seed(class, pack string) string
	// DrawnPacks returns the ids of the packs of a class for which somebody drew, in their order.
	DrawnPacks(ctx context.Context, class string) ([]string, error)
	// Tally returns where the draws of a pack stand; zero before the first.
	Tally(ctx context.Context, class, pack string) (DrawTally, error)
	// Draws returns at most n draws with numbers after one, in their order.
	Draws(ctx context.Context, class, pack string, after, n int) ([]Draw, error)
	// ShowSeed ends the draws of a pack for ever, because its seed is about to be shown.
	ShowSeed(ctx context.Context, class, pack string, at time.Time) error
}

// PersonDraws knows who drew.
type PersonDraws interface {
	// Drawn returns the draw of somebody, or ErrNotFound.
	Drawn(ctx context.Context, class, pack, personHash string) (Draw, error)
	// DrawnIn returns at most n classes in which somebody drew, the latest draw first.
	DrawnIn(ctx context.Context, personHash string, n int) ([]string, error)
}

// DrawTally says where the draws of a pack stand.
type DrawTally struct {
	Count int
	// Chain is the hash after the last draw; empty before the first.
	Chain string
	// StepChain is the hash after the last draw whose number is a multiple of DrawStep; empty
	// before that one.
	StepChain string
	// Shown is set when the seed was shown, so that nobody can draw any more.
	Shown bool
}

// DrawStep is by how many draws the published count and chain move while people draw. Who
// watches them learns no closer when a number was drawn, and so not who drew it.
const DrawStep = 10

// SeedGrace is how long after the end of the claims the seed stays secret, so that an end
// that was set wrong can be put right before the draw is over for ever.
const SeedGrace = 10 * time.Minute

// DrawNotice is what everybody may know about the draw of a pack. Nothing in it leads to a
// person. It is published as JSON.
type DrawNotice struct {
	Class string `json:"class"`
	Pack  string `json:"pack"`
	// Rule is DrawRule.
	Rule       string `json:"rule"`
	Commitment string `json:"commitment"`
	// Seed is empty until nobody can draw any more.
	Seed string `json:"seed,omitempty"`
	// Until is from when the seed may be shown: SeedGrace after the end of the claims. It is
	// zero when the seed is shown.
	Until time.Time `json:"until,omitzero"`
	// Count is how many were drawn, Chain the hash after the last of them. Until the seed is
	// shown both are those of the last multiple of DrawStep.
	Count int    `json:"count"`
	Chain string `json:"chain"`
	// Draws are all of them, once the seed is shown.
	Draws []Draw `json:"draws,omitempty"`
}

// PackDraw is the draw of a pack as people read it.
type PackDraw struct {
	Pack Pack
	// Removed is set if the file does not draw for the pack any more, but people did. Of a
	// pack that the file does not have at all, only the id is known.
	Removed bool
	Notice  DrawNotice
}

// Draws tells what everybody may know about the draws of a class.
type Draws struct {
	Campaign *Campaign
	Store    DrawStore
	People   PersonDraws
	Unit     Unit
	// Open returns a class that is stored, whether it serves or not. A class that cannot be
	// read any more is ErrNotFound.
	Open func(ctx context.Context, class string) (*Campaign, error)
}

// pastDraws is how many classes somebody's draws are looked up in.
const pastDraws = 4

// Past returns the draws of other classes in which somebody drew, the latest first: after
// the end of a class the account answers for another one, and its seed is due then.
func (d *Draws) Past(ctx context.Context, p *Person, except ...string) (out []*Draws, err error) {
	classes, err := d.People.DrawnIn(ctx, p.Hash, pastDraws)
	if err != nil {
		return nil, fmt.Errorf("find the classes in which somebody drew: %w", err)
	}
	for _, id := range classes {
		if slices.Contains(except, id) {
			continue
		}
		c, err := d.Open(ctx, id)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("open the class of a draw: %w", err)
		}
		past := *d
		past.Campaign = c
		out = append(out, &past)
	}
	return out, nil
}

// Notices returns what is public about each draw of the class at a time, without the lists:
// of the packs that the file draws for, then of those for which somebody drew, whatever the
// file says of them now. SeedGrace after the end of the claims it shows the seeds, and from
// then on nobody can draw, also if the end is moved. Only that needs a unit: it joins the
// one of ctx, or opens one.
func (d *Draws) Notices(ctx context.Context, now time.Time) ([]PackDraw, error) {
	packs, err := d.packs(ctx)
	if err != nil {
		return nil, err
	}
	if err := d.showDue(ctx, packs, now); err != nil {
		return nil, err
	}
	for i, k := range packs {
		if packs[i].Notice, err = d.notice(ctx, k.Pack.ID); err != nil {
			return nil, err
		}
	}
	return packs, nil
}

// packs returns the packs of the class whose draws are public.
func (d *Draws) packs(ctx context.Context) (out []PackDraw, err error) {
	for _, k := range d.Campaign.Packs {
		if k.Draw {
			out = append(out, PackDraw{Pack: k})
		}
	}
	drawn, err := d.Store.DrawnPacks(ctx, d.Campaign.ID)
	if err != nil {
		return nil, fmt.Errorf("find the packs for which somebody drew: %w", err)
	}
	for _, id := range drawn {
		k, _ := d.Campaign.Pack(id)
		if !k.Draw {
			k.ID = id
			out = append(out, PackDraw{Pack: k, Removed: true})
		}
	}
	return out, nil
}

// showDue shows the seeds that are due.
func (d *Draws) showDue(ctx context.Context, packs []PackDraw, now time.Time) error {
	if !now.After(d.seedsDue()) {
		return nil
	}
	for _, k := range packs {
		t, err := d.tally(ctx, k.Pack.ID)
		if err != nil {
			return err
		}
		if t.Shown {
			continue
		}
		err = d.Unit.Do(ctx, func(ctx context.Context) error {
			return d.Store.ShowSeed(ctx, d.Campaign.ID, k.Pack.ID, now)
		})
		if err != nil {
			return fmt.Errorf("end the draws of pack %s: %w", k.Pack.ID, err)
		}
	}
	return nil
}

// seedsDue is until when the seeds are secret, inclusive.
func (d *Draws) seedsDue() time.Time { return d.Campaign.ClaimsEnd().Add(SeedGrace) }

func (d *Draws) tally(ctx context.Context, pack string) (DrawTally, error) {
	t, err := d.Store.Tally(ctx, d.Campaign.ID, pack)
	if err != nil {
		return t, fmt.Errorf("count the draws of pack %s: %w", pack, err)
	}
	return t, nil
}

// notice returns what is public about a pack. It counts after the seed was shown: a draw that
// was under way then is among those that are counted.
func (d *Draws) notice(ctx context.Context, pack string) (DrawNotice, error) {
	seed := d.Store.Seed(d.Campaign.ID, pack)
	n := DrawNotice{Class: d.Campaign.ID, Pack: pack, Rule: DrawRule, Commitment: Commitment(seed)}
	t, err := d.tally(ctx, pack)
	if err != nil {
		return n, err
	}
	if t.Shown {
		n.Seed, n.Count, n.Chain = seed, t.Count, t.Chain
	} else {
		n.Until = d.seedsDue().In(d.Campaign.Zone)
		if n.Chain = t.StepChain; n.Chain != "" {
			n.Count = t.Count - t.Count%DrawStep
		}
	}
	if n.Chain == "" {
		n.Chain = FirstChain(n.Class, pack, n.Commitment)
	}
	return n, nil
}

// Lists adds all draws to those of the notices whose seed is shown.
func (d *Draws) Lists(ctx context.Context, packs []PackDraw) (err error) {
	for i := range packs {
		if n := &packs[i].Notice; n.Seed != "" {
			if n.Draws, err = d.list(ctx, n.Pack); err != nil {
				return fmt.Errorf("read the draws of pack %s: %w", n.Pack, err)
			}
		}
	}
	return nil
}

// drawPage is how many draws are read at once.
const drawPage = 500

// list returns all draws of a pack.
func (d *Draws) list(ctx context.Context, pack string) (out []Draw, err error) {
	for {
		page, err := d.Store.Draws(ctx, d.Campaign.ID, pack, len(out), drawPage)
		if err != nil {
			return nil, err
		}
		out = append(out, page...)
		if len(page) < drawPage {
			return out, nil
		}
	}
}

// Own returns the draw of a person; ok is false if they have not drawn.
func (d *Draws) Own(ctx context.Context, p *Person, pack string) (own Draw, ok bool, err error) {
	own, err = d.People.Drawn(ctx, d.Campaign.ID, pack, p.Hash)
	if errors.Is(err, ErrNotFound) {
		return own, false, nil
	}
	return own, err == nil, err
}
