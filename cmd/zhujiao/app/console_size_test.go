package app

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"zhujiao/bot/bottest"
	"zhujiao/bot/moderation"
	"zhujiao/bot/sqlstore/storetest"
)

// TestConsoleLarge opens each page of a class with 50,000 people, 200,000 messages and
// thousands of tickets and questions: none takes longer than the matcher takes for five
// thousand questions, unless an empty one takes a tenth of that, and none is larger than 60 KiB
// before its pictures. What a page costs is printed.
func TestConsoleLarge(t *testing.T) { //nolint:paralleltest // it measures
	t.Run("sqlite", func(t *testing.T) { pagesAreQuick(t, nil) }) //nolint:paralleltest // it measures
	if os.Getenv("ZHUJIAO_TEST_LONG") != "" {
		server := bottest.StartPostgres(t)
		t.Run("postgres", func(t *testing.T) { pagesAreQuick(t, server.URL) })
	}
}

func pagesAreQuick(t *testing.T, url func() string) {
	t.Helper()
	small, _ := growing(t, url, 0)
	full, pool := growing(t, url, 0)
	small.at(7, 20, 0, 0)
	full.at(7, 20, 0, 0)
	small.say(t, "a", "报名")
	small.say(t, "a", "课程会讲到SaaS多租户后台吗")
	fillUp(t, pool, storetest.Crowd{
		Classes: []string{full.app.Campaign().ID}, People: 50_000, Messages: 200_000, Now: full.app.clock.Now(),
	})
	for _, change := range []string{
		"UPDATE ticket SET answered_at = opened_at + 600000, done_at = opened_at + 600000, by_whom = 'Min' WHERE state = 'answered'",
		"UPDATE ticket SET holder = 'Min' WHERE state = 'open' AND number % 50 = 0",
	} {
		if _, err := pool.ExecContext(t.Context(), change); err != nil {
			t.Fatal(err)
		}
	}
	few, many := signedIn(t, small, "阿敏", moderation.RoleOwner), signedIn(t, full, "阿敏", moderation.RoleOwner)
	paths, _ := pagesOf(t, small, few)
	many.post(home(full)+"sends/new/draft", "text="+anyDayText)
	writesContent(t, many)
	for _, part := range []string{"tickets?fragment=1", "shift?fragment=1", "record?fragment=1"} {
		paths = append(paths, home(small)+part)
	}
	most := readsThousands(full)
	for _, path := range paths {
		if strings.HasSuffix(path, "/H1") || strings.HasSuffix(path, "/U3") || strings.HasSuffix(path, "/nothing") {
			continue // what a busier class has
		}
		quick, _ := openedThrice(few, path)
		if strings.Contains(path, "/people/") {
			path = somebody(many)
		}
		took, got := openedThrice(many, path)
		t.Logf("%-50s %5.1f ms, in a large class %6.1f ms, %6d bytes", path, quick.Seconds()*1000, took.Seconds()*1000, len(got.body))
		if got.status != http.StatusOK || len(got.body) > 60<<10 {
			t.Errorf("%s: %d, %d bytes, at most 60 KiB", path, got.status, len(got.body))
		}
		if !bottest.Raced && took > most && took > 10*quick {
			t.Errorf("%s takes %v in a large class, %v in an empty one; five thousand questions are matched in %v", path, took, quick, most)
		}
	}
	begin := time.Now()
	if _, err := full.app.store.Drafts().Marks(context.Background(), full.app.Campaign().ID, full.app.clock.Now()); err != nil {
		t.Error(err)
	}
	t.Logf("what has changed: %v", time.Since(begin))
}

// readsThousands is what the matcher takes for five thousand questions on this machine.
func readsThousands(c *crowd) time.Duration {
	served, _ := c.app.catalog.Class(c.app.Campaign().ID)
	begin := time.Now()
	for i := range askedMost {
		served.Reader.ReadWords(fmt.Sprintf("第%d讲会不会讲到SaaS多租户后台怎么做", i))
	}
	return 5 * time.Since(begin)
}

// openedThrice opens a page three times, and returns what the fastest took.
func openedThrice(m *member, path string) (best time.Duration, got answer) {
	m.t.Helper()
	for i := range 3 {
		begin := time.Now()
		got = m.ask(http.MethodGet, path, nil)
		if took := time.Since(begin); i == 0 || took < best {
			best = took
		}
	}
	return best, got
}
