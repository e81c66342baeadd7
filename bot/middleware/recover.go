package middleware

import (
	"context"
	"fmt"
	"runtime/debug"

	"zhujiao/bot"
)

// PanicError is the panic of a handler as an error, with the stack of the goroutine.
type PanicError struct {
	Value any
	Stack []byte
}

// Error names the panic with its stack.
func (e *PanicError) Error() string { return fmt.Sprintf("panic: %v\n%s", e.Value, e.Stack) }

// Recover turns a panic of a handler into a PanicError, because a panic that is not
// recovered would end the process for everybody.
func Recover() bot.Middleware {
	return func(next bot.Handler) bot.Handler {
		return bot.HandlerFunc(func(ctx context.Context, m *bot.Message) (r bot.Reply, err error) {
			defer func() {
				if v := recover(); v != nil {
					r, err = nil, &PanicError{v, debug.Stack()}
				}
			}()
			return next.Handle(ctx, m)
		})
	}
}
