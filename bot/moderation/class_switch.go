package moderation

import (
	"context"
	"fmt"
)

// ClassSwitch stores which class a moderator works on.
type ClassSwitch interface {
	// SwitchClass stores the class that the moderator behind a keyed hash has switched to.
	// It joins the unit of the context.
	SwitchClass(ctx context.Context, hash, class string) error
}

// SwitchClass makes a class the one that a moderator's commands are about, until it ends
// (R20).
func (s *Moderators) SwitchClass(ctx context.Context, who Actor, class string) error {
	if err := allow(who, ActionSwitchClass); err != nil {
		return err
	}
	if err := s.Classes.SwitchClass(ctx, who.Hash, class); err != nil {
		return fmt.Errorf("switch to another class: %w", err)
	}
	return nil
}
