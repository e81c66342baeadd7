package app

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"zhujiao/bot/wxsim"
)

// TestTraces sends spans of push, unit and call to a collector, without anything of people.
// A collector that is gone hinders nobody.
func TestTraces(t *testing.T) {
	var mu sync.Mutex
	var got bytes.Buffer
	collector := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		_, _ = io.Copy(&got, r.Body)
	}))
	t.Cleanup(collector.Close)
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.URL)
	c := staffed(t, func(cfg *Config) { cfg.Traces = true })
	c.push(t, "a", "课程会讲到SaaS后台吗")
	c.push(t, "m1", "#答 U1 会讲。")
	c.settle(t)
	if err := c.app.meter.tracing.close(t.Context()); err != nil {
		t.Fatal(err)
	}
	mu.Lock()
	defer mu.Unlock()
	for _, want := range []string{"push", "unit", "send", "person", "service.name", "zhujiao"} {
		if !bytes.Contains(got.Bytes(), []byte(want)) {
			t.Errorf("the collector did not get %q", want)
		}
	}
	for _, never := range []string{"SaaS", "会讲", wxsim.OpenID("crowd", "a"), wxsim.OpenID("crowd", "m1")} {
		if bytes.Contains(got.Bytes(), []byte(never)) {
			t.Errorf("the collector got %q", never)
		}
	}
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")
	c = newCrowd(t, func(cfg *Config) { cfg.Traces = true })
	c.must(t, "a", "报名", "")
}
