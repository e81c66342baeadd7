package scenario_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zhujiao/bot/wxsim"
	"zhujiao/bot/wxsim/scenario"
)

func read(t *testing.T, text string) ([]scenario.Scenario, error) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "s.json")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return scenario.Load(name)
}

// TestLoad reads files that are no scenarios, and the beginning of those that are.
func TestLoad(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "{}", "[]", `[{"id":1}]`, "not JSON"} {
		if _, err := read(t, text); err == nil {
			t.Errorf("%q was read", text)
		}
	}
	usual := time.Date(2022, 7, 7, 19, 0, 0, 0, time.FixedZone("", 8*60*60))
	for given, want := range map[string]string{
		``:                                    "2022-07-07T19:00:00+08:00",
		`"given":"空库,时钟 7月8日 9:05"`:           "2022-07-08T09:05:00+08:00",
		`"start":"2026-11-29T10:00:00+08:00"`: "2026-11-29T10:00:00+08:00",
	} {
		if given != "" {
			given += ","
		}
		all, err := read(t, `[{`+given+`"id":"A"}]`)
		if err != nil {
			t.Fatal(err)
		}
		if at, err := all[0].Begins(usual); err != nil || at.Format(time.RFC3339) != want {
			t.Errorf("%s begins at %s, %v, want %s", given, at, err, want)
		}
	}
}

// TestRecord makes scenarios of recordings: what differs in each run is not expected.
func TestRecord(t *testing.T) {
	t.Parallel()
	begins := time.Date(2022, 7, 7, 19, 0, 0, 0, time.UTC)
	said := func(who, text, reply string) wxsim.Event {
		return wxsim.Event{
			Nickname: who, Action: wxsim.Action{Kind: "text", Value: text}, Exchange: wxsim.Exchange{Text: reply}, At: begins,
		}
	}
	r := wxsim.Recording{Begins: begins, Class: "课", Events: []wxsim.Event{
		said("u1", "2022", "今年"),
		said("m1", "#换链 99 https://a/b", "确认请回复「#确认 4821」，2022年有效。"),
		said("m1", "#确认 4821", "同学7K2F 会收到，验证码4821用过了。"),
		said("u1", "2022年的吗", "是"), // no code: somebody had typed it before an answer gave it
		{Nickname: "u1", Action: wxsim.Action{Kind: "scan", Value: "reg"}, Exchange: wxsim.Exchange{}, At: begins.Add(time.Hour)},
		{Nickname: "u2", Action: wxsim.Action{Kind: "text", Value: "x", Fault: wxsim.FaultForged}, At: begins.Add(time.Hour)},
		{Nickname: "crowd", Action: wxsim.Action{Kind: "text", Value: "报名"}, Crowd: 120, First: 3, At: begins.Add(time.Hour)},
	}, Sent: map[string][]string{"u1": {"新链接"}, "staff": {"【告警】", "同学7K2F 反馈"}}}
	s := scenario.Record(r)
	b, err := json.Marshal(s.Steps)
	if err != nil {
		t.Fatal(err)
	}
	var got []map[string]any
	if err := json.Unmarshal(b, &got); err != nil {
		t.Fatal(err)
	}
	file, err := scenario.File(s)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`"text": "#确认 {c1}"`, `(?P<c1>\\d+)`, `2022年有效`, `同学[0-9A-Z]{4} 会收到`, `"at": "2022-07-07 20:00:00"`, `"key": "reg"`,
		`"signature": "bad"`, `"users": "u1004..u1123"`, `"do": "outbox"`, `"【告警】"`, `"empty": true`, `"text": "2022"`, `"text": "2022年的吗"`,
	} {
		if !strings.Contains(string(file), want) {
			t.Errorf("no %s in\n%s", want, file)
		}
	}
	for _, never := range []string{"4821", "7K2F"} {
		if strings.Contains(string(file), never) {
			t.Errorf("%s differs in each run and is expected:\n%s", never, file)
		}
	}
	if len(got) != 10 {
		t.Errorf("%d steps: %s", len(got), b)
	}
}
