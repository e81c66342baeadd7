package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"

	"zhujiao/bot/bottest"
)

// deployed is where the examples of set-ups are.
const deployed = root + "/docs/deploy"

// tool returns the path of a program that a test needs: without it the test is skipped, or
// fails if ZHUJIAO_TEST_REQUIRE names it.
func tool(t *testing.T, name, require string) string {
	t.Helper()
	for _, dir := range append(filepath.SplitList(os.Getenv("PATH")), "/usr/sbin") {
		if path, err := exec.LookPath(filepath.Join(dir, name)); err == nil {
			return path
		}
	}
	if strings.Contains(","+os.Getenv("ZHUJIAO_TEST_REQUIRE")+",", ","+require+",") {
		t.Fatalf("%s is required and not on the PATH", name)
	}
	t.Skipf("%s is not on the PATH", name)
	return ""
}

// TestDeployedSettings checks that every variable in the examples is a setting.
func TestDeployedSettings(t *testing.T) {
	t.Parallel()
	seen := 0
	name := regexp.MustCompile(`ZHUJIAO_[A-Z_]*[A-Z]`)
	err := filepath.WalkDir(deployed, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		for _, v := range name.FindAllString(string(b), -1) {
			seen++
			if v == "ZHUJIAO_PURGE" { // of the package
				continue
			}
			for _, u := range unknownSettings([]string{v + "=x"}) {
				t.Errorf("%s: %s", path, u)
			}
		}
		return err
	})
	if err != nil || seen < 10 {
		t.Errorf("%d variables were seen: %v", seen, err)
	}
}

// TestDeployedUnit lets systemd read the unit and rate what it allows.
func TestDeployedUnit(t *testing.T) {
	t.Parallel()
	analyze := tool(t, "systemd-analyze", "systemd")
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(filepath.Join(deployed, "zhujiao.service"))
	if err != nil {
		t.Fatal(err)
	}
	unit := filepath.Join(t.TempDir(), "zhujiao.service")
	if err := os.WriteFile(unit, bytes.ReplaceAll(b, []byte("/usr/bin/zhujiao"), []byte(self)), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), analyze, "verify", unit).CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("systemd-analyze verify: %v\n%s", err, out)
	}
	rate := exec.CommandContext(t.Context(), analyze, "security", "--offline=true", "--no-pager", "--threshold=20", unit)
	out, err := rate.CombinedOutput()
	if err != nil {
		t.Errorf("the unit allows more than 2.0 of 10: %v\n%s", err, out)
	}
}

// TestDeployedAlerts lets Prometheus read its configuration and try the alerts on series.
func TestDeployedAlerts(t *testing.T) {
	t.Parallel()
	promtool := tool(t, "promtool", "promtool")
	for _, args := range [][]string{{"check", "config", "prometheus.yml"}, {"test", "rules", "alerts_test.yml"}} {
		cmd := exec.CommandContext(t.Context(), promtool, args...)
		cmd.Dir = deployed
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("promtool %s: %v\n%s", strings.Join(args, " "), err, out)
		}
	}
}

// TestDeployedCompose checks that what the services of the example need is defined there.
func TestDeployedCompose(t *testing.T) {
	t.Parallel()
	var c struct {
		Services map[string]struct {
			Build struct {
				Context, Dockerfile string
			}
			Image, Restart string
			Secrets        []string
			Volumes        []string
			Environment    map[string]string
			Healthcheck    struct{ Test []string }
			DependsOn      map[string]struct{ Condition string } `yaml:"depends_on"`
		}
		Secrets map[string]struct{ File string }
		Volumes map[string]struct{}
	}
	b, err := os.ReadFile(filepath.Join(deployed, "compose.yaml"))
	if err == nil {
		err = yaml.Unmarshal(b, &c)
	}
	if err != nil || len(c.Services) != 3 {
		t.Fatalf("%d services: %v", len(c.Services), err)
	}
	if args := c.Services["postgres"].Environment["POSTGRES_INITDB_ARGS"]; !slices.Contains(strings.Fields(args), "--lc-collate=C") {
		t.Errorf("the database is made with %q, want the collation C", args)
	}
	for name, s := range c.Services {
		if len(s.Healthcheck.Test) < 2 || s.Healthcheck.Test[0] != "CMD" || s.Restart != "always" {
			t.Errorf("%s has no health check or does not come back", name)
		}
		for other, d := range s.DependsOn {
			if _, ok := c.Services[other]; !ok || d.Condition != "service_healthy" {
				t.Errorf("%s does not wait until %s is healthy", name, other)
			}
		}
		for _, secret := range s.Secrets {
			if c.Secrets[secret].File == "" {
				t.Errorf("%s needs the secret %s", name, secret)
			}
		}
		for _, v := range s.Volumes {
			from, _, _ := strings.Cut(v, ":")
			if _, ok := c.Volumes[from]; !ok && !strings.HasPrefix(from, "./") {
				t.Errorf("%s needs the volume %s", name, from)
			}
		}
		for variable, value := range s.Environment {
			if path, ok := strings.CutPrefix(value, "/run/secrets/"); ok && !slices.Contains(s.Secrets, path) {
				t.Errorf("%s: %s is no secret of %s", variable, value, name)
			}
		}
	}
	file := filepath.Join(deployed, c.Services["zhujiao"].Build.Context, c.Services["zhujiao"].Build.Dockerfile)
	if _, err := os.Stat(file); err != nil {
		t.Error(err)
	}
}

