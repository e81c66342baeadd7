package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"github.com/silenceper/wechat/v2/cache"
	"github.com/silenceper/wechat/v2/officialaccount"
	"github.com/silenceper/wechat/v2/officialaccount/config"
	"github.com/silenceper/wechat/v2/officialaccount/message"

	"zhujiao/bot/bottest"
	"zhujiao/bot/wxsim"
	"zhujiao/bot/wxsim/scenario"
	"zhujiao/cmd/zhujiao/sample"
)

// simulator is zhujiao sim in a process of its own.
type simulator struct {
	t    *testing.T
	url  string
	said bytes.Buffer
}

// startSim starts the simulator for a webhook.
func startSim(t *testing.T, args ...string) *simulator {
	t.Helper()
	s := &simulator{t: t}
	listen := bottest.FreeAddr(t)
	s.url = "http://" + listen
	cmd := program(context.Background(), t, append([]string{"sim", "--listen", listen}, args...)...)
	cmd.Stdout, cmd.Stderr = &s.said, os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		if err := cmd.Wait(); err != nil {
			t.Errorf("the simulator ended with %v", err)
		}
	})
	if !answers(s.url + "/sim/api/state") {
		t.Fatal("the simulator does not answer")
	}
	return s
}

// post posts to the page's API and reads the answer.
func (s *simulator) post(path string, in, out any) {
	s.t.Helper()
	b, err := json.Marshal(in)
	if err != nil {
		s.t.Fatal(err)
	}
	resp, err := http.Post(s.url+path, "application/json", bytes.NewReader(b))
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	if err := json.NewDecoder(resp.Body).Decode(out); err != nil || resp.StatusCode != http.StatusOK {
		s.t.Fatalf("%s: %d, %v", path, resp.StatusCode, err)
	}
}

// get gets something from the page's API.
func (s *simulator) get(path string) []byte {
	s.t.Helper()
	resp, err := http.Get(s.url + path)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	var b bytes.Buffer
	if _, err := b.ReadFrom(resp.Body); err != nil || resp.StatusCode != http.StatusOK {
		s.t.Fatalf("%s: %d, %v", path, resp.StatusCode, err)
	}
	return b.Bytes()
}

// ownProgram returns a command line that runs this test's program as zhujiao.
func ownProgram(t *testing.T) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "zhujiao")
	if err := os.Symlink(self, name); err != nil {
		t.Fatal(err)
	}
	return name
}

// playFile plays a file of scenarios, each with a bot of its own, and returns what was
// printed and whether all passed.
func playFile(t *testing.T, file, class string, more ...string) (string, bool) {
	t.Helper()
	args := append([]string{"sim", "--bot", ownProgram(t) + " serve", "--campaign", class, "-j", "2"}, more...)
	cmd := program(t.Context(), t, append(args, file)...)
	out, err := cmd.CombinedOutput()
	return string(out), err == nil
}

// writeScenarios writes scenarios into a file.
func writeScenarios(t *testing.T, all ...scenario.Scenario) string {
	t.Helper()
	b, err := scenario.File(all...)
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "scenarios.json")
	if err := os.WriteFile(name, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// sampleFile writes the sample class and returns its file.
func sampleFile(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, sample.Files); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, sample.FileName)
}

// TestSimPlaysScenarios plays conversations with each kind of step, and finds in a copy
// each answer that is not as it has to be.
func TestSimPlaysScenarios(t *testing.T) {
	t.Parallel()
	class := sampleFile(t)
	scenarios, err := os.ReadFile("testdata/scenarios.json")
	if err != nil {
		t.Fatal(err)
	}
	if out, ok := playFile(t, "testdata/scenarios.json", class); !ok || !strings.Contains(out, "2 passed, 0 failed") {
		t.Fatalf("%s", out)
	}
	wrong := strings.NewReplacer(`"contains":["第3位"]`, `"contains":["第4位"]`, `"expect":1}`, `"expect":2}`).Replace(string(scenarios))
	file := filepath.Join(t.TempDir(), "wrong.json")
	if err := os.WriteFile(file, []byte(wrong), 0o600); err != nil {
		t.Fatal(err)
	}
	out, ok := playFile(t, file, class)
	for _, want := range []string{"0 passed, 2 failed", "step 12, copies u3", "step 16, outbox_count"} {
		if ok || !strings.Contains(out, want) {
			t.Errorf("no %q of two wrong expectations: %s", want, out)
		}
	}
}

