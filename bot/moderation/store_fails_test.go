package moderation_test

import (
	"context"
	"errors"
	"testing"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
)

var errDown = errors.New("the database is down")

// failing lets the stores of these tests fail: they ask each context for its error first.
// Call number left, counted from 0, fails.
type failing struct {
	context.Context //nolint:containedctx // it is a context
	left            int
	failed          bool
}

// Err implements context.Context.
func (f *failing) Err() error {
	f.left--
	if f.left != -1 {
		return nil
	}
	f.failed = true
	return errDown
}

// action is a call that changes something.
type action = func(ctx context.Context) error

// TestStoreFails lets each access of an action to a store fail, one after the other. The
// action has to return the error, or its unit would commit half of what it decided.
func TestStoreFails(t *testing.T) {
	t.Parallel()
	for _, actions := range []map[string]func(t *testing.T) action{
		ticketActions(), entryActions(), questionActions(), linkActions(), classActions(), broadcastActions(), callActions(), lifeActions(),
	} {
		for name, prepare := range actions {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				failEach(t, prepare)
			})
		}
	}
}

func failEach(t *testing.T, prepare func(t *testing.T) action) {
	t.Helper()
	for n := 0; ; n++ {
		ctx := &failing{Context: t.Context(), left: n}
		err := prepare(t)(ctx)
		switch {
		case !ctx.failed && err != nil:
			t.Fatalf("with stores that work: %v", err)
		case !ctx.failed && n == 0:
			t.Fatal("no store was asked")
		case !ctx.failed:
			return
		case !errors.Is(err, errDown):
			t.Errorf("access %d failed, and the action returned %v", n+1, err)
		}
	}
}

func ticketActions() map[string]func(t *testing.T) action {
	on := func(k campaign.TicketKind, act func(ctx context.Context, s *tickets) error) func(t *testing.T) action {
		return func(*testing.T) action {
			s := newTickets()
			s.add(k, 1, 1, 2)
			return func(ctx context.Context) error { return act(ctx, s) }
		}
	}
	h1 := moderation.Ref{Class: class, Kind: moderation.KindHuman, Number: 1}
	u1 := moderation.Ref{Class: class, Kind: moderation.KindUnknown, Number: 1}
	return map[string]func(t *testing.T) action{
		"answer": on(campaign.TicketUnknown, func(ctx context.Context, s *tickets) error {
			_, err := s.Answer(ctx, m1(), u1, "Yes.", noon())
			return err
		}),
		"second answer": on(campaign.TicketHuman, func(ctx context.Context, s *tickets) error {
			s.stored["H1"].State, s.stored["H1"].By, s.stored["H1"].Answer = campaign.TicketAnswered, "m2", "No."
			_, err := s.Answer(ctx, m1(), h1, "Yes.", noon())
			return err
		}),
		"take": on(campaign.TicketHuman, func(ctx context.Context, s *tickets) error { return s.TakeOver(ctx, m1(), h1, noon()) }),
		"hand back": on(campaign.TicketHuman, func(ctx context.Context, s *tickets) error {
			s.stored["H1"].State = campaign.TicketTaken
			_, err := s.HandBack(ctx, m1(), h1, noon())
			return err
		}),
		"grant": func(*testing.T) action {
			d := newDoor()
			return func(ctx context.Context) error { _, err := d.checkins.Grant(ctx, m1(), h1, noon()); return err }
		},
		"answer anyway": func(t *testing.T) action {
			t.Helper()
			s := newTickets()
			s.add(campaign.TicketHuman, 1, 1)
			s.stored["H1"].State, s.stored["H1"].By, s.stored["H1"].Answer = campaign.TicketAnswered, "m2", "No."
			r, err := s.Answer(t.Context(), m1(), h1, "Yes.", noon())
			if err != nil || r.Second == nil {
				t.Fatal(r, err)
			}
			p := confirmed[moderation.PendingAnswer](t, s.office, m1(), r.Second.Code)
			return func(ctx context.Context) error { _, err := s.AnswerAnyway(ctx, m1(), p, noon()); return err }
		},
	}
}

