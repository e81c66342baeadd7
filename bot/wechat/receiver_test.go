package wechat_test

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"zhujiao/bot"
	"zhujiao/bot/wechat"
)

// receiver is one of the account gh in plain mode.
func receiver(t *testing.T, h bot.HandlerFunc, apology func(error) bot.Reply) *wechat.Receiver {
	t.Helper()
	cfg := wechat.Config{Token: "t", OriginalID: "gh", Mode: wechat.ModePlain, Sign: signed}
	r, err := wechat.NewReceiver(cfg, h, still, slog.New(slog.DiscardHandler), apology)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// signed is a keyed hash.
func signed(text string) string { return "signed " + text }

// push brings somebody's push with these elements and returns the answer.
func push(t *testing.T, r *wechat.Receiver, elements string) string {
	t.Helper()
	at := strconv.FormatInt(still().Unix(), 10)
	q := url.Values{"timestamp": {at}, "nonce": {"n"}, "signature": {wechat.Sign("t", at, "n")}}
	body := `<xml><ToUserName>gh</ToUserName><FromUserName>somebody</FromUserName><CreateTime>` + at + `</CreateTime>` + elements + `</xml>`
	w := httptest.NewRecorder()
	r.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/wechat?"+q.Encode(), strings.NewReader(body)))
	if w.Code != http.StatusOK {
		t.Fatalf("status %d", w.Code)
	}
	return w.Body.String()
}

// unanswered pushes a text and returns how long its connection was kept before it was
// closed without an answer.
func unanswered(t *testing.T, ctx context.Context, r *wechat.Receiver) (kept time.Duration) { //nolint:revive // the test comes first
	t.Helper()
	at := strconv.FormatInt(still().Unix(), 10)
	q := url.Values{"timestamp": {at}, "nonce": {"n"}, "signature": {wechat.Sign("t", at, "n")}}
	body := `<xml><ToUserName>gh</ToUserName><FromUserName>somebody</FromUserName><MsgType>text</MsgType><Content>hi</Content></xml>`
	w := httptest.NewRecorder()
	begin := time.Now()
	defer func() {
		kept = time.Since(begin)
		if v := recover(); v != http.ErrAbortHandler || w.Body.Len() > 0 { //nolint:errorlint // a panic's value
			t.Errorf("got %v with status %d and %q, want the connection to be closed without an answer", v, w.Code, w.Body)
		}
	}()
	r.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/wechat?"+q.Encode(), strings.NewReader(body)).WithContext(ctx))
	return kept
}

// TestNotAcknowledged keeps the connection of every push that was not committed until the
// platform has given up, whatever the reason, and never answers it.
func TestNotAcknowledged(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		err  error
		took time.Duration
	}{
		"full":       {bot.ErrBusy, 0},
		"late":       {fmt.Errorf("wrapped: %w", bot.ErrLate), 4500 * time.Millisecond},
		"unit error": {errors.New("database is locked"), time.Second},
		"very late":  {errors.New("the disk is full"), time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				r := receiver(t, func(context.Context, *bot.Message) (bot.Reply, error) {
					time.Sleep(tc.took)
					return bot.Text("never"), tc.err
				}, nil)
				if kept := unanswered(t, t.Context(), r); kept != max(tc.took, 5500*time.Millisecond) {
					t.Errorf("the connection was kept for %v", kept)
				}
				ctx, cancel := context.WithCancel(t.Context())
				cancel() // the platform hung up
				if kept := unanswered(t, ctx, r); kept != tc.took {
					t.Errorf("after the platform hung up the connection was kept for %v", kept)
				}
				time.Sleep(time.Hour) // the tally's timers
			})
		})
	}
}

