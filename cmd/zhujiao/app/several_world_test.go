package app

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
)

// beside is a class that is made from the sample: its id, how many days later it is, and
// what else its file has instead.
type beside struct {
	id     string
	days   int
	change []string
}

// besideOf reads a class from a line of a transcript: its id, how many days later it is, and
// what is changed.
func besideOf(t *testing.T, line string) beside {
	t.Helper()
	id, rest, _ := strings.Cut(line, " ")
	days, rest, _ := strings.Cut(rest, " ")
	n, err := strconv.Atoi(days)
	if err != nil {
		t.Fatalf("a class beside: %q: %v", line, err)
	}
	b := beside{id: id, days: n}
	for rule := range strings.SplitSeq(rest, "；") {
		from, to, _ := strings.Cut(rule, " => ")
		b.change = append(b.change, from, to)
	}
	return b
}

// file writes the file of the class.
func (b beside) file(t *testing.T, sample string) string {
	t.Helper()
	text := regexp.MustCompile(`2022-0[78]-\d\d`).ReplaceAllStringFunc(sample, func(day string) string {
		at, err := time.Parse(time.DateOnly, day)
		if err != nil {
			t.Fatal(err)
		}
		return at.AddDate(0, 0, b.days).Format(time.DateOnly)
	})
	text = strings.ReplaceAll(text, "ecom-backend-0707", b.id)
	text = strings.ReplaceAll(text, "概率: 0.3", "概率: 1") // or each database draws otherwise
	for i := 0; i+1 < len(b.change); i += 2 {
		if !strings.Contains(text, b.change[i]) {
			t.Fatalf("the file has no %q", b.change[i])
		}
		text = strings.ReplaceAll(text, b.change[i], b.change[i+1])
	}
	return text
}

// openClass opens a class beside the others.
func (c *crowd) openClass(t *testing.T, b beside) *campaign.Campaign {
	t.Helper()
	sample, err := os.ReadFile(c.file)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{"class.yaml": []byte(b.file(t, string(sample)))}
	words := "blocked_words.txt"
	if files[words], err = os.ReadFile(filepath.Join(filepath.Dir(c.file), words)); err != nil {
		t.Fatal(err)
	}
	v, problems, err := content.LoadFiles(files, "class.yaml", Vocabulary(), time.Time{})
	if err != nil {
		t.Fatal(problems, err)
	}
	if ok, err := c.app.catalog.Import(t.Context(), v); !ok || err != nil {
		t.Fatalf("the class %s does not serve: %v", b.id, err)
	}
	s, _ := c.app.catalog.Class(b.id)
	return s.Campaign
}

const (
	first, second, third = "7步破解电商后台逻辑", "运营增长实战课", "数据分析入门课"
)

// openWeekly opens two more classes: the second a week later with open registration, the
// third in four weeks, which is only announced.
func (c *crowd) openWeekly(t *testing.T, change ...string) {
	t.Helper()
	c.openClass(t, beside{"week2", 7, append([]string{
		first, second, "开放: 2022-07-13 00:00", "开放: 2022-07-01 00:00", "口令: [\"后台先行\"]", "口令: [\"增长飞轮\"]",
		"[reg-article, reg-poster, reg-group]", "[reg-week2]",
	}, change...)})
	c.openClass(t, beside{"week4", 28, []string{
		first, third, "口令: [\"后台先行\"]", "口令: [\"漏斗模型\"]", "[reg-article, reg-poster, reg-group]", "[reg-week4]",
	}})
}

// followBy follows by a QR code.
func (c *crowd) followBy(t *testing.T, who, scene string) string {
	t.Helper()
	return (&stage{crowd: c}).write(t, who, "〈关注 "+scene+"〉")
}
