package moderation

import (
	"context"
	"fmt"
	"time"

	"zhujiao/bot/campaign"
)

// Reach counts an audience and how many of it a broadcast would reach now.
func (s *Broadcasts) Reach(ctx context.Context, who Actor, a campaign.Audience, at time.Time) (campaign.AudienceCount, error) {
	if err := allow(who, ActionReadFigures); err != nil {
		return campaign.AudienceCount{}, err
	}
	n, err := s.Rules.Audiences.CountAudience(ctx, s.Rules.Campaign.ID, a, s.Rules.monthStart(at))
	if err != nil {
		return n, fmt.Errorf("count who can be reached: %w", err)
	}
	return n, nil
}
