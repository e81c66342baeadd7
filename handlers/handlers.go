// Package handlers is the mouth: what the bot says and to which words. A file a
// keyword, this file the one table. It decides nothing about seats or packs; it
// asks campaign and finds the words in the content file.
package handlers

import (
	"context"
	"strconv"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/faq"
	"zhujiao/bot/text"
)

// Services are what handlers ask.
type Services struct {
	Campaign *campaign.Campaign
	Texts    *content.Texts
	Channel  campaign.Channel
	Seats    campaign.SeatStore
	Counts   campaign.SeatCounts
	Signups  *campaign.Signups
	Checkins *campaign.Checkins
	Packs    *campaign.Packs
	Tickets  *campaign.Tickets
	Dialogue *campaign.Dialogue
	Links    *campaign.Links
	// Questions and Board are the attendees' and the moderators' side.
	Questions *campaign.Questions
	Board     campaign.Board
	Erasure   *campaign.Erasure
	Messages  MessageCounter
	Mass      campaign.MassResults
	// Heard remembers what the matcher did not answer.
	Heard campaign.HeardStore
	// Subscribe is nil when the account has no one-time subscription.
	Subscribe Subscriber
	// Console is the address of the moderators' web console; empty for none.
	Console string
	// FileEntries is how many frequent questions the file has: published ones
	// are numbered after them (R14).
	FileEntries int
	Controls    campaign.Controls
	// Staff answers moderators' lines; bot.ErrPass for everything else.
	Staff func(ctx context.Context, m *bot.Message, p *campaign.Person) (bot.Reply, error)
}

// MessageCounter counts what is stored of somebody.
type MessageCounter interface {
	CountMessages(ctx context.Context, p bot.PersonID) (int, error)
}

// Mouth answers messages for one version of the content.
type Mouth struct {
	Services
	router  *bot.Router
	handler bot.Handler
	faq     *faq.Matcher
	phrases []faq.Phrase
	wishes  []wish
	packs   map[string]campaign.Pack // by folded word
	claims  content.Claims           // whose words are whose
	exempt  map[string]bool          // folded words that are never limited
	rights  map[string]bool          // folded words that work at every stop level
	blocked *text.Words
	tones   map[string]tone
	leads   map[string]lead
	lines   map[string]bool // of the menus, folded
}

// Commands are the command words, which a campaign file may give aliases to, and
// the other names that it may use.
func Commands() content.Vocabulary {
	return content.Vocabulary{Intents: intents(), Commands: []string{
		"报名", "取消报名", "确认取消", "我的", "菜单", "资料包", "签到", "口令", "补签", "失效", "人工", "退订", "提醒",
		"提问", "问题榜", "删除我的数据", "确认删除", "我的数据", "下一场",
	}}
}

// intents are the names that an entry's 意图 may have.
func intents() (out []string) {
	for _, e := range faq.Own() {
		out = append(out, e.Intent)
	}
	return out
}

// New builds the table. It panics when two handlers want one word, which the
// content check has made impossible.
func New(s Services) *Mouth {
	m := &Mouth{
		Services: s, router: bot.NewRouter(text.Fold), packs: map[string]campaign.Pack{}, exempt: map[string]bool{},
		rights: map[string]bool{}, blocked: Blocked(s.Campaign), tones: tones(), leads: leads(),
	}
	m.learn()
	m.table()
	m.handler = bot.Dialogue(m.limited, m.staff, m.stopped, m.takenOver, m.choose)(bot.HandlerFunc(m.router.Route))
	return m
}

// table is the one list of who answers what.
func (m *Mouth) table() {
	for word, h := range map[string]bot.HandlerFunc{
		"报名": m.register, "取消报名": m.cancel, "确认取消": m.confirmCancel,
		"签到": m.askCheckin, "我的": m.my, "菜单": m.menu, "资料包": m.packMenu, "人工": m.human,
		"退订": m.optOut, "提醒": m.optIn, "提问": m.askHelp, "下一场": m.nextClass,
		"失效": m.dead, "问题榜": m.board, "我的数据": m.myData, "删除我的数据": m.erase, "确认删除": m.confirmErase,
	} {
		m.router.Handle(word, bot.Exact(append([]string{word}, m.Campaign.Aliases[word]...)...), h)
	}
	m.router.Handle("口令", bot.Exact("口令"), bot.HandlerFunc(m.askCheckin))
	m.router.Handle("签到+", bot.Prefix("签到", "口令"), bot.HandlerFunc(m.spokenPassphrase))
	m.router.Handle("补签", bot.Prefix("补签"), bot.HandlerFunc(m.makeup))
	m.router.Handle("提问+", bot.Prefix("提问"), bot.HandlerFunc(m.ask))
	m.router.Handle("顶", bot.Prefix("顶", "取消顶"), bot.HandlerFunc(m.vote))
	m.router.Handle("失效+", bot.Prefix("失效"), bot.HandlerFunc(m.deadNamed))
	m.router.Handle("群发结果", bot.On(bot.EventMassFinished), bot.HandlerFunc(m.massFinished))
	m.router.Handle("取关", bot.On(bot.EventUnsubscribe), bot.HandlerFunc(m.left))
	m.router.Handle("领取", bot.Prefix("领取", "领"), bot.HandlerFunc(m.claimNamed))
	for word := range m.packs {
		m.router.Handle("领取 "+word, bot.Exact(word), bot.HandlerFunc(m.claimNamed))
	}
	for digit, word := range m.Campaign.Digits {
		m.router.Handle("数字 "+digit, bot.Exact(digit), m.redirect(word))
	}
	m.router.Handle("关注", bot.On(bot.EventSubscribe), bot.HandlerFunc(m.follow))
	m.router.Handle("扫码", bot.On(bot.EventScan), bot.HandlerFunc(m.follow))
	m.router.Handle("菜单点击", bot.On(bot.EventClick), bot.HandlerFunc(m.click))
	m.router.Handle("非文字", bot.OfKind(bot.KindImage, bot.KindVoice, bot.KindVideo, bot.KindLocation, bot.KindLink),
		bot.HandlerFunc(m.nonText))
	m.router.Handle("其余", bot.OfKind(bot.KindText), bot.HandlerFunc(m.other))
}

