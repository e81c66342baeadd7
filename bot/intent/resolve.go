package intent

import (
	"time"

	"zhujiao/bot"
)

// State is what is known of the sender and of the service when a message is
// answered.
type State struct {
	// Limited is set for the first message over the limit.
	Limited bool
	// Moderator is set if the sender is one.
	Moderator bool
	// Stopped is set while moderators have stopped everything.
	Stopped bool
	// TakenOver is set while a moderator talks to the sender.
	TakenOver bool
	// Choices are the ids of the last list that was offered; their numbers count from
	// 1 and are good until ChoicesUntil.
	Choices      []string
	ChoicesUntil time.Time
	// LeaveAsked and EraseAsked are set while a confirmation is open, LeaveLapsed and
	// EraseLapsed if one was asked for and is not open any more.
	LeaveAsked, EraseAsked, LeaveLapsed, EraseLapsed bool
	// Suggested is what the sender would have typed, while the bot has asked whether they
	// want that; MovedOn is set if something else was answered since, or since the list.
	Suggested string
	MovedOn   bool
	// QuestionAwaited is set after 提问 alone.
	QuestionAwaited bool
	// Topic is the frequent question that was answered last; it is known only for a text
	// that refers to it. Pack is the pack that was spoken of since.
	Topic, Pack string
	// CheckinOpen is set while passphrases are taken.
	CheckinOpen bool
	// Now is when the message arrived.
	Now time.Time
}

// Kind says what somebody wants.
type Kind string

// The kinds. Each says which fields of the intent are set beside Text.
const (
	// Nothing needs no answer.
	Nothing Kind = "nothing"
	// LimitNotice tells the sender that they sent too many messages.
	LimitNotice Kind = "limit_notice"
	// StaffCommand is a moderator's command; Line is set.
	StaffCommand Kind = "staff_command"
	// StopNotice tells the sender that everything is stopped.
	StopNotice Kind = "stop_notice"
	// ToModerator is for the moderator who talks to the sender.
	ToModerator Kind = "to_moderator"
	// Choose picks from the last list; Number and Entry are set. The entry may be a
	// command, or gone by now: see Reader.Meaning.
	Choose Kind = "choose"
	// Arrive is a new follower or a scan, Depart somebody who stopped following.
	Arrive Kind = "arrive"
	Depart Kind = "depart"
	// MassResult is the platform's result of a mass send.
	MassResult Kind = "mass_result"
	// Attachment is a picture or the like.
	Attachment Kind = "attachment"
	// RunCommand runs a command; Command is set.
	RunCommand Kind = "command"
	// SuggestCommand points to a command without running it; the word of Command is
	// set, and Title.
	SuggestCommand Kind = "suggest_command"
	// Passphrase is the right one, WrongPassphrase a try at one.
	Passphrase      Kind = "passphrase"
	WrongPassphrase Kind = "wrong_passphrase"
	// Answer is a frequent question; Entry is set.
	Answer Kind = "answer"
	// Offer asks which of Choices was meant.
	Offer Kind = "offer"
	// Decline says that somebody will not come.
	Decline Kind = "decline"
	// Greeting and Thanks are courtesy that is answered.
	Greeting Kind = "greeting"
	Thanks   Kind = "thanks"
	// LateCheckin says that somebody forgot to check in.
	LateCheckin Kind = "late_checkin"
	// Warning is a report about a scammer, with words that are blocked otherwise.
	Warning Kind = "warning"
	// Unknown is a question that the bot cannot answer.
	Unknown Kind = "unknown"
	// Accept is a yes to a suggestion; Text is what to do, as if it had been typed.
	Accept Kind = "accept"
	// AskAgain repeats the question for a confirmation; the word of Command is the command
	// that asked it.
	AskAgain Kind = "ask_again"
	// AskWhich asks what a yes was said to.
	AskWhich Kind = "ask_which"
	// Dismiss is a no to everything that was asked.
	Dismiss Kind = "dismiss"
	// Refuse says that the last answer, which is Entry, or the list is not what was asked.
	Refuse Kind = "refuse"
	// Several are the questions of one text; Parts are their intents.
	Several Kind = "several"
	// OneSeat answers that everybody registers for themselves.
	OneSeat Kind = "one_seat"
	// OtherDay asks whether there is a class in Number days, or at some time if that is
	// bot.AnyDay; Entry says when the class is, and may be empty.
	OtherDay Kind = "other_day"
	// FollowUp asks the same about another thing: Entry is what was answered, the pack of
	// Command or Object the other one.
	FollowUp Kind = "follow_up"
)

