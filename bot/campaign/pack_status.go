package campaign

import (
	"context"
	"fmt"
	"time"
)

// PackState is the status of a pack for one person (R19).
type PackState int

// The states.
const (
	// StatusMissing is an unmet condition.
	StatusMissing PackState = iota
	StatusReady
	StatusHeld
	// StatusDrawable is a pack that the person may draw for; StatusWon and
	// StatusNotWon are how the draw ended.
	StatusDrawable
	StatusWon
	StatusNotWon
	// StatusGone is a pack of which nothing is left.
	StatusGone
	// StatusShut is a pack that is not claimed any more.
	StatusShut
	// StatusDrawOver is a draw that has ended before the person drew.
	StatusDrawOver
)

// PackStatus is a pack's state for one person; Missing is set for StatusMissing.
type PackStatus struct {
	State   PackState
	Missing Missing
}

// Status returns the status of a pack for a person. It changes nothing.
func (s *Packs) Status(ctx context.Context, p *Person, m *Member, k Pack, at time.Time) (PackStatus, error) {
	st, err := s.status(ctx, p, m, k, at)
	if err != nil {
		return st, fmt.Errorf("status of pack %s: %w", k.ID, err)
	}
	return st, nil
}

func (s *Packs) status(ctx context.Context, p *Person, m *Member, k Pack, at time.Time) (PackStatus, error) {
	c, err := s.Claims.Claim(ctx, s.Campaign.ID, k.ID, p.ID)
	if err != nil {
		return PackStatus{}, err
	}
	switch {
	case c.State == ClaimHeld && k.Draw:
		return PackStatus{State: StatusWon}, nil
	case c.State == ClaimHeld:
		return PackStatus{State: StatusHeld}, nil
	case c.State == ClaimLost:
		return PackStatus{State: StatusNotWon}, nil
	case s.Campaign.ClaimsOver(at):
		return PackStatus{State: StatusShut}, nil
	}
	if over, err := s.drawOver(ctx, p, k); over || err != nil {
		return PackStatus{State: StatusDrawOver}, err
	}
	missing, err := s.missing(ctx, m, k, at)
	if err != nil || missing != MissingNothing {
		return PackStatus{Missing: missing}, err
	}
	if gone, err := s.gone(ctx, k); err != nil || gone {
		return PackStatus{State: StatusGone}, err
	}
	if k.Draw {
		return PackStatus{State: StatusDrawable}, nil
	}
	return PackStatus{State: StatusReady}, nil
}

// gone reports whether nothing is left of a pack.
func (s *Packs) gone(ctx context.Context, k Pack) (bool, error) {
	if k.Stock < 0 {
		return false, nil
	}
	taken, err := s.Claims.Taken(ctx, s.Campaign.ID, k.ID)
	return taken >= k.Stock, err
}
