package main

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zhujiao/bot/wxsim"
	"zhujiao/cmd/zhujiao/sample"
)

// heard counts the messages that somebody got first with words in them.
func (p *process) heard(who, words string) (n int) {
	for _, a := range p.platform.Accepted() {
		if a.To == wxsim.OpenID("crowd", who) && strings.Contains(a.Text, words) {
			n++
		}
	}
	return n
}

// posted counts the posts of the group robot with words in them.
func (p *process) posted(words string) (n int) {
	for _, a := range p.platform.Accepted() {
		if a.Way == "robot" && strings.Contains(a.Text, words) {
			n++
		}
	}
	return n
}

// await settles until something is so, half a minute at most.
func (p *process) await(what string, so func() bool) {
	p.t.Helper()
	for range 300 {
		if p.settle() && so() {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	p.t.Fatalf("%s did not come; accepted %+v", what, p.platform.Accepted())
}

// TestChangedFileActs changes the campaign file, once while the program runs and once while
// it is down: each change does what the command would, and does it once, also when the
// program is killed and starts again.
func TestChangedFileActs(t *testing.T) {
	t.Parallel()
	p := newProcess(t, strings.NewReplacer("名额: 120", "名额: 1", "库存: 36", "库存: 0", "概率: 0.3", "概率: 1"))
	name := filepath.Join(p.dir, "campaign", sample.FileName)
	p.say("a", "报名")
	p.say("a", "领取49")
	p.say("b", "报名")

	rewrite(t, name, "库存: 0", "库存: 5")
	p.await("more stock", func() bool { return p.heard("a", "1ecom49a") == 1 })
	rewrite(t, name, "名额: 1\n", "名额: 2\n")
	p.await("another seat", func() bool { return p.heard("b", "转为正式报名（第2位）") == 1 })
	p.say("b", "领取49")

	p.kill()
	rewrite(t, name, "https://pan.example.com/s/1ecom49a", "https://pan.example.com/s/2ecom49a")
	rewrite(t, name, "名额: 2\n", "名额: 1\n")
	rewrite(t, name, "时间: 2022-07-07 19:30", "时间: 2022-07-07 19:05")
	p.start()
	p.await("the new link", func() bool { return p.heard("a", "2ecom49a") == 1 && p.heard("b", "2ecom49a") == 1 })
	for range 2 {
		p.kill()
		p.start()
	}
	p.set(time.Date(2022, 7, 7, 11, 5, 0, 0, time.UTC))
	p.await("the reminder at its new time", func() bool { return p.heard("a", "还有1小时25分钟开课") == 1 })
	for what, n := range map[string]int{
		"stock for a": p.heard("a", "1ecom49a"), "seat of b": p.heard("b", "转为正式报名"), "link for a": p.heard("a", "2ecom49a"),
		"link for b": p.heard("b", "2ecom49a"), "few seats": p.posted("名额少于已报名"),
	} {
		if n != 1 {
			t.Errorf("%s: told %d times, want once", what, n)
		}
	}
	if got := p.say("b", "我的").Text; !strings.Contains(got, "已报名（第2位）") {
		t.Errorf("the file has fewer seats, and b reads %q", got)
	}
}
