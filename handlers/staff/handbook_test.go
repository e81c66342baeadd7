package staff_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"zhujiao/handlers/staff"
)

// TestHandbookCommands checks that the handbook names no command that there is not, and
// writes each as it is read: with at least the arguments that it needs.
func TestHandbookCommands(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/handbook.zh.md")
	if err != nil {
		t.Fatal(err)
	}
	least := map[string]int{"绑定": 1}
	for _, r := range staff.Rows() {
		least[r.Word] = r.Least
	}
	found := regexp.MustCompile("`#([^`]+)`").FindAllStringSubmatch(string(page), -1)
	if len(found) < 20 {
		t.Fatalf("the handbook names %d commands", len(found))
	}
	for _, m := range found {
		words := strings.Fields(m[1])
		if n, known := least[words[0]]; !known || len(words) <= n {
			t.Errorf("the handbook writes #%s: there is no such command, or it wants %d arguments", m[1], n)
		}
	}
}
