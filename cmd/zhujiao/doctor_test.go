package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io/fs"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	_ "modernc.org/sqlite"

	"zhujiao/bot/bottest"
	"zhujiao/bot/wxsim"
	"zhujiao/cmd/zhujiao/sample"
)

// setUp is what somebody runs doctor on.
type setUp struct {
	t        *testing.T
	dir      string
	env      map[string]string
	platform *wxsim.Platform
	// answer, if set, may answer a call to the platform itself.
	answer func(w http.ResponseWriter, r *http.Request) bool
}

// newSetUp makes a whole set-up, on which nothing serves yet.
func newSetUp(t *testing.T) *setUp {
	t.Helper()
	s := &setUp{t: t, dir: t.TempDir(), platform: wxsim.NewPlatform(time.Now)}
	if err := os.CopyFS(filepath.Join(s.dir, "campaign"), sample.Files); err != nil {
		t.Fatal(err)
	}
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.answer == nil || !s.answer(w, r) {
			s.platform.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(api.Close)
	acc := wxsim.NewAccount()
	s.env = map[string]string{
		"ZHUJIAO_CAMPAIGN": filepath.Join(s.dir, "campaign", sample.FileName), "ZHUJIAO_LISTEN": bottest.FreeAddr(t),
		"ZHUJIAO_DATA": filepath.Join(s.dir, "data"), "ZHUJIAO_WECHAT_APPID": acc.AppID, "ZHUJIAO_WECHAT_SECRET": "simsecret",
		"ZHUJIAO_WECHAT_TOKEN": acc.Token, "ZHUJIAO_WECHAT_AES_KEY": acc.AESKey, "ZHUJIAO_WECHAT_ORIGINAL_ID": acc.OriginalID,
		"ZHUJIAO_WECHAT_API_URL": api.URL, "ZHUJIAO_WECOM_API_URL": api.URL, "ZHUJIAO_ROBOTS": "staff=robotkey", "PATH": os.Getenv("PATH"),
	}
	return s
}

func (s *setUp) environment() (out []string) {
	for k, v := range s.env {
		out = append(out, k+"="+v)
	}
	return out
}

// serve starts a process on the set-up as it is now and returns what kills it.
func (s *setUp) serve() (kill func()) {
	s.t.Helper()
	cmd := program(context.Background(), s.t, "serve")
	var log bytes.Buffer
	cmd.Env, cmd.Stderr = s.environment(), &log
	if err := cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	kill = func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	}
	s.t.Cleanup(kill)
	if !answers("http://" + s.env["ZHUJIAO_LISTEN"] + "/readyz") {
		kill()
		s.t.Fatalf("the program does not get ready:\n%s", log.String())
	}
	return kill
}

// findings is what doctor prints as JSON.
type findings struct {
	Verdict string `json:"verdict"`
	Checks  []struct{ Name, State, Found, Todo string }
	code    int
}

// doctor runs the command.
func (s *setUp) doctor() (r findings) {
	s.t.Helper()
	var out, errs bytes.Buffer
	cmd := program(s.t.Context(), s.t, "doctor", "--json")
	cmd.Env, cmd.Stdout, cmd.Stderr = s.environment(), &out, &errs
	_ = cmd.Run()
	r.code = cmd.ProcessState.ExitCode()
	if err := json.Unmarshal(out.Bytes(), &r); err != nil {
		s.t.Fatalf("%v: doctor printed\n%s%s", err, out.String(), errs.String())
	}
	return r
}

// named returns the names of the checks with a state, and what they found and advise.
func (r findings) named(state string) (names []string, words string) {
	for _, c := range r.Checks {
		if c.State == state {
			names = append(names, c.Name)
			words += c.Found + " " + c.Todo + "\n"
		}
	}
	return names, words
}

// refuses answers the question for a token with an error.
func (s *setUp) refuses(code int, words string) {
	s.answer = func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path != "/cgi-bin/stable_token" {
			return false
		}
		fmt.Fprintf(w, `{"errcode":%d,"errmsg":%q}`, code, words)
		return true
	}
}

// other starts a web server that is none of ours and returns its address.
func other(t *testing.T) string {
	t.Helper()
	s := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(s.Close)
	return s.URL
}

// write writes a file of the set-up.
func (s *setUp) write(path, text string) {
	s.t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		s.t.Fatal(err)
	}
}

