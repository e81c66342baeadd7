package catalog_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/catalog"
	"zhujiao/bot/moderation"
)

// off calls a class off.
func off(c *campaign.Campaign) []campaign.Setting { return campaign.CalledOff(c, true, "") }

// taught gives a class another lecturer.
func taught(name string) func(*campaign.Campaign) []campaign.Setting {
	return func(c *campaign.Campaign) []campaign.Setting { return campaign.Taught(c, name, "") }
}

// command changes a class as a command does.
func command(t *testing.T, w *world, want func(*campaign.Campaign) []campaign.Setting) moderation.ClassEdit {
	t.Helper()
	e, err := w.Editor(w.Current()).Edit(t.Context(), want)
	if err != nil {
		t.Fatal(err)
	}
	if ok, err := e.Store(t.Context(), "Amin", time.Now()); !ok || err != nil {
		t.Fatal(ok, err)
	}
	return e
}

// TestCommandOutlivesFile keeps what a command has changed while the file on the disk is as it
// was: at a reload, after a restart, and on another instance. An edited file takes it back.
func TestCommandOutlivesFile(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	class := w.Current().Campaign.ID
	command(t, w, off)
	if err := w.Refresh(t.Context()); err != nil || !w.Current().Campaign.Cancelled || !slices.Equal(w.shelf.changed, []int{2}) {
		t.Fatalf("after the command: %v, changes %v", err, w.shelf.changed)
	}
	if ok, err := w.Import(t.Context(), file(t)); ok || err != nil || !w.Current().Campaign.Cancelled {
		t.Errorf("the same file again: %v, %v", ok, err)
	}
	b := open(w.shelf) // after a restart, or another instance
	if _, err := b.Import(t.Context(), file(t)); err != nil || !b.Current().Campaign.Cancelled || len(w.shelf.versions) != 2 {
		t.Errorf("after a restart: %v, %d versions", err, len(w.shelf.versions))
	}
	command(t, w, taught("Li"))
	if ok, err := w.Import(t.Context(), file(t, "讲师: 刘志远", "讲师: Li", "名额: 120", "名额: 130")); !ok || err != nil {
		t.Fatal(ok, err)
	}
	if c := w.Current().Campaign; c.Cancelled || c.Signup.Seats != 130 {
		t.Errorf("an edited file does not win: cancelled %v, %d seats", c.Cancelled, c.Signup.Seats)
	}
	got, err := w.TakenBack(t.Context(), class, 4)
	if err != nil {
		t.Fatal(err)
	}
	var kinds []campaign.SettingKind
	for _, x := range got {
		kinds = append(kinds, x.Old.Kind)
	}
	want := []campaign.SettingKind{campaign.SettingLecturerIntro, campaign.SettingCancelled}
	if !slices.Equal(kinds, want) || got[1].Old.Text != "true" || got[1].New.Text != "false" {
		t.Errorf("taken back: %+v", got)
	}
	for _, number := range []int{2, 3} { // versions of commands take nothing back
		if got, err := w.TakenBack(t.Context(), class, number); err != nil || len(got) > 0 {
			t.Errorf("version %d takes back %+v, %v", number, got, err)
		}
	}
}

// TestEditOvertaken stores a change only over the version that it was prepared for.
func TestEditOvertaken(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	slow, err := w.Editor(w.Current()).Edit(t.Context(), taught("Li"))
	if err != nil || slow.Base != 1 || slow.By != "" {
		t.Fatalf("%+v, %v", slow, err)
	}
	fast := command(t, w, off)
	if ok, err := slow.Store(t.Context(), "Wang", time.Now()); ok || err != nil {
		t.Errorf("stored over a change of somebody else: %v, %v", ok, err)
	}
	again, err := w.Editor(w.Current()).Edit(t.Context(), off) // the snapshot is still the old one
	if err != nil || again.Base != 2 || again.By != "Amin" || !again.Old.Cancelled || fast.Old.Cancelled {
		t.Errorf("the newest version is not the base: %+v, %v", again, err)
	}
}

// TestEditFails passes on what the store or the file refuses.
func TestEditFails(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, err := w.Editor(w.Current()).Edit(t.Context(), taught("{讲师}"))
	if refused, ok := errors.AsType[*moderation.FileError](err); !ok || len(refused.Problems) == 0 {
		t.Errorf("a lecturer that the file cannot have: %v", err)
	}
	w.shelf.versions = nil
	if _, err := w.Editor(w.Current()).Edit(t.Context(), off); !errors.Is(err, campaign.ErrNotFound) {
		t.Errorf("without a stored version: %v", err)
	}
	if _, err := w.TakenBack(t.Context(), "other", 2); !errors.Is(err, campaign.ErrNotFound) {
		t.Errorf("of an unknown class: %v", err)
	}
}

var _ catalog.Versions = (*shelf)(nil)
