package faq //nolint:testpackage // sounds are compared inside the package only

import (
	"flag"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/mozillazg/go-pinyin"
)

var update = flag.Bool("update", false, "write data/readings.txt anew")

// TestReadings finds in data/readings.txt what go-pinyin's dictionary has, and nothing for
// any other character.
func TestReadings(t *testing.T) {
	t.Parallel()
	if *update {
		var b strings.Builder
		b.WriteString("# The readings of characters: those of github.com/mozillazg/go-pinyin (MIT, Copyright (c) 2016 mozillazg).\n")
		b.WriteString("# go test ./bot/faq -run TestReadings -update writes this file; the program is compiled with it.\n")
		for _, c := range slices.Sorted(maps.Keys(pinyin.PinyinDict)) {
			b.WriteString(string(rune(c)) + pinyin.PinyinDict[c] + "\n")
		}
		if err := os.WriteFile("data/readings.txt", []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	for c := range rune(0x33000) {
		if got, want := syllables(c), pinyin.PinyinDict[int(c)]; got != want {
			t.Fatalf("%c (%x) is read %q, want %q", c, c, got, want)
		}
	}
}

// TestWithoutTones compares all readings of the dictionary with those that go-pinyin makes
// without tones.
func TestWithoutTones(t *testing.T) {
	t.Parallel()
	args := pinyin.NewArgs()
	args.Heteronym = true
	for c := range pinyin.PinyinDict {
		var got []string
		for s := range strings.SplitSeq(syllables(rune(c)), ",") {
			if plain := strings.Map(withoutTone, s); !slices.Contains(got, plain) {
				got = append(got, plain)
			}
		}
		if want := pinyin.SinglePinyin(rune(c), args); !slices.Equal(got, want) {
			t.Errorf("%c is read %q, want %q", c, got, want)
		}
	}
}

// TestSameSound knows homophones, also by their rarer readings.
func TestSameSound(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b rune
		want bool
	}{
		{'后', '候', true},
		{'行', '航', true},
		{'行', '形', true},
		{'女', '钕', true},
		{'先', '线', true},
		{'后', '前', false},
		{'a', 'a', true},
		{'a', 'b', false},
		{'后', 'h', false},
		{'x', '先', false},
		{'安', '昂', false},
		{'西', '先', false},
	} {
		if sameSound(c.a, c.b) != c.want || sameSound(c.b, c.a) != c.want {
			t.Errorf("%c and %c sound alike: %v, want %v", c.a, c.b, !c.want, c.want)
		}
	}
}
