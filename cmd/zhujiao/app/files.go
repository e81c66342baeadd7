package app

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"math"
	"slices"
	"strings"
	"sync"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/catalog"
	"zhujiao/bot/content"
)

// files are the campaign file of the settings, or the folder of such files, and what became
// of each.
type files struct {
	path string
	// looking is taken by the command that has the files looked at.
	looking chan struct{}
	mu      sync.Mutex // guards below
	watcher *content.Watcher
	// failed says by file why it was not taken over, homes by class from which file it
	// serves.
	failed, homes map[string]string
	// taken is by class the version that this disk has, once it was imported; told the version of
	// another disk of which the log has told.
	taken, told map[string]string
	gone        map[string]bool // the classes whose file is known to be gone
	present     map[string]bool // the classes that had a file when it was looked last
	// alerts wait until the clock may be asked and the database takes them.
	alerts []campaign.Notice
}

func newFiles(path string) *files {
	return &files{
		path: path, looking: make(chan struct{}, 1), watcher: content.NewWatcher(path), failed: map[string]string{},
		homes: map[string]string{}, gone: map[string]bool{},
		taken: map[string]string{}, told: map[string]string{},
	}
}

// scanned is what came of reading the files.
type scanned struct {
	took     bool     // something new serves
	problems []string // the errors of the files
	failed   string   // why files were not taken over; empty if all were
	err      error    // the same
}

// read reads all files.
func (im importer) read() (content.Reading, error) {
	known := Vocabulary()
	if im.a.catalog != nil {
		known.Account = im.a.catalog.Account()
	}
	return content.Read(im.a.files.path, known, time.Time{})
}

// start serves what was read at the start. One file that cannot serve ends the start; of
// several, only if nothing serves.
func (im importer) start(ctx context.Context, r content.Reading) error {
	im.a.files.mu.Lock()
	defer im.a.files.mu.Unlock()
	if err := im.restoreAccount(ctx, &r); err != nil {
		return err
	}
	if err := im.a.catalog.Refresh(ctx); err != nil {
		im.a.log.ErrorContext(ctx, "not everything that is stored can serve", "error", err)
	}
	out := im.takeOver(ctx, r, true)
	switch {
	case !r.Whole && out.err != nil:
		return out.err
	case len(im.a.catalog.Classes()) > 0:
		return nil
	case out.err != nil:
		return fmt.Errorf("ZHUJIAO_CAMPAIGN: no file of %s can serve, and no class is stored: %w", im.a.files.path, out.err)
	default:
		return fmt.Errorf("ZHUJIAO_CAMPAIGN: %s holds no campaign file, and no class is stored: their names end in .yaml", im.a.files.path)
	}
}

// restoreAccount takes the account's settings that served last if their file is broken.
func (im importer) restoreAccount(ctx context.Context, r *content.Reading) error {
	if r.AccountFile.Err == nil {
		return nil
	}
	stored, err := im.a.store.Versions().LatestVersion(ctx, accountClass)
	if errors.Is(err, campaign.ErrNotFound) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the account's settings: %w", err)
	}
	last, _, err := content.LoadAccountFiles(stored.Files, Vocabulary())
	if err != nil {
		im.a.log.ErrorContext(ctx, "the account's settings that served last cannot be read", "error", err)
		return nil
	}
	return im.a.catalog.SetAccount(ctx, last)
}

// accountClass stands for the class where something belongs to the account.
const accountClass = ""

// scan reads the files and takes over what has changed. Changed is set if a file seems to
// have changed. A bad file leaves the version before serving.
func (im importer) scan(ctx context.Context, changed bool) scanned {
	im.a.files.mu.Lock()
	defer im.a.files.mu.Unlock()
	return im.scanLocked(ctx, changed)
}

// scanChanged scans the files if one of them seems to have changed since it was called last.
// With retry a bad file is tried again too: it may have been half written, its disk away or the
// database locked, and none of these changes the file when it ends.
func (im importer) scanChanged(ctx context.Context, retry bool) {
	f := im.a.files
	f.mu.Lock()
	defer f.mu.Unlock()
	if changed := f.watcher.Changed(); changed || retry && len(f.failed) > 0 {
		im.scanLocked(ctx, changed)
	}
}

func (im importer) scanLocked(ctx context.Context, changed bool) scanned {
	r, err := im.read()
	if err != nil {
		reason := im.fail(ctx, content.Loaded{}, err, changed)
		im.a.files.failed[""] = reason.Error()
		return scanned{failed: reason.Error(), err: reason}
	}
	return im.takeOver(ctx, r, changed)
}

