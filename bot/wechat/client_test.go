package wechat_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"zhujiao/bot/wechat"
)

// platform is a fake API that counts token fetches and refuses the first one.
type platform struct {
	mu      sync.Mutex
	fetches int
	bodies  []string
	revoked bool
}

func (p *platform) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	var in map[string]any
	_ = json.NewDecoder(r.Body).Decode(&in)
	switch r.URL.Path {
	case "/cgi-bin/stable_token":
		p.fetches++
		name := "TOKEN-one"
		if force, _ := in["force_refresh"].(bool); force {
			name = "TOKEN-two"
		}
		_, _ = w.Write([]byte(`{"access_token":"` + name + `","expires_in":7200}`))
	default:
		if tok := r.URL.Query().Get("access_token"); tok != "TOKEN-two" && p.revoked {
			_, _ = w.Write([]byte(`{"errcode":40001,"errmsg":"invalid credential"}`))
			return
		}
		p.bodies = append(p.bodies, r.URL.Path)
		_, _ = w.Write([]byte(`{"ticket":"a b","url":"u"}`))
	}
}

// TestClient is one test, for the SDK's transport is one per process.
func TestClient(t *testing.T) { //nolint:paralleltest // the SDK's transport is one per process
	p := &platform{}
	srv := httptest.NewServer(p)
	defer srv.Close()
	now := time.Now()
	g, err := wechat.NewGateway(srv.URL, "wxid", "SECRET", func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	c := wechat.NewClient(g)
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			if got, err := c.CreateQR("reg-article"); err != nil || !strings.HasSuffix(got, "ticket=a+b") {
				t.Errorf("CreateQR = %s, %v", got, err)
			}
		})
	}
	wg.Wait()
	if p.fetches != 1 {
		t.Errorf("%d token fetches for 50 calls, want 1", p.fetches)
	}
	p.revoked = true
	for range 50 {
		wg.Go(func() {
			if _, err := c.CreateQR("reg-article"); err != nil {
				t.Errorf("after the token was refused: %v", err)
			}
		})
	}
	wg.Wait()
	if p.fetches != 2 {
		t.Errorf("%d token fetches after a storm of refusals, want 2", p.fetches)
	}
	srv.Close()
	_, err = c.CreateQR("reg-article")
	if err == nil || strings.Contains(err.Error(), "TOKEN") || strings.Contains(err.Error(), "SECRET") {
		t.Errorf("err = %v, want one without token and secret", err)
	}
}
