package wechat_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/wechat"
)

// request is what a fake platform got.
type request struct{ method, uri, body string }

// platformAnswering records the requests of an account and gives each the next
// of the answers, the last one for ever.
func platformAnswering(t *testing.T, answers ...string) (*wechat.Gateway, func() []request) {
	t.Helper()
	var mu sync.Mutex
	var got []request
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/proxy/cgi-bin/stable_token" {
			_, _ = io.WriteString(w, `{"access_token":"TOKEN-SECRET","expires_in":7200}`)
			return
		}
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		mu.Lock()
		defer mu.Unlock()
		answer := answers[min(len(got), len(answers)-1)]
		got = append(got, request{r.Method, r.URL.RequestURI(), strings.TrimSpace(string(body))})
		if answer == "abort" {
			panic(http.ErrAbortHandler)
		}
		_, _ = io.WriteString(w, answer)
	}))
	t.Cleanup(srv.Close)
	g, err := wechat.NewGateway(srv.URL+"/proxy", "wxid", "APPSECRET", still)
	if err != nil {
		t.Fatal(err)
	}
	return g, func() []request { mu.Lock(); defer mu.Unlock(); return got }
}

// sdkCall is a call that the SDK carries: what we ask for, the request that the
// platform documents, its documented answer and what we read from it.
type sdkCall struct {
	do           func(ctx context.Context, g *wechat.Gateway) (any, error)
	method, path string
	body, answer string
	want         any
}

