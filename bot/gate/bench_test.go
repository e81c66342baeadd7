package gate_test

import (
	"runtime"
	"strconv"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"zhujiao/bot/gate"
)

// numbered is a message of one of 20,000 people.
func numbered(i int64) gate.Ask {
	return gate.Ask{
		Key:    "message number " + strconv.FormatInt(i, 10),
		Person: "a person's hash " + strconv.FormatInt(i%20000, 10), Count: true,
	}
}

func BenchmarkLocal(b *testing.B) {
	g := gate.NewLocal(r11, time.Now)
	asks := make([]gate.Ask, 1<<16)
	for i := range asks {
		asks[i] = numbered(int64(i))
	}
	b.ReportAllocs()
	var n atomic.Int64
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			a := asks[n.Add(1)%int64(len(asks))]
			g.Admit(b.Context(), a)
			g.Done(a, nil)
		}
	})
}

// BenchmarkLocalFlood never meets a message or a person twice.
func BenchmarkLocalFlood(b *testing.B) {
	g := gate.NewLocal(r11, time.Now)
	var n atomic.Int64
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			s := strconv.FormatInt(n.Add(1), 36)
			g.Admit(b.Context(), gate.Ask{Key: s, Person: s, Count: true})
		}
	})
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.HeapAlloc)/(1<<20), "MiB")
	runtime.KeepAlive(g)
}

// BenchmarkRedis asks and tells from as many goroutines as performance.md has
// connections, and reports the CPU time of this process a message.
func BenchmarkRedis(b *testing.B) {
	for _, workers := range []int{1, 64} {
		b.Run(strconv.Itoa(workers), func(b *testing.B) {
			g := redisGate(b, startServer(b), "bench", nil)
			reply := []byte("ta reply of some length, as a handler would give it to somebody")
			var n atomic.Int64
			b.SetParallelism(max(1, workers/runtime.GOMAXPROCS(0)))
			if workers == 1 {
				defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
			}
			b.ReportAllocs()
			before := cpu(b)
			b.ResetTimer()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					a := numbered(n.Add(1))
					if _, err := g.Admit(b.Context(), a); err != nil {
						b.Error(err)
					}
					g.Done(a, reply)
				}
			})
			b.ReportMetric(float64((cpu(b)-before).Nanoseconds())/float64(b.N)/1000, "cpu-µs/op")
		})
	}
}

func cpu(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
