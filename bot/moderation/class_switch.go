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

// ClassSwitches lets moderators choose the class that their commands are about (R20).
type ClassSwitches struct{ Store ClassSwitch }

// Switch makes a class the one that the moderator's commands are about, until it ends.
func (s *ClassSwitches) Switch(ctx context.Context, who Actor, class string) error {
	if err := allow(who, ActionSwitchClass); err != nil {
		return err
	}
	if err := s.Store.SwitchClass(ctx, who.Hash, class); err != nil {
		return fmt.Errorf("switch to another class: %w", err)
	}
	return nil
}
