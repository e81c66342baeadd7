package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"modernc.org/sqlite"

	"zhujiao/bot/sqlstore"
	"zhujiao/bot/sqlstore/db"
)

// batchMax bounds a group commit, so that the first unit of a batch does not
// wait long for the last.
const batchMax = 256

// errClosed is returned by units that come after Close.
var errClosed = errors.New("the store is closed")

// carefulBatches is how many batches have savepoints after one in which a unit failed.
const carefulBatches = 16

// writer is the one goroutine that writes. Units that wait together share one
// transaction, and so one sync of the disk. One that fails never fails the others: all
// are rolled back, and run again with a savepoint each. Savepoints for all units would
// make SQLite copy every page that they change.
//
// Units that yield (see sqlstore.Yields) come after all others, a few in a group. So a
// crowd of them keeps nobody waiting for longer than one takes, and each group lets one
// through.
type writer struct {
	conn  *sql.Conn
	kept  *kept
	q     *db.Queries // on kept
	every *messageStatements
	pages pageCount
	watch logWatch
	// checkpoints moves most of the log.
	checkpoints *checkpointer
	log         *slog.Logger
	begin, commit, rollback,
	save, release, back *sql.Stmt
	jobs    chan *job
	patient chan *job // units that yield
	done    chan struct{}
	// careful is how many of the next batches have savepoints.
	careful int
	// lost is set when SQLite has rolled the transaction back.
	lost   bool
	mu     sync.RWMutex // guards closed against sends on jobs
	closed bool
}

// job is one unit on its way.
type job struct {
	ctx context.Context //nolint:containedctx // carried to the writer's goroutine with its unit
	f   func(ctx context.Context) error
	err error
	end chan struct{}
}

// startWriter takes the only connection of the pool and keeps it. stop ends its
// goroutine.
func startWriter(ctx context.Context, pool *sql.DB, checkpoints *checkpointer, log *slog.Logger) (*writer, error) {
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("open the writer: %w", err)
	}
	w := &writer{
		conn: conn, checkpoints: checkpoints, log: log,
		jobs: make(chan *job, 4*batchMax), patient: make(chan *job, 4*batchMax), done: make(chan struct{}),
	}
	if err := w.prepare(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("prepare statements: %w", err), conn.Close())
	}
	go w.run() //nolint:contextcheck // the writer outlives the context it was opened with
	return w, nil
}

func (w *writer) prepare(ctx context.Context) (err error) {
	byName, err := sqlstore.QueryTexts(ctx)
	if err != nil {
		return err
	}
	w.kept = &kept{w.conn, map[string]*sql.Stmt{}}
	w.q = db.New(w.kept)
	if err := w.conn.Raw(func(c any) error { return w.prepareDriver(c, byName) }); err != nil {
		return err
	}
	for _, s := range []struct {
		to  **sql.Stmt
		sql string
	}{
		{&w.begin, "BEGIN IMMEDIATE"},
		{&w.commit, "COMMIT"},
		{&w.rollback, "ROLLBACK"},
		{&w.save, "SAVEPOINT unit"},
		{&w.release, "RELEASE unit"},
		{&w.back, "ROLLBACK TO unit"},
	} {
		if *s.to, err = w.conn.PrepareContext(ctx, s.sql); err != nil { //nolint:sqlclosecheck // closed by stop
			return err
		}
	}
	return nil
}

// prepareDriver prepares what runs on the driver's connection c itself. byName are the
// texts of the queries.
func (w *writer) prepareDriver(c any, byName map[string]string) (err error) {
	hooks, hooked := c.(sqlite.HookRegisterer)
	if !hooked {
		return fmt.Errorf("the driver's %T has no hooks", c)
	}
	hooks.RegisterRollbackHook(func() { w.lost = true })
	if w.every, err = prepareMessage(c, byName); err != nil {
		return err
	}
	w.pages, err = countPages(w.every.direct)
	return err
}

// do queues a unit and waits for its commit. It returns only then, even if ctx ends
// before: the unit may be committing, and the caller has to know the result.
func (w *writer) do(ctx context.Context, f func(ctx context.Context) error) error {
	j := &job{ctx: context.WithoutCancel(ctx), f: f, end: make(chan struct{})}
	jobs := w.jobs
	if sqlstore.Yields(ctx) {
		jobs = w.patient
	}
	w.mu.RLock()
	if w.closed {
		w.mu.RUnlock()
		return errClosed
	}
	jobs <- j
	w.mu.RUnlock()
	<-j.end
	return j.err
}

// stop takes no more units, finishes those under way and closes the
// connection.
func (w *writer) stop() error {
	w.mu.Lock()
	if !w.closed {
		w.closed = true
		close(w.jobs)
		close(w.patient)
	}
	w.mu.Unlock()
	<-w.done
	w.pages.free(w.every.direct)
	errs := []error{w.kept.close(), w.every.close()}
	for _, st := range []*sql.Stmt{w.begin, w.commit, w.rollback, w.save, w.release, w.back} {
		errs = append(errs, st.Close()) // one that is left keeps the file open for good
	}
	return errors.Join(append(errs, w.conn.Close())...)
}

func (w *writer) run() {
	defer close(w.done)
	wait := time.NewTimer(time.Hour)
	wait.Stop()
	batch := make([]*job, 0, batchMax)
	expect := 0
	for {
		var yields *job
		if batch, yields = w.first(batch[:0]); len(batch) == 0 && yields == nil {
			return
		}
		batch = w.gather(batch, expect, wait)
		expect = len(batch)
		if yields == nil {
			yields = w.nextPatient()
		}
		batch = w.commitAll(batch, yields)
		expect = (expect + len(w.jobs)) * 3 / 4 // of those at work at the same time
		for _, j := range batch {
			close(j.end)
		}
		w.tendLog()
	}
}

