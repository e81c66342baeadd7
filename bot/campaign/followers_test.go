package campaign_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// account is the account's own list, in pages.
type account struct {
	pages [][]string
	left  map[string]bool
	asked []int
	fails bool
}

func (a *account) Followers(_ context.Context, after string) (users []string, next string, err error) {
	if a.fails {
		return nil, "", errors.New("the platform is away")
	}
	i := 0
	if after != "" {
		i = 1 + slices.IndexFunc(a.pages, func(p []string) bool { return p[len(p)-1] == after })
	}
	if i+1 < len(a.pages) {
		next = a.pages[i][len(a.pages[i])-1]
	}
	return a.pages[i], next, nil
}

func (a *account) Left(_ context.Context, users []string) ([]string, error) {
	a.asked = append(a.asked, len(users))
	return slices.DeleteFunc(slices.Clone(users), func(u string) bool { return !a.left[u] }), nil
}

// roll keeps who follows.
type roll struct {
	twice
	largest int
	listing map[bot.PersonID]int64
	saved   campaign.Listing
	broken  int // SaveListing fails after so many calls; 0 for never
	erased  []string
}

func (r *roll) List(ctx context.Context, listing int64, users []bot.UserID, add bool) (fresh int, err error) {
	r.largest = max(r.largest, len(users))
	for _, u := range users {
		p, err := r.Find(ctx, u)
		if err != nil && add && !slices.Contains(r.erased, string(u)) {
			id := bot.PersonID(len(r.people) + 1)
			r.people[id] = campaign.Person{ID: id, Code: string(u), Following: true}
			r.listing[id] = listing
			fresh++
		}
		if err == nil {
			r.listing[p.ID] = listing
		}
	}
	return fresh, nil
}

// Followed returns small pages.
func (r *roll) Followed(_ context.Context, after bot.PersonID, seen time.Time, _ int) (out []campaign.Follower, err error) {
	for id, p := range r.people {
		if id > after && p.LastAt.Before(seen) && !slices.Contains(r.wordless, id) {
			out = append(out, campaign.Follower{Person: id, User: bot.UserID(p.Code), Listing: r.listing[id]})
		}
	}
	slices.SortFunc(out, func(a, b campaign.Follower) int { return cmp.Compare(a.Person, b.Person) })
	return out[:min(len(out), 70)], nil
}

func (r *roll) Find(ctx context.Context, u bot.UserID) (*campaign.Person, error) {
	return people{r.state}.Find(ctx, u)
}

func (r *roll) UserOf(_ context.Context, p bot.PersonID) (bot.UserID, error) {
	if slices.Contains(r.wordless, p) {
		return "", campaign.ErrNotFound
	}
	return bot.UserID(r.people[p].Code), nil
}

var errKilled = errors.New("killed")

func (r *roll) SaveListing(_ context.Context, l campaign.Listing) error {
	if r.broken--; r.broken == 0 {
		return errKilled
	}
	r.saved = l
	return nil
}

func users(from, to int) (out []string) {
	for i := from; i < to; i++ {
		out = append(out, fmt.Sprintf("u%03d", i))
	}
	return out
}

// TestFollowers counts who is new and who left, once although each unit is run
// twice, in pages of the sizes that the platform and the store take.
func TestFollowers(t *testing.T) {
	t.Parallel()
	w := newWorld(nil)
	a := &account{pages: [][]string{users(0, 450), users(450, 460)}}
	r := &roll{twice: twice{w.state}, listing: map[bot.PersonID]int64{}}
	f := campaign.Followers{Roster: a, Store: r, Erasure: w.Erasure}
	fresh, left, err := f.Update(t.Context(), evening("20:00:00"), campaign.Listing{ID: 1})
	if fresh != 460 || left != 0 || err != nil || len(w.people) != 460 || r.largest != 200 || len(a.asked) != 0 {
		t.Fatalf("%d new, %d left, %v; %d stored, %d at once, asked %v", fresh, left, err, len(w.people), r.largest, a.asked)
	}
	// 150 are missing from the list; the platform says that 120 of them left.
	a.pages = [][]string{users(150, 460)}
	a.left = map[string]bool{}
	for _, u := range users(0, 120) {
		a.left[u] = true
	}
	fresh, left, err = f.Update(t.Context(), evening("21:00:00"), campaign.Listing{ID: 2})
	if fresh != 0 || left != 120 || err != nil || !slices.Equal(a.asked, []int{100, 50}) || len(w.wordless) != 120 {
		t.Errorf("%d new, %d left, %v; asked %v, forgot %d", fresh, left, err, a.asked, len(w.wordless))
	}
}

