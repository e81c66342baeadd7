package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"zhujiao/bot/bottest"
	"zhujiao/bot/sqlstore"
	"zhujiao/bot/wxsim"
	"zhujiao/cmd/zhujiao/app"
	"zhujiao/cmd/zhujiao/sample"
)

// process is the real program with a platform around it, to be killed.
type process struct {
	t        *testing.T
	dir      string
	database string // the address of PostgreSQL; empty for SQLite
	env      []string
	url, lab string
	metrics  string // the address of the metrics, if they are asked for
	pusher   *wxsim.Pusher
	platform *wxsim.Platform
	cmd      *exec.Cmd
	log      bytes.Buffer
	mu       sync.Mutex // guards now
	now      time.Time
	lives    atomic.Int64 // starts of the program
	pid      atomic.Int64 // of the last one
	refusing atomic.Pointer[func(path string) (wxsim.Refusal, bool)]
	broken   atomic.Pointer[http.HandlerFunc]
}

// program is a command line of the program: this test binary, which TestMain lets be
// the program by its name. Killed tests with -race thus kill a program with -race.
func program(ctx context.Context, t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(ctx, self, args...)
	cmd.Args[0] = "zhujiao"
	return cmd
}

// newProcess writes a changed sample file and starts the program on it.
func newProcess(t *testing.T, file *strings.Replacer, env ...string) *process {
	t.Helper()
	p := prepare(t, file, env...)
	p.start()
	t.Cleanup(p.kill)
	return p
}

// prepare writes a changed sample file and puts a platform around a program that does not
// run yet.
func prepare(t *testing.T, file *strings.Replacer, env ...string) *process {
	t.Helper()
	dir := t.TempDir()
	p := &process{t: t, dir: dir, now: time.Date(2022, 7, 7, 11, 0, 0, 0, time.UTC)}
	if err := os.CopyFS(filepath.Join(dir, "campaign"), sample.Files); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "campaign", sample.FileName)
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(file.Replace(string(b))), 0o600); err != nil {
		t.Fatal(err)
	}
	p.surround(name, env)
	return p
}

// surround puts a platform around the program and makes its settings.
func (p *process) surround(name string, env []string) {
	acc := wxsim.NewAccount()
	listen, lab := bottest.FreeAddr(p.t), bottest.FreeAddr(p.t)
	p.url, p.lab = "http://"+listen, "http://"+lab
	p.pusher = &wxsim.Pusher{URL: p.url + "/wechat", Account: acc, Now: p.clock}
	p.platform = wxsim.NewPlatform(p.clock)
	p.platform.Finished = p.finished
	p.platform.Refuse = func(path string) (wxsim.Refusal, bool) {
		if refuse := p.refusing.Load(); refuse != nil {
			return (*refuse)(path)
		}
		return wxsim.Refusal{}, false
	}
	api := httptest.NewServer(http.HandlerFunc(p.answerCall))
	p.t.Cleanup(api.Close)
	p.env = append([]string{
		"ZHUJIAO_CAMPAIGN=" + name, "ZHUJIAO_LISTEN=" + listen, "ZHUJIAO_LAB=" + lab, "ZHUJIAO_DATA=" + p.data(),
		"ZHUJIAO_WECHAT_APPID=" + acc.AppID, "ZHUJIAO_WECHAT_SECRET=simsecret", "ZHUJIAO_WECHAT_TOKEN=" + acc.Token,
		"ZHUJIAO_WECHAT_AES_KEY=" + acc.AESKey, "ZHUJIAO_WECHAT_ORIGINAL_ID=" + acc.OriginalID, "ZHUJIAO_WECHAT_MODE=safe",
		"ZHUJIAO_WECHAT_API_URL=" + api.URL, "ZHUJIAO_WECOM_API_URL=" + api.URL, "ZHUJIAO_ROBOTS=staff=robotkey",
		"ZHUJIAO_MODERATORS=" + wxsim.OpenID("crowd", "m1") + "," + wxsim.OpenID("crowd", "m2"), "PATH=" + os.Getenv("PATH"),
	}, env...)
}

// refuse lets a function refuse calls to the platform from now on.
func (p *process) refuse(f func(path string) (wxsim.Refusal, bool)) { p.refusing.Store(&f) }

// breakPlatform lets a function answer the account's calls in place of the platform, which
// still answers those of group robots. nil mends it.
func (p *process) breakPlatform(bad http.HandlerFunc) {
	if bad == nil {
		p.broken.Store(nil)
		return
	}
	p.broken.Store(&bad)
}

func (p *process) answerCall(w http.ResponseWriter, r *http.Request) {
	bad := p.broken.Load()
	if bad != nil && strings.HasPrefix(r.URL.Path, "/cgi-bin/") && !strings.Contains(r.URL.Path, "webhook") {
		(*bad)(w, r)
		return
	}
	p.platform.ServeHTTP(w, r)
}

func (p *process) data() string { return filepath.Join(p.dir, "data") }

func (p *process) clock() time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.now
}

// finished pushes a mass send's result until the program has taken it, as one
// that is down gets it later.
func (p *process) finished(ctx context.Context, result map[string]string) {
	go func() { // ends when the test does
		for ctx.Err() == nil && p.t.Context().Err() == nil {
			if x := p.pusher.Finished(ctx, result); x.Failure == "" {
				return
			}
			time.Sleep(50 * time.Millisecond)
		}
	}()
}

