package campaign

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"zhujiao/bot"
)

// ClaimState is the state of somebody's claim to a pack.
type ClaimState string

// The states of a claim. ClaimNone means that there is no claim.
const (
	ClaimNone ClaimState = ""
	// ClaimHeld counts against the stock.
	ClaimHeld ClaimState = "held"
	// ClaimLost is a draw that was not won; nobody draws twice.
	ClaimLost ClaimState = "lost"
	// ClaimQueued waits for stock or for a working link.
	ClaimQueued ClaimState = "queued"
)

// Claim is one person's claim to one pack.
type Claim struct {
	Pack  string
	State ClaimState
	// URL is the link that was handed out last.
	URL string
	At  time.Time
}

// ErrOutOfStock is returned when a pack has none left.
var ErrOutOfStock = errors.New("out of stock")

// ClaimStore keeps claims and stock. Every method joins the unit of the
// context.
type ClaimStore interface {
	// Claim returns the person's claim; its state is ClaimNone if there is none.
	Claim(ctx context.Context, campaign, pack string, p bot.PersonID) (Claim, error)
	// Take stores a held claim and takes one of stock (negative: unlimited) by
	// a conditional update. ErrOutOfStock leaves everything as it was.
	Take(ctx context.Context, campaign string, p bot.PersonID, c Claim, stock int) error
	// SaveClaim inserts or replaces a claim without touching the stock.
	SaveClaim(ctx context.Context, campaign string, p bot.PersonID, c Claim) error
	// Taken returns how many packs are held, less the number that moderators added to
	// the stock.
	Taken(ctx context.Context, campaign, pack string) (int, error)
	// Kept returns the result of a person's draw from before their data was erased, or
	// ClaimNone.
	Kept(ctx context.Context, campaign, pack, hash string) (ClaimState, error)
	// Stopped returns the links of a pack that are not handed out any more.
	Stopped(ctx context.Context, campaign, pack string) ([]string, error)
}

// StockStore knows the stock that moderators added.
type StockStore interface {
	// Added returns how many were added to the file's stock of a pack.
	Added(ctx context.Context, campaign, pack string) (int, error)
}

// PackOutcome says how a claim ended.
type PackOutcome int

// The ends of a claim.
const (
	PackGiven PackOutcome = iota
	// PackAgain repeats the link to somebody who holds the pack already.
	PackAgain
	// PackMissing is an unmet condition.
	PackMissing
	// PackOut and PackUpdating put the person into the queue: there is no stock, or
	// no working link.
	PackOut
	PackUpdating
	// PackLost is a lost draw.
	PackLost
	// PackShut comes after the end of the claims, whatever else is missing. Who holds the pack
	// still gets PackAgain.
	PackShut
	// PackDrawOver comes after the seed of the draw was shown, to who had not drawn: also if
	// the end of the claims was moved since.
	PackDrawOver
)

// PackResult is how a claim ended.
type PackResult struct {
	Outcome PackOutcome
	// Mirror is the link of PackGiven and PackAgain.
	Mirror Mirror
	// Missing says which condition of PackMissing is not met. Position is the
	// place on the waitlist, from 1, of MissingSeat.
	Missing  Missing
	Position int
	// Total is how many packs there ever were, for PackOut.
	Total int
}

// Packs decides who gets which pack (R5, R8).
type Packs struct {
	Campaign *Campaign
	// Class are the services of the class: the conditions of a pack ask them what
	// somebody has done.
	Class  *Services
	Claims ClaimStore
	Links  LinkStore
	Stock  StockStore
	Lots   Drawer
}

// Claim hands out a pack to somebody who may have it, or says what is missing.
func (s *Packs) Claim(ctx context.Context, p *Person, k Pack, at time.Time) (PackResult, error) {
	r, err := s.claim(ctx, p, k, at)
	if err != nil {
		return r, fmt.Errorf("claim pack %s: %w", k.ID, err)
	}
	return r, nil
}

func (s *Packs) claim(ctx context.Context, p *Person, k Pack, at time.Time) (PackResult, error) {
	c, err := s.Claims.Claim(ctx, s.Campaign.ID, k.ID, p.ID)
	if err != nil {
		return PackResult{}, err
	}
	switch c.State {
	case ClaimLost:
		return PackResult{Outcome: PackLost}, nil
	case ClaimHeld:
		return s.again(ctx, p, k, c, at)
	default:
	}
	if s.Campaign.ClaimsOver(at) {
		return PackResult{Outcome: PackShut}, nil
	}
	if over, err := s.drawOver(ctx, p, k); over || err != nil {
		return PackResult{Outcome: PackDrawOver}, err
	}
	m, err := s.Class.Signups.Member(ctx, p.ID)
	if err != nil {
		return PackResult{}, err
	}
	if r, no, err := s.refuse(ctx, m, k, at); no || err != nil {
		return r, err
	}
	if r, done, err := s.draw(ctx, p, k, at); done || err != nil {
		return r, err
	}
	since := at
	if c.State == ClaimQueued {
		since = c.At // people who ask again keep their place in the queue
	}
	return s.take(ctx, p, k, since, at)
}

