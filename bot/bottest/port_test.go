package bottest_test

import (
	"net"
	"testing"

	"zhujiao/bot/bottest"
)

// TestFreePort takes many ports: none twice, each can be listened on and none is one that
// the system gives to a connection.
func TestFreePort(t *testing.T) {
	t.Parallel()
	taken := map[int]bool{}
	for range 500 {
		port := bottest.FreePort(t)
		if taken[port] || port >= 32768 {
			t.Fatalf("port %d, taken before: %v", port, taken[port])
		}
		taken[port] = true
	}
	if bottest.Reserve(t, bottest.FreePort(t)) {
		t.Error("a port of a test was given to another caller")
	}
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", bottest.FreeAddr(t))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
}

// TestFreePortWithServer asks for a port where a server listens that knows nothing of this.
func TestFreePortWithServer(t *testing.T) {
	t.Parallel()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	if addr, ok := l.Addr().(*net.TCPAddr); !ok || bottest.Reserve(t, addr.Port) {
		t.Error("the port of a server was given to a test")
	}
}
