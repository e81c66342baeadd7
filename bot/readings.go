package bot

// Readings are everything that a message may mean, as far as it is known without its
// sender. They are plain data: bot/intent makes them before the unit, and chooses among
// them inside it with what is known of the sender.
type Readings struct {
	Source Source
	// Words are the readings of what was typed, or of the words that a click on the
	// account's menu stands for. They are zero for every other source.
	Words TextReading
	// Number is the number that was typed, or the one of the line that was tapped; it
	// may pick from a list of choices. It is 0 if the message is no number.
	Number int
	Staff  StaffLine
	// Exempt is set for command words that are never limited and that are answered
	// while a moderator talks to the sender.
	Exempt bool
	// AtEveryStop is set for command words that are answered even while moderators
	// have stopped everything.
	AtEveryStop bool
	// Assent says whether a typed text is nothing but a yes or a no. What it answers
	// depends on what its sender was asked.
	Assent Assent
}

// Assent is a yes or a no (ruling 47).
type Assent int

// The yeses and noes.
const (
	AssentNone         Assent = iota
	AssentCourtesy            // 嗯, 好, ok: a yes, or mere courtesy
	AssentYes                 // 是, 对, 要
	AssentConfirm             // 确认, 确定, 是的, as the whole message
	AssentConfirmLeave        // 确定取消: names the seat
	AssentConfirmErase        // 确定删除: names the data
	AssentCancel              // 取消: it is not clear what is meant
	AssentNo                  // 不, 不用, 算了
)

// StaffLine is a message that begins with # and came encrypted. It is a command
// if its sender is a moderator, and ordinary text otherwise.
type StaffLine struct {
	// Line is what follows the #, with a space behind the command word; empty if the
	// message is no such line.
	Line string
	// Binding is set if the line has the form of the command that makes its sender a
	// moderator, which anybody may send.
	Binding bool
}

// Source says what kind of message was read.
type Source int

// The sources.
const (
	SourceSystem     Source = iota // an event that no person caused, or that nobody acts on
	SourceText                     // words that were typed or spoken
	SourceMenu                     // a click on the account's menu
	SourceArrival                  // a new follower, or a scan of a QR code
	SourceDeparture                // somebody stopped following
	SourceMassResult               // the platform's result of a mass send
	SourceAttachment               // a picture, voice, video, location or link
	SourceOther                    // a message of a kind that the receiver does not know
)

// TextReading is everything that one text may mean. A reading that cannot matter,
// because a stronger one was found, may be left zero: nobody matches a question after
// an exact command was read.
type TextReading struct {
	// Text is what was said, and Folded the same as matching sees it.
	Text, Folded string
	Command      CommandReading
	Spoken       SpokenPassphrase
	// Blocked is set if the text holds a word of the operator's list, is nothing but an insult
	// or obviously advertises, and Warning if it seems to warn of somebody rather than to insult.
	Blocked, Warning bool
	Passphrase       Closeness
	// Match is what the text means as a frequent question. Courtesy in front of the
	// question is ignored if that gives a better match.
	Match Match
	// Declines is set for somebody who says that they will not come.
	Declines bool
	Courtesy Courtesy
	// MenuLine are the readings of the word that a copied line of the menu stands for;
	// nil if the text is no such line.
	MenuLine *TextReading
	// StrayNumber is set for a short number that no menu has.
	StrayNumber bool
	Wish        WishReading
	// Remark is set for thanks that ask for nothing, whatever else they tell.
	Remark bool
	// Distrust is set for words of doubt whether the class is genuine: no abuse, even if
	// they are blocked elsewhere (ruling 51).
	Distrust bool
	// Trust is the frequent question that answers them; empty if there is none.
	Trust string
	// Refusal is set for somebody who says that the last answer is not what they asked.
	Refusal bool
	// Parts are the questions of a text that has several, as punctuation or spaces part
	// them (ruling 55); nil for a text with one.
	Parts []TextReading
	// Unmatched is set while it is not known yet what the text means as a frequent question,
	// nor which parts it has: several classes are live, and this one may not need to know.
	Unmatched bool
}

// CommandReading is a command with its arguments; which of them are set depends
// on the command.
type CommandReading struct {
	// Word is the command's own word, whatever alias was used; empty for no command.
	Word string
	// Pack is the id of a pack.
	Pack string
	// Rest is what follows the word, as typed. Folded is the same as comparing sees it;
	// it is set for questions to the lecturer.
	Rest, Folded string
	Number       int
}

// Closeness says how near a text comes to a passphrase.
type Closeness int

// The degrees of closeness. What counts as right is set by the operator: the same
// characters, or the same sound.
const (
	CloseNone Closeness = iota
	CloseAlmost
	CloseRight
)

// SpokenPassphrase is what follows a word that announces a passphrase.
type SpokenPassphrase struct {
	// Announced is set if the text begins with such a word and goes on.
	Announced bool
	Closeness Closeness
	// Question is set if what follows asks about checking in, or says nothing.
	Question bool
	// TooLong is set if what follows is longer than any try at a passphrase.
	TooLong bool
}

// Match is what a text means as a frequent question.
type Match struct {
	Band Band
	// Hits are the entries and commands that may be meant, the best first.
	Hits []Hit
	// OwnWording is set if the text is, folded, a wording of the first hit.
	OwnWording bool
	// Confidence is the estimated probability, 0 to 1, that the first hit is meant.
	Confidence float64
}

// Band says how sure a match is.
type Band int

// The bands: nothing fits, ask which hit is meant, take the first hit.
const (
	BandNone Band = iota
	BandSuggest
	BandAnswer
)

// Hit is a frequent question, or a command, that a text may mean.
type Hit struct {
	ID, Title string
	// Score ranks the hits of one match, 0 to 1.
	Score float64
	// Command is the word to suggest; empty if the hit is a frequent question.
	Command string
}

// Courtesy is the tone of a text of nothing but courtesy.
type Courtesy int

// The tones; a text of several pieces has the strongest one.
const (
	CourtesyNone     Courtesy = iota
	CourtesyNoted             // heard, understood, applause: it needs no answer
	CourtesyGreeting          // hello
	CourtesyThanks
)

// WishReading is something that people ask in their own words and that a command
// does. Command and Title say what to suggest; they are empty for wishes that are
// answered at once.
type WishReading struct {
	Wish           Wish
	Command, Title string
	// Days is how many days ahead the day is that a question names, AnyDay if it is not
	// clear.
	Days int
	// Entry is the frequent question that says when the class is, for a question about a
	// day; empty if there is none.
	Entry string
	// Pack is the id of the pack that a question goes on to, Object what else it goes on to,
	// as said.
	Pack, Object string
}

// AnyDay are the Days of 下周, 以后.
const AnyDay = -1

// Wish names such a wish.
type Wish int

// The wishes. From WishChange on they may be a frequent question too, which is matched.
const (
	WishNone         Wish = iota
	WishErasure           // erase my data
	WishReminders         // do not forget to remind me
	WishNoMessages        // stop sending me messages
	WishStanding          // am I registered, which place do I have
	WishLateCheckin       // I forgot to check in
	WishHowCheckin        // how do I check in
	WishSeveralSeats      // register twice, or somebody else too
	WishBoard             // what did the others ask
	WishOwnQuestions      // when is my question answered
	WishSignup            // I want to register for this class
	WishPacks             // I want the packs
	WishAsk               // I have a question for the lecturer
	WishToday             // when is it today
	WishOtherDay          // is there a class on another day; Days is set
	WishChange            // another date or name, which only a person can grant
	WishOther             // and another thing; Pack or Object is set
)
