package wecom_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unicode/utf8"

	"zhujiao/bot"
	"zhujiao/bot/wecom"
)

// posted returns robots below a path of an API, and what they have posted, in order.
func posted(t *testing.T) (*wecom.Robots, func() []string) {
	t.Helper()
	bodies := make(chan string, 10)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		if r.URL.Path != "/wx/cgi-bin/webhook/send" {
			t.Errorf("posted to %s", r.URL.Path)
		}
		bodies <- string(b)
		_, _ = io.WriteString(w, `{"errcode":"0","errmsg":"ok`+"\x14"+`"}`)
	}))
	t.Cleanup(srv.Close)
	r, err := wecom.New(srv.URL+"/wx/", map[string]string{"staff": "K"}, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	return r, func() (out []string) {
		for len(bodies) > 0 {
			out = append(out, <-bodies)
		}
		return out
	}
}

// TestWordsLeaveReadable posts odd words: the platform reads them raw.
func TestWordsLeaveReadable(t *testing.T) {
	t.Parallel()
	r, bodies := posted(t)
	if err := r.Send(t.Context(), "staff", "a<b>&\u2028\x00\x14\xff\uFFFE\n😀"); err != nil {
		t.Fatal(err)
	}
	if got, want := bodies(), `{"msgtype":"text","text":{"content":"a<b>&`+"\u2028\uFFFD"+`\n😀"}}`; len(got) != 1 || got[0] != want {
		t.Errorf("posted %q, want %q", got, want)
	}
}

// TestLongText cuts what is longer than a robot accepts, at a character and with a sign.
func TestLongText(t *testing.T) {
	t.Parallel()
	r, bodies := posted(t)
	for _, send := range []struct {
		do    func(words string) error
		limit int
	}{
		{func(words string) error { return r.Send(t.Context(), "staff", words) }, 2048},
		{func(words string) error { return r.SendMarkdown(t.Context(), "staff", words) }, 4096},
	} {
		for _, one := range []string{"好", "😀", "é", "\x80y"} {
			words := "x" + strings.Repeat(one, 3000)
			if err := send.do(words); err != nil {
				t.Fatal(err)
			}
			var in map[string]any
			if err := json.Unmarshal([]byte(bodies()[0]), &in); err != nil {
				t.Fatal(err)
			}
			said := in[in["msgtype"].(string)].(map[string]any)["content"].(string)
			whole := !strings.Contains(said, "\uFFFD") || strings.Contains(words, "\x80")
			if len(said) > send.limit || len(said) < send.limit-6 || !strings.HasSuffix(said, "…") || !whole {
				t.Errorf("%d bytes, limit %d: …%q", len(said), send.limit, said[len(said)-9:])
			}
		}
	}
}

// TestMergeBounded makes at most five messages of a text, each whole: one that needed more
// than a minute's would keep the others waiting for ever.
func TestMergeBounded(t *testing.T) {
	t.Parallel()
	r, _ := posted(t)
	long := strings.Repeat("长", 40000)
	for _, words := range []string{long, strings.Repeat("一行\n", 40000), strings.Repeat("\x80y", 50000), strings.Repeat("\n", 9000) + "x"} {
		got := r.Merge([]string{"前", words, "后"})
		if len(got) > 7 || got[0][:3] != "前" || !strings.HasSuffix(got[len(got)-1], "后") {
			t.Errorf("%d messages, the last ends in %q", len(got), got[len(got)-1])
		}
		for _, m := range got {
			if len(m) > 2048 || !utf8.ValidString(m) || m == "" {
				t.Errorf("a message of %d bytes", len(m))
			}
		}
	}
	got := r.Merge([]string{long})
	if last := got[len(got)-1]; len(got) != 5 || !strings.HasPrefix(last, "(5/5)") || !strings.HasSuffix(last, "…") {
		t.Errorf("%d messages, the last %.10q", len(got), got[len(got)-1])
	}
}

// TestNoRedirect posts to an API that redirects to another host, which must not get the
// key.
func TestNoRedirect(t *testing.T) {
	t.Parallel()
	var stolen atomic.Int32
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { stolen.Add(1) }))
	t.Cleanup(other.Close)
	for _, status := range []int{301, 302, 307, 308} {
		api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, other.URL+r.URL.RequestURI(), status)
		}))
		t.Cleanup(api.Close)
		r, err := wecom.New(api.URL, map[string]string{"staff": "SECRETKEY"}, time.Now)
		if err != nil {
			t.Fatal(err)
		}
		err = r.Send(t.Context(), "staff", "x")
		if e, ok := errors.AsType[*bot.SendError](err); !ok || e.Class != bot.BadConfig || strings.Contains(err.Error(), "SECRETKEY") {
			t.Errorf("%d ends with %v", status, err)
		}
	}
	if n := stolen.Load(); n > 0 {
		t.Errorf("the other host got %d requests", n)
	}
}
