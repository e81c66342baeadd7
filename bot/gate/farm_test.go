package gate_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"zhujiao/bot/bottest"
)

// startCluster starts three primaries that share the slots. Their bus ports are any,
// because port + 10000 may be taken.
func startCluster(t *testing.T) []*server {
	t.Helper()
	var nodes []*server
	var buses []int
	for range 3 {
		bus := bottest.FreePort(t)
		buses = append(buses, bus)
		nodes = append(nodes, startServer(t, "--cluster-enabled", "yes", "--cluster-port", fmt.Sprint(bus),
			"--cluster-node-timeout", "500"))
	}
	for i, n := range nodes {
		ok(t, n, fmt.Sprintf("CLUSTER ADDSLOTSRANGE %d %d", i*5462, min(i*5462+5461, 16383)))
		ok(t, n, fmt.Sprintf("CLUSTER SET-CONFIG-EPOCH %d", i+1))
		ok(t, n, fmt.Sprintf("CLUSTER MEET 127.0.0.1 %d %d", nodes[0].port, buses[0]))
	}
	clusterUp(t, nodes)
	return nodes
}

func ok(t *testing.T, s *server, command string) {
	t.Helper()
	if got := s.do(command); got != "+OK" {
		t.Fatalf("%s: %s", command, got)
	}
}

func clusterUp(t *testing.T, nodes []*server) {
	t.Helper()
	within(t, 20*time.Second, "the cluster is up", func() bool {
		for _, n := range nodes {
			info := n.ask("CLUSTER INFO")
			if !strings.Contains(info, "cluster_state:ok") || !strings.Contains(info, "cluster_known_nodes:3") {
				return false
			}
		}
		return true
	})
}

// startSentinel starts a Sentinel that watches a primary under the name "main".
func startSentinel(t *testing.T, primary *server) *server {
	t.Helper()
	s := &server{t: t, port: bottest.FreePort(t), dir: t.TempDir()}
	conf := filepath.Join(s.dir, "sentinel.conf")
	text := fmt.Sprintf("port %d\nbind 127.0.0.1\nsentinel monitor main 127.0.0.1 %d 1\nsentinel down-after-milliseconds main 300\n"+
		"sentinel failover-timeout main 2000\n", s.port, primary.port)
	if err := os.WriteFile(conf, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	s.command = []string{conf, "--sentinel"}
	s.start()
	t.Cleanup(s.kill)
	return s
}

// certify writes a certificate for 127.0.0.1 that nobody has signed, and its key.
func certify(t *testing.T) (cert, key string) {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	tmpl := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "redis"}, NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, tmpl, &k.PublicKey, k)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalECPrivateKey(k)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, b := range map[string]*pem.Block{
		"c.pem": {Type: "CERTIFICATE", Bytes: der}, "k.pem": {Type: "EC PRIVATE KEY", Bytes: secret},
	} {
		if err := os.WriteFile(filepath.Join(dir, name), pem.EncodeToMemory(b), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "c.pem"), filepath.Join(dir, "k.pem")
}

// startTLS starts a server that takes TLS on a port, which it returns, beside its own.
func startTLS(t *testing.T) (*server, int) {
	t.Helper()
	cert, key := certify(t)
	port := bottest.FreePort(t)
	return startServer(t, "--tls-port", fmt.Sprint(port), "--tls-cert-file", cert, "--tls-key-file", key,
		"--tls-ca-cert-file", cert, "--tls-auth-clients", "no"), port
}

// wire is a proxy before a server that delays, holds or forgets what it carries.
type wire struct {
	port  int
	delay time.Duration // one way
	cut   atomic.Bool   // forgets everything
	conns atomic.Int32  // accepted
}

// stretch puts a proxy with a round trip before a port.
func stretch(t *testing.T, port int, trip time.Duration) *wire {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &wire{port: l.Addr().(*net.TCPAddr).Port, delay: trip / 2}
	var open sync.WaitGroup
	open.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			s, err := net.Dial("tcp", fmt.Sprint("127.0.0.1:", port))
			if err != nil {
				c.Close()
				continue
			}
			w.conns.Add(1)
			t.Cleanup(func() { c.Close(); s.Close() })
			open.Go(func() { w.carry(s, c) })
			open.Go(func() { w.carry(c, s) })
		}
	})
	t.Cleanup(func() { l.Close() })
	return w
}

func (w *wire) url() string { return fmt.Sprintf("redis://127.0.0.1:%d/0", w.port) }

func (w *wire) carry(to io.WriteCloser, from io.Reader) {
	type parcel struct {
		b  []byte
		at time.Time
	}
	road := make(chan parcel, 1000)
	go func() {
		defer to.Close()
		for p := range road {
			time.Sleep(time.Until(p.at))
			if w.cut.Load() {
				continue
			}
			if _, err := to.Write(p.b); err != nil {
				return
			}
		}
	}()
	defer close(road)
	for {
		b := make([]byte, 16<<10)
		n, err := from.Read(b)
		if err != nil {
			return
		}
		select {
		case road <- parcel{b[:n], time.Now().Add(w.delay)}:
		default: // the other side is gone
			return
		}
	}
}