func sdkCalls() map[string]sdkCall {
	const words = "今晚\"<b>&'\u00a0😀" // what an HTML-safe encoder would escape
	const raw = `今晚\"<b>&'` + "\u00a0😀"
	client := func(f func(context.Context, *wechat.Client) (any, error)) func(context.Context, *wechat.Gateway) (any, error) {
		return func(ctx context.Context, g *wechat.Gateway) (any, error) { return f(ctx, wechat.NewClient(g)) }
	}
	sender := func(f func(context.Context, *wechat.Sender) (any, error)) func(context.Context, *wechat.Gateway) (any, error) {
		return func(ctx context.Context, g *wechat.Gateway) (any, error) { return f(ctx, wechat.NewSender(g)) }
	}
	return map[string]sdkCall{
		"publish the menu": {
			do: client(func(ctx context.Context, c *wechat.Client) (any, error) {
				more := wechat.Button{Name: "更多", Children: []wechat.Button{{Name: "菜单", Key: "m"}}}
				return nil, c.PublishMenu(ctx, []wechat.Button{{Name: "报名", Key: "k"}, more})
			}),
			method: "POST", path: "/cgi-bin/menu/create",
			body: `{"button":[{"type":"click","name":"报名","key":"k"},` +
				`{"name":"更多","sub_button":[{"type":"click","name":"菜单","key":"m"}]}]}`,
			answer: fine,
		},
		"read the menu": {
			do:     client(func(ctx context.Context, c *wechat.Client) (any, error) { b, err := c.Menu(ctx); return len(b), err }),
			method: "GET", path: "/cgi-bin/menu/get",
			answer: `{"menu":{"button":[{"type":"click","name":"a","key":"k","sub_button":[]},` +
				`{"name":"b","sub_button":[{"type":"view","name":"c"}]}]}}`,
			want: 2,
		},
		"create a QR code": {
			do:     client(func(ctx context.Context, c *wechat.Client) (any, error) { return c.CreateQR(ctx, "reg-article") }),
			method: "POST", path: "/cgi-bin/qrcode/create",
			body:   `{"action_name":"QR_LIMIT_STR_SCENE","action_info":{"scene":{"scene_str":"reg-article"}}}`,
			answer: `{"ticket":"a+b","url":"u"}`, want: "https://mp.weixin.qq.com/cgi-bin/showqrcode?ticket=a%2Bb",
		},
		"what a QR code says": {
			do:     client(func(ctx context.Context, c *wechat.Client) (any, error) { return c.SceneAddress(ctx, "wall-class") }),
			method: "POST", path: "/cgi-bin/qrcode/create",
			body:   `{"action_name":"QR_LIMIT_STR_SCENE","action_info":{"scene":{"scene_str":"wall-class"}}}`,
			answer: `{"ticket":"a+b","url":"http://weixin.qq.com/q/x"}`, want: "http://weixin.qq.com/q/x",
		},
		"send a text": {
			do:     sender(func(ctx context.Context, s *wechat.Sender) (any, error) { return nil, s.SendText(ctx, "o", words) }),
			method: "POST", path: "/cgi-bin/message/custom/send",
			body: `{"touser":"o","msgtype":"text","text":{"content":"` + raw + `"}}`, answer: fine,
		},
		"send choices": {
			do: sender(func(ctx context.Context, s *wechat.Sender) (any, error) {
				return nil, s.SendChoices(ctx, "o", bot.Choices{Lead: "l", Items: []string{words, "b"}, Tail: "t"})
			}),
			method: "POST", path: "/cgi-bin/message/custom/send",
			body: `{"touser":"o","msgtype":"msgmenu","msgmenu":{"head_content":"l","list":[{"id":"1","content":"` + raw +
				`"},{"id":"2","content":"b"}],"tail_content":"t"}}`, answer: fine,
		},
		"send a picture": {
			do:     sender(func(ctx context.Context, s *wechat.Sender) (any, error) { return nil, s.SendImage(ctx, "o", "M") }),
			method: "POST", path: "/cgi-bin/message/custom/send",
			body: `{"touser":"o","msgtype":"image","image":{"media_id":"M"}}`, answer: fine,
		},
		"preview a mass send": {
			do:     sender(func(ctx context.Context, s *wechat.Sender) (any, error) { return nil, s.MassPreview(ctx, "o", words) }),
			method: "POST", path: "/cgi-bin/message/mass/preview",
			body: `{"touser":"o","text":{"content":"` + raw + `"},"msgtype":"text"}`, answer: fine,
		},
		"delete a mass send": {
			do: sender(func(ctx context.Context, s *wechat.Sender) (any, error) {
				return nil, s.MassDelete(ctx, "3147483650", 2)
			}),
			method: "POST", path: "/cgi-bin/message/mass/delete", body: `{"article_idx":2,"msg_id":3147483650}`, answer: fine,
		},
		"ask for a mass send": {
			do:     sender(func(ctx context.Context, s *wechat.Sender) (any, error) { return s.MassStatus(ctx, "201053012") }),
			method: "POST", path: "/cgi-bin/message/mass/get", body: `{"msg_id":"201053012"}`,
			answer: `{"msg_id":201053012,"msg_status":"SEND_FAIL"}`, want: bot.MassStatus{Words: "SEND_FAIL", Failed: true},
		},
		"read a quota": {
			do:     sender(func(ctx context.Context, s *wechat.Sender) (any, error) { return s.MassLeft(ctx) }),
			method: "POST", path: "/cgi-bin/openapi/quota/get", body: `{"cgi_path":"/cgi-bin/message/mass/send"}`,
			answer: `{"errcode":0,"errmsg":"ok","quota":{"daily_limit":100,"used":3,"remain":97}}`, want: 97,
		},
		"list followers": {
			do: sender(func(ctx context.Context, s *wechat.Sender) (any, error) {
				page, next, err := s.Followers(ctx, "o&1")
				return strings.Join(page, ",") + ">" + next, err
			}),
			method: "GET", path: "/cgi-bin/user/get?next_openid=o%261",
			answer: `{"total":23000,"count":2,"data":{"openid":["a","b"]},"next_openid":"b"}`, want: "a,b>b",
		},
	}
}

