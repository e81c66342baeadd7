package content

import (
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"
	"unicode"

	"zhujiao/bot/campaign"
)

func (l *loader) packs(n *node) {
	lines := map[string]int{}
	for _, item := range l.items(n, keyPacks) {
		s := l.section(item, keyPacks)
		p := campaign.Pack{Stock: -1, DeadAfter: 3}
		id := s.needStr(keyID, &p.ID)
		name := s.needStr(keyName, &p.Name)
		s.number(keyPrice, &p.Price, bounds{0, 100000})
		contents := s.str(keyContents, &p.Contents)
		var aliases []*node
		p.Aliases, aliases = s.list(keyAlias)
		p.NeedCheckin = l.needs(s)
		p.Draw = s.choice(keyGive, wordDirect, wordDraw) == wordDraw
		l.draw(s, &p)
		if v := s.get(keyStock); v == nil || strings.TrimSpace(v.text) != wordUnlimited {
			s.number(keyStock, &p.Stock, bounds{0, 1000000})
		}
		l.mirrors(s, &p)
		s.number(keyDead, &p.DeadAfter, bounds{1, 1000})
		s.done()
		if line, twice := lines[p.ID]; twice && p.ID != "" {
			l.err(id, msgDupID, keyPacks, p.ID, line)
			continue
		}
		lines[p.ID] = item.line
		l.packText(contents, p)
		l.claimPack(p, id, name, aliases)
		l.c.Packs = append(l.c.Packs, p)
	}
}

func (l *loader) packText(contents *node, p campaign.Pack) {
	if contents == nil {
		return
	}
	if p.Contents == "" {
		l.warn(contents, msgNoContents, p.Name)
	}
	l.luring(contents, keyContents, p.Contents)
}

func (l *loader) claimPack(p campaign.Pack, id, name *node, aliases []*node) {
	own := func(n *node, phrase string) {
		if phrase != "" {
			l.claim(claim{n: n, phrase: phrase, kind: ownsPack, owner: ownPack, name: p.Name})
		}
	}
	own(id, p.ID)
	own(name, p.Name)
	if p.ID != "" {
		own(id, wordClaim+p.ID)
		own(id, wordDeadLink+p.ID)
	}
	for i, a := range p.Aliases {
		own(aliases[i], a)
	}
}

// needs reads the conditions of a pack; a registration is always one.
func (l *loader) needs(s *section) (checkin bool) {
	words, nodes := s.list(keyNeeds)
	for i, w := range words {
		switch w {
		case wordRegistered:
		case wordChecked:
			checkin = true
		default:
			l.err(nodes[i], msgNeeds, w)
		}
	}
	if !slices.Contains(words, wordRegistered) && len(words) > 0 {
		l.warn(nodes[0], msgNeedsNone)
	}
	return checkin
}

func (l *loader) draw(s *section, p *campaign.Pack) {
	v := s.get(keyDraw)
	switch {
	case v == nil && p.Draw:
		l.err(s.values[keyGive], msgDrawMissing)
		return
	case v == nil:
		return
	case !p.Draw:
		l.warn(v, msgDrawUnused)
	}
	d := l.section(v, keyDraw)
	d.chance(keyChance, &p.Chance)
	once := 1
	d.number(keyOnce, &once, bounds{1, 1})
	d.done()
}

func (l *loader) mirrors(s *section, p *campaign.Pack) {
	v := s.need(keyLinks)
	items, main := l.items(v, keyLinks), false
	seen := map[string]bool{}
	for _, item := range items {
		m := l.mirror(item)
		if seen[m.URL] && m.URL != "" {
			l.err(item, msgSameLink, m.URL)
		}
		seen[m.URL] = true
		main = main || !m.Backup
		p.Mirrors = append(p.Mirrors, m)
	}
	switch {
	case v != nil && v.kind == listNode && len(items) == 0:
		l.err(v, msgNoLinks, p.Name)
	case len(items) > 0 && !main:
		l.err(v, msgAllBackup, p.Name)
	}
}

func (l *loader) mirror(n *node) campaign.Mirror {
	s := l.section(n, keyLinks)
	m := campaign.Mirror{Until: wordForever}
	if v := s.needStr(keyURL, &m.URL); m.URL != "" {
		l.link(v, m.URL)
	}
	code := s.str(keyCode, &m.Code)
	l.until(s, &m)
	s.str(keyName, &m.Name)
	s.flag(keyBackup, &m.Backup)
	s.done()
	if m.Code != "" && (len(m.Code) != 4 || strings.ContainsFunc(m.Code, notCode)) {
		l.err(code, msgCode, m.Code)
	}
	return m
}

func notCode(r rune) bool { return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) }

