package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore"
	"zhujiao/bot/sqlstore/sqlite"
	"zhujiao/bot/wechat"
)

// ErasedName is the name of the log of erasures in the data directory.
const ErasedName = sqlstore.ErasedName

// Backup writes a backup of a data directory, which may be served: see sqlite.Backup.
func Backup(ctx context.Context, dir, file string) (sqlite.BackupInfo, error) {
	return sqlite.Backup(ctx, dir, file)
}

// Restoration says what a restore has done.
type Restoration struct {
	Backup sqlite.BackupInfo
	Held   sqlstore.Held
	// Erased and Left are how many people were erased again, everything or their words.
	Erased, Left int
	// Foreign and Torn are lines of logs that were of another key, or could not be read.
	Foreign, Torn int
	// Before is where the old database is now; empty if there was none. OldFault says why
	// nothing could be learnt from it.
	Before   string
	OldFault error
}

// restorer brings a backup up to the erasures that came after it.
type restorer struct {
	r    *sqlite.Restore // nil for PostgreSQL
	st   *sqlstore.Store
	done *Restoration
	now  time.Time
	// lines are the erasures that are known, further the hashes of people who were erased
	// without a line.
	lines   []sqlstore.ErasedLine
	further []string
}

// Restore puts a backup into a data directory in which nothing serves. What people had erased
// since the backup was made is erased again, as far as the directory's log of erasures, the
// other logs, and the database that is replaced tell; what was on its way then is held back.
// If it fails or is killed, the directory is as it was.
func Restore(ctx context.Context, dir, file string, replace bool, logs ...string) (done Restoration, err error) {
	r, err := sqlite.BeginRestore(ctx, dir, file, replace)
	if err != nil {
		return done, err
	}
	done.Backup = r.Info
	w := &restorer{r: r, done: &done, now: time.Now()}
	if w.st, err = sqlstore.Open(ctx, r.Engine, func() time.Time { return w.now }, wechat.Limits()); err != nil {
		return done, errors.Join(err, r.Engine.Close(), r.Abandon())
	}
	if err := errors.Join(w.work(ctx, dir, logs), w.st.Close()); err != nil {
		return done, errors.Join(err, r.Abandon())
	}
	done.Before, err = r.Finish(ctx)
	return done, err
}

// work does all that happens before the copy gets its name.
func (w *restorer) work(ctx context.Context, dir string, logs []string) (err error) {
	logged, err := sqlstore.ReadOldErasures(dir, w.r.Info.Print, logs...)
	if err != nil {
		return err
	}
	w.lines, w.done.Foreign, w.done.Torn = logged.Lines, logged.Foreign, logged.Torn
	if err := w.setClock(ctx, w.st); err != nil {
		return err
	}
	if w.r.HasOld {
		w.done.OldFault = w.learn(ctx)
	}
	last, err := w.st.LastErasure(ctx)
	if err != nil {
		return fmt.Errorf("read the last erasure of the backup: %w", err)
	}
	newest, err := w.erase(ctx, sqlstore.Dump{New: true, Last: last})
	if err == nil {
		err = w.st.Restored().Number(ctx, newest)
	}
	if err != nil {
		return err
	}
	if w.done.Held, err = w.st.Restored().Hold(ctx, w.now); err != nil {
		return err
	}
	return sqlstore.AddErasures(dir, w.r.Info.Print, w.lines)
}

// setClock lets the restore be at the time of a lab, if a database has one.
func (w *restorer) setClock(ctx context.Context, st *sqlstore.Store) error {
	at, err := st.LabClock(ctx)
	if err == nil && !at.IsZero() {
		w.now = at
	}
	return err
}

// learn reads from the old database who was erased. It need not be readable: a damaged one is
// what backups are for.
func (w *restorer) learn(ctx context.Context) (err error) {
	e, err := w.r.OpenOld(ctx)
	if err != nil {
		return err
	}
	old, err := storeOver(ctx, e, wechat.Limits(), time.Now)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, old.Close()) }()
	if old.KeyPrint() != w.r.Info.Print {
		return errors.New("it has another key than the backup, so it is of another installation")
	}
	if err := w.setClock(ctx, old); err != nil {
		return err
	}
	for after := int64(0); ; {
		rows, err := old.Erasures(ctx, after, 500)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			break
		}
		for _, x := range rows {
			w.lines = append(w.lines, sqlstore.ErasedLine{Print: w.r.Info.Print, Erased: x, At: time.Now()})
		}
		after = rows[len(rows)-1].Number
	}
	w.further, err = w.st.Restored().TombstonesSince(ctx, old)
	return err
}

// erase repeats the erasures that the backup lacks, and returns the number of the newest.
func (w *restorer) erase(ctx context.Context, d sqlstore.Dump) (newest int64, err error) {
	kinds := map[string]sqlstore.ErasureKind{}
	for _, l := range w.lines {
		newest = max(newest, l.Number)
		if d.Lacks(l) && kinds[l.Trace] != sqlstore.ErasedAll {
			kinds[l.Trace] = l.Kind
		}
	}
	for _, hash := range w.further {
		kinds[sqlstore.TraceOf(hash)] = sqlstore.ErasedAll
	}
	slices.SortFunc(w.lines, func(a, b sqlstore.ErasedLine) int { return cmp.Compare(a.Number, b.Number) })
	return newest, w.eraseAll(ctx, kinds)
}

// eraseAll erases whom a trace leads to. Who was erased altogether and is not in the backup is
// remembered.
func (w *restorer) eraseAll(ctx context.Context, kinds map[string]sqlstore.ErasureKind) error {
	found := map[string]string{} // hashes by trace
	err := w.st.Restored().EachTrace(ctx, func(hash, trace string) error {
		if _, ok := kinds[trace]; ok {
			found[trace] = hash
		}
		return nil
	})
	if err != nil {
		return err
	}
	for trace, kind := range kinds {
		hash, known := found[trace]
		switch everything := kind == sqlstore.ErasedAll; {
		case known:
			err = w.eraseOne(ctx, hash, everything)
		case everything:
			err = w.st.Restored().Remember(ctx, trace)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *restorer) eraseOne(ctx context.Context, hash string, everything bool) error {
	p, err := w.st.Restored().PersonByHash(ctx, hash)
	if err != nil {
		return fmt.Errorf("find who was erased: %w", err)
	}
	if everything {
		w.done.Erased++
	} else {
		w.done.Left++
	}
	return campaign.EraseAgain(ctx, w.st, w.st.Erasure, p, everything)
}