// tendLog moves pages from the log to the database's file if it is time. Nobody waits for
// the commit any more.
func (w *writer) tendLog() {
	ask, rest := w.watch.due(w.pages.pages(), w.checkpoints.little.Load())
	if ask {
		w.checkpoints.ask()
	}
	if !rest {
		return
	}
	ctx := context.Background()
	if _, err := w.checkpoints.move(ctx, w.conn, "PASSIVE"); err != nil {
		w.log.WarnContext(ctx, "the database's log cannot be moved to its file, and grows; trying again", "error", err)
	}
}

// commitAll runs a batch in one transaction, and after it a unit that yields (nil for
// none) and those of its kind for which there is time. It returns all of them. If a unit
// fails, the units run again with savepoints. SQLite may end the transaction in the middle,
// for example when the disk is full. Then it is rolled back, and all units but the one that
// caused it run again, each in a transaction of its own.
func (w *writer) commitAll(batch []*job, yields *job) []*job {
	if w.careful == 0 {
		var done bool
		if batch, done = w.commitTogether(batch, yields); done {
			return batch
		}
	} else if yields != nil {
		batch = append(batch, yields)
	}
	w.careful = max(0, w.careful-1)
	if !w.commitOnce(batch) {
		return batch
	}
	for i, j := range batch {
		if j.err == nil {
			w.commitOnce(batch[i : i+1])
		}
	}
	return batch
}

// commitTogether runs units in one transaction without savepoints: a batch, and after it
// units that yield, the first of which is given. It returns all of them. done is false, and
// nothing is stored, if they have to run again because one of several has failed. A commit
// that fails is final: every unit gets the error.
func (w *writer) commitTogether(batch []*job, yields *job) (_ []*job, done bool) {
	ctx := context.Background()
	if err := w.start(ctx); err != nil {
		if yields != nil {
			batch = append(batch, yields)
		}
		failAll(batch, fmt.Errorf("begin: %w", explain(err)))
		return batch, true
	}
	var begun time.Time // of the units that yield
	for i := 0; ; i++ {
		if i == len(batch) {
			if batch, begun = w.addPatient(batch, yields, begun); i == len(batch) {
				break
			}
			yields = nil
		}
		j := batch[i]
		err := sqlstore.RunUnit(j.ctx, w.q, w.every, j.f)
		if err == nil && !w.lost {
			continue
		}
		_, _ = w.rollback.ExecContext(ctx) // there may be nothing to roll back
		if yields != nil {
			batch = append(batch, yields)
		}
		if len(batch) == 1 && err != nil {
			j.err = explain(err)
			return batch, true
		}
		w.careful = carefulBatches
		return batch, false
	}
	if err := w.end(ctx); err != nil {
		failAll(batch, fmt.Errorf("commit: %w", explain(err)))
		_, _ = w.rollback.ExecContext(ctx) // SQLite may have done so itself; start looks again
	}
	return batch, true
}

// commitOnce runs units in one transaction, each in a savepoint. If the commit fails, every unit that had
// succeeded gets the error. lost is true if the transaction ended in the middle: the
// unit that ran then has its error, and units without an error are not stored.
func (w *writer) commitOnce(batch []*job) (lost bool) {
	ctx := context.Background()
	if err := w.start(ctx); err != nil {
		failAll(batch, fmt.Errorf("begin: %w", explain(err)))
		return false
	}
	for _, j := range batch {
		if lost, j.err = w.one(ctx, j); lost {
			_, _ = w.rollback.ExecContext(ctx) // there may be nothing to roll back
			return true
		}
	}
	if err := w.end(ctx); err != nil {
		failAll(batch, fmt.Errorf("commit: %w", explain(err)))
		_, _ = w.rollback.ExecContext(ctx) // SQLite may have done so itself; start looks again
	}
	return false
}

// start begins a transaction. If the last one could not be rolled back, that is done
// now; otherwise no unit would ever be committed again.
func (w *writer) start(ctx context.Context) error {
	w.lost = false
	w.every.dropSums()
	_, err := w.begin.ExecContext(ctx)
	if err == nil || !inTransaction(err) {
		return err
	}
	if _, err := w.rollback.ExecContext(ctx); err != nil {
		return err
	}
	w.log.ErrorContext(ctx, "a transaction that had failed was still open and is rolled back; none of its units was stored", "error", err)
	w.lost = false
	_, err = w.begin.ExecContext(ctx)
	return err
}

// end stores what the units have counted, and commits.
func (w *writer) end(ctx context.Context) error {
	if err := w.every.storeSums(); err != nil {
		return err
	}
	_, err := w.commit.ExecContext(ctx)
	return err
}

// failAll sets the error of all units that have none.
func failAll(batch []*job, err error) {
	for _, j := range batch {
		if j.err == nil {
			j.err = err
		}
	}
}

// one runs a unit inside a savepoint. lost is true if the savepoint is gone, and the
// transaction with it; then the unit has an error.
func (w *writer) one(ctx context.Context, j *job) (lost bool, err error) {
	if _, err := w.save.ExecContext(ctx); err != nil {
		return true, fmt.Errorf("savepoint: %w", explain(err))
	}
	err = sqlstore.RunUnit(j.ctx, w.q, w.every, j.f) //nolint:contextcheck // a unit runs under its own context
	if err == nil {
		err = w.every.storeSums()
	}
	if err != nil {
		w.every.dropSums()
		if _, back := w.back.ExecContext(ctx); back != nil {
			return true, explain(err)
		}
	}
	if _, gone := w.release.ExecContext(ctx); gone != nil {
		return true, errors.Join(explain(err), fmt.Errorf("release the unit: %w", explain(gone)))
	}
	return false, explain(err)
}
