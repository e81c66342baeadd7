package moderation

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/textcheck"
)

// RestockMax is how much stock can be added at once.
const RestockMax = 100000

// LinkStore stores the changes to the links of packs since the file was written. Every
// method joins the unit of the context.
type LinkStore interface {
	// AddLink stores a new link of a pack.
	AddLink(ctx context.Context, class, pack string, l campaign.Mirror, at time.Time) error
	// StopLink takes a link out of service and RestoreLink puts it back; both tell
	// whether that changed anything.
	StopLink(ctx context.Context, class, pack, url string, at time.Time) (bool, error)
	RestoreLink(ctx context.Context, class, pack, url string) (bool, error)
	// TakePromises returns at most n people who were promised a working link, and
	// deletes their promises. EndPromise deletes the promise to one person.
	TakePromises(ctx context.Context, class, pack string, n int) ([]bot.PersonID, error)
	EndPromise(ctx context.Context, class, pack string, p bot.PersonID) error
	// DropLinks deletes the new links of a pack: those of the file serve again.
	DropLinks(ctx context.Context, class, pack string) error
}

// ClaimStore stores which link of a pack each holder has. Every method joins the unit
// of the context.
type ClaimStore interface {
	// Claim returns a person's claim; one with ClaimNone if there is none.
	Claim(ctx context.Context, class, pack string, p bot.PersonID) (campaign.Claim, error)
	// SaveClaim inserts or replaces a claim without touching the stock.
	SaveClaim(ctx context.Context, class string, p bot.PersonID, c campaign.Claim) error
	// Taken returns how many of the file's stock are held.
	Taken(ctx context.Context, class, pack string) (int, error)
	// Stopped returns the addresses of links that were stopped.
	Stopped(ctx context.Context, class, pack string) ([]string, error)
}

// HolderStore knows the holders of a pack and its stock. Every method joins the
// unit of the context.
type HolderStore interface {
	// Holders counts the holders of a pack.
	Holders(ctx context.Context, class, pack string) (int, error)
	// MoveHolders stores that a part of the holders has the new link. It returns those
	// who had another one before, or all of them if Everybody is set, and the holder
	// after whom to go on; 0 at the end.
	MoveHolders(ctx context.Context, m campaign.HolderMove) (moved []bot.PersonID, next bot.PersonID, err error)
	// CountOthers counts the holders whom MoveHolders would still return.
	CountOthers(ctx context.Context, m campaign.HolderMove) (int, error)
	// AddStock raises a pack's stock.
	AddStock(ctx context.Context, class, pack string, n int) error
}

// Mirrors lists the links of a pack.
type Mirrors interface {
	// Mirrors returns all links: those that replaced the file's, the newest
	// first, then the file's.
	Mirrors(ctx context.Context, k campaign.Pack) ([]campaign.Mirror, error)
}

// Server hands packs to those who wait for them.
type Server interface {
	// Serve gives a pack to those who wait, in order, while there are stock and a
	// link, tells each, and returns how many get it: many of them only soon, by a job.
	Serve(ctx context.Context, k campaign.Pack, at time.Time) (given int, err error)
	// ServeOnce lets a job do that, unless another one has the key.
	ServeOnce(ctx context.Context, k campaign.Pack, key string, at time.Time) error
}

// Links is the service for the links and the stock of packs.
type Links struct {
	Guard    *Guard
	Campaign *campaign.Campaign
	Mirrors  Mirrors
	Store    LinkStore
	Claims   ClaimStore
	Holders  HolderStore
	Server   Server
	Notices  campaign.Notices
	Jobs     campaign.Jobs
}

// LinkProposal is a new main link of a pack, to be confirmed by Code. Holders is
// how many people hold the pack.
type LinkProposal struct {
	Code    string
	Pack    campaign.Pack
	Link    campaign.Mirror
	Holders int
}

// LinkState is a link of a pack and whether it is handed out: it is not if it was stopped,
// or is past its last day.
type LinkState struct {
	campaign.Mirror
	Stopped, Expired bool
}

// pack finds a pack by its id, or returns ErrNotFound.
func (s *Links) pack(id string) (campaign.Pack, error) {
	if k, ok := s.Campaign.Pack(id); ok {
		return k, nil
	}
	return campaign.Pack{}, fmt.Errorf("pack %s: %w", id, ErrNotFound)
}

