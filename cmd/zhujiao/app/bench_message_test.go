package app

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"

	"zhujiao/bot"
)

// BenchmarkMessage takes a frequent question through everything behind the
// receiver, from 64 people at a time; every message is from somebody new.
func BenchmarkMessage(b *testing.B) {
	a := newTestApp(b, testConfig(b))
	h := intake{a}.chain()
	var n atomic.Int64
	b.SetParallelism(32)
	b.ReportAllocs()
	b.ResetTimer()
	before := processorTime()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			i := n.Add(1)
			m := &bot.Message{
				Key: fmt.Sprint("m:", i), ID: fmt.Sprint(i), From: bot.UserID(fmt.Sprintf("o%027d", i)), Kind: bot.KindText,
				Text: "几点开始", Encrypted: true, At: a.clock.Now(), Arrived: a.clock.Now(),
			}
			if _, err := h.Handle(context.Background(), m); err != nil {
				b.Error(err)
			}
		}
	})
	b.ReportMetric(float64(processorTime()-before)/float64(b.N), "cpu-ns/op")
}
