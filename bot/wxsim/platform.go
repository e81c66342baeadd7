package wxsim

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

// Accepted is a text that the platform took for somebody.
type Accepted struct {
	// Way is custom, mass, once, preview or robot; To an openid or a robot's key.
	Way, To, Text string
	At            time.Time
}

// Refusal is an answer that a test asks for instead of the right one.
type Refusal struct {
	// Code is answered instead of doing the call.
	Code int
	// Cut does the call and then drops the connection without an answer.
	Cut bool
}

// Platform plays the platform's API: tokens, custom messages within their
// credit, mass sends with their client ids and quota, group robots. It is an
// http.Handler; the zero value is not ready, use NewPlatform.
type Platform struct {
	now func() time.Time
	// Refuse, if set, is asked before each call with its path.
	Refuse func(path string) (Refusal, bool)
	// Deliver, if set, gets what was accepted.
	Deliver func(a Accepted)
	// Finished, if set, gets the result of each mass send, as the platform
	// pushes it.
	Finished func(ctx context.Context, fields map[string]string)
	// MassLeft is the quota of mass sends that is told; set it before use.
	MassLeft int
	// MassState is what is told about every mass send; set it before use.
	MassState string
	mu        sync.Mutex // guards below
	token     int
	until     time.Time
	credit    map[string]credit
	gone      map[string]bool
	agreed    map[string]int // consents to one message each
	month     map[string]int
	client    map[string]int64
	nextMass  int64
	accepted  []Accepted
	deleted   []int64
	calls     map[string]int
	answers   map[int]int
}

type credit struct {
	n     int
	until time.Time
}

// NewPlatform returns a platform with nobody on it.
func NewPlatform(now func() time.Time) *Platform {
	return &Platform{
		now: now, credit: map[string]credit{}, gone: map[string]bool{}, agreed: map[string]int{}, month: map[string]int{},
		client:   map[string]int64{},
		nextMass: 1000, MassLeft: 100, MassState: "SEND_SUCCESS", calls: map[string]int{}, answers: map[int]int{},
	}
}

// Touch notes what somebody did: typed words let the account send 5 messages in
// 48 hours, a tap 3 in a minute; leaving ends it (platform.md §2.2).
func (p *Platform) Touch(openid, kind string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	n, span := 3, time.Minute
	switch kind {
	case "text", "image":
		n, span = 5, 48*time.Hour
	case "unfollow":
		p.gone[openid] = true
		delete(p.credit, openid)
		return
	}
	delete(p.gone, openid)
	c, end := p.credit[openid], p.now().Add(span)
	if p.now().After(c.until) {
		c = credit{}
	}
	p.credit[openid] = credit{max(c.n, n), later(c.until, end)}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// Agree notes a consent to one message, as the platform's page does.
func (p *Platform) Agree(openid string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.agreed[openid]++
}

// Credit is how many messages would be taken for somebody now.
func (p *Platform) Credit(openid string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	c := p.credit[openid]
	if p.gone[openid] || p.now().After(c.until) {
		return 0
	}
	return c.n
}

// Accepted returns everything that was taken, in order.
func (p *Platform) Accepted() []Accepted {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]Accepted(nil), p.accepted...)
}

// Deleted returns the mass sends that were taken back.
func (p *Platform) Deleted() []int64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.deleted)
}

// Answers counts the error codes that were answered; 0 is success.
func (p *Platform) Answers() map[int]int {
	p.mu.Lock()
	defer p.mu.Unlock()
	out := map[int]int{}
	maps.Copy(out, p.answers)
	return out
}

// Calls counts the calls of a path.
func (p *Platform) Calls(path string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.calls[path]
}

// Expire makes every token so far invalid.
func (p *Platform) Expire() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.until = time.Time{}
	p.token++
}

// request is what the calls send, as far as it matters.
type request struct {
	ToUser      json.RawMessage `json:"touser"`
	Text        textBody        `json:"text"`
	Markdown    textBody        `json:"markdown"`
	ClientMsgID string          `json:"clientmsgid"`
	Force       bool            `json:"force_refresh"`
	Title       string          `json:"title"`
	Type        string          `json:"msgtype"`
	Menu        simMenu         `json:"msgmenu"`
	MsgID       int64           `json:"msg_id"`
	Users       []simUser       `json:"user_list"`
	Data        struct {
		Content struct {
			Value string `json:"value"`
		} `json:"content"`
	} `json:"data"`
}

