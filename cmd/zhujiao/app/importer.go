package app

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/catalog"
	"zhujiao/bot/intent"
	"zhujiao/handlers"
	"zhujiao/handlers/attendee"
)

// importer imports the campaign file, and gives each snapshot its reader and services.
type importer struct{ a *App }

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

// reader gives a snapshot its reader. Building an index is expensive, so the old reader is
// used again if the entries are the same.
func (im importer) reader(_ context.Context, fresh, old *catalog.Snapshot, sameEntries bool) error {
	build := func() *intent.Reader {
		texts := handlers.ReaderTexts(fresh.Campaign, fresh.Texts)
		return im.newReader(fresh.Campaign, texts)
	}
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
	return nil
}

// services gives a snapshot its services.
func (im importer) services(fresh *catalog.Snapshot) {
	blocked := handlers.Blocked(fresh.Campaign)
	fresh.Attendees = attendeesOf(fresh.Campaign, blocked, im.a.store, opener(im.a.catalog))
	fresh.Moderation = moderationOf(class{
		Campaign: fresh.Campaign, attendees: fresh.Attendees, reader: fresh.Reader, blocked: blocked,
		channel: im.a.account.Channel, unable: im.a.unverified, fileEntries: fresh.FileEntries, rulesOf: broadcasts(im).rules,
		file: im.a.catalog.Editor(fresh), named: renderer(im).named, codes: accountCodes(im), library: im.a.catalog.Library(),
	}, im.a.store)
}

// newReader builds a reader. The first one is built before anything is served.
func (im importer) newReader(c *campaign.Campaign, t intent.Texts) *intent.Reader {
	if spare := im.a.spareMemory; spare != nil && len(im.a.catalog.Classes()) == 0 {
		defer spare()()
	}
	return intent.New(c, t, attendee.Commands())
}

// watch takes the files over when they change or on SIGHUP, until ctx ends.
func (im importer) watch(ctx context.Context) {
	hup := make(chan os.Signal, 1)
	signal.Notify(hup, syscall.SIGHUP)
	defer signal.Stop(hup)
	poll := time.NewTicker(pollEvery)
	defer poll.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-hup:
			im.a.guard(ctx, takingOver, func() { im.scan(ctx, true) })
		case <-poll.C:
			im.a.guard(ctx, takingOver, func() {
				im.scanChanged(ctx, true)
				im.sendAlerts(ctx)
			})
		}
	}
}

// takingOver is what the log calls the import of campaign files.
const takingOver = "taking over the campaign files"

// look takes over what has changed on the disk since the watcher looked last, so that what a
// moderator changes or confirms is about the class as its file is now. A disk that does not
// answer delays it by lookMax at most: the class is then as it was.
func (im importer) look(ctx context.Context) {
	over := time.NewTimer(lookMax)
	defer over.Stop()
	select {
	case im.a.files.looking <- struct{}{}:
	case <-over.C:
		return
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() { <-im.a.files.looking }()
		im.a.guard(ctx, takingOver, func() { im.scanChanged(context.WithoutCancel(ctx), false) })
	}()
	select {
	case <-done:
	case <-over.C:
	}
}

// lookMax is how long a command waits for the files to be looked at. A reply has 4.5 seconds.
const lookMax = 2 * time.Second

// refresh lets the catalog look for additions of other instances, once a second, until
// ctx ends.
func (im importer) refresh(ctx context.Context) {
	im.a.every(ctx, time.Second, takingAdditions, func() { im.additions(ctx) })
}

// hear lets the catalog look as soon as another instance tells of a change, until ctx ends.
func (im importer) hear(ctx context.Context) {
	im.a.store.Listen(ctx, func() { im.a.guard(ctx, takingAdditions, func() { im.additions(ctx) }) })
}

// takingAdditions is what the log calls the taking over of what moderators added.
const takingAdditions = "taking over additions"

// additions lets the catalog look for additions.
func (im importer) additions(ctx context.Context) {
	if err := im.a.catalog.Refresh(ctx); err != nil && ctx.Err() == nil {
		im.a.log.ErrorContext(ctx, "what moderators added does not serve yet; trying again", "error", err)
	}
}

// pollEvery is how often the campaign file is looked at.
const pollEvery = 2 * time.Second
