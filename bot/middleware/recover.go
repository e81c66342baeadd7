package middleware

import (
	"context"
	"fmt"
	"runtime/debug"

	"zhujiao/bot"
)

// PanicError is a panic of a handler as an error.
type PanicError struct {
	Value any
	Stack []byte
}

// Error names the panic with its stack.
func (e *PanicError) Error() string { return fmt.Sprintf("panic: %v\n%s", e.Value, e.Stack) }

// Recover turns a panic into an error. Go has no process-wide handler: one
// that escaped would end the program for all other people too.
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
