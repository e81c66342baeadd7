package sqlstore

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore/db"
)

// Freeze replaces the audience of a broadcast: see campaign.AudienceStore.
func (s *Chunks) Freeze(ctx context.Context, b *campaign.Broadcast, r campaign.AudienceRule, month time.Time) (int, int, error) {
	q, n := s.q(ctx), int64(b.Number)
	if err := q.ForgetAudience(ctx, db.ForgetAudienceParams{Campaign: b.Campaign, Number: n}); err != nil {
		return 0, 0, fmt.Errorf("empty the audience: %w", err)
	}
	size, err := freeze(ctx, q, b, r)
	if err != nil {
		return 0, 0, fmt.Errorf("find the audience: %w", err)
	}
	reach, err := q.Reachable(ctx, db.ReachableParams{
		Campaign: b.Campaign, Number: n, Month: ms(month), Quota: int64(s.channel.Mass.PerMonth),
	})
	return int(size), int(reach), err
}

func freeze(ctx context.Context, q *db.Queries, b *campaign.Broadcast, r campaign.AudienceRule) (int64, error) {
	c, n := b.Campaign, int64(b.Number)
	switch r.Kind {
	case campaign.AudienceAll:
		return q.AudienceAll(ctx, db.AudienceAllParams{Campaign: c, Number: n})
	case campaign.AudienceSeated:
		return q.AudienceStanding(ctx, db.AudienceStandingParams{Campaign: c, Number: n, Standing: string(campaign.StandingSeated)})
	case campaign.AudienceWaiting:
		return q.AudienceStanding(ctx, db.AudienceStandingParams{Campaign: c, Number: n, Standing: string(campaign.StandingWaiting)})
	case campaign.AudiencePresent, campaign.AudienceWithout:
		return q.AudiencePresent(ctx, db.AudiencePresentParams{Campaign: c, Number: n, WithoutPack: r.Arg})
	case campaign.AudienceHolders:
		return q.AudienceHolders(ctx, db.AudienceHoldersParams{Campaign: c, Number: n, Pack: r.Arg})
	case campaign.AudienceSource:
		return q.AudienceSource(ctx, db.AudienceSourceParams{Campaign: c, Number: n, Source: r.Arg})
	case campaign.AudienceReceived:
		var of int64
		if _, err := fmt.Sscan(r.Arg, &of); err != nil {
			return 0, fmt.Errorf("audience of broadcast %q: %w", r.Arg, err)
		}
		return q.AudienceOf(ctx, db.AudienceOfParams{Campaign: c, Number: n, OfNumber: of})
	default:
		return 0, fmt.Errorf("no audience of kind %q", r.Kind)
	}
}

func members(ctx context.Context, q *db.Queries, id string, r campaign.AudienceRule) ([]bot.PersonID, error) {
	switch r.Kind {
	case campaign.AudienceAll:
		rows, err := q.PeopleAll(ctx)
		return personIDs(rows), err
	case campaign.AudienceHolders:
		rows, err := q.PeopleHolding(ctx, db.PeopleHoldingParams{Campaign: id, Pack: r.Arg})
		return personIDs(rows), err
	case campaign.AudienceSeated, campaign.AudienceWaiting:
		standing := map[campaign.AudienceKind]campaign.Standing{
			campaign.AudienceSeated: campaign.StandingSeated, campaign.AudienceWaiting: campaign.StandingWaiting,
		}[r.Kind]
		rows, err := q.PeopleStanding(ctx, db.PeopleStandingParams{Campaign: id, Standing: string(standing)})
		return personIDs(rows), err
	case campaign.AudiencePresent, campaign.AudienceWithout:
		rows, err := q.PeoplePresent(ctx, db.PeoplePresentParams{Campaign: id, WithoutPack: r.Arg})
		return personIDs(rows), err
	default:
		return nil, fmt.Errorf("nobody is listed for an audience of kind %q", r.Kind)
	}
}

// Openids returns the openids of an audience, without those who opted out.
func (s *Chunks) Openids(ctx context.Context, id string, r campaign.AudienceRule) (openids []string, err error) {
	q := s.q(ctx)
	people, err := members(ctx, q, id, r)
	if err != nil {
		return nil, err
	}
	for _, p := range people {
		o, err := q.OpenidOf(ctx, int64(p))
		if err != nil {
			return nil, fmt.Errorf("read an openid: %w", err)
		}
		if o.Valid {
			openids = append(openids, o.String)
		}
	}
	return openids, nil
}

// Split numbers the people of a broadcast into calls and stores the calls.
func (s *Chunks) Split(ctx context.Context, b *campaign.Broadcast, sizes []int, first, rest time.Time) error {
	q, from, due := s.q(ctx), int64(0), first
	for i, n := range sizes {
		chunk := int64(i + 1)
		err := q.SetChunk(ctx, db.SetChunkParams{
			Chunk: chunk, Campaign: b.Campaign, Number: int64(b.Number), After: from, Upto: from + int64(n),
		})
		if err != nil {
			return fmt.Errorf("number the people of a call: %w", err)
		}
		sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d\x00%d\x00%d", b.Campaign, b.Number, chunk, ms(b.Made)))
		err = q.InsertChunk(ctx, db.InsertChunkParams{
			Campaign: b.Campaign, Number: int64(b.Number), Chunk: chunk, Due: ms(due), Size: int64(n),
			ClientID: hex.EncodeToString(sum[:16]),
		})
		if err != nil {
			return fmt.Errorf("store a call: %w", err)
		}
		from, due = from+int64(n), rest
	}
	return nil
}