// simMenu is a menu message: lines with numeric ids that can be tapped.
type simMenu struct {
	Head string `json:"head_content"`
	List []struct {
		ID      string `json:"id"`
		Content string `json:"content"`
	} `json:"list"`
	Tail string `json:"tail_content"`
}

// lines are a menu message as a phone shows it.
func (m simMenu) lines() string {
	out := []string{m.Head}
	for _, l := range m.List {
		out = append(out, l.ID+" "+l.Content)
	}
	return strings.TrimRight(strings.Join(append(out, m.Tail), "\n"), "\n")
}

type simUser struct {
	OpenID string `json:"openid"`
}

type textBody struct {
	Content string `json:"content"`
}

// ServeHTTP answers one call.
func (p *Platform) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, 8<<20))
	if err != nil {
		return
	}
	var in request
	_ = json.Unmarshal(body, &in) // GET calls have none
	cut := false
	if p.Refuse != nil {
		if f, ok := p.Refuse(r.URL.Path); ok {
			if !f.Cut {
				p.reply(w, f.Code, nil)
				return
			}
			cut = true
		}
	}
	code, out, after := p.do(r, in) //nolint:contextcheck // a mass send outlives its call
	if after != nil {
		after()
	}
	if cut {
		panic(http.ErrAbortHandler) // the connection ends without an answer
	}
	p.reply(w, code, out)
}

func (p *Platform) reply(w http.ResponseWriter, code int, out map[string]any) {
	p.mu.Lock()
	p.answers[code]++
	p.mu.Unlock()
	if out == nil {
		out = map[string]any{}
	}
	if code != 0 || out["access_token"] == nil {
		out["errcode"], out["errmsg"] = code, fmt.Sprintf("sim %d rid: 00000000-00000000-00000000", code)
	}
	_ = json.NewEncoder(w).Encode(out) //nolint:errchkjson // the caller has gone
}

// do carries out a call; after is to be run without the lock.
func (p *Platform) do(r *http.Request, in request) (code int, out map[string]any, after func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.calls[r.URL.Path]++
	switch r.URL.Path {
	case "/cgi-bin/stable_token", "/cgi-bin/token":
		return 0, p.newToken(in.Force), nil
	case "/cgi-bin/webhook/send":
		return p.take("robot", r.URL.Query().Get("key"), in.Text.Content+in.Markdown.Content)
	}
	if r.URL.Query().Get("access_token") != p.tokenName() || p.now().After(p.until) {
		return 40001, nil, nil
	}
	switch r.URL.Path {
	case "/cgi-bin/message/custom/send":
		return p.custom(in)
	case "/cgi-bin/message/mass/delete":
		p.deleted = append(p.deleted, in.MsgID)
		return 0, nil, nil
	case "/cgi-bin/message/mass/get":
		return 0, map[string]any{"msg_status": p.MassState}, nil
	case "/cgi-bin/openapi/quota/get":
		return 0, map[string]any{"quota": map[string]any{"daily_limit": 100, "used": 100 - p.MassLeft, "remain": p.MassLeft}}, nil
	case "/cgi-bin/user/get":
		return 0, p.followers(r.URL.Query().Get("next_openid")), nil
	case "/cgi-bin/user/info/batchget":
		return 0, p.infos(in.Users), nil
	case "/cgi-bin/message/template/subscribe":
		return p.once(in)
	case "/cgi-bin/message/mass/preview":
		return p.take("preview", one(in.ToUser), in.Text.Content)
	case "/cgi-bin/message/mass/send":
		return p.mass(in)
	default:
		return 40066, nil, nil
	}
}

func one(raw json.RawMessage) (s string) {
	_ = json.Unmarshal(raw, &s) // a list gives ""
	return s
}

func (p *Platform) tokenName() string { return "sim-token-" + strconv.Itoa(p.token) }

func (p *Platform) newToken(force bool) map[string]any {
	if force || !p.now().Before(p.until.Add(-5*time.Minute)) {
		p.token++
		p.until = p.now().Add(2 * time.Hour)
	}
	return map[string]any{"access_token": p.tokenName(), "expires_in": int(p.until.Sub(p.now()).Seconds())}
}

