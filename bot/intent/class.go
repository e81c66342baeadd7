package intent

import (
	"slices"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/text"
)

// What a message is about, as far as that decides its class (R20). A question which class
// is meant is asked, and its answer remembered, for one of these.
const (
	ConcernClaim    campaign.Subject = "claim"
	ConcernCheckin  campaign.Subject = "checkin"
	ConcernMakeup   campaign.Subject = "makeup"
	ConcernReport   campaign.Subject = "report"
	ConcernAsk      campaign.Subject = "ask"
	ConcernLeave    campaign.Subject = "leave"
	ConcernSignup   campaign.Subject = "signup"
	ConcernQuestion campaign.Subject = "faq"
	// concernSelf is to erase what is stored of the sender in all classes, and concernElse
	// what no class has to be asked for.
	concernSelf campaign.Subject = "self"
	concernElse campaign.Subject = ""
)

// concernOfWord returns the concern of a command.
func concernOfWord(word string) campaign.Subject {
	switch word {
	case "领取", packsWord:
		return ConcernClaim
	case checkinWord, "口令":
		return ConcernCheckin
	case "补签":
		return ConcernMakeup
	case "失效":
		return ConcernReport
	case askWord, voteWord, "取消顶", boardWord:
		return ConcernAsk
	case cancelWord, confirmCancelWord:
		return ConcernLeave
	case signupWord:
		return ConcernSignup
	case eraseWord, confirmEraseWord:
		return concernSelf
	default:
		return concernElse
	}
}

// concernOf returns the concern of an intent.
func concernOf(in Intent) campaign.Subject {
	switch in.Kind {
	case RunCommand, SuggestCommand, AskAgain:
		return concernOfWord(in.Command.Word)
	case Passphrase, WrongPassphrase, LateCheckin:
		return ConcernCheckin
	case Answer:
		return ConcernQuestion
	case OneSeat:
		return ConcernSignup
	default:
		return concernElse
	}
}

// Class is a class to which a message may belong.
type Class struct {
	Campaign *campaign.Campaign
	Stage    campaign.Stage
	// Member is set if the sender has anything in it, Registered if they have a seat or a
	// place on the waitlist, Claimed if they have asked for a pack.
	Member, Registered, Claimed bool
	// Closed is set if moderators have closed its registration.
	Closed bool
	// Readings are what the message means to this class. If its question is not matched yet,
	// Finish matches it: most messages are about a class that is found without the readings of
	// the others.
	Readings bot.Readings
	Finish   func(*bot.Readings)
}

// ClassQuery is all that decides to which class a message belongs.
type ClassQuery struct {
	// Classes are those that are live, at least one, by start and id.
	Classes []Class
	// At is the time by which deadlines are judged, Now the arrival.
	At, Now time.Time
	// Folded is the text as matching sees it, Arg the scene of a QR code.
	Folded, Arg string
	// Person is the sender; nil for somebody unknown.
	Person *campaign.Person
	// TakenIn is the class in which a moderator talks to the sender, LastIn the one of
	// their last message; empty for none.
	TakenIn, LastIn string
}

// ClassChosen is the class of a message. Among are the classes that fit equally, by their
// places in the query; with fewer than two nothing has to be asked.
type ClassChosen struct {
	Class   int
	Among   []int
	Concern campaign.Subject
}

// ChooseClass decides to which class a message belongs (R20 (a)). It compares facts only.
func ChooseClass(q ClassQuery) ClassChosen { return q.choose(q.byConcern) }

// choose decides by what waits for the sender, where the message came in and what it names;
// else byConcern chooses among the classes that are left by what it is about.
func (q *ClassQuery) choose(byConcern func(all []int) (Intent, campaign.Subject, []int)) ClassChosen {
	all := make([]int, len(q.Classes))
	for i := range all {
		all[i] = i
	}
	if len(all) == 1 {
		return ClassChosen{}
	}
	for _, rule := range []func() (int, bool){q.byTalk, q.byNumber, q.byAssent} {
		if i, ok := rule(); ok {
			return ClassChosen{Class: i}
		}
	}
	if q.source() == bot.SourceArrival {
		return ClassChosen{Class: q.byScene(all)}
	}
	all = q.named(all)
	if len(all) == 1 {
		return ClassChosen{Class: all[0]}
	}
	if i, ok := q.goesOn(); ok && slices.Contains(all, i) {
		return ClassChosen{Class: i}
	}
	return q.settle(byConcern(all))
}