// Intent is what somebody wants, and all that is needed to do it.
type Intent struct {
	Kind Kind
	// Text is the text of the message; for a digit, a copied menu line or a click it is
	// the word that these stand for. It is empty for a message without text.
	Text    string
	Line    string
	Command bot.CommandReading
	Title   string
	Number  int
	Entry   string
	Choices []bot.Hit
	Parts   []Intent
	Object  string
}

// Resolve chooses what somebody wants. It is total and compares fields only; the
// order of its rules is the order of precedence.
func Resolve(r bot.Readings, s State) Intent {
	switch {
	case s.Limited:
		return Intent{Kind: LimitNotice}
	case r.Staff.Line != "" && (s.Moderator || r.Staff.Binding):
		return Intent{Kind: StaffCommand, Line: r.Staff.Line}
	case s.Stopped && (!r.AtEveryStop || chooses(&r, s)) && !erases(&r, s) && stoppable(r.Source):
		return Intent{Kind: StopNotice} // rights of a person work at every level (ruling 28)
	case s.TakenOver && !r.Exempt && says(r.Source):
		return Intent{Kind: ToModerator}
	}
	if chooses(&r, s) {
		return Intent{Kind: Choose, Number: r.Number, Entry: s.Choices[r.Number-1]}
	}
	if in, ok := assentIntent(&r, s); ok {
		return in
	}
	switch r.Source {
	case bot.SourceText:
		return typedIntent(&r.Words, s)
	case bot.SourceMenu:
		return keyIntent(&r.Words, s)
	case bot.SourceArrival:
		return Intent{Kind: Arrive}
	case bot.SourceDeparture:
		return Intent{Kind: Depart}
	case bot.SourceMassResult:
		return Intent{Kind: MassResult}
	case bot.SourceAttachment:
		return Intent{Kind: Attachment}
	case bot.SourceSystem, bot.SourceOther:
		return Intent{Kind: Nothing}
	default:
		return Intent{Kind: Nothing}
	}
}

// chooses reports whether a message is a number of the last list.
func chooses(r *bot.Readings, s State) bool {
	return r.Source == bot.SourceText && r.Number >= 1 && r.Number <= len(s.Choices) && !s.Now.After(s.ChoicesUntil)
}

// erases reports whether a message confirms an erasure, which works at every stop level as
// the command does.
func erases(r *bot.Readings, s State) bool {
	return s.EraseAsked && !s.LeaveAsked && confirmsErasure(r.Assent)
}

// confirmsErasure reports whether a text can confirm an erasure that was asked for.
func confirmsErasure(a bot.Assent) bool { return a == bot.AssentConfirm || a == bot.AssentConfirmErase }

// stoppable reports whether a message is not answered while everything is stopped.
func stoppable(s bot.Source) bool {
	return s != bot.SourceSystem && s != bot.SourceMassResult && s != bot.SourceDeparture
}

// says reports whether a message is meant for the moderator who talks to its sender.
func says(s bot.Source) bool {
	return s == bot.SourceText || s == bot.SourceMenu || s == bot.SourceAttachment || s == bot.SourceOther
}

// typedIntent chooses among the readings of a text that may go on from what was said
// before.
func typedIntent(w *bot.TextReading, s State) Intent {
	in := wordsIntent(w, s)
	switch {
	case w.Refusal && (s.Topic != "" || s.choices() > 0 || s.Suggested != "") && in.Kind != RunCommand && !w.Match.OwnWording:
		return Intent{Kind: Refuse, Text: w.Text, Entry: s.Topic}
	case s.Pack != "" && in.Kind == Answer && LeavesOutObject(w.Folded):
		return Intent{Kind: FollowUp, Text: w.Text, Entry: in.Entry, Command: bot.CommandReading{Pack: s.Pack}}
	case s.QuestionAwaited && in.question(w):
		return asQuestion(w)
	default:
		return in
	}
}

// keyIntent chooses what a key of the account's menu means. One that nothing knows, of an
// old menu or of another program, gets the menu (ruling 38).
func keyIntent(w *bot.TextReading, s State) Intent {
	in := wordsIntent(w, s)
	if in.Kind == RunCommand || w.Match.OwnWording {
		return in
	}
	menu := run(menuWord)
	menu.Text = menuWord
	return menu
}

// wordsIntent chooses among the readings of a text (R3).
func wordsIntent(w *bot.TextReading, s State) Intent {
	in, ok := certainIntent(w)
	if !ok {
		in = uncertainIntent(w, s)
	}
	if in.Text == "" {
		in.Text = w.Text
	}
	return in
}

