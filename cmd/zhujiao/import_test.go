package main

import (
	"strings"
	"testing"

	"zhujiao/bot/wechat"
)

// TestAutoreplyMixed takes over a rule with a text and a picture: a remark names what is lost.
func TestAutoreplyMixed(t *testing.T) {
	t.Parallel()
	b, err := entries([]wechat.AutoReply{{Name: "进群", Keywords: []string{"进群"}, Texts: []string{"扫码进群"}, Others: 1}})
	if err != nil || !strings.Contains(string(b), "#") {
		t.Errorf("the rule's picture is lost without a word: %v\n%s", err, b)
	}
	b, err = entries([]wechat.AutoReply{{Name: "进群\n常见问题:\u2028- x", Keywords: []string{"进\r群"}, Others: 1}})
	lines := strings.Split(strings.TrimSpace(string(b)), "\n")
	if err != nil || len(lines) != 2 || strings.ContainsAny(lines[0], "\r\u2028") {
		t.Errorf("a rule's name leaves its remark: %v\n%s", err, b)
	}
}

// TestAutoreplyRandom takes the first text of a rule that answers with one of several at
// random, with a remark, and all texts of a rule that answers with all.
func TestAutoreplyRandom(t *testing.T) {
	t.Parallel()
	rule := wechat.AutoReply{Name: "笑话", Keywords: []string{"讲个笑话"}, Texts: []string{"笑话一", "笑话二", "笑话三"}}
	all, err := entries([]wechat.AutoReply{rule})
	if err != nil || !strings.Contains(string(all), "笑话三") || strings.Contains(string(all), "#") {
		t.Errorf("a rule that answers with all: %v\n%s", err, all)
	}
	rule.RandomOne = true
	one, err := entries([]wechat.AutoReply{rule})
	said := string(one)
	if err != nil || !strings.HasPrefix(said, "# auto1 ") || !strings.Contains(said, "3 answers") || !strings.Contains(said, "笑话一") ||
		strings.Contains(said, "笑话二") {
		t.Errorf("a rule that answers at random: %v\n%s", err, one)
	}
	rule.Texts = rule.Texts[:1]
	if one, err = entries([]wechat.AutoReply{rule}); err != nil || strings.Contains(string(one), "#") {
		t.Errorf("a rule with one text: %v\n%s", err, one)
	}
}
