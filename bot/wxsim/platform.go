package wxsim

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// Accepted is a text that the platform accepted for delivery.
type Accepted struct {
	// Way is custom, mass, once (a subscription message), preview or robot. To is an
	// openid, or the key of a robot.
	Way  string    `json:"way"`
	To   string    `json:"to"`
	Text string    `json:"text"`
	At   time.Time `json:"at"`
}

// Refusal is a failure that a test injects into a call.
type Refusal struct {
	// Code is the error code that is returned instead of carrying out the call.
	Code int
	// Cut carries out the call and then drops the connection without an answer.
	Cut bool
}

// Platform simulates the platform's API: tokens, custom messages within their credit,
// mass sends with client ids and quota, subscription messages, group robots. It is an
// http.Handler and safe for concurrent use; create it with NewPlatform.
type Platform struct {
	now func() time.Time
	// Refuse, if set, is called with the path of each call and may inject a failure.
	Refuse func(path string) (Refusal, bool)
	// Deliver, if set, receives each accepted text.
	Deliver func(a Accepted)
	// Finished, if set, receives the result of each mass send as the fields of the
	// event that the platform would push.
	Finished func(ctx context.Context, fields map[string]string)
	// MassLeft is the remaining daily quota of mass sends that is reported; set it before
	// use.
	MassLeft int
	// MassState is the status that is reported for every mass send; set it before use.
	MassState string
	// Rules are the further limits that it enforces; set them before use.
	Rules          Rules
	mu             sync.Mutex // guards below
	tokenNumber    int
	tokenExpiry    time.Time
	credit         map[string]credit
	unfollowed     map[string]bool
	consents       map[string]int // consents to one subscription message each
	massOfMonth    map[string]int
	massByClientID map[string]massJob
	nextMass       int64
	accepted       []Accepted
	deleted        []int64
	callsByPath    map[string]int
	answersByCode  map[int]int
	setup          setup
}

// credit is how many custom messages may be sent to somebody, and until when.
type credit struct {
	n     int
	until time.Time
}

// massJob is an accepted mass send.
type massJob struct {
	id int64
	at time.Time
}

// NewPlatform returns a platform without users.
func NewPlatform(now func() time.Time) *Platform {
	return &Platform{
		now: now, credit: map[string]credit{}, unfollowed: map[string]bool{}, consents: map[string]int{}, massOfMonth: map[string]int{},
		massByClientID: map[string]massJob{},
		nextMass:       1000, MassLeft: 100, MassState: "SEND_SUCCESS", callsByPath: map[string]int{}, answersByCode: map[int]int{},
		setup: newSetup(),
	}
}

// Touch updates somebody's credit after an action. A typed message allows 5 custom
// messages within 48 hours, a tap 3 within a minute; unfollowing ends the credit.
func (p *Platform) Touch(openid, kind string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	n, span := 3, time.Minute
	switch kind {
	case "text", "image":
		n, span = 5, 48*time.Hour
	case "unfollow":
		p.unfollowed[openid] = true
		delete(p.credit, openid)
		return
	}
	delete(p.unfollowed, openid)
	c, end := p.credit[openid], p.now().Add(span)
	if p.now().After(c.until) {
		c = credit{}
	}
	p.credit[openid] = credit{max(c.n, n), later(c.until, end)}
}

// Know makes somebody a follower who has not written yet.
func (p *Platform) Know(openid string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.credit[openid] = credit{}
}

// Fail lets the next calls of a path fail with an error code.
func (p *Platform) Fail(path string, code, times int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.setup.failing[path] = failing{code, times}
}

// later returns the later of two times.
func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// Agree records somebody's consent to one subscription message.
func (p *Platform) Agree(openid string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.consents[openid]++
}

// Credit returns how many custom messages would be accepted for somebody now.
func (p *Platform) Credit(openid string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	c := p.credit[openid]
	if p.unfollowed[openid] || p.now().After(c.until) {
		return 0
	}
	return c.n
}

// Accepted returns all accepted texts in order.
func (p *Platform) Accepted() []Accepted {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]Accepted(nil), p.accepted...)
}

// Deleted returns the ids of the mass sends that were deleted.
func (p *Platform) Deleted() []int64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.deleted)
}

// Answers counts the answers by error code; 0 is success.
func (p *Platform) Answers() map[int]int {
	p.mu.Lock()
	defer p.mu.Unlock()
	out := map[int]int{}
	maps.Copy(out, p.answersByCode)
	return out
}

// Calls returns the number of calls of a path.
func (p *Platform) Calls(path string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.callsByPath[path]
}

