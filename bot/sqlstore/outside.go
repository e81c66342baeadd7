package sqlstore

import (
	"context"
	"errors"
)

// A unit that needs a figure of everybody, such as the size of an audience, must not
// read it itself: the only writer would wait for a million rows. It ends with an
// outsideError and is rolled back, the figure is read on a reading connection while
// others write, and the unit runs again with it.

// figuresMax bounds the figures of one unit.
const figuresMax = 100

type figuresKey struct{}

// figures are what was read outside for a unit, by what asked for it.
type figures map[any]any

// outsideError ends a unit that needs a figure, which read reads outside of units.
type outsideError struct {
	key  any
	read func(ctx context.Context) (any, error)
}

// Error implements error.
func (*outsideError) Error() string { return "a figure is read outside of the unit, which then runs again" }

// outside returns a figure that read reads outside of units. The key, which must be
// comparable, tells one figure from another within a unit.
func outside[T any](ctx context.Context, key any, read func(ctx context.Context) (T, error)) (out T, err error) {
	if unitOf(ctx) == nil {
		return read(ctx)
	}
	known, ok := ctx.Value(figuresKey{}).(figures)
	if !ok {
		return read(ctx) // the unit cannot run again: see Store.Do
	}
	if v, ok := known[key].(T); ok {
		return v, nil
	}
	return out, &outsideError{key, func(ctx context.Context) (any, error) { return read(ctx) }}
}

// doOutside runs f as a unit, again each time that it needs a figure.
func (c *core) doOutside(ctx context.Context, f func(ctx context.Context) error) error {
	if unitOf(ctx) != nil {
		return f(ctx)
	}
	known := figures{}
	inside := context.WithValue(ctx, figuresKey{}, known)
	for {
		err := c.do(inside, f)
		need, ok := errors.AsType[*outsideError](err)
		if !ok {
			return err
		}
		if len(known) == figuresMax {
			return err // it would never end
		}
		v, err := need.read(ctx)
		if err != nil {
			return err
		}
		known[need.key] = v
	}
}
