package bot

import "context"

// Turn is a state of a conversation, such as a pending confirmation, that may handle a
// message before the router does. It returns ErrPass for other messages.
type Turn func(ctx context.Context, m *Message) (Reply, error)

// Dialogue calls the turns in order until one does not return ErrPass.
func Dialogue(turns ...Turn) Middleware {
	return func(next Handler) Handler {
		return HandlerFunc(func(ctx context.Context, m *Message) (Reply, error) {
			for _, turn := range turns {
				r, err := turn(ctx, m)
				if err != ErrPass { //nolint:errorlint // turns return the sentinel itself, like io.EOF
					return r, err
				}
			}
			return next.Handle(ctx, m)
		})
	}
}
