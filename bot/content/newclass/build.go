package newclass

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/text"
)

// builder makes a class of the last one and the answers, from the first question to the last.
// A form builds it anew after each answer, so no answer has effects of its own that would
// have to be undone.
type builder struct {
	f         *Form
	old, c    *campaign.Campaign
	d         content.Draft
	took      time.Duration // how long the class takes, if it was said with its beginning
	points    []string
	picture   string
	until     time.Time // of the picture
	questions []Question
	missing   []Question
	problems  map[Field]*AnswerError
	replaced  map[string]string // numbers of packs, the last class's and this one's
	packOf    map[Field]campaign.Pack
	left      []Left
	kept      []campaign.Entry
}

// Left is something that the last class's file says and the new one will not.
type Left struct {
	Entry campaign.Entry
	// Text is set instead of Entry for a text, Word for a word of another section.
	Text content.Key
	Word string
	// Found is what gives it away.
	Found string
}

func (f *Form) build() *builder {
	b := &builder{f: f, old: f.last.Campaign}
	b.problems, b.replaced, b.packOf = map[Field]*AnswerError{}, map[string]string{}, map[Field]campaign.Pack{}
	c := *b.old
	b.c = &c
	b.d = content.Draft{Campaign: b.c, BlockedWords: f.last.BlockedWords, Account: f.o.Known.Account}
	c.Next, c.LiveRoom, c.Series, c.FAQ, c.Packs, c.Reminders, c.BlockedWords = "", "", "", nil, nil, nil, nil
	if b.d.BlockedWords != "" && f.o.Beside != nil && !f.o.Beside(b.d.BlockedWords) {
		b.d.BlockedWords = ""
	}
	b.d.Account.Apply(b.c)
	if slices.Contains(b.d.Account.Keys(), "屏蔽词文件") {
		b.d.BlockedWords = ""
	}
	b.when()
	b.what()
	b.signup()
	b.checkin()
	b.packBook().packs()
	b.group()
	b.reminders()
	b.rest()
	b.entryBook().entries()
	b.name()
	return b
}

// ask puts a question and takes its answer, else its proposal. read returns what is wrong
// with the words.
func (b *builder) ask(q Question, read func(words string) *AnswerError) {
	b.questions = append(b.questions, q)
	words, answered := b.f.answers[q.Field]
	if !answered {
		if !q.Proposed {
			b.missing = append(b.missing, q)
			return
		}
		words = q.Proposal
	}
	switch {
	case same(words) && q.Old != "":
		words = q.Old
	case same(words):
		b.refuse(q.Field, &AnswerError{Code: CodeNoOld, Words: words})
		return
	case words == "" && !q.Proposed:
		b.refuse(q.Field, &AnswerError{Code: CodeEmpty})
		return
	case words == "":
		words = q.Proposal
	}
	if p := read(words); p != nil && answered {
		b.refuse(q.Field, p)
	}
}

func (b *builder) refuse(field Field, p *AnswerError) {
	p.Field = field
	b.problems[field] = p
}

// now is the time of the answers, in the zone of the class.
func (b *builder) now() time.Time { return b.f.o.Now.In(b.c.Zone) }

// when asks for the beginning and the length, and moves all other times along.
func (b *builder) when() {
	now := b.now()
	q := Question{Field: FieldStart}
	clock := time.Time{}
	b.c.Start = time.Date(now.Year(), now.Month(), now.Day()+7, 20, 0, 0, 0, b.c.Zone)
	if !b.f.first {
		clock = b.old.Start.In(b.c.Zone)
		next := b.nextWeek(now)
		q.Old, q.Proposed, q.Proposal = clock.Format(fileTime), true, next.Format(fileTime)
		b.c.Start = next
	}
	length := b.old.End.Sub(b.old.Start)
	b.ask(q, func(words string) *AnswerError {
		start, took, p := startAnswer(words, now, clock)
		if p == nil {
			b.c.Start, b.took = start, took
		}
		return p
	})
	said := b.took > 0
	if said {
		length = b.took
	}
	q = Question{Field: FieldLength, Proposed: true, Proposal: content.Span(length), Quiet: !b.f.first || said}
	if !b.f.first {
		q.Old = content.Span(b.old.End.Sub(b.old.Start))
	}
	b.ask(q, func(words string) *AnswerError { return b.length(words) })
	b.calendar().move()
}

// fileTime is a time as it stands in a file.
const fileTime = "2006-01-02 15:04"

// nextWeek is the day of the week and the time of the last class, the next time it comes.
func (b *builder) nextWeek(now time.Time) time.Time {
	next := b.old.Start.In(b.c.Zone)
	for !next.After(now) || !next.After(b.old.Start) {
		weeks := max(1, int(now.Sub(next)/(7*24*time.Hour)))
		next = next.AddDate(0, 0, 7*weeks)
	}
	return next
}

