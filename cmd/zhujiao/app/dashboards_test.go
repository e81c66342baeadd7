package app

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestDashboards looks whether each metric, and each value of a label, that dashboard and
// alerts ask for is one of the program's, and whether they show every one.
func TestDashboards(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, nil)
	have := "\n" + c.metrics(t)
	asked := map[string]bool{}
	for _, file := range []string{"grafana.json", "alerts.yml"} {
		b, err := os.ReadFile(filepath.Join("..", "..", "..", "docs", "deploy", file))
		if err != nil {
			t.Fatal(err)
		}
		text := string(b)
		if file == "grafana.json" {
			if !json.Valid(b) {
				t.Errorf("%s is no JSON", file)
			}
			text = strings.ReplaceAll(text, `\"`, `"`)
		}
		for _, m := range regexp.MustCompile(`\b((?:zhujiao|go|process)_[a-z_]+)(?:\{([^}]*)\})?`).FindAllStringSubmatch(text, -1) {
			name := regexp.MustCompile(`_(bucket|count|sum)$`).ReplaceAllString(m[1], "")
			asked[name] = true
			if !strings.Contains(have, "\n# TYPE "+name+" ") && name != "zhujiao_token_age_seconds" && !pooled(name) {
				t.Errorf("%s asks for %s, which the program does not have", file, name)
			}
			checkLabels(t, file, m[1], m[2], have)
		}
	}
	for _, m := range regexp.MustCompile(`(?m)^# TYPE (zhujiao_\w+) `).FindAllStringSubmatch(have, -1) {
		if !asked[m[1]] && m[1] != "zhujiao_build_info" {
			t.Errorf("%s is on no dashboard", m[1])
		}
	}
}

// pooled reports whether a metric is of databases with a pool only.
func pooled(name string) bool {
	return name == "zhujiao_database_connections" || name == "zhujiao_database_wait_seconds_total"
}

// checkLabels looks whether the metric has the values of labels that are asked for.
func checkLabels(t *testing.T, file, name, labels, have string) {
	t.Helper()
	if pooled(name) {
		return
	}
	for _, m := range regexp.MustCompile(`(\w+)(=~|!=|=)"([^"]+)"`).FindAllStringSubmatch(labels, -1) {
		values := []string{m[3]}
		if m[2] == "=~" {
			values = strings.Split(m[3], "|")
		}
		for _, v := range values {
			if !regexp.MustCompile(`(?m)^` + name + `\{[^}]*\b` + m[1] + `="` + v + `"`).MatchString(have) {
				t.Errorf("%s asks for %s with %s=%q, which there is not", file, name, m[1], v)
			}
		}
	}
}