// TestSDKCalls holds every call that the SDK carries to the platform's
// documentation, and to our rules about tokens, errors and contexts.
func TestSDKCalls(t *testing.T) {
	t.Parallel()
	for name, c := range sdkCalls() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g, got := platformAnswering(t, c.answer)
			value, err := c.do(t.Context(), g)
			if err != nil || value != c.want {
				t.Errorf("got %v, err %v; want %v", value, err, c.want)
			}
			sep := "?"
			if strings.Contains(c.path, "?") {
				sep = "&"
			}
			want := request{c.method, "/proxy" + c.path + sep + "access_token=TOKEN-SECRET", c.body}
			if r := got()[0]; sorted(r.uri) != sorted(want.uri) || r.method != want.method || r.body != want.body {
				t.Errorf("request\n%v, want\n%v", r, want)
			}
			fails(t, c, `{"errcode":45009,"errmsg":"reach limit rid: 1"}`,
				bot.SendError{Class: bot.NoQuota, Code: 45009, Words: "reach limit"})
			fails(t, c, "abort", bot.SendError{Class: bot.Transient, MaybeSent: true})
			fails(t, c, "<html>", bot.SendError{Class: bot.Transient, MaybeSent: true})
			g, got = platformAnswering(t, c.answer)
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			if _, err := c.do(ctx, g); err == nil || len(got()) > 0 {
				t.Errorf("after its context ended: %d requests, err %v; want none and an error", len(got()), err)
			}
		})
	}
}

// sorted makes addresses comparable whose parameters stand in another order.
func sorted(uri string) string {
	req := httptest.NewRequest(http.MethodGet, uri, nil)
	return req.URL.Path + "?" + req.URL.Query().Encode()
}

// fails makes a call that goes wrong and compares its error.
func fails(t *testing.T, c sdkCall, answer string, want bot.SendError) {
	t.Helper()
	g, _ := platformAnswering(t, answer)
	_, err := c.do(t.Context(), g)
	e, ok := errors.AsType[*bot.SendError](err)
	if !ok || e.Class != want.Class || e.Code != want.Code || e.MaybeSent != want.MaybeSent || want.Words != "" && e.Words != want.Words {
		t.Errorf("%s: err = %v, want %v", answer, err, want)
		return
	}
	for _, secret := range []string{"TOKEN-SECRET", "APPSECRET", "access_token"} {
		if strings.Contains(err.Error(), secret) {
			t.Errorf("the error holds %q: %v", secret, err)
		}
	}
}

// TestTokenRenewed lets 50 calls of the SDK be refused with 40001 at once: the
// token is renewed once, and every call is repeated once and succeeds.
func TestTokenRenewed(t *testing.T) {
	t.Parallel()
	a := newAPI(t, func(_, token string, _ []byte) string {
		if token == "SECRETTOKEN1" {
			return `{"errcode":40001,"errmsg":"invalid credential"}`
		}
		return `{"ticket":"t","url":"u"}`
	})
	g, err := wechat.NewGateway(a.URL, "wxid", "APPSECRET", still)
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			if _, err := wechat.NewClient(g).CreateQR(t.Context(), "reg-article"); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if a.forced.Load() != 1 {
		t.Errorf("%d forced renewals, want 1", a.forced.Load())
	}
}

// TestNoMenu reads the menu of an account that has none.
func TestNoMenu(t *testing.T) {
	t.Parallel()
	g, _ := platformAnswering(t, `{"errcode":46003,"errmsg":"menu no exist"}`)
	if menu, err := wechat.NewClient(g).Menu(t.Context()); err != nil || len(menu) > 0 {
		t.Errorf("menu %v, err %v; want none and no error", menu, err)
	}
}

