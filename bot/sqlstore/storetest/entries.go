package storetest

import (
	"context"
	"slices"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/catalog"
	"zhujiao/bot/moderation"
	"zhujiao/bot/sqlstore"
)

// entries tests campaign.Publisher.
func entries(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	publish := func(e campaign.Published, wanted bool) {
		t.Helper()
		in(t, s, func(ctx context.Context) error {
			ok, err := s.Content.Publish(ctx, here, e, "m1", noon())
			want(t, "published", ok, wanted)
			return err
		})
	}
	undo := func(number int, since time.Time, wanted bool) {
		t.Helper()
		in(t, s, func(ctx context.Context) error {
			ok, err := s.Content.Undo(ctx, here, number, since)
			want(t, "taken back", ok, wanted)
			return err
		})
	}
	rewrite := func(e campaign.Published, wanted bool) {
		t.Helper()
		in(t, s, func(ctx context.Context) error {
			ok, err := s.Content.Rewrite(ctx, here, e, "m2")
			want(t, "rewritten", ok, wanted)
			return err
		})
	}
	first := campaign.Published{Number: 1, Question: "q1", Answer: "a1"}
	second := campaign.Published{Number: 2, Question: "q2", Answer: "a2"}
	publish(second, true)
	publish(first, true)
	rewrite(campaign.Published{Number: 7, Answer: "none"}, false)
	rewrite(campaign.Published{Number: 1, Answer: "other"}, true)
	all, err := s.Content.Entries(t.Context(), here)
	if err != nil || len(all) != 2 || all[0].Answer != "other" || all[0].Question != "q1" {
		t.Errorf("rewritten entries = %+v, %v", all, err)
	}
	rewrite(first, true)
	publish(campaign.Published{Number: 1, Question: "other", Answer: "other"}, false)
	live := func(wanted ...campaign.Published) {
		t.Helper()
		got, err := s.Content.Entries(t.Context(), here)
		if err != nil || !slices.Equal(got, wanted) {
			t.Errorf("entries = %+v, %v, want %+v", got, err, wanted)
		}
	}
	live(first, second)
	undo(1, noon().Add(time.Millisecond), false)
	undo(1, noon(), true)
	undo(1, noon(), false)
	live(second)
	if got, err := s.Content.Entries(t.Context(), there); err != nil || len(got) > 0 {
		t.Errorf("entries of the other class = %+v, %v", got, err)
	}
}

// phrasings tests campaign.PhrasingStore.
func phrasings(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	change := func(what string, f func(context.Context, string, campaign.Phrasing) (bool, error), words string, wanted bool) {
		t.Helper()
		in(t, s, func(ctx context.Context) error {
			changed, err := f(ctx, here, campaign.Phrasing{Entry: "time", Words: words})
			want(t, what+" "+words+" changes something", changed, wanted)
			return err
		})
	}
	add := func(ctx context.Context, id string, p campaign.Phrasing) (bool, error) {
		return s.Content.AddPhrasing(ctx, id, p, "m1", noon())
	}
	change("add", add, "when", true)
	change("add", add, "when", false)
	change("add", add, "how late", true)
	change("drop", s.Content.DropPhrasing, "never", false)
	change("drop", s.Content.DropPhrasing, "when", true)
	got, err := s.Content.Phrasings(t.Context(), here)
	if err != nil || len(got) != 1 || !slices.Equal(got["time"], []string{"how late"}) {
		t.Errorf("phrasings = %v, %v", got, err)
	}
}

