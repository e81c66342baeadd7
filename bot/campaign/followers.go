package campaign

import (
	"context"
	"fmt"
	"hash/maphash"
	"time"

	"zhujiao/bot"
)

// Roster is the list of followers as the platform has it.
type Roster interface {
	// Followers returns a page after a user id, and the id to go on with; "" at
	// the end.
	Followers(ctx context.Context, after string) (users []string, next string, err error)
	// Left returns those of at most LeftMax users who do not follow any more.
	Left(ctx context.Context, users []string) ([]string, error)
}

// LeftMax is how many users Roster.Left takes at once.
const LeftMax = 100

// Follower is somebody who follows as far as the store knows.
type Follower struct {
	Person bot.PersonID
	User   bot.UserID
}

// FollowerStore stores the followers of the account.
type FollowerStore interface {
	Unit
	// List stores those users who are unknown and returns how many they were. People
	// who are known, or had their data erased, are not changed.
	List(ctx context.Context, users []bot.UserID) (int, error)
	// Followed returns at most n followers with ids after the given one whose user ids
	// are stored and who were last seen before a time. A push may have told meanwhile
	// that they left.
	Followed(ctx context.Context, after bot.PersonID, seen time.Time, n int) ([]Follower, error)
}

// Followers compares the platform's list with the stored one. Somebody who follows
// but never wrote can then be reached by a broadcast to everybody (全部), and
// somebody who left while the program was down is forgotten as if the event had
// come (R17).
type Followers struct {
	Roster  Roster
	Store   FollowerStore
	Erasure *Erasure
	// Over is set when the class is past and hashes are purged. New followers are
	// not stored then, because they cannot be told from people whose data was erased.
	Over bool
}

// listed is how many followers are stored in one unit: messages must not wait for
// long.
const listed = 200

// Update returns how many followers are new, and how many had left.
func (f *Followers) Update(ctx context.Context, at time.Time) (fresh, left int, err error) {
	seed := maphash.MakeSeed()
	follows := map[uint64]bool{}
	for after, more := "", true; more; more = after != "" {
		var page []string
		if page, after, err = f.Roster.Followers(ctx, after); err != nil {
			return fresh, 0, fmt.Errorf("read the account's followers: %w", err)
		}
		for _, u := range page {
			follows[maphash.String(seed, u)] = true
		}
		n, err := f.store(ctx, page)
		fresh += n
		if err != nil {
			return fresh, 0, err
		}
	}
	left, err = f.forget(ctx, at, func(u bot.UserID) bool { return follows[maphash.String(seed, string(u))] })
	return fresh, left, err
}

func (f *Followers) store(ctx context.Context, page []string) (fresh int, err error) {
	for len(page) > 0 && !f.Over {
		n := min(len(page), listed)
		users := make([]bot.UserID, n)
		for i, u := range page[:n] {
			users[i] = bot.UserID(u)
		}
		var k int
		err := f.Store.Do(ctx, func(ctx context.Context) (err error) {
			k, err = f.Store.List(ctx, users)
			return err
		})
		if err != nil {
			return fresh, fmt.Errorf("store followers: %w", err)
		}
		fresh += k
		page = page[n:]
	}
	return fresh, nil
}

// forget asks the platform about everybody who is not in its list, and forgets
// those who left.
func (f *Followers) forget(ctx context.Context, at time.Time, follows func(bot.UserID) bool) (left int, err error) {
	var missing []Follower
	for after := bot.PersonID(0); ; {
		known, err := f.Store.Followed(ctx, after, at, 1000)
		if err != nil {
			return left, fmt.Errorf("read who follows: %w", err)
		}
		for _, k := range known {
			after = k.Person
			if !follows(k.User) {
				missing = append(missing, k)
			}
		}
		if len(known) == 0 {
			break
		}
	}
	for len(missing) > 0 {
		n := min(len(missing), LeftMax)
		k, err := f.forgetSome(ctx, missing[:n])
		left += k
		if err != nil {
			return left, err
		}
		missing = missing[n:]
	}
	return left, nil
}

func (f *Followers) forgetSome(ctx context.Context, some []Follower) (left int, err error) {
	users, who := make([]string, len(some)), map[string]bot.PersonID{}
	for i, s := range some {
		users[i] = string(s.User)
		who[users[i]] = s.Person
	}
	gone, err := f.Roster.Left(ctx, users)
	if err != nil {
		return 0, fmt.Errorf("ask who left: %w", err)
	}
	for _, u := range gone {
		p, ok := who[u]
		if !ok {
			continue
		}
		// One person a unit, because messages must not wait for long.
		if err := f.Store.Do(ctx, func(ctx context.Context) error { return f.Erasure.Left(ctx, p) }); err != nil {
			return left, err
		}
		left++
	}
	return left, nil
}
