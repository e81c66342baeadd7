package campaign

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"zhujiao/bot"
)

// LinkStore stores the changes to the links of packs since the file was written. Every
// method joins the unit of the context.
type LinkStore interface {
	// NewLinks returns the links that replaced the file's, newest first.
	NewLinks(ctx context.Context, campaign, pack string) ([]Mirror, error)
	// StopLink takes a link out of service. It returns false if it was out of service
	// already.
	StopLink(ctx context.Context, campaign, pack, url string, at time.Time) (bool, error)
	// PromiseLink records that a holder was told that a working link will come.
	PromiseLink(ctx context.Context, campaign, pack string, p bot.PersonID) error
}

// ReportStore stores reports of dead links.
type ReportStore interface {
	NextNumber(ctx context.Context, campaign, kind string) (int, error)
	// Report returns the number of a person's report of a link; 0 for none.
	Report(ctx context.Context, campaign, pack, url string, p bot.PersonID) (int, error)
	// AddReport stores a report and returns how many people have reported the link.
	AddReport(ctx context.Context, campaign string, r LinkReport) (people int, err error)
	// ReportsSince counts a person's reports.
	ReportsSince(ctx context.Context, campaign string, p bot.PersonID, since time.Time) (int, error)
}

// LinkReport says that somebody found a link dead.
type LinkReport struct {
	Pack, URL string
	Person    bot.PersonID
	Number    int
	At        time.Time
}

// HolderStore finds the people who wait for a pack.
type HolderStore interface {
	// Queued returns at most n people who wait for a pack after a place, in order, without
	// those who have left.
	Queued(ctx context.Context, campaign, pack string, after QueuePlace, n int) ([]QueuePlace, error)
	// CountQueued counts those who wait.
	CountQueued(ctx context.Context, campaign, pack string) (int, error)
}

// QueuePlace is a place in the queue for a pack.
type QueuePlace struct {
	At     time.Time
	Person bot.PersonID
}

// HolderMove asks for a part of the holders of a pack to get another link: at most N
// after one of them, those who have another link, or everybody, but for those who have one
// of the links to Keep.
type HolderMove struct {
	Class, Pack, URL string
	Everybody        bool
	Keep             []string
	After            bot.PersonID
	N                int
}

// LinkOutcome says how a report of a dead link was taken.
type LinkOutcome int

// The ends of a report.
const (
	LinkReported LinkOutcome = iota
	LinkBackup
	LinkAgain
	LinkWhich
	LinkNoPack
	LinkTooMany
)

// LinkResult is the outcome with the report's number and the backup link.
type LinkResult struct {
	// Held are the packs of which LinkWhich asks for one.
	Held    []string
	Outcome LinkOutcome
	Number  int
	Pack    Pack
	Mirror  Mirror
}

// Links decides about dead links: report, backup, stop, replacement (R8,
// rulings 9, 14, 24).
type Links struct {
	Campaign *Campaign
	Packs    *Packs
	Links    LinkStore
	Reports  ReportStore
	Holders  HolderStore
	Notices  Notices
	Jobs     Jobs
}

// Report takes a report about a pack, or about the only pack that the person holds
// if packID is empty. If no other link works, the person is promised one.
func (s *Links) Report(ctx context.Context, p bot.PersonID, packID string, at time.Time) (LinkResult, error) {
	held, err := s.held(ctx, p, packID)
	if err != nil {
		return LinkResult{}, fmt.Errorf("report a link: %w", err)
	}
	switch len(held) {
	case 0:
		return LinkResult{Outcome: LinkNoPack}, nil
	case 1:
	default:
		res := LinkResult{Outcome: LinkWhich}
		for _, c := range held {
			res.Held = append(res.Held, c.Pack)
		}
		return res, nil
	}
	r, err := s.report(ctx, p, held[0], at)
	if err == nil && (r.Outcome == LinkReported || r.Outcome == LinkAgain) {
		err = s.Links.PromiseLink(ctx, s.Campaign.ID, r.Pack.ID, p)
	}
	if err != nil {
		return LinkResult{}, fmt.Errorf("report a link: %w", err)
	}
	return r, nil
}

