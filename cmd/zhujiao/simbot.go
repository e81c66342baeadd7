package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"zhujiao/bot/content"
	"zhujiao/bot/wxsim/scenario"
)

// lab is the control plane of a bot that lets its clock be set.
type lab struct{ addr string }

// SetClock sets the bot's clock.
func (l lab) SetClock(ctx context.Context, at time.Time) error {
	return l.call(ctx, http.MethodPut, "/lab/clock", fmt.Sprintf(`{"now":%q}`, at.Format(time.RFC3339)))
}

// Settle waits until the bot has done what is due.
func (l lab) Settle(ctx context.Context) error {
	return l.call(ctx, http.MethodPost, "/lab/settle", "")
}

func (l lab) call(ctx context.Context, method, path, body string) error {
	ctx, cancel := context.WithTimeout(ctx, 90*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, method, "http://"+l.addr+path, strings.NewReader(body))
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return fmt.Errorf("the bot does not take its clock at %s: %w", l.addr, err)
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode >= http.StatusMultipleChoices {
		b, _ := io.ReadAll(io.LimitReader(resp.Body, 1<<10))
		return fmt.Errorf("%s %s: the bot answers %d: %s", method, path, resp.StatusCode, bytes.TrimSpace(b))
	}
	return nil
}

// errRuns says what a bot that somebody else has started cannot do.
var errRuns = errors.New("this scenario needs a bot of its own: start it with --bot")

// runningBot is a bot that runs already. All scenarios go to it as it is.
type runningBot struct{ webhook, lab string }

func (b runningBot) start(ctx context.Context, s scenario.Scenario, p scenario.Place) (scenario.Bot, string, error) {
	if len(s.Patch)+len(s.Env) > 0 || s.Mode != "" {
		return nil, "", errRuns
	}
	out := runningBotClock{lab{b.lab}}
	if b.lab == "" {
		return out, b.webhook, nil
	}
	return out, b.webhook, out.SetClock(ctx, p.Begins)
}

// runningBotClock moves the clock of a bot that runs, if it takes one.
type runningBotClock struct{ lab }

// quiet is how long a bot without control plane is given to finish.
const quiet = 500 * time.Millisecond

func (b runningBotClock) SetClock(ctx context.Context, at time.Time) error {
	if b.addr == "" {
		return errors.New("the clock of this bot cannot be moved: give --lab if it can")
	}
	return b.lab.SetClock(ctx, at)
}

func (b runningBotClock) Settle(ctx context.Context) error {
	if b.addr != "" {
		return b.lab.Settle(ctx)
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(quiet):
		return nil
	}
}

func (runningBotClock) Restart(context.Context, bool) error { return errRuns }

func (runningBotClock) Alive() error { return nil }

func (runningBotClock) Stop() {}

// botCommand starts a bot for each scenario.
type botCommand struct {
	args     []string
	campaign string
}

// startedBot is a bot that runs as a process with a directory of its own.
type startedBot struct {
	lab
	args  []string
	env   []string
	dir   string
	ready string
	cmd   *exec.Cmd
	ended chan struct{}
	mu    sync.Mutex // guards log
	log   bytes.Buffer
}

// start starts the bot with the settings of the account, and of its class if there is one.
func (c botCommand) start(ctx context.Context, s scenario.Scenario, p scenario.Place) (scenario.Bot, string, error) {
	dir, err := os.MkdirTemp("", "zhujiao-sim-")
	if err != nil {
		return nil, "", err
	}
	b := &startedBot{args: c.args, dir: dir}
	class, err := c.class(dir, s.Patch)
	listen, err2 := freeAddr(ctx)
	b.addr, b.ready = "", "http://"+listen+"/readyz"
	var err3 error
	b.addr, err3 = freeAddr(ctx)
	if err := errors.Join(err, err2, err3); err != nil {
		b.Stop()
		return nil, "", err
	}
	b.env = append(os.Environ(), botEnv(p, listen, b.addr)...)
	b.env = append(b.env, "ZHUJIAO_CAMPAIGN="+class, "ZHUJIAO_DATA="+filepath.Join(dir, "data"))
	for name, value := range s.Env {
		b.env = append(b.env, name+"="+value)
	}
	if err := b.run(ctx); err != nil {
		b.Stop()
		return nil, "", err
	}
	if err := b.SetClock(ctx, p.Begins); err != nil {
		b.Stop()
		return nil, "", err
	}
	return b, "http://" + listen + "/wechat", nil
}