func entryActions() map[string]func(t *testing.T) action {
	u1 := moderation.Ref{Class: class, Kind: moderation.KindUnknown, Number: 1}
	return map[string]func(t *testing.T) action{
		"propose an entry": func(*testing.T) action {
			e := newEntries()
			return func(ctx context.Context) error {
				_, err := e.entries.ProposeEntry(ctx, m1(), u1, moderation.EntryWording{}, noon())
				return err
			}
		},
		"publish": func(t *testing.T) action {
			t.Helper()
			e := newEntries()
			p, err := e.entries.ProposeEntry(t.Context(), m1(), u1, moderation.EntryWording{}, noon())
			if err != nil {
				t.Fatal(err)
			}
			pending := confirmed[moderation.PendingEntry](t, e.office, m1(), p.Code)
			return func(ctx context.Context) error { _, err := e.entries.Publish(ctx, m1(), pending, noon()); return err }
		},
		"undo": func(t *testing.T) action {
			t.Helper()
			e := newEntries()
			_, r, err := e.publish(t)
			if err != nil {
				t.Fatal(err)
			}
			return func(ctx context.Context) error { return e.entries.Undo(ctx, m1(), r, noon()) }
		},
		"propose a phrasing": func(*testing.T) action {
			e := newEntries()
			return func(ctx context.Context) error {
				_, err := e.entries.ProposePhrasing(ctx, m1(), "F1", "At what hour", noon())
				return err
			}
		},
		"add a phrasing": func(t *testing.T) action {
			t.Helper()
			e := newEntries()
			pending := phrased(t, e)
			return func(ctx context.Context) error { return e.entries.AddPhrasing(ctx, m1(), pending, noon()) }
		},
		"drop a phrasing": func(t *testing.T) action {
			t.Helper()
			e := newEntries()
			if err := e.entries.AddPhrasing(t.Context(), m1(), phrased(t, e), noon()); err != nil {
				t.Fatal(err)
			}
			return func(ctx context.Context) error {
				return e.entries.DropPhrasing(ctx, m1(), "F1", "At what hour", noon())
			}
		},
	}
}

// phrased proposes and confirms a phrasing of F1.
func phrased(t *testing.T, e *entries) moderation.PendingPhrasing {
	t.Helper()
	p, err := e.entries.ProposePhrasing(t.Context(), m1(), "F1", "At what hour", noon())
	if err != nil {
		t.Fatal(err)
	}
	return confirmed[moderation.PendingPhrasing](t, e.office, m1(), p.Code)
}

func questionActions() map[string]func(t *testing.T) action {
	q1 := moderation.Ref{Class: class, Kind: moderation.KindQuestion, Number: 1}
	q2 := moderation.Ref{Class: class, Kind: moderation.KindQuestion, Number: 2}
	on := func(act func(ctx context.Context, b *board) error) func(t *testing.T) action {
		return func(*testing.T) action {
			b := newBoard()
			return func(ctx context.Context) error { return act(ctx, b) }
		}
	}
	merge := func(ctx context.Context, b *board) error { _, err := b.Merge(ctx, m1(), q1, q2, noon()); return err }
	return map[string]func(t *testing.T) action{
		"approve": on(func(ctx context.Context, b *board) error { return b.Approve(ctx, m1(), q1, noon()) }),
		"hide":    on(func(ctx context.Context, b *board) error { return b.Hide(ctx, m1(), q1, noon()) }),
		"merge":   on(merge),
		"merge into an answered one": on(func(ctx context.Context, b *board) error {
			b.stored[2].State, b.stored[2].Answer = campaign.QuestionAnswered, "So."
			return merge(ctx, b)
		}),
		"wall": on(func(ctx context.Context, b *board) error { _, err := b.PutOnWall(ctx, m1(), q2, noon()); return err }),
		"answer a question": on(func(ctx context.Context, b *board) error {
			_, err := b.Answer(ctx, actor("l", moderation.RoleLecturer), q2, "So.", noon())
			return err
		}),
	}
}

