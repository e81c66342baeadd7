package app

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/catalog"
	"zhujiao/bot/content"
	"zhujiao/bot/intent"
	"zhujiao/handlers"
	"zhujiao/handlers/attendee"
)

// importer imports the campaign file, and gives each snapshot its reader and services.
type importer struct{ a *App }

// readFile loads the campaign file and logs its problems.
func (im importer) readFile(ctx context.Context) (*content.Version, error) {
	v, problems, err := content.Load(im.a.file, Vocabulary(), time.Time{})
	im.logProblems(ctx, problems)
	return v, err
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

// changeJob holds the arguments of a job that does what a changed file asks for.
type changeJob struct{ Number int }

// changed stores the job that does what a new version of the file asks for, in the unit
// that stores the version.
func (im importer) changed(ctx context.Context, class string, number int) error {
	j, err := campaign.NewJob(class, campaign.JobChange, changeJob{number})
	if err != nil {
		return err
	}
	j.DedupKey = fmt.Sprintf("change %s %d", class, number)
	_, err = im.a.store.Jobs().AddJob(ctx, j)
	return err
}

// equip gives a snapshot its reader and its services. Building a reader's index is
// expensive, so the old reader is used again if the entries are the same.
func (im importer) equip(_ context.Context, fresh, old *catalog.Snapshot, sameEntries bool) error {
	texts := handlers.ReaderTexts(fresh.Campaign, fresh.Texts)
	build := func() *intent.Reader { return newReader(fresh.Campaign, texts, old == nil) }
	err := bot.Protect(func() { // a fault in the matcher must not end what serves
		switch {
		case sameEntries:
			fresh.Reader = old.Reader
		case im.a.hooks.reader != nil:
			fresh.Reader = im.a.hooks.reader(fresh, build)
		default:
			fresh.Reader = build()
		}
	})
	if err != nil {
		return fmt.Errorf("build the index of the questions: %w", err)
	}
	fresh.Attendees = attendeesOf(fresh.Campaign, texts.Blocked, im.a.store)
	fresh.Moderation = moderationOf(class{
		Campaign: fresh.Campaign, attendees: fresh.Attendees, reader: fresh.Reader, blocked: texts.Blocked,
		channel: im.a.account.Channel, unable: im.a.unverified, fileEntries: fresh.FileEntries,
		file: im.a.catalog.Editor(fresh),
	}, im.a.store)
	return nil
}

// newReader builds a reader. The first one is built before anything is served, under
// a low GC percentage; later that would slow messages down. What opening the database took
// is given back before, because both together would be the most that the process ever needs.
func newReader(c *campaign.Campaign, t intent.Texts, first bool) *intent.Reader {
	if first {
		debug.FreeOSMemory()
		defer debug.SetGCPercent(debug.SetGCPercent(gcPercentBuilding))
	}
	return intent.New(c, t, attendee.Commands())
}

// watch imports the campaign file when it changes or on SIGHUP, until ctx ends.
func (im importer) watch(ctx context.Context) {
	hup := make(chan os.Signal, 1)
	signal.Notify(hup, syscall.SIGHUP)
	defer signal.Stop(hup)
	poll := time.NewTicker(pollEvery)
	defer poll.Stop()
	failed := "" // why the file was not taken over at the last try
	for {
		select {
		case <-ctx.Done():
			return
		case <-hup:
			im.a.guard(ctx, takingOver, func() { failed = im.reloadAgain(ctx, "", true) })
		case <-poll.C:
			im.a.guard(ctx, takingOver, func() {
				if changed := im.a.watcher.Changed(); changed || failed != "" {
					failed = im.reloadAgain(ctx, failed, changed)
				}
			})
		}
	}
}

// takingOver is what the log calls the import of the campaign file.
const takingOver = "taking over the campaign file"

// reload imports the campaign file. A bad one leaves the version before serving.
func (im importer) reload(ctx context.Context) { im.reloadAgain(ctx, "", true) }

// reloadAgain is reload after a try that failed for a reason, "" for none. It returns why
// it has failed. It is called again until it succeeds: a file may have been half written,
// its disk away or the database locked, and none of these changes the file when it
// ends. The same reason for the same file is logged once.
func (im importer) reloadAgain(ctx context.Context, failed string, changed bool) string {
	imported := false
	v, problems, err := content.Load(im.a.file, Vocabulary(), time.Time{})
	if err == nil {
		imported, err = im.a.catalog.Import(ctx, v)
	}
	if err != nil {
		if changed || err.Error() != failed {
			im.logProblems(ctx, problems)
			im.a.log.ErrorContext(ctx, "the campaign file was not taken over; the version before goes on serving", "error", err)
		}
		return err.Error()
	}
	if imported {
		im.logProblems(ctx, problems)
		im.a.log.InfoContext(ctx, "campaign file taken over", "version", im.a.catalog.Current().Version()[:12])
	}
	return ""
}

// refresh lets the catalog look for additions of other instances, once a second, until
// ctx ends.
func (im importer) refresh(ctx context.Context) {
	im.a.every(ctx, time.Second, "taking over additions", func() {
		if err := im.a.catalog.Refresh(ctx); err != nil {
			im.a.log.ErrorContext(ctx, "what moderators added does not serve yet; trying again", "error", err)
		}
	})
}

// gcPercentBuilding is the GC percentage while the first index is built, which makes
// much garbage. It is low because this is the peak of the memory that the machine must
// have.
const gcPercentBuilding = 20

// pollEvery is how often the campaign file is looked at.
const pollEvery = 2 * time.Second
