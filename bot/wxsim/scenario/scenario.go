package scenario

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Scenario is one conversation with a bot that knows nobody yet.
type Scenario struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	// Given describes the beginning in words; 「时钟 7月7日 19:00」 in it sets the clock in the
	// year of the class. Start sets it exactly (RFC 3339).
	Given string `json:"given,omitempty"`
	Start string `json:"start,omitempty"`
	// Patch changes the class's file: a dotted path, in which a list's element is named by its
	// 编号 or its position, with a value.
	Patch map[string]any `json:"patch,omitempty"`
	// Mode is safe, compat or plain. Env holds further settings of the bot.
	Mode  string            `json:"mode,omitempty"`
	Env   map[string]string `json:"env,omitempty"`
	Steps []Step            `json:"steps"`
}

// Step is something that happens or is looked at; which fields count depends on Do.
type Step struct {
	// Do is text, event, msg, raw, repeat, text_each, concurrent, copies, replay, verify,
	// clock, advance, settle, restart, fault, outbox, outbox_has, outbox_lacks,
	// outbox_count, outbox_same or robot.
	Do   string `json:"do"`
	From string `json:"from,omitempty"` // u1, u2 … for attendees, m1, m2 for moderators
	Text string `json:"text,omitempty"`
	// Expect is an Expectation, or for outbox a list of texts, for outbox_count a number and
	// for outbox_same a text.
	Expect json.RawMessage `json:"expect,omitempty"`

	Event   string `json:"event,omitempty"`
	Key     string `json:"key,omitempty"`
	Type    string `json:"type,omitempty"` // of a message that is no text
	Body    string `json:"body,omitempty"` // of raw
	User    string `json:"user,omitempty"` // whose outbox
	Users   string `json:"users,omitempty"`
	Robot   string `json:"robot,omitempty"`
	At      string `json:"at,omitempty"`
	Times   int    `json:"times,omitempty"`
	Seconds int    `json:"seconds,omitempty"`
	Copies  int    `json:"copies,omitempty"`

	ExpectContains []string `json:"expect_contains,omitempty"`

	Signature string `json:"signature,omitempty"` // bad
	MsgID     string `json:"msgid,omitempty"`
	As        string `json:"as,omitempty"`      // another mode than the account's
	AESKey    string `json:"aes_key,omitempty"` // previous or foreign
	AppID     string `json:"appid,omitempty"`
	Age       int    `json:"age,omitempty"`   // seconds by which the timestamp is behind the clock
	Same      string `json:"same,omitempty"`  // events with one label have one CreateTime
	Shown     string `json:"shown,omitempty"` // compat: the text of the plaintext copy
	ShownFrom string `json:"shown_from,omitempty"`
	Outer     bool   `json:"outer,omitempty"` // raw: not encrypted
	Save      string `json:"save,omitempty"`  // keeps the request for replay
	Of        string `json:"of,omitempty"`    // replay: which one
	Hard      bool   `json:"hard,omitempty"`  // restart: killed
	Rolling   bool   `json:"rolling,omitempty"`

	Path    string `json:"path,omitempty"` // fault: of a call, or token
	Errcode int    `json:"errcode,omitempty"`
}

// Load reads a file with a list of scenarios.
func Load(name string) ([]Scenario, error) {
	b, err := os.ReadFile(name) //nolint:gosec // the file that somebody wants to play
	if err != nil {
		return nil, err
	}
	d := json.NewDecoder(strings.NewReader(string(b)))
	var all []Scenario
	if err := d.Decode(&all); err != nil {
		return nil, fmt.Errorf("%s is not a list of scenarios: %w", name, err)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("%s holds no scenario", name)
	}
	return all, nil
}

var (
	givenClock = regexp.MustCompile(`时钟 *(\d+)月(\d+)日 *(\d+):(\d+)`)
	errClock   = errors.New("a time is written as 2022-07-07 20:30 or 2022-07-07 20:30:00")
)

// Begins returns the time at which the scenario begins: what it says itself, else usual.
func (s Scenario) Begins(usual time.Time) (time.Time, error) {
	if s.Start != "" {
		return time.Parse(time.RFC3339, s.Start)
	}
	m := givenClock.FindStringSubmatch(s.Given)
	if m == nil {
		return usual, nil
	}
	var n [4]int
	for i := range n {
		n[i], _ = strconv.Atoi(m[i+1]) // the pattern takes digits only
	}
	return time.Date(usual.Year(), time.Month(n[0]), n[1], n[2], n[3], 0, 0, usual.Location()), nil
}

// parseClock reads the time of a step.
func parseClock(s string, zone *time.Location) (time.Time, error) {
	for _, layout := range []string{time.DateTime, "2006-01-02 15:04", time.RFC3339} {
		if t, err := time.ParseInLocation(layout, s, zone); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("%w, not %q", errClock, s)
}

// names lists the people of u1..u120 or u1,u2.
func names(s string) ([]string, error) {
	first, last, isRange := strings.Cut(s, "..")
	if !isRange {
		return strings.Split(s, ","), nil
	}
	letters := strings.TrimRight(first, "0123456789")
	from, err := strconv.Atoi(first[len(letters):])
	to, err2 := strconv.Atoi(strings.TrimPrefix(last, letters))
	if errors.Join(err, err2) != nil || to < from || to-from > 100_000 {
		return nil, fmt.Errorf("people are written as u1..u9 or u1,u2, not %q", s)
	}
	out := make([]string, 0, to-from+1)
	for n := from; n <= to; n++ {
		out = append(out, letters+strconv.Itoa(n))
	}
	return out, nil
}

// found holds what an expectation's named groups matched; {name} stands for it in later
// steps.
type found map[string]string

// fill puts what was found into a text.
func (f found) fill(s string) string {
	if !strings.Contains(s, "{") {
		return s
	}
	for name, value := range f {
		s = strings.ReplaceAll(s, "{"+name+"}", value)
	}
	return s
}
