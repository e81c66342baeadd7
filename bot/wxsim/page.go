package wxsim

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
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
	mux, p := http.NewServeMux(), page{s}
	mux.HandleFunc("GET /sim", func(w http.ResponseWriter, r *http.Request) { http.ServeFileFS(w, r, files, "sim.html") })
	mux.Handle("GET /sim/static/", http.StripPrefix("/sim/static/", http.FileServerFS(files)))
	mux.HandleFunc("GET /favicon.ico", func(w http.ResponseWriter, r *http.Request) { http.ServeFileFS(w, r, files, "icon.svg") })
	mux.HandleFunc("GET /sim/api/state", p.state)
	mux.HandleFunc("GET /sim/api/behind", p.personStatus)
	mux.HandleFunc("POST /sim/api/do", p.doAction)
	mux.HandleFunc("POST /sim/api/person", func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, map[string]int{"person": s.Add()}) })
	mux.HandleFunc("POST /sim/api/clock", p.setClock)
	mux.HandleFunc("POST /sim/api/tour", p.playStep)
	mux.HandleFunc("POST /sim/api/crowd", p.startCrowd)
	mux.HandleFunc("GET /sim/api/scenario", p.scenario)
	mux.HandleFunc("GET /sim/api/accepted", p.accepted)
	mux.HandleFunc("POST /sim/api/fault", p.fault)
	mux.HandleFunc("POST /sim/console", p.console)
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
		h.Set("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'")
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

// page answers what the page asks for.
type page struct{ sim *Sim }

// console sends the form on to the console, which signs its sender in.
func (p page) console(w http.ResponseWriter, r *http.Request) {
	if p.sim.Console == nil {
		http.NotFound(w, r)
		return
	}
	path, err := p.sim.Console(r.Context())
	if err != nil {
		http.Error(w, "the console cannot be opened", http.StatusServiceUnavailable)
		return
	}
	http.Redirect(w, r, path, http.StatusTemporaryRedirect)
}

