package campaign

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"
)

// LinkEnd returns the end of a link's last day, in the class's zone; zero if it is good for
// ever.
func (c *Campaign) LinkEnd(l Mirror) time.Time {
	day, err := time.ParseInLocation(time.DateOnly, l.Until, c.Zone)
	if err != nil {
		return time.Time{}
	}
	return day.AddDate(0, 0, 1)
}

// Expired reports whether a link's last day is past (ruling 39).
func (c *Campaign) Expired(l Mirror, at time.Time) bool {
	end := c.LinkEnd(l)
	return !end.IsZero() && !at.Before(end)
}

// linkNotice is how long before the end of a link the moderators are warned.
const linkNotice = 24 * time.Hour

// WarnLinks tells the moderators, once, a day before links of a pack end, and once that no
// link is left (ruling 39).
func (s *Packs) WarnLinks(ctx context.Context, notices Notices, now time.Time) error {
	for _, k := range s.Campaign.Packs {
		links, err := s.inService(ctx, k)
		if err != nil {
			return fmt.Errorf("look for the ends of links of pack %s: %w", k.ID, err)
		}
		for _, a := range s.linkAlerts(k, links, now) {
			if err := notices.Enqueue(ctx, a); err != nil {
				return fmt.Errorf("warn of the end of links of pack %s: %w", k.ID, err)
			}
		}
	}
	return nil
}

// linkAlerts returns what the moderators have to know about the ends of a pack's links.
func (s *Packs) linkAlerts(k Pack, links []Mirror, now time.Time) (out []Notice) {
	lasts := func(l Mirror) bool { return !s.Campaign.Expired(l, now) }
	if len(links) == 0 || !slices.ContainsFunc(links, s.ends) {
		return nil
	}
	if !slices.ContainsFunc(links, lasts) {
		last := slices.MaxFunc(links, func(a, b Mirror) int { return s.Campaign.LinkEnd(a).Compare(s.Campaign.LinkEnd(b)) })
		return []Notice{s.linkAlert(LinkEndAlert{Pack: k.ID, Until: last.Until, Over: true}, now)}
	}
	for _, l := range links {
		end := s.Campaign.LinkEnd(l)
		if end.IsZero() || now.Before(end.Add(-linkNotice)) || !lasts(l) {
			continue
		}
		outlives := func(o Mirror) bool { return !s.ends(o) || s.Campaign.LinkEnd(o).After(end) }
		out = append(out, s.linkAlert(LinkEndAlert{
			Pack: k.ID, Link: cmp.Or(l.Name, l.URL), Until: l.Until, Last: !slices.ContainsFunc(links, outlives),
		}, now))
	}
	return out
}

// ends reports whether a link is not good for ever.
func (s *Packs) ends(l Mirror) bool { return !s.Campaign.LinkEnd(l).IsZero() }

// linkAlert is an alert that is given once for a link and its last day.
func (s *Packs) linkAlert(b LinkEndAlert, now time.Time) Notice {
	a := s.Campaign.Alert(b, now)
	a.DedupKey = fmt.Sprintf("link end %s %s %s %s %v", s.Campaign.ID, b.Pack, b.Link, b.Until, b.Over)
	return a
}
