package bottest

import (
	"fmt"
	"math/rand/v2"
	"net"
	"testing"
)

// The ports of tests lie below those that systems give to outgoing connections (Linux from
// 32768, others from 49152): a connection of another test cannot take one while its server
// is not yet there or restarts.
const (
	firstPort = 12000
	lastPort  = 32000
)

// FreePort returns a TCP port of 127.0.0.1 that belongs to the test until it ends: no other
// caller gets it, in this process or another one. Nobody listens there.
func FreePort(tb testing.TB) int {
	tb.Helper()
	for range 1000 {
		port := firstPort + rand.IntN(lastPort-firstPort)
		if Reserve(tb, port) {
			return port
		}
	}
	tb.Fatal("no port is free on 127.0.0.1")
	return 0
}

// FreeAddr returns an address of 127.0.0.1 with such a port.
func FreeAddr(tb testing.TB) string {
	tb.Helper()
	return fmt.Sprintf("127.0.0.1:%d", FreePort(tb))
}

// Reserve tries to give a port to the test until it ends. The mark is the UDP port of the
// same number, which only one can hold; false if somebody has it or a server listens.
func Reserve(tb testing.TB, port int) bool {
	tb.Helper()
	addr, config := fmt.Sprintf("127.0.0.1:%d", port), net.ListenConfig{}
	mark, err := config.ListenPacket(tb.Context(), "udp", addr)
	if err != nil {
		return false
	}
	l, err := config.Listen(tb.Context(), "tcp", addr)
	if err != nil {
		_ = mark.Close()
		return false
	}
	_ = l.Close() // nobody connected: the port is free at once
	tb.Cleanup(func() { _ = mark.Close() })
	return true
}
