package main

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strings"

	"zhujiao/bot/wechat"
	"zhujiao/cmd/zhujiao/app"
)

// settings reads variables and collects what is wrong with all of them.
type settings struct {
	env func(string) string
	// names are the variables that were read.
	names    []string
	errs     []error
	problems []settingProblem
}

// settingProblem says that a variable is missing, or else that its value cannot be used.
type settingProblem struct {
	name    string
	missing bool
}

// getenv reads a variable; a secret also from a file.
func (s *settings) getenv(name string) string {
	s.names = append(s.names, name)
	if !slices.Contains(secretNames(), name) {
		return s.env(name)
	}
	s.names = append(s.names, name+"_FILE")
	found, err := readSecret(s.env, name)
	if err != nil {
		s.bad(name, err.Error(), "write it into one place only, a file of one line that this program may read")
	}
	return found.value
}

// failed reports whether something is wrong with a variable.
func (s *settings) failed(name string) bool {
	return slices.ContainsFunc(s.problems, func(p settingProblem) bool { return p.name == name })
}

// done returns what is wrong with the variables that were read.
func (s *settings) done() error {
	if len(s.errs) == 0 {
		return nil
	}
	return fmt.Errorf("settings:\n%w", errors.Join(s.errs...))
}

func (s *settings) bad(name, what, fix string) {
	s.errs = append(s.errs, fmt.Errorf("%s: %s; %s", name, what, fix))
	s.problems = append(s.problems, settingProblem{name, strings.HasPrefix(what, "is not set")})
}

// need reads a variable that must be set.
func (s *settings) need(name, fix string) string {
	v := strings.TrimSpace(s.getenv(name))
	if v == "" && !s.failed(name) {
		s.bad(name, "is not set", fix)
	}
	return v
}

// or reads a variable that has a default.
func (s *settings) or(name, fallback string) string {
	if v := strings.TrimSpace(s.getenv(name)); v != "" {
		return v
	}
	return fallback
}

// oneOf reads a variable that accepts one of a few words.
func (s *settings) oneOf(name, fallback string, words ...string) string {
	v := s.or(name, fallback)
	if slices.Contains(words, v) {
		return v
	}
	s.bad(name, fmt.Sprintf("%q is unknown", v), "use "+strings.Join(words, ", "))
	return fallback
}

// hostPort reads an address to listen on.
func (s *settings) hostPort(name, fallback string) string {
	v := s.or(name, fallback)
	if _, _, err := net.SplitHostPort(v); err != nil && v != "" {
		s.bad(name, fmt.Sprintf("%q is no host:port", v), "use for example 127.0.0.1:8080")
	}
	return v
}

// baseURL reads the base of an HTTP API.
func (s *settings) baseURL(name, fallback string) string {
	v := s.or(name, fallback)
	if u, err := url.Parse(v); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		s.bad(name, fmt.Sprintf("%q is no http(s) address", v), "leave it unset for the real host")
	}
	return strings.TrimRight(v, "/")
}

// readConfig reads and checks the environment of serve. The error lists all problems,
// each with its variable and what to do.
func readConfig(getenv func(string) string) (app.Config, error) {
	s := &settings{env: getenv}
	c := s.config()
	return c, s.done()
}

// config reads all settings.
func (s *settings) config() app.Config {
	c := app.Config{
		Campaign: s.campaign(),
		Data:     s.need("ZHUJIAO_DATA", "give a directory that this program may write"),
		RedisURL: s.redis("ZHUJIAO_REDIS_URL"),
		Lab:      s.onLoopback("ZHUJIAO_LAB", "or unset it outside tests"),
		Account:  s.oneOf("ZHUJIAO_WECHAT_ACCOUNT", "service", "service", "subscription", "unverified", "test"),
		WeChat:   s.wechat(),
		Metrics:  s.metrics("ZHUJIAO_METRICS"),
		Pprof:    s.onLoopback("ZHUJIAO_PPROF", "or unset it"),
	}
	c.Traces = s.env("OTEL_EXPORTER_OTLP_ENDPOINT")+s.env("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT") != ""
	s.oneOf("ZHUJIAO_LOG", logJSON, logJSON, logText)
	api := s.api()
	c.WeChat.AppID, c.Secret, c.APIURL = api.appID, api.secret, api.url
	c.WeComURL = s.wecom()
	c.DatabaseURL = s.postgres("ZHUJIAO_DATABASE_URL")
	c.Robots = s.robots("ZHUJIAO_ROBOTS")
	s.doors(&c)
	s.subscription(&c)
	for m := range strings.SplitSeq(s.getenv("ZHUJIAO_MODERATORS"), ",") {
		if m = strings.TrimSpace(m); m != "" {
			c.Moderators = append(c.Moderators, m)
		}
	}
	return c
}

// The forms of the log: a JSON object or name=value pairs a line.
const (
	logJSON = "json"
	logText = "text"
)

// onLoopback reads an address that nobody outside of this machine may reach; empty if it is
// not set.
func (s *settings) onLoopback(name, fix string) string {
	v := s.hostPort(name, "")
	if v != "" && !loopback(v) {
		s.bad(name, fmt.Sprintf("%q is not on the loopback interface", v), "use 127.0.0.1:port, "+fix)
	}
	return v
}

