package main

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"zhujiao/bot/wxsim"
)

// TestKilledWhileChanging kills the program while a moderator changes the class again and
// again: each change is stored once, with its job and the draft of its notice, and the file on
// the disk, which every start reads again, takes none of them back.
func TestKilledWhileChanging(t *testing.T) {
	t.Parallel()
	p := newProcess(t, strings.NewReplacer())
	p.say("u1", "报名")
	changes := 4 * kills()
	w, done := &work{steps: changes}, make(chan struct{})
	var killing sync.WaitGroup
	killing.Go(func() { w.killing(t, done, func() *process { return p }) })
	for i := range changes {
		w.step()
		asked := p.say("m1", fmt.Sprintf("#换老师 李%d 第%d位", i, i))
		code := codeForm.FindStringSubmatch(asked.Text)
		if code == nil {
			t.Fatalf("change %d: %q has no code", i, asked.Text)
		}
		if x := p.say("m1", "#确认 "+code[1]); !strings.HasPrefix(x.Text, fmt.Sprintf("已换成李%d老师。", i)) {
			t.Errorf("change %d: %q", i, x.Text)
		}
	}
	close(done)
	killing.Wait()
	moved := p.say("m1", "#改期 7月14日 20:30")
	code := codeForm.FindStringSubmatch(moved.Text)
	if code == nil {
		t.Fatalf("%q has no code", moved.Text)
	}
	p.say("m1", "#确认 "+code[1])
	p.kill() // before the job of this change
	p.start()
	if !p.settle() {
		t.Fatal("it does not settle")
	}
	for query, want := range map[string]int{
		"SELECT count(*) FROM content_version WHERE origin = 'file'":       1,
		"SELECT count(*) FROM content_version WHERE origin = 'command'":    changes + 1,
		"SELECT count(*) FROM job WHERE kind = 'change'":                   changes + 1,
		"SELECT count(*) FROM job WHERE state = 'open'":                    0,
		"SELECT count(*) FROM audit WHERE action = 'class.lecturer'":       changes,
		"SELECT count(*) FROM audit WHERE action = 'class.move'":           1,
		"SELECT count(*) FROM broadcast":                                   changes + 1,
		"SELECT count(*) FROM delivery WHERE kind = 'alert-taken-back'":    0,
		"SELECT count(*) FROM content_version WHERE by_whom = 'm1'":        changes + 1,
		"SELECT count(DISTINCT hash) FROM content_version WHERE number> 0": changes + 2,
	} {
		if n := p.count(query); n != want {
			t.Errorf("%s: %d, want %d", query, n, want)
		}
	}
	if x := p.say("u1", "几点开始"); !strings.Contains(x.Text, "7月14日（周四）20:30-21:30") {
		t.Errorf("after the last start: %q", x.Text)
	}
	if x := p.say("u1", "老师是谁"); !strings.Contains(x.Text, fmt.Sprintf("第%d位", changes-1)) {
		t.Errorf("after the last start: %q", x.Text)
	}
	p.set(p.clock().Add(3 * time.Hour)) // the reminders of the old time do not go out
	p.settle()
	for _, a := range p.platform.Accepted() {
		if a.To == wxsim.OpenID("crowd", "u1") && strings.Contains(a.Text, "开课！") {
			t.Errorf("reminded of the old time: %q", a.Text)
		}
	}
}