// held returns the packs that a person holds: only packID unless it is empty.
func (s *Links) held(ctx context.Context, p bot.PersonID, packID string) ([]Claim, error) {
	var out []Claim
	for _, k := range s.Campaign.Packs {
		if packID != "" && k.ID != packID {
			continue
		}
		c, err := s.Packs.Claims.Claim(ctx, s.Campaign.ID, k.ID, p)
		if err != nil {
			return nil, err
		}
		if c.State == ClaimHeld {
			out = append(out, c)
		}
	}
	return out, nil
}

func (s *Links) report(ctx context.Context, p bot.PersonID, c Claim, at time.Time) (LinkResult, error) {
	k, _ := s.Campaign.Pack(c.Pack)
	res := LinkResult{Pack: k}
	var err error
	if res.Number, err = s.Reports.Report(ctx, s.Campaign.ID, k.ID, c.URL, p); err != nil || res.Number > 0 {
		res.Outcome = LinkAgain
		return res, err
	}
	l := s.Campaign.Limits
	n, err := s.Reports.ReportsSince(ctx, s.Campaign.ID, p, at.Add(-l.ReportSpan))
	if err != nil {
		return res, err
	}
	if l.Reports > 0 && n >= l.Reports {
		res.Outcome = LinkTooMany
		return res, nil
	}
	if res.Number, err = s.Reports.NextNumber(ctx, s.Campaign.ID, "R"); err != nil {
		return res, err
	}
	if err := s.count(ctx, k, LinkReport{k.ID, c.URL, p, res.Number, at}); err != nil {
		return res, err
	}
	return s.backup(ctx, p, c, res, at)
}

// count stores the report, stops the link when enough people agree, and tells
// the moderators.
func (s *Links) count(ctx context.Context, k Pack, r LinkReport) error {
	people, err := s.Reports.AddReport(ctx, s.Campaign.ID, r)
	if err != nil {
		return err
	}
	alert := LinkAlert{Pack: k.ID, Report: r.Number, People: people}
	if k.DeadAfter > 0 && people >= k.DeadAfter {
		stopped, err := s.Links.StopLink(ctx, s.Campaign.ID, k.ID, r.URL, r.At)
		if err != nil {
			return err
		}
		if stopped {
			if alert.Stopped, err = s.name(ctx, k, r.URL); err != nil {
				return err
			}
		}
	}
	return s.Notices.Enqueue(ctx, s.Campaign.Alert(alert, r.At))
}

func (s *Links) name(ctx context.Context, k Pack, url string) (string, error) {
	all, err := s.Packs.Mirrors(ctx, k)
	if err != nil {
		return "", err
	}
	for _, l := range all {
		if l.URL == url && l.Name != "" {
			return l.Name, nil
		}
	}
	return url, nil
}

// backup gives the reporter another link that works, if there is one.
func (s *Links) backup(ctx context.Context, p bot.PersonID, c Claim, res LinkResult, at time.Time) (LinkResult, error) {
	k := res.Pack
	working, err := s.Packs.Working(ctx, k, at)
	if err != nil {
		return res, err
	}
	i := slices.IndexFunc(working, func(l Mirror) bool { return l.URL != c.URL })
	if i < 0 {
		return res, nil
	}
	n, err := s.Reports.Report(ctx, s.Campaign.ID, k.ID, working[i].URL, p)
	if err != nil || n > 0 {
		return res, err // that one they called dead before
	}
	res.Outcome, res.Mirror, c.URL = LinkBackup, working[i], working[i].URL
	return res, s.Packs.Claims.SaveClaim(ctx, s.Campaign.ID, p, c)
}

// LinkNotice brings somebody a link of a pack.
func (c *Campaign) LinkNotice(b Body, p bot.PersonID, k Pack, at time.Time) Notice {
	return Notice{Campaign: c.ID, Person: p, Body: b, Due: at, Priority: PriorityLink, Topic: "link " + k.ID}
}

// LinkOf is a link of a pack as somebody gets it.
func LinkOf(k Pack, l Mirror) PackLink {
	return PackLink{Pack: k.ID, URL: l.URL, Code: l.Code, Until: l.Until}
}

