package sqlstore

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore/db"
)

// CountAudience counts an audience without storing it: see
// moderation.AudienceStore.
func (s *ChunkStore) CountAudience(ctx context.Context, class string, a campaign.Audience) (int, error) {
	n, err := countAudience(ctx, s.q(ctx), class, a)
	if err != nil {
		return 0, fmt.Errorf("count the audience: %w", err)
	}
	return int(n), nil
}

func countAudience(ctx context.Context, q *db.Queries, class string, a campaign.Audience) (int64, error) {
	switch a.Kind {
	case campaign.AudienceAll:
		return q.CountAudienceAll(ctx)
	case campaign.AudienceSeated, campaign.AudienceWaiting:
		return q.CountAudienceStanding(ctx, db.CountAudienceStandingParams{Campaign: class, Standing: standingOf(a.Kind)})
	case campaign.AudiencePresent, campaign.AudienceWithout:
		return q.CountAudiencePresent(ctx, db.CountAudiencePresentParams{Campaign: class, WithoutPack: a.Arg})
	case campaign.AudienceHolders:
		return q.CountAudienceHolders(ctx, db.CountAudienceHoldersParams{Campaign: class, Pack: a.Arg})
	case campaign.AudienceSource:
		return q.CountAudienceSource(ctx, db.CountAudienceSourceParams{Campaign: class, Source: a.Arg})
	case campaign.AudienceReceived:
		of, err := broadcastOf(a)
		if err != nil {
			return 0, err
		}
		return q.CountAudienceOf(ctx, db.CountAudienceOfParams{Campaign: class, OfNumber: of})
	default:
		return 0, fmt.Errorf("no audience of kind %q", a.Kind)
	}
}

// Freeze stores the current audience of a broadcast: see moderation.AudienceStore.
func (s *ChunkStore) Freeze(ctx context.Context, b *campaign.Broadcast, month time.Time) (int, int, error) {
	q, n := s.q(ctx), int64(b.Number)
	if err := q.ForgetAudience(ctx, db.ForgetAudienceParams{Campaign: b.Campaign, Number: n}); err != nil {
		return 0, 0, fmt.Errorf("empty the audience: %w", err)
	}
	size, err := freeze(ctx, q, b)
	if err != nil {
		return 0, 0, fmt.Errorf("find the audience: %w", err)
	}
	reach, err := q.Reachable(ctx, db.ReachableParams{
		Campaign: b.Campaign, Number: n, Month: ms(month), Quota: int64(s.channel.Mass.PerMonth),
	})
	return int(size), int(reach), err
}

func freeze(ctx context.Context, q *db.Queries, b *campaign.Broadcast) (int64, error) {
	c, n, a := b.Campaign, int64(b.Number), b.Audience
	switch a.Kind {
	case campaign.AudienceAll:
		return q.AudienceAll(ctx, db.AudienceAllParams{Campaign: c, Number: n})
	case campaign.AudienceSeated, campaign.AudienceWaiting:
		return q.AudienceStanding(ctx, db.AudienceStandingParams{Campaign: c, Number: n, Standing: standingOf(a.Kind)})
	case campaign.AudiencePresent, campaign.AudienceWithout:
		return q.AudiencePresent(ctx, db.AudiencePresentParams{Campaign: c, Number: n, WithoutPack: a.Arg})
	case campaign.AudienceHolders:
		return q.AudienceHolders(ctx, db.AudienceHoldersParams{Campaign: c, Number: n, Pack: a.Arg})
	case campaign.AudienceSource:
		return q.AudienceSource(ctx, db.AudienceSourceParams{Campaign: c, Number: n, Source: a.Arg})
	case campaign.AudienceReceived:
		of, err := broadcastOf(a)
		if err != nil {
			return 0, err
		}
		return q.AudienceOf(ctx, db.AudienceOfParams{Campaign: c, Number: n, OfNumber: of})
	default:
		return 0, fmt.Errorf("no audience of kind %q", a.Kind)
	}
}

// standingOf returns the standing of the people in an audience of seats or of the
// waitlist.
func standingOf(k campaign.AudienceKind) string {
	if k == campaign.AudienceWaiting {
		return string(campaign.StandingWaiting)
	}
	return string(campaign.StandingSeated)
}

// broadcastOf returns the number of the broadcast whose receivers form an audience.
func broadcastOf(a campaign.Audience) (int64, error) {
	n, err := strconv.ParseInt(a.Arg, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("an audience of broadcast %q: %w", a.Arg, err)
	}
	return n, nil
}

// audienceKey returns an audience in one column, for rows that are only compared.
func audienceKey(a campaign.Audience) string { return string(a.Kind) + " " + a.Arg }

func members(ctx context.Context, q *db.Queries, id string, a campaign.Audience) ([]bot.PersonID, error) {
	switch a.Kind {
	case campaign.AudienceAll:
		rows, err := q.PeopleAll(ctx)
		return personIDs(rows), err
	case campaign.AudienceHolders:
		rows, err := q.PeopleHolding(ctx, db.PeopleHoldingParams{Campaign: id, Pack: a.Arg})
		return personIDs(rows), err
	case campaign.AudienceSeated, campaign.AudienceWaiting:
		rows, err := q.PeopleStanding(ctx, db.PeopleStandingParams{Campaign: id, Standing: standingOf(a.Kind)})
		return personIDs(rows), err
	case campaign.AudiencePresent, campaign.AudienceWithout:
		rows, err := q.PeoplePresent(ctx, db.PeoplePresentParams{Campaign: id, WithoutPack: a.Arg})
		return personIDs(rows), err
	default:
		return nil, fmt.Errorf("nobody is listed for an audience of kind %q", a.Kind)
	}
}

// Openids returns the openids of an audience, without those who opted out.
func (s *ChunkStore) Openids(ctx context.Context, id string, a campaign.Audience) (openids []string, err error) {
	q := s.q(ctx)
	people, err := members(ctx, q, id, a)
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
func (s *ChunkStore) Split(ctx context.Context, b *campaign.Broadcast, sizes []int, first, rest time.Time) error {
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
