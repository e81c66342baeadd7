package newclass

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/text"
)

// morePacks is how many packs a class can get besides those of the last one.
const morePacks = 5

// packBook asks for the packs.
type packBook struct{ b *builder }

func (b *builder) packBook() packBook { return packBook{b} }

// packs asks for each pack of the last class, and for others.
func (w packBook) packs() {
	if !w.b.f.first {
		for _, p := range w.b.old.Packs {
			w.oldPack(p)
		}
	}
	for n := 1; n <= morePacks; n++ {
		before := len(w.b.c.Packs)
		w.newPack(n)
		if _, answered := w.b.f.answers[packField(strconv.Itoa(n), "")]; len(w.b.c.Packs) == before || !answered {
			break
		}
	}
}

func packField(id string, about Field) Field { return FieldPack + Field(id) + about }

// oldPack asks what becomes of a pack: it stays, gets other links, becomes another pack, or
// is left out.
func (w packBook) oldPack(p campaign.Pack) {
	q := Question{Field: packField(p.ID, ""), Kind: KindPack, Pack: p, Old: keepWord, Proposed: true, Proposal: keepWord}
	switch {
	case !w.b.calendar().lasts(p):
		q.Reason, q.Proposed = ReasonLinkEnd, false
	case w.b.past().leak(p.Name+" "+p.Contents) != "":
		q.Reason, q.Proposed = ReasonTopic, false
	}
	otherwise := forEver
	if len(p.Mirrors) > 0 {
		otherwise = w.b.calendar().movedDay(p.Mirrors[0].Until)
	}
	now := &p
	asks := false
	_, answered := w.b.f.answers[q.Field]
	if _, linked := w.b.f.answers[packField(p.ID, FieldLinks)]; linked && !answered {
		q.Proposed, q.Proposal = true, keepWord
	}
	if !answered && !q.Proposed {
		w.b.ask(q, nil) // it is not known yet whether it stays; other links would say that it does
		w.links(packField(p.ID, FieldLinks), now, otherwise, true)
		return
	}
	w.b.ask(q, func(words string) (problem *AnswerError) {
		now, asks, problem = w.packWords(p, words, otherwise)
		return problem
	})
	if now == nil {
		w.b.replaced[p.ID] = ""
		return
	}
	w.links(packField(p.ID, FieldLinks), now, otherwise, !asks)
	w.earn(packField(p.ID, FieldEarn), now, true)
	w.addPack(*now, packField(p.ID, ""))
	w.b.replaced[p.ID] = w.b.c.Packs[len(w.b.c.Packs)-1].ID
}

// keepWord keeps a pack.
const keepWord = "照旧"

// packWords reads what becomes of a pack; nil if it is left out. asks is set if its links are
// still to be asked for.
func (w packBook) packWords(p campaign.Pack, words, otherwise string) (now *campaign.Pack, asks bool, problem *AnswerError) {
	if words == keepWord || same(words) {
		if !w.b.calendar().lasts(p) {
			return &p, false, &AnswerError{Code: CodeLinkEnd, At: w.b.c.LinkEnd(p.Mirrors[0]).AddDate(0, 0, -1)}
		}
		return &p, false, nil
	}
	if none(words) {
		return nil, false, nil
	}
	mirrors, rest, problem := linksAnswer(words, w.b.now(), w.b.c.End, otherwise)
	if problem != nil {
		return &p, false, problem
	}
	a := readPack(rest)
	if a.name == "" || text.Fold(a.name) == text.Fold(p.Name) {
		if len(mirrors) == 0 && a.name == "" && !a.earns && !a.stocked {
			return &p, false, &AnswerError{Code: CodeLink, Words: words}
		}
		if len(mirrors) > 0 {
			p.Mirrors = mirrors
		}
		shape(&p, a)
		return &p, !w.b.calendar().lasts(p), nil
	}
	fresh := campaign.Pack{
		Name: a.name, Price: a.worth, Stock: p.Stock, Conditions: p.Conditions, Draw: p.Draw, Chance: p.Chance, DeadAfter: p.DeadAfter,
		Mirrors: mirrors,
	}
	shape(&fresh, a)
	return &fresh, len(mirrors) == 0, nil
}

// shape takes over how a pack is earned, if that was said.
func shape(p *campaign.Pack, a packAnswer) {
	if a.earns {
		p.Conditions = a.earned
		if a.draw {
			p.Draw, p.Chance = true, cmp.Or(a.chance, p.Chance)
		} else {
			p.Draw, p.Chance = false, 0
		}
	}
	if a.stocked {
		p.Stock = a.stock
	}
}

