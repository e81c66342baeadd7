package wxsim_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"zhujiao/bot/wxsim"
)

// api is a platform that enforces all of its limits, with a clock.
type api struct {
	t     *testing.T
	p     *wxsim.Platform
	now   time.Time
	token string
}

func strictAPI(t *testing.T) *api {
	t.Helper()
	a := &api{t: t, now: evening()}
	a.p = wxsim.NewPlatform(func() time.Time { return a.now })
	a.p.Rules = wxsim.Rules{AppID: "wxapp", Secret: "secret", Robots: []string{"staff"}, Counted: true}
	got := a.call("/cgi-bin/stable_token", `{"grant_type":"client_credential","appid":"wxapp","secret":"secret"}`)
	a.token, _ = got["access_token"].(string)
	return a
}

// call makes a call and returns the answer.
func (a *api) call(path, body string) map[string]any {
	a.t.Helper()
	sep := "?"
	if strings.Contains(path, "?") {
		sep = "&"
	}
	w := httptest.NewRecorder()
	a.p.ServeHTTP(w, httptest.NewRequest(http.MethodPost, path+sep+"access_token="+a.token, strings.NewReader(body)))
	var out map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil {
		a.t.Fatal(err)
	}
	return out
}

// code makes a call and returns its error code.
func (a *api) code(path, body string) int {
	a.t.Helper()
	n, _ := a.call(path, body)["errcode"].(float64)
	return int(n)
}

func custom(to, text string) string {
	return fmt.Sprintf(`{"touser":%q,"msgtype":"text","text":{"content":%q}}`, to, text)
}

// TestPlatformRefuses makes each call that the real platform refuses.
func TestPlatformRefuses(t *testing.T) {
	t.Parallel()
	const send = "/cgi-bin/message/custom/send"
	a := strictAPI(t)
	u := wxsim.OpenID("api", "u")
	want := func(what string, code, got int) {
		t.Helper()
		if got != code {
			t.Errorf("%s: errcode %d, want %d", what, got, code)
		}
	}
	want("a stranger", 40003, a.code(send, custom(u, "hi")))
	a.p.Know(u)
	want("who never wrote", 45015, a.code(send, custom(u, "hi")))
	a.p.Touch(u, "text")
	for range 5 {
		want("within the credit", 0, a.code(send, custom(u, "hi")))
	}
	want("a sixth", 45047, a.code(send, custom(u, "hi")))
	a.p.Touch(u, "text")
	want("printable characters as \\u", 40033, a.code(send, `{"touser":"`+u+`","msgtype":"text","text":{"content":"\u4f60"}}`))
	want("empty", 44004, a.code(send, custom(u, "")))
	want("too long", 45002, a.code(send, custom(u, strings.Repeat("a", 2049))))
	a.now = a.now.Add(49 * time.Hour)
	want("an old token", 42001, a.code(send, custom(u, "hi")))
	a.token = ""
	want("no token", 41001, a.code(send, custom(u, "hi")))
	a.token = "other"
	want("an unknown token", 40001, a.code(send, custom(u, "hi")))
	want("another account", 40013, a.code("/cgi-bin/stable_token", `{"appid":"wxother","secret":"secret"}`))
	want("a wrong secret", 40125, a.code("/cgi-bin/stable_token", `{"appid":"wxapp","secret":"x"}`))
	a.token, _ = a.call("/cgi-bin/token?appid=wxapp&secret=secret", "")["access_token"].(string)
	want("after 48 hours", 45015, a.code(send, custom(u, "hi")))
	a.p.Touch(u, "unfollow")
	want("who left", 43004, a.code(send, custom(u, "hi")))
	want("an unknown call", 40066, a.code("/cgi-bin/nothing", ""))
	a.p.Fail(send, -1, 2)
	want("an injected fault", -1, a.code(send, custom(u, "hi")))
	want("the second", -1, a.code(send, custom(u, "hi")))
	want("after it", 43004, a.code(send, custom(u, "hi")))
}