// ProposeLink asks for a code to replace the main links of a pack.
func (s *Links) ProposeLink(ctx context.Context, who Actor, pack string, l campaign.Mirror, at time.Time) (LinkProposal, error) {
	if err := allow(who, ActionReplaceLink); err != nil {
		return LinkProposal{}, err
	}
	k, err := s.pack(pack)
	if err != nil {
		return LinkProposal{}, err
	}
	n, err := s.Holders.Holders(ctx, s.Guard.Class, k.ID)
	if err != nil {
		return LinkProposal{}, fmt.Errorf("count the holders of pack %s: %w", k.ID, err)
	}
	code, err := s.Guard.ask(ctx, who, PendingLink{Pack: k.ID, Name: l.Name, URL: l.URL, Code: l.Code, Until: l.Until}, at)
	return LinkProposal{Code: code, Pack: k, Link: l, Holders: n}, err
}

// Replace replaces the main links of a pack by a new one, after its code. It tells
// everybody who holds an older link or had another extraction code, and gives the pack
// to people who wait for a link. It returns how many people are told.
func (s *Links) Replace(ctx context.Context, who Actor, p PendingLink, at time.Time) (people int, err error) {
	if err := allow(who, ActionReplaceLink); err != nil {
		return 0, err
	}
	if err := p.confirmed(who); err != nil {
		return 0, err
	}
	k, err := s.pack(p.Pack)
	if err != nil {
		return 0, err
	}
	all, err := s.Mirrors.Mirrors(ctx, k)
	if err != nil {
		return 0, fmt.Errorf("replace a link: %w", err)
	}
	before := ""
	if len(all) > 0 {
		before = all[0].URL
	}
	people, err = s.replace(ctx, k, campaign.Mirror{Name: p.Name, URL: p.URL, Code: p.Code, Until: p.Until}, all, at)
	if err != nil {
		return 0, fmt.Errorf("replace a link of pack %s: %w", k.ID, err)
	}
	return people, s.Guard.record(ctx, who, change{ActionReplaceLink, k.ID, before, p.URL}, at)
}

// replace stores the new link, then brings it to whoever needs it.
func (s *Links) replace(ctx context.Context, k campaign.Pack, l campaign.Mirror, all []campaign.Mirror, at time.Time) (int, error) {
	if err := s.put(ctx, k, l, all, at); err != nil {
		return 0, err
	}
	same := func(old campaign.Mirror) bool { return old.URL == l.URL }
	i := slices.IndexFunc(all, same)
	told, err := s.renotify(ctx, renotifyJob{Pack: k.ID, Link: l, Everybody: i >= 0 && all[i].Code != l.Code, At: at})
	if err != nil {
		return 0, err
	}
	given, err := s.Server.Serve(ctx, k, at)
	return told + given, err
}

// put stores a new main link and stops the ones before it.
func (s *Links) put(ctx context.Context, k campaign.Pack, l campaign.Mirror, all []campaign.Mirror, at time.Time) error {
	for _, old := range all {
		if old.Backup || old.URL == l.URL {
			continue
		}
		if _, err := s.Store.StopLink(ctx, s.Guard.Class, k.ID, old.URL, at); err != nil {
			return err
		}
	}
	if _, err := s.Store.RestoreLink(ctx, s.Guard.Class, k.ID, l.URL); err != nil {
		return err
	}
	return s.Store.AddLink(ctx, s.Guard.Class, k.ID, l, at)
}

// List returns the links of a pack in the order of their numbers, which count
// from 1.
func (s *Links) List(ctx context.Context, who Actor, pack string, at time.Time) ([]LinkState, error) {
	if err := allow(who, ActionStopLink); err != nil {
		return nil, err
	}
	k, err := s.pack(pack)
	if err != nil {
		return nil, err
	}
	all, err := s.Mirrors.Mirrors(ctx, k)
	if err != nil {
		return nil, fmt.Errorf("list the links of pack %s: %w", k.ID, err)
	}
	stopped, err := s.Claims.Stopped(ctx, s.Guard.Class, k.ID)
	if err != nil {
		return nil, fmt.Errorf("list the links of pack %s: %w", k.ID, err)
	}
	out := make([]LinkState, len(all))
	for i, l := range all {
		out[i] = LinkState{l, slices.Contains(stopped, l.URL), s.Campaign.Expired(l, at)}
	}
	return out, nil
}

