package moderation

import (
	"context"
	"fmt"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// PageMax is how many rows of a list are read at once at most.
const PageMax = 200

// Page asks for a part of a list: the first Limit rows after a place, or from the
// beginning when After is "". A Limit outside 1 to PageMax means PageMax.
type Page struct {
	Limit int
	After string
}

// List is one page of a list. Next is the place where the next page continues, "" at
// the end. Only the store understands places; it returns ErrPlace for a place of
// another list.
type List[T any] struct {
	Rows []T
	Next string
}

// TicketReader lists tickets.
type TicketReader interface {
	// ListWaiting returns open and taken ones, the oldest first.
	ListWaiting(ctx context.Context, class string, p Page) (List[*campaign.Ticket], error)
	// ListTickets returns all, the newest first.
	ListTickets(ctx context.Context, class string, p Page) (List[*campaign.Ticket], error)
}

// InboxMax is how many waiting tickets are listed with the most asked first.
const InboxMax = 500

// InboxReader lists what waits, as moderators work it off.
type InboxReader interface {
	// ListInbox returns at most n open and taken tickets: those with the most askers
	// first, of these the oldest.
	ListInbox(ctx context.Context, class string, n int) ([]*campaign.Ticket, error)
}

// DeskReader lists tickets with what is known of those who asked.
type DeskReader interface {
	// ListDesk returns open and taken tickets that fit a filter, the oldest first.
	ListDesk(ctx context.Context, class string, f DeskFilter, p Page) (List[DeskRow], error)
	// ListHandled returns tickets that moderators have dealt with, the newest deed first.
	ListHandled(ctx context.Context, class string, p Page) (List[DeskRow], error)
}

// DeskFilter chooses tickets. The zero filter chooses all.
type DeskFilter struct {
	Kind Kind // "" for all kinds
	// Held chooses what somebody holds: a talk that they have taken over, or a ticket that
	// was given to them. By names them; with "" it is anybody.
	Held bool
	By   string
}

// DeskRow is a ticket with the person who asked first. Done is when a moderator changed it
// last.
type DeskRow struct {
	*campaign.Ticket
	Asker *campaign.Person
	Done  time.Time
}

// Reachable reports whether the platform would take an answer to the asker at a time.
func (r DeskRow) Reachable(at time.Time) bool {
	return r.Asker.Spendable(campaign.PriorityAnswer, at) > 0 && r.Asker.Consent != campaign.ConsentOut
}

// EntryReader lists published entries.
type EntryReader interface {
	// ListEntries returns published entries, including those that were taken back, the
	// newest first.
	ListEntries(ctx context.Context, class string, p Page) (List[PublishedEntry], error)
}

// MemberReader lists the people of a class.
type MemberReader interface {
	// ListMembers returns the people of a class in the order in which they were first
	// seen.
	ListMembers(ctx context.Context, class string, p Page) (List[MemberRow], error)
}

// ClaimReader lists claims.
type ClaimReader interface {
	// ListClaims returns the claims of a pack, the oldest first.
	ListClaims(ctx context.Context, class, pack string, p Page) (List[ClaimRow], error)
}

// QuestionReader lists questions for the lecturer.
type QuestionReader interface {
	// ListQuestions returns the questions in a state, by number.
	ListQuestions(ctx context.Context, class string, s campaign.QuestionState, p Page) (List[*campaign.Question], error)
}

// BroadcastReader lists broadcasts.
type BroadcastReader interface {
	// ListBroadcasts returns the broadcasts of a class, the newest first.
	ListBroadcasts(ctx context.Context, class string, p Page) (List[*campaign.Broadcast], error)
}

// DeliveryReader lists notices.
type DeliveryReader interface {
	// ListDeliveries returns the notices in a state of the ledger, the newest first.
	ListDeliveries(ctx context.Context, class string, s campaign.NoticeState, p Page) (List[DeliveryRow], error)
	// ListUnknown returns the notices to people whose result is unknown, the oldest
	// first.
	ListUnknown(ctx context.Context, class string, p Page) (List[UnknownNotice], error)
}

// AuditReader lists the audit log.
type AuditReader interface {
	// ListAudit returns the lines of a class that fit a filter, the newest first; those of
	// no class, such as invitations, stand under "".
	ListAudit(ctx context.Context, class string, f AuditFilter, p Page) (List[AuditEntry], error)
}

// AuditFilter chooses lines of the audit log. A zero field chooses all.
type AuditFilter struct {
	// Who is a moderator's name, Kind the part of an action in front of the dot, Target the
	// thing, such as U12.
	Who, Kind, Target string
	// Since and Until bound the time; Until is the first moment that is left out.
	Since, Until time.Time
}

// ClassReader lists classes.
type ClassReader interface {
	// ListClasses returns the classes by id.
	ListClasses(ctx context.Context, p Page) (List[ClassRow], error)
}

// PublishedEntry is an entry that a moderator published.
type PublishedEntry struct {
	campaign.Published
	By     string
	At     time.Time
	Undone bool
}

// MemberRow is somebody who has dealt with a class.
type MemberRow struct {
	// Code is the person's short code.
	Code      string
	Member    *campaign.Member
	LastAt    time.Time
	Following bool
	Consent   campaign.Consent
}

// ClaimRow is somebody's claim to a pack.
type ClaimRow struct {
	Person bot.PersonID
	Code   string
	State  campaign.ClaimState
	URL    string
	At     time.Time
}

// DeliveryRow is a notice in the ledger. Code is the short code of its person, or
// Robot names the group that it goes to. Error is the platform's code and words of
// the last refused call.
type DeliveryRow struct {
	ID          int64
	Kind        campaign.NoticeKind
	Code, Robot string
	Due, Done   time.Time
	Attempts    int
	Error       int
	ErrorWords  string
}

// UnknownNotice is a notice whose result is unknown.
type UnknownNotice struct {
	ID   int64
	Kind campaign.NoticeKind
	// Code is the person's short code.
	Code string
}

// ClassRow is a class that was ever served. Version is the number of its newest
// content.
type ClassRow struct {
	ID           string
	Taken, Extra int
	Closed       bool
	Version      int
}

// Lists reads what moderators page through.
type Lists struct {
	Campaign        *campaign.Campaign
	TicketReader    TicketReader
	InboxReader     InboxReader
	DeskReader      DeskReader
	EntryReader     EntryReader
	MemberReader    MemberReader
	ClaimReader     ClaimReader
	QuestionReader  QuestionReader
	BroadcastReader BroadcastReader
	DeliveryReader  DeliveryReader
	AuditReader     AuditReader
	ClassReader     ClassReader
	JobReader       JobReader
	// Views reads what single pages show.
	Views *Views
}

// JobReader reads how far jobs have come. It joins the unit of the context.
type JobReader interface {
	// ListJobs returns the jobs of a class that are not done, the oldest first, at most
	// fifty.
	ListJobs(ctx context.Context, class string) ([]JobRow, error)
}

// JobRow is a job that is not done. Total is 0 while the number of people is not known;
// Error is the newest failure since the last slice that was done.
type JobRow struct {
	ID          int64
	Kind        campaign.JobKind
	Done, Total int
	Failures    int
	Error       string
	Created     time.Time
}

// Jobs returns how far the jobs have come that are not done.
func (s *Lists) Jobs(ctx context.Context, who Actor) ([]JobRow, error) {
	if err := allow(who, ActionListDeliveries); err != nil {
		return nil, err
	}
	rows, err := s.JobReader.ListJobs(ctx, s.Campaign.ID)
	if err != nil {
		return nil, fmt.Errorf("list jobs: %w", err)
	}
	return rows, nil
}

// list checks the actor's role and the page, then reads.
func list[T any](
	who Actor, a Action, p Page, read func(Page) (List[T], error),
) (List[T], error) {
	if err := allow(who, a); err != nil {
		return List[T]{}, err
	}
	if p.Limit < 1 || p.Limit > PageMax {
		p.Limit = PageMax
	}
	out, err := read(p)
	if err != nil {
		return List[T]{}, fmt.Errorf("%s: %w", a, err)
	}
	return out, nil
}

// Waiting returns the tickets that wait for a moderator, the oldest first. Text is
// what people asked; where it was erased it is the question of the entry that the
// ticket is about.
func (s *Lists) Waiting(ctx context.Context, who Actor, p Page) (List[*campaign.Ticket], error) {
	return s.tickets(list(who, ActionListTickets, p, func(p Page) (List[*campaign.Ticket], error) {
		return s.TicketReader.ListWaiting(ctx, s.Campaign.ID, p)
	}))
}

// Inbox returns at most InboxMax tickets that wait, the most asked first and of these the
// oldest. Text is filled in as by Waiting.
func (s *Lists) Inbox(ctx context.Context, who Actor) ([]*campaign.Ticket, error) {
	if err := allow(who, ActionListTickets); err != nil {
		return nil, err
	}
	rows, err := s.InboxReader.ListInbox(ctx, s.Campaign.ID, InboxMax)
	l, err := s.tickets(List[*campaign.Ticket]{Rows: rows}, err)
	return l.Rows, err
}

// Desk returns the tickets that wait and fit a filter, the oldest first, with who asked.
// Text is filled in as by Waiting.
func (s *Lists) Desk(ctx context.Context, who Actor, f DeskFilter, p Page) (List[DeskRow], error) {
	return s.desk(list(who, ActionListTickets, p, func(p Page) (List[DeskRow], error) {
		return s.DeskReader.ListDesk(ctx, s.Campaign.ID, f, p)
	}))
}

// Handled returns the tickets that moderators have dealt with, the newest deed first.
func (s *Lists) Handled(ctx context.Context, who Actor, p Page) (List[DeskRow], error) {
	return s.desk(list(who, ActionListTickets, p, func(p Page) (List[DeskRow], error) {
		return s.DeskReader.ListHandled(ctx, s.Campaign.ID, p)
	}))
}

func (s *Lists) desk(l List[DeskRow], err error) (List[DeskRow], error) {
	for _, r := range l.Rows {
		r.Text = asked(s.Campaign, r.Ticket, r.Text)
	}
	return l, err
}

// Tickets returns all tickets, the newest first. Text is filled in as by Waiting.
func (s *Lists) Tickets(ctx context.Context, who Actor, p Page) (List[*campaign.Ticket], error) {
	return s.tickets(list(who, ActionListTickets, p, func(p Page) (List[*campaign.Ticket], error) {
		return s.TicketReader.ListTickets(ctx, s.Campaign.ID, p)
	}))
}

func (s *Lists) tickets(l List[*campaign.Ticket], err error) (List[*campaign.Ticket], error) {
	for _, t := range l.Rows {
		t.Text = asked(s.Campaign, t, t.Text)
	}
	return l, err
}

// Entries returns the published entries, the newest first.
func (s *Lists) Entries(ctx context.Context, who Actor, p Page) (List[PublishedEntry], error) {
	return list(who, ActionListEntries, p, func(p Page) (List[PublishedEntry], error) {
		return s.EntryReader.ListEntries(ctx, s.Campaign.ID, p)
	})
}

// Members returns the people of the class in the order in which they were first
// seen.
func (s *Lists) Members(ctx context.Context, who Actor, p Page) (List[MemberRow], error) {
	return list(who, ActionListPeople, p, func(p Page) (List[MemberRow], error) {
		return s.MemberReader.ListMembers(ctx, s.Campaign.ID, p)
	})
}

// Claims returns the claims of a pack, the oldest first.
func (s *Lists) Claims(ctx context.Context, who Actor, pack string, p Page) (List[ClaimRow], error) {
	return list(who, ActionListPeople, p, func(p Page) (List[ClaimRow], error) {
		return s.ClaimReader.ListClaims(ctx, s.Campaign.ID, pack, p)
	})
}

// Questions returns the questions in a state, by number.
func (s *Lists) Questions(ctx context.Context, who Actor, st campaign.QuestionState, p Page) (List[*campaign.Question], error) {
	return list(who, ActionListQuestions, p, func(p Page) (List[*campaign.Question], error) {
		return s.QuestionReader.ListQuestions(ctx, s.Campaign.ID, st, p)
	})
}

// Broadcasts returns the broadcasts of the class, the newest first.
func (s *Lists) Broadcasts(ctx context.Context, who Actor, p Page) (List[*campaign.Broadcast], error) {
	return list(who, ActionReadBroadcast, p, func(p Page) (List[*campaign.Broadcast], error) {
		return s.BroadcastReader.ListBroadcasts(ctx, s.Campaign.ID, p)
	})
}

// Deliveries returns the notices in a state of the ledger, the newest first.
func (s *Lists) Deliveries(ctx context.Context, who Actor, st campaign.NoticeState, p Page) (List[DeliveryRow], error) {
	return list(who, ActionListDeliveries, p, func(p Page) (List[DeliveryRow], error) {
		return s.DeliveryReader.ListDeliveries(ctx, s.Campaign.ID, st, p)
	})
}

// Unknown returns the notices to people of which nobody knows whether they arrived,
// the oldest first.
func (s *Lists) Unknown(ctx context.Context, who Actor, p Page) (List[UnknownNotice], error) {
	return list(who, ActionListDeliveries, p, func(p Page) (List[UnknownNotice], error) {
		return s.DeliveryReader.ListUnknown(ctx, s.Campaign.ID, p)
	})
}

// Audit returns the lines of the audit log of a class that fit a filter, the newest first.
// The class "" has the lines that belong to no class, such as invitations.
func (s *Lists) Audit(ctx context.Context, who Actor, class string, f AuditFilter, p Page) (List[AuditEntry], error) {
	return list(who, ActionReadAudit, p, func(p Page) (List[AuditEntry], error) {
		return s.AuditReader.ListAudit(ctx, class, f, p)
	})
}

// Classes returns all classes that were ever served, by id.
func (s *Lists) Classes(ctx context.Context, who Actor, p Page) (List[ClassRow], error) {
	return list(who, ActionListClasses, p, func(p Page) (List[ClassRow], error) {
		return s.ClassReader.ListClasses(ctx, p)
	})
}