// lastTexts tests what somebody said before.
func lastTexts(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	say := func(key, class, said string, p bot.PersonID, k bot.Kind, at time.Time) {
		t.Helper()
		in(t, s, func(ctx context.Context) error {
			_, err := s.Journal.Record(ctx, class, &bot.Message{Key: key, Person: p, Kind: k, Text: said, Arrived: at}, nil)
			return err
		})
	}
	say("m:1", here, "too old", 1, bot.KindText, noon().Add(-time.Hour))
	say("m:8", here, "first", 1, bot.KindText, noon())
	say("m:9", here, "second", 1, bot.KindText, noon())
	say("m:10", here, "third", 1, bot.KindText, noon())
	say("m:11", here, "fourth", 1, bot.KindText, noon().Add(time.Second))
	say("m:12", here, "", 1, bot.KindText, noon().Add(time.Minute))
	say("m:13", here, "no text", 1, bot.KindEvent, noon().Add(time.Minute))
	say("m:14", here, "another's", 2, bot.KindText, noon().Add(time.Minute))
	say("m:15", "elsewhere", "of another class", 1, bot.KindText, noon().Add(time.Minute))
	in(t, s, func(ctx context.Context) error {
		got, err := s.Journal.LastTexts(ctx, here, 1, noon().Add(-time.Minute))
		if !slices.Equal(got, []string{"fourth", "third", "second"}) {
			t.Errorf("the last texts = %q", got)
		}
		return err
	})
}

// unanswered tests campaign.UnansweredStore.
func unanswered(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	hear := func(p bot.PersonID, text string, o campaign.Outcome) {
		t.Helper()
		in(t, s, func(ctx context.Context) error {
			return s.Journal.RecordUnanswered(ctx, here, campaign.UnansweredQuestion{Person: p, Text: text, Outcome: o}, noon())
		})
	}
	hear(1, "first", campaign.OutcomeSuggested)
	hear(1, "second", campaign.OutcomeSuggested)
	hear(1, "third", campaign.OutcomeUnknown)
	hear(2, "fourth", campaign.OutcomeSuggested)
	asked := func(p bot.PersonID, want string) {
		t.Helper()
		in(t, s, func(ctx context.Context) error {
			if said, err := s.Journal.Asked(ctx, here, p); err != nil || said != want {
				t.Errorf("person %d asked %q, %v, want %q", p, said, err, want)
			}
			return nil
		})
	}
	asked(1, "second")
	in(t, s, func(ctx context.Context) error { return s.Journal.Chosen(ctx, here, 1, "time") })
	asked(1, "first")
	asked(3, "")
	got, err := s.Journal.Past(t.Context(), here, noon())
	wanted := []campaign.UnansweredQuestion{
		{Person: 1, Text: "first", Outcome: campaign.OutcomeSuggested},
		{Person: 1, Text: "second", Outcome: campaign.OutcomeChosen, Entry: "time"},
		{Person: 1, Text: "third", Outcome: campaign.OutcomeUnknown},
		{Person: 2, Text: "fourth", Outcome: campaign.OutcomeSuggested},
	}
	if err != nil || !slices.Equal(got.Unanswered, wanted) {
		t.Errorf("unanswered = %+v, %v, want %+v", got.Unanswered, err, wanted)
	}
	got, err = s.Journal.Past(t.Context(), here, noon().Add(time.Millisecond))
	if err != nil || len(got.Unanswered) > 0 {
		t.Errorf("unanswered later = %+v, %v, want nothing", got.Unanswered, err)
	}
	countWaiting(t, s, hear)
}

// journal tests middleware.Journal and the counting of messages.
func journal(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	_, known, err := s.Journal.Recall(t.Context(), "k1")
	if err != nil || known {
		t.Errorf("an unknown key: known %v, %v", known, err)
	}
	m := &bot.Message{Key: "k1", Person: 1, Kind: bot.KindText, Text: "hello", Arrived: noon()}
	record := func(m *bot.Message, reply string, wanted bool) {
		t.Helper()
		in(t, s, func(ctx context.Context) error {
			fresh, err := s.Journal.Record(ctx, here, m, []byte(reply))
			want(t, m.Key+" is new", fresh, wanted)
			return err
		})
	}
	record(m, "hi", true)
	record(m, "other", false)
	record(&bot.Message{Key: "k2", Person: 1, Kind: bot.KindEvent, Arrived: noon()}, "-", true)
	reply, known, err := s.Journal.Recall(t.Context(), "k1")
	if err != nil || !known || string(reply.Reply) != "hi" || reply.Person != 1 {
		t.Errorf("recall = %+v, %v, %v, want the first reply", reply, known, err)
	}
	n, err := s.Journal.CountMessages(t.Context(), 1)
	if err != nil || n != 1 {
		t.Errorf("messages = %d, %v, want 1: events are none", n, err)
	}
}

