package sqlite_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// BenchmarkUnits runs units as messages do, 64 at a time: meet the person, look at
// what is stopped, record the reply. cpu-ns/op is the processor's time.
func BenchmarkUnits(b *testing.B) {
	_, s, err := openEngine(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	var n atomic.Int64
	now := time.Now()
	b.SetParallelism(32)
	b.ReportAllocs()
	before := processorTime()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			i := n.Add(1)
			err := s.Do(context.Background(), func(ctx context.Context) error {
				p, err := s.People.Meet(ctx, bot.UserID(fmt.Sprint("o", i%10000)), campaign.ContactTyped, now, now)
				if err != nil {
					return err
				}
				if _, err := s.Moderators.Control(ctx); err != nil {
					return err
				}
				m := &bot.Message{Key: fmt.Sprint("m", i), Person: p.ID, Kind: bot.KindText, Text: "几点开始", Arrived: now}
				_, err = s.Journal.Record(ctx, "here", m, []byte("19:30"))
				return err
			})
			if err != nil {
				b.Error(err)
			}
		}
	})
	b.ReportMetric(float64(processorTime()-before)/float64(b.N), "cpu-ns/op")
}

// processorTime is what this process has used.
func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
