package intent

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/faq"
	regexp "zhujiao/bot/lazyregexp"
	"zhujiao/bot/text"
)

// Command is one row of the table of command words. Aliases of a word, and which
// words are exempt from the limits, come from the campaign.
type Command struct {
	// Word is what people type.
	Word string
	// Argument says what may follow the word in the same message.
	Argument Argument
	// NeedsArgument is set if the word alone is no command. Such a word cannot have
	// aliases.
	NeedsArgument bool
	// ArgumentAlone is set if the name of a pack without the word is the command too.
	ArgumentAlone bool
	// Short are further words that may stand before an argument.
	Short []string
	// AtEveryStop is set if the command works even while moderators have stopped
	// everything, because it concerns a right of the sender.
	AtEveryStop bool
	// Lasting is set if the command is carried out, though not answered, even when its
	// sender is over the rate limit (ruling 40).
	Lasting bool
	// Suggestions say when the command is suggested to somebody who did not type it.
	Suggestions []Suggestion
}

// Suggestion says for which question or wish a command is suggested. What a
// command changes is never done because of a guess.
type Suggestion struct {
	// Intent is a built-in intent of the matcher. The command is suggested only if no
	// frequent question of the campaign answers that intent.
	Intent string
	// Wish is set instead of Intent for what is recognised by a pattern.
	Wish bot.Wish
	// Title says what the command does; it completes the question whether that is
	// what somebody wants.
	Title string
}

// Argument is the shape of what may follow a command word.
type Argument int

// The shapes.
const (
	NoArgument         Argument = iota
	PackArgument                // a name of a pack: 领取99
	NumberArgument              // the number of a question: 顶3, 顶 Q3
	ReasonArgument              // any words: 补签 我在场
	QuestionArgument            // any words that are not a question about asking itself: 提问 怎么学
	PassphraseArgument          // a passphrase, or a question about checking in: 签到 后台先行
)

// The command words that readings of other kinds lead to.
const (
	menuWord          = "菜单"
	checkinWord       = "签到"
	standingWord      = "我的"
	signupWord        = "报名"
	packsWord         = "资料包"
	boardWord         = "问题榜"
	reportWord        = "失效"
	askWord           = "提问"
	voteWord          = "顶"
	cancelWord        = "取消报名"
	confirmCancelWord = "确认取消"
	eraseWord         = "删除我的数据"
	drawWord          = "抽签公示"
	confirmEraseWord  = "确认删除"
)

// Names are the command words that a campaign may refer to.
func Names(commands []Command) (out []string) {
	for _, c := range commands {
		if !c.NeedsArgument {
			out = append(out, c.Word)
		}
	}
	return out
}

// QuestionIntents are the names of the built-in intents that a frequent question
// may have.
func QuestionIntents() (out []string) {
	for _, e := range faq.BuiltinEntries() {
		out = append(out, e.Intent)
	}
	return out
}

// commandTable finds the command that a text is.
type commandTable struct {
	exact       map[string]bot.CommandReading
	prefixes    []prefix // the longest first
	packs       map[string]campaign.Pack
	claims      map[string]bool // the words that ask for a pack
	claimWord   string          // one of them
	words       map[string]bool // all command words
	reasons     map[string]bool // the words that take a reason
	exempt      map[string]bool
	atEveryStop map[string]bool
	lasting     map[string]bool
}

// prefix is a word that may stand before an argument.
type prefix struct {
	folded  string
	command Command
}

// newCommandTable panics when two rows want one word, or when a word is missing
// that readings lead to: both are mistakes of the programmer.
func newCommandTable(c *campaign.Campaign, commands []Command) *commandTable {
	t := &commandTable{
		exact: map[string]bot.CommandReading{}, packs: map[string]campaign.Pack{}, exempt: map[string]bool{},
		atEveryStop: map[string]bool{}, claims: map[string]bool{}, words: map[string]bool{},
		reasons: map[string]bool{}, lasting: map[string]bool{},
	}
	for _, p := range c.Packs {
		for _, w := range packWords(p) {
			t.packs[text.Fold(w)] = p
		}
	}
	for _, row := range commands {
		t.add(c, row)
	}
	for _, word := range []string{
		menuWord, checkinWord, standingWord, signupWord, packsWord, boardWord, askWord,
		cancelWord, confirmCancelWord, eraseWord, confirmEraseWord,
	} {
		if t.exact[text.Fold(word)].Word != word {
			panic(fmt.Sprintf("the table of commands lacks %q", word))
		}
	}
	slices.SortStableFunc(t.prefixes, func(a, b prefix) int { return cmp.Compare(len(b.folded), len(a.folded)) })
	for _, w := range c.Limits.Exempt {
		t.mark(t.exempt, c, w)
	}
	return t
}