// length reads how long the class takes, or when it ends.
func (b *builder) length(words string) *AnswerError {
	s := strings.TrimSpace(half(words))
	for _, about := range []string{"大约", "约", "一共", "共", "时长", "到"} {
		s = strings.TrimPrefix(s, about)
	}
	took, ok := text.SpanOf(s)
	if n, plain := text.Count(s); !ok && plain && n >= 10 && n <= 600 {
		took, ok = time.Duration(n)*time.Minute, true
	}
	if !ok {
		end, p := endAnswer(s, b.c.Start)
		if p != nil {
			return &AnswerError{Code: CodeLength, Words: words}
		}
		took = end.Sub(b.c.Start)
	}
	if took <= 0 || took > 12*time.Hour {
		return &AnswerError{Code: CodeLong, Words: words}
	}
	b.c.End = b.c.Start.Add(took)
	return nil
}

// what asks who speaks about what.
func (b *builder) what() {
	c, old := b.c, b.old
	c.Name, c.Lecturer, c.LecturerIntro, c.Host = "", "", "", ""
	q := Question{Field: FieldName}
	if !b.f.first {
		q.Old = old.Name
	}
	b.ask(q, func(words string) *AnswerError {
		c.Name = strings.Trim(oneLine(words), "「」《》")
		return nil
	})
	intro := ""
	b.ask(b.proposing(FieldLecturer, old.Lecturer), func(words string) *AnswerError {
		c.Lecturer, intro = lecturerAnswer(words)
		return nil
	})
	q = Question{Field: FieldIntro, Proposed: true, Proposal: intro, Quiet: intro != ""}
	if !b.f.first && c.Lecturer == old.Lecturer && intro == "" {
		q.Proposal, q.Quiet, q.Old = old.LecturerIntro, true, old.LecturerIntro
	}
	q.Quiet = q.Quiet || c.Lecturer == ""
	b.ask(q, func(words string) *AnswerError {
		c.LecturerIntro = blankIf(none(words), oneLine(words))
		return nil
	})
	q = b.proposing(FieldHost, old.Host)
	q.Proposed, q.Quiet = true, !b.f.first
	b.ask(q, func(words string) *AnswerError {
		c.Host = blankIf(none(words), oneLine(words))
		return nil
	})
	b.topics()
	b.ask(Question{Field: FieldRoom, Proposed: true}, func(words string) *AnswerError {
		if words == "" || none(words) {
			return nil
		}
		found := addressForm.FindString(half(words))
		if found == "" {
			return &AnswerError{Code: CodeLink, Words: words}
		}
		if found = strings.TrimRight(found, `.,;)"'>`); !strings.Contains(found, "://") {
			found = "https://" + found
		}
		c.LiveRoom = found
		return nil
	})
}

// topics asks what the class will be about.
func (b *builder) topics() {
	q := Question{Field: FieldPoints, Proposed: true}
	if e := b.entry(introEntry()); !b.f.first && e != nil {
		_, points, _ := splitIntro(e.Answer)
		q.Old = strings.Join(points, "；")
	}
	b.ask(q, func(words string) *AnswerError {
		if words != "" && !none(words) {
			b.points = pointsAnswer(words)
		}
		return nil
	})
}

// proposing is a question that keeps what the last class had.
func (b *builder) proposing(field Field, old string) Question {
	q := Question{Field: field}
	if !b.f.first && old != "" {
		q.Old, q.Proposed, q.Proposal = old, true, old
	}
	return q
}

// rest asks for what is seldom another one, and which of the quiet questions are wanted.
func (b *builder) rest() {
	c, old := b.c, b.old
	q := Question{Field: FieldSeries, Proposed: true, Quiet: true}
	if !b.f.first {
		q.Old = old.Series
		if b.past().akin(old.Series) {
			q.Proposal = old.Series
		}
	}
	b.ask(q, func(words string) *AnswerError {
		c.Series = blankIf(none(words), oneLine(words))
		return nil
	})
	price := ""
	if old.ListPrice > 0 {
		price = fmt.Sprint(old.ListPrice, "元")
	}
	b.ask(Question{Field: FieldPrice, Proposed: true, Quiet: true, Proposal: price, Old: price}, func(words string) (p *AnswerError) {
		c.ListPrice = 0
		if words != "" {
			c.ListPrice, p = yuanAnswer(words, 1000000)
		}
		return p
	})
	minutes := fmt.Sprint(old.QAMinutes, "分钟")
	b.ask(Question{Field: FieldAnswers, Proposed: true, Quiet: true, Proposal: minutes, Old: minutes}, func(words string) *AnswerError {
		d, ok := text.SpanOf(half(words))
		if n, plain := text.Count(half(words)); plain {
			d, ok = time.Duration(n)*time.Minute, true
		}
		if !ok && !none(words) && words != "0分钟" || d > 10*time.Hour {
			return &AnswerError{Code: CodeLength, Words: words}
		}
		c.QAMinutes = int(d / time.Minute)
		return nil
	})
	b.ask(Question{Field: FieldRest, Proposed: true, Quiet: b.f.first}, b.open)
}