// newPack asks for another pack.
func (w packBook) newPack(n int) {
	id := strconv.Itoa(n)
	q := Question{Field: packField(id, ""), Kind: KindNewPack, Proposed: true, Quiet: !w.b.f.first}
	var p *campaign.Pack
	var a packAnswer
	w.b.ask(q, func(words string) *AnswerError {
		if words == "" || none(words) {
			return nil
		}
		mirrors, rest, problem := linksAnswer(words, w.b.now(), w.b.c.End, forEver)
		if problem != nil {
			return problem
		}
		if a = readPack(rest); a.name == "" {
			return &AnswerError{Code: CodeEmpty, Words: words}
		}
		p = &campaign.Pack{Name: a.name, Price: a.worth, Stock: -1, DeadAfter: 3, Mirrors: mirrors}
		shape(p, a)
		return nil
	})
	if p == nil {
		return
	}
	w.links(packField(id, FieldLinks), p, forEver, len(p.Mirrors) > 0)
	w.earn(packField(id, FieldEarn), p, a.earns)
	w.addPack(*p, packField(id, ""))
}

// links asks for the links of a pack; known ones may stay.
func (w packBook) links(field Field, p *campaign.Pack, otherwise string, known bool) {
	w.b.ask(Question{Field: field, Kind: KindLinks, Pack: *p, Proposed: known, Quiet: known}, func(words string) *AnswerError {
		if words == "" {
			return nil
		}
		mirrors, _, problem := linksAnswer(words, w.b.now(), w.b.c.End, otherwise)
		if problem == nil && len(mirrors) == 0 {
			return &AnswerError{Code: CodeLink, Words: words}
		}
		if problem == nil {
			p.Mirrors = mirrors
		}
		return problem
	})
}

// earn asks how a pack is earned.
func (w packBook) earn(field Field, p *campaign.Pack, known bool) {
	q := Question{Field: field, Kind: KindEarn, Pack: *p, Proposed: true, Quiet: known}
	if known {
		q.Proposal = EarnWords(*p)
		q.Old = q.Proposal
	} else if q.Proposal = "报名就领"; w.b.c.HasCheckin() {
		q.Proposal = "签到后领"
	}
	w.b.ask(q, func(words string) *AnswerError {
		a := readPack(words)
		switch {
		case a.name != "" || !a.earns && !a.stocked:
			return &AnswerError{Code: CodeEarn, Words: words}
		case a.draw && a.chance == 0 && p.Chance == 0:
			return &AnswerError{Code: CodeChance, Words: words}
		}
		shape(p, a)
		return nil
	})
	if _, answered := w.b.f.answers[FieldPhrase]; answered && !w.b.c.HasCheckin() {
		p.Conditions = nil
	}
}

// EarnWords says how a pack is earned, as it could be answered.
func EarnWords(p campaign.Pack) string {
	words := "报名就领"
	if p.NeedsCheckin() {
		words = "签到后领"
	}
	if p.Draw {
		if part := strconv.FormatFloat(p.Chance, 'f', -1, 64); len(part) == len("0.3") {
			words += "，抽" + strings.TrimPrefix(part, "0.") + "成"
		} else {
			words += "，抽" + strconv.FormatFloat(math.Round(p.Chance*10000)/100, 'f', -1, 64) + "%"
		}
	}
	if p.Stock >= 0 {
		words += fmt.Sprint("，限", p.Stock, "份")
	}
	return words
}

// addPack adds a pack under a number of its own: what it is worth, if it is new.
func (w packBook) addPack(p campaign.Pack, field Field) {
	taken := func(id string) bool {
		return slices.ContainsFunc(w.b.c.Packs, func(o campaign.Pack) bool { return text.Fold(o.ID) == text.Fold(id) })
	}
	if p.ID == "" {
		id := strconv.Itoa(p.Price)
		for n := 1; len(id) < 2 || taken(id); n++ {
			if id = fmt.Sprintf("%02d", n); p.Price >= 10 {
				id = strconv.Itoa(p.Price) + string(rune('A'+n))
			}
		}
		p.ID = id
	}
	w.b.c.Packs = append(w.b.c.Packs, p)
	w.b.packOf[field], w.b.packOf[field+FieldLinks], w.b.packOf[field+FieldEarn] = p, p, p
}

