package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zhujiao/cmd/zhujiao/sample"
)

// TestWhichClassKilled kills the program between the question which of two classes is meant
// and the number that answers it: what was asked for is done for the class that is chosen,
// once.
func TestWhichClassKilled(t *testing.T) {
	t.Parallel()
	p := newProcess(t, strings.NewReplacer("概率: 0.3", "概率: 1"))
	p.kill()
	dir := filepath.Join(p.dir, "campaign")
	first, err := os.ReadFile(filepath.Join(dir, sample.FileName))
	if err != nil {
		t.Fatal(err)
	}
	twin := strings.NewReplacer("ecom-backend-0707", "twin", "7步破解电商后台逻辑", "运营增长实战课").Replace(string(first))
	write(t, filepath.Join(dir, "twin.yaml"), twin)
	p.env = append(p.env, "ZHUJIAO_CAMPAIGN="+dir)
	p.start()
	if got := p.say("a", "报名").Text; !strings.HasPrefix(got, "你想报名哪一场？回复数字：\n1 7步破解电商后台逻辑（7月7日）\n2 运营增长实战课（7月7日）") {
		t.Fatalf("a hears %q", got)
	}
	p.kill()
	p.start()
	if got := p.say("a", "2").Text; !strings.HasPrefix(got, "【运营增长实战课】报名成功！你是第1位") {
		t.Errorf("after the number a hears %q", got)
	}
	p.kill()
	p.start()
	if got := p.say("a", "报名").Text; !strings.HasPrefix(got, "【运营增长实战课】你已经报名") {
		t.Errorf("for the same matter a hears %q", got)
	}
}
