package wxsim_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"zhujiao/bot/wxsim"
)

// clock is a clock that stands until it is set.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) Start(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = at
}

// evening is when the class of these tests begins.
func evening() time.Time { return time.Date(2022, 7, 7, 20, 0, 0, 0, time.UTC) }

func lesson() wxsim.Class {
	return wxsim.Class{
		Name: "一堂课", Account: "一个号", Zone: time.UTC, Start: evening(), End: evening().Add(time.Hour), Checkin: evening(),
		Morning: 9 * time.Hour, Scenes: []string{"poster"}, Seats: 12, Passphrase: "芝麻开门", Question: "几点开始",
		Packs: []wxsim.Pack{{ID: "7", Name: "讲义", Stock: -1, Checkin: true}, {ID: "8", Name: "书", Stock: 10, Draw: true}},
		Menu:  []wxsim.MenuItem{{Name: "课", Children: []wxsim.MenuItem{{Name: "报个名", Key: "报名"}}}}, Trial: 5,
		TrialWait: 2 * time.Minute, LimitSpan: 30 * time.Second,
	}
}

// simulation is a simulation before an account that says nothing.
func simulation(t *testing.T, class func() wxsim.Class) (*wxsim.Sim, *clock) {
	t.Helper()
	account := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("success")) }))
	t.Cleanup(account.Close)
	c := &clock{at: evening().Add(-time.Hour)}
	s := wxsim.New(wxsim.Options{
		Pusher: &wxsim.Pusher{URL: account.URL, Account: wxsim.NewAccount(), Now: c.Now}, Clock: c, Class: class, Seed: "test",
		Staff: "staff", StaffGroup: "group",
	})
	t.Cleanup(s.Close)
	return s, c
}

// TestTourFits: the tour has six steps that end with a broadcast, whatever the class has.
func TestTourFits(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		what   string
		change func(*wxsim.Class)
		want   string
	}{
		{"all", func(*wxsim.Class) {}, "关注 报名 签到 领资料 班主任回答 群发"},
		{"no passphrase", func(c *wxsim.Class) { c.Passphrase = "" }, "关注 报名 领资料 常见问题 班主任回答 群发"},
		{
			"only a pack that asks for a check-in that there is not", func(c *wxsim.Class) { c.Passphrase, c.Packs = "", c.Packs[:1] },
			"关注 报名 常见问题 查进度 班主任回答 群发",
		},
		{"no packs", func(c *wxsim.Class) { c.Packs = nil }, "关注 报名 签到 常见问题 班主任回答 群发"},
		{"nothing", func(c *wxsim.Class) { c.Packs, c.Passphrase, c.Question = nil, "", "" }, "关注 报名 查进度 菜单 班主任回答 群发"},
	} {
		class := lesson()
		c.change(&class)
		s, _ := simulation(t, func() wxsim.Class { return class })
		var titles []string
		for _, step := range s.Tour() {
			titles = append(titles, step.Title)
			if class.Passphrase == "" && strings.Contains(step.Text+step.Button, "口令") {
				t.Errorf("%s: %q speaks of a passphrase", c.what, step.Text)
			}
		}
		if got := strings.Join(titles, " "); got != c.want {
			t.Errorf("%s: %s, want %s", c.what, got, c.want)
		}
	}
}

// TestTourClaims: the tour claims a pack that everybody gets rather than one by chance.
func TestTourClaims(t *testing.T) {
	t.Parallel()
	class := lesson()
	s, _ := simulation(t, func() wxsim.Class { return class })
	if got := s.Tour()[3].Button; got != "让学员A领7" {
		t.Errorf("%q", got)
	}
	class.Packs = class.Packs[1:]
	if got := s.Tour()[3]; got.Button != "让学员A领8" || !strings.Contains(got.Text, "抽中") {
		t.Errorf("%+v", got)
	}
}