// learn prepares what messages are compared with.
func (m *Mouth) learn() {
	for _, p := range m.Campaign.Checkin.Passphrases {
		m.phrases = append(m.phrases, faq.NewPhrase(p))
	}
	for _, p := range m.Campaign.Packs {
		for _, w := range append([]string{p.ID, p.Name}, p.Aliases...) {
			m.packs[text.Fold(w)] = p
		}
	}
	m.claims = content.Claimed(m.Campaign, Commands())
	m.lines = m.menuLines()
	m.wishes = wishes(entriesOf(m.Campaign, m.Texts))
	m.faq, _ = faq.New(MatcherSetup(m.Campaign, m.Texts)) // conflicts are the content check's business
	for _, w := range m.Campaign.Limits.Exempt {
		for _, a := range append([]string{w}, m.Campaign.Aliases[w]...) {
			m.exempt[text.Fold(a)] = true
		}
	}
	for _, w := range []string{"退订", "我的数据", "删除我的数据", "确认删除"} {
		for _, a := range append([]string{w}, m.Campaign.Aliases[w]...) {
			m.rights[text.Fold(a)] = true
		}
	}
}

// MatcherSetup is what the matcher of a campaign is made of: its frequent
// questions with what they say, and the commands that are only suggested, whose
// ids begin with #.
func MatcherSetup(c *campaign.Campaign, t *content.Texts) faq.Setup {
	entries := entriesOf(c, t)
	for _, w := range wishes(entries) {
		entries = append(entries, faq.Entry{ID: w.id, Title: w.title, Intent: w.intent, Answer: w.states()})
	}
	return faq.Setup{Entries: entries, Concepts: c.Concepts}
}

// entriesOf are a campaign's frequent questions as the matcher wants them, with
// what they say if the texts are given.
func entriesOf(c *campaign.Campaign, t *content.Texts) []faq.Entry {
	out := make([]faq.Entry, len(c.FAQ))
	for i, e := range c.FAQ {
		out[i] = faq.Entry{ID: e.ID, Title: e.Question, Aliases: e.Aliases, Intent: e.Intent}
		if t != nil && !e.Pending {
			out[i].Answer = t.States(e.ID)
		}
	}
	return out
}

// staff lets moderators' lines be answered first.
func (m *Mouth) staff(ctx context.Context, msg *bot.Message) (bot.Reply, error) {
	return m.Staff(ctx, msg, campaign.PersonFrom(ctx))
}

// Handle answers one message.
func (m *Mouth) Handle(ctx context.Context, msg *bot.Message) (bot.Reply, error) {
	reply, err := m.handler.Handle(ctx, msg)
	if t, ok := bot.Words(reply); ok && m.Campaign.Privacy != "" && firstContact(ctx) {
		return t + bot.Text("\n"+m.Texts.Render("privacy", nil)), err
	}
	return reply, err
}

// firstContact tells whether somebody has never been here before: they are told
// once where the privacy notice is.
func firstContact(ctx context.Context) bool {
	p := campaign.PersonFrom(ctx)
	return p != nil && p.FirstAt.Equal(p.LastAt)
}

// Exempt tells whether a message is never limited (R11).
func (m *Mouth) Exempt(msg *bot.Message) bool { return m.exempt[msg.Folded] }

// say fills in a text of the content file.
func (m *Mouth) say(key content.Key, v content.Vars) (bot.Reply, error) {
	return bot.Text(m.Texts.Render(key, v)), nil
}

// redirect handles a message as if the word had been typed.
func (m *Mouth) redirect(word string) bot.HandlerFunc {
	return func(ctx context.Context, msg *bot.Message) (bot.Reply, error) {
		as := *msg
		as.Kind, as.Text, as.Folded = bot.KindText, word, text.Fold(word)
		return m.router.Route(ctx, &as)
	}
}

// click handles a click on the account's menu; its key is a command word.
func (m *Mouth) click(ctx context.Context, msg *bot.Message) (bot.Reply, error) {
	return m.redirect(msg.Arg)(ctx, msg)
}

// tapped tells that a person did not type: the platform then takes messages
// for a minute only, so that reminders cannot be promised.
func tapped(msg *bot.Message) bool { return msg.Event != "" || msg.MenuID != "" }

// seats are the variables that count seats.
func (m *Mouth) seats(ctx context.Context) (content.Vars, error) {
	t, err := m.Counts.Tally(ctx, m.Campaign.ID)
	if err != nil {
		return nil, err
	}
	total := m.Signups.Total(t)
	return content.Vars{"已报": strconv.Itoa(t.Taken), "剩余": strconv.Itoa(max(0, total-t.Taken))}, nil
}
