package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zhujiao/bot/bottest"
)

// authority signs certificates.
type authority struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
	pool *x509.CertPool
}

func newAuthority(t *testing.T) *authority {
	t.Helper()
	a := &authority{pool: x509.NewCertPool()}
	a.cert, a.key = issue(t, &x509.Certificate{
		Subject: pkix.Name{CommonName: "tests"}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}, nil)
	a.pool.AddCert(a.cert)
	return a
}

// issue makes a certificate that is signed by an authority, or by itself.
func issue(t *testing.T, c *x509.Certificate, by *authority) (*x509.Certificate, *ecdsa.PrivateKey) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c.SerialNumber = big.NewInt(time.Now().UnixNano())
	c.NotBefore = time.Now().Add(-time.Hour)
	if c.NotAfter.IsZero() {
		c.NotAfter = time.Now().Add(time.Hour)
	}
	parent, signer := c, key
	if by != nil {
		parent, signer = by.cert, by.key
	}
	der, err := x509.CreateCertificate(rand.Reader, c, parent, &key.PublicKey, signer)
	if err != nil {
		t.Fatal(err)
	}
	out, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return out, key
}

// write makes a certificate for names and writes it and its key into files.
func (a *authority) write(t *testing.T, cert, key string, ends time.Time, names ...string) {
	t.Helper()
	c, k := issue(t, &x509.Certificate{
		DNSNames: names, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, NotAfter: ends,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}, a)
	der, err := x509.MarshalPKCS8PrivateKey(k)
	if err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: c.Raw}, key: {Type: "PRIVATE KEY", Bytes: der}} {
		if err := os.WriteFile(name+".new", pem.EncodeToMemory(b), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{cert, key} {
		if err := os.Rename(name+".new", name); err != nil {
			t.Fatal(err)
		}
	}
}

// secure is a client that trusts some authorities and finds the program under any name.
func (p *process) secure(trust *x509.CertPool) *http.Client {
	return &http.Client{
		Timeout:       10 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			DisableKeepAlives: true, ForceAttemptHTTP2: true, TLSClientConfig: &tls.Config{RootCAs: trust},
			DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
				return (&net.Dialer{}).DialContext(ctx, "tcp", p.door())
			},
		},
	}
}

// launch starts the program and waits until its answer under a name is trusted.
func (p *process) launch(client *http.Client, name string) {
	p.t.Helper()
	p.cmd = program(context.Background(), p.t, "serve")
	log, err := os.OpenFile(filepath.Join(p.dir, "log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		p.t.Fatal(err)
	}
	defer func() { _ = log.Close() }()
	p.cmd.Env, p.cmd.Stderr = p.env, log
	if err := p.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(p.kill)
	p.soon("get ready", func() bool {
		resp, err := client.Get("https://" + name + "/healthz")
		if err != nil {
			return false
		}
		_ = resp.Body.Close()
		return resp.StatusCode == http.StatusOK
	})
}

// soon waits until something is so.
func (p *process) soon(what string, is func() bool) {
	p.t.Helper()
	for end := time.Now().Add(time.Minute); !is(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			p.t.Fatalf("the program does not %s:\n%s", what, p.logged())
		}
	}
}

