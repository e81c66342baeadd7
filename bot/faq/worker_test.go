package faq_test

import (
	"testing"

	"zhujiao/bot/faq"
)

// TestWorkerPanics lets a worker of the index panic: the caller gets the panic, which it
// can turn into an error; in the worker it would end the process.
func TestWorkerPanics(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("nothing is told of a broken phrasing")
		}
	}()
	faq.ReadBroken()
}
