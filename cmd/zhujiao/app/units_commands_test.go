package app

import (
	"database/sql"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"zhujiao/bot"
	"zhujiao/bot/sqlstore/sqlite"
	"zhujiao/bot/sqlstore/storetest"
	"zhujiao/bot/wxsim"
)

// TestCommandsStaySmall gives each command of moderators with 2,000 people, and ten messages
// of each, in the database: no unit writes or reads more than 500 rows.
func TestCommandsStaySmall(t *testing.T) {
	t.Parallel()
	l := newLarge(t)
	fillBeside(t, l)
	l.settle(t)
	l.say(t, "a", "报名")
	l.say(t, "a", "课程会讲到SaaS多租户吗真的吗")
	l.say(t, "a", "能开企业专票抬头写公司吗")
	l.say(t, "a", "人工")
	for _, words := range []string{"为什么天是蓝的呢", "海水为什么是咸的呢", "月亮为什么会变圆呢"} {
		l.say(t, "a", "提问 "+words)
	}
	p, err := l.app.store.People.Find(t.Context(), bot.UserID(wxsim.OpenID("crowd", "a")))
	if err != nil {
		t.Fatal(err)
	}
	l.units.Largest()
	given := map[string]bool{}
	for _, line := range []string{
		"#帮助", "#数据", "#待答", "#审", "#未知", "#谁 同学" + p.Code, "#重发 1", "#答 U2001 就在今晚。", "#发布 U2001", "#撤销 F1",
		"#问法 schedule 啥时候开整", "#删问法 schedule 啥时候开整", "#接管 H1", "#结束 H1", "#停链 99 1", "#恢复链 99 1",
		"#换链 99 https://pan.example.com/s/1new ab12", "#补货 49 20", "#过 Q1 Q2 Q3", "#隐 Q4", "#并 Q1 Q2", "#上墙 Q3",
		"#回答 Q3 因为光的散射。", "#补签 H1", "#补签 全部", "#关报名", "#开报名", "#加席 1300",
		"#群发 全部 今晚20:30准时开课,直播间地址稍后发群里。", "#预览 B1", "#改 B1 今晚20:30准时开课,地址发群里。", "#预览 B1", "#定时 B1 19:40", "#批准 B1",
		"#暂停 B1", "#继续 B1", "#进度 B1", "#取消 B1", "#更正 B1 今晚20:30开课。",
		"#场", "#场 1",
		"#改期 7月14日 20:30", "#换老师 李四", "#取消本场 老师病了", "#恢复本场", "#进度", "#名额 1500",
		"#转问 U2002", "#常见", "#改答 F11 就在明晚。", "#下架 F11", "#控制台", "#停", "#恢复", "#停 全部",
	} {
		l.give(t, line, given)
	}
	for _, word := range commandWords(t) {
		if !given[word] {
			t.Errorf("nobody has given #%s", word)
		}
	}
}

// fillBeside fills the database with other people and what they wrote.
func fillBeside(t *testing.T, l *large) {
	t.Helper()
	pool, err := sql.Open("sqlite", filepath.Join(l.data, sqlite.FileName)+"?_pragma=busy_timeout(5000)&_pragma=synchronous(OFF)")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = pool.Close() }()
	crowd := storetest.Crowd{Classes: []string{l.app.Campaign().ID}, People: 2000, Messages: 20_000, Now: l.app.clock.Now()}
	if err := storetest.Fill(t.Context(), pool, crowd); err != nil {
		t.Fatal(err)
	}
}

// give gives a command, and its code if it asks for one, lets what follows happen, and fails
// if a unit was large.
func (l *large) give(t *testing.T, line string, given map[string]bool) {
	t.Helper()
	word, _, _ := strings.Cut(strings.TrimPrefix(line, "#"), " ")
	given[word] = true
	reply := l.say(t, "m1", line)
	if code := confirmForm.FindStringSubmatch(reply); code != nil {
		given["确认"] = true
		reply += " | " + l.say(t, "m1", "#确认 "+code[1])
	}
	l.settle(t)
	n := l.units.Largest()
	t.Logf("%s: %d rows: %.60s", line, n, strings.ReplaceAll(reply, "\n", " "))
	if n == 0 || n > unitRows {
		t.Errorf("%s: a unit has written or read %d rows, at most %d may be", line, n, unitRows)
	}
}

// commandWords returns the words of all commands of moderators.
func commandWords(t *testing.T) (words []string) {
	t.Helper()
	text, err := os.ReadFile("../../../handlers/staff/staff.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range regexp.MustCompile(`\{"(\S+)", "#`).FindAllStringSubmatch(string(text), -1) {
		words = append(words, row[1])
	}
	if len(words) < 30 {
		t.Fatalf("found only the commands %v", words)
	}
	return words
}
