package sqlstore

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
	"zhujiao/bot/sqlstore/db"
)

var (
	_ moderation.TicketReader    = (*TicketStore)(nil)
	_ moderation.EntryReader     = (*ContentStore)(nil)
	_ moderation.MemberReader    = (*SeatStore)(nil)
	_ moderation.ClaimReader     = (*PackStore)(nil)
	_ moderation.QuestionReader  = (*QuestionStore)(nil)
	_ moderation.BroadcastReader = (*BroadcastStore)(nil)
	_ moderation.DeliveryReader  = (*LedgerStore)(nil)
	_ moderation.ClassReader     = (*ContentStore)(nil)
)

// more is the number of rows to read for a page: one more than it shows, to know
// whether another page follows.
func more(p moderation.Page) int32 { return int32(p.Limit) + 1 }

// listOf returns the list of a page from the rows that were read for it; place returns
// the place of a row.
func listOf[R, T any](p moderation.Page, rows []R, err error, row func(R) T, place func(R) string) (moderation.List[T], error) {
	if err != nil {
		return moderation.List[T]{}, fmt.Errorf("read a list: %w", err)
	}
	l := moderation.List[T]{}
	if len(rows) > p.Limit {
		rows = rows[:p.Limit]
		l.Next = place(rows[p.Limit-1])
	}
	for _, r := range rows {
		l.Rows = append(l.Rows, row(r))
	}
	return l, nil
}

// place formats the sort keys of a row as the place where the next page continues.
func place(keys ...int64) string {
	parts := make([]string, len(keys))
	for i, k := range keys {
		parts[i] = strconv.FormatInt(k, 10)
	}
	return strings.Join(parts, ".")
}

// after parses the place where a page begins. For the first page it returns the keys in
// beginning.
func after(p moderation.Page, beginning ...int64) ([]int64, error) {
	if p.After == "" {
		return beginning, nil
	}
	parts := strings.Split(p.After, ".")
	if len(parts) != len(beginning) {
		return nil, moderation.ErrPlace
	}
	keys := make([]int64, len(parts))
	for i, part := range parts {
		var err error
		if keys[i], err = strconv.ParseInt(part, 10, 64); err != nil {
			return nil, moderation.ErrPlace
		}
	}
	return keys, nil
}

// kindKey returns a ticket's kind, one letter, as a sort key.
func kindKey(kind string) int64 { return int64(kind[0]) }

func ticketRow(r db.Ticket) *campaign.Ticket {
	t, _ := ticket(r, nil)
	return t
}

func ticketPlace(r db.Ticket) string { return place(r.OpenedAt, kindKey(r.Kind), r.Number) }

// kindOf is the inverse of kindKey.
func kindOf(key int64) string { return string(rune(key)) }

// ListWaiting implements moderation.TicketReader.
func (s *TicketStore) ListWaiting(ctx context.Context, id string, p moderation.Page) (moderation.List[*campaign.Ticket], error) {
	k, err := after(p, 0, 1, 0)
	if err != nil {
		return moderation.List[*campaign.Ticket]{}, err
	}
	rows, err := s.q(ctx).ListWaitingTickets(ctx, db.ListWaitingTicketsParams{
		Campaign: id, OpenedAt: k[0], Kind: kindOf(k[1]), Number: k[2], N: more(p),
	})
	return listOf(p, rows, err, ticketRow, ticketPlace)
}

// ListTickets implements moderation.TicketReader.
func (s *TicketStore) ListTickets(ctx context.Context, id string, p moderation.Page) (moderation.List[*campaign.Ticket], error) {
	k, err := after(p, math.MaxInt64, 1, 0)
	if err != nil {
		return moderation.List[*campaign.Ticket]{}, err
	}
	rows, err := s.q(ctx).ListTickets(ctx, db.ListTicketsParams{
		Campaign: id, OpenedAt: k[0], Kind: kindOf(k[1]), Number: k[2], N: more(p),
	})
	return listOf(p, rows, err, ticketRow, ticketPlace)
}

// ListEntries implements moderation.EntryReader.
func (s *ContentStore) ListEntries(ctx context.Context, id string, p moderation.Page) (moderation.List[moderation.PublishedEntry], error) {
	k, err := after(p, math.MaxInt64)
	if err != nil {
		return moderation.List[moderation.PublishedEntry]{}, err
	}
	rows, err := s.q(ctx).ListEntries(ctx, db.ListEntriesParams{Campaign: id, Number: k[0], N: more(p)})
	return listOf(p, rows, err, func(r db.Entry) moderation.PublishedEntry {
		return moderation.PublishedEntry{
			Published: campaign.Published{Number: int(r.Number), Question: r.Question, Answer: r.Answer},
			By:        r.ByWhom, At: at(r.At), Undone: r.State == "undone",
		}
	}, func(r db.Entry) string { return place(r.Number) })
}

