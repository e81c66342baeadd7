package moderation_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
)

// contentCalls are the calls of the content of a class: see calls.
func contentCalls() map[moderation.Action][]func(context.Context, moderation.Actor) error {
	s := &moderation.Contents{Guard: &moderation.Guard{Class: class}}
	type call = func(context.Context, moderation.Actor) error
	return map[moderation.Action][]call{
		moderation.ActionReadContent: {
			func(ctx context.Context, w who) error { _, err := s.History(ctx, w, 9); return err },
			func(ctx context.Context, w who) error { _, err := s.Edition(ctx, w, 1); return err },
			func(ctx context.Context, w who) error {
				_, err := s.Check(ctx, w, moderation.ContentDraft{}, noon())
				return err
			},
		},
		moderation.ActionWriteContent: {
			func(ctx context.Context, w who) error { _, err := s.Draft(ctx, w, moderation.ContentText); return err },
			func(ctx context.Context, w who) error { return s.Save(ctx, w, moderation.ContentDraft{}) },
			func(ctx context.Context, w who) error { return s.Drop(ctx, w, moderation.ContentText) },
		},
		moderation.ActionPublishContent: {
			func(ctx context.Context, w who) error {
				_, err := s.Propose(ctx, w, moderation.ContentText, noon())
				return err
			},
			func(ctx context.Context, w who) error {
				_, err := s.Publish(ctx, w, moderation.PendingContent{}, noon())
				return err
			},
		},
		moderation.ActionMakeClass: {func(ctx context.Context, w who) error {
			_, err := s.Propose(ctx, w, moderation.ContentMade, noon())
			return err
		}},
		moderation.ActionReturnContent: {
			func(ctx context.Context, w who) error { _, err := s.Return(ctx, w, 1, 2, noon()); return err },
		},
	}
}

// shelf keeps versions and drafts in memory. What says "bad" cannot be published.
type shelf struct {
	versions []moderation.Edition
	drafts   map[string]moderation.ContentDraft
}

func (s *shelf) History(context.Context, string, int, int) ([]moderation.Edition, error) {
	return s.versions, nil
}

func (s *shelf) Edition(_ context.Context, _ string, number int) (moderation.Edition, error) {
	if number == 0 {
		number = len(s.versions)
	}
	if number > len(s.versions) {
		return moderation.Edition{}, campaign.ErrNotFound
	}
	return s.versions[number-1], nil
}

func (s *shelf) Check(_ context.Context, _, words string, _ time.Time) (moderation.Checked, error) {
	base := len(s.versions)
	c := moderation.Checked{Base: s.versions[base-1], Class: &campaign.Campaign{ID: class}}
	if words == "bad" {
		c.Findings = []moderation.Finding{{Forbids: true}}
		return c, nil
	}
	c.Store = func(_ context.Context, by string, at time.Time) (int, error) {
		if len(s.versions) != base {
			return 0, nil
		}
		s.versions = append(s.versions, moderation.Edition{Class: class, Number: base + 1, By: by, At: at, Text: words})
		return base + 1, nil
	}
	return c, nil
}

func (s *shelf) CheckNew(ctx context.Context, _, words string, at time.Time) (moderation.Checked, error) {
	c, err := s.Check(ctx, "", words, at)
	c.Base = moderation.Edition{}
	return c, err
}

func (s *shelf) Return(ctx context.Context, class string, number int, at time.Time) (moderation.Checked, error) {
	e, err := s.Edition(ctx, class, number)
	if err != nil {
		return moderation.Checked{}, err
	}
	return s.Check(ctx, class, e.Text, at)
}

func (s *shelf) SaveContentDraft(_ context.Context, _, name string, d moderation.ContentDraft) error {
	s.drafts[name+string(d.Kind)] = d
	return nil
}

func (s *shelf) ContentDraft(_ context.Context, _, name string, kind moderation.ContentKind) (moderation.ContentDraft, error) {
	d, ok := s.drafts[name+string(kind)]
	if !ok {
		return d, campaign.ErrNotFound
	}
	return d, nil
}

func (*shelf) Tally(context.Context, string) (campaign.Tally, error) {
	return campaign.Tally{Taken: 3, Extra: 1}, nil
}

func (s *shelf) DropContentDraft(_ context.Context, _, name string, kind moderation.ContentKind) error {
	delete(s.drafts, name+string(kind))
	return nil
}

