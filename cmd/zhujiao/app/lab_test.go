package app

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestLabHost refuses what a page in a browser on this machine can send to the lab: a
// request that names the page's own host.
func TestLabHost(t *testing.T) {
	t.Parallel()
	a := newTestApp(t, testConfig(t))
	const clock = `{"now":"2022-07-07T19:00:00+08:00"}`
	const taken, refused = http.StatusNoContent, http.StatusForbidden
	for host, status := range map[string]int{
		"127.0.0.1:9": taken, "localhost:9": taken, "[::1]:9": taken, "127.0.0.1": taken,
		"evil.example:9": refused, "evil.example": refused, "": refused, "10.0.0.1:9": refused, "127.0.0.1.evil.example:9": refused,
		"localhost.evil.example": refused,
	} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPut, "/lab/clock", strings.NewReader(clock))
		r.Host = host
		w := httptest.NewRecorder()
		a.labRoutes().ServeHTTP(w, r)
		if w.Code != status {
			t.Errorf("host %q: %d, want %d", host, w.Code, status)
		}
	}
}