func (p *Platform) take(way, to, text string) (int, map[string]any, func()) {
	if text == "" {
		return 44004, nil, nil
	}
	a := Accepted{way, to, text, p.now()}
	p.accepted = append(p.accepted, a)
	return 0, nil, func() {
		if p.Deliver != nil {
			p.Deliver(a)
		}
	}
}

func (p *Platform) custom(in request) (int, map[string]any, func()) {
	to, text := one(in.ToUser), in.Text.Content
	if in.Type == "msgmenu" {
		text = in.Menu.lines()
	}
	c, known := p.credit[to]
	switch {
	case p.gone[to]:
		return 43004, nil, nil
	case !known || p.now().After(c.until):
		return 45015, nil, nil
	case c.n == 0:
		return 45047, nil, nil
	case len(text) > 2048:
		return 45002, nil, nil
	}
	code, out, after := p.take("custom", to, text)
	if code == 0 {
		c.n--
		p.credit[to] = c
	}
	return code, out, after
}

// pageSize is small, so that paging is tried.
const pageSize = 3

// followers is a page of who follows; like the platform it gives the last
// page's last id to go on with, and then a page without data.
func (p *Platform) followers(after string) map[string]any {
	var all []string
	for u := range p.credit {
		if !p.gone[u] {
			all = append(all, u)
		}
	}
	slices.Sort(all)
	from, _ := slices.BinarySearch(all, after+"\x00")
	page := all[from:min(len(all), from+pageSize)]
	out := map[string]any{"total": len(all), "count": len(page), "next_openid": ""}
	if len(page) > 0 {
		out["data"] = map[string]any{"openid": page}
		out["next_openid"] = page[len(page)-1]
	}
	return out
}

func (p *Platform) infos(users []simUser) map[string]any {
	out := make([]map[string]any, len(users))
	for i, u := range users {
		follows := 0
		if _, known := p.credit[u.OpenID]; known && !p.gone[u.OpenID] {
			follows = 1
		}
		out[i] = map[string]any{"openid": u.OpenID, "subscribe": follows}
	}
	return map[string]any{"user_info_list": out}
}

// once takes one message for a consent.
func (p *Platform) once(in request) (int, map[string]any, func()) {
	to, words := one(in.ToUser), in.Data.Content.Value
	switch {
	case p.agreed[to] == 0:
		return 43101, nil, nil
	case utf8.RuneCountInString(in.Title) > 15 || utf8.RuneCountInString(words) > 200:
		return 47003, nil, nil
	}
	code, out, after := p.take("once", to, words)
	if code == 0 {
		p.agreed[to]--
	}
	return code, out, after
}

// mass takes a list once per client id; each follower takes four a month.
func (p *Platform) mass(in request) (int, map[string]any, func()) {
	var to []string
	if err := json.Unmarshal(in.ToUser, &to); err != nil || len(to) < 2 || len(to) > 10000 {
		return 40130, nil, nil
	}
	if id, used := p.client[in.ClientMsgID]; used && in.ClientMsgID != "" {
		return 45065, map[string]any{"msg_id": id}, nil
	}
	p.nextMass++
	id := p.nextMass
	p.client[in.ClientMsgID] = id
	var sent []Accepted
	for _, u := range to {
		key := u + p.now().Format("2006-01")
		if p.gone[u] || p.month[key] >= 4 {
			continue
		}
		p.month[key]++
		sent = append(sent, Accepted{"mass", u, in.Text.Content, p.now()})
	}
	p.accepted = append(p.accepted, sent...)
	return 0, map[string]any{"msg_id": id}, func() { p.finish(id, len(to), sent) }
}

func (p *Platform) finish(id int64, total int, sent []Accepted) {
	for _, a := range sent {
		if p.Deliver != nil {
			p.Deliver(a)
		}
	}
	if p.Finished == nil {
		return
	}
	n := strconv.Itoa(len(sent))
	p.Finished(context.Background(), map[string]string{
		"MsgID": strconv.FormatInt(id, 10), "Status": "send success", "TotalCount": strconv.Itoa(total), "FilterCount": n,
		"SentCount": n, "ErrorCount": "0",
	})
}
