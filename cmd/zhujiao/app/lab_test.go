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
	for host, status := range map[string]int{
		"127.0.0.1:9": http.StatusNoContent, "localhost:9": http.StatusNoContent, "[::1]:9": http.StatusNoContent, "127.0.0.1": http.StatusNoContent,
		"evil.example:9": http.StatusForbidden, "evil.example": http.StatusForbidden, "": http.StatusForbidden,
		"10.0.0.1:9": http.StatusForbidden, "127.0.0.1.evil.example:9": http.StatusForbidden, "localhost.evil.example": http.StatusForbidden,
	} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPut, "/lab/clock", strings.NewReader(`{"now":"2022-07-07T19:00:00+08:00"}`))
		r.Host = host
		w := httptest.NewRecorder()
		a.labRoutes().ServeHTTP(w, r)
		if w.Code != status {
			t.Errorf("host %q: %d, want %d", host, w.Code, status)
		}
	}
}