// until reads the validity of a link: for ever, or a date after the class. A
// date is kept in one form, for it is shown.
func (l *loader) until(s *section, m *campaign.Mirror) {
	v := s.str(keyUntil, &m.Until)
	if m.Until == wordForever || m.Until == "" || v == nil {
		m.Until = wordForever
		return
	}
	t, ok := l.lastDay(v, keyUntil, m.Until)
	if !ok || l.c.End.IsZero() {
		return
	}
	m.Until = t.Format(time.DateOnly)
	switch {
	case t.Before(l.c.End):
		l.err(v, msgUntilEarly, m.Until)
	case t.Before(l.c.End.Add(3 * 24 * time.Hour)):
		l.warn(v, msgUntilSoon, m.Until)
	}
}

// lastDay reads a date and returns its last second. A time of day is let pass:
// YAML tools add one.
func (l *loader) lastDay(n *node, key, s string) (time.Time, bool) {
	date, _, _ := strings.Cut(strings.Replace(narrow(s), "T", " ", 1), " ")
	t, ok := l.parseTime(date, bareEnd)
	if !ok {
		l.err(n, msgUntil, key, s)
	}
	return t, ok
}

// link checks the address of a page that people will open.
func (l *loader) link(n *node, address string) {
	u, err := url.Parse(address)
	switch {
	case err != nil, u.Scheme != "http" && u.Scheme != "https", !hostForm(u.Hostname()), u.User != nil,
		strings.ContainsFunc(address, func(r rune) bool { return r <= ' ' || r > unicode.MaxASCII }):
		l.err(n, msgLink, address)
	case u.Scheme == "http":
		l.warn(n, msgLinkHTTP, address)
	}
}

// hostForm tells whether a host can be one that phones reach.
func hostForm(h string) bool {
	return strings.Contains(strings.Trim(h, "."), ".") && !strings.Contains(h, "..") && !strings.HasPrefix(h, ".")
}

func (l *loader) entries(n *node) {
	lines := map[string]int{}
	for _, item := range l.items(n, keyFAQ) {
		s := l.section(item, keyFAQ)
		var e campaign.Entry
		id := s.needStr(keyID, &e.ID)
		question := s.needStr(keyQuestion, &e.Question)
		var aliases []*node
		e.Aliases, aliases = s.list(keyAlias)
		answer := s.get(keyAnswer)
		if t, ok := s.scalar(keyAnswer, answer); ok {
			e.Answer = t
		}
		s.flag(keyPending, &e.Pending)
		instead := s.str(keyPendingText, &e.PendingText)
		s.str(keyIntent, &e.Intent)
		l.image(s, &e)
		s.done()
		if line, twice := lines[e.ID]; twice && e.ID != "" {
			l.err(id, msgDupID, keyFAQ, e.ID, line)
			continue
		}
		lines[e.ID] = item.line
		l.answered(item, e)
		l.claimEntry(e, question, aliases)
		l.word(worded{n: answer, what: fmt.Sprintf(whatAnswer, e.Question), text: e.Answer, answer: true})
		l.word(worded{n: instead, what: fmt.Sprintf(whatAnswer, e.Question), text: e.PendingText, answer: true})
		l.c.FAQ = append(l.c.FAQ, e)
	}
}

// answered tells what is pending.
func (l *loader) answered(item *node, e campaign.Entry) {
	switch {
	case e.Pending && e.Answer != "":
		l.warn(item, msgPendingHas, e.Question)
	case e.Pending:
		l.warn(item, msgPending, e.Question)
	case e.Answer == "" && e.Image == "":
		l.err(item, msgNoAnswer, e.Question)
	case e.PendingText != "":
		l.warn(item, msgPendingTo, e.Question)
	}
}

func (l *loader) claimEntry(e campaign.Entry, question *node, aliases []*node) {
	if e.Question != "" {
		l.claim(claim{n: question, phrase: e.Question, kind: ownsEntry, owner: ownEntry, name: e.Question})
	}
	for i, a := range e.Aliases {
		l.claim(claim{n: aliases[i], phrase: a, kind: ownsEntry, owner: ownEntry, name: e.Question})
	}
}

// image checks the picture of an answer (ruling 23).
func (l *loader) image(s *section, e *campaign.Entry) {
	v := s.str(keyImage, &e.Image)
	var until string
	u := s.str(keyImageUntil, &until)
	if until != "" {
		if t, ok := l.lastDay(u, keyImageUntil, until); ok && t.Before(l.c.End) {
			l.warn(u, msgImageSoon, t.Format(time.DateOnly))
		}
	}
	if e.Image == "" || !l.beside(v, e.Image) {
		return
	}
	ext := strings.ToLower(path.Ext(e.Image))
	info, err := fs.Stat(l.files, e.Image)
	if err != nil || info.IsDir() || !slices.Contains([]string{".png", ".jpg", ".jpeg", ".gif"}, ext) {
		l.err(v, msgImageFile, e.Image)
		return
	}
	l.addFile(e.Image, fmt.Append(nil, info.Size(), info.ModTime().UnixNano()))
}