// TestDeployedSite runs nginx with the site before the real program: pushes and pages arrive
// with the address of who asks, and what is not for everybody stays inside.
func TestDeployedSite(t *testing.T) {
	t.Parallel()
	nginx := tool(t, "nginx", "nginx")
	p := newProcess(t, strings.NewReplacer(), "ZHUJIAO_TRUSTED_PROXIES=127.0.0.1", "ZHUJIAO_PUBLIC_URL=https://class.example.com")
	ca, dir := newAuthority(t), t.TempDir()
	ca.write(t, filepath.Join(dir, "fullchain.pem"), filepath.Join(dir, "privkey.pem"), time.Time{}, "class.example.com")
	plain, secure := bottest.FreePort(t), bottest.FreePort(t)
	b, err := os.ReadFile(filepath.Join(deployed, "nginx.conf"))
	if err != nil {
		t.Fatal(err)
	}
	config := strings.NewReplacer(
		"127.0.0.1:8080", p.door(), "listen 80;", "listen 127.0.0.1:"+strconv.Itoa(plain)+";", "listen [::]:80;", "",
		"listen 443 ssl", "listen 127.0.0.1:"+strconv.Itoa(secure)+" ssl", "listen [::]:443 ssl http2;", "",
		"/etc/letsencrypt/live/class.example.com", dir,
	).Replace(string(b))
	conf := fmt.Sprintf("daemon off; pid %[1]s/pid; error_log stderr warn; worker_processes 1;\nevents { worker_connections 512; }\n"+
		"http { access_log off; client_body_temp_path %[1]s/b; proxy_temp_path %[1]s/p; fastcgi_temp_path %[1]s/f;\n"+
		"uwsgi_temp_path %[1]s/u; scgi_temp_path %[1]s/s;\n%[2]s}\n", dir, config)
	file := filepath.Join(dir, "nginx.conf")
	if err := os.WriteFile(file, []byte(conf), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), nginx, "-t", "-c", file).CombinedOutput(); err != nil {
		t.Fatalf("nginx -t: %v\n%s", err, out)
	}
	var log bytes.Buffer
	cmd := exec.CommandContext(context.Background(), nginx, "-c", file)
	cmd.Stderr = &log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	end := func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
	}
	t.Cleanup(func() {
		end()
		if t.Failed() {
			t.Logf("nginx wrote:\n%s", log.String())
		}
	})
	from := func(address string) *http.Client {
		d := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(address)}}
		return &http.Client{
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
			Transport: &http.Transport{
				DisableKeepAlives: true, TLSClientConfig: &tls.Config{RootCAs: ca.pool},
				DialContext: func(ctx context.Context, network, to string) (net.Conn, error) {
					port := secure
					if strings.HasSuffix(to, ":80") {
						port = plain
					}
					return d.DialContext(ctx, network, "127.0.0.1:"+strconv.Itoa(port))
				},
			},
		}
	}
	status := func(c *http.Client, method, path, forwarded string) int {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), method, path, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		if forwarded != "" {
			req.Header.Set("X-Forwarded-For", forwarded)
		}
		resp, err := c.Do(req)
		if err != nil {
			return 0
		}
		_ = resp.Body.Close()
		return resp.StatusCode
	}
	one, two := from("127.0.0.2"), from("127.0.0.3")
	const site = "https://class.example.com"
	p.soon("answer through nginx", func() bool { return status(one, http.MethodGet, site+"/healthz", "") == http.StatusOK })
	for path, want := range map[string]int{
		"http://class.example.com/console": http.StatusMovedPermanently, site + "/console/signin": http.StatusOK,
		site + "/readyz": http.StatusForbidden, site + "/metrics": http.StatusForbidden,
		site + "/console/at/x/events": http.StatusSeeOther, site + "/wechat": http.StatusForbidden,
	} {
		if got := status(one, http.MethodGet, path, ""); got != want {
			t.Errorf("%s: %d, want %d", path, got, want)
		}
	}
	refused := 0
	for i := range 40 { // whatever they write into the header
		if status(one, http.MethodPost, site+"/console/in/NOBODYHASTHIS", fmt.Sprintf("198.51.100.%d", i)) == http.StatusTooManyRequests {
			refused++
		}
	}
	if refused != 10 {
		t.Errorf("%d of 40 tries were refused, want those after 30", refused)
	}
	if got := status(two, http.MethodPost, site+"/console/in/NOBODYHASTHIS", ""); got == http.StatusTooManyRequests {
		t.Error("another address shares the tries")
	}
	to, err := url.Parse(site)
	if err != nil {
		t.Fatal(err)
	}
	way := httptest.NewServer(&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(to) }, Transport: two.Transport})
	t.Cleanup(way.Close)
	p.pusher.URL = way.URL + "/wechat"
	if x := p.say("p1", "报名"); !strings.Contains(x.Text, "报名") {
		t.Errorf("a push through the site is answered %+v", x)
	}
}
