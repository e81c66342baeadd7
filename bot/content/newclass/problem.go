package newclass

import "time"

// Code says what is wrong with an answer.
type Code string

// The codes.
const (
	CodeEmpty    Code = "empty"    // it may not be left empty
	CodeTime     Code = "time"     // no time, or more than one
	CodeNoClock  Code = "no clock" // a day without a time of day
	CodeNoDay    Code = "no day"   // a day that does not exist
	CodeWeekday  Code = "weekday"  // the day is another day of the week; At is the day
	CodePast     Code = "past"     // At is past
	CodeFar      Code = "far"      // At is far ahead and has no year
	CodeSkipped  Code = "skipped"  // a time that daylight saving skips or repeats
	CodeLength   Code = "length"   // no length of time
	CodeLong     Code = "long"     // the class would take longer than a day, or nothing
	CodeCount    Code = "count"    // no number
	CodeRange    Code = "range"    // a number out of range
	CodeLink     Code = "link"     // no address
	CodeLinkEnd  Code = "link end" // a link ends before the class; At is its last day
	CodeUntil    Code = "until"    // no day up to which a link is good
	CodePhrase   Code = "phrase"   // the passphrase of the last class
	CodeWindow   Code = "window"   // no window of the check-in
	CodeEarn     Code = "earn"     // no way in which a pack is earned
	CodeChance   Code = "chance"   // a draw without a chance
	CodePicture  Code = "picture"  // a file that does not lie beside the class
	CodeReminder Code = "reminder" // no lead of a reminder
	CodeField    Code = "field"    // no such field; Near is the most similar one
	CodeEntry    Code = "entry"    // no such frequent question; Near is the most similar one
	CodeCheck    Code = "check"    // the check of the file refuses it; Words are its words
	CodeNoOld    Code = "no old"   // there is nothing to keep
	CodeID       Code = "id"       // no id of a class
	CodeTaken    Code = "taken"    // the id is another class's
)

// AnswerError says why an answer cannot be taken. What it says to people is not written here.
type AnswerError struct {
	Code  Code
	Field Field
	// Words is the part of the answer that is wrong.
	Words string
	At    time.Time
	// Near is what was probably meant.
	Near      string
	Low, High int
}

// Error implements error, for logs.
func (p *AnswerError) Error() string { return string(p.Field) + ": " + string(p.Code) }
