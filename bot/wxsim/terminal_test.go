package wxsim_test

import (
	"slices"
	"testing"

	"zhujiao/bot/wxsim"
)

// TestWrap breaks a Chinese line exactly at the end of the screen and indents the rest.
func TestWrap(t *testing.T) {
	t.Parallel()
	got := wxsim.Wrap(20, "◂ 刘志远老师是产品总监，写过书\n  第二行")
	if want := []string{"◂ 刘志远老师是产品", "  总监，写过书", "  第二行"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
