package app

import (
	"context"
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/alexedwards/scs/v2"

	"zhujiao/bot/console"
	"zhujiao/bot/moderation"
)

// member is somebody with a browser that is signed in.
type member struct {
	t     *testing.T
	c     *crowd
	token string // of the session; empty for nobody
}

// signedIn makes a login with a role and a session of it.
func signedIn(t *testing.T, c *crowd, name string, r moderation.Role) *member {
	t.Helper()
	now := c.app.clock.Now()
	err := c.app.store.Do(t.Context(), func(ctx context.Context) error {
		rows := c.app.store.Logins()
		if added, err := rows.AddLogin(ctx, name, r, now); err != nil || added {
			return err
		}
		return rows.SetRole(ctx, name, r)
	})
	if err != nil {
		t.Fatal(err)
	}
	m := &member{t: t, c: c, token: "token" + console.Hash(name)}
	data, err := scs.GobCodec{}.Encode(time.Now().Add(time.Hour), map[string]any{"login": name})
	if err != nil {
		t.Fatal(err)
	}
	err = c.app.store.Logins().SaveSession(t.Context(), moderation.Session{
		Token: console.Hash(m.token), Login: name, Data: base64.StdEncoding.EncodeToString(data), Made: now, Expires: now.Add(time.Hour),
	})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// answer is an answer of the console.
type answer struct {
	status int
	header http.Header
	body   string
}

// ask makes a request of the console. Form fields are given as name=value.
func (m *member) ask(method, path string, change func(r *http.Request), fields ...string) answer {
	m.t.Helper()
	form := url.Values{}
	for _, f := range fields {
		name, value, _ := strings.Cut(f, "=")
		form.Add(name, value)
	}
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if m.token != "" {
		r.AddCookie(&http.Cookie{Name: "zhujiao_console", Value: m.token})
	}
	if change != nil {
		change(r)
	}
	w := httptest.NewRecorder()
	m.c.app.Routes().ServeHTTP(w, r)
	if _, set, ok := strings.Cut(w.Header().Get("Set-Cookie"), "zhujiao_console="); ok {
		m.token, _, _ = strings.Cut(set, ";")
	}
	return answer{w.Code, w.Header(), w.Body.String()}
}

func (m *member) get(path string) (int, string) {
	m.t.Helper()
	got := m.ask(http.MethodGet, path, nil)
	return got.status, got.body
}

func (m *member) post(path string, fields ...string) (int, string) {
	m.t.Helper()
	got := m.ask(http.MethodPost, path, nil, fields...)
	if to := got.header.Get("Location"); to != "" {
		return got.status, to
	}
	return got.status, got.body
}

// link makes a one-time link and returns its path.
func link(t *testing.T, c *crowd, name string, r moderation.Role) string {
	t.Helper()
	var token string
	owner := moderation.Actor{Name: "test", Role: moderation.RoleOwner}
	err := c.app.store.Do(t.Context(), func(ctx context.Context) (err error) {
		token, err = LoginsOf(c.app.store).Invite(ctx, owner, name, r, c.app.clock.Now())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return moderation.SignInPath + token
}

// row is a row of the console's table of routes.
type row struct{ method, path, least string }

// routeRows reads the table of routes.
func routeRows(t *testing.T) (rows []row) {
	t.Helper()
	files, err := filepath.Glob("../../../bot/console/*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`\{(get|post), "([^"]+)", (\w+)\(\), `).FindAllStringSubmatch(string(text), -1) {
			rows = append(rows, row{strings.ToUpper(m[1]), m[2], m[3]})
		}
	}
	if len(rows) < 30 {
		t.Fatalf("the table has %d rows: the test shows nothing", len(rows))
	}
	return rows
}
