package wechat_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/wechat"
)

// api is a platform of which a test decides the answers.
type api struct {
	*httptest.Server
	tokens atomic.Int64
	forced atomic.Int64
	calls  atomic.Int64
	answer func(path, token string, body []byte) string
}

func newAPI(t *testing.T, answer func(path, token string, body []byte) string) *api {
	t.Helper()
	a := &api{answer: answer}
	a.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		if r.URL.Path == "/cgi-bin/stable_token" {
			a.tokens.Add(1)
			if bytes.Contains(body, []byte(`"force_refresh":true`)) {
				a.forced.Add(1)
			}
			n := 1 + a.forced.Load() // the same for everybody until it is renewed
			_ = json.NewEncoder(w).Encode(map[string]any{"access_token": "SECRETTOKEN" + string(rune('0'+n)), "expires_in": 7200})
			return
		}
		a.calls.Add(1)
		_, _ = io.WriteString(w, a.answer(r.URL.Path, r.URL.Query().Get("access_token"), body))
	}))
	t.Cleanup(a.Close)
	return a
}

func (a *api) sender(t *testing.T, now bot.Clock) *wechat.Sender {
	t.Helper()
	g, err := wechat.NewGateway(a.URL, "wx0123456789abcdef", "APPSECRET", now)
	if err != nil {
		t.Fatal(err)
	}
	return wechat.NewSender(g)
}

const fine = `{"errcode":0,"errmsg":"ok"}`

func still() time.Time { return time.Date(2022, 7, 7, 12, 0, 0, 0, time.UTC) }

// TestOneFetch lets 50 goroutines find the token expired: one fetches it.
func TestOneFetch(t *testing.T) {
	t.Parallel()
	a := newAPI(t, func(string, string, []byte) string { return fine })
	s := a.sender(t, still)
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			if err := s.SendText(t.Context(), "openid", "你好"); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if a.tokens.Load() != 1 || a.calls.Load() != 50 {
		t.Errorf("%d fetches for %d calls, want 1 for 50", a.tokens.Load(), a.calls.Load())
	}
}

// TestOneRenewal lets 50 goroutines be refused with 40001 at once: the token is
// renewed once, and every call is repeated once and succeeds.
func TestOneRenewal(t *testing.T) {
	t.Parallel()
	a := newAPI(t, func(_, token string, _ []byte) string {
		if token == "SECRETTOKEN1" {
			return `{"errcode":40001,"errmsg":"invalid credential rid: x"}`
		}
		return fine
	})
	s := a.sender(t, still)
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			if err := s.SendText(t.Context(), "openid", "你好"); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if a.forced.Load() != 1 {
		t.Errorf("%d forced renewals, want 1", a.forced.Load())
	}
}

// TestRenewedByAnother lets two gateways of one account be refused at once: one of them
// renews the token, and the other takes the new one instead of renewing it again.
func TestRenewedByAnother(t *testing.T) {
	t.Parallel()
	var a *api
	var valid atomic.Int64
	a = newAPI(t, func(_, token string, _ []byte) string {
		if token != "SECRETTOKEN"+string(rune('1'+max(valid.Load(), a.forced.Load()))) {
			return `{"errcode":40001,"errmsg":"invalid credential"}`
		}
		return fine
	})
	one, other := a.sender(t, still), a.sender(t, still)
	for round := range 5 {
		if round == 1 { // both have the token
			valid.Store(1)
		}
		for who, s := range map[string]*wechat.Sender{"one": one, "other": other} {
			if err := s.SendText(t.Context(), "openid", "你好"); err != nil {
				t.Errorf("round %d, %s: %v", round, who, err)
			}
		}
	}
	if a.forced.Load() != 1 {
		t.Errorf("%d forced renewals, want 1", a.forced.Load())
	}
}

// TestRefusedForGood is refused again and again: a renewal at most every 30
// seconds, 20 a day, and an error that names the settings.
func TestRefusedForGood(t *testing.T) {
	t.Parallel()
	a := newAPI(t, func(string, string, []byte) string { return `{"errcode":40001,"errmsg":"invalid credential"}` })
	now := still()
	s := a.sender(t, func() time.Time { return now })
	for range 100 {
		err := s.SendText(t.Context(), "openid", "你好")
		if e, ok := errors.AsType[*bot.SendError](err); !ok || e.Class != bot.BadConfig {
			t.Fatalf("err = %v, want BadConfig", err)
		}
		now = now.Add(20 * time.Second)
	}
	if n := a.forced.Load(); n > 20 {
		t.Errorf("%d forced renewals in half an hour, want at most 20", n)
	}
}

// TestClasses holds the classes to the platform's table where it says what to
// do, and checks that nothing secret gets into an error.
func TestClasses(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]bot.ErrorClass{
		"-1": bot.Transient, "45015": bot.NoWindow, "45047": bot.NoWindow, "43004": bot.NoRecipient, "40003": bot.NoRecipient,
		"45009": bot.NoQuota, "45011": bot.TooFast, "45002": bot.BadContent, "44004": bot.BadContent, "48004": bot.Banned,
		"40164": bot.BadConfig, "40033": bot.Bug, "99999": bot.Bug,
	} {
		a := newAPI(t, func(string, string, []byte) string {
			return `{"errcode":` + code + `,"errmsg":"no rid: 12345678-12345678-12345678"}`
		})
		err := a.sender(t, still).SendText(t.Context(), "openid-of-somebody", "你好")
		e, ok := errors.AsType[*bot.SendError](err)
		if !ok || e.Class != want || e.MaybeSent {
			t.Errorf("%s: %v of class %d, want class %d", code, err, e.Class, want)
		}
		checkSecrets(t, err)
	}
}

