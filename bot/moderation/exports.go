package moderation

import (
	"context"
	"fmt"
	"time"

	"zhujiao/bot/campaign"
)

// ExportKind names a table that moderators take away.
type ExportKind string

// The tables. Who has left or had their data erased is in none of them.
const (
	ExportPeople     ExportKind = "people"     // who has a seat, waits for one or checked in
	ExportClaims     ExportKind = "claims"     // who claimed which pack
	ExportQuestions  ExportKind = "questions"  // to the lecturer
	ExportTickets    ExportKind = "tickets"    // for moderators
	ExportBroadcasts ExportKind = "broadcasts" // who was to get which broadcast, and what became of it
)

// ExportKinds lists the tables.
func ExportKinds() []ExportKind {
	return []ExportKind{ExportPeople, ExportClaims, ExportQuestions, ExportTickets, ExportBroadcasts}
}

// ExportMax is how many rows a table has at most: as many as a sheet of a spreadsheet takes.
const ExportMax = 1_000_000

// ManyError refuses a table that is too long.
type ManyError struct{ Rows, Max int }

// Error implements error.
func (e *ManyError) Error() string {
	return fmt.Sprintf("the table has %d rows, at most %d fit", e.Rows, e.Max)
}

// ExportedPerson is somebody of a class.
type ExportedPerson struct {
	Code      string
	Member    *campaign.Member
	Following bool
	Consent   campaign.Consent
}

// ExportedClaim is a claim to a pack.
type ExportedClaim struct {
	Code, Pack string
	State      campaign.ClaimState
	At         time.Time
}

// ExportedTicket is a ticket with the short code of who opened it.
type ExportedTicket struct {
	*campaign.Ticket
	Code            string
	Opened, Replied time.Time
	Done            time.Time
}

// ReceiverOutcome is what became of somebody in a broadcast.
type ReceiverOutcome string

// The outcomes. The platform tells the numbers of a call, not who they were.
const (
	ReceiverWaiting ReceiverOutcome = "waiting" // its call was not made
	ReceiverSkipped ReceiverOutcome = "skipped" // did not follow, or had opted out, when it left
	ReceiverSent    ReceiverOutcome = "sent"    // the platform took the call, and has not said more yet
	ReceiverTold    ReceiverOutcome = "told"    // the platform has told all of the call
	ReceiverPartly  ReceiverOutcome = "partly"  // the platform has told some of the call
	ReceiverRefused ReceiverOutcome = "refused" // the platform refused the call
)

// ExportedReceiver is somebody in a broadcast. Size and Told are those of the call that they
// were in, Error is the platform's code if it refused that.
type ExportedReceiver struct {
	Broadcast, Code string
	Outcome         ReceiverOutcome
	At              time.Time
	Size, Told      int
	Error           int
}

// ExportReader reads the rows of tables, from a place on, in pages of at most PageMax. It is
// asked outside of units.
type ExportReader interface {
	// CountExport counts the rows of a table.
	CountExport(ctx context.Context, class string, k ExportKind) (int, error)
	ExportPeople(ctx context.Context, class string, p Page) (List[ExportedPerson], error)
	ExportClaims(ctx context.Context, class string, p Page) (List[ExportedClaim], error)
	ExportQuestions(ctx context.Context, class string, p Page) (List[AskedQuestion], error)
	ExportTickets(ctx context.Context, class string, p Page) (List[ExportedTicket], error)
	ExportReceivers(ctx context.Context, class string, p Page) (List[ExportedReceiver], error)
}

// Exports reads tables for moderators to take away, and records each.
type Exports struct {
	Campaign *campaign.Campaign
	Guard    *Guard
	Reader   ExportReader
}

// Counts returns how many rows each table has.
func (s *Exports) Counts(ctx context.Context, who Actor) (map[ExportKind]int, error) {
	if err := allow(who, ActionExport); err != nil {
		return nil, err
	}
	out := map[ExportKind]int{}
	for _, k := range ExportKinds() {
		n, err := s.Reader.CountExport(ctx, s.Campaign.ID, k)
		if err != nil {
			return nil, fmt.Errorf("count the rows of %s: %w", k, err)
		}
		out[k] = n
	}
	return out, nil
}

// Begin checks that a table may be read, outside of units, and returns how many rows it has.
func (s *Exports) Begin(ctx context.Context, who Actor, k ExportKind) (int, error) {
	if err := allow(who, ActionExport); err != nil {
		return 0, err
	}
	n, err := s.Reader.CountExport(ctx, s.Campaign.ID, k)
	if err != nil {
		return 0, fmt.Errorf("count the rows of %s: %w", k, err)
	}
	if n > ExportMax {
		return n, &ManyError{n, ExportMax}
	}
	return n, nil
}

// Taken is a table that somebody takes away, in a format such as xlsx.
type Taken struct {
	Kind   ExportKind
	Format string
	Rows   int
}

// Record notes that somebody takes a table away. It comes before the first row leaves.
func (s *Exports) Record(ctx context.Context, who Actor, x Taken, at time.Time) error {
	if err := allow(who, ActionExport); err != nil {
		return err
	}
	return s.Guard.record(ctx, who, change{ActionExport, string(x.Kind), "", fmt.Sprintf("%s %d", x.Format, x.Rows)}, at)
}

// everyRow calls f with each row of a table.
func everyRow[T any](
	ctx context.Context, class string, read func(ctx context.Context, class string, p Page) (List[T], error), f func(row T) error,
) error {
	for page := (Page{Limit: exportPage}); ; {
		l, err := read(ctx, class, page)
		if err != nil {
			return fmt.Errorf("read the rows of a table: %w", err)
		}
		for _, row := range l.Rows {
			if err := f(row); err != nil {
				return err
			}
		}
		if page.After = l.Next; page.After == "" {
			return nil
		}
	}
}

// exportPage is how many rows are read at once.
const exportPage = 500

// People calls f with each row of the table.
func (s *Exports) People(ctx context.Context, who Actor, f func(ExportedPerson) error) error {
	if err := allow(who, ActionExport); err != nil {
		return err
	}
	return everyRow(ctx, s.Campaign.ID, s.Reader.ExportPeople, f)
}

// Claims calls f with each row of the table.
func (s *Exports) Claims(ctx context.Context, who Actor, f func(ExportedClaim) error) error {
	if err := allow(who, ActionExport); err != nil {
		return err
	}
	return everyRow(ctx, s.Campaign.ID, s.Reader.ExportClaims, f)
}

// Questions calls f with each row of the table.
func (s *Exports) Questions(ctx context.Context, who Actor, f func(AskedQuestion) error) error {
	if err := allow(who, ActionExport); err != nil {
		return err
	}
	return everyRow(ctx, s.Campaign.ID, s.Reader.ExportQuestions, f)
}

// Tickets calls f with each row of the table. Text is filled in as by Lists.Waiting.
func (s *Exports) Tickets(ctx context.Context, who Actor, f func(ExportedTicket) error) error {
	if err := allow(who, ActionExport); err != nil {
		return err
	}
	return everyRow(ctx, s.Campaign.ID, s.Reader.ExportTickets, func(t ExportedTicket) error {
		t.Text = asked(s.Campaign, t.Ticket, t.Text)
		return f(t)
	})
}

// Receivers calls f with each row of the table.
func (s *Exports) Receivers(ctx context.Context, who Actor, f func(ExportedReceiver) error) error {
	if err := allow(who, ActionExport); err != nil {
		return err
	}
	return everyRow(ctx, s.Campaign.ID, s.Reader.ExportReceivers, f)
}
