package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"
)

// door is the address of the program.
func (p *process) door() string { return strings.TrimPrefix(p.url, "http://") }

// dial opens a connection to the program from an address of this machine.
func (p *process) dial(from string) net.Conn {
	p.t.Helper()
	d := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(from)}}
	c, err := d.DialContext(p.t.Context(), "tcp", p.door())
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { _ = c.Close() })
	return c
}

// tryLink tries a one-time link that nobody has, as somebody whom a proxy names.
func (p *process) tryLink(forwarded string) int {
	p.t.Helper()
	req, err := http.NewRequestWithContext(p.t.Context(), http.MethodPost, p.url+"/console/in/NOBODYHASTHIS", http.NoBody)
	if err != nil {
		p.t.Fatal(err)
	}
	if forwarded != "" {
		req.Header.Set("X-Forwarded-For", forwarded)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		p.t.Fatal(err)
	}
	_ = resp.Body.Close()
	return resp.StatusCode
}

// TestForwardedFor limits tries to sign in by the address that a trusted proxy names last,
// whatever its client wrote before it, and by the connection if nobody is trusted.
func TestForwardedFor(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, trusted string
		share         bool // whether all who come through the proxy share their tries
	}{
		{"this machine", "", false},
		{"named", "127.0.0.0/8,192.0.2.0/24", false},
		{"another", "192.0.2.1", true},
		{"nobody", "none", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := newProcess(t, strings.NewReplacer(), "ZHUJIAO_TRUSTED_PROXIES="+c.trusted)
			refused := 0
			for i := range 40 { // the first entry is another one each time
				if p.tryLink(fmt.Sprintf("198.51.100.%d, 203.0.113.9", i)) == http.StatusTooManyRequests {
					refused++
				}
			}
			if refused != 10 {
				t.Errorf("%d of 40 tries were refused, want those after 30", refused)
			}
			other := p.tryLink("203.0.113.10") == http.StatusTooManyRequests
			if other != c.share {
				t.Errorf("another client is refused: %v, want %v", other, c.share)
			}
			household := p.tryLink("2001:db8::1")
			for i := range 40 { // one household, forty addresses
				household = p.tryLink(fmt.Sprintf("2001:db8::%x", i))
			}
			if household != http.StatusTooManyRequests {
				t.Errorf("the forty-first address of one IPv6 network got %d", household)
			}
			p.kill() // before its log is read
			log, address := p.log.String(), "203.0.113.9"
			if c.share {
				address = "127.0.0.1"
			}
			if n := strings.Count(log, "tried too often"); n == 0 || n > 20 || !strings.Contains(log, `"address":"`+address+`"`) {
				t.Errorf("the log has %d lines, want up to 20, about %s:\n%s", n, address, log)
			}
		})
	}
}

// TestSlowClients ends those who send their headers or their body too slowly, while others
// are served.
func TestSlowClients(t *testing.T) {
	t.Parallel()
	p := newProcess(t, strings.NewReplacer())
	for name, begins := range map[string]string{
		"nothing":       "",
		"half a header": "POST /wechat HTTP/1.1\r\nHost: x\r\nX-A: ",
		"half a body": "POST /console/signin HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n" +
			"Content-Length: 100\r\n\r\nname=",
		"body of a push": "POST /wechat?timestamp=1&nonce=1&signature=1 HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n<xml>",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := p.dial("127.0.0.1")
			if _, err := io.WriteString(c, begins); err != nil {
				t.Fatal(err)
			}
			trickle := time.NewTicker(500 * time.Millisecond)
			defer trickle.Stop()
			ended := make(chan error, 1)
			go func() {
				_, err := io.Copy(io.Discard, c)
				ended <- err
			}()
			for end := time.After(time.Minute); ; {
				select {
				case <-ended:
					return
				case <-end:
					t.Fatal("the connection is still there after a minute")
				case <-trickle.C:
					if begins != "" {
						_, _ = io.WriteString(c, "a") // one letter at a time; an error shows in ended
					}
				}
			}
		})
	}
	if x := p.say("p1", "报名"); x.Failure != "" {
		t.Error("meanwhile somebody is not answered:", x.Failure)
	}
}

// TestTooManyConnections lets one address have 1,024 connections: what is quiet makes room,
// and others are served.
func TestTooManyConnections(t *testing.T) {
	t.Parallel()
	if c, err := net.Listen("tcp", "127.0.0.2:0"); err != nil {
		t.Skip("this system has one loopback address only:", err)
	} else {
		_ = c.Close()
	}
	p := newProcess(t, strings.NewReplacer(), "ZHUJIAO_TRUSTED_PROXIES=127.0.0.9")
	const most, more = 1024, 200
	all := make([]net.Conn, 0, most+more)
	for range most + more {
		all = append(all, p.dial("127.0.0.2"))
	}
	if x := p.say("p1", "报名"); x.Failure != "" {
		t.Error("others are not answered:", x.Failure)
	}
	for range more { // of a proxy: no limit for them
		all = append(all, p.dial("127.0.0.9"))
	}
	open, proxies := 0, 0
	for i, c := range all {
		_ = c.SetReadDeadline(time.Now().Add(time.Millisecond))
		if _, err := c.Read(make([]byte, 1)); errors.Is(err, os.ErrDeadlineExceeded) {
			if i >= most+more {
				proxies++
			} else {
				open++
			}
		}
	}
	if open > most {
		t.Errorf("one address has %d connections", open)
	}
	if proxies == 0 {
		t.Error("the connections of a proxy were closed")
	}
}

// TestLargeRequests refuses headers and bodies that no page needs, at every door.
func TestLargeRequests(t *testing.T) {
	t.Parallel()
	p := newProcess(t, strings.NewReplacer())
	send := func(head string, body io.Reader) (status int) {
		c := p.dial("127.0.0.1")
		_ = c.SetDeadline(time.Now().Add(time.Minute))
		go func() { // ends with the connection
			_, _ = io.WriteString(c, head)
			_, _ = io.Copy(c, body)
		}()
		resp, err := http.ReadResponse(bufio.NewReader(c), nil)
		if err != nil {
			return 0 // closed while we still sent
		}
		_ = resp.Body.Close()
		return resp.StatusCode
	}
	head := "GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: " + strings.Repeat("a", 64<<10) + "\r\n\r\n"
	if got := send(head, http.NoBody); got != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("a header of 64 KiB: %d", got)
	}
	for _, path := range []string{"/wechat", "/console/signin", "/console/in/TOKEN", "/wall/TOKEN", "/healthz", "/readyz", "/draw/x", "/"} {
		for _, length := range []string{"Content-Length: 33554432", "Transfer-Encoding: chunked"} {
			body := io.Reader(bytes.NewReader(make([]byte, 32<<20)))
			if strings.HasPrefix(length, "Transfer") {
				body = strings.NewReader(strings.Repeat("100000\r\n"+strings.Repeat("a", 1<<20)+"\r\n", 32))
			}
			got := send("POST "+path+" HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"+length+"\r\n\r\n", body)
			if got != 0 && (got < 400 || got > 499) {
				t.Errorf("32 MiB to %s (%s): %d", path, length, got)
			}
		}
	}
	if x := p.say("p1", "报名"); x.Failure != "" {
		t.Error("afterwards somebody is not answered:", x.Failure)
	}
}