func linkActions() map[string]func(t *testing.T) action {
	on := func(act func(ctx context.Context, p *packs) error) func(t *testing.T) action {
		return func(*testing.T) action {
			p := newPacks()
			p.waiting, p.promised = 4, []bot.PersonID{1, 3}
			p.claims[3] = campaign.Claim{Pack: "99", State: campaign.ClaimQueued}
			return func(ctx context.Context) error { return act(ctx, p) }
		}
	}
	link := campaign.Mirror{URL: "https://new"}
	return map[string]func(t *testing.T) action{
		"propose a link": on(func(ctx context.Context, p *packs) error {
			_, err := p.links.ProposeLink(ctx, m1(), "99", link, noon())
			return err
		}),
		"replace": func(t *testing.T) action {
			t.Helper()
			p := newPacks()
			p.waiting, p.promised = 4, []bot.PersonID{1, 3}
			p.claims[4] = campaign.Claim{Pack: "99", State: campaign.ClaimHeld, URL: "https://new"}
			p.promised = append(p.promised, 4)
			r, err := p.links.ProposeLink(t.Context(), m1(), "99", link, noon())
			if err != nil {
				t.Fatal(err)
			}
			pending := confirmed[moderation.PendingLink](t, p.office, m1(), r.Code)
			return func(ctx context.Context) error { _, err := p.links.Replace(ctx, m1(), pending, noon()); return err }
		},
		"stop a link": on(func(ctx context.Context, p *packs) error { return p.links.Stop(ctx, m1(), "99", 1, noon()) }),
		"restore a link": on(func(ctx context.Context, p *packs) error {
			p.stopped = []string{"https://main"}
			return p.links.Restore(ctx, m1(), "99", 1, noon())
		}),
		"restock": on(func(ctx context.Context, p *packs) error {
			_, err := p.links.Restock(ctx, m1(), "99", 5, noon())
			return err
		}),
	}
}

func classActions() map[string]func(t *testing.T) action {
	on := func(act func(ctx context.Context, r *room) error) func(t *testing.T) action {
		return func(*testing.T) action {
			r := newRoom()
			return func(ctx context.Context) error { return act(ctx, r) }
		}
	}
	return map[string]func(t *testing.T) action{
		"open signup": on(func(ctx context.Context, r *room) error {
			r.tally.Closed = true
			_, err := r.seats().Open(ctx, m1(), noon())
			return err
		}),
		"add seats": func(t *testing.T) action {
			t.Helper()
			r := newRoom()
			p, err := r.seats().ProposeSeats(t.Context(), m1(), 5, noon())
			if err != nil {
				t.Fatal(err)
			}
			pending := confirmed[moderation.PendingSeats](t, r.office, m1(), p.Code)
			return func(ctx context.Context) error { _, err := r.seats().Add(ctx, m1(), pending, noon()); return err }
		},
		"close signup": func(t *testing.T) action {
			t.Helper()
			r := newRoom()
			p, err := r.seats().ProposeClosing(t.Context(), m1(), noon())
			if err != nil {
				t.Fatal(err)
			}
			pending := confirmed[moderation.PendingClosing](t, r.office, m1(), p.Code)
			return func(ctx context.Context) error { return r.seats().Close(ctx, m1(), pending, noon()) }
		},
		"stop": on(func(ctx context.Context, r *room) error {
			s := &moderation.Stops{Guard: r.Guard, Store: r, Sending: r, Broadcasts: r}
			_, err := s.Stop(ctx, m1(), campaign.StopFirst, noon())
			return err
		}),
		"resume": func(t *testing.T) action {
			t.Helper()
			r := newRoom()
			r.level = campaign.StopFirst
			s := &moderation.Stops{Guard: r.Guard, Store: r, Sending: r, Broadcasts: r}
			code, err := s.ProposeResume(t.Context(), m1(), noon())
			if err != nil {
				t.Fatal(err)
			}
			pending := confirmed[moderation.PendingResume](t, r.office, m1(), code)
			return func(ctx context.Context) error { _, err := s.Resume(ctx, m1(), pending, noon()); return err }
		},
		"moderators of the settings": func(*testing.T) action {
			_, _, s := newRoll()
			return func(ctx context.Context) error {
				return s.BindKnown(ctx, []string{"a", "b"}, moderation.RoleStaff, noon())
			}
		},
		"invite and bind": func(*testing.T) action {
			_, _, s := newRoll()
			return func(ctx context.Context) error {
				owner := actor("o", moderation.RoleOwner)
				code, err := s.Invite(ctx, owner, moderation.Moderator{Name: "Li", Role: moderation.RoleStaff}, noon())
				if err != nil {
					return err
				}
				_, err = s.Bind(ctx, code, &campaign.Person{ID: 5, Hash: "hash5"}, moderation.ViaChat, noon())
				return err
			}
		},
	}
}
