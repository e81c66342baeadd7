package sqlite_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// unitTook is a unit of a load: when it began and ended.
type unitTook struct{ from, to time.Time }

// BenchmarkCheckpoint runs units of new people, 64 at a time, and reports the longest of those
// that waited while SQLite copied its log into the database, and the longest of the others. The
// database's own file changes at no other time. It takes some 30,000 units until the first copy:
// run it with -benchtime 150000x.
func BenchmarkCheckpoint(b *testing.B) {
	dir := b.TempDir()
	_, s, err := openEngine(dir)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	stop, copied := make(chan struct{}), make(chan []time.Time)
	go func() { copied <- changes(dir, stop) }()
	var n atomic.Int64
	var mu sync.Mutex
	var all []unitTook
	b.SetParallelism(32)
	b.RunParallel(func(pb *testing.PB) {
		var mine []unitTook
		for pb.Next() {
			i, from := n.Add(1), time.Now()
			if err := s.Do(context.Background(), func(ctx context.Context) error {
				p, err := s.People.Meet(ctx, bot.UserID(fmt.Sprint("o", i)), campaign.ContactTyped, from, from)
				if err != nil {
					return err
				}
				m := &bot.Message{Key: fmt.Sprint("m", i), Person: p.ID, Kind: bot.KindText, Text: "几点开始", Arrived: from}
				_, err = s.Journal.Record(ctx, "here", m, []byte("19:30"))
				return err
			}); err != nil {
				b.Error(err)
			}
			mine = append(mine, unitTook{from, time.Now()})
		}
		mu.Lock()
		defer mu.Unlock()
		all = append(all, mine...)
	})
	close(stop)
	at := <-copied
	var during, other time.Duration
	for _, u := range all {
		took := u.to.Sub(u.from)
		if slices.ContainsFunc(at, func(t time.Time) bool { return t.After(u.from) && t.Before(u.to) }) {
			during = max(during, took)
		} else {
			other = max(other, took)
		}
	}
	b.ReportMetric(float64(during.Microseconds())/1e3, "ms-longest-at-a-copy")
	b.ReportMetric(float64(other.Microseconds())/1e3, "ms-longest-else")
	b.ReportMetric(float64(len(at)), "changes-seen")
}

// changes returns when the database's file was seen to change, until stop is closed.
func changes(dir string, stop <-chan struct{}) (out []time.Time) {
	var last time.Time
	for {
		select {
		case <-stop:
			return out
		case <-time.After(time.Millisecond):
		}
		files, _ := filepath.Glob(filepath.Join(dir, "*.db"))
		for _, f := range files {
			if st, err := os.Stat(f); err == nil && !st.ModTime().Equal(last) {
				last = st.ModTime()
				out = append(out, time.Now())
			}
		}
	}
}
