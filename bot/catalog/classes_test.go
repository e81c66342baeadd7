package catalog_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/catalog"
	"zhujiao/bot/content"
)

// week is the sample's class so many weeks later, as class-N; change is as for file.
func week(t *testing.T, weeks int, change ...string) *content.Version {
	t.Helper()
	out := append([]string{"编号: ecom-backend-0707", fmt.Sprint("编号: class-", weeks)}, change...)
	for _, day := range []string{"2022-07-06", "2022-07-07"} {
		at, err := time.Parse(time.DateOnly, day)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, day, at.AddDate(0, 0, 7*weeks).Format(time.DateOnly))
	}
	return file(t, out...)
}

// serving lists the loaded classes.
func (w *world) serving() (ids []string) {
	for _, s := range w.Classes() {
		ids = append(ids, s.Campaign.ID)
	}
	return ids
}

// imports imports versions.
func (w *world) imports(t *testing.T, versions ...*content.Version) {
	t.Helper()
	for _, v := range versions {
		if _, err := w.Import(t.Context(), v); err != nil {
			t.Fatal(err)
		}
	}
}

func bare() *world { return open(&shelf{ends: map[string]*campaign.Campaign{}}) }

// TestClasses loads what is live and the class that ended last, from what is stored, also
// after a start without any file and when the clock moves, back too.
func TestClasses(t *testing.T) {
	t.Parallel()
	a := bare()
	a.imports(t, week(t, 2), week(t, -9), week(t, 0), week(t, -6), week(t, -2))
	want := []string{"class--6", "class--2", "class-0", "class-2"}
	if got := a.serving(); !slices.Equal(got, want) {
		t.Errorf("%v serve, want %v", got, want)
	}
	b := open(a.shelf)
	if err := b.Refresh(t.Context()); err != nil || !slices.Equal(b.serving(), want) {
		t.Errorf("without files %v serve, %v", b.serving(), err)
	}
	if n := len(b.built); n != 4 {
		t.Errorf("%d indexes were built: %v", n, b.built)
	}
	for _, tc := range []struct {
		weeks int
		want  []string
	}{
		{3, []string{"class--2", "class-0", "class-2"}},
		{60, []string{"class-2"}},
		{0, want},
		{-20, []string{"class--9", "class--6", "class--2", "class-0", "class-2"}},
	} {
		b.now = a.now.AddDate(0, 0, 7*tc.weeks)
		if err := b.Refresh(t.Context()); err != nil || !slices.Equal(b.serving(), tc.want) {
			t.Errorf("in week %d %v serve, want %v, %v", tc.weeks, b.serving(), tc.want, err)
		}
	}
}

// TestMainClass: it is the running class, else the next that is open, else the last one.
func TestMainClass(t *testing.T) {
	t.Parallel()
	w := bare()
	if s := w.Main(w.now); s != nil {
		t.Errorf("an empty catalog has %v", s)
	}
	w.imports(t, week(t, 0), week(t, 1), week(t, 2))
	start := time.Date(2022, 7, 7, 12, 30, 0, 0, time.UTC)
	for _, tc := range []struct {
		after time.Duration
		want  string
	}{
		{-1000 * time.Hour, "class-0"}, {0, "class-0"}, {time.Hour, "class-0"}, {time.Hour + time.Second, "class-0"},
		{5 * 24 * time.Hour, "class-0"}, {6 * 24 * time.Hour, "class-1"}, {7 * 24 * time.Hour, "class-1"},
		{14*24*time.Hour + time.Hour, "class-2"}, {9000 * time.Hour, "class-2"},
	} {
		if got := w.Main(start.Add(tc.after)).Campaign.ID; got != tc.want {
			t.Errorf("%v after the start it is %s, want %s", tc.after, got, tc.want)
		}
	}
}