func checkSecrets(t *testing.T, err error) {
	t.Helper()
	for _, secret := range []string{"SECRETTOKEN", "APPSECRET", "openid-of", "access_token"} {
		if strings.Contains(err.Error(), secret) {
			t.Errorf("the error holds %q: %v", secret, err)
		}
	}
}

// TestMaybeSent tells a call that never left from one without an answer.
func TestMaybeSent(t *testing.T) {
	t.Parallel()
	a := newAPI(t, func(path, _ string, _ []byte) string {
		if strings.HasSuffix(path, "/custom/send") {
			panic(http.ErrAbortHandler)
		}
		return fine
	})
	s := a.sender(t, still)
	err := s.SendText(t.Context(), "openid-of-somebody", "你好")
	if e, ok := errors.AsType[*bot.SendError](err); !ok || !e.MaybeSent {
		t.Errorf("an answer that never came: %v, want it to say that it may have been sent", err)
	}
	checkSecrets(t, err)
	a.Close()
	err = s.MassPreview(t.Context(), "openid-of-somebody", "你好")
	if e, ok := errors.AsType[*bot.SendError](err); !ok || e.MaybeSent {
		t.Errorf("nobody listens: %v, want it to say that nothing was sent", err)
	}
	checkSecrets(t, err)
}

// TestMassDuplicate gets 45065: the first call's id, and no error.
func TestMassDuplicate(t *testing.T) {
	t.Parallel()
	a := newAPI(t, func(_, _ string, body []byte) string {
		if !bytes.Contains(body, []byte(`"clientmsgid":"c1"`)) || !bytes.Contains(body, []byte("今晚<b>&")) {
			t.Errorf("body %s: want the client id and raw UTF-8", body)
		}
		return `{"errcode":45065,"errmsg":"clientmsgid exist","msg_id":34182}`
	})
	id, err := a.sender(t, still).MassSend(t.Context(), "c1", []string{"a", "b"}, "今晚<b>&")
	if id != "34182" || err != nil {
		t.Errorf("id %q, err %v; want the first call's id", id, err)
	}
}

// TestTimeOut ends a call whose platform hangs, and says that it may have been
// sent.
func TestTimeOut(t *testing.T) {
	t.Parallel()
	hang := make(chan struct{})
	a := newAPI(t, func(string, string, []byte) string { <-hang; return fine })
	defer close(hang)
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	err := a.sender(t, still).SendText(ctx, "openid-of-somebody", "你好")
	if e, ok := errors.AsType[*bot.SendError](err); !ok || !e.MaybeSent || e.Class != bot.Transient {
		t.Errorf("err = %v, want a transient one that may have been sent", err)
	}
	checkSecrets(t, err)
}

// TestGone tells people who left from those whom only this message cannot reach.
func TestGone(t *testing.T) {
	t.Parallel()
	for code, gone := range map[string]bool{"43004": true, "40003": true, "50005": false, "45015": false} {
		a := newAPI(t, func(string, string, []byte) string { return `{"errcode":` + code + `,"errmsg":"no"}` })
		err := a.sender(t, still).SendText(t.Context(), "openid", "你好")
		if e, ok := errors.AsType[*bot.SendError](err); !ok || e.Gone != gone || !e.Refused() {
			t.Errorf("%s: %+v, want gone %t", code, err, gone)
		}
	}
}

// TestMassQuota expects a refusal when fewer mass sends are left than are needed.
func TestMassQuota(t *testing.T) {
	t.Parallel()
	a := newAPI(t, func(string, string, []byte) string { return `{"errcode":0,"errmsg":"ok","quota":{"remain":3}}` })
	for calls, short := range map[int]bool{2: false, 3: false, 4: true} {
		refusal, err := a.sender(t, still).MassQuota(t.Context(), calls)
		if err != nil || (refusal != nil) != short || short && (refusal.Class != bot.NoQuota || !refusal.Refused()) {
			t.Errorf("%d calls: refusal %v, err %v; want one: %t", calls, refusal, err, short)
		}
	}
	b := newAPI(t, func(string, string, []byte) string { return `{"errcode":45009,"errmsg":"reach limit"}` })
	if refusal, err := b.sender(t, still).MassQuota(t.Context(), 1); refusal != nil || err == nil {
		t.Errorf("quota unknown: refusal %v, err %v; want an error alone", refusal, err)
	}
}

// TestLeft asks who left; who is not mentioned, or without saying so, did not.
func TestLeft(t *testing.T) {
	t.Parallel()
	a := newAPI(t, func(string, string, []byte) string {
		return `{"user_info_list":[{"openid":"a","subscribe":0},{"openid":"b","subscribe":1},{"openid":"c"}]}`
	})
	gone, err := a.sender(t, still).Left(t.Context(), []string{"a", "b", "c", "d"})
	if err != nil || len(gone) != 1 || gone[0] != "a" {
		t.Errorf("gone %v, err %v; want a alone", gone, err)
	}
}
