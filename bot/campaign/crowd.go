package campaign

import "context"

type crowdKey struct{}

// Crowd returns a context whose units probably change what a crowd changes at the same time
// in a class: its seats, its stock. A store may let them wait for each other before they
// begin, so that they keep nobody else waiting. It is a hint: a unit may change that without
// it, or not change it.
func Crowd(ctx context.Context, class string) context.Context {
	return context.WithValue(ctx, crowdKey{}, class)
}

// Crowded returns the class of Crowd, and whether there is one.
func Crowded(ctx context.Context) (class string, ok bool) {
	class, ok = ctx.Value(crowdKey{}).(string)
	return class, ok
}
