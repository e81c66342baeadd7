package doctor

import (
	"context"
	"crypto/rand"
	"crypto/sha1" //nolint:gosec // the platform's signature is SHA-1
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"zhujiao/bot"
)

// Page is the answer of a web server.
type Page struct {
	Status int
	Body   string // its first KiB
}

// Web gets a page and follows no redirect.
type Web func(ctx context.Context, address string) (Page, error)

// Server is what is known of the process that serves.
type Server struct {
	Web Web
	// Own gets a page of the process itself, whose certificate is for another name than this
	// machine's address; TLS is set if it has one.
	Own Web
	TLS bool
	// Listen is the host:port of the settings, Public the address under which people reach
	// it; empty for none. Token is the token of the server settings.
	Listen, Public, Token string
	// Served says whether a process serves from the data, and whether that can be known.
	Served func(ctx context.Context) (served, told bool)
	Now    bot.Clock
	// Lab is set if the process serves by a clock of tests, which may refuse the time of now.
	Lab bool
}

// ServingChecks look at the process that serves: the first needs what is given, the others
// that it serves, and what else is given with tokenNeeds, because they need the token.
func (s Server) ServingChecks(needs, callbackNeeds, publicNeeds []Name) []Check {
	return []Check{
		{Serving, needs, 0, s.serving},
		{Callback, append([]Name{Serving}, callbackNeeds...), 0, s.callback},
		{Public, append([]Name{Serving}, publicNeeds...), apiLimit, s.public},
	}
}

// Base is the address at which this machine reaches the process.
func (s Server) Base() string {
	scheme := "http://"
	if s.TLS {
		scheme = "https://"
	}
	host, port, err := net.SplitHostPort(s.Listen)
	if err != nil {
		return scheme + s.Listen
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return scheme + net.JoinHostPort(host, port)
}

// serving looks whether a process answers on the address of the settings, and whether it is
// the one that has the data.
func (s Server) serving(ctx context.Context) Finding {
	served, told := s.Served(ctx)
	page, err := s.Own(ctx, s.Base()+"/readyz")
	first, rest, _ := strings.Cut(page.Body, "\n")
	ours := first == "ready" || first == "not ready"
	switch {
	case err != nil && told && served:
		return Finding{State: Bad, Code: CodeServingElsewhere, Facts: []string{s.Listen}}
	case err != nil:
		return Finding{State: Notice, Code: CodeServingNone, Facts: []string{s.Listen}, Stops: true}
	case !ours:
		return Finding{State: Bad, Code: CodeServingOther, Facts: []string{s.Listen}}
	case page.Status != 200:
		words := strings.Join(strings.FieldsFunc(rest, func(r rune) bool { return r == '\n' }), "; ")
		return Finding{State: Bad, Code: CodeServingNotReady, Facts: []string{s.Listen, words}}
	default:
		return Finding{Code: CodeServingGood, Facts: []string{s.Listen}}
	}
}

// echoes asks an address what the platform asks of a new one, and reports whether it
// answers as it must. Nothing is handled by that.
func (s Server) echoes(ctx context.Context, web Web, address string) (page Page, good bool, err error) {
	stamp, nonce, echo := strconv.FormatInt(s.Now().Unix(), 10), rand.Text(), rand.Text()
	parts := []string{s.Token, stamp, nonce}
	slices.Sort(parts)
	sum := sha1.Sum([]byte(strings.Join(parts, ""))) //nolint:gosec // see above
	q := url.Values{"signature": {hex.EncodeToString(sum[:])}, "timestamp": {stamp}, "nonce": {nonce}, "echostr": {echo}}
	page, err = web(ctx, address+"?"+q.Encode())
	return page, err == nil && page.Status == 200 && page.Body == echo, err
}

// callback plays the platform's check of the address to the process.
func (s Server) callback(ctx context.Context) Finding {
	address := s.Base() + "/wechat"
	page, good, err := s.echoes(ctx, s.Own, address)
	switch {
	case err != nil:
		return Finding{State: Unknown, Code: CodeCallbackUnknown, Facts: []string{err.Error()}}
	case !good && s.Lab:
		return Finding{State: Unknown, Code: CodeCallbackLab}
	case !good:
		return Finding{State: Bad, Code: CodeCallbackBad, Facts: []string{address, fmt.Sprint(page.Status)}}
	default:
		return Finding{Code: CodeCallbackGood, Facts: []string{address, fmt.Sprint(page.Status)}}
	}
}

// public does the same from outside, as far as this machine can: it may be that only it
// cannot reach the address.
func (s Server) public(ctx context.Context) Finding {
	if s.Public == "" {
		return Finding{State: Notice, Code: CodePublicNone}
	}
	page, good, err := s.echoes(ctx, s.Web, s.Public+"/wechat")
	if err != nil {
		return s.unreached(ctx, err)
	}
	if !good && s.Lab {
		return Finding{State: Unknown, Code: CodeCallbackLab}
	}
	if !good {
		return Finding{State: Bad, Code: CodePublicOther, Facts: []string{s.Public, fmt.Sprint(page.Status)}}
	}
	if !strings.HasPrefix(s.Public, "https://") {
		return Finding{State: Notice, Code: CodePublicPlain, Facts: []string{s.Public}}
	}
	return Finding{Code: CodePublicGood, Facts: []string{s.Public}}
}

// unreached says why the public address was not reached. A name that does not exist and a
// certificate that nobody trusts are the same for everybody.
func (s Server) unreached(ctx context.Context, err error) Finding {
	facts := []string{s.Public, inTime(ctx, err).Error()}
	if e, ok := errors.AsType[*net.DNSError](err); ok && e.IsNotFound {
		return Finding{State: Bad, Code: CodePublicName, Facts: facts}
	}
	if certificate(err) {
		return Finding{State: Bad, Code: CodePublicCertificate, Facts: facts}
	}
	return Finding{State: Unknown, Code: CodePublicUnreachable, Facts: facts}
}

func certificate(err error) bool {
	_, unknown := errors.AsType[x509.UnknownAuthorityError](err)
	_, invalid := errors.AsType[x509.CertificateInvalidError](err)
	_, other := errors.AsType[x509.HostnameError](err)
	return unknown || invalid || other
}
