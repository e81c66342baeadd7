package faqlab

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"zhujiao/bot/faq"
	"zhujiao/bot/text"
)

func zzLarge(n int) []faq.Entry {
	rng := rand.New(rand.NewPCG(5, 6))
	var words []string
	for _, in := range faq.Intents() {
		words = append(words, in.Phrasings...)
	}
	out := make([]faq.Entry, n)
	for i := range out {
		pick := func() string { return words[rng.IntN(len(words))] }
		e := faq.Entry{ID: strconv.Itoa(i), Title: fmt.Sprint("第", i, "个问题", pick())}
		for range 2 {
			e.Aliases = append(e.Aliases, pick()+pick()+strconv.Itoa(i))
		}
		e.Answer = pick() + "。" + pick() + pick() + "，" + pick() + strconv.Itoa(i) + "。"
		out[i] = e
	}
	return out
}

func TestZZDump(t *testing.T) {
	to := os.Getenv("ZZDUMP")
	if to == "" {
		t.Skip()
	}
	f, _ := os.Create(to)
	defer f.Close()
	out := bufio.NewWriter(f)
	defer out.Flush()
	var qs []string
	var files []string
	for _, g := range []string{"../../../bot/faq/testdata/*.jsonl", "/work/wt/s14/bot/faq/testdata/own/*.jsonl", "/work/wt/s14/bot/faq/testdata/held/*.jsonl", "/work/shared/faq-bench/*.jsonl", "/work/shared/faq-bench/own/*.jsonl"} {
		fs, _ := filepath.Glob(g)
		files = append(files, fs...)
	}
	seen := map[string]bool{}
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(b)) {
			var in struct{ Q string }
			if json.Unmarshal([]byte(line), &in) == nil && in.Q != "" && !seen[in.Q] {
				seen[in.Q] = true
				qs = append(qs, in.Q)
			}
		}
	}
	b, _ := os.ReadFile("../../../bot/faq/long_test.go")
	for line := range strings.Lines(string(b)) {
		if len(line) > 100 && !strings.HasPrefix(line, "\t") {
			qs = append(qs, line)
		}
	}
	setups := map[string]faq.Setup{}
	var names []string
	add := func(n string, s faq.Setup) { setups[n] = s; names = append(names, n) }
	add("builtin", faq.Setup{Entries: faq.BuiltinEntries()})
	for _, dir := range []string{"../../../bot/faq/testdata/own", "../../../bot/faq/testdata/held", "/work/shared/faq-bench/own"} {
		fs, _ := filepath.Glob(dir + "/*.yaml")
		for _, file := range fs {
			s, err := looseSetup(file)
			if err != nil {
				t.Fatal(err)
			}
			add(filepath.Base(file), s)
		}
	}
	k := faqFile{FAQ: "/work/shared/faq-bench/faq.yaml"}
	s, err := k.setup()
	if err != nil {
		t.Fatal(err)
	}
	add("bench", s)
	for n, p := range parts() {
		if n != "" && n != "concepts" && n != "sounds" {
			s := setups["a1.yaml"]
			s.Without = p
			add("a1 without "+n, s)
		}
	}
	s = setups["a2.yaml"]
	s.Concepts = map[string][]string{"停车": {"停车位", "泊位", "落脚四轮"}}
	add("concepts", s)
	add("large", faq.Setup{Entries: zzLarge(400)})
	add("huge", faq.Setup{Entries: zzLarge(3000)})
	m := 0
	for _, name := range names {
		s := setups[name]
		x, conflicts := faq.New(s)
		fmt.Fprintln(out, "#", name, conflicts)
		for i, q := range qs {
			if name == "huge" && i%4 != 0 {
				continue
			}
			r := x.Match(text.Fold(q))
			b, _ := json.Marshal(r)
			fmt.Fprintln(out, q, string(b))
			if i%10 == 0 {
				fmt.Fprintln(out, strings.Join(x.Why(text.Fold(q)), "\n"))
			}
			m++
		}
		if name != "huge" {
			for _, c := range x.Confusions() {
				fmt.Fprintln(out, c)
			}
			g, _ := json.Marshal(x.Group(qs[:800]))
			fmt.Fprintln(out, string(g))
		}
		for _, c := range faq.Claims(s.Entries[:min(len(s.Entries), 500)]) {
			fmt.Fprintln(out, c)
		}
	}
	t.Log(m, "matches,", len(qs), "questions,", names)
}
