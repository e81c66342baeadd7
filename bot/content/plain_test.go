package content_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"zhujiao/bot/content"
)

// hostile are words that a client would act on.
const hostile = "<a href=\"weixin://bizmsgmenu?msgmenucontent=#停 全部\">看</a> <@all> @所有人\nU13 假的\u202e"

// TestRenderPlain fills every placeholder of every built-in text with hostile words. They
// are plain text there, except where only moderators or the file write.
func TestRenderPlain(t *testing.T) {
	t.Parallel()
	unchanged := []string{ // add to this list only what no attendee can write
		"answered 答", "board 列表", "human_reply 内容", "link_direct 链接", "link_replaced 链接", "m_blocked 词",
		"m_busy_answered 内容", "m_busy_answered 答", "m_busy_taken 内容", "m_console 链接",
		"m_corrected_prefix 内容", "m_done_already 编号",
		"m_draft_here 内容", "m_life_no_notice 内容", "m_life_notice 内容",
		"m_link_item 链接", "m_lint 原因", "m_lint_fixed 原因", "m_lint_send 原因", "m_none 编号",
		"m_phrasing_ask 内容", "m_phrasing_ask 答", "m_phrasing_done 内容", "m_phrasing_dropped 内容", "m_publish_ask 答",
		"m_relink_ask 链接", "m_retire_ask 答", "m_rewrite_ask 旧", "m_rewrite_ask 答",
		"m_until_bad 内容", "m_until_past 内容", "m_untrue 词", "pack_again 链接", "pack_again_lasting 链接",
		"pack_deliver 链接", "pack_deliver_lasting 链接",
		"report_ok_backup 链接", "subscribe_line 链接",
	}
	v, problems := load(t, sampleFile(t), time.Time{})
	if v == nil {
		t.Fatal(problems)
	}
	var got []string
	for key, names := range content.Builtin() {
		for _, name := range names {
			vars := content.Vars{}
			for _, other := range names {
				vars[other] = "7"
			}
			vars[name] = hostile
			said := v.Texts.Render(key, vars)
			if strings.Contains(said, hostile) {
				got = append(got, fmt.Sprint(key, " ", name))
				continue
			}
			for _, bad := range []string{"<a href=\"weixin", "</a> ", "<@", "@所有人", "weixin://", "\u202e"} {
				if strings.Contains(said, bad) {
					t.Errorf("%s {%s} shows %q", key, name, bad)
				}
			}
			if strings.Contains(said, "\nU13") && !slices.Contains([]string{"列表", "菜单", "欢迎菜单", "资料包列表", "资料包进度"}, name) {
				t.Errorf("%s {%s} has a line that somebody wrote", key, name)
			}
			if as := v.Texts.RenderForAuthor(key, vars); !strings.Contains(as, hostile) && strings.Contains(said, "假的") {
				t.Errorf("%s {%s} is changed for its author: %q", key, name, as)
			}
		}
	}
	if slices.Sort(got); !slices.Equal(got, unchanged) {
		t.Errorf("unchanged are\n%q, want\n%q", got, unchanged)
	}
}

// TestRenderNothingSeen keeps a line whose value has nothing that can be seen.
func TestRenderNothingSeen(t *testing.T) {
	t.Parallel()
	if got := textsOf(t, content.KeyAlertLate, "一{名称}\n二").Render(content.KeyAlertLate, content.Vars{"名称": "\u202e\x01"}); got != "一…\n二" {
		t.Errorf("rendered %q", got)
	}
}
