package moderation_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
)

// roll is who moderates, with the invitations that are open.
type roll struct {
	all         []moderation.Moderator
	invitations map[string]moderation.Moderator
	until       time.Time
	lost        bool // somebody else is faster with an invitation
}

func newRoll() (*roll, *office, *moderation.Moderators) {
	r, o := &roll{invitations: map[string]moderation.Moderator{}}, newOffice()
	return r, o, &moderation.Moderators{Guard: o.Guard, Store: r, Random: func() string { return "SECRET" }}
}

func (r *roll) Moderator(ctx context.Context, hash string) (*moderation.Moderator, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	i := slices.IndexFunc(r.all, func(m moderation.Moderator) bool { return m.Hash == hash })
	if i < 0 {
		return nil, campaign.ErrNotFound
	}
	return &r.all[i], nil
}

func (r *roll) Moderators(ctx context.Context) ([]moderation.Moderator, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return r.all, nil
}

func (r *roll) SaveModerator(ctx context.Context, m moderation.Moderator, _ time.Time) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	r.all = slices.DeleteFunc(r.all, func(o moderation.Moderator) bool { return o.Hash == m.Hash })
	r.all = append(r.all, m)
	return nil
}

func (r *roll) Invitation(ctx context.Context, code string, _ time.Time) (moderation.Moderator, error) {
	if err := ctx.Err(); err != nil {
		return moderation.Moderator{}, err
	}
	if m, ok := r.invitations[code]; ok {
		return m, nil
	}
	return moderation.Moderator{}, campaign.ErrNotFound
}

func (r *roll) TakeInvitation(ctx context.Context, code string, _ time.Time) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if r.lost {
		return campaign.ErrNotFound
	}
	delete(r.invitations, code)
	return nil
}

func (r *roll) Invite(ctx context.Context, code string, m moderation.Moderator, until time.Time) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	r.invitations[code], r.until = m, until
	return nil
}

// An invitation makes somebody a moderator, once, under a name of their own.
func TestInviteAndBind(t *testing.T) {
	t.Parallel()
	r, o, s := newRoll()
	r.all = []moderation.Moderator{{Hash: "other", Name: "Li", Role: moderation.RoleOwner}}
	owner := actor("boss", moderation.RoleOwner)
	code, err := s.Invite(t.Context(), owner, moderation.Moderator{Name: "Li", Role: moderation.RoleStaff}, noon())
	if err != nil || code != "SECRET" || !r.until.Equal(noon().Add(24*time.Hour)) {
		t.Fatalf("invite: %q until %v, %v", code, r.until, err)
	}
	p := &campaign.Person{ID: 5, Hash: "hash5"}
	who, err := s.Bind(t.Context(), code, p, moderation.ViaChat, noon())
	want := moderation.Actor{Name: "Li2", Role: moderation.RoleStaff, Person: 5, Hash: "hash5", Via: moderation.ViaChat}
	if err != nil || who != want {
		t.Errorf("bind: %+v, %v, want %+v", who, err, want)
	}
	got, err := s.Actor(t.Context(), "hash5", 5, moderation.ViaConsole)
	if err != nil || got.Name != "Li2" || got.Via != moderation.ViaConsole {
		t.Errorf("actor: %+v, %v", got, err)
	}
	if _, err := s.Bind(t.Context(), code, p, moderation.ViaChat, noon()); !errors.Is(err, moderation.ErrBadCode) {
		t.Errorf("used twice: %v", err)
	}
	if _, err := s.Actor(t.Context(), "nobody", 5, moderation.ViaChat); !errors.Is(err, moderation.ErrNotFound) {
		t.Errorf("no moderator: %v", err)
	}
	o.logged(t, "boss moderator.invite Li:  -> moderator", "Li2 moderator.bind Li2:  -> moderator")
	if _, err := s.Invite(
		t.Context(), m1(), moderation.Moderator{Name: "x", Role: moderation.RoleOwner}, noon(),
	); !errors.Is(err, moderation.ErrDenied) {
		t.Errorf("staff invite an owner: %v", err)
	}
}

// Who has a higher role keeps it and the invitation stays; an equal or lower one is
// replaced.
func TestBindRoles(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		had, invited moderation.Role
		kept         bool
	}{
		{moderation.RoleOwner, moderation.RoleReader, true},
		{moderation.RoleStaff, moderation.RoleLecturer, true},
		{moderation.RoleStaff, moderation.RoleStaff, false},
		{moderation.RoleReader, moderation.RoleOwner, false},
	} {
		r, o, s := newRoll()
		r.all = []moderation.Moderator{{Hash: "hash5", Name: "Li", Role: tt.had}}
		r.invitations["CODE"] = moderation.Moderator{Name: "Li", Role: tt.invited}
		_, err := s.Bind(t.Context(), "CODE", &campaign.Person{ID: 5, Hash: "hash5"}, moderation.ViaChat, noon())
		higher, refused := errors.AsType[*moderation.HigherRoleError](err)
		if refused != tt.kept || refused && higher.Name != "Li" || !refused && err != nil {
			t.Errorf("%s invited to %s: %v", tt.had, tt.invited, err)
		}
		if _, left := r.invitations["CODE"]; left != tt.kept {
			t.Errorf("%s invited to %s: invitation left %v", tt.had, tt.invited, left)
		}
		if want := map[bool]moderation.Role{true: tt.had, false: tt.invited}[tt.kept]; r.all[0].Role != want || r.all[0].Name != "Li" {
			t.Errorf("%s invited to %s: is %+v", tt.had, tt.invited, r.all[0])
		}
		if tt.kept {
			o.logged(t)
		}
	}
	r, _, s := newRoll()
	r.invitations["CODE"], r.lost = moderation.Moderator{Name: "Li", Role: moderation.RoleStaff}, true
	if _, err := s.Bind(
		t.Context(), "CODE", &campaign.Person{Hash: "hash5"}, moderation.ViaChat, noon(),
	); !errors.Is(err, moderation.ErrBadCode) || len(r.all) != 0 {
		t.Errorf("somebody was faster: %v, %v", err, r.all)
	}
}

// The settings' moderators get numbered names and keep what they have.
func TestBindKnown(t *testing.T) {
	t.Parallel()
	r, _, s := newRoll()
	r.all = []moderation.Moderator{{Hash: "b", Name: "m1", Role: moderation.RoleReader}}
	if err := s.BindKnown(t.Context(), []string{"a", "b", "c"}, moderation.RoleOwner, noon()); err != nil {
		t.Fatal(err)
	}
	want := []moderation.Moderator{
		{Hash: "b", Name: "m1", Role: moderation.RoleReader},
		{Hash: "a", Name: "m2", Role: moderation.RoleOwner},
		{Hash: "c", Name: "m3", Role: moderation.RoleOwner},
	}
	if !slices.Equal(r.all, want) {
		t.Errorf("moderators %v, want %v", r.all, want)
	}
}