// served makes the database as a process that was stopped leaves it.
func (s *setUp) served() string {
	s.t.Helper()
	cmd := program(s.t.Context(), s.t, "migrate")
	cmd.Env = s.environment()
	if out, err := cmd.CombinedOutput(); err != nil {
		s.t.Fatalf("migrate: %v\n%s", err, out)
	}
	return filepath.Join(s.env["ZHUJIAO_DATA"], "zhujiao.db")
}

// broken are set-ups with one fault each. bad is the check that finds it, words are what it
// has to say of it.
func broken() map[string]struct {
	bad, words string
	fault      func(s *setUp)
} {
	type fault = struct {
		bad, words string
		fault      func(s *setUp)
	}
	return map[string]fault{
		"address not listed": {"访问凭证", "加上 203.0.113.9", func(s *setUp) {
			s.refuses(40164, "invalid ip 203.0.113.9 ipv6 ::ffff:203.0.113.9, not in whitelist rid: 1-2-3")
		}},
		"wrong AppID":  {"访问凭证", "ZHUJIAO_WECHAT_APPID", func(s *setUp) { s.refuses(40013, "invalid appid rid: 1-2-3") }},
		"wrong secret": {"访问凭证", "ZHUJIAO_WECHAT_SECRET", func(s *setUp) { s.refuses(40125, "invalid appsecret rid: 1-2-3") }},
		"short key": {"EncodingAESKey", "有42位", func(s *setUp) {
			s.env["ZHUJIAO_WECHAT_AES_KEY"] = s.env["ZHUJIAO_WECHAT_AES_KEY"][:42]
		}},
		"key with a sign": {"EncodingAESKey", "解不了码", func(s *setUp) {
			s.env["ZHUJIAO_WECHAT_AES_KEY"] = s.env["ZHUJIAO_WECHAT_AES_KEY"][:42] + "-"
		}},
		"unknown mode":  {"消息加解密方式", "ZHUJIAO_WECHAT_MODE", func(s *setUp) { s.env["ZHUJIAO_WECHAT_MODE"] = "安全" }},
		"no token":      {"配置", "ZHUJIAO_WECHAT_TOKEN 没有设置", func(s *setUp) { delete(s.env, "ZHUJIAO_WECHAT_TOKEN") }},
		"no AppID":      {"配置", "ZHUJIAO_WECHAT_APPID 没有设置", func(s *setUp) { delete(s.env, "ZHUJIAO_WECHAT_APPID") }},
		"no network":    {"微信接口", "连不上", func(s *setUp) { s.env["ZHUJIAO_WECHAT_API_URL"] = "http://" + bottest.FreeAddr(s.t) }},
		"another API":   {"微信接口", "HTTP 404", func(s *setUp) { s.env["ZHUJIAO_WECHAT_API_URL"] = other(s.t) }},
		"clock behind":  {"时钟", "慢了", func(s *setUp) { s.answer = dated(11 * time.Minute) }},
		"quota used up": {"今天的额度", "群发 0/100", func(s *setUp) { s.platform.MassLeft = 0 }},
		"not certified": {"公众号能做什么", "unverified", func(s *setUp) {
			s.platform.Refuse = func(path string) (wxsim.Refusal, bool) {
				return wxsim.Refusal{Code: 48001}, path == "/cgi-bin/openapi/quota/get"
			}
		}},
		"Redis is dead": {"Redis", "用不了", func(s *setUp) {
			r := bottest.StartRedis(s.t)
			s.env["ZHUJIAO_REDIS_URL"] = r.URL()
			r.Kill()
		}},
		"Redis wants a password": {"Redis", "password", func(s *setUp) {
			r := bottest.StartRedis(s.t)
			r.Command("CONFIG SET requirepass geheim")
			s.env["ZHUJIAO_REDIS_URL"] = r.URL()
		}},
		"PostgreSQL is away": {"数据库", "看看数据库是不是在运行", func(s *setUp) {
			s.env["ZHUJIAO_DATABASE_URL"] = "postgres://zhujiao:geheim@" + bottest.FreeAddr(s.t) + "/zhujiao"
		}},
		"data is a file": {"数据目录", "不是目录", func(s *setUp) { s.write(s.env["ZHUJIAO_DATA"], "x") }},
		"newer database": {"数据库", "换回新一点的程序", func(s *setUp) {
			path := s.served()
			db, err := sql.Open("sqlite", path)
			if err == nil {
				_, err = db.ExecContext(s.t.Context(), "INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)")
			}
			if err != nil || db.Close() != nil {
				s.t.Fatal(err)
			}
		}},
		"another database": {"数据库", "打不开", func(s *setUp) {
			if err := os.Mkdir(s.env["ZHUJIAO_DATA"], 0o700); err != nil {
				s.t.Fatal(err)
			}
			s.write(filepath.Join(s.env["ZHUJIAO_DATA"], "zhujiao.db"), strings.Repeat("not a database ", 100))
		}},
		"damaged database": {"数据库", "文件坏了", func(s *setUp) {
			path := s.served()
			b, err := os.ReadFile(path)
			if err != nil {
				s.t.Fatal(err)
			}
			for i := len(b) - 8192; i < len(b); i++ {
				b[i] = 0xA5
			}
			s.write(path, string(b))
		}},
		"broken campaign file": {"活动文件", "zhujiao check", func(s *setUp) { s.write(s.env["ZHUJIAO_CAMPAIGN"], "活动:\n  名额: 很多\n") }},
		"no campaign file":     {"活动文件", "没有这个文件", func(s *setUp) { s.env["ZHUJIAO_CAMPAIGN"] += ".old" }},
		"full disk": {"磁盘空间", "清出", func(s *setUp) {
			dir := s.t.TempDir()
			if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=4m"); err != nil {
				s.t.Skipf("needs the right to mount a file system: %v", err)
			}
			s.t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
			s.env["ZHUJIAO_DATA"] = dir
		}},
		"another program on the port": {"正在运行的程序", "被别的程序占着", func(s *setUp) {
			s.env["ZHUJIAO_LISTEN"] = strings.TrimPrefix(other(s.t), "http://")
		}},
		"another process on the data": {"正在运行的程序", "已经有一个 zhujiao", func(s *setUp) {
			s.serve()
			s.env["ZHUJIAO_LISTEN"] = bottest.FreeAddr(s.t)
		}},
		"another token than serve": {"服务器地址（/wechat）", "ZHUJIAO_WECHAT_TOKEN", func(s *setUp) {
			s.serve()
			s.env["ZHUJIAO_WECHAT_TOKEN"] = "another"
		}},
		"the proxy leads elsewhere": {"公开网址", "HTTP 200", func(s *setUp) {
			site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "welcome") }))
			s.t.Cleanup(site.Close)
			s.env["ZHUJIAO_PUBLIC_URL"] = site.URL
			s.serve()
		}},
		"a certificate nobody trusts": {"公开网址", "证书", func(s *setUp) {
			s.env["ZHUJIAO_PUBLIC_URL"] = s.proxy().URL
			s.serve()
		}},
	}
}

