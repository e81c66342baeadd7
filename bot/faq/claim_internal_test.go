package faq

import (
	"runtime"
	"slices"
	"testing"
	"weak"
)

// TestClaimsAreJudgedAnew judges claims alike before and after what they are judged by was
// collected, and nothing keeps that.
//
//nolint:paralleltest // tests beside it would judge claims
func TestClaimsAreJudgedAnew(t *testing.T) {
	entries := []Entry{{ID: "time", Title: "几点开课"}, {ID: "own", Title: "停车位多少钱一小时"}, {ID: "named", Title: "x", Intent: "回放"}}
	before := Claims(entries)
	basis := weak.Make(claimBasis())
	for range 5 {
		if runtime.GC(); basis.Value() == nil {
			break
		}
	}
	if basis.Value() != nil {
		t.Error("what claims are judged by is kept")
	}
	if after := Claims(entries); len(after) == 0 || !slices.Equal(before, after) {
		t.Errorf("claims are %v, and after a collection %v", before, after)
	}
}

// TestNearMissClaims lets an entry about what went wrong with an intent's matter not have the
// intent, unless the intent's own phrasings speak of it like that.
func TestNearMissClaims(t *testing.T) {
	t.Parallel()
	for title, want := range map[string]string{
		"发票开错了怎么办":      "",
		"发票抬头写错了能重开吗":   "",
		"证书丢了能补办吗":      "",
		"可以开发票吗":        "发票",
		"直播错过了有回放吗":     "回放",
		"不想上了能退款吗":      "退款",
		"提取码错误怎么办":      "提取码",
		"资料没收到可以补发吗":    "没收到",
		"有结业证书吗":        "证书",
		"二维码过期了能换一个吗":   "二维码失效",
		"临时有事怎么取消报名":    "取消报名",
		"网盘链接失效了能重发一下吗": "链接失效",
	} {
		got := ""
		for _, c := range Claims([]Entry{{ID: "e", Title: title}}) {
			got = c.Intent
		}
		if got != want {
			t.Errorf("%s has the intent %q, want %q", title, got, want)
		}
	}
}