// TestCrowded closes connections at once when too many are kept.
func TestCrowded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := receiver(t, func(context.Context, *bot.Message) (bot.Reply, error) { return nil, bot.ErrBusy }, nil)
		for range wechat.OpenMax {
			go unanswered(t, t.Context(), r)
		}
		synctest.Wait()
		if kept := unanswered(t, t.Context(), r); kept != 0 {
			t.Errorf("kept for %v, want it closed at once", kept)
		}
		time.Sleep(6 * time.Second)
		if kept := unanswered(t, t.Context(), r); kept != 5500*time.Millisecond {
			t.Errorf("when the others are closed: kept for %v", kept)
		}
		time.Sleep(time.Hour)
	})
}

// TestRefusalsAreCounted logs a flood of bad requests in one line a minute.
func TestRefusalsAreCounted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		cfg := wechat.Config{Token: "t", OriginalID: "gh", Mode: wechat.ModePlain, Sign: signed}
		r, err := wechat.NewReceiver(cfg, nil, still, slog.New(slog.NewTextHandler(&out, nil)), nil)
		if err != nil {
			t.Fatal(err)
		}
		for i := range 9000 {
			w := httptest.NewRecorder()
			r.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/wechat?signature="+strconv.Itoa(i), strings.NewReader("x")))
			if w.Code != http.StatusForbidden {
				t.Fatal(w.Code)
			}
			time.Sleep(20 * time.Millisecond) // three minutes in all
		}
		time.Sleep(time.Hour)
		synctest.Wait()
		if n := strings.Count(out.String(), "\n"); n != 4 {
			t.Errorf("%d lines, want the first and one for each of three minutes:\n%s", n, out.String())
		}
		total := 1
		for line := range strings.Lines(out.String()) {
			if _, times, ok := strings.Cut(strings.TrimSpace(line), "times="); ok {
				n, _ := strconv.Atoi(times)
				total += n
			}
		}
		if total != 9000 {
			t.Errorf("the lines count %d requests, want 9000", total)
		}
	})
}

// TestFailuresAreCounted logs an outage in a few lines a minute.
func TestFailuresAreCounted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		cfg := wechat.Config{Token: "t", OriginalID: "gh", Mode: wechat.ModePlain, Sign: signed}
		fails := bot.HandlerFunc(func(context.Context, *bot.Message) (bot.Reply, error) { return nil, errors.New("the disk is full") })
		r, err := wechat.NewReceiver(cfg, fails, still, slog.New(slog.NewTextHandler(&out, nil)), nil)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel() // nobody waits
		for range 1000 {
			unanswered(t, ctx, r)
			time.Sleep(time.Millisecond)
		}
		time.Sleep(time.Hour)
		synctest.Wait()
		if full := strings.Count(out.String(), "the disk is full"); full != 10 || !strings.Contains(out.String(), "times=999") {
			t.Errorf("%d lines in full, want 10 and a count:\n%s", full, out.String())
		}
	})
}

// plainPush pushes a body in plain mode under a timestamp and a nonce, with a valid
// signature, and returns the status.
func plainPush(r *wechat.Receiver, stamp, nonce, signature, content string) int {
	q := url.Values{"timestamp": {stamp}, "nonce": {nonce}, "signature": {signature}}
	body := `<xml><ToUserName>gh</ToUserName><FromUserName>somebody</FromUserName><MsgType>text</MsgType><Content>` + content +
		`</Content></xml>`
	w := httptest.NewRecorder()
	r.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/wechat?"+q.Encode(), strings.NewReader(body)))
	return w.Code
}

