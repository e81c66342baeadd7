package app

import (
	"net/http"
	"strings"
	"testing"

	"zhujiao/bot/moderation"
)

// TestConsoleClasses: links of alerts lead to their ticket in the class that they name, and a
// class that is not there has no page.
func TestConsoleClasses(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	m := signedIn(t, c, "阿敏", moderation.RoleStaff)
	c.say(t, "a", "课程会讲到SaaS多租户后台吗")
	for path, want := range map[string]string{
		"/console/go/U1": home(c) + "tickets/U1", home(c) + "go/U1": home(c) + "tickets/U1", "/console/go/B3": home(c),
		home(c) + "tickets/U1/answer": home(c) + "tickets/U1",
	} {
		if got := m.ask(http.MethodGet, path, nil); got.header.Get("Location") != want {
			t.Errorf("%s leads to %q, want %q", path, got.header.Get("Location"), want)
		}
	}
	if status, _ := m.get("/console/at/another/tickets"); status != http.StatusNotFound {
		t.Errorf("a class that there is not: %d", status)
	}
	if _, body := m.get(home(c)); strings.Contains(body, `class="switch"`) {
		t.Error("one class has a switch")
	}
}