func (t *commandTable) add(c *campaign.Campaign, row Command) {
	if !row.NeedsArgument {
		for _, w := range append([]string{row.Word}, c.Aliases[row.Word]...) {
			t.own(w, bot.CommandReading{Word: row.Word})
		}
	}
	t.words[row.Word] = true
	if row.ArgumentAlone {
		t.claims[row.Word], t.claimWord = true, row.Word
		for w, p := range t.packs {
			t.own(w, bot.CommandReading{Word: row.Word, Pack: p.ID})
		}
	}
	if row.Argument != NoArgument {
		for _, w := range append([]string{row.Word}, row.Short...) {
			t.prefixes = append(t.prefixes, prefix{text.Fold(w), row})
		}
	}
	t.reasons[row.Word] = row.Argument == ReasonArgument
	if row.AtEveryStop {
		t.mark(t.atEveryStop, c, row.Word)
	}
	if row.Lasting {
		t.mark(t.lasting, c, row.Word)
	}
}

// known reports whether a word is a command.
func (t *commandTable) known(word string) bool { return t.words[word] }

func (t *commandTable) own(word string, r bot.CommandReading) {
	f := text.Fold(word)
	if f == "" {
		return
	}
	if owner := t.exact[f]; owner.Word != "" && owner != r {
		panic(fmt.Sprintf("commands %s and %s both want %q", owner.Word, r.Word, word))
	}
	t.exact[f] = r
}

// mark puts a word and its aliases into a set.
func (*commandTable) mark(set map[string]bool, c *campaign.Campaign, word string) {
	for _, w := range append([]string{word}, c.Aliases[word]...) {
		set[text.Fold(w)] = true
	}
}

func packWords(p campaign.Pack) []string { return append([]string{p.ID, p.Name}, p.Aliases...) }

// read finds the command that a text is: a word or an alias, else the longest
// word with an argument behind it.
func (t *commandTable) read(w *bot.TextReading) (bot.CommandReading, bool) {
	if r, ok := t.exact[w.Folded]; ok {
		if t.reasons[r.Word] {
			r.Rest, _ = text.After(w.Text, r.Word) // 补签？ has one, although it folds to the word
		}
		return r, true
	}
	for _, p := range t.prefixes {
		if rest, ok := strings.CutPrefix(w.Folded, p.folded); ok {
			if r, ok := t.argument(p.command, rest, w.Text); ok {
				return r, true
			}
		}
	}
	return bot.CommandReading{}, false
}

// question is the number of a question with what may stand before it.
var question = regexp.MustCompile(`^\+?q?(\d{1,6})$`)

// argument reads what follows a command word: rest is folded, and said the whole
// text as typed.
func (t *commandTable) argument(c Command, rest, said string) (bot.CommandReading, bool) {
	r := bot.CommandReading{Word: c.Word}
	switch c.Argument {
	case PackArgument:
		p, ok := t.packs[strings.TrimLeft(rest, "+:,-")]
		r.Pack = p.ID
		return r, ok
	case NumberArgument:
		f := question.FindStringSubmatch(rest)
		if f == nil {
			return r, false
		}
		n, err := strconv.Atoi(f[1])
		r.Number = n
		return r, err == nil
	case ReasonArgument:
		r.Rest, _ = text.After(said, c.Word)
		return r, true
	case QuestionArgument:
		r.Rest, _ = text.After(said, c.Word)
		r.Folded = text.Fold(r.Rest)
		return r, !aboutAsking.MatchString(strings.TrimSpace(said))
	case NoArgument, PassphraseArgument: // passphrases are read by checkin.go
		return r, false
	default:
		return r, false
	}
}

// aboutAsking is a question about asking, without anything between it and 提问. It
// ends soon: whatever goes on, or is about something else, is a question for the
// lecturer (R3).
var aboutAsking = regexp.MustCompile(`^提问((的?(时候|时间|环节|部分|话))[^,，。]{0,9}|(怎么|如何|咋|在哪里?|哪里)(提问?|问|用|发|弄|搞|操作|写|参与|参加|看|匿名)?|` +
	`(有没有|有|是|可以|能|能不能|可不可以|要不要|会不会|是不是|需要|什么时候|几点)?(什么)?` +
	`(次数|字数|数量|匿名|实名|连麦|语音|发?图片?|截图|公开|限制|要求|格式|奖励|收费|要钱|审核|回答|被回答|被选中|限|几次|几个|多次|提前|可以|开始|结束|截止|到)` +
	`(次数|限制|要求|上限|格式|提|问|发|说|提问|上墙)*|几点|有没有|有什么|有什么用|什么时候|是什么|是啥)[吗么呢吧啊呀的了没嘛?？]*$`)
