package moderation

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"time"

	"zhujiao/bot/campaign"
)

// SeatTally reads how full a class is.
type SeatTally interface {
	Tally(ctx context.Context, class string) (campaign.Tally, error)
}

// StockCounter counts packs.
type StockCounter interface {
	// Taken returns how many of the file's stock are held.
	Taken(ctx context.Context, class, pack string) (int, error)
	// Added returns how many moderators added to it.
	Added(ctx context.Context, class, pack string) (int, error)
}

// DrawTally counts the draws of a pack.
type DrawTally interface {
	Tally(ctx context.Context, class, pack string) (campaign.DrawTally, error)
}

// FileChange is a newer version of the campaign file, and the one before it. Number is the
// newer one's: what it asks for is done once, whoever imports it.
type FileChange struct {
	Old, New *campaign.Campaign
	Number   int
	At       time.Time
	// TakenBack are the settings that commands had changed and that the file has put back.
	TakenBack []campaign.SettingChange
}

// key names something that is done once for the newer version.
func (c FileChange) key(what, pack string) string {
	return fmt.Sprintf("file %s %d %s %s", c.New.ID, c.Number, what, pack)
}

// Changes does what a changed campaign file asks for, as the commands would (ruling 37):
// people read of a new link, and who waits for a pack gets it. More seats go to the waitlist
// and other times move the reminders without it: the planner reads both off the file.
// Nothing is taken away from anybody.
type Changes struct {
	Links *Links
	Seats SeatTally
	Stock StockCounter
	Draws DrawTally
	// Filled tells which entries have an answer now.
	Filled *campaign.FilledEntries
}

// Apply does in the unit of ctx what concerns few rows, and begins jobs for the rest.
func (s *Changes) Apply(ctx context.Context, c FileChange) error {
	if err := s.seats(ctx, c); err != nil {
		return fmt.Errorf("changed seats: %w", err)
	}
	for _, k := range c.New.Packs {
		if err := s.pack(ctx, c, k); err != nil {
			return fmt.Errorf("changed pack %s: %w", k.ID, err)
		}
	}
	if err := s.draws(ctx, c); err != nil {
		return fmt.Errorf("removed draws: %w", err)
	}
	if err := s.takenBack(ctx, c); err != nil {
		return fmt.Errorf("tell what was taken back: %w", err)
	}
	return s.Filled.Tell(ctx, c.Old, c.At)
}

// draws tells the moderators of packs for which people have drawn and that are removed, have
// another number or are handed out without a draw now. The draws stay public.
func (s *Changes) draws(ctx context.Context, c FileChange) error {
	for _, old := range c.Old.Packs {
		if k, _ := c.New.Pack(old.ID); !old.Draw || k.Draw {
			continue
		}
		t, err := s.Draws.Tally(ctx, c.New.ID, old.ID)
		if err != nil {
			return err
		}
		if t.Count == 0 {
			continue
		}
		a := c.New.Alert(campaign.DrawGoneAlert{Pack: old.ID, Drawn: t.Count}, c.At)
		a.DedupKey = c.key("draw gone", old.ID)
		if err := s.Links.Notices.Enqueue(ctx, a); err != nil {
			return err
		}
	}
	return nil
}

// takenBack tells the moderators what of their commands does not hold any more.
func (s *Changes) takenBack(ctx context.Context, c FileChange) error {
	if len(c.TakenBack) == 0 {
		return nil
	}
	a := c.New.Alert(campaign.TakenBackAlert{Changes: c.TakenBack}, c.At)
	a.DedupKey = c.key("taken back", "")
	return s.Links.Notices.Enqueue(ctx, a)
}

// seats tells the moderators of fewer seats than are taken.
func (s *Changes) seats(ctx context.Context, c FileChange) error {
	if c.New.Signup.Seats >= c.Old.Signup.Seats {
		return nil
	}
	t, err := s.Seats.Tally(ctx, c.New.ID)
	have := c.New.Signup.Seats + t.Extra
	if err != nil || have >= t.Taken {
		return err
	}
	return s.alert(ctx, c, campaign.ShortageAlert{Have: have, Taken: t.Taken})
}

func (s *Changes) pack(ctx context.Context, c FileChange, k campaign.Pack) error {
	old, _ := c.Old.Pack(k.ID)
	if reflect.DeepEqual(old, k) {
		return nil
	}
	if k.Stock >= 0 && (old.Stock < 0 || k.Stock < old.Stock) {
		if err := s.stock(ctx, c, k); err != nil {
			return err
		}
	}
	if err := s.Links.takeOver(ctx, c, old, k); err != nil {
		return err
	}
	return s.Links.Server.ServeOnce(ctx, k, c.key("serve", k.ID), c.At)
}

