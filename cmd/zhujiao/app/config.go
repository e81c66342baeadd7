package app

import (
	"context"
	"time"

	"zhujiao/bot/catalog"
	"zhujiao/bot/doctor"
	"zhujiao/bot/intent"
	"zhujiao/bot/listener"
	"zhujiao/bot/metrics"
	"zhujiao/bot/sqlstore"
	"zhujiao/bot/wechat"
)

// Config holds the validated settings, which cmd/zhujiao reads from the environment.
type Config struct {
	// Campaign is the path of the campaign file, Data the data directory.
	Campaign, Data string
	// DatabaseURL is the address of a PostgreSQL database; empty for SQLite in Data.
	DatabaseURL string
	// Listen is the host:port of the webhook and of the health checks.
	Listen string
	// Lab is the loopback host:port of the tests' control plane; empty for none.
	Lab string
	// Metrics is the host:port of the metrics, Pprof the loopback host:port of profiles; empty
	// for none.
	Metrics, Pprof string
	// Traces sends traces to the collector of the OTEL_EXPORTER_OTLP_ variables.
	Traces bool
	// Build is what the program says of itself in the metrics.
	Build metrics.Build
	// Examine looks at the whole set-up; nil if nothing is set up.
	Examine func(ctx context.Context) doctor.Report
	// LogDropped returns how many lines of the log were not written; nil for none.
	LogDropped func() int64
	// SpareMemory is called before the first index is built, which takes more memory than
	// anything later, and what it returns after that; nil for neither. It may change settings of
	// the whole process.
	SpareMemory func() (built func())
	// RedisURL is empty when rate limits are kept in this process.
	RedisURL string
	// WeChat is the account's side of the webhook.
	WeChat wechat.Config
	// Account is the kind of the account: service, subscription, unverified or test.
	Account string
	// Secret is the account's AppSecret.
	Secret string
	// APIURL and WeComURL are the bases of the two platforms' APIs.
	APIURL, WeComURL string
	// PictureOrigins are the addresses under which the platform keeps what people send, such
	// as https://mmbiz.qpic.cn; nil for the real ones.
	PictureOrigins []string
	// Moderators are the openids of people who are owners from the start.
	Moderators []string
	// Robots are the keys of group robots by name.
	Robots map[string]string
	// Template is the id of the template for one-time subscriptions; empty for none.
	Template string
	// PublicURL is the https address under which people reach this server: links to the
	// console begin with it.
	PublicURL string
	// Proxies are those whose X-Forwarded-For is believed.
	Proxies listener.Proxies
	// TLS says where certificates come from; the zero value leaves them to a proxy.
	TLS listener.TLS
	// Plain is the host:port without TLS that answers the authority and sends browsers to
	// PublicURL; empty for none.
	Plain string
	hooks hooks
}

// hooks lets tests change the wiring. It is empty in the running program.
type hooks struct {
	// engine wraps the engine of the database.
	engine func(e sqlstore.Engine) sqlstore.Engine
	// reader may give a snapshot a reader that was built before, instead of one that
	// build builds.
	reader func(s *catalog.Snapshot, build func() *intent.Reader) *intent.Reader
	// patience is how long a push waits for its reply, instead of lateAfter.
	patience time.Duration
}
