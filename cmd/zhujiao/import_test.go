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