// TestSimRecords lets phones of the simulator talk with a bot, saves that as a scenario and
// plays it with a new bot: it passes, and not any more after a word was changed.
func TestSimRecords(t *testing.T) {
	t.Parallel()
	class := sampleFile(t)
	listen := bottest.FreeAddr(t)
	s := startSim(t, "--webhook", "http://"+listen+"/wechat", "--campaign", class)
	bot := program(context.Background(), t, "serve")
	bot.Env = append(os.Environ(), "ZHUJIAO_CAMPAIGN="+class, "ZHUJIAO_DATA="+t.TempDir(), "ZHUJIAO_LISTEN="+listen)
	for line := range strings.SplitSeq(s.said.String(), "\n") {
		if strings.HasPrefix(line, "ZHUJIAO_") {
			bot.Env = append(bot.Env, line)
		}
	}
	if err := bot.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = bot.Process.Kill(); _ = bot.Wait() })
	if !answers("http://" + listen + "/readyz") {
		t.Fatal("the bot does not get ready")
	}
	for _, a := range []wxsim.Action{
		{Person: 0, Kind: "follow"},
		{Person: 0, Kind: "text", Value: "几点开始"},
		{Person: 1, Kind: "scan", Value: "reg-article"},
		{Person: 1, Kind: "text", Value: "老师是谁", Fault: wxsim.FaultThrice},
		{Person: 0, Kind: "text", Value: "菜单", Fault: wxsim.FaultForged},
	} {
		var x wxsim.Exchange
		s.post("/sim/api/do", a, &x)
		if x.Failure != "" && a.Fault != wxsim.FaultForged {
			t.Fatalf("%s %s: %s", a.Kind, a.Value, x.Failure)
		}
	}
	recorded := s.get("/sim/api/scenario")
	var all []scenario.Scenario
	if err := json.Unmarshal(recorded, &all); err != nil || len(all) != 1 || len(all[0].Steps) < 5 {
		t.Fatalf("recorded %s, %v", recorded, err)
	}
	if out, ok := playFile(t, writeScenarios(t, all...), class); !ok {
		t.Errorf("what was recorded does not pass: %s\n%s", out, recorded)
	}
	changed := bytes.Replace(recorded, []byte("20:30"), []byte("20:31"), 1)
	file := filepath.Join(t.TempDir(), "changed.json")
	if err := os.WriteFile(file, changed, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, ok := playFile(t, file, class); ok {
		t.Errorf("a changed word passes: %s", out)
	}
}

// TestSimAcceptance plays the acceptance scenarios with the simulator alone, if they are
// there: some of them, and all in the long run.
func TestSimAcceptance(t *testing.T) {
	t.Parallel()
	const file, class = "../../../shared/campaign/acceptance.json", "../../../shared/campaign/campaign.yaml"
	if _, err := os.Stat(file); err != nil {
		return // the papers are not part of the project
	}
	only, want := "A(01|04|12|14|19|27|35)", "7 passed"
	if os.Getenv("ZHUJIAO_TEST_LONG") != "" {
		only, want = ".", "40 passed"
	}
	if out, ok := playFile(t, file, class, "--only", only); !ok || !strings.Contains(out, want+", 0 failed") {
		t.Errorf("%s", out)
	}
}

// TestSimOtherBot lets the phones talk with a bot that is not this one: the server of the
// SDK, which answers each text with its own words.
func TestSimOtherBot(t *testing.T) {
	t.Parallel()
	bot := httptest.NewUnstartedServer(nil)
	s := startSim(t, "--webhook", "http://"+bot.Listener.Addr().String()+"/wechat", "--mode", "safe")
	setting := func(name string) string {
		m := regexp.MustCompile("(?m)^" + name + "=(.*)$").FindStringSubmatch(s.said.String())
		if m == nil {
			t.Fatalf("the simulator does not say %s:\n%s", name, s.said.String())
		}
		return m[1]
	}
	account := officialaccount.NewOfficialAccount(&config.Config{
		AppID: setting("ZHUJIAO_WECHAT_APPID"), AppSecret: setting("ZHUJIAO_WECHAT_SECRET"), Token: setting("ZHUJIAO_WECHAT_TOKEN"),
		EncodingAESKey: setting("ZHUJIAO_WECHAT_AES_KEY"), Cache: cache.NewMemory(),
	})
	bot.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		server := account.GetServer(r, w)
		server.SetMessageHandler(func(m *message.MixMessage) *message.Reply {
			return &message.Reply{MsgType: message.MsgTypeText, MsgData: message.NewText("你说：" + m.Content + string(m.Event))}
		})
		if err := server.Serve(); err != nil {
			http.Error(w, "refused", http.StatusForbidden)
			return
		}
		_ = server.Send()
	})
	bot.Start()
	defer bot.Close()
	for _, a := range []wxsim.Action{{Kind: "follow"}, {Kind: "text", Value: "在吗 ]]> <b>"}} {
		var x wxsim.Exchange
		s.post("/sim/api/do", a, &x)
		if want := "你说：" + a.Value; x.Failure != "" || !strings.HasPrefix(x.Text, want) {
			t.Errorf("%s: got %q, %s, want %q", a.Kind, x.Text, x.Failure, want)
		}
	}
	type answer struct {
		AccessToken string `json:"access_token"`
		ErrCode     int    `json:"errcode"`
	}
	call := func(path, body string) (out answer) {
		s.post(path, json.RawMessage(body), &out)
		return out
	}
	credentials := fmt.Sprintf(`{"appid":%q,"secret":%q}`, setting("ZHUJIAO_WECHAT_APPID"), setting("ZHUJIAO_WECHAT_SECRET"))
	token := call("/cgi-bin/stable_token", credentials)
	send := "/cgi-bin/message/custom/send?access_token=" + token.AccessToken
	text := `{"touser":"nobody","msgtype":"text","text":{"content":"x"}}`
	if got := call(send, text); got.ErrCode != 40003 {
		t.Errorf("a stranger: errcode %d, want 40003", got.ErrCode)
	}
	var ok map[string]bool
	s.post("/sim/api/fault", map[string]any{"path": "/cgi-bin/message/custom/send", "errcode": 45009}, &ok)
	if got := call(send, text); got.ErrCode != 45009 {
		t.Errorf("an injected fault: errcode %d", got.ErrCode)
	}
}