// TestTag creates a tag and puts people under it, 50 at a time; a refused list
// of tags is no empty one.
func TestTag(t *testing.T) {
	t.Parallel()
	g, got := platformAnswering(t, `{"tags":[{"id":2,"name":"星标组","count":0}]}`, `{"tag":{"id":134,"name":"广东"}}`, fine)
	var told []int
	people := strings.Split(strings.Repeat("o,", 50)+"last", ",")
	if left, err := wechat.NewClient(g).Tag(t.Context(), "广东", people, func(n int) { told = append(told, n) }); err != nil || left > 0 {
		t.Fatal(left, err)
	}
	want := []string{"/tags/get", "/tags/create", "/tags/members/batchtagging", "/tags/members/batchtagging"}
	for i, r := range got() {
		if !strings.Contains(r.uri, want[i]) {
			t.Errorf("call %d goes to %s, want %s", i+1, r.uri, want[i])
		}
	}
	if body := got()[3].body; body != `{"openid_list":["last"],"tagid":134}` || len(told) != 2 || told[1] != 51 {
		t.Errorf("last call %s, told %v", body, told)
	}
	g, got = platformAnswering(t, `{"errcode":48001,"errmsg":"api unauthorized"}`)
	if _, err := wechat.NewClient(g).Tag(t.Context(), "广东", people, func(int) {}); err == nil || len(got()) != 1 {
		t.Errorf("err %v after %d calls, want an error after the first", err, len(got()))
	}
}

// TestTagLeft tags people of whom some have left: the others get the tag.
func TestTagLeft(t *testing.T) {
	t.Parallel()
	const tags, refused = `{"tags":[{"id":134,"name":"广东"}]}`, `{"errcode":49003,"errmsg":"openid not match"}`
	for name, tt := range map[string]struct {
		answers []string
		people  []string
		left    int
		fails   bool
	}{
		"one of three":              {[]string{refused, fine, refused, fine}, []string{"a", "b", "c"}, 1, false},
		"the only one":              {[]string{refused}, []string{"a"}, 1, false},
		"all":                       {[]string{refused, refused, refused}, []string{"a", "b"}, 0, true},
		"and then a full tag":       {[]string{refused, fine, `{"errcode":45059}`}, []string{"a", "b"}, 0, true},
		"a full tag":                {[]string{`{"errcode":45059}`}, []string{"a", "b"}, 0, true},
		"and then a forbidden call": {[]string{refused, refused, `{"errcode":48001}`}, []string{"a", "b", "c"}, 0, true},
	} {
		g, got := platformAnswering(t, append([]string{tags}, tt.answers...)...)
		left, err := wechat.NewClient(g).Tag(t.Context(), "广东", tt.people, func(int) {})
		if left != tt.left || (err != nil) != tt.fails || len(got()) != 1+len(tt.answers) {
			t.Errorf("%s: %d left, %v, %d calls; want %d, fails %v, %d calls",
				name, left, err, len(got()), tt.left, tt.fails, 1+len(tt.answers))
		}
	}
}

// TestUpload uploads a picture by the SDK: its name and bytes arrive, and an
// upload without an answer may simply be repeated.
func TestUpload(t *testing.T) {
	t.Parallel()
	var body []byte
	a := newAPI(t, func(path, _ string, b []byte) string {
		if path != "/cgi-bin/media/upload" {
			t.Errorf("path %s", path)
		}
		body = b
		return `{"type":"image","media_id":"M1","created_at":123456789}`
	})
	id, err := a.sender(t, still).Upload(t.Context(), "p.png", []byte("PNG"))
	if id != "M1" || err != nil || !bytes.Contains(body, []byte(`name="media"; filename="p.png"`)) || !bytes.Contains(body, []byte("PNG")) {
		t.Errorf("id %q, err %v, body %s", id, err, body)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Nanosecond)
	defer cancel()
	<-ctx.Done()
	_, err = a.sender(t, still).Upload(ctx, "p.png", []byte("PNG"))
	if e, ok := errors.AsType[*bot.SendError](err); !ok || e.MaybeSent || e.Class != bot.Transient {
		t.Errorf("err = %v, want a transient one that was not sent", err)
	}
}