func (q *ClassQuery) source() bot.Source { return q.Classes[0].Readings.Source }

// index returns the place of a class by its id.
func (q *ClassQuery) index(id string) (int, bool) {
	i := slices.IndexFunc(q.Classes, func(c Class) bool { return c.Campaign.ID == id })
	return i, i >= 0
}

// of returns the class to which something belongs that waits for the sender.
func (q *ClassQuery) of(s campaign.Subject) (int, bool) {
	return q.index(q.Person.ClassOf(s, q.Now))
}

// intent resolves the message as one to a class.
func (q *ClassQuery) intent(i int) Intent {
	c := &q.Classes[i]
	if c.Readings.Words.Unmatched {
		c.Finish(&c.Readings)
	}
	s := Known(q.Person, c.Campaign.ID, q.Now)
	s.TakenOver = s.TakenOver && q.TakenIn == c.Campaign.ID
	s.CheckinOpen = q.checkinOpen(i)
	return Resolve(c.Readings, s)
}

func (q *ClassQuery) checkinOpen(i int) bool {
	rules := q.Classes[i].Campaign.Checkin
	return !q.At.Before(rules.Open) && !q.At.After(rules.Close)
}

// byTalk finds the class whose moderator talks to the sender.
func (q *ClassQuery) byTalk() (int, bool) {
	i, ok := q.index(q.TakenIn)
	return i, ok && q.intent(i).Kind == ToModerator
}

// byNumber finds the class of the list that a number chooses from, or the class that it
// chooses.
func (q *ClassQuery) byNumber() (int, bool) {
	id, ok := q.Picked()
	if !ok {
		return 0, false
	}
	if c, ok := ClassPicked(id); ok {
		return q.index(c.Class)
	}
	return q.of(campaign.SubjectList)
}

// Picked returns the choice that the message takes from the last list, by its number.
func (q *ClassQuery) Picked() (id string, ok bool) {
	p, r := q.Person, &q.Classes[0].Readings
	if p == nil || r.Source != bot.SourceText || r.Number < 1 || r.Number > len(p.Choices) || q.Now.After(p.ChoicesUntil) {
		return "", false
	}
	return p.Choices[r.Number-1], true
}

// ClassPicked returns the class that a choice means; ok is false for other choices.
func ClassPicked(id string) (campaign.ClassChoice, bool) { return campaign.ClassChoiceOf(id) }

// byAssent finds the class of what a yes or a no answers, or of the seat that is given up.
func (q *ClassQuery) byAssent() (int, bool) {
	r := &q.Classes[0].Readings
	if q.Person == nil || r.Source != bot.SourceText {
		return 0, false
	}
	s := Known(q.Person, "", q.Now)
	if r.Words.Command.Word == confirmCancelWord || r.Assent == bot.AssentConfirmLeave {
		return q.of(campaign.SubjectCancel)
	}
	if r.Words.Command.Word != "" || r.Assent == bot.AssentNone {
		return 0, false
	}
	waits := s.harmless(r.Assent)
	switch {
	case waits && s.choices() > 0:
		return q.of(campaign.SubjectList)
	case waits:
		return q.of(campaign.SubjectSuggestion)
	case s.LeaveAsked, r.Assent == bot.AssentConfirm && s.LeaveLapsed:
		return q.of(campaign.SubjectCancel)
	default:
		return 0, false
	}
}

// byScene finds the class of a QR code, or, without one, the class to welcome somebody to.
func (q *ClassQuery) byScene(all []int) int {
	having := q.those(all, func(i int) bool {
		c := q.Classes[i].Campaign
		return slices.Contains(c.Signup.Scenes, q.Arg) || q.Arg == campaign.WallScene(c.ID)
	})
	if len(having) == 0 {
		having = all
	}
	return q.next(having)[0]
}