// TestOneFails: a class of which nothing can be built keeps what it has, and the others are
// built; it is tried again, unless its version can never be loaded.
func TestOneFails(t *testing.T) {
	t.Parallel()
	w := bare()
	w.imports(t, week(t, 0), week(t, 1))
	one, _ := w.Class("class-1")
	w.shelf.add(func() {
		w.shelf.seats = 20
		bad := w.shelf.versions[1]
		bad.Number, bad.Hash, bad.Files = 2, "bad", map[string][]byte{bad.Name: []byte("名额: 很多")}
		w.shelf.versions = append(w.shelf.versions, bad)
	})
	err := w.Refresh(t.Context())
	zero, _ := w.Class("class-0")
	now, ok := w.Class("class-1")
	if !errors.Is(err, content.ErrBad) || !strings.Contains(err.Error(), "class-1") || !ok || now.Version() != one.Version() ||
		zero.Texts.Render(content.KeyWaitlistJoined, nil) == "" {
		t.Errorf("refreshed: %v, class-1 serves %v", err, ok)
	}
	for _, s := range []*catalog.Snapshot{zero, now} {
		if said := s.Texts.Render(content.KeyWaitlistJoined, content.Vars{"候补位": "1"}); !strings.Contains(said, "140") {
			t.Errorf("%s says %q", s.Campaign.ID, said)
		}
	}
	if err := w.Refresh(t.Context()); err != nil {
		t.Errorf("a version that cannot be loaded is tried again: %v", err)
	}
	c := open(w.shelf)
	if c.Refresh(t.Context()) == nil || !slices.Equal(c.serving(), []string{"class-0"}) {
		t.Errorf("a start beside it: %v serve", c.serving())
	}
	if err := c.Refresh(t.Context()); err != nil {
		t.Errorf("at a start it is tried again: %v", err)
	}
}

// TestUnchangedIsKept: what concerns one class builds no other one.
func TestUnchangedIsKept(t *testing.T) {
	t.Parallel()
	w := bare()
	w.imports(t, week(t, 0), week(t, 1))
	zero, _ := w.Class("class-0")
	w.imports(t, week(t, 1, "名额: 120", "名额: 130"))
	if again, _ := w.Class("class-0"); again != zero {
		t.Error("class-0 was built for class-1")
	}
	if s, ok := w.Snapshot(zero.Serial); !ok || s != zero {
		t.Error("the snapshot of class-0 is not found")
	}
	one, _ := w.Class("class-1")
	if before, ok := w.Snapshot(one.Serial - 1); !ok || before.Campaign.ID != "class-1" {
		t.Error("the snapshot before of class-1 is not found")
	}
}

// TestOpen opens a class that has ended, with its services and without a reader, and many at
// once; one that nobody knows is not found.
func TestOpen(t *testing.T) {
	t.Parallel()
	w := bare()
	w.imports(t, week(t, -20), week(t, 0))
	w.now = w.now.AddDate(1, 0, 0)
	if err := w.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			s, err := w.Open(t.Context(), "class--20")
			if err != nil || s.Campaign.ID != "class--20" || s.Reader != nil || s.Texts == nil {
				t.Errorf("%v, %v", s, err)
			}
		})
	}
	all.Wait()
	first, _ := w.Open(t.Context(), "class--20")
	if again, _ := w.Open(t.Context(), "class--20"); again != first {
		t.Error("it is made again each time")
	}
	if s, err := w.Open(t.Context(), "class-0"); err != nil || s != w.Current() {
		t.Errorf("the class that serves: %v", err)
	}
	if _, err := w.Open(t.Context(), "talk"); !errors.Is(err, campaign.ErrNotFound) || w.Knows("talk") || !w.Knows("class--20") {
		t.Errorf("an unknown class: %v", err)
	}
}

// TestOneClassCosts: to find the class of a message takes no memory.
func TestOneClassCosts(t *testing.T) { //nolint:paralleltest // it counts allocations
	w := bare()
	w.imports(t, week(t, 0))
	if n := testing.AllocsPerRun(100, func() { w.Main(w.now) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}
