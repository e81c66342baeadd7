package bot

import (
	"fmt"
	"runtime/debug"
)

// PanicError is a panic as an error, with the stack of the goroutine.
type PanicError struct {
	Value any
	Stack []byte
}

// Error names the panic with its stack.
func (e *PanicError) Error() string { return fmt.Sprintf("panic: %v\n%s", e.Value, e.Stack) }

// Protect calls f and returns a *PanicError if f panics. Whatever runs in a goroutine of
// its own needs it, because a panic there ends the process for everybody.
func Protect(f func()) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &PanicError{v, debug.Stack()}
		}
	}()
	f()
	return nil
}
