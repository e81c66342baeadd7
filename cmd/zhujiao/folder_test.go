package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"zhujiao/cmd/zhujiao/sample"
)

// TestFolderKilled serves one file, then the folder that holds it, and kills the program
// after each change of the folder: a new file opens a class, a class whose file was taken
// away goes on, the file that comes back acts as a changed one, and what was told is told
// once.
func TestFolderKilled(t *testing.T) {
	t.Parallel()
	p := newProcess(t, strings.NewReplacer("名额: 120", "名额: 1"))
	dir := filepath.Join(p.dir, "campaign")
	file := filepath.Join(dir, sample.FileName)
	p.say("a", "报名")
	p.say("b", "报名")
	p.kill()
	p.env = append(p.env, "ZHUJIAO_CAMPAIGN="+dir)
	p.start()

	first, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	later := strings.NewReplacer("ecom-backend-0707", "ecom-0714", "2022-07-07", "2022-07-14", "2022-07-06", "2022-07-13")
	next := later.Replace(string(first))
	write(t, filepath.Join(dir, "next.yaml"), next)
	p.await("the class of a new file", func() bool { return slices.Equal(p.stored(), []string{"ecom-0714", "ecom-backend-0707"}) })
	p.kill()
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	p.start()
	p.await("that a file is gone", func() bool { return p.posted("【活动文件不见了】「ecom-backend-0707」") == 1 })
	if got := p.say("a", "我的").Text; !strings.Contains(got, "已报名（第1位）") {
		t.Errorf("a hears %q of a class without a file", got)
	}
	p.kill()
	write(t, file, strings.Replace(string(first), "名额: 1\n", "名额: 2\n", 1))
	p.start()
	p.await("another seat", func() bool { return p.heard("b", "转为正式报名（第2位）") == 1 })
	p.kill()
	p.start()
	p.settle()
	if seats, gone := p.heard("b", "转为正式报名"), p.posted("【活动文件不见了】"); seats != 1 || gone != 1 {
		t.Errorf("b was told of a seat %d times, the moderators of the file %d times", seats, gone)
	}
}

// stored lists the classes in the database.
func (p *process) stored() (ids []string) {
	p.t.Helper()
	st := p.open()
	all, err := st.Content.StoredClasses(p.t.Context())
	if err != nil {
		p.t.Fatal(err)
	}
	for _, s := range all {
		ids = append(ids, s.Class)
	}
	return ids
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
