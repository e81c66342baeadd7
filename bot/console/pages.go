package console

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"zhujiao/bot/moderation"
	"zhujiao/bot/text"
)

//go:embed templates static
var files embed.FS

// pages are the templates by the name of their page, and the files by a name with their
// hash in it, which browsers may keep for ever.
type pages struct {
	// byName parses a template when it is asked for the first time, because most programs
	// answer messages for days before anybody opens the console: 2 MiB.
	byName map[string]func() *template.Template
	assets map[string][]byte
	named  map[string]string // name with hash by plain name
}

// parsePages reads what is embedded. A fault in a template is found by the tests, which
// parse all of them.
func parsePages() pages {
	p := pages{byName: map[string]func() *template.Template{}, assets: map[string][]byte{}, named: map[string]string{}}
	must := func(err error) {
		if err != nil {
			panic(err) // cannot happen: the files are embedded and every test parses them
		}
	}
	entries, err := fs.ReadDir(files, "static")
	must(err)
	for _, e := range entries {
		b, err := files.ReadFile("static/" + e.Name())
		must(err)
		sum := sha256.Sum256(b)
		ext := path.Ext(e.Name())
		hashed := strings.TrimSuffix(e.Name(), ext) + "-" + hex.EncodeToString(sum[:6]) + ext
		p.assets[hashed], p.named[e.Name()] = b, "/console/static/"+hashed
	}
	names, err := fs.Glob(files, "templates/pages/*.html")
	must(err)
	for _, file := range names {
		name := strings.TrimSuffix(path.Base(file), ".html")
		p.byName[name] = sync.OnceValue(func() *template.Template {
			return template.Must(template.New(name).Funcs(p.funcs()).ParseFS(files, "templates/*.html", file))
		})
	}
	return p
}

// moment is a time as templates show it.
type moment struct {
	Month, Day  int
	Clock       string
	Today       bool
	Seconds     string // for readers that are programs
	Zero        bool
	Later       bool
	Hours, Mins int // between it and now: whole hours, and the minutes beyond them
	Days        int // whole days between it and now
}

// funcs are what templates may call. They return values; the words are the templates'.
func (p pages) funcs() template.FuncMap {
	return template.FuncMap{
		"asset": func(name string) string { return p.named[name] },
		"plain": text.Plain, "plainlines": text.PlainLines,
		"draw": draw, "percent": percentOf, "took": tookOf,
		"personpath": personPath, "host": hostOf, "mmss": minutesOf, "labelled": labelled,
		"inc":      func(n int) int { return n + 1 },
		"estimate": func(e moderation.Estimate) int { return e.Now + e.Later },
		"kinds":    kinds, "browser": browserOf,
		"score": func(f float64) string { return fmt.Sprintf("%.2f", f) },
		"of":    func(t, now time.Time, zone *time.Location) moment { return momentOf(t, now, zone) },
		"dict": func(pairs ...any) map[string]any {
			m := map[string]any{}
			for i := 0; i+1 < len(pairs); i += 2 {
				m[fmt.Sprint(pairs[i])] = pairs[i+1]
			}
			return m
		},
		"share": func(n, of int) int {
			if of <= 0 {
				return 0
			}
			return min(100, n*100/of)
		},
	}
}

// kinds are the kinds of actions in the record, which are in front of the dot of an action.
func kinds() (out []string) {
	for _, r := range moderation.Rules() {
		if kind, _, _ := strings.Cut(string(r.Action), "."); r.Audited && !slices.Contains(out, kind) {
			out = append(out, kind)
		}
	}
	return out
}

func momentOf(t, now time.Time, zone *time.Location) moment {
	if t.IsZero() {
		return moment{Zero: true}
	}
	t, now = t.In(zone), now.In(zone)
	y, mo, d := t.Date()
	ny, nmo, nd := now.Date()
	gap := now.Sub(t)
	out := moment{
		Month: int(mo), Day: d, Clock: t.Format("15:04"), Today: y == ny && mo == nmo && d == nd,
		Seconds: t.Format(time.RFC3339), Later: gap < 0,
	}
	gap = gap.Abs()
	out.Hours, out.Mins = int(gap.Hours()), int(gap.Minutes())%60
	out.Days = out.Hours / 24
	return out
}

// static serves an embedded file by the name with its hash.
func (p pages) static(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("file")
	b, ok := p.assets[name]
	if !ok {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	switch path.Ext(name) {
	case ".css":
		h.Set("Content-Type", "text/css; charset=utf-8")
	case ".js":
		h.Set("Content-Type", "text/javascript; charset=utf-8")
	case ".svg":
		h.Set("Content-Type", "image/svg+xml")
	default:
		h.Set("Content-Type", "text/plain; charset=utf-8")
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(b))
}