// ListMembers implements moderation.MemberReader.
func (s *SeatStore) ListMembers(ctx context.Context, id string, p moderation.Page) (moderation.List[moderation.MemberRow], error) {
	k, err := after(p, 0)
	if err != nil {
		return moderation.List[moderation.MemberRow]{}, err
	}
	rows, err := s.q(ctx).ListMembers(ctx, db.ListMembersParams{Campaign: id, Person: k[0], N: more(p)})
	return listOf(p, rows, err, func(r db.ListMembersRow) moderation.MemberRow {
		return moderation.MemberRow{
			Code: shortCode(r.Hash), Member: member(r.Member), LastAt: at(r.LastAt), Following: r.Following != 0,
			Consent: campaign.Consent(r.Consent),
		}
	}, func(r db.ListMembersRow) string { return place(r.Member.Person) })
}

// ListClaims implements moderation.ClaimReader.
func (s *PackStore) ListClaims(ctx context.Context, id, pack string, p moderation.Page) (moderation.List[moderation.ClaimRow], error) {
	k, err := after(p, 0, 0)
	if err != nil {
		return moderation.List[moderation.ClaimRow]{}, err
	}
	rows, err := s.q(ctx).ListClaims(ctx, db.ListClaimsParams{Campaign: id, Pack: pack, At: k[0], Person: k[1], N: more(p)})
	return listOf(p, rows, err, func(r db.ListClaimsRow) moderation.ClaimRow {
		return moderation.ClaimRow{
			Person: bot.PersonID(r.Person), Code: shortCode(r.Hash), State: campaign.ClaimState(r.State), URL: r.Url, At: at(r.At),
		}
	}, func(r db.ListClaimsRow) string { return place(r.At, r.Person) })
}

// ListQuestions implements moderation.QuestionReader.
func (s *QuestionStore) ListQuestions(
	ctx context.Context, id string, st campaign.QuestionState, p moderation.Page,
) (moderation.List[*campaign.Question], error) {
	k, err := after(p, 0)
	if err != nil {
		return moderation.List[*campaign.Question]{}, err
	}
	readsWords(ctx)
	rows, err := s.q(ctx).ListQuestions(ctx, db.ListQuestionsParams{Campaign: id, State: string(st), Number: k[0], N: more(p)})
	return listOf(p, rows, err, question, func(r db.Question) string { return place(r.Number) })
}

// ListBroadcasts implements moderation.BroadcastReader.
func (s *BroadcastStore) ListBroadcasts(ctx context.Context, id string, p moderation.Page) (moderation.List[*campaign.Broadcast], error) {
	k, err := after(p, math.MaxInt64)
	if err != nil {
		return moderation.List[*campaign.Broadcast]{}, err
	}
	rows, err := s.q(ctx).ListBroadcasts(ctx, db.ListBroadcastsParams{Campaign: id, Number: k[0], N: more(p)})
	return listOf(p, rows, err, broadcast, func(r db.Broadcast) string { return place(r.Number) })
}

// ListDeliveries implements moderation.DeliveryReader.
func (s *LedgerStore) ListDeliveries(
	ctx context.Context, id string, st campaign.NoticeState, p moderation.Page,
) (moderation.List[moderation.DeliveryRow], error) {
	k, err := after(p, math.MaxInt64)
	if err != nil {
		return moderation.List[moderation.DeliveryRow]{}, err
	}
	rows, err := s.q(ctx).ListDeliveries(ctx, db.ListDeliveriesParams{Campaign: id, State: string(st), ID: k[0], N: more(p)})
	return listOf(p, rows, err, func(r db.ListDeliveriesRow) moderation.DeliveryRow {
		row := moderation.DeliveryRow{
			ID: r.ID, Kind: campaign.NoticeKind(r.Kind), Robot: r.Target, Due: at(r.Due), Done: at(r.DoneAt), Attempts: int(r.Attempts),
			Error: int(r.Code), ErrorWords: r.Words,
		}
		if r.Hash.Valid {
			row.Code = shortCode(r.Hash.String)
		}
		return row
	}, func(r db.ListDeliveriesRow) string { return place(r.ID) })
}

// ListUnknown implements moderation.DeliveryReader.
func (s *LedgerStore) ListUnknown(ctx context.Context, id string, p moderation.Page) (moderation.List[moderation.UnknownNotice], error) {
	k, err := after(p, 0)
	if err != nil {
		return moderation.List[moderation.UnknownNotice]{}, err
	}
	rows, err := s.q(ctx).ListUnknown(ctx, db.ListUnknownParams{Campaign: id, ID: k[0], N: more(p)})
	return listOf(p, rows, err, func(r db.ListUnknownRow) moderation.UnknownNotice {
		return moderation.UnknownNotice{ID: r.ID, Kind: campaign.NoticeKind(r.Kind), Code: shortCode(r.Hash.String)}
	}, func(r db.ListUnknownRow) string { return place(r.ID) })
}

// ListClasses implements moderation.ClassReader. Its places are ids of classes.
func (s *ContentStore) ListClasses(ctx context.Context, p moderation.Page) (moderation.List[moderation.ClassRow], error) {
	rows, err := s.q(ctx).ListClasses(ctx, db.ListClassesParams{ID: p.After, N: more(p)})
	return listOf(p, rows, err, func(r db.ListClassesRow) moderation.ClassRow {
		return moderation.ClassRow{ID: r.ID, Taken: int(r.Taken), Extra: int(r.Extra), Closed: r.Closed != 0, Version: int(r.Version)}
	}, func(r db.ListClassesRow) string { return r.ID })
}
