package intent

import (
	"slices"
	"sync/atomic"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/faq"
	"zhujiao/bot/text"
)

// Texts is what a Reader has to know about the texts of a campaign.
type Texts struct {
	// MenuLines are the lines of the texts that list the digits, as people see them.
	MenuLines []string
	// Answers are the answers of the frequent questions, by entry, with a number in the
	// place of every placeholder. An entry without an answer is left out.
	Answers map[string]string
	// Blocked are the words that no text may hold; nil for none.
	Blocked *text.Words
}

// Reader reads messages for one version of a campaign. It is immutable and safe
// for concurrent use.
type Reader struct {
	campaign    *campaign.Campaign
	commands    *commandTable
	suggestions suggestions
	owners      map[string]Reservation // by folded wording
	passphrases *passphrases
	courtesy    *courtesy
	assents     *assents
	claims      *claims
	className   string             // folded
	trust       string             // the entry that says who runs the class; "" for none
	timeEntry   string             // the entry that says when the class is; "" for none
	purposes    map[string]Purpose // of entries that have one
	lines       map[string]string  // of the menus, with the word that each stands for
	blocked     *text.Words
	// wordings are those of the matcher's entries, folded, each with what was read of it
	// when it was asked first: most questions are asked again and again.
	wordings map[string]*atomic.Pointer[bot.TextReading]
	matcher  *faq.Matcher // nil in a reader that only knows reserved words
}

// New builds a reader, which takes about 0.1 s: the matcher's index is made here.
// It panics when two commands want one word; the check of the campaign's content
// has made that impossible.
func New(c *campaign.Campaign, t Texts, commands []Command) *Reader {
	r := newReader(c, t, commands)
	setup := MatcherSetup(c, t, commands)
	r.matcher, _ = faq.New(setup) // the content check reports conflicts
	r.wordings = map[string]*atomic.Pointer[bot.TextReading]{}
	for _, e := range setup.Entries {
		for _, w := range append([]string{e.Title}, e.Aliases...) {
			r.wordings[text.Fold(w)] = &atomic.Pointer[bot.TextReading]{}
		}
	}
	return r
}

// newReader is New without the matcher.
func newReader(c *campaign.Campaign, t Texts, commands []Command) *Reader {
	polite, owners := newCourtesy(), faq.IntentOwners(entriesOf(c, nil))
	r := &Reader{
		campaign: c, commands: newCommandTable(c, commands), suggestions: newSuggestions(c, commands), owners: wordOwners(c, commands),
		passphrases: newPassphrases(c.Checkin, commands, polite), courtesy: polite, lines: menuLines(c, t.MenuLines), blocked: t.Blocked,
		assents: newAssents(polite), className: text.Fold(c.Name), timeEntry: owners[timeIntent],
	}
	r.claims, r.trust, r.purposes = newClaims(r.commands.packs), trustEntry(c), purposes(c.FAQ, owners)
	return r
}

// Purpose is what an entry is for, as far as it matters to more than its answer.
type Purpose struct {
	// Coming: how to come to the class, when and where it is. A class that was cancelled has
	// none of that.
	Coming bool
	// Timetable: the answer is when the class is, and nothing else. It is of no use once the
	// class has begun.
	Timetable bool
	// Live: where the class is.
	Live bool
}

// Purpose returns what an entry is for.
func (r *Reader) Purpose(entry string) Purpose { return r.purposes[entry] }

// purposes returns what the entries are for, by id. owners are those of the built-in intents.
func purposes(entries []campaign.Entry, owners map[string]string) map[string]Purpose {
	m := map[string]Purpose{campaign.EntryLive: {Coming: true}}
	for _, name := range []string{liveIntent, "报名", "名额", "价格", "卡顿"} {
		m[owners[name]] = Purpose{Coming: true, Live: name == liveIntent}
	}
	for _, e := range entries {
		if isTimetable(e) {
			m[e.ID] = Purpose{Coming: true, Timetable: true, Live: m[e.ID].Live}
		}
	}
	m[owners[timeIntent]] = Purpose{Coming: true, Timetable: m[owners[timeIntent]].Timetable}
	delete(m, "") // intents that no entry owns
	return m
}

// isTimetable reports whether an entry asks when the class is, and nothing else.
func isTimetable(e campaign.Entry) bool {
	if e.ID == campaign.EntryTime || e.Intent == timeIntent {
		return true
	}
	return slices.ContainsFunc(append([]string{e.Question}, e.Aliases...), func(words string) bool {
		return slices.Contains([]string{"什么时候开课", "几点开始", timeIntent}, text.Fold(words))
	})
}

// timeIntent is the built-in intent of the question when the class is, liveIntent of the one where.
const (
	timeIntent = "开课时间"
	liveIntent = "直播入口"
)

// Exempt reports whether a message has the wider limit of its own (R11, ruling 40). It is cheap, for the
// gate asks it about every message; the other readings are made behind the gate.
func (r *Reader) Exempt(m *bot.Message) bool { return r.commands.exempt[m.Folded] }

