package console

import (
	"context"
	"time"
)

// Answers knows what was asked lately, and how content would answer it.
type Answers interface {
	// Asked counts how the questions of the last seven days are answered by what serves.
	Asked(ctx context.Context, class string, now time.Time) (AskedLately, error)
	// Groups puts the questions of the last thirty days together that have no answer yet, the
	// largest group first.
	Groups(ctx context.Context, class string, now time.Time) ([]Group, error)
	// Replay asks the questions of the last thirty days again, of a text as the next version.
	Replay(ctx context.Context, class, words string, now time.Time) (Replay, error)
}

// AskedLately is what was asked in some days.
type AskedLately struct {
	// Texts is how many texts were looked at, the newest; Capped is set if there were more.
	Texts  int
	Capped bool
	// Routine were commands and the like; of the other ones Answered got an answer, Offered a
	// choice, and Left a moderator.
	Routine, Answered, Offered, Left int
	// Hits and Misses count by entry who got its answer, and who said next that it was not
	// what they had asked.
	Hits, Misses map[string]int
	// Confused are warnings about wordings that are hard to tell apart; Inherits says which
	// entries get the built-in phrasings, empty for none.
	Confused []string
	Inherits string
	// Tests is how many test cases the newest version has, Failed what became of those that
	// failed, a line each.
	Tests  int
	Failed []string
}

// Group is a question that several people asked.
type Group struct {
	// Text is the most typical wording, Others some more, N how often it was asked.
	Text   string
	Others []string
	N      int
	// Near is the question of the entry that is nearest; empty for none. NearID is its id.
	Near, NearID string
}

// Replay is how other content would answer.
type Replay struct {
	// Ran is set if questions were asked again, Texts is how many.
	Ran   bool
	Texts int
	// Gained have an answer that they had not, Lost have none any more, Other have another.
	Gained, Lost, Other int
	Changes             []Changed
}

// Changed is a text that would be answered differently.
type Changed struct {
	Text          string
	Times         int
	Before, After Outcome
	// Reworded is set if the same question gets other words.
	Reworded bool
}

// Outcome is what becomes of a question: answer, offer or moderator, with the questions of the
// entries.
type Outcome struct {
	Kind   string
	Titles []string
}
