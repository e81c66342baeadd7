package catalog_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/catalog"
	"zhujiao/bot/content"
	"zhujiao/cmd/zhujiao/sample"
)

// shelf keeps versions and what moderators added in memory.
type shelf struct {
	mu        sync.Mutex // guards below
	versions  []catalog.StoredVersion
	revision  int64
	published []campaign.Published
	phrasings map[string][]string
	seats     int
	broken    error
	ends      map[string]*campaign.Campaign
	changed   []int // the numbers of the versions that changed something
}

func (*shelf) Do(ctx context.Context, f func(ctx context.Context) error) error { return f(ctx) }

func (s *shelf) Prepare(_ context.Context, c *campaign.Campaign) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ends[c.ID] = c
	return s.broken
}

func (s *shelf) SaveVersion(ctx context.Context, v catalog.StoredVersion) (int, error) {
	switch last, err := s.LatestVersion(ctx, v.Class); {
	case v.Kind == catalog.OriginCommand && (err != nil || last.Number != v.Base):
		return 0, s.broken
	case v.Kind == catalog.OriginConsole && last.Number != v.Base:
		return 0, s.broken
	case v.Kind == catalog.OriginFile:
		if last, err := s.FileVersion(ctx, v.Class, 1<<30); err == nil && last.Hash == v.Hash {
			return 0, s.broken
		}
	}
	for _, o := range s.versions {
		if o.Class == v.Class {
			v.Number = o.Number
		}
	}
	v.Number++
	s.add(func() { s.versions = append(s.versions, v) })
	return v.Number, s.broken
}

func (s *shelf) Version(_ context.Context, class string, number int) (catalog.StoredVersion, error) {
	for _, v := range s.versions {
		if v.Class == class && v.Number == number {
			return v, nil
		}
	}
	return catalog.StoredVersion{}, campaign.ErrNotFound
}

func (s *shelf) LatestVersion(_ context.Context, class string) (catalog.StoredVersion, error) {
	for _, v := range slices.Backward(s.versions) {
		if v.Class == class {
			return v, nil
		}
	}
	return catalog.StoredVersion{}, campaign.ErrNotFound
}

func (s *shelf) StoredClasses(context.Context) (out []catalog.StoredClass, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	newest := map[string]catalog.StoredVersion{}
	for _, v := range s.versions {
		newest[v.Class] = v
	}
	for id, v := range newest {
		out = append(out, catalog.StoredClass{Class: id, Hash: v.Hash, End: s.ends[id].End, ClaimsEnd: s.ends[id].ClaimsEnd()})
	}
	slices.SortFunc(out, func(a, b catalog.StoredClass) int { return strings.Compare(a.Class, b.Class) })
	return out, s.broken
}

func (s *shelf) FileVersion(_ context.Context, class string, below int) (catalog.StoredVersion, error) {
	for _, v := range slices.Backward(s.versions) {
		if v.Class == class && v.Kind == catalog.OriginFile && v.Number < below {
			return v, nil
		}
	}
	return catalog.StoredVersion{}, campaign.ErrNotFound
}

func (s *shelf) History(_ context.Context, class string, below, n int) (out []catalog.StoredVersion, err error) {
	for _, v := range slices.Backward(s.versions) {
		if v.Class == class && v.Number < below && len(out) < n {
			out = append(out, v)
		}
	}
	return out, s.broken
}

func (s *shelf) Revision(context.Context) (int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.revision, s.broken
}

func (*shelf) Scenes(context.Context, string) ([]string, error) { return nil, nil }

func (s *shelf) Entries(context.Context, string) ([]campaign.Published, error) {
	return s.published, s.broken
}

func (s *shelf) Phrasings(context.Context, string) (map[string][]string, error) {
	return s.phrasings, nil
}

func (s *shelf) Tally(context.Context, string) (campaign.Tally, error) {
	return campaign.Tally{Extra: s.seats}, nil
}

// add changes what moderators added.
func (s *shelf) add(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f()
	s.revision++
}

