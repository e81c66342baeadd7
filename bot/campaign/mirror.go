package campaign

import (
	"context"
	"slices"
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

// working returns the links that are not stopped, in the order in which they are
// handed out: main links before backups (R8).
func (s *Packs) working(ctx context.Context, k Pack) ([]Mirror, error) {
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

// mirror returns the link to hand out now, or false if no link works.
func (s *Packs) mirror(ctx context.Context, k Pack) (Mirror, bool, error) {
	working, err := s.working(ctx, k)
	if err != nil || len(working) == 0 {
		return Mirror{}, false, err
	}
	return working[0], true, nil
}
