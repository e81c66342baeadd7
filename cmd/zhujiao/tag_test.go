package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"zhujiao/bot/wxsim"
	"zhujiao/cmd/zhujiao/sample"
)

// tags plays the account's tags.
type tags struct {
	mu     sync.Mutex
	names  []string
	tagged []string
	calls  int
}

func (g *tags) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	g.mu.Lock()
	defer g.mu.Unlock()
	var in struct {
		Tag struct {
			Name string `json:"name"`
		} `json:"tag"`
		People []string `json:"openid_list"`
	}
	_ = json.NewDecoder(r.Body).Decode(&in) // GET has none
	switch r.URL.Path {
	case "/cgi-bin/stable_token":
		fmt.Fprint(w, `{"access_token":"T","expires_in":7200}`)
	case "/cgi-bin/tags/get":
		list := make([]string, len(g.names))
		for i, n := range g.names {
			list[i] = fmt.Sprintf(`{"id":%d,"name":%q}`, i+100, n)
		}
		fmt.Fprintf(w, `{"tags":[%s]}`, strings.Join(list, ","))
	case "/cgi-bin/tags/create":
		g.names = append(g.names, in.Tag.Name)
		fmt.Fprintf(w, `{"tag":{"id":%d,"name":"x"}}`, len(g.names)+99)
	case "/cgi-bin/tags/members/batchtagging":
		if len(in.People) > 50 {
			fmt.Fprint(w, `{"errcode":40032,"errmsg":"too many"}`)
			return
		}
		g.calls++
		g.tagged = append(g.tagged, in.People...)
		fmt.Fprint(w, `{"errcode":0,"errmsg":"ok"}`)
	}
}

// TestTag tags who has a seat, beside a running process, in calls of at most
// 50; a second time it finds the tag.
func TestTag(t *testing.T) {
	t.Parallel()
	c := newClass(t)
	const people = 60
	for i := range people {
		c.say(t, fmt.Sprint("p", i), "报名")
	}
	c.say(t, "p7", "退订")
	g := &tags{}
	api := httptest.NewServer(g)
	defer api.Close()
	file := filepath.Join(t.TempDir(), "out")
	out, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = out.Close() }()
	env := map[string]string{
		"ZHUJIAO_CAMPAIGN": filepath.Join(filepath.Dir(c.data), sample.FileName), "ZHUJIAO_DATA": c.data, "ZHUJIAO_WECHAT_API_URL": api.URL,
		"ZHUJIAO_WECHAT_APPID": "wx1", "ZHUJIAO_WECHAT_SECRET": "s", "ZHUJIAO_WECHAT_TOKEN": "t",
		"ZHUJIAO_WECHAT_ORIGINAL_ID": "gh_1", "ZHUJIAO_WECHAT_MODE": "plain",
	}
	for range 2 {
		code := run(t.Context(), []string{"tag", "已报名", "七步课"}, stdio{out: out, err: out, getenv: func(k string) string { return env[k] }})
		if code != 0 {
			b, _ := os.ReadFile(file)
			t.Fatalf("exit %d: %s", code, b)
		}
	}
	b, _ := os.ReadFile(file)
	if len(g.names) != 1 || g.calls != 4 || len(g.tagged) != 2*(people-1) || slices.Contains(g.tagged, wxsim.OpenID("crowd", "p7")) {
		t.Errorf("tags %v, %d calls, %d people", g.names, g.calls, len(g.tagged))
	}
	if !strings.Contains(string(b), "tagged 59 of 59") {
		t.Errorf("output %q", b)
	}
}

// TestTagsUnread tags while the tags cannot be read: none is made.
func TestTagsUnread(t *testing.T) {
	t.Parallel()
	c := newClass(t)
	c.say(t, "a", "报名")
	c.say(t, "b", "报名")
	dir, created := t.TempDir(), false
	if err := os.CopyFS(dir, sample.Files); err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/cgi-bin/stable_token":
			fmt.Fprint(w, `{"access_token":"T","expires_in":7200}`)
		case "/cgi-bin/tags/get":
			fmt.Fprint(w, `{"errcode":45009,"errmsg":"reach max api daily quota limit"}`)
		case "/cgi-bin/tags/create":
			created = true
			fmt.Fprint(w, `{"errcode":45157,"errmsg":"invalid tag name"}`)
		}
	}))
	defer srv.Close()
	out, code := commandLine(t, srv.URL, "tag 已报名 七月", "", "ZHUJIAO_DATA="+c.data, "ZHUJIAO_CAMPAIGN="+filepath.Join(dir, sample.FileName))
	if created || code == 0 || !strings.Contains(out, "45009") {
		t.Errorf("the tags could not be read, yet: created %v, exit %d, %s", created, code, out)
	}
}
