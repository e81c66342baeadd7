package wechat_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"

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
		"err(40001)":   {counts("10", "8", "0", "0"), bot.MassResult{Total: 10, Filtered: 8, Failed: bot.AllFailed}},
		"err(10001)":   {counts("10", "8", "3", "x"), bot.MassResult{Total: 10, Filtered: 8, Sent: 3}},
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
