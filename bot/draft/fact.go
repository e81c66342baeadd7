package draft

import (
	"slices"
	"time"
)

// Field names what a fact is about, as the command's JSON does.
type Field string

// The fields of an announcement.
const (
	FieldTitle        Field = "title"
	FieldHost         Field = "host"
	FieldDate         Field = "date"  // YYYY-MM-DD
	FieldStart        Field = "start" // HH:MM
	FieldEnd          Field = "end"   // HH:MM
	FieldPlace        Field = "place"
	FieldTeacher      Field = "teacher"       // a name, without 老师; one fact each
	FieldTeacherIntro Field = "teacher_intro" // one fact a teacher, in their order
	FieldSeats        Field = "seats"         // int
	FieldPrice        Field = "price"         // "99元"; one fact each
	FieldFree         Field = "free"          // bool
	FieldAudience     Field = "audience"
	FieldPoint        Field = "point"
	FieldGroup        Field = "group"           // bool
	FieldQAMinutes    Field = "qa_minutes"      // int
	FieldPack         Field = "pack"            // Pack
	FieldSession      Field = "session"         // "YYYY-MM-DD HH:MM-HH:MM title", without what is not said
	FieldSignupWay    Field = "signup_way"      // qr, keyword, link or other
	FieldDeadline     Field = "signup_deadline" // "YYYY-MM-DD HH:MM", or the day alone
	FieldZone         Field = "zone"            // of the times, if not China's: a name such as Europe/London
)

// What may be missing without being a field that an announcement states.
const (
	FieldRoom       Field = "live_room"  // the address of the live room
	FieldReplay     Field = "replay"     // whether there will be one
	FieldPassphrase Field = "passphrase" // with which people check in
	FieldPackLink   Field = "pack_link"  // of the pack that About names
	FieldPackValue  Field = "pack_value" // in whole yuan, of the pack that About names
	FieldListPrice  Field = "list_price" // what the class usually costs, in whole yuan
)

// Fact is something that the article says.
type Fact struct {
	Field Field
	// Value is a string, an int, a bool or a Pack: see the fields.
	Value any
	// Source is the sentence that says it, as it stands in the article.
	Source string
}

// Condition says what somebody has to do for a pack.
type Condition string

// The conditions of packs.
const (
	ConditionDirect   Condition = "direct"
	ConditionRegister Condition = "register"
	ConditionAttend   Condition = "attend"
	ConditionChance   Condition = "chance"
	ConditionOther    Condition = "other"
)

// Pack is material that attendees get.
type Pack struct {
	Name string `json:"name"`
	// Value is what it is worth, in the currency of Written; 0 if that is not said.
	Value float64 `json:"value"`
	// Written is that value as the article writes it, with its currency.
	Written   string    `json:"-"`
	Condition Condition `json:"condition"`
	Contents  []string  `json:"contents"`
}

// ClashKind is a kind of contradiction, or of what must not stay as it is.
type ClashKind string

// The kinds of contradictions.
const (
	ClashWeekday    ClashKind = "weekday"    // A is a date, B the weekday that it is, C the one that is said
	ClashDate       ClashKind = "date"       // A and B are dates
	ClashStart      ClashKind = "start"      // A and B are times
	ClashEnd        ClashKind = "end"        // A and B are times
	ClashLength     ClashKind = "length"     // A is the length that is said, B the one by the clock, in minutes
	ClashSeats      ClashKind = "seats"      // A and B are numbers
	ClashPrice      ClashKind = "price"      // A and B are prices of one kind
	ClashFree       ClashKind = "free"       // free, and A is to be paid
	ClashPackPrice  ClashKind = "pack_price" // the class and the pack B are both said to be worth A
	ClashPackName   ClashKind = "pack_name"  // A and B are names of one pack
	ClashPackValue  ClashKind = "pack_value" // A is the pack, B and C are its values
	ClashTeacher    ClashKind = "teacher"    // A and B are names of one teacher
	ClashQA         ClashKind = "qa"         // A and B are minutes
	ClashLetterO    ClashKind = "letter_o"   // A holds the letter O for a zero
	ClashTypo       ClashKind = "typo"       // A is written where the term B is meant
	ClashForbidden  ClashKind = "forbidden"  // A is what people are asked to do, which the platform forbids
	ClashPublished  ClashKind = "published"  // the class A lies before the publication B
	ClashBackwards  ClashKind = "backwards"  // the class ends at B, before its start at A
	ClashImpossible ClashKind = "impossible" // A is no day of the calendar
	ClashCurrency   ClashKind = "currency"   // A, the price or the worth of the pack B, is not in yuan
	ClashFraction   ClashKind = "fraction"   // A, the price or the worth of the pack B, is not a whole number
	ClashZone       ClashKind = "zone"       // A is a time zone that cannot be told for certain
	ClashYear       ClashKind = "year"       // the year of A, the day of the class, is that of another day
)

// Clash is a contradiction in the article.
type Clash struct {
	Kind    ClashKind
	A, B, C string
	Source  string
}

// Gap is something that a class needs and the article does not say.
type Gap struct {
	// Field is what is missing; FieldPack with the name of the pack in About misses its
	// contents, FieldPackLink its link. FieldGroup with a source misses the QR code of a group,
	// FieldPrice with one whether what has that worth is free, FieldStart with a zone in About
	// the start in China's time.
	Field Field
	About string
	// Source is the sentence that mentions it; empty if none does.
	Source string
}

// Reading is what an article says, in its order, what contradicts itself and what is missing.
type Reading struct {
	Facts   []Fact
	Clashes []Clash
	Gaps    []Gap
	// Published is the day of publication that dates were reckoned from; zero if unknown.
	Published time.Time
	// ListPrice is what the class usually costs, as the article writes it: the price that it calls
	// so, else the first that is not for early birds; zero if there is none.
	ListPrice Fact
	// ReplaySource is the sentence that speaks of a replay; empty if none does.
	ReplaySource string
}

// Text returns the first value of a field as a text, with its source; "" if there is none.
func (r Reading) Text(field Field) (value, source string) {
	for _, f := range r.Facts {
		if s, ok := f.Value.(string); ok && f.Field == field {
			return s, f.Source
		}
	}
	return "", ""
}

// Number returns a number, with its source; 0 if it is not said.
func (r Reading) Number(field Field) (value int, source string) {
	for _, f := range r.Facts {
		if n, ok := f.Value.(int); ok && f.Field == field {
			return n, f.Source
		}
	}
	return 0, ""
}

// Flag returns whether something is said to hold, with its source.
func (r Reading) Flag(field Field) (value bool, source string) {
	for _, f := range r.Facts {
		if b, ok := f.Value.(bool); ok && f.Field == field {
			return b, f.Source
		}
	}
	return false, ""
}

// All returns the facts of a field.
func (r Reading) All(field Field) []Fact {
	return slices.DeleteFunc(slices.Clone(r.Facts), func(f Fact) bool { return f.Field != field })
}