// scenario answers with what happened so far as a file of scenarios to keep.
func (p page) scenario(w http.ResponseWriter, _ *http.Request) {
	if p.sim.Scenario == nil {
		http.Error(w, "nothing is recorded here", http.StatusNotFound)
		return
	}
	b, err := p.sim.Scenario(p.sim.Recording())
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="scenario.json"`)
	_, _ = w.Write(b) // a client that has gone needs nothing
}

// accepted answers with the texts that the platform accepted, in order.
func (p page) accepted(w http.ResponseWriter, _ *http.Request) {
	out := []Accepted{}
	if p.sim.Platform != nil {
		out = append(out, p.sim.Platform.Accepted()...)
	}
	writeJSON(w, out)
}

// fault lets the next calls of a path fail, or with the path token makes the token invalid.
func (p page) fault(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Path    string `json:"path"`
		Errcode int    `json:"errcode"`
		Times   int    `json:"times"`
	}
	if !read(w, r, &in) {
		return
	}
	switch {
	case p.sim.Platform == nil || in.Path == "":
		http.Error(w, "which path?", http.StatusBadRequest)
		return
	case in.Path == "token":
		p.sim.Platform.Expire()
	default:
		p.sim.Platform.Fail(in.Path, in.Errcode, max(1, in.Times))
	}
	writeJSON(w, map[string]bool{"ok": true})
}

// phone is a person or a group as the page gets it. Lines is left out unless the page
// shows it.
type phone struct {
	Name      string    `json:"name"`
	Moderator bool      `json:"moderator"`
	Following Following `json:"following"`
	Count     int       `json:"count"`
	Lines     []Line    `json:"lines"`
}

// phones returns people as the page gets them, with the lines of those who are shown.
func phones(people []*Person, prefix string, shown []string) []phone {
	out := make([]phone, len(people))
	for i, p := range people {
		out[i] = phone{Name: p.Name, Moderator: p.Moderator, Following: p.Following, Count: p.count}
		if slices.Contains(shown, prefix+strconv.Itoa(i)) {
			out[i].Lines = slices.Clone(p.Lines)
		}
	}
	return out
}

// state answers with all that the page shows. The parameter show lists the people (2) and
// groups (g0) whose lines it needs.
func (p page) state(w http.ResponseWriter, r *http.Request) {
	shown := strings.Split(r.URL.Query().Get("show"), ",")
	c := p.sim.Class()
	now := p.sim.Clock.Now().In(c.Zone)
	out := map[string]any{
		"run": p.sim.id, "account": c.Account, "name": c.Name, "clock": now.Format("2006-01-02 15:04:05"),
		"jumps": jumps(c, now), "menu": c.Menu, "scenes": c.Scenes, "tour": p.sim.Tour(), "crowds": p.sim.Crowds(),
		"crowd": p.sim.crowd.state(), "console": p.sim.Console != nil, "passphrase": c.Passphrase, "checkin": clockWords(c.Checkin, c.Zone),
	}
	if p.sim.File != nil {
		out["file"] = p.sim.File()
	}
	p.sim.mu.Lock()
	out["people"], out["groups"] = phones(p.sim.people, "", shown), phones(p.sim.groups, "g", shown)
	p.sim.mu.Unlock()
	writeJSON(w, out)
}

// jump is a button that moves the clock.
type jump struct {
	Title string `json:"title"`
	Hint  string `json:"hint"`
	To    string `json:"to"`
	Add   int    `json:"add"` // seconds
}

// jumps are the buttons that move the clock.
func jumps(c Class, now time.Time) []jump {
	if c.Name == "" {
		return []jump{}
	}
	wait := int(c.LimitSpan.Seconds())
	out := []jump{
		{Title: "开播", To: "start", Hint: clockWords(c.Start, c.Zone) + "，直播开始，可以发口令签到"},
		{Title: "下课", To: "end", Hint: clockWords(c.End, c.Zone) + "，直播结束"},
		{Title: "第二天", To: "morning", Hint: clockWords(c.nextMorning(now), c.Zone) + "，第二天早上，班主任开始在线"},
		{Title: "+10 分", Add: 600, Hint: "过10分钟，到点的提醒会自己发出来"},
	}
	if wait > 0 {
		out = append(out, jump{
			Title: fmt.Sprintf("+%d 秒", wait+1), Add: wait + 1, Hint: fmt.Sprintf("限速按%d秒计数，过%d秒就能接着发", wait, wait+1),
		})
	}
	return out
}

func (p page) personStatus(w http.ResponseWriter, r *http.Request) {
	n, err := strconv.Atoi(r.URL.Query().Get("person"))
	if err != nil {
		http.Error(w, "which person?", http.StatusBadRequest)
		return
	}
	who, err := p.sim.person(n)
	if err != nil {
		http.Error(w, err.Error(), http.StatusNotFound)
		return
	}
	st := Status{}
	if p.sim.Status != nil {
		if st, err = p.sim.Status(r.Context(), who.OpenID); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
	}
	writeJSON(w, st)
}

func (p page) doAction(w http.ResponseWriter, r *http.Request) {
	var a Action
	if !read(w, r, &a) {
		return
	}
	x, err := p.sim.Do(r.Context(), a)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	writeJSON(w, x)
}

// read reads the body of a request; it answers and reports false if that is not possible.
func read(w http.ResponseWriter, r *http.Request, in any) bool {
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 64<<10)).Decode(in); err != nil {
		http.Error(w, "the request is not what the page sends", http.StatusBadRequest)
		return false
	}
	return true
}

func (p page) setClock(w http.ResponseWriter, r *http.Request) {
	var in struct {
		To  string `json:"to"`  // start, end or morning
		Add int    `json:"add"` // seconds
	}
	if read(w, r, &in) {
		p.sim.Move(r.Context(), in.To, time.Duration(in.Add)*time.Second)
		writeJSON(w, map[string]bool{"ok": true})
	}
}

func (p page) playStep(w http.ResponseWriter, r *http.Request) {
	var in struct {
		ID   string `json:"id"`
		Skip bool   `json:"skip"`
	}
	if !read(w, r, &in) {
		return
	}
	x, err := p.sim.Play(r.Context(), in.ID, in.Skip)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	writeJSON(w, x)
}

func (p page) startCrowd(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Kind string `json:"kind"`
		Pack string `json:"pack"`
	}
	if !read(w, r, &in) {
		return
	}
	if err := p.sim.Crowd(r.Context(), in.Kind, in.Pack); err != nil {
		http.Error(w, err.Error(), http.StatusConflict)
		return
	}
	writeJSON(w, map[string]bool{"ok": true})
}
