package listener

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"sync/atomic"
	"time"

	"golang.org/x/crypto/acme"
	"golang.org/x/crypto/acme/autocert"

	"zhujiao/bot"
)

// TLS says where certificates come from: from an authority for the hosts, or from two files.
// The zero value has none.
type TLS struct {
	// Hosts are the names to get certificates for; the first is given to clients that name
	// none.
	Hosts []string
	// Cert and Key are the files of a chain and its key, in PEM.
	Cert, Key string
	// Cache is the directory for what the authority gave; only this user can read it.
	Cache string
	// Directory is the ACME address of the authority; empty for Let's Encrypt.
	Directory string
}

// On reports whether there are certificates.
func (t TLS) On() bool { return len(t.Hosts) > 0 || t.Cert != "" }

// Certificates has the certificates of a server.
type Certificates struct {
	settings TLS
	log      *slog.Logger
	manager  *autocert.Manager // nil for files
	pair     atomic.Pointer[pair]
	now      bot.Clock
}

// pair is what the files held.
type pair struct {
	cert  tls.Certificate
	state [2]stamp
}

// stamp tells whether a file has changed.
type stamp struct {
	changed time.Time
	size    int64
}

// NewCertificates reads the files, or gets ready to ask the authority, which happens in
// Watch. It fails if the files hold no certificate with its key.
func NewCertificates(t TLS, now bot.Clock, log *slog.Logger) (*Certificates, error) {
	c := &Certificates{settings: t, log: log, now: now}
	if len(t.Hosts) == 0 {
		p, err := c.read()
		if err != nil {
			return nil, err
		}
		c.pair.Store(p)
		return c, nil
	}
	c.manager = &autocert.Manager{
		Prompt: autocert.AcceptTOS, HostPolicy: autocert.HostWhitelist(t.Hosts...), Cache: autocert.DirCache(t.Cache),
	}
	if t.Directory != "" {
		c.manager.Client = &acme.Client{DirectoryURL: t.Directory}
	}
	return c, nil
}

// Config returns what a server needs.
func (c *Certificates) Config() *tls.Config {
	config := &tls.Config{MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}, GetCertificate: c.get}
	if c.manager != nil {
		config.NextProtos = append(config.NextProtos, acme.ALPNProto)
	}
	return config
}

// get returns the certificate for a client. One that names no host gets the first one's.
func (c *Certificates) get(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
	if c.manager == nil {
		return &c.pair.Load().cert, nil
	}
	if hello.ServerName == "" {
		hello.ServerName = c.settings.Hosts[0]
	}
	return c.manager.GetCertificate(hello)
}

// Plain returns the handler of the port without TLS: it answers the authority, sends
// browsers to the same page below base, and refuses everything else, because a push that
// came here has already been sent in the clear.
func (c *Certificates) Plain(base string) http.Handler {
	to := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			http.Error(w, "use "+base, http.StatusForbidden)
			return
		}
		http.Redirect(w, r, base+r.URL.RequestURI(), http.StatusMovedPermanently) //nolint:gosec // the host is ours
	})
	if c.manager == nil {
		return to
	}
	challenge := c.manager.HTTPHandler(to)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if host, _, err := net.SplitHostPort(r.Host); err == nil {
			r.Host = host // an authority may come to another port than 80
		}
		challenge.ServeHTTP(w, r)
	})
}

const (
	// lookEvery is how often the files are looked at.
	lookEvery = 5 * time.Second
	// askEvery is how often an authority that refuses is asked again: it counts failures, and
	// takes five an hour.
	askEvery = time.Hour
)

// Watch takes over files that have changed, or gets the first certificate before anybody
// asks for it, until ctx ends. The authority's are renewed a month before they end.
func (c *Certificates) Watch(ctx context.Context) {
	every, look := lookEvery, c.look
	if c.manager != nil {
		every, look = askEvery, c.obtain
	}
	turn := time.NewTicker(every)
	defer turn.Stop()
	for {
		if done := look(ctx); done {
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-turn.C:
		}
	}
}

// look reads the files if they have changed. What cannot be used leaves the certificate
// that serves.
func (c *Certificates) look(ctx context.Context) (done bool) {
	if c.pair.Load().state == c.stamps() {
		return false
	}
	p, err := c.read()
	if err != nil {
		old := *c.pair.Load()
		old.state = c.stamps() // logged once
		c.pair.Store(&old)
		c.log.ErrorContext(ctx, "the changed certificate cannot be used; the one before serves on", "error", err,
			"ends", old.cert.Leaf.NotAfter)
		return false
	}
	c.pair.Store(p)
	c.log.InfoContext(ctx, "a changed certificate serves", "ends", p.cert.Leaf.NotAfter)
	return false
}

// read reads the files.
func (c *Certificates) read() (*pair, error) {
	p := &pair{state: c.stamps()}
	var err error
	if p.cert, err = tls.LoadX509KeyPair(c.settings.Cert, c.settings.Key); err != nil {
		return nil, fmt.Errorf("ZHUJIAO_TLS_CERT and ZHUJIAO_TLS_KEY: %w; give the chain and its key in PEM", err)
	}
	if ends := p.cert.Leaf.NotAfter; c.now().After(ends) {
		return nil, fmt.Errorf("ZHUJIAO_TLS_CERT ended at %s; renew it", ends.Format(time.DateTime))
	}
	return p, nil
}

// stamps returns the state of the files; that of one that is not there is zero.
func (c *Certificates) stamps() (out [2]stamp) {
	for i, name := range []string{c.settings.Cert, c.settings.Key} {
		if info, err := os.Stat(name); err == nil {
			out[i] = stamp{info.ModTime(), info.Size()}
		}
	}
	return out
}

// obtain gets the certificate of every host unless it is there.
func (c *Certificates) obtain(ctx context.Context) (done bool) {
	var failed error
	for _, host := range c.settings.Hosts {
		got := make(chan error, 1)
		go func() { // ends within the five minutes of the library
			_, err := c.manager.GetCertificate(&tls.ClientHelloInfo{
				ServerName: host, CipherSuites: []uint16{tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256},
				SupportedProtos: []string{"h2", "http/1.1"},
			})
			got <- err
		}()
		select {
		case <-ctx.Done():
			return true
		case err := <-got:
			if err != nil {
				failed = errors.Join(failed, err)
				c.log.ErrorContext(ctx, "no certificate was issued; look whether the host leads to this machine and whether the "+
					"ports 80 and 443 can be reached from outside; it is asked again when somebody connects, and in an hour",
					"host", host, "error", err)
				continue
			}
			c.log.InfoContext(ctx, "the certificate is there", "host", host)
		}
	}
	return failed == nil
}
