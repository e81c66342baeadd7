package bot

import "context"

// Turn is a state of a conversation that may claim a message before the router
// sees it, such as a pending confirmation. It returns ErrPass when the message
// is none of its business.
type Turn func(ctx context.Context, m *Message) (Reply, error)

// Dialogue asks each turn in order; the first that does not pass has answered.
func Dialogue(turns ...Turn) Middleware {
	return func(next Handler) Handler {
		return HandlerFunc(func(ctx context.Context, m *Message) (Reply, error) {
			for _, turn := range turns {
				r, err := turn(ctx, m)
				if err != ErrPass { //nolint:errorlint // turns return the sentinel itself, as io.EOF is returned
					return r, err
				}
			}
			return next.Handle(ctx, m)
		})
	}
}
