package wecom_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"zhujiao/bot"
	"zhujiao/bot/wecom"
)

func robots(t *testing.T, answer string, now bot.Clock) *wecom.Robots {
	t.Helper()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var in map[string]any
		if err := json.NewDecoder(r.Body).Decode(&in); err != nil || r.URL.Query().Get("key") != "SECRETKEY" {
			t.Errorf("call %s: %v", r.URL, err)
		}
		_, _ = io.WriteString(w, answer)
	}))
	t.Cleanup(srv.Close)
	r, err := wecom.New(srv.URL, map[string]string{"staff": "SECRETKEY"}, now)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestMinuteIsFull(t *testing.T) {
	t.Parallel()
	now := time.Date(2022, 7, 7, 12, 0, 0, 0, time.UTC)
	r := robots(t, `{"errcode":0}`, func() time.Time { return now })
	for range 20 {
		if n, _ := r.Free("staff"); n == 0 {
			t.Fatal("full before 20 messages")
		}
		if err := r.Send(t.Context(), "staff", "x"); err != nil {
			t.Fatal(err)
		}
	}
	n, next := r.Free("staff")
	if n != 0 || !next.Equal(now.Add(time.Minute)) {
		t.Errorf("free %d until %v, want none for a minute", n, next)
	}
	now = next
	if n, _ := r.Free("staff"); n != 20 {
		t.Errorf("free %d a minute later, want 20", n)
	}
}

func TestMerge(t *testing.T) {
	t.Parallel()
	r := robots(t, "", nil)
	if got := r.Merge([]string{"a", "b", "c"}); len(got) != 1 || got[0] != "a\nb\nc" {
		t.Errorf("merged %q", got)
	}
	long := strings.Repeat("课程会讲到后台吗\n", 300)
	got := r.Merge([]string{long, "end"})
	var all strings.Builder
	for _, m := range got {
		if len(m) > 2048 || !utf8.ValidString(m) {
			t.Errorf("a message of %d bytes, valid %v", len(m), utf8.ValidString(m))
		}
		all.WriteString(m)
	}
	if strings.Count(all.String(), "课程会讲到后台吗") != 300 || !strings.HasPrefix(got[0], "(1/") {
		t.Errorf("%d messages lost words or numbers: %q…", len(got), got[0][:40])
	}
	if got := r.Merge([]string{strings.Repeat("好", 2000)}); len(got) != 3 {
		t.Errorf("6,000 bytes in %d messages, want 3", len(got))
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	for answer, want := range map[string]bot.ErrorClass{
		`{"errcode":45009,"errmsg":"api freq out of limit"}`: bot.TooFast, `{"errcode":93000}`: bot.NoRecipient,
		`{"errcode":-1}`: bot.Transient, `{"errcode":40058}`: bot.BadContent, `no JSON`: bot.Transient,
	} {
		err := robots(t, answer, time.Now).Send(t.Context(), "staff", "x")
		if e, ok := errors.AsType[*bot.SendError](err); !ok || e.Class != want || strings.Contains(err.Error(), "SECRETKEY") {
			t.Errorf("%s: %v, want class %d and no key", answer, err, want)
		}
	}
	r, err := wecom.New("http://127.0.0.1:1", map[string]string{"staff": "SECRETKEY"}, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Send(t.Context(), "staff", "x"); err == nil || strings.Contains(err.Error(), "SECRETKEY") {
		t.Errorf("err = %v, want one without the key", err)
	}
	if err := r.Send(t.Context(), "nobody", "x"); err == nil {
		t.Error("a robot that does not exist took a message")
	}
}
