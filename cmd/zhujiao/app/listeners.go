package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"syscall"
	"time"

	"zhujiao/bot/listener"
)

// bodyMax is the most that any request may bring; most pages take 64 KiB.
const bodyMax = 16 << 20

// opening is a server with the address that it listens on.
type opening struct {
	*http.Server
	// variable names the setting of the address.
	variable string
	listener net.Listener
}

// serve answers until the server is shut down.
func (o *opening) serve() error {
	if o.TLSConfig != nil {
		return o.ServeTLS(o.listener, "", "")
	}
	return o.Serve(o.listener)
}

// openings are what the program listens on: the last one is what people and the platform
// reach. certificates is nil unless the program has them itself.
type openings struct {
	all          []*opening
	certificates *listener.Certificates
}

// openListeners listens on every address of the settings, or on none.
func openListeners(ctx context.Context, a *App, cfg Config) (*openings, error) {
	o := &openings{}
	noise := listener.Bounded(a.log, time.Now)
	if cfg.Lab != "" { // first, because tests set the clock as soon as the program is ready
		o.add("ZHUJIAO_LAB", newServer(cfg.Lab, a.labRoutes()))
	}
	a.meter.addServers(o, cfg)
	public := newServer(cfg.Listen, cfg.Proxies.Handler(http.MaxBytesHandler(a.Routes(), bodyMax)))
	if cfg.TLS.On() {
		if err := o.secure(a, cfg, public); err != nil {
			return nil, err
		}
	}
	public.RegisterOnShutdown(a.console.Close)
	o.add("ZHUJIAO_LISTEN", public)
	for _, s := range o.all {
		s.ErrorLog = slog.NewLogLogger(noise.Handler(), slog.LevelWarn)
		if err := s.listen(ctx); err != nil {
			o.close()
			return nil, err
		}
		if s.variable == "ZHUJIAO_LAB" {
			continue
		}
		limits := listener.NewLimits(connections(), min(connections(), listener.ConnectionsEach), cfg.Proxies, time.Now, noise)
		s.listener, s.ConnState = limits.Listener(s.listener), limits.Changed
	}
	return o, nil
}

// secure gives the public server its certificates, and listens for those who come without
// TLS.
func (o *openings) secure(a *App, cfg Config, public *http.Server) (err error) {
	where := cfg.TLS
	where.Cache = filepath.Join(cfg.Data, "certificates")
	if o.certificates, err = listener.NewCertificates(where, time.Now, a.log); err != nil {
		return err
	}
	public.TLSConfig = o.certificates.Config()
	if cfg.Plain != "" {
		o.add("ZHUJIAO_TLS_REDIRECT", newServer(cfg.Plain, o.certificates.Plain(cfg.PublicURL)))
	}
	return nil
}

func (o *openings) add(variable string, s *http.Server) {
	o.all = append(o.all, &opening{Server: s, variable: variable})
}

// servers returns the servers.
func (o *openings) servers() (out []*http.Server) {
	for _, s := range o.all {
		out = append(out, s.Server)
	}
	return out
}

// close closes the addresses.
func (o *openings) close() {
	for _, s := range o.all {
		if s.listener != nil {
			_ = s.listener.Close()
		}
	}
}

// public returns the address that people and the platform reach.
func (o *openings) public() string { return o.all[len(o.all)-1].listener.Addr().String() }

// serve serves on all addresses; the first error of one is sent.
func (o *openings) serve() <-chan error {
	failed := make(chan error, len(o.all))
	for _, s := range o.all {
		go func() { failed <- s.serve() }() // ends with the shutdown
	}
	return failed
}

// watch renews the certificates until ctx ends.
func (o *openings) watch(ctx context.Context) {
	if o.certificates != nil {
		o.certificates.Watch(ctx)
	}
}

// listen listens on the address of the server.
func (o *opening) listen(ctx context.Context) (err error) {
	if o.listener, err = (&net.ListenConfig{}).Listen(ctx, "tcp", o.Addr); err == nil {
		return nil
	}
	fix := ""
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		fix = ", or end the program that listens there"
	case errors.Is(err, syscall.EACCES):
		fix = ", or let this program use low ports (CAP_NET_BIND_SERVICE)"
	}
	return fmt.Errorf("listen on %s: %w; choose another address in %s%s", o.Addr, err, o.variable, fix)
}

// connections is how many connections there may be: the files that the system lets this
// process open bound them, and the databases need some.
func connections() int {
	if most := openFiles(); most > 0 {
		return min(listener.ConnectionsMax, max(64, most/4*3))
	}
	return listener.ConnectionsMax
}