// serveJob holds the arguments of a job that hands a pack to those who wait.
type serveJob struct {
	Pack string
	At   time.Time
}

// serveSlice is how many people one unit hands a pack to: each costs up to five rows.
const serveSlice = 40

// Serve hands a pack to those who wait for it, in order, while there are stock and a
// link, and tells each of them. It passes over people who do not meet the conditions any
// more, such as after giving up their seat. It returns how many get it: many of them only
// soon, by a job.
func (s *Links) Serve(ctx context.Context, k Pack, at time.Time) (given int, err error) {
	j, err := NewJob(s.Campaign.ID, JobServe, serveJob{k.ID, at})
	if err != nil {
		return 0, err
	}
	if err := BeginJob(ctx, s.Jobs, &j, s.ServeSlice); err != nil {
		return 0, fmt.Errorf("serve pack %s: %w", k.ID, err)
	}
	if j.Ended {
		return j.Done, nil
	}
	more, err := s.expected(ctx, k)
	return j.Done + more, err
}

// ServeOnce lets a job hand a pack to those who wait for it, unless a job with the key was
// stored before.
func (s *Links) ServeOnce(ctx context.Context, k Pack, key string, at time.Time) error {
	j, err := NewJob(s.Campaign.ID, JobServe, serveJob{k.ID, at})
	if err != nil {
		return err
	}
	j.DedupKey = key
	if _, err := s.Jobs.AddJob(ctx, j); err != nil {
		return fmt.Errorf("serve pack %s: %w", k.ID, err)
	}
	return nil
}

// expected returns how many of those who wait there is stock for.
func (s *Links) expected(ctx context.Context, k Pack) (int, error) {
	waiting, err := s.Holders.CountQueued(ctx, s.Campaign.ID, k.ID)
	if err != nil || k.Stock < 0 {
		return waiting, err
	}
	taken, err := s.Packs.Claims.Taken(ctx, s.Campaign.ID, k.ID)
	return min(waiting, k.Stock-taken), err
}

// ServeSlice does a slice of the job that hands a pack to those who wait.
func (s *Links) ServeSlice(ctx context.Context, j *Job) error {
	var args serveJob
	var place QueuePlace
	if err := errors.Join(j.Read(&args), j.At(&place)); err != nil {
		return err
	}
	k, ok := s.Campaign.Pack(args.Pack)
	if !ok {
		j.Ended = true
		return nil
	}
	working, err := s.Packs.Working(ctx, k, args.At)
	if err != nil || len(working) == 0 {
		j.Ended = true
		return err
	}
	waiting, err := s.Holders.Queued(ctx, s.Campaign.ID, k.ID, place, serveSlice)
	if err != nil {
		return err
	}
	j.Ended = len(waiting) < serveSlice
	given := 0
	for _, w := range waiting {
		place = w
		got, err := s.serveOne(ctx, k, working[0], w.Person, args.At)
		if errors.Is(err, ErrOutOfStock) {
			j.Ended = true
			break
		}
		if err != nil {
			return err
		}
		if got {
			given++
		}
	}
	return j.Moved(place, given)
}

// serveOne hands a pack to somebody who waits for it. It returns false if they do not meet
// the conditions any more.
func (s *Links) serveOne(ctx context.Context, k Pack, l Mirror, p bot.PersonID, at time.Time) (bool, error) {
	may, err := s.may(ctx, p, k, at)
	if err != nil || !may {
		return false, err
	}
	c := Claim{Pack: k.ID, State: ClaimHeld, URL: l.URL, At: at}
	if err := s.Packs.Claims.Take(ctx, s.Campaign.ID, p, c, k.Stock); err != nil {
		return false, err
	}
	return true, s.Notices.Enqueue(ctx, s.Campaign.LinkNotice(PackServed{LinkOf(k, l)}, p, k, at))
}

// may reports whether somebody still meets a pack's conditions.
func (s *Links) may(ctx context.Context, p bot.PersonID, k Pack, at time.Time) (bool, error) {
	m, err := s.Packs.Class.Signups.Member(ctx, p)
	if err != nil {
		return false, err
	}
	missing, err := s.Packs.missing(ctx, m, k, at)
	return missing == MissingNothing, err
}
