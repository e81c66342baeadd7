package catalog_test

import (
	"strings"
	"testing"
	"time"

	"zhujiao/bot/catalog"
	"zhujiao/bot/moderation"
)

// checked reads the newest text of the world's class, changed, as its next version.
func checked(t *testing.T, w *world, change ...string) moderation.Checked {
	t.Helper()
	class := w.Current().Campaign.ID
	e, err := w.Library().Edition(t.Context(), class, 0)
	if err != nil {
		t.Fatal(err)
	}
	c, err := w.Library().Check(t.Context(), class, strings.NewReplacer(change...).Replace(e.Text), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestConsoleOutlivesFile keeps what was published in the console while the file on the disk is
// as it was: after a restart and on another instance. Of two who publish at once, one is refused;
// an edited file wins.
func TestConsoleOutlivesFile(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	seats := checked(t, w, "名额: 120", "名额: 60")
	slow := checked(t, w, "讲师: 刘志远", "讲师: Li")
	if n, err := seats.Store(t.Context(), "Amin", time.Now()); n != 2 || err != nil {
		t.Fatal(n, err)
	}
	if n, err := slow.Store(t.Context(), "Wang", time.Now()); n != 0 || err != nil {
		t.Errorf("stored over a version of somebody else: %d, %v", n, err)
	}
	b := open(w.shelf) // after a restart, or another instance
	for _, w := range []*world{w, b} {
		if _, err := w.Import(t.Context(), file(t)); err != nil || w.Current().Campaign.Signup.Seats != 60 {
			t.Errorf("an unchanged file: %v, %d seats", err, w.Current().Campaign.Signup.Seats)
		}
	}
	if ok, err := b.Import(t.Context(), file(t, "名额: 120", "名额: 130")); !ok || err != nil || b.Current().Campaign.Signup.Seats != 130 {
		t.Errorf("an edited file: %v, %v, %d seats", ok, err, b.Current().Campaign.Signup.Seats)
	}
	if h, err := w.Library().History(t.Context(), seats.Base.Class, 99, 9); err != nil || len(h) != 3 || h[1].By != "Amin" ||
		h[1].Origin != string(catalog.OriginConsole) || !strings.Contains(h[1].Text, "名额: 60") {
		t.Errorf("the versions: %+v, %v", h, err)
	}
}

// TestCheckForbids forbids what cannot serve and what is newly wrong, and nothing that the
// version before has too.
func TestCheckForbids(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for what, change := range map[string][]string{
		"a full-width colon": {"名额: 120", "名额： 120"}, "an unknown key": {"名额: 120", "名额: 120\n  乱写: 1"},
	} {
		if c := checked(t, w, change...); c.Store != nil || !c.Forbidden() {
			t.Errorf("%s can be published: %+v", what, c.Findings)
		}
	}
	if c := checked(t, w, "ecom-backend-0707", "other"); c.Store != nil || c.Other != "other" {
		t.Errorf("another class can be published as this one: %+v", c)
	}
	e, err := w.Library().Edition(t.Context(), w.Current().Campaign.ID, 1)
	if err != nil {
		t.Fatal(err)
	}
	soon := time.Date(2022, 7, 7, 11, 40, 0, 0, time.UTC) // without a live room, which is wrong by now
	c, err := w.Library().Check(t.Context(), e.Class, strings.Replace(e.Text, "名额: 120", "名额: 121", 1), soon)
	if err != nil || c.Store == nil || c.Forbidden() || len(c.Findings) == 0 {
		t.Errorf("what was wrong before forbids a change elsewhere: %+v, %v", c.Findings, err)
	}
	if c, err := w.Library().CheckNew(t.Context(), e.Class, e.Text, time.Time{}); err != nil || c.Store != nil || c.Taken != e.Class {
		t.Errorf("a class can be made twice: %+v, %v", c, err)
	}
	c, err = w.Library().CheckNew(t.Context(), e.Class, strings.Replace(e.Text, "ecom-backend-0707", "next-0714", 1), time.Time{})
	if err != nil || c.Store == nil {
		t.Fatalf("a new class: %+v, %v", c.Findings, err)
	}
	for want, n := range []int{1, 0} { // the second is too late
		if got, err := c.Store(t.Context(), "Amin", time.Now()); err != nil || got != n {
			t.Errorf("new class, try %d: %d, %v, want %d", want, got, err, n)
		}
	}
}
