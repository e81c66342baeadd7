package sqlstore

import (
	"context"
	"fmt"
	"time"

	"zhujiao/bot/moderation"
	"zhujiao/bot/sqlstore/db"
)

// ChannelStore keeps the channels of classes and their codes.
type ChannelStore struct{ *core }

var _ moderation.ChannelStore = (*ChannelStore)(nil)

// Channels returns the store of channels.
func Channels(s *Store) *ChannelStore { return &ChannelStore{s.core} }

// Channels implements moderation.ChannelStore.
func (s *ChannelStore) Channels(ctx context.Context, class string) ([]moderation.Channel, error) {
	rows, err := s.q(ctx).ListChannels(ctx, class)
	if err != nil {
		return nil, fmt.Errorf("read channels: %w", err)
	}
	out := make([]moderation.Channel, len(rows))
	for i, r := range rows {
		out[i] = moderation.Channel{Scene: r.Scene, Name: r.Name, Added: r.Added != 0, URL: r.Url}
	}
	return out, nil
}

// AddChannel implements moderation.ChannelStore.
func (s *ChannelStore) AddChannel(ctx context.Context, class string, c moderation.Channel, most int, when time.Time) (bool, error) {
	n, err := s.q(ctx).AddChannel(ctx, db.AddChannelParams{
		Campaign: class, Scene: c.Scene, Name: c.Name, At: ms(when), Most: int64(most),
	})
	if err != nil || n == 0 {
		return false, err
	}
	return true, s.bumpRevision(ctx) // whoever scans it registers
}

// KeepCode implements moderation.ChannelStore.
func (s *ChannelStore) KeepCode(ctx context.Context, class, scene, address string, when time.Time) error {
	return s.q(ctx).KeepChannelCode(ctx, db.KeepChannelCodeParams{Campaign: class, Scene: scene, Url: address, At: ms(when)})
}

// Scenes implements catalog.Store.
func (s *ContentStore) Scenes(ctx context.Context, class string) (out []string, err error) {
	rows, err := s.q(ctx).ListChannels(ctx, class)
	for _, r := range rows {
		if r.Added != 0 {
			out = append(out, r.Scene)
		}
	}
	return out, err
}
