package moderation

import (
	"context"
	"errors"
	"slices"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// renotifySlice is how many holders one unit brings a link to: each costs up to five rows.
const renotifySlice = 40

// renotifyJob holds the arguments of a job that brings a link to the holders of a pack.
type renotifyJob struct {
	Pack string
	Link campaign.Mirror
	// Everybody is set if holders of this very link need it too, because it has another
	// extraction code.
	Everybody bool
	// Keep are the addresses of links that their holders may keep.
	Keep []string
	// Promised is set if only those get it who were promised a working link.
	Promised bool
	At       time.Time
}

// renotifyCursor is where the next slice begins: after a holder, or with the people who
// were promised a link, each of whom has only one promise.
type renotifyCursor struct {
	After    bot.PersonID
	Promises bool
}

// renotify brings a link to the holders of a pack: some of them now and the rest by a job.
// It returns how many are told.
func (s *Links) renotify(ctx context.Context, args renotifyJob) (int, error) {
	j, err := campaign.NewJob(s.Guard.Class, campaign.JobRenotify, args)
	if err != nil {
		return 0, err
	}
	if err := campaign.BeginJob(ctx, s.Jobs, &j, s.Renotify); err != nil || j.Ended {
		return j.Done, err
	}
	var at renotifyCursor
	if err := j.At(&at); err != nil || at.Promises {
		return j.Done, err
	}
	more, err := s.Holders.CountOthers(ctx, args.move(s.Guard.Class, at.After, 0))
	return j.Done + more, err
}

func (args renotifyJob) move(class string, after bot.PersonID, n int) campaign.HolderMove {
	return campaign.HolderMove{
		Class: class, Pack: args.Pack, URL: args.Link.URL, Everybody: args.Everybody, Keep: args.Keep, After: after, N: n,
	}
}

// Renotify does a slice of the job that brings a link to the holders of a pack. It ends the
// job when the link was replaced again: another job brings the newer one to everybody.
func (s *Links) Renotify(ctx context.Context, j *campaign.Job) error {
	var args renotifyJob
	var at renotifyCursor
	if err := errors.Join(j.Read(&args), j.At(&at)); err != nil {
		return err
	}
	k, known := s.Campaign.Pack(args.Pack)
	if !known {
		j.Ended = true // the pack is not in the file any more
		return nil
	}
	if stale, err := s.outdated(ctx, k, args); err != nil || stale {
		j.Ended = true
		return err
	}
	if args.Promised || at.Promises {
		n, last, err := s.keepPromises(ctx, k, args)
		if err != nil {
			return err
		}
		j.Ended = last
		return j.Moved(renotifyCursor{Promises: true}, n)
	}
	moved, next, err := s.Holders.MoveHolders(ctx, args.move(s.Guard.Class, at.After, renotifySlice))
	if err != nil {
		return err
	}
	for _, p := range moved {
		if err := s.Store.EndPromise(ctx, s.Guard.Class, k.ID, p); err != nil {
			return err
		}
		fresh := campaign.LinkReplaced{PackLink: campaign.LinkOf(k, args.Link)}
		if err := s.Notices.Enqueue(ctx, s.Campaign.LinkNotice(fresh, p, k, args.At)); err != nil {
			return err
		}
	}
	if err := j.Moved(renotifyCursor{After: next, Promises: next == 0}, len(moved)); err != nil || next != 0 {
		return err
	}
	n, last, err := s.keepPromises(ctx, k, args)
	j.Ended, j.Done = last, j.Done+n
	return err
}

// outdated reports whether a link is not served any more: it was stopped or replaced, or has
// another extraction code.
func (s *Links) outdated(ctx context.Context, k campaign.Pack, args renotifyJob) (bool, error) {
	stopped, err := s.Claims.Stopped(ctx, s.Guard.Class, k.ID)
	if err != nil || slices.Contains(stopped, args.Link.URL) {
		return true, err
	}
	all, err := s.Mirrors.Mirrors(ctx, k)
	return err == nil && !serves(all, args.Link), err
}

// keepPromises sends a link to some of the holders who were promised one, and returns their
// number; last is set if nobody is left.
func (s *Links) keepPromises(ctx context.Context, k campaign.Pack, args renotifyJob) (n int, last bool, err error) {
	people, err := s.Store.TakePromises(ctx, s.Guard.Class, k.ID, renotifySlice)
	if err != nil {
		return 0, false, err
	}
	for _, p := range people {
		c, err := s.Claims.Claim(ctx, s.Guard.Class, k.ID, p)
		if err != nil {
			return n, false, err
		}
		if c.State != campaign.ClaimHeld {
			continue
		}
		c.URL = args.Link.URL
		if err := s.Claims.SaveClaim(ctx, s.Guard.Class, p, c); err != nil {
			return n, false, err
		}
		again := campaign.LinkReplaced{PackLink: campaign.LinkOf(k, args.Link), Restored: true}
		if err := s.Notices.Enqueue(ctx, s.Campaign.LinkNotice(again, p, k, args.At)); err != nil {
			return n, false, err
		}
		n++
	}
	return n, len(people) < renotifySlice, nil
}