// dated answers as the platform would by a clock that is ahead of this machine's.
func dated(ahead time.Duration) func(w http.ResponseWriter, r *http.Request) bool {
	return func(w http.ResponseWriter, _ *http.Request) bool {
		w.Header().Set("Date", time.Now().Add(ahead).UTC().Format(http.TimeFormat))
		return false
	}
}

// proxy starts a proxy with TLS in front of what serves.
func (s *setUp) proxy() *httptest.Server {
	s.t.Helper()
	target := &url.URL{Scheme: "http", Host: s.env["ZHUJIAO_LISTEN"]}
	p := httptest.NewUnstartedServer(&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(target) }})
	p.Config.ErrorLog = nil
	p.StartTLS()
	s.t.Cleanup(p.Close)
	return p
}

// TestDoctorFindsTheFault breaks one thing of a set-up each time: doctor calls that bad, says
// what to do, and calls nothing else bad.
func TestDoctorFindsTheFault(t *testing.T) {
	t.Parallel()
	for name, c := range broken() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSetUp(t)
			c.fault(s)
			r := s.doctor()
			bad, words := r.named("坏")
			if !slices.Equal(bad, []string{c.bad}) || !strings.Contains(words, c.words) || r.Verdict != "坏" || r.code != 1 {
				t.Errorf("verdict %s, exit %d, bad are %q, want %s alone, saying %s:\n%+v", r.Verdict, r.code, bad, c.bad, c.words,
					r.Checks)
			}
			if all := fmt.Sprint(r.Checks); strings.Contains(all, "geheim") || strings.Contains(all, "simsecret") {
				t.Errorf("a secret is shown:\n%s", all)
			}
			if sent := s.platform.Accepted(); len(sent) > 0 {
				t.Errorf("doctor sent %+v", sent)
			}
		})
	}
}

