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

// figures are what was read outside for a unit.
type figures struct {
	known map[any]any // by what asked for it
	// met stores the sender of the unit's message, who belongs to everybody too. The
	// unit has met them before it asked.
	met func(ctx context.Context) error
}

// outsideError ends a unit that needs a figure, which read reads outside of units.
type outsideError struct {
	key  any
	read func(ctx context.Context) (any, error)
}

// Error implements error.
func (*outsideError) Error() string {
	return "a figure is read outside of the unit, which then runs again"
}

// outside returns a figure that read reads outside of units. The key, which must be
// comparable, tells one figure from another within a unit.
func outside[T any](ctx context.Context, key any, read func(ctx context.Context) (T, error)) (out T, err error) {
	if unitOf(ctx) == nil {
		return read(ctx)
	}
	f, ok := ctx.Value(figuresKey{}).(*figures)
	if !ok {
		return read(ctx) // the unit cannot run again: see Store.Do
	}
	if v, ok := f.known[key].(T); ok {
		return v, nil
	}
	return out, &outsideError{key, func(ctx context.Context) (any, error) { return read(ctx) }}
}

// meets notes how a unit meets the sender of its message.
func meets(ctx context.Context, met func(ctx context.Context) error) {
	if f, ok := ctx.Value(figuresKey{}).(*figures); ok {
		f.met = met
	}
}

// doOutside runs f as a unit, again each time that it needs a figure.
func doOutside(ctx context.Context, c *core, f func(ctx context.Context) error) error {
	if unitOf(ctx) != nil {
		return f(ctx)
	}
	known := &figures{}
	inside := context.WithValue(ctx, figuresKey{}, known)
	for {
		err := c.do(inside, f)
		need, ok := errors.AsType[*outsideError](err)
		if !ok {
			return err
		}
		if len(known.known) == figuresMax {
			return err // it would never end
		}
		if known.met != nil {
			if err := c.do(ctx, known.met); err != nil {
				return err
			}
		}
		v, err := need.read(ctx)
		if err != nil {
			return err
		}
		if known.known == nil {
			known.known = map[any]any{} // few units need figures
		}
		known.known[need.key] = v
	}
}
