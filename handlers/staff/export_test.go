package staff

import (
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/moderation"
	"zhujiao/bot/text"
	"zhujiao/bot/textcheck"
	"zhujiao/handlers"
)

// Row is a command of moderators.
type Row struct {
	Word, Usage string
	Least       int
	Action      moderation.Action
}

// Rows returns the table of commands.
func Rows() (out []Row) {
	for _, r := range table() {
		out = append(out, Row{r.word, r.usage, r.least, r.action})
	}
	return out
}

// ReadLine returns the word of a line, its arguments, and what follows the first of them
// as typed.
func ReadLine(line string) (word string, args []string, after string) {
	c := &command{}
	if c.read(line); len(c.args) > 0 {
		after = c.after()
	}
	return c.word, c.args, after
}

// BadTime returns the text about a time that cannot be used.
func BadTime(p text.TimeProblem) content.Key { return badTime(p) }

// LinkOf parses a link.
func LinkOf(words string) (campaign.Mirror, bool) { return linkOf(words) }

// UntilOf parses the validity of a link.
func UntilOf(words string, now time.Time) (until string, bad content.Key) { return untilOf(words, now) }

// StateText returns the text for the state of a broadcast.
func StateText(s campaign.BroadcastState) content.Key { return stateText(s) }

// ReservedReason returns why words cannot be a wording.
func ReservedReason(e *moderation.ReservedError) string { return reservedReason(e) }

// Refused returns the words for a refusal of a command about name.
func Refused(v *handlers.Visit, err error, name string) (bot.Reply, error) {
	c := &command{Visit: v}
	c.usage = "#加席 20"
	return c.refused(err, name)
}

// RefusedBroadcast returns the words for a refusal of #定时 about a broadcast.
func RefusedBroadcast(v *handlers.Visit, e *moderation.BroadcastError, due time.Time) (bot.Reply, error) {
	c := &command{Visit: v}
	c.word = "定时"
	return c.sayBroadcastRefusal(e, due)
}

// Unfit returns the words for a question whose state does not allow a command.
func Unfit(v *handlers.Visit, q *campaign.Question) (bot.Reply, error) {
	return (&command{Visit: v}).unfit(&moderation.QuestionStateError{Question: q}, "Q1")
}

// FindingText returns the words for a finding.
func FindingText(v *handlers.Visit, f textcheck.Finding) string {
	return (&command{Visit: v}).findingText(f)
}

// SayStarted returns the words for a step of a broadcast.
func SayStarted(v *handlers.Visit, s moderation.Started) (bot.Reply, error) {
	return (&command{Visit: v}).sayStarted(s, nil)
}

// CurrentReply describes how words are answered now.
func CurrentReply(r moderation.CurrentReply) string { return currentReply(r) }

// ReadSpan is readSpan.
func ReadSpan(words string, c *campaign.Campaign, at time.Time) (start, end time.Time, problem text.TimeProblem) {
	return readSpan(words, c, at)
}