// versions tests catalog.Versions.
func versions(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	_, err := s.Versions().LatestVersion(t.Context(), here)
	missing(t, "the version of a class that was never imported", err)
	save := func(class, hash, text string, number int) {
		t.Helper()
		v := catalog.StoredVersion{
			Class: class, Hash: hash, Name: "c.yaml", Files: map[string][]byte{"c.yaml": []byte(text)}, At: noon(),
			Origin: catalog.Origin{Kind: catalog.OriginFile},
		}
		before, err := s.Content.Revision(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		n, err := s.Versions().SaveVersion(t.Context(), v)
		if err != nil || n != number {
			t.Fatalf("saved as %d, %v, want %d", n, err, number)
		}
		after, err := s.Content.Revision(t.Context())
		if err != nil || (after > before) != (number > 0) {
			t.Errorf("version %d moves the revision from %d to %d, %v", number, before, after, err)
		}
	}
	latest := func(hash, text string) {
		t.Helper()
		v, err := s.Versions().LatestVersion(t.Context(), here)
		same := v.Hash == hash && v.Class == here && v.Name == "c.yaml" && string(v.Files["c.yaml"]) == text && v.At.Equal(noon())
		if err != nil || !same {
			t.Errorf("latest = %+v, %v, want %s", v, err, hash)
		}
	}
	save(here, "h1", "one", 1)
	save(there, "h9", "nine", 1)
	latest("h1", "one")
	save(here, "h2", "\xff\x00 two", 2) // files need not be text
	latest("h2", "\xff\x00 two")
	save(here, "h2", "the same hash", 0)
	latest("h2", "\xff\x00 two")
	save(here, "h1", "one again", 3)
	latest("h1", "one again")
	v, err := s.Versions().Version(t.Context(), here, 2)
	if err != nil || v.Hash != "h2" || v.Number != 2 {
		t.Errorf("the second version = %+v, %v", v, err)
	}
	_, err = s.Versions().Version(t.Context(), here, 4)
	missing(t, "a version that was never stored", err)
}

// countWaiting counts people who wait for the class to begin: each once, up to a bound, in
// their class and time.
func countWaiting(t *testing.T, s *sqlstore.Store, hear func(p bot.PersonID, text string, o campaign.Outcome)) {
	t.Helper()
	check := func(id string, since time.Time, want int) {
		t.Helper()
		if n, err := s.Journal.CountWaiting(t.Context(), id, since); err != nil || n != want {
			t.Errorf("%d people wait, want %d, %v", n, want, err)
		}
	}
	check(here, noon(), 0)
	for _, p := range []bot.PersonID{7, 7, 8} {
		hear(p, "why not", campaign.OutcomeWaiting)
	}
	check(here, noon(), 2)
	check(there, noon(), 0)
	check(here, noon().Add(time.Second), 0)
	for _, p := range []bot.PersonID{9, 10, 11} {
		hear(p, "why not", campaign.OutcomeWaiting)
	}
	check(here, noon(), campaign.WaitingMany)
	if code, err := s.Questions.AskerCode(t.Context(), 404); err != nil || code != "" {
		t.Errorf("nobody's code is %q, %v", code, err)
	}
}

// origins tests that a file is stored only if it differs from the newest file, whatever
// commands have changed since, and a command's version only if nobody was faster.
func origins(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	save := func(o catalog.Origin, hash string, number int) {
		t.Helper()
		in(t, s, func(ctx context.Context) error {
			n, err := s.Versions().SaveVersion(ctx, catalog.StoredVersion{
				Class: here, Hash: hash, Name: "c.yaml", Files: map[string][]byte{"c.yaml": []byte(hash)}, At: noon(), Origin: o,
			})
			want(t, "the number of "+hash, n, number)
			return err
		})
	}
	file := catalog.Origin{Kind: catalog.OriginFile}
	by := func(name string, base int) catalog.Origin {
		return catalog.Origin{Kind: catalog.OriginCommand, By: name, Base: base}
	}
	save(by("Amin", 0), "nothing to change", 0)
	_, err := s.Versions().FileVersion(t.Context(), here, 9)
	missing(t, "the file of a class that was never imported", err)
	save(file, "f1", 1)
	save(by("Amin", 1), "c1", 2)
	save(by("Wang", 1), "c2", 0) // Amin was faster
	save(file, "f1", 0)          // the file is as it was: the command stands
	latest, err := s.Versions().LatestVersion(t.Context(), here)
	if err != nil || latest.Hash != "c1" || latest.Kind != catalog.OriginCommand || latest.By != "Amin" {
		t.Errorf("after a command: %+v, %v", latest, err)
	}
	save(by("Wang", 2), "c2", 3)
	save(file, "c2", 4) // the file says now what the commands have made: it is a file's from now on
	save(file, "c2", 0)
	save(by("Wang", 4), "c2", 5)
	for below, number := range map[int]int{9: 4, 5: 4, 4: 1, 2: 1} {
		v, err := s.Versions().FileVersion(t.Context(), here, below)
		if err != nil || v.Number != number || v.Kind != catalog.OriginFile || v.By != "" {
			t.Errorf("the file before %d is %+v, %v, want %d", below, v, err, number)
		}
	}
}

// consoleVersions tests what the console needs of catalog.Versions, and
// moderation.ContentDraftStore.
func consoleVersions(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	save := func(kind catalog.OriginKind, hash string, base, number int) {
		t.Helper()
		in(t, s, func(ctx context.Context) error {
			n, err := s.Versions().SaveVersion(ctx, catalog.StoredVersion{
				Class: here, Hash: hash, Name: "c.yaml", Files: map[string][]byte{"c.yaml": []byte(hash)}, At: noon(),
				Origin: catalog.Origin{Kind: kind, By: "Amin", Base: base},
			})
			want(t, "the number of "+hash, n, number)
			return err
		})
	}
	save(catalog.OriginConsole, "late", 1, 0)
	save(catalog.OriginConsole, "made", 0, 1) // a class that has no file
	save(catalog.OriginConsole, "made again", 0, 0)
	save(catalog.OriginConsole, "v2", 1, 2)
	save(catalog.OriginFile, "file", 0, 3)
	save(catalog.OriginConsole, "slow", 2, 0)
	save(catalog.OriginConsole, "v4", 3, 4)
	save(catalog.OriginFile, "file", 0, 0) // it has not changed
	save(catalog.OriginConsole, "made", 4, 5)
	for _, c := range []struct{ below, n, first, count int }{{99, 9, 5, 5}, {5, 2, 4, 2}, {1, 9, 0, 0}} {
		rows, err := s.Versions().History(t.Context(), here, c.below, c.n)
		if err != nil || len(rows) != c.count || len(rows) > 0 && (rows[0].Number != c.first || string(rows[0].Files["c.yaml"]) == "") {
			t.Errorf("the versions below %d: %+v, %v", c.below, rows, err)
		}
	}
	drafts := s.Versions()
	text := moderation.ContentDraft{Kind: moderation.ContentText, Text: "class:", Base: 4, At: noon()}
	in(t, s, func(ctx context.Context) error {
		for _, d := range []moderation.ContentDraft{
			{Kind: text.Kind, Text: "x", Base: 1}, text, {Kind: moderation.ContentForm, Text: "y"},
		} {
			if err := drafts.SaveContentDraft(ctx, here, "Amin", d); err != nil {
				return err
			}
		}
		return drafts.DropContentDraft(ctx, here, "Amin", moderation.ContentForm)
	})
	got, err := drafts.ContentDraft(t.Context(), here, "Amin", text.Kind)
	if err != nil || got.Text != text.Text || got.Base != 4 || !got.At.Equal(noon()) {
		t.Errorf("the draft is %+v, %v", got, err)
	}
	for name, kind := range map[string]moderation.ContentKind{"Amin": moderation.ContentForm, "Wang": text.Kind} {
		_, err := drafts.ContentDraft(t.Context(), here, name, kind)
		missing(t, "the draft of "+name, err)
	}
}