// numbered finds a link of a pack by its number, or returns ErrNoLink.
func (s *Links) numbered(ctx context.Context, pack string, n int) (campaign.Pack, campaign.Mirror, error) {
	k, err := s.pack(pack)
	if err != nil {
		return k, campaign.Mirror{}, err
	}
	all, err := s.Mirrors.Mirrors(ctx, k)
	if err != nil {
		return k, campaign.Mirror{}, fmt.Errorf("find a link of pack %s: %w", k.ID, err)
	}
	if n < 1 || n > len(all) {
		return k, campaign.Mirror{}, ErrNoLink
	}
	return k, all[n-1], nil
}

// Stop takes link n of a pack out of service.
func (s *Links) Stop(ctx context.Context, who Actor, pack string, n int, at time.Time) error {
	if err := allow(who, ActionStopLink); err != nil {
		return err
	}
	k, l, err := s.numbered(ctx, pack, n)
	if err != nil {
		return err
	}
	if _, err := s.Store.StopLink(ctx, s.Guard.Class, k.ID, l.URL, at); err != nil {
		return fmt.Errorf("stop a link of pack %s: %w", k.ID, err)
	}
	return s.Guard.record(ctx, who, change{ActionStopLink, k.ID + " " + l.URL, "in use", "stopped"}, at)
}

// Restore puts link n of a pack back into service. Holders who were promised a link get
// it, and people who wait for a link get the pack.
func (s *Links) Restore(ctx context.Context, who Actor, pack string, n int, at time.Time) error {
	if err := allow(who, ActionRestoreLink); err != nil {
		return err
	}
	k, l, err := s.numbered(ctx, pack, n)
	if err != nil {
		return err
	}
	back, err := s.Store.RestoreLink(ctx, s.Guard.Class, k.ID, l.URL)
	if err == nil && back {
		_, err = s.renotify(ctx, renotifyJob{Pack: k.ID, Link: l, Promised: true, At: at})
	}
	if err == nil {
		_, err = s.Server.Serve(ctx, k, at)
	}
	if err != nil {
		return fmt.Errorf("restore a link of pack %s: %w", k.ID, err)
	}
	return s.Guard.record(ctx, who, change{ActionRestoreLink, k.ID + " " + l.URL, "stopped", "in use"}, at)
}

// Restock adds n to the stock of a pack and gives it to people who wait, in order. It
// returns how many got it, and ErrNumber unless n is from 1 to RestockMax.
func (s *Links) Restock(ctx context.Context, who Actor, pack string, n int, at time.Time) (given int, err error) {
	if err := allow(who, ActionRestockPack); err != nil {
		return 0, err
	}
	k, err := s.pack(pack)
	if err != nil {
		return 0, err
	}
	if n < 1 || n > RestockMax {
		return 0, ErrNumber
	}
	taken, err := s.Claims.Taken(ctx, s.Guard.Class, k.ID)
	if err != nil {
		return 0, fmt.Errorf("restock pack %s: %w", k.ID, err)
	}
	if err := s.Holders.AddStock(ctx, s.Guard.Class, k.ID, n); err != nil {
		return 0, fmt.Errorf("restock pack %s: %w", k.ID, err)
	}
	if given, err = s.Server.Serve(ctx, k, at); err != nil {
		return 0, err
	}
	c := change{ActionRestockPack, k.ID, fmt.Sprintf("%d of %d taken", taken, k.Stock), "+" + strconv.Itoa(n)}
	return given, s.Guard.record(ctx, who, c, at)
}

// ClassLinks returns the addresses of the live room and of the packs: see LinkSource.
func (s *Links) ClassLinks(ctx context.Context, at time.Time) (textcheck.Links, error) {
	l := textcheck.Links{Known: []string{s.Campaign.LiveRoom}}
	for _, k := range s.Campaign.Packs {
		mirrors, err := s.Mirrors.Mirrors(ctx, k)
		if err != nil {
			return l, fmt.Errorf("read the links of pack %s: %w", k.ID, err)
		}
		for _, m := range mirrors {
			l.Known = append(l.Known, m.URL)
			if s.Campaign.Expired(m, at) {
				l.Stopped = append(l.Stopped, m.URL)
			}
		}
		stopped, err := s.Claims.Stopped(ctx, s.Guard.Class, k.ID)
		if err != nil {
			return l, fmt.Errorf("read the stopped links of pack %s: %w", k.ID, err)
		}
		l.Stopped = append(l.Stopped, stopped...)
	}
	return l, nil
}