// TestManyPlainPushes pushes far more than 65,536 messages in plain mode: none is refused,
// and a forged body under the first signature still is, while a retry is not.
func TestManyPlainPushes(t *testing.T) {
	t.Parallel()
	now := still()
	cfg := wechat.Config{Token: "t", OriginalID: "gh", Mode: wechat.ModePlain, Sign: signed}
	silent := bot.HandlerFunc(func(context.Context, *bot.Message) (bot.Reply, error) { return bot.Silence{}, nil })
	r, err := wechat.NewReceiver(cfg, silent, func() time.Time { return now }, slog.New(slog.DiscardHandler), nil)
	if err != nil {
		t.Fatal(err)
	}
	first := strconv.FormatInt(now.Unix(), 10)
	for i := range 150_000 {
		now = still().Add(time.Duration(i) * 4 * time.Millisecond) // ten minutes in all
		at, nonce := strconv.FormatInt(now.Unix(), 10), strconv.Itoa(i)
		if status := plainPush(r, at, nonce, wechat.Sign("t", at, nonce), nonce); status != http.StatusOK {
			t.Fatalf("genuine push %d: %d", i, status)
		}
	}
	if status := plainPush(r, first, "0", wechat.Sign("t", first, "0"), "forged"); status != http.StatusForbidden {
		t.Errorf("another body under the first signature: %d", status)
	}
	if status := plainPush(r, first, "0", wechat.Sign("t", first, "0"), "0"); status != http.StatusOK {
		t.Errorf("the first push again: %d", status)
	}
}

// TestShiftedZero moves a zero from the nonce to the timestamp, which leaves the signature
// valid: it would be another push for the table of replays.
func TestShiftedZero(t *testing.T) {
	t.Parallel()
	r := receiver(t, func(context.Context, *bot.Message) (bot.Reply, error) { return bot.Silence{}, nil }, nil)
	at := strconv.FormatInt(still().Unix(), 10)
	signature := wechat.Sign("t", at, "000")
	if signature != wechat.Sign("t", "0"+at, "00") {
		t.Fatal("the signatures differ: the test shows nothing")
	}
	if status := plainPush(r, at, "000", signature, "hi"); status != http.StatusOK {
		t.Errorf("genuine: %d", status)
	}
	if status := plainPush(r, "0"+at, "00", signature, "forged"); status != http.StatusForbidden {
		t.Errorf("forged: %d", status)
	}
}

// TestReplayMemory replaces an era when it is full: pushes are not refused, and the last
// era is still known.
func TestReplayMemory(t *testing.T) {
	t.Parallel()
	r := wechat.NewReplays(time.Hour, 100)
	admit := func(i int, body string) bool { return r.Admit("1657191600", strconv.Itoa(i), []byte(body), still()) }
	for i := range 1000 {
		if !admit(i, "genuine") {
			t.Fatalf("push %d is refused", i)
		}
	}
	if admit(999, "forged") || admit(901, "forged") || !admit(901, "genuine") {
		t.Error("the pushes of this era are not known")
	}
	if admit(850, "forged") || !admit(850, "genuine") {
		t.Error("the pushes of the era before are not known")
	}
	if n := r.Len(); n > 200 {
		t.Errorf("%d pushes are kept, want two eras of 100 at most", n)
	}
}

// TestEnvelope encrypts a reply under a nonce of our own: the request's may hold anything.
func TestEnvelope(t *testing.T) {
	t.Parallel()
	const key, app = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "wx1"
	cfg := wechat.Config{AppID: app, Token: "t", OriginalID: "gh", AESKey: key, Mode: wechat.ModeSafe, Sign: signed}
	says := bot.HandlerFunc(func(context.Context, *bot.Message) (bot.Reply, error) { return bot.Text("hello"), nil })
	r, err := wechat.NewReceiver(cfg, says, still, slog.New(slog.DiscardHandler), nil)
	if err != nil {
		t.Fatal(err)
	}
	at, nonce := strconv.FormatInt(still().Unix(), 10), "]]></Nonce><Encrypt>evil"
	sealed, err := wechat.SealWith(key, "0123456789abcdef",
		`<xml><ToUserName>gh</ToUserName><FromUserName>somebody</FromUserName><MsgType>text</MsgType><Content>hi</Content></xml>`, app)
	if err != nil {
		t.Fatal(err)
	}
	nonces := map[string]bool{}
	for range 3 {
		q := url.Values{
			"timestamp": {at}, "nonce": {nonce}, "encrypt_type": {"aes"}, "msg_signature": {wechat.Sign("t", at, nonce, sealed)},
		}
		w := httptest.NewRecorder()
		r.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/wechat?"+q.Encode(),
			strings.NewReader(`<xml><ToUserName>gh</ToUserName><Encrypt>`+sealed+`</Encrypt></xml>`)))
		var got struct {
			Encrypt, MsgSignature, TimeStamp, Nonce []string
		}
		if err := xml.Unmarshal(w.Body.Bytes(), &got); err != nil || len(got.Encrypt) != 1 || len(got.Nonce) != 1 {
			t.Fatalf("%v in %q", err, w.Body)
		}
		if strings.Contains(w.Body.String(), "evil") || len(got.Nonce[0]) < 16 || nonces[got.Nonce[0]] {
			t.Errorf("the nonce is %q, want a random one of ours", got.Nonce[0])
		}
		nonces[got.Nonce[0]] = true
		if want := wechat.Sign("t", got.TimeStamp[0], got.Nonce[0], got.Encrypt[0]); got.MsgSignature[0] != want {
			t.Errorf("signature %q, want %q", got.MsgSignature[0], want)
		}
	}
}