// Lasting reports whether a message is carried out even if its sender is over the rate
// limit: follow and unfollow, scans, and the commands that the table says, also as a digit
// or a click on the menu (ruling 40). Words that may confirm an erasure are lasting too:
// ConfirmsNothing says whether one was asked for.
func (r *Reader) Lasting(m *bot.Message) bool {
	return r.lastingCommand(m) || source(m) == bot.SourceText && confirmsErasure(r.assents.read(m.Text, m.Folded))
}

// ConfirmsNothing reports whether a message is lasting only because it may confirm an erasure,
// and none waits for that. It is then not carried out over the limit.
func (r *Reader) ConfirmsNothing(m *bot.Message, s State) bool {
	return confirmsErasure(m.Readings.Assent) && !r.lastingCommand(m) && !erases(&m.Readings, s)
}

// lastingCommand is Lasting without words that confirm.
func (r *Reader) lastingCommand(m *bot.Message) bool {
	from := source(m)
	return from == bot.SourceArrival || from == bot.SourceDeparture || r.commands.lasting[command(m, from, r.campaign.Digits)]
}

// command returns what a text or a click on the menu says, folded; of a digit the word that it
// stands for. It is "" for other messages.
func command(m *bot.Message, from bot.Source, digits map[string]string) string {
	said := ""
	switch from {
	case bot.SourceText:
		said = m.Folded
	case bot.SourceMenu:
		said = text.Fold(m.Arg)
	case bot.SourceArrival, bot.SourceDeparture, bot.SourceSystem, bot.SourceMassResult, bot.SourceAttachment, bot.SourceOther:
	}
	if word := digits[said]; word != "" {
		return text.Fold(word)
	}
	return said
}

// Read returns everything that can be said of a message without knowing its
// sender. The message must be folded already.
func (r *Reader) Read(m *bot.Message) bot.Readings { return readMessage(r, m, depth{memo: &memo{}}) }

func readMessage(r *Reader, m *bot.Message, d depth) bot.Readings {
	from := source(m)
	out := bot.Readings{
		Source: from, Number: number(m), Staff: staffLine(m),
		Exempt: r.Exempt(m), AtEveryStop: r.commands.atEveryStop[command(m, from, r.campaign.Digits)],
	}
	switch out.Source {
	case bot.SourceText:
		out.Words = r.read(m.Text, m.Folded, d)
		out.Assent = r.assents.read(m.Text, m.Folded)
	case bot.SourceMenu:
		folded := text.Fold(m.Arg)
		out.Exempt = out.Exempt || r.commands.exempt[folded]
		out.Words = r.read(m.Arg, folded, d)
	case bot.SourceSystem, bot.SourceArrival, bot.SourceDeparture, bot.SourceMassResult, bot.SourceAttachment, bot.SourceOther:
	}
	return out
}

// ReadWords returns the readings of a text by itself.
func (r *Reader) ReadWords(said string) bot.TextReading {
	return r.read(said, text.Fold(said), depth{memo: &memo{}})
}

// Pack finds a pack by one of its names.
func (r *Reader) Pack(name string) (campaign.Pack, bool) {
	p, ok := r.commands.packs[text.Fold(name)]
	return p, ok
}

// IsPassphrase reports whether a text is a passphrase, announced or not.
func (r *Reader) IsPassphrase(said string) bool {
	folded := text.Fold(said)
	return r.passphrases.closeness(nil, folded) == bot.CloseRight || r.passphrases.announced(nil, said).Closeness == bot.CloseRight
}

// depth says how a text is read.
type depth struct {
	// all reads everything, instead of stopping at the first reading that wins over all
	// that follow. The intent is the same; tests compare the two.
	all bool
	// standsFor is set while reading the word that a digit or a line of the menu stands
	// for. That word is not replaced by another one.
	standsFor bool
	// part is set while reading one of several questions of a text.
	part bool
	// begin leaves a question unmatched, for matchQuestion.
	begin bool
	// memo has what is known of the texts of the message.
	memo *memo
}

// plain reports whether a text is read from the beginning by itself, so that the reading
// is that of the wording.
func (d depth) plain() bool { return !d.all && !d.standsFor && !d.part }

// stage is one step of reading a text.
type stage func(r *Reader, w *bot.TextReading, d depth)

// stages are the steps in the order of certainIntent. A question is matched after
// all of them, and only if none of them decides.
func stages() [6]stage {
	return [...]stage{
		(*Reader).readCommand, (*Reader).readStrong, (*Reader).readOwnWording, (*Reader).readCourtesy, (*Reader).readMenuLine,
		(*Reader).readWish,
	}
}

func (r *Reader) read(said, folded string, d depth) bot.TextReading {
	known := r.wordings[folded]
	if known == nil || said != folded || !d.plain() {
		return r.readAnew(said, folded, d)
	}
	if w := known.Load(); w != nil {
		return *w
	}
	w := r.readAnew(said, folded, d)
	if !w.Unmatched {
		known.Store(&w)
	}
	return w
}

