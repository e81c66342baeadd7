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

// Page serves the web page of the phones under /sim, with the endpoints that it needs.
// It answers only under loopback host names and refuses cross-origin requests.
func (s *Sim) Page() http.Handler {
	files, err := fs.Sub(static, "static")
	if err != nil {
		panic(err) // cannot happen: the folder is embedded above
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /sim", func(w http.ResponseWriter, r *http.Request) { http.ServeFileFS(w, r, files, "sim.html") })
	mux.Handle("GET /sim/static/", http.StripPrefix("/sim/static/", http.FileServerFS(files)))
	mux.HandleFunc("GET /sim/api/state", s.state)
	mux.HandleFunc("GET /sim/api/behind", s.personStatus)
	mux.HandleFunc("POST /sim/api/do", s.doAction)
	mux.HandleFunc("POST /sim/api/person", func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, map[string]int{"person": s.Add()}) })
	mux.HandleFunc("POST /sim/api/clock", s.setClock)
	return localOnly(http.NewCrossOriginProtection().Handler(mux))
}

// localOnly sets security headers and refuses host names other than loopback ones,
// against DNS rebinding.
func localOnly(next http.Handler) http.Handler {
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

func writeJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(http.ErrAbortHandler) // the client has disconnected
	}
}

func (s *Sim) state(w http.ResponseWriter, _ *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	people := make([]Person, len(s.people))
	for i, p := range s.people {
		people[i] = Person{Name: p.Name, Lines: slices.Clone(p.Lines)}
	}
	writeJSON(w, map[string]any{
		"title": s.Title, "clock": s.Clock.Now().In(s.Zone).Format("2006-01-02 15:04:05"), "people": people,
		"menu": s.Menu, "scenes": s.Scenes,
	})
}

func (s *Sim) personStatus(w http.ResponseWriter, r *http.Request) {
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
	writeJSON(w, st)
}

func (s *Sim) doAction(w http.ResponseWriter, r *http.Request) {
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
	writeJSON(w, x)
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
	writeJSON(w, map[string]bool{"ok": true})
}

// Move sets the clock to the "start" or the "end" of the class, or else forward by a
// duration.
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
