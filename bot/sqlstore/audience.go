package sqlstore

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore/db"
)

// countKey tells the counts of a unit apart.
type countKey struct {
	class    string
	audience campaign.Audience
	month    int64
}

// CountAudience counts an audience: see moderation.AudienceStore. In a unit it is
// counted on a reading connection, before the unit runs again.
func (s *ChunkStore) CountAudience(
	ctx context.Context, class string, a campaign.Audience, month time.Time,
) (campaign.AudienceCount, error) {
	return outside(ctx, countKey{class, a, ms(month)}, func(ctx context.Context) (out campaign.AudienceCount, err error) {
		out.Moment = s.ids.next()
		n, err := countAudience(ctx, s.q(ctx), class, a)
		if err != nil {
			return out, fmt.Errorf("count the audience: %w", err)
		}
		exhausted, err := s.exhausted(ctx, class, a, month)
		if err != nil {
			return out, fmt.Errorf("count who has no quota left: %w", err)
		}
		out.People, out.Reachable = int(n.People), int(n.Reachable-exhausted)
		return out, nil
	})
}

// exhausted counts the people of an audience who could be reached, but have got as many
// mass sends this month as the platform delivers. Nobody has, unless so many were made.
func (s *ChunkStore) exhausted(ctx context.Context, class string, a campaign.Audience, month time.Time) (int64, error) {
	if a.Kind == campaign.AudienceSigned {
		seated, err := s.exhausted(ctx, class, campaign.Audience{Kind: campaign.AudienceSeated}, month)
		if err != nil {
			return 0, err
		}
		waiting, err := s.exhausted(ctx, class, campaign.Audience{Kind: campaign.AudienceWaiting}, month)
		return seated + waiting, err
	}
	q, quota := s.q(ctx), int64(s.channel.Mass.PerMonth)
	sends, err := q.CountMassSends(ctx, ms(month))
	if err != nil || sends < quota {
		return 0, err
	}
	var of int64
	if a.Kind == campaign.AudienceReceived {
		if of, err = broadcastOf(a); err != nil {
			return 0, err
		}
	}
	return q.CountExhausted(ctx, db.CountExhaustedParams{
		Campaign: class, Month: ms(month), Quota: quota, Kind: string(a.Kind), OfNumber: of, Moment: campaign.AnyMoment, Arg: a.Arg,
	})
}

// counted is the row of every count.
type counted = db.CountAudienceAllRow

func countAudience(ctx context.Context, q *db.Queries, class string, a campaign.Audience) (counted, error) {
	switch a.Kind {
	case campaign.AudienceAll:
		return q.CountAudienceAll(ctx)
	case campaign.AudienceSeated, campaign.AudienceWaiting:
		n, err := q.CountAudienceStanding(ctx, db.CountAudienceStandingParams{Campaign: class, Standing: standingOf(a.Kind)})
		return counted(n), err
	case campaign.AudienceSigned:
		seated, err := countAudience(ctx, q, class, campaign.Audience{Kind: campaign.AudienceSeated})
		if err != nil {
			return counted{}, err
		}
		waiting, err := countAudience(ctx, q, class, campaign.Audience{Kind: campaign.AudienceWaiting})
		return counted{People: seated.People + waiting.People, Reachable: seated.Reachable + waiting.Reachable}, err
	case campaign.AudiencePresent, campaign.AudienceWithout:
		n, err := q.CountAudiencePresent(ctx, db.CountAudiencePresentParams{Campaign: class, WithoutPack: a.Arg})
		return counted(n), err
	case campaign.AudienceHolders:
		n, err := q.CountAudienceHolders(ctx, db.CountAudienceHoldersParams{Campaign: class, Pack: a.Arg})
		return counted(n), err
	case campaign.AudienceSource:
		n, err := q.CountAudienceSource(ctx, db.CountAudienceSourceParams{Campaign: class, Source: a.Arg})
		return counted(n), err
	case campaign.AudienceReceived:
		of, err := broadcastOf(a)
		if err != nil {
			return counted{}, err
		}
		n, err := q.CountAudienceOf(ctx, db.CountAudienceOfParams{Campaign: class, OfNumber: of})
		return counted(n), err
	default:
		return counted{}, fmt.Errorf("no audience of kind %q", a.Kind)
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

// AddToAudience adds people to the audience of a broadcast: see moderation.AudienceStore.
func (s *ChunkStore) AddToAudience(ctx context.Context, b *campaign.Broadcast, people []bot.PersonID, after int) (added int, err error) {
	q := s.q(ctx)
	for _, p := range people {
		n, err := q.AddToAudience(ctx, db.AddToAudienceParams{
			Campaign: b.Campaign, Number: int64(b.Number), Person: int64(p), Place: int64(after + added + 1),
		})
		if err != nil {
			return added, fmt.Errorf("add to the audience: %w", err)
		}
		added += int(n)
	}
	return added, nil
}

// Openids returns the openids of an audience, without those who opted out and those who left:
// the platform refuses a call about one of these.
func (s *ChunkStore) Openids(ctx context.Context, id string, a campaign.Audience) (openids []string, err error) {
	q, who := s.q(ctx), campaign.AudienceQuery{Class: id, Audience: a, Moment: campaign.AnyMoment}
	for at := a.Unordered(); !at.Ended; {
		page, err := s.AudiencePage(ctx, who, at, 500)
		if err != nil {
			return nil, err
		}
		at = page.Next
		for _, c := range page.People {
			if !c.Known || c.OptedOut {
				continue
			}
			o, err := q.OpenidOfFollower(ctx, int64(c.Person))
			if errors.Is(err, sql.ErrNoRows) {
				continue
			}
			if err != nil {
				return nil, fmt.Errorf("read an openid: %w", err)
			}
			openids = append(openids, o.String)
		}
	}
	return openids, nil
}

// Split stores the calls of a broadcast, each to the people of some places.
func (s *ChunkStore) Split(ctx context.Context, b *campaign.Broadcast, sizes []int, first, rest time.Time) error {
	q, from, due := s.q(ctx), int64(0), first
	for i, n := range sizes {
		chunk := int64(i + 1)
		sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d\x00%d\x00%d", b.Campaign, b.Number, chunk, ms(b.Made)))
		err := q.InsertChunk(ctx, db.InsertChunkParams{
			Campaign: b.Campaign, Number: int64(b.Number), Chunk: chunk, FirstPlace: from, LastPlace: from + int64(n), Due: ms(due),
			Size: int64(n), ClientID: hex.EncodeToString(sum[:16]),
		})
		if err != nil {
			return fmt.Errorf("store a call: %w", err)
		}
		from, due = from+int64(n), rest
	}
	return nil
}
