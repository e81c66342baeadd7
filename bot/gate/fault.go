package gate

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"strings"
)

// Fault is why Redis cannot be used.
type Fault string

// The faults.
const (
	// FaultUnreachable: no connection, or it broke.
	FaultUnreachable Fault = "unreachable"
	// FaultSlow: no answer within the time limits.
	FaultSlow Fault = "slow"
	// FaultReadOnly: a replica, or a server that accepts no writes.
	FaultReadOnly Fault = "read-only"
	// FaultFull: maxmemory is reached, and nothing may be evicted.
	FaultFull Fault = "full"
	// FaultCluster: the URL names one node of a cluster as if it were a single server.
	FaultCluster Fault = "cluster"
	// FaultLogin: the user, the password, the rights or the certificate.
	FaultLogin Fault = "login"
	// FaultNotReady: it is loading, failing over, or busy.
	FaultNotReady Fault = "not-ready"
	// FaultRefused: any other error that Redis answers.
	FaultRefused Fault = "refused"
)

// errNoConnection means that no connection is open, and that a message may not wait for
// one.
var errNoConnection = errors.New("no connection is open")

// faultOf classifies an error. Redis before 7 puts the code of an error in a script into
// the middle of the text.
func faultOf(err error) Fault {
	text := " " + strings.ReplaceAll(err.Error(), "-", " ")
	for _, c := range []struct {
		fault Fault
		codes []string
	}{
		{FaultCluster, []string{"MOVED", "ASK"}},
		{FaultReadOnly, []string{"READONLY", "NOREPLICAS", "MISCONF"}},
		{FaultFull, []string{"OOM"}},
		{FaultNotReady, []string{"LOADING", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN", "BUSY"}},
		{FaultLogin, []string{"NOAUTH", "WRONGPASS", "NOPERM", "DENIED"}},
	} {
		for _, code := range c.codes {
			if strings.Contains(text, " "+code+" ") {
				return c.fault
			}
		}
	}
	var n net.Error
	var r interface{ RedisError() }
	switch {
	case certificate(err):
		return FaultLogin
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &n) && n.Timeout():
		return FaultSlow
	case errors.As(err, &r):
		return FaultRefused
	default:
		return FaultUnreachable
	}
}

func certificate(err error) bool {
	var verify *tls.CertificateVerificationError
	var authority x509.UnknownAuthorityError
	var host x509.HostnameError
	return errors.As(err, &verify) || errors.As(err, &authority) || errors.As(err, &host)
}

// advice is what to do about a fault, for the log.
func (f Fault) advice() string {
	switch f {
	case FaultReadOnly:
		return "Redis accepts no writes: give the address of the primary, or of the Sentinels with master_name="
	case FaultFull:
		return "Redis is full: raise maxmemory, or set maxmemory-policy allkeys-lru"
	case FaultCluster:
		return "the address is one node of a cluster: add &addr=host:port of a further node to ZHUJIAO_REDIS_URL"
	case FaultLogin:
		return "Redis refuses the login: check user, password, rights and certificate in ZHUJIAO_REDIS_URL"
	case FaultSlow:
		return "Redis does not answer in time: check its load and the network, or raise dial_timeout and read_timeout in ZHUJIAO_REDIS_URL"
	case FaultNotReady:
		return "Redis is loading, failing over or busy: wait, and look into its log if it stays"
	case FaultRefused:
		return "Redis refuses the gate's commands: see the error; scripts must be allowed, and only a cluster's address has addr="
	default:
		return "check that Redis runs and that ZHUJIAO_REDIS_URL is its address"
	}
}