func vocabulary() content.Vocabulary {
	return content.Vocabulary{MaxText: 2048, Intents: []string{"开课时间", "回放", "进群"}, Commands: []string{
		"报名", "取消报名", "确认取消", "我的", "菜单", "资料包", "签到", "补签", "失效", "人工", "退订", "提醒",
		"提问", "问题榜", "删除我的数据", "确认删除", "我的数据", "下一场",
	}}
}

// file is the sample, changed.
func file(t *testing.T, change ...string) *content.Version {
	t.Helper()
	v, problems, err := content.LoadFS(sample.Files, sample.FileName, vocabulary(), time.Time{})
	if err != nil {
		t.Fatal(problems, err)
	}
	v.Files[v.Name] = []byte(strings.NewReplacer(change...).Replace(string(v.Files[v.Name])))
	if v, problems, err = content.LoadFiles(v.Files, v.Name, vocabulary(), time.Time{}); err != nil {
		t.Fatal(problems, err)
	}
	return v
}

// world is a catalog with what happened to it.
type world struct {
	*catalog.Catalog
	shelf *shelf
	now   time.Time // the clock
	same  []bool
	built []string // the classes of which snapshots were given a reader
}

// Current returns the main class.
func (w *world) Current() *catalog.Snapshot { return w.Main(w.now) }

func newWorld(t *testing.T) *world {
	t.Helper()
	w := open(&shelf{ends: map[string]*campaign.Campaign{}})
	if ok, err := w.Import(t.Context(), file(t)); !ok || err != nil {
		t.Fatal(ok, err)
	}
	return w
}

// open makes an instance over a shelf.
func open(s *shelf) *world {
	w := &world{shelf: s, now: time.Date(2022, 7, 7, 12, 0, 0, 0, time.UTC)}
	w.Catalog = catalog.New(catalog.Options{
		Unit: w.shelf, Versions: w.shelf, Store: w.shelf, Vocabulary: vocabulary(),
		Clock: func() time.Time { return w.now },
		Reader: func(_ context.Context, fresh, _ *catalog.Snapshot, same bool) error {
			w.same, w.built = append(w.same, same), append(w.built, fresh.Campaign.ID)
			return nil
		},
		Services: func(*catalog.Snapshot) {},
		Changed: func(_ context.Context, _ string, number int) error {
			w.shelf.changed = append(w.shelf.changed, number)
			return nil
		},
	})
	return w
}

// TestImport serves what is stored: a changed file becomes the next version, the
// same one is no version.
func TestImport(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first := w.Current()
	if ok, err := w.Import(t.Context(), file(t)); ok || err != nil || len(w.shelf.versions) != 1 || w.Current() != first {
		t.Errorf("the same file: imported %v, %v, %d versions", ok, err, len(w.shelf.versions))
	}
	more := file(t, "名额: 120", "名额: 130")
	if ok, err := w.Import(t.Context(), more); !ok || err != nil {
		t.Fatalf("a changed file: imported %v, %v", ok, err)
	}
	now := w.Current()
	if now.Campaign.Signup.Seats != 130 || now.Version() != more.Hash || now.Serial <= first.Serial ||
		!slices.Equal(w.shelf.changed, []int{2}) {
		t.Errorf("serves %d seats of version %s, changes %v", now.Campaign.Signup.Seats, now.Version(), w.shelf.changed)
	}
	if first.Campaign.Signup.Seats != 120 {
		t.Error("a snapshot has changed")
	}
	if ok, err := w.Import(t.Context(), file(t, "编号: ecom-backend-0707", "编号: other")); !ok || err != nil || len(w.Classes()) != 2 {
		t.Errorf("another class: imported %v, %v", ok, err)
	}
}