// metrics reads where metrics are served: on the loopback interface unless a host is named.
func (s *settings) metrics(name string) string {
	v := s.hostPort(name, "")
	if strings.HasPrefix(v, ":") {
		return "127.0.0.1" + v
	}
	return v
}

// campaign reads the path of the campaign file.
func (s *settings) campaign() string {
	return s.need("ZHUJIAO_CAMPAIGN", "give the path of the campaign file")
}

// accountAPI is what calls to the account's API need.
type accountAPI struct{ appID, secret, url string }

func (s *settings) api() accountAPI {
	return accountAPI{
		appID:  s.need("ZHUJIAO_WECHAT_APPID", "copy AppID from the account's console"),
		secret: s.need("ZHUJIAO_WECHAT_SECRET", "copy AppSecret from the account's console"),
		url:    s.baseURL("ZHUJIAO_WECHAT_API_URL", "https://api.weixin.qq.com"),
	}
}

// wecom reads the base of the robots' API.
func (s *settings) wecom() string {
	return s.baseURL("ZHUJIAO_WECOM_API_URL", "https://qyapi.weixin.qq.com")
}

// public reads the address under which people reach the server; empty if it is not set.
func (s *settings) public() string {
	if s.or("ZHUJIAO_PUBLIC_URL", "") == "" {
		return ""
	}
	return s.baseURL("ZHUJIAO_PUBLIC_URL", "")
}

// subscription reads what one-time subscriptions need: both or none.
func (s *settings) subscription(c *app.Config) {
	c.Template = s.or("ZHUJIAO_WECHAT_SUBSCRIBE_TEMPLATE", "")
	if c.Template != "" && c.PublicURL == "" {
		s.bad("ZHUJIAO_PUBLIC_URL", "is not set, and ZHUJIAO_WECHAT_SUBSCRIBE_TEMPLATE is",
			"give the https address under which this server is reached, or unset the template")
	}
}

// robots reads name=KEY pairs. A key is never part of an error.
func (s *settings) robots(name string) map[string]string {
	out := map[string]string{}
	for pair := range strings.SplitSeq(s.getenv(name), ",") {
		if pair = strings.TrimSpace(pair); pair == "" {
			continue
		}
		robot, key, ok := strings.Cut(pair, "=")
		if !ok || robot == "" || key == "" {
			s.bad(name, "has an entry that is no name=KEY", "write staff=KEY,class=KEY with the keys of the robots' addresses")
			continue
		}
		out[robot] = key
	}
	return out
}

// redis reads the address of a Redis. It is never part of an error: it may hold a
// password.
func (s *settings) redis(name string) string {
	v := s.or(name, "")
	if v == "" {
		return ""
	}
	if err := app.CheckRedisURL(v); err != nil {
		s.bad(name, err.Error(), "or unset it to keep limits in this process")
	}
	return v
}

// postgres reads the address of a database. It is never part of an error: it may
// hold a password.
func (s *settings) postgres(name string) string {
	v := s.getenv(name)
	if v == "" {
		return ""
	}
	if u, err := url.Parse(v); err != nil || u.Scheme != "postgres" && u.Scheme != "postgresql" {
		s.bad(name, "is no postgres:// address",
			"use postgres://user:password@host:5432/database, or unset it to use the built-in database in ZHUJIAO_DATA")
	}
	return v
}

// wechat reads what messages need; the AppID is the API's.
func (s *settings) wechat() wechat.Config {
	w := wechat.Config{
		Token:          s.need("ZHUJIAO_WECHAT_TOKEN", "copy the Token of the server settings"),
		OriginalID:     s.need("ZHUJIAO_WECHAT_ORIGINAL_ID", "copy the original id (gh_…) from the account's settings"),
		AESKey:         s.getenv("ZHUJIAO_WECHAT_AES_KEY"),
		PreviousAESKey: s.getenv("ZHUJIAO_WECHAT_AES_KEY_PREVIOUS"),
		Mode:           wechat.Mode(s.oneOf("ZHUJIAO_WECHAT_MODE", "safe", "safe", "compat", "plain")),
	}
	for name, key := range map[string]string{"ZHUJIAO_WECHAT_AES_KEY": w.AESKey, "ZHUJIAO_WECHAT_AES_KEY_PREVIOUS": w.PreviousAESKey} {
		if key != "" && len(key) != 43 {
			s.bad(name, fmt.Sprintf("has %d characters", len(key)), "copy the 43 characters of EncodingAESKey")
		}
	}
	if w.Mode != wechat.ModePlain && w.AESKey == "" && !s.failed("ZHUJIAO_WECHAT_AES_KEY") {
		s.bad("ZHUJIAO_WECHAT_AES_KEY", "is not set", "copy EncodingAESKey, or set ZHUJIAO_WECHAT_MODE=plain if the account uses plaintext")
	}
	return w
}

// loopback reports whether an address can be reached from this machine only.
func loopback(hostport string) bool {
	host, _, err := net.SplitHostPort(hostport)
	if err != nil {
		return false
	}
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
