package app

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"time"

	"zhujiao/bot/doctor"
	"zhujiao/bot/gate"
	"zhujiao/bot/sqlstore"
	"zhujiao/bot/sqlstore/postgres"
	"zhujiao/bot/sqlstore/sqlite"
	"zhujiao/bot/wechat"
)

// Examined are the settings that are looked at: as they were read, also if some are wrong.
type Examined struct {
	Config
	Wrong doctor.Variables
	// Secrets say where each secret comes from.
	Secrets []doctor.Secret
	// Campaigns reads the campaign files.
	Campaigns func() (doctor.Files, error)
}

// Checks returns the checks of a set-up. They change nothing and send no message.
func Checks(e Examined) []doctor.Check {
	v := e.Wrong
	data := v.Needs("ZHUJIAO_DATA")
	database := append(v.Needs("ZHUJIAO_DATABASE_URL"), data...)
	if e.DatabaseURL == "" {
		database = append(database, doctor.Data)
	}
	home, err := os.UserHomeDir()
	if err != nil {
		home = "/"
	}
	stored := e.stored()
	server := doctor.Server{
		Web: getter(nil), Own: getter(ownCertificate()), TLS: e.TLS.On(),
		Listen: e.Listen, Public: e.PublicURL, Token: e.WeChat.Token, Now: time.Now, Lab: e.Lab != "",
	}
	server.Served = served(stored)
	var out []doctor.Check
	add := func(more ...doctor.Check) { out = append(out, more...) }
	add(
		doctor.SettingsCheck(shownElsewhere(v)),
		doctor.SecretsCheck(e.Secrets),
		doctor.CampaignCheck(e.Campaign, e.Campaigns, v.Needs("ZHUJIAO_CAMPAIGN")...),
	)
	add(doctor.DataChecks(e.Data, room, data...)...)
	add(
		doctor.DatabaseCheck(stored, database...),
		doctor.RedisCheck(redisState(e.RedisURL), v.Needs("ZHUJIAO_REDIS_URL")...),
	)
	add(doctor.AccountChecks(newAccountAPI(e.Config), e.APIURL, e.Account,
		v.Needs("ZHUJIAO_WECHAT_APPID", "ZHUJIAO_WECHAT_SECRET", "ZHUJIAO_WECHAT_API_URL", "ZHUJIAO_WECHAT_ACCOUNT")...)...)
	add(
		doctor.ModeCheck(modeOf(e)),
		doctor.AESCheck(string(e.WeChat.Mode), e.WeChat.AESKey, e.WeChat.PreviousAESKey, wechat.CheckAESKey),
	)
	add(server.ServingChecks(append(v.Needs("ZHUJIAO_LISTEN"), database...), v.Needs("ZHUJIAO_WECHAT_TOKEN"),
		v.Needs("ZHUJIAO_WECHAT_TOKEN", "ZHUJIAO_PUBLIC_URL"))...)
	add(doctor.ZonesCheck("Asia/Shanghai"), doctor.FontsCheck(doctor.FontDirs(home)...))
	return out
}

// Ready asks the process that serves on the address of the settings whether it is ready.
func Ready(ctx context.Context, c Config) (doctor.Page, error) {
	return getter(ownCertificate())(ctx, doctor.Server{Listen: c.Listen, TLS: c.TLS.On()}.Base()+"/readyz")
}

// modeOf returns the mode, or "" if the settings have an unknown one.
func modeOf(e Examined) string {
	if e.Wrong.Needs(modeVariable) != nil {
		return ""
	}
	return string(e.WeChat.Mode)
}

const modeVariable = "ZHUJIAO_WECHAT_MODE"

// shownElsewhere leaves out the variables that have a check of their own.
func shownElsewhere(v doctor.Variables) doctor.Variables {
	without := func(names []string) (out []string) {
		for _, n := range names {
			if n != modeVariable && n != "ZHUJIAO_WECHAT_AES_KEY" && n != "ZHUJIAO_WECHAT_AES_KEY_PREVIOUS" {
				out = append(out, n)
			}
		}
		return out
	}
	v.Missing, v.Wrong = without(v.Missing), without(v.Wrong)
	return v
}

// stored looks at the database of the settings.
func (e Examined) stored() doctor.Stored {
	return func(ctx context.Context) (doctor.Schema, error) {
		var found sqlstore.Examined
		var err error
		if e.DatabaseURL != "" {
			found, err = postgres.Examine(ctx, e.DatabaseURL)
		} else {
			found, err = sqlite.Examine(ctx, e.Data)
		}
		return doctor.Schema(found), err
	}
}

// served asks the database whether a process serves from it.
func served(look doctor.Stored) func(ctx context.Context) (served, told bool) {
	return func(ctx context.Context) (bool, bool) {
		s, err := look(ctx)
		return s.Served, s.Told && err == nil
	}
}

// redisState looks at the Redis of the settings; nil if they name none.
func redisState(address string) doctor.Limits {
	if address == "" {
		return nil
	}
	return func(ctx context.Context) (doctor.RedisState, error) {
		s, err := gate.Examine(ctx, address)
		return doctor.RedisState{Version: s.Version, Policy: s.Policy, Used: s.Used, Most: s.Most, Replica: s.Replica, Told: s.Told}, err
	}
}

// accountAPI asks the account's API.
type accountAPI struct {
	gateway *wechat.Gateway
	err     error
}

func newAccountAPI(c Config) accountAPI {
	g, err := wechat.NewGateway(c.APIURL, c.WeChat.AppID, c.Secret, time.Now)
	return accountAPI{g, err}
}

// Token implements doctor.Platform.
func (a accountAPI) Token(ctx context.Context) (doctor.Answer, error) {
	if a.err != nil {
		return doctor.Answer{}, a.err
	}
	t, err := a.gateway.Try(ctx)
	return doctor.Answer{Code: t.Code, Words: t.Words, Status: t.Status, Spoke: t.Spoke, Date: t.Date, At: time.Now()}, err
}

// Quota implements doctor.Platform.
func (a accountAPI) Quota(ctx context.Context, path string) (limit, left int, err error) {
	q, err := wechat.NewSender(a.gateway).DailyQuota(ctx, path)
	if errors.Is(err, wechat.ErrNotTheirs) {
		err = doctor.ErrMayNot
	}
	return q.Limit, q.Remain, err
}

// pageMax is how much of a page is read.
const pageMax = 1 << 10

// ownCertificate makes a client take the certificate of the process on this machine, which is
// for its public name.
func ownCertificate() *tls.Config {
	return &tls.Config{MinVersion: tls.VersionTLS12, InsecureSkipVerify: true} //nolint:gosec // this machine only, and nothing secret
}

// getter returns what gets a page. The error does not have the address, which has a signature.
func getter(trust *tls.Config) doctor.Web {
	if trust == nil {
		trust = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	return func(ctx context.Context, address string) (doctor.Page, error) { return get(ctx, trust, address) }
}

func get(ctx context.Context, trust *tls.Config, address string) (p doctor.Page, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return p, errors.New("this is no address")
	}
	client := http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			Proxy: http.ProxyFromEnvironment, DialContext: (&net.Dialer{}).DialContext, DisableKeepAlives: true,
			TLSClientConfig: trust,
		},
	}
	resp, err := client.Do(req)
	if e, ok := errors.AsType[*url.Error](err); ok {
		return p, e.Err
	}
	if err != nil {
		return p, fmt.Errorf("get a page: %w", err)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(resp.Body, pageMax))
	return doctor.Page{Status: resp.StatusCode, Body: string(body)}, err
}