// TestBuffersAreUsedAgain pushes many messages of different sizes at once: each message keeps
// its own words after the next ones have used its buffers, and each reply is to its own push.
func TestBuffersAreUsedAgain(t *testing.T) {
	t.Parallel()
	const key, app, n = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "wx1", 300
	cfg := wechat.Config{AppID: app, Token: "t", OriginalID: "gh", AESKey: key, Mode: wechat.ModeSafe, Sign: signed}
	var mu sync.Mutex // guards kept
	kept := map[string]*bot.Message{}
	says := bot.HandlerFunc(func(_ context.Context, m *bot.Message) (bot.Reply, error) {
		mu.Lock()
		kept[m.ID] = m
		mu.Unlock()
		runtime.Gosched()
		return bot.Text(m.Text), nil
	})
	r, err := wechat.NewReceiver(cfg, says, still, slog.New(slog.DiscardHandler), nil)
	if err != nil {
		t.Fatal(err)
	}
	words := func(i int) string { return fmt.Sprint(i) + strings.Repeat("words ", i*7%50) + "." }
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			at, nonce := strconv.FormatInt(still().Unix(), 10), fmt.Sprint(i)
			sealed, err := wechat.SealWith(key, "0123456789abcdef", fmt.Sprintf(
				`<xml><ToUserName>gh</ToUserName><FromUserName>o%d</FromUserName>`+
					`<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[%s]]></Content><MsgId>%d</MsgId></xml>`, i, words(i), i), app)
			if err != nil {
				t.Error(err)
			}
			q := url.Values{
				"timestamp": {at}, "nonce": {nonce}, "encrypt_type": {"aes"}, "msg_signature": {wechat.Sign("t", at, nonce, sealed)},
			}
			w := httptest.NewRecorder()
			r.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/wechat?"+q.Encode(),
				strings.NewReader(`<xml><Encrypt><![CDATA[`+sealed+`]]></Encrypt></xml>`)))
			var got struct{ Encrypt string }
			if err := xml.Unmarshal(w.Body.Bytes(), &got); err != nil {
				t.Error(err)
			}
			if reply, err := wechat.Unseal(key, got.Encrypt, app); err != nil || !strings.Contains(reply, "[CDATA["+words(i)+"]]") {
				t.Errorf("the reply to push %d is %q, %v", i, reply, err)
			}
		})
	}
	wg.Wait()
	for i := range n {
		m, from, key := kept[fmt.Sprint(i)], bot.UserID(fmt.Sprint("o", i)), fmt.Sprint("m:", i)
		if m == nil || m.Text != words(i) || m.From != from || m.Key != key {
			t.Errorf("message %d has become %+v", i, m)
		}
	}
}

