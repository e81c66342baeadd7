package faq //nolint:testpackage // matters are not exported

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zhujiao/bot/text"
)

// about returns the matters that a text is about.
func about(said string) *topicsAbout {
	a := &topicsAbout{}
	a.read(shippedTopics(), shipped().read(text.Fold(said)).features(), nil)
	return a
}

// TestTopics finds texts about the same matter alike although they share no pair of
// characters, and more so than with another matter.
func TestTopics(t *testing.T) {
	t.Parallel()
	for _, c := range [][3]string{
		{"附近有没有泊车的地方", "自驾去车停哪儿", "课件能打印吗"},
		{"小朋友没人照看", "能领着娃一块儿来吗", "考试及格线是几分"},
		{"拉肚子去不成想隔天再听", "请假了怎么补", "发票抬头写谁"},
		{"老花眼字看不清", "七十岁学得会吗", "作业传到哪儿"},
	} {
		same, other := about(c[1]).most(), about(c[2]).most()
		q := about(c[0]).all
		if a, b := same.likeness(q), other.likeness(q); a <= b || a > 1.001 {
			t.Errorf("%q is as like %q (%.2f) as %q (%.2f)", c[0], c[1], a, c[2], b)
		}
	}
	for _, empty := range []string{"", "。", "🙂"} {
		for _, v := range about(empty).all {
			if v != 0 {
				t.Fatalf("%q is about something", empty)
			}
		}
	}
}

// TestTopicsLeftOut proves that the ranking reads no matters where they are left out.
func TestTopicsLeftOut(t *testing.T) {
	t.Parallel()
	for _, without := range []Part{0, Topics} {
		m, _ := New(Setup{Without: without, Entries: []Entry{
			{ID: "car", Title: "能停车吗", Answer: "负一楼有车位。"}, {ID: "pet", Title: "能带狗吗", Answer: "不能。"},
		}})
		found := 0.0
		for _, f := range m.index.read(text.Fold("自驾过来方便吗"), noPhrase).features {
			found += f[rankTopic] + f[relTopic]
		}
		if found > 0 != (without == 0) {
			t.Errorf("without %d: %.2f of the matters are alike", without, found)
		}
	}
}

// pairsOf returns the pairs of characters of a text.
func pairsOf(said string) map[string]bool {
	r, out := []rune(text.Fold(said)), map[string]bool{}
	for i := 1; i < len(r); i++ {
		out[string(r[i-1:i+1])] = true
	}
	return out
}

// TestTopicsOfNobody keeps the questions of the classes, by which the matcher is measured, out
// of data/topics.txt. Classes u and v were written after the matters, by people who saw none of
// them: what these have in common (车停哪) is what people say.
func TestTopicsOfNobody(t *testing.T) {
	t.Parallel()
	files, _ := filepath.Glob("testdata/own/[^uv]*.jsonl")
	if len(files) < 37 {
		t.Fatalf("%d files", len(files))
	}
	var asked []map[string]bool
	byPair := map[string][]int{}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(b)) {
			var q struct{ Q string }
			if err := json.Unmarshal([]byte(line), &q); err != nil {
				t.Fatal(err)
			}
			for p := range pairsOf(q.Q) {
				byPair[p] = append(byPair[p], len(asked))
			}
			asked = append(asked, pairsOf(q.Q))
		}
	}
	for _, line := range dataLines(topicData) {
		_, phrasings, _ := strings.Cut(line, ": ")
		for p := range strings.SplitSeq(phrasings, " / ") {
			own, shared := pairsOf(p), map[int]int{}
			for pair := range own {
				for _, i := range byPair[pair] {
					shared[i]++
				}
			}
			for i, n := range shared {
				if n > 1 && 2*n >= len(own)+len(asked[i]) {
					t.Errorf("%q is a question of a class", p)
				}
			}
		}
	}
}