// TestPublishContent publishes drafts: each code is good for one text on one version, and whoever is
// slower hears who was faster.
func TestPublishContent(t *testing.T) {
	t.Parallel()
	o := newOffice()
	rows := &shelf{versions: []moderation.Edition{{Class: class, Number: 1, Text: "one"}}, drafts: map[string]moderation.ContentDraft{}}
	s := &moderation.Contents{Guard: o.Guard, Library: rows, Drafts: rows, Seats: rows, Campaign: &campaign.Campaign{ID: class}}
	amin, li := actor("Min", moderation.RoleStaff), actor("Li", moderation.RoleStaff)
	save := func(w moderation.Actor, words string, base int) {
		t.Helper()
		if err := s.Save(t.Context(), w, moderation.ContentDraft{Kind: moderation.ContentText, Text: words, Base: base}); err != nil {
			t.Fatal(err)
		}
	}
	confirmed := func(w moderation.Actor, code string) error {
		t.Helper()
		p, err := s.Guard.Confirm(t.Context(), w, code, noon())
		if err != nil {
			t.Fatal(err)
		}
		pending, _ := p.(moderation.PendingContent)
		_, err = s.Publish(t.Context(), w, pending, noon())
		return err
	}
	propose := func(w moderation.Actor) string {
		t.Helper()
		code, err := s.Propose(t.Context(), w, moderation.ContentText, noon())
		if err != nil {
			t.Fatal(err)
		}
		return code
	}
	save(amin, "bad", 1)
	if _, err := s.Propose(t.Context(), amin, moderation.ContentText, noon()); !errors.Is(err, moderation.ErrForbidden) {
		t.Error("bad content:", err)
	}
	save(amin, "one", 1)
	if _, err := s.Propose(t.Context(), amin, moderation.ContentText, noon()); !errors.Is(err, moderation.ErrAlready) {
		t.Error("the same content:", err)
	}
	save(amin, "two", 1)
	code := propose(amin)
	save(amin, "two and more", 1)
	if err := confirmed(amin, code); !errors.Is(err, moderation.ErrBadCode) {
		t.Error("another text than the code is for:", err)
	}
	s.Campaign.Signup.Seats = 9
	if _, err := s.Propose(t.Context(), amin, moderation.ContentText, noon()); fewSeats(err) != 3 {
		t.Error("fewer seats than are taken:", err)
	}
	s.Campaign.Signup.Seats = 0
	code = propose(amin)
	save(li, "three", 1)
	if err := confirmed(li, propose(li)); err != nil {
		t.Fatal(err)
	}
	if e, ok := errors.AsType[*moderation.OvertakenError](confirmed(amin, code)); !ok || e.By != "Li" {
		t.Error("who is slower:", e)
	}
	if err := confirmedTwice(t, s, amin); !errors.Is(err, moderation.ErrUnconfirmed) {
		t.Error("without a code:", err)
	}
	if _, err := s.Return(t.Context(), amin, 1, 1, noon()); err == nil {
		t.Error("returned on top of a version that is not the newest")
	}
	if p, err := s.Return(t.Context(), amin, 1, 2, noon()); err != nil || p.Number != 3 || rows.versions[2].Text != "one" {
		t.Error("returned:", p, err)
	}
	got := ""
	for _, e := range o.log {
		got += fmt.Sprint(e.Who, " ", e.Action, " ", e.Before, " ", e.After, "; ")
	}
	if want := "Li content.publish v1 v2; Min content.return v2 v3; "; got != want {
		t.Errorf("the record is %q, want %q", got, want)
	}
	if _, ok := rows.drafts["Li"+string(moderation.ContentText)]; ok {
		t.Error("what was published is still a draft")
	}
}

// fewSeats is how many seats are taken, as an error says.
func fewSeats(err error) int {
	if e, ok := errors.AsType[*moderation.FewSeatsError](err); ok && e.Have == 1 {
		return e.Taken
	}
	return 0
}

// confirmedTwice publishes what no code has confirmed.
func confirmedTwice(t *testing.T, s *moderation.Contents, w moderation.Actor) error {
	t.Helper()
	_, err := s.Publish(t.Context(), w, moderation.PendingContent{Kind: moderation.ContentText}, noon())
	return err
}
