package intent

import (
	"strings"
	"unicode/utf8"

	"zhujiao/bot"
)

// assentIntent chooses what a yes or a no answers (ruling 47). ok is false if the text
// means what it would without a question.
func assentIntent(r *bot.Readings, s State) (in Intent, ok bool) {
	if r.Words.Command.Word != "" {
		return Intent{}, false // 确认取消 is a command
	}
	switch r.Assent {
	case bot.AssentNone:
		return Intent{}, false
	case bot.AssentConfirmLeave:
		return run(confirmCancelWord), true
	case bot.AssentConfirmErase:
		return run(confirmEraseWord), true
	case bot.AssentNo:
		return denial(r, s)
	case bot.AssentCourtesy, bot.AssentYes, bot.AssentConfirm, bot.AssentCancel:
	}
	harmless := s.harmless(r.Assent)
	switch asked := s.asked(harmless); {
	case asked > 1:
		return Intent{Kind: AskWhich}, true
	case s.LeaveAsked && r.Assent == bot.AssentConfirm:
		return run(confirmCancelWord), true
	case s.EraseAsked && r.Assent == bot.AssentConfirm:
		return run(confirmEraseWord), true
	case s.LeaveAsked:
		return Intent{Kind: AskAgain, Command: bot.CommandReading{Word: cancelWord}}, true
	case s.EraseAsked:
		return Intent{Kind: AskAgain, Command: bot.CommandReading{Word: eraseWord}}, true
	case asked == 0 || r.Assent == bot.AssentCancel:
		return unasked(r, s)
	case s.Suggested != "":
		return Intent{Kind: Accept, Text: s.Suggested}, true
	case s.choices() == 1:
		return Intent{Kind: Choose, Number: 1, Entry: s.Choices[0]}, true
	default: // a yes to a list of several
		return Intent{Kind: AskWhich}, true
	}
}

// denial chooses what a no answers.
func denial(r *bot.Readings, s State) (Intent, bool) {
	switch {
	case r.Words.Refusal && s.choices() > 0:
		return Intent{Kind: Refuse}, true
	case s.asked(s.Suggested != "" || s.choices() > 0) > 0 || s.QuestionAwaited:
		return Intent{Kind: Dismiss}, true
	default:
		return unasked(r, s)
	}
}

// unasked chooses what a yes or a no means that answers nothing: a confirmation may come
// too late; after any other yes the bot says that it listens. Nobody has to look at either.
func unasked(r *bot.Readings, s State) (Intent, bool) {
	w := &r.Words
	switch {
	case r.Assent == bot.AssentConfirm && s.LeaveLapsed:
		return run(confirmCancelWord), true
	case r.Assent == bot.AssentConfirm && s.EraseLapsed:
		return run(confirmEraseWord), true
	case w.Match.OwnWording || w.Courtesy != bot.CourtesyNone || w.Remark || w.Declines || w.Refusal:
		return Intent{}, false
	case r.Assent == bot.AssentNo && !strings.HasPrefix(w.Folded, "没"): // 没有 tells something
		return Intent{Kind: Nothing, Text: w.Text}, true
	case r.Assent == bot.AssentYes, r.Assent == bot.AssentConfirm && w.Match.Band == bot.BandNone:
		return Intent{Kind: Greeting, Text: w.Text}, true
	default:
		return Intent{}, false
	}
}

// harmless reports whether a yes may answer the suggestion or the list. Mere courtesy does
// only if nothing else was answered since.
func (s State) harmless(a bot.Assent) bool {
	if s.Suggested == "" && s.choices() == 0 {
		return false
	}
	if a == bot.AssentCourtesy {
		return !s.MovedOn && (s.Suggested != "" || s.choices() == 1)
	}
	return !s.MovedOn || !s.LeaveAsked && !s.EraseAsked
}

// asked counts the questions that wait for a yes.
func (s State) asked(harmless bool) (n int) {
	for _, waits := range []bool{s.LeaveAsked, s.EraseAsked, harmless} {
		if waits {
			n++
		}
	}
	return n
}

// choices counts the choices of the last list that are still good.
func (s State) choices() int {
	if s.Now.After(s.ChoicesUntil) {
		return 0
	}
	return len(s.Choices)
}

const (
	// A frequent question of more than shortQuestion characters has to be this sure to be
	// none for the lecturer.
	sureBesideQuestion = 0.98
	shortQuestion      = 14
)

// question reports whether an intent leaves a text to be the question for the lecturer
// that 提问 alone announced (ruling 49).
func (in Intent) question(w *bot.TextReading) bool {
	switch in.Kind {
	case Unknown, Offer, FollowUp:
		return true
	case Answer:
		return !w.Match.OwnWording && w.Match.Confidence < sureBesideQuestion && utf8.RuneCountInString(w.Folded) > shortQuestion
	case SuggestCommand:
		return in.Command.Word == askWord
	case Nothing:
		return w.Blocked
	default:
		return false
	}
}

// asQuestion is the intent of a text that is the question for the lecturer.
func asQuestion(w *bot.TextReading) Intent {
	return Intent{Kind: RunCommand, Text: w.Text, Command: bot.CommandReading{Word: askWord, Rest: w.Text, Folded: w.Folded}}
}

// mannerIntent chooses by a wish that is more than a command in other words.
func mannerIntent(w *bot.TextReading, s State) Intent {
	switch w.Wish.Wish {
	case bot.WishSignup:
		return run(signupWord)
	case bot.WishPacks:
		return run(packsWord)
	case bot.WishAsk:
		return run(askWord)
	case bot.WishBoard:
		return run(boardWord)
	case bot.WishOwnQuestions:
		return run(standingWord)
	case bot.WishSeveralSeats:
		return Intent{Kind: OneSeat}
	case bot.WishToday:
		return Intent{Kind: OtherDay, Entry: w.Wish.Entry}
	case bot.WishOtherDay:
		return Intent{Kind: OtherDay, Entry: w.Wish.Entry, Number: w.Wish.Days}
	case bot.WishOther:
		if s.Topic != "" {
			return goingOn(w, s)
		}
	case bot.WishChange:
		if in := matchIntent(w); in.Kind == Answer && w.Match.Confidence >= sureBesideQuestion {
			return in
		}
		return Intent{Kind: Unknown}
	case bot.WishNone, bot.WishErasure, bot.WishReminders, bot.WishNoMessages, bot.WishStanding, bot.WishLateCheckin, bot.WishHowCheckin:
	}
	return matchIntent(w)
}

// goingOn chooses what a text means that names another thing and leaves out what is asked
// about it. What is surely a question of its own is answered as such.
func goingOn(w *bot.TextReading, s State) Intent {
	if w.Wish.Pack != "" {
		return Intent{Kind: FollowUp, Entry: s.Topic, Command: bot.CommandReading{Pack: w.Wish.Pack}}
	}
	if in := matchIntent(w); in.Kind != Unknown && in.Kind != Offer {
		return in
	}
	return Intent{Kind: FollowUp, Entry: s.Topic, Object: w.Wish.Object}
}

// distrustIntent chooses what words of distrust get: the entry that says who runs the
// class, else a person, and never silence (ruling 51).
func distrustIntent(w *bot.TextReading) Intent {
	if w.Trust != "" {
		return Intent{Kind: Answer, Entry: w.Trust}
	}
	return Intent{Kind: Warning}
}
