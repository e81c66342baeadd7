package listener_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"zhujiao/bot/listener"
)

// TestClient is who asks, by the connection, the trusted proxies and what was forwarded.
func TestClient(t *testing.T) {
	t.Parallel()
	proxies, err := listener.ParseProxies(" 127.0.0.1, 10.0.0.0/8,fd00::/8 , ::ffff:192.168.0.0/112")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, remote, forwarded, want string }{
		{"nobody before it", "203.0.113.9:4711", "", "203.0.113.9:4711"},
		{"a stranger who forwards", "203.0.113.9:4711", "198.51.100.1", "203.0.113.9:4711"},
		{"a proxy that says nothing", "127.0.0.1:4711", "", "127.0.0.1:4711"},
		{"a proxy", "127.0.0.1:4711", "203.0.113.9", "203.0.113.9:0"},
		{"what the client wrote stands before", "127.0.0.1:4711", "10.9.9.9, 198.51.100.1 ,203.0.113.9", "203.0.113.9:0"},
		{"two proxies", "127.0.0.1:4711", "198.51.100.1, 203.0.113.9, 10.1.2.3", "203.0.113.9:0"},
		{"two lines are one list", "127.0.0.1:4711", "198.51.100.1\n203.0.113.9\n10.1.2.3", "203.0.113.9:0"},
		{"all proxies", "10.0.0.1:4711", "10.0.0.3, 10.0.0.2", "10.0.0.3:0"},
		{"nonsense ends it", "127.0.0.1:4711", "203.0.113.9, unknown, 10.1.2.3", "10.1.2.3:0"},
		{"nonsense at the end", "127.0.0.1:4711", "203.0.113.9, _hidden", "127.0.0.1:4711"},
		{"empty at the end", "127.0.0.1:4711", "203.0.113.9,", "127.0.0.1:4711"},
		{"with a port", "127.0.0.1:4711", "203.0.113.9:5555", "203.0.113.9:0"},
		{"IPv6", "[fd00::1]:4711", "2001:db8::9", "[2001:db8::9]:0"},
		{"IPv6 in brackets", "[fd00::1]:4711", "[2001:db8::9]", "[2001:db8::9]:0"},
		{"IPv6 with a port", "[fd00::1]:4711", "[2001:db8::9]:443", "[2001:db8::9]:0"},
		{"IPv4 in IPv6", "[::ffff:127.0.0.1]:4711", "::ffff:203.0.113.9", "203.0.113.9:0"},
		{"a network in IPv6 form", "192.168.0.7:4711", "203.0.113.9", "203.0.113.9:0"},
		{"outside of that network", "192.169.0.7:4711", "203.0.113.9", "192.169.0.7:4711"},
		{"a zone", "127.0.0.1:4711", "fe80::1%eth0", "[fe80::1]:0"},
		{"endless", "127.0.0.1:4711", "203.0.113.9" + strings.Repeat(", 10.0.0.1", 500), "10.0.0.1:0"},
		{"no address", "@", "203.0.113.9", "@"},
	} {
		r := httptest.NewRequest(http.MethodGet, "/", http.NoBody)
		r.RemoteAddr = c.remote
		for line := range strings.SplitSeq(c.forwarded, "\n") {
			if line != "" {
				r.Header.Add("X-Forwarded-For", line)
			}
		}
		before := strings.Join(r.Header.Values("X-Forwarded-For"), "\n")
		got := ""
		proxies.Handler(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = r.RemoteAddr })).
			ServeHTTP(httptest.NewRecorder(), r)
		if after := strings.Join(r.Header.Values("X-Forwarded-For"), "\n"); got != c.want || after != before {
			t.Errorf("%s: %s, want %s; the header became %q", c.name, got, c.want, after)
		}
	}
}

// TestParseProxies refuses what is no network, and a network with everybody in it.
func TestParseProxies(t *testing.T) {
	t.Parallel()
	for _, s := range []string{
		"0.0.0.0/0", "::/0", "::ffff:0.0.0.0/96", "10.0.0.0/33", "proxy.example", "127.0.0.1 10.0.0.1", ",", "none,10.0.0.1",
	} {
		if p, err := listener.ParseProxies(s); err == nil {
			t.Errorf("%q was read as %v", s, p)
		}
	}
	if p, err := listener.ParseProxies("none"); err != nil || p != nil {
		t.Errorf("none is %v, %v", p, err)
	}
}
