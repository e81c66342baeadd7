package wechat_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"
	"unicode/utf8"

	"zhujiao/bot"
	"zhujiao/bot/wechat"
)

// oddWords are words that encoders write as escapes, or decoders refuse.
const oddWords = "a<b>&\u2028c\u2029d\x00\x14\x1be\xfff\uFFFEg\uFFFF\"\\\n😀"

// cleanWords are what the platform reads of them.
const cleanWords = "a<b>&\u2028c\u2029de\uFFFDfg\"\\\n😀"

// TestWordsLeaveReadable sends odd words by each call that carries people's words, the
// SDK's and ours: the platform reads them raw.
func TestWordsLeaveReadable(t *testing.T) {
	t.Parallel()
	for name, send := range map[string]func(*wechat.Sender) error{
		"text": func(s *wechat.Sender) error { return s.SendText(t.Context(), "o", oddWords) },
		"choices": func(s *wechat.Sender) error {
			return s.SendChoices(t.Context(), "o", bot.Choices{Lead: oddWords, Items: []string{oddWords}})
		},
		"preview": func(s *wechat.Sender) error { return s.MassPreview(t.Context(), "o", oddWords) },
		"mass": func(s *wechat.Sender) error {
			_, err := s.MassSend(t.Context(), "id", []string{"o", "p"}, oddWords)
			return err
		},
		"once": func(s *wechat.Sender) error {
			return (&wechat.Subscriptions{Sender: s, Template: "T"}).Send(t.Context(), "o", "title", oddWords)
		},
		"tag": func(s *wechat.Sender) error {
			_, err := wechat.NewClient(s.Gateway()).Tag(t.Context(), oddWords, []string{"o"}, func(int) {})
			return err
		},
	} {
		g, requests := platformAnswering(t, `{"errcode":0,"tags":[],"tag":{"id":7}}`)
		if err := send(wechat.NewSender(g)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		found := false
		for _, r := range requests() {
			var in any
			if r.method == http.MethodGet {
				continue
			}
			if err := json.Unmarshal([]byte(r.body), &in); err != nil || !utf8.ValidString(r.body) || strings.Contains(r.body, `\u`) {
				t.Errorf("%s: %v in %q", name, err, r.body)
			}
			found = found || has(in, cleanWords)
		}
		if !found {
			t.Errorf("%s: the words are not in %q", name, requests())
		}
	}
}

// has reports whether a decoded JSON value contains a string.
func has(v any, s string) bool {
	switch v := v.(type) {
	case string:
		return v == s
	case []any:
		for _, e := range v {
			if has(e, s) {
				return true
			}
		}
	case map[string]any:
		for _, e := range v {
			if has(e, s) {
				return true
			}
		}
	}
	return false
}

// TestOddAnswers reads listings in which one name or number is odd: the others count.
func TestOddAnswers(t *testing.T) {
	t.Parallel()
	sender := func(answer string) *wechat.Sender {
		g, _ := platformAnswering(t, answer)
		return wechat.NewSender(g)
	}
	gone, err := sender(`{"user_info_list":[{"openid":"a","subscribe":"0","nickname":"x`+"\x14\xff"+`","remark":7},`+
		`{"openid":"b","subscribe":"no","remark":"y`+"\n"+`"},{"openid":"c","subscribe":{}},`+
		`{"openid":"d","subscribe":0},{"openid":5,"subscribe":0}]}`).
		Left(t.Context(), []string{"a", "b", "c", "d"})
	if err != nil || !reflect.DeepEqual(gone, []string{"a", "d"}) {
		t.Errorf("gone %v, %v; want a and d", gone, err)
	}
	page := "\ufeff" + `{"total":"2","count":"2","data":{"openid":["a","b"]},"next_openid":"b"}`
	openids, next, err := sender(page).Followers(t.Context(), "")
	if err != nil || !reflect.DeepEqual(openids, []string{"a", "b"}) || next != "b" {
		t.Errorf("followers %v, %q, %v", openids, next, err)
	}
	rules, err := sender(`{"keyword_autoreply_info":{"list":[` +
		`{"rule_name":5,"reply_list_info":[{"type":"text","content":"` + "\x14" + `好"}]},` +
		`{"rule_name":"b` + "\x01" + `"}]}}`).AutoReplies(t.Context())
	if err != nil || len(rules) != 2 || rules[0].Texts[0] != "好" || rules[1].Name != "b" {
		t.Errorf("rules %+v, %v", rules, err)
	}
	if err := sender(`{"errcode":"45015","errmsg":"no`+"\x14"+`"}`).SendText(t.Context(), "o", "x"); !refusedWith(err, 45015) {
		t.Errorf("a code as a string: %v", err)
	}
	g, requests := platformAnswering(t, `{"tags":[{"id":"7","name":"已报`+"\x14"+`名","count":"0"}]}`, fine)
	_, err = wechat.NewClient(g).Tag(t.Context(), "已报名", []string{"o"}, func(int) {})
	if err != nil || !strings.Contains(requests()[1].body, `"tagid":7`) {
		t.Errorf("tags: %v, %q", err, requests())
	}
	if err := sender(`{"errcode":"soon"}`).SendText(t.Context(), "o", "x"); err == nil {
		t.Error("an answer without a code is a success")
	}
	if err := sender(`[]`).SendText(t.Context(), "o", "x"); err == nil {
		t.Error("a list is a success")
	}
}

// refusedWith reports whether an error is the platform's refusal with a code.
func refusedWith(err error, code int) bool {
	e, ok := errors.AsType[*bot.SendError](err)
	return ok && e.Code == code
}

// TestNoRedirect calls an API that redirects to another host, which must get nothing:
// the address has the token, and the body people's words.
func TestNoRedirect(t *testing.T) {
	t.Parallel()
	var stolen atomic.Int32
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		stolen.Add(1)
		_, _ = io.WriteString(w, `{"access_token":"x","expires_in":7200}`)
	}))
	t.Cleanup(other.Close)
	for _, status := range []int{301, 302, 303, 307, 308} {
		for _, first := range []string{
			"/cgi-bin/stable_token", "/cgi-bin/message/custom/send", "/cgi-bin/message/mass/send", "/cgi-bin/user/get",
		} {
			api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == first {
					http.Redirect(w, r, other.URL+r.URL.RequestURI(), status)
					return
				}
				_, _ = io.WriteString(w, `{"access_token":"SECRETTOKEN","expires_in":7200}`)
			}))
			t.Cleanup(api.Close)
			g, err := wechat.NewGateway(api.URL, "wx", "APPSECRET", still)
			if err != nil {
				t.Fatal(err)
			}
			s := wechat.NewSender(g)
			_, mass := s.MassSend(t.Context(), "id", []string{"a", "b"}, "x")
			_, _, list := s.Followers(t.Context(), "")
			text := s.SendText(t.Context(), "o", "x")
			for call, err := range map[string]error{"/custom/send": text, "/mass/send": mass, "/user/get": list} {
				if !strings.HasSuffix(first, call) && !strings.HasSuffix(first, "token") {
					continue
				}
				if e, ok := errors.AsType[*bot.SendError](err); !ok || e.Class != bot.BadConfig || e.MaybeSent || e.Code != status {
					t.Errorf("%d at %s: %s ends with %v", status, first, call, err)
				}
				checkSecrets(t, err)
			}
		}
	}
	if n := stolen.Load(); n > 0 {
		t.Errorf("the other host got %d requests", n)
	}
}

// TestBasePath keeps the path of the API's address, with or without a slash at its end,
// in the SDK's calls, ours and the token's.
func TestBasePath(t *testing.T) {
	t.Parallel()
	for _, base := range []string{"", "/", "/wx", "/wx/", "/a/b%20c%2Fd/"} {
		var paths []string
		srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			paths = append(paths, r.URL.EscapedPath())
			_, _ = io.WriteString(w, `{"access_token":"x","expires_in":7200}`)
		}))
		t.Cleanup(srv.Close)
		g, err := wechat.NewGateway(srv.URL+base, "wx", "s", still)
		if err != nil {
			t.Fatal(err)
		}
		s := wechat.NewSender(g)
		_, _ = s.MassSend(t.Context(), "id", []string{"a", "b"}, "x")
		_ = s.SendText(t.Context(), "o", "x")
		_, _ = s.Upload(t.Context(), "a.png", []byte("x"))
		at := strings.TrimSuffix(base, "/") + "/cgi-bin"
		want := []string{at + "/stable_token", at + "/message/mass/send", at + "/message/custom/send", at + "/media/upload"}
		if !reflect.DeepEqual(paths, want) {
			t.Errorf("below %q: %q, want %q", base, paths, want)
		}
	}
}