// takeOver serves what was read, and reports what cannot be served and what is gone.
func (im importer) takeOver(ctx context.Context, r content.Reading, changed bool) (out scanned) {
	repeat := changed && !r.Whole // the same reason is logged once, but again after a change of the only file
	failed := map[string]string{}
	fail := func(f content.Loaded, err error) {
		reason := im.fail(ctx, f, err, repeat)
		failed[f.Name] = reason.Error()
		out.err = errors.Join(out.err, reason)
		for _, p := range f.Problems {
			if !p.Warning {
				out.problems = append(out.problems, p.String())
			}
		}
	}
	if err := im.takeAccount(ctx, r); err != nil {
		fail(r.AccountFile, err)
	}
	claimed := im.claims(r)
	ids := map[string]bool{}
	for _, f := range r.Files {
		switch {
		case f.Err != nil:
			fail(f, f.Err)
		case claimed[f.Version.Campaign.ID] != f.Name:
			fail(f, &twiceError{f.Version.Campaign.ID, claimed[f.Version.Campaign.ID]})
		default:
			took, err := im.take(ctx, f)
			if err != nil {
				fail(f, err)
			}
			out.took = out.took || took
			ids[f.Version.Campaign.ID] = true
		}
	}
	im.a.files.failed, im.a.files.present = failed, ids
	im.missing(ctx)
	for _, name := range slices.Sorted(maps.Keys(failed)) {
		out.failed = strings.TrimPrefix(out.failed+"; "+failed[name], "; ")
	}
	return out
}

// takeAccount takes over the account's settings, and stores them for a start with a broken
// file.
func (im importer) takeAccount(ctx context.Context, r content.Reading) error {
	if r.AccountFile.Err != nil || im.a.catalog.Account().Is(r.Account) {
		return r.AccountFile.Err
	}
	if a := r.Account; a != nil {
		stored := catalog.StoredVersion{
			Class: accountClass, Hash: a.Hash, Name: content.AccountFile, Files: a.Files, At: im.a.clock.Now(),
		}
		err := im.a.store.Do(ctx, func(ctx context.Context) error {
			_, err := im.a.store.Versions().SaveVersion(ctx, stored)
			return err
		})
		if err != nil {
			return fmt.Errorf("store the account's settings: %w", err)
		}
	}
	return im.a.catalog.SetAccount(ctx, r.Account)
}

// claims returns the file of each class: of two with the same class the one that serves,
// else the one that is stored, else the first.
func (im importer) claims(r content.Reading) map[string]string {
	out := map[string]string{}
	for _, f := range r.Files {
		if f.Err != nil {
			continue
		}
		id := f.Version.Campaign.ID
		s, serves := im.a.catalog.Class(id)
		_, taken := out[id]
		if !taken || im.a.files.homes[id] == f.Name || im.a.files.homes[id] == "" && serves && s.Version() == f.Version.Hash {
			out[id] = f.Name
		}
	}
	return out
}

// twiceError says that a file has the id of a class that another file has.
type twiceError struct{ class, other string }

func (e *twiceError) Error() string {
	return fmt.Sprintf("it has the id %s of %s: change one of them", e.class, e.other)
}

// take takes a file over. One that is as it was when it was imported is not imported again:
// another instance may have another file of the class on its disk, and the two would overwrite
// each other for ever.
func (im importer) take(ctx context.Context, f content.Loaded) (bool, error) {
	class := f.Version.Campaign.ID
	if im.a.files.taken[class] == f.Version.Hash && im.a.files.homes[class] == f.Name {
		return false, nil
	}
	took, err := im.a.catalog.Import(ctx, f.Version)
	if err != nil {
		return false, err
	}
	im.a.files.homes[class], im.a.files.taken[class] = f.Name, f.Version.Hash
	if took {
		im.logProblems(ctx, f.Problems)
		im.a.log.InfoContext(ctx, "campaign file taken over", "file", f.Name, "class", f.Version.Campaign.ID,
			"version", f.Version.Hash[:12])
	}
	return took, nil
}

// fail reports that a file was not taken over: each reason once. It returns the reason.
func (im importer) fail(ctx context.Context, f content.Loaded, err error, repeat bool) error {
	reason := err
	for _, p := range f.Problems {
		if !p.Warning {
			reason = fmt.Errorf("%w; %s", reason, p.String())
		}
	}
	if was, known := im.a.files.failed[f.Name]; known && was == reason.Error() && !repeat {
		return reason
	}
	im.logProblems(ctx, f.Problems)
	im.a.log.ErrorContext(ctx, "the campaign file was not taken over; the version before goes on serving", "file", f.Name, "error", err)
	im.alert(f, err)
	return reason
}

