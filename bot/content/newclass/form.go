package newclass

import (
	"slices"
	"strings"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	regexp "zhujiao/bot/lazyregexp"
	"zhujiao/bot/text"
)

// Field names a question. It is what a file of answers has before the colon. Those about one
// pack have its number in them.
type Field string

// The fields.
const (
	FieldStart     Field = "开始"
	FieldLength    Field = "时长"
	FieldName      Field = "名称"
	FieldLecturer  Field = "讲师"
	FieldIntro     Field = "讲师介绍"
	FieldHost      Field = "主办"
	FieldPoints    Field = "要点"
	FieldRoom      Field = "直播间"
	FieldSeats     Field = "名额"
	FieldPhrase    Field = "口令"
	FieldWindow    Field = "签到时段"
	FieldGroup     Field = "群二维码"
	FieldReminders Field = "提醒"
	FieldSeries    Field = "系列"
	FieldPrice     Field = "原价"
	FieldAnswers   Field = "答疑分钟"
	FieldOpen      Field = "报名开放"
	FieldRest      Field = "其余"
	FieldEntries   Field = "常见问题"
	FieldID        Field = "编号"
	// FieldPack begins the fields of packs: 资料包99 is the pack of the last class with that
	// number, 资料包1 the first new one. With FieldLinks or FieldEarn at its end it is about
	// the links of the pack, or about how it is earned.
	FieldPack  Field = "资料包"
	FieldLinks Field = "链接"
	FieldEarn  Field = "怎么领"
)

// Kind says what a question is about.
type Kind int

// The kinds.
const (
	KindField   Kind = iota // the one that the field names
	KindPack                // a pack of the last class
	KindNewPack             // another pack
	KindLinks               // the links of a pack
	KindEarn                // how a pack is earned
)

// Reason says why an empty answer to a question about a pack means nothing.
type Reason int

// The reasons.
const (
	ReasonNone    Reason = iota
	ReasonLinkEnd        // its links end too early
	ReasonTopic          // it is about what the last class was about
)

// Question is a row of the table.
type Question struct {
	Field Field
	Kind  Kind
	// Pack is the pack that the question is about.
	Pack campaign.Pack
	// Old is what the last class had, as it could be answered; empty if that has to change.
	Old string
	// Proposed is set if the question may be left empty, and Proposal what that means.
	Proposed bool
	Proposal string
	Reason   Reason
	// Quiet questions keep their proposal unless somebody wants them to be asked.
	Quiet bool
}

// Options are what a form is made from.
type Options struct {
	// Last is the class before, nil for the first one.
	Last *content.Version
	Now  time.Time
	// Known are the words of other packages that a file must respect, and the account file of
	// the folder in which the class will lie: what that says is neither asked nor written.
	Known content.Vocabulary
	// Taken reports whether a class with this id exists already.
	Taken func(id string) bool
	// Beside reports whether a file lies where the class will lie.
	Beside func(name string) bool
}

// Form is a class that is being made. It is not safe for concurrent use.
type Form struct {
	o       Options
	last    content.Draft
	usual   *campaign.Campaign // what every class may be asked, with general answers
	first   bool
	answers map[Field]string
	opened  map[Field]bool
	topics  []string
	// errors are those of the file with the answers so far; nil if they are not known.
	errors map[string]content.Problem
}

// New begins a class.
func New(o Options) *Form {
	f := &Form{o: o, answers: map[Field]string{}, opened: map[Field]bool{}}
	known := o.Known
	known.Account = nil // its file stands for no folder
	usual := starter(known)
	f.usual = usual.Campaign
	if o.Last == nil {
		o.Last, f.first = usual, true
	}
	f.last = o.Last.Draft()
	f.topics = topics(f.last.Campaign)
	return f
}

// First reports whether there is no class before.
func (f *Form) First() bool { return f.first }

// Last is the class before.
func (f *Form) Last() *campaign.Campaign { return f.last.Campaign }

// Questions are all questions that the answers so far lead to, in order.
func (f *Form) Questions() []Question { return f.build().questions }

// Next returns the next question to be asked; false if there is none.
func (f *Form) Next() (Question, bool) {
	for _, q := range f.build().questions {
		if _, answered := f.answers[q.Field]; !answered && (!q.Quiet || f.opened[q.Field]) {
			return q, true
		}
	}
	return Question{}, false
}

// Missing lists the questions without an answer and without a proposal.
func (f *Form) Missing() []Question { return f.build().missing }

// Answer reads an answer. The error is a *AnswerError that says what is wrong; the form is as
// before then. What the check of the file would refuse because of the answer is refused here.
func (f *Form) Answer(field Field, words string) error {
	words = clean(words)
	if f.errors == nil {
		f.errors = f.check(f.build())
	}
	old, had := f.answers[field]
	f.answers[field] = words
	b := f.build()
	p := b.problems[field]
	if !slices.ContainsFunc(b.questions, func(q Question) bool { return q.Field == field }) {
		_, near := b.find(string(field))
		p = &AnswerError{Code: CodeField, Field: field, Words: string(field), Near: near}
	}
	var errors map[string]content.Problem
	if p == nil {
		errors = f.check(b)
		p = fresh(field, f.errors, errors)
	}
	if p == nil {
		f.errors = errors
		return nil
	}
	if delete(f.answers, field); had {
		f.answers[field] = old
	}
	return p
}