// TestPlatformCounts uses up what is counted: robots, previews, mass sends.
func TestPlatformCounts(t *testing.T) {
	t.Parallel()
	a := strictAPI(t)
	post := `{"msgtype":"text","text":{"content":"x"}}`
	for n := range 21 {
		if got, want := a.code("/cgi-bin/webhook/send?key=staff", post), map[bool]int{true: 45009}[n == 20]; got != want {
			t.Errorf("robot, text %d: errcode %d, want %d", n+1, got, want)
		}
	}
	if got := a.code("/cgi-bin/webhook/send?key=other", post); got != 93000 {
		t.Errorf("an unknown robot: errcode %d", got)
	}
	a.now = a.now.Add(time.Minute)
	if got := a.code("/cgi-bin/webhook/send?key=staff", post); got != 0 {
		t.Errorf("the robot a minute later: errcode %d", got)
	}
	u, v := wxsim.OpenID("api", "u"), wxsim.OpenID("api", "v")
	a.p.Know(u)
	a.p.Know(v)
	mass := func(id string) string {
		return fmt.Sprintf(`{"touser":[%q,%q],"msgtype":"text","text":{"content":"m"},"clientmsgid":%q}`, u, v, id)
	}
	first := a.call("/cgi-bin/message/mass/send", mass("a"))
	again := a.call("/cgi-bin/message/mass/send", mass("a"))
	if code, _ := again["errcode"].(float64); code != 45065 || again["msg_id"] != first["msg_id"] {
		t.Errorf("a mass send with the same id: %v after %v", again, first)
	}
	for _, id := range []string{"b", "c", "d", "e"} {
		if got := a.code("/cgi-bin/message/mass/send", mass(id)); got != 0 {
			t.Errorf("mass send %s: errcode %d", id, got)
		}
	}
	got := map[string]int{}
	for _, x := range a.p.Accepted() {
		got[x.Way+x.To]++
	}
	if got["mass"+u] != 4 || got["mass"+v] != 4 {
		t.Errorf("five mass sends in a month reached %v, want four each", got)
	}
	if got := a.code("/cgi-bin/message/mass/send", `{"touser":["`+u+`"],"text":{"content":"m"}}`); got != 40130 {
		t.Errorf("a mass send to one: errcode %d", got)
	}
	for n := range 101 {
		preview := `{"touser":"` + u + `","msgtype":"text","text":{"content":"p"}}`
		if got, want := a.code("/cgi-bin/message/mass/preview", preview), map[bool]int{true: 45028}[n == 100]; got != want {
			t.Errorf("preview %d: errcode %d, want %d", n+1, got, want)
		}
	}
}

// TestPlatformSetUp keeps a menu and tags, and sends to a tag.
func TestPlatformSetUp(t *testing.T) {
	t.Parallel()
	a := strictAPI(t)
	if got := a.code("/cgi-bin/menu/get", ""); got != 46003 {
		t.Errorf("no menu: errcode %d", got)
	}
	a.code("/cgi-bin/menu/create", `{"button":[{"name":"报名"}]}`)
	if menu := fmt.Sprint(a.call("/cgi-bin/menu/get", "")["menu"]); menu != "map[button:[map[name:报名]]]" {
		t.Errorf("the menu is %s", menu)
	}
	u, v := wxsim.OpenID("api", "u"), wxsim.OpenID("api", "v")
	a.p.Know(u)
	a.p.Know(v)
	tag, _ := a.call("/cgi-bin/tags/create", `{"tag":{"name":"seated"}}`)["tag"].(map[string]any)
	members := fmt.Sprintf(`{"tagid":%v,"openid_list":[%q]}`, tag["id"], u)
	if got := a.code("/cgi-bin/tags/members/batchtagging", members); got != 0 {
		t.Fatalf("tagging: errcode %d", got)
	}
	send := fmt.Sprintf(`{"filter":{"is_to_all":false,"tag_id":%v},"msgtype":"text","text":{"content":"m"}}`, tag["id"])
	if got := a.code("/cgi-bin/message/mass/sendall", send); got != 0 {
		t.Fatalf("a mass send to the tag: errcode %d", got)
	}
	if got := a.p.Accepted(); len(got) != 1 || got[0].To != u {
		t.Errorf("the tag's send reached %v", got)
	}
	if got := a.code("/cgi-bin/tags/create", `{"tag":{"name":"seated"}}`); got != 45157 {
		t.Errorf("a tag twice: errcode %d", got)
	}
	for _, path := range []string{"qrcode/create", "getcallbackip", "message/custom/typing", "user/tag/get"} {
		if got := a.code("/cgi-bin/"+path, `{}`); got != 0 {
			t.Errorf("%s: errcode %d", path, got)
		}
	}
}
