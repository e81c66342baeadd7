package app

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"zhujiao/bot/bottest"
	"zhujiao/bot/wxsim"
)

// metrics returns what the program answers to Prometheus.
func (c *crowd) metrics(t *testing.T) string {
	t.Helper()
	w := httptest.NewRecorder()
	c.app.meter.Handler().ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/metrics", nil))
	if w.Code != http.StatusOK {
		t.Fatalf("HTTP %d: %s", w.Code, w.Body)
	}
	return w.Body.String()
}

// push lets somebody say something.
func (c *crowd) push(t *testing.T, who, text string) wxsim.Exchange {
	t.Helper()
	openid := wxsim.OpenID("crowd", who)
	c.platform.Touch(openid, "text")
	return c.pusher.Text(t.Context(), openid, text, wxsim.FaultNone)
}

// expectMetric looks for a line.
func expectMetric(t *testing.T, all string, lines ...string) {
	t.Helper()
	for _, line := range lines {
		if !strings.Contains(all, "\n"+line+"\n") {
			name, _, _ := strings.Cut(line, "{")
			t.Errorf("want %q; it says\n%s", line, strings.Join(regexp.MustCompile(`(?m)^`+name+`.*$`).FindAllString(all, -1), "\n"))
		}
	}
}

// TestMetrics plays a little of everything and looks what is counted.
func TestMetrics(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, nil)
	c.push(t, "a", "报名")
	asked := c.push(t, "a", "几点开始")
	c.pusher.Again(t.Context(), wxsim.OpenID("crowd", "a"), asked.Sent)
	c.push(t, "a", "课程会讲到SaaS后台吗")
	resp, err := http.Post(c.pusher.URL+"?signature=x&timestamp=1&nonce=1", "text/xml", strings.NewReader("<xml/>"))
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	all := c.metrics(t)
	expectMetric(t, all, `zhujiao_pushes_total{kind="text",outcome="answered"} 4`, `zhujiao_repeats_total{known_by="journal"} 1`,
		`zhujiao_matches_total{band="answer"} 2`, `zhujiao_matches_total{band="none"} 1`, `zhujiao_tickets 1`,
		`zhujiao_gate_rung{rung="none"} 1`, `zhujiao_gate_rung{rung="shared"} 0`, `zhujiao_database_read 1`, `zhujiao_pushes_waiting 0`,
		`zhujiao_instances 1`, `zhujiao_instance_trusted 1`, `zhujiao_push_seconds_count 4`,
		`zhujiao_refused_pushes_total{reason="refused: not the configured mode"} 1`)
	if !regexp.MustCompile(`(?m)^zhujiao_unit_seconds_count\{end="committed"\} [1-9]`).MatchString(all) ||
		!strings.Contains(all, "\ngo_goroutines ") || !strings.Contains(all, "\nprocess_open_fds ") {
		t.Error("units, the runtime or the process are missing")
	}
}

// TestMetricsOfSending counts the calls by which messages leave.
func TestMetricsOfSending(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.push(t, "a", "课程会讲到SaaS后台吗")
	c.settle(t)
	c.push(t, "m1", "#答 U1 会讲。")
	c.settle(t)
	all := c.metrics(t)
	expectMetric(t, all, `zhujiao_sends_total{channel="person",end="ok"} 1`, `zhujiao_send_seconds_count{channel="person"} 1`,
		`zhujiao_token_age_seconds 0`)
	if !regexp.MustCompile(`(?m)^zhujiao_sends_total\{channel="robot",end="ok"\} [1-9]`).MatchString(all) {
		t.Error("the alert is not counted")
	}
}

