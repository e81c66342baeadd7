package moderation_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"zhujiao/bot/moderation"
)

// porch is who may sign in, and the links, in memory.
type porch struct {
	*office
	moderation.LoginSecrets // none of these tests reaches it

	all   []moderation.Login
	links map[string]string
}

func newPorch() (*porch, *moderation.Logins) {
	d := &porch{office: newOffice(), links: map[string]string{}}
	return d, &moderation.Logins{
		Log: d, Store: d, Links: d, Secrets: d, Random: func() string { return "token" }, Hash: strings.ToUpper,
	}
}

func (d *porch) find(name string) int {
	return slices.IndexFunc(d.all, func(l moderation.Login) bool { return l.Name == name })
}

func (d *porch) Login(_ context.Context, name string) (*moderation.Login, error) {
	if i := d.find(name); i >= 0 {
		return &d.all[i], nil
	}
	return nil, moderation.ErrNotFound
}

func (d *porch) Logins(context.Context) ([]moderation.Login, error) { return d.all, nil }

func (d *porch) AddLogin(_ context.Context, name string, r moderation.Role, at time.Time) (bool, error) {
	if d.find(name) >= 0 {
		return false, nil
	}
	d.all = append(d.all, moderation.Login{Name: name, Role: r, Made: at})
	return true, nil
}

func (d *porch) AddFirstLogin(ctx context.Context, name string, at time.Time) (bool, error) {
	if len(d.all) > 0 {
		return false, nil
	}
	return d.AddLogin(ctx, name, moderation.RoleOwner, at)
}

func (d *porch) SetRole(_ context.Context, name string, r moderation.Role) error {
	d.all[d.find(name)].Role = r
	return nil
}

func (d *porch) RemoveLogin(_ context.Context, name string) (bool, error) {
	i := d.find(name)
	if i >= 0 {
		d.all = slices.Delete(d.all, i, i+1)
	}
	return i >= 0, nil
}

func (d *porch) SaveLink(_ context.Context, token, name string, _ time.Time) error {
	d.links[token] = name
	return nil
}

func (d *porch) Link(_ context.Context, token string, _ time.Time) (string, error) {
	name, ok := d.links[token]
	if !ok {
		return "", moderation.ErrNotFound
	}
	return name, nil
}

func (d *porch) TakeLink(_ context.Context, token string, _ time.Time) error {
	delete(d.links, token)
	return nil
}

// Names can be seen and typed, roles are known, and a token is stored by its hash alone.
func TestInviteLogin(t *testing.T) {
	t.Parallel()
	d, s := newPorch()
	owner := actor("m1", moderation.RoleOwner)
	for _, name := range []string{"", " ", strings.Repeat("长", 21), "a<b", "a\u202eb", "a/b", "a\nb"} {
		if _, err := s.Invite(t.Context(), owner, name, moderation.RoleStaff, noon()); !errors.Is(err, moderation.ErrName) {
			t.Errorf("the name %q: %v", name, err)
		}
	}
	if _, err := s.Invite(t.Context(), owner, "Min", "god", noon()); !errors.Is(err, moderation.ErrRole) {
		t.Errorf("the role god: %v", err)
	}
	token, err := s.Invite(t.Context(), owner, " 阿敏 ", moderation.RoleStaff, noon())
	if err != nil || token != "token" || d.links["TOKEN"] != "阿敏" || d.links["token"] != "" {
		t.Errorf("invited: %q, %v, links %v", token, err, d.links)
	}
	l, err := s.Redeem(t.Context(), token, "somebody else", noon())
	if err != nil || l.Name != "阿敏" {
		t.Errorf("redeemed: %+v, %v", l, err)
	}
	if _, err := s.Redeem(t.Context(), token, "", noon()); !errors.Is(err, moderation.ErrBadCode) {
		t.Errorf("redeemed twice: %v", err)
	}
	for i, want := range []moderation.AuditEntry{
		{Who: "m1", Via: moderation.ViaChat, Action: moderation.ActionInviteLogin, Target: "阿敏", After: "moderator", At: noon()},
		{Who: "阿敏", Via: moderation.ViaConsole, Action: moderation.ActionSignIn, Target: "阿敏", After: "link", At: noon()},
	} {
		if len(d.log) != 2 || d.log[i] != want {
			t.Errorf("the record: %+v, want %+v", d.log, want)
		}
	}
}

// There is always an owner, and the link of the first one is worth nothing afterwards.
func TestLastOwner(t *testing.T) {
	t.Parallel()
	d, s := newPorch()
	first, err := s.SetUp(t.Context(), noon())
	if err != nil || first == "" {
		t.Fatal(first, err)
	}
	if _, err := s.Redeem(t.Context(), first, "Min", noon()); err != nil {
		t.Fatal(err)
	}
	d.links["TOKEN"] = "" // another link to set up
	if _, err := s.Redeem(t.Context(), first, "An", noon()); !errors.Is(err, moderation.ErrBadCode) {
		t.Errorf("a second first login: %v", err)
	}
	owner := actor("Min", moderation.RoleOwner)
	if err := s.Remove(t.Context(), owner, "Min", noon()); !errors.Is(err, moderation.ErrLastOwner) {
		t.Errorf("the last owner was removed: %v", err)
	}
	if _, err := s.Invite(t.Context(), owner, "Min", moderation.RoleReader, noon()); !errors.Is(err, moderation.ErrLastOwner) {
		t.Errorf("the last owner became a reader: %v", err)
	}
	if _, err := s.Invite(t.Context(), owner, "An", moderation.RoleOwner, noon()); err != nil {
		t.Fatal(err)
	}
	if err := s.Remove(t.Context(), owner, "Min", noon()); err != nil || len(d.all) != 1 {
		t.Errorf("one of two owners: %v, left %+v", err, d.all)
	}
	if err := s.Remove(t.Context(), owner, "Min", noon()); !errors.Is(err, moderation.ErrNotFound) {
		t.Errorf("removed twice: %v", err)
	}
}

// A moderator of the chat gets a link to a login with no more rights than theirs.
func TestLinkOwn(t *testing.T) {
	t.Parallel()
	d, s := newPorch()
	if _, err := s.LinkOwn(t.Context(), actor("Min", moderation.RoleStaff), noon()); err != nil || d.all[0].Role != moderation.RoleStaff {
		t.Errorf("the first time: %+v, %v", d.all, err)
	}
	for r, allowed := range map[moderation.Role]bool{
		moderation.RoleReader: false, moderation.RoleLecturer: false, moderation.RoleStaff: true, moderation.RoleOwner: true,
	} {
		_, err := s.LinkOwn(t.Context(), actor("Min", r), noon())
		if _, higher := errors.AsType[*moderation.HigherRoleError](err); higher == allowed || allowed && err != nil {
			t.Errorf("a %s with the name of a moderator: %v", r, err)
		}
	}
	if d.all[0].Role != moderation.RoleStaff {
		t.Errorf("the login became a %s", d.all[0].Role)
	}
}
