package intent

import (
	"strconv"
	"strings"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

const (
	// claimVerbs say that somebody wants a pack; one of them has to stand before its name or
	// behind it.
	claimVerbs = `领取 领 拿 求 发 来 要 想要 下载 获取 给我 发我 发给我 给我发 发一下 发我一下 给我发一下 发下`
	// claimHeads and claimTails are what else may stand there.
	claimHeads = `我 我们 想 请 麻烦 老师 帮我 你好 把 将 一下 一个 一份 个 份 那个 这个 那份 这份 你们的 本场 的 那 这 可以 , : + ! ~ 、`
	claimTails = `包 资料 资料包 礼包 的 元 块 份 一份 吧 啊 呀 呗 了 哈 一下 谢谢 谢谢老师 老师 , ! ~ 、`
	// claimPieces bounds how many of them are taken away at each end.
	claimPieces = 6
	// claimMax is the longest text in bytes that is looked at.
	claimMax = 96
)

// claims finds a pack that somebody asks for with more words than the command has:
// 领取99包, 把99的资料包发我.
type claims struct {
	packs                map[string]campaign.Pack
	verbs, heads, behind map[string]bool
}

func newClaims(packs map[string]campaign.Pack) *claims {
	set := func(lists ...string) map[string]bool {
		out := map[string]bool{}
		for _, l := range lists {
			for w := range strings.FieldsSeq(l) {
				out[w] = true
			}
		}
		return out
	}
	return &claims{packs, set(claimVerbs), set(claimHeads, claimVerbs), set(claimTails, claimVerbs)}
}

// read returns the pack that a folded text asks for.
func (c *claims) read(folded string) (campaign.Pack, bool) {
	if len(folded) > claimMax || !c.named(folded) {
		return campaign.Pack{}, false
	}
	asked := false
	for range claimPieces {
		if p, ok := c.tail(folded, asked); ok {
			return p, true
		}
		n := longest(len(folded), func(n int) bool { return c.heads[folded[:n]] })
		if n == 0 {
			break
		}
		asked = asked || c.verbs[folded[:n]]
		folded = folded[n:]
	}
	return c.tail(folded, asked)
}

// named reports whether a text names a pack at all, which few do.
func (c *claims) named(folded string) bool {
	for name := range c.packs {
		if strings.Contains(folded, name) {
			return true
		}
	}
	return false
}

// tail returns the pack whose name a text begins with, if only padding follows. asked is
// set if a verb stands before it.
func (c *claims) tail(s string, asked bool) (campaign.Pack, bool) {
	for range claimPieces {
		if p, ok := c.packs[s]; ok {
			return p, asked
		}
		n := longest(len(s), func(n int) bool { return c.behind[s[len(s)-n:]] })
		if n == 0 {
			break
		}
		asked = asked || c.verbs[s[len(s)-n:]]
		s = s[:len(s)-n]
	}
	return campaign.Pack{}, false
}

// longest returns the greatest length up to the smaller of n and the longest piece that
// fits, or 0.
func longest(n int, fits func(n int) bool) int {
	n = min(n, pieceMax)
	for n > 0 && !fits(n) {
		n--
	}
	return n
}

// readLoosely finds commands that are said in more words than the table has. A frequent
// question's own wording is left to it.
func (r *Reader) readLoosely(m *memo, w *bot.TextReading) {
	if r.wordings[w.Folded] != nil {
		return
	}
	if p, ok := r.claims.read(w.Folded); ok && r.commands.claimWord != "" {
		w.Command = bot.CommandReading{Word: r.commands.claimWord, Pack: p.ID}
		return
	}
	if r.commands.known(drawWord) && strings.Contains(w.Folded, drawWord) && m.is(asksNotice, w.Folded) {
		w.Command = bot.CommandReading{Word: drawWord}
		return
	}
	if digits, ok := readVote(m, w.Folded); ok && r.commands.known(voteWord) {
		n, err := strconv.Atoi(digits)
		if err == nil {
			w.Command = bot.CommandReading{Word: voteWord, Number: n}
		}
	}
}
