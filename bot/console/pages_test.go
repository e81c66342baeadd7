package console_test

import (
	"testing"

	"zhujiao/bot/console"
)

// TestPages parses every template, which the program does when a page is first opened.
func TestPages(t *testing.T) {
	t.Parallel()
	all := console.Layouts()
	if len(all) == 0 {
		t.Fatal("no pages")
	}
	for name, has := range all {
		if !has {
			t.Errorf("%s has no layout", name)
		}
	}
}
