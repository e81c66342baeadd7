package sqlstore

import (
	"context"
	"fmt"
	"strings"

	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
	"zhujiao/bot/sqlstore/db"
)

// ExportStore reads tables for moderators to take away.
type ExportStore struct{ *core }

var _ moderation.ExportReader = (*ExportStore)(nil)

// Exports returns the store of tables.
func Exports(s *Store) *ExportStore { return &ExportStore{s.core} }

// CountExport implements moderation.ExportReader.
func (s *ExportStore) CountExport(ctx context.Context, class string, k moderation.ExportKind) (int, error) {
	q := s.q(ctx)
	count, ok := map[moderation.ExportKind]func(context.Context, string) (int64, error){
		moderation.ExportPeople: q.CountExportPeople, moderation.ExportClaims: q.CountExportClaims,
		moderation.ExportQuestions: q.CountExportQuestions, moderation.ExportTickets: q.CountExportTickets,
		moderation.ExportBroadcasts: q.CountExportReceivers,
	}[k]
	if !ok {
		return 0, moderation.ErrNotFound
	}
	n, err := count(ctx, class)
	return int(n), err
}

// ExportPeople implements moderation.ExportReader.
func (s *ExportStore) ExportPeople(
	ctx context.Context, class string, p moderation.Page,
) (moderation.List[moderation.ExportedPerson], error) {
	k, err := after(p, 0)
	if err != nil {
		return moderation.List[moderation.ExportedPerson]{}, err
	}
	rows, err := s.q(ctx).ListExportPeople(ctx, db.ListExportPeopleParams{Campaign: class, After: k[0], N: more(p)})
	return listOf(p, rows, err, func(r db.ListExportPeopleRow) moderation.ExportedPerson {
		return moderation.ExportedPerson{
			Code: shortCode(r.Hash), Member: member(r.Member), Following: r.Following != 0, Consent: campaign.Consent(r.Consent),
		}
	}, func(r db.ListExportPeopleRow) string { return place(r.Member.Person) })
}

// ExportClaims implements moderation.ExportReader. Its places are people with packs.
func (s *ExportStore) ExportClaims(
	ctx context.Context, class string, p moderation.Page,
) (out moderation.List[moderation.ExportedClaim], err error) {
	person, pack, _ := strings.Cut(p.After, " ")
	k, err := after(moderation.Page{After: person}, 0)
	if err != nil {
		return out, err
	}
	rows, err := s.q(ctx).ListExportClaims(ctx, db.ListExportClaimsParams{Campaign: class, Person: k[0], Pack: pack, N: more(p)})
	return listOf(p, rows, err, func(r db.ListExportClaimsRow) moderation.ExportedClaim {
		return moderation.ExportedClaim{Code: shortCode(r.Hash), Pack: r.Pack, State: campaign.ClaimState(r.State), At: at(r.At)}
	}, func(r db.ListExportClaimsRow) string { return place(r.Person) + " " + r.Pack })
}

// ExportQuestions implements moderation.ExportReader.
func (s *ExportStore) ExportQuestions(
	ctx context.Context, class string, p moderation.Page,
) (moderation.List[moderation.AskedQuestion], error) {
	k, err := after(p, 0)
	if err != nil {
		return moderation.List[moderation.AskedQuestion]{}, err
	}
	readsWords(ctx)
	rows, err := s.q(ctx).ListExportQuestions(ctx, db.ListExportQuestionsParams{Campaign: class, After: k[0], N: more(p)})
	return listOf(p, rows, err, func(r db.ListExportQuestionsRow) moderation.AskedQuestion {
		return asked(db.ListBoardRow(r))
	}, func(r db.ListExportQuestionsRow) string { return place(r.Question.Number) })
}

// ExportTickets implements moderation.ExportReader.
func (s *ExportStore) ExportTickets(
	ctx context.Context, class string, p moderation.Page,
) (moderation.List[moderation.ExportedTicket], error) {
	k, err := after(p, 1, 0)
	if err != nil {
		return moderation.List[moderation.ExportedTicket]{}, err
	}
	readsWords(ctx)
	rows, err := s.q(ctx).ListExportTickets(ctx, db.ListExportTicketsParams{
		Campaign: class, Kind: kindOf(k[0]), Number: k[1], N: more(p),
	})
	return listOf(p, rows, err, func(r db.ListExportTicketsRow) moderation.ExportedTicket {
		return moderation.ExportedTicket{
			Ticket: ticketRow(r.Ticket), Code: shortCode(r.Hash),
			Opened: at(r.Ticket.OpenedAt), Replied: at(r.Ticket.AnsweredAt), Done: at(r.Ticket.DoneAt),
		}
	}, func(r db.ListExportTicketsRow) string { return place(kindKey(r.Ticket.Kind), r.Ticket.Number) })
}

// ExportReceivers implements moderation.ExportReader.
func (s *ExportStore) ExportReceivers(
	ctx context.Context, class string, p moderation.Page,
) (moderation.List[moderation.ExportedReceiver], error) {
	k, err := after(p, 0, 0)
	if err != nil {
		return moderation.List[moderation.ExportedReceiver]{}, err
	}
	rows, err := s.q(ctx).ListExportReceivers(ctx, db.ListExportReceiversParams{Campaign: class, Number: k[0], Place: k[1], N: more(p)})
	return listOf(p, rows, err, receiver, func(r db.ListExportReceiversRow) string { return place(r.Number, r.Place) })
}

func receiver(r db.ListExportReceiversRow) moderation.ExportedReceiver {
	return moderation.ExportedReceiver{
		Broadcast: fmt.Sprint("B", r.Number), Code: shortCode(r.Hash), Outcome: outcomeOf(r), At: at(r.BeganAt),
		Size: int(r.Size), Told: int(r.Sent), Error: int(r.Code),
	}
}

func outcomeOf(r db.ListExportReceiversRow) moderation.ReceiverOutcome {
	switch {
	case r.Skipped != 0:
		return moderation.ReceiverSkipped
	case r.BeganAt == 0:
		return moderation.ReceiverWaiting
	case campaign.ChunkState(r.State) == campaign.ChunkFailed:
		return moderation.ReceiverRefused
	case r.Finished == 0:
		return moderation.ReceiverSent
	case r.Sent < r.Size:
		return moderation.ReceiverPartly
	default:
		return moderation.ReceiverTold
	}
}
