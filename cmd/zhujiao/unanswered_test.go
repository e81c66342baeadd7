package main

import (
	"bytes"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zhujiao/bot/sqlstore/sqlite"
)

// TestAnsweredByNow asks what is then taught and published: it is counted apart
// from what still waits for an answer, and its wording is not proposed again.
func TestAnsweredByNow(t *testing.T) {
	t.Parallel()
	c := newClass(t)
	const park, food, teacher = "请问附近哪里可以停车呢", "教室旁边有食堂能吃饭吗", "讲师介绍和名额"
	c.say(t, "a", park)
	c.say(t, "b", park)
	c.say(t, "d", food)
	c.say(t, "a", teacher)
	c.say(t, "a", "1")
	c.say(t, "m1", "#答 U1 楼下就有停车场。")
	c.confirm(t, c.say(t, "m1", "#发布 U1"))
	c.confirm(t, c.say(t, "m1", "#问法 老师是谁 "+teacher))
	out, code := commandLine(t, "http://127.0.0.1:9", "faq unanswered --days 3000", "", "ZHUJIAO_DATA="+c.data)
	if code != 0 || !strings.HasPrefix(out, "1 questions were not answered at once, in 1 groups\n\n   1  "+food) {
		t.Errorf("exit %d, %q", code, out)
	}
	if !strings.HasSuffix(out, "\n2 more are answered by now\n") ||
		strings.Contains(out, "  "+park) || strings.Contains(out, "  "+teacher) {
		t.Errorf("what is answered by now: %q", out)
	}
}

// TestForeignDatabase looks for questions in a database that is empty, or not
// ours: it is refused and not a byte of it changes.
func TestForeignDatabase(t *testing.T) {
	t.Parallel()
	foreign := t.TempDir()
	pool, err := sql.Open("sqlite", "file:"+filepath.Join(foreign, sqlite.FileName))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := pool.Exec("CREATE TABLE theirs (n INTEGER)"); err != nil {
		t.Fatal(err)
	}
	if err := pool.Close(); err != nil {
		t.Fatal(err)
	}
	empty := t.TempDir()
	if err := os.WriteFile(filepath.Join(empty, sqlite.FileName), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for what, dir := range map[string]string{"foreign": foreign, "empty": empty} {
		file := filepath.Join(dir, sqlite.FileName)
		before, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, args := range []string{"faq unanswered", "faq replay --faq sample/campaign.yaml"} {
			out, code := commandLine(t, "http://127.0.0.1:9", args, "", "ZHUJIAO_DATA="+dir)
			if code == 0 || !strings.Contains(out, "no database of zhujiao serve") {
				t.Errorf("%s: exit %d, %q", what, code, out)
			}
		}
		if after, err := os.ReadFile(file); err != nil || !bytes.Equal(before, after) {
			t.Errorf("%s: %d bytes became %d (%v)", what, len(before), len(after), err)
		}
		if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
			t.Errorf("%s: %v beside it (%v)", what, left, err)
		}
	}
}

// TestLearning lets people ask what is not understood: it is grouped with its
// count, what somebody chose is proposed, and a phrasing that a moderator adds is
// answered at once, until it is taken back.
func TestLearning(t *testing.T) {
	t.Parallel()
	c := newClass(t)
	for who, words := range map[string]string{"a": "有没有停车位", "b": "停车位有没有呀", "d": "请问有停车位吗"} {
		c.say(t, who, words)
	}
	c.say(t, "a", "讲师介绍和名额")
	c.say(t, "a", "1")
	out, code := commandLine(t, "http://127.0.0.1:9", "faq unanswered --days 3000", "", "ZHUJIAO_DATA="+c.data)
	for _, want := range []string{"3 questions were not answered at once, in 1 groups", "   3  ", "teacher 老师是谁: 讲师介绍和名额"} {
		if code != 0 || !strings.Contains(out, want) {
			t.Errorf("exit %d, %q; want %q in it", code, out, want)
		}
	}
	const words = "那位大咖何方神圣来着"
	ask := c.say(t, "m1", "#问法 老师是谁 "+words)
	if !strings.HasPrefix(ask, "将给「老师是谁」加一种问法："+words) {
		t.Fatalf("asked %q", ask)
	}
	if got := c.confirm(t, ask); !strings.HasPrefix(got, "已加上") {
		t.Errorf("confirmed %q", got)
	}
	if got := c.say(t, "b", words); !strings.HasPrefix(got, "刘志远老师") {
		t.Errorf("the new phrasing got %q", got)
	}
	if got := c.say(t, "m1", "#问法 老师是谁 "+words); got != "没有加：「老师是谁」已经有这种问法。" {
		t.Errorf("the second time it said %q", got)
	}
	if got := c.say(t, "m1", "#删问法 teacher "+words); got != "已删掉问法「"+words+"」。" {
		t.Errorf("taken back %q", got)
	}
	if got := c.say(t, "m1", "#删问法 teacher "+words); !strings.HasPrefix(got, "没有找到") {
		t.Errorf("taken back twice %q", got)
	}
}