// Take forgets an answer, so that the question is asked again.
func (f *Form) Take(field Field) {
	f.errors = nil
	delete(f.answers, field)
	if field == FieldRest {
		clear(f.opened)
	}
}

// Draft is the class as far as it is known.
func (f *Form) Draft() content.Draft { return f.build().d }

// Left lists what the file of the last class says alone and the new one will not, with what
// gives it away.
func (f *Form) Left() []Left { return f.build().left }

// Kept lists the frequent questions of the last class that the new one has too.
func (f *Form) Kept() []campaign.Entry { return f.build().kept }

// PackOf returns the pack that a question about a pack is about, as the new class has it.
func (f *Form) PackOf(field Field) (campaign.Pack, bool) {
	p, ok := f.build().packOf[field]
	return p, ok
}

// Points are what the class will be about.
func (f *Form) Points() []string { return f.build().points }

// check returns the errors of the file as it would be now, but for texts that contradict the
// settings: those are of the last class, and no answer's fault.
func (f *Form) check(b *builder) map[string]content.Problem {
	d := b.standIns()
	files := map[string][]byte{"class.yaml": d.YAML()}
	if d.BlockedWords != "" {
		files[d.BlockedWords] = nil
	}
	_, problems, _ := content.LoadFiles(files, "class.yaml", f.o.Known, time.Time{})
	out := map[string]content.Problem{}
	for _, p := range problems {
		if !p.Warning && !p.Served {
			out[lineNumber.ReplaceAllString(p.Text, "")] = p
		}
	}
	return out
}

// standIns is the draft with something in the place of what is not answered yet, so that what
// depends on it is no error.
func (b *builder) standIns() content.Draft {
	c := *b.c
	if _, answered := b.f.answers[FieldPhrase]; !answered {
		c.Checkin.Passphrases = []string{"还没有口令"}
	}
	c.Packs = slices.Clone(c.Packs)
	for i := range c.Packs {
		if len(c.Packs[i].Mirrors) == 0 {
			c.Packs[i].Mirrors = []campaign.Mirror{{URL: "https://pan.example.com/" + c.Packs[i].ID, Until: forEver}}
		}
	}
	d := b.d
	d.Campaign = &c
	return d
}

var lineNumber = regexp.MustCompile(`，?(?:（)?第\d+行(?:附近)?(?:已经有了)?(?:）)?`)

// fresh is the problem of an answer that brings errors of the check.
func fresh(field Field, before, after map[string]content.Problem) *AnswerError {
	for text := range after {
		if _, was := before[text]; !was {
			return &AnswerError{Code: CodeCheck, Field: field, Words: text}
		}
	}
	return nil
}

// clean takes away what no answer can mean: control characters, and spaces around it.
func clean(words string) string {
	words = strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' || r >= ' ' && r != 0x7f && r != '\ufeff' && r != '\u200b' && r != '\ufffd' {
			return r
		}
		return -1
	}, strings.ReplaceAll(words, "\r\n", "\n"))
	if r := []rune(words); len(r) > maxAnswer {
		words = string(r[:maxAnswer])
	}
	return strings.TrimSpace(words)
}

// maxAnswer is how many characters of an answer are read.
const maxAnswer = 2000

// says reports whether an answer is one of some words.
func says(words string, one ...string) bool {
	folded := text.Fold(words)
	return slices.ContainsFunc(one, func(w string) bool { return text.Fold(w) == folded })
}

// none reports whether an answer means that there is nothing, or not yet.
func none(words string) bool {
	return says(words, "没有", "无", "不用", "不要", "没", "不需要", "不写", "去掉", "不", "否", "no", "none", "-") ||
		declines.MatchString(text.Fold(words)) || pending(words)
}

// declines are the ways to say that something is not handed out or done this time: 这次不发了.
var declines = regexp.MustCompile(`^(?:这一?[场次份个期回]|本场|这里|先|都|就|暂时|目前|我们)*` +
	`(?:(?:不再|不用再|不|没|没有|别|停|不打算|不准备|不需要)(?:发|送|给|要|放|用|写|有|提供|搞|办|留|发放|领)(?:它|这份|这个)?|取消|删掉|删了|去掉|算了|跳过|略过|免了|没)` +
	`(?:了|吧|啊|啦|哈)*$`)

func pending(words string) bool {
	return says(words, "待补", "待定", "还没有", "还没定", "没定", "还没", "未定", "不知道", "以后再说", "先空着", "空")
}

// same reports whether an answer means what the last class had.
func same(words string) bool {
	return says(words, "同上", "照旧", "不变", "一样", "不换", "保留", "沿用", "同上一场", "和上次一样", "跟上次一样")
}
