package sqlstore

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore/db"
)

// List notes that followers are in a listing: see campaign.FollowerStore. It changes nothing
// else of anybody who is known, so people who erased their data stay erased.
func (s *PersonStore) List(ctx context.Context, listing int64, followers []bot.UserID, add bool) (fresh int, err error) {
	q := s.q(ctx)
	for _, u := range followers {
		hash := s.Hash(u)
		n, err := q.MarkListed(ctx, db.MarkListedParams{Listing: listing, Hash: hash})
		if err == nil && n == 0 && add {
			n, err = q.ListFollower(ctx, db.ListFollowerParams{
				ID: s.ids.next(), Openid: string(u), Hash: hash, Trace: TraceOf(hash), Listing: listing,
			})
			fresh += int(n)
		}
		if err != nil {
			return fresh, fmt.Errorf("store a follower: %w", err)
		}
	}
	return fresh, nil
}

// Followed returns the followers whose user ids are stored: see campaign.FollowerStore.
func (s *PersonStore) Followed(ctx context.Context, after bot.PersonID, seen time.Time, n int) ([]campaign.Follower, error) {
	rows, err := s.q(ctx).Followed(ctx, db.FollowedParams{After: int64(after), Seen: ms(seen), N: int32(n)})
	if err != nil {
		return nil, fmt.Errorf("read who follows: %w", err)
	}
	out := make([]campaign.Follower, len(rows))
	for i, r := range rows {
		out[i] = campaign.Follower{Person: bot.PersonID(r.ID), User: bot.UserID(r.Openid.String), Listing: r.Listed}
	}
	return out, nil
}

// UserOf returns the user id of a person: see campaign.FollowerStore.
func (s *PersonStore) UserOf(ctx context.Context, p bot.PersonID) (bot.UserID, error) {
	o, err := s.q(ctx).OpenidOf(ctx, int64(p))
	if err == nil && !o.Valid {
		err = campaign.ErrNotFound
	}
	return bot.UserID(o.String), orNotFound(err)
}

// SaveListing stores how far a listing has come: see campaign.FollowerStore.
func (s *PersonStore) SaveListing(ctx context.Context, l campaign.Listing) error {
	cursor, err := json.Marshal(l)
	if err != nil {
		return fmt.Errorf("cursor of a listing: %w", err)
	}
	n, err := s.q(ctx).SaveListing(ctx, db.SaveListingParams{
		Cursor: string(cursor), LeaseUntil: s.instance.leaseEnd(), ID: l.ID, Owner: s.instance.boot,
	})
	if err == nil && n == 0 {
		err = campaign.ErrTakenOver
	}
	return err
}

// BeginListing stores a new listing of followers with its state as JSON, and takes it.
func (s *JobStore) BeginListing(ctx context.Context, class, state string, when time.Time) (id int64, err error) {
	id = s.ids.next()
	err = s.do(ctx, func(ctx context.Context) error {
		_, err := s.q(ctx).AddJob(ctx, db.AddJobParams{
			ID: id, Campaign: class, Kind: string(campaign.JobFollowers), Args: state, State: "done", Now: ms(when), DoneAt: ms(when),
		})
		if err != nil {
			return fmt.Errorf("begin a listing: %w", err)
		}
		_, err = s.TakeListing(ctx, id, state)
		return err
	})
	return id, err
}

// TakeListing takes a listing that was left, and stores its state. It returns false if
// another process that is alive has it.
func (s *JobStore) TakeListing(ctx context.Context, id int64, state string) (taken bool, err error) {
	err = s.do(ctx, func(ctx context.Context) error {
		n, err := s.q(ctx).TakeListing(ctx, db.TakeListingParams{
			Owner: s.instance.boot, LeaseUntil: s.instance.leaseEnd(), Args: state, ID: id,
			Now: ms(s.instance.now()), Seen: s.instance.lastSeen(),
		})
		taken = n > 0
		return err
	})
	if err != nil {
		return false, fmt.Errorf("take a listing: %w", err)
	}
	return taken, nil
}

// EndListing stores the last state of a listing, and blanks where it was. Nothing happens if
// another process has it.
func (s *JobStore) EndListing(ctx context.Context, id int64, state string) error {
	return s.do(ctx, func(ctx context.Context) error {
		_, err := s.q(ctx).EndListing(ctx, db.EndListingParams{Args: state, ID: id, Owner: s.instance.boot})
		return err
	})
}
