package moderation_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
)

// class is the class of these tests.
const class = "talk"

// noon is their time.
func noon() time.Time { return time.Date(2026, 7, 7, 12, 0, 0, 0, time.UTC) }

// actor is a moderator with a role.
func actor(name string, r moderation.Role) moderation.Actor {
	return moderation.Actor{Name: name, Role: r, Person: 900, Hash: "hash of " + name, Via: moderation.ViaChat}
}

// waiting is an action under its code.
type waiting struct {
	action moderation.WaitingAction
	until  time.Time
}

// office is a Guard with the log and the codes that it writes to.
type office struct {
	*moderation.Guard
	log    []moderation.AuditEntry
	codes  map[string]waiting
	digits []string
}

func newOffice() *office {
	o := &office{codes: map[string]waiting{}}
	o.Guard = &moderation.Guard{Class: class, Log: o, Codes: o, Digits: o.next}
	return o
}

// next gives the codes that a test has prepared, then counts up.
func (o *office) next() string {
	if len(o.digits) > 0 {
		code := o.digits[0]
		o.digits = o.digits[1:]
		return code
	}
	return fmt.Sprintf("%04d", len(o.codes)+1)
}

func (o *office) Audit(ctx context.Context, e moderation.AuditEntry) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	o.log = append(o.log, e)
	return nil
}

func (o *office) SaveCode(ctx context.Context, hash, code string, a moderation.WaitingAction, now time.Time) (bool, error) {
	if err := ctx.Err(); err != nil {
		return false, err
	}
	if w, ok := o.codes[hash+code]; ok && now.Before(w.until) {
		return false, nil
	}
	o.codes[hash+code] = waiting{a, now.Add(moderation.CodeLife)}
	return true, nil
}

func (o *office) TakeCode(ctx context.Context, hash, code string, now time.Time) (moderation.WaitingAction, error) {
	if err := ctx.Err(); err != nil {
		return moderation.WaitingAction{}, err
	}
	w, ok := o.codes[hash+code]
	delete(o.codes, hash+code)
	if !ok || now.After(w.until) {
		return moderation.WaitingAction{}, campaign.ErrNotFound
	}
	return w.action, nil
}

// logged compares the audit log with lines of the form "who action target: before -> after".
func (o *office) logged(t *testing.T, want ...string) {
	t.Helper()
	got := []string{}
	for _, e := range o.log {
		if e.Class != class || !e.At.Equal(noon()) {
			t.Errorf("audit line of %s at %v, want %s at noon", e.Class, e.At, class)
		}
		got = append(got, fmt.Sprintf("%s %s %s: %s -> %s", e.Who, e.Action, e.Target, e.Before, e.After))
	}
	if !slices.Equal(got, want) {
		t.Errorf("audit log:\n%q\nwant:\n%q", got, want)
	}
}