// TestListingGoesOn kills a listing after some slices, and then while it asks who left: what
// was stored is not read again, and everybody is compared once.
func TestListingGoesOn(t *testing.T) {
	t.Parallel()
	w := newWorld(nil)
	a := &account{pages: [][]string{users(0, 450), users(450, 900), users(900, 1000)}, left: map[string]bool{}}
	r := &roll{twice: twice{w.state}, listing: map[bot.PersonID]int64{}}
	f := campaign.Followers{Roster: a, Store: r, Erasure: w.Erasure}
	r.broken = 11 // in the second slice of the second page
	_, _, err := f.Update(t.Context(), evening("20:00:00"), campaign.Listing{ID: 1})
	if want := (campaign.Listing{ID: 1, After: 450, Stored: 200}); !errors.Is(err, errKilled) || r.saved != want {
		t.Fatalf("killed at %+v, %v, want %+v", r.saved, err, want)
	}
	a.pages[0] = []string{"u449"} // nobody asks for it again
	fresh, left, err := f.Update(t.Context(), evening("20:00:00"), r.saved)
	if fresh != 350 || left != 0 || err != nil || len(w.people) != 1000 {
		t.Fatalf("%d new, %d left, %v; %d stored", fresh, left, err, len(w.people))
	}
	a.pages = [][]string{users(250, 1000)}
	for _, u := range users(0, 250) {
		a.left[u] = true
	}
	r.broken, a.asked = 2*4+2+3, nil // after the first hundred
	_, _, err = f.Update(t.Context(), evening("21:00:00"), campaign.Listing{ID: 2})
	if !errors.Is(err, errKilled) || r.saved.Checked != 100 {
		t.Fatalf("killed at %+v, %v", r.saved, err)
	}
	r.broken, a.asked = 0, nil
	_, left, err = f.Update(t.Context(), evening("21:00:00"), r.saved)
	if err != nil || left != 50 || !slices.Equal(a.asked, []int{50}) || len(w.wordless) != 250 {
		t.Errorf("%d left, %v; asked %v, %d forgotten", left, err, a.asked, len(w.wordless))
	}
}

// TestFollowersOver notes nobody new once hashes are purged.
func TestFollowersOver(t *testing.T) {
	t.Parallel()
	w := newWorld(nil)
	a := &account{pages: [][]string{users(0, 3)}}
	r := &roll{twice: twice{w.state}, listing: map[bot.PersonID]int64{}}
	f := campaign.Followers{Roster: a, Store: r, Erasure: w.Erasure, Over: true}
	fresh, _, err := f.Update(t.Context(), evening("20:00:00"), campaign.Listing{ID: 1})
	if fresh != 0 || err != nil || len(w.people) != 0 {
		t.Errorf("%d new, %v", fresh, err)
	}
	a.fails = true
	if _, _, err := f.Update(t.Context(), evening("20:00:00"), campaign.Listing{ID: 1}); err == nil {
		t.Error("want the platform's error")
	}
}

// TestListingPastErased lists pages whose last followers are not stored, since their data was
// erased: every other one is stored once, also by a listing that was killed in between.
func TestListingPastErased(t *testing.T) {
	t.Parallel()
	for broken := range 9 {
		w := newWorld(nil)
		a := &account{pages: [][]string{users(0, 450), users(450, 900), users(900, 1000)}, left: map[string]bool{}}
		r := &roll{
			twice: twice{w.state}, listing: map[bot.PersonID]int64{}, broken: broken,
			erased: []string{"u449", "u899", "u999"},
		}
		f := campaign.Followers{Roster: a, Store: r, Erasure: w.Erasure}
		_, _, err := f.Update(t.Context(), evening("20:00:00"), campaign.Listing{ID: 1})
		if err != nil {
			r.saved.ID = 1
			_, _, err = f.Update(t.Context(), evening("20:00:00"), r.saved)
		}
		listed := 0
		for _, in := range r.listing {
			if in == 1 {
				listed++
			}
		}
		if err != nil || len(r.people) != 997 || listed != 997 || len(a.asked) != 0 {
			t.Errorf("killed at %d: %d stored, %d in the listing, asked %v, %v; want 997, 997, nobody",
				broken, len(r.people), listed, a.asked, err)
		}
	}
}