// named returns the classes that the words of a message name: by a passphrase inside its
// window, by the name of a class, by a pack or a key of the menu that others do not have.
// It returns all if they name none.
func (q *ClassQuery) named(all []int) []int {
	for _, names := range []func(i int) bool{
		func(i int) bool { return q.checkinOpen(i) && saysPhrase(&q.Classes[i].Readings.Words) },
		q.namesClass(),
	} {
		if found := q.those(all, names); len(found) > 0 {
			return found
		}
	}
	if q.source() == bot.SourceMenu {
		knows := func(i int) bool {
			w := &q.Classes[i].Readings.Words
			return w.Command.Word != "" || w.Match.OwnWording
		}
		if found := q.those(all, knows); len(found) > 0 {
			all = found
		}
	}
	if packs := q.those(all, func(i int) bool { return q.Classes[i].Readings.Words.Command.Pack != "" }); len(packs) > 0 {
		return packs
	}
	// Outside its window a passphrase means nothing to another class either.
	if late := q.those(all, func(i int) bool { return saysPhrase(&q.Classes[i].Readings.Words) }); len(late) == 1 {
		return late
	}
	return all
}

// saysPhrase reports whether a text is a passphrase, announced or not.
func saysPhrase(w *bot.TextReading) bool {
	return w.Passphrase == bot.CloseRight || w.Spoken.Announced && w.Spoken.Closeness == bot.CloseRight
}

// namesClass returns a test whether the text has the name of a class, the longest of those
// that it has.
func (q *ClassQuery) namesClass() func(i int) bool {
	longest, said := 0, q.Folded
	names := make([]string, len(q.Classes))
	for i, c := range q.Classes {
		names[i] = text.Fold(c.Campaign.Name)
		if !hasName(names[i], said) {
			names[i] = ""
		}
		longest = max(longest, len(names[i]))
	}
	return func(i int) bool { return longest > 0 && len(names[i]) == longest }
}

// begun reports whether a class is more than announced and has not ended.
func (q *ClassQuery) begun(i int) bool {
	s := q.Classes[i].Stage
	return s != campaign.StageAnnounced && s != campaign.StageEnded
}

// goesOn finds the class of what a text goes on from: the question that the lecturer is to
// be asked, and the answer that was not what was meant.
func (q *ClassQuery) goesOn() (int, bool) {
	if q.Person == nil || q.source() != bot.SourceText {
		return 0, false
	}
	if i, ok := q.of(campaign.SubjectQuestion); ok && q.Person.Awaits(campaign.PendingQuestion, q.Now) {
		in := q.intent(i)
		if in.Kind == RunCommand && in.Command.Word == askWord && q.Classes[i].Readings.Words.Command.Word == "" {
			return i, true
		}
	}
	i, ok := q.index(q.LastIn)
	return i, ok && RefersBack(&q.Classes[i].Readings)
}

// RefersBack reports whether a message may be about the last answer, so that ClassQuery
// needs LastIn.
func RefersBack(r *bot.Readings) bool {
	w := &r.Words
	return w.Command.Word == "" && (w.Refusal || w.Wish.Wish == bot.WishOther || LeavesOutObject(w.Folded))
}

// byConcern chooses among classes by what the message is about. That is what it means to
// the nearest class, or to one of those that know what it means if that one does not.
func (q *ClassQuery) byConcern(all []int) (in Intent, concern campaign.Subject, fits []int) {
	fits = q.nearest(all)
	in = q.intent(fits[0])
	if in.Kind != RunCommand && in.Kind != Offer && concernOf(in) == concernElse || in.Kind == Answer {
		if knowing := q.knowing(all, fits); len(knowing) > 0 {
			fits = q.nearest(knowing)
			in, all = q.intent(fits[0]), knowing
		}
	}
	concern = concernOf(in)
	// A digit, or a word that one class takes for a command, may mean something else to another.
	same := func(i int) bool { return concernOf(q.intent(i)) == concern }
	switch concern {
	case ConcernQuestion, concernElse:
		return in, concern, q.those(fits, same)
	case concernSelf:
		return in, concern, q.latest(all, same)
	case ConcernSignup:
		return in, concern, q.nextOf(all, same)
	default:
		return in, concern, q.ofMember(all, concern, same)
	}
}

// settle makes a choice of classes that fit equally: the one that was chosen before for
// the same concern, else the sender is asked, if they can answer.
func (q *ClassQuery) settle(in Intent, concern campaign.Subject, fits []int) ClassChosen {
	out := ClassChosen{Class: fits[0], Concern: concern}
	typed := q.source() == bot.SourceText || q.source() == bot.SourceMenu
	if len(fits) < 2 || !typed || concern == concernElse || concern == concernSelf || in.Kind == OneSeat {
		return out
	}
	if q.Person != nil {
		if i, ok := q.of(concern); ok && slices.Contains(fits, i) {
			out.Class = i
			return out
		}
	}
	out.Among = fits
	return out
}
