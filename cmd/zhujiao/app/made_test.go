package app

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"zhujiao/bot/content"
	"zhujiao/bot/content/newclass"
	"zhujiao/cmd/zhujiao/sample"
)

// TestMadeClass makes a class of the sample, as an operator does with zhujiao new: it is the
// one of testdata/classes, which is played with the others.
func TestMadeClass(t *testing.T) {
	t.Parallel()
	last, problems, err := content.LoadFS(sample.Files, sample.FileName, Vocabulary(), time.Time{})
	if err != nil {
		t.Fatal(problems)
	}
	f := newclass.New(newclass.Options{
		Last: last, Now: time.Date(2022, 9, 6, 10, 0, 0, 0, last.Campaign.Zone), Known: Vocabulary(),
		Beside: func(name string) bool { return name == "blocked_words.txt" },
	})
	for _, a := range [][2]string{
		{"开始", "9月14日晚7点半，90分钟"},
		{"名称", "从零做一次用户访谈"},
		{"讲师", "韩梅梅，某社区的用户研究负责人"},
		{"主办", "用研小站"},
		{"要点", "为什么要访谈；怎么找到对的人；提纲怎么写；听完以后做什么"},
		{"直播间", "直播间 https://live.example.com/914"},
		{"名额", "八十个"},
		{"口令", "先听后问"},
		{"资料包99", "访谈提纲合集 59元 链接：https://pan.example.com/s/1talk59 提取码：k3d9 有效至2022-10-31"},
		{"资料包49", "访谈记录模板 19元 抽五成 限40份 https://pan.example.com/s/1talk19 7mq2 永久"},
		{"签到时段", "19:30-21:20"},
		{"答疑分钟", "15分钟"},
		{"原价", "没有"},
		{"提醒", "1小时、15分钟"},
	} {
		if err := f.Answer(newclass.Field(a[0]), a[1]); err != nil {
			t.Errorf("%s: %v", a[0], err)
		}
	}
	file := filepath.Join("testdata", "classes", "made.yaml")
	if *update {
		if err := os.WriteFile(file, f.Draft().YAML(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got := string(f.Draft().YAML()); got != string(want) {
		t.Errorf("the class is another one:\n%s", got)
	}
}
