package content

import (
	"slices"
	"strings"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/text"
)

func (l *loader) questions(n *node) {
	r := &l.c.Questions
	*r = campaign.QuestionRules{
		Open: l.c.Signup.Open, Close: l.c.End, MinRunes: 8, MaxRunes: 200, PerPerson: 3, Review: true, Anonymous: true,
	}
	if n == nil {
		return
	}
	s := l.section(n, keyAsk)
	s.time(keyOpen, &r.Open, bareBegin)
	end := s.time(keyClose, &r.Close, bareEnd)
	s.number(keyMin, &r.MinRunes, bounds{1, 500})
	s.number(keyMax, &r.MaxRunes, bounds{1, 600})
	s.number(keyPerson, &r.PerPerson, bounds{1, 100})
	s.flag(keyReview, &r.Review)
	r.Anonymous = s.choice(keyShown, wordAnonymous, wordNick) == wordAnonymous
	var file string
	words := s.str(keyWords, &file)
	s.done()
	l.order(end, window{keyAsk, keyOpen, keyClose, r.Open, r.Close})
	if !l.c.End.IsZero() && r.Close.Sub(l.c.End) > 24*time.Hour {
		l.warn(end, msgQuestionAfter, l.when(r.Close))
	}
	if r.MinRunes > r.MaxRunes {
		l.err(s.values[keyMin], msgMinMax, r.MinRunes, r.MaxRunes)
	}
	if !r.Review {
		l.warn(s.values[keyReview], msgReviewOff)
	}
	if file != "" {
		l.blockedWords(words, file)
	}
}