// open reads which quiet questions are wanted.
func (b *builder) open(words string) *AnswerError {
	if _, answered := b.f.answers[FieldRest]; !answered || words == "" || none(words) || same(words) || says(words, "好", "可以", "是", "对") {
		return nil
	}
	opened := map[Field]bool{}
	for _, w := range listAnswer(strings.Join(strings.Fields(words), "、")) {
		q, near := b.find(w)
		if q == nil {
			return &AnswerError{Code: CodeField, Words: w, Near: near}
		}
		opened[q.Field] = true
	}
	b.f.opened = opened
	return nil
}

// synonyms are other words for fields.
func synonyms() map[string]Field {
	return map[string]Field{
		"时间": FieldStart, "日期": FieldStart, "开课时间": FieldStart, "开课": FieldStart, "结束": FieldLength, "长度": FieldLength, "多久": FieldLength,
		"课名": FieldName, "主题": FieldName, "题目": FieldName, "老师": FieldLecturer, "老师介绍": FieldIntro, "介绍": FieldIntro, "主办方": FieldHost,
		"课程介绍": FieldPoints, "内容": FieldPoints, "直播": FieldRoom, "直播链接": FieldRoom, "席位": FieldSeats, "人数": FieldSeats, "签到口令": FieldPhrase,
		"签到": FieldWindow, "签到时间": FieldWindow, "群": FieldGroup, "二维码": FieldGroup, "价格": FieldPrice, "答疑": FieldAnswers, "报名": FieldOpen,
		"开放": FieldOpen, "问答": FieldEntries, "资料包": FieldPack + "1", "加资料包": FieldPack + "1", "资料": FieldPack + "1",
	}
}

// Near is the field that was probably meant by a word; empty if none is like it.
func (f *Form) Near(word string) Field {
	q, near := f.build().find(word)
	if q != nil {
		return q.Field
	}
	return Field(near)
}

// find returns the question of a field, or the most similar field.
func (b *builder) find(word string) (*Question, string) {
	if f, ok := synonyms()[word]; ok {
		word = string(f)
	}
	names := make([]string, len(b.questions))
	for i := range b.questions {
		if names[i] = string(b.questions[i].Field); text.Fold(names[i]) == text.Fold(word) {
			return &b.questions[i], ""
		}
	}
	return nil, nearest(word, names)
}

// nearest is the most similar of some words, or "".
func nearest(word string, among []string) (best string) {
	least := 3
	for _, w := range among {
		if d := text.Distance([]rune(word), []rune(w)); d < least && d < max(2, len([]rune(w))) {
			best, least = w, d
		}
	}
	return best
}

// name gives the class its id: of the letters of its name, and its day.
func (b *builder) name() {
	words := ""
	for _, r := range strings.ToLower(half(b.c.Name)) {
		if r < 0x80 && (r >= 'a' && r <= 'z' || r >= '0' && r <= '9') {
			words += string(r)
		} else if words != "" && !strings.HasSuffix(words, "-") {
			words += "-"
		}
	}
	if words = strings.Trim(words, "-"); !strings.ContainsAny(words, "abcdefghijklmnopqrstuvwxyz") {
		words = "class"
	}
	id := strings.Trim(words[:min(len(words), 24)], "-") + "-" + b.c.Start.In(b.c.Zone).Format("20060102")
	unique := id
	for n := 2; b.f.o.Taken != nil && b.f.o.Taken(unique); n++ {
		unique = fmt.Sprint(id, "-", n)
	}
	b.c.ID = unique
	b.ask(Question{Field: FieldID, Proposed: true, Proposal: unique, Quiet: true}, func(words string) *AnswerError {
		if words != unique && b.f.o.Taken != nil && b.f.o.Taken(words) {
			return &AnswerError{Code: CodeTaken, Words: words}
		}
		b.c.ID = words
		return nil
	})
}

func blankIf(blank bool, words string) string {
	if blank {
		return ""
	}
	return words
}

func oneLine(words string) string { return strings.Join(strings.Fields(words), " ") }

// lecturerAnswer reads a name, and what is said about them in the same line.
func lecturerAnswer(words string) (name, intro string) {
	if none(words) {
		return "", ""
	}
	words = oneLine(words)
	if i := strings.IndexAny(words, "，,：:；;（("); i > 0 {
		sign := []rune(words[i:])[0]
		words, intro = words[:i], strings.TrimSpace(strings.TrimPrefix(words[i:], string(sign)))
		intro = strings.TrimSuffix(strings.TrimSuffix(intro, "）"), ")")
	}
	name = strings.TrimSpace(words)
	if short, ok := strings.CutSuffix(name, "老师"); ok && short != "" {
		name = short
	}
	return name, intro
}