// TestMetricsHaveFewLabels pushes what is hostile in every field: no label has a value that
// was not there before.
func TestMetricsHaveFewLabels(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, nil)
	labels := regexp.MustCompile(`(?m)^[a-z_]+(\{[^}]*\})?`)
	before := labels.FindAllString(c.metrics(t), -1)
	const evil = `evil"} 1 \n`
	template := c.push(t, "a", evil).Sent
	for i, change := range []string{
		"<MsgType><![CDATA[text]]>=<MsgType><![CDATA[" + evil + "]]>",
		"<MsgType><![CDATA[text]]></MsgType>=<MsgType><![CDATA[event]]></MsgType>" +
			"<Event><![CDATA[" + evil + "]]></Event><EventKey>evil</EventKey>",
		"<ToUserName><![CDATA[=<ToUserName><![CDATA[evil",
	} {
		from, to, _ := strings.Cut(change, "=")
		changed := strings.Replace(template, from, to, 1)
		changed = regexp.MustCompile(`<MsgId>\d+`).ReplaceAllString(changed, "<MsgId>99"+string(rune('0'+i)))
		c.pusher.Again(t.Context(), wxsim.OpenID("crowd", "a"), changed)
	}
	for _, query := range []string{"?evil", "?signature=evil&timestamp=evil&nonce=evil&encrypt_type=aes"} {
		if resp, err := http.Post(c.pusher.URL+query, "text/xml", strings.NewReader(evil)); err == nil {
			_ = resp.Body.Close()
		}
	}
	after := c.metrics(t)
	if strings.Contains(after, "evil") {
		t.Error("a label comes from outside")
	}
	for _, l := range labels.FindAllString(after, -1) {
		if !slices.Contains(before, l) && !strings.HasPrefix(l, "zhujiao_token_age_seconds") {
			t.Errorf("%s was not there before", l)
		}
	}
	expectMetric(t, after, `zhujiao_pushes_total{kind="other",outcome="answered"} 2`)
}

// TestMetricsWithoutDatabase says that the database could not be read, and everything else.
func TestMetricsWithoutDatabase(t *testing.T) {
	t.Parallel()
	server := bottest.StartPostgres(t)
	c := newCrowd(t, func(cfg *Config) { cfg.DatabaseURL = server.URL() })
	c.push(t, "a", "报名")
	const unused = `zhujiao_database_connections{use="used"} 0`
	all := c.metrics(t)
	for range 50 { // what is sent is looked for now and then
		if strings.Contains(all, unused) {
			break
		}
		time.Sleep(100 * time.Millisecond)
		all = c.metrics(t)
	}
	expectMetric(t, all, `zhujiao_database_read 1`, unused)
	server.Kill()
	for range 300 {
		if all = c.metrics(t); strings.Contains(all, "zhujiao_database_read 0") {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	expectMetric(t, all, `zhujiao_database_read 0`, `zhujiao_pushes_total{kind="text",outcome="answered"} 1`)
	if strings.Contains(all, "\nzhujiao_tickets ") {
		t.Error("a number is shown that could not be read")
	}
}

// TestMetricsListener serves metrics and profiles on addresses of their own, and nowhere
// else.
func TestMetricsListener(t *testing.T) {
	t.Parallel()
	cfg := testConfig(t)
	cfg.Metrics, cfg.Pprof, cfg.Listen = bottest.FreeAddr(t), bottest.FreeAddr(t), bottest.FreeAddr(t)
	app, err := New(t.Context(), cfg, &Clock{}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- app.Serve(ctx, cfg) }() // ends with cancel
	get := func(url string) string {
		for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
			resp, err := http.Get(url)
			if err != nil {
				continue
			}
			body, _ := io.ReadAll(resp.Body)
			_ = resp.Body.Close()
			return resp.Status + " " + string(body)
		}
		return "no answer"
	}
	for url, want := range map[string]string{
		"http://" + cfg.Metrics + "/metrics": "zhujiao_pushes_total", "http://" + cfg.Pprof + "/debug/pprof/cmdline": "200 OK",
		"http://" + cfg.Listen + "/metrics": "404 ", "http://" + cfg.Listen + "/debug/pprof/": "404 ",
		"http://" + cfg.Metrics + "/debug/pprof/": "404 ",
	} {
		if got := get(url); !strings.Contains(got, want) {
			t.Errorf("%s: %.200s, want %s", url, got, want)
		}
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
