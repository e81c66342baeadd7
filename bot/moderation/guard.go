package moderation

import (
	"context"
	"fmt"
	"time"
)

// AuditEntry is a line of the audit log: who did what to what, with its state
// before and after.
type AuditEntry struct {
	Class, Who            string
	Via                   Via
	Action                Action
	Target, Before, After string
	At                    time.Time
}

// AuditLog stores what moderators did.
type AuditLog interface {
	// Audit appends a line; it joins the unit of the context, so that a change
	// and its line live or die together.
	Audit(ctx context.Context, e AuditEntry) error
}

// Guard checks permissions, keeps the actions that wait for a code and writes the audit
// log, for all services of one class.
type Guard struct {
	// Class is the id of the class.
	Class string
	Log   AuditLog
	Codes CodeStore
	// Digits makes a random confirmation code of four digits.
	Digits func() string
}

// allow returns ErrDenied unless the actor's role allows the action.
func allow(who Actor, a Action) error {
	if !who.May(a) {
		return fmt.Errorf("%s: %w", a, ErrDenied)
	}
	return nil
}

// change is what an action changed, for the audit log. Target names the thing,
// such as U12; it is empty for the class as a whole.
type change struct {
	action                Action
	target, before, after string
}

// record adds a change to the audit log.
func (g *Guard) record(ctx context.Context, who Actor, c change, at time.Time) error {
	err := g.Log.Audit(ctx, AuditEntry{
		Class: g.Class, Who: who.Name, Via: who.Via, Action: c.action, Target: c.target, Before: c.before, After: c.after, At: at,
	})
	if err != nil {
		return fmt.Errorf("note %s in the audit log: %w", c.action, err)
	}
	return nil
}
