// Package textcheck answers one question: may this text go to many people? It
// compares a text with the facts of a class and returns findings, which name what
// is wrong and where. It holds no words for people: callers put a finding's code
// into words. It is pure: no clock, no store, no network.
package textcheck

import (
	"strings"
	"time"
	"unicode/utf8"

	regexp "zhujiao/bot/lazyregexp"
	"zhujiao/bot/text"
)

// Code says what is wrong with a text.
type Code string

// The codes, in the order in which Check reports them.
const (
	// TestWord is a word that people type to try something out.
	TestWord Code = "test-word"
	// TooShort is a text of fewer than MinRunes characters.
	TooShort Code = "too-short"
	// Blocked is a word of the operator's list.
	Blocked Code = "blocked"
	// Luring is wording that the platform punishes as inducing shares or follows.
	Luring Code = "luring"
	// Unfilled is a placeholder in braces that nobody filled in.
	Unfilled Code = "unfilled"
	// TooLong is a text of more bytes than Class.MaxBytes.
	TooLong Code = "too-long"
	// WrongDate is a date, weekday or time that differs from that of the class.
	WrongDate Code = "wrong-date"
	// WrongPrice is a value that no pack has.
	WrongPrice Code = "wrong-price"
	// StoppedLink is an address that moderators have stopped handing out.
	StoppedLink Code = "stopped-link"
	// UnknownLink is an address that the class does not use.
	UnknownLink Code = "unknown-link"
	// Outdated is a word such as 今晚 that will mean another day when it is read.
	// Only OutdatedAt and UntrueAt report it.
	Outdated Code = "outdated"
)

// MinRunes is how many characters a text for many has at least.
const MinRunes = 10

// Finding is one thing that is wrong with a text.
type Finding struct {
	Code Code
	// Start and End are the bytes of the text that it is about; both are 0 when it
	// is about the text as a whole.
	Start, End int
	// Words are these bytes, or a part of them that names the fault.
	Words string
	// Size and Limit are bytes for TooLong, characters for TooShort.
	Size, Limit int
}

// Class is what a text is compared with.
type Class struct {
	Start, End time.Time
	Zone       *time.Location
	// Prices are the values of the packs in yuan.
	Prices []int
	// Blocked are the operator's words that no text may hold; nil for none.
	Blocked *text.Words
	// MaxBytes is how long a text may be.
	MaxBytes int
}

// Links are the addresses that a class hands out, and those that were stopped.
type Links struct{ Known, Stopped []string }

var (
	testWords = regexp.MustCompile(`测试|(?i)\btest\b|(?i)asdf|哈哈哈`)
	unfilled  = regexp.MustCompile(`\{[^{}\s]{1,12}\}`)
)

// Check returns all that keeps a text from going to many people at a time (R13),
// in the order of the codes; nothing if it may go.
func Check(s string, c Class, l Links, at time.Time) []Finding {
	var out []Finding
	add := func(f Finding, found bool) {
		if found {
			out = append(out, f)
		}
	}
	add(match(TestWord, testWords, s))
	if n := utf8.RuneCountInString(s); n < MinRunes {
		out = append(out, Finding{Code: TooShort, Size: n, Limit: MinRunes})
	}
	if c.Blocked != nil {
		w, bad := c.Blocked.Find(s)
		add(Finding{Code: Blocked, Words: w}, bad)
	}
	add(match(Luring, luring, s))
	add(match(Unfilled, unfilled, s))
	if len(s) > c.MaxBytes {
		out = append(out, Finding{Code: TooLong, Size: len(s), Limit: c.MaxBytes})
	}
	add(Finding{Code: WrongDate}, !datesAgree(s, c, at))
	add(wrongPrice(s, c.Prices))
	return append(out, checkLinks(s, l)...)
}

// match returns a finding with the first match of a pattern.
func match(code Code, pattern *regexp.Regexp, s string) (Finding, bool) {
	at := pattern.FindStringIndex(s)
	if at == nil {
		return Finding{}, false
	}
	return Finding{Code: code, Start: at[0], End: at[1], Words: s[at[0]:at[1]]}, true
}

var luring = regexp.MustCompile(`转发[^。；\n]{0,12}(领取|领|得|解锁|获)|分享[^。；\n]{0,12}(领取|解锁|才能|后可)|集赞|集\d+个?赞` +
	`|` + moments + `|邀请\d*[位个]?好友|助力|关注后(才|可|领)|拉\d*人`)

// induces speaks of sharing, or of something to get for it.
var induces = regexp.MustCompile(`转|分享|晒|发到|截图|赞|领|送|奖|优惠|免费|邀请|得|才`)

// LuringWords returns the words of a text that the platform punishes as 诱导分享 or
// 诱导关注, "" if there are none. It is not sure of a text that names 朋友圈 without a word of
// sharing or of a gain: a class may teach how to post there.
func LuringWords(s string) (words string, sure bool) {
	words = luring.FindString(s)
	if words != moments {
		return words, words != ""
	}
	rest := strings.ReplaceAll(s, moments, "")
	if m := luring.FindString(rest); m != "" {
		return m, true
	}
	return words, induces.MatchString(rest)
}

// moments is the platform's timeline of friends.
const moments = "朋友圈"

// harmless are words that hold a short blocked one and mean nothing bad.
const harmless = `滚动 滚屏 翻滚 滚轮 滚筒 滚雪球 摇滚 滚烫 滚珠 滚石 滚瓜烂熟 打滚 利滚利 滚存 滚梯 滚刀 滚条 滚刷 滚服`

// NewBlocklist builds the words that no text may hold from the lines of the
// operator's list. A line that begins with an exclamation mark allows a word that
// holds another of the list.
func NewBlocklist(lines []string) *text.Words {
	var words []string
	except := strings.Fields(harmless)
	for _, w := range lines {
		if allowed, ok := strings.CutPrefix(w, "!"); ok {
			except = append(except, allowed)
			continue
		}
		words = append(words, w)
	}
	return text.NewWords(words, except...)
}
