package metrics_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/metrics"
)

// source is a program whose database may hang.
type source struct {
	reads atomic.Int64
	hangs bool
}

func (s *source) Live() metrics.Live {
	return metrics.Live{Rung: metrics.RungLocal, Token: -1, Connections: -1}
}

func (s *source) Stored(ctx context.Context) (metrics.Stored, error) {
	n := s.reads.Add(1)
	if s.hangs {
		<-ctx.Done()
		return metrics.Stored{}, ctx.Err()
	}
	return metrics.Stored{Tickets: metrics.Backlog{N: int(n), Age: time.Minute}}, nil
}

func ask(t *testing.T, m *metrics.Metrics) string {
	t.Helper()
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil))
	return w.Body.String()
}

// What waits is read at most once in five seconds, and for two seconds at most; what the
// process knows itself is there in any case.
func TestState(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m, s := metrics.New(metrics.Build{}, nil), &source{}
		m.Watch(s)
		for _, pause := range []time.Duration{0, 4 * time.Second, 2 * time.Second} {
			time.Sleep(pause)
			ask(t, m)
		}
		if got := ask(t, m); s.reads.Load() != 2 || !strings.Contains(got, "\nzhujiao_tickets 2\n") {
			t.Errorf("the database was read %d times in six seconds, want 2", s.reads.Load())
		}
		s.hangs = true
		time.Sleep(6 * time.Second)
		begin := time.Now()
		got := ask(t, m)
		if took := time.Since(begin); took != 2*time.Second {
			t.Errorf("a database that hangs was waited for %v", took)
		}
		for want, there := range map[string]bool{
			"\nzhujiao_database_read 0\n": true, "\nzhujiao_gate_rung{rung=\"local\"} 1\n": true,
			"\nzhujiao_tickets ": false, "\nzhujiao_token_age_seconds ": false,
		} {
			if strings.Contains(got, want) != there {
				t.Errorf("%q: want %v", want, there)
			}
		}
	})
}

// Every value of a kind, a class of errors or a reason has a name of its own, and others are
// other.
func TestLabels(t *testing.T) {
	t.Parallel()
	m := metrics.New(metrics.Build{}, []string{"known"})
	for _, k := range []bot.Kind{"text", "image", "voice", "video", "location", "link", "other", "never heard of"} {
		m.Push(k, "", time.Millisecond, nil)
	}
	for _, e := range []bot.Event{"subscribe", "unsubscribe", "scan", "click", "view", "masssendjobfinish", "never heard of"} {
		m.Push(bot.KindEvent, e, time.Millisecond, fmt.Errorf("in work: %w", bot.ErrBusy))
	}
	m.Push("text", "", time.Millisecond, bot.ErrLate)
	m.Push("text", "", time.Millisecond, errors.New("boom"))
	m.Refused("known")
	m.Refused("unknown")
	for class := bot.Transient; class <= bot.Bug+1; class++ {
		m.Sent("person", time.Second, &bot.SendError{Class: class})
	}
	m.Sent("person", time.Second, &bot.SendError{MaybeSent: true})
	m.Sent("mass", time.Second, nil)
	m.Sent("pigeon", time.Second, nil)
	got := ask(t, m)
	lines := []string{
		`pushes_total{kind="other",outcome="answered"} 2`, `pushes_total{kind="other",outcome="busy"} 1`,
		`pushes_total{kind="mass_result",outcome="busy"} 1`, `pushes_total{kind="text",outcome="late"} 1`,
		`pushes_total{kind="text",outcome="failed"} 1`, `refused_pushes_total{reason="known"} 1`,
		`refused_pushes_total{reason="other"} 1`, `sends_total{channel="person",end="other"} 1`,
		`sends_total{channel="person",end="no_answer"} 1`, `sends_total{channel="mass",end="ok"} 1`,
	}
	for _, end := range []string{
		"transient", "bad_config", "no_recipient", "no_window", "too_fast", "no_quota", "bad_content", "forbidden", "banned", "bug",
	} {
		lines = append(lines, `sends_total{channel="person",end="`+end+`"} 1`)
	}
	for _, line := range lines {
		if !strings.Contains(got, "\nzhujiao_"+line+"\n") {
			t.Errorf("%s is missing", line)
		}
	}
	if strings.Contains(got, "never") || strings.Contains(got, "pigeon") {
		t.Error("a value comes from outside")
	}
}
