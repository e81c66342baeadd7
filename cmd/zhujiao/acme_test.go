package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/binary"
	"encoding/json"
	"encoding/pem"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"zhujiao/bot/bottest"
)

// pebble is an authority of its own program, which checks names by asking our DNS and
// connecting to the program under test.
type pebble struct {
	t         *testing.T
	ca        *authority // of the authority's own address
	directory string
	admin     string
	cmd       *exec.Cmd
	log       bytes.Buffer
}

// startPebble starts an authority that looks for what proves a name at two ports: with TLS
// and without.
func startPebble(t *testing.T, tlsPort, httpPort int) *pebble {
	t.Helper()
	if _, err := exec.LookPath("pebble"); err != nil {
		if strings.Contains(","+os.Getenv("ZHUJIAO_TEST_REQUIRE")+",", ",pebble,") {
			t.Fatal("pebble is required and not on the PATH")
		}
		t.Skip("pebble is not on the PATH: go install github.com/letsencrypt/pebble/v2/cmd/pebble@v2.10.3")
	}
	dir, listen, admin := t.TempDir(), bottest.FreeAddr(t), bottest.FreeAddr(t)
	p := &pebble{t: t, ca: newAuthority(t), directory: "https://" + listen + "/dir", admin: "https://" + admin}
	p.ca.write(t, filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem"), time.Time{}, "localhost")
	config, err := json.Marshal(map[string]any{"pebble": map[string]any{
		"listenAddress": listen, "managementListenAddress": admin, "httpPort": httpPort, "tlsPort": tlsPort,
		"certificate": filepath.Join(dir, "cert.pem"), "privateKey": filepath.Join(dir, "key.pem"),
		"retryAfter": map[string]int{"authz": 1, "order": 1}, "keyAlgorithm": "ecdsa",
		"profiles": map[string]any{"default": map[string]any{"description": "tests", "validityPeriod": 7776000}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "config.json"), config, 0o600); err != nil {
		t.Fatal(err)
	}
	p.cmd = exec.CommandContext(context.Background(), "pebble", "-config", filepath.Join(dir, "config.json"), "-dnsserver", names(t))
	p.cmd.Env = append(os.Environ(), "PEBBLE_VA_NOSLEEP=1", "PEBBLE_WFE_NONCEREJECT=0")
	p.cmd.Stdout, p.cmd.Stderr = &p.log, &p.log
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		p.kill()
		if t.Failed() {
			t.Logf("pebble wrote:\n%s", p.log.String())
		}
	})
	return p
}

func (p *pebble) kill() {
	_ = p.cmd.Process.Kill()
	_ = p.cmd.Wait()
}

// roots are those whom clients of its certificates trust.
func (p *pebble) roots() *x509.CertPool {
	p.t.Helper()
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: p.ca.pool}}}
	for end := time.Now().Add(time.Minute); ; time.Sleep(50 * time.Millisecond) {
		resp, err := client.Get(p.admin + "/roots/0")
		if err == nil {
			b, rerr := io.ReadAll(resp.Body)
			_ = resp.Body.Close()
			pool := x509.NewCertPool()
			if rerr == nil && pool.AppendCertsFromPEM(b) {
				return pool
			}
		}
		if time.Now().After(end) {
			p.kill()
			p.t.Fatalf("pebble does not answer: %v\n%s", err, p.log.String())
		}
	}
}

// names starts a DNS server over TCP that sends every name to this machine.
func names(t *testing.T) string {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() { // ends when the test closes the listener
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			_ = c.SetDeadline(time.Now().Add(time.Minute))
			if err := answerName(c); err != nil {
				t.Log("DNS:", err)
			}
			_ = c.Close()
		}
	}()
	return l.Addr().String()
}

// answerName answers one question. Its length stands in two bytes before a message.
func answerName(c net.Conn) error {
	var size uint16
	if err := binary.Read(c, binary.BigEndian, &size); err != nil {
		return err
	}
	b := make([]byte, size)
	if _, err := io.ReadFull(c, b); err != nil {
		return err
	}
	var m dnsmessage.Message
	if err := m.Unpack(b); err != nil {
		return err
	}
	answer := dnsmessage.Message{Header: dnsmessage.Header{ID: m.ID, Response: true, RecursionAvailable: true}, Questions: m.Questions}
	for _, q := range m.Questions {
		if q.Type == dnsmessage.TypeA {
			answer.Answers = append(answer.Answers, dnsmessage.Resource{
				Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class, TTL: 60},
				Body:   &dnsmessage.AResource{A: [4]byte{127, 0, 0, 1}},
			})
		}
	}
	out, err := answer.Pack()
	if err != nil {
		return err
	}
	_, err = c.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(out))), out...))
	return err
}

// TestCertificateIssued gets a certificate from a real authority, over the port with TLS or
// over the one without, and keeps it over a restart without the authority.
func TestCertificateIssued(t *testing.T) {
	t.Parallel()
	for name, plain := range map[string]bool{"tls-alpn-01": false, "http-01": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			port, plainPort := bottest.FreePort(t), bottest.FreePort(t)
			listen := net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
			env := []string{"ZHUJIAO_LISTEN=" + listen, "ZHUJIAO_TLS_HOST=class.example.test", "ZHUJIAO_TLS_REDIRECT=none", "ZHUJIAO_LAB="}
			tlsPort := port
			if plain {
				env[2] = "ZHUJIAO_TLS_REDIRECT=127.0.0.1:" + strconv.Itoa(plainPort)
				tlsPort = bottest.FreePort(t) // nobody is there
			}
			authority := startPebble(t, tlsPort, plainPort)
			trusted := filepath.Join(t.TempDir(), "authority.pem")
			b := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: authority.ca.cert.Raw})
			if err := os.WriteFile(trusted, b, 0o600); err != nil {
				t.Fatal(err)
			}
			env = append(env, "ZHUJIAO_TLS_DIRECTORY="+authority.directory, "SSL_CERT_FILE="+trusted)
			p := prepare(t, strings.NewReplacer(), env...)
			p.url = "http://" + listen
			client := p.secure(authority.roots())
			p.launch(client, "class.example.test")
			serial := func() string {
				t.Helper()
				resp, err := client.Get("https://class.example.test/console/signin")
				if err != nil {
					t.Fatal(err)
				}
				_ = resp.Body.Close()
				if resp.Header.Get("Strict-Transport-Security") == "" {
					t.Error("browsers may come without TLS")
				}
				return resp.TLS.PeerCertificates[0].SerialNumber.String()
			}
			first := serial()
			if plain {
				p.checkPlain("127.0.0.1:" + strconv.Itoa(plainPort))
			}
			if resp, err := client.Get("https://other.example.test/healthz"); err == nil {
				_ = resp.Body.Close()
				t.Error("another name has a certificate")
			}
			if info, err := os.Stat(filepath.Join(p.data(), "certificates")); err != nil {
				t.Error("the certificate is not stored:", err)
			} else if info.Mode().Perm() != 0o700 {
				t.Errorf("the keys lie in a directory of mode %v", info.Mode())
			}
			authority.kill()
			p.kill()
			p.launch(client, "class.example.test")
			if again := serial(); again != first {
				t.Error("the certificate was not kept")
			}
		})
	}
}
