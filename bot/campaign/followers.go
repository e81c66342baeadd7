package campaign

import (
	"context"
	"fmt"
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
	// Listing is the last listing that had them.
	Listing int64
}

// Listing is how far a comparison of the platform's list with the stored one has come. A
// process that is killed leaves it to the next. It has no user ids, which may be erased
// meanwhile.
type Listing struct {
	ID int64 `json:"-"`
	// After is whose user id ended a page that is stored, 0 before the first; Stored is how
	// many of those after them are stored: of several pages, if the last of a page is not
	// stored, as somebody is whose data was erased.
	After  bot.PersonID
	Stored int
	// Listed is set once all pages are stored. Then Checked is up to whom it was asked
	// who left.
	Listed  bool
	Checked bot.PersonID
}

// FollowerStore stores the followers of the account.
type FollowerStore interface {
	Unit
	// List notes that a listing has those users, and returns how many were unknown. They
	// are stored if add is set. Of people who are known, or had their data erased, nothing
	// else is changed.
	List(ctx context.Context, listing int64, users []bot.UserID, add bool) (int, error)
	// Followed returns at most n followers with ids after the given one whose user ids
	// are stored and who were last seen before a time. A push may have told meanwhile
	// that they left.
	Followed(ctx context.Context, after bot.PersonID, seen time.Time, n int) ([]Follower, error)
	// Find returns the person behind a user id, UserOf the user id of a person; both
	// return ErrNotFound for who is unknown or erased.
	Find(ctx context.Context, u bot.UserID) (*Person, error)
	UserOf(ctx context.Context, p bot.PersonID) (bot.UserID, error)
	// SaveListing stores how far a listing has come. It returns ErrTakenOver if another
	// process has it.
	SaveListing(ctx context.Context, l Listing) error
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

const (
	// listed is how many followers are stored in one unit: messages must not wait for
	// long.
	listed = 200
	// followedPage is how many stored followers are read at once.
	followedPage = 500
)

// Update goes on with a listing from where it is, and returns how many followers are new,
// and how many had left.
func (f *Followers) Update(ctx context.Context, at time.Time, l Listing) (fresh, left int, err error) {
	if !l.Listed {
		if fresh, err = f.list(ctx, &l); err != nil {
			return fresh, 0, err
		}
	}
	left, err = f.forget(ctx, at, &l)
	return fresh, left, err
}

// list stores the pages of the platform's list that are not stored yet.
func (f *Followers) list(ctx context.Context, l *Listing) (fresh int, err error) {
	after, err := f.begin(ctx, l)
	if err != nil {
		return 0, err
	}
	stored := l.Stored
	for more := true; more; more = after != "" {
		var page []string
		if page, after, err = f.Roster.Followers(ctx, after); err != nil {
			return fresh, fmt.Errorf("read the account's followers: %w", err)
		}
		known := min(stored, len(page))
		stored -= known
		n, err := f.store(ctx, l, page[known:])
		fresh += n
		if err != nil {
			return fresh, err
		}
		if p, err := f.Store.Find(ctx, bot.UserID(after)); err == nil && stored == 0 {
			l.After, l.Stored = p.ID, 0
			if err := f.save(ctx, *l); err != nil {
				return fresh, err
			}
		} else if err != nil && !isNotFound(err) {
			return fresh, fmt.Errorf("find who ends a page: %w", err)
		}
	}
	l.Listed = true
	return fresh, f.save(ctx, *l)
}

// begin returns after whom the platform's list goes on.
func (f *Followers) begin(ctx context.Context, l *Listing) (after string, err error) {
	if l.After == 0 {
		return "", nil
	}
	u, err := f.Store.UserOf(ctx, l.After)
	if isNotFound(err) { // erased since
		l.After, l.Stored = 0, 0
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("read where a listing was: %w", err)
	}
	return string(u), nil
}

// store stores the rest of a page, slice by slice.
func (f *Followers) store(ctx context.Context, l *Listing, page []string) (fresh int, err error) {
	for len(page) > 0 {
		n := min(len(page), listed)
		users := make([]bot.UserID, n)
		for i, u := range page[:n] {
			users[i] = bot.UserID(u)
		}
		moved, k := *l, 0
		moved.Stored += n
		err := f.Store.Do(ctx, func(ctx context.Context) (err error) {
			if k, err = f.Store.List(ctx, l.ID, users, !f.Over); err != nil {
				return err
			}
			return f.Store.SaveListing(ctx, moved)
		})
		if err != nil {
			return fresh, fmt.Errorf("store followers: %w", err)
		}
		*l = moved
		fresh += k
		page = page[n:]
	}
	return fresh, nil
}

func (f *Followers) save(ctx context.Context, l Listing) error {
	return f.Store.Do(ctx, func(ctx context.Context) error { return f.Store.SaveListing(ctx, l) })
}

// forget asks the platform about everybody who is not in its list, and forgets
// those who left.
func (f *Followers) forget(ctx context.Context, at time.Time, l *Listing) (left int, err error) {
	var missing []Follower
	for after, more := l.Checked, true; more; {
		known, err := f.Store.Followed(ctx, after, at, followedPage)
		if err != nil {
			return left, fmt.Errorf("read who follows: %w", err)
		}
		for _, k := range known {
			after = k.Person
			if k.Listing != l.ID {
				missing = append(missing, k)
			}
		}
		for more = len(known) > 0; len(missing) >= LeftMax || !more && len(missing) > 0; {
			n := min(len(missing), LeftMax)
			k, err := f.forgetSome(ctx, missing[:n])
			left += k
			if err != nil {
				return left, err
			}
			l.Checked, missing = missing[n-1].Person, missing[n:]
			if err := f.save(ctx, *l); err != nil {
				return left, err
			}
		}
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
