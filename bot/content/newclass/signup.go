package newclass

import (
	"strconv"
	"strings"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/text"
)

// signup asks for the seats and when registration opens.
func (b *builder) signup() {
	seats := strconv.Itoa(b.old.Signup.Seats)
	q := Question{Field: FieldSeats, Proposed: true, Proposal: seats, Old: seats, Quiet: !b.f.first}
	b.ask(q, func(words string) (p *AnswerError) {
		n, p := countAnswer(words, 1, 100000)
		if p == nil {
			b.c.Signup.Seats = n
		}
		return p
	})
	q = Question{Field: FieldOpen, Proposed: true, Quiet: true}
	if open := b.c.Signup.Open; !open.IsZero() {
		q.Proposal = open.In(b.c.Zone).Format(fileTime)
		q.Old = q.Proposal
	}
	b.ask(q, func(words string) *AnswerError {
		if words == "" || none(words) || says(words, "现在", "马上", "立刻") {
			b.c.Signup.Open, b.c.Questions.Open = time.Time{}, time.Time{}
			return nil
		}
		if _, answered := b.f.answers[FieldOpen]; !answered {
			return nil // moved already
		}
		m := text.ReadTime(half(words), b.c.Start.AddDate(0, 0, -60))
		if m.At.IsZero() || m.Problem == text.TimeTwice {
			return timeProblem(m, words, b.f.o.Now)
		}
		if b.c.Questions.Open.Equal(b.c.Signup.Open) {
			b.c.Questions.Open = m.At
		}
		b.c.Signup.Open = m.At
		return nil
	})
}

// checkin asks for the passphrases and when they are taken.
func (b *builder) checkin() {
	b.c.Checkin.Passphrases = nil
	b.ask(Question{Field: FieldPhrase}, func(words string) *AnswerError {
		if none(words) {
			return nil
		}
		phrases := listAnswer(words)
		for _, p := range phrases {
			if !b.f.first && says(p, b.old.Checkin.Passphrases...) {
				return &AnswerError{Code: CodePhrase, Words: p}
			}
		}
		if len(phrases) == 0 {
			return &AnswerError{Code: CodeEmpty, Words: words}
		}
		b.c.Checkin.Passphrases = phrases
		return nil
	})
	_, answered := b.f.answers[FieldPhrase]
	window := b.window()
	q := Question{Field: FieldWindow, Proposed: true, Proposal: window, Quiet: !b.f.first || answered && !b.c.HasCheckin()}
	if !b.f.first {
		q.Old = window
	}
	b.ask(q, func(words string) *AnswerError {
		if words == window {
			return nil
		}
		return b.windowAnswer(words)
	})
	if answered && !b.c.HasCheckin() {
		b.c.Checkin = campaign.CheckinRules{Open: b.c.Start, Close: b.c.End}
	}
}

// window is the time of the check-in as it could be answered.
func (b *builder) window() string {
	return b.c.Checkin.Open.In(b.c.Zone).Format("15:04") + "-" + b.c.Checkin.Close.In(b.c.Zone).Format("15:04")
}

// windowAnswer reads 20:30-21:45, or how long after the class the check-in ends.
func (b *builder) windowAnswer(words string) *AnswerError {
	s := strings.TrimSpace(half(words))
	for _, after := range []string{"开课到下课后", "下课后", "课后", "结束后"} {
		if rest, ok := strings.CutPrefix(s, after); ok {
			d, ok := text.SpanOf(rest)
			if !ok || d > 2*time.Hour {
				return &AnswerError{Code: CodeWindow, Words: words}
			}
			b.c.Checkin.Open, b.c.Checkin.Close = b.c.Start, b.c.End.Add(d)
			return nil
		}
	}
	if says(s, "开课到下课") {
		b.c.Checkin.Open, b.c.Checkin.Close = b.c.Start, b.c.End
		return nil
	}
	m := untilClock.FindStringSubmatch(s)
	if m == nil {
		return &AnswerError{Code: CodeWindow, Words: words}
	}
	day := time.Date(b.c.Start.Year(), b.c.Start.Month(), b.c.Start.Day(), 0, 0, 1, 0, b.c.Zone)
	from := text.ReadTime(m[1], day)
	if from.At.IsZero() || from.Dated {
		return &AnswerError{Code: CodeWindow, Words: words}
	}
	until, p := endAnswer(m[2], from.At)
	if p != nil {
		return &AnswerError{Code: CodeWindow, Words: words}
	}
	b.c.Checkin.Open, b.c.Checkin.Close = from.At, until
	return nil
}
