package campaign

import "context"

type laneKey struct{}

// WithLane returns a context whose units probably change what many people change at the same
// time in a class: its seats, its stock. A store may let them wait for each other before
// they begin, so that they keep nobody else waiting. It is a hint: a unit may change that
// without it, or not change it. Units that nobody waits for may have a lane of their own name.
func WithLane(ctx context.Context, class string) context.Context {
	return context.WithValue(ctx, laneKey{}, class)
}

// LaneOf returns the class of WithLane, and whether there is one.
func LaneOf(ctx context.Context) (class string, ok bool) {
	class, ok = ctx.Value(laneKey{}).(string)
	return class, ok
}
