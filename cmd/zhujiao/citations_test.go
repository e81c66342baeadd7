package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestCitations checks that docs/rules.md has every rule and ruling that a comment
// of the code cites, and that no comment cites a paper outside the repository.
func TestCitations(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/rules.md")
	if err != nil {
		t.Fatal(err)
	}
	anchors := map[string]bool{}
	for _, m := range regexp.MustCompile(`<a id="([^"]+)">`).FindAllStringSubmatch(string(page), -1) {
		anchors[m[1]] = true
	}
	cited := 0
	for _, dir := range []string{"../../bot", "../../handlers", "../../cmd"} {
		err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
			if err != nil || filepath.Ext(path) != ".go" {
				return err
			}
			for _, anchor := range citations(t, path) {
				cited++
				if !anchors[anchor] {
					t.Errorf("%s cites %s, which this repository does not have", path, anchor)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if cited == 0 {
		t.Error("found no citations")
	}
}

// citations returns the anchors of the rules and rulings that the comments of a file
// cite, such as "R7" and "rulings 3 and 15", and the names of papers in them.
func citations(t *testing.T, path string) (anchors []string) {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	rules := regexp.MustCompile(`\bR(\d+a?)\b`)
	rulings := regexp.MustCompile(`\brulings? ((?:\d+(?:, | and )?)+)`)
	papers := regexp.MustCompile(`\b(?:product|design|platform|style|rig)\.md\b|\bCONTRACT\b|\bsdk-traps\b`)
	for _, c := range f.Comments {
		text := strings.Join(strings.Fields(c.Text()), " ")
		anchors = append(anchors, papers.FindAllString(text, -1)...)
		for _, m := range rules.FindAllStringSubmatch(text, -1) {
			anchors = append(anchors, "r"+m[1])
		}
		for _, m := range rulings.FindAllStringSubmatch(text, -1) {
			for _, n := range regexp.MustCompile(`\d+`).FindAllString(m[1], -1) {
				anchors = append(anchors, "ruling-"+n)
			}
		}
	}
	return anchors
}
