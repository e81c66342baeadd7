package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
	"zhujiao/bot/sqlstore"
)

// walk reads a list to its end, two rows at a time, and returns the rows' names.
func walk[T any](t *testing.T, name func(T) string, read func(moderation.Page) (moderation.List[T], error)) string {
	t.Helper()
	var names []string
	for p := (moderation.Page{Limit: 2}); ; {
		l, err := read(p)
		if err != nil {
			t.Fatal(err)
		}
		if len(l.Rows) > p.Limit {
			t.Fatalf("%d rows on a page of %d", len(l.Rows), p.Limit)
		}
		for _, r := range l.Rows {
			names = append(names, name(r))
		}
		if p.After = l.Next; p.After == "" {
			return strings.Join(names, " ")
		}
	}
}

// ticketLists tests moderation.TicketReader.
func ticketLists(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	for i, k := range []campaign.TicketKind{campaign.TicketHuman, campaign.TicketUnknown, campaign.TicketHuman, campaign.TicketUnknown} {
		k := ticketOf(k, i+1, 1)
		k.OpenedAt = noon().Add(time.Duration(i/2) * time.Minute) // two at a time
		in(t, s, func(ctx context.Context) error { return s.Tickets.InsertTicket(ctx, k) })
	}
	elsewhere := ticketOf(campaign.TicketHuman, 1, 1)
	elsewhere.Campaign = there
	in(t, s, func(ctx context.Context) error { return s.Tickets.InsertTicket(ctx, elsewhere) })
	for number, state := range map[int]campaign.TicketState{1: campaign.TicketTaken, 3: campaign.TicketClosed} {
		k := ticketOf(campaign.TicketHuman, number, 1)
		k.State = state
		in(t, s, func(ctx context.Context) error { return s.Tickets.SetTicket(ctx, k, "m1", noon()) })
	}
	ctx := t.Context()
	want(t, "waiting", walk(t, (*campaign.Ticket).Name, func(p moderation.Page) (moderation.List[*campaign.Ticket], error) {
		return s.Tickets.ListWaiting(ctx, here, p)
	}), "H1 U2 U4")
	want(t, "all", walk(t, (*campaign.Ticket).Name, func(p moderation.Page) (moderation.List[*campaign.Ticket], error) {
		return s.Tickets.ListTickets(ctx, here, p)
	}), "U4 H3 U2 H1")
	for _, place := range []string{"x", "1", "1.2", "1.2.x"} {
		if _, err := s.Tickets.ListWaiting(ctx, here, moderation.Page{Limit: 1, After: place}); !errors.Is(err, moderation.ErrPlace) {
			t.Errorf("after %q: %v, want ErrPlace", place, err)
		}
	}
}

// otherLists tests the other readers of moderation.
func otherLists(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	people := listed(t, s)
	ctx, first := t.Context(), moderation.Page{Limit: 2}
	entries, err := s.Content.ListEntries(ctx, here, first)
	if err != nil || len(entries.Rows) != 2 || entries.Rows[0].Number != 3 || entries.Rows[0].By != "m1" || entries.Rows[0].Undone ||
		!entries.Rows[1].Undone || !entries.Rows[1].At.Equal(noon()) {
		t.Errorf("entries = %+v, %v", entries, err)
	}
	members, err := s.Seats.ListMembers(ctx, here, first)
	if err != nil || len(members.Rows) != 2 || members.Rows[1].Code != people[1].Code || members.Rows[1].Member.Seat != 2 ||
		!members.Rows[1].Following {
		t.Errorf("members = %+v, %v", members, err)
	}
	claims, err := s.Packs.ListClaims(ctx, here, "99", first)
	if err != nil || len(claims.Rows) != 2 || claims.Rows[0].Code != people[0].Code || claims.Rows[0].State != campaign.ClaimHeld ||
		claims.Rows[0].URL != "https://a" {
		t.Errorf("claims = %+v, %v", claims, err)
	}
	audit, err := s.Desk().ListAudit(ctx, here, moderation.AuditFilter{}, first)
	if err != nil || len(audit.Rows) != 2 || audit.Rows[0].Target != "3" || audit.Rows[0].Via != moderation.ViaChat ||
		audit.Rows[0].Action != moderation.ActionHideQuestion || !audit.Rows[0].At.Equal(noon()) {
		t.Errorf("audit = %+v, %v", audit, err)
	}
	deliveries, err := s.Ledger.ListDeliveries(ctx, here, campaign.NoticeQueued, first)
	if err != nil || len(deliveries.Rows) != 2 || deliveries.Rows[0].Code != people[2].Code ||
		deliveries.Rows[0].Kind != campaign.NoticeTalkEnded || !deliveries.Rows[0].Due.Equal(noon()) {
		t.Errorf("deliveries = %+v, %v", deliveries, err)
	}
	walkLists(t, s, people)
}