// beside tells whether a name is of a file beside the campaign file.
func (l *loader) beside(n *node, name string) bool {
	if strings.ContainsAny(name, `/\`) || name == "." || name == ".." {
		l.err(n, msgBeside, name)
		return false
	}
	return true
}

// blockedWords reads the list of words, one a line; empty lines and lines that
// begin with # are harmless.
func (l *loader) blockedWords(n *node, name string) {
	if !l.beside(n, name) {
		return
	}
	data, err := l.read(name)
	if err != nil {
		l.err(n, msgWordsFile, name)
		return
	}
	sub := &loader{file: name}
	src, ok := sub.decode(data)
	if !ok {
		l.err(n, msgWordsUTF8, name)
		return
	}
	for line := range strings.Lines(src) {
		w := text.Fold(line)
		if w != "" && !strings.HasPrefix(line, "#") && !slices.Contains(l.c.BlockedWords, w) {
			l.c.BlockedWords = append(l.c.BlockedWords, w)
		}
	}
}

func (l *loader) reminders(n *node) {
	names := map[string]bool{}
	for _, item := range l.items(n, keyRemind) {
		s := l.section(item, keyRemind)
		r := campaign.Reminder{Audience: wordRegistered}
		name := s.needStr(keyName, &r.Name)
		at := s.needTime(keyTime, &r.At)
		l.audience(s.str(keyAudience, &r.Audience), r.Audience)
		key := s.needStr(keyText, &r.Text)
		s.flag(keyRobot, &r.Robot)
		s.done()
		if names[r.Name] && r.Name != "" {
			l.err(name, msgSameRemind, r.Name)
		}
		names[r.Name] = true
		l.remindTime(at, r)
		l.c.Reminders = append(l.c.Reminders, r)
		l.reminded = append(l.reminded, key)
	}
}

func (l *loader) remindTime(n *node, r campaign.Reminder) {
	if r.At.IsZero() || l.c.Start.IsZero() {
		return
	}
	before := r.Audience == wordRegistered || r.Audience == wordWL || r.Audience == wordAll
	switch away := r.At.Sub(l.c.Start); {
	case before && away >= 0:
		l.err(n, msgRemindLate, r.Name, l.when(r.At), l.when(l.c.Start))
	case away > 30*24*time.Hour || away < -30*24*time.Hour:
		l.warn(n, msgRemindWhen, r.Name, l.when(r.At))
	case l.c.Broadcasts.Quiet.Contains(r.At.In(l.c.Zone)):
		l.warn(n, msgRemindQuiet, r.Name, l.when(r.At))
	}
}

// audience checks a word for a group of people.
func (l *loader) audience(n *node, a string) {
	if n == nil || slices.Contains([]string{wordAll, wordRegistered, wordWL, wordChecked}, a) {
		return
	}
	for _, p := range l.c.Packs {
		if a == wordCheckedNot+p.ID || a == wordHolds+p.ID {
			return
		}
	}
	l.err(n, msgAudience, a)
}

func (l *loader) broadcasts(n *node) {
	r := &l.c.Broadcasts
	*r = campaign.BroadcastRules{
		Quiet: campaign.Hours{From: 22 * 60, To: 8 * 60}, Trial: 5, TrialWait: 2 * time.Minute,
		SameTextSpan: 24 * time.Hour, SecondPersonAt: 500, NeedPreview: true,
	}
	s := l.section(n, keySend)
	s.hours(keyQuiet, &r.Quiet)
	s.flag(keyPreview, &r.NeedPreview)
	s.choice(keyTwice, wordTypeCount)
	s.number(keyTrial, &r.Trial, bounds{2, 100})
	wait, same := 2, 24
	s.number(keyTrialWait, &wait, bounds{0, 60})
	s.number(keySameSpan, &same, bounds{0, 720})
	r.TrialWait, r.SameTextSpan = time.Duration(wait)*time.Minute, time.Duration(same)*time.Hour
	s.number(keySecond, &r.SecondPersonAt, bounds{1, 10000000})
	s.done()
}

func (l *loader) limits(n *node) {
	r := &l.c.Limits
	*r = campaign.Limits{Messages: 10, Span: 30 * time.Second, Reports: 3, ReportSpan: 10 * time.Minute}
	s := l.section(n, keyLimits)
	l.rate(s.get(keyEach), keyEach, keyCount, rate{&r.Messages, &r.Span})
	l.rate(s.get(keyReports), keyReports, keyCount, rate{&r.Reports, &r.ReportSpan})
	var nodes []*node
	r.Exempt, nodes = s.list(keyExempt)
	s.done()
	for i, w := range r.Exempt {
		if len(l.commands) > 0 && !l.isCommand(w) {
			l.err(nodes[i], msgNoExempt, w, l.commandList())
		}
	}
}

func (l *loader) isCommand(w string) bool {
	return slices.ContainsFunc(l.commands, func(c string) bool { return text.Fold(c) == text.Fold(w) })
}

func (l *loader) commandList() string { return strings.Join(l.commands, wordPause) }

// items returns the elements of a list; something else is reported.
func (l *loader) items(n *node, name string) []*node {
	if n == nil {
		return nil
	}
	if n.kind != listNode {
		l.err(n, msgNotItems, name)
		return nil
	}
	return n.items
}

// The platform's limits of an account's menu.
const (
	menuTop, menuSub         = 3, 5
	menuTopRunes, menuSubLen = 4, 8
)

func (l *loader) menu(n *node) (out []campaign.MenuItem) {
	for i, item := range l.items(n, keyMenu) {
		if i == menuTop {
			l.err(item, msgMenuTop, i+1)
		}
		out = append(out, l.menuItem(item, true))
	}
	return out
}

func (l *loader) menuItem(item *node, top bool) (m campaign.MenuItem) {
	s := l.section(item, keyMenu)
	name := s.needStr(keyName, &m.Name)
	longest := menuSubLen
	if top {
		longest = menuTopRunes
	}
	if len([]rune(m.Name)) > longest && len(m.Name) > 2*longest {
		l.err(name, msgMenuLong, m.Name)
	}
	command := s.str(keyCommand, &m.Command)
	if top {
		for i, child := range l.items(s.get(keyChildren), keyChildren) {
			if i == menuSub {
				l.err(child, msgMenuSub, m.Name, i+1)
			}
			m.Children = append(m.Children, l.menuItem(child, false))
		}
	}
	s.done()
	switch {
	case m.Command == "" && len(m.Children) == 0:
		l.err(item, msgMenuNoCmd, m.Name)
	case m.Command != "" && len(m.Children) > 0:
		l.err(command, msgMenuBoth, m.Name)
	case m.Command != "":
		l.uses = append(l.uses, use{command, m.Command})
	}
	return m
}

func (l *loader) digits(n *node) {
	l.c.Digits = map[string]string{}
	s := l.section(n, keyDigits)
	for _, p := range s.n.pairs {
		v := s.get(p.key.text)
		word, ok := s.scalar(p.key.text, v)
		key := narrow(p.key.text)
		switch {
		case len(key) != 1 || key < "0" || key > "9":
			l.err(p.key, msgDigitKey, p.key.text)
		case !ok || word == "":
			l.err(p.key, msgBlank, p.key.text)
		default:
			l.c.Digits[key] = word
			l.uses = append(l.uses, use{v, word})
		}
	}
}

func (l *loader) aliases(n *node) {
	l.c.Aliases = map[string][]string{}
	s := l.section(n, keyAliases)
	for _, p := range s.n.pairs {
		word := p.key.text
		words, nodes := s.list(word)
		if len(l.commands) > 0 && !slices.Contains(l.commands, word) {
			if near := nearest(word, l.commands); near != "" {
				l.err(p.key, msgMeantCmd, word, near)
			} else {
				l.err(p.key, msgNoAlias, word, l.commandList())
			}
			continue
		}
		l.c.Aliases[word] = words
		for i, w := range words {
			l.claim(claim{n: nodes[i], phrase: w, kind: ownsCommand, owner: ownCommand, name: word})
		}
	}
}