// TestCertificateFiles serves with a certificate from files, takes over a renewed one, and
// keeps the one before when the new one cannot be used.
func TestCertificateFiles(t *testing.T) {
	t.Parallel()
	ca, dir, plain := newAuthority(t), t.TempDir(), bottest.FreeAddr(t)
	cert, key := filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	ca.write(t, cert, key, time.Time{}, "class.example.test")
	p := prepare(t, strings.NewReplacer(), "ZHUJIAO_TLS_CERT="+cert, "ZHUJIAO_TLS_KEY="+key, "ZHUJIAO_LAB=",
		"ZHUJIAO_PUBLIC_URL=https://class.example.test", "ZHUJIAO_TLS_REDIRECT="+plain)
	client := p.secure(ca.pool)
	p.launch(client, "class.example.test")
	serial := func() *big.Int {
		t.Helper()
		resp, err := client.Get("https://class.example.test/console/signin")
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if resp.Header.Get("Strict-Transport-Security") == "" || resp.ProtoMajor != 2 || resp.StatusCode != http.StatusOK {
			t.Errorf("the console answers %d over %s with %v", resp.StatusCode, resp.Proto, resp.Header)
		}
		return resp.TLS.PeerCertificates[0].SerialNumber
	}
	p.checkPlain(plain)
	if got := p.seen("正在运行的程序"); got != "好" {
		t.Errorf("doctor says %s of the process that serves with TLS", got)
	}
	if code, out := p.ready(); code != 0 {
		t.Errorf("the health check says %d: %s", code, out)
	}
	first := serial()
	ca.write(t, cert, key, time.Time{}, "class.example.test")
	p.soon("take over a renewed certificate", func() bool { return serial().Cmp(first) != 0 })
	second := serial()
	if err := os.WriteFile(cert, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	p.soon("notice the broken file", func() bool { return strings.Contains(p.logged(), "cannot be used") })
	if serial().Cmp(second) != 0 {
		t.Error("a broken file took the certificate away")
	}
	ca.write(t, cert, key, time.Time{}, "class.example.test")
	p.soon("take over the mended file", func() bool { return serial().Cmp(second) != 0 })
}

// seen is what doctor says of a check.
func (p *process) seen(check string) string {
	p.t.Helper()
	cmd := program(p.t.Context(), p.t, "doctor", "--json")
	cmd.Env = p.env
	out, _ := cmd.Output() // something else may be bad
	var r findings
	if err := json.Unmarshal(out, &r); err != nil {
		p.t.Fatalf("%v: doctor printed\n%s", err, out)
	}
	for _, c := range r.Checks {
		if c.Name == check {
			return c.State
		}
	}
	return "nothing"
}

// logged is what the program has written so far; launch lets it write into a file.
func (p *process) logged() string {
	b, err := os.ReadFile(filepath.Join(p.dir, "log"))
	if err != nil {
		p.t.Fatal(err)
	}
	return string(b)
}

// checkPlain asks without TLS: browsers are sent on, a push is refused.
func (p *process) checkPlain(plain string) {
	p.t.Helper()
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Get("http://" + plain + "/console/signin?to=%2Fconsole")
	if err != nil {
		p.t.Fatal(err)
	}
	_ = resp.Body.Close()
	if to := resp.Header.Get("Location"); to != "https://class.example.test/console/signin?to=%2Fconsole" {
		p.t.Errorf("a browser without TLS is sent to %q (%d)", to, resp.StatusCode)
	}
	resp, err = client.Post("http://"+plain+"/wechat?signature=1", "text/xml", strings.NewReader("<xml>"))
	if err != nil {
		p.t.Fatal(err)
	}
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusForbidden {
		p.t.Errorf("a push without TLS: %d", resp.StatusCode)
	}
}

// TestCertificateRefused: the program does not start with a certificate that nobody would
// trust, and says why.
func TestCertificateRefused(t *testing.T) {
	t.Parallel()
	ca, dir := newAuthority(t), t.TempDir()
	cert, key := filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	ca.write(t, cert, key, time.Now().Add(-time.Minute), "class.example.test")
	other, otherKey := filepath.Join(dir, "other.pem"), filepath.Join(dir, "other-key.pem")
	ca.write(t, other, otherKey, time.Time{}, "class.example.test")
	for want, env := range map[string][]string{
		"ended at":                     {"ZHUJIAO_TLS_CERT=" + cert, "ZHUJIAO_TLS_KEY=" + key},
		"does not match":               {"ZHUJIAO_TLS_CERT=" + cert, "ZHUJIAO_TLS_KEY=" + otherKey},
		"no such file":                 {"ZHUJIAO_TLS_CERT=" + cert, "ZHUJIAO_TLS_KEY=" + key + "x"},
		"ZHUJIAO_TLS_KEY: is not set":  {"ZHUJIAO_TLS_CERT=" + cert},
		"ZHUJIAO_TLS_CERT: is not set": {"ZHUJIAO_TLS_KEY=" + key},
		"is no host name":              {"ZHUJIAO_TLS_HOST=https://class.example.test/"},
		"unset one of them":            {"ZHUJIAO_TLS_HOST=class.example.test", "ZHUJIAO_TLS_CERT=" + cert},
		"there is no certificate":      {"ZHUJIAO_TLS_REDIRECT=127.0.0.1:0"},
		"ZHUJIAO_PUBLIC_URL":           {"ZHUJIAO_TLS_CERT=" + other, "ZHUJIAO_TLS_KEY=" + otherKey, "ZHUJIAO_TLS_REDIRECT=127.0.0.1:0"},
		"is everybody":                 {"ZHUJIAO_TRUSTED_PROXIES=0.0.0.0/0"},
	} {
		t.Run(want, func(t *testing.T) {
			t.Parallel()
			p := prepare(t, strings.NewReplacer(), env...)
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			cmd := program(ctx, t, "serve")
			cmd.Env = p.env
			out, err := cmd.CombinedOutput()
			if err == nil || ctx.Err() != nil || !strings.Contains(string(out), want) {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
}