// TestTourByHand: what somebody does by hand is ticked off, and so is what they skip; a
// step that failed is not.
func TestTourByHand(t *testing.T) {
	t.Parallel()
	s, _ := simulation(t, lesson)
	for _, a := range []wxsim.Action{{Kind: "follow"}, {Kind: "text", Value: "报名", Person: 1}, {Kind: "text", Value: "芝麻开门"}} {
		if _, err := s.Do(t.Context(), a); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Play(t.Context(), "claim", true); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Play(t.Context(), "ask", false); err == nil {
		t.Error("an account that says nothing has asked a moderator")
	}
	var done []string
	for _, step := range s.Tour() {
		if step.Done {
			done = append(done, step.ID)
		}
	}
	if want := []string{"follow", "checkin", "claim"}; !slices.Equal(done, want) {
		t.Errorf("done: %v, want %v", done, want)
	}
}

// TestMoveStops: the clock stops at each moment at which something is due, and nowhere
// else.
func TestMoveStops(t *testing.T) {
	t.Parallel()
	class := lesson()
	class.Moments = []time.Time{evening().Add(-10 * time.Minute), evening().Add(-30 * time.Minute), evening().Add(5 * time.Minute)}
	s, c := simulation(t, func() wxsim.Class { return class })
	var stops []string
	s.Settle = func(context.Context) error {
		stops = append(stops, c.Now().Format("15:04"))
		return nil
	}
	s.Move(t.Context(), "start", 0)
	s.Move(t.Context(), "", 10*time.Minute)
	if want := []string{"19:30", "19:50", "20:00", "20:05", "20:10"}; !slices.Equal(stops, want) {
		t.Errorf("stopped at %v, want %v", stops, want)
	}
	s.Move(t.Context(), "morning", 0)
	if got := c.Now().Format("02 15:04"); got != "08 09:00" {
		t.Errorf("the next morning is %s", got)
	}
}

// TestUnfollowed: who has unfollowed can only follow again, by a scan too.
func TestUnfollowed(t *testing.T) {
	t.Parallel()
	s, _ := simulation(t, lesson)
	do := func(kind, value string) (wxsim.Exchange, error) {
		return s.Do(t.Context(), wxsim.Action{Kind: kind, Value: value})
	}
	if _, err := do("unfollow", ""); err != nil {
		t.Fatal(err)
	}
	for _, kind := range []string{"text", "image", "click", "unfollow"} {
		if _, err := do(kind, "报名"); err == nil {
			t.Errorf("%s: possible", kind)
		}
	}
	if x, err := do("scan", "poster"); err != nil || !strings.Contains(x.Sent, "subscribe") || !strings.Contains(x.Sent, "qrscene_poster") {
		t.Errorf("a scan: %v, %s", err, x.Sent)
	}
	if x, err := do("scan", "poster"); err != nil || !strings.Contains(x.Sent, "<![CDATA[SCAN]]>") {
		t.Errorf("a scan of a follower: %v, %s", err, x.Sent)
	}
}

// TestCrowdsFit: the buttons for crowds follow the class.
func TestCrowdsFit(t *testing.T) {
	t.Parallel()
	class := lesson()
	s, _ := simulation(t, func() wxsim.Class { return class })
	titles := func() (out []string) {
		for _, j := range s.Crowds() {
			out = append(out, j.Title)
		}
		return out
	}
	if got, want := titles(), []string{"12人报名", "14人抢8", "50人领7"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	class.Packs, class.Seats = nil, 100000
	if got, want := titles(), []string{"300人报名"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// TestCrowdOnce: a crowd does one thing at a time, and only what the class has.
func TestCrowdOnce(t *testing.T) {
	t.Parallel()
	hold := make(chan struct{})
	account := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-hold }))
	t.Cleanup(account.Close)
	c := &clock{at: evening()}
	s := wxsim.New(wxsim.Options{
		Pusher: &wxsim.Pusher{URL: account.URL, Account: wxsim.NewAccount(), Now: c.Now}, Clock: c, Class: lesson, Seed: "test",
	})
	if err := s.Crowd(t.Context(), "claim", "99"); err == nil {
		t.Error("a pack that the class does not have was claimed")
	}
	if err := s.Crowd(t.Context(), "signup", ""); err != nil {
		t.Fatal(err)
	}
	if err := s.Crowd(t.Context(), "signup", ""); err == nil {
		t.Error("two crowds at once")
	}
	close(hold)
	s.Close()
}

// TestPageGuards: the page answers on this machine only, and a page of another origin
// cannot act.
func TestPageGuards(t *testing.T) {
	t.Parallel()
	s, _ := simulation(t, lesson)
	ask := func(method, path, host, origin, body string) *httptest.ResponseRecorder {
		r := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(body))
		r.Host = host
		if origin != "" {
			r.Header.Set("Origin", origin)
		}
		w := httptest.NewRecorder()
		s.Page().ServeHTTP(w, r)
		return w
	}
	page := ask("GET", "/sim", "127.0.0.1:80", "", "")
	if page.Code != 200 || !strings.Contains(page.Header().Get("Content-Security-Policy"), "default-src 'self'") {
		t.Errorf("the page: %d, %v", page.Code, page.Header())
	}
	if w := ask("GET", "/favicon.ico", "localhost", "", ""); w.Code != 200 || !bytes.HasPrefix(w.Body.Bytes(), []byte("<svg")) {
		t.Errorf("/favicon.ico: %d", w.Code)
	}
	if w := ask("GET", "/sim", "evil.example", "", ""); w.Code != 403 {
		t.Errorf("another host: %d", w.Code)
	}
	for _, path := range []string{"do", "tour", "crowd", "clock", "person"} {
		if w := ask("POST", "/sim/api/"+path, "127.0.0.1:80", "http://evil.example", "{}"); w.Code != 403 {
			t.Errorf("%s from another origin: %d", path, w.Code)
		}
	}
	for _, path := range []string{"do", "tour", "crowd"} {
		for _, body := range []string{"", "{", `{"id":"none","kind":"none"}`, `[]`, `{"person":-1,"kind":"text"}`} {
			if w := ask("POST", "/sim/api/"+path, "127.0.0.1:80", "", body); w.Code < 400 || w.Code >= 500 {
				t.Errorf("%s with %q: %d", path, body, w.Code)
			}
		}
	}
	w := ask("GET", "/sim/api/state?show=0,g0,9,x", "127.0.0.1:80", "", "")
	var state struct{ People, Groups, Tour, Jumps []any }
	err := json.Unmarshal(w.Body.Bytes(), &state)
	if err != nil || len(state.People) != 3 || len(state.Groups) != 2 || len(state.Tour) != 6 {
		t.Errorf("the state: %v, %s", err, w.Body)
	}
}
