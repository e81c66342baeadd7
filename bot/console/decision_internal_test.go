package console

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"zhujiao/bot"
)

// TestWantedWords: whatever people can be taken to want has words on the page that says why they
// were answered as they were, and so has each way in which the rate limit applies.
func TestWantedWords(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile("../intent/resolve.go")
	if err != nil {
		t.Fatal(err)
	}
	kinds := regexp.MustCompile(`Kind = "(\w+)"`).FindAllStringSubmatch(string(source), -1)
	if len(kinds) < 30 {
		t.Fatalf("%d kinds: the test shows little", len(kinds))
	}
	pages := parsePages()
	for _, k := range kinds {
		got := pages.words("person", "wanted", &bot.Reason{Kind: k[1]})
		if k[1] != "mass_result" && (got == "" || strings.Contains(got, k[1])) { // nobody says that one
			t.Errorf("%s: %q", k[1], got)
		}
	}
	said := map[string]bool{}
	for _, l := range []bot.ReasonLimit{bot.LimitUsual, bot.LimitWide, bot.LimitTold, bot.LimitMuted, bot.LimitExcept} {
		said[pages.words("person", "limited", &bot.Reason{Limit: l, Wait: 7})] = true
	}
	if len(said) != 5 || said[""] {
		t.Errorf("the limit is said in %d ways, want 5: %v", len(said), said)
	}
}