// drawOver reports whether a pack is drawn and the draw has ended without this person.
func (s *Packs) drawOver(ctx context.Context, p *Person, k Pack) (bool, error) {
	if !k.Draw {
		return false, nil
	}
	return s.Lots.DrawOver(ctx, Drawing{Class: s.Campaign.ID, Pack: k.ID, Hash: p.Hash})
}

// draw decides a claim by the draw. done is true if the claim ends here: the person
// lost, or had won before their data was erased and takes nothing of the stock again.
func (s *Packs) draw(ctx context.Context, p *Person, k Pack, at time.Time) (r PackResult, done bool, err error) {
	if !k.Draw {
		return PackResult{}, false, nil
	}
	kept, err := s.Claims.Kept(ctx, s.Campaign.ID, k.ID, p.Hash)
	if err != nil {
		return PackResult{}, false, err
	}
	link, ok, err := s.mirror(ctx, k, at)
	if err != nil {
		return PackResult{}, false, err
	}
	if kept == ClaimHeld && ok {
		c := Claim{Pack: k.ID, State: ClaimHeld, URL: link.URL, At: at}
		return PackResult{Outcome: PackGiven, Mirror: link}, true, s.Claims.SaveClaim(ctx, s.Campaign.ID, p.ID, c)
	}
	d, err := s.Lots.Draw(ctx, Drawing{Class: s.Campaign.ID, Pack: k.ID, Hash: p.Hash}, Odds(k.Chance), at)
	switch {
	case errors.Is(err, ErrNoDrawMore):
		return PackResult{Outcome: PackDrawOver}, true, nil
	case err != nil:
		return PackResult{}, false, err
	case d.Won:
		return PackResult{}, false, nil
	}
	c := Claim{Pack: k.ID, State: ClaimLost, At: at}
	return PackResult{Outcome: PackLost}, true, s.Claims.SaveClaim(ctx, s.Campaign.ID, p.ID, c)
}

// again repeats the link of somebody who holds the pack already: the one they
// had, if it still works, else the one that is handed out now.
func (s *Packs) again(ctx context.Context, p *Person, k Pack, c Claim, at time.Time) (PackResult, error) {
	working, err := s.Working(ctx, k, at)
	if err != nil {
		return PackResult{}, err
	}
	if len(working) == 0 {
		return PackResult{Outcome: PackUpdating}, s.Links.PromiseLink(ctx, s.Campaign.ID, k.ID, p.ID)
	}
	i := slices.IndexFunc(working, func(l Mirror) bool { return l.URL == c.URL })
	if i >= 0 {
		return PackResult{Outcome: PackAgain, Mirror: working[i]}, nil
	}
	c.URL = working[0].URL
	return PackResult{Outcome: PackAgain, Mirror: working[0]}, s.Claims.SaveClaim(ctx, s.Campaign.ID, p.ID, c)
}

// refuse returns the result for somebody who does not meet the conditions.
func (s *Packs) refuse(ctx context.Context, m *Member, k Pack, at time.Time) (r PackResult, refused bool, err error) {
	missing, err := s.missing(ctx, m, k, at)
	if err != nil || missing == MissingNothing {
		return PackResult{}, false, err
	}
	r = PackResult{Outcome: PackMissing, Missing: missing}
	if missing == MissingSeat {
		r.Position, err = s.Class.Signups.Position(ctx, m)
	}
	return r, true, err
}

// take takes one of the stock; without a link or stock the claim is queued, in its place of
// the time at.
func (s *Packs) take(ctx context.Context, p *Person, k Pack, at, now time.Time) (PackResult, error) {
	link, ok, err := s.mirror(ctx, k, now)
	if err != nil {
		return PackResult{}, err
	}
	queued := Claim{Pack: k.ID, State: ClaimQueued, At: at}
	if !ok {
		return PackResult{Outcome: PackUpdating}, s.Claims.SaveClaim(ctx, s.Campaign.ID, p.ID, queued)
	}
	held := Claim{Pack: k.ID, State: ClaimHeld, URL: link.URL, At: at}
	err = s.Claims.Take(ctx, s.Campaign.ID, p.ID, held, k.Stock)
	if errors.Is(err, ErrOutOfStock) {
		added, err := s.Stock.Added(ctx, s.Campaign.ID, k.ID)
		if err != nil {
			return PackResult{}, err
		}
		return PackResult{Outcome: PackOut, Total: k.Stock + added}, s.Claims.SaveClaim(ctx, s.Campaign.ID, p.ID, queued)
	}
	return PackResult{Outcome: PackGiven, Mirror: link}, err
}
