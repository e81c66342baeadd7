package main

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/wxsim"
)

const (
	strayQuestion = "你们食堂几点开饭呀" // no entry answers it
	sampleClass   = "ecom-backend-0707"
)

// TestTextsForgottenInTime starts the program again, whose clock is the real one until
// it is set: no text is erased before that. Forty days later the texts are.
func TestTextsForgottenInTime(t *testing.T) {
	t.Parallel()
	p := newProcess(t, strings.NewReplacer())
	p.say("a", strayQuestion)
	p.kill()
	p.run()
	time.Sleep(2500 * time.Millisecond) // scheduled work would begin after a second
	if !p.keeps(strayQuestion) {
		t.Error("a text of this evening was erased")
	}
	p.set(p.clock())
	p.set(p.clock().AddDate(0, 0, 40))
	await(t, "the text is erased", func() bool { return !p.keeps(strayQuestion) })
}

// TestFollowersListedDaily lets a day pass: the account's followers are listed again.
func TestFollowersListedDaily(t *testing.T) {
	t.Parallel()
	p := newProcess(t, strings.NewReplacer())
	var lists atomic.Int64
	p.refuse(func(path string) (wxsim.Refusal, bool) {
		if path == "/cgi-bin/user/get" {
			lists.Add(1)
		}
		return wxsim.Refusal{}, false
	})
	for range 2 {
		before := lists.Load()
		p.set(p.clock().AddDate(0, 0, 1))
		await(t, "the followers are listed", func() bool { return lists.Load() > before })
	}
}

// TestKilledWhileListingFollowers kills the program while the platform holds the fifth page of
// its list: the next process goes on with that page, and everybody is stored.
func TestKilledWhileListingFollowers(t *testing.T) {
	t.Parallel()
	p := newProcess(t, strings.NewReplacer())
	done := func(lists int) func() bool {
		return func() bool {
			return p.count(`SELECT count(*) FROM job WHERE kind = 'followers' AND args LIKE '%"Done":true%' AND cursor = ''`) == lists
		}
	}
	await(t, "the first list is done", done(1))
	const people, page = 30, 3 // the platform's last page is an empty one
	for i := range people {
		p.platform.Touch(wxsim.OpenID("crowd", fmt.Sprintf("f%02d", i)), "scan")
	}
	var calls atomic.Int64
	free := make(chan struct{})
	t.Cleanup(sync.OnceFunc(func() { close(free) }))
	p.refuse(func(path string) (wxsim.Refusal, bool) {
		if path == "/cgi-bin/user/get" && calls.Add(1) == 5 {
			<-free
		}
		return wxsim.Refusal{}, false
	})
	p.set(p.clock().AddDate(0, 0, 1))
	await(t, "the platform holds a page", func() bool { return calls.Load() == 5 })
	p.kill()
	if n := p.count("SELECT count(*) FROM person"); n != 4*page {
		t.Errorf("%d are stored at the kill, want those of four pages", n)
	}
	p.start()
	await(t, "the second list is done", done(2))
	if n := calls.Load(); n != people/page+1+1 {
		t.Errorf("%d pages were asked for, want each once and the fifth twice", n)
	}
	if n := p.count("SELECT count(*) FROM person WHERE openid IS NOT NULL AND following = 1"); n != people {
		t.Errorf("%d people are stored, want %d", n, people)
	}
}

// TestAdditionBesideServes publishes an entry in the database from outside of the program: it
// serves.
func TestAdditionBesideServes(t *testing.T) {
	t.Parallel()
	p := newProcess(t, strings.NewReplacer())
	entry := campaign.Published{Number: 900, Question: strayQuestion, Answer: "食堂不归我们管"}
	if _, err := p.open().Content.Publish(t.Context(), sampleClass, entry, "m1", p.clock()); err != nil {
		t.Fatal(err)
	}
	p.awaitAnswer(strayQuestion, entry.Answer)
}

// keeps reports whether a text of somebody is stored.
func (p *process) keeps(text string) bool {
	p.t.Helper()
	past, err := p.open().Journal.Past(p.t.Context(), sampleClass, time.Time{})
	if err != nil {
		p.t.Fatal(err)
	}
	return slices.Contains(past.Messages, text)
}

// await waits until a condition holds, half a minute at most.
func await(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); !holds(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("after half a minute it does not hold that %s", what)
		}
	}
}
