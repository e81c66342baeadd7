package gate

import (
	"crypto/tls"
	"errors"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"
)

// The time limits of connecting, which no message waits for. Time limits of the URL that
// are longer than the maxima mean the maxima, because Close may have to wait for them.
const (
	defaultDialTime = 2 * time.Second
	maxDialTime     = 10 * time.Second
	defaultReadTime = time.Second
	maxReadTime     = 2 * time.Second
)

// poolMin is the least number of connections that a pool may have: those that are kept
// warm, and as many for answers that are late.
const poolMin = 2 * warmConns

// address is a URL that has been read. It makes clients that never try again, because a
// message cannot wait that long and the local gate can take over.
type address struct {
	single   *redis.Options
	cluster  *redis.ClusterOptions
	sentinel *redis.FailoverOptions
	// dial and read are the time limits of a connection's parts. maxRead is read_timeout
	// of the URL, or 0: no message waits longer than that.
	dial, read, maxRead time.Duration
}

// CheckURL returns an error if NewRedis cannot use a URL. It says what is wrong and what
// to do, and contains nothing that may be part of a password.
func CheckURL(url string) error {
	_, err := readURL(url)
	return err
}

// readURL reads a URL of one server, of a cluster (further addr parameters) or of
// Sentinels (master_name).
func readURL(raw string) (*address, error) {
	u, err := url.Parse(raw)
	if err != nil {
		return nil, errors.New("is no address; " + urlForms)
	}
	if strings.Contains(u.RawQuery+u.Fragment+u.Path, "@") {
		return nil, errors.New("has an @ after the host; write %2F for /, %3F for ?, %23 for #, %40 for @ in a password")
	}
	a, q := &address{}, u.Query()
	switch {
	case u.Scheme != "redis" && u.Scheme != "rediss" && u.Scheme != "unix":
		return nil, errors.New("is no redis:// address; " + urlForms)
	case u.Scheme == "unix" && (q.Has("addr") || q.Has("master_name")):
		return nil, errors.New("has addr or master_name beside a unix socket; a cluster and a Sentinel have addresses redis://host:port")
	case u.Scheme != "unix" && u.Host == "":
		return nil, errors.New("has no host; " + urlForms)
	case q.Has("master_name"):
		if q.Get("master_name") == "" {
			return nil, errors.New("has an empty master_name; give the name that the Sentinels use")
		}
		err = a.readSentinel(raw)
	case q.Has("addr"):
		err = a.readCluster(raw, strings.Trim(u.Path, "/"))
	default:
		err = a.readSingle(raw)
	}
	if err != nil {
		return nil, explain(err)
	}
	return a, nil
}

const urlForms = "use redis://host:6379/0, rediss://host:6379/0 for TLS, unix:///path/to/redis.sock, " +
	"redis://host:port?addr=host:port for a cluster, or redis://host:port?master_name=NAME&addr=host:port for Sentinels"

var errClusterDatabase = errors.New("a cluster has the database 0 only")

func (a *address) readSingle(raw string) error {
	o, err := redis.ParseURL(raw)
	if err != nil {
		return err
	}
	a.limits(&o.DialTimeout, &o.ReadTimeout, &o.WriteTimeout, &o.PoolTimeout)
	o.MaxRetries, o.DialerRetries, o.DisableIdentity, o.ContextTimeoutEnabled = -1, 1, true, true
	o.PipelinePoolSize, o.MinIdleConns, o.PoolFIFO = -1, 0, true
	o.PoolSize, o.MaxActiveConns = enough(o.PoolSize), enough(o.MaxActiveConns)
	o.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	a.single = o
	return nil
}

func (a *address) readCluster(raw, database string) error {
	o, err := redis.ParseClusterURL(raw)
	if err != nil {
		return err
	}
	if database != "" && database != "0" {
		return errClusterDatabase
	}
	if o.TLSConfig != nil {
		o.TLSConfig.MinVersion = tls.VersionTLS12
	}
	a.limits(&o.DialTimeout, &o.ReadTimeout, &o.WriteTimeout, &o.PoolTimeout)
	o.MaxRetries, o.MaxRedirects, o.MinRetryBackoff, o.MaxRetryBackoff = -1, 2, -1, -1
	o.DialerRetries, o.DisableIdentity, o.ContextTimeoutEnabled = 1, true, true
	o.PipelinePoolSize, o.MinIdleConns, o.PoolFIFO = -1, 0, true
	o.ReadOnly, o.RouteByLatency, o.RouteRandomly = false, false, false // the gate writes
	o.PoolSize, o.MaxActiveConns = enough(o.PoolSize), enough(o.MaxActiveConns)
	o.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	a.cluster = o
	return nil
}

