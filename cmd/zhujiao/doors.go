package main

import (
	"fmt"
	"strings"

	"zhujiao/bot/listener"
	"zhujiao/cmd/zhujiao/app"
)

// Where the server listens unless the settings say otherwise.
const (
	defaultListen = "127.0.0.1:8080"
	secureListen  = ":443"
	plainListen   = ":80"
)

// doors reads how this server is reached: its addresses, its certificates, and the proxies
// before it.
func (s *settings) doors(c *app.Config) {
	c.TLS = s.tls()
	c.PublicURL = s.public()
	listen, plain := defaultListen, ""
	if len(c.TLS.Hosts) > 0 {
		listen, plain = secureListen, plainListen
		if c.PublicURL == "" {
			c.PublicURL = "https://" + c.TLS.Hosts[0]
		}
	}
	c.Listen = s.hostPort("ZHUJIAO_LISTEN", listen)
	c.Plain = s.plain(plain, c)
	c.Proxies = s.proxies()
}

// tls reads where certificates come from: an authority, two files, or neither.
func (s *settings) tls() (t listener.TLS) {
	for host := range strings.SplitSeq(s.or("ZHUJIAO_TLS_HOST", ""), ",") {
		host = strings.ToLower(strings.TrimSpace(host))
		if host == "" {
			continue
		}
		if !strings.Contains(host, ".") || strings.ContainsAny(host, ":/* ") {
			s.bad("ZHUJIAO_TLS_HOST", fmt.Sprintf("%q is no host name", host), "write for example class.example.com")
			continue
		}
		t.Hosts = append(t.Hosts, host)
	}
	t.Cert, t.Key = s.or("ZHUJIAO_TLS_CERT", ""), s.or("ZHUJIAO_TLS_KEY", "")
	if directory := s.or("ZHUJIAO_TLS_DIRECTORY", ""); directory != "" {
		t.Directory = s.baseURL("ZHUJIAO_TLS_DIRECTORY", "")
	}
	switch {
	case len(t.Hosts) > 0 && t.Cert+t.Key != "":
		s.bad("ZHUJIAO_TLS_HOST", "is set, and ZHUJIAO_TLS_CERT or ZHUJIAO_TLS_KEY is too",
			"unset one of them: the certificate comes from the authority or from files")
	case t.Cert != "" && t.Key == "":
		s.bad("ZHUJIAO_TLS_KEY", "is not set, and ZHUJIAO_TLS_CERT is", "give the file of the certificate's key")
	case t.Key != "" && t.Cert == "":
		s.bad("ZHUJIAO_TLS_CERT", "is not set, and ZHUJIAO_TLS_KEY is", "give the file of the certificate and its chain")
	}
	return t
}

// plain reads where those are answered who come without TLS.
func (s *settings) plain(fallback string, c *app.Config) string {
	v := s.or("ZHUJIAO_TLS_REDIRECT", fallback)
	if v == "none" {
		return ""
	}
	v = s.hostPort("ZHUJIAO_TLS_REDIRECT", fallback)
	switch {
	case v != "" && !c.TLS.On():
		s.bad("ZHUJIAO_TLS_REDIRECT", "is set, and there is no certificate", "set ZHUJIAO_TLS_HOST, or unset it")
	case v != "" && c.PublicURL == "":
		s.bad("ZHUJIAO_PUBLIC_URL", "is not set, and ZHUJIAO_TLS_REDIRECT is", "give the https address that browsers are sent to")
	}
	return v
}

// proxies reads whose X-Forwarded-For is believed.
func (s *settings) proxies() listener.Proxies {
	v := s.or("ZHUJIAO_TRUSTED_PROXIES", "")
	if v == "" {
		return listener.Loopback()
	}
	p, err := listener.ParseProxies(v)
	if err != nil {
		s.bad("ZHUJIAO_TRUSTED_PROXIES", err.Error(), "list addresses or networks, such as 127.0.0.1,10.0.0.0/8, or write none")
	}
	return p
}