// stock tells the moderators of less stock than is held.
func (s *Changes) stock(ctx context.Context, c FileChange, k campaign.Pack) error {
	taken, err := s.Stock.Taken(ctx, c.New.ID, k.ID)
	if err != nil || taken <= k.Stock {
		return err
	}
	added, err := s.Stock.Added(ctx, c.New.ID, k.ID)
	if err != nil {
		return err
	}
	return s.alert(ctx, c, campaign.ShortageAlert{Pack: k.ID, Have: k.Stock + added, Taken: taken + added})
}

func (s *Changes) alert(ctx context.Context, c FileChange, b campaign.ShortageAlert) error {
	a := c.New.Alert(b, c.At)
	a.DedupKey = c.key("shortage", b.Pack)
	return s.Links.Notices.Enqueue(ctx, a)
}

// takeOver serves the links of a changed file. A new main link takes the place of those that
// were set by command, and goes to everybody whose link is not served any more, or has
// another extraction code. A new backup, or a link whose validity was extended, goes to those
// who were promised one.
func (s *Links) takeOver(ctx context.Context, c FileChange, old, k campaign.Pack) error {
	before, err := s.Mirrors.Mirrors(ctx, old)
	if err != nil {
		return err
	}
	fresh := slices.DeleteFunc(slices.Clone(k.Mirrors), func(l campaign.Mirror) bool {
		return c.New.Expired(l, c.At) || serves(old.Mirrors, l)
	})
	for _, l := range fresh {
		if _, err := s.Store.RestoreLink(ctx, s.Guard.Class, k.ID, l.URL); err != nil {
			return err
		}
	}
	if i := slices.IndexFunc(fresh, func(l campaign.Mirror) bool { return !l.Backup }); i >= 0 {
		return s.serveMain(ctx, c, before, k, fresh[i])
	}
	for _, l := range k.Mirrors { // one that works again counts too
		i := slices.IndexFunc(old.Mirrors, sameAddress(l))
		if !c.New.Expired(l, c.At) && (slices.Contains(fresh, l) || i >= 0 && c.New.Expired(old.Mirrors[i], c.At)) {
			return s.renotifyOnce(ctx, c, renotifyJob{Pack: k.ID, Link: l, Promised: true, At: c.At})
		}
	}
	return nil
}

// serveMain serves a new main link of a changed file.
func (s *Links) serveMain(ctx context.Context, c FileChange, before []campaign.Mirror, k campaign.Pack, l campaign.Mirror) error {
	if err := s.Store.DropLinks(ctx, s.Guard.Class, k.ID); err != nil {
		return err
	}
	kept, err := s.kept(ctx, c, before, k)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(before, sameAddress(l))
	args := renotifyJob{Pack: k.ID, Link: l, Everybody: i >= 0 && before[i].Code != l.Code, Keep: kept, At: c.At}
	if err := s.renotifyOnce(ctx, c, args); err != nil {
		return err
	}
	was := ""
	if len(before) > 0 {
		was = before[0].URL
	}
	who := Actor{Name: "file", Via: ViaFile}
	return s.Guard.record(ctx, who, change{ActionReplaceLink, k.ID, was, l.URL}, c.At)
}

// kept returns the addresses of the links that their holders may keep: they were served
// before with the same code, and still are.
func (s *Links) kept(ctx context.Context, c FileChange, before []campaign.Mirror, k campaign.Pack) (out []string, err error) {
	stopped, err := s.Claims.Stopped(ctx, s.Guard.Class, k.ID)
	if err != nil {
		return nil, err
	}
	for _, l := range k.Mirrors {
		if serves(before, l) && !slices.Contains(stopped, l.URL) && !c.New.Expired(l, c.At) {
			out = append(out, l.URL)
		}
	}
	return out, nil
}

// serves reports whether the newest link with an address has the same extraction code.
func serves(links []campaign.Mirror, l campaign.Mirror) bool {
	i := slices.IndexFunc(links, sameAddress(l))
	return i >= 0 && links[i].Code == l.Code
}

func sameAddress(l campaign.Mirror) func(campaign.Mirror) bool {
	return func(o campaign.Mirror) bool { return o.URL == l.URL }
}

// renotifyOnce begins the job that brings a link of a changed file to the holders.
func (s *Links) renotifyOnce(ctx context.Context, c FileChange, args renotifyJob) error {
	j, err := campaign.NewJob(s.Guard.Class, campaign.JobRenotify, args)
	if err != nil {
		return err
	}
	j.DedupKey = c.key("link", args.Pack)
	_, err = s.Jobs.AddJob(ctx, j)
	return err
}