func (r *Reader) readAnew(said, folded string, d depth) bot.TextReading {
	if word := r.campaign.Digits[folded]; word != "" && !d.standsFor {
		return r.read(word, text.Fold(word), depth{all: d.all, standsFor: true, begin: d.begin, memo: d.memo})
	}
	w := bot.TextReading{Text: said, Folded: folded}
	for _, s := range stages() {
		s(r, &w, d)
		if _, ok := certainIntent(&w); ok && !d.all {
			return w
		}
	}
	if w.Wish.Wish != bot.WishNone && w.Wish.Wish < bot.WishChange && !d.all {
		return w
	}
	if w.Unmatched = d.begin; !w.Unmatched {
		matchQuestion(r, &w, d)
	}
	return w
}

// matchQuestion matches a question that no stage has decided.
func matchQuestion(r *Reader, w *bot.TextReading, d depth) {
	w.Unmatched = false
	r.readQuestion(d.memo, w)
	if !d.part {
		r.readParts(d.memo, w)
	}
}

func (r *Reader) readCommand(w *bot.TextReading, d depth) {
	w.Command, _ = r.commands.read(w)
	if w.Command.Word == "" {
		r.readLoosely(d.memo, w)
	}
	if w.Command.Word != "" || !r.passphrases.announces(w.Folded) {
		return
	}
	w.Spoken = r.passphrases.announced(d.memo, w.Text)
	if w.Spoken.Closeness != bot.CloseRight {
		r.readStrong(w, d) // what it means depends on whether it is an entry's own wording
		r.readOwnWording(w, d)
	}
}

// readStrong makes the readings that win over a frequent question.
func (r *Reader) readStrong(w *bot.TextReading, d depth) {
	if r.blocked != nil {
		_, w.Blocked = r.blocked.Find(w.Folded)
	}
	w.Warning = w.Blocked && d.memo.is(warning, w.Folded)
	r.readDoubt(d.memo, w)
	w.Passphrase = r.passphrases.closeness(d.memo, w.Folded)
	if !w.Blocked && !w.Distrust && w.Passphrase != bot.CloseRight && r.wordings[w.Folded] == nil {
		w.Blocked = abusive(d.memo, w.Text, w.Folded)
	}
}

// readOwnWording matches a text that is word for word a wording of an entry, which
// costs next to nothing.
func (r *Reader) readOwnWording(w *bot.TextReading, d depth) {
	if r.wordings[w.Folded] != nil {
		w.Match = r.match(d.memo, w.Folded)
	}
}

// readCourtesy makes the readings that win over a frequent question unless the text is
// word for word one of its wordings.
func (r *Reader) readCourtesy(w *bot.TextReading, d depth) {
	w.Declines = once(d.memo, factDeclines, w.Folded, r.courtesy.declines)
	w.Courtesy = once(d.memo, factCourtesy, w.Folded, r.courtesy.read)
}

func (r *Reader) readMenuLine(w *bot.TextReading, d depth) {
	if d.standsFor {
		return
	}
	w.StrayNumber = shortNumber.MatchString(w.Folded)
	if word, ok := r.copiedLine(w.Folded); ok {
		line := r.read(word, text.Fold(word), depth{standsFor: true, memo: d.memo})
		w.MenuLine = &line
	}
}

func (r *Reader) readWish(w *bot.TextReading, d depth) {
	w.Refusal = once(d.memo, factRefusal, w.Folded, refusal)
	wish := once(d.memo, factWish, w.Folded, readWish)
	w.Wish = bot.WishReading{Wish: wish}
	if wish == bot.WishNone {
		w.Wish = r.readManner(d.memo, w.Folded)
		r.dropLacking(d.memo, w)
	}
	if w.Wish.Wish == bot.WishToday || w.Wish.Wish == bot.WishOtherDay {
		w.Wish.Entry = r.timeEntry
	}
	if s, ok := r.suggestions.byWish[wish]; ok {
		w.Wish.Command, w.Wish.Title = s.command, s.title
	}
}

// readQuestion matches a text, as it is and without the courtesy in front of it, and
// looks for thanks if nothing fits.
func (r *Reader) readQuestion(memo *memo, w *bot.TextReading) {
	if w.Match.OwnWording {
		return
	}
	w.Match = r.match(memo, w.Folded)
	for _, rest := range r.courtesy.afterCourtesy(w.Folded) {
		m := r.match(memo, rest)
		exact := m.OwnWording
		m.OwnWording = false // the whole text is not
		if exact || m.Band > w.Match.Band && (m.Band == bot.BandAnswer || wanting.MatchString(rest)) {
			w.Match = m
		}
		if exact {
			break
		}
	}
	w.Remark = w.Match.Band == bot.BandNone && r.courtesy.remark(w.Text, w.Folded)
}