// alert tells the moderators that a file of a folder was not taken over. An error of the
// database or of the program is only logged.
func (im importer) alert(f content.Loaded, err error) {
	if _, whole := content.Folder(im.a.files.path); !whole {
		return
	}
	body := campaign.FileAlert{Fault: campaign.FileBroken, File: f.Name}
	if twice, ok := errors.AsType[*twiceError](err); ok {
		body.Fault, body.Other, body.Class = campaign.FileTwice, twice.other, twice.class
	} else if !errors.Is(err, content.ErrBad) {
		return
	}
	for _, p := range f.Problems {
		if !p.Warning {
			body.Problem = p.String()
			break
		}
	}
	im.tell(body, body.Problem+body.Other)
}

// tell lets an alert wait that is sent once for each particular.
func (im importer) tell(body campaign.FileAlert, particular string) {
	s := im.a.main()
	if own, ok := im.a.catalog.Class(body.Class); ok {
		s = own
	}
	if s == nil {
		return // the start fails, and its error says why
	}
	n := s.Campaign.Alert(body, im.a.clock.Now())
	n.DedupKey = fmt.Sprintf("file %s %s %s %x", body.Fault, body.File, body.Class, sha256.Sum256([]byte(particular)))
	im.a.files.alerts = append(im.a.files.alerts, n)
}

// missing reports the live classes whose file is gone, once each. While a file cannot be
// read it may be theirs.
func (im importer) missing(ctx context.Context) {
	f := im.a.files
	if !im.a.ready() {
		return // which classes are live is not known
	}
	for _, s := range im.a.catalog.Classes() {
		id := s.Campaign.ID
		if f.present[id] {
			delete(f.gone, id)
			continue
		}
		home, had := f.homes[id]
		_, broken := f.failed[home]
		if broken || !had && len(f.failed) > 0 || f.gone[id] || !s.Campaign.Live(im.a.clock.Now()) {
			continue
		}
		if !had {
			_, err := im.a.store.Versions().FileVersion(ctx, id, math.MaxInt32)
			if f.gone[id] = errors.Is(err, campaign.ErrNotFound); err != nil {
				continue // it was made in the console and never had a file, or it is looked at again
			}
		}
		delete(f.homes, id)
		f.gone[id] = true
		home = cmp.Or(home, s.File)
		im.a.log.WarnContext(ctx, "a class goes on as it is stored, because it has no file any more", "class", id, "file", home)
		im.tell(campaign.FileAlert{Fault: campaign.FileGone, File: home, Class: id}, s.Version())
	}
}

// differ says of each class, once, that it serves from the file of another instance, which was
// imported later than the file on this disk.
func (im importer) differ(ctx context.Context) {
	f := im.a.files
	for class, own := range f.taken {
		s, serves := im.a.catalog.Class(class)
		if !serves || s.Version() == own || f.told[class] == s.Version() {
			continue
		}
		latest, err := im.a.store.Versions().LatestVersion(ctx, class)
		if err != nil || latest.Hash != s.Version() {
			continue // it is looked at again
		}
		f.told[class] = latest.Hash
		if latest.Kind == catalog.OriginFile {
			im.a.log.WarnContext(ctx, "another instance has another file of a class, and its import is newer: "+
				"that one serves; give all instances the same files",
				"class", class, "file_here", f.homes[class], "version_here", own[:12], "version_that_serves", latest.Hash[:12])
		}
	}
}

// sendAlerts looks which files are missing, because a class may be live since then, and stores
// the alerts that wait.
func (im importer) sendAlerts(ctx context.Context) {
	f := im.a.files
	f.mu.Lock()
	defer f.mu.Unlock()
	im.missing(ctx)
	im.differ(ctx)
	if len(f.alerts) == 0 || !im.a.ready() {
		return
	}
	now := im.a.clock.Now()
	err := im.a.store.Do(ctx, func(ctx context.Context) error {
		for _, n := range f.alerts {
			n.Due = now
			if err := im.a.store.Ledger.Enqueue(ctx, n); err != nil {
				return fmt.Errorf("tell of a campaign file: %w", err)
			}
		}
		return nil
	})
	if err != nil {
		im.a.log.ErrorContext(ctx, "the moderators were not told of a campaign file; trying again", "error", err)
		return
	}
	f.alerts = nil
}

func (im importer) logProblems(ctx context.Context, problems []content.Problem) {
	for _, p := range problems {
		level := slog.LevelError
		if p.Warning {
			level = slog.LevelWarn
		}
		im.a.log.Log(ctx, level, "campaign file", "problem", p.String())
	}
}
