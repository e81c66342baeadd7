package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zhujiao/bot/wxsim"
)

// TestSecretsFromFiles serves with every secret in a file, some of which the service manager
// hands over; doctor says where each comes from, and nobody says what it is.
func TestSecretsFromFiles(t *testing.T) {
	t.Parallel()
	s := newSetUp(t)
	passed, files := filepath.Join(s.dir, "credentials"), filepath.Join(s.dir, "files")
	for _, dir := range []string{passed, files} {
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	write := func(path, value string) string {
		t.Helper()
		if err := os.WriteFile(path, []byte(value), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	token, secret := s.env["ZHUJIAO_WECHAT_TOKEN"], s.env["ZHUJIAO_WECHAT_SECRET"]
	s.env["CREDENTIALS_DIRECTORY"] = passed
	write(filepath.Join(passed, "zhujiao_wechat_secret"), secret+"\n")
	write(filepath.Join(passed, "ZHUJIAO_WECHAT_TOKEN"), token)
	write(filepath.Join(passed, "another.service"), "not ours")
	s.env["ZHUJIAO_WECHAT_AES_KEY_FILE"] = write(filepath.Join(files, "aes"), s.env["ZHUJIAO_WECHAT_AES_KEY"]+"\r\n")
	s.env["ZHUJIAO_ROBOTS_FILE"] = write(filepath.Join(files, "robots"), "staff=robotkey\n")
	for _, name := range []string{"ZHUJIAO_WECHAT_SECRET", "ZHUJIAO_WECHAT_TOKEN", "ZHUJIAO_WECHAT_AES_KEY", "ZHUJIAO_ROBOTS"} {
		delete(s.env, name)
	}
	s.env["ZHUJIAO_MODERATORS"] = "" // empty is unset
	s.env["ZHUJIAO_MODERATORS_FILE"] = write(filepath.Join(files, "moderators"), wxsim.OpenID("crowd", "m1"))
	s.serve()
	r := s.doctor()
	if r.Verdict == "坏" {
		t.Errorf("doctor says %+v", r.Checks)
	}
	for _, c := range r.Checks {
		if strings.Contains(c.Found, secret) || strings.Contains(c.Found, token) || strings.Contains(c.Found, "robotkey") {
			t.Errorf("doctor shows a secret: %s", c.Found)
		}
		if c.Name != "密钥从哪来" {
			continue
		}
		for _, want := range []string{
			"ZHUJIAO_WECHAT_SECRET：systemd " + passed, "ZHUJIAO_WECHAT_TOKEN：systemd " + passed, "ZHUJIAO_WECHAT_AES_KEY：文件 " + files,
			"ZHUJIAO_ROBOTS：文件 ", "ZHUJIAO_MODERATORS：文件 ",
		} {
			if !strings.Contains(c.Found, want) {
				t.Errorf("doctor does not say %s: %s", want, c.Found)
			}
		}
	}
	if err := os.Chmod(filepath.Join(files, "aes"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range s.doctor().Checks {
		if c.Name == "密钥从哪来" && c.State != "提醒" {
			t.Errorf("a file that everybody can read is %s", c.State)
		}
	}
}

// TestSecretsRefused: serve does not start, and says why and never what, when a secret stands
// in two places or its file cannot be used; commands do not take another database instead.
func TestSecretsRefused(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := func(name, value string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(value), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	both := t.TempDir()
	if err := os.WriteFile(filepath.Join(both, "zhujiao_wechat_token"), []byte("geheim"), 0o600); err != nil {
		t.Fatal(err)
	}
	const more = "more than once: ZHUJIAO_WECHAT_TOKEN, "
	for name, c := range map[string]struct{ variable, value, want string }{
		"twice":          {"ZHUJIAO_WECHAT_TOKEN_FILE", file("twice", "geheim"), more + "ZHUJIAO_WECHAT_TOKEN_FILE"},
		"passed too":     {"CREDENTIALS_DIRECTORY", both, "is set more than once: ZHUJIAO_WECHAT_TOKEN, " + both},
		"not there":      {"ZHUJIAO_REDIS_URL_FILE", filepath.Join(dir, "none"), "ZHUJIAO_REDIS_URL: cannot be read from its file"},
		"empty":          {"ZHUJIAO_REDIS_URL_FILE", file("empty", "\n"), "ZHUJIAO_REDIS_URL: has an empty file"},
		"two lines":      {"ZHUJIAO_ROBOTS_FILE", file("lines", "staff=geheim\nclass=geheim\n"), "more than one line"},
		"endless":        {"ZHUJIAO_DATABASE_URL_FILE", "/dev/zero", "ZHUJIAO_DATABASE_URL: has a file of more than"},
		"a directory":    {"ZHUJIAO_DATABASE_URL_FILE", dir, "ZHUJIAO_DATABASE_URL: cannot be read from its file"},
		"a wrong value":  {"ZHUJIAO_DATABASE_URL_FILE", file("wrong", "mysql://u:geheim@h/d"), "is no postgres:// address"},
		"a wrong AES":    {"ZHUJIAO_WECHAT_AES_KEY_PREVIOUS_FILE", file("aes", "geheim"), "has 6 characters"},
		"a mistyped one": {"ZHUJIAO_WECHAT_SECRTE_FILE", file("typo", "geheim"), "did you mean ZHUJIAO_WECHAT_SECRET_FILE?"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSetUp(t)
			if strings.HasPrefix(c.variable, "ZHUJIAO_ROBOTS") {
				delete(s.env, "ZHUJIAO_ROBOTS")
			}
			if name == "a mistyped one" {
				delete(s.env, "ZHUJIAO_WECHAT_SECRET")
			}
			s.env[c.variable] = c.value
			for _, command := range [][]string{{"serve"}, {"backup", filepath.Join(t.TempDir(), "b")}} {
				if command[0] == "backup" && c.variable != "ZHUJIAO_DATABASE_URL_FILE" {
					continue
				}
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				cmd := program(ctx, t, command...)
				var out bytes.Buffer
				cmd.Env, cmd.Stdout, cmd.Stderr = s.environment(), &out, &out
				err := cmd.Run()
				cancel()
				if err == nil || !strings.Contains(out.String(), c.want) || strings.Contains(out.String(), "geheim") {
					t.Errorf("%s: %v, want %q:\n%s", command, err, c.want, out.String())
				}
			}
		})
	}
}
