package sqlstore

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore/db"
)

// forgetTickets takes a person out of at most n of the tickets that they had asked in until they
// left, and blanks those that nobody else asks. It notes what they had written there.
func (s *ErasureStore) forgetTickets(ctx context.Context, l *campaign.Leftover, n int) (int, error) {
	q, person := s.q(ctx), int64(l.Person)
	rows, err := q.AskedBy(ctx, db.AskedByParams{Person: person, Heard: l.Heard, N: int32(n)})
	if err != nil {
		return 0, fmt.Errorf("read the tickets of a person: %w", err)
	}
	var said []quote
	for _, r := range rows {
		said = append(said, quotesIn(r)...)
		if err := forgetTicket(ctx, q, r, person); err != nil {
			return 0, fmt.Errorf("blank a ticket: %w", err)
		}
	}
	noteSaid(l, said)
	if len(said) > 0 {
		if err := s.dropCodes(ctx, said); err != nil {
			return 0, fmt.Errorf("drop what quotes a ticket: %w", err)
		}
	}
	if len(rows) == n {
		return n, nil
	}
	begun, err := q.BegunBy(ctx, db.BegunByParams{Person: person, N: int32(n - len(rows))})
	if err != nil {
		return 0, fmt.Errorf("read the tickets of a person: %w", err)
	}
	for _, r := range begun {
		ticket := db.BlankTicketParams{Campaign: r.Campaign, Kind: r.Kind, Number: r.Number, Person: person}
		if err := q.BlankTicket(ctx, ticket); err != nil {
			return 0, fmt.Errorf("blank a ticket: %w", err)
		}
	}
	return len(rows) + len(begun), nil
}

// forgetTicket takes a person out of one ticket.
func forgetTicket(ctx context.Context, q *db.Queries, r db.AskedByRow, person int64) error {
	if r.Person != person {
		if err := unjoin(ctx, q, r); err != nil {
			return err
		}
	}
	if err := q.UncountAsker(ctx, db.UncountAskerParams{Campaign: r.Campaign, Kind: r.Kind, Number: r.Number}); err != nil {
		return err
	}
	if err := q.ForgetDraftsAbout(ctx, db.ForgetDraftsAboutParams{Campaign: r.Campaign, Kind: r.Kind, Number: r.Number}); err != nil {
		return err
	}
	err := q.DeleteAsker(ctx, db.DeleteAskerParams{Campaign: r.Campaign, Kind: r.Kind, Number: r.Number, Person: person})
	if err != nil {
		return err
	}
	return q.BlankTicket(ctx, db.BlankTicketParams{Campaign: r.Campaign, Kind: r.Kind, Number: r.Number, Person: person})
}

// quotesIn returns what a person wrote into a ticket.
func quotesIn(r db.AskedByRow) (out []quote) {
	if r.Said == "" {
		return nil
	}
	for part := range strings.SplitSeq(r.Said, partEnd) {
		out = append(out, quote{part, r.At, r.Kind + strconv.FormatInt(r.Number, 10)})
	}
	return out
}

// unjoin removes what a person added to a ticket that somebody else began.
func unjoin(ctx context.Context, q *db.Queries, r db.AskedByRow) error {
	parts := strings.Split(r.Body, partEnd)
	for _, said := range strings.Split(r.Said, partEnd)[1:] { // the first is why they share it, and is no part of it
		if i := slices.Index(parts, said); i > 0 {
			parts = slices.Delete(parts, i, i+1)
		}
	}
	return q.SetTicketWords(ctx, db.SetTicketWordsParams{
		Body: strings.Join(parts, partEnd), Campaign: r.Campaign, Kind: r.Kind, Number: r.Number,
	})
}
