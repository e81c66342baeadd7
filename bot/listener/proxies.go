package listener

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// Proxies are the networks whose word is taken for whom they speak for.
type Proxies []netip.Prefix

// entriesMax bounds how many entries of X-Forwarded-For are looked at.
const entriesMax = 20

// Loopback are the proxies on this machine.
func Loopback() Proxies {
	return Proxies{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}
}

// ParseProxies reads addresses and networks in CIDR form that are separated by commas; none
// stands for no proxy at all, not even one on this machine. A network that has everybody in
// it is refused, because then everybody could name any address.
func ParseProxies(s string) (out Proxies, err error) {
	if strings.TrimSpace(s) == "none" {
		return nil, nil
	}
	for word := range strings.SplitSeq(s, ",") {
		if word = strings.TrimSpace(word); word == "" {
			continue
		}
		p, err := netip.ParsePrefix(word)
		if err != nil {
			var a netip.Addr
			if a, err = netip.ParseAddr(word); err != nil {
				return nil, fmt.Errorf("%q is no address and no network", word)
			}
			p = netip.PrefixFrom(a, a.BitLen())
		}
		if p.Bits() == 0 {
			return nil, fmt.Errorf("%q is everybody", word)
		}
		if a := p.Addr(); a.Is4In6() { // ::ffff:10.0.0.0/104 is 10.0.0.0/8
			if p.Bits() < 96+1 {
				return nil, fmt.Errorf("%q is everybody", word)
			}
			p = netip.PrefixFrom(a.Unmap(), p.Bits()-96)
		}
		out = append(out, p.Masked())
	}
	if len(out) == 0 {
		return nil, errors.New("no address is named")
	}
	return out, nil
}

// Trusts reports whether an address is one of a proxy.
func (p Proxies) Trusts(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	for _, n := range p {
		if n.Contains(a) {
			return true
		}
	}
	return false
}

// Client returns the address of the one who asks: the other end of the connection, unless
// that is a proxy. A proxy appends whom it speaks for, so that X-Forwarded-For is read from
// its end, up to the first entry that no proxy has written. What stands before it was
// written by whoever asks and means nothing.
func (p Proxies) Client(r *http.Request) netip.Addr {
	end, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	at := end.Addr().Unmap().WithZone("")
	lines := slices.Clone(r.Header.Values("X-Forwarded-For"))
	for seen := 0; len(lines) > 0 && seen < entriesMax && p.Trusts(at); {
		last := lines[len(lines)-1]
		entry := last
		if i := strings.LastIndexByte(last, ','); i >= 0 {
			lines[len(lines)-1], entry = last[:i], last[i+1:]
		} else {
			lines = lines[:len(lines)-1]
		}
		a, ok := entryOf(entry)
		if !ok {
			break
		}
		at = a
		seen++
	}
	return at
}

// entryOf reads an entry of X-Forwarded-For: an address, also with a port or in brackets.
func entryOf(s string) (netip.Addr, bool) {
	s = strings.TrimSpace(s)
	if a, err := netip.ParseAddrPort(s); err == nil {
		return a.Addr().Unmap().WithZone(""), true
	}
	a, err := netip.ParseAddr(strings.Trim(s, "[]"))
	return a.Unmap().WithZone(""), err == nil
}

// Handler gives next requests whose RemoteAddr is the address of the one who asks, with the
// port 0 if a proxy speaks for them.
func (p Proxies) Handler(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if end, err := netip.ParseAddrPort(r.RemoteAddr); err == nil && p.Trusts(end.Addr()) {
			if a := p.Client(r); a != end.Addr().Unmap().WithZone("") {
				r.RemoteAddr = net.JoinHostPort(a.String(), "0")
			}
		}
		next.ServeHTTP(w, r)
	})
}
