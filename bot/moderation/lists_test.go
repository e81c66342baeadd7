package moderation_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
)

// library answers each list with one row that tells what was asked for.
type library struct{ erased bool }

var errReading = errors.New("the disk is gone")

func (l library) tickets(what, class string, p moderation.Page) (moderation.List[*campaign.Ticket], error) {
	t := &campaign.Ticket{Entry: "F2", Text: fmt.Sprint(what, class, p.Limit, p.After)}
	if l.erased {
		t.Text = ""
	}
	return moderation.List[*campaign.Ticket]{Rows: []*campaign.Ticket{t}, Next: "more"}, nil
}

func (l library) ListWaiting(ctx context.Context, class string, p moderation.Page) (moderation.List[*campaign.Ticket], error) {
	if err := ctx.Err(); err != nil {
		return moderation.List[*campaign.Ticket]{}, err
	}
	return l.tickets("waiting ", class, p)
}

func (l library) ListTickets(ctx context.Context, class string, p moderation.Page) (moderation.List[*campaign.Ticket], error) {
	if err := ctx.Err(); err != nil {
		return moderation.List[*campaign.Ticket]{}, err
	}
	return l.tickets("all ", class, p)
}

func (library) ListEntries(ctx context.Context, class string, _ moderation.Page) (moderation.List[moderation.PublishedEntry], error) {
	if err := ctx.Err(); err != nil {
		return moderation.List[moderation.PublishedEntry]{}, err
	}
	return moderation.List[moderation.PublishedEntry]{Next: "entries " + class}, nil
}

func (library) ListJobs(ctx context.Context, class string) ([]moderation.JobRow, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return []moderation.JobRow{{Kind: campaign.JobKind(class), Done: 3, Total: 9}}, nil
}

func (library) ListMembers(ctx context.Context, class string, _ moderation.Page) (moderation.List[moderation.MemberRow], error) {
	if err := ctx.Err(); err != nil {
		return moderation.List[moderation.MemberRow]{}, err
	}
	return moderation.List[moderation.MemberRow]{Next: "members " + class}, nil
}

func (library) ListClaims(ctx context.Context, class, pack string, _ moderation.Page) (moderation.List[moderation.ClaimRow], error) {
	if err := ctx.Err(); err != nil {
		return moderation.List[moderation.ClaimRow]{}, err
	}
	return moderation.List[moderation.ClaimRow]{Next: "claims " + class + " " + pack}, nil
}

func (library) ListQuestions(
	ctx context.Context, class string, s campaign.QuestionState, _ moderation.Page,
) (moderation.List[*campaign.Question], error) {
	if err := ctx.Err(); err != nil {
		return moderation.List[*campaign.Question]{}, err
	}
	return moderation.List[*campaign.Question]{Next: "questions " + class + " " + string(s)}, nil
}

func (library) ListBroadcasts(ctx context.Context, class string, _ moderation.Page) (moderation.List[*campaign.Broadcast], error) {
	if err := ctx.Err(); err != nil {
		return moderation.List[*campaign.Broadcast]{}, err
	}
	return moderation.List[*campaign.Broadcast]{Next: "broadcasts " + class}, nil
}

func (library) ListDeliveries(
	ctx context.Context, class string, s campaign.NoticeState, _ moderation.Page,
) (moderation.List[moderation.DeliveryRow], error) {
	if err := ctx.Err(); err != nil {
		return moderation.List[moderation.DeliveryRow]{}, err
	}
	return moderation.List[moderation.DeliveryRow]{Next: "deliveries " + class + " " + string(s)}, nil
}

func (library) ListUnknown(ctx context.Context, class string, _ moderation.Page) (moderation.List[moderation.UnknownNotice], error) {
	if err := ctx.Err(); err != nil {
		return moderation.List[moderation.UnknownNotice]{}, err
	}
	return moderation.List[moderation.UnknownNotice]{Next: "unknown " + class}, nil
}

func (library) ListAudit(
	ctx context.Context, class string, _ moderation.AuditFilter, _ moderation.Page,
) (moderation.List[moderation.AuditEntry], error) {
	if err := ctx.Err(); err != nil {
		return moderation.List[moderation.AuditEntry]{}, err
	}
	return moderation.List[moderation.AuditEntry]{Next: "audit " + class}, nil
}