// TestOtherInstance serves the version that another instance has imported, and knows what it
// changed; one that was imported while this one was down changes something too.
func TestOtherInstance(t *testing.T) {
	t.Parallel()
	a := newWorld(t)
	b := open(a.shelf)
	if ok, err := b.Import(t.Context(), file(t)); !ok || err != nil || len(a.shelf.changed) > 0 {
		t.Fatalf("the same file at a start: %v, %v, changes %v", ok, err, a.shelf.changed)
	}
	if ok, err := a.Import(t.Context(), file(t, "名额: 120", "名额: 130")); !ok || err != nil {
		t.Fatal(ok, err)
	}
	got, err := b.Before(t.Context(), a.Current().Campaign.ID, 2)
	if err != nil || got.Old.Signup.Seats != 120 || got.Newest != 2 || got.Now != b.Current() || b.Current().Campaign.Signup.Seats != 130 {
		t.Errorf("b knows of %d, %v, and serves %d seats", got.Newest, err, b.Current().Campaign.Signup.Seats)
	}
	c := open(a.shelf)
	if ok, err := c.Import(t.Context(), file(t, "名额: 120", "名额: 140")); !ok || err != nil || !slices.Equal(a.shelf.changed, []int{2, 3}) {
		t.Errorf("changed while down: %v, %v, changes %v", ok, err, a.shelf.changed)
	}
	if _, err := a.Before(t.Context(), a.Current().Campaign.ID, 9); !errors.Is(err, campaign.ErrNotFound) {
		t.Errorf("an unknown version: %v", err)
	}
	if a.Current().Campaign.Signup.Seats != 140 {
		t.Errorf("a serves %d seats", a.Current().Campaign.Signup.Seats)
	}
}

// TestBrokenStore keeps the old snapshot when nothing can be stored or read.
func TestBrokenStore(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first := w.Current()
	w.shelf.broken = errors.New("disk")
	if ok, err := w.Import(t.Context(), file(t, "名额: 120", "名额: 130")); ok || !errors.Is(err, w.shelf.broken) || w.Current() != first {
		t.Errorf("imported %v, %v", ok, err)
	}
	if err := w.Refresh(t.Context()); !errors.Is(err, w.shelf.broken) || w.Current() != first {
		t.Errorf("refreshed: %v", err)
	}
}

// TestRefresh serves what moderators added; seats need no new index.
func TestRefresh(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first := w.Current()
	if err := w.Refresh(t.Context()); err != nil || w.Current() != first {
		t.Errorf("nothing was added, and it was built anew (%v)", err)
	}
	w.shelf.add(func() { w.shelf.seats = 20 })
	if err := w.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if said := w.Current().Texts.Render(content.KeyWaitlistJoined, content.Vars{"候补位": "1"}); !strings.Contains(said, "140") {
		t.Errorf("with 20 more seats the waitlist says %q", said)
	}
	if !w.same[1] {
		t.Error("more seats asked for a new index")
	}
	w.shelf.add(func() {
		w.shelf.published = []campaign.Published{{Number: 99, Question: "能停车吗", Answer: "楼下可以。"}}
	})
	if err := w.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if w.same[2] {
		t.Error("a published entry asked for no new index")
	}
	if _, ok := w.Current().Campaign.Entry("F99"); !ok || w.Current().Texts.Answer("F99", time.Time{}, nil) != "楼下可以。" {
		t.Error("the published entry does not serve")
	}
	w.shelf.add(func() { w.shelf.phrasings = map[string][]string{"time": {"哪会儿开"}} })
	if err := w.Refresh(t.Context()); err != nil || w.same[3] {
		t.Errorf("a phrasing asked for no new index (%v)", err)
	}
}

// TestSnapshot finds the snapshot that serves and the one before it by their numbers:
// messages that were read by an older one are read again.
func TestSnapshot(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	serials := []int64{w.Current().Serial}
	for seats := range 2 {
		w.shelf.add(func() { w.shelf.seats = seats + 1 })
		if err := w.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		serials = append(serials, w.Current().Serial)
	}
	for i, kept := range []bool{false, true, true} {
		s, ok := w.Snapshot(serials[i])
		if ok != kept || ok && s.Serial != serials[i] {
			t.Errorf("snapshot %d of 3 is found: %v (%v)", i+1, ok, s)
		}
	}
	if s, ok := catalog.New(catalog.Options{}).Snapshot(0); ok {
		t.Errorf("an empty catalog has snapshot %v", s)
	}
}