// group asks for the picture of the group's QR code.
func (b *builder) group() {
	e := b.entry(groupEntry())
	q := Question{Field: FieldGroup, Proposed: true, Quiet: e == nil}
	b.ask(q, func(words string) *AnswerError {
		if words == "" || none(words) {
			return nil
		}
		said := half(words)
		if u := untilForm.FindStringSubmatch(said); u != nil {
			until, ok := untilOf(cmp.Or(u[1], u[2]), b.now())
			if !ok {
				return &AnswerError{Code: CodeUntil, Words: u[0]}
			}
			b.until = lastSecond(until, b.c.Zone)
			said = strings.TrimSpace(strings.Replace(said, u[0], " ", 1))
		} else if e != nil && !e.ImageUntil.IsZero() && !b.f.first {
			b.until = lastSecond(b.calendar().movedDay(e.ImageUntil.In(b.c.Zone).Format(time.DateOnly)), b.c.Zone)
		}
		name := strings.Trim(said, ` ，,"'`)
		if strings.ContainsAny(name, `/\`) || b.f.o.Beside != nil && !b.f.o.Beside(name) {
			return &AnswerError{Code: CodePicture, Words: name}
		}
		b.picture = name
		return nil
	})
}

// lastSecond is the last second of a day; zero for none.
func lastSecond(day string, zone *time.Location) time.Time {
	t, err := time.ParseInLocation(time.DateOnly, day, zone)
	if err != nil {
		return time.Time{}
	}
	return t.AddDate(0, 0, 1).Add(-time.Second)
}

// reminders asks how long before the class people are reminded. Those after it stay.
func (b *builder) reminders() {
	var later, before []campaign.Reminder
	for _, r := range b.c.Reminders {
		id, replaced := b.replaced[r.Audience.Arg]
		switch {
		case r.At.Before(b.c.Start):
			before = append(before, r)
		case replaced && id == "", r.Audience.Arg != "" && !replaced:
		default:
			if replaced {
				r.Audience.Arg = id
			}
			r.At = b.awake(r)
			later = append(later, r)
		}
	}
	if b.f.first {
		later = b.packReminder()
	}
	words := LeadWords(b.c, before)
	b.ask(Question{Field: FieldReminders, Proposed: true, Proposal: words, Old: words, Quiet: !b.f.first}, func(said string) *AnswerError {
		if said == words {
			return nil
		}
		leads, p := leadsAnswer(said)
		if p == nil {
			before = b.remind(leads, before)
		}
		return p
	})
	b.c.Reminders = slices.Concat(before, later)
}

// awake is the time of a reminder after the class, or the next morning if it would come while
// nobody is sent anything: it would never be sent.
func (b *builder) awake(r campaign.Reminder) time.Time {
	if !b.c.TooQuiet(r) {
		return r.At
	}
	at, quiet := r.At.In(b.c.Zone), b.c.Broadcasts.Quiet
	morning := time.Date(at.Year(), at.Month(), at.Day(), 0, quiet.To+30, 0, 0, b.c.Zone)
	if !morning.After(at) {
		morning = morning.AddDate(0, 0, 1)
	}
	return morning
}

// packReminder reminds those who checked in of the pack that they can have.
func (b *builder) packReminder() []campaign.Reminder {
	packs := b.c.CheckinPacks()
	if len(packs) == 0 {
		return nil
	}
	a := campaign.Audience{Kind: campaign.AudienceWithout, Arg: packs[0].ID}
	r := campaign.Reminder{Name: "课后领资料", At: b.c.End.Add(5 * time.Minute), Audience: a, Text: string(content.KeyRemindPack)}
	r.At = b.awake(r)
	return []campaign.Reminder{r}
}

// remind makes reminders; those that were there already stay as they are.
func (b *builder) remind(leads []time.Duration, were []campaign.Reminder) (out []campaign.Reminder) {
	for _, lead := range leads {
		at := b.c.Start.Add(-lead)
		if i := slices.IndexFunc(were, func(r campaign.Reminder) bool { return r.At.Equal(at) }); i >= 0 {
			out = append(out, were[i])
			continue
		}
		key := content.KeyRemind1h
		if lead < 30*time.Minute {
			key = content.KeyRemind10m
		}
		a := campaign.Audience{Kind: campaign.AudienceSeated}
		out = append(out, campaign.Reminder{Name: "开课前" + content.Lead(lead), At: at, Audience: a, Text: string(key)})
	}
	return out
}

// LeadWords says how long before a class its reminders come, as it could be answered.
func LeadWords(c *campaign.Campaign, reminders []campaign.Reminder) string {
	var words []string
	for _, r := range reminders {
		if lead := c.Start.Sub(r.At); lead > 0 {
			words = append(words, content.Lead(lead))
		}
	}
	if len(words) == 0 {
		return "不提醒"
	}
	return strings.Join(words, "、")
}

// leadsAnswer reads 1小时、10分钟.
func leadsAnswer(words string) (out []time.Duration, p *AnswerError) {
	if none(words) || says(words, "不提醒") {
		return nil, nil
	}
	for _, w := range listAnswer(strings.ReplaceAll(half(words), "和", "、")) {
		w = strings.TrimSpace(w)
		for _, before := range []string{"开课前", "课前", "提前", "前"} {
			w = strings.TrimPrefix(w, before)
		}
		d, ok := text.SpanOf(strings.TrimSuffix(w, "前"))
		if !ok || d > 7*24*time.Hour {
			return nil, &AnswerError{Code: CodeReminder, Words: w}
		}
		out = append(out, d)
	}
	slices.SortFunc(out, func(a, b time.Duration) int { return cmp.Compare(b, a) })
	return slices.Compact(out), nil
}
