package wxsim

import (
	"embed"
	"encoding/json"
	"io/fs"
	"net"
	"net/http"
	"slices"
	"strconv"
	"time"
)

//go:embed static
var static embed.FS

// Page serves the phone under /sim: the page, and the endpoints it needs. It
// answers on loopback names only, and only its own page may act.
func (s *Sim) Page() http.Handler {
	files, err := fs.Sub(static, "static")
	if err != nil {
		panic(err) // a programmer's error: the folder is embedded above
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /sim", func(w http.ResponseWriter, r *http.Request) { http.ServeFileFS(w, r, files, "sim.html") })
	mux.Handle("GET /sim/static/", http.StripPrefix("/sim/static/", http.FileServerFS(files)))
	mux.HandleFunc("GET /sim/api/state", s.state)
	mux.HandleFunc("GET /sim/api/behind", s.behind)
	mux.HandleFunc("POST /sim/api/do", s.act)
	mux.HandleFunc("POST /sim/api/person", func(w http.ResponseWriter, _ *http.Request) { reply(w, map[string]int{"person": s.Add()}) })
	mux.HandleFunc("POST /sim/api/clock", s.setClock)
	return guard(http.NewCrossOriginProtection().Handler(mux))
}

// guard sets the page's headers and refuses foreign host names, so that no
// page elsewhere can reach it under a name of its own.
func guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, _, err := net.SplitHostPort(r.Host)
		if err != nil {
			host = r.Host
		}
		if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
			http.Error(w, "the simulator answers on this machine only", http.StatusForbidden)
			return
		}
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}

func reply(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	_ = e.Encode(v) //nolint:errchkjson // the page has gone
}

func (s *Sim) state(w http.ResponseWriter, _ *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	people := make([]Person, len(s.people))
	for i, p := range s.people {
		people[i] = Person{Name: p.Name, Lines: slices.Clone(p.Lines)}
	}
	reply(w, map[string]any{
		"title": s.Title, "clock": s.Clock.Now().In(s.Zone).Format("2006-01-02 15:04:05"), "people": people,
		"menu": s.Menu, "scenes": s.Scenes,
	})
}

func (s *Sim) behind(w http.ResponseWriter, r *http.Request) {
	n, err := strconv.Atoi(r.URL.Query().Get("person"))
	if err != nil {
		http.Error(w, "which person?", http.StatusBadRequest)
		return
	}
	p, err := s.person(n)
	if err != nil {
		http.Error(w, err.Error(), http.StatusNotFound)
		return
	}
	st := Status{}
	if s.Status != nil {
		if st, err = s.Status(r.Context(), p.OpenID); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
	}
	reply(w, st)
}

func (s *Sim) act(w http.ResponseWriter, r *http.Request) {
	var a Action
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 64<<10)).Decode(&a); err != nil {
		http.Error(w, "want an action", http.StatusBadRequest)
		return
	}
	x, err := s.Do(r.Context(), a)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	reply(w, x)
}

func (s *Sim) setClock(w http.ResponseWriter, r *http.Request) {
	var in struct {
		To  string `json:"to"`  // start or end
		Add int    `json:"add"` // seconds
	}
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1024)).Decode(&in); err != nil {
		http.Error(w, "want to or add", http.StatusBadRequest)
		return
	}
	s.Move(in.To, time.Duration(in.Add)*time.Second)
	reply(w, map[string]bool{"ok": true})
}

// Move sets the clock to the start or the end of the class, or on by a while.
func (s *Sim) Move(to string, by time.Duration) {
	switch to {
	case "start":
		s.Clock.Start(s.Start)
	case "end":
		s.Clock.Start(s.End)
	default:
		s.Clock.Start(s.Clock.Now().Add(by))
	}
}
