package campaign

import (
	"context"
	"errors"
)

// Unit runs f in one transaction that is carried by the context: store methods
// called with it join. A nested Do joins the running one. When f returns an
// error, nothing of it remains. f may run more than once (a serialisation
// failure), so it does nothing but SQL.
type Unit interface {
	Do(ctx context.Context, f func(ctx context.Context) error) error
}

type yieldKey struct{}

// Yield returns a context whose units let others go first: those of jobs, of sending, of
// upkeep and of people who leave. Nobody waits for their end, and there may be a crowd of
// them.
func Yield(ctx context.Context) context.Context { return context.WithValue(ctx, yieldKey{}, true) }

// Yields reports whether the units of a context let others go first.
func Yields(ctx context.Context) bool {
	yields, _ := ctx.Value(yieldKey{}).(bool)
	return yields
}

// Patient is a Unit whose units let others go first.
type Patient struct{ Unit Unit }

// Do implements Unit.
func (p Patient) Do(ctx context.Context, f func(ctx context.Context) error) error {
	return p.Unit.Do(Yield(ctx), f)
}

// ErrNotFound is returned by store methods that were asked for one row that
// does not exist.
var ErrNotFound = errors.New("not found")

// ErrPartly is returned by store methods that did only a part, because the rest would make
// the unit too large. The part may be committed; the next call goes on.
var ErrPartly = errors.New("only a part fitted the unit")

// ErrTakenOver is returned by store methods that changed nothing, because another process
// has taken over what is to be saved. It is that process's to do.
var ErrTakenOver = errors.New("another process has taken it over")

func isNotFound(err error) bool { return errors.Is(err, ErrNotFound) }