// botEnv are the settings of the simulated account.
func botEnv(p scenario.Place, listen, lab string) []string {
	var robots []string
	for name, key := range p.Robots {
		robots = append(robots, name+"="+key)
	}
	slices.Sort(robots)
	return []string{
		"ZHUJIAO_LISTEN=" + listen, "ZHUJIAO_LAB=" + lab, "ZHUJIAO_WECHAT_API_URL=" + p.API, "ZHUJIAO_WECOM_API_URL=" + p.API,
		"ZHUJIAO_WECHAT_APPID=" + p.Account.AppID, "ZHUJIAO_WECHAT_SECRET=" + p.Secret, "ZHUJIAO_WECHAT_TOKEN=" + p.Account.Token,
		"ZHUJIAO_WECHAT_AES_KEY=" + p.Account.AESKey, "ZHUJIAO_WECHAT_AES_KEY_PREVIOUS=" + p.Previous,
		"ZHUJIAO_WECHAT_ORIGINAL_ID=" + p.Account.OriginalID, "ZHUJIAO_WECHAT_MODE=" + p.Account.Mode, "ZHUJIAO_WECHAT_ACCOUNT=service",
		"ZHUJIAO_ROBOTS=" + strings.Join(robots, ","), "ZHUJIAO_MODERATORS=" + strings.Join(p.Moderators, ","),
	}
}

// class writes the class's file with the files beside it, changed as the scenario wants it,
// and returns its name.
func (c botCommand) class(dir string, patch map[string]any) (string, error) {
	if c.campaign == "" {
		if len(patch) > 0 {
			return "", errors.New("this scenario changes the class's file: give --campaign")
		}
		return "", nil
	}
	folder := filepath.Join(dir, "class")
	if err := os.CopyFS(folder, os.DirFS(filepath.Dir(c.campaign))); err != nil {
		return "", err
	}
	name := filepath.Join(folder, filepath.Base(c.campaign))
	if len(patch) == 0 {
		return name, nil
	}
	b, err := os.ReadFile(name) //nolint:gosec // a copy of the file that the command line names
	if err != nil {
		return "", err
	}
	if b, err = content.Patched(b, patch); err != nil {
		return "", err
	}
	return name, os.WriteFile(name, b, 0o600) //nolint:gosec // a copy of the file that the command line names
}

// freeAddr finds an address of this machine that nobody listens on, with a port below those
// that the system gives to connections.
func freeAddr(ctx context.Context) (string, error) {
	var err error
	for range 100 {
		var l net.Listener
		addr := "127.0.0.1:" + strconv.Itoa(12000+rand.IntN(20000)) //nolint:gosec // any will do
		if l, err = (&net.ListenConfig{}).Listen(ctx, "tcp", addr); err == nil {
			return addr, l.Close()
		}
	}
	return "", err
}

// run starts the process and waits until it is ready.
func (b *startedBot) run(ctx context.Context) error {
	b.cmd = exec.Command(b.args[0], b.args[1:]...) //nolint:gosec,noctx // what the command line names; it is ended by Stop
	b.cmd.Env, b.cmd.Stderr = b.env, b
	if err := b.cmd.Start(); err != nil {
		return fmt.Errorf("--bot: %w", err)
	}
	ended := make(chan struct{})
	b.ended = ended
	cmd := b.cmd
	go func() { _ = cmd.Wait(); close(ended) }() // ends with the process
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if err := errors.Join(b.Alive(), ctx.Err()); err != nil {
			return err
		}
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, b.ready, http.NoBody)
		if err != nil {
			return err
		}
		if resp, err := http.DefaultClient.Do(r); err == nil {
			_ = resp.Body.Close()
			if resp.StatusCode < http.StatusInternalServerError {
				return nil
			}
		}
	}
	return fmt.Errorf("the bot does not answer at %s within a minute:\n%s", b.ready, b.said())
}

// Write keeps what the bot writes, the last 64 KiB.
func (b *startedBot) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.log.Len() > 64<<10 {
		b.log.Reset()
	}
	return b.log.Write(p)
}

// said returns the end of what the bot wrote.
func (b *startedBot) said() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	lines := strings.Split(strings.TrimSpace(b.log.String()), "\n")
	return strings.Join(lines[max(0, len(lines)-10):], "\n")
}

// Alive returns an error if the process ended by itself.
func (b *startedBot) Alive() error {
	select {
	case <-b.ended:
		return fmt.Errorf("the bot ended by itself:\n%s", cmp.Or(b.said(), "it wrote nothing"))
	default:
		return nil
	}
}

// Restart ends the process and starts it again.
func (b *startedBot) Restart(ctx context.Context, kill bool) error {
	b.end(kill)
	return b.run(ctx)
}

// end ends the process: killed, or asked to and killed after ten seconds.
func (b *startedBot) end(kill bool) {
	if b.cmd == nil || b.cmd.Process == nil {
		return
	}
	if !kill {
		_ = b.cmd.Process.Signal(os.Interrupt)
		select {
		case <-b.ended:
			return
		case <-time.After(10 * time.Second):
		}
	}
	_ = b.cmd.Process.Kill()
	<-b.ended
}

// Stop ends the bot and removes its data.
func (b *startedBot) Stop() {
	b.end(true)
	_ = os.RemoveAll(b.dir)
}