// walkLists reads each list page by page, in its order.
func walkLists(t *testing.T, s *sqlstore.Store, people []*campaign.Person) {
	t.Helper()
	ctx := t.Context()
	for what, walked := range map[string]string{
		"entries 3 2 1": walk(t, func(e moderation.PublishedEntry) string { return fmt.Sprint(e.Number) },
			func(p moderation.Page) (moderation.List[moderation.PublishedEntry], error) {
				return s.Content.ListEntries(ctx, here, p)
			}),
		"members 1 2 3": walk(t, func(m moderation.MemberRow) string { return fmt.Sprint(m.Member.Seat) },
			func(p moderation.Page) (moderation.List[moderation.MemberRow], error) {
				return s.Seats.ListMembers(ctx, here, p)
			}),
		"claims 1 2 3": walk(t, func(c moderation.ClaimRow) string { return fmt.Sprint(slices.Index(codes3(people), c.Code) + 1) },
			func(p moderation.Page) (moderation.List[moderation.ClaimRow], error) {
				return s.Packs.ListClaims(ctx, here, "99", p)
			}),
		"questions 1 2 3": walk(t, func(q *campaign.Question) string { return fmt.Sprint(q.Number) },
			func(p moderation.Page) (moderation.List[*campaign.Question], error) {
				return s.Questions.ListQuestions(ctx, here, campaign.QuestionPending, p)
			}),
		"broadcasts 3 2 1": walk(t, func(b *campaign.Broadcast) string { return fmt.Sprint(b.Number) },
			func(p moderation.Page) (moderation.List[*campaign.Broadcast], error) {
				return s.Broadcasts.ListBroadcasts(ctx, here, p)
			}),
		"audit 3 2 1": walk(t, func(e moderation.AuditEntry) string { return e.Target },
			func(p moderation.Page) (moderation.List[moderation.AuditEntry], error) {
				return s.Desk().ListAudit(ctx, here, moderation.AuditFilter{}, p)
			}),
		"deliveries 3 2 1": walk(t, func(d moderation.DeliveryRow) string { return fmt.Sprint(slices.Index(codes3(people), d.Code) + 1) },
			func(p moderation.Page) (moderation.List[moderation.DeliveryRow], error) {
				return s.Ledger.ListDeliveries(ctx, here, campaign.NoticeQueued, p)
			}),
		"classes here there": walk(t, func(c moderation.ClassRow) string { return c.ID },
			func(p moderation.Page) (moderation.List[moderation.ClassRow], error) {
				return s.Content.ListClasses(ctx, p)
			}),
	} {
		_, wanted, _ := strings.Cut(what, " ")
		want(t, "the list of "+what, walked, wanted)
	}
}

// codes3 are people's short codes.
func codes3(people []*campaign.Person) (out []string) {
	for _, p := range people {
		out = append(out, p.Code)
	}
	return out
}

// listed fills each list with three rows of here, and returns the people in them.
func listed(t *testing.T, s *sqlstore.Store) (out []*campaign.Person) {
	t.Helper()
	for i := range 3 {
		n := i + 1
		p := meet(t, s, fmt.Sprint("o", n))
		out = append(out, p)
		in(t, s, func(ctx context.Context) error {
			_, err := s.Content.Publish(ctx, here, campaign.Published{Number: n, Question: "q", Answer: "a"}, "m1", noon())
			return errors.Join(err,
				s.Seats.SaveMember(ctx, here, &campaign.Member{Person: p.ID, Standing: campaign.StandingSeated, Seat: n, SignedAt: noon()}),
				s.Packs.SaveClaim(ctx, here, p.ID, campaign.Claim{Pack: "99", State: campaign.ClaimHeld, URL: "https://a", At: noon()}),
				s.Questions.InsertQuestion(ctx, &campaign.Question{
					Campaign: here, Number: n, Person: p.ID, Text: fmt.Sprint("?", n), Folded: fmt.Sprint(n),
					State: campaign.QuestionPending, At: noon(),
				}),
				s.Broadcasts.Insert(ctx, &campaign.Broadcast{
					Campaign: here, Number: n, State: campaign.BroadcastDraft, Text: "x", Made: noon(),
				}),
				s.Moderators.Audit(ctx, moderation.AuditEntry{
					Class: here, Who: "m1", Via: moderation.ViaChat, Action: moderation.ActionHideQuestion, Target: fmt.Sprint(n),
					At: noon(),
				}),
				s.Ledger.Enqueue(ctx, campaign.Notice{Campaign: here, Person: p.ID, Body: campaign.TalkEnded{}, Due: noon()}))
		})
	}
	in(t, s, func(ctx context.Context) error {
		_, err := s.Content.Undo(ctx, here, 2, noon().Add(-time.Minute))
		return err
	})
	return out
}