// start starts the program and sets its clock.
func (p *process) start() {
	p.t.Helper()
	p.run()
	p.awaitClock()
}

// awaitClock sets the clock of a program that has just been started.
func (p *process) awaitClock() {
	p.t.Helper()
	for end := time.Now().Add(time.Minute); !p.set(p.clock()); time.Sleep(25 * time.Millisecond) {
		if time.Now().After(end) {
			p.t.Fatalf("the program's clock cannot be set:\n%s", p.log.String())
		}
	}
}

// run starts the program, whose clock is not set yet.
func (p *process) run() {
	p.t.Helper()
	p.lives.Add(1)
	p.cmd = program(context.Background(), p.t, "serve") // outlives the test's context until it is killed
	p.cmd.Env, p.cmd.Stderr = p.env, &p.log
	if err := p.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	p.pid.Store(int64(p.cmd.Process.Pid))
	if !answers(p.url + "/readyz") {
		p.t.Fatalf("the program does not get ready:\n%s", p.log.String())
	}
}

// answers waits until an address answers 200, a minute at most.
func answers(url string) bool {
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(25 * time.Millisecond) {
		if resp, err := http.Get(url); err == nil {
			_ = resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				return true
			}
		}
	}
	return false
}

// kill ends the program as a power cut would.
func (p *process) kill() {
	_ = p.cmd.Process.Kill()
	_ = p.cmd.Wait()
}

// lastWords shows the end of the log of a program that has ended, if the test has failed.
func (p *process) lastWords() {
	if log := p.log.Bytes(); p.t.Failed() {
		p.t.Logf("the program's last words:\n%s", log[max(0, len(log)-4000):])
	}
}

// set sets the clock; false when the program could not be reached.
func (p *process) set(at time.Time) bool {
	p.mu.Lock()
	p.now = at
	p.mu.Unlock()
	req, err := http.NewRequestWithContext(p.t.Context(), http.MethodPut, p.lab+"/lab/clock",
		strings.NewReader(fmt.Sprintf(`{"now":%q}`, at.Format(time.RFC3339))))
	if err != nil {
		p.t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return false // a program that was killed gets it at its next start
	}
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusNoContent {
		p.t.Errorf("setting the clock: HTTP %d", resp.StatusCode)
	}
	return true
}

// settle waits until nothing is due; false when the program died meanwhile. A
// fresh program has nothing to do before its clock is set.
func (p *process) settle() bool {
	life := p.lives.Load()
	p.set(p.clock())
	resp, err := http.Post(p.lab+"/lab/settle", "", nil)
	if err != nil {
		return false
	}
	_ = resp.Body.Close()
	return resp.StatusCode == http.StatusOK && p.lives.Load() == life
}

// sayLimit is how long a push is repeated; then the program is taken for dead.
const sayLimit = 90 * time.Second

// say pushes a text until it is answered, whatever happens to the program.
func (p *process) say(who, text string) wxsim.Exchange {
	openid := wxsim.OpenID("crowd", who)
	p.platform.Touch(openid, "text")
	return p.until(who, p.pusher.Text(p.t.Context(), openid, text, wxsim.FaultNone))
}

// until pushes again until there is an answer.
func (p *process) until(who string, x wxsim.Exchange) wxsim.Exchange {
	openid := wxsim.OpenID("crowd", who)
	for begin := time.Now(); x.Failure != "" && p.t.Context().Err() == nil; {
		if time.Since(begin) > sayLimit {
			log := p.log.Bytes()
			p.t.Errorf("%s is not answered: %s\n%s\nthe program's last words:\n%s", who, x.Failure, x.Sent, log[max(0, len(log)-4000):])
			break
		}
		time.Sleep(20 * time.Millisecond)
		x = p.pusher.Again(p.t.Context(), openid, x.Sent)
	}
	return x
}

// all lets many people say something at once, 32 at a time.
func (p *process) all(n int, text string) []wxsim.Exchange { return p.wide(n, 32, text) }

// wide lets many people say something at once, width at a time.
func (p *process) wide(n, width int, text string) []wxsim.Exchange {
	out := make([]wxsim.Exchange, n)
	var wg sync.WaitGroup
	turns := make(chan int)
	for range width {
		wg.Go(func() {
			for i := range turns {
				out[i] = p.say(fmt.Sprint("p", i), text)
			}
		})
	}
	for i := range n {
		turns <- i
	}
	close(turns)
	wg.Wait()
	return out
}

// long reports whether the tests shall take their time.
func long() bool { return os.Getenv("ZHUJIAO_TEST_LONG") != "" }

// kills is how often a test kills the program.
func kills() int {
	if long() {
		return 10
	}
	return 2
}

// receivers is to how many people a test sends something while it kills the program.
func receivers() int {
	if long() {
		return 10000
	}
	return 800
}

// idle waits until nothing is due and nothing in a table is on its way; false after a minute. What
// a killed program has left is taken over when its instance expires.
func (p *process) idle(table string) bool {
	for range 600 {
		if p.settle() && p.count("SELECT count(*) FROM "+table+" WHERE state = 'sending'") == 0 {
			return true
		}
		time.Sleep(100 * time.Millisecond)
	}
	return false
}

// open reads the database of a program, which may run.
func (p *process) open() *sqlstore.Store {
	p.t.Helper()
	st, err := app.OpenBeside(p.t.Context(), p.database, p.data())
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { _ = st.Close() })
	return st
}