func (library) ListClasses(ctx context.Context, _ moderation.Page) (moderation.List[moderation.ClassRow], error) {
	if err := ctx.Err(); err != nil {
		return moderation.List[moderation.ClassRow]{}, err
	}
	return moderation.List[moderation.ClassRow]{}, errReading
}

func lists(l library) *moderation.Lists {
	return &moderation.Lists{
		Campaign:     &campaign.Campaign{ID: class, FAQ: []campaign.Entry{{ID: "F2", Question: "Where?"}}},
		TicketReader: l, EntryReader: l, MemberReader: l, ClaimReader: l, QuestionReader: l, BroadcastReader: l, DeliveryReader: l,
		AuditReader: l, ClassReader: l, JobReader: l,
	}
}

// A page is bounded, and goes on where the last one ended.
func TestPages(t *testing.T) {
	t.Parallel()
	s, r := lists(library{}), actor("r", moderation.RoleReader)
	for limit, want := range map[int]string{
		-1: "waiting talk200here", 0: "waiting talk200here", 1: "waiting talk1here", 200: "waiting talk200here", 201: "waiting talk200here",
	} {
		got, err := s.Waiting(t.Context(), r, moderation.Page{Limit: limit, After: "here"})
		if err != nil || got.Rows[0].Text != want || got.Next != "more" {
			t.Errorf("limit %d: %+v, %v, want %s", limit, got.Rows[0].Text, err, want)
		}
	}
	if got, err := s.Tickets(t.Context(), r, moderation.Page{Limit: 5}); err != nil || got.Rows[0].Text != "all talk5" {
		t.Errorf("all tickets: %+v, %v", got.Rows[0].Text, err)
	}
	for what, read := range map[string]func() (moderation.List[*campaign.Ticket], error){
		"waiting": func() (moderation.List[*campaign.Ticket], error) {
			return lists(library{erased: true}).Waiting(t.Context(), r, moderation.Page{})
		},
		"all": func() (moderation.List[*campaign.Ticket], error) {
			return lists(library{erased: true}).Tickets(t.Context(), r, moderation.Page{})
		},
	} {
		if got, err := read(); err != nil || got.Rows[0].Text != "Where?" {
			t.Errorf("an erased question among %s: %+v, %v; the entry's question is left", what, got.Rows[0].Text, err)
		}
	}
}

// Each list asks its own reader about this class.
func TestLists(t *testing.T) {
	t.Parallel()
	s, m, p, ctx := lists(library{}), m1(), moderation.Page{}, t.Context()
	jobs, err := s.Jobs(ctx, m)
	if err != nil || len(jobs) != 1 || string(jobs[0].Kind) != class || jobs[0].Done != 3 || jobs[0].Total != 9 {
		t.Errorf("jobs = %+v, %v", jobs, err)
	}
	entries, err1 := s.Entries(ctx, m, p)
	members, err2 := s.Members(ctx, m, p)
	claims, err3 := s.Claims(ctx, m, "99", p)
	questions, err4 := s.Questions(ctx, m, campaign.QuestionHidden, p)
	broadcasts, err5 := s.Broadcasts(ctx, m, p)
	deliveries, err6 := s.Deliveries(ctx, m, campaign.NoticeFailed, p)
	unknown, err7 := s.Unknown(ctx, m, p)
	audit, err8 := s.Audit(ctx, m, "another", moderation.AuditFilter{}, p)
	for want, got := range map[string]string{
		"entries talk": entries.Next, "members talk": members.Next, "claims talk 99": claims.Next, "questions talk hidden": questions.Next,
		"broadcasts talk": broadcasts.Next, "deliveries talk failed": deliveries.Next, "unknown talk": unknown.Next,
		"audit another": audit.Next,
	} {
		if got != want {
			t.Errorf("read %q, want %q", got, want)
		}
	}
	if err := errors.Join(err1, err2, err3, err4, err5, err6, err7, err8); err != nil {
		t.Error(err)
	}
	if _, err := s.Classes(ctx, m, p); !errors.Is(err, errReading) {
		t.Errorf("an unreadable list: %v", err)
	}
}