// TestDoctorOnWhole looks at a set-up with everything: everything is good.
func TestDoctorOnWhole(t *testing.T) {
	t.Parallel()
	s := newSetUp(t)
	p := s.proxy()
	cert := filepath.Join(s.dir, "cert.pem")
	s.write(cert, string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: p.Certificate().Raw})))
	maps.Copy(s.env, map[string]string{
		"ZHUJIAO_PUBLIC_URL": p.URL, "SSL_CERT_FILE": cert, "ZHUJIAO_REDIS_URL": bottest.StartRedis(t).URL(),
		"ZHUJIAO_DATABASE_URL": bottest.StartPostgres(t).URL(),
	})
	s.serve()
	r := s.doctor()
	for _, c := range r.Checks {
		if c.State != "好" && c.Name != "中文字体" && c.Name != "磁盘空间" {
			t.Errorf("%s is %s: %s %s", c.Name, c.State, c.Found, c.Todo)
		}
	}
	if r.code != 0 || len(r.Checks) != 19 || r.Verdict == "坏" {
		t.Errorf("exit %d, %d checks, verdict %s", r.code, len(r.Checks), r.Verdict)
	}
}

// bytesOf returns a hash of each file below a directory.
func bytesOf(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			out[path] = "directory"
			return err
		}
		b, err := os.ReadFile(path)
		out[path] = fmt.Sprintf("%x", sha256.Sum256(b))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestDoctorChangesNothing looks at every file before and after: of a set-up that never
// served, of one that was stopped, and of one that was killed, whose log is not empty.
func TestDoctorChangesNothing(t *testing.T) {
	t.Parallel()
	for name, before := range map[string]func(s *setUp){
		"new": func(*setUp) {}, "stopped": func(s *setUp) { s.served() }, "killed": func(s *setUp) { s.serve()() },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSetUp(t)
			before(s)
			log, err := os.Stat(filepath.Join(s.env["ZHUJIAO_DATA"], "zhujiao.db-wal"))
			if name == "killed" && (err != nil || log.Size() == 0) {
				t.Fatalf("the killed process left no log: %v", err)
			}
			was, calls := bytesOf(t, s.dir), s.platform.Calls("/cgi-bin/stable_token")
			r := s.doctor()
			if now := bytesOf(t, s.dir); !maps.Equal(was, now) {
				t.Errorf("the files were\n%v\nand are\n%v", was, now)
			}
			if r.code != 0 {
				t.Errorf("exit %d: %+v", r.code, r.Checks)
			}
			if name != "new" && !strings.Contains(fmt.Sprint(r.Checks), "结构是第1版") {
				t.Errorf("the database was not read: %+v", r.Checks)
			}
			if s.platform.Calls("/cgi-bin/stable_token") == calls || len(s.platform.Accepted()) > 0 {
				t.Errorf("the platform got %+v", s.platform.Accepted())
			}
		})
	}
}

// TestDoctorBesideLab looks at a process by a clock of tests: nothing is bad.
func TestDoctorBesideLab(t *testing.T) {
	t.Parallel()
	p := newProcess(t, strings.NewReplacer())
	s := newSetUp(t)
	clear(s.env)
	for _, kv := range p.env {
		k, v, _ := strings.Cut(kv, "=")
		s.env[k] = v
	}
	r := s.doctor()
	if bad, words := r.named("坏"); len(bad) > 0 || r.code != 0 {
		t.Errorf("exit %d, %q are bad: %s", r.code, bad, words)
	}
	if unknown, _ := r.named("不知道"); !slices.Contains(unknown, "服务器地址（/wechat）") {
		t.Errorf("unknown are %q, want what the clock of tests refuses", unknown)
	}
}

// TestDoctorInWords looks at the lines for a terminal: the last one is the verdict.
func TestDoctorInWords(t *testing.T) {
	t.Parallel()
	s := newSetUp(t)
	hang, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0") // it takes connections and says nothing
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = hang.Close() })
	s.env["ZHUJIAO_REDIS_URL"], s.env["ZHUJIAO_RDIS_URL"] = "redis://"+hang.Addr().String(), "x"
	cmd := program(t.Context(), t, "doctor")
	cmd.Env = s.environment()
	out, err := cmd.CombinedOutput()
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if err == nil || !strings.HasPrefix(lines[len(lines)-1], "结论：坏。有1处") {
		t.Errorf("%v, last line %q", err, lines[len(lines)-1])
	}
	for _, want := range []string{"[坏] Redis：", "ZHUJIAO_RDIS_URL → ZHUJIAO_REDIS_URL", "[好] 活动文件："} {
		if !strings.Contains(string(out), want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
}