// certainIntent chooses by the readings that win whatever is known of the sender;
// ok is false if there is none. A reader stops when it has found one.
func certainIntent(w *bot.TextReading) (in Intent, ok bool) {
	if w.Command.Word != "" {
		return Intent{Kind: RunCommand, Command: w.Command}, true
	}
	if in, ok := announcedIntent(w.Spoken, w.Match.OwnWording); ok {
		return in, true
	}
	switch {
	case w.Folded == "":
		return Intent{Kind: Nothing}, true
	case w.Blocked && w.Warning:
		return Intent{Kind: Warning}, true
	case w.Distrust && !w.Match.OwnWording && w.Passphrase != bot.CloseRight:
		return distrustIntent(w), true
	case w.Blocked:
		return Intent{Kind: Nothing}, true // an insult gets no answer (ruling 13)
	case w.Passphrase == bot.CloseRight:
		return Intent{Kind: Passphrase}, true // whatever wording somebody has given an entry
	case w.Match.OwnWording:
		return matchIntent(w), true
	case w.Declines:
		return Intent{Kind: Decline}, true // told, not asked for: nothing is cancelled (ruling 26)
	case w.Courtesy == bot.CourtesyThanks:
		return Intent{Kind: Thanks}, true
	case w.Courtesy == bot.CourtesyGreeting:
		return Intent{Kind: Greeting}, true
	case w.Courtesy == bot.CourtesyNoted:
		return Intent{Kind: Nothing}, true
	case w.MenuLine != nil:
		return wordsIntent(w.MenuLine, State{}), true
	case w.StrayNumber:
		return run(menuWord), true
	default:
		return Intent{}, false
	}
}

// announcedIntent chooses what 签到 or 口令 with something behind it means (R7). A
// question about check-in, or words that say nothing, do not count as a failed
// attempt; a frequent question's own wording is left to it.
func announcedIntent(s bot.SpokenPassphrase, ownWording bool) (Intent, bool) {
	switch {
	case !s.Announced:
		return Intent{}, false
	case s.Closeness == bot.CloseRight:
		return Intent{Kind: Passphrase}, true
	case ownWording:
		return Intent{}, false
	case s.Closeness == bot.CloseAlmost:
		return Intent{Kind: WrongPassphrase}, true
	case s.Question:
		return run(checkinWord), true
	case s.TooLong:
		return Intent{}, false
	default:
		return Intent{Kind: WrongPassphrase}, true
	}
}

// uncertainIntent chooses among the remaining readings.
func uncertainIntent(w *bot.TextReading, s State) Intent {
	if w.Passphrase == bot.CloseAlmost && s.CheckinOpen {
		return Intent{Kind: WrongPassphrase} // not a guess at a question (ruling 18)
	}
	if in, ok := severalIntent(w); ok {
		return in
	}
	switch w.Wish.Wish {
	case bot.WishErasure, bot.WishReminders, bot.WishNoMessages:
		return Intent{Kind: SuggestCommand, Command: bot.CommandReading{Word: w.Wish.Command}, Title: w.Wish.Title}
	case bot.WishStanding:
		return run(standingWord)
	case bot.WishLateCheckin:
		return Intent{Kind: LateCheckin}
	case bot.WishHowCheckin:
		return run(checkinWord)
	case bot.WishNone:
		return matchIntent(w)
	default:
		return mannerIntent(w, s)
	}
}

func run(word string) Intent {
	return Intent{Kind: RunCommand, Command: bot.CommandReading{Word: word}}
}

// matchIntent chooses by what the matcher found.
func matchIntent(w *bot.TextReading) Intent {
	hits := w.Match.Hits
	switch {
	case w.Match.OwnWording && len(hits) > 0 && hits[0].Command != "":
		return run(hits[0].Command) // what a list calls it, typed instead of its number
	case w.Match.Band == bot.BandAnswer && len(hits) > 0 && hits[0].Command != "":
		return Intent{Kind: SuggestCommand, Command: bot.CommandReading{Word: hits[0].Command}, Title: hits[0].Title}
	case w.Match.Band == bot.BandAnswer && len(hits) > 0:
		return Intent{Kind: Answer, Entry: hits[0].ID, Title: hits[0].Title}
	case w.Match.Band == bot.BandSuggest && len(hits) > 0:
		return Intent{Kind: Offer, Choices: offered(hits)}
	case w.Remark:
		return Intent{Kind: Thanks}
	default:
		return Intent{Kind: Unknown}
	}
}

// leastScore is the lowest score of a choice that is offered beside the first.
const leastScore = 0.25

// offered leaves out hits that are far less likely than the first, or hardly like
// the text, and a second hit with the same title: two intents may have one command.
func offered(hits []bot.Hit) (out []bot.Hit) {
	shown := map[string]bool{}
	for _, h := range hits {
		if h.Score < hits[0].Score/2 || len(out) > 0 && h.Score < leastScore {
			break
		}
		if !shown[h.Title] {
			shown[h.Title] = true
			out = append(out, h)
		}
	}
	return out
}
