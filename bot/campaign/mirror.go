package campaign

import (
	"context"
	"slices"
	"time"
)

// Mirrors returns all links of a pack: those that replaced the file's, newest
// first, then the file's.
func (s *Packs) Mirrors(ctx context.Context, k Pack) ([]Mirror, error) {
	fresh, err := s.Links.NewLinks(ctx, s.Campaign.ID, k.ID)
	if err != nil {
		return nil, err
	}
	return append(fresh, k.Mirrors...), nil
}

// inService returns the links that are not stopped, in the order in which they are
// handed out: main links before backups (R8).
func (s *Packs) inService(ctx context.Context, k Pack) ([]Mirror, error) {
	all, err := s.Mirrors(ctx, k)
	if err != nil {
		return nil, err
	}
	stopped, err := s.Claims.Stopped(ctx, s.Campaign.ID, k.ID)
	if err != nil {
		return nil, err
	}
	var out []Mirror
	for _, backup := range []bool{false, true} {
		for _, l := range all {
			if l.Backup == backup && !slices.Contains(stopped, l.URL) {
				out = append(out, l)
			}
		}
	}
	return out, nil
}

// Working returns the links that are in service and have not ended, in that order.
func (s *Packs) Working(ctx context.Context, k Pack, at time.Time) ([]Mirror, error) {
	links, err := s.inService(ctx, k)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(links, func(l Mirror) bool { return s.Campaign.Expired(l, at) }), nil
}

// mirror returns the link to hand out now, or false if no link works.
func (s *Packs) mirror(ctx context.Context, k Pack, at time.Time) (Mirror, bool, error) {
	working, err := s.Working(ctx, k, at)
	if err != nil || len(working) == 0 {
		return Mirror{}, false, err
	}
	return working[0], true, nil
}
