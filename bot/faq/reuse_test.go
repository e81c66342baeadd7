package faq_test

import (
	"reflect"
	"slices"
	"sync"
	"testing"

	"zhujiao/bot/faq"
)

// TestQuestionsLeaveNothing asks questions in one order, in the other, and by several at
// once: memory that is used again must not show what was asked before.
func TestQuestionsLeaveNothing(t *testing.T) {
	t.Parallel()
	m, _ := faq.New(faq.Setup{Entries: answered(30)})
	ask := slices.Clone(asked(t))[:200]
	first := make([]faq.Result, len(ask))
	for i, q := range ask {
		first[i] = m.Match(q)
	}
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for i, q := range slices.Backward(ask) {
				if got := m.Match(q); !reflect.DeepEqual(got, first[i]) {
					t.Errorf("%q is %+v, and was %+v", q, got, first[i])
					return
				}
			}
		})
	}
	all.Wait()
}
