package app

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// BenchmarkUnitOfQuestion shows that a question answered by FAQ spends nothing but
// SQL in its unit: matching is done before. It reports the time of a reading and
// the time in the unit outside of SQL, for 30 and for 3,000 entries.
func BenchmarkUnitOfQuestion(b *testing.B) {
	for _, entries := range []int{30, 3000} {
		b.Run(fmt.Sprint(entries, " entries"), func(b *testing.B) {
			a := newTestApp(b, withEntries(b, entries))
			in := intake{a}
			const question = "请问今晚大概几点钟开始上课呀"
			var reading, unit time.Duration
			for i := range b.N {
				m := &bot.Message{
					Key: fmt.Sprint("m:", i), ID: fmt.Sprint(i), From: "o1", Person: 1, Kind: bot.KindText, Text: question,
					Folded: question, Encrypted: true, At: a.clock.Now(), Arrived: a.clock.Now(),
				}
				start := time.Now()
				if err := in.read(b.Context(), m); err != nil {
					b.Fatal(err)
				}
				reading += time.Since(start)
				start = time.Now()
				if _, err := in.answer(context.Background(), m, &campaign.Person{ID: 1}); err != nil {
					b.Fatal(err)
				}
				unit += time.Since(start)
			}
			b.ReportMetric(float64(reading.Nanoseconds())/float64(b.N), "ns/reading")
			b.ReportMetric(float64(unit.Nanoseconds())/float64(b.N), "ns/unit")
		})
	}
}

// withEntries is the sample with further entries.
func withEntries(tb testing.TB, n int) Config {
	tb.Helper()
	cfg := testConfig(tb)
	file, err := os.ReadFile(cfg.Campaign)
	if err != nil {
		tb.Fatal(err)
	}
	var more strings.Builder
	for i := range n {
		fmt.Fprintf(&more, "  - 编号: extra%d\n    问: 第%d个仓库在哪座城市%d\n    答: 在%d号。\n", i, i, i, i)
	}
	head, tail, ok := strings.Cut(string(file), "\n常见问题:\n")
	if !ok {
		tb.Fatal("the sample has no frequent questions")
	}
	changed := head + "\n常见问题:\n" + more.String() + tail
	if err := os.WriteFile(cfg.Campaign, []byte(changed), 0o600); err != nil {
		tb.Fatal(err)
	}
	return cfg
}

// BenchmarkWhileContentChanges asks a question from 16 people at a time, at rest,
// while entries are published and while seats are added. It reports the slowest
// and the 99th percentile of replies: a build of 0.1 s inside the writer would show
// in both.
func BenchmarkWhileContentChanges(b *testing.B) {
	for name, change := range map[string]func(ctx context.Context, a *App, n int) error{
		"at rest": nil,
		"publishing": func(ctx context.Context, a *App, n int) error {
			e := campaign.Published{Number: 100 + n, Question: fmt.Sprint("新问题", n), Answer: "新答案"}
			_, err := a.store.Content.Publish(ctx, a.Campaign().ID, e, "m1", a.clock.Now())
			return err
		},
		"adding seats": func(ctx context.Context, a *App, _ int) error {
			return a.store.Seats.AddSeats(ctx, a.Campaign().ID, 1)
		},
	} {
		b.Run(name, func(b *testing.B) { measureReplies(b, change) })
	}
}

func measureReplies(b *testing.B, change func(ctx context.Context, a *App, n int) error) {
	b.Helper()
	a := newTestApp(b, testConfig(b))
	ctx, done := context.Background(), make(chan struct{})
	var changes int
	var behind sync.WaitGroup
	if change != nil {
		behind.Go(func() { // ends with done
			for {
				select {
				case <-done:
					return
				default:
					changes++
				}
				if err := a.store.Do(ctx, func(ctx context.Context) error { return change(ctx, a, changes) }); err != nil {
					b.Error(err)
				}
				if err := a.catalog.Refresh(ctx); err != nil {
					b.Error(err)
				}
			}
		})
	}
	h := intake{a}.chain()
	took := make([]time.Duration, b.N)
	turns := make(chan int)
	var askers sync.WaitGroup
	for range 16 {
		askers.Go(func() {
			for i := range turns {
				m := &bot.Message{
					Key: fmt.Sprint("m:", i), ID: fmt.Sprint(i), From: bot.UserID(fmt.Sprintf("o%027d", i)), Kind: bot.KindText,
					Text: "几点开始", Encrypted: true, At: a.clock.Now(), Arrived: a.clock.Now(),
				}
				start := time.Now()
				if _, err := h.Handle(context.Background(), m); err != nil {
					b.Error(err)
				}
				took[i] = time.Since(start)
			}
		})
	}
	b.ResetTimer()
	for i := range b.N {
		turns <- i
	}
	close(turns)
	askers.Wait()
	b.StopTimer()
	close(done)
	behind.Wait()
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)-1].Microseconds()), "µs/slowest")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "µs/p99")
	b.ReportMetric(float64(changes), "changes")
}
