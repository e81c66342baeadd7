package doctor

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Schema is what is known of a database without changing it.
type Schema struct {
	// Missing is set if there is none yet.
	Missing bool
	// Has is the version of its schema, Knows the one of this program.
	Has, Knows int64
	// Damage is what the database says of its own damage; empty for none.
	Damage string
	// ByLanguage is set if it sorts text by the rules of a language instead of by bytes.
	ByLanguage bool
	// Served is set if a process serves from it now; Told if that can be known.
	Served, Told bool
}

// Stored looks at a database. It opens it for reading only and makes no file. The error
// says why it cannot be read, without a password.
type Stored func(ctx context.Context) (Schema, error)

// RedisState is what a Redis says of itself.
type RedisState struct {
	// Version, Policy (what happens when the memory is used up) and the number of bytes
	// Used of Most; Most is 0 without a limit. All are empty if Told is not set.
	Version, Policy string
	Used, Most      int64
	Told            bool
	// Replica is set if it takes no writes.
	Replica bool
}

// Limits looks at a Redis, or at each primary of a cluster and returns the worst. It reads
// only. The error has no password.
type Limits func(ctx context.Context) (RedisState, error)

// DatabaseCheck looks at the database.
func DatabaseCheck(look Stored, needs ...Name) Check {
	return Check{Database, needs, apiLimit, func(ctx context.Context) Finding {
		s, err := look(ctx)
		versions := []string{fmt.Sprint(s.Has), fmt.Sprint(s.Knows)}
		switch {
		case err != nil:
			return Finding{State: Bad, Code: CodeDatabaseBad, Facts: []string{inTime(ctx, err).Error()}}
		case s.Damage != "":
			return Finding{State: Bad, Code: CodeDatabaseDamaged, Facts: []string{s.Damage}}
		case s.Has > s.Knows:
			return Finding{State: Bad, Code: CodeDatabaseNew, Facts: versions}
		case s.ByLanguage: // said first, because it is easiest to change while there is no data
			return Finding{State: Notice, Code: CodeDatabaseCollation}
		case s.Missing:
			return Finding{State: Notice, Code: CodeDatabaseMissing}
		case s.Has < s.Knows:
			return Finding{State: Notice, Code: CodeDatabaseOld, Facts: versions}
		default:
			return Finding{Code: CodeDatabaseGood, Facts: versions[:1]}
		}
	}}
}

// errTime is the error of what did not answer in time.
var errTime = errors.New("no answer in time")

// inTime returns an error that says so if the time of a check is up.
func inTime(ctx context.Context, err error) error {
	if ctx.Err() != nil || errors.Is(err, context.DeadlineExceeded) {
		return errTime
	}
	return err
}

// nearlyFull is which part of the memory of a Redis is left when it is nearly full.
const nearlyFull = 20

// RedisCheck looks at the Redis; look is nil if the settings name none.
func RedisCheck(look Limits, needs ...Name) Check {
	return Check{Redis, needs, 2 * usualLimit, func(ctx context.Context) Finding {
		if look == nil {
			return Finding{Code: CodeRedisNone}
		}
		s, err := look(ctx)
		switch {
		case err != nil:
			return Finding{State: Bad, Code: CodeRedisBad, Facts: []string{inTime(ctx, err).Error()}}
		case !s.Told:
			return Finding{Code: CodeRedisUntold}
		case s.Replica:
			return Finding{State: Bad, Code: CodeRedisReplica}
		case strings.HasPrefix(s.Version, "2.") || strings.HasPrefix(s.Version, "3.") || strings.HasPrefix(s.Version, "4."):
			return Finding{State: Bad, Code: CodeRedisOld, Facts: []string{s.Version}}
		case s.Policy == "noeviction" && s.Most > 0 && s.Most-s.Used < s.Most/nearlyFull:
			return Finding{State: Bad, Code: CodeRedisFull, Facts: []string{s.Policy}}
		default:
			return Finding{Code: CodeRedisGood, Facts: []string{s.Version, s.Policy}}
		}
	}}
}

// ZonesCheck looks whether the time zones of the classes are known.
func ZonesCheck(zones ...string) Check {
	return Check{Zones, nil, 0, func(context.Context) Finding {
		for _, z := range zones {
			if _, err := time.LoadLocation(z); err != nil {
				return Finding{State: Bad, Code: CodeZonesBad, Facts: []string{z}}
			}
		}
		return Finding{Code: CodeZonesGood}
	}}
}
