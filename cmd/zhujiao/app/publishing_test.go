package app

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"zhujiao/bot/wxsim"
)

// officeWant says something and looks for a part of the reply.
func (c *crowd) officeWant(t *testing.T, who, words, part string) {
	t.Helper()
	if got := c.say(t, who, words); !strings.Contains(got, part) {
		t.Errorf("%s %q: got %q, want %q in it", who, words, got, part)
	}
}

// officeConfirm gives a command of a moderator and its code, and returns both replies.
func (c *crowd) officeConfirm(t *testing.T, who, command string) (asked, done string) {
	t.Helper()
	asked = c.say(t, who, command)
	_, code, ok := strings.Cut(asked, "#确认 ")
	if !ok || len(code) < 4 {
		t.Fatalf("%q asks for no code: %q", command, asked)
	}
	return asked, c.say(t, who, "#确认 "+code[:4])
}

// officePublish answers a ticket and publishes the answer.
func (c *crowd) officePublish(t *testing.T, ticket, answer string) (asked string) {
	t.Helper()
	c.say(t, "m1", "#答 "+ticket+" "+answer)
	asked, done := c.officeConfirm(t, "m1", "#发布 "+ticket)
	if !strings.Contains(done, "已发布常见问题") {
		t.Errorf("#发布 %s: %q", ticket, done)
	}
	return asked
}

// officePair is a crowd with two moderators.
func officePair(t *testing.T) *crowd {
	t.Helper()
	return staffed(t, func(cfg *Config) {
		cfg.Moderators = append(cfg.Moderators, wxsim.OpenID("crowd", "m2"))
	})
}

// TestPublishedBeforePending: the answer to what the file has not filled in
// reaches everybody who asks, in whichever words.
func TestPublishedBeforePending(t *testing.T) {
	t.Parallel()
	for name, edit := range map[string]func(*Config){
		"silent": nil,
		"spoken": func(cfg *Config) {
			change(t, cfg.Campaign, "    待补: true                # 原文没有承诺回放，不能替主办方承诺 =>     待补: true\n    待补说法: 回放还没定，定了告诉你。")
		},
	} {
		for _, first := range []string{"有回放吗", "请问能回看吗", "会不会有录播可以看"} {
			t.Run(name+" "+first, func(t *testing.T) {
				t.Parallel()
				c := staffed(t, edit)
				c.say(t, "a", first)
				asked := c.officePublish(t, "U1", "会有的，课后发。")
				if first == "有回放吗" && !strings.Contains(asked, "「有回放吗」还没填答案，以后也这样回答。") {
					t.Errorf("the preview says nothing of the pending entry: %q", asked)
				}
				others := []string{first}
				if name == "spoken" || first != "会不会有录播可以看" {
					others = append(others, "有回放吗", "回放", "错过了怎么办", "回放链接有吗")
				}
				for i, words := range others {
					c.officeWant(t, fmt.Sprint("b", i), words, "会有的，课后发。")
				}
				c.officeWant(t, "m1", "#撤销 F11", "已撤销F11")
				if got := c.say(t, "z", "有回放吗"); strings.Contains(got, "会有的") {
					t.Errorf("after #撤销: %q", got)
				}
			})
		}
	}
}

// TestCorrectionPublished: what is published later for the same question answers
// instead of what was before, until it is taken back.
func TestCorrectionPublished(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.say(t, "a", "课程会讲到SaaS后台吗")
	c.officePublish(t, "U1", "会讲")
	c.officeWant(t, "b", "课程会讲到SaaS后台吗？", "会讲")
	c.officeConfirm(t, "m1", "#问法 F11 SaaS讲不讲呀")
	asked := c.officePublish(t, "U1", "更正：不会讲")
	if !strings.Contains(asked, "会替换F11：") {
		t.Errorf("the preview does not say what it replaces: %q", asked)
	}
	c.officeWant(t, "c", "课程会讲到SaaS后台吗", "更正：不会讲")
	c.officeWant(t, "c", "SaaS讲不讲呀", "更正：不会讲")
	got := c.rows(t, `SELECT target || '|' || before || '|' || after FROM audit WHERE action = 'entry.publish' ORDER BY id`)
	if want := []string{"F11||U1", "F12|F11|U1"}; !slices.Equal(got, want) {
		t.Errorf("the record has %q, want %q", got, want)
	}
	c.officeWant(t, "m1", "#撤销 F12", "已撤销F12")
	if got := c.say(t, "d", "课程会讲到SaaS后台吗"); got != "会讲" {
		t.Errorf("after #撤销 F12: %q, want what was before", got)
	}
}