// Expire invalidates all tokens.
func (p *Platform) Expire() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.tokenExpiry = time.Time{}
	p.tokenNumber++
}

// request holds the fields of all calls that the simulation uses.
type request struct {
	ToUser      json.RawMessage `json:"touser"`
	Text        textBody        `json:"text"`
	Markdown    textBody        `json:"markdown"`
	ClientMsgID string          `json:"clientmsgid"`
	Force       bool            `json:"force_refresh"`
	Title       string          `json:"title"`
	Type        string          `json:"msgtype"`
	Menu        menuMessage     `json:"msgmenu"`
	MsgID       int64           `json:"msg_id"`
	Users       []userRef       `json:"user_list"`
	AppID       string          `json:"appid"`
	Secret      string          `json:"secret"`
	TagID       int             `json:"tagid"`
	OpenIDs     []string        `json:"openid_list"`
	ActionName  string          `json:"action_name"`
	Expires     int             `json:"expire_seconds"`
	Tag         struct {
		Name string `json:"name"`
	} `json:"tag"`
	Filter struct {
		ToAll bool `json:"is_to_all"`
		TagID int  `json:"tag_id"`
	} `json:"filter"`
	Data struct {
		Content struct {
			Value string `json:"value"`
		} `json:"content"`
	} `json:"data"`
	body []byte // as it came
}

// menuMessage is the body of a menu message: lines with ids that can be tapped.
type menuMessage struct {
	Head string `json:"head_content"`
	List []struct {
		ID      string `json:"id"`
		Content string `json:"content"`
	} `json:"list"`
	Tail string `json:"tail_content"`
}

// lines returns the text of a menu message as a phone shows it.
func (m menuMessage) lines() string {
	out := []string{m.Head}
	for _, l := range m.List {
		out = append(out, l.ID+" "+l.Content)
	}
	return strings.TrimRight(strings.Join(append(out, m.Tail), "\n"), "\n")
}

type userRef struct {
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
	in.body = body
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
	if r.URL.Path == "/cgi-bin/media/get" && p.knows(r) {
		picture(w)
		return
	}
	code, out, after := p.call(r, in) //nolint:contextcheck // the result of a mass send is pushed after its call
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
	p.answersByCode[code]++
	p.mu.Unlock()
	if out == nil {
		out = map[string]any{}
	}
	if code != 0 || out["access_token"] == nil {
		out["errcode"], out["errmsg"] = code, fmt.Sprintf("sim %d rid: 00000000-00000000-00000000", code)
	}
	if err := json.NewEncoder(w).Encode(out); err != nil {
		panic(http.ErrAbortHandler) // the caller has disconnected
	}
}

// call carries out a call. after, if not nil, must be run when the lock is released.
func (p *Platform) call(r *http.Request, in request) (code int, out map[string]any, after func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.callsByPath[r.URL.Path]++
	if code := p.refused(r, in); code != 0 {
		return code, nil, nil
	}
	switch r.URL.Path {
	case "/cgi-bin/stable_token", "/cgi-bin/token":
		return 0, p.newToken(in.Force), nil
	case "/cgi-bin/webhook/send":
		return p.accept("robot", r.URL.Query().Get("key"), in.Text.Content+in.Markdown.Content)
	}
	switch r.URL.Path {
	case "/cgi-bin/message/custom/send":
		return p.customMessage(in)
	case "/cgi-bin/message/mass/delete":
		p.deleted = append(p.deleted, in.MsgID)
		return 0, nil, nil
	case "/cgi-bin/message/mass/get":
		return 0, map[string]any{"msg_status": p.MassState}, nil
	case "/cgi-bin/openapi/quota/get":
		return 0, map[string]any{"quota": map[string]any{"daily_limit": 100, "used": 100 - p.MassLeft, "remain": p.MassLeft}}, nil
	case "/cgi-bin/user/get":
		return 0, p.followers(r.URL.Query().Get("next_openid")), nil
	case "/cgi-bin/message/template/subscribe":
		return p.subscribeMessage(in)
	case "/cgi-bin/message/mass/preview":
		return p.accept("preview", singleUser(in.ToUser), in.Text.Content)
	case "/cgi-bin/message/mass/send":
		var to []string
		if err := json.Unmarshal(in.ToUser, &to); err != nil || len(to) < 2 || len(to) > 10000 {
			return 40130, nil, nil
		}
		return p.massSend(to, in)
	case "/cgi-bin/message/mass/sendall":
		return p.massSend(p.audience(in), in)
	case "/cgi-bin/user/info":
		return 0, p.info(r.URL.Query().Get("openid")), nil
	default:
		code, out = p.setUp(r.URL.Path, in)
		return code, out, nil
	}
}