func (a *address) readSentinel(raw string) error {
	o, err := redis.ParseFailoverURL(raw)
	if err != nil {
		return err
	}
	a.limits(&o.DialTimeout, &o.ReadTimeout, &o.WriteTimeout, &o.PoolTimeout)
	o.MaxRetries, o.DialerRetries, o.DisableIdentity, o.ContextTimeoutEnabled = -1, 1, true, true
	o.PipelinePoolSize, o.MinIdleConns, o.PoolFIFO = -1, 0, true
	o.ReplicaOnly, o.RouteByLatency, o.RouteRandomly = false, false, false // the gate writes
	o.PoolSize, o.MaxActiveConns = enough(o.PoolSize), enough(o.MaxActiveConns)
	a.sentinel = o
	return nil
}

// limits completes the time limits of a URL. Those of one connection are bounded; a
// message has a limit of its own, which is never longer than read_timeout.
func (a *address) limits(dial, read, write, pool *time.Duration) {
	bounded := func(d *time.Duration, usual, most time.Duration) time.Duration {
		if *d == 0 {
			*d = usual
		}
		if *d < 0 || *d > most { // negative: without limit
			*d = most
		}
		return *d
	}
	if *read > 0 {
		a.maxRead = *read
	}
	a.dial = bounded(dial, defaultDialTime, maxDialTime)
	a.read = bounded(read, defaultReadTime, maxReadTime)
	bounded(write, *read, maxReadTime)
	bounded(pool, *read, maxReadTime)
}

// connectTime bounds an attempt to connect. A Sentinel is asked first, on a connection
// of its own.
func (a *address) connectTime() time.Duration {
	if a.sentinel != nil {
		return 2 * (a.dial + 2*a.read)
	}
	return a.dial + 3*a.read
}

// open returns a new client whose dials the guard may refuse. It does not connect yet.
func (a *address) open(g *dialGuard) redis.UniversalClient { //nolint:ireturn // one server or a cluster
	if a.cluster != nil {
		o := *a.cluster
		o.NewClient = func(o *redis.Options) *redis.Client {
			c := redis.NewClient(o)
			c.AddHook(g)
			return c
		}
		return redis.NewClusterClient(&o)
	}
	var c *redis.Client
	if a.sentinel != nil {
		o := *a.sentinel
		c = redis.NewFailoverClient(&o)
	} else {
		c = redis.NewClient(a.single)
	}
	c.AddHook(g)
	return c
}

// enough makes a size of a pool big enough; 0 means the default.
func enough(size int) int {
	if size == 0 {
		return 0
	}
	return max(size, poolMin)
}

// explain says what to do about an error of go-redis, without the values of the URL.
func explain(err error) error {
	options := regexp.MustCompile(`^redis: (unexpected option: [a-z_, ]+$|invalid [a-z_]+ (number|duration|boolean))`)
	switch s := err.Error(); {
	case errors.Is(err, errClusterDatabase):
		return errors.New("has a database, and a cluster has none; leave /N away")
	case strings.Contains(s, "database number"):
		return errors.New("has a database that is no number; write redis://host:6379/0")
	case strings.Contains(s, "URL path"):
		return errors.New("has more than a database after the host; write redis://host:6379/0, and %2F for / in a password")
	case strings.Contains(s, "addr param"):
		return errors.New("has an addr that is no host:port; repeat &addr=host:port for each further node")
	case strings.Contains(s, "socket path"):
		return errors.New("has no path; write unix:///path/to/redis.sock?db=0")
	case options.MatchString(s):
		return errors.New("has an " + strings.TrimPrefix(options.FindString(s), "redis: ") +
			"; write for example ?dial_timeout=2s&read_timeout=500ms")
	default:
		return errors.New("cannot be read; " + urlForms)
	}
}