// FuzzReply writes whatever people may have written into a reply: it is XML that a strict
// parser reads, with each element once, and the text comes back but for the characters
// that XML does not allow.
func FuzzReply(f *testing.F) {
	for _, s := range []string{
		"hello", "a]]>b", "]]", "]]>]]>", "<a href='weixin://'>&amp;", "\x00\x1f\x7f\r\n\t", "\ufffe\uffff￥\ufffd", "\xed\xa0\x80half",
		"\xff\xfe", "", " ", "\u2028", "💩", "</Content><Content>", strings.Repeat("长", 3000), "x\xef\xbf", "]\x00]>",
	} {
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, said, openid string) {
		for _, reply := range []bot.Reply{bot.Text(said), bot.Choices{Lead: said, Items: []string{said}}, bot.Picture{File: said}} {
			out := wechat.AppendReply(reply, said, openid, "gh")
			if len(out) == 0 {
				continue
			}
			var got struct {
				ToUserName, FromUserName, CreateTime, MsgType, Content []string
			}
			d := xml.NewDecoder(bytes.NewReader(out))
			if err := d.Decode(&got); err != nil {
				t.Fatalf("%v in %q", err, out)
			}
			if !utf8.Valid(out) || len(got.ToUserName) != 1 || len(got.FromUserName) != 1 || len(got.Content) > 1 {
				t.Fatalf("got %+v of %q", got, out)
			}
			if _, isText := reply.(bot.Text); isText && len(got.Content[0]) < 1500 && got.Content[0] != wechat.Printable(said) {
				t.Fatalf("got %q, want %q", got.Content[0], wechat.Printable(said))
			}
		}
	})
}

// TestEventKeys makes the key of an event with the keyed hash, so that nobody can find out
// who sent it.
func TestEventKeys(t *testing.T) {
	t.Parallel()
	var key string
	r := receiver(t, func(_ context.Context, m *bot.Message) (bot.Reply, error) { key = m.Key; return bot.Silence{}, nil }, nil)
	push(t, r, `<MsgType>event</MsgType><Event>subscribe</Event>`)
	if !strings.HasPrefix(key, "e:signed ") {
		t.Errorf("the key is %q, want one of the keyed hash", key)
	}
}

// TestMassResult reads the results of mass sends, also of one that failed as a
// whole and counts nobody.
func TestMassResult(t *testing.T) {
	t.Parallel()
	counts := func(total, filtered, sent, failed string) string {
		return `<TotalCount>` + total + `</TotalCount><FilterCount>` + filtered + `</FilterCount><SentCount>` + sent +
			`</SentCount><ErrorCount>` + failed + `</ErrorCount>`
	}
	for status, c := range map[string]struct {
		counts string
		want   bot.MassResult
	}{
		"send success": {counts("10", "8", "7", "1"), bot.MassResult{Total: 10, Filtered: 8, Sent: 7, Failed: 1}},
		"send fail":    {counts("0", "0", "0", "0"), bot.MassResult{Failed: bot.AllFailed}},
		"err(40001)": {counts("10", "8", "0", "0"), bot.MassResult{
			Total: 10, Filtered: 8, Failed: bot.AllFailed, Approval: bot.ApprovalRefused,
		}},
		"err(40002)":             {counts("0", "0", "0", "0"), bot.MassResult{Failed: bot.AllFailed, Approval: bot.ApprovalExpired}},
		"wait for admin confirm": {counts("0", "0", "0", "0"), bot.MassResult{Approval: bot.ApprovalWaiting}},
		"err(10001)":             {counts("10", "8", "3", "x"), bot.MassResult{Total: 10, Filtered: 8, Sent: 3}},
	} {
		var got *bot.MassResult
		r := receiver(t, func(_ context.Context, m *bot.Message) (bot.Reply, error) { got = m.Mass; return bot.Silence{}, nil }, nil)
		push(t, r, `<MsgType>event</MsgType><Event>MASSSENDJOBFINISH</Event><MsgID>1</MsgID><Status>`+status+`</Status>`+c.counts)
		c.want.MsgID, c.want.Status = "1", status
		if got == nil || !cmp.Equal(*got, c.want) {
			t.Errorf("%s: %+v, want %+v", status, got, c.want)
		}
	}
}
